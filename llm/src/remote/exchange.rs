//! One question and its answer: sent again where that is worth it, and in the words that the server takes.

use tokio::sync::mpsc;
use tokio::time::Instant;

use super::attempts::Attempts;
use super::breaker::Permit;
use super::chunks::Chunks;
use super::failure::Failure;
use super::protocol::{self, Question, Request, TokenCounts};
use super::server::Server;
use crate::completion::{Event, FinishReason};
use crate::text::AnswerText;
use crate::{LlmError, estimate_tokens};

/// What one answer cost.
#[derive(Debug)]
pub(super) struct Cost {
    pub(super) prompt_tokens: u32,
    pub(super) reused_tokens: u32,
    pub(super) output_tokens: u32,
    pub(super) sent: Instant,
    pub(super) first_token: Instant,
}

/// A complete answer.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) text: String,
    pub(super) reason: FinishReason,
    pub(super) cost: Cost,
}

/// Where the pieces of an answer go.
#[derive(Debug, Clone, Copy)]
pub(super) enum Shown<'a> {
    /// To the reader, as they come.
    AtOnce(&'a mpsc::Sender<Result<Event, LlmError>>),
    /// Nowhere, before the answer is complete and checked.
    Later,
}

/// Asks until there is an answer, or until another attempt is not worth it.
pub(super) async fn ask(
    server: &Server,
    question: &Question<'_>,
    end: Instant,
    shown: Shown<'_>,
) -> Result<Answer, Failure> {
    let sent = Instant::now();
    let mut dialect = server.dialect();
    let mut attempts = Attempts::new(server, end, question.completion.limits.longest_pause);
    loop {
        let mut permit = attempts.begin().await?;
        let request = Request::new(&server.endpoint.model, question, &dialect);
        let mut reading = Reading::new(question, shown);
        match reading.read(server, &request, &mut permit).await {
            Ok((reason, cost)) => {
                permit.succeeded();
                server.learn(dialect);
                return Ok(Answer { text: reading.text, reason, cost: Cost { sent, ..cost } });
            }
            Err(failure) => match failure.refusal.as_ref().and_then(|refusal| dialect.without_refused(refusal)) {
                // Ends, since each time one parameter less is sent.
                Some(other) => {
                    permit.failed(&failure);
                    dialect = other;
                }
                None => attempts.failed(permit, failure, reading.is_shown).await?,
            },
        }
    }
}

/// One attempt.
struct Reading<'a> {
    question: &'a Question<'a>,
    shown: Shown<'a>,
    /// Whether the reader has seen some of it.
    is_shown: bool,
    filter: AnswerText,
    text: String,
}

impl<'a> Reading<'a> {
    fn new(question: &'a Question<'a>, shown: Shown<'a>) -> Self {
        let completion = question.completion;
        let (opening, spaces) = protocol::opening(&completion.openings[question.continuation]);
        let filter = AnswerText::new(opening, spaces, &completion.limits.stop);
        Self { question, shown, is_shown: false, filter, text: String::new() }
    }

    async fn read(
        &mut self,
        server: &Server,
        request: &Request<'_>,
        permit: &mut Permit<'_>,
    ) -> Result<(FinishReason, Cost), Failure> {
        let sent = Instant::now();
        let mut stream = Chunks::open(&server.endpoint, request).await?;
        let mut written = String::new();
        let mut reason = None;
        let mut counts: Option<TokenCounts> = None;
        while let Some(mut chunk) = match stream.next().await {
            // The answer is complete; only the token counts are lost.
            Err(_) if reason.is_some() => None,
            chunk => chunk?,
        } {
            permit.answers();
            counts = chunk.usage.or(counts);
            let Some(choice) = chunk.choice() else { continue };
            let piece = choice.delta.and_then(|delta| delta.content).unwrap_or_default();
            written.push_str(&piece);
            let text = self.filter.push(piece.as_bytes());
            self.take(text).await?;
            if self.filter.stopped() {
                reason = Some(FinishReason::Stop);
                break;
            }
            if let Some(finish) = choice.finish_reason {
                reason = Some(finish_reason(&finish)?);
            }
        }
        let reason = reason.ok_or(LlmError::Interrupted)?;
        let text = self.filter.finish();
        self.take(text).await?;

        let estimate = |text: &str| u32::try_from(estimate_tokens(text)).unwrap_or(u32::MAX);
        let cost = Cost {
            prompt_tokens: counts.and_then(|counts| counts.prompt_tokens).unwrap_or_else(|| estimate(&request.text())),
            reused_tokens: counts.map_or(0, |counts| counts.cached_tokens()),
            output_tokens: counts.and_then(|counts| counts.completion_tokens).unwrap_or_else(|| estimate(&written)),
            sent,
            first_token: stream.first.unwrap_or_else(Instant::now),
        };
        Ok((reason, cost))
    }

    async fn take(&mut self, text: String) -> Result<(), LlmError> {
        match self.shown {
            _ if text.is_empty() => {}
            Shown::Later => self.text.push_str(&text),
            Shown::AtOnce(events) => {
                self.is_shown = true;
                let delta = Event::Delta { continuation: self.question.continuation, text };
                events.send(Ok(delta)).await.map_err(|_| LlmError::Cancelled)?;
            }
        }
        Ok(())
    }
}

fn finish_reason(reason: &str) -> Result<FinishReason, LlmError> {
    match reason {
        "length" => Ok(FinishReason::Length),
        "content_filter" => Err(LlmError::Refused("the server's content filter stopped the answer".into())),
        "error" => Err(LlmError::Interrupted),
        _ => Ok(FinishReason::Stop),
    }
}
