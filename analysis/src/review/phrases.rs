//! Lists of phrases, compiled in: each line has a phrase, what to say instead, and longer phrases that it is harmless in.

use std::ops::Range;

use regex::{Regex, RegexBuilder};

use super::{Document, Quote};

/// A line of a list.
#[derive(Debug)]
struct Phrase {
    /// What to say instead, or what kind it is; may be empty.
    note: &'static str,
    /// Where it is harmless.
    except: Option<Regex>,
}

/// Phrases that are looked for all at once, in time linear in the text.
#[derive(Debug)]
pub(super) struct Phrases {
    all: Regex,
    phrases: Vec<Phrase>,
}

/// A phrase that was found.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) range: Range<usize>,
    pub(super) note: &'static str,
}

/// So many bytes around a phrase are looked at for an exception.
const AROUND: usize = 60;

impl Phrases {
    /// Reads a list. A line is `phrase`, a tab, a note, a tab, exceptions with `|` between them; the last two may be missing.
    /// Phrases are regular expressions in which a space stands for any white space, and an apostrophe for both kinds. Of
    /// phrases that begin at the same place, the first in the list is found. `#` begins a comment.
    pub(super) fn new(list: &'static str) -> Self {
        let lines: Vec<&str> = list.lines().filter(|line| !line.is_empty() && !line.starts_with("# ")).collect();
        let mut phrases = Vec::new();
        let mut alternatives = Vec::new();
        for line in lines {
            let mut fields = line.split('\t');
            let phrase = fields.next().unwrap_or_default();
            let note = fields.next().unwrap_or_default();
            let except = fields.next().filter(|except| !except.is_empty()).map(expression);
            alternatives.push(format!("({})", with_borders(phrase)));
            phrases.push(Phrase { note, except });
        }
        Self { all: compiled(&alternatives.join("|")), phrases }
    }

    /// Every place in the text.
    pub(super) fn find(&self, text: &str) -> Vec<Found> {
        self.all.find_iter(text).filter_map(|found| self.judge(text, found.range())).collect()
    }

    pub(super) fn is_in(&self, text: &str) -> bool {
        self.all.find_iter(text).any(|found| self.judge(text, found.range()).is_some())
    }

    fn judge(&self, text: &str, range: Range<usize>) -> Option<Found> {
        let captures = self.all.captures_at(text, range.start)?;
        let place = captures.iter().skip(1).position(|group| group.is_some())?;
        let phrase = self.phrases.get(place)?;
        let harmless = phrase.except.as_ref().is_some_and(|except| {
            let begin = floor_border(text, range.start.saturating_sub(AROUND));
            let end = floor_border(text, (range.end + AROUND).min(text.len()));
            let window = text.get(begin..end).unwrap_or_default();
            except.find_iter(window).any(|it| begin + it.start() < range.end && range.start < begin + it.end())
        });
        (!harmless).then_some(Found { range, note: phrase.note })
    }
}

/// The places of what was found.
pub(super) fn quotes(document: &Document<'_>, found: &[Found]) -> Vec<Quote> {
    found.iter().map(|found| document.quote(found.range.clone())).collect()
}

fn floor_border(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

fn expression(exceptions: &str) -> Regex {
    compiled(&with_borders(exceptions))
}

/// A phrase of Latin letters matches whole words only.
fn with_borders(phrase: &str) -> String {
    let grouped = phrase.replace('(', "(?:").replace("(?:?", "(?");
    let spaced = grouped.replace(" ?", r"\s*").replace(' ', r"\s+").replace('\'', "['’]");
    if !phrase.is_ascii() {
        return format!("(?:{spaced})");
    }
    // A boundary of ASCII words: as fast on any text, where one of Unicode words is not.
    let border = |at_edge: bool| if at_edge { r"(?-u:\b)" } else { "" };
    let before = border(phrase.starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '(' | '\\')));
    let after = border(!phrase.ends_with([' ', '/', '%']));
    format!("{before}(?:{spaced}){after}")
}

fn compiled(pattern: &str) -> Regex {
    RegexBuilder::new(pattern)
        .case_insensitive(true)
        .size_limit(64 << 20)
        .dfa_size_limit(16 << 20)
        .build()
        .expect("the lists are constant, and a test reads each of them")
}
