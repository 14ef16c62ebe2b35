//! The settings: `config.toml` over the built-in values. Only this module reads settings and the environment.

mod access;
pub(crate) mod budgets;
mod campaigns;
mod chats;
mod data;
mod fetch;
mod files;
mod learning;
mod llm;
mod models;
mod reader;
mod review;
mod servers;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use copydesk_adapters::Webhook;
use copydesk_analysis::{Format, Language, Platform, Thresholds, Unit};
use copydesk_storage::{TeamId, UsageLimits};
use etcetera::{AppStrategy, AppStrategyArgs, choose_app_strategy};
use serde::Deserialize;
use toml::Table;
use toml::de::DeTable;

pub use self::access::{AccessSettings, is_id};
pub use self::campaigns::{CampaignSettings, MOST_HOURS, UseOfEmbeddings};
pub use self::chats::ChatPlatform;
pub use self::data::DataSettings;
pub use self::fetch::FetchSettings;
pub use self::files::ReceivedFiles;
pub use self::learning::LearningSettings;
pub use self::llm::{LlmSettings, LocalEngine, Servers};
pub use self::models::{Capability, LocalFile, ModelEntry, ModelKind, PromptStyle, Source};
pub use self::reader::Mistake;
use self::reader::{Mistakes, Reader};
pub use self::servers::{Prices, Secret, Server, ServerLimits};

/// Every setting with its default: the file at the project's root, compiled in.
pub const BUILT_IN: &str = include_str!("../../../config.toml");

/// All settings, checked.
#[derive(Debug, Clone)]
pub struct Config {
    /// Conversation.
    pub chat: ChatSettings,
    /// Telegram.
    pub telegram: ChatPlatform,
    /// Where Telegram brings updates to; `None` to ask it for them.
    pub telegram_webhook: Option<Webhook>,
    /// Discord.
    pub discord: ChatPlatform,
    /// Ideas.
    pub ideas: IdeaSettings,
    /// The language model.
    pub llm: LlmSettings,
    /// How ideas draw tokens.
    pub idea_task: TaskSettings,
    /// How conversation draws tokens.
    pub chat_task: TaskSettings,
    /// How critiques and rewrites draw tokens.
    pub review_task: TaskSettings,
    /// What a person and a team may use in a day, unless the team says otherwise.
    pub budgets: UsageLimits,
    /// How long what is to be removed waits.
    pub data: DataSettings,
    /// What people may send.
    pub files: ReceivedFiles,
    /// `[access]`
    pub access: AccessSettings,
    /// How feeds and pages are fetched.
    pub fetch: FetchSettings,
    /// Where past posts are collected from, and how they are found.
    pub campaigns: CampaignSettings,
    /// What each platform takes.
    pub platforms: BTreeMap<&'static str, PlatformLimits>,
    /// When models are trained again.
    pub learning: LearningSettings,
    /// From where on a figure of a Chinese text is fair or poor.
    pub review: Thresholds,
    /// The models, by name.
    pub models: BTreeMap<String, ModelEntry>,
}

/// `[chat]`
#[derive(Debug, Clone)]
pub struct ChatSettings {
    /// The language of messages where a request shows none.
    pub language: Language,
    /// The terminal's team.
    pub team: TeamId,
    /// Characters of a message, at most.
    pub message_characters: usize,
    /// Turns that the model is told, at most.
    pub turns: usize,
}

/// `[ideas]`
#[derive(Debug, Clone)]
pub struct IdeaSettings {
    /// How many, unless asked otherwise.
    pub count: usize,
    /// How many at most.
    pub most: usize,
    /// Characters of a topic, at most.
    pub topic_characters: usize,
    /// Seconds of a script, at most.
    pub script_seconds: u32,
}

/// `[tasks.…]`
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TaskSettings {
    /// See [`copydesk_llm::Sampling`].
    pub temperature: f32,
    /// See [`copydesk_llm::Sampling`].
    pub min_p: f32,
    /// See [`copydesk_llm::Sampling`].
    pub repeat_penalty: f32,
    /// 0 takes another seed each time.
    pub seed: u32,
    /// Candidates for each idea (1 for conversation).
    pub candidates: usize,
    /// Tries for each idea (1 for conversation).
    pub rounds: usize,
    /// Tokens of an answer (0 where the format decides).
    pub tokens: u32,
}

impl TaskSettings {
    /// Whether the same request is to give the same text again.
    pub fn repeats(&self) -> bool {
        self.temperature == 0.0 && self.seed != 0
    }
}

/// What one platform takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlatformLimits {
    /// Of a post, in the platform's unit.
    pub post: Option<u32>,
    /// Of a title, in characters.
    pub title: Option<u32>,
    /// Hashtags.
    pub hashtags: u32,
    /// Whether video scripts make sense.
    pub script: bool,
}

