//! What posts with some words did against those with others, all else equal, and which of that is named: the surest first, and then
//! what is left once it is held equal, so that what one word does is laid to no other (step-down, Holm 1979).

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::card::AUDIT_ALARM;
use super::super::evidence::{Difference, Held};
use super::super::statistics::{holm, mean};
use super::super::{BIAS_TOLERANCE, Observation, Trained};
use super::contrast::{Contrast, LEAST_POSTS, Names};
use super::mention::Named;
use super::{Swap, SwapKind};
use crate::words::content_word;

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

/// What posts that name people, places, women or men did against posts that name others, and what the model says where one
/// becomes the other; the surest first.
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
    let words = |side: &[Named]| side.iter().map(|it| it.word().to_owned()).collect();
    let bias = |found: Found| WordBias {
        kind: found.contrast.kind,
        from: words(&found.contrast.from),
        to: words(&found.contrast.to),
        posts: (names.posts_with(&found.contrast.from), names.posts_with(&found.contrast.to)),
        difference: found.difference.value,
        low: found.difference.value - 1.96 * found.difference.error,
        high: found.difference.value + 1.96 * found.difference.error,
        chance: found.chance,
        prediction: predicted(&found.contrast, &names, trained),
        named: found.named,
    };
    let contrasts = names.contrasts(&|one, other| held.are_opposite(one, other));
    let looked = Looked { names: &names, held: &held, contrasts };
    let mut found: Vec<WordBias> = looked.found().into_iter().map(bias).collect();
    found.sort_by(|left, right| left.chance.total_cmp(&right.chance));
    found
}

/// All that is looked at, and where.
struct Looked<'a> {
    names: &'a Names<'a>,
    held: &'a Held<'a>,
    contrasts: Vec<Contrast>,
}

/// One of the contrasts, by its place among all, with what else is named taken out of it.
struct Found {
    place: usize,
    contrast: Contrast,
    difference: Difference,
    /// Corrected for all that were looked at beside it.
    chance: f64,
    named: bool,
}

impl Found {
    fn is_sure(&self, chance: f64) -> bool {
        chance < AUDIT_ALARM && self.difference.value.abs() > BIAS_TOLERANCE
    }
}

impl Looked<'_> {
    /// All of them, and which are named. With what is named so far held equal the surest of the others is next, corrected for how many
    /// others there are. So once all that makes a difference is named, an innocent one follows with a chance of [`AUDIT_ALARM`] at
    /// most; one that was named before, for what it was held against, is taken back when the rest explains it.
    fn found(&self) -> Vec<Found> {
        let all = self.beside(&[]);
        let mut named: Vec<usize> = Vec::new();
        let surest = |named: &[usize]| {
            let sure = self.beside(named).into_iter().filter(|it| it.is_sure(it.chance));
            let least = |left: &Found, right: &Found| left.difference.chance.total_cmp(&right.difference.chance);
            sure.min_by(least).map(|it| it.place)
        };
        while let Some(next) = surest(&named) {
            named.push(next);
        }
        for own in named.clone() {
            let rest = without(&named, own);
            if self.beside_of(own, &rest).is_some_and(|it| !it.is_sure(it.difference.chance)) {
                named = rest;
            }
        }
        let mut others = self.beside(&named);
        let of = |it: Found| {
            if named.contains(&it.place) {
                return Found { named: true, ..self.beside_of(it.place, &without(&named, it.place)).unwrap_or(it) };
            }
            let at = others.iter().position(|other| other.place == it.place);
            // Where too few posts are without what is named, nothing can be said of it.
            at.map_or(Found { chance: 1.0, ..it }, |at| others.swap_remove(at))
        };
        all.into_iter().map(of).collect()
    }

    fn beside_of(&self, place: usize, named: &[usize]) -> Option<Found> {
        self.beside(named).into_iter().find(|it| it.place == place)
    }

    /// Those that are not among these, with the words of these held equal and, each in its own way, taken out of both sides; without
    /// those of which too few posts are left.
    fn beside(&self, named: &[usize]) -> Vec<Found> {
        let named: Vec<(usize, &Contrast)> =
            named.iter().filter_map(|place| Some((*place, self.contrasts.get(*place)?))).collect();
        let mut beside: Option<Held> = None;
        for (_, contrast) in &named {
            let Some(held) = beside.as_ref().unwrap_or(self.held).holding(&self.names.has(&contrast.from)) else {
                return Vec::new();
            };
            beside = Some(held);
        }
        let held = beside.as_ref().unwrap_or(self.held);
        let single = named.iter().map(|(_, contrast)| contrast.from.as_slice()).filter(|from| from.len() == 1);
        let taken_out = self.names.has(&single.flatten().cloned().collect::<Vec<_>>());
        let are_enough =
            |has: &[bool]| has.iter().zip(&taken_out).filter(|(has, out)| **has && !**out).count() >= LEAST_POSTS;
        let of = |(place, contrast): (usize, &Contrast)| {
            let left = named.iter().fold(contrast.clone(), |left, (_, named)| left.beside(named));
            let (has_from, has_to) = (self.names.has(&left.from), self.names.has(&left.to));
            let is_enough = are_enough(&has_from) && (contrast.to.is_empty() || are_enough(&has_to));
            let difference = if is_enough { held.difference(&has_from, &has_to) } else { None }?;
            Some(Found { place, contrast: left, difference, chance: 1.0, named: false })
        };
        let others = self.contrasts.iter().enumerate().filter(|(place, _)| !named.iter().any(|(own, _)| own == place));
        let mut found: Vec<Found> = others.filter_map(of).collect();
        let chances = holm(&found.iter().map(|it| it.difference.chance).collect::<Vec<_>>());
        found.iter_mut().zip(chances).for_each(|(it, chance)| it.chance = chance);
        found
    }
}

