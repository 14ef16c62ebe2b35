//! Whether the reader is told what to do, or asked something.

use std::sync::LazyLock;

use super::Document;
use super::check::{Check, Figure, Level, Outcome, Why};
use super::phrases::Phrases;
use crate::Language;

/// Anywhere in a text.
static ENGLISH: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(include_str!("data/en/calls.txt")));
/// At the beginning of a sentence: "Order by noon."
static ENGLISH_VERBS: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(include_str!("data/en/call_verbs.txt")));
static CHINESE: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(include_str!("data/zh/calls.txt")));

/// Fewer words are a headline.
const LEAST_WORDS: usize = 8;

pub(super) fn check(document: &Document<'_>) -> Outcome {
    if !matches!(document.language, Some(Language::English | Language::Chinese)) {
        return Outcome::LeftOut(document.why_none());
    }
    if document.words.len() < LEAST_WORDS {
        return Outcome::LeftOut(Why::Short);
    }
    let begins_with_verb = || {
        document.sentences.iter().any(|sentence| {
            let words = document.words_of(sentence);
            // "Order is half of life", "Taste matters": a noun.
            let is_noun = words.get(1).is_some_and(|second| {
                matches!(
                    second.lower.as_str(),
                    "is" | "are"
                        | "was"
                        | "were"
                        | "of"
                        | "has"
                        | "had"
                        | "will"
                        | "can"
                        | "matters"
                        | "counts"
                        | "lovers"
                )
            });
            let first = words.first().filter(|_| !is_noun);
            first.is_some_and(|word| word.lower.is_ascii() && ENGLISH_VERBS.is_in(&word.lower))
        })
    };
    // A question to the reader is one, too: it asks for an answer.
    let asks = || document.prose.contains(['?', '？']);
    let calls = || document.of_both(&ENGLISH, &CHINESE).is_ok_and(|found| !found.is_empty());
    let has_call = asks() || calls() || begins_with_verb();
    let level = if has_call { Level::Good } else { Level::Fair };
    let last = document.sentences.last().map(|sentence| document.quote(sentence.range.clone()));
    let figures = vec![("found", Figure::Count(usize::from(has_call)))];
    Outcome::one(Check::CallToAction, "no-call", level, figures, last.into_iter().collect())
}
