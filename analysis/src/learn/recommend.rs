//! What to make or read next: three named parts, chosen so that the list is diverse, each with its reason.

use std::collections::{BTreeSet, HashMap};

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
    /// Topics that a person drafted or kept, or that a team posted on, each as often as that happened.
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
    /// Of that part: how much it is like what was chosen, 0.5 for as much as anything.
    pub chosen: f64,
    /// Whether what the person chose speaks for it; else that part stands on what the team posted.
    pub by_own_choice: bool,
    /// Of that part: how its posts did, 0.5 for as usual.
    pub did_well: f64,
    /// Whether any topics are followed at all.
    pub follows: bool,
    /// Whether there is a sentiment that is wanted, and one that it has.
    pub wants_sentiment: bool,
    /// The three together, weighted.
    pub score: f64,
    /// How its posts did against usual, where known: a factor.
    pub ratio: Option<f64>,
    /// What shows it.
    pub shown_by: Vec<String>,
}

impl Recommendation {
    /// The part of topics that are followed; `None` where none are.
    pub fn known_topic_part(&self) -> Option<f64> {
        self.follows.then_some(self.topic_part)
    }

    /// The part of the sentiment; `None` where none is wanted, or its own is not known: neither is half a fit.
    pub fn known_sentiment_part(&self) -> Option<f64> {
        self.wants_sentiment.then_some(self.sentiment_part)
    }
}

/// Weights of topic, sentiment and behaviour; they sum to 1.
pub const WEIGHTS: [f64; 3] = [0.35, 0.1, 0.55];
/// MMR's share of fit against difference (Carbonell and Goldstein 1998).
const FIT: f64 = 0.8;
/// How many choices of their own the team's taste is worth to a person.
const TEAM_CHOICES: f64 = 2.0;
/// How many choices it is worth to a team that all is equally likely.
const EQUAL_CHOICES: f64 = 12.0;
/// The share of past results in the behaviour part for somebody who has chosen nothing, and for somebody who has chosen much.
const RESULTS: (f64, f64) = (0.5, 0.05);
/// How fast a person's own choices count for more than past results.
const HALF_KNOWN: f64 = 4.0;

/// What can be recommended, read once: each topic's words as numbers.
#[derive(Debug, Clone, Default)]
pub struct Candidates {
    items: Vec<Item>,
    /// The place of each word.
    known: HashMap<String, u32>,
    /// The share of topics that have the word, by its place.
    shares: Vec<f64>,
}

#[derive(Debug, Clone)]
struct Item {
    candidate: Candidate,
    /// Words of the topic, in order.
    topic: Vec<u32>,
    /// These and those of its texts, in order.
    all: Vec<u32>,
}

impl Candidates {
    /// Of these.
    pub fn of(candidates: Vec<Candidate>) -> Self {
        Self::default().with(candidates)
    }

