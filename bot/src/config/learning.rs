//! `[learning]`: when models of the teams' own posts are trained again.

use std::time::Duration;

use super::reader::Reader;

/// A year.
const MOST_HOURS: u64 = 8_784;

/// `[learning]`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LearningSettings {
    /// How often is looked whether enough is new; `None` for never.
    pub every: Option<Duration>,
    /// Posts (or labels) that must be new.
    pub new_posts: usize,
}

pub(super) fn read(reader: Reader<'_>) -> LearningSettings {
    let hours = reader.whole("retrain_hours", 0..=MOST_HOURS);
    let settings = LearningSettings {
        every: (hours > 0).then(|| Duration::from_secs(hours * 3600)),
        new_posts: reader.whole("retrain_posts", 1..=1_000_000) as usize,
    };
    reader.finish();
    settings
}
