//! What an import did, counted.

use std::collections::BTreeMap;

use serde::Serialize;

use super::outcome::{Outcome, Row};
use super::outliers::outliers;
use crate::{Platform, engagement};

/// How many line numbers are kept of each kind.
const MOST_LINES: usize = 100;

/// Rows of one kind.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Counted {
    /// How many.
    pub rows: u64,
    /// Their lines, the first hundred.
    pub lines: Vec<u64>,
}

impl Counted {
    fn add(&mut self, line: u64) {
        self.rows += 1;
        if self.lines.len() < MOST_LINES {
            self.lines.push(line);
        }
    }
}

/// What became of the rows. `taken + mended + set_aside = rows`.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Report {
    /// Rows in the file, without the header and empty lines.
    pub rows: u64,
    /// Taken as they are.
    pub taken: u64,
    /// Taken after something was mended.
    pub mended: u64,
    /// Set aside.
    pub set_aside: u64,
    /// Of those taken or mended, already stored.
    pub known: u64,
    /// What was mended; a row can be in several.
    pub mends: BTreeMap<&'static str, Counted>,
    /// Why rows were set aside; a row is in one.
    pub reasons: BTreeMap<&'static str, Counted>,
    /// Values that are missing, by the name of what they would say.
    pub missing: BTreeMap<&'static str, u64>,
    /// Rows whose engagement is far from the usual of their platform; they are kept.
    pub outliers: Counted,
    #[serde(skip)]
    engagement: BTreeMap<String, Vec<(u64, u64)>>,
}

impl Report {
    /// Counts a row.
    pub fn add(&mut self, row: &Row) {
        self.rows += 1;
        match &row.outcome {
            Outcome::SetAside(reason) => {
                self.set_aside += 1;
                self.reasons.entry(reason.id()).or_default().add(row.line);
            }
            Outcome::Taken { post, mends, stored } => {
                if mends.is_empty() {
                    self.taken += 1;
                } else {
                    self.mended += 1;
                }
                self.known += u64::from(stored.is_some());
                for mend in mends {
                    self.mends.entry(mend.id()).or_default().add(row.line);
                }
                let metrics = &post.metrics;
                let values = [
                    ("date", post.date.is_none()),
                    ("platform", post.platform.is_empty()),
                    ("impressions", metrics.impressions.is_none()),
                    ("likes", metrics.likes.is_none()),
                    ("comments", metrics.comments.is_none()),
                    ("shares", metrics.shares.is_none()),
                    ("clicks", metrics.clicks.is_none()),
                ];
                for (name, _) in values.into_iter().filter(|(_, missing)| *missing) {
                    *self.missing.entry(name).or_default() += 1;
                }
                let platform = Platform::from_name(&post.platform);
                if let Some(engagement) = engagement(platform, metrics.likes, metrics.comments, metrics.shares) {
                    self.engagement.entry(post.platform.clone()).or_default().push((row.line, engagement));
                }
            }
        }
    }

    /// Flags what is far from the usual, once all rows are counted.
    pub fn finish(&mut self) {
        let mut lines: Vec<u64> = Vec::new();
        for rows in std::mem::take(&mut self.engagement).into_values() {
            let values: Vec<u64> = rows.iter().map(|(_, engagement)| *engagement).collect();
            lines.extend(rows.iter().zip(outliers(&values)).filter(|(_, flag)| *flag).map(|((line, _), _)| *line));
        }
        lines.sort_unstable();
        lines.into_iter().for_each(|line| self.outliers.add(line));
    }
}
