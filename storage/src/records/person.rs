//! What a person wishes for themselves, and what others call them.

use serde::{Deserialize, Serialize};

use crate::{Record, Section};

/// A person's own wishes in a team; their id is the platform's name and the platform's id of the person.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Person {
    /// The language that they are answered in, as a tag such as "zh".
    pub language: Option<String>,
    /// Topics that they follow.
    pub topics: Vec<String>,
    /// Platforms that they write for, the usual one first.
    pub platforms: Vec<String>,
    /// Their name where they last did something that others can read; empty if that is not known.
    pub name: String,
}

impl Record for Person {
    const SECTION: Section = Section::People;
    const VERSION: u16 = 1;
}
