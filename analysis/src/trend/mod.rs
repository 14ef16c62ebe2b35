//! What is rising in a team's sources, measured against the team's own past.
//!
//! 1. Near-duplicates become stories (`cluster.rs`); a story counts once for each source that tells it.
//! 2. Words and phrases are counted over windows as long as the digest's period (`terms.rs`).
//! 3. A term's share in the newest window is compared with its own past (`burst.rs`).
//! 4. Bursts are scored by four terms, all shown ([`Score`]); terms of the same stories are one trend (`rising.rs`).
//!
//! With fewer than [`BASELINE_WINDOWS`] windows there is no baseline: the newest and most covered stories stand in.

mod burst;
mod cluster;
mod covered;
mod filter;
mod rising;
mod terms;

use std::collections::{BTreeMap, HashSet};

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

pub use burst::Baseline;
pub use filter::{Filter, Mentions, read_pattern};

/// Windows with items before the newest one without which there is no baseline.
pub const BASELINE_WINDOWS: usize = 7;
/// Windows that are looked back on, at most.
pub const MOST_WINDOWS: usize = 90;
/// Windows that a trend's chart shows, the newest included.
pub const CHART_WINDOWS: usize = 14;
/// Links of a trend, at most: one for each story.
pub const MOST_LINKS: usize = 5;

/// An item as trends see it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Document {
    /// Which source it is from; any number.
    pub source: u32,
    /// When it was published, sanely.
    pub at: Timestamp,
    /// Its headline.
    pub title: String,
    /// Its text; may be empty.
    pub text: String,
    /// Where it is.
    pub link: Option<String>,
}

/// How the four terms of a score are weighed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weights {
    /// Of the burst.
    pub burst: f64,
    /// A burst counts no more than this.
    pub burst_cap: f64,
    /// Of the number of sources.
    pub coverage: f64,
    /// Of what was not there before.
    pub novelty: f64,
    /// Of what has just begun.
    pub freshness: f64,
    /// Windows after which freshness is a half.
    pub half_life: f64,
}

impl Default for Weights {
    fn default() -> Self {
        Self { burst: 1.0, burst_cap: 8.0, coverage: 1.0, novelty: 1.0, freshness: 1.0, half_life: 2.0 }
    }
}

/// What is asked.
#[derive(Debug, Clone)]
pub struct Question {
    /// The end of the newest window.
    pub now: Timestamp,
    /// Where the newest window begins: when the team heard last. It may be longer than the others, as on a Monday.
    pub since: Timestamp,
    /// How long each window before it is: the digest's period.
    pub window: SignedDuration,
    /// Trends, at most.
    pub count: usize,
    /// A trend needs as many sources.
    pub minimum_sources: usize,
    /// Topics that a person wants more of: they stand first.
    pub wanted: Vec<String>,
    /// How scores are made.
    pub weights: Weights,
}

/// Why a trend is in a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// It stands above its own past.
    Rising,
    /// Nothing is known of its past, or it does not rise; it is told by the most sources.
    Covered,
}

/// A score and what it is made of: each part is weighed already, and they sum to the total.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Score {
    /// min(z, cap), weighed.
    pub burst: f64,
    /// log₂(1 + sources), weighed.
    pub coverage: f64,
    /// The share of past windows without the term, weighed.
    pub novelty: f64,
    /// 2^(−age / half-life), weighed.
    pub freshness: f64,
    /// z itself, neither capped nor weighed.
    pub z: f64,
}

impl Score {
    /// What trends are ranked by.
    pub fn total(&self) -> f64 {
        self.burst + self.coverage + self.novelty + self.freshness
    }
}

/// One trend with its evidence.
#[derive(Debug, Clone, PartialEq)]
pub struct Trend {
    /// Why it is here.
    pub kind: Kind,
    /// The term as one of its documents writes it, or a story's headline.
    pub name: String,
    /// Other terms of the same stories, at most three.
    pub related: Vec<String>,
    /// What it is ranked by.
    pub score: Score,
    /// Tellings in the newest window: each story once for each of its sources.
    pub count: u32,
    /// Tellings that would be usual in a window with as many; `None` without a baseline.
    pub usual: Option<f64>,
    /// When the burst began.
    pub first_seen: Timestamp,
    /// Tellings by source, the most first.
    pub sources: Vec<(u32, u32)>,
    /// Tellings in each window, the oldest first, at most [`CHART_WINDOWS`].
    pub series: Vec<u32>,
    /// Places of documents among those that were asked about: one for each story, the most told first, at most
    /// [`MOST_LINKS`].
    pub documents: Vec<usize>,
    /// Whether a person asked for more of it.
    pub is_wanted: bool,
}

