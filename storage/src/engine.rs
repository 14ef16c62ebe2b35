//! The engine below the records: ordered keys, and commits that happen whole or not at all.

use std::collections::BTreeMap;

use async_trait::async_trait;

use crate::{Key, KeyRange, StorageError};

/// An ordered key-value engine. sled is the one in use; a distributed one could take its place.
#[async_trait]
pub trait Engine: Send + Sync {
    /// The value of a key, or `None` if there is none.
    ///
    /// What it sees may be of a commit that is not durable yet: whoever writes because of what was read should check
    /// its version, and is then durable after it.
    ///
    /// # Errors
    /// [`StorageError::Damaged`] if the stored bytes are broken.
    async fn get(&self, key: &Key) -> Result<Option<Versioned>, StorageError>;

    /// The keys of a range with their values, in order, at most `limit`.
    ///
    /// Each value is whole; together they are not one moment's state.
    ///
    /// # Errors
    /// As [`get`](Self::get).
    async fn scan(&self, range: KeyRange, limit: usize) -> Result<Vec<(Key, Versioned)>, StorageError>;

    /// Writes a batch if all its checks hold: all of it or nothing, durable when this returns.
    ///
    /// A caller that stops waiting does not stop the commit.
    ///
    /// # Errors
    /// [`StorageError::Conflict`] if a check failed, [`StorageError::DiskFull`], [`StorageError::KeyTooLong`],
    /// [`StorageError::Overloaded`]: nothing was written. [`StorageError::Stopped`]: it may have been.
    async fn commit(&self, batch: Batch) -> Result<Commit, StorageError>;
}

/// A value and the commit that wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Versioned {
    /// The bytes.
    pub value: Vec<u8>,
    /// The commit's version. It only grows, over restarts too, so a key never has the same version twice, not even
    /// after it was deleted and made again.
    pub version: u64,
}

/// What a commit did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Commit {
    /// The version of every key it wrote.
    pub version: u64,
}

/// Checks and writes that belong together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Batch {
    pub(crate) checks: BTreeMap<Key, Option<u64>>,
    pub(crate) writes: BTreeMap<Key, Option<Vec<u8>>>,
}

impl Batch {
    /// An empty batch.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Demands that a key has this version.
    #[must_use]
    pub fn expect_version(mut self, key: Key, version: u64) -> Self {
        self.checks.insert(key, Some(version));
        self
    }

    /// Demands that a key has no value.
    #[must_use]
    pub fn expect_absent(mut self, key: Key) -> Self {
        self.checks.insert(key, None);
        self
    }

    /// Writes a value; of two writes to one key the later counts.
    #[must_use]
    pub fn put(mut self, key: Key, value: Vec<u8>) -> Self {
        self.writes.insert(key, Some(value));
        self
    }

    /// Removes a value, if there is one.
    #[must_use]
    pub fn delete(mut self, key: Key) -> Self {
        self.writes.insert(key, None);
        self
    }

    /// What must hold, in the order of keys: a version, or `None` for "no value".
    pub fn checks(&self) -> impl Iterator<Item = (&Key, Option<u64>)> {
        self.checks.iter().map(|(key, version)| (key, *version))
    }

    /// What to write, in the order of keys: a value, or `None` to remove it.
    pub fn writes(&self) -> impl Iterator<Item = (&Key, Option<&[u8]>)> {
        self.writes.iter().map(|(key, value)| (key, value.as_deref()))
    }
}
