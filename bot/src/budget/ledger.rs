//! Reservations: what calls that are under way may still use. They are in memory only, so those of a process that crashed
//! are gone with it; what was counted is in the storage. A data folder has one process, so nobody else reserves.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use copydesk_storage::{DayLimits, StorageError, TeamId, TeamStore, UsageCount, UsageLimits};
use jiff::civil::Date;

use super::effective;
use super::over::{Measure, Over, Whose};

/// All reservations of this process.
#[derive(Debug, Default)]
pub struct Budgets {
    ledger: Mutex<Ledger>,
}

#[derive(Debug, Default)]
struct Ledger {
    held: HashMap<u64, Held>,
    last_id: u64,
    /// How many reservations of a team have become counts: while this stays the same, none of its counts in the storage
    /// has changed.
    settled: HashMap<TeamId, u64>,
}

/// What one call may still use.
#[derive(Debug)]
struct Held {
    payer: Payer,
    may_use: UsageCount,
}

/// Who pays, and on which day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payer {
    /// The team.
    pub team: TeamId,
    /// The person, who pays with the team.
    pub person: String,
    /// The team's day.
    pub day: Date,
}

/// Why nothing was reserved.
#[derive(Debug)]
pub enum Refusal {
    /// A limit is reached.
    Over(Box<Over>),
    /// The counts can't be read.
    Storage(StorageError),
}

impl From<StorageError> for Refusal {
    fn from(error: StorageError) -> Self {
        Self::Storage(error)
    }
}

impl Budgets {
    /// Reserves `may_use` if it fits under every limit, beside what is counted and what others have reserved.
    ///
    /// # Errors
    /// [`Refusal`]
    pub async fn reserve(
        self: &Arc<Self>,
        records: &TeamStore,
        person: &str,
        day: Date,
        configured: &UsageLimits,
        may_use: UsageCount,
    ) -> Result<Reservation, Refusal> {
        let payer = Payer { team: records.id().clone(), person: person.to_string(), day };
        loop {
            let settled = self.lock().settled(&payer.team);
            let own = records.get::<UsageLimits>(UsageLimits::ID).await?;
            let limits = effective(own.map(|stored| stored.record), configured);
            let of_person = records.usage(day, Some(person)).await?;
            let of_team = records.usage(day, None).await?;
            let mut ledger = self.lock();
            // A reservation became a count meanwhile, which may be in neither: look again. Each time round, somebody
            // else has got on.
            if ledger.settled(&payer.team) != settled {
                continue;
            }
            for (whose, limits, counted) in
                [(Whose::Person, limits.person, of_person), (Whose::Team, limits.team, of_team)]
            {
                let held = ledger.held_for(whose, &payer);
                check(whose, &limits, &counted, &held, &may_use).map_err(|over| Refusal::Over(Box::new(over)))?;
            }
            ledger.last_id += 1;
            let id = ledger.last_id;
            ledger.held.insert(id, Held { payer: payer.clone(), may_use });
            return Ok(Reservation { budgets: Arc::clone(self), records: records.clone(), payer, id });
        }
    }

    fn lock(&self) -> MutexGuard<'_, Ledger> {
        // No change of the ledger can stop half-way.
        self.ledger.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Ledger {
    fn settled(&self, team: &TeamId) -> u64 {
        self.settled.get(team).copied().unwrap_or_default()
    }

    fn held_for(&self, whose: Whose, payer: &Payer) -> UsageCount {
        let mut sum = UsageCount::default();
        for held in self.held.values() {
            let same_team = held.payer.team == payer.team && held.payer.day == payer.day;
            if same_team && (whose == Whose::Team || held.payer.person == payer.person) {
                sum.add(&held.may_use);
            }
        }
        sum
    }
}

/// Whether `needed` fits beside what is counted and held.
fn check(
    whose: Whose,
    limits: &DayLimits,
    counted: &UsageCount,
    held: &UsageCount,
    needed: &UsageCount,
) -> Result<(), Over> {
    let over = |measure: Measure, limit: Option<u64>, amount: &dyn Fn(&UsageCount) -> u64| {
        let limit = limit?;
        let (used, held, needed) = (amount(counted), amount(held), amount(needed));
        let fits = needed == 0 || used.saturating_add(held).saturating_add(needed) <= limit;
        (!fits).then_some(Over { whose, measure, limit, used, held, needed })
    };
    let over_money = needed.money.keys().find_map(|currency| {
        let amount = |count: &UsageCount| count.money.get(currency).copied().unwrap_or_default();
        over(Measure::Money(currency.clone()), limits.money, &amount)
    });
    let over = over(Measure::Requests, limits.requests, &|count| count.requests)
        .or_else(|| over(Measure::Tokens, limits.tokens, &UsageCount::tokens))
        .or(over_money);
    over.map_or(Ok(()), Err)
}

/// What a call may use. Dropping it gives it back: the call used nothing.
pub struct Reservation {
    budgets: Arc<Budgets>,
    records: TeamStore,
    payer: Payer,
    id: u64,
}

impl Reservation {
    /// Counts what the call used, in place of what was reserved.
    ///
    /// # Errors
    /// What the storage says. The reservation then stays until the program ends: what can't be counted is not given
    /// back.
    pub async fn settle(mut self, used: &UsageCount) -> Result<(), StorageError> {
        let id = std::mem::take(&mut self.id);
        let Payer { person, day, .. } = &self.payer;
        // The count first, so that there is no moment without one or the other.
        self.records.add_usage(*day, person, used).await?;
        let mut ledger = self.budgets.lock();
        *ledger.settled.entry(self.payer.team.clone()).or_default() += 1;
        ledger.held.remove(&id);
        Ok(())
    }
}

impl Drop for Reservation {
    fn drop(&mut self) {
        // No reservation has the id 0.
        self.budgets.lock().held.remove(&self.id);
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed test may panic")]
#[path = "ledger_tests.rs"]
mod tests;
