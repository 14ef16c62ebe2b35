//! The engine in use: sled 0.34, written by one thread, synced in groups.

mod disk;
mod folder;
mod layout;
mod ledger;
mod reader;
#[cfg(test)]
mod tests;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::{Duration, Instant};

use async_trait::async_trait;

use self::folder::{Folder, damaged, explain_sled};
use self::layout::VERSION_KEY;
use self::ledger::SledLedger;
use self::reader::Reader;
use crate::group_commit::GroupCommit;
use crate::{Batch, Commit, Engine, Key, KeyRange, StorageError, Versioned};

/// Enough for the records of some hundred teams; what is not in it is read from the operating system's cache.
const CACHE_BYTES: u64 = 16 << 20;

/// Records that are read where they are asked for; more are read on a thread for what takes time.
const SHORT: usize = 16;

/// sled's threads hold the lock for a moment after a close, and a process for a moment after it was told to stop.
const LOCK_WITHIN: Duration = Duration::from_secs(1);

/// An [`Engine`] in a folder on a local disk.
///
/// Needs a tokio runtime with its timer on. Dropping it waits until what is queued is stored.
pub struct SledEngine {
    // Dropped first, so that its thread has ended when sled closes.
    writer: GroupCommit,
    reader: Reader,
}

/// How many bytes of its disk a [`SledEngine`] leaves alone: below that it refuses to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DiskReserve(pub u64);

impl DiskReserve {
    /// Writes until the operating system refuses. The engine then needs a restart; this is for tests of that.
    pub const NONE: Self = Self(0);
}

impl Default for DiskReserve {
    fn default() -> Self {
        Self(disk::RESERVE)
    }
}

impl SledEngine {
    /// Opens the engine in a folder, which is made if it is not there. Blocks, up to a second if the folder is in use.
    ///
    /// # Errors
    /// [`StorageError::InUse`], [`StorageError::NotWritable`], [`StorageError::Damaged`],
    /// [`StorageError::NewerSchema`], [`StorageError::DiskFull`].
    pub fn open(dir: &Path) -> Result<Self, StorageError> {
        Self::open_with(dir, DiskReserve::default())
    }

    /// Like [`open`](Self::open), with another idea of when a disk is full.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn open_with(dir: &Path, reserve: DiskReserve) -> Result<Self, StorageError> {
        let folder = folder::prepare(dir)?;
        let reader = Reader { db: open_sled(dir)?, dir: dir.to_owned() };
        let version = match reader.db.get(VERSION_KEY).map_err(|error| reader.explain(&error))? {
            Some(bytes) => {
                let bytes = bytes.as_ref().try_into().map_err(|_| damaged(dir, "its version is no number"))?;
                u64::from_be_bytes(bytes)
            }
            None if folder == Folder::New => 0,
            None => return Err(damaged(dir, "its records are gone")),
        };
        let mut ledger = SledLedger::new(reader.clone(), version, reserve.0)?;
        if folder == Folder::New {
            ledger.begin()?;
            folder::finish(dir)?;
        }
        Ok(Self { writer: GroupCommit::start(ledger)?, reader })
    }

    /// How often the disk was synced since the engine was opened. Commits that wait together share one.
    #[must_use]
    pub fn syncs(&self) -> u64 {
        self.writer.syncs()
    }

    fn unreadable(&self) -> StorageError {
        damaged(&self.reader.dir, "reading it failed, see the log")
    }

    /// Many records at once: sled reads from the disk, and that not on a thread that answers people.
    async fn read<T: Send + 'static>(
        &self,
        read: impl FnOnce(&Reader) -> Result<T, StorageError> + Send + 'static,
    ) -> Result<T, StorageError> {
        let reader = self.reader.clone();
        match tokio::task::spawn_blocking(move || read(&reader)).await {
            Ok(result) => result,
            // sled panics on some broken files.
            Err(error) if error.is_panic() => Err(self.unreadable()),
            Err(_cancelled) => Err(StorageError::Stopped { reason: "the program is ending".to_owned() }),
        }
    }
}

#[async_trait]
impl Engine for SledEngine {
    async fn get(&self, key: &Key) -> Result<Option<Versioned>, StorageError> {
        // A request reads a dozen records, and each would wake another thread.
        catch_unwind(AssertUnwindSafe(|| self.reader.get(key))).unwrap_or_else(|_panic| Err(self.unreadable()))
    }

    async fn scan(&self, range: KeyRange, limit: usize) -> Result<Vec<(Key, Versioned)>, StorageError> {
        // Most lists are short; as with a single record, another thread would cost more than reading them.
        let few = limit.min(SHORT);
        let found = catch_unwind(AssertUnwindSafe(|| self.reader.scan(&range, few)));
        let found = found.unwrap_or_else(|_panic| Err(self.unreadable()))?;
        if found.len() < few || few == limit {
            return Ok(found);
        }
        self.read(move |reader| reader.scan(&range, limit)).await
    }

    async fn commit(&self, batch: Batch) -> Result<Commit, StorageError> {
        self.writer.commit(batch).await
    }
}

fn open_sled(dir: &Path) -> Result<sled::Db, StorageError> {
    // No flush now and then: the writer's thread flushes before it answers.
    let config = sled::Config::new().path(dir).cache_capacity(CACHE_BYTES).flush_every_ms(None);
    let begin = Instant::now();
    loop {
        // sled panics on some broken files.
        let opened = catch_unwind(AssertUnwindSafe(|| config.open()));
        match opened.map(|opened| opened.map_err(|error| explain_sled(dir, &error))) {
            Ok(Err(StorageError::InUse { .. })) if begin.elapsed() < LOCK_WITHIN => {
                std::thread::sleep(Duration::from_millis(20));
            }
            Ok(opened) => return opened,
            Err(_panic) => return Err(damaged(dir, "its files are corrupt, see the log")),
        }
    }
}
