//! Long paragraphs: over 150 English words are fair, over 200 poor (Yoast); Chinese by the configured characters.

use super::check::{Check, Figure, Level, Outcome, Why};
use super::{Document, ReviewTask};
use crate::Language;

pub(super) fn check(document: &Document<'_>, task: &ReviewTask<'_>) -> Outcome {
    let (fair, poor) = match document.language {
        Some(Language::English) => (150, 200),
        Some(Language::Chinese) => task.thresholds.paragraph_characters,
        Some(_) => return Outcome::LeftOut(Why::Language),
        None => return Outcome::LeftOut(document.why_none()),
    };
    let length = |part: &super::document::Part| if document.is_chinese() { part.characters } else { part.words.len() };
    let longest = document.paragraphs.iter().map(length).max().unwrap_or_default();
    let long = document.paragraphs.iter().filter(|paragraph| length(paragraph) > fair);
    let quotes = long.map(|paragraph| document.quote(paragraph.range.clone())).collect();
    let figures = vec![("longest", Figure::Count(longest)), ("most", Figure::Count(fair))];
    let level = Level::above(longest as f64, fair as f64, poor as f64);
    Outcome::one(Check::ParagraphLength, "long-paragraphs", level, figures, quotes)
}
