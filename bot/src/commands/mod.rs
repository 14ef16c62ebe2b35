//! The commands: one list, from which come the parser, `/help`, and each platform's registration. One file each.

pub mod access;
pub mod board;
pub mod campaign;
pub mod campaign_import;
pub mod campaign_label;
pub mod campaign_search;
pub mod campaign_source;
pub mod campaign_stats;
pub mod campaign_whole;
pub mod chat;
mod choices;
mod command_option;
pub mod digest;
pub mod draft;
pub mod export;
pub mod forget;
pub mod help;
pub mod history;
pub mod idea;
pub mod ideas;
pub mod insight;
pub mod learn;
pub mod link;
pub mod me;
pub mod model;
mod options;
pub mod predict;
pub mod prefs;
pub mod quit;
pub mod recommend;
pub mod reset;
pub mod review;
pub mod rule;
pub mod text;
pub mod train;
pub mod tuning;
mod unnamed;
pub mod usage;
pub mod why;

pub use self::command_option::{CommandOption, Takes};
pub(crate) use self::command_option::{LANG, METRIC, PLATFORM, option};
pub(crate) use self::options::{
    date_option, language_option, number_option, number_option_named, platform_option, possible,
};
pub use self::options::{option_name, platform};

use copydesk_analysis::Language;

use crate::answer::Answer;
use crate::campaigns::filter::Filter;
use crate::config::Config;
use crate::desk::Desk;
use crate::invocation::Invocation;
use crate::learning::Subject;
use crate::session::Session;
use crate::texts::{Problem, Sentence};

/// One command, as data.
#[derive(Debug)]
pub struct Spec {
    /// Its words, such as `campaign add`.
    pub words: &'static [&'static str],
    /// The same in Chinese.
    pub chinese: &'static [&'static str],
    /// The id of the sentence that names the words that are no option; empty if there are none.
    pub rest: &'static str,
    /// The first of those words, where it comes from a list: a field of its own in Discord's menu.
    pub first: Option<CommandOption>,
    /// The id of the question for them, where the command makes no sense without them.
    pub asks: Option<&'static str>,
    /// The id of the question for what comes behind its first word, and whether it makes no sense without an answer.
    pub then: Option<(&'static str, bool)>,
    /// `name=value` options.
    pub options: &'static [CommandOption],
    /// First words behind which `name=value` names something of the person's own, such as a column, and is no option.
    pub open_after: &'static [&'static str],
    /// Whether it can be given a file.
    pub takes_file: bool,
    /// Only a terminal has it.
    pub terminal_only: bool,
    /// The id of the sentence that says what it does.
    pub summary: &'static str,
    /// The id of the sentence that is an example, for commands that are more than their words.
    pub example: Option<&'static str>,
    /// What it means.
    pub read: fn(&Invocation, &Config) -> Result<Command, Problem>,
}

/// Every command, a list from each file, in the order of `/help`.
static COMMANDS: &[&[Spec]] = &[
    ideas::COMMANDS,
    idea::COMMANDS,
    draft::COMMANDS,
    board::COMMANDS,
    review::COMMANDS,
    text::COMMANDS,
    prefs::COMMANDS,
    rule::COMMANDS,
    learn::COMMANDS,
    history::COMMANDS,
    me::COMMANDS,
    campaign::COMMANDS,
    campaign_search::COMMANDS,
    campaign_stats::COMMANDS,
    campaign_label::COMMANDS,
    campaign_import::COMMANDS,
    campaign_source::COMMANDS,
    campaign_whole::COMMANDS,
    digest::COMMANDS,
    why::COMMANDS,
    predict::COMMANDS,
    insight::COMMANDS,
    recommend::COMMANDS,
    model::COMMANDS,
    train::COMMANDS,
    tuning::COMMANDS,
    usage::COMMANDS,
    reset::COMMANDS,
    link::COMMANDS,
    access::COMMANDS,
    export::COMMANDS,
    forget::COMMANDS,
    help::COMMANDS,
    quit::COMMANDS,
];

/// Every command, in the order of `/help`.
pub fn all() -> impl Iterator<Item = &'static Spec> + Clone {
    COMMANDS.iter().copied().flatten()
}

/// A command of these words, in English and Chinese, with neither words nor options behind it.
const fn command(
    words: &'static [&'static str],
    chinese: &'static [&'static str],
    summary: &'static str,
    read: fn(&Invocation, &Config) -> Result<Command, Problem>,
) -> Spec {
    let (rest, first, asks, then, options, example) = ("", None, None, None, &[], None);
    Spec {
        words,
        chinese,
        rest,
        first,
        asks,
        then,
        options,
        open_after: &[],
        takes_file: false,
        terminal_only: false,
        summary,
        example,
        read,
    }
}

