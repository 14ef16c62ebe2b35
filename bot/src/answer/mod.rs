//! What a request was answered with, before it is put into words: the stable JSON form of `copydesk ask --json`.

mod campaigns;
mod data;
mod digest;
mod drafts;
mod ideas;
mod learn;
mod models;
mod people;
mod records;
mod review;
mod team;
mod usage;

use schemars::JsonSchema;
use serde::Serialize;

pub use self::campaigns::{
    CampaignDetail, CampaignSources, ColumnShown, ImportShown, ImportState, LabelShown, MetricShown, MissingShown,
    RowsShown, SourceShown, StatRow, StatsShown,
};
pub use self::data::{
    AccessEntry, AccessShown, ExportShown, Forgotten, ForgottenState, LinkShown, PlaceShown, RecordCount,
};
pub use self::digest::{
    DigestHistory, DigestList, DigestQuestion, DigestSetup, DigestShown, DigestsShown, FailedSource, ItemLink,
    OccurrenceShown, ScoreShown, SourceShare, TasteFit, TrendShown,
};
pub use self::drafts::{
    BoardRow, BoardShown, DraftHistory, DraftShown, EventShown, LinkOfDraft, OpenIdea, PieceDifference, PieceShown,
    SceneShown,
};
pub use self::ideas::{AngleShown, Angles, CampaignRole, Idea, Ideas, LengthShown, Reason, TermShown};
pub use self::learn::{
    AudienceFound, Audited, BestTimes, Compared, FormAsked, LabelAgreement, LabelsTrained, Likely, ModelDuel,
    ModelHistory, ModelVersion, Overruled, Predicted, PredictedMoment, PredictedVariant, Recommended, SimilarFound,
    TrainedShown, TrainingOutcome, TryShown, TuningExport,
};
pub use self::models::{
    Chat, ExplanationShown, FittingShown, LoadShown, ModelFacts, ModelShown, ModelState, Models, RuleUseShown,
};
pub use self::records::{CampaignShown, Campaigns, PreferenceShown, PreferencesShown};
pub use self::review::{
    CheckShown, CritiqueShown, FindingShown, FitShown, MeasureShown, QuoteShown, RemarkShown, ReviewDetails,
    ReviewShown, Reviews, RewriteShown, Shows,
};
pub use self::team::{ChangeShown, PersonShown, PreferenceHistory, ProposalShown, Proposals, RuleShown, RulesShown};
pub use self::usage::{BudgetShown, DayShown, LimitsShown, MoneyShown, UsageShown, UsedShown};

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
    /// The history of the team's preferences.
    PreferenceHistory(PreferenceHistory),
    /// The team's rules for words.
    Rules(RulesShown),
    /// What the best posts suggest.
    Proposals(Proposals),
    /// What is stored of a person.
    Person(PersonShown),
    /// A draft.
    Draft(Box<DraftShown>),
    /// The drafts of a team.
    Board(BoardShown),
    /// What happened to a draft.
    DraftHistory(DraftHistory),
    /// What can be said of a text, or of several.
    Review(Box<Reviews>),
    /// All of a stored text's review.
    ReviewDetails(Box<ReviewDetails>),
    /// Past posts.
    Campaigns(Campaigns),
    /// One past post, whole.
    Campaign(CampaignDetail),
    /// Past posts from a file: proposed, or stored.
    Import(Box<ImportShown>),
    /// Accounts and feeds whose posts are collected.
    CampaignSources(CampaignSources),
    /// How past posts did.
    CampaignStats(StatsShown),
    /// What the model was told.
    Explanation(ExplanationShown),
    /// Which models answer.
    Model(Models),
    /// What came of training on past posts.
    Trained(Box<TrainedShown>),
    /// What came of training a classifier on labels.
    LabelsTrained(Box<LabelsTrained>),
    /// Versions of a model that was learned from past posts.
    ModelHistory(ModelHistory),
    /// What a text will likely do.
    Predicted(Box<Predicted>),
    /// When posts did well.
    BestTimes(BestTimes),
    /// Who reacts to what.
    Audience(AudienceFound),
    /// What to make next.
    Recommended(Recommended),
    /// Two groups of posts.
    Compared(Compared),
    /// What is one-sided.
    Audited(Box<Audited>),
    /// What is near a term.
    Similar(SimilarFound),
    /// Copy to fine-tune a language model on.
    TuningExport(TuningExport),
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
    /// What is rising.
    Digest(Box<DigestShown>),
    /// What the team follows.
    Digests(DigestsShown),
    /// What is asked about a new digest.
    DigestQuestion(DigestQuestion),
    /// What became of a digest each time.
    DigestHistory(DigestHistory),
    /// Its feeds as a file.
    DigestList(DigestList),
    /// What can be asked.
    Help(Help),
    /// What this is, and what to try first.
    Welcome(Welcome),
    /// Something was done, and there is nothing more to show.
    Done(Done),
    /// Words are asked for that complete a command.
    Question(QuestionShown),
    /// The person leaves.
    Farewell(Farewell),
    /// What went wrong.
    Error(ErrorShown),
}

