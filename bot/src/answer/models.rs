//! Conversation, the models that answer, and what they were told.

use schemars::JsonSchema;
use serde::Serialize;

use super::Reason;

/// Which model answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ModelShown {
    /// Its name in the configuration.
    pub name: String,
    /// `local` or `remote`.
    pub kind: String,
}

/// A turn of conversation.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Chat {
    /// What the model said.
    pub text: String,
    /// Which model.
    pub model: ModelShown,
    /// What is to be kept in mind.
    pub notes: Vec<String>,
}

/// What the model was told for the last answer in this channel.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ExplanationShown {
    /// What was asked.
    pub question: String,
    /// The model's name.
    pub model: String,
    /// The prompt.
    pub prompt: String,
    /// What was decided around it.
    pub notes: Vec<String>,
    /// Tokens read and written, where known.
    pub tokens: Option<(u64, u64)>,
    /// The idea or draft that is explained, such as "I-017"; `null` for the last answer of a channel.
    pub id: Option<String>,
    /// Who asked: the platform's name and the platform's id of the person; empty if nobody knows.
    pub by: String,
    /// When, in UTC (RFC 3339).
    pub at: String,
    /// Of an idea or draft, what it stands on: campaigns with their scores, preferences, rules.
    pub because: Vec<Reason>,
    /// Of an idea or draft, how its tokens were drawn: names and values.
    pub settings: Vec<(String, String)>,
    /// Of an idea or draft, the past posts that fitted, the best first, and others that the model was told of.
    pub campaigns: Vec<FittingShown>,
    /// Of an idea or draft, the rules for words that were in force, those that did something first.
    pub rules: Vec<RuleUseShown>,
}

/// A past post behind a text.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct FittingShown {
    /// Such as "C-031".
    pub id: String,
    /// Its text, shortened.
    pub text: String,
    /// How well it fitted, weighed by result and age: 1 for the one that fitted best; `null` if it is about something else.
    pub score: Option<f64>,
    /// Engagement ÷ the platform's median then, where known.
    pub ratio: Option<f64>,
    /// Whether the model was told of it.
    pub told: bool,
}

/// A rule for words while a text was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RuleUseShown {
    /// Such as "R-003".
    pub id: String,
    /// `required`, `banned` or `preferred`.
    pub demand: String,
    /// What it looks for.
    pub pattern: String,
    /// What it says instead, if it does.
    pub say: Option<String>,
    /// How often it matched in the candidates.
    pub matched: u64,
    /// Whether it changed the text that was chosen.
    pub mended: bool,
}

/// Which models answer.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Models {
    /// The name of the one that answers now; `null` if none can.
    pub answers: Option<String>,
    /// Those that may, in the order that they are asked in.
    pub models: Vec<ModelFacts>,
}

/// A model that may answer.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ModelFacts {
    /// Its name in the settings.
    pub name: String,
    /// `local` or `remote`.
    pub kind: String,
    /// Where it computes: its file's name, or its server's address.
    pub place: String,
    /// Codes of the languages that it writes.
    pub languages: Vec<String>,
    /// Those that it writes badly.
    pub weak_languages: Vec<String>,
    /// Its licence, empty if unknown.
    pub licence: String,
    /// Whether it can answer.
    pub state: ModelState,
    /// Why it can't, empty if it can.
    pub message: String,
    /// What to do about it; empty if nothing.
    pub help: String,
    /// How busy and how fast it is, once it was needed.
    pub load: Option<LoadShown>,
}

/// Whether a model can answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ModelState {
    /// It can.
    Ready,
    /// It will soon.
    Loading,
    /// It was not needed yet, and loads when it is.
    Resting,
    /// It failed the last time.
    Failing,
    /// Something is missing or damaged.
    Missing,
}

/// How busy and how fast a model is.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct LoadShown {
    /// Requests being answered.
    pub running: usize,
    /// Requests that wait.
    pub waiting: usize,
    /// Tokens written in a second, lately, where known.
    pub output_rate: Option<f64>,
    /// Tokens of prompts read in a second, lately, where known.
    pub prompt_rate: Option<f64>,
    /// Tokens of prompts since the start that had to be computed.
    pub computed_tokens: u64,
    /// Tokens of prompts since the start that were still there from an earlier request.
    pub reused_tokens: u64,
    /// Tokens that are kept for later requests.
    pub kept_tokens: usize,
}
