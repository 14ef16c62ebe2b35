//! Spelling, of English: Hunspell's way, over the American and British word lists of SCOWL. Names are left alone.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use spellbook::Dictionary;

use super::check::{Check, Figure, Finding, Level, Outcome, Why};
use super::document::Word;
use super::{Document, ReviewTask};
use crate::Language;
use crate::words::words;

static DICTIONARY: LazyLock<Dictionary> = LazyLock::new(|| {
    let (affixes, words) = (include_str!("data/en/spelling/english.aff"), include_str!("data/en/spelling/english.dic"));
    Dictionary::new(affixes, words).expect("the word list is compiled in and tested")
});

/// Words of today's marketing that the lists of 2020 do not have.
static NEWER: LazyLock<HashSet<&str>> = LazyLock::new(|| include_str!("data/en/spelling/newer.txt").lines().collect());

/// Shorter words are abbreviations more often than mistakes.
const SHORTEST: usize = 4;
/// Words that suggestions are looked for; each takes some hundred look-ups.
const SUGGESTED: usize = 8;
/// Words that are shown; more are like these.
const MOST: usize = 200;
/// One mistake in so many words is fair.
const WORDS_FOR_ONE: usize = 100;
/// Suggestions for a word.
const SUGGESTIONS: usize = 3;

pub(super) fn check(document: &Document<'_>, task: &ReviewTask<'_>) -> Outcome {
    match document.language {
        Some(Language::English) => {}
        None => return Outcome::LeftOut(document.why_none()),
        Some(_) => return Outcome::LeftOut(Why::Language),
    }
    let wrong = unknown_words(document, task);
    let (mut findings, mut mistakes) = (Vec::new(), 0);
    for (place, places) in wrong.iter().enumerate() {
        let Some(first) = places.first() else { continue };
        let near = if place < SUGGESTED { suggestions(&first.lower) } else { Vec::new() };
        // A capital at the beginning of a sentence: a name, unless a usual word is near.
        if near.is_empty() && places.iter().all(|word| word.text.starts_with(char::is_uppercase)) {
            continue;
        }
        mistakes += usize::from(!near.is_empty());
        let kind = if near.is_empty() { "spelling-unknown" } else { "spelling" };
        let figures =
            vec![("words", Figure::Words(first.text.to_string())), ("instead", Figure::Words(near.join(", ")))];
        let quotes = places.iter().map(|word| document.quote(word.range())).collect();
        findings.push(Finding::new(Check::Spelling, kind, Level::Fair, figures, quotes));
    }
    let level = match () {
        () if findings.is_empty() => Level::Good,
        () if mistakes > (document.words.len() / WORDS_FOR_ONE).max(1) => Level::Poor,
        () => Level::Fair,
    };
    let figures = vec![("count", Figure::Count(findings.len()))];
    // What no list has may be right after all; a slip is one.
    for finding in findings.iter_mut().filter(|finding| finding.kind == "spelling") {
        finding.level = level;
    }
    Outcome::Judged { level, figures, findings }
}

/// Words that no list has, each with its places; the first [`MOST`].
fn unknown_words<'d, 't>(document: &'d Document<'t>, task: &ReviewTask<'_>) -> Vec<Vec<&'d Word<'t>>> {
    let first_words = document.sentences.iter().filter_map(|sentence| document.words_of(sentence).first());
    let begins: HashSet<usize> = first_words.map(|word| word.start).collect();
    let own: HashSet<String> = task.known_words.iter().copied().chain(task.keyphrase).flat_map(words).collect();
    let mut seen: HashMap<&str, Option<usize>> = HashMap::new();
    let mut unknown: Vec<Vec<&Word<'_>>> = Vec::new();
    for word in &document.words {
        match seen.get(word.lower.as_str()) {
            Some(None) => continue,
            Some(Some(place)) => {
                unknown[*place].push(word);
                continue;
            }
            None => {}
        }
        if is_name(word, begins.contains(&word.start)) {
            // Elsewhere the same letters may be none.
            continue;
        }
        let is_right = own.contains(&word.lower) || is_known(&word.lower) || was_published(&word.lower, task);
        let place = (!is_right && unknown.len() < MOST).then_some(unknown.len());
        if place.is_some() {
            unknown.push(vec![word]);
        }
        seen.insert(&word.lower, place);
    }
    unknown
}

/// What the team has published before is spelled as the team wants it.
fn was_published(lower: &str, task: &ReviewTask<'_>) -> bool {
    let capitalised = capitalised(lower);
    task.earlier.iter().any(|it| it.text.contains(lower) || it.text.contains(&capitalised))
}

