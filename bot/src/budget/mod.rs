//! Budgets: what a person and a team may use in a day. Every call to a model goes through [`Desk::generate`], which
//! reserves what the call may take before it is made, and counts what it took after it.
//!
//! | file | what it does |
//! | --- | --- |
//! | `ledger` | reservations, and whether there is room for another one |
//! | `over` | what a person is told when there is none |
//! | `metered` | a call that is reserved, watched and counted |
//!
//! [`Desk::generate`]: crate::desk::Desk::generate

mod ledger;
mod metered;
mod over;

use copydesk_storage::{DayLimits, UsageLimits};

pub use self::ledger::{Budgets, Refusal, Reservation};
pub use self::metered::{CallError, Counted, Metered};
pub use self::over::{Measure, Over, Whose, money};

/// The limits that hold for a team: its own, and where it has set none those of the configuration.
pub fn effective(own: Option<UsageLimits>, configured: &UsageLimits) -> UsageLimits {
    let own = own.unwrap_or_default();
    let over = |own: DayLimits, configured: DayLimits| DayLimits {
        requests: own.requests.or(configured.requests),
        tokens: own.tokens.or(configured.tokens),
        money: own.money.or(configured.money),
    };
    UsageLimits { person: over(own.person, configured.person), team: over(own.team, configured.team) }
}
