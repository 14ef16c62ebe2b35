//! Who may ask the server now: a fair queue in front of as many turns as there are connections.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};
use tokio::time::Instant;

use crate::LlmError;
use crate::queue::{FairQueue, Ticket};

/// The queue, and the turns that are free. Clones are the same.
#[derive(Clone)]
pub(super) struct Turns {
    queue: FairQueue<Waiter>,
    free: Arc<Semaphore>,
    count: usize,
}

/// Who waits for a turn.
type Waiter = oneshot::Sender<Turn>;

/// Leave to ask the server. Dropping it lets the next one begin.
pub(super) struct Turn {
    turns: Turns,
    permit: Option<OwnedSemaphorePermit>,
    begun: Option<Instant>,
}

impl Turns {
    /// `count` turns at the same time, and room for `waiting` that wait.
    pub(super) fn new(waiting: usize, count: usize) -> Self {
        let count = count.clamp(1, Semaphore::MAX_PERMITS);
        Self { queue: FairQueue::new(waiting.max(1), count), free: Arc::new(Semaphore::new(count)), count }
    }

    /// A place in the queue, and the turn when it comes; it never does if the queue is closed.
    ///
    /// # Errors
    /// [`LlmError::Overloaded`] and [`LlmError::Stopped`].
    pub(super) fn wait(
        &self,
        team: &str,
        cost: u32,
    ) -> Result<(Ticket<Waiter>, impl Future<Output = Result<Turn, LlmError>> + use<>), LlmError> {
        let (waiter, turn) = oneshot::channel();
        let ticket = self.queue.push(team, cost, waiter)?;
        self.hand_out();
        let turn = async {
            let mut turn: Turn = turn.await.map_err(|_| LlmError::Stopped)?;
            turn.begun = Some(Instant::now());
            Ok(turn)
        };
        Ok((ticket, turn))
    }

    /// Gives free turns to those who wait.
    fn hand_out(&self) {
        // The queue is looked at again after a permit was given back: whoever came meanwhile saw none.
        while self.queue.len() > 0
            && let Ok(permit) = Arc::clone(&self.free).try_acquire_owned()
        {
            if let Some(waiter) = self.queue.pop().filter(|waiter| !waiter.is_closed()) {
                // If nobody waits any more, the turn comes back and is dropped, which hands it on.
                let _ = waiter.send(Turn { turns: self.clone(), permit: Some(permit), begun: None });
            }
        }
    }

    pub(super) fn running(&self) -> usize {
        self.count - self.free.available_permits()
    }

    pub(super) fn waiting(&self) -> usize {
        self.queue.len()
    }

    /// Takes nobody any more, and sends away those who wait.
    pub(super) fn close(&self) {
        drop(self.queue.close());
    }

    /// Waits until every turn has come back.
    pub(super) async fn all_back(&self) {
        let all = u32::try_from(self.count).unwrap_or(u32::MAX);
        // Fails if it is closed, which nobody does.
        drop(self.free.acquire_many(all).await);
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if let Some(begun) = self.begun {
            self.turns.queue.finished(begun.elapsed());
        }
        drop(self.permit.take());
        self.turns.hand_out();
    }
}
