//! Digests: what is rising, and what a team follows.

use copydesk_adapters::Attachment;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What is rising, with its evidence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DigestShown {
    /// The digest's id, such as "D-1"; none for trends on demand.
    pub digest: Option<String>,
    /// What the digest is called.
    pub name: String,
    /// Its cron line.
    pub schedule: String,
    /// The schedule's time zone.
    pub zone: String,
    /// The beginning of the period.
    #[schemars(with = "String")]
    pub since: Timestamp,
    /// Its end.
    #[schemars(with = "String")]
    pub until: Timestamp,
    /// How many sources were asked.
    pub sources: usize,
    /// Items of the period.
    pub items: usize,
    /// Items that filters left out, of all that are known.
    pub left_out: usize,
    /// Windows with items before the period.
    pub baseline_windows: usize,
    /// Whether they are enough to compare with (7).
    pub has_baseline: bool,
    /// Digests before this one that were missed while the bot was down.
    pub missed: u32,
    /// The highest score first.
    pub trends: Vec<TrendShown>,
    /// Topics of the digest that nothing was said of.
    pub quiet: Vec<String>,
    /// Sources that could not be read.
    pub failed: Vec<FailedSource>,
    /// The model that wrote summaries and angles; none if none did.
    pub model: Option<String>,
    /// What is to be kept in mind.
    pub notes: Vec<String>,
}

/// One trend.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TrendShown {
    /// The term as one of its items writes it, or a story's headline.
    pub name: String,
    /// Whether it stands above its own past; else it is only told by many sources.
    pub is_rising: bool,
    /// Whether the team asked for more of it.
    pub is_wanted: bool,
    /// Other terms of the same stories.
    pub related: Vec<String>,
    /// What it is ranked by.
    pub score: ScoreShown,
    /// Tellings in the period: each story once for each of its sources.
    pub count: u32,
    /// Tellings that would be usual.
    pub usual: Option<f64>,
    /// How many times its usual.
    pub ratio: Option<f64>,
    /// When the rise began.
    #[schemars(with = "String")]
    pub first_seen: Timestamp,
    /// Tellings by source.
    pub sources: Vec<SourceShare>,
    /// Tellings in each window, the oldest first.
    pub series: Vec<u32>,
    /// The items that it stands on, one for each story.
    pub links: Vec<ItemLink>,
    /// How well it fits what the team makes and follows, where that is known; it moves a trend up or down a little.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fit: Option<TasteFit>,
    /// What happened, in the model's words.
    pub summary: Option<String>,
    /// What the brand could do with it, in the model's words.
    pub angle: Option<String>,
}

/// How well something fits, in the three parts of a recommendation, each 0 to 1.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TasteFit {
    /// Topics followed; `null` where none are.
    pub topic: Option<f64>,
    /// Sentiment; `null` where none is wanted, or its own is not known.
    pub sentiment: Option<f64>,
    /// Behaviour so far.
    pub behaviour: f64,
    /// Whether it stands higher than it would by its score alone.
    pub moved: bool,
}

/// A score and the four terms that it is the sum of, each weighed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ScoreShown {
    /// The sum.
    pub total: f64,
    /// How far above its own past, capped.
    pub burst: f64,
    /// By how many sources: log₂(1 + sources).
    pub coverage: f64,
    /// The share of past windows without it.
    pub novelty: f64,
    /// How new: 2^(−age / half-life).
    pub freshness: f64,
    /// The burst itself, neither capped nor weighed.
    pub z: f64,
}

/// How often one source tells of a trend.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SourceShare {
    /// The source.
    pub name: String,
    /// Tellings.
    pub count: u32,
}

/// An item that a trend stands on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ItemLink {
    /// Its headline.
    pub title: String,
    /// Where it is, if its feed says so.
    pub url: Option<String>,
    /// Its source.
    pub source: String,
    /// When it was published.
    #[schemars(with = "String")]
    pub at: Timestamp,
    /// Its text, as far as it is kept.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
}

/// A source that could not be read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FailedSource {
    /// Its address.
    pub source: String,
    /// Why, as a sentence.
    pub reason: String,
    /// Whether it is not asked any more.
    pub is_retired: bool,
}

/// Digests as they are set up.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct DigestsShown {
    /// What was done, if anything: `created`, `confirm`, `changed`, `paused`, `resumed` or `deleted`.
    pub done: Option<String>,
    /// The digests.
    pub digests: Vec<DigestSetup>,
    /// The command that saves what is shown, if it is not saved yet.
    pub confirm: Option<String>,
    /// What is to be kept in mind.
    pub notes: Vec<String>,
}

/// One digest as it is set up.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct DigestSetup {
    /// Such as "D-1"; empty while it is not saved.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Its sources.
    pub sources: Vec<String>,
    /// Its topics.
    pub topics: Vec<String>,
    /// Its cron line.
    pub schedule: String,
    /// Its time zone.
    pub zone: String,
    /// Where it is posted.
    pub channel: String,
    /// Trends, at most.
    pub count: u8,
    /// Its language's code.
    pub language: String,
    /// From when to when nothing is posted, such as "22:00-07:00"; empty for never.
    pub quiet: String,
    /// What it leaves out, in words.
    pub filters: Vec<String>,
    /// How the model is to write.
    pub tone: String,
    /// Whether it is paused.
    pub paused: bool,
    /// The next times, local, such as "Mon 2026-11-16 09:00".
    pub next: Vec<String>,
    /// How many seconds after its time it starts, so that not all start at once.
    pub jitter_seconds: u32,
}

/// What is asked about a new digest.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct DigestQuestion {
    /// What is asked for, as the option of `/digest create` is called, or `name`.
    pub question: String,
    /// Its place among the questions, from 1.
    pub number: usize,
    /// How many there are.
    pub of: usize,
    /// The place in words.
    pub title: String,
    /// The question.
    pub text: String,
    /// How it can be answered.
    pub how: String,
    /// Answers to choose from.
    pub suggestions: Vec<String>,
    /// Whether it may be left as it is.
    pub may_skip: bool,
    /// What was wrong with the answer before.
    pub problem: Option<String>,
}

/// The feeds of a digest, as a list that feed readers take.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct DigestList {
    /// The digest's id.
    pub digest: String,
    /// How many feeds there are.
    pub sources: usize,
    /// The file's name.
    pub name: String,
    /// What stands in it, OPML.
    pub opml: String,
    /// The file itself.
    #[serde(skip)]
    pub file: Option<Attachment>,
}

/// The occurrences of a digest.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct DigestHistory {
    /// Which digest.
    pub digest: String,
    /// What it is called.
    pub name: String,
    /// The newest first.
    pub occurrences: Vec<OccurrenceShown>,
}

/// One occurrence.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct OccurrenceShown {
    /// When it was due, local.
    pub due: String,
    /// `due`, `claimed`, `collected`, `composed`, `posting`, `posted`, `failed` or `uncertain`.
    pub state: String,
    /// Whether somebody asked for it.
    pub by_hand: bool,
    /// Items that it stands on.
    pub items: u32,
    /// The model that wrote.
    pub model: Option<String>,
    /// Addresses or ids of its messages.
    pub messages: Vec<String>,
    /// Why it failed or is uncertain.
    pub problem: String,
    /// Attempts to post.
    pub attempts: u32,
}
