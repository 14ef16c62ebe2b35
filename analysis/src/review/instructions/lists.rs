//! The words of orders, and where a text has them.

use std::ops::Range;
use std::sync::LazyLock;

use regex::{Regex, RegexBuilder};

use super::flat::flattened;

const ORDERS_LIST: &str = include_str!("data/orders.txt");

static ORDERS: LazyLock<Regex> = LazyLock::new(|| compiled(&alternatives(ORDERS_LIST)));
/// What is an order only right behind one.
static FURTHER: LazyLock<Regex> = LazyLock::new(|| compiled(&alternatives(include_str!("data/further_orders.txt"))));
/// What is an order only where nothing else stands in its sentence.
static ALONE: LazyLock<Regex> = LazyLock::new(|| {
    let list = include_str!("data/only_orders.txt");
    let (asks, lifts) = (part(list, "asks"), part(list, "lifts"));
    let join = r"\s*[,;，、；]?\s*(?:(?:and|then|so|并且?|然后|再)\s*)?";
    compiled(&format!("^(?:(?:{lifts}){join})*(?:{asks})(?:{join}(?:{asks}|{lifts}))*$"))
});
/// Points, marks or praise that an order asks for, at its end.
static ASKED: LazyLock<Regex> = LazyLock::new(|| {
    let (goal, points) = (part(ORDERS_LIST, "goal"), part(ORDERS_LIST, "分"));
    compiled(&format!(
        r"(?:{goal}|{points}|100|10|points?|marks?|scores?|ratings?|grades?|faults?|issues|errors|problems|完美|优秀|通过|问题)\W*$"
    ))
});

/// So much is looked at for an order behind another one.
const FURTHER_CHARACTERS: usize = 160;
/// A sentence of orders alone is no longer.
const ALONE_BYTES: usize = 240;

/// A larger automaton is searched a thousand times as slowly, and in gigabytes: a list has no wide `{0,120}`, and no `\b` of Unicode.
const MOST_BYTES: usize = 4 << 20;

fn compiled(pattern: &str) -> Regex {
    let built = RegexBuilder::new(pattern).case_insensitive(true).size_limit(MOST_BYTES).build();
    built.expect("the lists are constant, and a test reads them")
}

fn lines(list: &str) -> impl Iterator<Item = &str> {
    list.lines().filter(|line| !line.is_empty() && !line.starts_with("# "))
}

/// One pattern to a line.
fn alternatives(list: &str) -> String {
    let all: Vec<String> = lines(list).filter(|line| !line.contains("> = ")).map(pattern).collect();
    all.join("|")
}

fn pattern(line: &str) -> String {
    let built = spaced(&filled(line));
    if line.is_ascii() && line.starts_with(|c: char| !matches!(c, '^' | '<')) {
        format!(r"(?-u:\b)(?:{built})")
    } else {
        format!("(?:{built})")
    }
}

fn spaced(pattern: &str) -> String {
    pattern.replace(" ?", r"\s*").replace(' ', r"\s+")
}

/// A part that a list names.
fn part(list: &str, name: &str) -> String {
    let parts = lines(list).filter_map(|line| line.split_once("> = "));
    let part = parts.filter(|(its, _)| its.strip_prefix('<') == Some(name)).map(|(_, part)| part).next();
    spaced(&filled(part.unwrap_or_default()))
}

/// A pattern with the parts in it that the list of orders names.
fn filled(pattern: &str) -> String {
    let mut filled = pattern.to_owned();
    for (name, part) in lines(ORDERS_LIST).filter_map(|line| line.split_once("> = ")) {
        let name = format!("{name}>");
        if filled.contains(&name) {
            filled = filled.replace(&name, &format!("(?:{})", self::filled(part)));
        }
    }
    filled
}

/// The sentences that are nothing but an order.
fn sentences_alone(text: &str) -> impl Iterator<Item = Range<usize>> {
    let sentences = super::sentence_pieces(text).into_iter().filter(|sentence| sentence.len() <= ALONE_BYTES);
    sentences.filter_map(|sentence| {
        let sentence = super::trimmed(text, sentence);
        let (flat, _) = flattened(text.get(sentence.clone()).unwrap_or_default(), false);
        let words = flat.trim_matches(|c: char| !c.is_alphanumeric() && c != '%');
        ALONE.is_match(words).then_some(sentence)
    })
}

/// The words that make orders, however they are broken over lines.
pub(super) fn told(text: &str) -> Vec<Range<usize>> {
    let alone: Vec<Range<usize>> = sentences_alone(text).collect();
    if !ORDERS.is_match(&flattened(text, false).0) {
        return alone;
    }
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
    let mut told: Vec<Range<usize>> = found.chain(alone).collect();
    told.sort_by_key(|order| (order.start, order.end));
    told
}

/// Where what begins at `at` ends, if it is an order behind another one.
pub(super) fn further(text: &str, at: usize) -> Option<usize> {
    let ahead: String = text.get(at..)?.chars().take(FURTHER_CHARACTERS).collect();
    // In the same paragraph.
    let start = ahead.len() - ahead.trim_start().len();
    let ahead = ahead.get(start..).and_then(|ahead| ahead.split("\n\n").next()).unwrap_or_default();
    let (flat, places) = flattened(ahead, true);
    let end = FURTHER.find(&flat.replace('\n', " "))?.end();
    let last = places.get(end.checked_sub(1)?).copied().unwrap_or(ahead.len());
    let length = ahead.get(last..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    Some(at + start + last + length)
}

/// Whether an order ends with what it asks for, so that what follows is something else.
pub(super) fn says_what(order: &str) -> bool {
    ASKED.is_match(order)
}
