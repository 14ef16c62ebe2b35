//! Which words of a team's posts are held against which others, and what the posts with them did, all else equal.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::card::AUDIT_ALARM;
use super::super::evidence::Held;
use super::super::statistics::{holm, mean};
use super::super::{BIAS_TOLERANCE, Observation, Trained};
use super::mention::{Gender, LINES, Named, gender_of, is_of_both, named_in, region_of};
use super::{Swap, SwapKind};
use crate::words::content_word;

/// Posts that name something for it to be looked at.
const LEAST_POSTS: usize = 8;
/// People, and places, that are looked at one by one, the most frequent.
const MOST_OF_KIND: usize = 20;
/// Posts in which a word is swapped to see what the model says.
const MOST_TEXTS: usize = 60;

/// What posts with some words did against those with others of their kind.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct WordBias {
    /// What it is about.
    pub kind: SwapKind,
    /// The words, the most frequent first.
    pub from: Vec<String>,
    /// Those that they are held against; empty where the posts have none: then it is posts without the words.
    pub to: Vec<String>,
    /// Posts with `from` and with `to`.
    pub posts: (usize, usize),
    /// The result of posts with `to` less that of posts with `from`, all else equal, in log units.
    pub difference: f64,
    /// Its 95% interval.
    pub low: f64,
    /// Its 95% interval.
    pub high: f64,
    /// The chance of as much where there is nothing, corrected for all that were looked at (Holm).
    pub chance: f64,
    /// How much the model's prediction changes where the most frequent of `from` becomes that of `to` in the posts; `null` where
    /// no model tells posts apart, or where there is nothing to put in its place.
    pub prediction: Option<f64>,
    /// Whether the difference is larger than the tolerance, and no luck.
    pub named: bool,
}

/// Words held against others.
#[derive(Debug, Clone, PartialEq)]
struct Contrast {
    kind: SwapKind,
    from: Vec<Named>,
    to: Vec<Named>,
}

impl Contrast {
    /// What is left of it once `named` explains its part: a word of its own is taken out of both sides, and within a group of words
    /// each is held against its own group only.
    fn beside(&self, named: &Contrast) -> Self {
        let mut left = self.clone();
        if let [word] = named.from.as_slice() {
            left.from.retain(|it| it != word);
            left.to.retain(|it| it != word);
        } else if let Some(group) =
            [&named.from, &named.to].into_iter().find(|group| self.from.iter().all(|it| group.contains(it)))
        {
            left.to.retain(|it| group.contains(it));
        }
        left
    }
}

/// What posts name, and how many posts name it.
struct Names<'a> {
    of_posts: Vec<BTreeSet<Named>>,
    posts: Vec<&'a Observation>,
    counts: BTreeMap<Named, usize>,
}

/// Where posts name more places than people, a word that may be either is a place.
fn take_for_places(of_posts: &mut [BTreeSet<Named>]) {
    let posts_with = |is_of: &dyn Fn(&Named) -> bool| of_posts.iter().filter(|named| named.iter().any(is_of)).count();
    let people = posts_with(&|it| matches!(it, Named::Person(word) if !is_of_both(word)));
    let places = posts_with(&|it| matches!(it, Named::Place(word) if !is_of_both(word)));
    if places <= people {
        return;
    }
    for named in of_posts {
        let either: Vec<String> = named.iter().filter_map(may_be_a_place).collect();
        for word in either {
            named.remove(&Named::Person(word.clone()));
            named.insert(Named::Place(word));
        }
    }
}

/// The name of a person who may be a place.
fn may_be_a_place(named: &Named) -> Option<String> {
    match named {
        Named::Person(word) if is_of_both(word) => Some(word.clone()),
        _ => None,
    }
}

impl<'a> Names<'a> {
    fn of(posts: Vec<&'a Observation>) -> Self {
        let mut of_posts = super::super::train::in_two_halves(&posts, |post| named_in(&post.text, post.language()));
        take_for_places(&mut of_posts);
        let mut counts: BTreeMap<Named, usize> = BTreeMap::new();
        for named in of_posts.iter().flatten() {
            *counts.entry(named.clone()).or_default() += 1;
        }
        Self { of_posts, posts, counts }
    }

    fn has(&self, words: &[Named]) -> Vec<bool> {
        self.of_posts.iter().map(|named| words.iter().any(|word| named.contains(word))).collect()
    }

    fn posts_with(&self, words: &[Named]) -> usize {
        self.has(words).into_iter().filter(|has| *has).count()
    }

