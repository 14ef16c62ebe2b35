//! How a text came about, as `/why` tells it.

use serde::{Deserialize, Serialize};

use super::explanation::TokenCount;
use super::word_rule::WordDemand;

/// How a text was written.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Origin {
    /// The model's name in the settings; empty where none wrote.
    pub model: String,
    /// All that the model was told.
    pub prompt: String,
    /// How its tokens were drawn: names and values.
    pub settings: Vec<(String, String)>,
    /// Tokens read and written.
    pub tokens: Option<TokenCount>,
    /// How many candidates there were.
    pub candidates: usize,
    /// Angles and how likely each was to be tried first, where what people did decided.
    pub propensities: Vec<(String, f64)>,
    /// Past posts that fit what was asked, the best first, and others that the model was told of.
    pub campaigns: Vec<FittingCampaign>,
    /// The rules for words that were in force, those that did something first.
    pub rules: Vec<RuleUse>,
}

/// A past post behind a text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FittingCampaign {
    /// Such as "C-031".
    pub id: String,
    /// Its text, shortened.
    pub text: String,
    /// How well it fits what was asked, weighed by result and age: 1 for the one that fits best. `None` if it is about
    /// something else, and the model was told of it for its result.
    pub score: Option<f64>,
    /// Engagement ÷ the platform's median, where known.
    pub ratio: Option<f64>,
    /// Whether the model was told of it.
    pub told: bool,
}

/// A rule for words while a text was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleUse {
    /// Such as "R-003".
    pub id: String,
    /// What it demands.
    #[serde(flatten)]
    pub demand: WordDemand,
    /// What it looks for.
    pub pattern: String,
    /// How often it matched in the candidates.
    pub matched: u64,
    /// Whether it changed the text that was chosen.
    pub mended: bool,
}
