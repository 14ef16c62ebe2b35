//! A team's rules for words.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::numbering::Numbered;
use crate::{Record, Section};

/// A rule for words, with an example that it matches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WordRule {
    /// Counts from 1 in each team; never given twice.
    pub number: u32,
    /// What it demands.
    #[serde(flatten)]
    pub demand: WordDemand,
    /// What is looked for: words, or an expression between slashes.
    pub pattern: String,
    /// A text that has it.
    pub example: String,
    /// Who made it: the platform's name and the platform's id of the person; empty once they are forgotten.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// How often it has matched in ideas, drafts and reviews.
    #[serde(default)]
    pub matched: u64,
}

/// What a rule for words demands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "demand", rename_all = "kebab-case")]
pub enum WordDemand {
    /// Every text has the pattern.
    Required,
    /// No text has the pattern.
    Banned,
    /// `say` stands where the pattern would.
    Preferred {
        /// What to say.
        say: String,
    },
}

impl Record for WordRule {
    const SECTION: Section = Section::WordRules;
    const VERSION: u16 = 1;
}

impl Numbered for WordRule {
    const LETTER: char = 'R';
}