/// Why there is no configuration to work with.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file can't be read.
    #[error("can't read the configuration {}: {reason}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        reason: String,
    },
    /// The file has mistakes: all of them.
    #[error("{}", mistakes.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Mistakes {
        /// The file, or `None` for the built-in settings.
        path: Option<PathBuf>,
        /// At least one.
        mistakes: Vec<Mistake>,
    },
}

impl Config {
    /// Reads the file at `path`, or the first there is of `./config.toml` and the one in the user's configuration folder,
    /// or the built-in settings. `model` stands over `llm.model`. Returns the file that was read, too.
    ///
    /// # Errors
    /// [`ConfigError`], with every mistake at once.
    pub fn load(path: Option<&Path>, model: Option<&str>) -> Result<(Self, Option<PathBuf>), ConfigError> {
        let path = Self::place(path);
        let source = match &path {
            None => String::new(),
            Some(path) => std::fs::read_to_string(path)
                .map_err(|error| ConfigError::Unreadable { path: path.clone(), reason: error.to_string() })?,
        };
        let parsed = Self::parse(&source, model);
        parsed.map(|config| (config, path.clone())).map_err(|mistakes| ConfigError::Mistakes { path, mistakes })
    }

    /// The configuration's file: `path`, or the first there is of the usual places.
    pub fn place(path: Option<&Path>) -> Option<PathBuf> {
        path.map(Path::to_path_buf).or_else(|| {
            let places = [PathBuf::from("config.toml"), default_config_path()];
            places.into_iter().find(|place| place.is_file())
        })
    }

    /// Reads settings from TOML.
    ///
    /// # Errors
    /// Every mistake in it.
    pub fn parse(source: &str, model: Option<&str>) -> Result<Self, Vec<Mistake>> {
        let table = parse_table(source)?;
        let built_in: Table = BUILT_IN.parse().expect("the built-in configuration is tested");
        let mistakes = Mistakes::default();
        let config = Self::read(Reader::new(&table, &built_in, &mistakes), model, &mistakes);
        let mistakes = mistakes.into_inner();
        if mistakes.is_empty() { Ok(config) } else { Err(mistakes) }
    }

    fn read(root: Reader<'_>, model: Option<&str>, mistakes: &Mistakes) -> Self {
        let chat = read_chat(root.section("chat"));
        let ideas = read_ideas(root.section("ideas"));
        let mut llm = llm::read(root.section("llm"));
        let tasks = root.section("tasks");
        let (idea_task, chat_task) = (read_task(tasks.section("ideas"), true), read_task(tasks.section("chat"), false));
        let review_task = read_task(tasks.section("review"), false);
        tasks.finish();
        let budgets = budgets::read(root.section("budgets"));
        let data = data::read(root.section("data"));
        let files = files::read(root.section("files"));
        let access = access::read(root.section("access"));
        let fetch = fetch::read(root.section("fetch"));
        let campaigns = campaigns::read(root.section("campaigns"));
        let platforms = read_platforms(root.section("platforms"));
        let review = review::read(root.section("review"));
        let learning = learning::read(root.section("learning"));
        let (telegram, telegram_webhook) = chats::read_telegram(root.section("telegram"));
        let discord = chats::read_discord(root.section("discord"));
        let entries = root.section("models").sections().into_iter();
        let models = entries.map(|entry| models::read(entry, llm.remote.limits)).collect();
        root.finish();
        llm::check_names(&mut llm, model, &models, mistakes);
        Self {
            chat,
            telegram,
            telegram_webhook,
            discord,
            ideas,
            llm,
            idea_task,
            chat_task,
            review_task,
            budgets,
            data,
            files,
            access,
            fetch,
            campaigns,
            platforms,
            review,
            learning,
            models,
        }
    }

    /// The most that a platform takes of a format, and what it is counted in; `None` if it has no such format.
    pub fn limit(&self, platform: Platform, format: Format) -> Option<(u32, Unit)> {
        let limits = self.platforms.get(platform.id())?;
        match format {
            Format::Post => limits.post.map(|most| (most, platform.unit())),
            Format::Title => limits.title.map(|most| (most, Unit::Characters)),
            Format::Script => limits.script.then_some((self.ideas.script_seconds, Unit::Seconds)),
        }
    }

    /// The entry of the model that answers.
    pub fn model(&self) -> &ModelEntry {
        &self.models[&self.llm.model]
    }
}

/// Reads TOML.
///
/// # Errors
/// Every place that is not TOML; what stands in it is not read then, because much of it would be misunderstood.
fn parse_table(source: &str) -> Result<Table, Vec<Mistake>> {
    let (document, errors) = DeTable::parse_recoverable(source);
    let place = |error: &toml::de::Error| {
        error.span().map_or(0, |span| source[..span.start.min(source.len())].matches('\n').count() + 1)
    };
    let mistake = |error: toml::de::Error| {
        let (key, expected) = (format!("line {}", place(&error)), format!("this is not TOML: {}", error.message()));
        Mistake { key, value: String::new(), expected, nearest: None }
    };
    if errors.is_empty() {
        return Table::deserialize(toml::Deserializer::from(document)).map_err(|error| vec![mistake(error)]);
    }
    let mut errors = errors;
    errors.sort_by_key(place);
    // One slip may be reported in several ways on its line; the first says it.
    errors.dedup_by_key(|error| place(error));
    Err(errors.into_iter().map(mistake).collect())
}

