//! A text that was reviewed, kept so that the next steps under its review work after a restart.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::numbering::Numbered;
use crate::{Record, Section};

/// A text that was reviewed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewedText {
    /// Counts from 1 in each team; never given twice.
    pub number: u32,
    /// The text as it was given.
    pub text: String,
    /// The id of the platform that it was reviewed for.
    pub platform: Option<String>,
    /// What it should be found by.
    pub keyphrase: Option<String>,
    /// Who reads it.
    pub audience: Option<String>,
    /// The tag of its language, if somebody said it.
    pub language: Option<String>,
    /// A better version that a model wrote and the checks took.
    #[serde(default)]
    pub rewrite: Option<String>,
    /// How many times a rewrite was asked for: the next one draws other numbers.
    #[serde(default)]
    pub rewrites: u32,
    /// The draft that it became.
    #[serde(default)]
    pub draft: Option<u32>,
    /// Who: the platform's name and the platform's id of the person; empty once they are forgotten.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

impl Record for ReviewedText {
    const SECTION: Section = Section::ReviewedTexts;
    const VERSION: u16 = 1;
}

impl Numbered for ReviewedText {
    const LETTER: char = 'T';
}
