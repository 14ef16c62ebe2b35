//! Past posts with their numbers.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::store::LOST_RACES;
use crate::{Record, Section, StorageError, TeamStore};

/// One past post with its numbers. A number that nobody measured is missing, never 0.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Post {
    /// Where it was posted.
    pub platform: String,
    /// The post.
    pub text: String,
    /// What it was about; may be empty.
    pub topic: String,
    /// Its hashtags, without '#'.
    pub hashtags: Vec<String>,
    /// The day it was posted.
    pub date: Date,
    /// How often it was shown.
    pub impressions: Option<u64>,
    /// Likes.
    pub likes: Option<u64>,
    /// Comments.
    pub comments: Option<u64>,
    /// Shares.
    pub shares: Option<u64>,
    /// Clicks.
    pub clicks: Option<u64>,
}

/// A [`Post`] under its team's number.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Campaign {
    /// Counts from 1 in each team; never given twice.
    pub number: u32,
    /// What was posted, and how it did.
    #[serde(flatten)]
    pub post: Post,
}

impl Campaign {
    /// What people call it: "C-031".
    #[must_use]
    pub fn id(&self) -> String {
        format!("C-{:03}", self.number)
    }

    /// Its id in the store, which keeps the order of numbers.
    #[must_use]
    pub fn record_id(number: u32) -> String {
        format!("{number:08}")
    }

    /// Likes, comments and shares together, as far as they are known; `None` if none of them is.
    #[must_use]
    pub fn engagement(&self) -> Option<u64> {
        [self.post.likes, self.post.comments, self.post.shares].into_iter().flatten().reduce(u64::saturating_add)
    }
}

impl Record for Campaign {
    const SECTION: Section = Section::Campaigns;
    const VERSION: u16 = 1;
}

/// The last number given.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(super) struct LastNumber {
    pub(super) number: u32,
}

impl LastNumber {
    pub(super) const CAMPAIGNS: &str = "campaigns";
    pub(super) const DIGESTS: &str = "digests";
}

impl Record for LastNumber {
    const SECTION: Section = Section::Counters;
    const VERSION: u16 = 1;
}

impl TeamStore {
    /// Stores a campaign under the next number.
    ///
    /// # Errors
    /// As [`add_campaigns`](Self::add_campaigns).
    pub async fn add_campaign(&self, post: Post) -> Result<Campaign, StorageError> {
        let mut added = self.add_campaigns(vec![post]).await?;
        added.pop().ok_or_else(|| StorageError::Other("a campaign was stored without a number".to_owned()))
    }

    /// Stores campaigns under the next numbers, in order: all of them or none.
    ///
    /// # Errors
    /// See [`update`](Self::update).
    pub async fn add_campaigns(&self, posts: Vec<Post>) -> Result<Vec<Campaign>, StorageError> {
        let mut races = 0;
        loop {
            let last = self.get::<LastNumber>(LastNumber::CAMPAIGNS).await?;
            let first = last.as_ref().map_or(1, |last| last.record.number + 1);
            let campaigns: Vec<_> =
                posts.iter().cloned().zip(first..).map(|(post, number)| Campaign { number, post }).collect();
            let Some(newest) = campaigns.last() else { return Ok(campaigns) };
            let change = self
                .change()
                .unchanged::<LastNumber>(LastNumber::CAMPAIGNS, last.map(|last| last.version))
                .put(LastNumber::CAMPAIGNS, &LastNumber { number: newest.number });
            let change = campaigns
                .iter()
                .fold(change, |change, campaign| change.put(&Campaign::record_id(campaign.number), campaign));
            match change.commit().await {
                Err(StorageError::Conflict { .. }) if races < LOST_RACES => races += 1,
                result => return result.map(|_| campaigns),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_id_has_three_digits_or_more() {
        let id = |number| Campaign { number, ..Campaign::default() }.id();
        assert_eq!([id(1), id(31), id(999), id(1000)], ["C-001", "C-031", "C-999", "C-1000"]);
    }

    #[test]
    fn engagement_is_missing_only_if_all_its_parts_are() {
        let campaign =
            |likes, comments, shares| Campaign { number: 1, post: Post { likes, comments, shares, ..Post::default() } };
        assert_eq!(campaign(None, None, None).engagement(), None);
        assert_eq!(campaign(Some(0), None, None).engagement(), Some(0));
        assert_eq!(campaign(Some(3), None, Some(4)).engagement(), Some(7));
        assert_eq!(campaign(Some(1), Some(2), Some(3)).engagement(), Some(6));
    }

    #[test]
    fn the_stored_form_is_this() -> Result<(), serde_json::Error> {
        insta::assert_snapshot!(
            serde_json::to_string(&Campaign { number: 7, post: Post { likes: Some(3), ..Post::default() } })?,
            @r#"{"number":7,"platform":"","text":"","topic":"","hashtags":[],"date":"0000-01-01","impressions":null,"likes":3,"comments":null,"shares":null,"clicks":null}"#
        );
        Ok(())
    }

    proptest! {
        #[test]
        fn record_ids_are_in_the_order_of_numbers(one in 0..100_000_000_u32, other in 0..100_000_000_u32) {
            prop_assert_eq!(Campaign::record_id(one).cmp(&Campaign::record_id(other)), one.cmp(&other));
        }
    }
}
