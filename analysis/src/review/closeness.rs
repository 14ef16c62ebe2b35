//! Whether the text is close to one that was published before: Jaccard similarity of their pairs of neighbouring words.

use std::collections::HashSet;

use super::check::{Check, Figure, Level, Outcome, Why};
use super::{Document, ReviewTask};
use crate::words::{is_han, word_places};

/// From here on the resemblance is fair, and from the second number on poor.
const CLOSE: (f64, f64) = (0.3, 0.6);

pub(super) fn check(document: &Document<'_>, task: &ReviewTask<'_>) -> Outcome {
    if task.earlier.is_empty() {
        return Outcome::LeftOut(Why::NoEarlier);
    }
    let own = pairs(document.text);
    if own.is_empty() {
        return Outcome::LeftOut(Why::Short);
    }
    let resemblance = |text: &str| {
        let other = pairs(text);
        let shared = own.intersection(&other).count();
        shared as f64 / (own.len() + other.len() - shared).max(1) as f64
    };
    let compared = task.earlier.iter().map(|earlier| (resemblance(earlier.text), earlier));
    let Some((closest, earlier)) = compared.max_by(|left, right| left.0.total_cmp(&right.0)) else {
        return Outcome::LeftOut(Why::NoEarlier);
    };
    let figures = vec![
        ("percent", Figure::Count((closest * 100.0).round() as usize)),
        ("id", Figure::Words(earlier.id.to_string())),
    ];
    let level = Level::above(closest, CLOSE.0, CLOSE.1);
    Outcome::one(Check::Closeness, "close-to-earlier", level, figures, vec![document.quote(0..document.text.len())])
}

/// Pairs of neighbouring words, or Chinese characters, in lower case.
fn pairs(text: &str) -> HashSet<(String, String)> {
    let mut units: Vec<String> = Vec::new();
    for (_, word) in word_places(text) {
        if word.starts_with(is_han) {
            units.extend(word.chars().map(String::from));
        } else {
            units.push(word.to_lowercase());
        }
    }
    let next = units.iter().skip(1).cloned();
    units.iter().cloned().zip(next).collect()
}
