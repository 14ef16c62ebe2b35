//! Places, who is let in, and what is stored.

use copydesk_adapters::Attachment;
use schemars::JsonSchema;
use serde::Serialize;

/// A place joins a team, or a code for that.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct LinkShown {
    /// The id of the team that the place belongs to now.
    pub team: String,
    /// What was done, and how to go on.
    pub text: String,
    /// A new code.
    pub code: Option<String>,
    /// Until when the code is good, in UTC (RFC 3339).
    pub expires: Option<String>,
    /// The team's places that are stored; a terminal's is only where the team has others, too.
    pub places: Vec<PlaceShown>,
}

/// A place.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct PlaceShown {
    /// `console`, `discord` or `telegram`.
    pub platform: String,
    /// What people call it.
    pub name: String,
}

/// Who is let in, and who is not.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct AccessShown {
    /// What was done, or what the entries are.
    pub text: String,
    /// Those of the team; those of all teams only for whoever decides over them.
    pub entries: Vec<AccessEntry>,
}

/// Whether somebody is let in.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct AccessEntry {
    /// The platform's name and the platform's id, such as `telegram:7`.
    pub id: String,
    /// Whether it is a place; otherwise a person.
    pub place: bool,
    /// Whether they are.
    pub allowed: bool,
    /// In all teams, not in this one alone.
    pub everywhere: bool,
    /// The person who said so, as `id`; `null` if the settings do.
    pub by: Option<String>,
}

/// All that is stored of a team, as a file.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ExportShown {
    /// What was done.
    pub text: String,
    /// The file's name.
    pub name: String,
    /// Its size.
    pub bytes: usize,
    /// Where it was stored; `null` where it was sent.
    pub path: Option<String>,
    /// How many records of which kind are in it.
    pub records: Vec<RecordCount>,
    /// The file itself, where it is to be sent.
    #[serde(skip)]
    pub file: Option<Attachment>,
}

/// What is stored of a person or a team, and what became of it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Forgotten {
    /// `person` or `team`.
    pub whose: String,
    /// How far it is.
    pub state: ForgottenState,
    /// When it was removed or is to be, in UTC (RFC 3339).
    pub at: Option<String>,
    /// How many records of which kind.
    pub records: Vec<RecordCount>,
    /// The same in words.
    pub text: String,
    /// What stays, and what can be done.
    pub notes: Vec<String>,
}

/// How far a removal is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ForgottenState {
    /// Nothing is to be removed.
    Stored,
    /// It is to be removed, and nothing was yet.
    Due,
    /// It was removed.
    Removed,
    /// It was to be removed, and is not any more.
    Kept,
}

/// Records of one kind.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct RecordCount {
    /// Of a person `turns`, `explanations`, `offers` or `usage`; of a team its sections, such as `campaigns`.
    pub kind: String,
    /// How many.
    pub count: usize,
}
