//! What a platform sent and the bot has not forgotten yet.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Record, Section};

/// Something that arrived; its id is the platform's name and the platform's id of it. That it was begun stands in a record of
/// its own, with `/begun` behind that id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArrivalRecord {
    /// What the adapter needs to answer it; empty once it is finished. In the mark that it was begun the complete answer, or
    /// nothing before there is one.
    pub payload: String,
    /// How far its answer is.
    pub state: ArrivalState,
}

/// How far the answer to an arrival is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ArrivalState {
    /// Nothing was sent.
    Received,
    /// A part may have been sent.
    Begun,
    /// All was sent.
    Finished,
}

impl Record for ArrivalRecord {
    const SECTION: Section = Section::Arrivals;
    const VERSION: u16 = 1;
}

/// A channel in which something arrived of late; its id is the platform's name and the adapter's name of the channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArrivalChannel {
    /// When, to about an hour.
    pub at: Timestamp,
}

impl Record for ArrivalChannel {
    const SECTION: Section = Section::ArrivalChannels;
    const VERSION: u16 = 1;
}
