//! The engines that the suite runs over.

use std::collections::BTreeMap;
use std::error::Error;
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use copydesk_storage::{Batch, Commit, Engine, Key, KeyRange, SledEngine, StorageError, Versioned};
use tempfile::TempDir;

/// A fresh sled in a folder that goes with the test.
pub fn open_sled() -> Result<(Arc<dyn Engine>, TempDir), Box<dyn Error>> {
    let dir = tempfile::tempdir()?;
    Ok((Arc::new(SledEngine::open(dir.path())?), dir))
}

/// A fresh map.
pub fn open_memory() -> Result<(Arc<dyn Engine>, ()), Box<dyn Error>> {
    Ok((Arc::new(MemoryEngine::default()), ()))
}

/// The shortest engine there is: it shows that the suite asks for nothing that only sled has.
#[derive(Default)]
struct MemoryEngine(Mutex<(u64, BTreeMap<Key, Versioned>)>);

#[async_trait]
impl Engine for MemoryEngine {
    async fn get(&self, key: &Key) -> Result<Option<Versioned>, StorageError> {
        Ok(self.0.lock().unwrap_or_else(PoisonError::into_inner).1.get(key).cloned())
    }

    async fn scan(&self, range: KeyRange, limit: usize) -> Result<Vec<(Key, Versioned)>, StorageError> {
        let state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found = state.1.iter().filter(|(key, _)| range.contains(key.as_bytes())).take(limit);
        Ok(found.map(|(key, found)| (key.clone(), found.clone())).collect())
    }

    async fn commit(&self, batch: Batch) -> Result<Commit, StorageError> {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (version, values) = &mut *state;
        for (key, expected) in batch.checks() {
            if values.get(key).map(|found| found.version) != expected {
                return Err(StorageError::Conflict { key: key.to_string() });
            }
        }
        *version += 1;
        for (key, value) in batch.writes() {
            match value {
                Some(value) => values.insert(key.clone(), Versioned { value: value.to_vec(), version: *version }),
                None => values.remove(key),
            };
        }
        Ok(Commit { version: *version })
    }
}
