//! Drafts and the board.

use copydesk_analysis::{Difference, Platform};
use schemars::JsonSchema;
use serde::Serialize;

use super::{LengthShown, Likely, Reason};

/// A draft with its latest copy.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct DraftShown {
    /// Such as "D-004".
    pub id: String,
    /// What it is about.
    pub topic: String,
    /// The idea that it was made from, such as "I-017".
    pub idea: Option<String>,
    /// `draft`, `in-review`, `changes-requested`, `approved`, `rejected` or `published`.
    pub state: String,
    /// The number of its latest version, from 1.
    pub version: u32,
    /// What was just done to it: `write`, `submit`, `approve`, `changes`, `reject`, `edit`, `publish` or `note`; `null` if it
    /// was only looked at.
    pub done: Option<String>,
    /// The copy for each platform.
    pub pieces: Vec<PieceShown>,
    /// What it stands on.
    pub because: Vec<Reason>,
    /// Where it was published.
    pub links: Vec<LinkOfDraft>,
    /// What its last version changed, by platform; empty unless it was just edited.
    pub changes: Vec<PieceDifference>,
    /// Notes for reviewers, only for those who may decide.
    pub private_notes: Vec<String>,
    /// What may be done with it next, by the names of `done`.
    pub next: Vec<String>,
    /// What was cut, what is missing, what breaks a rule.
    pub notes: Vec<String>,
}

/// The copy for one platform.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct PieceShown {
    /// The platform's id.
    #[schemars(with = "String")]
    pub platform: Platform,
    /// `post`, `blog` or `script`.
    pub format: String,
    /// A headline, where the platform has one; else empty.
    pub title: String,
    /// The headline against what fits.
    pub title_length: Option<LengthShown>,
    /// The copy; empty if nothing was written.
    pub text: String,
    /// A script's scenes with their times.
    pub scenes: Vec<SceneShown>,
    /// Each with its `#`.
    pub hashtags: Vec<String>,
    /// The line below the copy that says that a model wrote it; empty if the team wants none.
    pub ai_mark: String,
    /// Of text and hashtags together, as the platform counts; `null` where nothing limits it.
    pub length: Option<LengthShown>,
    /// Rules for words that it breaks, such as "R-003".
    pub breaks: Vec<String>,
    /// What it will likely do, where the team has a model that is good enough; else `null`.
    pub likely: Option<Likely>,
}

/// One scene of a script.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SceneShown {
    /// Such as `Hook`; may be empty.
    pub label: String,
    /// What is said or seen.
    pub text: String,
    /// When it begins, in seconds.
    pub from: u32,
    /// When it ends, in seconds.
    pub to: u32,
}

/// Where a draft was published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LinkOfDraft {
    /// The platform's id.
    pub platform: String,
    /// The address; empty if nobody gave it.
    pub link: String,
    /// The campaign that its numbers became, such as "C-042".
    pub campaign: Option<String>,
}

/// What changed in the copy for one platform.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct PieceDifference {
    /// The platform's id.
    pub platform: String,
    /// The version that it is compared with, and the one that it became.
    pub versions: (u32, u32),
    /// Stretches of text, each with its `change`: `same`, `removed` or `added`.
    #[schemars(with = "Vec<serde_json::Value>")]
    pub stretches: Vec<Difference>,
}

/// The board.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct BoardShown {
    /// Only this state, if only one was asked for.
    pub state: Option<String>,
    /// The ones that were touched last first.
    pub drafts: Vec<BoardRow>,
    /// How many there are, shown or not.
    pub total: usize,
    /// The newest ideas that nobody has used or refused; empty if drafts of one state were asked for.
    pub ideas: Vec<OpenIdea>,
    /// How many of these there are, shown or not.
    pub open_ideas: usize,
}

/// An idea that waits on the board.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct OpenIdea {
    /// Such as "I-017".
    pub id: String,
    /// What it is about.
    pub topic: String,
    /// The platform's id.
    pub platform: String,
    /// Its beginning.
    pub text: String,
}

/// A draft on the board.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct BoardRow {
    /// Such as "D-004".
    pub id: String,
    /// What it is about.
    pub topic: String,
    /// As in [`DraftShown::state`].
    pub state: String,
    /// The platforms' ids.
    pub platforms: Vec<String>,
    /// Its latest version.
    pub version: u32,
    /// What was done last.
    pub last: String,
    /// Who did it: the platform's name and the platform's id of the person.
    pub by: String,
    /// When, in UTC (RFC 3339).
    pub at: String,
}

/// All that happened to a draft.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct DraftHistory {
    /// Such as "D-004".
    pub id: String,
    /// The oldest first.
    pub events: Vec<EventShown>,
    /// What each version changed, the oldest first.
    pub differences: Vec<PieceDifference>,
}

/// One thing that happened to a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct EventShown {
    /// When, in UTC (RFC 3339).
    pub at: String,
    /// Who: the platform's name and the platform's id of the person; empty if they are forgotten.
    pub by: String,
    /// What, as in [`DraftShown::done`].
    pub action: String,
    /// The state since.
    pub state: String,
    /// The latest version then.
    pub version: u32,
    /// What was said; empty if nothing, or if it is for reviewers and this is for somebody else.
    pub note: String,
    /// The note is for reviewers alone.
    #[serde(skip)]
    pub private: bool,
}
