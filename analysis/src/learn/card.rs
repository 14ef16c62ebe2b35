//! The model card: what a model was learned from, how well it does, and where it errs.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Feature, FeatureKind, LevelShift, Metric};
use crate::Platform;

/// How a model is trained.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Settings {
    /// What is learned.
    pub metric: Metric,
    /// Only these platforms; all if empty.
    #[schemars(with = "Vec<String>")]
    pub platforms: Vec<Platform>,
    /// Only posts of the last days.
    pub window_days: Option<u32>,
    /// Only these kinds of features; all if empty.
    pub features: Vec<FeatureKind>,
    /// The values of λ that are tried.
    pub lambdas: Vec<f64>,
    /// The seed of all that is drawn.
    pub seed: u64,
    /// Folds of the rolling test.
    pub folds: usize,
    /// Posts from which on a regression is tried.
    pub minimum: usize,
    /// How often the interval is to hold, such as 0.8.
    pub level: f64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            metric: Metric::Engagement,
            platforms: Vec::new(),
            window_days: None,
            features: Vec::new(),
            lambdas: vec![0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0],
            seed: 1,
            folds: 5,
            minimum: 60,
            level: 0.8,
        }
    }
}

/// What came of training.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Under 30 posts with numbers: nothing is predicted.
    NotEnough,
    /// All posts did the same: there is nothing to learn.
    Constant,
    /// Too few posts for a regression, or it does not beat the baselines: what is usual, and its range.
    Usual,
    /// The regression beats both baselines on posts that it did not see.
    Regression,
    /// Boosted trees beat the regression and both baselines there, by more than luck.
    Trees,
    /// Neither does, and what posts of the same platform and format did beats what is usual on the platform by more than luck.
    PlatformAndFormat,
}

impl Verdict {
    /// Whether the model tells posts apart, or only knows what is usual.
    pub fn tells_posts_apart(self) -> bool {
        matches!(self, Self::Regression | Self::Trees | Self::PlatformAndFormat)
    }
}

/// Posts with numbers under which nothing is said.
pub const LEAST_POSTS: usize = 30;

/// A name and how many posts it has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Counted {
    /// The name.
    pub name: String,
    /// How many.
    pub posts: usize,
}

/// Why posts or columns were left out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "reason", rename_all = "kebab-case")]
pub enum LeftOut {
    /// The metric was not measured.
    Unmeasured {
        /// How many posts.
        posts: usize,
    },
    /// The platform was not asked for.
    OtherPlatform {
        /// How many posts.
        posts: usize,
    },
    /// Older than the window, or dated after today.
    OutsideWindow {
        /// How many posts.
        posts: usize,
    },
    /// Nobody knows on which day they ran, so what was usual then.
    Undated {
        /// How many posts.
        posts: usize,
    },
    /// No platform is named, or none that is known.
    UnknownPlatform {
        /// How many posts.
        posts: usize,
    },
    /// A column whose values count up or are all different, like an id: it would only remember the posts.
    LikeAnId {
        /// The column.
        column: String,
    },
    /// A column that knows the result, so it was measured afterwards.
    KnowsTheResult {
        /// The column.
        column: String,
    },
    /// A column that is about a trait which is nobody's business, by its name or by its values.
    ProtectedTrait {
        /// The column.
        column: String,
    },
    /// A value of another column that names such a trait.
    ProtectedValue {
        /// The column.
        column: String,
        /// The value.
        value: String,
    },
}

/// Mean absolute errors on posts that were not seen, in log units, for the same posts.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RollingErrors {
    /// Folds.
    pub folds: usize,
    /// Posts that were predicted.
    pub tested: usize,
    /// The regression.
    pub regression: f64,
    /// Boosted trees; `None` in what was stored before there were any.
    #[serde(default)]
    pub trees: Option<f64>,
    /// First baseline: the platform's rolling median.
    pub rolling_median: f64,
    /// Second baseline: the median of the same platform and form (angle, where no form is known).
    pub platform_and_format: f64,
    /// How often luck alone would show the regression's advantage over the better baseline (one-sided, paired).
    pub chance: f64,
    /// The same of the trees' advantage over the best of the others.
    #[serde(default)]
    pub chance_of_trees: Option<f64>,
    /// The same of the second baseline's advantage over the first.
    #[serde(default)]
    pub chance_of_format: Option<f64>,
}