    /// Those of a kind, the most frequent first.
    fn sorted(&self, is_of: impl Fn(&Named) -> bool) -> Vec<Named> {
        let mut found: Vec<(&Named, usize)> =
            self.counts.iter().filter(|(named, _)| is_of(named)).map(|(named, count)| (named, *count)).collect();
        found.sort_by(|left, right| right.1.cmp(&left.1).then(left.0.cmp(right.0)));
        found.into_iter().map(|(named, _)| named.clone()).collect()
    }

    fn contrasts(&self) -> Vec<Contrast> {
        let mut all = self.of_genders();
        let people = self.sorted(|it| matches!(it, Named::Person(_)));
        all.extend(self.one_by_one(SwapKind::Names, &people));
        all.extend(self.by_group(SwapKind::Names, &people, &|word| {
            gender_of(word).map(|gender| if gender == Gender::Woman { "women" } else { "men" })
        }));
        let places = self.sorted(|it| matches!(it, Named::Place(_)));
        all.extend(self.one_by_one(SwapKind::Regions, &places));
        all.extend(self.by_group(SwapKind::Regions, &places, &region_of));
        // Of two names each is held against the other: once is enough.
        let mut seen = BTreeSet::new();
        all.retain(|contrast| {
            let [mut from, mut to] = [&contrast.from, &contrast.to].map(|side| side.to_vec());
            from.sort();
            to.sort();
            seen.insert(if from < to { (from, to) } else { (to, from) })
        });
        all
    }

    /// Words for women against the same for men; where a team has only one of them, against posts without it.
    fn of_genders(&self) -> Vec<Contrast> {
        let forms = |forms: &[&str]| {
            let of = |it: &Named| matches!(it, Named::Gendered(form) if forms.contains(&form.as_str()));
            self.sorted(of)
        };
        let sides: Vec<[Vec<Named>; 2]> = LINES.iter().map(|line| [forms(&line.women), forms(&line.men)]).collect();
        let is_frequent = |side: &[Named]| self.posts_with(side) >= LEAST_POSTS;
        let (both, one): (Vec<_>, Vec<_>) =
            sides.into_iter().partition(|[women, men]| is_frequent(women) && is_frequent(men));
        let held: BTreeSet<Named> = both.iter().flatten().flatten().cloned().collect();
        let mut all: Vec<Contrast> =
            both.into_iter().map(|[from, to]| Contrast { kind: SwapKind::Genders, from, to }).collect();
        for side in
            one.into_iter().flatten().filter(|side| is_frequent(side) && !side.iter().any(|it| held.contains(it)))
        {
            all.push(Contrast { kind: SwapKind::Genders, from: side, to: Vec::new() });
        }
        all
    }

    /// Each frequent one against all others of its kind; a word that may be a person or a place is of both kinds.
    fn one_by_one(&self, kind: SwapKind, sorted: &[Named]) -> Vec<Contrast> {
        let named = self.sorted(|it| !matches!(it, Named::Gendered(_)));
        let frequent =
            sorted.iter().take(MOST_OF_KIND).filter(|it| self.counts.get(*it).is_some_and(|it| *it >= LEAST_POSTS));
        let against_others = |one: &Named| {
            let is_other = |other: &&Named| {
                *other != one && (sorted.contains(other) || is_of_both(one.word()) || is_of_both(other.word()))
            };
            let others: Vec<Named> = named.iter().filter(is_other).cloned().collect();
            let to = if self.posts_with(&others) >= LEAST_POSTS { others } else { Vec::new() };
            Contrast { kind, from: vec![one.clone()], to }
        };
        frequent.map(against_others).collect()
    }

    /// All of one group against all of the other groups: each may be too seldom alone.
    fn by_group(
        &self,
        kind: SwapKind,
        sorted: &[Named],
        group: &dyn Fn(&str) -> Option<&'static str>,
    ) -> Vec<Contrast> {
        let mut groups: BTreeMap<&str, Vec<Named>> = BTreeMap::new();
        for named in sorted {
            groups.entry(group(named.word()).unwrap_or_default()).or_default().push(named.clone());
        }
        groups.remove("");
        let of = |name: &&str| -> Option<Contrast> {
            let from = groups.get(name)?.clone();
            let to: Vec<Named> =
                groups.iter().filter(|(other, _)| *other != name).flat_map(|(_, named)| named.clone()).collect();
            let are_enough = |side: &[Named]| self.posts_with(side) >= LEAST_POSTS;
            (from.len() + to.len() > 2 && are_enough(&from) && are_enough(&to)).then_some(Contrast { kind, from, to })
        };
        groups.keys().filter_map(of).collect()
    }
}

