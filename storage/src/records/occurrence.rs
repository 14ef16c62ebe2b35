//! Each time that a digest is due: how far it has come, and when it is looked at next.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::digest::Digest;
use crate::{Change, Record, Section, StorageError, Stored, TeamId, TeamStore};

/// Occurrences that are read at once.
const PAGE: usize = 64;

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
    /// Attempts to tell one.
    #[serde(default)]
    pub tell_attempts: u32,
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
            tell_attempts: 0,
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
    /// The occurrences of a digest that were due after a time, in the order of their times.
    ///
    /// # Errors
    /// See [`list`](Self::list).
    pub async fn occurrences(
        &self,
        digest: u32,
        after: Timestamp,
    ) -> Result<Vec<(String, Stored<Occurrence>)>, StorageError> {
        let (mut last, of_digest) = (Occurrence::record_id(digest, after), Digest::record_id(digest));
        let mut found = Vec::new();
        loop {
            let page = self.list::<Occurrence>(Some(&last), PAGE).await?;
            let complete = page.len() < PAGE;
            for (id, stored) in page {
                if !id.starts_with(&of_digest) {
                    return Ok(found);
                }
                last.clone_from(&id);
                found.push((id, stored));
            }
            if complete {
                return Ok(found);
            }
        }
    }
}

/// That a digest, or an occurrence of one, is to be looked at from a time on. It belongs to the installation, and its id
/// begins with the time, so that what is due stands first, whatever there is besides.
///
/// One that is too many costs a look. One that is missing would be a digest that never comes: whoever changes when a digest is due
/// stores it in the same commit ([`Change::look_at`]).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct DigestTime {
    /// Whose digest.
    pub team: TeamId,
    /// Its number.
    pub digest: u32,
    /// The id of the occurrence that is to be worked on; `None` if one is to be made.
    pub occurrence: Option<String>,
}

impl DigestTime {
    /// That a digest is due.
    #[must_use]
    pub fn of_digest(team: &TeamId, digest: u32) -> Self {
        Self { team: team.clone(), digest, occurrence: None }
    }

    /// That an occurrence is to be worked on.
    #[must_use]
    pub fn of_occurrence(team: &TeamId, digest: u32, id: &str) -> Self {
        Self { team: team.clone(), digest, occurrence: Some(id.to_owned()) }
    }

    /// Its id in the store.
    #[must_use]
    pub fn record_id(&self, at: Timestamp) -> String {
        let what = self.occurrence.clone().unwrap_or_else(|| Digest::record_id(self.digest));
        format!("{:012}/{}/{what}", at.as_second().max(0), self.team.as_str())
    }

    /// The time that an id begins with, in whole seconds.
    #[must_use]
    pub fn time_of(id: &str) -> Option<Timestamp> {
        Timestamp::from_second(id.split('/').next()?.parse().ok()?).ok()
    }
}

impl Record for DigestTime {
    const SECTION: Section = Section::DigestTimes;
    const VERSION: u16 = 1;
}

impl Change {
    /// Has a digest or an occurrence looked at from a time on.
    pub fn look_at(self, at: Timestamp, what: &DigestTime) -> Self {
        self.put_of_installation(DigestTime::SECTION, &what.record_id(at), what)
    }

    /// Takes a [`DigestTime`] away, by its id.
    pub fn looked_at(self, id: &str) -> Self {
        self.delete_of_installation(DigestTime::SECTION, id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).expect("in range")
    }

    #[test]
    fn ids_keep_the_order_of_numbers_and_times() {
        assert!(Occurrence::record_id(1, at(999_999_999)) < Occurrence::record_id(1, at(1_000_000_000)));
        assert!(Occurrence::record_id(9, at(1)) < Occurrence::record_id(10, at(0)));
        assert_eq!(Occurrence::record_id(3, at(1_700_000_000)), "00000003/001700000000");
    }

    #[test]
    fn what_is_due_first_stands_first_whoever_it_is_of() {
        let team = |id: &str| TeamId::parse(id).expect("an id");
        let digest = DigestTime::of_digest(&team("zebra"), 9);
        let occurrence = DigestTime::of_occurrence(&team("ape"), 1, "00000001/001700000000");
        assert!(digest.record_id(at(999_999_999)) < occurrence.record_id(at(1_000_000_000)));
        assert_eq!(occurrence.record_id(at(1_700_000_042)), "001700000042/ape/00000001/001700000000");
        assert_eq!(DigestTime::time_of("001700000042/ape/00000001"), Some(at(1_700_000_042)));
    }

    #[test]
    fn the_stored_form_is_this() -> Result<(), serde_json::Error> {
        let occurrence = Occurrence::new(1, Timestamp::UNIX_EPOCH);
        let stored = serde_json::to_string(&occurrence)?;
        insta::assert_snapshot!(stored, @r#"{"digest":1,"due":"1970-01-01T00:00:00Z","by_hand":false,"missed":0,"state":"due","since":"1970-01-01T00:00:00Z","items":0,"model":null,"message":null,"first_attempt":null,"attempts":0,"not_before":null,"problem":"","messages":[],"told":false,"tell_attempts":0}"#);
        // As the first version wrote it.
        assert_eq!(serde_json::from_str::<Occurrence>(&stored.replace(",\"tell_attempts\":0", ""))?, occurrence);
        Ok(())
    }
}
