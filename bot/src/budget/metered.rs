//! One call to a model, reserved before it is made and counted when it ends.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};

use copydesk_llm::{Completion, Event, Generation, LlmError, Prompt, Usage, estimate_tokens};
use copydesk_storage::UsageCount;

use super::{Refusal, Reservation};
use crate::config::{ModelEntry, ModelKind, Prices};
use crate::desk::Desk;
use crate::models::Answerer;
use crate::session::Session;
use crate::texts::Problem;

/// Why a call gave no answer.
#[derive(Debug)]
pub enum CallError {
    /// The model's own error.
    Model(LlmError),
    /// Anything else, such as a budget that is used up.
    Told(Problem),
}

/// Whether the request of a session is counted, or held to be counted: its calls count as one request.
pub type Counted = AtomicBool;

/// A generation whose cost is counted. Dropping it stops the work.
pub struct Metered<'a> {
    desk: &'a Desk,
    session: &'a Session,
    prices: Option<&'a Prices>,
    generation: Generation,
    /// What was reserved; `None` once it is settled.
    call: Option<Call<'a>>,
    /// Tokens of the prompt, roughly.
    prompt_tokens: u64,
    /// What was written, to count a call that ends without its usage.
    written: String,
    /// Whether the caller counts what was used, together with what else there is to store.
    later: bool,
    /// What it is to count.
    due: Option<UsageCount>,
}

impl Desk {
    /// Asks a model, if the budgets of the person and the team allow it. Every handler's call goes through here.
    ///
    /// # Errors
    /// [`CallError::Told`] if a limit is reached or the counts can't be read, and nothing is sent to the model; else the
    /// model's own.
    pub async fn generate<'a>(
        &'a self,
        session: &'a Session,
        answerer: &Answerer<'a>,
        completion: Completion,
    ) -> Result<Metered<'a>, CallError> {
        // Nothing is sent any more, so nothing is counted.
        if completion.cancel.is_cancelled() {
            return Err(CallError::Model(LlmError::Cancelled));
        }
        let entry = &answerer.listed.entry;
        let prices = prices(entry);
        let (prompt_tokens, output_tokens) = most(entry, &completion);
        let call = self.reserve(session, count(prices, prompt_tokens, output_tokens)).await?;
        let generation = answerer.model.generate(completion).await.map_err(CallError::Model)?;
        let (written, later, due) = (String::new(), false, None);
        Ok(Metered { desk: self, session, prices, generation, call: Some(call), prompt_tokens, written, later, due })
    }

    async fn reserve<'a>(&self, session: &'a Session, mut may_use: UsageCount) -> Result<Call<'a>, CallError> {
        let first = !session.counted.swap(true, Ordering::Relaxed);
        may_use.requests = u64::from(first);
        // Made first, so that a refusal takes the request back.
        let counting = Counting { counted: &session.counted, holds: first };
        let (person, day) = (&session.origin.person, session.now.date());
        let reserved = self.budgets.reserve(&session.records, person, day, &self.config.budgets, may_use).await;
        let reservation = reserved.map_err(|refusal| {
            CallError::Told(match refusal {
                Refusal::Over(over) => over.problem(&session.now),
                Refusal::Storage(error) => self.storage_problem(&error),
            })
        })?;
        Ok(Call { reservation, counting })
    }
}

/// What one call has reserved.
struct Call<'a> {
    reservation: Reservation,
    counting: Counting<'a>,
}

/// The part that a call has in the request being counted.
#[derive(Debug)]
struct Counting<'a> {
    counted: &'a Counted,
    /// Whether this call has reserved the request.
    holds: bool,
}

impl Counting<'_> {
    /// 1 if the request is counted with this call: it holds it, or the call that did has used nothing.
    fn settle(mut self) -> u64 {
        let holds = std::mem::take(&mut self.holds);
        u64::from(holds || !self.counted.swap(true, Ordering::Relaxed))
    }
}

impl Drop for Counting<'_> {
    fn drop(&mut self) {
        if self.holds {
            self.counted.store(false, Ordering::Relaxed);
        }
    }
}

