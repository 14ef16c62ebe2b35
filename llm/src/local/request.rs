//! One request while it is being answered.

use std::time::Instant;

use tokio_util::sync::CancellationToken;
use tracing::Span;

use super::continuation::Continuation;
use super::kept::{Owned, PromptTokens};
use super::kv::Sequence;
use super::prompt::Opening;
use super::reply::Reply;
use crate::LlmError;
use crate::completion::{Completion, Usage};

/// One request on its way to the thread.
#[derive(Debug)]
pub(super) struct Job {
    pub(super) completion: Completion,
    pub(super) reply: Reply,
    pub(super) accepted: Instant,
    pub(super) span: Span,
}

impl Job {
    /// Whether it is still wanted.
    pub(super) fn check(&self, stopping: &CancellationToken) -> Result<(), LlmError> {
        let deadline = self.completion.limits.deadline;
        if stopping.is_cancelled() {
            Err(LlmError::Stopped)
        } else if self.completion.cancel.is_cancelled() || self.reply.is_closed() {
            Err(LlmError::Cancelled)
        } else if self.accepted.elapsed() >= deadline {
            Err(LlmError::DeadlinePassed(deadline))
        } else {
            Ok(())
        }
    }

    pub(super) fn fail(self, error: LlmError) {
        let _entered = self.span.enter();
        tracing::debug!(team.id = self.completion.team, %error, "the model did not answer");
        self.reply.fail(error);
    }
}

/// A request that has left the queue.
pub(super) struct Request {
    pub(super) job: Job,
    pub(super) prompt: PromptTokens,
    pub(super) openings: Vec<Opening>,
    /// Where the prompt is computed; `None` while it waits for room, or for another request that computes the same
    /// beginning.
    pub(super) sequence: Option<Sequence>,
    /// Tokens of the prompt that `sequence` holds.
    pub(super) computed: usize,
    /// Of these, those that were there before.
    pub(super) reused: usize,
    /// Answers in the making.
    pub(super) continuations: Vec<Continuation>,
    /// How many answers have been begun.
    pub(super) begun: usize,
    ended: usize,
    output_tokens: u32,
    left_queue: Instant,
    prompt_computed: Option<Instant>,
    /// Why it will end, noticed within a step.
    pub(super) failure: Option<LlmError>,
}

impl Request {
    pub(super) fn new(job: Job, prompt: PromptTokens, openings: Vec<Opening>) -> Self {
        Self {
            job,
            prompt,
            openings,
            sequence: None,
            computed: 0,
            reused: 0,
            continuations: Vec::new(),
            begun: 0,
            ended: 0,
            output_tokens: 0,
            left_queue: Instant::now(),
            prompt_computed: None,
            failure: None,
        }
    }

    pub(super) fn owned(&self) -> Owned<'_> {
        Owned { prompt: &self.prompt, team: &self.job.completion.team }
    }

    /// Answers that are not complete yet.
    pub(super) fn open(&self) -> usize {
        self.openings.len() - self.ended
    }

    /// Tokens that one answer may take, beside the prompt.
    pub(super) fn each_needs(&self) -> usize {
        let longest = self.openings.iter().map(|opening| opening.tokens.len()).max().unwrap_or(0);
        // An answer that is begun later computes the prompt's last token once more.
        1 + longest + self.job.completion.limits.max_tokens as usize
    }

    /// Whether its prompt is whole.
    pub(super) fn is_ready(&self) -> bool {
        self.sequence.is_some() && self.computed == self.prompt.tokens.len()
    }

    /// Cells that it was promised and does not hold yet.
    pub(super) fn promised(&self) -> usize {
        if self.sequence.is_none() {
            return 0;
        }
        let prompt = self.prompt.tokens.len() - self.computed;
        let answers: usize = self.continuations.iter().map(Continuation::still_needs).sum();
        let first =
            if self.continuations.is_empty() && self.begun < self.openings.len() { self.each_needs() } else { 0 };
        prompt + answers + first
    }

    /// Notes that the prompt is whole now.
    pub(super) fn prompt_is_computed(&mut self) {
        self.prompt_computed.get_or_insert_with(Instant::now);
    }

    /// Takes out the answers that have ended, and returns their sequences.
    pub(super) fn take_ended(&mut self) -> Vec<Sequence> {
        let ended: Vec<_> = self.continuations.extract_if(.., |continuation| continuation.has_ended()).collect();
        self.ended += ended.len();
        self.output_tokens += ended.iter().map(Continuation::tokens).sum::<u32>();
        ended.iter().map(|continuation| continuation.sequence).collect()
    }

    /// Tells the caller that all is said, and returns what it cost.
    pub(super) fn complete(self) -> Usage {
        let Job { completion, reply, accepted, span } = self.job;
        let _entered = span.enter();
        let total = accepted.elapsed();
        let openings: usize = self.openings.iter().map(|opening| opening.tokens.len()).sum();
        let usage = Usage {
            prompt_tokens: count(self.prompt.tokens.len() + openings),
            reused_tokens: count(self.reused),
            output_tokens: self.output_tokens,
            queue: self.left_queue.duration_since(accepted),
            prompt: self.prompt_computed.map(|computed| computed.duration_since(accepted)),
            first_token: reply.first_delta().map_or(total, |first| first.duration_since(accepted)),
            total,
        };
        tracing::debug!(
            team.id = completion.team,
            llm.tokens = usage.output_tokens,
            llm.prompt_tokens = usage.prompt_tokens,
            llm.reused_tokens = usage.reused_tokens,
            llm.continuations = completion.openings.len(),
            llm.queue_seconds = usage.queue.as_secs_f32(),
            llm.seconds = usage.total.as_secs_f32(),
            "the model answered"
        );
        reply.complete(usage);
        usage
    }
}

fn count(tokens: usize) -> u32 {
    u32::try_from(tokens).unwrap_or(u32::MAX)
}
