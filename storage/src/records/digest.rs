//! Digests: what a team follows, what was found there, and each time that a digest is due.

use jiff::Timestamp;
use jiff::civil::Time;
use serde::{Deserialize, Serialize};

use super::campaign::LastNumber;
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

impl Record for TopicWishes {
    const SECTION: Section = Section::TopicWishes;
    const VERSION: u16 = 1;
}

/// How far an occurrence has come. Each step is a commit; after a crash the work goes on behind the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OccurrenceState {
    /// Its time has come.
    Due,
    /// Somebody works on it.
    Claimed,
    /// The items are stored.
    Collected,
    /// The message is stored.
    Composed,
    /// The message may be under way.
    Posting,
    /// The message is there.
    Posted,
    /// It will not be there; why is stored.
    Failed,
    /// Nobody can tell whether it is there.
    Uncertain,
}

impl OccurrenceState {
    /// Whether nothing more will be done.
    #[must_use]
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Posted | Self::Failed | Self::Uncertain)
    }
}

/// One time that a digest is due. The id is `digest/due`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Occurrence {
    /// Which digest.
    pub digest: u32,
    /// When it is due.
    pub due: Timestamp,
    /// Somebody asked for it, outside of the schedule.
    pub by_hand: bool,
    /// Occurrences before it that were missed, and that it stands for.
    pub missed: u32,
    /// How far it is.
    pub state: OccurrenceState,
    /// When that began.
    pub since: Timestamp,
    /// Items that it stands on.
    pub items: u32,
    /// The model that wrote; `None` if none did.
    pub model: Option<String>,
    /// The message, as JSON, once it is composed.
    pub message: Option<String>,
    /// When the first attempt to post began.
    pub first_attempt: Option<Timestamp>,
    /// Attempts to post.
    pub attempts: u32,
    /// No attempt before this.
    pub not_before: Option<Timestamp>,
    /// Why the last attempt failed; empty if none did.
    pub problem: String,
    /// Addresses or ids of its messages.
    pub messages: Vec<String>,
    /// An admin was told of a failure.
    pub told: bool,
}

impl Occurrence {
    /// An occurrence whose time has come.
    #[must_use]
    pub fn new(digest: u32, due: Timestamp) -> Self {
        Self {
            digest,
            due,
            by_hand: false,
            missed: 0,
            state: OccurrenceState::Due,
            since: due,
            items: 0,
            model: None,
            message: None,
            first_attempt: None,
            attempts: 0,
            not_before: None,
            problem: String::new(),
            messages: Vec::new(),
            told: false,
        }
    }

    /// Its id in the store, which keeps the order of time within a digest.
    #[must_use]
    pub fn record_id(digest: u32, due: Timestamp) -> String {
        format!("{digest:08}/{:012}", due.as_second())
    }
}

impl Record for Occurrence {
    const SECTION: Section = Section::Occurrences;
    const VERSION: u16 = 1;
}

impl TeamStore {
    /// Stores a digest under the next number.
    ///
    /// # Errors
    /// See [`update`](Self::update).
    pub async fn add_digest(&self, digest: Digest) -> Result<Digest, StorageError> {
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
    fn ids_keep_the_order_of_numbers_and_times() {
        let at = |second| Timestamp::from_second(second).expect("in range");
        assert!(Occurrence::record_id(1, at(999_999_999)) < Occurrence::record_id(1, at(1_000_000_000)));
        assert!(Occurrence::record_id(9, at(1)) < Occurrence::record_id(10, at(0)));
        assert_eq!(Occurrence::record_id(3, at(1_700_000_000)), "00000003/001700000000");
    }

    #[test]
    fn the_stored_form_is_this() -> Result<(), serde_json::Error> {
        let occurrence = Occurrence::new(1, Timestamp::UNIX_EPOCH);
        insta::assert_snapshot!(serde_json::to_string(&occurrence)?, @r#"{"digest":1,"due":"1970-01-01T00:00:00Z","by_hand":false,"missed":0,"state":"due","since":"1970-01-01T00:00:00Z","items":0,"model":null,"message":null,"first_attempt":null,"attempts":0,"not_before":null,"problem":"","messages":[],"told":false}"#);
        insta::assert_snapshot!(serde_json::to_string(&Digest::default())?, @r#"{"number":0,"name":"","sources":[],"topics":[],"schedule":"","zone":"","channel":{"platform":"","place":"","id":""},"admin_channel":{"platform":"","place":"","id":""},"count":0,"language":"","quiet":null,"tone":"","filter":{"include":[],"exclude":[],"pattern":"","languages":[],"hosts":[],"minimum_sources":0},"paused":false,"created":"1970-01-01T00:00:00Z","claimed_until":"1970-01-01T00:00:00Z"}"#);
        Ok(())
    }
}
