//! The keyphrase, given or found: how often it stands, how early, and whether it stands throughout. Yoast's thresholds.

use std::collections::HashMap;
use std::ops::Range;

use super::check::{Check, Figure, Finding, Level, Outcome, Why};
use super::document::Part;
use super::readability::tenth;
use super::{Document, ReviewTask};
use crate::Language;
use crate::words::{content_word, is_han, words};

/// From so many English words on, a keyphrase has a density.
const DENSITY_WORDS: usize = 100;
/// Percent of words: less is rare, more is often.
const DENSITY: (f64, f64) = (0.5, 3.0);
/// From so many sentences on, a keyphrase is distributed.
const DISTRIBUTION_SENTENCES: usize = 15;
/// A phrase that stands so often is what a text is about.
const LEAST_FOUND: usize = 3;

/// When something is, which makes no keyphrase with what it stands beside.
const TIMES: [&str; 16] = [
    "早上", "早晨", "上午", "中午", "下午", "傍晚", "晚上", "今天", "明天", "昨天", "每天", "周末", "平日", "现在",
    "今晚", "今年",
];

/// A keyphrase and its places.
#[derive(Debug, Clone)]
pub(super) struct Keyphrase {
    phrase: String,
    given: bool,
    /// Where it stands.
    matches: Vec<Range<usize>>,
}

impl Keyphrase {
    fn why_nowhere(&self) -> Why {
        if self.given { Why::KeyphraseMissing } else { Why::KeyphraseNotGiven }
    }
}

/// The keyphrase, found once for all three checks.
fn keyphrase<'d>(document: &'d Document<'_>, task: &ReviewTask<'_>) -> Result<&'d Keyphrase, Why> {
    document.keyphrase.get_or_init(|| find(document, task)).as_ref().map_err(|why| *why)
}

fn find(document: &Document<'_>, task: &ReviewTask<'_>) -> Result<Keyphrase, Why> {
    let language = document.language.ok_or_else(|| document.why_none())?;
    if !matches!(language, Language::English | Language::Chinese) {
        return Err(Why::Language);
    }
    match task.keyphrase.map(str::trim).filter(|phrase| !phrase.is_empty()) {
        Some(phrase) => Ok(Keyphrase { phrase: phrase.to_string(), given: true, matches: places(document, phrase) }),
        None => {
            let phrase = most_frequent(document).ok_or(Why::NoKeyphrase)?;
            let matches = places(document, &phrase);
            Ok(Keyphrase { phrase, given: false, matches })
        }
    }
}

/// Where a phrase stands: words with the same stems in a row; in Chinese the same characters, however they are cut.
fn places(document: &Document<'_>, phrase: &str) -> Vec<Range<usize>> {
    if phrase.contains(is_han) {
        let found = document.prose.match_indices(phrase).map(|(at, _)| at);
        return found.map(|at| at..at + phrase.len()).collect();
    }
    let wanted: Vec<String> = words(phrase).iter().map(|word| stem(word)).collect();
    let stems: Vec<String> = document.words.iter().map(|word| stem(&word.lower)).collect();
    let mut places = Vec::new();
    let mut next = 0;
    for (place, window) in stems.windows(wanted.len().max(1)).enumerate() {
        if place >= next && window == wanted {
            next = place + wanted.len();
            if let (Some(first), Some(last)) = (document.words.get(place), document.words.get(next - 1)) {
                places.push(first.start..last.range().end);
            }
        }
    }
    places
}

fn stem(word: &str) -> String {
    content_word(word).unwrap_or_else(|| word.to_string())
}

