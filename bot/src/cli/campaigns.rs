//! `copydesk campaigns`: past posts from files.

use std::io::{BufRead as _, IsTerminal as _, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Subcommand;
use copydesk_analysis::import::{Calendar, Wishes};
use copydesk_analysis::{Language, Platform};
use copydesk_storage::TeamId;
use jiff::ZonedDateTime;

use super::ask::print_json;
use super::collect::{Collect, collected};
use super::fatal::Fatal;
use super::run::find_or_make;
use super::{Shared, open_with};
use crate::answer::{Answer, ErrorShown, ImportShown, ImportState};
use crate::campaigns::import::{self, Content, Source};
use crate::commands::campaign_import::{file_stem, problem, shown, shown_name};
use crate::commands::export::save;
use crate::commands::platform;
use crate::desk::Desk;
use crate::models::ModelInUse;
use crate::present;
use crate::terminal_chat::{self, Look};
use crate::texts::{Problem, sentence};

#[derive(Debug, Subcommand)]
pub(super) enum CampaignsCommand {
    /// Take past posts from a CSV, TSV, JSON or JSON Lines file (docs/campaigns.md)
    Import(Import),
    /// Take past posts from a feed, or from a Mastodon, Bluesky or YouTube account (docs/campaigns.md)
    Collect(Collect),
}

#[derive(Debug, clap::Args)]
pub(super) struct Import {
    /// The file
    file: PathBuf,
    /// The team whose posts they are; a new one is made
    #[arg(long, value_name = "NAME")]
    team: String,
    /// Accept what the columns were taken for; without it, nothing is stored unless somebody answers yes in a terminal
    #[arg(long)]
    yes: bool,
    /// Print the report as JSON (docs/campaigns.md)
    #[arg(long)]
    json: bool,
    /// What a column holds: its name or number, and a field; "-" keeps it out
    #[arg(long, value_name = "COLUMN=FIELD")]
    map: Vec<String>,
    /// Where all of the posts ran, unless a column says
    #[arg(long, value_name = "NAME")]
    platform: Option<String>,
    /// Where times without an offset are, such as Europe/Berlin; this machine's unless given
    #[arg(long, value_name = "ZONE")]
    time_zone: Option<String>,
    /// What 3/4/2026 means: day-first or month-first
    #[arg(long, value_name = "ORDER")]
    dates: Option<String>,
}

pub(super) async fn run(shared: &Shared, command: CampaignsCommand) -> Result<ExitCode, Fatal> {
    let (json, outcome) = match command {
        CampaignsCommand::Import(wanted) => (wanted.json, imported(shared, wanted).await),
        CampaignsCommand::Collect(wanted) => (wanted.json, collected(shared, wanted).await),
    };
    match outcome {
        Ok(answer) => {
            let failed = matches!(answer, Answer::Error(_));
            if json {
                print_json(&answer)?;
            } else {
                terminal_chat::print(present::reply(&answer, Language::English), Look::of_this_process());
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

async fn imported(shared: &Shared, wanted: Import) -> Result<Answer, Fatal> {
    let id = TeamId::parse(&wanted.team)?;
    let source = match source(&wanted) {
        Ok(source) => source,
        Err(problem) => return Ok(refused(problem)),
    };
    let desk = open_with(shared, ModelInUse::at_rest).await?;
    let answer = import(&desk, &id, &source, &wanted).await;
    desk.model.stop().await;
    Ok(answer?.unwrap_or_else(refused))
}

pub(super) fn refused(problem: Problem) -> Answer {
    let help = problem.help.map(|help| help.say(Language::English)).unwrap_or_default();
    Answer::Error(ErrorShown { message: problem.message.say(Language::English), help })
}

async fn import(desk: &Desk, id: &TeamId, source: &Source, wanted: &Import) -> Result<Result<Answer, Problem>, Fatal> {
    let records = |team: &copydesk_storage::Team| desk.store.team(&team.id);
    let failed = |failure| problem(desk, &failure, &source.name);
    let mut yes = wanted.yes;
    if !yes {
        // A team that is not there has no posts that could be known; it is made with the first yes.
        let known = crate::places::team(&desk.store, &super::run::terminal_place(id), jiff::Timestamp::now()).await?;
        let stored = known.map_or_else(|| desk.store.team(id), |team| records(&team.record));
        let outcomes = match import::run(source, &stored, false, Language::English, None).await {
            Ok(outcomes) => outcomes,
            Err(failure) => return Ok(Err(failed(failure))),
        };
        let mut proposed = shown(&source.name, &outcomes, ImportState::Proposed, Language::English);
        let asks = !wanted.json && std::io::stdin().is_terminal() && std::io::stdout().is_terminal();
        if !asks {
            proposed.notes.push(sentence!("import-say-yes").say(Language::English));
            return Ok(Ok(Answer::Import(Box::new(proposed))));
        }
        terminal_chat::print(
            present::reply(&Answer::Import(Box::new(proposed.clone())), Language::English),
            Look::of_this_process(),
        );
        yes = confirmed();
        if !yes {
            let problem = Problem::from(sentence!("import-cancelled", file = source.name.as_str()));
            return Ok(Err(problem));
        }
    }
    let team = find_or_make(&desk.store, id).await?;
    let outcomes = match import::run(source, &records(&team), yes, Language::English, None).await {
        Ok(outcomes) => outcomes,
        Err(failure) => return Ok(Err(failed(failure))),
    };
    let mut report: ImportShown = shown(&source.name, &outcomes, ImportState::Imported, Language::English);
    report.set_aside_file = save_aside(desk, &source.name, outcomes.set_aside).await?;
    Ok(Ok(Answer::Import(Box::new(report))))
}

/// The rows that were set aside, as a file of the data folder. Returns where it is.
pub(super) async fn save_aside(desk: &Desk, name: &str, aside: Option<Vec<u8>>) -> Result<Option<String>, Fatal> {
    let Some(bytes) = aside else { return Ok(None) };
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let name = format!("{}-set-aside-{}.csv", file_stem(stem), ZonedDateTime::now().strftime("%Y-%m-%d-%H%M%S"));
    let saved = save(&desk.data_dir.join("exports"), &name, bytes).await;
    saved.map(Some).map_err(|error| Fatal::new(format!("Can't write {name}: {error}.")))
}

fn confirmed() -> bool {
    let _closed = write!(std::io::stdout(), "Import? [y/N] ").and_then(|()| std::io::stdout().flush());
    let mut line = String::new();
    let read = std::io::stdin().lock().read_line(&mut line);
    read.is_ok() && matches!(line.trim().to_lowercase().as_str(), "y" | "yes" | "是")
}

fn source(wanted: &Import) -> Result<Source, Problem> {
    let column = |text: &String| {
        let wrong = || Problem::new(sentence!("column-wrong", value = text.as_str()), sentence!("column-help"));
        import::column_wish(text).ok_or_else(wrong)
    };
    let now = ZonedDateTime::now();
    let zone = match &wanted.time_zone {
        None => now.time_zone().clone(),
        Some(name) => import::zone(name).ok_or_else(|| {
            Problem::new(sentence!("import-zone-wrong", value = name.as_str()), sentence!("import-zone-help"))
        })?,
    };
    let dates = wanted.dates.as_deref().map(|name| {
        import::date_order(name)
            .ok_or_else(|| Problem::new(sentence!("dates-wrong", value = name), sentence!("dates-help")))
    });
    let platform: Option<Platform> = wanted.platform.as_deref().map(platform).transpose()?;
    let name = wanted.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(Source {
        content: Content::File(wanted.file.clone()),
        name: shown_name(&name),
        wishes: Wishes {
            columns: wanted.map.iter().map(column).collect::<Result<_, _>>()?,
            platform,
            dates: dates.transpose()?,
        },
        calendar: Calendar { zone, today: now.date() },
    })
}
