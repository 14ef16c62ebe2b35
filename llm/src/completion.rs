//! What a model is asked for, and what comes back: [`Completion`] in, a [`Generation`] of [`Event`]s out.

use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::waiting::{Waiting, Watched};
use crate::{LlmError, Schema, estimate_tokens};

/// Who speaks in one message of a prompt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Instructions.
    System,
    /// The person, or an example of one.
    User,
    /// The model, or an example of its answer.
    Assistant,
}

/// For whom a part of a prompt is the same, from general to particular. What is computed for a part is kept and shared
/// within its scope, and never beyond it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// For every team: instructions, built-in examples. Nothing that a person wrote may be in it.
    Task,
    /// For every request of one team: its brand, its posts.
    Team,
    /// For this request alone.
    Request,
}

/// One message of a chat prompt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Who speaks. Neighbours of one role are one message to the model, their texts joined as they are.
    pub role: Role,
    /// For whom it is the same.
    pub scope: Scope,
    /// What is said.
    pub text: String,
}

/// A part of a plain prompt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// For whom it is the same.
    pub scope: Scope,
    /// The text; segments are joined as they are.
    pub text: String,
}

/// The text that every continuation of one [`Completion`] shares. Scopes go from general to particular.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Prompt {
    /// Messages; the model's own chat template turns them into tokens.
    Chat(Vec<Message>),
    /// Plain text, for base models that know no chat.
    Text(Vec<Segment>),
}

impl Prompt {
    /// A plain prompt of one request.
    pub fn plain(text: impl Into<String>) -> Self {
        Self::Text(vec![Segment { scope: Scope::Request, text: text.into() }])
    }

    /// Its messages, neighbours of one role joined; a plain prompt is one of the user.
    pub(crate) fn messages(&self) -> Vec<(Role, String)> {
        let pieces: Vec<(Role, &str)> = match self {
            Self::Chat(messages) => messages.iter().map(|message| (message.role, message.text.as_str())).collect(),
            Self::Text(segments) => segments.iter().map(|segment| (Role::User, segment.text.as_str())).collect(),
        };
        let mut joined: Vec<(Role, String)> = Vec::new();
        for (role, text) in pieces {
            match joined.last_mut() {
                Some((last, whole)) if *last == role => whole.push_str(text),
                _ => joined.push((role, text.to_owned())),
            }
        }
        joined
    }

    /// Its parts of `scope` and more general ones.
    pub(crate) fn within(&self, scope: Scope) -> Self {
        match self {
            Self::Chat(messages) => {
                Self::Chat(messages.iter().filter(|message| message.scope <= scope).cloned().collect())
            }
            Self::Text(segments) => {
                Self::Text(segments.iter().filter(|segment| segment.scope <= scope).cloned().collect())
            }
        }
    }

    /// Whether it has no parts.
    pub(crate) fn is_empty(&self) -> bool {
        self.scopes().is_empty()
    }

    /// Bytes of all its texts.
    pub(crate) fn bytes(&self) -> usize {
        match self {
            Self::Chat(messages) => messages.iter().map(|message| message.text.len()).sum(),
            Self::Text(segments) => segments.iter().map(|segment| segment.text.len()).sum(),
        }
    }

    fn scopes(&self) -> Vec<Scope> {
        match self {
            Self::Chat(messages) => messages.iter().map(|message| message.scope).collect(),
            Self::Text(segments) => segments.iter().map(|segment| segment.scope).collect(),
        }
    }
}

/// How tokens are drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sampling {
    /// 0 takes the likeliest token each time; 2 is the most that servers accept.
    pub temperature: f32,
    /// Drops tokens that are less likely than this share of the likeliest one, 0 to 1. Local models only.
    pub min_p: f32,
    /// Makes tokens of the answer so far less likely; 1 changes nothing. Local models only.
    pub repeat_penalty: f32,
    /// The same seed gives the same answer; continuation `i` uses `seed + i`.
    pub seed: u32,
}

/// Where an answer ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Tokens of one continuation, at least 1.
    pub max_tokens: u32,
    /// The model may not end a continuation with fewer tokens; 0 outside of measurements. Local models only.
    pub min_tokens: u32,
    /// A continuation ends before the first of these strings; they are not part of the answer.
    pub stop: Vec<String>,
    /// From acceptance to the last token, waiting included.
    pub deadline: Duration,
    /// A server that asks for a longer pause than this is not waited for: somebody else can answer. Servers only.
    pub longest_pause: Duration,
}

