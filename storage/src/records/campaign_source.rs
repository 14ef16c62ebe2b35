//! Where past posts are collected from without files.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Numbered, Record, Section};

/// A feed or an account whose posts are collected, and what came of it last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CampaignSource {
    /// Counts from 1 in each team; never given twice.
    pub number: u32,
    /// Which API it is read by.
    pub kind: CampaignSourceKind,
    /// Where it is: an address, for Bluesky the account's handle, for YouTube the channel's id.
    pub address: String,
    /// What people call it.
    pub name: String,
    /// The platform of a feed's posts.
    pub platform: String,
    /// It is asked again after so many hours.
    pub every_hours: u32,
    /// Who added it, by the person's id.
    pub by: String,
    /// When.
    pub added: Timestamp,
    /// It is not asked before; `None` once it said that it is gone for good.
    pub next: Option<Timestamp>,
    /// When it was last read.
    pub last_run: Option<Timestamp>,
    /// Posts that it gave then.
    pub taken: u64,
    /// Of those, new ones.
    pub new: u64,
    /// Failures in a row.
    pub failures: u32,
    /// Why it failed last, in English; empty if it did not.
    pub problem: String,
    /// The same in Chinese.
    pub problem_chinese: String,
    /// The entity tag of the last answer.
    pub etag: Option<String>,
    /// `Last-Modified` of the last answer.
    pub last_modified: Option<String>,
}

/// Which API a source is read by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CampaignSourceKind {
    /// RSS, Atom or JSON Feed.
    Feed,
    /// A Mastodon account.
    Mastodon,
    /// A Bluesky account.
    Bluesky,
    /// A YouTube channel.
    Youtube,
}

impl Numbered for CampaignSource {
    const LETTER: char = 'S';
}

impl Record for CampaignSource {
    const SECTION: Section = Section::CampaignSources;
    const VERSION: u16 = 1;
}
