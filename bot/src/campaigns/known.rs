//! What is known of teams, kept in memory while nothing of it changes, within a bound.

use std::sync::{Arc, Mutex, PoisonError};

use copydesk_storage::{
    AngleTally, ModelInForce, Preferences, RefusalReasons, StorageError, TeamId, TeamStore, WordRule,
};

use crate::knowledge::Knowledge;

/// The most that is kept, in bytes: the teams of a busy server with some ten thousand posts each. The team that was asked for last
/// stays in any case: to make what is known of it anew for each request would take as much memory, and a while.
const MOST_BYTES: usize = 128 << 20;

/// The versions of the records that knowledge was made from. Versions only grow, also over the life of a team.
#[derive(PartialEq)]
struct Versions {
    campaigns: Option<u64>,
    /// Of the preferences, the rules for words, what people did with ideas and said of them, and which learned models are in
    /// force.
    others: Vec<u64>,
}

impl Versions {
    async fn of(records: &TeamStore) -> Result<Self, StorageError> {
        let campaigns = records.campaigns_version().await?;
        let preferences = records.get::<Preferences>(Preferences::ID).await?.map(|stored| stored.version);
        let (rules, tallies) = (records.all::<WordRule>().await?, records.all::<AngleTally>().await?);
        let refused = records.get::<RefusalReasons>(RefusalReasons::ID).await?.map(|stored| stored.version);
        let rules = rules.into_iter().map(|(_, rule)| rule.version);
        let tallies = tallies.into_iter().map(|(_, tally)| tally.version);
        let models = records.all::<ModelInForce>().await?.into_iter().map(|(_, model)| model.version);
        let others = preferences.into_iter().chain(rules).chain(tallies).chain(refused).chain(models);
        Ok(Self { campaigns, others: others.collect() })
    }
}

struct Entry {
    team: TeamId,
    versions: Versions,
    knowledge: Arc<Knowledge>,
    bytes: usize,
}

/// What is known of teams, the least lately used first.
pub struct KnownTeams {
    entries: Mutex<Vec<Entry>>,
    most: usize,
}

impl Default for KnownTeams {
    fn default() -> Self {
        Self { entries: Mutex::default(), most: MOST_BYTES }
    }
}

impl KnownTeams {
    /// What is known of the team of these records, as they are now.
    ///
    /// # Errors
    /// What the storage says.
    pub async fn of(&self, records: &TeamStore) -> Result<Arc<Knowledge>, StorageError> {
        let versions = Versions::of(records).await?;
        if let Some(known) = self.kept(records.id(), &versions) {
            return Ok(known);
        }
        // Read after the versions: what changes meanwhile makes the next request read again.
        let knowledge = Arc::new(Knowledge::load(records).await?);
        // A store of an older program has posts and no version of them yet.
        if versions.campaigns.is_some() || knowledge.campaigns.is_empty() {
            self.keep(records.id(), versions, &knowledge);
        }
        Ok(knowledge)
    }

    fn kept(&self, team: &TeamId, versions: &Versions) -> Option<Arc<Knowledge>> {
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        let place = entries.iter().position(|entry| entry.team == *team)?;
        let entry = entries.remove(place);
        let known = (entry.versions == *versions).then(|| Arc::clone(&entry.knowledge))?;
        entries.push(entry);
        Some(known)
    }

    fn keep(&self, team: &TeamId, versions: Versions, knowledge: &Arc<Knowledge>) {
        let bytes = knowledge.bytes();
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        entries.retain(|entry| entry.team != *team);
        entries.push(Entry { team: team.clone(), versions, knowledge: Arc::clone(knowledge), bytes });
        while entries.len() > 1 && entries.iter().map(|entry| entry.bytes).sum::<usize>() > self.most {
            entries.remove(0);
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed test may panic")]

    use copydesk_storage::{Campaign, Post, SledEngine, Store, TeamStore};

    use super::*;

    fn post(text: &str) -> Post {
        Post { text: text.into(), platform: "x".into(), ..Post::default() }
    }

    async fn texts(known: &KnownTeams, records: &TeamStore) -> Vec<String> {
        known.of(records).await.unwrap().campaigns.iter().map(|campaign| campaign.post.text.clone()).collect()
    }

    #[tokio::test]
    async fn what_is_kept_is_the_team_s_own_and_as_it_is_now() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(Arc::new(SledEngine::open(folder.path()).unwrap()));
        let known = KnownTeams::default();
        let (north, south) =
            (store.team(&TeamId::parse("north").unwrap()), store.team(&TeamId::parse("south").unwrap()));
        assert_eq!(texts(&known, &north).await, [""; 0]);
        north.add_campaigns(vec![post("oat"), post("rain")]).await.unwrap();
        assert_eq!(texts(&known, &north).await, ["oat", "rain"]);
        assert!(Arc::ptr_eq(&known.of(&north).await.unwrap(), &known.of(&north).await.unwrap()));
        assert_eq!(texts(&known, &south).await, [""; 0]);
        north
            .edit_campaigns(&[2], |_, post| {
                post.text = "sun".into();
                true
            })
            .await
            .unwrap();
        assert_eq!(texts(&known, &north).await, ["oat", "sun"]);
        assert_eq!(north.delete_campaigns(&[1, 9]).await.unwrap(), 1);
        assert_eq!(texts(&known, &north).await, ["sun"]);
        assert_eq!(north.add_campaign(post("new")).await.unwrap().number, 3);
        let all: Vec<(String, copydesk_storage::Stored<Campaign>)> = north.all().await.unwrap();
        assert_eq!(all.len(), 2);
    }

    #[tokio::test]
    async fn of_teams_that_are_over_the_bound_the_last_one_stays() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(Arc::new(SledEngine::open(folder.path()).unwrap()));
        let known = KnownTeams { most: 1, ..KnownTeams::default() };
        let (north, south) =
            (store.team(&TeamId::parse("north").unwrap()), store.team(&TeamId::parse("south").unwrap()));
        north.add_campaigns(vec![post("oat")]).await.unwrap();
        let first = known.of(&north).await.unwrap();
        assert!(Arc::ptr_eq(&first, &known.of(&north).await.unwrap()));
        known.of(&south).await.unwrap();
        assert!(!Arc::ptr_eq(&first, &known.of(&north).await.unwrap()));
    }
}
