//! `copydesk bench`: measurements that are run by hand.

use std::process::ExitCode;

use clap::Subcommand;
use copydesk_analysis::Language;
use copydesk_llm::LocalSettings;

use super::fatal::Fatal;
use super::{Shared, print_line};
use crate::bench;
use crate::config::{Config, default_data_dir};
use crate::models::ListedModel;

#[derive(Debug, Subcommand)]
pub(super) enum BenchCommand {
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
    /// Past posts from a made-up CSV into a new data folder, twice
    Import {
        /// How many
        #[arg(long, default_value_t = 200_000)]
        rows: usize,
    },
    /// Words looked for among made-up past posts
    Search {
        /// How many
        #[arg(long, default_value_t = 20_000)]
        posts: usize,
    },
    /// How right sentiment is: English against the original VADER, Chinese on reviews that it was not trained on
    Sentiment,
    /// Learning from made-up posts: time and memory
    Learn {
        /// How many posts
        #[arg(long, default_value_t = 20_000)]
        posts: usize,
    },
    /// Print made-up past posts with planted effects as a CSV file to import: questions, a topic and Tuesday mornings do better
    Posts {
        /// How many
        #[arg(long, default_value_t = 240)]
        posts: usize,
        /// Their language: en or zh
        #[arg(long, default_value = "en")]
        language: String,
        /// The day of the last one
        #[arg(long, default_value = "2026-11-20", value_name = "DATE")]
        until: String,
        /// Which ones
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
    /// Whether learning does what it says, on made-up teams of known truth
    Truth {
        /// Teams for each figure
        #[arg(long, default_value_t = 200)]
        teams: usize,
    },
    /// Feeds to trends: how fast, how much memory, and how both grow with the number of items
    Digest {
        /// Items of the main run
        #[arg(long, default_value_t = 10_000)]
        items: usize,
        /// Feeds that they come from
        #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u16).range(1..))]
        feeds: u16,
        /// Write the generated feeds into this folder and stop, for other programs to read
        #[arg(long, value_name = "DIR")]
        write: Option<std::path::PathBuf>,
    },
    /// Known bursts in noise: how many of them are among the first five trends
    Trends {
        /// Days that are judged, each with its bursts
        #[arg(long, default_value_t = 40)]
        days: usize,
        /// The first seed
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
    /// Reviews without a model: texts a second; and how right the checks are
    Review {
        /// Texts with planted faults instead: recall and precision of every check
        #[arg(long, conflicts_with = "texts")]
        corpus: bool,
        /// Instead the readability and sentiment of these texts, a JSON array, as JSON, with the seconds that they take
        #[arg(long, value_name = "FILE")]
        texts: Option<std::path::PathBuf>,
    },
    /// 20 briefs: the ideas and their checks
    Ideas {
        /// Print the results as JSON
        #[arg(long)]
        json: bool,
    },
}

/// Runs one.
pub(super) async fn run(shared: &Shared, command: BenchCommand) -> Result<ExitCode, Fatal> {
    match command {
        BenchCommand::Start => {
            let (config, path) = Config::load(shared.config.as_deref(), shared.model.as_deref())?;
            print_line(&bench::start::run(&config, path.as_deref()).await.map_err(Fatal::new)?)
        }
        BenchCommand::Llm { against, repeat, only, json } => {
            let (config, _) = Config::load(shared.config.as_deref(), shared.model.as_deref())?;
            let plan = bench::llm::Plan { against, repeat: usize::from(repeat), only };
            let report = bench::llm::run(local_settings(&config)?, &plan).await.map_err(Fatal::new)?;
            print_line(&if json { report.json().to_string() } else { report.to_string() })
        }
        BenchCommand::Chat { requests, chats, rate, telegram_peer, discord_peer } => {
            let plan = bench::chat::Plan { requests, chats: chats.into(), rate, telegram_peer, discord_peer };
            print_line(&bench::chat::run(&plan).await.map_err(Fatal::new)?)
        }
        BenchCommand::ChatBot => {
            let (config, _) = Config::load(shared.config.as_deref(), shared.model.as_deref())?;
            let data_dir = shared.data.clone().unwrap_or_else(default_data_dir);
            let served = bench::chat::echo::serve(config, &data_dir).await;
            served.map(|()| ExitCode::SUCCESS).map_err(Fatal::new)
        }
        BenchCommand::Soak { requests } => {
            let (config, _) = Config::load(shared.config.as_deref(), shared.model.as_deref())?;
            print_line(&bench::soak::run(local_settings(&config)?, requests).await.map_err(Fatal::new)?)
        }
        BenchCommand::Import { rows } => print_line(&bench::import::run(rows).await.map_err(Fatal::new)?),
        BenchCommand::Sentiment => print_line(&bench::sentiment::run()),
        BenchCommand::Search { posts } => print_line(&bench::search::run(posts)),
        BenchCommand::Learn { posts } => print_line(bench::learn::run(posts).trim_end()),
        BenchCommand::Posts { posts, language, until, seed } => {
            let language = Language::from_code(&language);
            let language = language.filter(|it| matches!(it, Language::English | Language::Chinese));
            let language = language.ok_or_else(|| Fatal::new("The posts can be in en or zh.".to_owned()))?;
            let until =
                until.parse().map_err(|error| Fatal::new(format!("Can't read the date {until:?}: {error}.")))?;
            print_line(bench::learn::csv(posts, language, until, seed).trim_end())
        }
        BenchCommand::Truth { teams } => print_line(bench::learn::truth(teams).trim_end()),
        BenchCommand::Digest { items, feeds, write } => {
            let report = bench::digest::run(items, usize::from(feeds), write.as_deref());
            print_line(&report.map_err(Fatal::new)?)
        }
        BenchCommand::Trends { days, seed } => print_line(&bench::digest::trends(days, seed)),
        BenchCommand::Review { corpus, texts } => {
            let (config, _) = Config::load(shared.config.as_deref(), shared.model.as_deref())?;
            let report = match texts {
                Some(path) => bench::review::figures(&path),
                None if corpus => bench::review::planted(config.review),
                None => bench::review::run(config.review),
            };
            print_line(&report.map_err(Fatal::new)?)
        }
        BenchCommand::Ideas { json } => {
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
