//! Writing: the only code that changes sled's tree.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};

use super::disk;
use super::folder::explain;
use super::layout::{Body, CHUNK, Chunks, Head, VERSION_KEY, head_key};
use super::reader::Reader;
use crate::group_commit::Ledger;
use crate::key::KEY_LIMIT;
use crate::{Batch, Commit, Key, StorageError};

/// sled's tree as the writer's thread sees it.
pub(super) struct SledLedger {
    reader: Reader,
    /// sled's file once more, to sync it: sled's own flush is `sync_file_range`, which leaves the file's size and the
    /// disk's cache alone.
    file: File,
    version: u64,
    reserve: u64,
    /// What was applied since the last sync, by sled's keys: sled writes it at once, which costs it much less than a batch of
    /// its own for each commit.
    pending: BTreeMap<Vec<u8>, Option<Vec<u8>>>,
    pending_bytes: usize,
}

impl SledLedger {
    /// Takes over a tree whose last commit had this version.
    pub(super) fn new(reader: Reader, version: u64, reserve: u64) -> Result<Self, StorageError> {
        let file =
            OpenOptions::new().write(true).open(reader.dir.join("db")).map_err(|error| explain(&reader.dir, &error))?;
        Ok(Self { reader, file, version, reserve, pending: BTreeMap::new(), pending_bytes: 0 })
    }

    /// Makes the tree's first commit, which holds nothing but its version.
    pub(super) fn begin(&mut self) -> Result<(), StorageError> {
        self.apply(Batch::new())?;
        self.sync()
    }

    /// Nothing has been written when this fails.
    fn plan(&mut self, batch: Batch) -> Result<(), StorageError> {
        for key in batch.writes.keys() {
            let bytes = key.as_bytes().len();
            if bytes > KEY_LIMIT {
                return Err(StorageError::KeyTooLong { key: key.to_string(), bytes, limit: KEY_LIMIT });
            }
        }
        for (key, expected) in &batch.checks {
            if self.head(key)?.map(|head| head.version) != *expected {
                return Err(StorageError::Conflict { key: key.to_string() });
            }
        }
        let bytes = self.pending_bytes + batch.writes.values().flatten().map(Vec::len).sum::<usize>();
        disk::require(&self.reader.dir, &self.file, self.reserve, bytes)?;

        let version = self.version + 1;
        let mut next_chunk = 0;
        let mut writes = Vec::with_capacity(batch.writes.len());
        for (key, value) in batch.writes {
            if let Some(Head { body: Body::Chunked(chunks), .. }) = self.head(&key)? {
                writes.extend(chunks.keys().map(|chunk| (chunk, None)));
            }
            let head_key = head_key(key.as_bytes());
            let body = match value {
                None => {
                    writes.push((head_key, None));
                    continue;
                }
                Some(value) if value.len() <= CHUNK => Body::Inline(value),
                Some(value) => {
                    let count = u32::try_from(value.len().div_ceil(CHUNK))
                        .map_err(|_| StorageError::Other(format!("{key} is too large")))?;
                    let chunks = Chunks { version, first: next_chunk, count };
                    next_chunk = next_chunk
                        .checked_add(count)
                        .ok_or_else(|| StorageError::Other(format!("the change of {key} is too large")))?;
                    writes.extend(chunks.keys().zip(value.chunks(CHUNK)).map(|(key, part)| (key, Some(part.to_vec()))));
                    Body::Chunked(chunks)
                }
            };
            writes.push((head_key, Some(Head { version, body }.encode())));
        }
        // Nothing can fail any more.
        self.pending.extend(writes);
        self.pending_bytes = bytes;
        self.version = version;
        Ok(())
    }

    /// As the next commit finds it.
    fn head(&self, key: &Key) -> Result<Option<Head>, StorageError> {
        match self.pending.get(&head_key(key.as_bytes())) {
            Some(Some(bytes)) => self.reader.decode(key, bytes).map(Some),
            Some(None) => Ok(None),
            None => self.reader.head(key),
        }
    }
}

impl Ledger for SledLedger {
    fn apply(&mut self, batch: Batch) -> Result<Commit, StorageError> {
        self.plan(batch)?;
        Ok(Commit { version: self.version })
    }

    fn sync(&mut self) -> Result<(), StorageError> {
        let mut writes = sled::Batch::default();
        for (key, value) in std::mem::take(&mut self.pending) {
            match value {
                Some(value) => writes.insert(key, value),
                None => writes.remove(key),
            }
        }
        self.pending_bytes = 0;
        writes.insert(VERSION_KEY, &self.version.to_be_bytes());
        self.reader.db.apply_batch(writes).map_err(|error| self.reader.explain(&error))?;
        self.reader.db.flush().map_err(|error| self.reader.explain(&error))?;
        self.file.sync_all().map_err(|error| explain(&self.reader.dir, &error))
    }
}
