//! Words of a text, with their place.

use std::ops::Range;

use serde::Serialize;

use crate::clean;

/// A longer quotation is shortened, characters.
const SHOWN: usize = 160;

/// Words of a text, with their place in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Quote {
    /// The words as they stand, shortened if they are many.
    pub text: String,
    /// The first byte, on a character's border.
    pub start: usize,
    /// The byte behind the last, on a character's border.
    pub end: usize,
    /// The line, from 1.
    pub line: usize,
    /// The character in the line, from 1.
    pub column: usize,
}

/// Where lines begin, so that a place is found without reading the text again.
#[derive(Debug, Clone)]
pub(super) struct Lines(Vec<usize>);

impl Lines {
    pub(super) fn new(text: &str) -> Self {
        Self(std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect())
    }

    /// Finds lines and columns of quotations, for those that are shown: that is what takes time. A line is counted on from the
    /// quotation before, so that many in one long line take no longer than the line.
    pub(super) fn locate(&self, text: &str, quotes: &mut [Quote]) {
        let (mut last, mut column) = (0, 1);
        for quote in quotes {
            quote.line = self.0.partition_point(|&begin| begin <= quote.start).max(1);
            let begin = self.0.get(quote.line - 1).copied().unwrap_or(0);
            if last < begin || last > quote.start {
                (last, column) = (begin, 1);
            }
            column += text.get(last..quote.start).map_or(0, |before| before.chars().count());
            last = quote.start;
            quote.column = column;
        }
    }
}

impl Quote {
    /// The words at `range`, which is narrowed to characters' borders if it does not lie on them; not yet located. Invisible
    /// characters are not shown.
    pub(super) fn new(text: &str, range: Range<usize>, has_invisible: bool) -> Self {
        let border = |at: usize| (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
        let start = border(range.start);
        let end = border(range.end).max(start);
        let words = text.get(start..end).unwrap_or_default();
        let text = if has_invisible { shortened(&clean(words).text) } else { shortened(words) };
        Self { text, start, end, line: 0, column: 0 }
    }
}

fn shortened(words: &str) -> String {
    match words.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", words.get(..end).unwrap_or_default().trim_end()),
        None => words.to_string(),
    }
}
