//! A rush: more arrives than was taken in so far. Answers wait for its end, for a while, so that everybody is kept and
//! acknowledged first.

use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{Instant, timeout_at};

/// So long answers wait at most. Then they go on beside the rush, however long that takes.
const PATIENCE: Duration = Duration::from_secs(2);

/// Whether there is one, and since when.
#[derive(Debug)]
pub(crate) struct Rush(watch::Sender<Option<Instant>>);

impl Default for Rush {
    fn default() -> Self {
        Self(watch::Sender::new(None))
    }
}

impl Rush {
    /// Notes whether there is one.
    pub(crate) fn set(&self, there_is: bool) {
        self.0.send_if_modified(|since| {
            let changed = since.is_some() != there_is;
            if changed {
                *since = there_is.then(Instant::now);
            }
            changed
        });
    }

    /// Waits until there is none, or it has lasted too long to wait for.
    pub(crate) async fn over(&self) {
        let since = *self.0.borrow();
        let Some(since) = since else { return };
        let mut changes = self.0.subscribe();
        let _too_long = timeout_at(since + PATIENCE, changes.wait_for(Option::is_none)).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn answers_wait_for_the_end_of_a_rush_but_not_for_ever() {
        let rush = Rush::default();
        let begin = Instant::now();
        rush.over().await;
        assert_eq!(begin.elapsed(), Duration::ZERO);
        rush.set(true);
        tokio::join!(rush.over(), async {
            tokio::time::sleep(Duration::from_secs(1)).await;
            rush.set(true);
            rush.set(false);
        });
        assert_eq!(begin.elapsed(), Duration::from_secs(1));
        rush.set(true);
        rush.over().await;
        assert_eq!(begin.elapsed(), Duration::from_secs(1) + PATIENCE);
        rush.over().await;
        assert_eq!(begin.elapsed(), Duration::from_secs(1) + PATIENCE, "it has lasted too long already");
    }
}
