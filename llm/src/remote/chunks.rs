//! The events of one stream.

use async_openai::Client;
use async_openai::error::OpenAIError;
use async_openai::types::stream::StreamResponse;
use futures::StreamExt;
use serde_json::Value;
use tokio::time::{Instant, timeout_at};

use super::endpoint::Endpoint;
use super::failure::Failure;
use super::protocol::{self, Chunk, Request};
use super::transport::{self, Verdict};
use crate::LlmError;

/// The answer to one request, as it comes.
pub(super) struct Chunks<'e> {
    endpoint: &'e Endpoint,
    stream: StreamResponse<Value>,
    verdict: Verdict,
    first_by: Instant,
    /// When the first token came, shown or not.
    pub(super) first: Option<Instant>,
}

impl<'e> Chunks<'e> {
    /// Sends the request.
    pub(super) async fn open(endpoint: &'e Endpoint, request: &Request<'_>) -> Result<Self, Failure> {
        let first_by = Instant::now() + endpoint.first_token;
        let verdict = Verdict::default();
        // A client for each request costs nothing, and gives its error a place; the connections are shared.
        let service = {
            let (endpoint, verdict) = (endpoint.clone(), verdict.clone());
            tower::service_fn(move |factory| transport::send(endpoint.clone(), verdict.clone(), factory))
        };
        let client = Client::build(endpoint.client.clone(), endpoint.clone()).with_http_service(service);
        let stream = timeout_at(first_by, client.chat().create_stream_byot(request)).await;
        let stream = stream.map_err(|_| too_slow(endpoint))?.map_err(|error| judged(&verdict, error))?;
        Ok(Self { endpoint, stream, verdict, first_by, first: None })
    }

    /// The next one; `None` at the end.
    pub(super) async fn next(&mut self) -> Result<Option<Chunk>, Failure> {
        let value = match self.first {
            Some(_) => self.stream.next().await,
            None => timeout_at(self.first_by, self.stream.next()).await.map_err(|_| too_slow(self.endpoint))?,
        };
        let Some(value) = value else { return Ok(None) };
        let value = value.map_err(|error| judged(&self.verdict, error))?;
        if says_something(&value) {
            self.first.get_or_insert_with(Instant::now);
        }
        // The parser's words may repeat a value of the answer, so they are left out.
        let chunk: Chunk =
            serde_json::from_value(value).map_err(|_| LlmError::BadAnswer("JSON that is no chat completion".into()))?;
        match &chunk.error {
            Some(error) if !error.is_null() => {
                let message = protocol::error_message(error.to_string().as_bytes());
                Err(LlmError::Unavailable(self.endpoint.without_key(&message)).into())
            }
            _ => Ok(Some(chunk)),
        }
    }
}

/// Whether an event brings a token or the end, and not only the news that somebody will speak.
fn says_something(event: &Value) -> bool {
    let Some(choice) = event.get("choices").and_then(|choices| choices.get(0)) else {
        // The event with the token counts, and errors.
        return true;
    };
    let ended = choice.get("finish_reason").is_some_and(|reason| !reason.is_null());
    // Reasoning comes in fields of many names.
    let new = choice.get("delta").and_then(Value::as_object);
    ended
        || new.is_some_and(|new| new.iter().any(|(name, it)| name != "role" && !matches!(it.as_str(), None | Some(""))))
}

/// Another attempt would take as long, and the person has waited already.
fn too_slow(endpoint: &Endpoint) -> Failure {
    let error = LlmError::Unavailable(format!("no token within {} s", endpoint.first_token.as_secs_f32()));
    Failure { again: false, ..Failure::from(error) }
}

/// What `transport` found out, or what async-openai makes of a stream that it can't read.
fn judged(verdict: &Verdict, error: OpenAIError) -> Failure {
    verdict.get().cloned().unwrap_or_else(|| {
        Failure::from(match error {
            OpenAIError::StreamError(_) | OpenAIError::Reqwest(_) => LlmError::Interrupted,
            OpenAIError::JSONDeserialize(..) => LlmError::BadAnswer("no JSON".into()),
            error => LlmError::Other(error.to_string()),
        })
    })
}
