//! Which team a place belongs to.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Record, Section, TeamId};

/// The team of a place; its id is the platform's name and the platform's id of the place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceOfTeam {
    /// The team.
    pub team: TeamId,
    /// What people call the place.
    pub name: String,
    /// Whether it joined the team with a code, and did not begin it.
    #[serde(default)]
    pub linked: bool,
    /// Since when the bot has been out of the place.
    #[serde(default)]
    pub left: Option<Timestamp>,
}

impl Record for PlaceOfTeam {
    const SECTION: Section = Section::Places;
    const VERSION: u16 = 1;
}
