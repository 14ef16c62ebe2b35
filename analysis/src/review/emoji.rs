//! Emoji: as many as the brand likes, and not the same one several times in a row.

use super::check::{Check, Figure, Finding, Level, Outcome};
use super::{Document, ReviewTask};

/// So many of the same in a row are shouting.
const ROW: usize = 3;
/// One more fits for each so many words.
const WORDS_FOR_MORE: usize = 100;

pub(super) fn check(document: &Document<'_>, task: &ReviewTask<'_>) -> Outcome {
    let count = document.emoji.len();
    let most = if task.most_emoji == 0 { 0 } else { task.most_emoji + document.words.len() / WORDS_FOR_MORE };
    let figures = vec![("count", Figure::Count(count)), ("most", Figure::Count(most))];
    let quotes = |from: usize| document.emoji.iter().skip(from).map(|range| document.quote(range.clone())).collect();
    let row = document.emoji.windows(ROW).find(|row| {
        let same = row.windows(2).all(|pair| match pair {
            [left, right] => left.end == right.start && document.slice(left) == document.slice(right),
            _ => false,
        });
        same && most > 0
    });
    let (kind, level, quotes) = match row {
        _ if most == 0 && count > 0 => ("emoji-none", Level::Poor, quotes(0)),
        _ if count > most * 2 => ("emoji-many", Level::Poor, quotes(most)),
        _ if count > most => ("emoji-many", Level::Fair, quotes(most)),
        Some([first, .., last]) => ("emoji-row", Level::Fair, vec![document.quote(first.start..last.end)]),
        _ => return Outcome::good(figures),
    };
    let finding = Finding::new(Check::Emoji, kind, level, figures.clone(), quotes);
    Outcome::Judged { level, figures, findings: vec![finding] }
}
