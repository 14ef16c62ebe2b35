//! What a request was answered with, before it is put into words: the stable JSON form of `copydesk ask --json`.

use copydesk_adapters::Attachment;
use copydesk_analysis::{Angle, Format, Platform, Unit};
use schemars::JsonSchema;
use serde::Serialize;

/// An answer. Its JSON form is documented in docs/ask.md; fields may be added, none removed or renamed.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Answer {
    /// Suggestions.
    Ideas(Ideas),
    /// What to write from, where no model can write.
    Angles(Angles),
    /// Conversation.
    Chat(Chat),
    /// The team's preferences, perhaps after a change.
    Preferences(PreferencesShown),
    /// Past posts.
    Campaigns(Campaigns),
    /// What the model was told.
    Explanation(ExplanationShown),
    /// Which models answer.
    Model(Models),
    /// What was used, and may be.
    Usage(Box<UsageShown>),
    /// A place joins a team, or a code for that.
    Link(LinkShown),
    /// Who is let in, and who is not.
    Access(AccessShown),
    /// All that is stored, as a file.
    Export(ExportShown),
    /// What is stored, and what became of it.
    Forgotten(Forgotten),
    /// What can be asked.
    Help(Help),
    /// Something was done, and there is nothing more to show.
    Done(Done),
    /// The person leaves.
    Farewell(Farewell),
    /// What went wrong.
    Error(ErrorShown),
}

/// Suggestions, the chosen ones of many.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Ideas {
    /// As it was asked for.
    pub topic: String,
    /// How many were asked for; there may be fewer.
    pub wanted: usize,
    /// In the order in which they were chosen.
    pub ideas: Vec<Idea>,
    /// What wrote them.
    pub model: ModelShown,
    /// What was left out, shortened, or is to be kept in mind.
    pub notes: Vec<String>,
}

/// One suggestion.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Idea {
    /// The copy, without hashtags.
    pub text: String,
    /// `question`, `story`, `number`, `behind-the-scenes`, `customer-words`, `contrast`, `how-to` or `statement`.
    #[schemars(with = "String")]
    pub angle: Angle,
    /// The platform's id.
    #[schemars(with = "String")]
    pub platform: Platform,
    /// `post`, `title` or `script`.
    #[schemars(with = "String")]
    pub format: Format,
    /// Each with its `#`.
    pub hashtags: Vec<String>,
    /// Of text and hashtags together, as the platform counts.
    pub length: LengthShown,
    /// What it stands on.
    pub because: Vec<Reason>,
    /// What ranked it first among the candidates: names and values from 0 to 1.
    pub terms: Vec<TermShown>,
}

/// A term of the choice.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct TermShown {
    /// `topic`, `angle`, `length`, `voice`, `natural` or `fresh`.
    pub name: String,
    /// 0 to 1.
    pub value: f64,
    /// Its share of the whole.
    pub weight: f64,
}

/// A length against its limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LengthShown {
    /// Counted in `unit`.
    pub used: u32,
    /// The most that fits.
    pub limit: u32,
    /// `characters`, `weighted_characters`, `graphemes`, `characters_emoji_as_bytes`, `characters_url23`, `bytes`, `utf16_units` or
    /// `seconds`.
    #[schemars(with = "String")]
    pub unit: Unit,
}

/// What an idea stands on.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Reason {
    /// How posts of this angle did.
    Angle {
        /// The angle's id.
        #[schemars(with = "String")]
        angle: Angle,
        /// The platform that the figures are for.
        #[schemars(with = "String")]
        platform: Platform,
        /// Posts with numbers.
        posts: usize,
        /// Geometric mean of engagement ÷ the platform's median; 1 is as usual.
        ratio: f64,
    },
    /// A past post.
    Campaign {
        /// Such as "C-031".
        id: String,
        /// `best-of-angle` or `on-topic`.
        role: CampaignRole,
        /// Its text, shortened.
        text: String,
        /// Likes, where known.
        likes: Option<u64>,
        /// Likes, comments and shares, where known.
        engagement: Option<u64>,
        /// Engagement ÷ the platform's median, where known.
        ratio: Option<f64>,
    },
    /// A preference of the team.
    Preference {
        /// Its key, as in `/prefs set`.
        id: String,
        /// Its value.
        value: String,
    },
}

