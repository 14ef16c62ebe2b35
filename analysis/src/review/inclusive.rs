//! Words that leave people out or look down on them, each with what to say instead.

use std::sync::LazyLock;

use super::Document;
use super::check::{Check, Figure, Finding, Level, Outcome, Why};
use super::phrases::Phrases;
use crate::Language;

static ENGLISH: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(include_str!("data/en/inclusive.txt")));
static CHINESE: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(include_str!("data/zh/inclusive.txt")));

pub(super) fn check(document: &Document<'_>) -> Outcome {
    let list = match document.language {
        Some(Language::English) => &*ENGLISH,
        Some(Language::Chinese) => &*CHINESE,
        None => return Outcome::LeftOut(Why::Short),
        Some(_) => return Outcome::LeftOut(Why::Language),
    };
    let found = list.find(document.text);
    let level = Level::of_count(found.len());
    let finding = |found: super::phrases::Found| {
        // "age: older people": what it is about, and what to say.
        let (about, instead) = found.note.split_once(": ").unwrap_or(("", found.note));
        let figures = vec![("about", Figure::Words(about.into())), ("instead", Figure::Words(instead.into()))];
        Finding::new(Check::Inclusive, "excluding", level, figures, vec![document.quote(found.range)])
    };
    let figures = vec![("count", Figure::Count(found.len()))];
    Outcome::Judged { level, figures, findings: found.into_iter().take(20).map(finding).collect() }
}