/// The user's folders for data, settings and caches, by the platform's convention.
fn folders() -> Option<impl AppStrategy> {
    let names =
        AppStrategyArgs { top_level_domain: "org".into(), author: "copydesk".into(), app_name: "copydesk".into() };
    choose_app_strategy(names).ok()
}

/// Where a person's own settings are.
pub fn default_config_path() -> PathBuf {
    folders().map_or_else(|| PathBuf::from("config.toml"), |folders| folders.in_config_dir("config.toml"))
}

/// Where data is kept unless `--data` says otherwise.
pub fn default_data_dir() -> PathBuf {
    folders().map_or_else(|| PathBuf::from("copydesk-data"), |folders| folders.data_dir())
}

/// Whether colour is welcome in a terminal: `NO_COLOR` (no-color.org) is not set.
pub fn colour_is_welcome() -> bool {
    std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

fn default_models_dir() -> PathBuf {
    folders().map_or_else(|| PathBuf::from("copydesk-models"), |folders| folders.in_cache_dir("models"))
}

/// The language of the system's locale, English unless it is Chinese.
fn system_language() -> Language {
    let locale =
        ["LC_ALL", "LC_MESSAGES", "LANG"].iter().filter_map(|name| std::env::var(name).ok()).find(|it| !it.is_empty());
    match locale.and_then(|locale| Language::from_code(&locale)) {
        Some(Language::Chinese) => Language::Chinese,
        _ => Language::English,
    }
}

fn read_chat(reader: Reader<'_>) -> ChatSettings {
    let languages = [("auto", None), ("en", Some(Language::English)), ("zh", Some(Language::Chinese))];
    let language = reader.choice("language", &languages).unwrap_or_else(system_language);
    let name = reader.text("team");
    let team = TeamId::parse(&name).unwrap_or_else(|_| {
        let expected = "expected a team's id: 1 to 64 of a-z, 0-9 and -, not at either end";
        reader.wrong("team", &toml::Value::String(name), expected, None);
        TeamId::parse("team").expect("this is an id")
    });
    let settings = ChatSettings {
        language,
        team,
        message_characters: reader.whole("message_characters", 100..=1_000_000) as usize,
        turns: reader.whole("turns", 0..=100) as usize,
    };
    reader.finish();
    settings
}

fn read_ideas(reader: Reader<'_>) -> IdeaSettings {
    let settings = IdeaSettings {
        count: reader.whole("count", 1..=50) as usize,
        most: reader.whole("most", 1..=50) as usize,
        topic_characters: reader.whole("topic_characters", 10..=10_000) as usize,
        script_seconds: reader.whole("script_seconds", 5..=3600) as u32,
    };
    if settings.count > settings.most {
        let expected = format!("expected at most ideas.most, which is {}", settings.most);
        reader.wrong("count", &toml::Value::Integer(settings.count as i64), expected, None);
    }
    reader.finish();
    settings
}

fn read_task(reader: Reader<'_>, many: bool) -> TaskSettings {
    let settings = TaskSettings {
        temperature: reader.decimal("temperature", 0.0..=2.0),
        min_p: reader.decimal("min_p", 0.0..=1.0),
        repeat_penalty: reader.decimal("repeat_penalty", 1.0..=2.0),
        seed: reader.whole("seed", 0..=u64::from(u32::MAX)) as u32,
        candidates: if many { reader.whole("candidates", 1..=64) as usize } else { 1 },
        rounds: if many { reader.whole("rounds", 1..=20) as usize } else { 1 },
        tokens: if many { 0 } else { reader.whole("tokens", 1..=8192) as u32 },
    };
    reader.finish();
    settings
}

fn read_platforms(reader: Reader<'_>) -> BTreeMap<&'static str, PlatformLimits> {
    let platforms = Platform::all().map(|platform| {
        let limits = reader.section(platform.id());
        let most = 1..=1_000_000;
        let read = PlatformLimits {
            post: limits.optional_whole("post", most.clone()).map(|most| most as u32),
            title: limits.optional_whole("title", most).map(|most| most as u32),
            hashtags: limits.optional_whole("hashtags", 0..=100).unwrap_or_default() as u32,
            script: limits.flag("script"),
        };
        limits.finish();
        (platform.id(), read)
    });
    let platforms = platforms.collect();
    reader.finish();
    platforms
}

#[cfg(test)]
mod tests;