/// Why a past post is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CampaignRole {
    /// The best post of the idea's angle.
    BestOfAngle,
    /// The post that fits the topic best.
    OnTopic,
}

/// Which model answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ModelShown {
    /// Its name in the configuration.
    pub name: String,
    /// `local` or `remote`.
    pub kind: String,
}

/// Angles that worked, for people to write from.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Angles {
    /// As it was asked for.
    pub topic: String,
    /// The platform's id.
    #[schemars(with = "String")]
    pub platform: Platform,
    /// Why the model does not write.
    pub message: String,
    /// What to do about it.
    pub help: String,
    /// The best first.
    pub angles: Vec<AngleShown>,
}

/// An angle and what speaks for it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct AngleShown {
    /// Its id.
    #[schemars(with = "String")]
    pub angle: Angle,
    /// How to take it, in one sentence.
    pub how: String,
    /// What it stands on.
    pub because: Vec<Reason>,
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

/// The team's preferences.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct PreferencesShown {
    /// The team's id.
    pub team: String,
    /// The key that was just changed.
    pub changed: Option<String>,
    /// All of them, in a fixed order.
    pub preferences: Vec<PreferenceShown>,
    /// What is to be kept in mind.
    pub notes: Vec<String>,
}

/// One preference.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct PreferenceShown {
    /// As in `/prefs set`.
    pub key: String,
    /// Empty if it is not set; lists have several.
    pub value: Vec<String>,
}

/// Past posts.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Campaigns {
    /// The id of the one that was just added.
    pub added: Option<String>,
    /// How many the team has.
    pub total: usize,
    /// The newest first.
    pub campaigns: Vec<CampaignShown>,
    /// What is to be kept in mind.
    pub notes: Vec<String>,
}

/// A past post.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct CampaignShown {
    /// Such as "C-031".
    pub id: String,
    /// The platform's id.
    pub platform: String,
    /// The day, as YYYY-MM-DD.
    pub date: String,
    /// The post.
    pub text: String,
    /// Its angle, found by rules.
    #[schemars(with = "String")]
    pub angle: Angle,
    /// Likes, where known.
    pub likes: Option<u64>,
    /// Engagement ÷ the platform's median, where known.
    pub ratio: Option<f64>,
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

/// What a person and a team used today, what they may use, and what they used lately.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct UsageShown {
    /// The team's id.
    pub team: String,
    /// Today, as YYYY-MM-DD.
    pub day: String,
    /// When the next day begins, in UTC (RFC 3339).
    pub renews: String,
    /// `person` or `team` if its limits were just changed.
    pub changed: Option<String>,
    /// The person who asks, today.
    pub of_person: BudgetShown,
    /// All of the team together, today.
    pub of_team: BudgetShown,
    /// The last seven days, today first.
    pub days: Vec<DayShown>,
    /// What is to be kept in mind.
    pub notes: Vec<String>,
}

/// What was used today against what may be.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct BudgetShown {
    /// So far.
    pub used: UsedShown,
    /// The most in a day.
    pub limits: LimitsShown,
}

/// What was used.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct UsedShown {
    /// Requests that a model worked on.
    pub requests: u64,
    /// Tokens read and written.
    pub tokens: u64,
    /// Of these, read.
    pub prompt_tokens: u64,
    /// Of these, written.
    pub output_tokens: u64,
    /// What models with prices cost, by currency.
    pub money: Vec<MoneyShown>,
}

