//! Who reacts to what: which topics, angles, tones, times and words are more frequent in posts that did better than usual.
//! Log-odds with an informative Dirichlet prior (Monroe, Colaresi, Quinn 2008). It describes behaviour towards content,
//! never people's traits.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::besttime::{Results, results};
use super::dividing::{By, LEAST_IN_PART};
use super::features::{is_read, words_of};
use super::statistics::{holm, two_sided};
use super::train::in_two_halves;
use super::{ALARM, LevelShift, Metric, Observation, Protected, is_protected, is_protected_value, protected_columns};
use crate::words::whole_word;
use crate::{Angle, Language, Platform, sentiment};

/// What a trait of content is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TraitKind {
    /// The topic that the data gives.
    Topic,
    /// The angle of the text.
    Angle,
    /// The form that the data gives.
    Format,
    /// `positive`, `neutral` or `negative`, where the language has a method.
    Tone,
    /// The day of the week.
    Weekday,
    /// The part of the day.
    Daypart,
    /// A word of the text.
    Word,
}

/// A trait of content that goes with reactions, for better or worse.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Liking {
    /// What it is about.
    pub kind: TraitKind,
    /// Which, such as a topic or an angle's id.
    pub name: String,
    /// Posts with it that did better than usual.
    pub better: usize,
    /// Posts with it.
    pub posts: usize,
    /// The log-odds ratio, in standard deviations; above 0: more frequent where it did better.
    pub z: f64,
    /// The chance of as much where there is nothing, corrected for all that was looked at in this group.
    pub chance: f64,
    /// The posts that show it best.
    pub examples: Vec<String>,
}

/// A group of readers as far as the data names it, and what they respond to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Persona {
    /// `all`, `platform`, `segment`, `language`, `topic`, `format` or `column`.
    pub by: String,
    /// Which one; empty for all.
    pub name: String,
    /// Posts with numbers.
    pub posts: usize,
    /// Reactions to them all together, in the metric's unit; 0 for rates.
    pub reactions: f64,
    /// What goes with reactions so surely that luck is ruled out at 5%, the surest first.
    pub likings: Vec<Liking>,
    /// The strongest that are not sure, at most three: hints to try out.
    pub hints: Vec<Liking>,
    /// How many traits were looked at.
    pub looked_at: usize,
}

/// What goes with reactions, overall and by group.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Audience {
    /// What counts as a reaction.
    pub metric: Metric,
    /// All first, then the groups, the largest first.
    pub personas: Vec<Persona>,
    /// Groups with fewer than 30 posts.
    pub too_small: Vec<String>,
    /// Segments and values of the column that name protected traits: nothing is said of them.
    pub protected: Vec<String>,
    /// The column of the data that posts are divided by, if one was asked for.
    pub column: Option<String>,
    /// Codes of languages of posts for which there are no methods: of their angles and tones nothing is said.
    pub unread_languages: Vec<String>,
    /// Jumps of the numbers that stayed; usual starts anew at them.
    pub level_shifts: Vec<LevelShift>,
}

/// Posts that a trait must be in, and be missing in.
const LEAST_WITH_TRAIT: usize = 4;
/// Words that are looked at.
const MOST_WORDS: usize = 60;
/// How many posts the prior is worth.
const PRIOR: f64 = 10.0;
/// Posts that show a trait.
const EXAMPLES: usize = 3;
/// Hints of a group.
const MOST_HINTS: usize = 3;
/// Texts in which a word is looked for that is known by its stem.
const TEXTS: usize = 50;

type Trait = (TraitKind, String);

/// The traits of posts, read off their texts once, for any metric and platform.
#[derive(Debug, Default)]
pub struct TraitIndex {
    names: Vec<Trait>,
    /// For each post the places of its traits among the names.
    of_post: Vec<Vec<u32>>,
    languages: Vec<Option<Language>>,
}

