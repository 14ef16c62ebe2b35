//! Arrivals wait here for their turn: in order for each person in a chat, side by side for all others.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::JoinSet;

use super::answer::{Job, Service};

/// Arrivals that wait in this process; all others wait at Telegram, which keeps them for a day.
const WAITING: usize = 10_000;

/// Answers that are made at the same time.
const ACTIVE: usize = 512;

/// A person in a chat.
type Asker = (i64, String);

#[derive(Default)]
struct Queues {
    askers: HashMap<Asker, VecDeque<(Box<Job>, OwnedSemaphorePermit)>>,
    /// Messages that are not answered yet, by chat and number, and whether they were changed meanwhile.
    unanswered: HashMap<(i64, i32), bool>,
}

/// All who wait for an answer.
pub(super) struct Chats {
    service: Arc<Service>,
    queues: Arc<Mutex<Queues>>,
    room: Arc<Semaphore>,
    active: Arc<Semaphore>,
    tasks: JoinSet<()>,
}

impl Chats {
    pub(super) fn new(service: Arc<Service>) -> Self {
        let (room, active) = (Arc::new(Semaphore::new(WAITING)), Arc::new(Semaphore::new(ACTIVE)));
        Self { service, queues: Arc::default(), room, active, tasks: JoinSet::new() }
    }

    /// Puts a job behind those of the same person in the same chat; waits while there is no room. What happened to a place is told at once.
    pub(super) async fn take(&mut self, job: Job) {
        while self.tasks.try_join_next().is_some() {}
        let Some(job) = self.service.hear(job).await else { return };
        let permit = tokio::select! {
            // It is in the journal: the next start takes it up.
            () = self.service.shutdown.cancelled() => return,
            permit = Arc::clone(&self.room).acquire_owned() => match permit {
                Ok(permit) => permit,
                Err(_closed) => return,
            },
        };
        let chat = job.incoming.destination.chat;
        // Many wait, and a list of them has room to spare.
        let job = Box::new(job);
        let mut all = lock(&self.queues);
        all.unanswered.extend(job.incoming.message.map(|message| ((chat, message), false)));
        let asker = (chat, job.incoming.origin.person.clone());
        match all.askers.entry(asker.clone()) {
            Entry::Occupied(mut queue) => return queue.get_mut().push_back((job, permit)),
            Entry::Vacant(queue) => _ = queue.insert(VecDeque::from([(job, permit)])),
        }
        drop(all);
        let (service, queues, active) = (Arc::clone(&self.service), Arc::clone(&self.queues), Arc::clone(&self.active));
        self.tasks.spawn(async move {
            loop {
                service.rush.over().await;
                let Some((job, _permit)) = next(&queues, &asker, &service) else { return };
                let Ok(_turn) = active.acquire().await else { return };
                service.answer(&job).await;
                let message = job.incoming.message.map(|message| (chat, message));
                let changed = message.and_then(|it| lock(&queues).unanswered.remove(&it));
                if changed == Some(true) {
                    service.tell_of_edit(&job).await;
                }
            }
        });
    }

    /// A message was changed. If it is not answered yet its person is told, with the answer, that it was taken as it stood.
    pub(super) fn edited(&self, chat: i64, message: i32) {
        if let Some(changed) = lock(&self.queues).unanswered.get_mut(&(chat, message)) {
            *changed = true;
        }
    }

    /// Waits until what is being answered is done, but not for ever; what is left is in the journal.
    pub(super) async fn end(mut self) {
        let all = async { while self.tasks.join_next().await.is_some() {} };
        if tokio::time::timeout(self.service.timing.grace, all).await.is_err() {
            tracing::info!(answers = self.tasks.len(), "answers are left to the next start");
        }
        self.tasks.shutdown().await;
    }
}

/// The person's next job; who has none is forgotten.
fn next(queues: &Mutex<Queues>, asker: &Asker, service: &Service) -> Option<(Box<Job>, OwnedSemaphorePermit)> {
    let mut queues = lock(queues);
    let job = queues.askers.get_mut(asker).and_then(VecDeque::pop_front).filter(|_| !service.shutdown.is_cancelled());
    if job.is_none() {
        queues.askers.remove(asker);
    }
    job
}

fn lock(queues: &Mutex<Queues>) -> MutexGuard<'_, Queues> {
    queues.lock().unwrap_or_else(PoisonError::into_inner)
}
