//! Drafts on their way from idea to published copy: their state, their versions, and what happened to them.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::idea::{Evidence, Opinion};
use super::numbering::Numbered;
use super::origin::Origin;
use crate::{Record, Section};

/// A draft as it stands on the board.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// Counts from 1 in each team; never given twice.
    pub number: u32,
    /// What it is about.
    pub topic: String,
    /// The tag of the copy's language.
    pub language: String,
    /// The idea that it was made from.
    pub idea: Option<u32>,
    /// Where it stands.
    pub state: DraftState,
    /// The number of its latest version, from 1.
    pub version: u32,
    /// How many events it has had, from 1.
    pub events: u32,
    /// What was done to it last.
    pub last: DraftDeed,
    /// Who made it: the platform's name and the platform's id of the person; empty once they are forgotten.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// Where it was published, by platform.
    #[serde(default)]
    pub links: BTreeMap<String, String>,
    /// The campaigns that its numbers became, by platform.
    #[serde(default)]
    pub campaigns: BTreeMap<String, u32>,
    /// What people think of it, by their reactions, as in [`Idea::opinions`](super::Idea::opinions).
    #[serde(default)]
    pub opinions: BTreeMap<String, Opinion>,
}

/// Where a draft stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DraftState {
    /// It is being written.
    Draft,
    /// Somebody is to look at it.
    InReview,
    /// Somebody wants it changed.
    ChangesRequested,
    /// It may be published.
    Approved,
    /// It will not be published.
    Rejected,
    /// It is out.
    Published,
}

/// What somebody does with a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DraftAction {
    /// It is written.
    Write,
    /// It is handed in for review.
    Submit,
    /// It is approved.
    Approve,
    /// Changes are asked for.
    Changes,
    /// It is rejected.
    Reject,
    /// Its text is changed.
    Edit,
    /// It is said to be published, perhaps with numbers.
    Publish,
    /// A note for reviewers is left.
    Note,
}

/// Who did what when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftDeed {
    /// What.
    pub action: DraftAction,
    /// Who: the platform's name and the platform's id of the person; empty once they are forgotten.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// One version of a draft's copy; its id is [`part_id`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DraftVersion {
    /// The copy for each platform.
    pub pieces: Vec<DraftPiece>,
    /// Who: the platform's name and the platform's id of the person; empty once they are forgotten.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// How a model wrote it, where one did.
    #[serde(default)]
    pub origin: Option<Origin>,
    /// What it stands on.
    #[serde(default)]
    pub because: Vec<Evidence>,
}

/// The copy for one platform.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftPiece {
    /// The platform's id.
    pub platform: String,
    /// `post`, `blog` or `script`.
    pub format: String,
    /// A headline, where the platform has one; else empty.
    pub title: String,
    /// The copy.
    pub text: String,
    /// Each with its `#`.
    pub hashtags: Vec<String>,
}

/// One thing that happened to a draft; its id is [`part_id`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftEvent {
    /// Who did what when.
    #[serde(flatten)]
    pub deed: DraftDeed,
    /// Where the draft stood before.
    pub from: DraftState,
    /// Where it stands since.
    pub to: DraftState,
    /// The latest version then.
    pub version: u32,
    /// What was said: a reason, a wish or a note; may be empty.
    pub note: String,
    /// Whether only those who decide may read the note.
    pub private: bool,
}

/// The id of a draft's version or event.
#[must_use]
pub fn part_id(draft: u32, number: u32) -> String {
    format!("{draft:08}/{number:05}")
}

impl Record for Draft {
    const SECTION: Section = Section::Drafts;
    const VERSION: u16 = 1;
}

impl Numbered for Draft {
    const LETTER: char = 'D';
}

impl Record for DraftVersion {
    const SECTION: Section = Section::DraftVersions;
    const VERSION: u16 = 1;
}

impl Record for DraftEvent {
    const SECTION: Section = Section::DraftEvents;
    const VERSION: u16 = 1;
}