/// One request to a model.
#[derive(Debug, Clone)]
pub struct Completion {
    /// What every continuation shares; it is computed once.
    pub prompt: Prompt,
    /// One entry for each answer wanted: the text that the answer is made to begin with, often empty. It is not repeated
    /// in the answer's deltas. At least one.
    pub openings: Vec<String>,
    /// How tokens are drawn.
    pub sampling: Sampling,
    /// Where an answer ends.
    pub limits: Limits,
    /// What every answer has to be, if it is to be JSON.
    pub schema: Option<Schema>,
    /// Compute all of the prompt anew, though its beginning may be kept: at temperature 0 the same request then gives the
    /// same text, which a beginning that was computed in other company does not promise. Local models only.
    pub anew: bool,
    /// The team that asks: what was computed for one team is never reused for another.
    pub team: String,
    /// Stops the work within one step of the computation.
    pub cancel: CancellationToken,
}

impl Completion {
    /// Tokens that it takes at most, roughly: what fairness between teams is measured in.
    pub(crate) fn cost(&self) -> u32 {
        let prompt: usize = self.prompt.messages().iter().map(|(_, text)| estimate_tokens(text)).sum();
        let answers = self.openings.len().saturating_mul(self.limits.max_tokens as usize);
        u32::try_from(prompt.saturating_add(answers)).unwrap_or(u32::MAX)
    }

    /// Refuses what makes no sense, before it costs anything.
    pub(crate) fn check(&self) -> Result<(), LlmError> {
        let Sampling { temperature, min_p, repeat_penalty, .. } = self.sampling;
        let problem = if self.openings.is_empty() {
            "no continuation is asked for"
        } else if self.limits.max_tokens == 0 {
            "max_tokens is 0"
        } else if matches!(&self.prompt, Prompt::Chat(messages) if messages.is_empty()) {
            "the chat has no messages"
        } else if !self.prompt.scopes().is_sorted() {
            "a part of the prompt is more general than the one before it"
        } else if self.schema.is_some() && self.openings.iter().any(|opening| !opening.is_empty()) {
            "an answer with a schema can't have an opening"
        } else if ![temperature, min_p, repeat_penalty].iter().all(|number| number.is_finite() && *number >= 0.0) {
            "a sampling setting is negative or no number"
        } else {
            return Ok(());
        };
        Err(LlmError::Refused(problem.into()))
    }
}

/// Why one continuation ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FinishReason {
    /// The model ended it, or a stop string did.
    Stop,
    /// It reached [`Limits::max_tokens`].
    Length,
}

/// One step of a generation.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// The request still waits for its turn; sent again when its place changes, at most once a second.
    Waiting(Place),
    /// More text of one continuation: whole characters only, never part of a stop string.
    Delta {
        /// Index into [`Completion::openings`].
        continuation: usize,
        /// The new text.
        text: String,
    },
    /// One continuation is complete.
    Finished {
        /// Index into [`Completion::openings`].
        continuation: usize,
        /// Why it ended.
        reason: FinishReason,
        /// Mean natural-log probability of its tokens under the model (≤ 0), where the model tells.
        mean_logprob: Option<f32>,
    },
    /// The last event of a complete generation.
    Usage(Usage),
}

/// Where a waiting request stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Requests that will begin before it.
    pub ahead: usize,
    /// Roughly until it begins, from how long the last ones took; `None` before the first has ended.
    pub wait: Option<Duration>,
}

/// What a generation cost.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Usage {
    /// Tokens of the prompt and the openings.
    pub prompt_tokens: u32,
    /// Of these, tokens that were still computed from an earlier request.
    pub reused_tokens: u32,
    /// Tokens of all answers.
    pub output_tokens: u32,
    /// From acceptance until the prompt was begun.
    pub queue: Duration,
    /// From acceptance until the prompt was computed, where the model tells.
    pub prompt: Option<Duration>,
    /// From acceptance to the first delta.
    pub first_token: Duration,
    /// From acceptance to the end.
    pub total: Duration,
}

impl Usage {
    /// Tokens of the answers in a second, after the first one came; `None` if that took no time.
    pub fn output_rate(&self) -> Option<f32> {
        let seconds = self.total.saturating_sub(self.first_token).as_secs_f32();
        (seconds > 0.0).then(|| self.output_tokens as f32 / seconds)
    }
}

/// One complete answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Output {
    /// The text after the opening.
    pub text: String,
    /// Why it ended.
    pub reason: FinishReason,
    /// See [`Event::Finished`].
    pub mean_logprob: Option<f32>,
}

/// A running generation. Dropping it stops the work.
#[derive(Debug)]
pub struct Generation {
    events: mpsc::Receiver<Result<Event, LlmError>>,
    continuations: usize,
    limits: Option<(CancellationToken, Duration, Instant)>,
    /// Its place in a queue, while it may have one.
    waiting: Option<Watched>,
    ended: bool,
}