/// Whether a word is one that no list has: a name, an abbreviation, a number, another script, or drawn out ("sooo").
fn is_name(word: &Word<'_>, at_begin: bool) -> bool {
    let letters = word.text.chars().count();
    let is_latin = word.text.chars().all(|c| c.is_ascii_alphabetic() || matches!(c, '\'' | '’'));
    let capital = word.text.starts_with(char::is_uppercase);
    let inside = word.text.chars().skip(1).any(char::is_uppercase);
    let drawn_out = word.lower.as_bytes().windows(3).any(|three| three[0] == three[1] && three[1] == three[2]);
    letters < SHORTEST || !is_latin || inside || (capital && !at_begin) || drawn_out
}

/// Whether the lists have a word in lower case, as no name.
pub(crate) fn is_common_word(lower: &str) -> bool {
    DICTIONARY.check(lower) || NEWER.contains(lower)
}

pub(crate) fn is_known(lower: &str) -> bool {
    let plain = lower.trim_end_matches("'s").trim_end_matches('\'');
    let of_list = |word: &str| DICTIONARY.check(word) || NEWER.contains(word);
    // "matchas", "livestreamed": a newer word has the simple forms of any other.
    let is_form = |end: &&str| plain.strip_suffix(*end).is_some_and(|stem| NEWER.contains(stem));
    // "berlin" is in the lists with its capital.
    of_list(plain) || DICTIONARY.check(&capitalised(plain)) || ["s", "ed", "d", "ing", "er", "ers"].iter().any(is_form)
}

fn capitalised(lower: &str) -> String {
    let mut letters = lower.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// Words that are one slip of the fingers away (Damerau 1964), the usual slips first: two letters exchanged, one too many, one
/// missing or wrong.
fn suggestions(word: &str) -> Vec<String> {
    if !word.is_ascii() {
        return Vec::new();
    }
    let mut near: Vec<String> = Vec::new();
    let mut add = |candidate: String| {
        if DICTIONARY.check(&candidate) && !near.contains(&candidate) {
            near.push(candidate);
        }
    };
    let join = |parts: [&str; 3]| parts.concat();
    for at in 0..word.len() {
        let (before, rest) = word.split_at(at);
        if let (Some(first), Some(second)) = (rest.get(..1), rest.get(1..2)) {
            add(format!("{before}{second}{first}{}", rest.get(2..).unwrap_or_default()));
        }
    }
    for at in 0..word.len() {
        let (before, rest) = word.split_at(at);
        add(join([before, rest.get(1..).unwrap_or_default(), ""]));
    }
    for at in 0..=word.len() {
        let (before, rest) = word.split_at(at);
        for letter in 'a'..='z' {
            let letter = letter.to_string();
            add(join([before, &letter, rest]));
            if let Some(after) = rest.get(1..) {
                add(join([before, &letter, after]));
            }
        }
    }
    near.truncate(SUGGESTIONS);
    near
}

#[cfg(test)]
mod tests {
    use super::super::{Check, Earlier, Review, ReviewTask, review, tests::task};

    fn found(review: &Review) -> Vec<(&str, String, &str)> {
        let findings = review.findings.iter().filter(|it| it.check == Check::Spelling);
        let first = |figures: &[(&'static str, super::Figure)]| match figures.get(1) {
            Some((_, super::Figure::Words(words))) => words.clone(),
            _ => String::new(),
        };
        findings.map(|it| (it.kind, first(&it.figures), it.quotes[0].text.as_str())).collect()
    }

    #[test]
    fn a_slip_is_found_where_it_stands_with_what_was_meant() {
        let text = "Teh oat latte is definately back. Come by untill noon, and recieve a cookie.";
        let review = review(text, &task());
        let shown: Vec<String> =
            found(&review).into_iter().map(|(kind, near, word)| format!("{kind}: {word} → {near}")).collect();
        insta::assert_snapshot!(shown.join("\n"), @"
        spelling: definately → definitely
        spelling: untill → until
        spelling: recieve → receive, relieve
        ");
        let quote = &review.findings.iter().find(|it| it.check == Check::Spelling).expect("found").quotes[0];
        assert_eq!(&text[quote.start..quote.end], quote.text);
    }

    #[test]
    fn both_spellings_names_newer_words_and_drawn_out_ones_are_right() {
        let text = "Our colour, your color: organise or organize, it's fine. Ask Xiaomei at MorningBarn about matcha and \
                    kombucha. Sooo good! We livestreamed it with influencers, didn't we? The cafe's open, the barista says.";
        assert_eq!(found(&review(text, &task())), []);
    }

    #[test]
    fn the_brands_own_words_and_those_of_its_posts_are_right() {
        let text = "Come by for a barnaccino and a zwiebelkuchen this morning.";
        let words = |task: &ReviewTask<'_>| {
            found(&review(text, task)).into_iter().map(|it| it.2.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(words(&task()), ["barnaccino", "zwiebelkuchen"]);
        let earlier = [Earlier { id: "C-001", text: "Zwiebelkuchen is back." }];
        assert_eq!(words(&ReviewTask { known_words: &["Barnaccino"], earlier: &earlier, ..task() }), [""; 0]);
    }
}
