//! Long sentences: over 20 English words or, in Chinese, over the configured number of characters; less for young readers,
//! more for experts. Yoast's thresholds.

use super::check::{Check, Figure, Level, Outcome, Why};
use super::{Document, ReviewTask};
use crate::Language;

/// An English sentence of more words is long.
const WORDS: usize = 20;
/// In fewer sentences a share says nothing: long ones are counted.
const FEW: usize = 4;

pub(super) fn check(document: &Document<'_>, task: &ReviewTask<'_>) -> Outcome {
    let scaled = |most: usize| (most as f64 * task.audience.sentence_factor()).round() as usize;
    let length = |sentence: &&super::document::Part| match document.language {
        Some(Language::English) => Some((sentence.words.len(), scaled(WORDS))),
        Some(Language::Chinese) => Some((sentence.characters, scaled(task.thresholds.sentence_characters))),
        _ => None,
    };
    if document.sentences.first().and_then(|sentence| length(&sentence)).is_none() {
        return Outcome::LeftOut(if document.words.is_empty() { Why::Short } else { Why::Language });
    }
    let long: Vec<_> =
        document.sentences.iter().filter(|it| length(it).is_some_and(|(length, most)| length > most)).collect();
    let share = long.len() as f64 * 100.0 / document.sentences.len() as f64;
    let level = if document.sentences.len() < FEW {
        let endless = long.iter().any(|it| length(it).is_some_and(|(length, most)| length > most * 2));
        if endless { Level::Poor } else { Level::of_count(long.len()) }
    } else {
        Level::above(share, 25.0, 30.0)
    };
    let most = scaled(if document.is_chinese() { task.thresholds.sentence_characters } else { WORDS });
    let figures = vec![
        ("share", Figure::Count(share.round() as usize)),
        ("long", Figure::Count(long.len())),
        ("sentences", Figure::Count(document.sentences.len())),
        ("most", Figure::Count(most)),
    ];
    let quotes = long.iter().map(|sentence| document.quote(sentence.range.clone())).collect();
    Outcome::one(Check::SentenceLength, "long-sentences", level, figures, quotes)
}