impl TraitIndex {
    /// Of posts, in their order.
    pub fn of(posts: &[Observation]) -> Self {
        let read = in_two_halves(posts, |post| {
            let language = post.language();
            (language, traits(post, language))
        });
        let mut index = Self::default();
        let mut known: HashMap<Trait, u32> = HashMap::new();
        for (language, traits) in read {
            let place = |found: Trait| {
                *known.entry(found).or_insert_with_key(|found| {
                    index.names.push(found.clone());
                    index.names.len() as u32 - 1
                })
            };
            let of_post = traits.into_iter().map(place).collect();
            index.of_post.push(of_post);
            index.languages.push(language);
        }
        index
    }

    /// The audience of the posts that the index was made of.
    pub fn audience(
        &self,
        posts: &[Observation],
        metric: Metric,
        platform: Option<Platform>,
        by: &By,
        seed: u64,
    ) -> Audience {
        let hidden = if matches!(by, By::Column(_)) { protected_columns(posts) } else { Protected::default() };
        let Results { places, posts, values, shifts } = results(posts, metric, platform, seed);
        let mut groups: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
        let (mut protected, mut unread) = (BTreeSet::new(), BTreeSet::new());
        for (place, post) in posts.iter().enumerate() {
            groups.entry(("all", "")).or_default().push(place);
            let mut add = |of: By, kind, name| {
                if *by == of || *by == By::Each {
                    groups.entry((kind, name)).or_default().push(place);
                }
            };
            add(By::Platform, "platform", post.platform.id());
            let language = places.get(place).and_then(|place| self.languages.get(*place)).copied().flatten();
            if let Some(language) = language {
                add(By::Language, "language", language.code());
                if !is_read(Some(language)) {
                    unread.insert(language.code().to_owned());
                }
            }
            if !post.segment.is_empty() {
                add(By::Segment, "segment", &post.segment);
            }
            let (topic, format) = (post.topic.trim(), post.format.trim());
            match by {
                By::Topic if !topic.is_empty() => groups.entry(("topic", topic)).or_default().push(place),
                By::Format if !format.is_empty() => groups.entry(("format", format)).or_default().push(place),
                _ => {}
            }
            if let By::Column(column) = by
                && let Some((_, value)) = post.columns.iter().find(|(name, _)| name == column)
                && !value.trim().is_empty()
            {
                groups.entry(("column", value.trim())).or_default().push(place);
            }
        }
        let everybody = posts.len();
        groups.retain(|(kind, name), places| {
            let is_protected = match by {
                By::Column(column) if *kind == "column" => hidden.hides(column, name),
                By::Topic => *kind == "topic" && is_protected_value("topic", name),
                _ => *kind == "segment" && is_protected(name),
            };
            if is_protected {
                protected.insert((*name).to_owned());
            }
            // A group that is everybody says nothing new.
            !is_protected && (*kind == "all" || places.len() < everybody)
        });
        let too_small = groups.iter().filter(|(_, places)| places.len() < LEAST_IN_PART).map(|((_, name), _)| *name);
        let too_small = too_small.filter(|name| !name.is_empty()).map(str::to_owned).collect();
        groups.retain(|_, places| places.len() >= LEAST_IN_PART);
        let persona = |((by, name), group): ((&str, &str), Vec<usize>)| {
            let shown = |place: usize| {
                let traits = self.of_post.get(*places.get(place)?)?;
                Some(Shown { post: posts.get(place)?, value: *values.get(place)?, traits })
            };
            let of: Vec<Shown> = group.into_iter().filter_map(shown).collect();
            self.persona(by, name, metric, &of)
        };
        let mut personas: Vec<Persona> = groups.into_iter().map(persona).collect();
        personas.sort_by(|left, right| (right.by == "all").cmp(&(left.by == "all")).then(right.posts.cmp(&left.posts)));
        let [protected, unread_languages] = [protected, unread].map(|names| names.into_iter().collect());
        let column = if let By::Column(column) = by { Some(column.clone()) } else { None };
        Audience { metric, personas, too_small, protected, column, unread_languages, level_shifts: shifts }
    }

