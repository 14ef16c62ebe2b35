//! Leaves hosts alone: a pause between two requests to the same one, and as long as it asks to be left.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::FetchError;

/// A request that would wait longer for its host is refused.
const LONGEST_WAIT: Duration = Duration::from_secs(120);
/// Hosts that are remembered; those whose time has passed are forgotten first.
const MOST_HOSTS: usize = 10_000;

/// When each host may be asked again.
pub(super) struct Pace {
    between: Duration,
    hosts: Mutex<HashMap<String, Host>>,
}

#[derive(Clone, Copy)]
struct Host {
    next: Instant,
    /// It said so itself.
    closed: bool,
}

impl Pace {
    pub(super) fn new(between: Duration) -> Self {
        Self { between, hosts: Mutex::default() }
    }

    /// Waits for the host's turn.
    ///
    /// # Errors
    /// That the host wants to be left alone, or that too many wait.
    pub(super) async fn turn(&self, host: &str) -> Result<(), FetchError> {
        let turn = self.reserve(host, Instant::now())?;
        tokio::time::sleep_until(turn).await;
        Ok(())
    }

    fn reserve(&self, host: &str, now: Instant) -> Result<Instant, FetchError> {
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        if hosts.len() >= MOST_HOSTS {
            hosts.retain(|_, host| host.next > now);
        }
        let turn = match hosts.get(host).filter(|host| host.next > now) {
            Some(host) if host.closed => return Err(FetchError::Later(host.next - now)),
            Some(host) if host.next - now > LONGEST_WAIT => return Err(FetchError::Busy),
            Some(host) => host.next,
            None => now,
        };
        hosts.insert(host.to_owned(), Host { next: turn + self.between, closed: false });
        Ok(turn)
    }

    /// Asks the host nothing for so long.
    pub(super) fn close(&self, host: &str, wait: Duration) {
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        hosts.insert(host.to_owned(), Host { next: Instant::now() + wait, closed: true });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_to_one_host_are_apart_and_those_to_others_are_not() {
        let pace = Pace::new(Duration::from_secs(1));
        let now = Instant::now();
        let after = |host| pace.reserve(host, now).map(|turn| (turn - now).as_secs());
        assert_eq!([after("a"), after("b"), after("a"), after("a")], [Ok(0), Ok(0), Ok(1), Ok(2)]);
    }

    #[test]
    fn a_queue_that_is_too_long_is_refused() {
        let pace = Pace::new(Duration::from_secs(60));
        let now = Instant::now();
        let answers: Vec<_> = (0..5).map(|_| pace.reserve("a", now).is_ok()).collect();
        assert_eq!(answers, [true, true, true, false, false]);
    }

    #[test]
    fn a_host_that_wants_to_be_left_alone_is_not_asked() {
        let pace = Pace::new(Duration::ZERO);
        pace.close("a", Duration::from_secs(300));
        let now = Instant::now();
        assert!(matches!(pace.reserve("a", now), Err(FetchError::Later(wait)) if wait.as_secs() >= 299));
        assert!(pace.reserve("b", now).is_ok());
        assert!(pace.reserve("a", now + Duration::from_secs(301)).is_ok());
    }
}
