//! What people wish for themselves: the language that they are answered in, topics that they follow, platforms that they
//! write for.

use copydesk_analysis::Language;
use copydesk_storage::{Person, StorageError, TeamStore};

use crate::desk::Desk;
use crate::session::{Session, person_id};
use crate::texts::Problem;

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