    fn persona(&self, by: &str, name: &str, metric: Metric, posts: &[Shown]) -> Persona {
        let better_posts = posts.iter().filter(|shown| shown.value > 0.0).count();
        let mut counts = vec![(0_usize, 0_usize); self.names.len()];
        for shown in posts {
            for found in shown.traits {
                if let Some((better, all)) = counts.get_mut(*found as usize) {
                    *better += usize::from(shown.value > 0.0);
                    *all += 1;
                }
            }
        }
        let mut looked_at: Vec<(&Trait, u32, (usize, usize))> = self
            .names
            .iter()
            .zip(0..)
            .zip(&counts)
            .map(|((found, place), count)| (found, place, *count))
            .filter(|(_, _, (_, all))| *all >= LEAST_WITH_TRAIT && posts.len() - *all >= LEAST_WITH_TRAIT)
            .collect();
        let is_word = |found: &Trait| found.0 == TraitKind::Word;
        let mut words: Vec<usize> = looked_at.iter().filter(|it| is_word(it.0)).map(|it| it.2.1).collect();
        words.sort_unstable_by(|left, right| right.cmp(left));
        let least_word = words.get(MOST_WORDS).copied().unwrap_or(0);
        looked_at.retain(|(found, _, (_, all))| !is_word(found) || *all > least_word);
        looked_at.sort_unstable();
        let z = |it: &(&Trait, u32, (usize, usize))| z_score(it.2, (better_posts, posts.len()));
        let chances = holm(&looked_at.iter().map(|it| two_sided(z(it))).collect::<Vec<_>>());
        let mut scored: Vec<Scored> = looked_at
            .iter()
            .zip(chances)
            .map(|(it, chance)| Scored { found: it.0, place: it.1, counts: it.2, z: z(it), chance })
            .collect();
        scored.sort_by(|left, right| right.z.abs().total_cmp(&left.z.abs()));
        let (sure, mut unsure): (Vec<Scored>, Vec<Scored>) = scored.into_iter().partition(|it| it.chance < ALARM);
        unsure.truncate(MOST_HINTS);
        let evidence = Evidence::of(posts, sure.iter().chain(&unsure));
        let named = |scored: Vec<Scored>| scored.into_iter().map(|it| evidence.liking(it)).collect();
        let count = |shown: &Shown| metric.of(&shown.post.numbers).filter(|_| !metric.is_rate()).unwrap_or(0.0);
        Persona {
            by: by.to_owned(),
            name: name.to_owned(),
            posts: posts.len(),
            reactions: posts.iter().map(count).sum(),
            likings: named(sure),
            hints: named(unsure),
            looked_at: looked_at.len(),
        }
    }
}

/// The audience of posts with numbers.
pub fn audience(posts: &[Observation], metric: Metric, platform: Option<Platform>, seed: u64) -> Audience {
    audience_by(posts, metric, platform, &By::Each, seed)
}

/// The same, divided by something.
pub fn audience_by(posts: &[Observation], metric: Metric, platform: Option<Platform>, by: &By, seed: u64) -> Audience {
    TraitIndex::of(posts).audience(posts, metric, platform, by, seed)
}

/// A post, its result against usual, and the places of its traits.
struct Shown<'a> {
    post: &'a Observation,
    value: f64,
    traits: &'a [u32],
}

/// A trait that was looked at.
struct Scored<'a> {
    found: &'a Trait,
    place: u32,
    counts: (usize, usize),
    z: f64,
    chance: f64,
}

/// For traits that are shown: the posts that did best or worst with them, and some texts that have them.
#[derive(Default)]
struct Evidence<'a> {
    of_trait: HashMap<u32, (Vec<&'a Shown<'a>>, Vec<&'a str>)>,
}

impl<'a> Evidence<'a> {
    fn of<'s>(posts: &'a [Shown<'a>], shown: impl Iterator<Item = &'s Scored<'s>>) -> Self {
        let best: HashMap<u32, bool> = shown.map(|it| (it.place, it.z > 0.0)).collect();
        let mut evidence = Self::default();
        for post in posts {
            for place in post.traits {
                let Some(best) = best.get(place) else { continue };
                let (examples, texts) = evidence.of_trait.entry(*place).or_default();
                let before = |it: &&Shown| if *best { it.value >= post.value } else { it.value <= post.value };
                let at = examples.partition_point(before);
                if at < EXAMPLES {
                    examples.insert(at, post);
                    examples.truncate(EXAMPLES);
                }
                if texts.len() < TEXTS {
                    texts.push(&post.post.text);
                }
            }
        }
        evidence
    }

