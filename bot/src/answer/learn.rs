//! Answers of the learning. What they hold is described in docs/learning.md.

use copydesk_adapters::Attachment;
use copydesk_analysis::learn::{
    Audience, BestTime, Card, Comparison, DataFinding, GroupError, Metric, Prediction, Raise, Recommendation, Shares,
    SwapResult,
};
use schemars::JsonSchema;
use serde::Serialize;

/// What came of training.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct TrainedShown {
    /// The team's id.
    pub team: String,
    /// What became of the new model.
    pub outcome: TrainingOutcome,
    /// The version that is in force now, if any.
    pub version: Option<u32>,
    /// The mean absolute error of the old model and of the new one on the same posts, where they were compared.
    pub compared: Option<ModelDuel>,
    /// What the new model was learned from, and how well it does.
    pub card: Card,
}

/// The old model against the new one.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct ModelDuel {
    /// Posts that both predicted without having seen them.
    pub posts: usize,
    /// The old one's error, log units.
    pub old: f64,
    /// The new one's.
    pub new: f64,
}

/// What became of a new model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TrainingOutcome {
    /// It is in force; there was none before.
    First,
    /// It is in force; it was better than the old one.
    Replaced,
    /// The old one stays: the new one was not better.
    KeptOld,
    /// The old one stays: fewer than 20 posts are new, and the settings are the same.
    NothingNew,
    /// There is no model: too few posts, or all the same.
    None,
}

/// The versions of a metric's model.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ModelHistory {
    /// What they predict.
    pub metric: Metric,
    /// The version that is in force.
    pub in_force: Option<u32>,
    /// Whether it was just chosen.
    pub rolled_back: bool,
    /// The newest first.
    pub versions: Vec<ModelVersion>,
}

/// One of them.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ModelVersion {
    /// Its number.
    pub version: u32,
    /// When it was trained.
    pub trained: String,
    /// Posts that it was learned from.
    pub posts: usize,
    /// Whether it is a regression, or what is usual.
    pub regression: bool,
    /// Mean absolute error of the rolling test, log units.
    pub error: Option<f64>,
}

/// What texts will likely do.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Predicted {
    /// The platform's id.
    pub platform: String,
    /// The model's version; `null` for one that was trained for this answer only.
    pub version: Option<u32>,
    /// Whether the model tells texts apart, or only knows what is usual.
    pub regression: bool,
    /// Posts that it was learned from.
    pub posts: usize,
    /// For each text, the likeliest to be best first.
    pub variants: Vec<PredictedVariant>,
    /// What would raise the first most.
    pub raises: Vec<Raise>,
}

/// A text and what it will likely do.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct PredictedVariant {
    /// The text.
    pub text: String,
    /// The chance that it does best of all of them; 1 for a single one.
    pub chance_best: f64,
    /// What is predicted.
    pub prediction: Prediction,
}

/// When posts did well.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct BestTimes {
    /// The figures; `null` under 30 posts.
    pub times: Option<BestTime>,
    /// Posts with numbers where there are too few.
    pub posts: usize,
}

/// Who reacts to what.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct AudienceFound {
    /// The figures.
    pub audience: Audience,
    /// Posts with numbers.
    pub posts: usize,
}

/// What to make next.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Recommended {
    /// Whether it is for the team or for the person who asks.
    pub whole_team: bool,
    /// The topic that was just muted.
    pub muted: Option<String>,
    /// Choices of the person that it stands on; new people start from the team.
    pub own_choices: usize,
    /// The best first.
    pub items: Vec<Recommendation>,
}

/// Two groups of posts.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Compared {
    /// The figures; `null` if one side has too few posts.
    pub comparison: Option<Comparison>,
    /// Names and posts with numbers of both sides.
    pub sides: [(String, usize); 2],
}

/// What is one-sided.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Audited {
    /// Posts.
    pub posts: usize,
    /// What they are made of.
    pub shares: Vec<Shares>,
    /// What about it is worth naming.
    pub findings: Vec<DataFinding>,
    /// Groups that the model errs on in one direction, no luck.
    pub model_bias: Vec<GroupError>,
    /// How many groups of 30 posts or more were looked at.
    pub groups: usize,
    /// Word swaps and what they changed in the prediction.
    pub prediction_swaps: Vec<SwapResult>,
    /// The same in the sentiment of a review.
    pub sentiment_swaps: Vec<SwapResult>,
    /// Whether there was a regression to look at.
    pub regression: bool,
}

/// What is near a term.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct SimilarFound {
    /// As it was asked for.
    pub asked: String,
    /// The figures.
    pub similar: copydesk_analysis::learn::Similar,
    /// The nearest posts: id and text.
    pub near: Vec<(String, String)>,
}

/// Copy to fine-tune a model on.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct TuningExport {
    /// Lines for training.
    pub training: usize,
    /// Lines for validation.
    pub validation: usize,
    /// Texts that were left out because they repeat or nearly repeat another.
    pub repeats: usize,
    /// Texts from which personal data was taken out.
    pub cleaned: usize,
    /// Texts that were too short.
    pub short: usize,
    /// Where the files are; `null` where they were sent.
    pub paths: Option<[String; 2]>,
    /// The files themselves, not part of the JSON.
    #[serde(skip)]
    #[schemars(skip)]
    pub files: Vec<Attachment>,
}
