//! Three sentences in a row that begin with the same word (Yoast).

use super::Document;
use super::check::{Check, Figure, Level, Outcome, Why};
use super::document::Part;
use crate::Language;

/// So many in a row are too many.
const ROW: usize = 3;

pub(super) fn check(document: &Document<'_>) -> Outcome {
    match document.language {
        Some(Language::English | Language::Chinese) => {}
        None => return Outcome::LeftOut(document.why_none()),
        Some(_) => return Outcome::LeftOut(Why::Language),
    }
    if document.sentences.len() < ROW {
        return Outcome::LeftOut(Why::Short);
    }
    let mut quotes = Vec::new();
    let mut longest = 0;
    let mut rest = document.sentences.as_slice();
    while let Some(first) = rest.first() {
        let start = start(document, first);
        let row = rest.iter().take_while(|sentence| self::start(document, sentence) == start).count().max(1);
        longest = longest.max(row);
        if row >= ROW {
            // Each quotation goes from the beginning to the end of the word that is repeated.
            quotes.extend(rest.iter().take(row).filter_map(|sentence| {
                let word = document.words_of(sentence).first()?;
                Some(document.quote(word.range()))
            }));
        }
        rest = rest.get(row..).unwrap_or_default();
    }
    let level = if longest >= ROW { Level::Poor } else { Level::Good };
    Outcome::one(Check::RepeatedStarts, "same-starts", level, vec![("row", Figure::Count(longest))], quotes)
}

/// The word that a sentence begins with; an article, and a demonstrative, with the word behind it.
fn start<'d>(document: &'d Document<'_>, sentence: &Part) -> (&'d str, &'d str) {
    let words = document.words.get(sentence.words.clone()).unwrap_or_default();
    let word = |place: usize| words.get(place).map_or("", |word| word.lower.as_str());
    let first = word(0);
    let says_little = matches!(first, "the" | "a" | "an" | "this" | "that" | "these" | "those" | "one");
    (first, if says_little { word(1) } else { "" })
}
