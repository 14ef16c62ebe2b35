//! Sentences that begin with a transition word ("however", "for example"), in longer texts. Yoast's thresholds.

use std::sync::LazyLock;

use super::check::{Check, Figure, Level, Outcome, Why};
use super::phrases::Phrases;
use super::{Document, ReviewTask};
use crate::Language;

/// From so many English words on.
const WORDS: usize = 200;

static ENGLISH: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(include_str!("data/en/transitions.txt")));
static CHINESE: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(include_str!("data/zh/transitions.txt")));

pub(super) fn check(document: &Document<'_>, task: &ReviewTask<'_>) -> Outcome {
    let (list, is_short) = match document.language {
        Some(Language::English) => (&*ENGLISH, document.words.len() < WORDS),
        Some(Language::Chinese) => (&*CHINESE, document.characters() < task.thresholds.transition_characters),
        None => return Outcome::LeftOut(document.why_none()),
        Some(_) => return Outcome::LeftOut(Why::Language),
    };
    if is_short {
        return Outcome::LeftOut(Why::Short);
    }
    let begins = |sentence: &&super::document::Part| {
        let beginning = document.prose_of(&sentence.range).trim_start_matches(|c: char| !c.is_alphanumeric());
        // Longer than any transition; a whole sentence may be very long.
        let end = beginning.char_indices().nth(40).map_or(beginning.len(), |(at, _)| at);
        let beginning = beginning.get(..end).unwrap_or_default();
        list.find(beginning).first().is_some_and(|found| found.range.start == 0)
    };
    let with = document.sentences.iter().filter(begins).count();
    let share = with as f64 * 100.0 / document.sentences.len().max(1) as f64;
    let level = match share {
        30.0.. => Level::Good,
        20.0.. => Level::Fair,
        _ => Level::Poor,
    };
    let figures = vec![("share", Figure::Count(share.round() as usize)), ("count", Figure::Count(with))];
    // Where one best goes first: the first sentence that follows on another and has none.
    let without = document.sentences.iter().skip(1).find(|sentence| !begins(sentence));
    let quotes = without.map_or_else(|| document.opening(), |sentence| vec![document.quote(sentence.range.clone())]);
    Outcome::one(Check::Transitions, "few-transitions", level, figures, quotes)
}
