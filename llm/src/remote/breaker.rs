//! Leaves a server alone that fails again and again, and tries from time to time whether it is back.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::failure::{Failure, Health};
use crate::LlmError;

/// The longest that a server is left alone because it asked for it; then it may be asked again.
const LONGEST_REST: Duration = Duration::from_secs(3600);

/// Counts the failures of one server. It opens after several in a row, and at once when the server does not know the
/// key (401); while it is open no request is sent. After a pause one request at a time may try, until one succeeds.
#[derive(Debug)]
pub(super) struct Breaker {
    most_failures: u32,
    pause: Duration,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    failures: u32,
    open: Option<Open>,
    rest_until: Option<Instant>,
}

#[derive(Debug)]
struct Open {
    until: Instant,
    because: LlmError,
    probed: bool,
}

/// Leave to send one request.
#[derive(Debug)]
pub(super) struct Permit<'b> {
    breaker: &'b Breaker,
    end: Instant,
    /// Whether it tries if the server is back.
    probe: bool,
    answers: bool,
    judged: bool,
}

impl Breaker {
    pub(super) fn new(most_failures: u32, pause: Duration) -> Self {
        Self { most_failures: most_failures.max(1), pause, state: Mutex::default() }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // No change of the state can be half done.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Leave to send a request that is given up at `end`.
    ///
    /// # Errors
    /// Why the server is left alone.
    pub(super) fn admit(&self, end: Instant) -> Result<Permit<'_>, LlmError> {
        let mut state = self.lock();
        let failures = state.failures;
        let probe = match &mut state.open {
            None => false,
            Some(open) if open.probed || Instant::now() < open.until => return Err(open.error(failures)),
            Some(open) => {
                open.probed = true;
                true
            }
        };
        Ok(Permit { breaker: self, end, probe, answers: false, judged: false })
    }

    pub(super) fn is_open(&self) -> bool {
        self.lock().open.is_some()
    }

    /// How long the server asked to be left alone, from now.
    pub(super) fn rest(&self) -> Option<Duration> {
        let rest = self.lock().rest_until?.saturating_duration_since(Instant::now());
        (!rest.is_zero()).then_some(rest)
    }

    fn judge(&self, probe: bool, health: Health, because: &LlmError) {
        let mut state = self.lock();
        let opens = match health {
            Health::Alive => {
                state.failures = 0;
                state.open = None;
                false
            }
            Health::Unknown => {
                if let Some(open) = state.open.as_mut().filter(|_| probe) {
                    open.probed = false;
                }
                false
            }
            // What was begun before it opened has nothing new to tell.
            Health::Failed | Health::KeyRefused if state.open.is_some() && !probe => false,
            Health::Failed => {
                state.failures = state.failures.saturating_add(1);
                probe || state.failures >= self.most_failures
            }
            Health::KeyRefused => true,
        };
        if opens {
            let until = Instant::now() + self.pause;
            state.open = Some(Open { until, because: because.clone(), probed: false });
            tracing::info!(error = %because, seconds = self.pause.as_secs_f32(), "the model's server is left alone");
        }
    }
}

impl Open {
    fn error(&self, failures: u32) -> LlmError {
        let left = self.until.saturating_duration_since(Instant::now());
        match &self.because {
            LlmError::Unauthorized { status } => LlmError::Unauthorized { status: *status },
            LlmError::RateLimited { .. } => LlmError::RateLimited { retry_after: Some(left) },
            because => {
                let because = match because {
                    LlmError::Unavailable(reason) | LlmError::BadAnswer(reason) => reason.clone(),
                    because => because.to_string(),
                };
                let next = match left.as_secs() {
                    0 => "soon".to_owned(),
                    seconds => format!("in {seconds} s"),
                };
                LlmError::Unavailable(format!(
                    "it failed {failures} times in a row and is tried again {next}; the last time: {because}"
                ))
            }
        }
    }
}

impl Permit<'_> {
    /// The server began to answer. That ends a pause: others need not wait until the answer is complete. But the next
    /// failure begins a new one, should it only ever begin.
    pub(super) fn answers(&mut self) {
        if self.probe && !self.answers {
            let mut state = self.breaker.lock();
            state.open = None;
            state.failures = self.breaker.most_failures - 1;
        }
        self.answers = true;
    }

    /// The request succeeded.
    pub(super) fn succeeded(mut self) {
        self.judged = true;
        self.breaker.judge(self.probe, Health::Alive, &LlmError::Interrupted);
    }

    /// The request failed.
    pub(super) fn failed(mut self, failure: &Failure) {
        self.judged = true;
        if let Some(rest) = failure.retry_after {
            self.breaker.lock().rest_until = Some(Instant::now() + rest.min(LONGEST_REST));
        }
        self.breaker.judge(self.probe, failure.health(), &failure.error);
    }
}