/// The pair of content words, or else the content word, that stands most often and at least three times.
fn most_frequent(document: &Document<'_>) -> Option<String> {
    let mut counts: HashMap<String, (usize, usize, String)> = HashMap::new();
    let mut count = |key: String, place: usize, shown: String| {
        counts.entry(key).or_insert((0, place, shown)).0 += 1;
    };
    let mut last: Option<(String, &super::document::Word<'_>)> = None;
    for (place, word) in document.words.iter().enumerate() {
        let Some(stem) = content_word(&word.lower).filter(|_| word.text.chars().count() > 1) else {
            last = None;
            continue;
        };
        count(stem.clone(), place, word.lower.clone());
        let is_time = TIMES.contains(&word.lower.as_str());
        if let Some((before, earlier)) = last.filter(|_| !is_time) {
            let near = word.start.saturating_sub(earlier.range().end) <= 1;
            if near {
                let space = if word.text.starts_with(is_han) { "" } else { " " };
                count(format!("{before} {stem}"), place, format!("{}{space}{}", earlier.lower, word.lower));
            }
        }
        last = (!is_time).then_some((stem, word));
    }
    // A pair counts for more than a word: it says what kind. Of equals the first in the text.
    let worth = |key: &str, times: usize| if key.contains(' ') { times * 3 } else { times * 2 };
    let frequent = counts.into_iter().filter(|(_, (times, ..))| *times >= LEAST_FOUND);
    let best = frequent.max_by_key(|(key, (times, place, _))| (worth(key, *times), std::cmp::Reverse(*place)));
    best.map(|(_, (.., shown))| shown)
}

fn quotes(document: &Document<'_>, keyphrase: &Keyphrase) -> Vec<super::Quote> {
    keyphrase.matches.iter().map(|range| document.quote(range.clone())).collect()
}

pub(super) fn density(document: &Document<'_>, task: &ReviewTask<'_>) -> Outcome {
    let keyphrase = match keyphrase(document, task) {
        Ok(keyphrase) => keyphrase,
        Err(why) => return Outcome::LeftOut(why),
    };
    let count = keyphrase.matches.len();
    let density = count as f64 * 100.0 / document.words.len().max(1) as f64;
    let figures = vec![
        ("keyphrase", Figure::Words(keyphrase.phrase.clone())),
        ("given", Figure::Count(usize::from(keyphrase.given))),
        ("count", Figure::Count(count)),
        ("density", Figure::Number(tenth(density))),
        ("words", Figure::Count(document.words.len())),
    ];
    let long = if document.is_chinese() {
        document.characters() >= task.thresholds.density_characters
    } else {
        document.words.len() >= DENSITY_WORDS
    };
    let (kind, level) = match count {
        0 => ("keyphrase-missing", Level::Poor),
        // One match is always low, whatever the density says.
        1 if long => ("keyphrase-rare", Level::Poor),
        _ if long && density < DENSITY.0 => ("keyphrase-rare", Level::Poor),
        _ if long && density > DENSITY.1 => ("keyphrase-often", Level::Poor),
        // In a short post a density says nothing.
        _ if !long && count > 3 && density > 8.0 => ("keyphrase-often", Level::Fair),
        _ => ("", Level::Good),
    };
    // What was found need not be what the text is for.
    let level = if keyphrase.given { level } else { level.min(Level::Fair) };
    // What is missing best goes to the beginning.
    let quotes = if count == 0 { document.opening() } else { quotes(document, keyphrase) };
    Outcome::one(Check::KeyphraseDensity, kind, level, figures, quotes)
}

pub(super) fn placement(document: &Document<'_>, task: &ReviewTask<'_>) -> Outcome {
    let keyphrase = match keyphrase(document, task) {
        Ok(keyphrase) if keyphrase.given && !keyphrase.matches.is_empty() => keyphrase,
        // A phrase that is not there stands nowhere; density says so already.
        Ok(keyphrase) => return Outcome::LeftOut(keyphrase.why_nowhere()),
        Err(why) => return Outcome::LeftOut(why),
    };
    let figures = vec![("keyphrase", Figure::Words(keyphrase.phrase.clone()))];
    let is_within = |range: &Range<usize>| keyphrase.matches.iter().any(|found| range.contains(&found.start));
    let body =
        document.paragraphs.iter().find(|part| document.title.as_ref().is_none_or(|title| part.range.end > title.end));
    let early = body.is_none_or(|paragraph| is_within(&paragraph.range));
    let title = document.title.as_ref();
    let (in_title, starts_title) = title.map_or((true, true), |title| {
        let text = document.slice(title);
        let half = title.start..title.start + text.char_indices().nth(text.chars().count() / 2).map_or(0, |(at, _)| at);
        (is_within(title), is_within(&half))
    });
    let first = keyphrase.matches.first().map(|range| document.quote(range.clone()));
    let title_quote = title.map(|title| document.quote(title.clone()));
    let mut findings = Vec::new();
    let mut add = |kind, level, quote: Option<super::Quote>| {
        findings.push(Finding::new(
            Check::KeyphrasePlacement,
            kind,
            level,
            figures.clone(),
            quote.into_iter().collect(),
        ));
    };
    if !early {
        add("keyphrase-late", Level::Poor, first);
    }
    match (in_title, starts_title) {
        (false, _) => add("keyphrase-not-in-title", Level::Poor, title_quote),
        (true, false) => add("keyphrase-late-in-title", Level::Fair, title_quote),
        _ => {}
    }
    let level = findings.iter().map(|finding| finding.level).max().unwrap_or(Level::Good);
    Outcome::Judged { level, figures, findings }
}

pub(super) fn distribution(document: &Document<'_>, task: &ReviewTask<'_>) -> Outcome {
    let sentences = &document.sentences;
    if sentences.len() < DISTRIBUTION_SENTENCES {
        return Outcome::LeftOut(Why::Short);
    }
    let keyphrase = match keyphrase(document, task) {
        Ok(keyphrase) if keyphrase.given && !keyphrase.matches.is_empty() => keyphrase,
        Ok(keyphrase) => return Outcome::LeftOut(keyphrase.why_nowhere()),
        Err(why) => return Outcome::LeftOut(why),
    };
    let mut matches = keyphrase.matches.iter().peekable();
    let mut has = |sentence: &Part| {
        let mut found = false;
        while matches.next_if(|range| range.start < sentence.range.end).is_some() {
            found = true;
        }
        found
    };
    let (mut longest, mut run, mut begin) = (0, 0, 0);
    let mut gap = 0..0;
    for (place, sentence) in sentences.iter().enumerate() {
        if has(sentence) {
            run = 0;
            begin = place + 1;
            continue;
        }
        run += 1;
        if run > longest {
            longest = run;
            gap = begin..place + 1;
        }
    }
    let share = longest as f64 / sentences.len() as f64;
    let figures = vec![
        ("keyphrase", Figure::Words(keyphrase.phrase.clone())),
        ("run", Figure::Count(longest)),
        ("percent", Figure::Count((share * 100.0).round() as usize)),
    ];
    let quote = match (sentences.get(gap.start), sentences.get(gap.end.saturating_sub(1))) {
        (Some(first), Some(last)) => Some(document.quote(first.range.start..last.range.end)),
        _ => None,
    };
    let level = Level::above(share, 0.4, 0.6);
    Outcome::one(Check::KeyphraseDistribution, "keyphrase-gap", level, figures, quote.into_iter().collect())
}
