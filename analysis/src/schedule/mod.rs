//! When a digest is due: pure functions of a line, a time and a time zone.
//!
//! Every schedule is a cron line of five fields. In the hour that a clock skips, what is due is due at its end; in the hour
//! that a clock repeats, it is due once, the first time.

mod cron;
mod words;

use std::fmt;

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{SignedDuration, Timestamp};

use cron::Cron;

/// Days that are searched for the next time: a 29 February comes after eight years at most.
const SEARCHED_DAYS: usize = 366 * 9;
/// The hour of a schedule that names none.
const USUAL_HOUR: i8 = 9;

/// A schedule, such as "weekdays 9:00".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    cron: Cron,
}

/// One time that something is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Due {
    /// The instant.
    pub at: Timestamp,
    /// As the schedule says it, in its time zone; in a skipped hour that is no time that any clock shows.
    pub local: DateTime,
}

/// What a schedule comes to, for saying it in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shape {
    /// Every day.
    Daily(Time),
    /// Monday to Friday.
    Weekdays(Time),
    /// On these days, 1 for Monday to 7 for Sunday.
    Weekly(Vec<u8>, Time),
    /// On one day of the month.
    Monthly(u8, Time),
    /// Anything else; its cron line says it.
    Other,
}

/// Why a text is no schedule.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScheduleError {
    /// Nothing is known of this word.
    #[error("unknown: {0:?}")]
    Unknown(String),
    /// The time is none.
    #[error("no time of day: {0:?}")]
    Time(String),
    /// A field of a cron line is wrong.
    #[error("wrong in a cron line: {0:?}")]
    Field(String),
    /// No day is named.
    #[error("no day")]
    NoDay,
    /// It is well written, and never due.
    #[error("never due")]
    Never,
}

impl Schedule {
    /// Reads "weekdays 9:00", "every Monday and Thursday at 8am", "daily at 8", "monthly on the 15th 9:30", a cron line
    /// ("0 9 * * 1-5"), 每天9点, 每周一 9:00, 工作日9:00, 每月15号上午9点半. Without a time it is 9:00.
    ///
    /// # Errors
    /// See [`ScheduleError`].
    pub fn read(text: &str) -> Result<Self, ScheduleError> {
        let cron = if Cron::looks_like(text) { Cron::read(text)? } else { words::read(text)? };
        let schedule = Self { cron };
        let is_ever = schedule.after(Timestamp::UNIX_EPOCH, &TimeZone::UTC).is_some();
        if is_ever { Ok(schedule) } else { Err(ScheduleError::Never) }
    }

    /// The first time after `after`; `None` if the calendar ends before.
    pub fn after(&self, after: Timestamp, zone: &TimeZone) -> Option<Due> {
        // A skipped hour can move what is due yesterday to today.
        let mut day = zone.to_datetime(after).date().yesterday().ok()?;
        for _ in 0..SEARCHED_DAYS {
            if let Some(due) = self.on(day, zone).find(|due| due.at > after) {
                return Some(due);
            }
            day = day.tomorrow().ok()?;
        }
        None
    }

    /// The next `count` times after `after`.
    pub fn next(&self, after: Timestamp, zone: &TimeZone, count: usize) -> Vec<Due> {
        std::iter::successors(self.after(after, zone), |due| self.after(due.at, zone)).take(count).collect()
    }

    /// How long it usually is between two times.
    pub fn period(&self, after: Timestamp, zone: &TimeZone) -> SignedDuration {
        let times = self.next(after, zone, 12);
        let mut gaps: Vec<SignedDuration> =
            times.windows(2).filter_map(|pair| Some(pair.get(1)?.at.duration_since(pair.first()?.at))).collect();
        gaps.sort_unstable();
        gaps.get(gaps.len() / 2).copied().unwrap_or(SignedDuration::from_hours(24))
    }

    /// What it comes to.
    pub fn shape(&self) -> Shape {
        self.cron.shape()
    }

    fn on<'s>(&'s self, day: Date, zone: &'s TimeZone) -> impl Iterator<Item = Due> + 's {
        let times = self.cron.is_on(day).then(|| self.cron.times()).into_iter().flatten();
        times.filter_map(move |time| {
            let local = day.to_datetime(time);
            Some(Due { at: instant(local, zone)?, local })
        })
    }
}

impl fmt::Display for Schedule {
    /// The cron line, which [`Schedule::read`] reads again.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.cron.fmt(out)
    }
}

fn instant(local: DateTime, zone: &TimeZone) -> Option<Timestamp> {
    let ambiguous = zone.to_ambiguous_timestamp(local);
    match ambiguous.offset() {
        AmbiguousOffset::Unambiguous { offset } => offset.to_timestamp(local).ok(),
        AmbiguousOffset::Fold { before, .. } => before.to_timestamp(local).ok(),
        AmbiguousOffset::Gap { before, .. } => {
            let beyond = before.to_timestamp(local).ok()?.checked_add(SignedDuration::from_secs(1)).ok()?;
            zone.preceding(beyond).next().map(|transition| transition.timestamp())
        }
    }
}

#[cfg(test)]
mod tests;
