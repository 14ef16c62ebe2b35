//! Passive voice in English: a form of "be" or "get", and a participle behind it.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::Document;
use super::check::{Check, Figure, Level, Outcome, Why};
use super::document::Word;
use crate::Language;

/// In fewer sentences a share says nothing: passive ones are counted.
const FEW: usize = 7;

static IRREGULAR: LazyLock<HashSet<&str>> =
    LazyLock::new(|| include_str!("data/en/participles.txt").split_whitespace().collect());
/// Adjectives that look like participles.
static ADJECTIVES: LazyLock<HashSet<&str>> =
    LazyLock::new(|| include_str!("data/en/adjectives.txt").split_whitespace().collect());

pub(super) fn check(document: &Document<'_>) -> Outcome {
    match document.language {
        Some(Language::English) => {}
        None => return Outcome::LeftOut(document.why_none()),
        Some(_) => return Outcome::LeftOut(Why::Language),
    }
    let mut quotes = Vec::new();
    for sentence in &document.sentences {
        if let Some((from, to)) = passive(document.words_of(sentence)) {
            quotes.push(document.quote(from.range().start..to.range().end));
        }
    }
    let share = quotes.len() as f64 * 100.0 / document.sentences.len().max(1) as f64;
    let level =
        if document.sentences.len() < FEW { Level::of_count(quotes.len()) } else { Level::above(share, 10.0, 15.0) };
    let figures = vec![("share", Figure::Count(share.round() as usize)), ("count", Figure::Count(quotes.len()))];
    Outcome::one(Check::Passive, "passive", level, figures, quotes)
}

/// The first passive of a sentence, from the auxiliary to the participle.
fn passive<'w, 't>(words: &'w [Word<'t>]) -> Option<(&'w Word<'t>, &'w Word<'t>)> {
    for (place, word) in words.iter().enumerate().filter(|(_, word)| is_auxiliary(&word.lower)) {
        for (at, next) in words.iter().enumerate().skip(place + 1).take(4) {
            // "Sold out" is a state.
            let is_state = next.lower == "sold" && words.get(at + 1).is_some_and(|it| it.lower == "out");
            if is_participle(&next.lower) && !is_state {
                return Some((word, next));
            }
            if !is_between(&next.lower) {
                break;
            }
        }
    }
    None
}

fn is_auxiliary(word: &str) -> bool {
    let word = word.strip_suffix("n't").unwrap_or(word);
    matches!(word, "am" | "is" | "are" | "was" | "were" | "be" | "been" | "being" | "gets" | "got" | "get" | "getting")
}

/// What may stand between the two: "is not yet widely used".
fn is_between(word: &str) -> bool {
    word.ends_with("ly")
        || matches!(
            word,
            "not"
                | "been"
                | "being"
                | "never"
                | "always"
                | "often"
                | "also"
                | "still"
                | "now"
                | "just"
                | "yet"
                | "ever"
                | "only"
                | "well"
                | "already"
                | "all"
        )
}

fn is_participle(word: &str) -> bool {
    let regular = word.len() > 4 && word.ends_with("ed") && !word.ends_with("eed");
    (regular || IRREGULAR.contains(word)) && !ADJECTIVES.contains(word) && !is_negated(word)
}

/// "unparalleled", "unwashed": a state that nothing brought about. What is undone by somebody is done: "unveiled".
fn is_negated(word: &str) -> bool {
    const DONE: [&str; 16] = [
        "united",
        "unified",
        "unveiled",
        "unlocked",
        "unpacked",
        "unloaded",
        "untied",
        "unleashed",
        "unplugged",
        "uninstalled",
        "unearthed",
        "uncovered",
        "unfolded",
        "unwrapped",
        "unlinked",
        "unsubscribed",
    ];
    word.starts_with("un") && !word.starts_with("under") && !DONE.contains(&word)
}
