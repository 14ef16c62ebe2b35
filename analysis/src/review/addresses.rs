//! Addresses in a text: nobody reads them as copy.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::length::url_ranges;
use crate::words::is_han;

/// What is an address beside the links: e-mail, hosts with a path, what a link of Markdown goes to, and a link's definition.
static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)((?:mailto:)?[a-z0-9._%+-]+[@＠][a-z0-9-]+(?:\.[a-z0-9-]+)+)|(\bwww\.[^\s<>，。！？、）]*[^\s<>，。！？、）.,;:!?)])|(\b(?:[a-z0-9-]+\.)+[a-z]{2,}/[^\s<>，。！？、）)]*)|\]\(\s*<?([^\s()<>]+)|(?m:^[ \t]*\[[^\]\n]+\]:[ \t]*(\S+))",
    )
    .expect("constant")
});

/// Links, e-mail addresses, and what the links of Markdown go to.
pub(super) fn addresses(text: &str, links: &[Range<usize>]) -> Vec<Range<usize>> {
    let found = ADDRESS.captures_iter(text).filter_map(|found| found.iter().skip(1).flatten().next());
    let all = links.iter().cloned().chain(found.map(|it| it.range()));
    let mut all: Vec<Range<usize>> = all.map(|range| range.start..end_of(text, &range)).collect();
    all.sort_by_key(|range| range.start);
    let mut addresses: Vec<Range<usize>> = Vec::with_capacity(all.len());
    for address in all {
        match addresses.last_mut() {
            Some(last) if address.start < last.end => last.end = last.end.max(address.end),
            _ => addresses.push(address),
        }
    }
    addresses
}

/// Where an address ends: Chinese right behind a letter goes on with the sentence, since Chinese has no spaces.
fn end_of(text: &str, range: &Range<usize>) -> usize {
    let mut before = None;
    let address = text.get(range.clone()).unwrap_or_default();
    let end = address.char_indices().find(|&(_, c)| {
        let goes_on = is_han(c) && before.is_some_and(|c: char| c.is_ascii_alphanumeric());
        before = Some(c);
        goes_on
    });
    range.start + end.map_or(address.len(), |(at, _)| at)
}

/// Whether words are an address, or have one.
pub(super) fn has_address(words: &str) -> bool {
    url_ranges(words).next().is_some() || ADDRESS.is_match(words)
}

/// The text with spaces for its addresses, byte for byte.
pub(super) fn without_addresses<'t>(text: &'t str, addresses: &[Range<usize>]) -> Cow<'t, str> {
    if addresses.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut prose = String::with_capacity(text.len());
    let mut at = 0;
    for address in addresses {
        prose.push_str(text.get(at..address.start).unwrap_or_default());
        prose.extend(std::iter::repeat_n(' ', address.len()));
        at = address.end;
    }
    prose.push_str(text.get(at..).unwrap_or_default());
    Cow::Owned(prose)
}