impl Spec {
    /// Its words in each language.
    pub fn names(&self) -> impl Iterator<Item = &'static [&'static str]> {
        [self.words, self.chinese].into_iter()
    }

    /// The commands that its only word begins, besides itself.
    pub fn family(&self) -> impl Iterator<Item = &'static Self> {
        let alone = self.words;
        all().filter(move |it| alone.len() == 1 && it.words.len() > 1 && it.words[0] == alone[0])
    }

    /// The option of this name, in either language.
    pub fn option(&self, name: &str) -> Option<&'static str> {
        let name = name.to_lowercase();
        let named = |wanted: &str| self.options.iter().find(|option| option.name == wanted || option.chinese == wanted);
        // One platform or several: either name does where there is only the other.
        let other = |name: &str| match name {
            "platform" | "平台" => Some("platforms"),
            "platforms" | "各平台" => Some("platform"),
            // The forms of a team's posts are its own words; those of what is written are a list.
            "format" | "形式" => Some("form"),
            _ => None,
        };
        named(&name).or_else(|| named(other(&name)?)).map(|option| option.name)
    }

    /// Its words as they are typed, such as `/campaign add`.
    pub fn called(&self, language: Language) -> String {
        format!("/{}", if language == Language::Chinese { self.chinese } else { self.words }.join(" "))
    }

    /// How it is written, such as `/ideas ‹topic› [platform=…]`, with what it is given as in sentences.
    pub fn usage(&self, language: Language) -> String {
        let chinese = language == Language::Chinese;
        let mut usage = self.called(language);
        if !self.rest.is_empty() {
            usage += &format!(" ‹{}›", Sentence { id: self.rest, values: Vec::new() }.say(language));
        }
        for option in self.options {
            let name = if chinese { option.chinese } else { option.name };
            usage += &if option.required { format!(" {name}=…") } else { format!(" [{name}=…]") };
        }
        usage
    }
}

/// What a person wants, understood.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Post ideas.
    Ideas(ideas::IdeasRequest),
    /// The team's preferences.
    ShowPreferences,
    /// A change of one.
    SetPreference(prefs::Setting),
    /// Something with an idea.
    Idea(idea::IdeaWish),
    /// A whole piece.
    WriteDraft(draft::DraftRequest),
    /// Something with a draft.
    Draft(Box<draft::DraftWish>),
    /// The drafts of the team.
    Board(board::BoardWish),
    /// Something with rules for words.
    Rule(rule::RuleWish),
    /// What the best posts suggest.
    Learn(learn::LearnWish),
    /// What was changed of the preferences.
    PreferenceHistory {
        /// At most so many changes.
        count: usize,
    },
    /// The last change taken back.
    UndoPreference,
    /// What is stored of the person.
    Me,
    /// A wish of the person's own.
    SetMe(me::Wish),
    /// Past posts.
    ListCampaigns(campaign::Listing),
    /// What can be said of a text.
    Review(Box<review::ReviewRequest>),
    /// Something with a text that was reviewed.
    Text(text::TextWish),
    /// One more past post.
    AddCampaign(Box<campaign::Addition>),
    /// One past post, whole.
    ShowCampaign(campaign_search::Wanted),
    /// Past posts that fit some words.
    SearchCampaigns(campaign_search::Search),
    /// How past posts did.
    CampaignStats(Filter),
    /// A label corrected.
    LabelCampaign(campaign_label::Correction),
    /// Past posts from a file.
    ImportCampaigns(Box<campaign_import::ImportWish>),
    /// Accounts and feeds whose posts are collected.
    CampaignSource(Box<campaign_source::SourceWish>),
    /// Past posts removed.
    DeleteCampaigns(campaign_whole::Deletion),
    /// Past posts as a file.
    ExportCampaigns(Filter),
    /// What the model was told, for the last answer or for an idea or draft.
    Why(why::WhyWish),
    /// Which model answers.
    Model,
    /// Learn from past posts.
    Train(Box<copydesk_analysis::learn::Settings>),
    /// Learn from labels that people gave.
    TrainLabels(copydesk_storage::LabelKind),
    /// Versions of a learned model.
    ModelHistory(Subject),
    /// Back to an earlier one.
    ModelRollback(Subject, Option<u32>),
    /// Approved copy to fine-tune on.
    ExportTuning,
    /// What a text will likely do.
    Predict(Box<predict::PredictRequest>),
    /// When posts did well.
    BestTime(insight::Slice),
    /// Who reacts to what.
    Audience(insight::Slice, insight::Division),
    /// Two groups of posts.
    Compare(String, String, copydesk_analysis::learn::Metric),
    /// What is one-sided.
    Audit,
    /// What is near a term.
    Similar(String),
    /// What to make next.
    Recommend(recommend::RecommendRequest),
    /// What was used today.
    ShowUsage,
    /// A change of what may be.
    LimitUsage(usage::LimitChange),
    /// Forget the talk.
    Reset,
    /// A place for the team, or a team for the place.
    Link(link::LinkWish),
    /// Who is let in.
    Access(access::AccessWish),
    /// Hand over what is stored.
    Export,
    /// Remove what is stored.
    Forget(forget::ForgetWish),
    /// What can be asked.
    Help(String),
    /// What to try first.
    Start,
    /// What the team follows, and what rises there.
    Digest(Box<digest::DigestWish>),
    /// Leave.
    Quit,
    /// None of these: conversation.
    Chat(String),
}

