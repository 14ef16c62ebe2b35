//! What happens to places, kept: a place that the bot was removed from, and one that has another id now.

use async_trait::async_trait;
use copydesk_adapters::{Place, Places};
use copydesk_storage::{PlaceOfTeam, Removal, RemovalReason, StorageError, Store};
use jiff::Timestamp;

use crate::{places, talk};

/// [`Places`] over the storage.
pub struct StoredPlaces {
    store: Store,
    clock: fn() -> Timestamp,
}

impl StoredPlaces {
    /// Places kept in `store`.
    pub fn new(store: Store) -> Self {
        Self { store, clock: Timestamp::now }
    }

    /// Notes since when the bot is out of a place, or that it is in it. A place that nobody has spoken in is not known,
    /// and nothing is stored of it.
    async fn set_left(&self, place: &Place, left: Option<Timestamp>) -> Result<(), StorageError> {
        let key = places::key(place);
        loop {
            let Some(known) = self.store.installation().get::<PlaceOfTeam>(&key).await? else { return Ok(()) };
            // A second word of the same does not start the clock anew.
            if known.record.left.is_some() == left.is_some() {
                return Ok(());
            }
            let change = self.store.installation().change().unchanged::<PlaceOfTeam>(&key, Some(known.version));
            match change.put(&key, &PlaceOfTeam { left, ..known.record }).commit().await {
                Err(StorageError::Conflict { .. }) => {}
                done => return done.map(drop),
            }
        }
    }

    /// The new place takes over what is stored of the old one, in one commit. If somebody spoke in it before this was
    /// known, the team that was made for it is to be removed.
    async fn take_over(&self, old: &Place, new: &Place) -> Result<(), StorageError> {
        let (old_key, new_key) = (places::key(old), places::key(new));
        let installation = self.store.installation();
        loop {
            let Some(known) = installation.get::<PlaceOfTeam>(&old_key).await? else { return Ok(()) };
            let there = installation.get::<PlaceOfTeam>(&new_key).await?;
            let name = if new.name.is_empty() { known.record.name.clone() } else { new.name.clone() };
            let team = known.record.team.clone();
            let mut change = installation
                .change()
                .unchanged::<PlaceOfTeam>(&old_key, Some(known.version))
                .unchanged::<PlaceOfTeam>(&new_key, there.as_ref().map(|there| there.version))
                .delete::<PlaceOfTeam>(&old_key)
                .put(&new_key, &PlaceOfTeam { name, left: None, ..known.record });
            if let Some(there) = there.filter(|there| there.record.team != team)
                && places::is_left_behind(&self.store, &new_key, &there.record.team).await?
            {
                let removal = Removal { due: (self.clock)(), reason: RemovalReason::LeftBehind };
                change = change.put(there.record.team.as_str(), &removal);
            }
            match change.commit().await {
                Err(StorageError::Conflict { .. }) => {}
                done => return done.map(drop),
            }
        }
    }
}

/// What is remembered of a talk holds in the channel where it goes on, unless people have talked there already.
async fn continue_in(store: &Store, place: &Place, from: &str, to: &str) -> Result<(), StorageError> {
    let known = store.installation().get::<PlaceOfTeam>(&places::key(place)).await?;
    let Some(team) = known.map(|known| known.record.team) else { return Ok(()) };
    let Some(team) = store.find_team(&team).await? else { return Ok(()) };
    let records = store.team(&team.record.id).only_while(team.version);
    talk::continue_in(&records, from, to).await
}

fn log(done: Result<(), StorageError>, place: &Place) {
    if let Err(error) = done {
        tracing::error!(place.platform = place.platform, place.id, %error, "what happened to a place was not stored");
    }
}

#[async_trait]
impl Places for StoredPlaces {
    async fn joined(&self, place: &Place) {
        log(self.set_left(place, None).await, place);
    }

    async fn left(&self, place: &Place) {
        log(self.set_left(place, Some((self.clock)())).await, place);
    }

