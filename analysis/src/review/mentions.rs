//! Mentions: a few invite, many look like spam.

use super::Document;
use super::check::{Check, Figure, Level, Outcome};

const FAIR: usize = 5;
const POOR: usize = 10;

pub(super) fn check(document: &Document<'_>) -> Outcome {
    let count = document.mentions.len();
    let level = Level::above(count as f64, FAIR as f64, POOR as f64);
    let quotes = document.mentions.iter().skip(FAIR).map(|range| document.quote(range.clone())).collect();
    let figures = vec![("count", Figure::Count(count)), ("most", Figure::Count(FAIR))];
    Outcome::one(Check::Mentions, "mentions-many", level, figures, quotes)
}
