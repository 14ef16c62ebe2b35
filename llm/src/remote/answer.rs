//! The events of one continuation.

use tokio::sync::mpsc;
use tokio::time::Instant;

use super::exchange::{Cost, Shown, ask};
use super::failure::Failure;
use super::protocol::Question;
use super::server::Server;
use super::structured;
use crate::LlmError;
use crate::completion::{Completion, Event, FinishReason};

/// Asks for one continuation and sends its events, without the usage. With a schema, its text is sent once it holds.
pub(super) async fn answer(
    server: &Server,
    completion: &Completion,
    continuation: usize,
    end: Instant,
    events: &mpsc::Sender<Result<Event, LlmError>>,
) -> Result<Cost, LlmError> {
    let _connection = server.connections.acquire().await.map_err(|_| LlmError::Stopped)?;
    let question = Question { completion, continuation, schema: None, said: &[] };
    let told = |failure: Failure| failure.error;
    let (reason, cost) = match &completion.schema {
        None => {
            let answer = ask(server, &question, end, Shown::AtOnce(events)).await.map_err(told)?;
            (answer.reason, answer.cost)
        }
        Some(schema) => {
            let (text, cost) = structured::answer(server, &question, schema, end).await.map_err(told)?;
            send(events, Event::Delta { continuation, text }).await?;
            // A complete object has its end, wherever the server stopped.
            (FinishReason::Stop, cost)
        }
    };
    send(events, Event::Finished { continuation, reason, mean_logprob: None }).await?;
    Ok(cost)
}

async fn send(events: &mpsc::Sender<Result<Event, LlmError>>, event: Event) -> Result<(), LlmError> {
    events.send(Ok(event)).await.map_err(|_| LlmError::Cancelled)
}
