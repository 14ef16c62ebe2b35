//! Who may talk with the bot, as far as a command said so.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Record, Section};

/// Whether somebody is let in: of a team, a person in its places; of the installation, a person or a place. Its id is
/// [`Access::person`] or [`Access::place`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Access {
    /// Whether they are.
    pub allowed: bool,
    /// Who said so: the platform's name and the platform's id of the person.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

impl Access {
    /// The id for a person such as `telegram:7`.
    #[must_use]
    pub fn person(id: &str) -> String {
        format!("person/{id}")
    }

    /// The id for a place such as `telegram:-100123`.
    #[must_use]
    pub fn place(id: &str) -> String {
        format!("place/{id}")
    }
}

impl Record for Access {
    const SECTION: Section = Section::Access;
    const VERSION: u16 = 1;
}