impl Metered<'_> {
    /// Leaves it to the caller to count what was used, by [`Metered::count_due`]: each wait for the disk is one that a person
    /// waits too, and two commits at the same time wait for it once.
    #[must_use]
    pub fn counted_later(mut self) -> Self {
        self.later = true;
        self
    }

    /// Counts what was used, if that is not done.
    ///
    /// # Errors
    /// That it can't be stored.
    pub async fn count_due(&mut self) -> Result<(), Problem> {
        match self.due.take() {
            Some(used) => self.count(used).await,
            None => Ok(()),
        }
    }

    /// The next event; `None` after the last. See [`Generation::next`].
    ///
    /// # Errors
    /// The model's own, or that what it cost can't be stored.
    pub async fn next(&mut self) -> Option<Result<Event, CallError>> {
        let event = self.generation.next().await;
        match &event {
            Some(Ok(Event::Delta { text, .. })) => self.written.push_str(text),
            Some(Ok(Event::Usage(usage))) if self.later => self.due = Some(self.used(usage)),
            Some(Ok(Event::Usage(usage))) => {
                if let Err(problem) = self.count(self.used(usage)).await {
                    return Some(Err(CallError::Told(problem)));
                }
            }
            Some(Err(error)) if self.written.is_empty() && !may_have_begun(error) => self.call = None,
            // It was cut, and will have cost something. The error that ended it is the one to tell.
            Some(Err(_)) | None if self.due.is_none() => {
                let _logged = self.count(self.estimate()).await;
            }
            Some(_) | None => {}
        }
        event.map(|event| event.map_err(CallError::Model))
    }

    async fn count(&mut self, mut used: UsageCount) -> Result<(), Problem> {
        let Some(Call { reservation, counting }) = self.call.take() else { return Ok(()) };
        used.requests = counting.settle();
        let settled = reservation.settle(&used).await;
        settled.map_err(|error| {
            tracing::error!(team.id = %self.session.team.id, %error, "what a model used could not be counted");
            self.desk.storage_problem(&error)
        })
    }

    /// What the model says it used; servers that do not say are estimated.
    fn used(&self, usage: &Usage) -> UsageCount {
        if usage.prompt_tokens == 0 && usage.output_tokens == 0 {
            return self.estimate();
        }
        count(self.prices, usage.prompt_tokens.into(), usage.output_tokens.into())
    }

    fn estimate(&self) -> UsageCount {
        count(self.prices, self.prompt_tokens, estimate_tokens(&self.written) as u64)
    }
}

/// Whether the model may have read the prompt before the call ended like this, though it showed nothing. A call that still
/// waited for its turn ends like one that did not: to count both is better than to give a stopped one away.
fn may_have_begun(error: &LlmError) -> bool {
    matches!(error, LlmError::Cancelled | LlmError::DeadlinePassed(_) | LlmError::Interrupted | LlmError::OffSchema(_))
}

/// Tokens with their price; no request.
fn count(prices: Option<&Prices>, prompt_tokens: u64, output_tokens: u64) -> UsageCount {
    // A price for 1,000,000 tokens in units is one for a token in millionths.
    let money = prices.map(|prices| {
        let cost = prompt_tokens as f64 * prices.input + output_tokens as f64 * prices.output;
        (prices.currency.clone(), cost.ceil() as u64)
    });
    UsageCount { requests: 0, prompt_tokens, output_tokens, money: BTreeMap::from_iter(money) }
}

fn prices(entry: &ModelEntry) -> Option<&Prices> {
    match &entry.kind {
        ModelKind::Remote(server) => server.prices.as_ref(),
        ModelKind::Local(_) => None,
    }
}

/// Tokens that a call reads and writes at most, roughly.
fn most(entry: &ModelEntry, completion: &Completion) -> (u64, u64) {
    let prompt: usize = match &completion.prompt {
        Prompt::Chat(messages) => messages.iter().map(|message| estimate_tokens(&message.text)).sum(),
        Prompt::Text(segments) => segments.iter().map(|segment| estimate_tokens(&segment.text)).sum(),
    };
    let openings: usize = completion.openings.iter().map(|opening| estimate_tokens(opening)).sum();
    let continuations = completion.openings.len();
    // A server is asked for each continuation by itself, and reads the prompt each time.
    let reads = match &entry.kind {
        ModelKind::Local(_) => prompt,
        ModelKind::Remote(_) => prompt.saturating_mul(continuations),
    };
    let writes = continuations.saturating_mul(completion.limits.max_tokens as usize);
    ((reads + openings) as u64, writes as u64)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed test may panic")]
#[path = "metered_tests.rs"]
mod tests;
