//! `[data]`: how long what is to be removed waits.

use jiff::SignedDuration;

use super::reader::Reader;

/// A time that is not too long for a person to wait.
const MOST_SECONDS: u64 = 24 * 3600;
/// Ten years.
const MOST_DAYS: u64 = 3653;

/// `[data]`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DataSettings {
    /// How long a team's removal can be undone.
    pub undo: SignedDuration,
    /// How long a team is kept whose places are all left.
    pub after_leaving: SignedDuration,
}

pub(super) fn read(reader: Reader<'_>) -> DataSettings {
    let whole = |key, most| i64::try_from(reader.whole(key, 0..=most)).unwrap_or_default();
    let settings = DataSettings {
        undo: SignedDuration::from_secs(whole("undo_seconds", MOST_SECONDS)),
        after_leaving: SignedDuration::from_hours(24 * whole("days_after_leaving", MOST_DAYS)),
    };
    reader.finish();
    settings
}
