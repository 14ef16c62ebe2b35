//! Answers of the learning. What they hold is described in docs/learning.md.

use copydesk_adapters::Attachment;
use copydesk_analysis::learn::{
    Audience, BestTime, Card, ClassifierCard, Comparison, Counted, DataFinding, GroupError, LeftOut, LevelShift,
    Metric, Prediction, Raise, Recommendation, Shares, SwapResult, WordBias,
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
    /// The old one stays with intervals of another level, which was all that the order changed.
    OtherLevel,
    /// The old one stays: fewer than 20 posts (10 labels) are new, and the settings are the same.
    NothingNew,
    /// There was no classifier, and there is none: the rules do as well.
    Loses,
    /// There is no model: too few posts, or all the same.
    None,
}

impl TrainingOutcome {
    /// Whether the model that was there answers on.
    pub fn keeps_old(self) -> bool {
        matches!(self, Self::KeptOld | Self::NothingNew)
    }

    /// Its name in JSON.
    pub fn id(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Replaced => "replaced",
            Self::KeptOld => "kept-old",
            Self::OtherLevel => "other-level",
            Self::NothingNew => "nothing-new",
            Self::Loses => "loses",
            Self::None => "none",
        }
    }
}

/// What came of training a classifier from labels that people gave.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct LabelsTrained {
    /// The team's id.
    pub team: String,
    /// `topic`, `sentiment` or `format`.
    pub label: String,
    /// What became of the new classifier.
    pub outcome: TrainingOutcome,
    /// The version that labels new posts now, if any.
    pub version: Option<u32>,
    /// The shares of wrong labels of the old one and of the new one, on labels that neither had seen.
    pub compared: Option<ModelDuel>,
    /// Labels that people gave.
    pub labelled: usize,
    /// Labels that are needed.
    pub least: usize,
    /// What all of them are, where no two differ: a second kind is needed, however many there are.
    pub only: Option<String>,
    /// How well it does; `null` with too few labels, or where all are the same.
    pub card: Option<ClassifierCard>,
}

/// What a draft or a text under review will likely do, in short.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Likely {
    /// The platform's id.
    pub platform: String,
    /// What is predicted.
    pub metric: Metric,
    /// The expected value.
    pub expected: f64,
    /// From here …
    pub low: f64,
    /// … to here, with the chance `level`.
    pub high: f64,
    /// How often the interval is to hold.
    pub level: f64,
    /// What is usual for the team on the platform now.
    pub usual: f64,
    /// Expected ÷ usual.
    pub ratio: f64,
    /// The model's version.
    pub version: u32,
}

/// How far people and the bot's rules agree on labels.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct LabelAgreement {
    /// `hook`, `sentiment`, `language` or `format`.
    pub label: String,
    /// Labels that both gave.
    pub labels: usize,
    /// The same ones.
    pub agreed: usize,
    /// Cohen's κ; `null` where both always say the same one thing.
    pub kappa: Option<f64>,
}

/// How often people decided otherwise than the bot.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Overruled {
    /// Labels that a person looked at in the chat, where rules had said something.
    pub labels: usize,
    /// Those of them that the person changed.
    pub corrected: usize,
    /// Ideas that were used or refused.
    pub ideas: u32,
    /// Those of them that were refused.
    pub refused: u32,
}

/// The versions of a model.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ModelHistory {
    /// What they are of: a metric, or `label-topic`, `label-sentiment`, `label-format`.
    pub metric: String,
    /// The version that is in force.
    pub in_force: Option<u32>,
    /// Whether it was just chosen.
    pub rolled_back: bool,
    /// The newest first.
    pub versions: Vec<ModelVersion>,
    /// What came of each training, the newest first.
    pub tries: Vec<TryShown>,
}

/// One training, whatever came of it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct TryShown {
    /// When.
    pub at: String,
    /// Whether the schedule did it, and no person.
    pub scheduled: bool,
    /// Posts or labels that it learned from.
    pub posts: usize,
    /// As in `trained`.
    pub outcome: String,
    /// The version in force since.
    pub version: Option<u32>,
    /// The errors of the old one and of the new one on the same posts, where they were compared.
    pub compared: Option<(f64, f64)>,
}

/// One of them.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ModelVersion {
    /// Its number.
    pub version: u32,
    /// When it was trained.
    pub trained: String,
    /// Posts or labels that it was learned from.
    pub posts: usize,
    /// `regression`, `trees`, `platform-and-format`, `usual` or `classifier`.
    pub method: String,
    /// Whether it tells posts apart, or only knows what is usual.
    pub regression: bool,
    /// Mean absolute error of the rolling test, log units; for a classifier the share of labels that it gets wrong.
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
    /// The language code of the first, where it is one that the model has seen too little of to know; else `null`.
    pub new_language: Option<String>,
    /// The code of the first text's language, where it can be told.
    pub language: Option<String>,
    /// Whether it is a language without methods for angle and sentiment, or one that can't be told.
    pub unread_language: bool,
    /// The form that was asked for; `null` for none.
    pub form: Option<FormAsked>,
    /// The forms of past posts by which the model tells posts apart, the best first, where it knows of nothing else and the first
    /// text has none of them; else empty.
    pub forms: Vec<String>,
    /// When the text is taken to run.
    pub moment: PredictedMoment,
}