    async fn moved(&self, old: &Place, new: &Place) {
        log(self.take_over(old, new).await, new);
    }

    async fn continued(&self, place: &Place, from: &str, to: &str) {
        log(continue_in(&self.store, place, from, to).await, place);
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed test may panic")]

    use std::sync::Arc;

    use copydesk_storage::{Preferences, SledEngine, TeamId};
    use jiff::SignedDuration;
    use tempfile::TempDir;

    use super::*;
    use crate::sweep::Sweep;

    const DAY: SignedDuration = SignedDuration::from_hours(24);

    fn start() -> Timestamp {
        Timestamp::UNIX_EPOCH
    }

    fn place(id: &str) -> Place {
        Place { platform: "telegram", id: id.into(), name: format!("Group {id}") }
    }

    fn opened() -> (StoredPlaces, TempDir) {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::new(Arc::new(SledEngine::open(dir.path()).unwrap()));
        (StoredPlaces { store, clock: start }, dir)
    }

    /// Somebody speaks in a place, and sets the team's brand; returns the team.
    async fn speak(store: &Store, place: &Place, brand: &str) -> TeamId {
        let id = places::team(store, place, start()).await.unwrap().unwrap().record.id;
        let preferences = Preferences { brand: brand.into(), ..Preferences::default() };
        store.team(&id).put(Preferences::ID, &preferences).await.unwrap();
        id
    }

    async fn brand(store: &Store, team: &TeamId) -> Option<String> {
        let preferences = store.team(team).get::<Preferences>(Preferences::ID).await.unwrap();
        preferences.map(|stored| stored.record.brand)
    }

    #[tokio::test]
    async fn a_team_is_removed_thirty_days_after_its_last_place_was_left_and_not_if_the_bot_came_back() {
        let (kept, _dir) = opened();
        let store = kept.store.clone();
        let (gone, back, spoken) = (place("1"), place("2"), place("3"));
        let mut teams = Vec::new();
        for place in [&gone, &back, &spoken] {
            teams.push(speak(&store, place, "Oats").await);
            kept.left(place).await;
        }
        kept.joined(&back).await;
        // A word from a place says as much.
        places::team(&store, &spoken, start()).await.unwrap();

        let sweep = Sweep::new(store.clone(), DAY * 30);
        sweep.once(start() + DAY * 29).await;
        assert_eq!(brand(&store, &teams[0]).await.as_deref(), Some("Oats"));
        sweep.once(start() + DAY * 30).await;
        assert_eq!(brand(&store, &teams[0]).await, None);
        assert_eq!(store.find_team(&teams[0]).await.unwrap(), None);
        assert_eq!(brand(&store, &teams[1]).await.as_deref(), Some("Oats"));
        assert_eq!(brand(&store, &teams[2]).await.as_deref(), Some("Oats"));
    }

    #[tokio::test]
    async fn a_place_with_another_id_keeps_its_team_and_what_was_made_for_the_new_id_goes() {
        let (kept, _dir) = opened();
        let store = kept.store.clone();
        let (old, new) = (place("-1"), place("-1001"));
        let team = speak(&store, &old, "Oats").await;
        let early = speak(&store, &new, "Early").await;
        kept.moved(&old, &new).await;

        assert_eq!(places::team(&store, &new, start()).await.unwrap().unwrap().record.id, team);
        assert_eq!(brand(&store, &team).await.as_deref(), Some("Oats"));
        assert_eq!(store.installation().get::<PlaceOfTeam>("telegram:-1").await.unwrap(), None);
        Sweep::new(store.clone(), DAY).once(start()).await;
        assert_eq!(brand(&store, &early).await, None);
        assert_eq!(brand(&store, &team).await.as_deref(), Some("Oats"));
        // Of a place that is not known, nothing is kept.
        kept.moved(&place("9"), &place("10")).await;
        kept.left(&place("9")).await;
        assert_eq!(store.installation().all::<PlaceOfTeam>().await.unwrap().len(), 1);
    }
}
