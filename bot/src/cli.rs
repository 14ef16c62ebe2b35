//! The command line: `copydesk [run] | ask | check | model | bench`.

use std::io::{IsTerminal as _, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use clap::{Args, Parser, Subcommand};
use copydesk_adapters::{
    Adapter, Console, ConsoleSettings, Granted, Input, Lines, Origin, Place, Rates, Terminal, discord_invite,
};
use copydesk_storage::{SledEngine, StorageError, Store, Team, TeamId};
use jiff::{Timestamp, ZonedDateTime};
use tokio_util::sync::CancellationToken;

use crate::answer::{Answer, ErrorShown};
use copydesk_llm::LocalSettings;

use crate::bench;
use crate::chat_platforms;
use crate::config::{Config, ConfigError, default_data_dir};
use crate::desk::{Asking, Desk};
use crate::model_files::{self, ChooseError};
use crate::models::{ListedModel, ModelInUse};
use crate::places;
use crate::present;
use crate::sample::sample_team;
use crate::sweep::Sweep;
use crate::terminal_chat::{self, Look};

/// Post ideas for marketing teams, in your brand's voice, each with its reason.
#[derive(Debug, Parser)]
#[command(name = "copydesk", version, about, disable_help_subcommand = true)]
struct Cli {
    #[command(flatten)]
    shared: Shared,
    #[command(subcommand)]
    command: Option<Command>,
}

/// What every subcommand understands.
#[derive(Debug, Clone, Args)]
struct Shared {
    /// The configuration; ./config.toml or the one in the user's configuration folder unless given
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// The data folder; the user's own unless given
    #[arg(long, global = true, value_name = "DIR")]
    data: Option<PathBuf>,
    /// The model that answers, in place of llm.model
    #[arg(long, global = true, value_name = "NAME")]
    model: Option<String>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Start the bot: in Discord and Telegram where their tokens are set, else the terminal chat
    Run {
        /// The team that the terminal speaks for, whatever tokens are set; a new one is made
        #[arg(long, value_name = "NAME")]
        team: Option<String>,
    },
    /// Send one request, as in the chat, and print the reply
    Ask {
        /// The team that asks
        #[arg(long, value_name = "NAME")]
        team: Option<String>,
        /// Print the answer as JSON (docs/ask.md)
        #[arg(long)]
        json: bool,
        /// The request
        #[arg(required = true, value_name = "TEXT")]
        text: Vec<String>,
    },
    /// Name every mistake in the configuration
    Check,
    /// Print the address that invites the bot to a Discord server
    Invite {
        /// The application's id, from "General Information" in Discord's developer portal
        #[arg(value_name = "APPLICATION_ID", value_parser = clap::value_parser!(u64).range(1..))]
        application: u64,
    },
    /// The language models of the configuration
    Model {
        #[command(subcommand)]
        command: ModelCommand,
    },
    /// Measure (never part of the tests)
    Bench {
        #[command(subcommand)]
        command: BenchCommand,
    },
}

#[derive(Debug, Subcommand)]
enum ModelCommand {
    /// List them, and which are here
    List,
    /// Fetch a model's file and check it; the configured one unless named. After a break, it goes on where it was
    Fetch {
        /// A name in [models]
        name: Option<String>,
        /// Check a file that is here, too, and fetch it again if it is damaged
        #[arg(long)]
        verify: bool,
    },
    /// Make a model the one that answers: sets [llm] model in the configuration
    Use {
        /// A name in [models], or a GGUF file, which gets an entry there
        #[arg(value_name = "NAME|FILE")]
        model: String,
    },
}

#[derive(Debug, Subcommand)]
enum BenchCommand {
    /// From start to prompt, and memory without a model
    Start,
    /// A team's kind of work on the local engine, and on a server beside it
    Llm {
        /// The server to compare with: its address up to and with /v1
        #[arg(long, value_name = "URL")]
        against: Option<String>,
        /// How often each workload is measured
        #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u16).range(1..=100))]
        repeat: u16,
        /// Only the workloads of these letters, such as "abd"
        #[arg(long, default_value = "")]
        only: String,
        /// Print the results as JSON
        #[arg(long)]
        json: bool,
    },
    /// Many requests over Telegram and Discord on this machine, with a model that answers at once
    Chat {
        /// Requests in each phase
        #[arg(long, default_value_t = 10_000)]
        requests: usize,
        /// Chats that they come from
        #[arg(long, default_value_t = 500, value_parser = clap::value_parser!(u16).range(1..))]
        chats: u16,
        /// Requests a second while the delay is measured
        #[arg(long, default_value_t = 2_000)]
        rate: usize,
        /// Another Telegram bot to set beside: the command that starts it
        #[arg(long, value_name = "COMMAND")]
        telegram_peer: Option<String>,
        /// Another Discord bot to set beside
        #[arg(long, value_name = "COMMAND")]
        discord_peer: Option<String>,
    },
    /// The bot that `bench chat` measures
    #[command(hide = true)]
    ChatBot,
    /// Thousands of mixed requests with random cancels: whether anything stays behind
    Soak {
        /// How many requests
        #[arg(long, default_value_t = 2000)]
        requests: usize,
    },
    /// 20 briefs: the ideas and their checks
    Ideas {
        /// Print the results as JSON
        #[arg(long)]
        json: bool,
    },
}

/// Something that ends the program: a sentence for standard error, and the exit status.
struct Fatal {
    message: String,
    status: u8,
}

impl Fatal {
    fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), status: 1 }
    }

    /// As an answer: a sentence and what to do, or the configuration's mistakes and how many there are.
    fn shown(&self) -> ErrorShown {
        let parts = if self.status == 2 { self.message.rsplit_once('\n') } else { self.message.split_once("; ") };
        match parts {
            Some((mistakes, last)) if self.status == 2 => ErrorShown { message: mistakes.into(), help: last.into() },
            Some((message, help)) => ErrorShown { message: sentence_case(message), help: sentence_case(help) },
            None => ErrorShown { message: self.message.clone(), help: String::new() },
        }
    }
}

