//! Doing something with a draft: the rights are checked, then the state, and all of it is stored in one commit that fails
//! if somebody was faster; then it is looked at again, so that of two people who press at once one is told what the other
//! did.

use copydesk_storage::{
    Change, Draft, DraftAction, DraftDeed, DraftEvent, DraftPiece, DraftState, DraftVersion, Numbered, Origin,
    StorageError, Stored, TeamStore, part_id,
};

use super::Undone;
use super::state::{action_id, id, needs_reviewer, next};
use crate::desk::Desk;
use crate::session::{Session, person_id};
use crate::texts::{Problem, moment, sentence};
use crate::word_rules::{Counts, WordRules, store_counts};

/// How often a lost race is run again.
const LOST_RACES: usize = 100;

/// What somebody wants to do with a draft.
#[derive(Debug, Clone, PartialEq)]
pub struct Deed {
    /// The draft's number.
    pub draft: u32,
    /// What.
    pub action: DraftAction,
    /// What is said with it; may be empty.
    pub note: String,
    /// The version that the person has seen, if they say: nobody approves what they have not read.
    pub version: Option<u32>,
    /// Where it stood when they saw it, if they say: who presses a button a moment after somebody else is told what was done.
    pub state: Option<DraftState>,
}

/// A draft as it was when something was done with it.
#[derive(Debug, Clone)]
pub struct Known {
    /// The draft.
    pub draft: Draft,
    /// Its latest version.
    pub version: DraftVersion,
}

/// The draft of a number.
///
/// # Errors
/// That there is none, or what the storage says.
pub async fn find(records: &TeamStore, number: u32) -> Result<Stored<Draft>, Undone> {
    let unknown = || {
        let name = Draft::name_of(number);
        Problem::new(sentence!("draft-unknown", id = name), sentence!("draft-unknown-help"))
    };
    Ok(records.get::<Draft>(&Draft::record_id(number)).await?.ok_or_else(unknown)?)
}

/// The latest version of a draft.
///
/// # Errors
/// What the storage says.
pub async fn latest_version(records: &TeamStore, draft: &Draft) -> Result<DraftVersion, StorageError> {
    let stored = records.get::<DraftVersion>(&part_id(draft.number, draft.version)).await?;
    stored.map(|stored| stored.record).ok_or_else(|| StorageError::Other("a draft has no version".into()))
}

/// A draft with its latest version.
///
/// # Errors
/// That there is none, or what the storage says.
pub async fn latest(records: &TeamStore, number: u32) -> Result<Known, Undone> {
    let draft = find(records, number).await?.record;
    let version = latest_version(records, &draft).await?;
    Ok(Known { draft, version })
}

/// What happened to a draft, the oldest first, and its versions.
///
/// # Errors
/// What the storage says.
pub async fn history(records: &TeamStore, draft: &Draft) -> Result<(Vec<DraftEvent>, Vec<DraftVersion>), StorageError> {
    let (mut events, mut versions) = (Vec::new(), Vec::new());
    for number in 1..=draft.events {
        events.extend(records.get::<DraftEvent>(&part_id(draft.number, number)).await?.map(|it| it.record));
    }
    for number in 1..=draft.version {
        versions.extend(records.get::<DraftVersion>(&part_id(draft.number, number)).await?.map(|it| it.record));
    }
    Ok((events, versions))
}

/// Completes a change that makes a new draft under `number`.
pub fn create(
    change: Change,
    number: u32,
    (topic, language, idea): (&str, &str, Option<u32>),
    version: &DraftVersion,
) -> (Change, Draft) {
    let deed = DraftDeed { action: DraftAction::Write, by: version.by.clone(), at: version.at };
    let draft = Draft {
        number,
        topic: topic.into(),
        language: language.into(),
        idea,
        state: DraftState::Draft,
        version: 1,
        events: 1,
        last: deed.clone(),
        by: version.by.clone(),
        at: version.at,
        links: Default::default(),
        campaigns: Default::default(),
        opinions: Default::default(),
    };
    let state = DraftState::Draft;
    let event = DraftEvent { deed, from: state, to: state, version: 1, note: String::new(), private: false };
    let change = change
        .put(&Draft::record_id(number), &draft)
        .put(&part_id(number, 1), version)
        .put(&part_id(number, 1), &event);
    (change, draft)
}

/// Does it, if the person may and the draft is where it makes sense. `alter` makes what else changes: the next version of an
/// edit, the link of a publication. It runs again after a lost race.
///
/// # Errors
/// What the person is told instead, or what the storage says.
pub async fn act<F>(desk: &Desk, session: &Session, deed: &Deed, mut alter: F) -> Result<Known, Problem>
where
    F: FnMut(&mut Draft, &DraftVersion, Change) -> Result<(Change, Option<Vec<DraftPiece>>), Problem>,
{
    if needs_reviewer(deed.action) {
        session.must_manage().await?;
    }
    let mut races = 0;
    loop {
        match once(session, deed, &mut alter).await {
            Ok(done) => {
                if deed.action == DraftAction::Submit {
                    count_rules(session, &done.version).await;
                }
                return Ok(done);
            }
            Err(Undone::Storage(StorageError::Conflict { .. })) if races < LOST_RACES => races += 1,
            Err(Undone::Storage(error)) => return Err(desk.storage_problem(&error)),
            Err(Undone::Told(problem)) => return Err(problem),
        }
    }
}

