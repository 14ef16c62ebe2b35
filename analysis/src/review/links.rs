//! Links: how many, whether they can be clicked on the platform, and whether they are encrypted.

use super::check::{Check, Figure, Finding, Level, Outcome};
use super::{Document, ReviewTask};
use crate::Platform;

/// More links compete with each other in a text of up to so many words.
const MOST: usize = 2;
const WORDS_FOR_MORE: usize = 150;

pub(super) fn check(document: &Document<'_>, task: &ReviewTask<'_>) -> Outcome {
    let count = document.links.len();
    let most = MOST + document.words.len() / WORDS_FOR_MORE;
    let figures = vec![("count", Figure::Count(count)), ("most", Figure::Count(most))];
    let all = || document.links.iter().map(|range| document.quote(range.clone()));
    // In their captions a link is text that nobody can click.
    let dead = matches!(task.platform, Some(Platform::Instagram | Platform::Xiaohongshu | Platform::TikTok));
    let insecure: Vec<_> = all().filter(|quote| quote.text.to_ascii_lowercase().starts_with("http://")).collect();
    let (kind, level, quotes) = match () {
        () if count > 0 && dead => ("links-dead", Level::Fair, all().collect()),
        () if !insecure.is_empty() => ("links-insecure", Level::Fair, insecure),
        () if count > most * 2 => ("links-many", Level::Poor, all().skip(most).collect()),
        () if count > most => ("links-many", Level::Fair, all().skip(most).collect()),
        () => return Outcome::good(figures),
    };
    let finding = Finding::new(Check::Links, kind, level, figures.clone(), quotes);
    Outcome::Judged { level, figures, findings: vec![finding] }
}