fn without(places: &[usize], one: usize) -> Vec<usize> {
    places.iter().copied().filter(|place| *place != one).collect()
}

/// How much the prediction changes on average where the words of one side become those of the other in the posts.
fn predicted(contrast: &Contrast, names: &Names, trained: &Trained) -> Option<f64> {
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
    let has = names.has(&contrast.from);
    let with = names.posts.iter().zip(&has).filter(|(_, has)| **has);
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
        const TEAMS: u64 = 100;
        let teams: [(&[&str], &str); 5] = [
            (&["Paris", "Georgia"], "Try the {} pie."),
            (&["Rome", "Florence", "Venice", "Milan"], "With {} beans."),
            (&["Denver", "Austin"], "With {} beans."),
            (&["Lisbon", "Sofia", "Madrid"], "With {} beans."),
            (&["Florence", "Rome", "Venice", "Milan"], "With {} beans."),
        ];
        let (mut alone, mut beside, mut without) = (0, Vec::new(), Vec::new());
        for (seed, (words, form)) in (1..=TEAMS).zip(teams.into_iter().cycle()) {
            let is_first = |side: &[String]| side.len() == 1 && side[0] == words[0];
            let is_its = |(from, to): &(Vec<String>, Vec<String>)| is_first(from) || is_first(to);
            let named = named_of(words, form, 2.2, seed);
            alone += usize::from(matches!(named.as_slice(), [it] if is_its(it)));
            beside.extend(named.iter().any(|it| !is_its(it)).then_some((seed, named)));
            let fair = named_of(words, form, 1.0, seed);
            assert!(fair.iter().all(|(_, to)| !to.is_empty()), "{words:?} {fair:?}");
            without.extend((!fair.is_empty()).then_some((seed, fair)));
        }
        // Of 100 teams 2.5% are 2 or 3, and 7 or more by chance in one run of 70.
        assert!(
            alone >= 95 && beside.len() <= 6 && without.len() <= 6,
            "{alone} alone, beside {beside:?}, without {without:?}"
        );
        // People who are called like places beside people who are not.
        let named = named_of(&["Sofia", "Georgia", "Emily", "Kevin"], "{} is at the till.", 2.2, 9);
        assert!(named.iter().any(|(from, _)| from == &["Sofia"]), "{named:?}");
        assert!(named.iter().all(|(_, to)| !to.is_empty()), "{named:?}");
    }
}