impl Answer {
    /// Whether it is for nobody but the person who asked: what is stored of that person, all of a team's data, a code that lets
    /// a place in.
    pub fn is_private(&self) -> bool {
        match self {
            Self::Person(_) | Self::Export(_) => true,
            // What reviewers write for reviewers. Who does something to a draft does it before all: there it only tells of such notes.
            Self::Draft(draft) => draft.done.is_none() && !draft.private_notes.is_empty(),
            Self::DraftHistory(history) => history.events.iter().any(|it| it.private && !it.note.is_empty()),
            Self::Forgotten(forgotten) => forgotten.whose == "person",
            Self::Link(link) => link.code.is_some(),
            _ => false,
        }
    }

    /// Adds what is to be kept in mind, where an answer has room for it.
    pub fn add_note(&mut self, note: String) {
        match self {
            Self::Ideas(ideas) => ideas.notes.push(note),
            Self::Chat(chat) => chat.notes.push(note),
            Self::Review(reviews) => reviews.notes.push(note),
            Self::Preferences(preferences) => preferences.notes.push(note),
            Self::Campaigns(campaigns) => campaigns.notes.push(note),
            Self::Digest(digest) => digest.notes.push(note),
            Self::Digests(digests) => digests.notes.push(note),
            Self::Campaign(campaign) => campaign.notes.push(note),
            Self::Import(import) => import.notes.push(note),
            Self::CampaignSources(sources) => sources.notes.push(note),
            Self::CampaignStats(stats) => stats.notes.push(note),
            Self::Angles(angles) => angles.help = format!("{} {note}", angles.help).trim().to_string(),
            Self::Error(error) => error.help = format!("{} {note}", error.help).trim().to_string(),
            _ => {}
        }
    }
}

/// What can be asked.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Help {
    /// Every command, or those that were asked about.
    pub commands: Vec<CommandShown>,
    /// Where one command was asked about: others that begin with its words, such as `/prefs set`.
    pub related: Vec<String>,
}

/// What this is, and what to try first.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Welcome {
    /// What this is.
    pub text: String,
    /// Three things to try, a line each.
    pub tries: Vec<String>,
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
    /// Its options, where one command was asked about; else empty.
    pub options: Vec<OptionShown>,
}

/// An option of a command.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct OptionShown {
    /// Its name.
    pub name: String,
    /// Whether the command needs it.
    pub required: bool,
    /// The values it takes, where they are few and known.
    pub values: Vec<String>,
}

/// Said when something was done.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Done {
    /// What was done.
    pub text: String,
}

/// A question whose answer completes a command.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct QuestionShown {
    /// What was done already; `null` if nothing is done without an answer.
    pub done: Option<String>,
    /// The question.
    pub text: String,
    /// The command that the answer is put behind, such as `/idea reject I-017`.
    pub command: String,
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
