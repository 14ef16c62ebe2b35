//! What waits for a model: a bounded queue that is fair to teams, and the tickets that say where a request stands.
//!
//! Teams take turns by deficit round robin (Shreedhar and Varghese, 1995). A team's turn gives it [`QUANTUM`] tokens of
//! credit. Its oldest jobs leave for as long as the credit lasts, then the next team has its turn; what is left over
//! counts in the next round. So a team that asks for a lot waits for itself, not others for it.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;

use crate::LlmError;
use crate::completion::Place;
use crate::waiting::Waiting;

/// Tokens that a team may begin in one turn: two or three usual requests, so that turns change often.
pub(crate) const QUANTUM: u32 = 2048;

/// The most tokens that one job counts for. Saved up over two turns, this is always enough: whatever else waits, the
/// next job of each team begins within two rounds.
const MOST: u32 = 2 * QUANTUM;

/// What a full queue tells people to wait while no job has ended yet.
const FIRST_RETRY: Duration = Duration::from_secs(10);

/// What a full queue tells people to wait at least.
const SHORTEST_RETRY: Duration = Duration::from_secs(1);

/// How much the latest job counts in the average: one in so many.
const AVERAGED: u32 = 5;

/// A bounded queue in which teams take turns. Clones are the same queue.
pub(crate) struct FairQueue<T> {
    shared: Arc<Shared<T>>,
}

struct Shared<T> {
    state: Mutex<State<T>>,
    changed: Notify,
    capacity: usize,
    workers: u32,
}

struct State<T> {
    /// Teams that have jobs, the one whose turn it is first. Each has at least one.
    teams: VecDeque<Team<T>>,
    waiting: usize,
    next_id: u64,
    /// How long a job takes, a moving average.
    average: Option<Duration>,
    closed: bool,
}

struct Team<T> {
    name: String,
    jobs: VecDeque<Job<T>>,
    /// Tokens that it may still begin.
    credit: u64,
    /// Whether this turn's quantum is part of the credit already; only ever so for the first team.
    granted: bool,
    /// Costs of the jobs that have left, so that [`Job::through`] need not change when one leaves in its turn.
    served: u64,
}

struct Job<T> {
    id: u64,
    /// Costs of all jobs of the team up to this one, including those that have left.
    through: u64,
    item: T,
}

impl<T> Clone for FairQueue<T> {
    fn clone(&self) -> Self {
        Self { shared: Arc::clone(&self.shared) }
    }
}

impl<T> FairQueue<T> {
    /// A queue that holds up to `capacity` jobs for `workers` that answer at the same time.
    pub(crate) fn new(capacity: usize, workers: usize) -> Self {
        let state = State { teams: VecDeque::new(), waiting: 0, next_id: 0, average: None, closed: false };
        Self {
            shared: Arc::new(Shared {
                state: Mutex::new(state),
                changed: Notify::new(),
                capacity,
                workers: u32::try_from(workers).unwrap_or(u32::MAX).max(1),
            }),
        }
    }

    /// Adds a job of `team` that costs `cost` tokens. Dropping the ticket takes it out again.
    ///
    /// # Errors
    /// [`LlmError::Overloaded`] if the queue is full, [`LlmError::Stopped`] if it is closed.
    pub(crate) fn push(&self, team: &str, cost: u32, item: T) -> Result<Ticket<T>, LlmError> {
        let mut state = self.shared.lock();
        if state.closed {
            return Err(LlmError::Stopped);
        }
        if state.waiting >= self.shared.capacity {
            let room = state.average.map(|average| (average / self.shared.workers).max(SHORTEST_RETRY));
            return Err(LlmError::Overloaded { retry_after: room.unwrap_or(FIRST_RETRY) });
        }
        let id = state.next_id;
        state.next_id += 1;
        state.push(team, id, cost, item);
        drop(state);
        self.shared.changed.notify_waiters();
        Ok(Ticket { shared: Arc::clone(&self.shared), team: team.to_owned(), id })
    }

    /// The next job in turn, if any waits.
    pub(crate) fn pop(&self) -> Option<T> {
        self.pop_if(|_| true)
    }

    /// The next job in turn if it `fits`; otherwise it stays the next one. `fits` must not use the queue.
    pub(crate) fn pop_if(&self, fits: impl FnOnce(&T) -> bool) -> Option<T> {
        self.shared.lock().pop_if(fits)
    }

    /// Waits for the next job in turn; `None` once the queue is closed.
    #[cfg(test)]
    pub(crate) async fn next(&self) -> Option<T> {
        loop {
            self.ready().await;
            // One guard for both questions; none is held while waiting.
            let mut state = self.shared.lock();
            match state.pop_if(|_| true) {
                None if !state.closed => {}
                item => return item,
            }
        }
    }

    /// Waits until a job waits or the queue is closed.
    pub(crate) async fn ready(&self) {
        loop {
            // Made before the look, so that it hears of what changes after it.
            let changed = self.shared.changed.notified();
            if self.is_closed() || self.len() > 0 {
                return;
            }
            changed.await;
        }
    }

    /// Takes no more jobs, and hands back those that waited, in turn.
    pub(crate) fn close(&self) -> Vec<T> {
        let mut state = self.shared.lock();
        state.closed = true;
        let left = std::iter::from_fn(|| state.pop_if(|_| true)).collect();
        drop(state);
        self.shared.changed.notify_waiters();
        left
    }

    /// Whether it takes no more jobs.
    pub(crate) fn is_closed(&self) -> bool {
        self.shared.lock().closed
    }