impl From<ConfigError> for Fatal {
    fn from(error: ConfigError) -> Self {
        let message = match &error {
            ConfigError::Unreadable { .. } => format!("{error}\nName a file that is there with --config FILE."),
            ConfigError::Mistakes { path, mistakes } => {
                let place =
                    path.as_ref().map_or("the built-in settings".to_string(), |path| path.display().to_string());
                let count =
                    if mistakes.len() == 1 { "1 mistake".to_string() } else { format!("{} mistakes", mistakes.len()) };
                format!("{error}\n{count} in {place}")
            }
        };
        Self { message, status: 2 }
    }
}

impl From<StorageError> for Fatal {
    fn from(error: StorageError) -> Self {
        Self::new(sentence_case(&error.to_string()))
    }
}

fn sentence_case(text: &str) -> String {
    let mut letters = text.chars();
    let end = if text.ends_with('.') { "" } else { "." };
    letters.next().map(|first| format!("{}{}{end}", first.to_uppercase(), letters.as_str())).unwrap_or_default()
}

/// How long an answer that was stopped may take to end.
const GRACE: Duration = Duration::from_secs(2);

/// Runs the program with the process's arguments.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    log_to_stderr();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let outcome = match runtime {
        Ok(runtime) => {
            let outcome = runtime.block_on(dispatch(cli));
            // A read from the terminal may still be pending; nothing waits for it.
            runtime.shutdown_background();
            outcome
        }
        Err(error) => Err(Fatal::new(format!("Can't start: {error}."))),
    };
    outcome.unwrap_or_else(|fatal| {
        let _closed = writeln!(std::io::stderr(), "{}", fatal.message);
        ExitCode::from(fatal.status)
    })
}

/// Logs go to standard error; `RUST_LOG` changes what is logged. The chat's own lines are on standard output.
fn log_to_stderr() {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env();
    let filter = filter.unwrap_or_else(|_| {
        tracing_subscriber::EnvFilter::new(
            "warn,copydesk_adapters=info,serenity::gateway::ws=error,llama-cpp-2=off,llama_cpp=off,async_openai=off",
        )
    });
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false);
    // In a file, colours are noise.
    if std::io::stderr().is_terminal() { log.init() } else { log.with_ansi(false).init() }
}

