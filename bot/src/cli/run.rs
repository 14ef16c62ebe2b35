//! `copydesk run`: the bot itself.

use std::process::ExitCode;
use std::sync::Arc;

use copydesk_adapters::{Adapter, Console, ConsolePosts, ConsoleSettings, Lines, Place, Rates, Terminal};
use copydesk_storage::{Store, Team, TeamId};
use jiff::Timestamp;
use tokio_util::sync::CancellationToken;

use super::fatal::{Fatal, sentence_case};
use super::{Shared, open};
use crate::learning::retraining;
use crate::terminal_chat::{self, Look};
use crate::{chat_platforms, places};

/// Serves Discord and Telegram, or a terminal.
pub(super) async fn run(shared: &Shared, team: Option<String>) -> Result<ExitCode, Fatal> {
    let desk = open(shared).await?;
    // It ends with the process: what it was about to remove is removed at the next start.
    tokio::spawn(Arc::clone(&desk.sweep).run(CancellationToken::new()));
    // So does this: what was due is due at the next start.
    tokio::spawn(retraining::run(Arc::clone(&desk), CancellationToken::new()));
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
    // What is posted while no chat runs is added to a file there.
    let posts = ConsolePosts::new(desk.data_dir.join("posts"));
    let files = desk.data_dir.join("files");
    let console: Box<dyn Adapter> = if look.reads_terminal {
        let history = desk.data_dir.join("history.txt");
        let terminal = Terminal::new(Some(history), terminal_chat::command_names(desk.config.chat.language));
        let terminal = terminal.map_err(|error| Fatal::new(format!("Can't read this terminal: {error}.")))?;
        Box::new(Console::new(settings, terminal, output).with_posts(posts).with_files(files))
    } else {
        let lines = Lines::new(std::io::BufReader::new(std::io::stdin()));
        Box::new(Console::new(settings, lines, output).with_posts(posts).with_files(files))
    };
    let shutdown = CancellationToken::new();
    let digests = crate::digest::start(&desk, [("console".to_owned(), console.poster())].into(), shutdown.clone());
    let collecting = crate::campaigns::collecting::start(&desk, shutdown.clone());
    let (sender, inbox) = tokio::sync::mpsc::channel(16);
    let serving = tokio::spawn(Arc::clone(&desk).serve(inbox, shutdown.clone()));
    let outcome = console.run(sender, shutdown.clone()).await;
    shutdown.cancel();
    let _panicked = serving.await;
    let _panicked = digests.await;
    let _panicked = collecting.await;
    desk.model.stop().await;
    outcome.map(|()| ExitCode::SUCCESS).map_err(|error| Fatal::new(sentence_case(&error.to_string())))
}

/// The place of the terminal that speaks for a team, unless it has joined another.
pub(super) fn terminal_place(id: &TeamId) -> Place {
    Place { platform: "console", id: id.to_string(), name: String::new() }
}

/// A team by its id; a new one if there is none.
pub(super) async fn find_or_make(store: &Store, id: &TeamId) -> Result<Team, Fatal> {
    if let Some(team) = places::team(store, &terminal_place(id), Timestamp::now()).await? {
        return Ok(team.record);
    }
    store.purge(id).await?;
    let team = Team { id: id.clone(), name: id.to_string(), sample: false, created: Timestamp::now() };
    Ok(store.create_team(team).await?)
}
