//! A text taken apart once, for all checks.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;
use unicode_segmentation::UnicodeSegmentation;

use super::addresses::{addresses, without_addresses};
use super::check::Why;
use super::keyphrase::Keyphrase;
use super::phrases::{Found, Phrases};
use super::quote::Quote;
use super::reading::Reading;
use super::{Remark, Size};
use crate::Language;
use crate::length::{is_emoji, url_ranges};
use crate::words::{is_han, word_places};

static HASHTAG: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"[#＃][\p{L}\p{N}_]+#?").expect("constant"));
static MENTION: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"[@＠][\p{L}\p{N}_]+(?:[.-]+[\p{L}\p{N}_]+)*").expect("constant"));
pub(super) static SENTENCE_END: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"(?:[.!?…]+["”’)\]]*(?:\s+|$)|[。！？…]+[”」』）]*\s*|\n+)"#).expect("constant"));
static PARAGRAPH_END: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\n[ \t\r　]*\n\s*").expect("constant"));

/// Traditional characters of the lists.
static TRADITIONAL: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
    let pair = |line: &str| {
        let mut letters = line.chars();
        letters.next().zip(letters.next()).filter(|(from, to)| from.len_utf8() == to.len_utf8())
    };
    let lines = include_str!("data/zh/traditional.txt").lines();
    lines.filter(|line| !line.starts_with('#')).filter_map(pair).collect()
});

/// A full stop behind one of these ends no sentence.
const ABBREVIATIONS: [&str; 21] = [
    "mr", "mrs", "ms", "dr", "prof", "st", "vs", "e.g", "i.e", "etc", "approx", "inc", "ltd", "co", "dept", "est",
    "fig", "jr", "sr", "a.m", "p.m",
];

/// So many Chinese characters in an English text are more than a name.
const HAN_OF_A_PASSAGE: usize = 4;

/// A word and its place.
#[derive(Debug, Clone)]
pub struct Word<'t> {
    /// As written.
    pub text: &'t str,
    /// In lower case, with straight apostrophes.
    pub lower: String,
    /// Its first byte.
    pub start: usize,
}

impl Word<'_> {
    pub(super) fn range(&self) -> Range<usize> {
        self.start..self.start + self.text.len()
    }
}

/// A sentence or paragraph: where it stands, and which words it has.
#[derive(Debug, Clone)]
pub struct Part {
    /// Its bytes, without white space around it.
    pub range: Range<usize>,
    /// The places of its words in [`Document::words`].
    pub words: Range<usize>,
    /// Its letters and digits.
    pub characters: usize,
}

/// A text taken apart.
#[derive(Debug, Clone)]
pub struct Document<'t> {
    /// The text, without orders to the reviewer and invisible characters.
    pub text: &'t str,
    /// The text with spaces for addresses, which are no copy; its places are those of `text`.
    pub(super) prose: Cow<'t, str>,
    /// The prose in the simplified characters that the Chinese lists are written in, where it has others.
    simplified: Option<String>,
    /// Where all that stood.
    reading: &'t Reading<'t>,
    /// Its language; `None` if it has no letters or is in none that is known.
    pub language: Option<Language>,
    /// Its words, without those of addresses, hashtags and mentions.
    pub words: Vec<Word<'t>>,
    /// Its sentences; those without words are left out.
    pub sentences: Vec<Part>,
    /// Its paragraphs; those without words are left out.
    pub paragraphs: Vec<Part>,
    /// A first line that stands alone or is marked as a heading.
    pub title: Option<Range<usize>>,
    /// Links.
    pub links: Vec<Range<usize>>,
    /// Hashtags.
    pub hashtags: Vec<Range<usize>>,
    /// Mentions.
    pub mentions: Vec<Range<usize>>,
    /// Emoji, each a whole grapheme.
    pub emoji: Vec<Range<usize>>,
    /// What it is about, once a check has asked.
    pub(super) keyphrase: OnceCell<Result<Keyphrase, Why>>,
}

