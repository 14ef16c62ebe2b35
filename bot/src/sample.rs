//! The sample team: a made-up café brand, with which everything can be tried.

use copydesk_storage::{Campaign, Post, Preferences, StorageError, Store, Team, TeamId};
use jiff::Timestamp;
use serde::Deserialize;

/// The sample team's records.
#[derive(Debug, Clone)]
pub struct Sample {
    /// Its id.
    pub id: TeamId,
    /// Its name.
    pub name: String,
    /// How it wants to sound.
    pub preferences: Preferences,
    /// Its past posts, the oldest first.
    pub campaigns: Vec<Post>,
}

#[derive(Deserialize)]
struct File {
    id: TeamId,
    name: String,
    preferences: Preferences,
    campaigns: Vec<Post>,
}

/// The sample team "Morning Barn".
pub fn sample_team() -> Sample {
    let file: File =
        serde_json::from_str(include_str!("sample/morning-barn.json")).expect("the sample is compiled in and tested");
    let hashtag = |tag: String| tag.trim_start_matches('#').to_string();
    let mut preferences = file.preferences;
    preferences.hashtags = preferences.hashtags.into_iter().map(hashtag).collect();
    let mut campaigns = file.campaigns;
    for post in &mut campaigns {
        post.hashtags = std::mem::take(&mut post.hashtags).into_iter().map(hashtag).collect();
    }
    Sample { id: file.id, name: file.name, preferences, campaigns }
}

impl Sample {
    /// Stores the team, unless it is there already.
    ///
    /// # Errors
    /// See [`StorageError`].
    pub async fn store(self, store: &Store, now: Timestamp) -> Result<(), StorageError> {
        if store.find_team(&self.id).await?.is_some() {
            return Ok(());
        }
        let records = store.team(&self.id);
        // The team itself comes last: a crash in between leaves no half sample behind that counts as whole.
        records.put(Preferences::ID, &self.preferences).await?;
        if records.list::<Campaign>(None, 1).await?.is_empty() {
            records.add_campaigns(self.campaigns).await?;
        }
        store.create_team(Team { id: self.id, name: self.name, sample: true, created: now }).await?;
        Ok(())
    }

    /// The past posts with the numbers that they get.
    pub fn numbered(self) -> Vec<Campaign> {
        (1..).zip(self.campaigns).map(|(number, post)| Campaign { number, post }).collect()
    }
}

#[cfg(test)]
mod tests {
    use copydesk_analysis::Platform;

    use super::sample_team;

    #[test]
    fn the_sample_has_forty_posts_in_order_on_known_platforms() {
        let sample = sample_team();
        assert_eq!(sample.campaigns.len(), 40);
        assert!(sample.campaigns.is_sorted_by_key(|campaign| campaign.date));
        assert!(sample.campaigns.iter().all(|campaign| Platform::from_name(&campaign.platform).is_some()));
        assert_eq!(sample.preferences.brand, "Morning Barn");
    }
}
