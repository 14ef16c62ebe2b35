//! Claims that need proof: superlatives, promises, and numbers without a source.

use std::sync::LazyLock;

use super::Document;
use super::check::{Check, Figure, Finding, Level, Outcome, Why};
use super::phrases::{Found, Phrases};
use crate::Language;

static ENGLISH: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(include_str!("data/en/claims.txt")));
static CHINESE: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(include_str!("data/zh/claims.txt")));
/// What says where a number is from.
static ENGLISH_SOURCES: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(include_str!("data/en/sources.txt")));
static CHINESE_SOURCES: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(include_str!("data/zh/sources.txt")));

/// Kinds of claims: as noted in the lists, and as found.
const CLAIMS: [(&str, &str, Level); 3] = [
    ("superlative", "claim-superlative", Level::Poor),
    ("promise", "claim-promise", Level::Poor),
    ("number", "claim-number", Level::Fair),
];

pub(super) fn check(document: &Document<'_>) -> Outcome {
    let (claims, sources) = match document.language {
        Some(Language::English) => (&*ENGLISH, &*ENGLISH_SOURCES),
        Some(Language::Chinese) => (&*CHINESE, &*CHINESE_SOURCES),
        None => return Outcome::LeftOut(Why::Short),
        Some(_) => return Outcome::LeftOut(Why::Language),
    };
    let found = claims.find(document.text);
    let mut findings = Vec::new();
    for (note, kind, level) in CLAIMS {
        let unproven =
            |found: &&Found| found.note == note && (note != "number" || !has_source(document, found, sources));
        let quotes: Vec<_> = found.iter().filter(unproven).map(|found| document.quote(found.range.clone())).collect();
        if !quotes.is_empty() {
            let figures = vec![("count", Figure::Count(quotes.len()))];
            findings.push(Finding::new(Check::Claims, kind, level, figures, quotes));
        }
    }
    let level = findings.iter().map(|finding| finding.level).max().unwrap_or(Level::Good);
    let count = findings.iter().map(|finding| finding.quotes.len() + finding.more).sum();
    Outcome::Judged { level, figures: vec![("count", Figure::Count(count))], findings }
}

/// Whether the sentence of a number, or the one behind it, says where it is from.
fn has_source(document: &Document<'_>, found: &Found, sources: &Phrases) -> bool {
    let place = document.sentences.partition_point(|sentence| sentence.range.end <= found.range.start);
    let near = document.sentences.get(place..(place + 2).min(document.sentences.len())).unwrap_or_default();
    near.iter().any(|sentence| sources.is_in(document.slice(&sentence.range)))
}
