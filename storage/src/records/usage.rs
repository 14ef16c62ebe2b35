//! What a team and its people used in a day, and how much they may.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::store::LOST_RACES;
use crate::{Record, Section, StorageError, Stored, TeamStore};

/// What was used in a day, by a person or by a whole team.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct UsageCount {
    /// Requests that a model worked on.
    pub requests: u64,
    /// Tokens that models read.
    pub prompt_tokens: u64,
    /// Tokens that models wrote.
    pub output_tokens: u64,
    /// What that cost, in millionths, by currency.
    pub money: BTreeMap<String, u64>,
}

impl UsageCount {
    /// Tokens read and written.
    #[must_use]
    pub fn tokens(&self) -> u64 {
        self.prompt_tokens.saturating_add(self.output_tokens)
    }

    /// Adds what another counted.
    pub fn add(&mut self, other: &Self) {
        self.requests = self.requests.saturating_add(other.requests);
        self.prompt_tokens = self.prompt_tokens.saturating_add(other.prompt_tokens);
        self.output_tokens = self.output_tokens.saturating_add(other.output_tokens);
        for (currency, millionths) in &other.money {
            let sum = self.money.entry(currency.clone()).or_default();
            *sum = sum.saturating_add(*millionths);
        }
    }

    /// Its id: the day, and behind it the person, if it is one's.
    fn id(day: Date, person: Option<&str>) -> String {
        person.map_or_else(|| day.to_string(), |person| format!("{day}/{person}"))
    }
}

impl Record for UsageCount {
    const SECTION: Section = Section::Usage;
    const VERSION: u16 = 1;
}

/// The most that may be used in a day; what is `None` is left to the configuration.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DayLimits {
    /// Requests that ask a model.
    pub requests: Option<u64>,
    /// Tokens read and written.
    pub tokens: Option<u64>,
    /// Millionths of whatever currency the models' prices are in; each currency counts by itself.
    pub money: Option<u64>,
}

/// The limits that a team has set for itself.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct UsageLimits {
    /// Of each person.
    pub person: DayLimits,
    /// Of all of them together.
    pub team: DayLimits,
}

impl UsageLimits {
    /// The id of a team's only limits.
    pub const ID: &str = "team";
}

impl Record for UsageLimits {
    const SECTION: Section = Section::UsageLimits;
    const VERSION: u16 = 1;
}

impl TeamStore {
    /// What the team used on a day, or one person of it.
    ///
    /// # Errors
    /// As [`get`](Self::get).
    pub async fn usage(&self, day: Date, person: Option<&str>) -> Result<UsageCount, StorageError> {
        let stored = self.get::<UsageCount>(&UsageCount::id(day, person)).await?;
        Ok(stored.map(|stored| stored.record).unwrap_or_default())
    }

    /// Adds what a person used on a day, to the person's count and the team's: to both or neither.
    ///
    /// # Errors
    /// See [`update`](Self::update).
    pub async fn add_usage(&self, day: Date, person: &str, used: &UsageCount) -> Result<(), StorageError> {
        let ids = [UsageCount::id(day, None), UsageCount::id(day, Some(person))];
        let mut races = 0;
        loop {
            let mut change = self.change();
            for id in &ids {
                let stored: Option<Stored<UsageCount>> = self.get(id).await?;
                change = change.unchanged::<UsageCount>(id, stored.as_ref().map(|stored| stored.version));
                let mut count = stored.map(|stored| stored.record).unwrap_or_default();
                count.add(used);
                change = change.put(id, &count);
            }
            match change.commit().await {
                Err(StorageError::Conflict { .. }) if races < LOST_RACES => races += 1,
                result => return result.map(drop),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_stored_forms_are_these() -> Result<(), serde_json::Error> {
        let count =
            UsageCount { requests: 2, money: BTreeMap::from([("USD".to_owned(), 150)]), ..UsageCount::default() };
        insta::assert_snapshot!(
            serde_json::to_string(&count)?,
            @r#"{"requests":2,"prompt_tokens":0,"output_tokens":0,"money":{"USD":150}}"#
        );
        let person = DayLimits { tokens: Some(9), ..DayLimits::default() };
        insta::assert_snapshot!(
            serde_json::to_string(&UsageLimits { person, team: DayLimits::default() })?,
            @r#"{"person":{"requests":null,"tokens":9,"money":null},"team":{"requests":null,"tokens":null,"money":null}}"#
        );
        Ok(())
    }

    #[test]
    fn days_are_in_order_and_a_person_is_never_the_team() {
        let id = |month, day, person| UsageCount::id(date(2026, month, day), person);
        assert_eq!([id(3, 4, None), id(3, 4, Some("ana"))], ["2026-03-04", "2026-03-04/ana"]);
        assert!(id(3, 4, Some("zoe")) < id(3, 5, None) && id(9, 30, None) < id(10, 1, None));
        assert_ne!(id(3, 4, Some("")), id(3, 4, None));
    }
}
