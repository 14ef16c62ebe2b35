//! What to make or read next: three named parts, chosen so that the list is diverse, each with its reason.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::content_words;

/// Something that can be recommended.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// What it is about: what a person mutes, follows and drafts.
    pub topic: String,
    /// More words on it, such as texts of posts.
    pub words: BTreeSet<String>,
    /// The mean sentiment of its texts, −1 to 1, where known.
    pub sentiment: Option<f64>,
    /// How its posts did against usual (log, shrunken), where known.
    pub result: Option<f64>,
    /// What shows it: ids of posts, or where it came from.
    pub shown_by: Vec<String>,
}

/// What is known of whom it is for.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Taste {
    /// Topics that are followed.
    pub follows: Vec<String>,
    /// Topics that are never shown.
    pub muted: Vec<String>,
    /// Topics that were drafted or kept, each as often as that happened.
    pub chosen: Vec<String>,
    /// The sentiment of what was chosen or of the voice that is wanted, −1 to 1, where known.
    pub sentiment: Option<f64>,
}

/// A recommendation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Recommendation {
    /// What about.
    pub topic: String,
    /// How well it fits topics that are followed, 0 to 1.
    pub topic_part: f64,
    /// How well its sentiment fits, 0 to 1.
    pub sentiment_part: f64,
    /// How well it fits behaviour so far: what was chosen, and what did well for the team, 0 to 1.
    pub behaviour_part: f64,
    /// The three together, weighted.
    pub score: f64,
    /// How its posts did against usual, where known: a factor.
    pub ratio: Option<f64>,
    /// What shows it.
    pub shown_by: Vec<String>,
}

/// Weights of topic, sentiment and behaviour; they sum to 1.
pub const WEIGHTS: [f64; 3] = [0.4, 0.15, 0.45];
/// MMR's share of fit against difference (Carbonell and Goldstein 1998).
const FIT: f64 = 0.75;
/// How many choices the team's taste is worth beside a person's own.
const TEAM_CHOICES: f64 = 2.0;

/// How often each word was in a choice.
type Chosen = BTreeMap<String, usize>;

/// The best `count` for a person of a team, diverse, without what is muted by the person or the team.
pub fn recommend(candidates: &[Candidate], person: &Taste, team: &Taste, count: usize) -> Vec<Recommendation> {
    let words = |topics: &[String]| topics.iter().map(|topic| word_set(topic)).collect::<Vec<_>>();
    let muted: Vec<&String> = person.muted.iter().chain(&team.muted).collect();
    let follows = words(&if person.follows.is_empty() { team.follows.clone() } else { person.follows.clone() });
    let (own, teams) = (choices(&person.chosen), choices(&team.chosen));
    // A new person begins as the team is, and becomes themselves with each choice.
    let weight = person.chosen.len() as f64 / (person.chosen.len() as f64 + TEAM_CHOICES);
    let wanted = person.sentiment.or(team.sentiment);
    let most =
        |chosen: &Chosen| candidates.iter().map(|it| likeness(&word_set(&it.topic), chosen, 1.0)).fold(0.0, f64::max);
    let (own_most, team_most) = (most(&own), most(&teams));
    let mut left: Vec<(Recommendation, BTreeSet<String>)> = candidates
        .iter()
        .filter(|candidate| !muted.iter().any(|muted| is_about(candidate, muted)))
        .map(|candidate| {
            let topic_words = word_set(&candidate.topic);
            let all: BTreeSet<String> = topic_words.union(&candidate.words).cloned().collect();
            let topic_part = follows.iter().map(|it| overlap(it, &topic_words, &all)).fold(0.0, f64::max);
            let chosen = weight * likeness(&topic_words, &own, own_most)
                + (1.0 - weight) * likeness(&topic_words, &teams, team_most);
            let did_well = candidate.result.map_or(0.5, |log| 1.0 / (1.0 + (-2.0 * log).exp()));
            let behaviour_part = 0.6 * chosen + 0.4 * did_well;
            let sentiment_part = match (candidate.sentiment, wanted) {
                (Some(has), Some(wants)) => 1.0 - (has - wants).abs() / 2.0,
                _ => 0.5,
            };
            let [topic, sentiment, behaviour] = WEIGHTS;
            // Nobody follows anything yet: the other two parts decide.
            let topic = if follows.is_empty() { 0.0 } else { topic };
            let score = (topic * topic_part + sentiment * sentiment_part + behaviour * behaviour_part)
                / (topic + sentiment + behaviour);
            let found = Recommendation {
                topic: candidate.topic.clone(),
                topic_part,
                sentiment_part,
                behaviour_part,
                score,
                ratio: candidate.result.map(f64::exp),
                shown_by: candidate.shown_by.clone(),
            };
            (found, all)
        })
        .collect();
    let mut chosen: Vec<(Recommendation, BTreeSet<String>)> = Vec::new();
    while chosen.len() < count {
        let worth = |(found, words): &(Recommendation, BTreeSet<String>)| {
            let like = chosen.iter().map(|(_, other)| resemblance(words, other)).fold(0.0, f64::max);
            FIT * found.score - (1.0 - FIT) * like
        };
        let best = left.iter().enumerate().max_by(|a, b| worth(a.1).total_cmp(&worth(b.1)).then(b.0.cmp(&a.0)));
        let Some(place) = best.map(|(place, _)| place) else { break };
        chosen.push(left.swap_remove(place));
    }
    chosen.into_iter().map(|(found, _)| found).collect()
}

