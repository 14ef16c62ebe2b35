//! What was used, and may be.

use schemars::JsonSchema;
use serde::Serialize;

/// What a person and a team used today, what they may use, and what they used lately.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct UsageShown {
    /// The team's id.
    pub team: String,
    /// Today, as YYYY-MM-DD.
    pub day: String,
    /// When the next day begins, in UTC (RFC 3339).
    pub renews: String,
    /// `person` or `team` if its limits were just changed.
    pub changed: Option<String>,
    /// The person who asks, today.
    pub of_person: BudgetShown,
    /// All of the team together, today.
    pub of_team: BudgetShown,
    /// The last seven days, today first.
    pub days: Vec<DayShown>,
    /// What is to be kept in mind.
    pub notes: Vec<String>,
}

/// What was used today against what may be.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct BudgetShown {
    /// So far.
    pub used: UsedShown,
    /// The most in a day.
    pub limits: LimitsShown,
}

/// What was used.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct UsedShown {
    /// Requests that a model worked on.
    pub requests: u64,
    /// Tokens read and written.
    pub tokens: u64,
    /// Of these, read.
    pub prompt_tokens: u64,
    /// Of these, written.
    pub output_tokens: u64,
    /// What models with prices cost, by currency.
    pub money: Vec<MoneyShown>,
}

/// An amount of money.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct MoneyShown {
    /// Such as `USD`.
    pub currency: String,
    /// In whole units.
    pub amount: f64,
}

/// The most in a day; `null` is no limit.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct LimitsShown {
    /// Requests.
    pub requests: Option<u64>,
    /// Tokens read and written.
    pub tokens: Option<u64>,
    /// Money in each currency, in whole units.
    pub money: Option<f64>,
}

/// What was used on a day.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct DayShown {
    /// As YYYY-MM-DD.
    pub day: String,
    /// By the person who asks.
    pub of_person: UsedShown,
    /// By all of the team.
    pub of_team: UsedShown,
}
