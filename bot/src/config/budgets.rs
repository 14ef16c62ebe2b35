//! `[budgets]`: what a person and a team may use in a day, unless the team has set its own limits.

use copydesk_storage::{DayLimits, UsageLimits};

use super::reader::Reader;

/// The most requests or tokens that a limit may name: far more than anybody uses in a day.
pub const MOST_COUNTED: u64 = 1_000_000_000_000;

/// The most money that a limit may name.
pub const MOST_MONEY: f64 = 1_000_000.0;

pub(super) fn read(reader: Reader<'_>) -> UsageLimits {
    let limits =
        UsageLimits { person: read_limits(reader.section("person")), team: read_limits(reader.section("team")) };
    reader.finish();
    limits
}

/// 0 is no limit.
fn read_limits(reader: Reader<'_>) -> DayLimits {
    let limit = |key| Some(reader.whole(key, 0..=MOST_COUNTED)).filter(|limit| *limit > 0);
    let money = reader.optional_decimal("money", 0.0..=MOST_MONEY).map(millionths);
    let limits = DayLimits {
        requests: limit("requests"),
        tokens: limit("tokens"),
        money: money.filter(|millionths| *millionths > 0),
    };
    reader.finish();
    limits
}

/// Money as it is counted: whole millionths.
pub fn millionths(money: f64) -> u64 {
    // Amounts are small and not negative; what is too small to count rounds up, so that no limit becomes "none".
    (money * 1e6).ceil() as u64
}
