//! What the bot answers, without knowing where it will be shown. Every text in it but one is plain:
//! adapters escape it.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// A whole answer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// What to show, in order.
    pub blocks: Vec<Block>,
    /// The person asked to leave: a terminal ends the chat, other platforms ignore it.
    pub leave: bool,
    /// It is for the person who asked and nobody else: where others read along, it goes to that person directly. Nothing of it
    /// was sent as progress.
    pub private: bool,
    /// Nobody but the person who asked needs to read it, as with help: shown to that person alone where the platform can.
    pub aside: bool,
    /// What was done, in a sentence that tells nothing of what is private: said where a private answer can't be written to its person,
    /// who would not know otherwise that it is done.
    pub done: Option<String>,
}

/// An answer's blocks as they are shown in another chat than the one where it was asked: a press or an answer to a question
/// would be for whatever team that chat has. `instead` says where to act.
#[must_use]
pub fn shown_elsewhere(mut blocks: Vec<Block>, instead: &str) -> Vec<Block> {
    let all = blocks.len();
    blocks.retain(|block| !matches!(block, Block::Buttons(_) | Block::Question(_)));
    if blocks.len() < all {
        blocks.push(Block::Note(instead.to_owned()));
    }
    blocks
}

/// One part of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Block {
    /// A line that names what follows.
    Heading(String),
    /// Running text; line breaks are kept.
    Paragraph(String),
    /// A model's words for the reader, in Markdown. Never a person's words, nor copy that is to be pasted.
    Markdown(String),
    /// Lines that belong together.
    List(Vec<String>),
    /// Rows of cells under a header; rows are as long as the header.
    Table {
        /// Names of the columns.
        header: Vec<String>,
        /// The cells.
        rows: Vec<Vec<String>>,
    },
    /// One suggestion, post or record.
    Card(Card),
    /// Text in which every space counts, such as a prompt.
    Preformatted(String),
    /// An aside: what was left out, what to keep in mind.
    Note(String),
    /// A file to keep. A terminal only names it: what was made there has a path that the answer tells.
    File(Attachment),
    /// Next steps to press. Where nothing can be pressed, in a terminal, they are left out.
    Buttons(Vec<Button>),
    /// Asks for words, the last block of a reply: a reply to the message, or the next line in a terminal, is them.
    Question(Question),
    /// What went wrong, and what to do about it.
    Problem {
        /// What was wrong, with the offending value.
        message: String,
        /// What to do, empty if there is nothing.
        help: String,
    },
}

/// A card: one embed on Discord, an indented block in a terminal; on Telegram a message of its own if it has a number.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// Its place in a numbered list.
    pub number: Option<usize>,
    /// A few words.
    pub title: String,
    /// A short remark on the title's line, such as a length.
    pub aside: String,
    /// The text itself, which people copy.
    pub body: String,
    /// Hashtags, each with its `#`; shown after the body.
    pub tags: Vec<String>,
    /// Labelled lines below, such as "Because".
    pub facts: Vec<Fact>,
    /// What the bot calls that which it shows, such as "I-017"; empty if nobody needs to know what a reaction is about.
    pub about: String,
}

/// A question whose answer completes a command.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// The question.
    pub text: String,
    /// The command, which the words of the answer are put behind, such as `/idea reject I-017`.
    pub command: String,
}

/// A file that is handed over.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// What it is called, with its ending.
    pub name: String,
    /// What is in it.
    #[serde(with = "crate::kept::hexadecimal")]
    pub bytes: Arc<[u8]>,
    /// What a picture shows, for those who can't see it; `None` for what is no picture.
    pub alt: Option<String>,
}

/// Bytes of the largest file that can be sent on a platform, by the adapter's name; `None` where files are not sent. Sources:
/// Bot API, sendDocument; Discord's reference, "Uploading files", for a server without boosts.
#[must_use]
pub fn largest_attachment(platform: &str) -> Option<usize> {
    match platform {
        "telegram" => Some(50_000_000),
        "discord" => Some(10 * 1024 * 1024),
        _ => None,
    }
}

impl fmt::Debug for Attachment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Attachment({:?}, {} bytes)", self.name, self.bytes.len())
    }
}

/// A next step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Button {
    /// One to three words.
    pub label: String,
    /// What comes back as [`Input::Button`](crate::Input::Button): at most 60 bytes of ASCII, good after a restart.
    pub action: String,
}

impl Button {
    /// What an action ends in that is a command which still wants words: where a platform has forms, one asks for them by the
    /// command's [`FollowUp`](crate::FollowUp); elsewhere the action comes to the bot as it is.
    pub const WANTS_WORDS: &str = " ?";
}

/// A labelled line of a [`Card`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// One or two words.
    pub label: String,
    /// The line.
    pub text: String,
}

#[cfg(test)]
mod tests {
    use super::{Block, Button, Question, shown_elsewhere};

    #[test]
    fn what_would_act_on_the_team_of_another_chat_is_not_shown_there_and_where_to_act_is_said() {
        let words = || Block::Paragraph("D-001 is in review.".into());
        let buttons = || {
            let action = "/draft approve D-001 version=1 state=in-review".into();
            Block::Buttons(vec![Button { label: "Approve".into(), action }])
        };
        let question = || Block::Question(Question { text: "Why?".into(), command: "/draft reject D-001".into() });
        let instead = || Block::Note("Act there.".into());
        for (blocks, expected) in [
            (vec![words(), buttons()], vec![words(), instead()]),
            (vec![buttons(), words(), buttons(), question()], vec![words(), instead()]),
            (vec![words(), question()], vec![words(), instead()]),
            (vec![words(), words()], vec![words(), words()]),
        ] {
            assert_eq!(shown_elsewhere(blocks, "Act there."), expected);
        }
    }
}
