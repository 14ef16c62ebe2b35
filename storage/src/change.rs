//! Several records of one owner, changed together.

use std::sync::Arc;

use crate::key::{Owner, Section};
use crate::record::encode;
use crate::{Batch, Engine, Key, Record, StorageError};

/// A change that happens whole or not at all. Begun with `change` of a [`TeamStore`](crate::TeamStore) or an
/// [`InstallationStore`](crate::InstallationStore).
#[must_use = "nothing is stored until it is committed"]
pub struct Change {
    engine: Arc<dyn Engine>,
    owner: Owner,
    batch: Result<Batch, StorageError>,
}

impl Change {
    /// `expected` is a key that must have a version.
    pub(crate) fn new(engine: Arc<dyn Engine>, owner: Owner, expected: Option<(Key, u64)>) -> Self {
        let batch = Batch::new();
        let batch = match expected {
            Some((key, version)) => batch.expect_version(key, version),
            None => batch,
        };
        Self { engine, owner, batch: Ok(batch) }
    }

    /// Demands that a record still has this version, or still is not there.
    pub fn unchanged<R: Record>(self, id: &str, version: Option<u64>) -> Self {
        let key = self.key::<R>(id);
        self.with(|batch| {
            Ok(match version {
                Some(version) => batch.expect_version(key, version),
                None => batch.expect_absent(key),
            })
        })
    }

    /// Stores a record, in place of what is there.
    pub fn put<R: Record>(self, id: &str, record: &R) -> Self {
        let key = self.key::<R>(id);
        self.with(|batch| {
            let value = encode(&key, record)?;
            Ok(batch.put(key, value))
        })
    }

    /// Removes a record, if there is one.
    pub fn delete<R: Record>(self, id: &str) -> Self {
        let key = self.key::<R>(id);
        self.with(|batch| Ok(batch.delete(key)))
    }

    /// Stores it all. Returns the version of every record in it.
    ///
    /// # Errors
    /// [`StorageError::Conflict`] if a record is not [`unchanged`](Self::unchanged); see also [`Engine::commit`].
    pub async fn commit(self) -> Result<u64, StorageError> {
        Ok(self.engine.commit(self.batch?).await?.version)
    }

    /// Stores a record of the installation along with those of a team.
    pub(crate) fn put_of_installation<R: Record>(self, section: Section, id: &str, record: &R) -> Self {
        let key = Key::installation(section, id);
        self.with(|batch| {
            let value = encode(&key, record)?;
            Ok(batch.put(key, value))
        })
    }

    /// Removes a record of the installation along with what is done to those of a team.
    pub(crate) fn delete_of_installation(self, section: Section, id: &str) -> Self {
        self.with(|batch| Ok(batch.delete(Key::installation(section, id))))
    }

    fn key<R: Record>(&self, id: &str) -> Key {
        self.owner.key(R::SECTION, id)
    }

    /// A record that can't be written fails the commit, so that a change reads as one chain.
    fn with(mut self, step: impl FnOnce(Batch) -> Result<Batch, StorageError>) -> Self {
        self.batch = self.batch.and_then(step);
        self
    }
}
