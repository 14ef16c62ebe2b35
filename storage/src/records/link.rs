//! Joining a second place to a team: codes, and guesses at them.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Record, Section, TeamId};

/// A code that joins a place to a team; its id is the code's SHA-256, in hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkCode {
    /// The team that it is good for.
    pub team: TeamId,
    /// When it stops being good.
    pub expires: Timestamp,
}

impl Record for LinkCode {
    const SECTION: Section = Section::LinkCodes;
    const VERSION: u16 = 1;
}

/// When wrong codes came from a place lately; its id is the place's, as that of a [`PlaceOfTeam`](crate::PlaceOfTeam).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrongCodes {
    /// The times, oldest first.
    pub times: Vec<Timestamp>,
}

impl Record for WrongCodes {
    const SECTION: Section = Section::WrongCodes;
    const VERSION: u16 = 1;
}