async fn dispatch(cli: Cli) -> Result<ExitCode, Fatal> {
    let shared = cli.shared;
    match cli.command.unwrap_or(Command::Run { team: None }) {
        Command::Run { team } => run(&shared, team).await,
        Command::Ask { team, json, text } => ask(&shared, team, json, &text.join(" ")).await,
        Command::Check => {
            let (_, path) = Config::load(shared.config.as_deref(), shared.model.as_deref())?;
            let place = path.map_or("the built-in settings".to_string(), |path| path.display().to_string());
            print_line(&format!("No mistakes in {place}."))
        }
        Command::Invite { application } => print_line(&discord_invite(&application.to_string())),
        Command::Model { command: ModelCommand::List } => {
            let (config, _) = Config::load(shared.config.as_deref(), shared.model.as_deref())?;
            print_line(&model_files::list(&config))
        }
        Command::Model { command: ModelCommand::Fetch { name, verify } } => {
            let (config, _) = Config::load(shared.config.as_deref(), shared.model.as_deref())?;
            let fetched = model_files::fetch(&config, name.as_deref(), verify).await;
            fetched.map(|()| ExitCode::SUCCESS).map_err(|error| Fatal::new(error.to_string()))
        }
        Command::Model { command: ModelCommand::Use { model } } => {
            let chosen = model_files::choose(shared.config.as_deref(), &model);
            print_line(&chosen.map_err(|error| match error {
                ChooseError::Config(mistakes) => Fatal::from(mistakes),
                error => Fatal::new(error.to_string()),
            })?)
        }
        Command::Bench { command: BenchCommand::Start } => {
            let (config, path) = Config::load(shared.config.as_deref(), shared.model.as_deref())?;
            print_line(&bench::start::run(&config, path.as_deref()).await.map_err(Fatal::new)?)
        }
        Command::Bench { command: BenchCommand::Llm { against, repeat, only, json } } => {
            let (config, _) = Config::load(shared.config.as_deref(), shared.model.as_deref())?;
            let plan = bench::llm::Plan { against, repeat: usize::from(repeat), only };
            let report = bench::llm::run(local_settings(&config)?, &plan).await.map_err(Fatal::new)?;
            print_line(&if json { report.json().to_string() } else { report.to_string() })
        }
        Command::Bench { command: BenchCommand::Chat { requests, chats, rate, telegram_peer, discord_peer } } => {
            let plan = bench::chat::Plan { requests, chats: chats.into(), rate, telegram_peer, discord_peer };
            print_line(&bench::chat::run(&plan).await.map_err(Fatal::new)?)
        }
        Command::Bench { command: BenchCommand::ChatBot } => {
            let (config, _) = Config::load(shared.config.as_deref(), shared.model.as_deref())?;
            let data_dir = shared.data.clone().unwrap_or_else(default_data_dir);
            let served = bench::chat::echo::serve(config, &data_dir).await;
            served.map(|()| ExitCode::SUCCESS).map_err(Fatal::new)
        }
        Command::Bench { command: BenchCommand::Soak { requests } } => {
            let (config, _) = Config::load(shared.config.as_deref(), shared.model.as_deref())?;
            print_line(&bench::soak::run(local_settings(&config)?, requests).await.map_err(Fatal::new)?)
        }
        Command::Bench { command: BenchCommand::Ideas { json } } => {
            let (config, _) = Config::load(shared.config.as_deref(), shared.model.as_deref())?;
            bench::ideas::run(config, json).await.map_err(Fatal::new)?;
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// What the configured model is started with, if it computes here.
fn local_settings(config: &Config) -> Result<LocalSettings, Fatal> {
    let settings = ListedModel::new(config.model().clone(), &config.llm, None).local_settings();
    let name = &config.llm.model;
    settings
        .ok_or_else(|| Fatal::new(format!("{name} does not compute in this process; name a local model with --model")))
}

fn print_line(text: &str) -> Result<ExitCode, Fatal> {
    // A reader that is gone (`| head`) is no mistake.
    let _closed = writeln!(std::io::stdout(), "{text}");
    Ok(ExitCode::SUCCESS)
}

/// Opens everything that requests need.
async fn open(shared: &Shared) -> Result<Arc<Desk>, Fatal> {
    let (config, _) = Config::load(shared.config.as_deref(), shared.model.as_deref())?;
    let data_dir = shared.data.clone().unwrap_or_else(default_data_dir);
    let store = Store::new(Arc::new(open_engine(&data_dir).await?));
    let sweep = Sweep::new(store.clone(), config.data.after_leaving);
    sweep.once(Timestamp::now()).await;
    sample_team().store(&store, Timestamp::now()).await?;
    let model = ModelInUse::start(&config);
    Ok(Arc::new(Desk { config, store, model, budgets: Arc::default(), data_dir, sweep }))
}

async fn open_engine(data_dir: &Path) -> Result<SledEngine, Fatal> {
    let dir = data_dir.to_path_buf();
    let opened = tokio::task::spawn_blocking(move || SledEngine::open(&dir)).await;
    opened.map_err(|error| Fatal::new(format!("Can't open {}: {error}.", data_dir.display())))?.map_err(Fatal::from)
}

async fn run(shared: &Shared, team: Option<String>) -> Result<ExitCode, Fatal> {
    let desk = open(shared).await?;
    // It ends with the process: what it was about to remove is removed at the next start.
    tokio::spawn(Arc::clone(&desk.sweep).run(CancellationToken::new()));
    let adapters = chat_platforms::adapters(&desk, Rates::default());
    if team.is_none() && !adapters.is_empty() {
        let served = chat_platforms::serve(Arc::clone(&desk), adapters).await;
        desk.model.stop().await;
        return served.map(|()| ExitCode::SUCCESS).map_err(|problems| Fatal::new(sentence_case(&problems)));
    }
    let id = team.as_deref().map_or_else(|| Ok(desk.config.chat.team.clone()), TeamId::parse)?;
    let team = find_or_make(&desk.store, &id).await?;
    let look = Look::of_this_process();
    let settings: ConsoleSettings = terminal_chat::settings(&desk, &id, &team, look).await?;
    let output = std::io::stdout();
    let console: Box<dyn Adapter> = if look.reads_terminal {
        let history = desk.data_dir.join("history.txt");
        let terminal = Terminal::new(Some(history), terminal_chat::command_names(desk.config.chat.language));
        let terminal = terminal.map_err(|error| Fatal::new(format!("Can't read this terminal: {error}.")))?;
        Box::new(Console::new(settings, terminal, output))
    } else {
        Box::new(Console::new(settings, Lines::new(std::io::BufReader::new(std::io::stdin())), output))
    };
    let shutdown = CancellationToken::new();
    let (sender, inbox) = tokio::sync::mpsc::channel(16);
    let serving = tokio::spawn(Arc::clone(&desk).serve(inbox, shutdown.clone()));
    let outcome = console.run(sender, shutdown.clone()).await;
    shutdown.cancel();
    let _panicked = serving.await;
    desk.model.stop().await;
    outcome.map(|()| ExitCode::SUCCESS).map_err(|error| Fatal::new(sentence_case(&error.to_string())))
}

/// The place of the terminal that speaks for a team, unless it has joined another.
fn terminal_place(id: &TeamId) -> Place {
    Place { platform: "console", id: id.to_string(), name: String::new() }
}

async fn find_or_make(store: &Store, id: &TeamId) -> Result<Team, Fatal> {
    if let Some(team) = places::team(store, &terminal_place(id), Timestamp::now()).await? {
        return Ok(team.record);
    }
    store.purge(id).await?;
    let team = Team { id: id.clone(), name: id.to_string(), sample: false, created: Timestamp::now() };
    Ok(store.create_team(team).await?)
}

async fn ask(shared: &Shared, team: Option<String>, json: bool, text: &str) -> Result<ExitCode, Fatal> {
    match ask_desk(shared, team, text).await {
        Ok((answer, language)) => {
            let failed = matches!(answer, Answer::Error(_));
            if json {
                print_json(&answer)?;
            } else {
                terminal_chat::print(present::reply(&answer, language), Look::of_this_process());
            }
            Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
        }
        // In JSON, every failure has the same form.
        Err(fatal) if json => {
            print_json(&Answer::Error(fatal.shown()))?;
            Ok(ExitCode::from(fatal.status))
        }
        Err(fatal) => Err(fatal),
    }
}

async fn ask_desk(
    shared: &Shared,
    team: Option<String>,
    text: &str,
) -> Result<(Answer, copydesk_analysis::Language), Fatal> {
    let desk = open(shared).await?;
    let id = team.unwrap_or_else(|| desk.config.chat.team.to_string());
    let place = Place { platform: "console", id: id.clone(), name: String::new() };
    if places::team(&desk.store, &place, Timestamp::now()).await?.is_none() {
        let known = desk.store.teams().await?;
        let names: Vec<&str> = known.iter().map(|team| team.id.as_str()).collect();
        let near = crate::nearest::nearest(&id, names.iter().copied())
            .map(|name| format!(" Did you mean {name}?"))
            .unwrap_or_default();
        let names = names.join(", ");
        return Err(Fatal::new(format!(
            "I don't know the team {id:?}.{near} I know {names}; start a new one with: copydesk run --team NAME"
        )));
    }
    let origin = Origin { place, channel: id, person: "cli".into(), language: None };
    let cancel = CancellationToken::new();
    let asking = Asking {
        origin,
        input: Input::Text(text.to_string()),
        rights: Arc::new(Granted(true)),
        now: ZonedDateTime::now(),
        progress: None,
        cancel: cancel.clone(),
    };
    let mut answering = std::pin::pin!(desk.answer(asking));
    let answered = tokio::select! {
        answered = &mut answering => Ok(answered),
        _ = tokio::signal::ctrl_c() => {
            cancel.cancel();
            // It ends at once, and is counted; a model that is still loading is not waited for.
            let _slow = tokio::time::timeout(GRACE, answering).await;
            Err(Fatal { message: "Stopped.".into(), status: 130 })
        }
    };
    desk.model.stop().await;
    answered
}

fn print_json(answer: &Answer) -> Result<(), Fatal> {
    let json = serde_json::to_string(answer).map_err(|error| Fatal::new(format!("Can't write JSON: {error}.")))?;
    print_line(&json).map(drop)
}
