//! The way back to the caller, which never holds up the thread that computes.

use std::time::Instant;

use tokio::sync::mpsc;

use crate::LlmError;
use crate::completion::{Event, FinishReason, Usage, closing_events};

/// Carries the events of one job. Nothing here waits: when the reader is slow, text is gathered and sent later, and the
/// last events always have room.
#[derive(Debug)]
pub(super) struct Reply {
    events: mpsc::Sender<Result<Event, LlmError>>,
    unsent: Vec<String>,
    first_delta: Option<Instant>,
    ended: bool,
}

impl Reply {
    pub(super) fn new(events: mpsc::Sender<Result<Event, LlmError>>, continuations: usize) -> Self {
        Self { events, unsent: vec![String::new(); continuations], first_delta: None, ended: false }
    }

    /// Nobody reads any more.
    pub(super) fn is_closed(&self) -> bool {
        self.events.is_closed()
    }

    /// When the first text was sent.
    pub(super) fn first_delta(&self) -> Option<Instant> {
        self.first_delta
    }

    pub(super) fn delta(&mut self, continuation: usize, text: &str) {
        self.unsent[continuation].push_str(text);
        if self.events.capacity() > closing_events(self.unsent.len()) {
            self.send_text(continuation);
        }
    }

    pub(super) fn finish(&mut self, continuation: usize, reason: FinishReason, mean_logprob: Option<f32>) {
        self.send_text(continuation);
        self.send(Ok(Event::Finished { continuation, reason, mean_logprob }));
    }

    pub(super) fn complete(mut self, usage: Usage) {
        self.send(Ok(Event::Usage(usage)));
        self.ended = true;
    }

    pub(super) fn fail(mut self, error: LlmError) {
        self.send(Err(error));
        self.ended = true;
    }

    fn send_text(&mut self, continuation: usize) {
        let text = std::mem::take(&mut self.unsent[continuation]);
        if !text.is_empty() {
            self.first_delta.get_or_insert_with(Instant::now);
            self.send(Ok(Event::Delta { continuation, text }));
        }
    }

    fn send(&self, event: Result<Event, LlmError>) {
        // There is room (see `delta`), so this fails only when nobody reads, and then nobody minds.
        let _ = self.events.try_send(event);
    }
}

impl Drop for Reply {
    /// A job that is thrown away, be it by a panic of the thread, still ends with an error.
    fn drop(&mut self) {
        if !self.ended {
            self.send(Err(LlmError::Stopped));
        }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed test may panic")]
mod tests {
    use super::*;
    use crate::completion::Generation;

    #[tokio::test]
    async fn a_reader_who_waits_loses_nothing() {
        let (events, generation) = Generation::channel(2);
        let mut reply = Reply::new(events, 2);
        for number in 0..1000 {
            reply.delta(number % 2, &format!("{number} "));
        }
        reply.finish(0, FinishReason::Stop, None);
        reply.finish(1, FinishReason::Length, None);
        reply.complete(Usage::default());
        let (outputs, _) = generation.collect().await.unwrap();
        assert!(outputs[0].text.ends_with("996 998 ") && outputs[1].text.ends_with("997 999 "));
        assert_eq!(outputs[0].text.split(' ').count(), 501);
    }

    #[tokio::test]
    async fn a_reply_that_is_thrown_away_says_that_the_model_stopped() {
        let (events, mut generation) = Generation::channel(1);
        drop(Reply::new(events, 1));
        assert_eq!(generation.next().await, Some(Err(LlmError::Stopped)));
        assert_eq!(generation.next().await, None);
    }
}
