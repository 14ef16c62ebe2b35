//! Length on each platform, counted as that platform counts.

use std::ops::Range;

use serde::Serialize;

use super::check::{Check, Figure, Finding, Level, Outcome, Why};
use super::{Document, ReviewTask};
use crate::{Platform, Unit, count};

/// A text on a platform.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Fit {
    /// Where.
    pub platform: Platform,
    /// How long the text is there.
    pub used: u32,
    /// The most that fits.
    pub limit: u32,
    /// What is counted.
    pub unit: Unit,
}

impl Fit {
    /// Whether it fits.
    pub fn fits(&self) -> bool {
        self.used <= self.limit
    }
}

/// The text on every platform of the task, the one that it is for first.
pub(super) fn fits(document: &Document<'_>, task: &ReviewTask<'_>) -> Vec<Fit> {
    let text = document.counted().trim();
    // Several platforms count alike.
    let mut counted: Vec<(Unit, u32)> = Vec::new();
    let mut used = |unit: Unit| match counted.iter().find(|(known, _)| *known == unit) {
        Some(&(_, used)) => used,
        None => {
            let used = count(text, unit);
            counted.push((unit, used));
            used
        }
    };
    let fit = |room: &super::PlatformRoom| {
        let unit = room.platform.unit();
        Some(Fit { platform: room.platform, used: used(unit), limit: room.limit?, unit })
    };
    let mut fits: Vec<Fit> = task.platforms.iter().filter_map(fit).collect();
    fits.sort_by_key(|fit| Some(fit.platform) != task.platform);
    fits
}

/// With a platform, the text has to fit it, and its first line what the platform takes for a title; without one, at least one of
/// those that it may run on.
pub(super) fn check(document: &Document<'_>, task: &ReviewTask<'_>) -> Outcome {
    let fits = fits(document, task);
    let Some(platform) = task.platform else { return anywhere(document, &fits) };
    let fit = fits.iter().find(|fit| fit.platform == platform);
    let room = task.platforms.iter().find(|room| room.platform == platform);
    let title = room.and_then(|room| room.title).and_then(|limit| {
        let range = title_line(document)?;
        let used = count(document.slice(&range), Unit::Characters);
        Some((Fit { platform, used, limit, unit: Unit::Characters }, range))
    });
    let Some(shown) = fit.or(title.as_ref().map(|(fit, _)| fit)) else { return Outcome::LeftOut(Why::NoLimit) };
    let mut findings = Vec::new();
    let mut add = |kind, fit: &Fit, quote| {
        findings.push(Finding::new(Check::PlatformLength, kind, Level::Poor, figures(fit), vec![quote]));
    };
    if let Some(fit) = fit.filter(|fit| !fit.fits()) {
        add("too-long", fit, overflow(document, fit));
    }
    if let Some((fit, range)) = title.as_ref().filter(|(fit, _)| !fit.fits()) {
        add("title-too-long", fit, document.quote(range.clone()));
    }
    let level = if findings.is_empty() { Level::Good } else { Level::Poor };
    Outcome::Judged { level, figures: figures(shown), findings }
}

/// What fits no platform at all is too long for the one with most room.
fn anywhere(document: &Document<'_>, fits: &[Fit]) -> Outcome {
    let roomiest = fits.iter().max_by_key(|fit| fit.limit);
    let Some(fit) = roomiest.filter(|_| !fits.iter().any(Fit::fits)) else { return Outcome::LeftOut(Why::NoPlatform) };
    let tail = vec![overflow(document, fit)];
    Outcome::one(Check::PlatformLength, "too-long", Level::Poor, figures(fit), tail)
}

fn figures(fit: &Fit) -> Vec<(&'static str, Figure)> {
    vec![
        ("platform", Figure::Words(fit.platform.id().to_string())),
        ("used", Figure::Count(fit.used as usize)),
        ("limit", Figure::Count(fit.limit as usize)),
        ("over", Figure::Count(fit.used.saturating_sub(fit.limit) as usize)),
    ]
}

/// The first line, if it is a title: marked as one, or without the end of a sentence above other lines.
fn title_line(document: &Document<'_>) -> Option<Range<usize>> {
    let text = document.text;
    let start = text.len() - text.trim_start().len();
    let line = text.get(start..)?.lines().next()?.trim_end();
    let behind = text.get(start + line.len()..).unwrap_or_default();
    let marks = line.len() - line.trim_start_matches('#').trim_start().len();
    let marked = line.starts_with("# ");
    let unfinished = !line.ends_with(['.', '。', '…', ':', '：', ',', '，', ';', '；']);
    let from = if marked { start + marks } else { start };
    ((marked || unfinished) && !behind.trim().is_empty() && !line.is_empty()).then_some(from..start + line.len())
}

/// The words that do not fit any more.
fn overflow(document: &Document<'_>, fit: &Fit) -> super::Quote {
    let text = document.counted();
    let end = text.trim_end().len();
    // The longest beginning that fits lies from `low` to `high`; both are borders of characters.
    let (mut low, mut high) = (0_usize, end);
    while low < high {
        let middle = (low + (high - low).div_ceil(2)..=high).find(|&at| text.is_char_boundary(at)).unwrap_or(high);
        if count(text.get(..middle).unwrap_or_default().trim_start(), fit.unit) <= fit.limit {
            low = middle;
        } else {
            high = (low..middle).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(low);
        }
    }
    document.quote_counted(low)
}
