//! A journal that lasts as long as a test.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use copydesk_adapters::{Arrival, Journal, JournalError, Unfinished};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Received,
    Begun,
    Finished,
}

#[derive(Debug, Default)]
pub(super) struct MemoryJournal {
    entries: Mutex<BTreeMap<String, (Arrival, Stage)>>,
    answers: Mutex<BTreeMap<String, String>>,
    /// The process ends before it notes the end of an answer.
    unnoted_ends: AtomicBool,
}

impl MemoryJournal {
    /// Whether something came, and all of it is finished.
    pub(super) fn is_done(&self) -> bool {
        let entries = self.entries.lock().unwrap();
        !entries.is_empty() && entries.values().all(|(_, stage)| *stage == Stage::Finished)
    }

    /// Everything that came is as if it had come this many milliseconds earlier.
    pub(super) fn age(&self, milliseconds: u64) {
        for (arrival, _) in self.entries.lock().unwrap().values_mut() {
            let mut payload: serde_json::Value = serde_json::from_str(&arrival.payload).unwrap();
            payload["received"] = (payload["received"].as_u64().unwrap() - milliseconds).into();
            arrival.payload = payload.to_string();
        }
    }

    /// From here on no end of an answer is noted, or again.
    pub(super) fn forget_ends(&self, forget: bool) {
        self.unnoted_ends.store(forget, Ordering::SeqCst);
    }

    /// Whether something of an answer is kept.
    pub(super) fn keeps_something(&self) -> bool {
        !self.answers.lock().unwrap().is_empty()
    }

    fn set(&self, id: &str, stage: Stage) {
        if let Some(entry) = self.entries.lock().unwrap().get_mut(id) {
            entry.1 = stage;
        }
    }
}

#[async_trait]
impl Journal for MemoryJournal {
    async fn receive(&self, arrived: Vec<Arrival>) -> Result<Vec<Arrival>, JournalError> {
        let mut entries = self.entries.lock().unwrap();
        let new = arrived.into_iter().filter(|it| !entries.contains_key(&it.id)).collect::<Vec<_>>();
        entries.extend(new.iter().map(|it| (it.id.clone(), (it.clone(), Stage::Received))));
        Ok(new)
    }

    async fn begin(&self, id: &str) -> Result<(), JournalError> {
        self.set(id, Stage::Begun);
        self.answers.lock().unwrap().remove(id);
        Ok(())
    }

    async fn keep_answer(&self, id: &str, answer: &str) -> Result<(), JournalError> {
        self.set(id, Stage::Begun);
        self.answers.lock().unwrap().insert(id.to_owned(), answer.to_owned());
        Ok(())
    }

    async fn channels(&self, most: usize) -> Result<Vec<String>, JournalError> {
        let entries = self.entries.lock().unwrap();
        let all: BTreeSet<_> = entries.values().filter_map(|(it, _)| it.channel.clone()).collect();
        Ok(all.into_iter().take(most).collect())
    }

    async fn finish(&self, id: &str) -> Result<(), JournalError> {
        if !self.unnoted_ends.load(Ordering::SeqCst) {
            self.set(id, Stage::Finished);
        }
        Ok(())
    }

    async fn unfinished(&self) -> Result<Vec<Unfinished>, JournalError> {
        let entries = self.entries.lock().unwrap();
        let open = entries.values().filter(|(_, stage)| *stage != Stage::Finished);
        let answers = self.answers.lock().unwrap();
        let left = |(it, stage): &(Arrival, Stage)| {
            let answer = answers.get(&it.id).cloned();
            Unfinished { arrival: it.clone(), begun: *stage == Stage::Begun, answer }
        };
        Ok(open.map(left).collect())
    }

    async fn forget_before(&self, id: &str) -> Result<(), JournalError> {
        self.entries.lock().unwrap().retain(|key, (_, stage)| *stage != Stage::Finished || key.as_str() >= id);
        Ok(())
    }
}
