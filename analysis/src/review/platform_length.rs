//! Length on each platform, counted as that platform counts.

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
    let text = document.text.trim();
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
        Fit { platform: room.platform, used: used(unit), limit: room.limit, unit }
    };
    let mut fits: Vec<Fit> = task.platforms.iter().map(fit).collect();
    fits.sort_by_key(|fit| Some(fit.platform) != task.platform);
    fits
}

/// With a platform, the text has to fit it; without one, at least one of the team's, or better all.
pub(super) fn check(document: &Document<'_>, task: &ReviewTask<'_>) -> Outcome {
    let fits = fits(document, task);
    let Some(platform) = task.platform else { return Outcome::LeftOut(Why::NoPlatform) };
    let Some(fit) = fits.iter().find(|fit| fit.platform == platform) else {
        return Outcome::LeftOut(Why::NoPlatform);
    };
    let figures = vec![
        ("platform", Figure::Words(fit.platform.id().to_string())),
        ("used", Figure::Count(fit.used as usize)),
        ("limit", Figure::Count(fit.limit as usize)),
        ("over", Figure::Count(fit.used.saturating_sub(fit.limit) as usize)),
    ];
    if fit.fits() {
        return Outcome::good(figures);
    }
    let tail = overflow(document, fit);
    let finding = Finding::new(Check::PlatformLength, "too-long", Level::Poor, figures.clone(), vec![tail]);
    Outcome::Judged { level: Level::Poor, figures, findings: vec![finding] }
}

/// The words that do not fit any more: a sixteenth of the text is the finest that is looked for.
fn overflow(document: &Document<'_>, fit: &Fit) -> super::Quote {
    let text = document.text;
    let (mut low, mut high) = (0_usize, text.len());
    for _ in 0..12 {
        let middle = (low..=low.midpoint(high)).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(low);
        let fits = text.get(..middle).is_some_and(|part| count(part.trim_start(), fit.unit) <= fit.limit);
        if fits { low = middle } else { high = middle }
    }
    document.quote(low..text.trim_end().len())
}