impl<'t> Document<'t> {
    /// Takes a text apart.
    pub(super) fn new(reading: &'t Reading<'t>, language: Option<Language>) -> Self {
        let text: &'t str = &reading.text;
        let language = Language::of(text).map(|found| language.unwrap_or(found));
        let links: Vec<_> = url_ranges(text).collect();
        let addresses = addresses(text, &links);
        let prose = without_addresses(text, &addresses);
        let outside_links = |range: &Range<usize>| !overlaps(&addresses, range);
        let hashtags: Vec<_> = HASHTAG.find_iter(text).map(|it| it.range()).filter(outside_links).collect();
        let is_mention = |range: &Range<usize>| {
            let before = text.get(..range.start).and_then(|before| before.chars().next_back());
            outside_links(range) && !before.is_some_and(|c| c.is_ascii_alphanumeric() || c == '.')
        };
        let mentions: Vec<_> = MENTION.find_iter(text).map(|it| it.range()).filter(is_mention).collect();
        let is_prose = |range: &Range<usize>| {
            !overlaps(&addresses, range) && !overlaps(&hashtags, range) && !overlaps(&mentions, range)
        };
        let words: Vec<Word<'t>> = word_places(text)
            .into_iter()
            .map(|(start, word)| Word { text: word, lower: word.to_lowercase().replace('’', "'"), start })
            .filter(|word| is_prose(&word.range()))
            .collect();
        let emoji = text
            .grapheme_indices(true)
            .filter(|(_, grapheme)| !grapheme.is_ascii() && is_emoji(grapheme))
            .map(|(start, grapheme)| start..start + grapheme.len())
            .collect();
        let parts = |borders: Vec<Range<usize>>| parts(text, &words, borders);
        let sentences = parts(sentence_borders(text));
        let paragraphs = parts(pieces(text, &PARAGRAPH_END));
        let title = title(text, &paragraphs);
        let simplified = simplified(&prose);
        let keyphrase = OnceCell::new();
        Self {
            text,
            prose,
            simplified,
            reading,
            language,
            words,
            sentences,
            paragraphs,
            title,
            links,
            hashtags,
            mentions,
            emoji,
            keyphrase,
        }
    }

    pub(super) fn quote(&self, range: Range<usize>) -> Quote {
        self.reading.quote(&range)
    }

    /// Quotes what platforms count, from byte `start` of it to the end of its words.
    pub(super) fn quote_counted(&self, start: usize) -> Quote {
        self.reading.quote_counted(&(start..self.counted().trim_end().len()))
    }

    /// Where something is missing: the first sentence, or what the text has instead.
    pub(super) fn opening(&self) -> Vec<Quote> {
        let first = self.sentences.first().map_or(0..self.text.trim_end().len(), |sentence| sentence.range.clone());
        vec![self.quote(first)]
    }

    /// Finds the lines and columns of the quotations that are shown.
    pub(super) fn locate(&self, quotes: &mut [Quote]) {
        self.reading.locate(quotes);
    }

    /// The text as platforms count it: without orders to the reviewer, with its invisible characters.
    pub(super) fn counted(&self) -> &str {
        &self.reading.counted
    }

    /// The prose in simplified characters.
    pub(super) fn simplified(&self) -> &str {
        self.simplified.as_deref().unwrap_or(&self.prose)
    }

    /// A part of the prose.
    pub(super) fn prose_of(&self, range: &Range<usize>) -> &str {
        self.prose.get(range.clone()).unwrap_or_default()
    }

