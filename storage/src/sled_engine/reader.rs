//! Reading, beside the writer: each value is whole, whatever is written meanwhile.

use std::ops::Bound;
use std::path::PathBuf;

use super::folder::{damaged, explain_sled};
use super::layout::{Body, Chunks, Head, head_key, record_key};
use crate::{Key, KeyRange, StorageError, Versioned};

/// Reads sled's tree.
#[derive(Clone)]
pub(super) struct Reader {
    pub(super) db: sled::Db,
    pub(super) dir: PathBuf,
}

impl Reader {
    pub(super) fn get(&self, key: &Key) -> Result<Option<Versioned>, StorageError> {
        let head = self.head(key)?;
        self.whole(key, head)
    }

    pub(super) fn scan(&self, range: &KeyRange, limit: usize) -> Result<Vec<(Key, Versioned)>, StorageError> {
        let start = match range.start() {
            Bound::Included(key) => Bound::Included(head_key(key)),
            Bound::Excluded(key) => Bound::Excluded(head_key(key)),
            Bound::Unbounded => Bound::Unbounded,
        };
        let mut found = Vec::new();
        for entry in self.db.range::<Vec<u8>, _>((start, Bound::Unbounded)) {
            if found.len() == limit {
                break;
            }
            let (stored_key, bytes) = entry.map_err(|error| self.explain(&error))?;
            let Some(key) = record_key(&stored_key) else { break };
            if !range.contains(key.as_bytes()) {
                break;
            }
            // Deleted since the head was read: then it is not found.
            if let Some(value) = self.whole(&key, Some(self.decode(&key, &bytes)?))? {
                found.push((key, value));
            }
        }
        Ok(found)
    }

    /// What is stored under a key.
    pub(super) fn head(&self, key: &Key) -> Result<Option<Head>, StorageError> {
        match self.db.get(head_key(key.as_bytes())).map_err(|error| self.explain(&error))? {
            Some(bytes) => self.decode(key, &bytes).map(Some),
            None => Ok(None),
        }
    }

    pub(super) fn explain(&self, error: &sled::Error) -> StorageError {
        explain_sled(&self.dir, error)
    }

    pub(super) fn decode(&self, key: &Key, bytes: &[u8]) -> Result<Head, StorageError> {
        Head::decode(bytes).ok_or_else(|| damaged(&self.dir, &format!("{key} is not what Copydesk wrote")))
    }

    /// The value of a head. Its chunks go when it is replaced, so if one is missing the head is read again.
    fn whole(&self, key: &Key, mut head: Option<Head>) -> Result<Option<Versioned>, StorageError> {
        while let Some(Head { version, body }) = head {
            let value = match body {
                Body::Inline(value) => Some(value),
                Body::Chunked(chunks) => self.join(chunks)?,
            };
            if let Some(value) = value {
                return Ok(Some(Versioned { value, version }));
            }
            head = self.head(key)?;
            if head.as_ref().is_some_and(|head| head.version == version) {
                return Err(damaged(&self.dir, &format!("a part of {key} is missing")));
            }
        }
        Ok(None)
    }

    /// `None` if a chunk is missing.
    fn join(&self, chunks: Chunks) -> Result<Option<Vec<u8>>, StorageError> {
        let mut value = Vec::new();
        for key in chunks.keys() {
            match self.db.get(key).map_err(|error| self.explain(&error))? {
                Some(part) => value.extend_from_slice(&part),
                None => return Ok(None),
            }
        }
        Ok(Some(value))
    }
}
