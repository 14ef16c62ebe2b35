//! What people wish for themselves: the language that they are answered in, topics that they follow, platforms that they
//! write for.

use copydesk_analysis::Language;
use copydesk_storage::{Person, StorageError, TeamStore};

use crate::desk::Desk;
use crate::session::{Session, person_id};
use crate::texts::{Problem, Sentence, sentence};

/// Characters of a name that are kept.
const NAME: usize = 64;

/// The wishes of the person who asks.
///
/// # Errors
/// What the storage says.
pub async fn of(desk: &Desk, session: &Session) -> Result<Person, Problem> {
    let stored = session.records.get::<Person>(&person_id(&session.origin)).await;
    Ok(stored.map_err(|error| desk.storage_problem(&error))?.map(|stored| stored.record).unwrap_or_default())
}

/// The language that a person chose to be answered in.
///
/// # Errors
/// See [`StorageError`].
pub async fn language(records: &TeamStore, id: &str) -> Result<Option<Language>, StorageError> {
    let person = records.get::<Person>(id).await?;
    Ok(person.and_then(|stored| stored.record.language).and_then(|code| Language::from_code(&code)))
}

/// Keeps what others call the person who asks, for whoever reads later what they did. Nothing depends on it.
pub async fn sign(session: &Session) {
    let name = session.origin.person_name.as_deref().map(clean_name).unwrap_or_default();
    let id = person_id(&session.origin);
    let known = session.records.get::<Person>(&id).await;
    if name.is_empty() || known.is_ok_and(|known| known.is_some_and(|known| known.record.name == name)) {
        return;
    }
    let named = |old: Option<Person>| Person { name: name.clone(), ..old.unwrap_or_default() };
    if let Err(error) = session.records.update(&id, named).await {
        tracing::warn!(%error, "a person's name was not kept");
    }
}

/// A name on one line that is not too long.
fn clean_name(name: &str) -> String {
    let name = copydesk_analysis::clean(name).text;
    name.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(NAME).collect()
}

/// What everybody calls the person with an id.
pub async fn called(records: &TeamStore, id: &str) -> Sentence {
    let stored = records.get::<Person>(id).await.ok().flatten();
    match (id, stored.map(|stored| stored.record.name).filter(|name| !name.is_empty())) {
        ("", _) => sentence!("person-forgotten"),
        (_, Some(name)) => sentence!("person-named", name = name),
        (id, None) => sentence!("person-somewhere", platform = id.split(':').next().unwrap_or_default()),
    }
}

/// The same, as the one who asks reads it.
pub async fn called_by(session: &Session, id: &str) -> Sentence {
    if id == person_id(&session.origin) { sentence!("person-you") } else { called(&session.records, id).await }
}
