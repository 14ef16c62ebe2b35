//! Reviews of texts.

use schemars::JsonSchema;
use serde::Serialize;

use super::Likely;

/// Reviews: of one text, or of several variants of it, the best first.
#[derive(Debug, Clone, Default, PartialEq, Serialize, JsonSchema)]
pub struct Reviews {
    /// The first text's id for the `/text` commands, such as "T-001"; `null` where none is stored.
    pub id: Option<String>,
    /// The text that all places are in: a file as it is (what is no prose in Markdown is blanked), or what was read in a docx, an
    /// html file or a page.
    pub text: String,
    /// One for each text.
    pub reviews: Vec<ReviewShown>,
    /// What a model says of the first text, if one did.
    pub critique: Option<CritiqueShown>,
    /// The first text, written better, if a model did and the checks took it.
    pub rewrite: Option<RewriteShown>,
    /// What is to be kept in mind.
    pub notes: Vec<String>,
    /// What no model did, and why.
    pub missing: Vec<String>,
    /// What people are shown of it.
    #[serde(skip)]
    #[schemars(skip)]
    pub shows: Shows,
    /// Whether a model can write a rewrite: only then it is a next step.
    #[serde(skip)]
    #[schemars(skip)]
    pub can_edit: bool,
}

/// What people are shown of a review.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Shows {
    /// All of it.
    #[default]
    Whole,
    /// The rewrite alone.
    Rewrite,
}

/// What a model says of a text. Sentences with figures that are neither in the text nor in the findings are left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CritiqueShown {
    /// What it says.
    pub text: String,
    /// The model's name in the settings.
    pub model: String,
    /// The figures of the sentences that were left out.
    pub left_out: Vec<String>,
}

/// A text written better, held against the same rules.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct RewriteShown {
    /// The text; docs/review.md says what of it was compared with the original.
    pub text: String,
    /// Its review.
    pub review: ReviewShown,
    /// Figures before and after.
    pub measures: Vec<MeasureShown>,
    /// What was changed: stretches of text, each with its `change`: `same`, `removed` or `added`.
    #[schemars(with = "Vec<serde_json::Value>")]
    pub changes: Vec<copydesk_analysis::Difference>,
    /// The model's name in the settings.
    pub model: String,
    /// Which of the tries it was, from 1.
    pub tries: usize,
}

/// A figure before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct MeasureShown {
    /// `score`, `findings`, `poor`, `reading-ease`, `mean-characters`, `long-sentences`, `passive`, or a platform's id.
    pub measure: String,
    /// Of the original.
    pub before: String,
    /// Of the rewrite.
    pub after: String,
}

/// All of a stored text's review, or some of its findings explained.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ReviewDetails {
    /// Such as "T-001".
    pub id: String,
    /// Whether the review has only the findings that were asked for.
    pub explained: bool,
    /// How many findings there are.
    pub all: usize,
    /// The review.
    pub review: ReviewShown,
}

/// What can be said of a text. All of it is computed: the same text always has the same review.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ReviewShown {
    /// Its place among the variants as they were given, from 1.
    pub variant: usize,
    /// Its first words.
    pub text: String,
    /// 0 to 100: 100 × Σ weight × points ÷ Σ weight, over `checks`; good is 1 point, fair ½, poor 0.
    pub score: u8,
    /// The language that it was held against, as an ISO 639-1 code; `null` if the text has no letters.
    pub language: Option<String>,
    /// Unicode characters.
    pub characters: usize,
    /// Words; of Chinese, those that jieba finds.
    pub words: usize,
    /// Sentences.
    pub sentences: usize,
    /// Paragraphs.
    pub paragraphs: usize,
    /// Seconds of silent reading.
    pub reading_seconds: usize,
    /// Checks that apply.
    pub checks: Vec<CheckShown>,
    /// Checks that do not, with the reason: they are in no sum.
    pub left_out: Vec<RemarkShown>,
    /// What is to be mended, the most important first.
    pub findings: Vec<FindingShown>,
    /// How long it is on each platform.
    pub fits: Vec<FitShown>,
    /// What is to be kept in mind about the text.
    pub remarks: Vec<RemarkShown>,
    /// What it will likely do, where the team has a model that is good enough; else `null`.
    pub likely: Option<Likely>,
}

/// A check that applies.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct CheckShown {
    /// Its id, such as `readability`.
    pub check: String,
    /// `good`, `fair` or `poor`.
    pub level: String,
    /// Its part of the sum.
    pub weight: u32,
    /// What it measured: names with numbers or words.
    pub figures: serde_json::Value,
}

/// Something to mend.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct FindingShown {
    /// The check that found it.
    pub check: String,
    /// What kind of fault it is.
    pub kind: String,
    /// `fair` or `poor`.
    pub level: String,
    /// What was found, in words.
    pub what: String,
    /// Why it matters.
    pub why: String,
    /// How to mend it.
    pub mend: String,
    /// Where the rule or the threshold is from.
    pub source: String,
    /// The figures behind the words.
    pub figures: serde_json::Value,
    /// Where: the first places.
    pub quotes: Vec<QuoteShown>,
    /// How many more places there are.
    pub more: usize,
}

/// Words of the text, with their place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct QuoteShown {
    /// The words as they stand, shortened if they are many.
    pub text: String,
    /// The first byte of the text in UTF-8.
    pub start: usize,
    /// The byte behind the last.
    pub end: usize,
    /// The line, from 1.
    pub line: usize,
    /// The character in the line, from 1.
    pub column: usize,
}

/// A text on a platform.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FitShown {
    /// The platform's id.
    pub platform: String,
    /// How long the text is there.
    pub used: u32,
    /// The most that fits.
    pub limit: u32,
    /// What is counted, as in `ideas`.
    pub unit: String,
    /// Whether it fits.
    pub fits: bool,
}

/// Something to keep in mind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RemarkShown {
    /// The check that was left out, or what kind of remark it is.
    pub kind: String,
    /// In words.
    pub text: String,
    /// Where.
    pub quotes: Vec<QuoteShown>,
}
