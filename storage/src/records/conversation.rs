//! What was said in a channel lately.

use serde::{Deserialize, Serialize};

use crate::{Record, Section};

/// The turns of a talk, oldest first. Its id is the channel's where that is one talk, else [`TalkMessage::id_of`](crate::TalkMessage::id_of)
/// what began it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conversation {
    /// Who said what.
    pub turns: Vec<Turn>,
    /// What was said before them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<Summary>,
}

/// What was said earlier, in short.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// The words.
    pub text: String,
    /// Whether a model wrote it; otherwise it is the first sentence of each message.
    pub by_model: bool,
    /// Whose words are in it: the platform's name and the platform's id of each person.
    pub people: Vec<String>,
}

/// One message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Turn {
    /// Whether a person wrote it; otherwise Copydesk did.
    pub from_person: bool,
    /// Who: the platform's name and the platform's id of the person. `None` for Copydesk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
    /// The words.
    pub text: String,
}

impl Record for Conversation {
    const SECTION: Section = Section::Conversations;
    const VERSION: u16 = 1;
}
