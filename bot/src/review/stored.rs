//! Reviewed texts as they are stored: what the buttons under a review work on, after a restart too.

use copydesk_analysis::{Language, Platform};
use copydesk_storage::{
    Draft, DraftAction, DraftPiece, DraftState, DraftVersion, Numbered, ReviewedText, StorageError, Stored, TeamStore,
};

use super::Wishes;
use crate::board::{self, Deed, Known, Undone};
use crate::desk::Desk;
use crate::drafts::Kind;
use crate::drafts::write::usual_platforms;
use crate::ideas::because::shortened;
use crate::ideas::deeds::told;
use crate::session::{Session, person_id};
use crate::texts::{Problem, sentence};

/// Bytes of the longest text that is kept; a longer one has no next steps.
const MOST_BYTES: usize = 200_000;
/// Characters of a text that name its draft.
const TOPIC: usize = 60;
/// How often a lost race is run again.
const LOST_RACES: usize = 100;

/// Stores a text that was reviewed. Returns its id; `None` if it is too long to be kept.
///
/// # Errors
/// What the storage says.
pub async fn keep(session: &Session, text: &str, wishes: &Wishes) -> Result<Option<String>, StorageError> {
    if text.len() > MOST_BYTES {
        return Ok(None);
    }
    let record = ReviewedText {
        number: 0,
        text: text.to_string(),
        platform: wishes.platform.map(|platform| platform.id().to_string()),
        keyphrase: wishes.keyphrase.clone(),
        audience: wishes.audience.clone(),
        language: wishes.language.map(|language| language.code().to_string()),
        rewrite: None,
        rewrites: 0,
        draft: None,
        by: person_id(&session.origin),
        at: session.now.timestamp(),
    };
    let record = &record;
    let stored = session.records.numbered::<ReviewedText, _, StorageError, _, _>(|number, change| async move {
        let record = ReviewedText { number, ..record.clone() };
        Ok((change.put(&ReviewedText::record_id(number), &record), ReviewedText::name_of(number)))
    });
    stored.await.map(Some)
}

/// The text of a number.
///
/// # Errors
/// That there is none, or what the storage says.
pub async fn find(records: &TeamStore, number: u32) -> Result<Stored<ReviewedText>, Undone> {
    let unknown = || {
        let id = ReviewedText::name_of(number);
        Problem::new(sentence!("text-unknown", id = id), sentence!("text-unknown-help"))
    };
    Ok(records.get::<ReviewedText>(&ReviewedText::record_id(number)).await?.ok_or_else(unknown)?)
}

/// What was said about a stored text.
pub fn wishes(record: &ReviewedText) -> Wishes {
    Wishes {
        platform: record.platform.as_deref().and_then(Platform::from_name),
        keyphrase: record.keyphrase.clone(),
        audience: record.audience.clone(),
        language: record.language.as_deref().and_then(Language::from_code),
    }
}

/// Notes that a rewrite was asked for, and a better text if there is one.
///
/// # Errors
/// That the text is gone, or what the storage says.
pub async fn note_rewrite(records: &TeamStore, number: u32, better: Option<&str>) -> Result<(), Undone> {
    let id = ReviewedText::record_id(number);
    let mut races = 0;
    loop {
        let Stored { record, version, .. } = find(records, number).await?;
        let rewrite = better.map(str::to_string).or_else(|| record.rewrite.clone());
        let after = ReviewedText { rewrites: record.rewrites + 1, rewrite, ..record };
        let change = records.change().unchanged::<ReviewedText>(&id, Some(version)).put(&id, &after);
        match change.commit().await {
            Ok(_) => return Ok(()),
            Err(StorageError::Conflict { .. }) if races < LOST_RACES => races += 1,
            Err(error) => return Err(error.into()),
        }
    }
}

/// Makes a text, or its rewrite, a draft on the board that is in review.
///
/// # Errors
/// That it became one before, that there is no rewrite, or what the storage says.
pub async fn send(desk: &Desk, session: &Session, number: u32, rewrite: bool) -> Result<Known, Problem> {
    let records = &session.records;
    let stored = find(records, number).await.map_err(|error| told(desk, error))?.record;
    if rewrite && stored.rewrite.is_none() {
        return Err(no_rewrite(number));
    }
    let draft = match stored.draft {
        Some(draft) => {
            // A crash between the two steps below leaves a draft that is not handed in yet.
            let known = board::latest(records, draft).await.map_err(|error| told(desk, error))?;
            if known.draft.state != DraftState::Draft || known.draft.events > 1 {
                let (id, draft) = (ReviewedText::name_of(number), Draft::name_of(draft));
                let message = sentence!("text-sent-before", id = id, draft = draft.as_str());
                return Err(Problem::new(message, sentence!("text-sent-before-help", draft = draft)));
            }
            draft
        }
        None => create(session, &stored, rewrite).await.map_err(|error| told(desk, error))?,
    };
    let deed = Deed { draft, action: DraftAction::Submit, note: String::new(), version: None, state: None };
    board::act(desk, session, &deed, |_, _, change| Ok((change, None))).await
}

fn no_rewrite(number: u32) -> Problem {
    let id = ReviewedText::name_of(number);
    let help = sentence!("text-no-rewrite-help", id = id.as_str());
    Problem::new(sentence!("text-no-rewrite", id = id), help)
}

async fn create(session: &Session, text: &ReviewedText, rewrite: bool) -> Result<u32, Undone> {
    let copy = match (rewrite, &text.rewrite) {
        (false, _) => text.text.trim().to_string(),
        (true, Some(better)) => better.clone(),
        (true, None) => return Err(no_rewrite(text.number).into()),
    };
    let records = &session.records;
    let preferences = records.get::<copydesk_storage::Preferences>(copydesk_storage::Preferences::ID).await?;
    let own = preferences.map(|stored| stored.record.platforms).unwrap_or_default();
    let said = text.language.as_deref().and_then(Language::from_code);
    let language = said.or_else(|| Language::of(&copy)).unwrap_or(Language::English);
    let asked = text.platform.as_deref().and_then(Platform::from_name);
    let usual = || usual_platforms(language, own.iter().filter_map(|name| Platform::from_name(name))).first().copied();
    let platform = asked.or_else(usual).unwrap_or(Platform::Instagram);
    let piece = DraftPiece {
        platform: platform.id().into(),
        format: Kind::of(platform).id().into(),
        title: String::new(),
        // As it was reviewed; hashtags stay where they stand.
        text: copy.clone(),
        hashtags: Vec::new(),
    };
    let (by, at) = (person_id(&session.origin), session.now.timestamp());
    let version = &DraftVersion { pieces: vec![piece], by, at, origin: None, because: Vec::new() };
    let topic = &shortened(&copy.split_whitespace().collect::<Vec<_>>().join(" "), TOPIC);
    let record_id = &ReviewedText::record_id(text.number);
    records
        .numbered::<Draft, _, Undone, _, _>(|number, change| async move {
            let stored = find(records, text.number).await?;
            if let Some(draft) = stored.record.draft {
                let (id, draft) = (ReviewedText::name_of(text.number), Draft::name_of(draft));
                let message = sentence!("text-sent-before", id = id, draft = draft.as_str());
                return Err(Problem::new(message, sentence!("text-sent-before-help", draft = draft)).into());
            }
            let sent = ReviewedText { draft: Some(number), ..stored.record };
            let change = change.unchanged::<ReviewedText>(record_id, Some(stored.version)).put(record_id, &sent);
            let (change, draft) = board::create(change, number, (topic.as_str(), language.code(), None), version);
            Ok((change, draft.number))
        })
        .await
}
