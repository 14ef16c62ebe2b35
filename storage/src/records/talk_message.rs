//! Messages of the bot that belong to a talk, so that a reply to one goes on with it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Record, Section};

/// Which talk a message belongs to; its id is [`TalkMessage::id_of`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TalkMessage {
    /// The id of the [`Conversation`](crate::Conversation).
    pub talk: String,
    /// When it was sent.
    pub at: Timestamp,
}

impl TalkMessage {
    /// The id for a message of a channel; also that of the talk which such a message begins.
    #[must_use]
    pub fn id_of(channel: &str, message: &str) -> String {
        format!("{channel}#{message}")
    }
}

impl Record for TalkMessage {
    const SECTION: Section = Section::TalkMessages;
    const VERSION: u16 = 1;
}
