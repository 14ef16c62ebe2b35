//! A journal that lasts as long as a test.

use std::collections::BTreeMap;
use std::sync::Mutex;

use async_trait::async_trait;
use copydesk_adapters::{Arrival, Journal, JournalError, Unfinished};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Received,
    Begun,
    Finished,
}

#[derive(Debug, Default)]
pub(super) struct MemoryJournal(Mutex<BTreeMap<String, (Arrival, Stage)>>);

impl MemoryJournal {
    /// Whether something came, and all of it is finished.
    pub(super) fn is_done(&self) -> bool {
        let entries = self.0.lock().unwrap();
        !entries.is_empty() && entries.values().all(|(_, stage)| *stage == Stage::Finished)
    }

    /// Everything that came is as if it had come this many milliseconds earlier.
    pub(super) fn age(&self, milliseconds: u64) {
        for (arrival, _) in self.0.lock().unwrap().values_mut() {
            let mut payload: serde_json::Value = serde_json::from_str(&arrival.payload).unwrap();
            payload["received"] = (payload["received"].as_u64().unwrap() - milliseconds).into();
            arrival.payload = payload.to_string();
        }
    }

    fn set(&self, id: &str, stage: Stage) {
        if let Some(entry) = self.0.lock().unwrap().get_mut(id) {
            entry.1 = stage;
        }
    }
}

#[async_trait]
impl Journal for MemoryJournal {
    async fn receive(&self, arrived: Vec<Arrival>) -> Result<Vec<Arrival>, JournalError> {
        let mut entries = self.0.lock().unwrap();
        let new = arrived.into_iter().filter(|it| !entries.contains_key(&it.id)).collect::<Vec<_>>();
        entries.extend(new.iter().map(|it| (it.id.clone(), (it.clone(), Stage::Received))));
        Ok(new)
    }

    async fn begin(&self, id: &str) -> Result<(), JournalError> {
        self.set(id, Stage::Begun);
        Ok(())
    }

    async fn finish(&self, id: &str) -> Result<(), JournalError> {
        self.set(id, Stage::Finished);
        Ok(())
    }

    async fn unfinished(&self) -> Result<Vec<Unfinished>, JournalError> {
        let entries = self.0.lock().unwrap();
        let open = entries.values().filter(|(_, stage)| *stage != Stage::Finished);
        Ok(open.map(|(it, stage)| Unfinished { arrival: it.clone(), begun: *stage == Stage::Begun }).collect())
    }

    async fn forget_before(&self, id: &str) -> Result<(), JournalError> {
        self.0.lock().unwrap().retain(|key, (_, stage)| *stage != Stage::Finished || key.as_str() >= id);
        Ok(())
    }
}
