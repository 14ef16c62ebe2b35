//! Orders to whoever reviews the text. They change nothing: they are taken out before anything is looked at, and quoted.

use std::ops::Range;
use std::sync::LazyLock;

use regex::{Regex, RegexBuilder};

use super::document::{SENTENCE_END, pieces, simplified_letter};
use super::{absolute_terms, claims};
use crate::words::is_han;

static ORDERS: LazyLock<Regex> = LazyLock::new(|| list(include_str!("data/orders.txt")));
/// What is an order only right behind one.
static FURTHER: LazyLock<Regex> = LazyLock::new(|| list(include_str!("data/further_orders.txt")));
/// Where a clause ends.
static CLAUSE_END: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"[,;:]\s+|[，；：]|\s[–—-]\s|——|\n").expect("constant"));
/// What joins an order to what stands before it; it goes with the order.
static JOINED_BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\s+(?:and|but|so|then)\s+|，?(?:所以|因此|并且|而且|但是?|请)").expect("constant")
});
/// What joins copy to an order before it; it stays.
static JOINED_BEHIND: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)\s+(?:because|since|but|while)\s+|因为|由于|但是?").expect("constant"));

/// Whom an order speaks to, or what leads up to it: no copy.
static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)^\W*(?:$|(?:dear|hey|hi|hello|please|p\.?s|note|reviewers?|graders?|ai|llm|assistant|system|attention|important|warning|also|and|so|now|but|oh|ok|you|your task|first|by the way)\b|请|你|您|注意|重要|另外|审稿|评审|系统|助手|亲爱的|这篇|这段|这条|本文|本篇|此文|提示|备注|現|现在)",
    )
    .expect("constant")
});
/// What follows an order and says nothing.
static THANKS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^\W*(?:please|thanks|thank you|ok|okay|now|谢谢|拜托|好吗|可以吗|即可)?\W*$").expect("constant")
});

const STOPS: [char; 6] = ['.', '!', '?', '。', '！', '？'];
const SEPARATORS: [char; 9] = [',', ';', ':', '，', '；', '：', '–', '—', '-'];

/// So much is looked at for an order behind another one.
const FURTHER_CHARACTERS: usize = 160;
/// An address of no more bytes belongs to the order.
const LEAST_LEFT: usize = 20;

/// One pattern to a line.
fn list(lines: &str) -> Regex {
    let lines = lines.lines().filter(|line| !line.is_empty() && !line.starts_with("# "));
    let all: Vec<String> = lines.map(pattern).collect();
    let built = RegexBuilder::new(&all.join("|")).case_insensitive(true).size_limit(20 << 20).build();
    built.expect("the list is constant, and a test reads it")
}

fn pattern(line: &str) -> String {
    let spaced = line.replace(" ?", r"\s*").replace(' ', r"\s+");
    if line.is_ascii() && line.starts_with(|c: char| c != '^') {
        format!(r"(?-u:\b)(?:{spaced})")
    } else {
        format!("(?:{spaced})")
    }
}

/// Where the orders stand: whole sentences, or the clauses of a sentence that says more than the order, so that an order hides
/// nothing else.
pub(super) fn find(text: &str) -> Vec<Range<usize>> {
    let (flat, _) = flattened(text, false);
    if !ORDERS.is_match(&flat) {
        return Vec::new();
    }
    let told = told(text);
    let mut orders: Vec<Range<usize>> = Vec::new();
    for sentence in sentences(text, &told) {
        let behind = orders.last().map_or(0, |last| last.end);
        if sentence.start < behind {
            continue;
        }
        // Sorted, so that a text of many orders takes no more time than it has to.
        let from = told.partition_point(|order| order.start < sentence.start);
        let to = told.partition_point(|order| order.start < sentence.end);
        let here = told.get(from..to).unwrap_or_default();
        let follows =
            behind > 0 && !text.get(behind..sentence.start).unwrap_or_default().contains(char::is_alphanumeric);
        orders.extend(match (here.first(), here.iter().map(|order| order.end).max()) {
            (Some(first), Some(end)) => Some(span(text, &sentence, first.start..end)),
            _ if follows => {
                further(text, sentence.start).map(|end| sentence.start..sentence_end(text, end).max(sentence.end))
            }
            _ => None,
        });
    }
    orders.into_iter().map(|order| trimmed(text, order)).collect()
}

