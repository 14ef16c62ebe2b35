//! Embeddings: texts in batches, vectors of length 1 in the same order.

use std::time::Duration;

use async_openai::config::Config as _;
use futures::StreamExt;
use futures::future::try_join_all;
use reqwest::header::CONTENT_TYPE;
use serde::{Deserialize, Serialize};
use tokio::time::{Instant, timeout_at};

use super::attempts::Attempts;
use super::failure::Failure;
use super::server::Server;
use super::transport;
use crate::LlmError;

/// Texts in one HTTP request. Servers take from 32 (some of Hugging Face's) to 2048 (OpenAI's).
const BATCH: usize = 32;

/// The longest answer that is read: a batch of the largest vectors in use has a tenth of it.
const MAX_ANSWER: usize = 64 << 20;

#[derive(Debug, Serialize)]
struct Request<'a> {
    model: &'a str,
    input: &'a [String],
}

#[derive(Debug, Deserialize)]
struct Answer {
    data: Vec<Embedding>,
}

#[derive(Debug, Deserialize)]
struct Embedding {
    index: Option<usize>,
    embedding: Vec<f32>,
}

/// The vectors of all texts.
pub(super) async fn embed(server: &Server, texts: &[String]) -> Result<Vec<Vec<f32>>, LlmError> {
    let model = server.embedding_model.as_deref();
    let model = model.ok_or_else(|| LlmError::Unsupported("no embedding model is set for its server".into()))?;
    let batches = texts.chunks(BATCH).map(|batch| async move {
        let _connection = server.connections.acquire().await.map_err(|_| LlmError::Stopped)?;
        embed_batch(server, &Request { model, input: batch }).await
    });
    let vectors = try_join_all(batches).await?.concat();
    let dimensions = vectors.first().map_or(0, Vec::len);
    match vectors.iter().find(|vector| vector.len() != dimensions) {
        None => Ok(vectors),
        Some(other) => Err(LlmError::BadAnswer(format!("vectors of {dimensions} and of {} dimensions", other.len()))),
    }
}

async fn embed_batch(server: &Server, request: &Request<'_>) -> Result<Vec<Vec<f32>>, LlmError> {
    let end = Instant::now() + server.endpoint.first_token.saturating_mul(server.retries.attempts.max(1));
    let mut attempts = Attempts::new(server, end, Duration::MAX);
    loop {
        let permit = attempts.begin().await?;
        let by = Instant::now() + server.endpoint.first_token;
        let answer = timeout_at(by, send(server, request)).await.unwrap_or_else(|_| {
            let seconds = server.endpoint.first_token.as_secs_f32();
            let error = LlmError::Unavailable(format!("no embeddings within {seconds} s"));
            Err(Failure { again: false, ..Failure::from(error) })
        });
        match answer {
            Ok(vectors) => {
                permit.succeeded();
                return Ok(vectors);
            }
            Err(failure) => attempts.failed(permit, failure, false).await.map_err(|failure| failure.error)?,
        }
    }
}

async fn send(server: &Server, request: &Request<'_>) -> Result<Vec<Vec<f32>>, Failure> {
    let endpoint = &server.endpoint;
    let body = serde_json::to_vec(request).map_err(|error| LlmError::Other(error.to_string()))?;
    let post = endpoint.client.post(endpoint.url("/embeddings")).headers(endpoint.headers());
    let response = post.header(CONTENT_TYPE, "application/json").body(body).send().await;
    let response = response.map_err(|error| transport::unreachable(&error))?;
    let status = response.status();
    if !status.is_success() {
        let failure = transport::status_error(endpoint, response).await;
        return Err(match (status.as_u16(), failure.error) {
            (_, error @ LlmError::Refused(_)) if is_about_length(&error) => error.into(),
            // There is no such model or no such page, or this model makes none.
            (400 | 404 | 405 | 422 | 501, LlmError::Refused(words) | LlmError::Unavailable(words)) => {
                LlmError::Unsupported(words).into()
            }
            (_, error) => Failure { error, ..failure },
        });
    }
    let mut answer = Vec::new();
    let mut bytes = response.bytes_stream();
    while let Some(piece) = bytes.next().await {
        answer.extend_from_slice(&piece.map_err(|_| LlmError::Interrupted)?);
        if answer.len() > MAX_ANSWER {
            return Err(LlmError::BadAnswer("embeddings without end".into()).into());
        }
    }
    // The parser's words may repeat a value of the answer, so they are left out.
    let answer: Answer =
        serde_json::from_slice(&answer).map_err(|_| LlmError::BadAnswer("JSON that is no embeddings".into()))?;
    Ok(in_order(answer, request.input.len())?)
}

/// Whether the server refused these texts rather than embeddings as such.
fn is_about_length(error: &LlmError) -> bool {
    let words = error.to_string().to_lowercase();
    let length = ["too long", "too large", "context length", "input length", "tokens"];
    length.iter().any(|about| words.contains(about))
}

/// One vector for each text, at its index; without indexes, as they come.
fn in_order(answer: Answer, texts: usize) -> Result<Vec<Vec<f32>>, LlmError> {
    let bad = |what: String| LlmError::BadAnswer(what);
    let count = answer.data.len();
    let mut vectors: Vec<Option<Vec<f32>>> = vec![None; texts];
    for (position, Embedding { index, embedding }) in answer.data.into_iter().enumerate() {
        let vector = normalised(embedding).ok_or_else(|| bad("an embedding without a direction".into()))?;
        let place = vectors.get_mut(index.unwrap_or(position)).filter(|place| place.is_none());
        *place.ok_or_else(|| bad(format!("{count} embeddings for {texts} texts, or one twice")))? = Some(vector);
    }
    let vectors: Option<Vec<_>> = vectors.into_iter().collect();
    vectors.ok_or_else(|| bad(format!("{count} embeddings for {texts} texts")))
}

/// The vector at length 1, if it has any.
fn normalised(mut vector: Vec<f32>) -> Option<Vec<f32>> {
    let length = vector.iter().map(|number| f64::from(*number).powi(2)).sum::<f64>().sqrt();
    if !(length.is_finite() && length > 0.0) {
        return None;
    }
    for number in &mut vector {
        *number = (f64::from(*number) / length) as f32;
    }
    Some(vector)
}
