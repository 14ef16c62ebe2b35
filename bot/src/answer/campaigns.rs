//! Past posts: one whole, a file of them, and how they did.

use copydesk_adapters::Attachment;
use schemars::JsonSchema;
use serde::Serialize;

/// One past post with all that is known of it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct CampaignDetail {
    /// Such as "C-031".
    pub id: String,
    /// The platform's id; empty if unknown.
    pub platform: String,
    /// The day, as YYYY-MM-DD; empty if unknown.
    pub date: String,
    /// The time of that day, as HH:MM; empty if unknown.
    pub time: String,
    /// The post.
    pub text: String,
    /// Its hashtags, without '#'.
    pub hashtags: Vec<String>,
    /// Its address; empty if unknown.
    pub link: String,
    /// What was measured; what was not is left out.
    pub metrics: Vec<MetricShown>,
    /// Engagement ÷ the platform's median, where known.
    pub ratio: Option<f64>,
    /// Whether its engagement is far from the usual of its platform (median absolute deviation).
    pub outlier: bool,
    /// Its labels, each with how it was decided.
    pub labels: Vec<LabelShown>,
    /// What its file says beside that, by the column's name.
    pub columns: std::collections::BTreeMap<String, String>,
    /// The label that was just corrected.
    pub changed: Option<String>,
    /// The file that it came from; empty if it came from none.
    pub source: String,
    /// What is to be kept in mind.
    pub notes: Vec<String>,
}

/// One number of a post.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct MetricShown {
    /// `impressions`, `reach`, `views`, `likes`, `comments`, `shares`, `saves`, `clicks`; `click-rate` and
    /// `engagement-rate` in percent.
    pub name: String,
    /// The number.
    pub value: f64,
}

/// One label of a post.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct LabelShown {
    /// `topic`, `hook`, `sentiment`, `language`, `format` or `segment`.
    pub kind: String,
    /// What it says; empty if nothing is known.
    pub value: String,
    /// `person`, `file`, `script`, `vader`, `chinese-reviews`, `signs`, `cluster` or `unknown`.
    pub how: String,
}

/// Past posts from a file.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ImportShown {
    /// How far it is.
    pub state: ImportState,
    /// The file's name.
    pub file: String,
    /// Its encoding, such as "UTF-8".
    pub encoding: String,
    /// `csv`, `tsv`, `semicolons`, `bars`, `json` or `json-lines`.
    pub format: String,
    /// The platform's export that its header shows; empty if none.
    pub export: String,
    /// The platform of all posts, unless a column says; empty if unknown.
    pub platform: String,
    /// What `3/4/2026` was taken for: `day-first` or `month-first`.
    pub dates: String,
    /// Whether it could as well be the other.
    pub dates_unsure: bool,
    /// Every column, and what it was taken for.
    pub columns: Vec<ColumnShown>,
    /// Rows in the file, without the header and empty lines: `taken` + `mended` + `set_aside`.
    pub rows: u64,
    /// Rows taken as they are.
    pub taken: u64,
    /// Rows taken after something was mended.
    pub mended: u64,
    /// Rows set aside.
    pub set_aside: u64,
    /// Of those taken or mended, rows whose post was stored already.
    pub known: u64,
    /// Posts that are new in the store.
    pub added: u64,
    /// Stored posts that got newer numbers.
    pub updated: u64,
    /// What was mended.
    pub mends: Vec<RowsShown>,
    /// Why rows were set aside.
    pub reasons: Vec<RowsShown>,
    /// Rows whose engagement is far from the usual of their platform (median absolute deviation): kept and flagged.
    pub outliers: Option<RowsShown>,
    /// Values that are missing; they stay missing and never become 0.
    pub missing: Vec<MissingShown>,
    /// The file of the rows that were set aside: its path; `null` where it is sent or there is none.
    pub set_aside_file: Option<String>,
    /// The file itself, where it is to be sent.
    #[serde(skip)]
    pub attachment: Option<Attachment>,
    /// What is to be kept in mind.
    pub notes: Vec<String>,
}

/// How far an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ImportState {
    /// Nothing was stored; it waits for a yes.
    Proposed,
    /// It is stored.
    Imported,
}

/// One column of a file.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ColumnShown {
    /// Its place, from 1.
    pub number: usize,
    /// What the file calls it.
    pub name: String,
    /// What it was taken for; `null`: nothing.
    pub field: Option<String>,
    /// Whether it is kept with the posts as it is.
    pub kept: bool,
    /// How sure that is, 0 to 1.
    pub confidence: f64,
}

/// Rows with something in common.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct RowsShown {
    /// What, as in docs/campaigns.md.
    pub kind: String,
    /// The same in words.
    pub text: String,
    /// How many.
    pub rows: u64,
    /// Their lines in the file, from 1; the first hundred.
    pub lines: Vec<u64>,
}

/// Values that are missing.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct MissingShown {
    /// Of what.
    pub what: String,
    /// In how many of the rows taken.
    pub rows: u64,
}

/// How past posts did.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct StatsShown {
    /// How many posts it is about.
    pub posts: usize,
    /// How many of them have numbers.
    pub measured: usize,
    /// The filter as it is typed; empty if there is none.
    pub filter: String,
    /// From day, to day; empty if no post has a date.
    pub period: (String, String),
    /// The figures, by platform, topic and angle.
    pub rows: Vec<StatRow>,
    /// The chart in words.
    pub alt: String,
    /// The chart, as a picture.
    #[serde(skip)]
    pub chart: Option<Attachment>,
    /// What is to be kept in mind.
    pub notes: Vec<String>,
}

/// Figures of posts with something in common.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct StatRow {
    /// `platform`, `topic` or `hook`.
    pub by: String,
    /// Which.
    pub name: String,
    /// How many posts.
    pub posts: usize,
    /// Median engagement (likes, comments and shares), where known.
    pub median: Option<f64>,
    /// Median of engagement ÷ the platform's median, where known.
    pub ratio: Option<f64>,
}

/// Accounts and feeds whose posts are collected.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct CampaignSources {
    /// In the order in which they were added.
    pub sources: Vec<SourceShown>,
    /// What is to be kept in mind.
    pub notes: Vec<String>,
}

/// An account or feed whose posts are collected, and what came of it last.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct SourceShown {
    /// Such as "S-001".
    pub id: String,
    /// What people call it.
    pub name: String,
    /// Where it is.
    pub address: String,
    /// The platform's id.
    pub platform: String,
    /// It is asked again after so many hours.
    pub every_hours: u32,
    /// When it was last read; empty if it never was.
    pub last_run: String,
    /// Posts that it gave then.
    pub taken: u64,
    /// Of those, new ones.
    pub new: u64,
    /// When it is asked next; `None` if it is gone for good.
    pub next: Option<String>,
    /// Failures in a row.
    pub failures: u32,
    /// Why it failed last; empty if it did not.
    pub problem: String,
}
