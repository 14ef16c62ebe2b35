//! What arrives, in its turn: kept together with all that came at the same time, acknowledged at once, answered when there is
//! room. What waits is small; only what is being answered takes more memory.

use std::collections::HashMap;
use std::sync::Arc;

use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::incoming::Incoming;
use super::serve::Server;
use crate::{Arrival, Unfinished};

/// Arrivals that may wait to be kept, and again for their answer.
pub(super) const WAITING: usize = 10_000;
/// Arrivals that one commit keeps.
const TOGETHER: usize = 256;
/// So many that wait are a rush.
const MANY: usize = 32;
/// Acknowledgements on their way at once. Each has three seconds, and a hundred take some tenths.
const ACKNOWLEDGING: usize = 128;
/// Answers that are made at once. More would only hold memory: the model has its own queue.
const ACTIVE: usize = 512;

/// The turns of one run.
pub(super) struct Turns {
    server: Arc<Server>,
    /// Cancelled when no further turn begins. What still waits is in the journal, for the next start.
    closing: CancellationToken,
    acknowledging: Arc<Semaphore>,
    active: Arc<Semaphore>,
}

impl Turns {
    pub(super) fn new(server: Arc<Server>, closing: CancellationToken) -> Arc<Self> {
        let (acknowledging, active) = (Arc::new(Semaphore::new(ACKNOWLEDGING)), Arc::new(Semaphore::new(ACTIVE)));
        Arc::new(Self { server, closing, acknowledging, active })
    }

    /// Serves all that arrives, and first what the last process left, until it closes; then what is under way is finished.
    pub(super) async fn run(self: Arc<Self>, arrivals: mpsc::Receiver<Box<Incoming>>, left: Vec<Unfinished>) {
        let (sender, waiting) = mpsc::channel(WAITING);
        tokio::join!(self.take_in(arrivals, sender), self.answer(waiting), self.recover(left));
    }

    async fn take_in(&self, mut arrivals: mpsc::Receiver<Box<Incoming>>, waiting: mpsc::Sender<Box<Incoming>>) {
        let rush = &self.server.rush;
        let mut tasks = JoinSet::new();
        let mut some = Vec::with_capacity(TOGETHER);
        while self.next(arrivals.recv_many(&mut some, TOGETHER)).await.is_some_and(|count| count > 0) {
            rush.set(some.len() > MANY);
            for incoming in self.keep(std::mem::take(&mut some)).await {
                let Some(turn) = self.turn(&self.acknowledging).await else { break };
                let (server, waiting) = (Arc::clone(&self.server), waiting.clone());
                tasks.spawn(async move {
                    let _turn = turn;
                    if !server.acknowledge_or_ask(&incoming).await {
                        return;
                    }
                    // Closed is a stop; then it stays in the journal.
                    if let Err(TrySendError::Full(incoming)) = waiting.try_send(incoming) {
                        server.is_busy(&incoming).await;
                    }
                });
                while tasks.try_join_next().is_some() {}
            }
            rush.set(arrivals.len() > MANY);
        }
        while tasks.join_next().await.is_some() {}
    }

    /// Keeps arrivals, and returns those that are new.
    #[expect(
        clippy::vec_box,
        reason = "they come in boxes and go on in boxes: unpacking would copy each of them twice"
    )]
    async fn keep(&self, arrived: Vec<Box<Incoming>>) -> Vec<Box<Incoming>> {
        let arrivals: Vec<Arrival> = arrived.iter().map(|incoming| incoming.arrival()).collect();
        let ids = arrivals.iter().map(|arrival| arrival.id.clone());
        let mut arrived: HashMap<String, Box<Incoming>> = ids.zip(arrived).collect();
        match self.server.journal.receive(arrivals).await {
            Ok(new) => new.into_iter().filter_map(|it| arrived.remove(&it.id)).collect(),
            Err(error) => {
                // Nothing is confirmed: Discord tells each person that the bot did not respond.
                tracing::error!(%error, count = arrived.len(), "what arrived was not kept, and is not answered");
                Vec::new()
            }
        }
    }

    async fn answer(&self, mut waiting: mpsc::Receiver<Box<Incoming>>) {
        let mut tasks = JoinSet::new();
        while let Some(Some(incoming)) = self.next(waiting.recv()).await {
            self.server.rush.over().await;
            let Some(turn) = self.turn(&self.active).await else { break };
            let server = Arc::clone(&self.server);
            tasks.spawn(async move {
                let _turn = turn;
                server.answer(&incoming, false).await;
            });
            while tasks.try_join_next().is_some() {}
        }
        while tasks.join_next().await.is_some() {}
    }

    async fn recover(&self, left: Vec<Unfinished>) {
        let mut tasks = JoinSet::new();
        for unfinished in left {
            let Some(turn) = self.turn(&self.active).await else { break };
            let server = Arc::clone(&self.server);
            tasks.spawn(async move {
                let _turn = turn;
                server.recover(unfinished).await;
            });
            while tasks.try_join_next().is_some() {}
        }
        while tasks.join_next().await.is_some() {}
    }

    /// What comes; `None` once it closes.
    async fn next<T>(&self, coming: impl Future<Output = T>) -> Option<T> {
        tokio::select! {
            biased;
            () = self.closing.cancelled() => None,
            next = coming => Some(next),
        }
    }

    async fn turn(&self, turns: &Arc<Semaphore>) -> Option<OwnedSemaphorePermit> {
        self.next(Arc::clone(turns).acquire_owned()).await?.ok()
    }
}