    fn liking(&self, it: Scored) -> Liking {
        let (examples, texts) = self
            .of_trait
            .get(&it.place)
            .map_or((&[][..], &[][..]), |(examples, texts)| (examples.as_slice(), texts.as_slice()));
        Liking {
            kind: it.found.0,
            name: match it.found.0 {
                TraitKind::Word => whole_word(&it.found.1, texts.iter().copied()),
                _ => it.found.1.clone(),
            },
            better: it.counts.0,
            posts: it.counts.1,
            z: it.z,
            chance: it.chance,
            examples: examples.iter().map(|shown| shown.post.id.clone()).collect(),
        }
    }
}

/// The log-odds of a trait among posts that did better against the others, with a prior of [`PRIOR`] posts at the trait's
/// overall rate, divided by its standard deviation.
fn z_score((better, all): (usize, usize), (better_posts, posts): (usize, usize)) -> f64 {
    let rate = all as f64 / posts.max(1) as f64;
    let (with, without) = (PRIOR * rate, PRIOR * (1.0 - rate));
    let odds = |held: usize, of: usize| {
        let (held, missing) = (held as f64 + with, (of - held.min(of)) as f64 + without);
        ((held / missing).ln(), 1.0 / held + 1.0 / missing)
    };
    let (there, there_variance) = odds(better, better_posts);
    let (elsewhere, elsewhere_variance) = odds(all - better, posts - better_posts);
    (there - elsewhere) / (there_variance + elsewhere_variance).sqrt()
}

fn traits(post: &Observation, language: Option<Language>) -> BTreeSet<Trait> {
    let mut found = BTreeSet::new();
    let mut add = |kind, name: &str| {
        if !name.is_empty() {
            found.insert((kind, name.to_owned()));
        }
    };
    add(TraitKind::Topic, post.topic.trim());
    add(TraitKind::Angle, if is_read(language) { Angle::of(&post.text).id() } else { "" });
    add(TraitKind::Format, post.format.trim());
    add(TraitKind::Tone, tone(&post.text, language).unwrap_or(""));
    add(TraitKind::Weekday, &post.when.weekday().to_string());
    add(TraitKind::Daypart, post.when.daypart().map_or("", super::Daypart::id));
    for word in words_of(&post.text, language) {
        add(TraitKind::Word, &word);
    }
    found
}

/// `positive`, `neutral` or `negative`; `None` without a method for the language.
pub fn tone(text: &str, language: Option<Language>) -> Option<&'static str> {
    let score = sentiment(text, language?)?.score;
    Some(match score {
        score if score >= 0.3 => "positive",
        score if score <= -0.3 => "negative",
        _ => "neutral",
    })
}

#[cfg(test)]
mod tests {
    use super::super::generator::{Truth, posts};
    use super::*;

    #[test]
    fn what_was_planted_is_liked_and_nothing_else() {
        let truth = Truth { question: 0.9, ..Truth::default() };
        let found = audience(&posts(&truth, 8), Metric::Engagement, None, 1);
        let all = &found.personas[0];
        assert_eq!((all.by.as_str(), all.posts), ("all", 300));
        assert_eq!((all.likings[0].kind, all.likings[0].name.as_str()), (TraitKind::Angle, "question"));
        assert_eq!(all.likings[0].examples.len(), 3);
        let quiet = (0..10).map(|seed| audience(&posts(&Truth::default(), seed), Metric::Engagement, None, 1));
        assert!(quiet.filter(|found| !found.personas[0].likings.is_empty()).count() <= 1);
    }

    #[test]
    fn nothing_is_said_of_protected_traits() {
        let mut some = posts(&Truth::default(), 3);
        some.iter_mut().for_each(|post| post.segment = "gender: f".into());
        let found = audience(&some, Metric::Engagement, None, 1);
        assert_eq!(found.protected, ["gender: f"]);
        assert!(found.personas.iter().all(|persona| persona.by != "segment"));
    }
}
