//! Cuts a text into pieces that a platform takes.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use crate::unbroken;

/// A preferred cut must leave at least a third of the room used, so that no piece is a lone line.
const LEAST_SHARE: usize = 3;

/// Cuts `text` into pieces of which each measures at most `limit`, in the platform's own way of counting; at paragraphs if
/// possible, else at lines, sentences, words. Fenced code, links, hashtags and combined characters are cut only if one alone
/// is over the limit. White space at a cut is dropped, nothing else.
///
/// `measure` must not shrink as a text grows, and give at least 1 for each character; `limit` is at least 8.
#[must_use]
pub fn split(text: &str, limit: usize, measure: impl Fn(&str) -> usize) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut rest = text.trim_end();
    // Of the whole text: behind a cut in a block of code its end would pass for a beginning.
    let mut unbroken = unbroken::within(rest);
    let whole = rest.len();
    unbroken.retain(|it| measure(&text[it.clone()]) <= limit);
    while !rest.trim().is_empty() {
        let cut = if measure(rest) <= limit {
            rest.len()
        } else {
            let at = whole - rest.len();
            let near = unbroken.iter().filter(|it| it.end > at);
            let near: Vec<Range<usize>> = near.map(|it| it.start.saturating_sub(at)..it.end - at).collect();
            cut(rest, longest(rest, limit, &measure), &near)
        };
        let (piece, after) = rest.split_at(cut);
        if !piece.trim().is_empty() {
            pieces.push(piece.trim_end().to_owned());
        }
        // Spaces that indent a line stay; those that stood at the cut go. One that carries a mark is no white space.
        let spaces = after.graphemes(true).take_while(|it| *it == " ").count();
        rest = after[spaces..].trim_start_matches(['\n', '\r']);
    }
    pieces
}

/// The longest beginning that fits and ends between two combined characters, in bytes; never 0.
fn longest(text: &str, limit: usize, measure: impl Fn(&str) -> usize) -> usize {
    let fits =
        |ends: &[usize]| ends.partition_point(|end| measure(&text[..*end]) <= limit).checked_sub(1).map(|at| ends[at]);
    let whole: Vec<usize> = text.grapheme_indices(true).map(|(at, it)| at + it.len()).take(limit).collect();
    let parts = || text.char_indices().map(|(at, it)| at + it.len_utf8()).take(limit).collect::<Vec<_>>();
    let first = text.chars().next().map_or(1, char::len_utf8);
    fits(&whole).or_else(|| fits(&parts())).unwrap_or(first)
}

/// Where to cut a text of which the first `room` bytes fit; not inside of what is `unbroken`.
fn cut(text: &str, room: usize, unbroken: &[Range<usize>]) -> usize {
    let free = |at: usize| !unbroken.iter().any(|it| it.start < at && at < it.end);
    let enough = room / LEAST_SHARE;
    let starts = text[..room].grapheme_indices(true).map(|(at, _)| at);
    let ends: Vec<usize> = starts.chain([room]).filter(|at| *at > 0 && free(*at)).collect();
    let last =
        |class: fn(&str, usize) -> bool, least: usize| ends.iter().copied().rfind(|at| *at > least && class(text, *at));
    let between_words = || {
        let starts = text.split_word_bound_indices().map(|(at, _)| at).take_while(|at| *at <= room);
        starts.filter(|at| ends.binary_search(at).is_ok()).last()
    };
    // What begins late and has to stay whole goes to the next piece.
    last(after_paragraph, enough)
        .or_else(|| last(after_line, enough))
        .or_else(|| last(after_sentence, enough))
        .or_else(|| last(after_word, 0))
        .or_else(between_words)
        .or_else(|| ends.last().copied())
        .unwrap_or(room)
}

fn after_paragraph(text: &str, at: usize) -> bool {
    text[..at].ends_with('\n') && text[at..].starts_with('\n') || text[..at].ends_with("\n\n")
}

fn after_line(text: &str, at: usize) -> bool {
    text[..at].ends_with('\n') || text[at..].starts_with('\n')
}

fn after_sentence(text: &str, at: usize) -> bool {
    let before = text[..at].chars().next_back();
    let next = text[at..].chars().next();
    match before {
        Some('.' | '!' | '?' | '…') => next.is_some_and(char::is_whitespace),
        Some('。' | '！' | '？') => !matches!(next, Some('。' | '！' | '？' | '”' | '」' | '』' | '）')),
        _ => false,
    }
}

fn after_word(text: &str, at: usize) -> bool {
    text[at..].starts_with(char::is_whitespace) && !text[..at].ends_with(char::is_whitespace)
}

#[cfg(test)]
#[path = "split_tests.rs"]
mod tests;
