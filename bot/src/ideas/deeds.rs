//! What people do with an idea: use it, or not. Both teach which angles are tried next.

use copydesk_storage::{
    AngleTally, Change, Draft, DraftPiece, DraftVersion, Fate, Idea, Numbered, RefusalReasons, StorageError, Stored,
    TeamStore,
};

use crate::board::{self, Known, Undone};
use crate::desk::Desk;
use crate::person;
use crate::session::{Session, person_id};
use crate::texts::{Problem, moment, sentence};

/// How often a lost race is run again.
const LOST_RACES: usize = 100;

/// The idea of a number.
///
/// # Errors
/// That there is none, or what the storage says.
pub async fn find(records: &TeamStore, number: u32) -> Result<Stored<Idea>, Undone> {
    let unknown =
        || Problem::new(sentence!("idea-unknown", id = Idea::name_of(number)), sentence!("idea-unknown-help"));
    Ok(records.get::<Idea>(&Idea::record_id(number)).await?.ok_or_else(unknown)?)
}

/// What the person is told of an undone deed.
pub fn told(desk: &Desk, undone: Undone) -> Problem {
    match undone {
        Undone::Told(problem) => problem,
        Undone::Storage(error) => desk.storage_problem(&error),
    }
}

/// Takes an idea: a draft begins with `pieces`, or with the idea's text as it is.
///
/// # Errors
/// That somebody took it before, with the draft that it became; or what the storage says.
pub async fn use_it(
    session: &Session,
    number: u32,
    pieces: Option<(Vec<DraftPiece>, DraftVersion)>,
) -> Result<Known, Undone> {
    let (records, pieces) = (&session.records, &pieces);
    records
        .numbered::<Draft, _, Undone, _, _>(|draft_number, change| async move {
            let stored = find(records, number).await?;
            let idea = stored.record;
            if let Fate::Used { by, at, draft } = &idea.fate {
                let by = person::called_by(session, by).await;
                let (id, draft) = (Idea::name_of(number), Draft::name_of(*draft));
                let at = moment(*at, &session.now);
                let message = sentence!("idea-used-before", id = id, by = by, at = at, draft = draft.as_str());
                return Err(Problem::new(message, sentence!("idea-used-before-help", draft = draft)).into());
            }
            let (by, at) = (person_id(&session.origin), session.now.timestamp());
            let change = change.unchanged::<Idea>(&Idea::record_id(number), Some(stored.version));
            let change = tallied(records, &idea, change, |tally, before| {
                tally.used += 1;
                tally.refused = tally.refused.saturating_sub(u32::from(matches!(before, Fate::Refused { .. })));
            })
            .await?;
            let change = match idea.fate {
                Fate::Refused { .. } => reasoned(records, number, "", change).await?,
                _ => change,
            };
            let fate = Fate::Used { by: by.clone(), at, draft: draft_number };
            let change = change.put(&Idea::record_id(number), &Idea { fate, ..idea.clone() });
            let version = match pieces {
                Some((pieces, version)) => DraftVersion { pieces: pieces.clone(), ..version.clone() },
                None => DraftVersion {
                    pieces: vec![piece(&idea)],
                    by,
                    at,
                    origin: Some(idea.origin.clone()),
                    because: idea.because.clone(),
                },
            };
            let about = (idea.topic.as_str(), idea.language.as_str(), Some(number));
            let (change, draft) = board::create(change, draft_number, about, &version);
            Ok((change, Known { draft, version }))
        })
        .await
}

/// The idea's text as a piece of a draft.
pub fn piece(idea: &Idea) -> DraftPiece {
    let is_title = idea.format == "title";
    DraftPiece {
        platform: idea.platform.clone(),
        format: if is_title { "blog".into() } else { idea.format.clone() },
        title: if is_title { idea.text.clone() } else { String::new() },
        text: if is_title { String::new() } else { idea.text.clone() },
        hashtags: idea.hashtags.clone(),
    }
}

/// Says that an idea is not for the team. A second time gives or changes the reason.
///
/// # Errors
/// That it was used already, or what the storage says.
pub async fn refuse(session: &Session, number: u32, reason: &str) -> Result<Idea, Undone> {
    let (records, id) = (&session.records, Idea::record_id(number));
    let mut races = 0;
    loop {
        let stored = find(records, number).await?;
        let idea = stored.record;
        if let Fate::Used { draft, .. } = &idea.fate {
            let (id, draft) = (Idea::name_of(number), Draft::name_of(*draft));
            let message = sentence!("idea-refuse-used", id = id, draft = draft.as_str());
            return Err(Problem::new(message, sentence!("idea-refuse-used-help", draft = draft)).into());
        }
        let change = records.change().unchanged::<Idea>(&id, Some(stored.version));
        let change = tallied(records, &idea, change, |tally, before| {
            tally.refused += u32::from(*before == Fate::Open);
        })
        .await?;
        let fate = Fate::Refused {
            by: person_id(&session.origin),
            at: session.now.timestamp(),
            reason: reason.trim().to_string(),
        };
        let refused = Idea { fate, ..idea };
        let change = reasoned(records, number, reason.trim(), change).await?;
        match change.put(&id, &refused).commit().await {
            Ok(_) => return Ok(refused),
            Err(StorageError::Conflict { .. }) if races < LOST_RACES => races += 1,
            Err(error) => return Err(error.into()),
        }
    }
}

/// Adds to a change why an idea was refused, which the next ideas are told; an empty reason takes back what was said.
async fn reasoned(records: &TeamStore, idea: u32, reason: &str, change: Change) -> Result<Change, StorageError> {
    let stored = records.get::<RefusalReasons>(RefusalReasons::ID).await?;
    let version = stored.as_ref().map(|stored| stored.version);
    let before = stored.map(|stored| stored.record).unwrap_or_default();
    let after = before.clone().with(idea, reason);
    if after == before {
        return Ok(change);
    }
    Ok(change.unchanged::<RefusalReasons>(RefusalReasons::ID, version).put(RefusalReasons::ID, &after))
}

/// Adds to a change what the deed means for the idea's angle.
async fn tallied(
    records: &TeamStore,
    idea: &Idea,
    change: Change,
    count: impl Fn(&mut AngleTally, &Fate),
) -> Result<Change, StorageError> {
    let id = AngleTally::id_of(&idea.angle, &idea.format);
    let stored = records.get::<AngleTally>(&id).await?;
    let change = change.unchanged::<AngleTally>(&id, stored.as_ref().map(|stored| stored.version));
    let mut tally = stored.map(|stored| stored.record).unwrap_or_default();
    count(&mut tally, &idea.fate);
    Ok(change.put(&id, &tally))
}
