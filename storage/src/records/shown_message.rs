//! Messages of the bot that show ideas or drafts, so that a reaction to one is known to be about them.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Record, Section};

/// What a message shows; its id is [`ShownMessage::id_of`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownMessage {
    /// Ids such as "I-017" and "D-004".
    pub about: Vec<String>,
    /// When it was shown.
    pub at: Timestamp,
}

impl ShownMessage {
    /// The id for a message of a platform's place.
    #[must_use]
    pub fn id_of(platform: &str, place: &str, message: &str) -> String {
        format!("{platform}:{place}/{message}")
    }
}

impl Record for ShownMessage {
    const SECTION: Section = Section::ShownMessages;
    const VERSION: u16 = 1;
}
