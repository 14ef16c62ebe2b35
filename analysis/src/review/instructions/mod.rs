//! Orders to whoever reviews the text. They change nothing: they are taken out before anything is looked at, and quoted.

mod extent;
mod flat;
mod lists;

use std::ops::Range;

use self::extent::{enclosed, extent};
use self::lists::{further, told};
use super::document::{SENTENCE_END, pieces};
use super::{absolute_terms, claims};

const STOPS: [char; 6] = ['.', '!', '?', '。', '！', '？'];
const SEPARATORS: [char; 13] = [',', ';', ':', '，', '；', '：', '–', '—', '-', '|', '~', '•', '·'];

/// An address of no more bytes belongs to the order.
const LEAST_LEFT: usize = 20;

/// Where the orders stand: whole sentences, or the clauses of a sentence that says more than the order, so that an order hides
/// nothing else.
pub(super) fn find(text: &str) -> Vec<Range<usize>> {
    let told = told(text);
    if told.is_empty() {
        return Vec::new();
    }
    let sentences = sentences(text, &told);
    let mut orders: Vec<Range<usize>> = Vec::new();
    let mut next = 0;
    for (place, words) in told.iter().enumerate() {
        let behind = orders.last().map_or(0, |last| last.end);
        if words.start < behind {
            continue;
        }
        next += sentences.get(next..).unwrap_or_default().iter().take_while(|it| it.end <= words.start).count();
        let Some(sentence) = sentences.get(next) else { break };
        let sentence = sentence.start.max(behind)..sentence.end;
        orders.push(extent(text, &sentence, words, told.get(place + 1..).unwrap_or_default()));
        follow(text, &mut orders, told.get(place + 1).map_or(text.len(), |other| other.start));
    }
    joined(text, orders).into_iter().map(|order| trimmed(text, enclosed(text, order))).collect()
}

/// Orders with nothing but white space and stops between them are one.
fn joined(text: &str, orders: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut joined: Vec<Range<usize>> = Vec::new();
    for order in orders {
        let order = trimmed(text, order);
        let between = |last: &Range<usize>| text.get(last.end..order.start).unwrap_or_default();
        match joined.last_mut() {
            Some(last) if between(last).chars().all(|c| c.is_whitespace() || STOPS.contains(&c)) => {
                last.end = order.end.max(last.end);
            }
            _ => joined.push(order),
        }
    }
    joined
}

/// Adds the sentences right behind the last order that are orders because they stand there, up to the next one.
fn follow(text: &str, orders: &mut Vec<Range<usize>>, until: usize) {
    while let Some(end) = orders.last().map(|last| last.end) {
        let rest = text.get(end..).unwrap_or_default();
        let start = end + rest.find(char::is_alphanumeric).unwrap_or(rest.len());
        let Some(order) = further(text, start).filter(|&end| start < until && end > start) else { return };
        let sentence = start..sentence_end(text, order);
        orders.push(extent(text, &sentence, &(start..order), &[]));
    }
}

fn sentence_pieces(text: &str) -> Vec<Range<usize>> {
    pieces(text, &SENTENCE_END)
}

/// The sentences of a text, those in one that an order goes over. An abbreviation ends one, too: what stands before it is no order.
fn sentences(text: &str, told: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut sentences: Vec<Range<usize>> = Vec::new();
    for piece in sentence_pieces(text) {
        let before = told.partition_point(|order| order.start < piece.start);
        let goes_over = before.checked_sub(1).and_then(|last| told.get(last)).is_some_and(|it| piece.start < it.end);
        match sentences.last_mut() {
            Some(last) if goes_over => last.end = piece.end,
            _ => sentences.push(piece),
        }
    }
    sentences
}

/// The end of the sentence that goes on at `at`, without white space.
fn sentence_end(text: &str, at: usize) -> usize {
    let behind = text.get(at..).unwrap_or_default();
    let sentence = SENTENCE_END.find(behind).map_or(behind, |end| behind.get(..end.end()).unwrap_or_default());
    at + sentence.trim_end().len()
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let words = text.get(range.clone()).unwrap_or_default();
    let start = range.start + words.len() - words.trim_start().len();
    start..start + words.trim().len()
}

/// What is taken out of a text with orders: they, without the claims in their clauses, and one side of the white space around them.
pub(super) fn cuts(text: &str, orders: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut pieces = joined(text, around_claims(text, orders));
    for piece in &mut pieces {
        let behind = text.get(piece.end..).unwrap_or_default();
        let ends_line = behind.trim_start_matches([' ', '\t', '\r']).is_empty() || behind.starts_with(['\n', '\r']);
        if behind.starts_with(STOPS) || ends_line {
            // What stood between an order and the beginning of its sentence goes, too.
            let left = text.get(..piece.start).unwrap_or_default();
            let is_divider = |c: char| c.is_whitespace() && c != '\n' || SEPARATORS.contains(&c);
            piece.start = left.trim_end_matches(is_divider).len();
        }
        let (left, right) = (text.get(..piece.start).unwrap_or_default(), text.get(piece.end..).unwrap_or_default());
        let before = left.get(left.trim_end().len()..).unwrap_or_default();
        let behind = right.get(..right.len() - right.trim_start().len()).unwrap_or_default();
        let is_edge = before.len() == left.len() || behind.len() == right.len();
        // What divides more stays: a paragraph's end rather than a space.
        let lines = |space: &str| space.matches('\n').count();
        let keeps_before = lines(before) >= lines(behind) && !before.is_empty();
        let start = if is_edge || !keeps_before { piece.start - before.len() } else { piece.start };
        let end = if is_edge || keeps_before { piece.end + behind.len() } else { piece.end };
        *piece = start..end;
    }
    pieces
}

/// The orders without the claims that stand in the same clause: whoever writes an order beside a claim does not hide it.
fn around_claims(text: &str, orders: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    for order in orders {
        let own = text.get(order.clone()).unwrap_or_default();
        let told = told(own);
        let mut begin = 0;
        let mut places = [claims::places(own), absolute_terms::places(own)].concat();
        places.sort_by_key(|place| place.start);
        for claim in places {
            let is_order = told.iter().any(|told| told.start < claim.end && claim.start < told.end);
            if !is_order && claim.start >= begin {
                pieces.push(order.start + begin..order.start + claim.start);
                begin = claim.end;
            }
        }
        pieces.push(order.start + begin..order.end);
    }
    pieces.retain(|piece| !trimmed(text, piece.clone()).is_empty());
    pieces
}

#[cfg(test)]
mod tests;
