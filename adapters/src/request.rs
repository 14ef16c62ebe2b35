//! What a chat platform hands to the bot.

use std::path::PathBuf;
use std::sync::Arc;

use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use crate::{Block, Reaction, Reply, Rights};

/// Where a team's people meet: a Discord guild, a Telegram chat, the terminal.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Place {
    /// The adapter's name: `console`, `discord`, `telegram`.
    pub platform: &'static str,
    /// The platform's own id of the place.
    pub id: String,
    /// What people call it, where the platform tells; empty otherwise.
    pub name: String,
}

/// Who sent something, from where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The guild, chat or terminal.
    pub place: Place,
    /// The channel, thread or chat that the answer goes to.
    pub channel: String,
    /// The platform's own id of the person.
    pub person: String,
    /// What the platform calls the person at that moment, where it tells. It may hold anything.
    pub person_name: Option<String>,
    /// The person's language as a BCP 47 tag ("en", "zh-CN"), where the platform tells.
    pub language: Option<String>,
    /// Which of several talks in the channel it belongs to; `None` where the channel is one talk: a direct chat, a thread, a topic of a
    /// forum, a terminal.
    pub chain: Option<ReplyChain>,
}

/// Where many people talk in one channel, a talk is a chain of replies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReplyChain {
    /// The platform's own id of what was sent.
    pub message: String,
    /// That of the message which it replies to, or whose button was pressed; `None` begins a talk.
    pub replies_to: Option<String>,
}

/// What was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A line or message, commands included.
    Text(String),
    /// A command whose parts the platform has told apart already.
    Command(CommandInput),
    /// A press on a [`Button`](crate::Button): its action.
    Button(String),
    /// A reaction to a message of the bot. It is answered with nothing.
    Reaction(Reaction),
    /// A file, with the words beside it.
    File {
        /// The file.
        file: ReceivedFile,
        /// The words beside it, which may be a command; empty if there are none.
        text: String,
    },
}

/// A file that came with a request, on this machine for as long as the request takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceivedFile {
    /// What its sender calls it, with its ending. Not a path: it may hold anything.
    pub name: String,
    /// Where it is.
    pub path: PathBuf,
    /// Its size.
    pub bytes: u64,
}

/// A command in parts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CommandInput {
    /// Its words, such as `campaign`, `add`.
    pub words: Vec<String>,
    /// Its options by their English names.
    pub options: Vec<(String, String)>,
    /// What is no option.
    pub rest: String,
}

/// One thing that a person asked for.
#[derive(Debug)]
pub struct Request {
    /// Who, from where.
    pub origin: Origin,
    /// What.
    pub input: Input,
    /// Whether the person may change what holds for all of the team.
    pub rights: Arc<dyn Rights>,
    /// Carries the answer back.
    pub reply: ReplySink,
    /// Cancelled when the person stops waiting.
    pub cancel: CancellationToken,
}

/// A step of an answer.
#[derive(Debug, Clone, PartialEq)]
pub enum ReplyEvent {
    /// The answer as it grows.
    Progress(Partial),
    /// The whole answer, the last event. Its blocks begin with those already sent as [`Partial::Block`]; text sent as
    /// [`Partial::Text`] is its first [`Block::Markdown`].
    Final(Reply),
}

/// Part of an answer that is still being made.
#[derive(Debug, Clone, PartialEq)]
pub enum Partial {
    /// What is being done now; replaces the status before it.
    Status(String),
    /// More of the text that is being written, in Markdown.
    Text(String),
    /// A block that is complete.
    Block(Block),
    /// Blocks that people see together or not at all yet, such as figures with the buttons below them.
    Blocks(Vec<Block>),
}

/// Carries the events of one answer back to the adapter. A reader that is gone is no error: nobody waits any more.
#[derive(Debug, Clone)]
pub struct ReplySink(mpsc::Sender<ReplyEvent>);

/// How many events may wait between the bot and an adapter.
const EVENTS: usize = 64;

impl ReplySink {
    /// A sink and the receiver that the adapter reads.
    pub fn channel() -> (Self, mpsc::Receiver<ReplyEvent>) {
        let (sender, receiver) = mpsc::channel(EVENTS);
        (Self(sender), receiver)
    }

    /// Sends a step of the answer.
    pub async fn progress(&self, partial: Partial) {
        let _gone = self.0.send(ReplyEvent::Progress(partial)).await;
    }

    /// Sends the whole answer. Nothing may follow.
    pub async fn finish(self, reply: Reply) {
        let _gone = self.0.send(ReplyEvent::Final(reply)).await;
    }
}
