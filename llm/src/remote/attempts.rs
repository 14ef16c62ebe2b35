//! How often one request is tried, and how long to wait in between.

use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

use tokio::time::Instant;

use super::breaker::Permit;
use super::failure::Failure;
use super::server::Server;
use crate::LlmError;

/// When failed requests are sent again: see [`RemoteSettings`](super::RemoteSettings).
#[derive(Debug, Clone, Copy)]
pub(super) struct Retries {
    pub(super) attempts: u32,
    pub(super) base: Duration,
    pub(super) cap: Duration,
}

/// The attempts at one request.
#[derive(Debug)]
pub(super) struct Attempts<'s> {
    server: &'s Server,
    end: Instant,
    longest_pause: Duration,
    failed: u32,
    last: Option<LlmError>,
}

impl<'s> Attempts<'s> {
    /// Attempts until `end`, with no pause longer than `longest_pause`.
    pub(super) fn new(server: &'s Server, end: Instant, longest_pause: Duration) -> Self {
        Self { server, end, longest_pause, failed: 0, last: None }
    }

    /// Waits as long as the server asked for, and begins an attempt.
    ///
    /// # Errors
    /// That the wait is longer than the deadline or than anybody wants to wait, or why the server is left alone; after a failed attempt its error.
    pub(super) async fn begin(&mut self) -> Result<Permit<'s>, LlmError> {
        while let Some(rest) = self.server.breaker.rest() {
            if rest >= self.left() || rest > self.longest_pause {
                let limited = LlmError::RateLimited { retry_after: Some(rest) };
                return Err(self.last.take().unwrap_or(limited));
            }
            tokio::time::sleep(rest).await;
        }
        self.server.breaker.admit(self.end).map_err(|error| self.last.take().unwrap_or(error))
    }

    /// Takes note of a failed attempt, and waits before the next one.
    ///
    /// # Errors
    /// The failure, if another attempt is not worth it.
    pub(super) async fn failed(&mut self, permit: Permit<'s>, failure: Failure, shown: bool) -> Result<(), Failure> {
        permit.failed(&failure);
        self.failed += 1;
        let wait = self.wait().max(failure.retry_after.unwrap_or_default());
        let over =
            self.failed >= self.server.retries.attempts.max(1) || wait >= self.left() || wait > self.longest_pause;
        if shown || !failure.again || over || self.server.breaker.is_open() {
            return Err(failure);
        }
        tracing::debug!(error = %failure.error, seconds = wait.as_secs_f32(), "the model's server is asked again");
        self.last = Some(failure.error);
        tokio::time::sleep(wait).await;
        Ok(())
    }

    fn left(&self) -> Duration {
        self.end.saturating_duration_since(Instant::now())
    }

    /// "Full jitter": anything up to a bound that doubles (Brooker, "Exponential Backoff And Jitter", AWS, 2015).
    fn wait(&self) -> Duration {
        let Retries { base, cap, .. } = self.server.retries;
        let doubled = 1_u32.checked_shl(self.failed - 1).unwrap_or(u32::MAX);
        base.saturating_mul(doubled).min(cap).mul_f64(random_share())
    }
}

/// A number from 0 to 1. Hash keys are random, and nothing here needs a better source.
fn random_share() -> f64 {
    f64::from((RandomState::new().hash_one(0) >> 32) as u32) / f64::from(u32::MAX)
}