/// Counts the rules for words that a submitted version breaks or keeps. What was submitted stays so if that fails.
async fn count_rules(session: &Session, version: &DraftVersion) {
    let counted = async {
        let rules = WordRules::load(&session.records).await?;
        let mut matched = Counts::new();
        version.pieces.iter().for_each(|piece| rules.count(&piece.text, &mut matched));
        store_counts(&session.records, &matched).await
    };
    if let Err(error) = counted.await {
        tracing::warn!(%error, "the rules of a submitted draft were not counted");
    }
}

async fn once<F>(session: &Session, deed: &Deed, alter: &mut F) -> Result<Known, Undone>
where
    F: FnMut(&mut Draft, &DraftVersion, Change) -> Result<(Change, Option<Vec<DraftPiece>>), Problem>,
{
    let (change, done) = prepare(session, deed, session.records.change(), alter).await?;
    change.commit().await?;
    Ok(done)
}

/// Completes `change` with a deed, for those that store more with it. The rights are the caller's to check, and a conflict
/// means that somebody was faster: it is to be prepared anew.
///
/// # Errors
/// As [`act`].
pub async fn prepare<F>(
    session: &Session,
    deed: &Deed,
    change: Change,
    alter: &mut F,
) -> Result<(Change, Known), Undone>
where
    F: FnMut(&mut Draft, &DraftVersion, Change) -> Result<(Change, Option<Vec<DraftPiece>>), Problem>,
{
    let records = &session.records;
    let stored = find(records, deed.draft).await?;
    let before = stored.record;
    let version = latest_version(records, &before).await?;
    let Some(to) = next(before.state, deed.action) else {
        return Err(refused(session, &before, deed.action).await.into());
    };
    if let Some(seen) = deed.version.filter(|seen| *seen != before.version) {
        let id = Draft::name_of(before.number);
        let message = sentence!("draft-newer", id = id.as_str(), seen = seen, version = before.version);
        return Err(Problem::new(message, sentence!("draft-newer-help", id = id)).into());
    }
    if deed.state.is_some_and(|seen| seen != before.state) {
        return Err(moved(session, &before).await.into());
    }
    let (by, at) = (person_id(&session.origin), session.now.timestamp());
    let done = DraftDeed { action: deed.action, by: by.clone(), at };
    let mut after = Draft { state: to, events: before.events + 1, last: done.clone(), ..before.clone() };
    let id = Draft::record_id(before.number);
    let change = change.unchanged::<Draft>(&id, Some(stored.version));
    let (mut change, pieces) = alter(&mut after, &version, change)?;
    let mut latest = version;
    if let Some(pieces) = pieces {
        after.version += 1;
        latest = DraftVersion { pieces, by, at, origin: None::<Origin>, because: latest.because };
        change = change.put(&part_id(after.number, after.version), &latest);
    }
    let private = deed.action == DraftAction::Note;
    let event =
        DraftEvent { deed: done, from: before.state, to, version: after.version, note: deed.note.clone(), private };
    let change = change.put(&id, &after).put(&part_id(after.number, after.events), &event);
    Ok((change, Known { draft: after, version: latest }))
}

/// Why an action makes no sense: where the draft stands, and who brought it there.
async fn refused(session: &Session, draft: &Draft, action: DraftAction) -> Problem {
    let id_of = Draft::name_of(draft.number);
    let by = crate::person::called_by(session, &draft.last.by).await;
    let message = sentence!(
        "draft-refused",
        id = id_of.as_str(),
        action = action_id(action),
        state = sentence!("draft-state", state = id(draft.state)),
        last = action_id(draft.last.action),
        by = by,
        at = moment(draft.last.at, &session.now)
    );
    Problem::new(message, sentence!("draft-refused-help", state = id(draft.state), id = id_of))
}

/// That somebody was faster.
async fn moved(session: &Session, draft: &Draft) -> Problem {
    let id_of = Draft::name_of(draft.number);
    let message = sentence!(
        "draft-moved",
        id = id_of.as_str(),
        state = sentence!("draft-state", state = id(draft.state)),
        last = action_id(draft.last.action),
        by = crate::person::called_by(session, &draft.last.by).await,
        at = moment(draft.last.at, &session.now)
    );
    Problem::new(message, sentence!("draft-newer-help", id = id_of))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed test may panic")]
#[path = "deed_tests.rs"]
mod tests;