    /// These and some more.
    pub fn with(&self, more: Vec<Candidate>) -> Self {
        let mut read = self.clone();
        for mut candidate in more {
            let topic = read.places(word_set(&candidate.topic));
            let mut all = read.places(std::mem::take(&mut candidate.words));
            all.extend(&topic);
            all.sort_unstable();
            all.dedup();
            read.items.push(Item { candidate, topic, all });
        }
        let mut counts = vec![0_usize; read.known.len()];
        for word in read.items.iter().flat_map(|item| &item.topic) {
            if let Some(count) = counts.get_mut(*word as usize) {
                *count += 1;
            }
        }
        let total = read.items.len().max(1) as f64;
        read.shares = counts.into_iter().map(|count| count as f64 / total).collect();
        read
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Whether one is about this topic.
    pub fn has(&self, topic: &str) -> bool {
        let topic = topic.trim().to_lowercase();
        self.items.iter().any(|item| item.candidate.topic.trim().to_lowercase() == topic)
    }

    fn places(&mut self, words: impl IntoIterator<Item = String>) -> Vec<u32> {
        let mut places: Vec<u32> = words
            .into_iter()
            .map(|word| {
                let next = self.known.len() as u32;
                *self.known.entry(word).or_insert(next)
            })
            .collect();
        places.sort_unstable();
        places.dedup();
        places
    }

    /// The places of a text's words; `None` for words that no candidate has.
    fn read(&self, text: &str) -> Vec<Option<u32>> {
        word_set(text).iter().map(|word| self.known.get(word).copied()).collect()
    }

    /// How often each word was in choices, by its place, and how many choices there were.
    fn count(&self, chosen: &[String]) -> (Vec<f64>, f64) {
        let mut times: HashMap<&str, f64> = HashMap::new();
        for topic in chosen {
            *times.entry(topic).or_default() += 1.0;
        }
        let mut counts = vec![0.0; self.known.len()];
        for (topic, times) in times {
            for word in self.read(topic).into_iter().flatten() {
                if let Some(count) = counts.get_mut(word as usize) {
                    *count += times;
                }
            }
        }
        (counts, chosen.len() as f64)
    }

    /// For each word how much more often it is chosen than it is there, 0 for as often. Rates are drawn towards the team's by
    /// how few choices there are, and the team's towards what is there (Dirichlet priors).
    fn affinities(&self, person: &Taste, team: &Taste) -> Vec<f64> {
        let ((own, own_choices), (teams, team_choices)) = (self.count(&person.chosen), self.count(&team.chosen));
        let of = |((own, team), share): ((f64, f64), f64)| {
            let team_rate = (team + EQUAL_CHOICES * share) / (team_choices + EQUAL_CHOICES);
            let rate = (own + TEAM_CHOICES * team_rate) / (own_choices + TEAM_CHOICES);
            if share > 0.0 { rate / share - 1.0 } else { 0.0 }
        };
        own.into_iter().zip(teams).zip(self.shares.iter().copied()).map(of).collect()
    }

    fn muted<'a>(&self, topics: impl Iterator<Item = &'a String>) -> Vec<(String, Vec<Option<u32>>)> {
        topics.map(|topic| (topic.trim().to_lowercase(), self.read(topic))).collect()
    }

    /// Those of muted topics that keep something from being shown.
    pub fn hiding(&self, muted: &[String]) -> Vec<String> {
        let read = self.muted(muted.iter());
        let hides = |muted: &(String, Vec<Option<u32>>)| self.items.iter().any(|item| is_about(item, muted));
        muted.iter().zip(&read).filter(|(_, read)| hides(read)).map(|(topic, _)| topic.clone()).collect()
    }

    /// The best `count` for a person of a team, diverse, without what is muted by the person or the team.
    pub fn recommend(&self, person: &Taste, team: &Taste, count: usize) -> Vec<Recommendation> {
        let muted = self.muted(person.muted.iter().chain(&team.muted));
        let followed = if person.follows.is_empty() { &team.follows } else { &person.follows };
        let follows: Vec<Vec<Option<u32>>> = followed.iter().map(|topic| self.read(topic)).collect();
        let affinities = self.affinities(person, team);
        let (own, _) = self.count(&person.chosen);
        let wanted = person.sentiment.or(team.sentiment);
        let known = person.chosen.len() as f64 / (person.chosen.len() as f64 + HALF_KNOWN);
        let results = RESULTS.0 + (RESULTS.1 - RESULTS.0) * known;
        let score = |item: &Item| {
            let topic_part = follows.iter().map(|words| overlap(words, item)).fold(0.0, f64::max);
            let of_words = item.topic.iter().filter_map(|word| affinities.get(*word as usize));
            let affinity = of_words.sum::<f64>() / item.topic.len().max(1) as f64;
            let chosen = logistic(1.5 * affinity);
            let did_well = item.candidate.result.map_or(0.5, |log| logistic(2.0 * log));
            let behaviour_part = (1.0 - results) * chosen + results * did_well;
            let sentiment_part = match (item.candidate.sentiment, wanted) {
                (Some(has), Some(wants)) => 1.0 - (has - wants).abs() / 2.0,
                _ => 0.5,
            };
            let [topic, sentiment, behaviour] = WEIGHTS;
            // Nobody follows anything yet: the other two parts decide.
            let topic = if follows.is_empty() { 0.0 } else { topic };
            let score = (topic * topic_part + sentiment * sentiment_part + behaviour * behaviour_part)
                / (topic + sentiment + behaviour);
            Recommendation {
                topic: item.candidate.topic.clone(),
                topic_part,
                sentiment_part,
                behaviour_part,
                chosen,
                by_own_choice: item.topic.iter().any(|word| own.get(*word as usize).is_some_and(|count| *count > 0.0)),
                did_well,
                follows: !follows.is_empty(),
                wants_sentiment: item.candidate.sentiment.is_some() && wanted.is_some(),
                score,
                ratio: item.candidate.result.map(f64::exp),
                shown_by: item.candidate.shown_by.clone(),
            }
        };
        let open = self.items.iter().filter(|item| !muted.iter().any(|muted| is_about(item, muted)));
        diverse(open.map(|item| (item, score(item))).collect(), count)
    }
}