impl Drop for Permit<'_> {
    /// The request was given up: that is the server's fault if it had all the time there was and said nothing.
    fn drop(&mut self) {
        if !self.judged {
            let silent = !self.answers && Instant::now() >= self.end;
            let health = if silent { Health::Failed } else { Health::Unknown };
            self.breaker.judge(self.probe, health, &LlmError::Unavailable("it did not answer in time".into()));
        }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed test may panic")]
mod tests {
    use super::*;

    const PAUSE: Duration = Duration::from_secs(30);

    fn later() -> Instant {
        Instant::now() + Duration::from_secs(3600)
    }

    fn fail(breaker: &Breaker, error: LlmError) {
        breaker.admit(later()).unwrap().failed(&error.into());
    }

    fn broken() -> LlmError {
        LlmError::Unavailable("500".into())
    }

    #[tokio::test(start_paused = true)]
    async fn it_opens_after_failures_in_a_row_and_closes_when_a_probe_succeeds() {
        let breaker = Breaker::new(2, PAUSE);
        fail(&breaker, broken());
        breaker.admit(later()).unwrap().succeeded();
        fail(&breaker, broken());
        assert!(!breaker.is_open(), "one came between");
        fail(&breaker, LlmError::Interrupted);
        let error = breaker.admit(later()).unwrap_err().to_string();
        assert!(error.contains("2 times in a row and is tried again in 30 s"), "{error}");

        tokio::time::advance(PAUSE).await;
        let probe = breaker.admit(later()).unwrap();
        assert!(breaker.admit(later()).is_err(), "one at a time");
        probe.failed(&broken().into());
        assert!(breaker.admit(later()).is_err(), "a new pause");

        tokio::time::advance(PAUSE).await;
        drop(breaker.admit(later()).unwrap());
        let mut probe = breaker.admit(later()).expect("the one before was given up");
        probe.answers();
        breaker.admit(later()).unwrap().succeeded();
        probe.succeeded();
        fail(&breaker, broken());
        assert!(!breaker.is_open(), "the count began again");
    }

    #[tokio::test(start_paused = true)]
    async fn a_server_that_only_ever_begins_is_left_alone_again() {
        let breaker = Breaker::new(3, PAUSE);
        for _ in 0..3 {
            fail(&breaker, broken());
        }
        tokio::time::advance(PAUSE).await;
        let mut probe = breaker.admit(later()).unwrap();
        probe.answers();
        probe.failed(&LlmError::Interrupted.into());
        assert!(breaker.admit(later()).is_err());
    }

    #[tokio::test(start_paused = true)]
    async fn what_says_nothing_of_the_server_does_not_count() {
        let breaker = Breaker::new(1, PAUSE);
        for error in [
            LlmError::Refused("400".into()),
            LlmError::Unauthorized { status: 403 },
            LlmError::RateLimited { retry_after: Some(Duration::from_secs(9)) },
            LlmError::Cancelled,
        ] {
            fail(&breaker, error);
        }
        drop(breaker.admit(later()));
        assert!(!breaker.is_open());
        assert_eq!(breaker.rest(), Some(Duration::from_secs(9)));
        fail(&breaker, LlmError::RateLimited { retry_after: Some(Duration::MAX) });
        assert_eq!(breaker.rest(), Some(LONGEST_REST));
    }

    #[tokio::test(start_paused = true)]
    async fn an_unknown_key_and_silence_until_the_deadline_count() {
        let breaker = Breaker::new(5, PAUSE);
        fail(&breaker, LlmError::Unauthorized { status: 401 });
        assert_eq!(breaker.admit(later()).unwrap_err(), LlmError::Unauthorized { status: 401 }, "at once");

        let breaker = Breaker::new(1, PAUSE);
        let silent = breaker.admit(Instant::now() + PAUSE).unwrap();
        tokio::time::advance(PAUSE).await;
        drop(silent);
        assert!(breaker.is_open());
    }
}