/// The words that make orders, however they are broken over lines.
fn told(text: &str) -> Vec<Range<usize>> {
    let (flat, places) = flattened(text, true);
    let place = |at: usize| places.get(at).copied().unwrap_or(text.len());
    // 100 分钟: minutes, not points.
    let is_time = |end: usize| {
        flat.get(..end).is_some_and(|it| it.ends_with('分')) && flat.get(end..).is_some_and(|it| it.starts_with('钟'))
    };
    let found = ORDERS.find_iter(&flat).filter(|found| !is_time(found.end())).map(|found| {
        let last = place(found.end().saturating_sub(1).max(found.start()));
        let length = text.get(last..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        place(found.start())..last + length
    });
    found.collect()
}

/// A text in one line, without marks of emphasis and of lists; with the place of each byte if that is asked for.
fn flattened(text: &str, with_places: bool) -> (String, Vec<usize>) {
    let mut flat = String::with_capacity(text.len());
    let mut places = Vec::with_capacity(if with_places { text.len() } else { 0 });
    let mut add = |c: char, at: usize| {
        let c = simplified_letter(c);
        flat.push(c);
        if with_places {
            places.extend(std::iter::repeat_n(at, c.len_utf8()));
        }
    };
    let (mut last, mut space, mut begins_line): (Option<char>, Option<usize>, bool) = (None, None, true);
    for (at, c) in text.char_indices() {
        if c.is_whitespace() {
            space = space.or(Some(at));
            begins_line |= c == '\n';
        } else if !(matches!(c, '*' | '`' | '_' | '~') || begins_line && matches!(c, '>' | '•' | '-' | '#')) {
            // Chinese has no spaces: one between two characters is a line's end.
            let is_needed = !(is_han(c) && last.is_some_and(is_han));
            if let Some(at) = space.filter(|_| is_needed) {
                add(if begins_line { '\n' } else { ' ' }, at);
            }
            add(c, at);
            (last, space, begins_line) = (Some(c), None, false);
        }
    }
    (flat, places)
}

/// The sentences of a text, those in one that an order goes over. An abbreviation ends one, too: what stands before it is no order.
fn sentences(text: &str, told: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut sentences: Vec<Range<usize>> = Vec::new();
    for piece in pieces(text, &SENTENCE_END) {
        let before = told.partition_point(|order| order.start < piece.start);
        let goes_over = before.checked_sub(1).and_then(|last| told.get(last)).is_some_and(|it| piece.start < it.end);
        match sentences.last_mut() {
            Some(last) if goes_over => last.end = piece.end,
            _ => sentences.push(piece),
        }
    }
    sentences
}

/// From the first clause of a sentence with an order to the last, with what only leads up to it or follows from it, in the next
/// lines, too.
fn span(text: &str, sentence: &Range<usize>, told: Range<usize>) -> Range<usize> {
    let mut whole = trimmed(text, sentence.clone());
    let before = text.get(whole.start..told.start).unwrap_or_default();
    let clause = CLAUSE_END.find_iter(before).last().map_or(0, |end| end.end());
    let joined = JOINED_BEFORE.find_iter(before).last().map_or(0, |end| end.start());
    let left = clause.max(joined);
    let is_address = left < LEAST_LEFT && ADDRESS.is_match(before.get(..left).unwrap_or_default());
    let begin = if is_address { whole.start } else { whole.start + left };
    let mut end = clause_end(text, told.end..whole.end);
    loop {
        let rest = text.get(end..whole.end).unwrap_or_default();
        let says_nothing = !rest.is_empty() && rest.len() < LEAST_LEFT && THANKS.is_match(rest);
        let reach = match further(text, end) {
            Some(reach) => reach,
            None if says_nothing => end,
            None => break,
        };
        if reach > whole.end {
            whole.end = sentence_end(text, reach);
        }
        let next = clause_end(text, reach..whole.end);
        if next <= end {
            break;
        }
        end = next;
    }
    if begin > whole.start && end == whole.end {
        // The end of a sentence stays if its beginning does.
        end = text.get(..end).unwrap_or_default().trim_end_matches(STOPS).len();
    }
    begin..end.max(begin)
}

/// Where what begins at `at` ends, if it is an order behind another one.
fn further(text: &str, at: usize) -> Option<usize> {
    let ahead: String = text.get(at..)?.chars().take(FURTHER_CHARACTERS).collect();
    // In the same paragraph.
    let start = ahead.len() - ahead.trim_start().len();
    let ahead = ahead.get(start..).and_then(|ahead| ahead.split("\n\n").next()).unwrap_or_default();
    let (flat, places) = flattened(ahead, true);
    let end = FURTHER.find(&flat.replace('\n', " "))?.end();
    Some(at + start + places.get(end).copied().unwrap_or(ahead.len()))
}

/// The end of the sentence that goes on at `at`, without white space.
fn sentence_end(text: &str, at: usize) -> usize {
    let behind = text.get(at..).unwrap_or_default();
    let sentence = SENTENCE_END.find(behind).map_or(behind, |end| behind.get(..end.end()).unwrap_or_default());
    at + sentence.trim_end().len()
}

/// Where the clause ends that goes on at the beginning of `range`.
fn clause_end(text: &str, range: Range<usize>) -> usize {
    let behind = text.get(range.clone()).unwrap_or_default();
    let clause = CLAUSE_END.find(behind).map_or(behind.len(), |found| found.end());
    let joined = JOINED_BEHIND.find(behind).map_or(behind.len(), |found| found.start());
    range.start + clause.min(joined)
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let words = text.get(range.clone()).unwrap_or_default();
    let start = range.start + words.len() - words.trim_start().len();
    start..start + words.trim().len()
}

/// What is taken out of a text with orders: they, without the claims in their clauses, and one side of the white space around them.
pub(super) fn cuts(text: &str, orders: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut pieces: Vec<Range<usize>> = Vec::new();
    for piece in around_claims(text, orders) {
        let piece = trimmed(text, piece);
        let between = |last: &Range<usize>| text.get(last.end..piece.start).unwrap_or_default();
        match pieces.last_mut() {
            Some(last) if between(last).trim().is_empty() => last.end = piece.end.max(last.end),
            _ => pieces.push(piece),
        }
    }
    for piece in &mut pieces {
        if text.get(piece.end..).is_some_and(|behind| behind.starts_with(STOPS)) {
            // What stood between an order and the beginning of its sentence goes, too.
            let left = text.get(..piece.start).unwrap_or_default();
            piece.start = left.trim_end_matches(|c: char| c.is_whitespace() || SEPARATORS.contains(&c)).len();
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
#[path = "instructions_tests.rs"]
mod tests;