/// How often intervals of a level held on posts that were not seen.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Coverage {
    /// How often they should.
    pub level: f64,
    /// How often they did.
    pub observed: f64,
    /// Of how many.
    pub posts: usize,
}

/// How the model errs on a group of 30 posts or more.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct GroupError {
    /// `platform`, `language`, `format`, `segment` or `period`.
    pub kind: String,
    /// Which one.
    pub name: String,
    /// Posts in it that were predicted.
    pub posts: usize,
    /// Mean absolute error, log units.
    pub error: f64,
    /// Mean of actual − predicted, log units: above 0 the model predicts too little.
    pub bias: f64,
    /// The chance of such a bias where there is none, corrected for how many groups are looked at.
    pub chance: f64,
}

impl GroupError {
    /// Whether an audit names it: no luck, and more than a regression's shrinking does to every group.
    pub fn is_biased(&self) -> bool {
        self.chance < AUDIT_ALARM && self.bias.abs() > BIAS_TOLERANCE
    }
}

/// What goes with the result, all else equal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Effect {
    /// Which feature.
    pub feature: Feature,
    /// Others that come with it so often that it may be they.
    #[serde(default)]
    pub alike: Vec<Feature>,
    /// The factor on the result, for a fact that holds or a number that is one standard deviation higher.
    pub factor: f64,
    /// Whether it is that of a standard deviation more.
    #[serde(default)]
    pub per_deviation: bool,
    /// Its 95% interval.
    pub low: f64,
    /// Its 95% interval.
    pub high: f64,
    /// The chance of as much where there is nothing, corrected for how many features are looked at (Holm).
    pub chance: f64,
}

/// What is said of a model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Card {
    /// How it was trained.
    pub settings: Settings,
    /// What came of it.
    pub verdict: Verdict,
    /// Posts that it was learned from.
    pub posts: usize,
    /// From which day to which, in days since 1970.
    pub days: Option<(i64, i64)>,
    /// Posts by platform.
    pub platforms: Vec<Counted>,
    /// Posts by language code; "" where it is unknown.
    pub languages: Vec<Counted>,
    /// What was not used.
    pub left_out: Vec<LeftOut>,
    /// Segments about protected traits, of which nothing is said.
    #[serde(default)]
    pub protected_segments: usize,
    /// Targets that were drawn in because they were far outside.
    pub outliers: usize,
    /// Jumps that stayed.
    pub level_shifts: Vec<LevelShift>,
    /// Columns of the regression or the trees; forms on platforms where those are what is known.
    pub columns: usize,
    /// The λ that was chosen.
    pub lambda: Option<f64>,
    /// The rolling test, where there was one.
    pub errors: Option<RollingErrors>,
    /// Intervals of several levels on unseen posts.
    pub coverage: Vec<Coverage>,
    /// Errors by group.
    pub groups: Vec<GroupError>,
    /// What goes with the result so surely that luck is ruled out at 5% over all that was looked at.
    pub effects: Vec<Effect>,
    /// How many features were looked at for that.
    pub looked_at: usize,
}

impl Card {
    /// The error in the rolling test of what is used, in log units; `None` where there was no test.
    pub fn error(&self) -> Option<f64> {
        let errors = self.errors?;
        match self.verdict {
            Verdict::Regression => Some(errors.regression),
            Verdict::Trees => errors.trees,
            Verdict::PlatformAndFormat => Some(errors.platform_and_format),
            _ => Some(errors.rolling_median),
        }
    }
}

/// The level at which effects and biases are called ones.
pub const ALARM: f64 = 0.05;
/// The same for each of the two kinds of bias that an audit looks for, groups and swapped words, so that both together keep it.
pub const AUDIT_ALARM: f64 = ALARM / 2.0;
/// A prediction may be wrong for a group by this, and differ by this where only a name does, in log units: a tenth.
pub const BIAS_TOLERANCE: f64 = 0.1;
/// A sentiment, −1 to 1, may differ by this where only a name does.
pub const SENTIMENT_TOLERANCE: f64 = 0.1;