    pub(super) fn slice(&self, range: &Range<usize>) -> &'t str {
        self.text.get(range.clone()).unwrap_or_default()
    }

    pub(super) fn is_chinese(&self) -> bool {
        self.language == Some(Language::Chinese)
    }

    pub(super) fn words_of(&self, part: &Part) -> &[Word<'t>] {
        self.words.get(part.words.clone()).unwrap_or_default()
    }

    /// Letters and digits in all sentences.
    pub(super) fn characters(&self) -> usize {
        self.sentences.iter().map(|sentence| sentence.characters).sum()
    }

    pub(super) fn size(&self) -> Size {
        let han = self.text.chars().filter(|&c| is_han(c)).count();
        let spaced = self.words.iter().filter(|word| !word.text.starts_with(is_han)).count();
        Size {
            characters: self.text.chars().count(),
            words: self.words.len(),
            sentences: self.sentences.len(),
            paragraphs: self.paragraphs.len(),
            reading_seconds: (spaced * 60).div_ceil(238) + (han * 60).div_ceil(255),
        }
    }

    /// Why a check that knows English and Chinese does not apply to a text in neither.
    pub(super) fn why_none(&self) -> Why {
        if self.words.is_empty() { Why::Short } else { Why::Language }
    }

    /// What of two lists is in the text: a passage in the other language is read, too, whatever the text mostly is.
    pub(super) fn of_both(&self, english: &Phrases, chinese: &Phrases) -> Result<Vec<Found>, Why> {
        let (own, other) = match self.language {
            Some(Language::English) => (english.find(&self.prose), chinese),
            Some(Language::Chinese) => (chinese.find(self.simplified()), english),
            _ => return Err(self.why_none()),
        };
        let mut found = own;
        found.extend(self.of_other(other));
        found.sort_by_key(|found| found.range.start);
        // A place that both lists have is one.
        found.dedup_by(|later, earlier| later.range.start < earlier.range.end);
        Ok(found)
    }

    /// What a list of the other language has in the text, as long as it is written in that language's letters.
    pub(super) fn of_other(&self, list: &Phrases) -> Vec<Found> {
        let is_other: fn(char) -> bool = if self.is_chinese() { |c| c.is_ascii_alphabetic() } else { is_han };
        if !self.prose.contains(is_other) {
            return Vec::new();
        }
        let mut found = list.find(if self.is_chinese() { &self.prose } else { self.simplified() });
        found.retain(|found| self.slice(&found.range).contains(is_other));
        found
    }

    /// Whether there are passages of the other language: brand names make none, in a text of few words they do.
    fn is_mixed(&self) -> bool {
        if self.is_chinese() {
            let latin = |word: &&Word<'_>| word.text.starts_with(|c: char| c.is_ascii_alphabetic());
            let words = self.words.iter().filter(latin);
            // A function word: what has grammar is no name.
            let says = |word: &Word<'_>| {
                matches!(
                    word.lower.as_str(),
                    "the" | "a" | "is" | "are" | "to" | "we" | "you" | "our" | "for" | "with" | "by" | "on" | "it"
                )
            };
            words.clone().count() >= 4 && words.clone().any(says)
        } else {
            self.text.chars().filter(|&c| is_han(c)).nth(HAN_OF_A_PASSAGE - 1).is_some()
        }
    }

    /// What is to be kept in mind about the text.
    pub(super) fn remarks(&self) -> Vec<Remark> {
        let mut remarks = Vec::new();
        let mut remark = |kind, quotes| remarks.push(Remark { kind, quotes });
        let orders = self.reading.quoted_orders();
        if !orders.is_empty() {
            remark("instructions", orders);
        }
        match self.language {
            None if self.words.is_empty() => remark("no-letters", Vec::new()),
            None => remark("other-language", Vec::new()),
            Some(Language::English | Language::Chinese) => {
                if self.is_mixed() {
                    remark("mixed", Vec::new());
                }
                if self.words.len() < 3 {
                    remark("short", Vec::new());
                }
            }
            Some(_) => remark("other-language", Vec::new()),
        }
        let is_rtl = |c: char| matches!(c as u32, 0x0590..=0x08FF | 0xFB1D..=0xFDFF | 0xFE70..=0xFEFF);
        if self.text.contains(is_rtl) {
            remark("right-to-left", Vec::new());
        }
        remarks
    }
}

