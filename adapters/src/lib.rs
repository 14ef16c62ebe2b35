//! Chat platforms, and the vocabulary that they share with the bot: a [`Request`] in, [`ReplyEvent`]s out.

mod begun;
mod console;
mod discord;
mod fenced;
mod files;
mod journal;
mod kept;
mod markdown;
mod menu;
mod places;
mod poster;
mod reaction;
mod reply;
mod request;
mod rights;
mod rush;
mod split;
mod telegram;
mod unbroken;

pub use console::{Console, ConsolePosts, ConsoleSettings, Line, LineSource, Lines, Terminal, render};
pub use discord::{Discord, DiscordSettings, FILE_OPTION, FirstWord, MessageCommand, WORDS_OPTION, discord_invite};
pub use files::{Explained, FileFault, FileProblem, FileSettings};
pub use journal::{Arrival, Journal, JournalError, Unfinished};
pub use menu::{FollowUp, Localised, MenuEntry, MenuOption, Notices, OptionKind};
pub use places::Places;
pub use poster::{Channel, Delivered, DeliveryKey, Found, Gone, MessageRef, PostError, Poster};
pub use reaction::{Reaction, Subjects};
pub use reply::{Attachment, Block, Button, Card, Fact, Question, Reply, largest_attachment, shown_elsewhere};
pub use request::{
    CommandInput, Input, Origin, Partial, Place, ReceivedFile, ReplyChain, ReplyEvent, ReplySink, Request,
};
pub use rights::{Granted, ReadingOnly, Rights, RightsError};
pub use split::split;
pub use telegram::{Rates, Telegram, TelegramSettings, Timing, Webhook};

use std::sync::Arc;

use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

/// A chat platform. It turns events into [`Request`]s and [`ReplyEvent`]s into messages; it knows neither the model nor
/// the storage.
#[async_trait::async_trait]
pub trait Adapter: Send {
    /// Says what nobody asked for, as long as the adapter serves.
    fn poster(&self) -> Arc<dyn Poster>;

    /// Serves until `shutdown` is cancelled or the people are gone.
    ///
    /// # Errors
    /// When the platform can't be reached or written to any more.
    async fn run(
        self: Box<Self>,
        inbox: mpsc::Sender<Request>,
        shutdown: CancellationToken,
    ) -> Result<(), AdapterError>;
}

/// Why an adapter ended.
#[derive(Debug, thiserror::Error)]
pub enum AdapterError {
    /// Reading or writing failed.
    #[error("the terminal can't be read or written: {0}")]
    Io(#[from] std::io::Error),
    /// The bot no longer takes requests.
    #[error("the bot has stopped")]
    Stopped,
    /// The platform does not know the token.
    #[error("{platform} refuses the token; check {variable}")]
    Unauthorized {
        /// Such as "Telegram".
        platform: &'static str,
        /// Where the token comes from.
        variable: String,
    },
    /// Another process serves with the same token.
    #[error("another process already serves {platform} with this token; stop it first")]
    Conflict {
        /// Such as "Telegram".
        platform: &'static str,
    },
    /// What arrived can't be kept.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// Whatever else the platform says.
    #[error("{platform}: {message}")]
    Platform {
        /// Such as "Telegram".
        platform: &'static str,
        /// Without tokens.
        message: String,
    },
}
