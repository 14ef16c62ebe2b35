//! Language models behind one trait: a local llama.cpp engine in this process, and any OpenAI-compatible server.
//!
//! [`Model::generate`] takes a [`Completion`] and returns a [`Generation`], a stream of [`Event`]s.

mod completion;
mod error;
mod gguf;
mod local;
mod queue;
mod remote;
mod schema;
mod text;
mod tokens;
mod waiting;

pub use completion::{
    Completion, Event, FinishReason, Generation, Limits, Message, Output, Place, Prompt, Role, Sampling, Scope,
    Segment, Usage,
};
pub use error::LlmError;
pub use gguf::{FileFacts, inspect};
pub use local::{LocalModel, LocalSettings, StoreUse};
pub use remote::{RemoteModel, RemoteSettings};
pub use schema::Schema;
pub use tokens::estimate_tokens;

use tokio_util::sync::CancellationToken;

/// A language model. The configuration picks the implementation, so it is used as `Arc<dyn Model>`.
#[async_trait::async_trait]
pub trait Model: Send + Sync {
    /// Waits until the model can answer: a local one has loaded, a remote one always can try.
    ///
    /// # Errors
    /// Why it never will: [`LlmError::FileMissing`], [`LlmError::FileUnusable`], [`LlmError::Stopped`].
    async fn ready(&self) -> Result<(), LlmError>;

    /// Whether a server is there and takes the key, asked once and without spending tokens; a local model always is.
    ///
    /// # Errors
    /// [`LlmError::Unavailable`], [`LlmError::Unauthorized`]
    async fn reach(&self) -> Result<(), LlmError> {
        Ok(())
    }

    /// Begins to answer. An error here or as an item of the stream ends the generation.
    ///
    /// # Errors
    /// See [`LlmError`]; a full queue is [`LlmError::Overloaded`] at once.
    async fn generate(&self, job: Completion) -> Result<Generation, LlmError>;

    /// The meaning of each text as a vector of length 1; texts that mean similar things have a large dot product.
    /// Vectors of different models can't be compared.
    ///
    /// # Errors
    /// [`LlmError::Unsupported`] if the model makes none; [`LlmError::TooLong`] for a text that it can't take.
    async fn embed(&self, texts: Vec<String>, cancel: CancellationToken) -> Result<Vec<Vec<f32>>, LlmError> {
        drop((texts, cancel));
        Err(LlmError::Unsupported("it makes no embeddings".into()))
    }

    /// How busy and how fast it is.
    fn status(&self) -> Status {
        Status::default()
    }

    /// Ends what is running, and waits until nothing computes any more. Nothing can be asked afterwards.
    async fn stop(&self) {}
}

/// How busy a model is, and how fast it was lately.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Status {
    /// Requests being answered.
    pub running: usize,
    /// Requests that wait.
    pub waiting: usize,
    /// Tokens that it writes in a second, over all requests being answered; `None` before the first answer.
    pub output_rate: Option<f32>,
    /// Tokens of prompts that it reads in a second; `None` before the first one and where nobody can tell.
    pub prompt_rate: Option<f32>,
    /// Tokens of prompts since the start that had to be computed.
    pub computed_tokens: u64,
    /// Tokens of prompts since the start that were still there from an earlier request.
    pub reused_tokens: u64,
    /// Tokens that are kept for later requests.
    pub kept_tokens: usize,
}
