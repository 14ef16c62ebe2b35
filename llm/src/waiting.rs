//! What a generation knows of its place in a queue, and when it says so.

use std::fmt;
use std::time::Duration;

use tokio::time::{Instant, Interval, MissedTickBehavior};

use crate::completion::Place;

/// What stands for a request in a queue. Dropping it gives the place up.
pub(crate) trait Waiting: Send + Sync {
    /// Where the request stands; `None` once it has left the queue.
    fn place(&self) -> Option<Place>;
}

/// Until the first look: a request whose turn comes at once has not waited.
const FIRST_LOOK: Duration = Duration::from_millis(50);

/// Between two looks.
const LOOKS: Duration = Duration::from_secs(1);

/// A ticket, looked at from time to time.
pub(crate) struct Watched {
    ticket: Box<dyn Waiting>,
    looks: Interval,
    last: Option<Place>,
}

impl Watched {
    pub(crate) fn new(ticket: impl Waiting + 'static) -> Self {
        let mut looks = tokio::time::interval_at(Instant::now() + FIRST_LOOK, LOOKS);
        looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Self { ticket: Box::new(ticket), looks, last: None }
    }

    /// Waits until the place is another one than the last time; `None` once the request has left the queue.
    pub(crate) async fn moved(&mut self) -> Option<Place> {
        loop {
            self.looks.tick().await;
            let place = self.ticket.place()?;
            if self.last.replace(place) != Some(place) {
                return Some(place);
            }
        }
    }
}

impl fmt::Debug for Watched {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Watched").field("last", &self.last).finish_non_exhaustive()
    }
}