/// What posts that name people, places, women or men did against posts that name others, and what the model says where one
/// becomes the other.
pub fn word_biases(posts: &[Observation], trained: &Trained) -> Vec<WordBias> {
    let Some(evidence) = &trained.evidence else { return Vec::new() };
    let known: Vec<&Observation> = evidence.places.iter().filter_map(|place| posts.get(*place)).collect();
    let names = Names::of(known);
    let stems: BTreeSet<String> =
        names.counts.keys().filter_map(|it| content_word(&it.word().to_lowercase())).collect();
    let frequent = names.counts.iter().filter(|(_, count)| **count >= LEAST_POSTS);
    let columns: Vec<Vec<bool>> = frequent.map(|(named, _)| names.has(std::slice::from_ref(named))).collect();
    let rest = names.posts.iter().zip(&names.of_posts).map(|(post, named)| {
        let of_words: usize = named.iter().map(|it| it.word().chars().count()).sum();
        (post.text.chars().count().saturating_sub(of_words) as f64).ln_1p()
    });
    let rest: Vec<f64> = rest.collect();
    let Some(held) = Held::without(evidence, &stems, &columns, &rest) else { return Vec::new() };
    let count = |has: &[bool]| has.iter().filter(|it| **it).count();
    let bias = |contrast: Contrast| {
        let (has_from, has_to) = (names.has(&contrast.from), names.has(&contrast.to));
        let found = held.difference(&has_from, &has_to)?;
        let words = |side: &[Named]| side.iter().map(|it| it.word().to_owned()).collect();
        let bias = WordBias {
            kind: contrast.kind,
            from: words(&contrast.from),
            to: words(&contrast.to),
            posts: (count(&has_from), count(&has_to)),
            difference: found.value,
            low: found.value - 1.96 * found.error,
            high: found.value + 1.96 * found.error,
            chance: found.chance,
            prediction: predicted(&contrast, &names, &has_from, trained),
            named: false,
        };
        Some((bias, contrast))
    };
    let mut found: Vec<(WordBias, Contrast)> = names.contrasts().into_iter().filter_map(bias).collect();
    let chances = holm(&found.iter().map(|(it, _)| it.chance).collect::<Vec<_>>());
    for ((bias, _), chance) in found.iter_mut().zip(chances) {
        bias.chance = chance;
    }
    found.sort_by(|(left, _), (right, _)| left.chance.total_cmp(&right.chance));
    // The surest first: what one name explains is no bias of those that it stands beside.
    let mut named: Vec<Contrast> = Vec::new();
    for (bias, contrast) in &mut found {
        let is_sure = bias.chance < AUDIT_ALARM && bias.difference.abs() > BIAS_TOLERANCE;
        let is_left = || named.is_empty() || stays(contrast, &named, &names, &held, bias.difference) == Some(true);
        bias.named = is_sure && is_left();
        if bias.named {
            named.push(contrast.clone());
        }
    }
    // A name whose posts only stood beside those of a less sure one, which is the one that makes the difference.
    for (bias, contrast) in found.iter_mut().filter(|(bias, contrast)| bias.named && contrast.from.len() == 1) {
        let Some(place) = named.iter().position(|it| it == contrast) else { continue };
        let itself = named.remove(place);
        bias.named = named.is_empty() || stays(contrast, &named, &names, &held, bias.difference) != Some(false);
        if bias.named {
            named.insert(place, itself);
        }
    }
    found.into_iter().map(|(bias, _)| bias).collect()
}

/// Whether a difference is still there, and the same way, with the single words of what else is named held equal; `None` where
/// too few posts are without them.
fn stays(contrast: &Contrast, named: &[Contrast], names: &Names, held: &Held, difference: f64) -> Option<bool> {
    let left = named.iter().fold(contrast.clone(), |left, named| left.beside(named));
    let single: Vec<Named> = named.iter().filter(|it| it.from.len() == 1).flat_map(|it| it.from.clone()).collect();
    let without = names.has(&single);
    let (has_from, has_to) = (names.has(&left.from), names.has(&left.to));
    let are_enough =
        |has: &[bool]| has.iter().zip(&without).filter(|(has, without)| **has && !**without).count() >= LEAST_POSTS;
    if !are_enough(&has_from) || !(contrast.to.is_empty() || are_enough(&has_to)) {
        return None;
    }
    let mut beside: Option<Held> = None;
    for word in &single {
        let has = names.has(std::slice::from_ref(word));
        beside = Some(beside.as_ref().unwrap_or(held).holding(&has)?);
    }
    let found = beside.as_ref().unwrap_or(held).difference(&has_from, &has_to)?;
    Some(found.chance < AUDIT_ALARM && found.value.abs() > BIAS_TOLERANCE && found.value * difference > 0.0)
}

