//! What the model was told for the last answer in a channel.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Record, Section};

/// How an answer came about; its id is the channel's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explanation {
    /// Who asked: the platform's name and the platform's id of the person.
    #[serde(default)]
    pub person: Option<String>,
    /// What the person asked.
    pub question: String,
    /// Which model answered.
    pub model: String,
    /// All that the model was told.
    pub prompt: String,
    /// What was left out, corrected or dropped.
    pub notes: Vec<String>,
    /// What it cost, if the model counts.
    pub tokens: Option<TokenCount>,
    /// When the answer was made.
    pub created: Timestamp,
}

/// Tokens, as the model counts them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenCount {
    /// Read.
    pub prompt: u64,
    /// Written.
    pub output: u64,
}

impl Record for Explanation {
    const SECTION: Section = Section::Explanations;
    const VERSION: u16 = 1;
}
