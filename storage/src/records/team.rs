//! A team, as the installation knows it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Record, Section, TeamId};

/// People who share preferences, campaigns and digests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Team {
    /// Its id, under which all its records are.
    pub id: TeamId,
    /// What people call it.
    pub name: String,
    /// Whether its records are the sample ones that come with Copydesk.
    pub sample: bool,
    /// When it was made.
    pub created: Timestamp,
}

impl Record for Team {
    const SECTION: Section = Section::Teams;
    const VERSION: u16 = 1;
}