/// The best `count` for a person of a team; see [`Candidates::recommend`].
pub fn recommend(candidates: &[Candidate], person: &Taste, team: &Taste, count: usize) -> Vec<Recommendation> {
    Candidates::of(candidates.to_vec()).recommend(person, team, count)
}

/// Maximal marginal relevance: each next one is as fit as possible and as unlike those before it as possible.
fn diverse(mut left: Vec<(&Item, Recommendation)>, count: usize) -> Vec<Recommendation> {
    let mut likest = vec![0.0_f64; left.len()];
    let mut chosen = Vec::new();
    while chosen.len() < count {
        let worth = |place: usize, found: &Recommendation| {
            FIT * found.score - (1.0 - FIT) * likest.get(place).copied().unwrap_or(0.0)
        };
        let worths = left.iter().enumerate().map(|(place, (_, found))| (place, worth(place, found)));
        // Of equals the first.
        let best = worths.max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
        let Some((place, _)) = best else { break };
        let (item, found) = left.remove(place);
        likest.remove(place);
        for (other, likest) in left.iter().zip(&mut likest) {
            *likest = likest.max(resemblance(&item.all, &other.0.all));
        }
        chosen.push(found);
    }
    chosen
}

fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

fn word_set(text: &str) -> BTreeSet<String> {
    let words: BTreeSet<String> = content_words(text).into_iter().collect();
    // A topic of stop words alone is still itself.
    if words.is_empty() { BTreeSet::from([text.trim().to_lowercase()]) } else { words }
}

/// Whether a candidate is about a muted topic: it has all of its words in its own topic.
fn is_about(item: &Item, (muted, words): &(String, Vec<Option<u32>>)) -> bool {
    let has = |word: &Option<u32>| word.is_some_and(|word| item.topic.binary_search(&word).is_ok());
    *muted == item.candidate.topic.trim().to_lowercase() || words.iter().all(has)
}

/// The share of wanted words that a topic has; words in its texts count half.
fn overlap(wanted: &[Option<u32>], item: &Item) -> f64 {
    let worth = |word: &Option<u32>| match word {
        Some(word) if item.topic.binary_search(word).is_ok() => 1.0,
        Some(word) if item.all.binary_search(word).is_ok() => 0.5,
        _ => 0.0,
    };
    wanted.iter().map(worth).sum::<f64>() / wanted.len().max(1) as f64
}

/// Jaccard's index of words in order.
fn resemblance(left: &[u32], right: &[u32]) -> f64 {
    let (small, large) = if left.len() < right.len() { (left, right) } else { (right, left) };
    let shared = small.iter().filter(|word| large.binary_search(word).is_ok()).count() as f64;
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
    fn only_muted_topics_that_something_is_about_hide_anything() {
        let all = Candidates::of(["oat latte", "jazz night"].map(candidate).into());
        assert_eq!(all.hiding(&["latte".into(), "chess".into(), "Jazz night".into()]), ["latte", "Jazz night"]);
    }

    #[test]
    fn what_a_team_posted_is_nobodys_choice() {
        let all = ["oat latte", "jazz night"].map(candidate);
        let team = Taste { chosen: vec!["jazz night".into(); 30], ..Taste::default() };
        assert!(recommend(&all, &Taste::default(), &team, 2).iter().all(|it| !it.by_own_choice));
        let person = Taste { chosen: vec!["oat milk".into()], ..Taste::default() };
        let found = recommend(&all, &person, &team, 2);
        assert!(found.iter().all(|it| it.by_own_choice == (it.topic == "oat latte")), "{found:?}");
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
