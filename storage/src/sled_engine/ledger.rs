//! Writing: the only code that changes sled's tree.

use std::fs::{File, OpenOptions};

use super::disk;
use super::folder::explain;
use super::layout::{Body, CHUNK, Chunks, Head, VERSION_KEY, head_key};
use super::reader::Reader;
use crate::group_commit::{Ledger, NotApplied};
use crate::key::KEY_LIMIT;
use crate::{Batch, Commit, StorageError};

/// sled's tree as the writer's thread sees it.
pub(super) struct SledLedger {
    reader: Reader,
    /// sled's file once more, to sync it: sled's own flush is `sync_file_range`, which leaves the file's size and the
    /// disk's cache alone.
    file: File,
    version: u64,
    reserve: u64,
}

impl SledLedger {
    /// Takes over a tree whose last commit had this version.
    pub(super) fn new(reader: Reader, version: u64, reserve: u64) -> Result<Self, StorageError> {
        let file =
            OpenOptions::new().write(true).open(reader.dir.join("db")).map_err(|error| explain(&reader.dir, &error))?;
        Ok(Self { reader, file, version, reserve })
    }

    /// Makes the tree's first commit, which holds nothing but its version.
    pub(super) fn begin(&mut self) -> Result<(), StorageError> {
        match self.apply(Batch::new()) {
            Ok(_) => self.sync(),
            Err(NotApplied::Refused(error) | NotApplied::Failed(error)) => Err(error),
        }
    }

    /// Nothing has been written when this fails.
    fn plan(&self, batch: Batch) -> Result<sled::Batch, StorageError> {
        for key in batch.writes.keys() {
            let bytes = key.as_bytes().len();
            if bytes > KEY_LIMIT {
                return Err(StorageError::KeyTooLong { key: key.to_string(), bytes, limit: KEY_LIMIT });
            }
        }
        for (key, expected) in &batch.checks {
            if self.reader.head(key)?.map(|head| head.version) != *expected {
                return Err(StorageError::Conflict { key: key.to_string() });
            }
        }
        let bytes = batch.writes.values().flatten().map(Vec::len).sum();
        disk::require(&self.reader.dir, &self.file, self.reserve, bytes)?;

        let version = self.version + 1;
        let mut next_chunk = 0;
        let mut writes = sled::Batch::default();
        for (key, value) in batch.writes {
            if let Some(Head { body: Body::Chunked(chunks), .. }) = self.reader.head(&key)? {
                chunks.keys().for_each(|chunk| writes.remove(chunk));
            }
            let head_key = head_key(key.as_bytes());
            let body = match value {
                None => {
                    writes.remove(head_key);
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
                    chunks.keys().zip(value.chunks(CHUNK)).for_each(|(key, part)| writes.insert(key, part));
                    Body::Chunked(chunks)
                }
            };
            writes.insert(head_key, Head { version, body }.encode());
        }
        writes.insert(VERSION_KEY, &version.to_be_bytes());
        Ok(writes)
    }
}

impl Ledger for SledLedger {
    fn apply(&mut self, batch: Batch) -> Result<Commit, NotApplied> {
        let writes = self.plan(batch).map_err(NotApplied::Refused)?;
        self.reader.db.apply_batch(writes).map_err(|error| NotApplied::Failed(self.reader.explain(&error)))?;
        self.version += 1;
        Ok(Commit { version: self.version })
    }

    fn sync(&mut self) -> Result<(), StorageError> {
        self.reader.db.flush().map_err(|error| self.reader.explain(&error))?;
        self.file.sync_all().map_err(|error| explain(&self.reader.dir, &error))
    }
}
