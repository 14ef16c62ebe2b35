//! Past posts with their numbers.

use std::collections::BTreeMap;

use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::Change;
use crate::store::LOST_RACES;
use crate::{PostVector, Record, Section, StorageError, Stored, TeamStore, UpgradeError};

/// One past post with its numbers. What nobody measured or said is missing, never 0.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Post {
    /// Where it was posted; empty if nothing says.
    pub platform: String,
    /// The post.
    pub text: String,
    /// What it was about; may be empty.
    pub topic: String,
    /// Its hashtags, without '#'.
    pub hashtags: Vec<String>,
    /// The day it was posted.
    pub date: Option<Date>,
    /// The time of that day, where it was posted from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<Time>,
    /// How often it was shown.
    pub impressions: Option<u64>,
    /// How many people it was shown to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reach: Option<u64>,
    /// How often it was read or played.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub views: Option<u64>,
    /// Likes and other reactions.
    pub likes: Option<u64>,
    /// Comments.
    pub comments: Option<u64>,
    /// Shares.
    pub shares: Option<u64>,
    /// Saves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub saves: Option<u64>,
    /// Clicks.
    pub clicks: Option<u64>,
    /// Clicks ÷ impressions as the platform says, in millionths.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub click_rate_ppm: Option<u32>,
    /// Engagement ÷ impressions as the platform says, in millionths.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub engagement_rate_ppm: Option<u32>,
    /// The platform's own id of it; empty if unknown.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub post_id: String,
    /// Its address; empty if unknown.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub link: String,
    /// Labels that somebody gave it. What nobody gave is found by rules when it is shown.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub labels: BTreeMap<LabelKind, GivenLabel>,
    /// What the file's columns said that have no place of their own here, by the column's name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub columns: BTreeMap<String, String>,
    /// The file that it came from; empty if it came from none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
}

/// What a label says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LabelKind {
    /// The language, as a code.
    Language,
    /// How it sounds.
    Sentiment,
    /// What it is about; its value stands in [`Post::topic`].
    Topic,
    /// Its kind: image, video, carousel.
    Format,
    /// Its angle.
    Hook,
    /// Whom it was for.
    Segment,
}

/// A label that somebody gave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GivenLabel {
    /// What it says.
    pub value: String,
    /// Who gave it.
    pub by: LabelSource,
    /// What the file said that a person corrected; it holds again once the correction is taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
}

/// Who gave a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LabelSource {
    /// A column of the file that the post came from.
    File,
    /// A person, in the chat. No import changes it.
    Person,
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

    /// The number that people mean by "C-031", "c31", "#C-031" or "31".
    #[must_use]
    pub fn number_of(id: &str) -> Option<u32> {
        let id = id.trim().trim_start_matches('#').to_ascii_lowercase();
        let digits = id.strip_prefix('c').unwrap_or(&id).trim_start_matches('-');
        digits.parse().ok().filter(|number| *number > 0)
    }

    /// Its id in the store, which keeps the order of numbers.
    #[must_use]
    pub fn record_id(number: u32) -> String {
        format!("{number:08}")
    }
}

impl Record for Campaign {
    const SECTION: Section = Section::Campaigns;
    const VERSION: u16 = 2;

    /// Version 2: the date may be missing, and what a platform's export says beside the numbers of version 1 has a place.
    fn upgrade(from: u16, value: Value) -> Result<Value, UpgradeError> {
        if from == 1 { Ok(value) } else { Err(UpgradeError::new(format!("version {from} can't be upgraded"))) }
    }
}

/// Written with every change of a team's campaigns: what was computed from them is good for as long as its version is
/// the same.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct CampaignsChanged {}

impl CampaignsChanged {
    const ID: &str = "campaigns-changed";
}

impl Record for CampaignsChanged {
    const SECTION: Section = Section::Counters;
    const VERSION: u16 = 1;
}

/// What becomes of a campaign.
enum Step {
    Keep,
    Put,
    Delete,
}

/// How many campaigns are changed in one commit.
const COMMITTED: usize = 500;

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

