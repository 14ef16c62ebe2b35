//! The items of a team's sources: asked for politely, stored once each, kept for 90 days.

use std::collections::HashMap;

use copydesk_analysis::Language;
use copydesk_analysis::feed::{Item, sane_date};
use copydesk_storage::{DigestSource, SourceItem, SourceState, StorageError, TeamStore};
use futures::StreamExt as _;
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest as _, Sha256};

use super::collect::{Outcome, SourceProblem, collect};
use super::report::SourcedItem;
use crate::answer::FailedSource;
use crate::fetch::{FetchError, Fetcher};
use crate::texts::sentence;

/// How long items are kept.
pub const KEPT: SignedDuration = SignedDuration::from_hours(90 * 24);
/// Sources that are asked at once.
const AT_ONCE: usize = 8;
/// Records of one commit.
const BATCH: usize = 64;
/// After a first failure a source is asked again after this; twice as long after each further one.
const FIRST_PAUSE: SignedDuration = SignedDuration::from_mins(15);
/// But never longer than this.
const LONGEST_PAUSE: SignedDuration = SignedDuration::from_hours(24);

/// The id of a source in the store: the same for the same address and selector.
pub fn source_id(source: &DigestSource) -> String {
    let hash = Sha256::digest(format!("{}\n{}", source.url, source.selector.as_deref().unwrap_or_default()));
    hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// Asks every source for what is new, and stores it. Says which could not be read.
///
/// # Errors
/// What the storage says.
pub async fn refresh(
    fetcher: &Fetcher,
    records: &TeamStore,
    sources: &[DigestSource],
    now: Timestamp,
) -> Result<(), StorageError> {
    let asked = futures::stream::iter(sources.iter().cloned()).map(|source| async move {
        let id = source_id(&source);
        let stored = records.get::<SourceState>(&id).await?;
        let known = stored.map(|stored| stored.record).unwrap_or_default();
        if known.retired.is_some() || known.next_try.is_some_and(|next| next > now) {
            return Ok(());
        }
        let outcome = collect(fetcher, &source, &known).await;
        keep(records, &id, SourceState { url: source.url.clone(), ..known }, outcome, now).await
    });
    let results: Vec<Result<(), StorageError>> = asked.buffer_unordered(AT_ONCE).collect().await;
    results.into_iter().collect()
}

/// Stores what came of a source.
async fn keep(
    records: &TeamStore,
    id: &str,
    known: SourceState,
    outcome: Result<Outcome, SourceProblem>,
    now: Timestamp,
) -> Result<(), StorageError> {
    let worked = |known: SourceState| SourceState { failures: 0, failing_since: None, next_try: None, ..known };
    match outcome {
        Ok(Outcome::Unchanged) => records.put(id, &worked(known)).await.map(drop),
        Ok(Outcome::New(came)) => {
            put_items(records, id, &came.feed.items, now).await?;
            let title = if came.feed.title.is_empty() { known.title.clone() } else { came.feed.title.clone() };
            // Only now, so that items of an interrupted run are asked for again.
            let state = SourceState { title, etag: came.etag, last_modified: came.last_modified, ..worked(known) };
            records.put(id, &state).await.map(drop)
        }
        // A host that asks for a pause pauses all its sources; what was read of this one before still counts.
        Err(SourceProblem::Fetch(FetchError::Later(wait))) if known.failures == 0 && !known.title.is_empty() => {
            let pause = SignedDuration::try_from(wait).unwrap_or(FIRST_PAUSE).min(LONGEST_PAUSE);
            let paused = SourceState { next_try: now.checked_add(pause).ok(), ..known };
            records.put(id, &paused).await.map(drop)
        }
        Err(problem) => {
            tracing::info!(source = known.url, error = %problem, "a source could not be read");
            records.put(id, &failed(known, &problem, now)).await.map(drop)
        }
    }
}

fn failed(known: SourceState, problem: &SourceProblem, now: Timestamp) -> SourceState {
    let pause = match problem {
        SourceProblem::Fetch(FetchError::Later(wait)) => SignedDuration::try_from(*wait).unwrap_or(FIRST_PAUSE),
        _ => FIRST_PAUSE.saturating_mul(1 << known.failures.min(10)),
    };
    let next = now.checked_add(pause.min(LONGEST_PAUSE)).unwrap_or(now);
    SourceState {
        failures: known.failures.saturating_add(1),
        failing_since: known.failing_since.or(Some(now)),
        next_try: Some(next),
        retired: problem.is_gone().then_some(now),
        problem: problem.sentence().say(Language::English),
        problem_chinese: problem.sentence().say(Language::Chinese),
        ..known
    }
}

/// Stores the items that are not there yet: one that comes back with another date or address is the same.
async fn put_items(records: &TeamStore, source: &str, items: &[Item], now: Timestamp) -> Result<(), StorageError> {
    let mut change = records.change();
    let mut waiting = 0;
    for item in items {
        let at = sane_date(item.published, now);
        if now.duration_since(at) > KEPT {
            continue;
        }
        let id = format!("{source}/{}", item.fingerprint());
        if records.get::<SourceItem>(&id).await?.is_some() {
            continue;
        }
        let stored =
            SourceItem { title: item.title.clone(), link: item.link.clone(), text: item.text.clone(), at, seen: now };
        change = change.put(&id, &stored);
        waiting += 1;
        if waiting == BATCH {
            change.commit().await?;
            (change, waiting) = (records.change(), 0);
        }
    }
    if waiting > 0 {
        change.commit().await?;
    }
    Ok(())
}

/// What is stored of sources: items, names, and those that fail.
pub struct Shelf {
    /// Items of these sources, by their places.
    pub items: Vec<SourcedItem>,
    /// What the sources call themselves, or their hosts.
    pub names: Vec<String>,
    /// Sources that could not be read the last time.
    pub failed: Vec<FailedSource>,
}

/// Reads what is stored of sources.
///
/// # Errors
/// What the storage says.
pub async fn read(records: &TeamStore, sources: &[DigestSource], language: Language) -> Result<Shelf, StorageError> {
    let places: HashMap<String, usize> = sources.iter().enumerate().map(|(place, it)| (source_id(it), place)).collect();
    let mut names: Vec<String> = sources.iter().map(|source| name_of(&source.url, "")).collect();
    let mut failing = Vec::new();
    for (id, stored) in records.all::<SourceState>().await? {
        let Some(place) = places.get(&id) else { continue };
        let state = stored.record;
        if let Some(name) = names.get_mut(*place) {
            *name = name_of(&state.url, &state.title);
        }
        if state.failures > 0 || state.retired.is_some() {
            let reason = if language == Language::Chinese { state.problem_chinese } else { state.problem };
            failing.push((*place, FailedSource { source: state.url, reason, is_retired: state.retired.is_some() }));
        }
    }
    failing.sort_by_key(|(place, _)| *place);
    let mut items = Vec::new();
    for (id, stored) in records.all::<SourceItem>().await? {
        let Some(place) = id.split_once('/').and_then(|(source, _)| places.get(source)) else { continue };
        let SourceItem { title, link, text, at, .. } = stored.record;
        items.push(SourcedItem { source: *place, item: Item { title, link, text, published: Some(at) }, at });
    }
    Ok(Shelf { items, names, failed: failing.into_iter().map(|(_, failed)| failed).collect() })
}

/// What people call a source: its title, else its host.
pub fn name_of(url: &str, title: &str) -> String {
    if !title.is_empty() {
        return title.to_owned();
    }
    let url = reqwest::Url::parse(url).ok();
    let host = url.as_ref().and_then(|url| url.host_str()).unwrap_or_default();
    host.strip_prefix("www.").unwrap_or(host).to_owned()
}

/// Removes items that are too old.
///
/// # Errors
/// What the storage says.
pub async fn forget_old(records: &TeamStore, now: Timestamp) -> Result<(), StorageError> {
    let mut change = records.change();
    let mut waiting = 0;
    for (id, stored) in records.all::<SourceItem>().await? {
        if now.duration_since(stored.record.at) <= KEPT {
            continue;
        }
        change = change.delete::<SourceItem>(&id);
        waiting += 1;
        if waiting == BATCH {
            change.commit().await?;
            (change, waiting) = (records.change(), 0);
        }
    }
    if waiting > 0 {
        change.commit().await?;
    }
    Ok(())
}

/// A note of sources that fail, for `/digest show`.
pub fn failing_note(failed: &[FailedSource], language: Language) -> Option<String> {
    let names: Vec<String> = failed.iter().map(|failed| format!("{} ({})", failed.source, failed.reason)).collect();
    (!names.is_empty()).then(|| sentence!("digest-failing", sources = names).say(language))
}