/// A text in simplified characters, as far as the lists have them: each is as long as the traditional one. `None` if it has no
/// others.
fn simplified(text: &str) -> Option<String> {
    let is_other = |c: char| is_han(c) && TRADITIONAL.contains_key(&c);
    (!text.is_ascii() && text.chars().any(is_other)).then(|| text.chars().map(simplified_letter).collect())
}

pub(super) fn simplified_letter(c: char) -> char {
    if is_han(c) { TRADITIONAL.get(&c).copied().unwrap_or(c) } else { c }
}

/// Whether a sorted list of ranges has one that touches `range`.
fn overlaps(sorted: &[Range<usize>], range: &Range<usize>) -> bool {
    let next = sorted.partition_point(|other| other.end <= range.start);
    sorted.get(next).is_some_and(|other| other.start < range.end)
}

/// What stands between the matches of `end`, each with its match.
pub(super) fn pieces(text: &str, end: &Regex) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let mut begin = 0;
    for found in end.find_iter(text) {
        pieces.push(begin..found.end());
        begin = found.end();
    }
    pieces.push(begin..text.len());
    pieces
}

pub(super) fn sentence_borders(text: &str) -> Vec<Range<usize>> {
    let mut sentences: Vec<Range<usize>> = Vec::new();
    for piece in pieces(text, &SENTENCE_END) {
        match sentences.last_mut() {
            Some(last)
                if ends_in_abbreviation(
                    text.get(last.clone()).unwrap_or_default(),
                    text.get(piece.clone()).unwrap_or_default(),
                ) =>
            {
                last.end = piece.end;
            }
            _ => sentences.push(piece),
        }
    }
    sentences
}

fn ends_in_abbreviation(sentence: &str, next: &str) -> bool {
    let Some(before) = sentence.trim_end_matches([' ', '\t']).strip_suffix('.') else { return false };
    let last = before.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default();
    // "No. 5", but not "the day she said no."
    if last.eq_ignore_ascii_case("no") {
        return next.starts_with(|c: char| c.is_ascii_digit());
    }
    // "J. Smith", but not the end of "so do I."
    let is_initial = last.len() == 1 && last.starts_with(|c: char| c.is_ascii_uppercase() && c != 'I');
    // "the U.S. Office"
    let letters: Vec<&str> = last.split('.').collect();
    let is_initials =
        letters.len() > 1 && letters.iter().all(|it| it.len() == 1 && it.starts_with(|c: char| c.is_ascii_uppercase()));
    is_initial || is_initials || (last.len() < 8 && ABBREVIATIONS.contains(&last.to_lowercase().as_str()))
}

fn parts(text: &str, words: &[Word<'_>], borders: Vec<Range<usize>>) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut first = 0;
    for border in borders {
        let mut last = first;
        while words.get(last).is_some_and(|word| word.start < border.end) {
            last += 1;
        }
        let piece = text.get(border.clone()).unwrap_or_default();
        let start = border.start + (piece.len() - piece.trim_start().len());
        let range = start..start + piece.trim().len();
        if first < last {
            let characters =
                words.get(first..last).unwrap_or_default().iter().map(|word| word.text.chars().count()).sum();
            parts.push(Part { range, words: first..last, characters });
        }
        first = last;
    }
    parts
}

/// The first paragraph if it is marked as a heading, or is one short line without an end above others.
fn title(text: &str, paragraphs: &[Part]) -> Option<Range<usize>> {
    let first = paragraphs.first()?.range.clone();
    let line = text.get(first.clone())?.lines().next()?;
    let marked = line.starts_with("# ");
    let range = first.start..first.start + line.len();
    let alone = paragraphs.len() > 1 && range.end == first.end;
    let unfinished = !line.ends_with(['.', '!', '。', '！', '…', ':', '：']);
    (marked || (alone && unfinished && line.chars().count() <= 80)).then_some(range)
}
