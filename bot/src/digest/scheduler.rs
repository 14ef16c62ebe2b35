//! Claims what is due, and has it worked on: one task for all teams.

use std::collections::{BTreeMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use copydesk_analysis::schedule::Schedule;
use copydesk_storage::{Digest, Occurrence, StorageError, Stored, TeamStore};
use jiff::{SignedDuration, Timestamp};
use tokio::sync::Notify;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::fair::{self, AT_ONCE, Job};
use super::shelf;
use super::work::{Next, Worker};
use crate::present_digest::zone_of;

/// The longest sleep: a clock that jumps, and digests of another process, are seen then.
const NOW_AND_THEN: Duration = Duration::from_secs(20);
/// A digest that starts this much late stands for those that were missed, however many.
const MOST_MISSED: usize = 100_000;
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

    /// Claims and starts what may start. Says when the next is due.
    async fn tick(&mut self, now: Timestamp, running: &mut JoinSet<()>) -> Result<Option<Timestamp>, StorageError> {
        let mut jobs = Vec::new();
        let mut next: Option<Timestamp> = None;
        let mut sooner = |at: Timestamp| next = Some(next.map_or(at, |next| next.min(at)));
        for team in self.worker.desk.store.teams().await? {
            let Some(known) = self.worker.desk.store.find_team(&team.id).await? else { continue };
            let records = self.worker.desk.store.team(&team.id).only_while(known.version);
            for due in claim_team(&records, now).await? {
                sooner(due);
            }
            for (id, stored) in records.all::<Occurrence>().await? {
                let occurrence = stored.record;
                let waits_to_be_told = occurrence.state.is_over()
                    && occurrence.state != copydesk_storage::OccurrenceState::Posted
                    && !occurrence.told;
                if occurrence.state.is_over() && !waits_to_be_told {
                    continue;
                }
                let start = fair::start(team.id.as_str(), occurrence.digest, occurrence.due);
                let start = if occurrence.by_hand { occurrence.due } else { start };
                let start = occurrence.not_before.map_or(start, |not_before| not_before.max(start));
                if start > now {
                    sooner(start);
                }
                jobs.push(Job { team: team.id.to_string(), id, start });
            }
        }
        let name_of = |job: &Job| format!("{}/{}", job.team, job.id);
        let busy = self.busy.lock().unwrap_or_else(PoisonError::into_inner).clone();
        jobs.retain(|job| !busy.contains(&name_of(job)));
        let ordered = fair::order(jobs, &self.begun, now);
        let room = AT_ONCE.saturating_sub(busy.len());
        if ordered.len() <= room {
            self.begun.clear();
        }
        for job in ordered.into_iter().take(room) {
            let name = name_of(&job);
            self.busy.lock().unwrap_or_else(PoisonError::into_inner).insert(name.clone());
            *self.begun.entry(job.team.clone()).or_default() += 1;
            let (worker, busy) = (Arc::clone(&self.worker), Arc::clone(&self.busy));
            running.spawn(async move {
                work(&worker, &job).await;
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
                if stored.record.state.is_over() && now.duration_since(stored.record.due) > KEPT {
                    records.delete::<Occurrence>(&id).await?;
                }
            }
        }
        Ok(())
    }
}

async fn work(worker: &Worker, job: &Job) {
    let outcome = async {
        let id = copydesk_storage::TeamId::parse(&job.team)?;
        let Some(team) = worker.desk.store.find_team(&id).await? else { return Ok(Next::Nothing) };
        let records = worker.desk.store.team(&id).only_while(team.version);
        worker.run(&records, &job.id, Timestamp::now).await
    };
    match outcome.await {
        Ok(next) => tracing::debug!(team.id = job.team, occurrence = job.id, ?next, "a digest rests"),
        Err(StorageError::Stopped { .. }) => {}
        Err(error) => tracing::error!(team.id = job.team, occurrence = job.id, %error, "a digest is tried again"),
    }
}

/// Claims what is due of a team's digests. Says when each is due next.
///
/// # Errors
/// What the storage says.
pub async fn claim_team(records: &TeamStore, now: Timestamp) -> Result<Vec<Timestamp>, StorageError> {
    let mut next = Vec::new();
    for (_, stored) in records.all::<Digest>().await? {
        match claim(records, &stored, now).await {
            Ok(due) => next.extend(due),
            // Somebody changes it; the next look claims.
            Err(StorageError::Conflict { .. }) => next.push(now + SignedDuration::from_secs(1)),
            Err(error) => return Err(error),
        }
    }
    Ok(next)
}

/// Makes the occurrence of what is due, in the commit that says so of the digest: nothing is missing, nothing there twice.
/// Several that were missed are one, the last. Returns when it is due next.
async fn claim(
    records: &TeamStore,
    stored: &Stored<Digest>,
    now: Timestamp,
) -> Result<Option<Timestamp>, StorageError> {
    let digest = &stored.record;
    let Ok(schedule) = Schedule::read(&digest.schedule) else { return Ok(None) };
    if digest.paused {
        return Ok(None);
    }
    let zone = zone_of(&digest.zone);
    let mut due = Vec::new();
    let mut next = schedule.after(digest.claimed_until, &zone);
    while let Some(time) = next.filter(|time| time.at <= now && due.len() < MOST_MISSED) {
        due.push(time.at);
        next = schedule.after(time.at, &zone);
    }
    if let Some(last) = due.last() {
        let missed = u32::try_from(due.len() - 1).unwrap_or(u32::MAX);
        let occurrence = Occurrence { missed, since: now, ..Occurrence::new(digest.number, *last) };
        let id = Digest::record_id(digest.number);
        let claimed = Digest { claimed_until: *last, ..digest.clone() };
        let occurrence_id = Occurrence::record_id(digest.number, *last);
        records
            .change()
            .unchanged::<Digest>(&id, Some(stored.version))
            .put(&id, &claimed)
            .unchanged::<Occurrence>(&occurrence_id, None)
            .put(&occurrence_id, &occurrence)
            .commit()
            .await?;
    }
    Ok(next.map(|next| next.at))
}
