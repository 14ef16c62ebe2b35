//! A file that waits for a person to say that its posts are to be stored.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Record, Section};

/// A file whose columns were proposed, and what the person said about them since.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PendingImport {
    /// What its sender calls it.
    pub name: String,
    /// Where it is on this machine.
    pub path: String,
    /// Whether it is our copy, which goes when the import is over.
    pub copied: bool,
    /// Columns by name or number, and what they were said to hold; empty: nothing.
    pub columns: Vec<(String, String)>,
    /// The platform of all posts, if a person said one.
    pub platform: Option<String>,
    /// What `3/4/2026` means, if a person said so.
    pub dates: Option<String>,
    /// The time zone of times without an offset, if a person said one.
    pub time_zone: Option<String>,
    /// When the file came.
    pub at: Timestamp,
}

impl Record for PendingImport {
    const SECTION: Section = Section::PendingImports;
    const VERSION: u16 = 1;
}
