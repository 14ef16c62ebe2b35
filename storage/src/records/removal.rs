//! Teams that are to be removed, and what is said of those that were.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Record, Section};

/// That a team is to be removed, with everything that is stored of it; its id is the team's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Removal {
    /// When.
    pub due: Timestamp,
    /// Why.
    pub reason: RemovalReason,
}

/// Why a team is to be removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RemovalReason {
    /// Somebody who may manage it asked for it.
    Asked,
    /// Its only place has joined another team.
    LeftBehind,
    /// The bot has been out of all its places for long.
    Deserted,
}

impl Record for Removal {
    const SECTION: Section = Section::Removals;
    const VERSION: u16 = 1;
}

/// What a place is told of a team that was removed, once, at its next words; its id is the place's, as that of a
/// [`PlaceOfTeam`](crate::PlaceOfTeam).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemovedTeam {
    /// What people called the team.
    pub name: String,
    /// When it was removed.
    pub at: Timestamp,
    /// How many records went, by their section's name.
    pub records: BTreeMap<String, usize>,
}

impl Record for RemovedTeam {
    const SECTION: Section = Section::RemovedTeams;
    const VERSION: u16 = 1;
}
