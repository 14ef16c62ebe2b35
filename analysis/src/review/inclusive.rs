//! Words that leave people out or look down on them, each with what to say instead.

use std::sync::LazyLock;

use super::Document;
use super::check::{Check, Figure, Finding, Level, Outcome, QUOTES};
use super::phrases::Phrases;

static ENGLISH: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(include_str!("data/en/inclusive.txt")));
static CHINESE: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(include_str!("data/zh/inclusive.txt")));

/// How often a text has words that a review asks to replace, in English or Chinese.
pub(crate) fn excluding_words(text: &str) -> usize {
    ENGLISH.find(text).len() + CHINESE.find(text).len()
}

pub(super) fn check(document: &Document<'_>) -> Outcome {
    let found = match document.of_both(&ENGLISH, &CHINESE) {
        Ok(found) => found,
        Err(why) => return Outcome::LeftOut(why),
    };
    let level = Level::of_count(found.len());
    let finding = |found: super::phrases::Found| {
        // "age: older people": what it is about, and what to say.
        let (about, instead) = found.note.split_once(": ").unwrap_or(("", found.note));
        let figures = vec![("about", Figure::Words(about.into())), ("instead", Figure::Words(instead.into()))];
        Finding::new(Check::Inclusive, "excluding", level, figures, vec![document.quote(found.range)])
    };
    let figures = vec![("count", Figure::Count(found.len()))];
    Outcome::Judged { level, figures, findings: found.into_iter().take(QUOTES).map(finding).collect() }
}