impl Command {
    /// Whether it may leave something that others read with the person's name.
    pub fn is_signed(&self) -> bool {
        matches!(
            self,
            Self::Ideas(_)
                | Self::SetPreference(_)
                | Self::Idea(_)
                | Self::WriteDraft(_)
                | Self::Draft(_)
                | Self::Rule(_)
                | Self::Learn(_)
                | Self::UndoPreference
                | Self::Access(_)
        )
    }

    /// Does it.
    ///
    /// # Errors
    /// What the person is told instead.
    pub async fn handle(self, desk: &Desk, session: &Session) -> Result<Answer, Problem> {
        match self {
            Self::Ideas(request) => ideas::handle(desk, session, request).await,
            Self::ShowPreferences => prefs::show(desk, session).await,
            Self::SetPreference(setting) => prefs::set(desk, session, setting).await,
            Self::Idea(wish) => idea::handle(desk, session, wish).await,
            Self::WriteDraft(request) => draft::write(desk, session, request).await,
            Self::Draft(wish) => draft::handle(desk, session, *wish).await,
            Self::Board(wish) => board::handle(desk, session, wish).await,
            Self::Rule(wish) => rule::handle(desk, session, wish).await,
            Self::Learn(wish) => learn::handle(desk, session, wish).await,
            Self::PreferenceHistory { count } => history::show(desk, session, count).await,
            Self::UndoPreference => history::undo(desk, session).await,
            Self::Me => me::show(desk, session).await,
            Self::SetMe(wish) => me::set(desk, session, wish).await,
            Self::Review(request) => review::handle(desk, session, *request).await,
            Self::Text(wish) => text::handle(desk, session, wish).await,
            Self::ListCampaigns(listing) => campaign::list(desk, session, listing).await,
            Self::AddCampaign(addition) => campaign::add(desk, session, *addition).await,
            Self::ShowCampaign(wanted) => campaign_search::show(desk, session, wanted).await,
            Self::SearchCampaigns(search) => campaign_search::search(desk, session, search).await,
            Self::CampaignStats(filter) => campaign_stats::handle(desk, session, filter).await,
            Self::LabelCampaign(correction) => campaign_label::handle(desk, session, correction).await,
            Self::ImportCampaigns(wish) => campaign_import::handle(desk, session, *wish).await,
            Self::CampaignSource(wish) => campaign_source::handle(desk, session, *wish).await,
            Self::DeleteCampaigns(deletion) => campaign_whole::delete(desk, session, deletion).await,
            Self::ExportCampaigns(filter) => campaign_whole::export(desk, session, filter).await,
            Self::Why(wish) => why::handle(desk, session, wish).await,
            Self::Model => Ok(model::handle(desk, session).await),
            Self::Train(settings) => train::train(desk, session, *settings).await,
            Self::TrainLabels(kind) => train::train_labels(desk, session, kind).await,
            Self::ModelHistory(subject) => train::history(desk, session, subject).await,
            Self::ModelRollback(subject, version) => train::rollback(desk, session, subject, version).await,
            Self::ExportTuning => tuning::handle(desk, session).await,
            Self::Predict(request) => predict::handle(desk, session, *request).await,
            Self::BestTime(slice) => insight::handle_best_time(desk, session, slice).await,
            Self::Audience(slice, by) => insight::handle_audience(desk, session, slice, by).await,
            Self::Compare(left, right, metric) => insight::handle_compare(desk, session, (left, right), metric).await,
            Self::Audit => insight::handle_audit(desk, session).await,
            Self::Similar(term) => insight::handle_similar(desk, session, term).await,
            Self::Recommend(request) => recommend::handle(desk, session, request).await,
            Self::ShowUsage => usage::show(desk, session).await,
            Self::LimitUsage(change) => usage::limit(desk, session, change).await,
            Self::Reset => reset::handle(desk, session).await,
            Self::Link(wish) => link::handle(desk, session, wish).await,
            Self::Access(wish) => access::handle(desk, session, wish).await,
            Self::Export => export::handle(desk, session).await,
            Self::Forget(wish) => forget::handle(desk, session, wish).await,
            Self::Help(about) => help::handle(session, &about),
            Self::Start => Ok(help::start(session)),
            Self::Digest(wish) => digest::handle(desk, session, *wish).await,
            Self::Quit => Ok(quit::handle(session)),
            Self::Chat(message) => chat::handle(desk, session, message).await,
        }
    }
}
