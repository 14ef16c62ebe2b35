//! All that is stored of a team: read as it is, and removed.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::Value;

use crate::record::{decode_plain, encode};
use crate::store::{LOST_RACES, PAGE};
use crate::{
    Batch, Key, KeyRange, LinkCode, PlaceOfTeam, Record, Removal, RemovedTeam, Section, StorageError, Store, Stored,
    Team, TeamId,
};

/// A record of any kind, as it is stored.
#[derive(Debug, Clone, PartialEq)]
pub struct PlainRecord {
    /// Its kind; `None` if another version of this program wrote it.
    pub section: Option<Section>,
    /// Its id.
    pub id: String,
    /// The version of its JSON.
    pub version: u16,
    /// Its JSON.
    pub json: Value,
}

impl Store {
    /// Every record of a team, in the order of sections and ids.
    ///
    /// # Errors
    /// As [`TeamStore::get`](crate::TeamStore::get).
    pub async fn everything(&self, team: &TeamId) -> Result<Vec<PlainRecord>, StorageError> {
        let mut records = Vec::new();
        let mut range = KeyRange::whole(team);
        loop {
            let found = self.engine.scan(range.clone(), PAGE).await?;
            let last = found.last().map(|(key, _)| key.clone());
            for (key, found) in found {
                let (version, json) = decode_plain(&key, &found.value)?;
                records.push(PlainRecord { section: key.section(), id: key.id().to_owned(), version, json });
            }
            let Some(last) = last else { return Ok(records) };
            range = range.after_key(&last);
        }
    }

    /// How many records a team has, by the names of their sections.
    ///
    /// # Errors
    /// See [`Engine::scan`](crate::Engine::scan).
    pub async fn counts(&self, team: &TeamId) -> Result<BTreeMap<String, usize>, StorageError> {
        Ok(counted(&self.keys(team).await?))
    }

    /// The places of a team, with their ids.
    ///
    /// # Errors
    /// As [`TeamStore::get`](crate::TeamStore::get).
    pub async fn places_of(&self, team: &TeamId) -> Result<Vec<(String, Stored<PlaceOfTeam>)>, StorageError> {
        let mut places = self.installation().all::<PlaceOfTeam>().await?;
        places.retain(|(_, place)| place.record.team == *team);
        Ok(places)
    }

    /// Removes a team whose [`Removal`] has this version, with all that is stored of it, its places and codes, in one
    /// commit. Each place will be told. Returns what it was, `None` if there is no such removal any more.
    ///
    /// Whoever had the team before writes nothing afterwards, if through
    /// [`TeamStore::only_while`](crate::TeamStore::only_while); what was written during the removal goes right after it.
    /// A process that ends in between leaves the [`Removal`], and the next call finishes.
    ///
    /// # Errors
    /// As [`TeamStore::get`](crate::TeamStore::get) and [`Engine::commit`](crate::Engine::commit).
    pub async fn remove_team(
        &self,
        id: &TeamId,
        removal_version: u64,
        at: Timestamp,
    ) -> Result<Option<RemovedTeam>, StorageError> {
        let removal = Key::installation(Removal::SECTION, id.as_str());
        let team = Key::installation(Team::SECTION, id.as_str());
        let mut races = 0;
        let removed = loop {
            let known = self.find_team(id).await?;
            let keys = self.keys(id).await?;
            let name = known.as_ref().map_or_else(|| id.to_string(), |team| team.record.name.clone());
            let removed = RemovedTeam { name, at, records: counted(&keys) };
            let mut batch = keys.into_iter().fold(Batch::new(), Batch::delete);
            batch = batch.expect_version(removal.clone(), removal_version).delete(team.clone());
            for (place, stored) in self.places_of(id).await? {
                let (key, told) =
                    (Key::installation(PlaceOfTeam::SECTION, &place), Key::installation(RemovedTeam::SECTION, &place));
                let notice = encode(&told, &removed)?;
                batch = batch.expect_version(key.clone(), stored.version).delete(key).put(told, notice);
            }
            for (code, stored) in self.installation().all::<LinkCode>().await? {
                if stored.record.team == *id {
                    batch = batch.delete(Key::installation(LinkCode::SECTION, &code));
                }
            }
            match self.engine.commit(batch).await {
                Ok(_) => break known.is_some().then_some(removed),
                // A place has moved or spoken, or the removal was called off.
                Err(StorageError::Conflict { key }) if key == removal.to_string() => return Ok(None),
                Err(StorageError::Conflict { .. }) if races < LOST_RACES => races += 1,
                Err(error) => return Err(error),
            }
        };
        self.purge(id).await?;
        match self.engine.commit(Batch::new().expect_version(removal.clone(), removal_version).delete(removal)).await {
            // A new team has begun under the id, and has taken the removal away.
            Ok(_) | Err(StorageError::Conflict { .. }) => Ok(removed),
            Err(error) => Err(error),
        }
    }

    /// Removes whatever is stored under the id of a team that is not there: what a removal has left that was cut short.
    /// Does nothing to a team that is there.
    ///
    /// # Errors
    /// See [`Engine::commit`](crate::Engine::commit).
    pub async fn purge(&self, id: &TeamId) -> Result<(), StorageError> {
        loop {
            let keys = self.keys(id).await?;
            if keys.is_empty() {
                return Ok(());
            }
            let gone = Batch::new().expect_absent(Key::installation(Team::SECTION, id.as_str()));
            match self.engine.commit(keys.into_iter().fold(gone, Batch::delete)).await {
                Ok(_) => {}
                Err(StorageError::Conflict { .. }) => return Ok(()),
                Err(error) => return Err(error),
            }
        }
    }

    async fn keys(&self, team: &TeamId) -> Result<Vec<Key>, StorageError> {
        let mut keys: Vec<Key> = Vec::new();
        loop {
            let range = KeyRange::whole(team);
            let range = keys.last().map_or(range.clone(), |last| range.after_key(last));
            let found = self.engine.scan(range, PAGE).await?;
            if found.is_empty() {
                return Ok(keys);
            }
            keys.extend(found.into_iter().map(|(key, _)| key));
        }
    }
}

fn counted(keys: &[Key]) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for key in keys {
        *counts.entry(key.section().map_or("unknown", Section::name).to_owned()).or_default() += 1;
    }
    counts
}