/// An amount of money.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct MoneyShown {
    /// Such as `USD`.
    pub currency: String,
    /// In whole units.
    pub amount: f64,
}

/// The most in a day; `null` is no limit.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct LimitsShown {
    /// Requests.
    pub requests: Option<u64>,
    /// Tokens read and written.
    pub tokens: Option<u64>,
    /// Money in each currency, in whole units.
    pub money: Option<f64>,
}

/// What was used on a day.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct DayShown {
    /// As YYYY-MM-DD.
    pub day: String,
    /// By the person who asks.
    pub of_person: UsedShown,
    /// By all of the team.
    pub of_team: UsedShown,
}

/// A place joins a team, or a code for that.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct LinkShown {
    /// The id of the team that the place belongs to now.
    pub team: String,
    /// What was done, and how to go on.
    pub text: String,
    /// A new code.
    pub code: Option<String>,
    /// Until when the code is good, in UTC (RFC 3339).
    pub expires: Option<String>,
    /// The team's places that are stored; a terminal's is only where the team has others, too.
    pub places: Vec<PlaceShown>,
}

/// A place.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct PlaceShown {
    /// `console`, `discord` or `telegram`.
    pub platform: String,
    /// What people call it.
    pub name: String,
}

/// Who is let in, and who is not.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct AccessShown {
    /// What was done, or what the entries are.
    pub text: String,
    /// Those of the team; those of all teams only for whoever decides over them.
    pub entries: Vec<AccessEntry>,
}

/// Whether somebody is let in.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct AccessEntry {
    /// The platform's name and the platform's id, such as `telegram:7`.
    pub id: String,
    /// Whether it is a place; otherwise a person.
    pub place: bool,
    /// Whether they are.
    pub allowed: bool,
    /// In all teams, not in this one alone.
    pub everywhere: bool,
    /// The person who said so, as `id`; `null` if the settings do.
    pub by: Option<String>,
}

/// All that is stored of a team, as a file.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ExportShown {
    /// What was done.
    pub text: String,
    /// The file's name.
    pub name: String,
    /// Its size.
    pub bytes: usize,
    /// Where it was stored; `null` where it was sent.
    pub path: Option<String>,
    /// How many records of which kind are in it.
    pub records: Vec<RecordCount>,
    /// The file itself, where it is to be sent.
    #[serde(skip)]
    pub file: Option<Attachment>,
}

/// What is stored of a person or a team, and what became of it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Forgotten {
    /// `person` or `team`.
    pub whose: String,
    /// How far it is.
    pub state: ForgottenState,
    /// When it was removed or is to be, in UTC (RFC 3339).
    pub at: Option<String>,
    /// How many records of which kind.
    pub records: Vec<RecordCount>,
    /// The same in words.
    pub text: String,
    /// What stays, and what can be done.
    pub notes: Vec<String>,
}

/// How far a removal is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ForgottenState {
    /// Nothing is to be removed.
    Stored,
    /// It is to be removed, and nothing was yet.
    Due,
    /// It was removed.
    Removed,
    /// It was to be removed, and is not any more.
    Kept,
}

/// Records of one kind.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct RecordCount {
    /// Of a person `turns`, `explanations`, `offers` or `usage`; of a team its sections, such as `campaigns`.
    pub kind: String,
    /// How many.
    pub count: usize,
}

/// What can be asked.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Help {
    /// Every command.
    pub commands: Vec<CommandShown>,
}

/// One command.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct CommandShown {
    /// How it is written.
    pub usage: String,
    /// What it does.
    pub summary: String,
    /// An example to copy, or empty.
    pub example: String,
}

/// Said when something was done.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Done {
    /// What was done.
    pub text: String,
}

/// Said when a person leaves.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Farewell {
    /// The words.
    pub text: String,
}

/// Something that can't be done.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ErrorShown {
    /// What was wrong, with the offending value.
    pub message: String,
    /// What to do about it; empty if nothing.
    pub help: String,
}
