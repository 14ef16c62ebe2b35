//! A rule's pattern as a regular expression (of the crate `regex`, which takes linear time).

use std::ops::Range;

use regex::{Regex, RegexBuilder};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::RuleError;
use crate::words::is_han;

/// The most bytes that a compiled expression may take.
const SIZE_LIMIT: usize = 1 << 19;
/// Words shorter than this have no other forms than the possessive: "AI" and "as" are no verbs.
const SHORTEST_WITH_FORMS: usize = 3;

/// Whether a pattern is a regular expression.
pub(super) fn is_expression(pattern: &str) -> bool {
    between_slashes(pattern).is_some()
}

fn between_slashes(pattern: &str) -> Option<&str> {
    pattern.trim().strip_prefix('/')?.strip_suffix('/')
}

/// The expression of a pattern; one that is words matches in exactly its letter case, if asked.
pub(super) fn compile(pattern: &str, exact_case: bool) -> Result<Regex, RuleError> {
    match between_slashes(pattern) {
        Some(source) => build(pattern, source, exact_case),
        None => compile_words(pattern, exact_case),
    }
}

/// The expression of words, whatever they look like.
pub(super) fn compile_words(text: &str, exact_case: bool) -> Result<Regex, RuleError> {
    build(text, &words(text), exact_case)
}

fn build(pattern: &str, source: &str, exact_case: bool) -> Result<Regex, RuleError> {
    if source.is_empty() {
        return Err(RuleError::Empty);
    }
    let mut builder = RegexBuilder::new(source);
    builder.case_insensitive(!exact_case).size_limit(SIZE_LIMIT).dfa_size_limit(SIZE_LIMIT);
    builder.build().map_err(|error| {
        // The last line says what is wrong; those before it draw where.
        let text = error.to_string();
        let reason = text.lines().last().unwrap_or_default().trim_start_matches("error: ").to_string();
        RuleError::NotAnExpression { pattern: pattern.to_string(), reason }
    })
}

/// Words as an expression: any white space between them, each with its simple forms.
fn words(pattern: &str) -> String {
    pattern.split_whitespace().map(word_with_parts).collect::<Vec<_>>().join(r"\s+")
}

/// A word, or several with hyphens; only the last of these has other forms.
fn word_with_parts(word: &str) -> String {
    let is_hyphen = |c: char| matches!(c, '-' | '\u{2010}' | '\u{2011}');
    let parts: Vec<&str> = word.split(is_hyphen).collect();
    let last = parts.len() - 1;
    let part = |(place, part): (usize, &&str)| if place == last { forms(part) } else { literal(part) };
    parts.iter().enumerate().map(part).collect::<Vec<_>>().join("[-\u{2010}\u{2011}]")
}

/// A text as it is, but for the ways in which the same letters are encoded and apostrophes are written.
fn literal(text: &str) -> String {
    let mut source = String::new();
    for c in text.nfc() {
        let taken_apart: String = std::iter::once(c).nfd().collect();
        match c {
            '\'' | '’' => source += "['’]",
            c if taken_apart.chars().count() > 1 => source += &format!("(?:{c}|{taken_apart})"),
            c => source += &regex::escape(c.encode_utf8(&mut [0; 4])),
        }
    }
    source
}

/// An English word in its simple forms: plural, possessive, and those of a regular verb. Others as they are.
fn forms(word: &str) -> String {
    let letters = word.chars().count();
    let is_english = word.chars().all(|c| c.is_ascii_alphabetic());
    if !is_english || letters == 0 {
        let accented = word.chars().all(|c| c.is_alphabetic() && !joins(c)) && letters >= SHORTEST_WITH_FORMS;
        return if accented { format!("{}(?:s|['’]s)?", literal(word)) } else { literal(word) };
    }
    let is_name = letters > 1 && word.chars().all(|c| c.is_ascii_uppercase());
    if letters < SHORTEST_WITH_FORMS || is_name {
        return format!("{}(?:['’]s)?", literal(word));
    }
    let lower = word.to_ascii_lowercase();
    let stem = |cut: usize| literal(&word[..letters - cut]);
    let whole = literal(word);
    let is_vowel = |c: char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u');
    let mut end = lower.chars().rev();
    let (last, before) = (end.next().unwrap_or('a'), end.next().unwrap_or('a'));
    let usual = format!("{whole}(?:s|['’]s|s['’]|ed|ing)?");
    let other = match last {
        'e' => format!("{}(?:ed|ing)", stem(1)),
        'y' if !is_vowel(before) => format!("{}(?:ies|ied)", stem(1)),
        's' | 'x' | 'z' | 'o' | 'h' => format!("{whole}(?:es|['’]s?)"),
        c if !is_vowel(c) && is_vowel(before) => format!("{whole}{c}(?:ed|ing)"),
        _ => return usual,
    };
    // The longer one first: the engine takes the first that matches, and "tries" is not "tr".
    format!("(?:{other}|{usual})")
}

/// The plural of an English word or phrase, by the usual rules.
pub(super) fn plural(word: &str) -> String {
    let mut end = word.chars().rev().map(|c| c.to_ascii_lowercase());
    let (last, before) = (end.next().unwrap_or('a'), end.next().unwrap_or('a'));
    match (before, last) {
        (_, 's' | 'x' | 'z') | ('c' | 's', 'h') => format!("{word}es"),
        (before, 'y') if !matches!(before, 'a' | 'e' | 'i' | 'o' | 'u') => {
            format!("{}ies", word.strip_suffix(['y', 'Y']).unwrap_or(word))
        }
        _ => format!("{word}s"),
    }
}

/// Whether a letter is of a script whose words run into each other, or take their endings without a border.
fn joins(c: char) -> bool {
    is_han(c)
        || matches!(c as u32,
            0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF // Thai, Lao, Burmese, Khmer
            | 0x3040..=0x30FF | 0x31F0..=0x31FF // kana
            | 0x1100..=0x11FF | 0xAC00..=0xD7AF // Hangul
        )
}

/// Whether a match is no piece of a longer word.
pub(super) fn is_whole(text: &str, range: &Range<usize>) -> bool {
    let is_letter = |c: char| (c.is_alphanumeric() || c == '_' || is_combining_mark(c)) && !joins(c);
    let is_inside =
        |outer: Option<char>, inner: Option<char>| outer.is_some_and(is_letter) && inner.is_some_and(is_letter);
    let (before, after) = (text.get(..range.start), text.get(range.end..));
    let found = text.get(range.clone()).unwrap_or_default();
    let begins_inside = is_inside(before.and_then(|it| it.chars().next_back()), found.chars().next());
    let ends_inside = is_inside(after.and_then(|it| it.chars().next()), found.chars().next_back());
    !begins_inside && !ends_inside
}
