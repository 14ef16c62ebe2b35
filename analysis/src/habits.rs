//! What a team's best posts have in common: words that set them apart from the rest, and habits of style.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use unicode_segmentation::UnicodeSegmentation;

use crate::length::is_emoji;
use crate::words::is_han;
use crate::{content_words, hashtags_in, sentences, without_hashtags, words};

/// A word in fewer of the best posts is chance.
const FEWEST_POSTS: usize = 2;
/// How strongly all posts together speak against what sets some apart: the weight of the prior, in words. A team has tens of
/// posts, not thousands.
const PRIOR_WORDS: f64 = 10.0;
/// The least z for a word to be told: a tenth of chance, one-sided.
const LEAST_Z: f64 = 1.28;

/// A word that sets the best posts apart.
#[derive(Debug, Clone, PartialEq)]
pub struct Distinctive {
    /// The word, lower case.
    pub word: String,
    /// In how many of the best posts.
    pub best: usize,
    /// In how many of the rest.
    pub rest: usize,
    /// Its log-odds ratio in standard deviations, with a Dirichlet prior of all posts (Monroe, Colaresi and Quinn 2008).
    pub z: f64,
}

/// The words that set `best` apart from `rest`, the strongest first; each counts once in a post.
pub fn distinctive_words(best: &[&str], rest: &[&str], most: usize) -> Vec<Distinctive> {
    let (of_best, of_rest) = (posts_by_word(best), posts_by_word(rest));
    let sum = |counts: &BTreeMap<String, usize>| counts.values().sum::<usize>() as f64;
    let (all_best, all_rest) = (sum(&of_best), sum(&of_rest));
    let all = all_best + all_rest;
    let mut found: Vec<Distinctive> = of_best
        .iter()
        .filter(|(_, posts)| **posts >= FEWEST_POSTS)
        .map(|(word, &in_best)| {
            let in_rest = of_rest.get(word).copied().unwrap_or_default();
            let (best, rest) = (in_best as f64, in_rest as f64);
            let prior = PRIOR_WORDS * (best + rest) / all;
            let log_odds =
                |count: f64, all: f64| ((count + prior) / (all + PRIOR_WORDS - count - prior).max(f64::EPSILON)).ln();
            let spread = (1.0 / (best + prior) + 1.0 / (rest + prior)).sqrt();
            let z = (log_odds(best, all_best) - log_odds(rest, all_rest)) / spread;
            Distinctive { word: word.clone(), best: in_best, rest: in_rest, z }
        })
        .filter(|found| found.z >= LEAST_Z)
        .collect();
    found.sort_by(|left, right| right.z.total_cmp(&left.z).then_with(|| left.word.cmp(&right.word)));
    found.truncate(most);
    found
}

/// In how many posts each word stands that carries meaning.
fn posts_by_word(posts: &[&str]) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for post in posts {
        let spoken: BTreeSet<String> = words(&without_hashtags(post)).into_iter().collect();
        // A single Chinese character is mostly a piece of a word, and a number no word to like.
        let tells = |word: &String| {
            let is_short = word.chars().count() < if word.chars().all(is_han) { 2 } else { 3 };
            !is_short && !word.chars().any(|c| c.is_ascii_digit()) && !content_words(word).is_empty()
        };
        for word in spoken.into_iter().filter(tells) {
            *counts.entry(word).or_default() += 1;
        }
    }
    counts
}

/// How a team's posts sound, as far as counting tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum VoiceTrait {
    /// Half of the posts or more ask something.
    Curious,
    /// Half of the sentences have at most 8 words, or 14 Chinese characters.
    Concise,
    /// At most one post in ten shouts.
    Calm,
    /// Half of the posts or more have an exclamation mark.
    Lively,
    /// Three posts in five or more speak to the reader.
    Personal,
}

impl VoiceTrait {
    /// The name in records and in JSON.
    pub fn id(self) -> &'static str {
        match self {
            Self::Curious => "curious",
            Self::Concise => "concise",
            Self::Calm => "calm",
            Self::Lively => "lively",
            Self::Personal => "personal",
        }
    }
}

/// Habits of some posts.
#[derive(Debug, Clone, PartialEq)]
pub struct Habits {
    /// How they sound.
    pub voice: Vec<VoiceTrait>,
    /// The median of emoji in a post.
    pub emoji: f64,
    /// The median of hashtags in a post.
    pub hashtags: f64,
    /// Hashtags in a third of the posts or more, without `#`, the most usual first.
    pub usual_hashtags: Vec<String>,
    /// The median of characters in a post.
    pub characters: f64,
}

