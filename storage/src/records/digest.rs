//! Digests: what a team follows, and what was found there.

use jiff::Timestamp;
use jiff::civil::Time;
use serde::{Deserialize, Serialize};

use super::campaign::LastNumber;
use super::occurrence::DigestTime;
use crate::store::LOST_RACES;
use crate::{Record, Section, StorageError, TeamStore};

/// What a team follows, when it hears of it, and where.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Digest {
    /// Counts from 1 in each team; never given twice.
    pub number: u32,
    /// What people call it.
    pub name: String,
    /// Where items come from.
    pub sources: Vec<DigestSource>,
    /// What the team wants to know of, even when it is quiet.
    pub topics: Vec<String>,
    /// A cron line of five fields.
    pub schedule: String,
    /// The IANA name of the time zone that the schedule is in.
    pub zone: String,
    /// Where it is posted.
    pub channel: PostChannel,
    /// Where people are told when it could not be posted.
    pub admin_channel: PostChannel,
    /// Trends, at most.
    pub count: u8,
    /// The language's code.
    pub language: String,
    /// Nothing is posted from the first time to the second.
    pub quiet: Option<(Time, Time)>,
    /// How the model is to write; may be empty.
    pub tone: String,
    /// Which items are left out.
    pub filter: DigestFilter,
    /// Nothing is due while it is.
    pub paused: bool,
    /// When it was made.
    pub created: Timestamp,
    /// What was due up to then has its occurrence.
    pub claimed_until: Timestamp,
}

/// Where a digest's items come from.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct DigestSource {
    /// The address of a feed or page.
    pub url: String,
    /// The CSS selector of a page's list; `None` for a feed.
    pub selector: Option<String>,
}

/// Which items a digest leaves out; an empty field leaves out nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DigestFilter {
    /// Only items with one of these.
    pub include: Vec<String>,
    /// No items with one of these.
    pub exclude: Vec<String>,
    /// Only items that this regular expression matches.
    pub pattern: String,
    /// Only items in these languages, by code.
    pub languages: Vec<String>,
    /// No items from these hosts.
    pub hosts: Vec<String>,
    /// A trend needs as many sources.
    pub minimum_sources: u8,
}

/// A channel, as adapters name it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostChannel {
    /// Such as `discord`.
    pub platform: String,
    /// The platform's id of the place.
    pub place: String,
    /// The platform's id of the channel in it.
    pub id: String,
}

impl Digest {
    /// What people call it: "D-3".
    #[must_use]
    pub fn id(&self) -> String {
        format!("D-{}", self.number)
    }

    /// Its id in the store, which keeps the order of numbers.
    #[must_use]
    pub fn record_id(number: u32) -> String {
        format!("{number:08}")
    }
}

impl Record for Digest {
    const SECTION: Section = Section::Digests;
    const VERSION: u16 = 1;
}

/// What is known of a source, by its address; the id is a hash of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceState {
    /// Its address.
    pub url: String,
    /// What it calls itself.
    pub title: String,
    /// The entity tag of the last answer.
    pub etag: Option<String>,
    /// `Last-Modified` of the last answer.
    pub last_modified: Option<String>,
    /// Failures in a row.
    pub failures: u32,
    /// When the failures began.
    pub failing_since: Option<Timestamp>,
    /// It is not asked before.
    pub next_try: Option<Timestamp>,
    /// It said that it is gone for good, then.
    pub retired: Option<Timestamp>,
    /// Why it failed last, in English.
    pub problem: String,
    /// The same in Chinese.
    pub problem_chinese: String,
}

impl Record for SourceState {
    const SECTION: Section = Section::Sources;
    const VERSION: u16 = 1;
}

/// An item of a source. The id is `source/fingerprint`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceItem {
    /// Its headline.
    pub title: String,
    /// Where it is.
    pub link: Option<String>,
    /// Its text.
    pub text: String,
    /// When it was published, sanely.
    pub at: Timestamp,
    /// When it was first seen.
    pub seen: Timestamp,
}

impl Record for SourceItem {
    const SECTION: Section = Section::SourceItems;
    const VERSION: u16 = 1;
}

/// Topics that a team wants more of, or nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TopicWishes {
    /// Left out of every digest.
    pub muted: Vec<String>,
    /// First in every digest.
    pub wanted: Vec<String>,
}

impl TopicWishes {
    /// A team's only one.
    pub const ID: &str = "wishes";
}

/// Where a team's admins are told what went wrong without anybody watching.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdminChannel {
    /// The channel.
    pub channel: PostChannel,
}

impl AdminChannel {
    /// A team's only one.
    pub const ID: &str = "admins";
}

impl Record for AdminChannel {
    const SECTION: Section = Section::AdminChannels;
    const VERSION: u16 = 1;
}

/// A digest that somebody is being asked about. The id is the person's and the channel's, apart by a space.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DigestQuestions {
    /// The questions that have their answers, by name, and these, the last last; empty for what was left as it is.
    pub answers: Vec<(String, String)>,
    /// The code of the language that is asked in.
    pub language: String,
    /// When the last answer came.
    pub since: Timestamp,
}

impl Record for DigestQuestions {
    const SECTION: Section = Section::DigestQuestions;
    const VERSION: u16 = 1;
}

impl Record for TopicWishes {
    const SECTION: Section = Section::TopicWishes;
    const VERSION: u16 = 1;
}

impl TeamStore {
    /// Stores a digest under the next number; it is due `next`.
    ///
    /// # Errors
    /// See [`update`](Self::update).
    pub async fn add_digest(&self, digest: Digest, next: Option<Timestamp>) -> Result<Digest, StorageError> {
        let mut races = 0;
        loop {
            let last = self.get::<LastNumber>(LastNumber::DIGESTS).await?;
            let number = last.as_ref().map_or(1, |last| last.record.number + 1);
            let digest = Digest { number, ..digest.clone() };
            let change = self
                .change()
                .unchanged::<LastNumber>(LastNumber::DIGESTS, last.map(|last| last.version))
                .put(LastNumber::DIGESTS, &LastNumber { number })
                .put(&Digest::record_id(number), &digest);
            let change = match next {
                Some(next) => change.look_at(next, &DigestTime::of_digest(self.id(), number)),
                None => change,
            };
            match change.commit().await {
                Err(StorageError::Conflict { .. }) if races < LOST_RACES => races += 1,
                result => return result.map(|_| digest),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stored_form_is_this() -> Result<(), serde_json::Error> {
        insta::assert_snapshot!(serde_json::to_string(&Digest::default())?, @r#"{"number":0,"name":"","sources":[],"topics":[],"schedule":"","zone":"","channel":{"platform":"","place":"","id":""},"admin_channel":{"platform":"","place":"","id":""},"count":0,"language":"","quiet":null,"tone":"","filter":{"include":[],"exclude":[],"pattern":"","languages":[],"hosts":[],"minimum_sources":0},"paused":false,"created":"1970-01-01T00:00:00Z","claimed_until":"1970-01-01T00:00:00Z"}"#);
        Ok(())
    }
}
