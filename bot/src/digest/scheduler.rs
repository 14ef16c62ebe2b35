//! Claims what is due, and has it worked on: one task for all teams.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use copydesk_storage::{DigestTime, Occurrence, StorageError};
use jiff::{SignedDuration, Timestamp};
use tokio::sync::Notify;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::agenda::{self, Entry};
use super::fair::{self, AT_ONCE, Job};
use super::shelf;
use super::work::{Next, Worker};

/// The longest sleep: a clock that jumps is seen then.
const NOW_AND_THEN: Duration = Duration::from_secs(20);
/// Before a digest is claimed that somebody changes now.
const A_MOMENT: SignedDuration = SignedDuration::from_secs(1);
/// Before work is tried again that the storage kept from being done.
const A_PAUSE: SignedDuration = SignedDuration::from_secs(5);
/// Occurrences are kept as long as items.
const KEPT: SignedDuration = shelf::KEPT;
/// How long what is under way may take to end when the program ends.
const GRACE: Duration = Duration::from_secs(10);
/// How often what is too old is removed.
const SWEEP: SignedDuration = SignedDuration::from_hours(6);

/// The scheduler.
pub struct Scheduler {
    worker: Arc<Worker>,
    woken: Arc<Notify>,
    /// Occurrences that are worked on.
    busy: Arc<Mutex<HashSet<String>>>,
    /// How many of each team's have begun since there was a queue.
    begun: BTreeMap<String, usize>,
}

impl Scheduler {
    /// A scheduler; `woken` is told when digests change.
    pub fn new(worker: Arc<Worker>, woken: Arc<Notify>) -> Self {
        Self { worker, woken, busy: Arc::default(), begun: BTreeMap::new() }
    }

    /// Works until `shutdown`; what is not done soon after goes on at the next start.
    pub async fn run(mut self, shutdown: CancellationToken) {
        let mut running = JoinSet::new();
        let mut swept = Timestamp::UNIX_EPOCH;
        if let Err(error) = agenda::complete(&self.worker.desk.store).await {
            tracing::error!(%error, "digests of an older version may be missed until the next start");
        }
        loop {
            let now = Timestamp::now();
            let next = match self.tick(now, &mut running).await {
                Ok(next) => next,
                Err(error) => {
                    if !matches!(error, StorageError::Stopped { .. }) {
                        tracing::error!(%error, "digests can't be looked at");
                    }
                    None
                }
            };
            if now.duration_since(swept) >= SWEEP {
                swept = now;
                if let Err(error) = self.forget_old(now).await {
                    tracing::warn!(%error, "what is too old of digests is removed later");
                }
            }
            let wait = next.map_or(NOW_AND_THEN, |next| {
                Duration::try_from(next.duration_since(Timestamp::now())).unwrap_or_default().min(NOW_AND_THEN)
            });
            tokio::select! {
                () = tokio::time::sleep(wait.max(Duration::from_millis(50))) => {}
                () = self.woken.notified() => {}
                _ = running.join_next(), if !running.is_empty() => {}
                () = shutdown.cancelled() => break,
            }
        }
        // A message that is under way would be uncertain after the next start.
        let ending = async { while running.join_next().await.is_some() {} };
        let _too_long = tokio::time::timeout(GRACE, ending).await;
        running.shutdown().await;
    }

    /// Claims and starts what may start. Says when something is due next.
    async fn tick(&mut self, now: Timestamp, running: &mut JoinSet<()>) -> Result<Option<Timestamp>, StorageError> {
        let store = &self.worker.desk.store;
        let (mut due, mut next) = agenda::due(store, now).await?;
        let mut has_claimed = false;
        for entry in due.iter().filter(|(_, what)| what.occurrence.is_none()) {
            match agenda::claim(store, entry, now).await {
                Ok(()) => has_claimed = true,
                // Somebody changes it; the next look claims.
                Err(StorageError::Conflict { .. }) => next = sooner(next, now + A_MOMENT),
                Err(error) => return Err(error),
            }
        }
        if has_claimed {
            let claimed_next;
            (due, claimed_next) = agenda::due(store, now).await?;
            next = claimed_next.map_or(next, |at| sooner(next, at));
        }
        let busy = self.busy.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let mut jobs = Vec::new();
        let mut entries = HashMap::new();
        for (key, what) in due {
            let Some(id) = what.occurrence.clone() else { continue };
            let job = Job { team: what.team.to_string(), id, start: DigestTime::time_of(&key).unwrap_or(now) };
            let name = name_of(&job);
            if !busy.contains(&name) && !entries.contains_key(&name) {
                entries.insert(name, (key, what));
                jobs.push(job);
            }
        }
        let ordered = fair::order(jobs, &self.begun, now);
        let room = AT_ONCE.saturating_sub(busy.len());
        if ordered.len() <= room {
            self.begun.clear();
        }
        for job in ordered.into_iter().take(room) {
            let name = name_of(&job);
            let Some(entry) = entries.remove(&name) else { continue };
            self.busy.lock().unwrap_or_else(PoisonError::into_inner).insert(name.clone());
            *self.begun.entry(job.team.clone()).or_default() += 1;
            let (worker, busy) = (Arc::clone(&self.worker), Arc::clone(&self.busy));
            running.spawn(async move {
                work(&worker, &entry).await;
                busy.lock().unwrap_or_else(PoisonError::into_inner).remove(&name);
            });
        }
        Ok(next)
    }

    async fn forget_old(&self, now: Timestamp) -> Result<(), StorageError> {
        for team in self.worker.desk.store.teams().await? {
            let records = self.worker.desk.store.team(&team.id);
            shelf::forget_old(&records, now).await?;
            for (id, stored) in records.all::<Occurrence>().await? {
                if !agenda::is_open(&stored.record) && now.duration_since(stored.record.due) > KEPT {
                    records.delete::<Occurrence>(&id).await?;
                }
            }
        }
        Ok(())
    }
}

fn name_of(job: &Job) -> String {
    format!("{}/{}", job.team, job.id)
}

fn sooner(one: Option<Timestamp>, other: Timestamp) -> Option<Timestamp> {
    Some(one.map_or(other, |one| one.min(other)))
}

/// Takes an occurrence as far as it goes now, and notes when it is looked at again.
async fn work(worker: &Worker, entry: &Entry) {
    let (key, what) = entry;
    let (store, id) = (&worker.desk.store, what.occurrence.as_deref().unwrap_or_default());
    let outcome = async {
        let Some(team) = store.find_team(&what.team).await? else { return Ok(Next::Nothing) };
        let records = store.team(&what.team).only_while(team.version);
        worker.run(&records, id, Timestamp::now).await
    };
    let noted = match outcome.await {
        Ok(Next::Nothing) => agenda::remove(store, key).await,
        Ok(Next::Wait(until)) => agenda::postpone(store, entry, until).await,
        Ok(Next::Step) | Err(StorageError::Stopped { .. }) => return,
        Err(error) => {
            tracing::error!(team.id = %what.team, occurrence = id, %error, "a digest is tried again");
            agenda::postpone(store, entry, Timestamp::now() + A_PAUSE).await
        }
    };
    if let Err(error) = noted {
        // It is looked at once more, and nothing is left to be done.
        tracing::warn!(team.id = %what.team, occurrence = id, %error, "a digest is looked at again for nothing");
    }
}

#[cfg(test)]
#[path = "scheduler_tests.rs"]
mod tests;