    /// Tells how long a worker was busy with a job.
    pub(crate) fn finished(&self, took: Duration) {
        let mut state = self.shared.lock();
        state.average = Some(match state.average {
            None => took,
            Some(average) => average.saturating_mul(AVERAGED - 1).saturating_add(took) / AVERAGED,
        });
    }

    /// How many jobs wait.
    pub(crate) fn len(&self) -> usize {
        self.shared.lock().waiting
    }
}

impl<T> Shared<T> {
    fn lock(&self) -> MutexGuard<'_, State<T>> {
        // Whoever panicked meanwhile left no job half in or half out.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T> State<T> {
    fn push(&mut self, team: &str, id: u64, cost: u32, item: T) {
        let position = self.teams.iter().position(|waiting| waiting.name == team).unwrap_or_else(|| {
            let jobs = VecDeque::new();
            self.teams.push_back(Team { name: team.to_owned(), jobs, credit: 0, granted: false, served: 0 });
            self.teams.len() - 1
        });
        let team = &mut self.teams[position];
        let before = team.jobs.back().map_or(team.served, |last| last.through);
        team.jobs.push_back(Job { id, through: before + u64::from(cost.clamp(1, MOST)), item });
        self.waiting += 1;
    }

    fn pop_if(&mut self, fits: impl FnOnce(&T) -> bool) -> Option<T> {
        loop {
            let team = self.teams.front_mut()?;
            if !team.granted {
                team.granted = true;
                team.credit += u64::from(QUANTUM);
            }
            let first = team.jobs.front()?;
            let cost = first.through - team.served;
            if cost > team.credit {
                team.granted = false;
                self.teams.rotate_left(1);
                continue;
            }
            if !fits(&first.item) {
                return None;
            }
            team.credit -= cost;
            team.served += cost;
            let job = team.jobs.pop_front();
            self.waiting -= 1;
            // Credit is for those who wait; a team that does not has none to save.
            if team.jobs.is_empty() {
                self.teams.pop_front();
            }
            return job.map(|job| job.item);
        }
    }

    /// Takes out a job that still waits.
    fn remove(&mut self, team: &str, id: u64) -> Option<T> {
        let (position, index) = self.find(team, id)?;
        let team = &mut self.teams[position];
        let before = index.checked_sub(1).map_or(team.served, |index| team.jobs[index].through);
        let job = team.jobs.remove(index)?;
        for later in team.jobs.range_mut(index..) {
            later.through -= job.through - before;
        }
        if team.jobs.is_empty() {
            self.teams.remove(position);
        }
        self.waiting -= 1;
        Some(job.item)
    }

    /// Where a job is: the position of its team and its index there.
    fn find(&self, team: &str, id: u64) -> Option<(usize, usize)> {
        let position = self.teams.iter().position(|waiting| waiting.name == team)?;
        let index = self.teams[position].jobs.binary_search_by_key(&id, |job| job.id).ok()?;
        Some((position, index))
    }

    /// How many jobs leave before this one if nobody else comes: those of earlier rounds, and those of teams whose turn
    /// in its round is earlier. Computed from sums of costs, since thousands may ask every second.
    fn ahead(&self, team: &str, id: u64) -> Option<usize> {
        let (position, index) = self.find(team, id)?;
        let round = self.teams[position].round(index);
        let others = self.teams.iter().enumerate().map(|(other, team)| match other.cmp(&position) {
            std::cmp::Ordering::Less => team.leave_in(round + 1),
            std::cmp::Ordering::Equal => index,
            std::cmp::Ordering::Greater => team.leave_in(round),
        });
        Some(others.sum())
    }
}

impl<T> Team<T> {
    /// The round in which a job leaves, 0 for the present one.
    fn round(&self, index: usize) -> u64 {
        let missing = (self.jobs[index].through - self.served).saturating_sub(self.credit);
        let turns = missing.div_ceil(u64::from(QUANTUM));
        // The first quantum comes with round 0, unless it is part of the credit already.
        if self.granted { turns } else { turns.saturating_sub(1) }
    }

    /// How many jobs leave in the next `rounds` rounds.
    fn leave_in(&self, rounds: u64) -> usize {
        if rounds == 0 {
            return 0;
        }
        let quanta = rounds - u64::from(self.granted);
        let through = self.served + self.credit + quanta * u64::from(QUANTUM);
        self.jobs.partition_point(|job| job.through <= through)
    }
}

/// A job's place in a queue. Dropping it takes the job out, if it still waits.
pub(crate) struct Ticket<T> {
    shared: Arc<Shared<T>>,
    team: String,
    id: u64,
}

impl<T> Ticket<T> {
    /// Where the job stands; `None` once it has left the queue.
    pub(crate) fn place(&self) -> Option<Place> {
        let state = self.shared.lock();
        let ahead = state.ahead(&self.team, self.id)?;
        // It begins when a worker is done with the last one ahead of it, or, if there is none, with what runs now.
        let turns = u32::try_from(ahead).unwrap_or(u32::MAX).saturating_add(1);
        let wait = state.average.map(|average| average.saturating_mul(turns) / self.shared.workers);
        Some(Place { ahead, wait })
    }
}

impl<T> Drop for Ticket<T> {
    fn drop(&mut self) {
        let removed = self.shared.lock().remove(&self.team, self.id);
        // After the lock is free: dropping the job may drop other tickets.
        drop(removed);
    }
}

impl<T: Send> Waiting for Ticket<T> {
    fn place(&self) -> Option<Place> {
        Ticket::place(self)
    }
}

#[cfg(test)]
#[path = "queue_tests.rs"]
mod tests;
