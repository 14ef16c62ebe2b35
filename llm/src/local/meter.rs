//! How busy and how fast the engine is, for others to see.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::Status;
use crate::completion::Usage;

/// The share of the newest step in a moving average.
const NEWEST: f32 = 0.1;

/// What the store of computed tokens is used for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct StoreUse {
    /// Tokens for which there is room.
    pub tokens: usize,
    /// Of these, those that are held.
    pub held_tokens: usize,
    /// Sequences in use: one for each prompt being answered, each of its answers, and each kept prompt.
    pub sequences: usize,
    /// Prompts that are kept for later requests.
    pub kept_prompts: usize,
}

/// The engine's own account, shared with those who ask.
#[derive(Debug, Clone, Default)]
pub(super) struct Meter(Arc<Mutex<(Status, StoreUse)>>);

impl Meter {
    pub(super) fn status(&self) -> Status {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).0
    }

    pub(super) fn store(&self) -> StoreUse {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).1
    }

    fn change(&self, change: impl FnOnce(&mut Status)) {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner).0);
    }

    /// The state between two steps.
    pub(super) fn between_steps(&self, running: usize, store: StoreUse) {
        let mut both = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        both.0.running = running;
        both.0.kept_tokens = store.held_tokens;
        both.1 = store;
    }

    /// One step computed tokens of prompts and of answers. Only steps of one kind tell how fast that kind is.
    pub(super) fn step(&self, prompts: usize, answers: usize, took: Duration) {
        let rate = |tokens: usize| tokens as f32 / took.as_secs_f32().max(f32::EPSILON);
        self.change(|status| {
            status.computed_tokens += prompts as u64;
            if answers == 0 {
                average(&mut status.prompt_rate, rate(prompts));
            } else if prompts == 0 {
                average(&mut status.output_rate, rate(answers));
            }
        });
    }

    pub(super) fn answered(&self, usage: &Usage) {
        self.change(|status| status.reused_tokens += u64::from(usage.reused_tokens));
    }
}

fn average(rate: &mut Option<f32>, newest: f32) {
    *rate = Some(rate.map_or(newest, |old| old + NEWEST * (newest - old)));
}
