//! What chat platforms sent, kept until it is answered: [`Journal`] over the storage.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;
use copydesk_adapters::{Arrival, Journal, JournalError, Unfinished};
use copydesk_storage::{ArrivalChannel, ArrivalRecord, ArrivalState, StorageError, Store, Stored};
use jiff::{SignedDuration, Timestamp};

/// The journal of one platform.
pub struct StoredJournal {
    store: Store,
    platform: &'static str,
    /// When a channel was last noted: to do so at each arrival would be a second write for each.
    noted: Mutex<HashMap<String, Timestamp>>,
}

/// For how long a channel in which something arrived is known.
const CHANNEL_LIFE: SignedDuration = SignedDuration::from_hours(3 * 24);
/// How old the note of a channel may be.
const NOTE_EVERY: SignedDuration = SignedDuration::from_hours(1);
/// Channels of which it is remembered that they are noted.
const NOTED: usize = 10_000;

impl StoredJournal {
    /// The journal of a platform, such as `telegram`.
    pub fn new(store: Store, platform: &'static str) -> Self {
        Self { store, platform, noted: Mutex::default() }
    }

    fn key(&self, id: &str) -> String {
        format!("{}:{id}", self.platform)
    }

    async fn all(&self) -> Result<Vec<(String, Stored<ArrivalRecord>)>, JournalError> {
        let prefix = self.key("");
        let all = self.store.installation().all::<ArrivalRecord>().await.map_err(|error| failed(&error))?;
        Ok(all.into_iter().filter_map(|(key, stored)| Some((key.strip_prefix(&prefix)?.to_string(), stored))).collect())
    }

    /// Whether a channel has to be noted now; from here on it is.
    fn is_unnoted(&self, channel: &str, now: Timestamp) -> bool {
        let mut noted = self.noted.lock().unwrap_or_else(PoisonError::into_inner);
        if noted.get(channel).is_some_and(|at| now.duration_since(*at) < NOTE_EVERY) {
            return false;
        }
        if noted.len() >= NOTED {
            noted.clear();
        }
        noted.insert(channel.to_owned(), now);
        true
    }

    async fn all_channels(&self) -> Result<Vec<(String, Timestamp)>, JournalError> {
        let prefix = self.key("");
        let all = self.store.installation().all::<ArrivalChannel>().await.map_err(|error| failed(&error))?;
        let own = all.into_iter().filter_map(|(key, it)| Some((key.strip_prefix(&prefix)?.to_owned(), it.record.at)));
        Ok(own.collect())
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
        let (mut new, mut ids, now) = (Vec::new(), HashSet::new(), Timestamp::now());
        let mut change = self.store.installation().change();
        for arrival in arrived {
            let key = self.key(&arrival.id);
            let known = self.store.installation().get::<ArrivalRecord>(&key).await.map_err(|error| failed(&error))?;
            if known.is_none() && ids.insert(arrival.id.clone()) {
                let record = ArrivalRecord { payload: arrival.payload.clone(), state: ArrivalState::Received };
                change = change.put(&key, &record);
                if let Some(channel) = arrival.channel.as_deref().filter(|it| self.is_unnoted(it, now)) {
                    change = change.put(&self.key(channel), &ArrivalChannel { at: now });
                }
                new.push(arrival);
            }
        }
        if !new.is_empty() {
            change.commit().await.map_err(|error| {
                self.noted.lock().unwrap_or_else(PoisonError::into_inner).clear();
                failed(&error)
            })?;
        }
        Ok(new)
    }

    async fn begin(&self, id: &str) -> Result<(), JournalError> {
        let mark = ArrivalRecord { payload: String::new(), state: ArrivalState::Begun };
        let change = self.store.installation().change().put(&self.begun(id), &mark);
        change.commit().await.map(drop).map_err(|error| failed(&error))
    }

