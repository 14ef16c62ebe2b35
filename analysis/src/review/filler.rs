//! Words that say nothing: counted where they stand.

use std::sync::LazyLock;

use super::Document;
use super::check::{Check, Figure, Level, Outcome, Why};
use super::phrases::{Phrases, quotes};
use crate::Language;

static ENGLISH: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(include_str!("data/en/filler.txt")));
static CHINESE: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(include_str!("data/zh/filler.txt")));

/// One in so many words is no fault, and one in a shorter text.
const WORDS_FOR_ONE: usize = 100;

pub(super) fn check(document: &Document<'_>) -> Outcome {
    let found = match document.language {
        Some(Language::English) => ENGLISH.find(&document.prose),
        Some(Language::Chinese) => CHINESE.find(document.simplified()),
        None => return Outcome::LeftOut(document.why_none()),
        Some(_) => return Outcome::LeftOut(Why::Language),
    };
    let allowed = document.words.len().div_ceil(WORDS_FOR_ONE);
    let level = match found.len() {
        count if count <= allowed => Level::Good,
        count if count <= allowed * 2 + 1 => Level::Fair,
        _ => Level::Poor,
    };
    let figures = vec![("count", Figure::Count(found.len())), ("words", Figure::Count(document.words.len()))];
    Outcome::one(Check::Filler, "filler", level, figures, quotes(document, &found))
}
