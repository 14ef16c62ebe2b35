//! The command line: `copydesk [run] | ask | campaigns | check | model | bench`.

mod ask;
mod bench;
mod campaigns;
mod collect;
mod digest;
mod fatal;
mod learn;
mod review;
mod run;

use std::io::{IsTerminal as _, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Args, Parser, Subcommand};
use copydesk_adapters::{Input, discord_invite};
use copydesk_storage::{SledEngine, Store};
use jiff::Timestamp;

use self::bench::BenchCommand;
use self::campaigns::CampaignsCommand;
use self::fatal::Fatal;
use crate::config::{Config, default_data_dir};
use crate::desk::Desk;
use crate::model_files::{self, ChooseError};
use crate::models::ModelInUse;
use crate::sample::sample_team;
use crate::sweep::Sweep;

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
    /// Review a text: score, findings, length on each platform (docs/review.md). Computed, without a model
    Review(review::ReviewArguments),
    /// A team's past posts
    Campaigns {
        #[command(subcommand)]
        command: CampaignsCommand,
    },
    /// Name every mistake in the configuration
    Check,
    /// Print the address that invites the bot to a Discord server
    Invite {
        /// The application's id, from "General Information" in Discord's developer portal
        #[arg(value_name = "APPLICATION_ID", value_parser = application_id)]
        application: u64,
    },
    /// The language models of the configuration
    Model {
        #[command(subcommand)]
        command: ModelCommand,
    },
    /// What a text will likely do, from the team's past posts
    Predict {
        /// The team
        #[arg(long, value_name = "NAME")]
        team: Option<String>,
        /// Print the answer as JSON (docs/learning.md)
        #[arg(long)]
        json: bool,
        /// Where it is to run
        #[arg(long)]
        platform: Option<String>,
        /// When: a weekday, an hour, or both, such as "tue 8:00"
        #[arg(long)]
        time: Option<String>,
        /// Its form as the past posts have it, such as "video"
        #[arg(long)]
        form: Option<String>,
        /// What is predicted, such as likes
        #[arg(long)]
        metric: Option<String>,
        /// The text
        #[arg(required = true, value_name = "TEXT")]
        text: Vec<String>,
    },
    /// Trend digests without a chat
    Digest {
        #[command(subcommand)]
        command: digest::DigestCommand,
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
    /// Fine-tune a model on a team's copy, on a server of [models]: submits a job and follows it
    Finetune(learn::FinetuneArgs),
    /// Learn from a team's past posts, and print the model card
    Train(learn::TrainArgs),
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
            "warn,copydesk_adapters=info,serenity::gateway::ws=error,serenity::gateway::bridge::shard_runner=error,llama-cpp-2=off,llama_cpp=off,async_openai=off",
        )
    });
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false);
    // In a file, colours are noise.
    if std::io::stderr().is_terminal() { log.init() } else { log.with_ansi(false).init() }
}

async fn dispatch(cli: Cli) -> Result<ExitCode, Fatal> {
    let shared = cli.shared;
    match cli.command.unwrap_or(Command::Run { team: None }) {
        Command::Run { team } => run::run(&shared, team).await,
        Command::Ask { team, json, text } => ask::ask(&shared, team, json, Input::Text(text.join(" "))).await,
        Command::Review(arguments) => review::review(&shared, arguments).await,
        Command::Campaigns { command } => campaigns::run(&shared, command).await,
        Command::Predict { team, json, platform, time, form, metric, text } => {
            let options = [("platform", platform), ("time", time), ("form", form), ("metric", metric)];
            let request = learn::request("/predict", &options, Some(&text.join(" ")));
            ask::ask(&shared, team, json, Input::Text(request)).await
        }
        Command::Model { command: ModelCommand::Finetune(args) } => learn::finetune(&shared, args).await,
        Command::Model { command: ModelCommand::Train(args) } => {
            let (team, json) = (args.team.clone(), args.json);
            ask::ask(&shared, team, json, Input::Text(args.request())).await
        }
        Command::Check => {
            let (config, path) = Config::load(shared.config.as_deref(), shared.model.as_deref())?;
            if let Some(missing) = config.llm.missing_adapter() {
                let missing = missing.display();
                return Err(Fatal::new(format!(
                    "llm.local.lora: there is no file {missing}. Put the adapter (GGUF) there, or set lora = \"\" for none."
                )));
            }
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
        Command::Digest { command } => digest::run(&shared, command).await,
        Command::Bench { command } => bench::run(&shared, command).await,
    }
}

/// The id of a Discord application, as it is copied from the portal.
fn application_id(text: &str) -> Result<u64, String> {
    let id = text.trim().parse().ok().filter(|id| *id > 0);
    id.ok_or_else(|| "an application id is a number such as 1234567890123456789: \"General Information\" in the developer portal has it".to_owned())
}

fn print_line(text: &str) -> Result<ExitCode, Fatal> {
    // A reader that is gone (`| head`) is no mistake.
    let _closed = writeln!(std::io::stdout(), "{text}");
    Ok(ExitCode::SUCCESS)
}

/// Opens everything that requests need.
async fn open(shared: &Shared) -> Result<Arc<Desk>, Fatal> {
    open_with(shared, ModelInUse::start).await
}

/// The same with models as `models` gives them.
async fn open_with(shared: &Shared, models: fn(&Config) -> ModelInUse) -> Result<Arc<Desk>, Fatal> {
    let (config, _) = Config::load(shared.config.as_deref(), shared.model.as_deref())?;
    let data_dir = shared.data.clone().unwrap_or_else(default_data_dir);
    let store = Store::new(Arc::new(open_engine(&data_dir).await?));
    let sweep = Sweep::new(store.clone(), config.data.after_leaving);
    sweep.once(Timestamp::now()).await;
    sample_team().store(&store, Timestamp::now()).await?;
    let model = models(&config);
    Ok(Arc::new(Desk::new(config, store, model, data_dir, sweep)))
}

async fn open_engine(data_dir: &Path) -> Result<SledEngine, Fatal> {
    let dir = data_dir.to_path_buf();
    let opened = tokio::task::spawn_blocking(move || SledEngine::open(&dir)).await;
    opened.map_err(|error| Fatal::new(format!("Can't open {}: {error}.", data_dir.display())))?.map_err(Fatal::from)
}
