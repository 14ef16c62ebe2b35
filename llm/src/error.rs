//! What can go wrong with a model, as its caller can act on it.

use std::path::PathBuf;
use std::time::Duration;

/// An error of a language model. Callers match on it to retry, to fall back or to tell a person what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LlmError {
    /// The model's file is not there: fetch it.
    #[error("the model file {} does not exist", path.display())]
    FileMissing {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// The model's file is there but cannot be used: fetch it again.
    #[error("the model file {} can't be used: {reason}", path.display())]
    FileUnusable {
        /// The file.
        path: PathBuf,
        /// What is wrong with it, as a clause.
        reason: String,
    },
    /// The LoRA adapter of the settings cannot be used: mend the setting.
    #[error("the LoRA adapter {} can't be used: {reason}", path.display())]
    AdapterUnusable {
        /// The file.
        path: PathBuf,
        /// What is wrong with it, as a clause.
        reason: String,
    },
    /// The prompt does not fit: shorten it.
    #[error("the request has {tokens} tokens, and the model takes {limit}")]
    TooLong {
        /// Tokens of prompt, opening and answer.
        tokens: usize,
        /// The most that fit.
        limit: usize,
    },
    /// The request itself makes no sense to the model (a bug in the caller, or a setting the server refuses).
    #[error("the model refused the request: {0}")]
    Refused(String),
    /// The key is missing or wrong (401, 403): mend the configuration.
    #[error("the model's server refused the key ({status})")]
    Unauthorized {
        /// The HTTP status.
        status: u16,
    },
    /// Too many requests (429): wait.
    #[error("the model's server asks to slow down")]
    RateLimited {
        /// How long the server asks to wait.
        retry_after: Option<Duration>,
    },
    /// Nobody answers, or the server failed (5xx): try again later, or elsewhere.
    #[error("the model's server is not available: {0}")]
    Unavailable(String),
    /// The server answered with something that is not the protocol.
    #[error("the model's server sent an answer that can't be read: {0}")]
    BadAnswer(String),
    /// The answer was cut before its end; what came is not complete.
    #[error("the answer was cut before its end")]
    Interrupted,
    /// The deadline passed.
    #[error("the model took longer than {} s", .0.as_secs())]
    DeadlinePassed(Duration),
    /// The queue is full: try again later.
    #[error("too many requests are waiting for the model; try again in about {} s", retry_after.as_secs().max(1))]
    Overloaded {
        /// Roughly until there is room.
        retry_after: Duration,
    },
    /// The schema for a structured answer is none, or has parts that the model's side can't keep.
    #[error("the schema of the answer can't be used: {0}")]
    BadSchema(String),
    /// The answer, also after a repair, is not what the schema asks for.
    #[error("the answer does not follow its schema: {0}")]
    OffSchema(String),
    /// The model can't do this at all, such as embeddings: choose another one.
    #[error("the model can't do this: {0}")]
    Unsupported(String),
    /// The model was shut down.
    #[error("the model has been stopped")]
    Stopped,
    /// The caller cancelled.
    #[error("the answer was stopped")]
    Cancelled,
    /// Anything else, for the log.
    #[error("{0}")]
    Other(String),
}