impl Trend {
    /// How many times its usual it is; `None` without a baseline, or if it was hardly ever there.
    pub fn ratio(&self) -> Option<f64> {
        self.usual.filter(|usual| *usual >= 0.5).map(|usual| f64::from(self.count) / usual)
    }
}

/// What is rising.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Report {
    /// The highest score first.
    pub trends: Vec<Trend>,
    /// Windows with documents before the newest one, up to [`MOST_WINDOWS`].
    pub baseline_windows: usize,
    /// Documents in the newest window.
    pub documents: usize,
    /// Stories in the newest window.
    pub stories: usize,
    /// Sources with documents in the newest window.
    pub sources: usize,
}

impl Report {
    /// Whether the past is long enough to compare with.
    pub fn has_baseline(&self) -> bool {
        self.baseline_windows >= BASELINE_WINDOWS
    }
}

/// A story as one source tells it: what is counted.
#[derive(Debug, Clone, Copy)]
struct Telling {
    document: usize,
    story: u32,
    source: u32,
    /// 0 is the newest.
    window: usize,
    at: Timestamp,
}

/// Finds what is rising among documents. Those after `now` are not looked at.
pub fn find(documents: &[Document], question: &Question) -> Report {
    let tellings = tellings(documents, question);
    let mut totals = vec![0_u32; MOST_WINDOWS + 1];
    for telling in &tellings {
        if let Some(total) = totals.get_mut(telling.window) {
            *total += 1;
        }
    }
    let newest: Vec<Telling> = tellings.iter().filter(|telling| telling.window == 0).copied().collect();
    let distinct = |of: fn(&Telling) -> u32| newest.iter().map(of).collect::<HashSet<_>>().len();
    let mut report = Report {
        trends: Vec::new(),
        baseline_windows: totals.iter().skip(1).filter(|total| **total > 0).count(),
        documents: documents.iter().filter(|document| window_of(document.at, question) == Some(0)).count(),
        stories: distinct(|telling| telling.story),
        sources: distinct(|telling| telling.source),
    };
    if report.has_baseline() {
        report.trends = rising::trends(documents, &tellings, &totals, question);
    }
    covered::fill(&mut report.trends, documents, &newest, &totals, question);
    report
}

/// Each story once for each source: its first telling there.
fn tellings(documents: &[Document], question: &Question) -> Vec<Telling> {
    let stories = cluster::stories(documents);
    let mut first = BTreeMap::<(u32, u32), Telling>::new();
    for (place, (document, story)) in documents.iter().zip(stories).enumerate() {
        let Some(window) = window_of(document.at, question) else { continue };
        let telling = Telling { document: place, story, source: document.source, window, at: document.at };
        let known = first.entry((story, document.source)).or_insert(telling);
        if telling.at < known.at {
            *known = telling;
        }
    }
    first.into_values().collect()
}

/// How many windows ago something was; `None` if it is not looked at.
fn window_of(at: Timestamp, question: &Question) -> Option<usize> {
    if at > question.now {
        return None;
    }
    if at > question.since {
        return Some(0);
    }
    let ago = question.since.duration_since(at).as_secs();
    let window = 1 + usize::try_from(ago.checked_div(question.window.as_secs().max(1))?).ok()?;
    (window <= MOST_WINDOWS).then_some(window)
}

/// Tellings by source, the most first.
fn by_source<'t>(tellings: impl Iterator<Item = &'t Telling>) -> Vec<(u32, u32)> {
    let mut counts = BTreeMap::<u32, u32>::new();
    for telling in tellings {
        *counts.entry(telling.source).or_default() += 1;
    }
    let mut counts: Vec<(u32, u32)> = counts.into_iter().collect();
    counts.sort_by_key(|(source, count)| (std::cmp::Reverse(*count), *source));
    counts
}

/// One document for each story, the most told first, then the newest.
fn links_of<'t>(tellings: impl Iterator<Item = &'t Telling>) -> Vec<usize> {
    let mut stories = BTreeMap::<u32, (u32, Telling)>::new();
    for telling in tellings {
        let (count, _) = stories.entry(telling.story).or_insert((0, *telling));
        *count += 1;
    }
    let mut stories: Vec<(u32, Telling)> = stories.into_values().collect();
    stories
        .sort_by_key(|(count, telling)| (std::cmp::Reverse(*count), std::cmp::Reverse(telling.at), telling.document));
    stories.into_iter().take(MOST_LINKS).map(|(_, telling)| telling.document).collect()
}

#[cfg(test)]
mod tests;
