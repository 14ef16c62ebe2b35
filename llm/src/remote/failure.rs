//! What went wrong with one HTTP request, and what follows from it.

use std::time::Duration;

use crate::LlmError;

/// One request that failed.
#[derive(Debug, Clone)]
pub(super) struct Failure {
    /// What the caller is told.
    pub(super) error: LlmError,
    /// Whether the same request may succeed in a moment.
    pub(super) again: bool,
    /// How long the server asks to be left alone.
    pub(super) retry_after: Option<Duration>,
    /// What the server does not like about the request (400, 422).
    pub(super) refusal: Option<Refusal>,
}

/// What a server says of a request that it does not take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    /// The parameter that it names, in OpenAI's form of an error.
    pub(super) param: Option<String>,
    /// The body of its answer.
    pub(super) body: String,
}

/// What a failure says of the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Health {
    /// It works; it only did not want this request.
    Alive,
    /// It failed.
    Failed,
    /// It does not know the key, and so will refuse every request.
    KeyRefused,
    /// Nothing: the request was given up.
    Unknown,
}

impl Failure {
    pub(super) fn health(&self) -> Health {
        match &self.error {
            LlmError::Unauthorized { status: 401 } => Health::KeyRefused,
            // A server that tells when to come back works; see `Breaker::rest`.
            LlmError::RateLimited { retry_after: Some(_) } => Health::Alive,
            LlmError::Unavailable(_)
            | LlmError::RateLimited { .. }
            | LlmError::BadAnswer(_)
            | LlmError::Interrupted => Health::Failed,
            // Some servers answer 403 to what one request is about.
            LlmError::Unauthorized { .. } | LlmError::Refused(_) | LlmError::Unsupported(_) => Health::Alive,
            _ => Health::Unknown,
        }
    }
}

impl From<LlmError> for Failure {
    fn from(error: LlmError) -> Self {
        let again = matches!(
            error,
            LlmError::Unavailable(_) | LlmError::RateLimited { .. } | LlmError::BadAnswer(_) | LlmError::Interrupted
        );
        let retry_after = match error {
            LlmError::RateLimited { retry_after } => retry_after,
            _ => None,
        };
        Self { error, again, retry_after, refusal: None }
    }
}