/// How much the prediction changes on average where the words of one side become those of the other in the posts.
fn predicted(contrast: &Contrast, names: &Names, has: &[bool], trained: &Trained) -> Option<f64> {
    let model = trained.model.as_ref().filter(|model| model.is_regression())?;
    let swap = match contrast.kind {
        SwapKind::Genders => Swap::of_forms(contrast.from.first()?.word(), contrast.to.first().map(Named::word))?,
        kind => Swap::of_names(kind, contrast.from.first()?.word(), contrast.to.first()?.word()),
    };
    let change = |(post, _): (&&Observation, &bool)| {
        let text = swap.made(&post.text)?;
        let changed = Observation { text, ..(*post).clone() };
        Some(model.predict(&changed)?.log - model.predict(post)?.log)
    };
    let with = names.posts.iter().zip(has).filter(|(_, has)| **has);
    let changes: Vec<f64> = with.filter_map(change).take(MOST_TEXTS).collect();
    (!changes.is_empty()).then(|| mean(&changes))
}

#[cfg(test)]
mod tests {
    use super::super::super::generator::{Truth, named_words, posts_in};
    use super::super::super::{Random, Settings, train};
    use super::{SwapKind, word_biases};
    use crate::Language;

    #[test]
    fn one_name_with_a_bias_makes_none_of_those_beside_it() {
        let (mut found, mut innocent) = (0, Vec::new());
        for team in 0..16 {
            let kind = [SwapKind::Names, SwapKind::Regions][team as usize % 2];
            let language = if team % 4 < 2 { Language::English } else { Language::Chinese };
            let truth = Truth { posts: 240, words: Some(kind), first_word: std::f64::consts::LN_2, ..Truth::default() };
            let first = named_words(&truth, language, team)[0].0.clone();
            let posts = posts_in(&truth, language, team);
            for bias in word_biases(&posts, &train(&posts, 1_000_000, &Settings::default())) {
                let is_its = bias.from == [first.as_str()] || bias.to == [first.as_str()];
                found += usize::from(bias.named && is_its);
                innocent.extend((bias.named && !is_its).then_some((team, bias.from, bias.to)));
            }
        }
        assert!(found >= 14 && innocent.len() <= 2, "{found} of 16, and {innocent:?}");
    }

    /// The words that are named of a team three quarters of whose posts end with one of the words, those with the first of which
    /// do `times` as much as the others.
    fn named_of(words: &[&str], form: &str, times: f64, seed: u64) -> Vec<(Vec<String>, Vec<String>)> {
        let mut random = Random::new(seed);
        let mut posts = posts_in(&Truth { posts: 240, ..Truth::default() }, Language::English, seed);
        for post in &mut posts {
            if random.share() < 0.75 {
                let word = random.choose(words).copied().unwrap_or_default();
                post.text = format!("{} {}", post.text, form.replace("{}", word));
                let of = if word == words[0] { times } else { 1.0 };
                post.numbers.likes = post.numbers.likes.map(|likes| (likes as f64 * of).round() as u64);
            }
        }
        let found = word_biases(&posts, &train(&posts, 1_000_000, &Settings::default()));
        found.into_iter().filter(|it| it.named).map(|it| (it.from, it.to)).collect()
    }

    #[test]
    fn a_place_that_is_a_given_name_too_is_held_against_the_other_places() {
        let teams: [(&[&str], &str); 5] = [
            (&["Paris", "Georgia"], "Try the {} pie."),
            (&["Rome", "Florence", "Venice", "Milan"], "With {} beans."),
            (&["Denver", "Austin"], "With {} beans."),
            (&["Lisbon", "Sofia", "Madrid"], "With {} beans."),
            (&["Florence", "Rome", "Venice", "Milan"], "With {} beans."),
        ];
        let (mut alone, mut others) = (0, Vec::new());
        for (seed, (words, form)) in (1..=20).zip(teams.into_iter().cycle()) {
            let named = named_of(words, form, 2.2, seed);
            let is_first = |side: &[String]| side.len() == 1 && side[0] == words[0];
            alone += usize::from(matches!(named.as_slice(), [(from, to)] if is_first(from) || is_first(to)));
            others.extend(named.into_iter().filter(|(from, to)| !is_first(from) && !is_first(to)));
            let fair = named_of(words, form, 1.0, seed);
            assert!(fair.iter().all(|(_, to)| !to.is_empty()), "{words:?} {fair:?}");
            others.extend(fair);
        }
        // The directions of the made-up posts stand beside them, and 40 teams have some luck.
        assert!(alone >= 18 && others.len() <= 5, "{alone} of 20 alone, and {others:?}");
        // People who are called like places beside people who are not.
        let named = named_of(&["Sofia", "Georgia", "Emily", "Kevin"], "{} is at the till.", 2.2, 9);
        assert!(named.iter().any(|(from, _)| from == &["Sofia"]), "{named:?}");
        assert!(named.iter().all(|(_, to)| !to.is_empty()), "{named:?}");
    }
}
