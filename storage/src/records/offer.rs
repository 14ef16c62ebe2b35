//! A next step that was offered under an answer, as a button.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Record, Section};

/// What a button does, kept so that it works after a restart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// The command that a press stands for, as it would be typed.
    pub command: String,
    /// To whom: the platform's name and the platform's id of the person.
    #[serde(default)]
    pub person: Option<String>,
    /// When it was offered.
    pub offered: Timestamp,
    /// Whether somebody pressed it.
    pub taken: bool,
}

impl Record for Offer {
    const SECTION: Section = Section::Offers;
    const VERSION: u16 = 1;
}