impl Change {
    /// Writes a campaign, and that the team's campaigns changed.
    pub fn put_campaign(self, campaign: &Campaign) -> Self {
        self.put(&Campaign::record_id(campaign.number), campaign).put(CampaignsChanged::ID, &CampaignsChanged {})
    }
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
                .put(LastNumber::CAMPAIGNS, &LastNumber { number: newest.number })
                .put(CampaignsChanged::ID, &CampaignsChanged {});
            let change = campaigns
                .iter()
                .fold(change, |change, campaign| change.put(&Campaign::record_id(campaign.number), campaign));
            match change.commit().await {
                Err(StorageError::Conflict { .. }) if races < LOST_RACES => races += 1,
                result => return result.map(|_| campaigns),
            }
        }
    }

    /// What tells one state of the team's campaigns from the next; `None` if there never was one.
    ///
    /// # Errors
    /// As [`get`](Self::get).
    pub async fn campaigns_version(&self) -> Result<Option<u64>, StorageError> {
        Ok(self.get::<CampaignsChanged>(CampaignsChanged::ID).await?.map(|stored| stored.version))
    }

    /// Changes campaigns by their numbers, where `edit` says that it changed something. Returns how many it were.
    ///
    /// # Errors
    /// See [`update`](Self::update). What was committed before the error stays changed.
    pub async fn edit_campaigns(
        &self,
        numbers: &[u32],
        edit: impl Fn(u32, &mut Post) -> bool + Send + Sync,
    ) -> Result<usize, StorageError> {
        let step = |campaign: &mut Campaign| {
            if edit(campaign.number, &mut campaign.post) { Step::Put } else { Step::Keep }
        };
        self.in_commits(numbers, step).await
    }

    /// Removes campaigns. Returns how many there were.
    ///
    /// # Errors
    /// See [`update`](Self::update). What was committed before the error stays removed.
    pub async fn delete_campaigns(&self, numbers: &[u32]) -> Result<usize, StorageError> {
        self.in_commits(numbers, |_| Step::Delete).await
    }

    async fn in_commits(
        &self,
        numbers: &[u32],
        step: impl Fn(&mut Campaign) -> Step + Send + Sync,
    ) -> Result<usize, StorageError> {
        let mut done = 0;
        for numbers in numbers.chunks(COMMITTED) {
            let mut races = 0;
            done += loop {
                let (mut change, mut count) = (self.change().put(CampaignsChanged::ID, &CampaignsChanged {}), 0);
                for number in numbers {
                    let id = Campaign::record_id(*number);
                    let Some(Stored { mut record, version }) = self.get::<Campaign>(&id).await? else { continue };
                    let changed = match step(&mut record) {
                        Step::Keep => continue,
                        Step::Put => change.put(&id, &record),
                        Step::Delete => change.delete::<Campaign>(&id).delete::<PostVector>(&id),
                    };
                    change = changed.unchanged::<Campaign>(&id, Some(version));
                    count += 1;
                }
                if count == 0 {
                    break 0;
                }
                match change.commit().await {
                    Err(StorageError::Conflict { .. }) if races < LOST_RACES => races += 1,
                    result => {
                        result?;
                        break count;
                    }
                }
            };
        }
        Ok(done)
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
    fn the_stored_form_is_this() -> Result<(), serde_json::Error> {
        insta::assert_snapshot!(
            serde_json::to_string(&Campaign { number: 7, post: Post { likes: Some(3), ..Post::default() } })?,
            @r#"{"number":7,"platform":"","text":"","topic":"","hashtags":[],"date":null,"impressions":null,"likes":3,"comments":null,"shares":null,"clicks":null}"#
        );
        Ok(())
    }

    #[test]
    fn a_campaign_of_version_1_is_read() {
        let key = crate::Key::installation(Section::Campaigns, "00000007");
        let old = br#"{"number":7,"platform":"x","text":"Oats","topic":"","hashtags":[],"date":"2026-03-01","impressions":null,"likes":3,"comments":null,"shares":null,"clicks":null}"#;
        let read: Campaign = crate::record::decode(&key, &[b"\0\x01", &old[..]].concat()).expect("it is upgraded");
        assert_eq!((read.number, read.post.likes, read.post.reach), (7, Some(3), None));
        assert_eq!(read.post.date, Some(jiff::civil::date(2026, 3, 1)));
    }

    #[test]
    fn a_campaign_is_named_in_several_ways() {
        for name in ["C-031", "c-31", "#C-031", "31", " C31 "] {
            assert_eq!(Campaign::number_of(name), Some(31), "{name}");
        }
        for name in ["", "C-", "C-0", "oat", "C-x"] {
            assert_eq!(Campaign::number_of(name), None, "{name}");
        }
    }

    proptest! {
        #[test]
        fn record_ids_are_in_the_order_of_numbers(one in 0..100_000_000_u32, other in 0..100_000_000_u32) {
            prop_assert_eq!(Campaign::record_id(one).cmp(&Campaign::record_id(other)), one.cmp(&other));
        }
    }
}
