//! Who reacts to what: which topics, angles, tones, times and words are more frequent in posts that did better than usual.
//! Log-odds with an informative Dirichlet prior (Monroe, Colaresi, Quinn 2008). It describes behaviour towards content,
//! never people's traits.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::besttime::results;
use super::statistics::{holm, two_sided};
use super::{ALARM, Metric, Observation, is_protected};
use crate::words::{content_words, whole_word};
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
    /// `all`, `platform`, `segment` or `language`.
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
    /// Segments that name protected traits: nothing is said of them.
    pub protected: Vec<String>,
}

/// Posts under which nothing is said of a group.
const LEAST: usize = 30;
/// Posts that a trait must be in, and be missing in.
const LEAST_WITH_TRAIT: usize = 4;
/// Words that are looked at.
const MOST_WORDS: usize = 60;
/// How many posts the prior is worth.
const PRIOR: f64 = 10.0;
/// Posts that show a trait.
const EXAMPLES: usize = 3;

type Trait = (TraitKind, String);

/// The audience of posts with numbers.
pub fn audience(posts: &[Observation], metric: Metric, platform: Option<Platform>, seed: u64) -> Audience {
    let (posts, values) = results(posts, metric, platform, seed);
    let traits: Vec<BTreeSet<Trait>> = posts.iter().map(|post| traits(post)).collect();
    let mut groups: BTreeMap<(&str, String), Vec<usize>> = BTreeMap::new();
    let mut protected = BTreeSet::new();
    for (place, post) in posts.iter().enumerate() {
        groups.entry(("all", String::new())).or_default().push(place);
        groups.entry(("platform", post.platform.id().to_owned())).or_default().push(place);
        if let Some(language) = post.language() {
            groups.entry(("language", language.code().to_owned())).or_default().push(place);
        }
        if is_protected(&post.segment) {
            protected.insert(post.segment.clone());
        } else if !post.segment.is_empty() {
            groups.entry(("segment", post.segment.clone())).or_default().push(place);
        }
    }
    let everybody = posts.len();
    // A group that is everybody says nothing new.
    groups.retain(|(by, _), places| *by == "all" || places.len() < everybody);
    let too_small = groups.iter().filter(|(_, places)| places.len() < LEAST).map(|((_, name), _)| name.clone());
    let too_small = too_small.filter(|name| !name.is_empty()).collect();
    groups.retain(|_, places| places.len() >= LEAST);
    let mut personas: Vec<Persona> = groups
        .into_iter()
        .map(|((by, name), places)| {
            let of: Vec<Shown> = places
                .iter()
                .filter_map(|place| Some((*posts.get(*place)?, *values.get(*place)?, traits.get(*place)?)))
                .collect();
            persona(by, name, metric, &of)
        })
        .collect();
    personas.sort_by(|left, right| (right.by == "all").cmp(&(left.by == "all")).then(right.posts.cmp(&left.posts)));
    Audience { metric, personas, too_small, protected: protected.into_iter().collect() }
}

/// A post, its result against usual, and its traits.
type Shown<'a> = (&'a Observation, f64, &'a BTreeSet<Trait>);

fn persona(by: &str, name: String, metric: Metric, posts: &[Shown]) -> Persona {
    let mut counts: BTreeMap<&Trait, (usize, usize)> = BTreeMap::new();
    let better_posts = posts.iter().filter(|(_, value, _)| *value > 0.0).count();
    for (_, value, traits) in posts {
        for found in *traits {
            let (better, all) = counts.entry(found).or_default();
            *better += usize::from(*value > 0.0);
            *all += 1;
        }
    }
    counts.retain(|_, (_, all)| *all >= LEAST_WITH_TRAIT && posts.len() - *all >= LEAST_WITH_TRAIT);
    let mut words: Vec<usize> = counts.iter().filter(|(it, _)| it.0 == TraitKind::Word).map(|(_, it)| it.1).collect();
    words.sort_unstable_by(|left, right| right.cmp(left));
    let least_word = words.get(MOST_WORDS).copied().unwrap_or(0);
    counts.retain(|it, (_, all)| it.0 != TraitKind::Word || *all > least_word);
    let scored: Vec<(&Trait, (usize, usize), f64)> = counts
        .into_iter()
        .map(|(found, (better, all))| (found, (better, all), z_score((better, all), (better_posts, posts.len()))))
        .collect();
    let chances = holm(&scored.iter().map(|(_, _, z)| two_sided(*z)).collect::<Vec<_>>());
    let looked_at = scored.len();
    let liking = |((found, (better, all), z), chance): ((&Trait, (usize, usize), f64), f64)| Liking {
        kind: found.0,
        name: match found.0 {
            TraitKind::Word => {
                whole_word(&found.1, posts.iter().filter(|it| it.2.contains(found)).map(|it| it.0.text.as_str()))
            }
            _ => found.1.clone(),
        },
        better,
        posts: all,
        z,
        chance,
        examples: examples(posts, found, z > 0.0),
    };
    let mut all: Vec<Liking> = scored.into_iter().zip(chances).map(liking).collect();
    all.sort_by(|left, right| right.z.abs().total_cmp(&left.z.abs()));
    let (likings, mut hints): (Vec<Liking>, Vec<Liking>) = all.into_iter().partition(|it| it.chance < ALARM);
    hints.truncate(3);
    let count = |post: &Observation| metric.of(&post.numbers).filter(|_| !metric.is_rate()).unwrap_or(0.0);
    let reactions = posts.iter().map(|(post, _, _)| count(post)).sum();
    Persona { by: by.to_owned(), name, posts: posts.len(), reactions, likings, hints, looked_at }
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

/// The posts with a trait that did best (or worst), by id.
fn examples(posts: &[Shown], found: &Trait, best: bool) -> Vec<String> {
    let mut with: Vec<(f64, &str)> = posts
        .iter()
        .filter(|(_, _, traits)| traits.contains(found))
        .map(|(post, value, _)| (*value, post.id.as_str()))
        .collect();
    with.sort_by(|left, right| if best { right.0.total_cmp(&left.0) } else { left.0.total_cmp(&right.0) });
    with.into_iter().take(EXAMPLES).map(|(_, id)| id.to_owned()).collect()
}

fn traits(post: &Observation) -> BTreeSet<Trait> {
    let mut found = BTreeSet::new();
    let mut add = |kind, name: &str| {
        if !name.is_empty() {
            found.insert((kind, name.to_owned()));
        }
    };
    add(TraitKind::Topic, post.topic.trim());
    add(TraitKind::Angle, Angle::of(&post.text).id());
    add(TraitKind::Format, post.format.trim());
    add(TraitKind::Tone, tone(&post.text, post.language()).unwrap_or(""));
    add(TraitKind::Weekday, &post.when.weekday().to_string());
    add(TraitKind::Daypart, post.when.daypart().map_or("", super::Daypart::id));
    for word in content_words(&post.text) {
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
