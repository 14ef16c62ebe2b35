//! Recommendations, measured on made-up people of known taste.

use std::collections::{BTreeMap, BTreeSet};

use super::super::Random;
use super::super::recommend::{Candidate, Taste, recommend};

/// How often recommendations hit the tastes of made-up people.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct TasteReport {
    /// People made up.
    pub people: usize,
    /// The share of five recommendations that the person likes.
    pub ours: f64,
    /// The same of the five most chosen by everybody.
    pub popular: f64,
    /// The same of five at random.
    pub random: f64,
    /// Muted topics that were shown.
    pub muted_shown: usize,
}

const SUBJECTS: [&str; 8] = ["latte", "jazz", "bread", "garden", "chess", "poetry", "cycling", "pottery"];
const WAYS: [&str; 5] = ["morning", "workshop", "history", "recipe", "neighbours"];

/// Makes up people who like three of eight subjects, some more popular than others, shows what they chose, and asks for
/// five recommendations among 40 topics that they have not chosen yet.
pub fn measure_taste(people: usize, seed: u64) -> TasteReport {
    let mut random = Random::new(seed);
    let topics: Vec<String> =
        SUBJECTS.iter().flat_map(|subject| WAYS.iter().map(move |way| format!("{subject} {way}"))).collect();
    let candidates: Vec<Candidate> = topics
        .iter()
        .map(|topic| Candidate {
            topic: topic.clone(),
            words: BTreeSet::new(),
            sentiment: Some(random.share()),
            result: Some(0.3 * random.normal()),
            shown_by: Vec::new(),
        })
        .collect();
    // Earlier subjects are more popular: the square draws towards the front.
    let mut taste = || -> Vec<usize> {
        let mut liked = BTreeSet::new();
        while liked.len() < 3 {
            liked.insert(((random.share().powi(2)) * SUBJECTS.len() as f64) as usize);
        }
        liked.into_iter().collect()
    };
    let tastes: Vec<Vec<usize>> = (0..people).map(|_| taste()).collect();
    let likes =
        |liked: &[usize], topic: &str| liked.iter().filter_map(|it| SUBJECTS.get(*it)).any(|it| topic.starts_with(it));
    let mut random = Random::new(seed ^ 0xA5);
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut chosen: Vec<Vec<String>> = Vec::new();
    for liked in &tastes {
        let mut own = Vec::new();
        while own.len() < 6 {
            // One choice in five is off their taste.
            let any = random.share() < 0.2;
            let Some(topic) = random.choose(&topics) else { break };
            if any || likes(liked, topic) {
                own.push(topic.clone());
                *counts.entry(topic).or_default() += 1;
            }
        }
        chosen.push(own);
    }
    let mut popular: Vec<(&str, usize)> = counts.into_iter().collect();
    popular.sort_by(|left, right| right.1.cmp(&left.1).then(left.0.cmp(right.0)));
    let everybody = Taste { chosen: chosen.concat(), ..Taste::default() };
    let (mut ours, mut by_popularity, mut by_chance, mut shown, mut muted_shown) = (0, 0, 0, 0, 0);
    for (liked, own) in tastes.iter().zip(&chosen) {
        let new: Vec<Candidate> = candidates.iter().filter(|it| !own.contains(&it.topic)).cloned().collect();
        let muted: Vec<String> =
            new.iter().filter(|it| likes(liked, &it.topic)).take(2).map(|it| it.topic.clone()).collect();
        let person = Taste { chosen: own.clone(), muted: muted.clone(), ..Taste::default() };
        let found = recommend(&new, &person, &everybody, 5);
        muted_shown += found.iter().filter(|it| muted.contains(&it.topic)).count();
        shown += found.len();
        ours += found.iter().filter(|it| likes(liked, &it.topic)).count();
        let open: Vec<&str> =
            new.iter().map(|it| it.topic.as_str()).filter(|it| !muted.iter().any(|muted| muted == it)).collect();
        by_popularity +=
            popular.iter().filter(|(it, _)| open.contains(it)).take(5).filter(|(it, _)| likes(liked, it)).count();
        by_chance += (0..5).filter(|_| random.choose(&open).is_some_and(|it| likes(liked, it))).count();
    }
    let share = |count: usize| count as f64 / shown.max(1) as f64;
    TasteReport { people, ours: share(ours), popular: share(by_popularity), random: share(by_chance), muted_shown }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recommendations_beat_popularity_and_chance_and_never_show_what_is_muted() {
        let report = measure_taste(200, 3);
        assert!(report.ours > report.popular + 0.02 && report.popular > report.random + 0.1, "{report:?}");
        assert_eq!(report.muted_shown, 0);
    }
}
