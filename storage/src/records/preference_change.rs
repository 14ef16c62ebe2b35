//! The history of a team's preferences and rules.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::numbering::Numbered;
use super::word_rule::WordRule;
use crate::{Record, Section};

/// One change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreferenceChange {
    /// Counts from 1 in each team; never given twice.
    pub number: u32,
    /// Who: the platform's name and the platform's id of the person; empty once they are forgotten.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// What was changed.
    pub changed: Changed,
    /// The change that this one took back.
    #[serde(default)]
    pub undoes: Option<u32>,
    /// Whether a later one took it back.
    #[serde(default)]
    pub undone: bool,
}

/// What was changed, with what was there before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum Changed {
    /// A preference.
    Preference {
        /// Its key, as in `/prefs set`.
        key: String,
        /// Its value before.
        old: Vec<String>,
        /// Its value since.
        new: Vec<String>,
    },
    /// A rule that was made.
    RuleAdded {
        /// The rule.
        rule: WordRule,
    },
    /// A rule that was removed.
    RuleRemoved {
        /// The rule as it was.
        rule: WordRule,
    },
}

impl Record for PreferenceChange {
    const SECTION: Section = Section::PreferenceChanges;
    const VERSION: u16 = 1;
}

impl Numbered for PreferenceChange {
    const LETTER: char = 'P';
}
