//! Typed records over an engine.

use std::sync::Arc;

use crate::key::Owner;
use crate::record::{decode, encode};
use crate::{Batch, Change, Engine, Key, KeyRange, Record, StorageError, Stored, Team, TeamId};

/// How many records are read at once when all are asked for.
pub(crate) const PAGE: usize = 256;

/// How often a lost race is run again. Each lost race is another's success, so this many means a crowd at one record.
pub(crate) const LOST_RACES: usize = 100;

/// All records. A clone is another handle to the same ones.
#[derive(Clone)]
pub struct Store {
    pub(crate) engine: Arc<dyn Engine>,
}

impl Store {
    /// Keeps records in an engine.
    pub fn new(engine: Arc<dyn Engine>) -> Self {
        Self { engine }
    }

    /// The records of one team, which need not be known yet.
    #[must_use]
    pub fn team(&self, id: &TeamId) -> TeamStore {
        TeamStore { engine: Arc::clone(&self.engine), id: id.clone(), team_version: None }
    }

    /// The records that belong to no team.
    #[must_use]
    pub fn installation(&self) -> InstallationStore {
        InstallationStore { engine: Arc::clone(&self.engine) }
    }

    /// All teams, in the order of their ids.
    ///
    /// # Errors
    /// See [`Engine::scan`].
    pub async fn teams(&self) -> Result<Vec<Team>, StorageError> {
        let found = all(&*self.engine, KeyRange::installation(Team::SECTION)).await?;
        Ok(found.into_iter().map(|(_, stored): (_, Stored<Team>)| stored.record).collect())
    }

    /// A team, if it is known.
    ///
    /// # Errors
    /// See [`Engine::get`].
    pub async fn find_team(&self, id: &TeamId) -> Result<Option<Stored<Team>>, StorageError> {
        get(&*self.engine, &Key::installation(Team::SECTION, id.as_str())).await
    }

    /// Makes a team known.
    ///
    /// # Errors
    /// [`StorageError::Conflict`] if there is one with that id; see also [`Engine::commit`].
    pub async fn create_team(&self, team: Team) -> Result<Team, StorageError> {
        let key = Key::installation(Team::SECTION, team.id.as_str());
        let value = encode(&key, &team)?;
        self.engine.commit(Batch::new().expect_absent(key.clone()).put(key, value)).await?;
        Ok(team)
    }
}

/// The records of one team: nothing here can reach another's.
#[derive(Clone)]
pub struct TeamStore {
    engine: Arc<dyn Engine>,
    id: TeamId,
    /// The version that the team must still have when something is stored.
    team_version: Option<u64>,
}

impl TeamStore {
    /// Whose records these are.
    #[must_use]
    pub fn id(&self) -> &TeamId {
        &self.id
    }

    /// The same, but every change fails with [`StorageError::Conflict`] once the team is not the one with this version:
    /// what a request still wants to store when its team has been removed is not stored.
    #[must_use]
    pub fn only_while(mut self, team_version: u64) -> Self {
        self.team_version = Some(team_version);
        self
    }

    /// A record, if there is one.
    ///
    /// # Errors
    /// See [`Engine::get`]; [`StorageError::NewerSchema`], [`StorageError::DamagedRecord`].
    pub async fn get<R: Record>(&self, id: &str) -> Result<Option<Stored<R>>, StorageError> {
        get(&*self.engine, &self.key::<R>(id)).await
    }