fn choices(topics: &[String]) -> Chosen {
    let mut chosen = Chosen::new();
    for word in topics.iter().flat_map(|topic| word_set(topic)) {
        *chosen.entry(word).or_default() += 1;
    }
    chosen
}

/// How like a topic is to what was chosen, 0 to 1 if `most` is the likeness of the likest. What was chosen twice says more
/// than twice as much as what was chosen once.
fn likeness(topic: &BTreeSet<String>, chosen: &Chosen, most: f64) -> f64 {
    let times = |word: &String| chosen.get(word).copied().unwrap_or(0) as f64;
    let mean = topic.iter().map(|word| times(word).powi(2)).sum::<f64>() / topic.len().max(1) as f64;
    if most > 0.0 { mean / most } else { 0.0 }
}

fn word_set(text: &str) -> BTreeSet<String> {
    let words: BTreeSet<String> = content_words(text).into_iter().collect();
    // A topic of stop words alone is still itself.
    if words.is_empty() { BTreeSet::from([text.trim().to_lowercase()]) } else { words }
}

/// Whether a candidate is about a muted topic: it has all of its words in its own topic.
fn is_about(candidate: &Candidate, muted: &str) -> bool {
    let topic = word_set(&candidate.topic);
    muted.trim().to_lowercase() == candidate.topic.trim().to_lowercase()
        || word_set(muted).iter().all(|word| topic.contains(word))
}

/// The share of `wanted` words that a topic has; words in its texts count half.
fn overlap(wanted: &BTreeSet<String>, topic: &BTreeSet<String>, all: &BTreeSet<String>) -> f64 {
    let worth = |word: &String| {
        if topic.contains(word) {
            1.0
        } else if all.contains(word) {
            0.5
        } else {
            0.0
        }
    };
    wanted.iter().map(worth).sum::<f64>() / wanted.len().max(1) as f64
}

fn resemblance(left: &BTreeSet<String>, right: &BTreeSet<String>) -> f64 {
    let shared = left.intersection(right).count() as f64;
    let all = (left.len() + right.len()) as f64 - shared;
    if all > 0.0 { shared / all } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(topic: &str) -> Candidate {
        Candidate { topic: topic.into(), words: BTreeSet::new(), sentiment: None, result: None, shown_by: Vec::new() }
    }

    fn topics(found: &[Recommendation]) -> Vec<&str> {
        found.iter().map(|it| it.topic.as_str()).collect()
    }

    #[test]
    fn what_is_followed_comes_first_and_likes_of_it_do_not_crowd_out_the_rest() {
        let all = ["oat latte", "oat latte foam", "jazz night", "opening hours"].map(candidate);
        let person = Taste { follows: vec!["oat latte".into(), "jazz".into()], ..Taste::default() };
        let found = recommend(&all, &person, &Taste::default(), 2);
        assert_eq!(topics(&found), ["oat latte", "jazz night"]);
        assert!((WEIGHTS.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    }

    #[test]
    fn muted_topics_are_never_shown_in_either_language() {
        let all = ["oat latte", "燕麦拿铁", "jazz night"].map(candidate);
        let person =
            Taste {
                muted: vec!["latte".into(), "拿铁".into()], follows: vec!["oat latte".into()], ..Taste::default()
            };
        assert_eq!(topics(&recommend(&all, &person, &Taste::default(), 9)), ["jazz night"]);
    }

    #[test]
    fn a_new_person_starts_from_the_team_and_their_own_choices_take_over() {
        let all = ["oat latte", "jazz night"].map(candidate);
        let team = Taste { chosen: vec!["jazz night".into(); 3], ..Taste::default() };
        assert_eq!(topics(&recommend(&all, &Taste::default(), &team, 1)), ["jazz night"]);
        let person = Taste { chosen: vec!["oat latte".into(); 12], ..Taste::default() };
        assert_eq!(topics(&recommend(&all, &person, &team, 1)), ["oat latte"]);
    }
}
