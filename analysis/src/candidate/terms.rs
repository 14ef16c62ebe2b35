//! What ranks a candidate: six terms, each 0 to 1.

use std::sync::LazyLock;

use regex::Regex;

use super::{Candidate, Task, Term};
use crate::words::{is_han, topic_pieces};
use crate::{Format, Language, content_words, resemblance};

pub(super) fn weigh(task: &Task<'_>, candidate: &Candidate<'_>) -> Vec<Term> {
    let text = candidate.text;
    let term = |name, value, weight| Term { name, value, weight };
    vec![
        term("topic", topic_coverage(task.topic, text), 0.10),
        term("angle", f64::from(u8::from(task.angle.is_shown_by(text))), 0.10),
        term("length", length(task, text), 0.15),
        term("voice", voice(task, text), 0.20),
        term("natural", natural(candidate.mean_logprob), 0.35),
        term("fresh", 1.0 - closest(task.chosen.iter().chain(task.examples), text), 0.10),
    ]
}

/// The highest resemblance of `text` to any of `others`.
pub(super) fn closest<'a>(others: impl Iterator<Item = &'a String>, text: &str) -> f64 {
    others.map(|other| resemblance(other, text)).fold(0.0, f64::max)
}

/// The share of the topic's pieces that the text takes up, 0 to 1. The last one counts double: in "oat-milk latte" the
/// latte is what it is about.
pub(super) fn topic_coverage(topic: &str, text: &str) -> f64 {
    let wanted = topic_pieces(topic);
    let found = content_words(text);
    // "oatmilk" takes up both "oat" and "milk".
    let joined = found.concat();
    let (mut covered, mut all) = (0.0, 0.0);
    for (place, word) in wanted.iter().enumerate() {
        let weight = if place + 1 == wanted.len() { 2.0 } else { 1.0 };
        all += weight;
        let is_long = word.chars().count() >= 4 || word.chars().all(is_han);
        if found.contains(word) || (is_long && (joined.contains(word.as_str()) || text.contains(word.as_str()))) {
            covered += weight;
        }
    }
    if all == 0.0 { 1.0 } else { covered / all }
}

/// 1 within the range of characters that such copy usually has, less outside of it.
fn length(task: &Task<'_>, text: &str) -> f64 {
    let (least, most) = match (task.format, task.language) {
        (Format::Post, Language::Chinese) => (24.0, 140.0),
        (Format::Post, _) => (80.0, 260.0),
        (Format::Title, Language::Chinese) => (8.0, 24.0),
        (Format::Title, _) => (24.0, 60.0),
        (Format::Script, Language::Chinese) => (40.0, 200.0),
        (Format::Script, _) => (110.0, 420.0),
    };
    let characters = text.chars().count() as f64;
    if characters < least { characters / least } else { (most / characters).min(1.0) }
}

/// What a brand's copy rarely says: I and my, praise that any product could have, and what spoils the mood.
static UNLIKE_A_BRAND: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)\b(?:i|i'm|i've|i'll|i'd|my|me|myself|mine)\b|\b(?:amazing|awesome|great|perfect(?:ly)?|special|unique|delicious|wonderful|beautiful|favou?rite|secret|everything|something|anything|things?|stuff|really|very|little bit|a lot|of them|you know|kind of|sort of)\b|\b(?:don't|doesn't|isn't|aren't|can't|won't|wasn't|didn't|wouldn't|couldn't|not sure|never|sorry)\b|\b(?:nightmare|hate|kill\w*|wrong|worst|problem|pain|leave|alone|stupid|fear|sick|lazy|boring|angry|fault)\b|非常|特别|超级|完美|绝佳|哦|呢",
    )
    .expect("the pattern is constant")
});

/// Calm punctuation, no shouting, nothing that a brand rarely says, and the team's own words.
fn voice(task: &Task<'_>, text: &str) -> f64 {
    let shouts = text.matches(['!', '！']).count();
    let capitals =
        text.split_whitespace().filter(|word| word.len() > 3 && word.chars().all(|c| c.is_ascii_uppercase())).count();
    let topic = task.topic.to_lowercase();
    let unlike = UNLIKE_A_BRAND.find_iter(text).filter(|found| !topic.contains(&found.as_str().to_lowercase())).count();
    let lower = text.to_lowercase();
    let own = task.words_to_use.iter().any(|word| lower.contains(&word.to_lowercase()));
    let own = if own { 0.1 } else { 0.0 };
    (0.4 + 0.5 * at_home(task, text) + own - 0.2 * (shouts + capitals + unlike) as f64).clamp(0.0, 1.0)
}

/// The share of the text's words, beside the topic's, that the team's own copy uses, 0 to 1; half of them is all one can
/// ask.
fn at_home(task: &Task<'_>, text: &str) -> f64 {
    let topic = content_words(task.topic);
    let others: Vec<String> = content_words(text).into_iter().filter(|word| !topic.contains(word)).collect();
    let known = others.iter().filter(|word| task.vocabulary.contains(*word)).count();
    if others.is_empty() { 0.0 } else { (2.0 * known as f64 / others.len() as f64).min(1.0) }
}

/// How likely the model itself found its words: −3 and below is 0, −0.8 and above is 1; 0.5 where it does not tell.
fn natural(mean_logprob: Option<f32>) -> f64 {
    mean_logprob.map_or(0.5, |mean| ((f64::from(mean) + 3.0) / 2.2).clamp(0.0, 1.0))
}
