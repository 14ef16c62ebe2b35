//! What chat platforms sent, kept until it is answered: [`Journal`] over the storage.

use std::collections::HashSet;

use async_trait::async_trait;
use copydesk_adapters::{Arrival, Journal, JournalError, Unfinished};
use copydesk_storage::{ArrivalRecord, ArrivalState, StorageError, Store, Stored};

/// The journal of one platform.
pub struct StoredJournal {
    store: Store,
    platform: &'static str,
}

impl StoredJournal {
    /// The journal of a platform, such as `telegram`.
    pub fn new(store: Store, platform: &'static str) -> Self {
        Self { store, platform }
    }

    fn key(&self, id: &str) -> String {
        format!("{}:{id}", self.platform)
    }

    async fn all(&self) -> Result<Vec<(String, Stored<ArrivalRecord>)>, JournalError> {
        let prefix = self.key("");
        let all = self.store.installation().all::<ArrivalRecord>().await.map_err(|error| failed(&error))?;
        Ok(all.into_iter().filter_map(|(key, stored)| Some((key.strip_prefix(&prefix)?.to_string(), stored))).collect())
    }

    /// Where it stands that an arrival was begun: beside what arrived, which is not read and written once more for that.
    fn begun(&self, id: &str) -> String {
        format!("{}{BEGUN}", self.key(id))
    }
}

/// Behind the id of an arrival; in order, it comes right after it.
const BEGUN: &str = "/begun";

fn failed(error: &StorageError) -> JournalError {
    JournalError(error.to_string())
}

#[async_trait]
impl Journal for StoredJournal {
    async fn receive(&self, arrived: Vec<Arrival>) -> Result<Vec<Arrival>, JournalError> {
        let (mut new, mut ids) = (Vec::new(), HashSet::new());
        let mut change = self.store.installation().change();
        for arrival in arrived {
            let key = self.key(&arrival.id);
            let known = self.store.installation().get::<ArrivalRecord>(&key).await.map_err(|error| failed(&error))?;
            if known.is_none() && ids.insert(arrival.id.clone()) {
                let record = ArrivalRecord { payload: arrival.payload.clone(), state: ArrivalState::Received };
                change = change.put(&key, &record);
                new.push(arrival);
            }
        }
        if !new.is_empty() {
            change.commit().await.map_err(|error| failed(&error))?;
        }
        Ok(new)
    }

    async fn begin(&self, id: &str) -> Result<(), JournalError> {
        let mark = ArrivalRecord { payload: String::new(), state: ArrivalState::Begun };
        let change = self.store.installation().change().put(&self.begun(id), &mark);
        change.commit().await.map(drop).map_err(|error| failed(&error))
    }

    async fn finish(&self, id: &str) -> Result<(), JournalError> {
        // What people wrote is not kept longer than it is needed.
        let finished = ArrivalRecord { payload: String::new(), state: ArrivalState::Finished };
        let change = self.store.installation().change().put(&self.key(id), &finished);
        let change = change.delete::<ArrivalRecord>(&self.begun(id));
        change.commit().await.map(drop).map_err(|error| failed(&error))
    }

    async fn unfinished(&self) -> Result<Vec<Unfinished>, JournalError> {
        let mut open: Vec<Unfinished> = Vec::new();
        for (id, Stored { record, .. }) in self.all().await? {
            match (id.strip_suffix(BEGUN), record.state) {
                (Some(id), _) => {
                    if let Some(arrived) = open.last_mut().filter(|it| it.arrival.id == id) {
                        arrived.begun = true;
                    }
                }
                (None, ArrivalState::Finished) => {}
                // Earlier versions noted in the arrival itself that it was begun.
                (None, state) => {
                    let begun = state == ArrivalState::Begun;
                    open.push(Unfinished { arrival: Arrival { id, payload: record.payload }, begun });
                }
            }
        }
        Ok(open)
    }

    async fn forget_before(&self, before: &str) -> Result<(), JournalError> {
        let all = self.all().await?;
        let done =
            all.iter().filter(|(id, stored)| id.as_str() < before && stored.record.state == ArrivalState::Finished);
        let mut change = self.store.installation().change();
        let mut any = false;
        for (id, _) in done {
            change = change.delete::<ArrivalRecord>(&self.key(id));
            any = true;
        }
        if any { change.commit().await.map(drop).map_err(|error| failed(&error)) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed test may panic")]

    use std::sync::Arc;

    use copydesk_storage::SledEngine;

    use super::*;

    fn arrival(id: &str) -> Arrival {
        Arrival { id: id.into(), payload: format!("{{\"text\":\"{id}\"}}") }
    }

    fn journal(dir: &tempfile::TempDir) -> StoredJournal {
        StoredJournal::new(Store::new(Arc::new(SledEngine::open(dir.path()).unwrap())), "telegram")
    }

    #[tokio::test]
    async fn what_arrived_is_answered_once_and_is_still_there_after_a_restart() {
        let dir = tempfile::tempdir().unwrap();
        {
            let journal = journal(&dir);
            let (one, two) = (arrival("01"), arrival("02"));
            assert_eq!(journal.receive(vec![one.clone(), two.clone()]).await.unwrap(), [one.clone(), two.clone()]);
            assert_eq!(journal.receive(vec![two, arrival("03")]).await.unwrap(), [arrival("03")]);
            journal.begin("02").await.unwrap();
            journal.finish("01").await.unwrap();
        }
        let journal = journal(&dir);
        let open = journal.unfinished().await.unwrap();
        assert_eq!(
            open,
            [Unfinished { arrival: arrival("02"), begun: true }, Unfinished { arrival: arrival("03"), begun: false }]
        );
        // A finished one is known until the platform can't send it any more.
        assert_eq!(journal.receive(vec![arrival("01")]).await.unwrap(), []);
        journal.forget_before("03").await.unwrap();
        assert_eq!(journal.receive(vec![arrival("01"), arrival("02")]).await.unwrap(), [arrival("01")]);
    }
}