    async fn keep_answer(&self, id: &str, answer: &str) -> Result<(), JournalError> {
        let kept = ArrivalRecord { payload: answer.to_owned(), state: ArrivalState::Begun };
        let change = self.store.installation().change().put(&self.begun(id), &kept);
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
                        arrived.answer = Some(record.payload).filter(|answer| !answer.is_empty());
                    }
                }
                (None, ArrivalState::Finished) => {}
                // Earlier versions noted in the arrival itself that it was begun.
                (None, state) => {
                    let begun = state == ArrivalState::Begun;
                    let arrival = Arrival { id, payload: record.payload, channel: None };
                    open.push(Unfinished { arrival, begun, answer: None });
                }
            }
        }
        Ok(open)
    }

    async fn channels(&self, most: usize) -> Result<Vec<String>, JournalError> {
        let now = Timestamp::now();
        let mut all = self.all_channels().await?;
        all.retain(|(_, at)| now.duration_since(*at) < CHANNEL_LIFE);
        all.sort_by_key(|(_, at)| std::cmp::Reverse(*at));
        Ok(all.into_iter().take(most).map(|(channel, _)| channel).collect())
    }

    async fn forget_before(&self, before: &str) -> Result<(), JournalError> {
        let now = Timestamp::now();
        let all = self.all().await?;
        let done =
            all.iter().filter(|(id, stored)| id.as_str() < before && stored.record.state == ArrivalState::Finished);
        let mut change = self.store.installation().change();
        let mut any = false;
        for (id, _) in done {
            change = change.delete::<ArrivalRecord>(&self.key(id));
            any = true;
        }
        for (channel, at) in self.all_channels().await? {
            if now.duration_since(at) >= CHANNEL_LIFE {
                change = change.delete::<ArrivalChannel>(&self.key(&channel));
                any = true;
            }
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
        Arrival { id: id.into(), payload: format!("{{\"text\":\"{id}\"}}"), channel: None }
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
            [
                Unfinished { arrival: arrival("02"), begun: true, answer: None },
                Unfinished { arrival: arrival("03"), begun: false, answer: None }
            ]
        );
        // A finished one is known until the platform can't send it any more.
        assert_eq!(journal.receive(vec![arrival("01")]).await.unwrap(), []);
        journal.forget_before("03").await.unwrap();
        assert_eq!(journal.receive(vec![arrival("01"), arrival("02")]).await.unwrap(), [arrival("01")]);
    }

    #[tokio::test]
    async fn a_complete_answer_is_kept_until_it_is_known_to_be_shown() {
        let dir = tempfile::tempdir().unwrap();
        {
            let journal = journal(&dir);
            journal.receive(vec![arrival("01"), arrival("02")]).await.unwrap();
            journal.begin("01").await.unwrap();
            journal.keep_answer("01", "Oats.").await.unwrap();
            journal.keep_answer("02", "Rye.").await.unwrap();
            journal.finish("02").await.unwrap();
        }
        let journal = journal(&dir);
        let left = Unfinished { arrival: arrival("01"), begun: true, answer: Some("Oats.".into()) };
        assert_eq!(journal.unfinished().await.unwrap(), [left]);
        journal.finish("01").await.unwrap();
        assert_eq!(journal.unfinished().await.unwrap(), []);
    }

    #[tokio::test]
    async fn channels_in_which_something_arrived_are_known_for_some_days_and_of_their_platform_alone() {
        let dir = tempfile::tempdir().unwrap();
        let first = journal(&dir);
        let at = |id: &str, channel: &str| Arrival { channel: Some(channel.into()), ..arrival(id) };
        first.receive(vec![at("01", "0/7"), at("02", "0/8"), at("03", "0/7")]).await.unwrap();
        let mut known = first.channels(9).await.unwrap();
        known.sort();
        assert_eq!((known, first.channels(1).await.unwrap().len()), (vec!["0/7".into(), "0/8".into()], 1));
        let other = StoredJournal::new(first.store.clone(), "discord");
        assert!(other.channels(9).await.unwrap().is_empty());
        // A note from long ago counts no more, and goes with the next tidying.
        let old = ArrivalChannel { at: Timestamp::now() - CHANNEL_LIFE };
        first.store.installation().change().put("telegram:0/8", &old).commit().await.unwrap();
        assert_eq!(first.channels(9).await.unwrap(), ["0/7"]);
        first.forget_before("00").await.unwrap();
        assert_eq!(first.all_channels().await.unwrap().len(), 1);
    }
}