/// The habits of `posts`.
pub fn habits(posts: &[&str]) -> Habits {
    let share =
        |holds: fn(&str) -> bool| posts.iter().filter(|post| holds(post)).count() as f64 / posts.len().max(1) as f64;
    let counts = |count: fn(&str) -> usize| median(posts.iter().map(|post| count(post)).collect());
    let asks = share(|post| post.contains(['?', '？']));
    let shouts = share(|post| post.contains(['!', '！']));
    let to_reader = share(|post| {
        post.contains(['你', '您']) || words(post).iter().any(|word| matches!(word.as_str(), "you" | "your" | "yours"))
    });
    let whole = posts.iter().flat_map(|post| sentences(post).into_iter().map(sentence_length));
    let sentence = median(whole.filter(|&length| length > 0).collect());
    let traits = [
        (VoiceTrait::Curious, asks >= 0.5),
        (VoiceTrait::Concise, sentence <= 8.0),
        (VoiceTrait::Calm, shouts <= 0.1),
        (VoiceTrait::Lively, shouts >= 0.5),
        (VoiceTrait::Personal, to_reader >= 0.6),
    ];
    Habits {
        voice: traits.into_iter().filter(|(_, holds)| *holds && !posts.is_empty()).map(|(it, _)| it).collect(),
        emoji: counts(|post| post.graphemes(true).filter(|it| is_emoji(it)).count()),
        hashtags: counts(|post| hashtags_in(post).len()),
        usual_hashtags: usual_hashtags(posts),
        characters: counts(|post| post.chars().count()),
    }
}

/// Words; a Chinese character counts as four sevenths of one, so that 14 of them are 8.
fn sentence_length(sentence: &str) -> usize {
    let (mut han, mut others) = (0, 0);
    for word in words(&without_hashtags(sentence)) {
        match word.chars().all(is_han) {
            true => han += word.chars().count(),
            false => others += 1,
        }
    }
    others + (han * 4).div_ceil(7)
}

fn usual_hashtags(posts: &[&str]) -> Vec<String> {
    let mut counts: BTreeMap<String, (usize, String)> = BTreeMap::new();
    for post in posts {
        let tags: BTreeMap<String, String> = hashtags_in(post)
            .into_iter()
            .map(|tag| tag.trim_matches(['#', '＃']).to_string())
            .map(|tag| (tag.to_lowercase(), tag))
            .collect();
        for (key, tag) in tags {
            counts.entry(key).or_insert((0, tag)).0 += 1;
        }
    }
    let mut usual: Vec<(usize, String)> =
        counts.into_values().filter(|(count, _)| *count >= FEWEST_POSTS && count * 3 >= posts.len()).collect();
    usual.sort_by(|left, right| right.0.cmp(&left.0).then_with(|| left.1.cmp(&right.1)));
    usual.into_iter().map(|(_, tag)| tag).collect()
}

/// 0 of nothing.
fn median(mut counts: Vec<usize>) -> f64 {
    counts.sort_unstable();
    let at = |place: usize| counts.get(place).copied().unwrap_or_default() as f64;
    let middle = counts.len() / 2;
    if counts.is_empty() {
        0.0
    } else if counts.len().is_multiple_of(2) {
        (at(middle - 1) + at(middle)) / 2.0
    } else {
        at(middle)
    }
}

#[cfg(test)]
mod tests {
    use super::{VoiceTrait, distinctive_words, habits};

    const BEST: [&str; 4] = [
        "Is your window seat free? #Barn",
        "Which window do you like? ☕ #barn",
        "Rain on the window, oat foam in your cup. #Barn #Rain",
        "Would you wait by the window for a slow pour?",
    ];
    const REST: [&str; 4] =
        ["New oat foam today!", "Oat foam, half an hour!", "We pour oat foam all week!", "Beans arrived today!"];

    #[test]
    fn words_of_the_best_posts_are_told_and_words_of_all_are_not() {
        let words: Vec<(String, usize, usize)> =
            distinctive_words(&BEST, &REST, 3).into_iter().map(|it| (it.word, it.best, it.rest)).collect();
        assert_eq!(words, [("window".to_string(), 4, 0)]);
        assert_eq!(distinctive_words(&[], &REST, 3), []);
        let best = ["燕麦拿铁配窗边", "窗边的座位", "窗边下雨了", "今天坐窗边", "窗边等雨停", "窗边的猫醒了"];
        let rest = ["新豆到店", "周末营业", "新豆打折", "到店自取", "新品上架", "本周营业"];
        let words: Vec<String> = distinctive_words(&best, &rest, 1).into_iter().map(|it| it.word).collect();
        assert_eq!(words, ["窗边"]);
    }

    #[test]
    fn habits_are_medians_and_shares() {
        let best = habits(&BEST);
        assert_eq!(best.voice, [VoiceTrait::Curious, VoiceTrait::Concise, VoiceTrait::Calm, VoiceTrait::Personal]);
        assert_eq!((best.emoji, best.hashtags), (0.0, 1.0));
        assert_eq!(best.usual_hashtags, ["Barn"]);
        assert!(habits(&REST).voice.contains(&VoiceTrait::Lively));
        assert_eq!(habits(&[]).voice, []);
    }
}
