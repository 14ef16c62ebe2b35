//! Chat platforms, and the vocabulary that they share with the bot: a [`Request`] in, [`ReplyEvent`]s out.

mod console;
mod reply;
mod request;

pub use console::{Console, ConsoleSettings, Line, LineSource, Lines, Terminal, render};
pub use reply::{Block, Card, Fact, Reply};
pub use request::{Input, Origin, Partial, Place, ReplyEvent, ReplySink, Request};

use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

/// A chat platform. It turns events into [`Request`]s and [`ReplyEvent`]s into messages; it knows neither the model nor
/// the storage.
#[async_trait::async_trait]
pub trait Adapter: Send {
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
}
