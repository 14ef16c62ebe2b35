//! Rules for words, the history of preferences, what the best posts suggest, and what is stored of a person.

use copydesk_adapters::Attachment;
use schemars::JsonSchema;
use serde::Serialize;

use super::RecordCount;

/// The team's rules for words.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct RulesShown {
    /// The id of the rule that was just made or removed.
    pub changed: Option<String>,
    /// `added` or `removed`.
    pub done: Option<String>,
    /// All of them, the oldest first.
    pub rules: Vec<RuleShown>,
}

/// A rule for words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RuleShown {
    /// Such as "R-003".
    pub id: String,
    /// `required`, `banned` or `preferred`.
    pub demand: String,
    /// What it looks for.
    pub pattern: String,
    /// What it says instead, if it does.
    pub say: Option<String>,
    /// A text that it matches.
    pub example: String,
    /// How often it has matched.
    pub matched: u64,
}

/// The history of the team's preferences and rules.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct PreferenceHistory {
    /// The change that was just taken back, such as "P-007".
    pub undone: Option<String>,
    /// The newest first.
    pub changes: Vec<ChangeShown>,
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ChangeShown {
    /// Such as "P-007".
    pub id: String,
    /// When, in UTC (RFC 3339).
    pub at: String,
    /// Who: the platform's name and the platform's id of the person; empty if they are forgotten.
    pub by: String,
    /// A preference's key, or `rule`.
    pub key: String,
    /// What was there; empty if nothing.
    pub old: Vec<String>,
    /// What is there since; empty if nothing.
    pub new: Vec<String>,
    /// The change that this one took back.
    pub undoes: Option<String>,
    /// Whether a later one took it back.
    pub undone: bool,
}

/// What the best posts suggest.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Proposals {
    /// How many posts were looked at, and how many of them are the best.
    pub posts: usize,
    /// The best ones: those whose result is in the upper third of their platform's.
    pub best: usize,
    /// What could be stored; numbers are those of `/prefs learn accept`.
    pub proposals: Vec<ProposalShown>,
    /// Keys of the preferences that were just stored.
    pub accepted: Vec<String>,
}

/// One suggestion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ProposalShown {
    /// From 1.
    pub number: usize,
    /// The preference's key.
    pub key: String,
    /// The value that would be stored; lists keep what they have.
    pub value: Vec<String>,
    /// What it stands on.
    pub because: String,
}

/// What is stored of a person.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct PersonShown {
    /// The platform's name and the platform's id of the person.
    pub id: String,
    /// The wish that was just changed.
    pub changed: Option<String>,
    /// The language that they are answered in, if they chose one.
    pub language: Option<String>,
    /// Topics that they follow.
    pub topics: Vec<String>,
    /// Platforms that they write for.
    pub platforms: Vec<String>,
    /// How many records of which kind are theirs or name them, in all teams; empty where a wish was changed.
    pub records: Vec<RecordCount>,
    /// Where all of it was stored, as a text; `null` where it was sent, or there is nothing.
    pub path: Option<String>,
    /// The text itself, where it is to be sent.
    #[serde(skip)]
    pub file: Option<Attachment>,
}
