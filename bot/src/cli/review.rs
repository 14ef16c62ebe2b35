//! `copydesk review`: a text reviewed without a model, for people, scripts and CI.

use std::io::Read;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use copydesk_adapters::Reply;
use copydesk_analysis::Language;
use copydesk_storage::{Store, TeamId};
use std::sync::Arc;

use super::fatal::Fatal;
use super::{Shared, open_engine, print_line};
use crate::answer::{Answer, ReviewShown, Reviews};
use crate::commands;
use crate::commands::review::{AUDIENCE, KEYPHRASE, words_option};
use crate::config::{Config, default_data_dir};
use crate::fetch::{FetchError, Fetcher};
use crate::knowledge::Knowledge;
use crate::learning::{self, likely::GoodModel};
use crate::present;
use crate::present_review::details;
use crate::review::page::{self, is_address};
use crate::review::{Wishes, file, reviews, too_many};
use crate::terminal_chat::{self, Look};
use crate::texts::{Problem, sentence};

#[derive(Debug, Args)]
pub(super) struct ReviewArguments {
    /// The text: a txt, md, docx or html file, the address of a page, or "-" for standard input
    #[arg(value_name = "FILE|URL")]
    file: PathBuf,
    /// Print the review as JSON (docs/review.md)
    #[arg(long)]
    json: bool,
    /// Without a model. Reviews here are always computed without one; scripts may say so
    #[arg(long)]
    no_llm: bool,
    /// Exit with status 1 if the score is lower; of several variants, the best one's
    #[arg(long, value_name = "SCORE", value_parser = clap::value_parser!(u8).range(0..=100))]
    min_score: Option<u8>,
    /// Where the text is to run
    #[arg(long, value_name = "NAME")]
    platform: Option<String>,
    /// What it should be found by
    #[arg(long, value_name = "WORDS")]
    keyphrase: Option<String>,
    /// Who reads it
    #[arg(long, value_name = "WORDS")]
    audience: Option<String>,
    /// Its language, as a code such as "en" or "zh"
    #[arg(long, value_name = "CODE")]
    lang: Option<String>,
    /// The team whose rules, voice and past posts it is held against
    #[arg(long, value_name = "NAME")]
    team: Option<String>,
    /// Print every finding with all its places
    #[arg(long)]
    details: bool,
}

/// Reviews a file, and prints what was found.
pub(super) async fn review(shared: &Shared, arguments: ReviewArguments) -> Result<ExitCode, Fatal> {
    let (config, _) = Config::load(shared.config.as_deref(), shared.model.as_deref())?;
    let told = |problem: Problem| said(&problem, config.chat.language);
    let platform = arguments.platform.as_deref().map(commands::platform).transpose().map_err(told)?;
    let language = arguments.lang.as_deref().map(|code| commands::language_option(Some(code))).transpose();
    let wishes = Wishes {
        platform,
        keyphrase: words_option("keyphrase", arguments.keyphrase.as_deref(), KEYPHRASE).map_err(told)?,
        audience: words_option("audience", arguments.audience.as_deref(), AUDIENCE).map_err(told)?,
        language: language.map_err(told)?.flatten(),
    };
    let text = match arguments.file.to_str().filter(|address| is_address(address)) {
        Some(address) => {
            let failed = |error: FetchError| told(Problem::new(error.sentence(), sentence!("review-page-help")));
            let fetcher = Fetcher::new(&config.fetch).map_err(failed)?;
            page::fetched(&fetcher, address).await.map_err(told)?
        }
        None => read(&arguments.file).map_err(|error| match error {
            Unreadable::File(fatal) => fatal,
            Unreadable::Text(problem) => told(problem),
        })?,
    };
    if let Some(problem) = too_many(&text) {
        return Err(told(problem));
    }
    let (knowledge, model) = match &arguments.team {
        Some(team) => {
            let (knowledge, model) = known(shared, team).await?;
            (Some(knowledge), model)
        }
        None => (None, None),
    };
    let spoken = config.chat.language;
    let reviews = reviews(&text, &wishes, knowledge.as_ref(), model.as_ref(), &config, spoken);
    let best = reviews.reviews.iter().map(|review| review.score).max().unwrap_or_default();
    print(&arguments, reviews, spoken)?;
    let failed = arguments.min_score.is_some_and(|least| best < least);
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn print(arguments: &ReviewArguments, reviews: Reviews, language: Language) -> Result<ExitCode, Fatal> {
    if arguments.json {
        let json = serde_json::to_string(&Answer::Review(Box::new(reviews)));
        return print_line(&json.map_err(|error| Fatal::new(format!("Can't write JSON: {error}.")))?);
    }
    if arguments.details {
        let all: Vec<String> = reviews.reviews.iter().map(|review: &ReviewShown| details(review, language)).collect();
        return print_line(&all.join("\n\n"));
    }
    let reply: Reply = present::reply(&Answer::Review(Box::new(reviews)), language);
    terminal_chat::print(reply, Look::of_this_process());
    Ok(ExitCode::SUCCESS)
}

/// Why there is no text.
enum Unreadable {
    File(Fatal),
    Text(Problem),
}

fn read(path: &PathBuf) -> Result<String, Unreadable> {
    let failed = |error: std::io::Error| {
        Unreadable::File(Fatal::new(format!(
            "Can't read {}: {error}. Name a file that is there, or - for standard input.",
            path.display()
        )))
    };
    let mut bytes = Vec::new();
    let name = path.to_string_lossy();
    if name == "-" {
        std::io::stdin().take(file::MOST_BYTES + 1).read_to_end(&mut bytes).map_err(failed)?;
        return file::text("stdin", &bytes).map_err(Unreadable::Text);
    }
    let open = std::fs::File::open(path).map_err(failed)?;
    open.take(file::MOST_BYTES + 1).read_to_end(&mut bytes).map_err(failed)?;
    file::text(&name, &bytes).map_err(Unreadable::Text)
}

/// What is stored of a team.
async fn known(shared: &Shared, team: &str) -> Result<(Knowledge, Option<GoodModel>), Fatal> {
    let data_dir = shared.data.clone().unwrap_or_else(default_data_dir);
    let store = Store::new(Arc::new(open_engine(&data_dir).await?));
    crate::sample::sample_team().store(&store, jiff::Timestamp::now()).await?;
    let known = store.teams().await?;
    let names: Vec<&str> = known.iter().map(|team| team.id.as_str()).collect();
    let unknown = || Fatal::new(format!("I don't know the team {team:?}. I know {}.", names.join(", ")));
    if !names.contains(&team) {
        return Err(unknown());
    }
    let id = TeamId::try_from(team.to_string()).map_err(|_| unknown())?;
    let records = store.team(&id);
    let model = GoodModel::of(&records, learning::when(&jiff::ZonedDateTime::now())).await?;
    Ok((Knowledge::load(&records).await?, model))
}

fn said(problem: &Problem, language: Language) -> Fatal {
    let help = problem.help.as_ref().map(|help| help.say(language)).unwrap_or_default();
    Fatal::new(format!("{} {help}", problem.message.say(language)).trim_end().to_string())
}
