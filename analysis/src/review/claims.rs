//! Claims that need proof: superlatives, promises, and numbers without a source.

use std::ops::Range;
use std::sync::LazyLock;

use super::Document;
use super::check::{Check, Figure, Finding, Level, Outcome};
use super::phrases::{Found, Phrases};
use crate::words::is_han;

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
    let found = match document.of_both(&ENGLISH, &CHINESE) {
        Ok(found) => found,
        Err(why) => return Outcome::LeftOut(why),
    };
    let mut findings = Vec::new();
    for (note, kind, level) in CLAIMS {
        let unproven = |found: &&Found| found.note == note && (note != "number" || !has_source(document, found));
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

/// Where something is claimed, in either language, proven or not.
pub(super) fn places(text: &str) -> Vec<Range<usize>> {
    let mut places: Vec<Range<usize>> =
        [&*ENGLISH, &*CHINESE].into_iter().flat_map(|list| list.find(text)).map(|found| found.range).collect();
    places.sort_by_key(|place| place.start);
    places
}

/// Whether the sentence of a number, or the one behind it, says where it is from.
fn has_source(document: &Document<'_>, found: &Found) -> bool {
    let place = document.sentences.partition_point(|sentence| sentence.range.end <= found.range.start);
    let near = document.sentences.get(place..(place + 2).min(document.sentences.len())).unwrap_or_default();
    // A source may be named in either language.
    let says = |text: &str| ENGLISH_SOURCES.is_in(text) || (text.contains(is_han) && CHINESE_SOURCES.is_in(text));
    let links_to = |text: &str| text.contains("http://") || text.contains("https://");
    near.iter().any(|sentence| {
        links_to(document.slice(&sentence.range)) || document.simplified().get(sentence.range.clone()).is_some_and(says)
    })
}
