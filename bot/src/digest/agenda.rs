//! What is to be looked at, and when: an index over all teams by time, so that digests that are not due cost nothing.

use std::collections::HashSet;

use copydesk_analysis::schedule::Schedule;
use copydesk_storage::{Digest, DigestTime, Occurrence, OccurrenceState, StorageError, Store, Stored, TeamId};
use jiff::{SignedDuration, Timestamp};

use super::fair;
use crate::present_digest::zone_of;

/// Entries that are read at once.
const PAGE: usize = 256;
/// Entries that are looked at in one go, at most: the others wait for the next.
const MOST: usize = 10_000;
/// A digest that starts this much late stands for those that were missed, however many.
const MOST_MISSED: usize = 100_000;

/// An entry of the index, by its id.
pub type Entry = (String, DigestTime);

/// What is due now, the first first, and when the next after it is.
///
/// # Errors
/// What the storage says.
pub async fn due(store: &Store, now: Timestamp) -> Result<(Vec<Entry>, Option<Timestamp>), StorageError> {
    let mut due = Vec::<Entry>::new();
    // Most looks find nothing: they read one entry.
    let mut limit = 1;
    loop {
        let after = due.last().map(|(id, _)| id.clone());
        let page = store.installation().list::<DigestTime>(after.as_deref(), limit).await?;
        let complete = page.len() < limit;
        for (id, stored) in page {
            match DigestTime::time_of(&id) {
                Some(at) if at > now => return Ok((due, Some(at))),
                _ => due.push((id, stored.record)),
            }
        }
        if complete || due.len() >= MOST {
            return Ok((due, None));
        }
        limit = PAGE;
    }
}

/// When a digest is due next after what has its occurrence; `None` if never, or while it is paused.
pub fn next(digest: &Digest) -> Option<Timestamp> {
    if digest.paused {
        return None;
    }
    let schedule = Schedule::read(&digest.schedule).ok()?;
    schedule.after(digest.claimed_until, &zone_of(&digest.zone)).map(|due| due.at)
}

/// Makes the occurrence of what is due, in the commit that says so of the digest and of the index: nothing is missing,
/// nothing there twice. Several that were missed are one, the last. An entry that has nothing due goes.
///
/// # Errors
/// What the storage says; [`StorageError::Conflict`] if somebody changes the digest now.
pub async fn claim(store: &Store, entry: &Entry, now: Timestamp) -> Result<(), StorageError> {
    let (key, DigestTime { team, digest: number, .. }) = entry;
    let Some(known) = store.find_team(team).await? else { return remove(store, key).await };
    let records = store.team(team).only_while(known.version);
    let id = Digest::record_id(*number);
    let Some(Stored { record: digest, version }) = records.get::<Digest>(&id).await? else {
        return remove(store, key).await;
    };
    let mut change = records.change().unchanged::<Digest>(&id, Some(version)).looked_at(key);
    let (due, next) = due_of(&digest, now);
    if let Some(last) = due.last() {
        let missed = u32::try_from(due.len() - 1).unwrap_or(u32::MAX);
        let occurrence = Occurrence { missed, since: now, ..Occurrence::new(*number, *last) };
        let occurrence_id = Occurrence::record_id(*number, *last);
        let what = DigestTime::of_occurrence(team, *number, &occurrence_id);
        change = change
            .put(&id, &Digest { claimed_until: *last, ..digest })
            .unchanged::<Occurrence>(&occurrence_id, None)
            .put(&occurrence_id, &occurrence)
            .look_at(fair::start(team.as_str(), *number, *last), &what);
    }
    if let Some(next) = next {
        change = change.look_at(next, &DigestTime::of_digest(team, *number));
    }
    change.commit().await?;
    if !due.is_empty() {
        tracing::info!(team.id = %team, digest.id = number, missed = due.len() - 1, "a digest is due");
    }
    Ok(())
}

/// The times that a digest is due now, and when it is next.
fn due_of(digest: &Digest, now: Timestamp) -> (Vec<Timestamp>, Option<Timestamp>) {
    let Some(first) = next(digest) else { return (Vec::new(), None) };
    let Ok(schedule) = Schedule::read(&digest.schedule) else { return (Vec::new(), None) };
    let zone = zone_of(&digest.zone);
    let (mut due, mut next) = (Vec::new(), Some(first));
    while let Some(time) = next.filter(|time| *time <= now && due.len() < MOST_MISSED) {
        due.push(time);
        next = schedule.after(time, &zone).map(|due| due.at);
    }
    (due, next)
}

/// Takes an entry away: there is nothing more to look at.
///
/// # Errors
/// What the storage says.
pub async fn remove(store: &Store, key: &str) -> Result<(), StorageError> {
    store.installation().change().delete::<DigestTime>(key).commit().await.map(drop)
}

/// Has an entry looked at again later.
///
/// # Errors
/// What the storage says.
pub async fn postpone(store: &Store, (key, what): &Entry, until: Timestamp) -> Result<(), StorageError> {
    // Ids have whole seconds: never before its time.
    let until = until.checked_add(SignedDuration::from_millis(999)).unwrap_or(until);
    if what.record_id(until) == *key {
        return Ok(());
    }
    store.installation().change().looked_at(key).look_at(until, what).commit().await.map(drop)
}

/// Adds the entries that are missing: at each start, so that what an older version stored is found, too.
///
/// # Errors
/// What the storage says.
pub async fn complete(store: &Store) -> Result<(), StorageError> {
    let known = store.installation().all::<DigestTime>().await?;
    let known: HashSet<DigestTime> = known.into_iter().map(|(_, stored)| stored.record).collect();
    for team in store.teams().await? {
        let records = store.team(&team.id);
        for (_, stored) in records.all::<Digest>().await? {
            let what = DigestTime::of_digest(&team.id, stored.record.number);
            if let Some(next) = next(&stored.record).filter(|_| !known.contains(&what)) {
                add(store, next, &what).await?;
            }
        }
        for (id, stored) in records.all::<Occurrence>().await? {
            let what = DigestTime::of_occurrence(&team.id, stored.record.digest, &id);
            if is_open(&stored.record) && !known.contains(&what) {
                add(store, start(&team.id, &stored.record), &what).await?;
            }
        }
    }
    Ok(())
}

async fn add(store: &Store, at: Timestamp, what: &DigestTime) -> Result<(), StorageError> {
    store.installation().change().look_at(at, what).commit().await.map(drop)
}

/// Whether something is to be done about it: also if only its admin is to be told.
pub fn is_open(occurrence: &Occurrence) -> bool {
    !occurrence.state.is_over() || (occurrence.state != OccurrenceState::Posted && !occurrence.told)
}

fn start(team: &TeamId, occurrence: &Occurrence) -> Timestamp {
    let start = fair::start(team.as_str(), occurrence.digest, occurrence.due);
    occurrence.not_before.map_or(start, |not_before| not_before.max(start))
}
