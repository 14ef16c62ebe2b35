//! Hashtags: how many the platform takes, whether it has any, and how much of the text they are.

use super::check::{Check, Figure, Finding, Level, Outcome};
use super::{Document, ReviewTask};

/// More than so many are too many where no platform says otherwise.
const MOST: usize = 5;
/// A text of which more is hashtags has more tags than message, percent of its characters.
const MOST_PERCENT: usize = 40;

pub(super) fn check(document: &Document<'_>, task: &ReviewTask<'_>) -> Outcome {
    let count = document.hashtags.len();
    let room = task.platform.and_then(|platform| task.platforms.iter().find(|room| room.platform == platform));
    let most = room.map_or(MOST, |room| room.hashtags.unwrap_or(0) as usize);
    let length: usize = document.hashtags.iter().map(|range| document.slice(range).chars().count()).sum();
    let percent = (length * 100).checked_div(document.text.trim().chars().count()).unwrap_or_default();
    let figures = vec![
        ("count", Figure::Count(count)),
        ("most", Figure::Count(most)),
        ("percent", Figure::Count(percent)),
        ("platform", Figure::Words(task.platform.map(|platform| platform.id().to_string()).unwrap_or_default())),
    ];
    let quotes = |from: usize| document.hashtags.iter().skip(from).map(|range| document.quote(range.clone())).collect();
    let (kind, level, quotes) = match () {
        () if count > 0 && most == 0 => ("hashtags-unused", Level::Fair, quotes(0)),
        () if count > most * 2 => ("hashtags-many", Level::Poor, quotes(most)),
        () if count > most => ("hashtags-many", Level::Fair, quotes(most)),
        () if percent > MOST_PERCENT => ("hashtags-share", Level::Fair, quotes(0)),
        () => return Outcome::good(figures),
    };
    let finding = Finding::new(Check::Hashtags, kind, level, figures.clone(), quotes);
    Outcome::Judged { level, figures, findings: vec![finding] }
}