/// How many events may wait between a model and its reader, besides the last ones of each continuation.
const EVENTS: usize = 64;

/// How many events of `continuations` answers end a generation: the last text and the finish of each, and the usage.
pub(crate) fn closing_events(continuations: usize) -> usize {
    2 * continuations + 1
}

/// Why a generation ended without a word, if it was cancelled or out of time.
fn ended_early(cancel: &CancellationToken, deadline: Duration, end: Instant) -> Option<LlmError> {
    if cancel.is_cancelled() {
        return Some(LlmError::Cancelled);
    }
    (Instant::now() >= end).then_some(LlmError::DeadlinePassed(deadline))
}

/// The next event of a model, or the error that ends it before.
async fn arrival(
    events: &mut mpsc::Receiver<Result<Event, LlmError>>,
    limits: Option<&(CancellationToken, Duration, Instant)>,
) -> Option<Result<Event, LlmError>> {
    let Some((cancel, deadline, end)) = limits else {
        return events.recv().await;
    };
    tokio::select! {
        biased;
        // A model that saw the end first is silent about it.
        event = events.recv() => event.or_else(|| ended_early(cancel, *deadline, *end).map(Err)),
        () = cancel.cancelled() => Some(Err(LlmError::Cancelled)),
        () = tokio::time::sleep_until(*end) => Some(Err(LlmError::DeadlinePassed(*deadline))),
    }
}

/// The next change of a place; never, if there is none any more.
async fn moved(waiting: &mut Option<Watched>) -> Place {
    if let Some(watched) = waiting {
        if let Some(place) = watched.moved().await {
            return place;
        }
        *waiting = None;
    }
    std::future::pending().await
}

impl Generation {
    /// A generation of `continuations` answers, and the sender that a model fills it with.
    pub fn channel(continuations: usize) -> (mpsc::Sender<Result<Event, LlmError>>, Self) {
        let (sender, events) = mpsc::channel(EVENTS + closing_events(continuations));
        (sender, Self { events, continuations, limits: None, waiting: None, ended: false })
    }

    /// The same generation, ended by `cancel` or by `deadline` from now, even while its model is busy with others.
    #[must_use]
    pub fn limited(mut self, cancel: CancellationToken, deadline: Duration) -> Self {
        self.limits = Some((cancel, deadline, Instant::now() + deadline));
        self
    }

    /// The same generation with its place in a queue: while it waits there, it says so. Dropping it gives the place up.
    #[must_use]
    pub(crate) fn waiting(mut self, ticket: impl Waiting + 'static) -> Self {
        self.waiting = Some(Watched::new(ticket));
        self
    }

    /// The next event; `None` after the last.
    ///
    /// A generation is complete only if [`Event::Usage`] came; one that ends without it was cut.
    pub async fn next(&mut self) -> Option<Result<Event, LlmError>> {
        if self.ended {
            return None;
        }
        let event = tokio::select! {
            biased;
            event = arrival(&mut self.events, self.limits.as_ref()) => event,
            place = moved(&mut self.waiting) => return Some(Ok(Event::Waiting(place))),
        };
        // Nothing follows the usage.
        if matches!(event, Some(Err(_) | Ok(Event::Usage(_))) | None) {
            self.ended = true;
            self.events.close();
            // Whoever ends while waiting takes up no room in the queue.
            self.waiting = None;
        }
        event
    }

    /// Waits for the end and returns every answer, in the order of [`Completion::openings`].
    ///
    /// # Errors
    /// The model's own error, or [`LlmError::Interrupted`] if the generation ended early.
    pub async fn collect(mut self) -> Result<(Vec<Output>, Usage), LlmError> {
        let mut texts = vec![String::new(); self.continuations];
        let mut ends = vec![None; self.continuations];
        while let Some(event) = self.next().await {
            match event? {
                Event::Delta { continuation, text } => texts[continuation].push_str(&text),
                Event::Finished { continuation, reason, mean_logprob } => {
                    ends[continuation] = Some((reason, mean_logprob));
                }
                Event::Waiting(_) => {}
                Event::Usage(usage) => {
                    let outputs = texts.into_iter().zip(ends);
                    let outputs = outputs
                        .map(|(text, end)| end.map(|(reason, mean_logprob)| Output { text, reason, mean_logprob }));
                    let outputs: Option<Vec<_>> = outputs.collect();
                    return outputs.map(|outputs| (outputs, usage)).ok_or(LlmError::Interrupted);
                }
            }
        }
        Err(LlmError::Interrupted)
    }
}
