//! Absolute terms in Chinese advertising: article 9 (3) of the Advertising Law of the PRC forbids 国家级, 最高级, 最佳 and the like.

use std::ops::Range;
use std::sync::LazyLock;

use super::Document;
use super::check::{Check, Figure, Level, Outcome, Why};
use super::phrases::{Phrases, quotes};
use crate::Language;

static TERMS: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(include_str!("data/zh/absolute_terms.txt")));

/// Where such terms stand.
pub(super) fn places(text: &str) -> Vec<Range<usize>> {
    TERMS.find(text).into_iter().map(|found| found.range).collect()
}

pub(super) fn check(document: &Document<'_>) -> Outcome {
    let found = match document.language {
        Some(Language::Chinese) => TERMS.find(document.simplified()),
        // A Chinese passage among English: only what is wrong in it counts, or English with a Chinese name would score higher.
        Some(Language::English) => document.of_other(&TERMS),
        _ => return Outcome::LeftOut(document.why_none()),
    };
    if found.is_empty() && !document.is_chinese() {
        return Outcome::LeftOut(Why::Language);
    }
    let level = if found.is_empty() { Level::Good } else { Level::Poor };
    let figures = vec![("count", Figure::Count(found.len()))];
    Outcome::one(Check::AbsoluteTerms, "absolute-term", level, figures, quotes(document, &found))
}
