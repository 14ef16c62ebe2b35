//! What a remote model is made of.

use std::fmt;
use std::time::Duration;

/// What a [`RemoteModel`](crate::RemoteModel) is made of. [`RemoteSettings::new`] has the defaults.
#[derive(Clone)]
pub struct RemoteSettings {
    /// The address up to and with the version, such as `https://api.openai.com/v1`.
    pub base_url: String,
    /// The model's name at the server.
    pub model: String,
    /// The name of the server's model for embeddings; none by default, and then there are none.
    pub embedding_model: Option<String>,
    /// The key, where the server wants one; none by default. It is never shown or logged.
    pub api_key: Option<String>,
    /// How long the server may take until its first token, and for a batch of embeddings; reasoning counts as tokens.
    /// 30 s by default.
    pub first_token: Duration,
    /// HTTP requests at the same time; a completion makes one for each continuation. At least 1, by default 4.
    pub connections: usize,
    /// Completions that may run or wait; one more is [`LlmError::Overloaded`](crate::LlmError::Overloaded). At least 1,
    /// by default 64.
    pub queue: usize,
    /// How often one HTTP request is tried, the first time included, if the server fails before any text was shown. At
    /// least 1, by default 3.
    pub attempts: u32,
    /// The longest wait before the second attempt; it doubles with each further one. The wait is drawn from zero to it,
    /// so that many clients do not come back at once. A server that names a wait has it kept. 0.5 s by default.
    pub retry_base: Duration,
    /// The most that the longest wait grows to. 8 s by default.
    pub retry_cap: Duration,
    /// After how many failures in a row the server is left alone. At least 1, by default 5.
    pub breaker_failures: u32,
    /// How long it is left alone, until one request tries whether it is back. 30 s by default.
    pub breaker_pause: Duration,
}

impl RemoteSettings {
    /// A server without a key, and the defaults for all else.
    pub fn new(base_url: impl Into<String>, model: impl Into<String>) -> Self {
        Self {
            base_url: base_url.into(),
            model: model.into(),
            embedding_model: None,
            api_key: None,
            first_token: Duration::from_secs(30),
            connections: 4,
            queue: 64,
            attempts: 3,
            retry_base: Duration::from_millis(500),
            retry_cap: Duration::from_secs(8),
            breaker_failures: 5,
            breaker_pause: Duration::from_secs(30),
        }
    }
}

impl fmt::Debug for RemoteSettings {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("RemoteSettings")
            .field("base_url", &self.base_url)
            .field("model", &self.model)
            .field("embedding_model", &self.embedding_model)
            .field("api_key", &self.api_key.as_ref().map(|_| "…"))
            .field("first_token", &self.first_token)
            .field("connections", &self.connections)
            .field("queue", &self.queue)
            .field("attempts", &self.attempts)
            .field("retry_base", &self.retry_base)
            .field("retry_cap", &self.retry_cap)
            .field("breaker_failures", &self.breaker_failures)
            .field("breaker_pause", &self.breaker_pause)
            .finish()
    }
}