    /// Ids and records in the order of ids, at most `limit`, beginning after an id.
    ///
    /// # Errors
    /// As [`get`](Self::get).
    pub async fn list<R: Record>(
        &self,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<(String, Stored<R>)>, StorageError> {
        let range = self.range::<R>();
        page(&*self.engine, after.map_or(range.clone(), |after| range.after(after)), limit).await
    }

    /// All ids and records in the order of ids.
    ///
    /// # Errors
    /// As [`get`](Self::get).
    pub async fn all<R: Record>(&self) -> Result<Vec<(String, Stored<R>)>, StorageError> {
        all(&*self.engine, self.range::<R>()).await
    }

    /// Stores a record, in place of what is there. Returns its version.
    ///
    /// # Errors
    /// See [`Engine::commit`].
    pub async fn put<R: Record>(&self, id: &str, record: &R) -> Result<u64, StorageError> {
        self.change().put(id, record).commit().await
    }

    /// Removes a record, if there is one.
    ///
    /// # Errors
    /// See [`Engine::commit`].
    pub async fn delete<R: Record>(&self, id: &str) -> Result<(), StorageError> {
        self.change().delete::<R>(id).commit().await.map(drop)
    }

    /// Replaces a record by what `make` makes of it. When somebody else changes it meanwhile, `make` runs again.
    ///
    /// # Errors
    /// As [`get`](Self::get) and [`Engine::commit`]; [`StorageError::Conflict`] after a hundred lost races.
    pub async fn update<R, F>(&self, id: &str, mut make: F) -> Result<Stored<R>, StorageError>
    where
        R: Record,
        F: FnMut(Option<R>) -> R + Send,
    {
        let mut races = 0;
        loop {
            let old = self.get::<R>(id).await?;
            let change = self.change().unchanged::<R>(id, old.as_ref().map(|old| old.version));
            let record = make(old.map(|old| old.record));
            match change.put(id, &record).commit().await {
                Err(StorageError::Conflict { .. }) if races < LOST_RACES => races += 1,
                result => return result.map(|version| Stored { record, version }),
            }
        }
    }

    /// Begins a change of several records that happens whole or not at all.
    pub fn change(&self) -> Change {
        let team = self.team_version.map(|version| (Key::installation(Team::SECTION, self.id.as_str()), version));
        Change::new(Arc::clone(&self.engine), Owner::Team(self.id.clone()), team)
    }

    fn key<R: Record>(&self, id: &str) -> Key {
        Key::of(&self.id, R::SECTION, id)
    }

    fn range<R: Record>(&self) -> KeyRange {
        KeyRange::of(&self.id, R::SECTION)
    }
}

/// The records that belong to no team: which team a place belongs to, what arrived and is not answered yet.
#[derive(Clone)]
pub struct InstallationStore {
    engine: Arc<dyn Engine>,
}

impl InstallationStore {
    /// A record, if there is one.
    ///
    /// # Errors
    /// As [`TeamStore::get`].
    pub async fn get<R: Record>(&self, id: &str) -> Result<Option<Stored<R>>, StorageError> {
        get(&*self.engine, &Owner::Installation.key(R::SECTION, id)).await
    }

    /// All ids and records in the order of ids.
    ///
    /// # Errors
    /// As [`TeamStore::get`].
    pub async fn all<R: Record>(&self) -> Result<Vec<(String, Stored<R>)>, StorageError> {
        all(&*self.engine, Owner::Installation.range(R::SECTION)).await
    }

    /// Ids and records in the order of ids, at most `limit`, beginning after an id.
    ///
    /// # Errors
    /// As [`TeamStore::get`].
    pub async fn list<R: Record>(
        &self,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<(String, Stored<R>)>, StorageError> {
        let range = Owner::Installation.range(R::SECTION);
        page(&*self.engine, after.map_or(range.clone(), |after| range.after(after)), limit).await
    }

    /// Begins a change of several records that happens whole or not at all.
    pub fn change(&self) -> Change {
        Change::new(Arc::clone(&self.engine), Owner::Installation, None)
    }
}

pub(crate) async fn get<R: Record>(engine: &dyn Engine, key: &Key) -> Result<Option<Stored<R>>, StorageError> {
    match engine.get(key).await? {
        Some(found) => Ok(Some(Stored { record: decode(key, &found.value)?, version: found.version })),
        None => Ok(None),
    }
}

async fn page<R: Record>(
    engine: &dyn Engine,
    range: KeyRange,
    limit: usize,
) -> Result<Vec<(String, Stored<R>)>, StorageError> {
    let found = engine.scan(range, limit).await?;
    found
        .into_iter()
        .map(|(key, found)| {
            Ok((key.id().to_owned(), Stored { record: decode(&key, &found.value)?, version: found.version }))
        })
        .collect()
}

async fn all<R: Record>(engine: &dyn Engine, mut range: KeyRange) -> Result<Vec<(String, Stored<R>)>, StorageError> {
    let mut all: Vec<(String, Stored<R>)> = Vec::new();
    loop {
        let found = page(engine, range.clone(), PAGE).await?;
        let complete = found.len() < PAGE;
        all.extend(found);
        match all.last() {
            Some((id, _)) if !complete => range = range.after(id),
            _ => return Ok(all),
        }
    }
}