/// A form that was asked for, and what past posts have of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FormAsked {
    /// As it was asked for.
    pub form: String,
    /// Past posts with it; with fewer than five it changes nothing.
    pub posts: usize,
    /// The forms of past posts, the most frequent first.
    pub known: Vec<String>,
}

/// When a text is taken to run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PredictedMoment {
    /// Monday 0 to Sunday 6.
    pub weekday: u8,
    /// The hour of the day.
    pub hour: Option<u8>,
    /// Whether it was asked for; else it is the moment of asking.
    pub given: bool,
    /// Whether past posts ran at that part of the day; else the hour counts as usual.
    pub hour_is_known: bool,
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
    /// Posts that can't be learned from, and why.
    pub left_out: Vec<LeftOut>,
}

/// Who reacts to what.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct AudienceFound {
    /// The figures.
    pub audience: Audience,
    /// Posts with numbers.
    pub posts: usize,
    /// Posts that can't be learned from, and why.
    pub left_out: Vec<LeftOut>,
}

/// What to make next.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Recommended {
    /// Whether it is for the team or for the person who asks.
    pub whole_team: bool,
    /// The topic that was just muted.
    pub muted: Option<String>,
    /// The muted topic that is shown again from now on.
    pub shown_again: Option<String>,
    /// Whether that holds for the whole team, or for the person.
    pub for_team: bool,
    /// What the person muted, as far as it keeps something out of this list.
    pub left_out: Vec<String>,
    /// The same of what the team muted.
    pub left_out_by_team: Vec<String>,
    /// Whether a past post or a wish is about what was muted.
    pub muted_is_known: bool,
    /// Choices of the person that it stands on; new people start from the team.
    pub own_choices: usize,
    /// Posts that can't be learned from, and why.
    pub unlearnable: Vec<LeftOut>,
    /// The best first.
    pub items: Vec<Recommendation>,
}

/// Two groups of posts.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Compared {
    /// The figures; `null` if one side has too few posts to compare.
    pub comparison: Option<Comparison>,
    /// Names of both sides, and the posts with numbers that are in that side only.
    pub sides: [(String, usize); 2],
    /// Posts that are in both sides, and left out.
    pub both: usize,
    /// Posts of each side on platforms that the other side has no post on: left out, because there is nothing to hold them against.
    pub apart: [usize; 2],
    /// Jumps of the numbers that lie inside what is compared.
    pub level_shifts: Vec<LevelShift>,
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
    /// What posts with a name, a place or a word for women or men did against those with others of its kind, and what a swap
    /// changes in the prediction; the surest first.
    pub word_biases: Vec<WordBias>,
    /// Word swaps and what they changed in the sentiment of a review.
    pub sentiment_swaps: Vec<SwapResult>,
    /// The same in the score of a review, 0 to 100.
    pub review_swaps: Vec<SwapResult>,
    /// How far people and the rules agree on labels, by kind.
    pub agreement: Vec<LabelAgreement>,
    /// How often people decided otherwise than the bot.
    pub overruled: Overruled,
    /// Whether there was a regression to look at.
    pub regression: bool,
    /// Jumps of the numbers that stayed.
    pub level_shifts: Vec<LevelShift>,
    /// Languages (codes; "" where none was recognised) for which there are no methods, with how many posts each has: their
    /// angles, sentiment and words were not looked at.
    pub unread: Vec<Counted>,
    /// Segments about protected traits: they are left out.
    pub protected_segments: Vec<String>,
    /// Posts that can't be learned from, and why.
    pub left_out: Vec<LeftOut>,
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
    /// From this likeness (0 to 1) on two texts are on the same side.
    pub likeness: f64,
    /// Texts from which personal data was taken out.
    pub cleaned: usize,
    /// What was taken out, and how often: `link`, `email`, `phone`, `address`, `birth`, `key`, `ip`, `number` or `name`.
    pub removed: std::collections::BTreeMap<String, usize>,
    /// Texts that were too short.
    pub short: usize,
    /// Where the files are; `null` where they were sent.
    pub paths: Option<[String; 2]>,
    /// The files themselves, not part of the JSON.
    #[serde(skip)]
    #[schemars(skip)]
    pub files: Vec<Attachment>,
}
