//! Models that were learned from a team's posts, which of them is in force, and what people want more or less of.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{Record, Section};

/// A model and its card. What is in them is the learning's own form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LearnedModel {
    /// The id of the metric that it predicts, or `label-` and the kind of label that it gives.
    pub metric: String,
    /// Counts from 1 for each metric.
    pub version: u32,
    /// When it was trained.
    pub trained: Timestamp,
    /// Coefficients and what is usual.
    pub model: Value,
    /// What it was learned from, and how well it does.
    pub card: Value,
}

impl LearnedModel {
    /// Its id in the store: in the order of versions.
    #[must_use]
    pub fn record_id(metric: &str, version: u32) -> String {
        format!("{metric}/{version:06}")
    }
}

impl Record for LearnedModel {
    const SECTION: Section = Section::LearnedModels;
    const VERSION: u16 = 1;
}

/// Which version of a metric's model answers; its id is the metric's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ModelInForce {
    /// The version that answers.
    pub version: u32,
    /// The last version that was given.
    pub last: u32,
}

impl Record for ModelInForce {
    const SECTION: Section = Section::ModelsInForce;
    const VERSION: u16 = 1;
}

/// One time that a model was trained, whatever came of it; see [`TrainingTry::record_id`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TrainingTry {
    /// As in [`LearnedModel::metric`].
    pub metric: String,
    /// When.
    pub at: Timestamp,
    /// Whether the schedule did it, and no person.
    pub scheduled: bool,
    /// Posts or labels that it learned from.
    pub posts: usize,
    /// All posts with the number, or all labels, that there were then; what is more is new.
    pub known: usize,
    /// What became of it, as answers name it: `first`, `replaced`, `kept-old`, `nothing-new` or `none`.
    pub outcome: String,
    /// The version in force since.
    pub version: Option<u32>,
    /// The errors of the old model and of the new one on the same posts, where they were compared.
    pub compared: Option<(f64, f64)>,
}

impl TrainingTry {
    /// Its id in the store: in the order of time.
    #[must_use]
    pub fn record_id(metric: &str, at: Timestamp) -> String {
        format!("{metric}/{:015}", at.as_millisecond())
    }
}

impl Record for TrainingTry {
    const SECTION: Section = Section::TrainingTries;
    const VERSION: u16 = 1;
}

/// What a person wants more or less of; its id is the person's.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ContentTaste {
    /// Topics that are not recommended any more.
    pub muted: Vec<String>,
    /// Topics that were drafted from a recommendation or whose ideas were used, the newest last.
    pub chosen: Vec<String>,
}

impl Record for ContentTaste {
    const SECTION: Section = Section::ContentTastes;
    const VERSION: u16 = 1;
}
