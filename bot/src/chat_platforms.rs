//! The bot at home in Discord and Telegram: one adapter for each token that is set.

use std::sync::Arc;

use copydesk_adapters::{
    Adapter, Discord, DiscordSettings, Places, Rates, Request, Subjects, Telegram, TelegramSettings, Timing,
};
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::config::Config;
use crate::desk::Desk;
use crate::ideas::opinions::StoredSubjects;
use crate::journal::StoredJournal;
use crate::stored_places::StoredPlaces;
use crate::texts::Problem;
use crate::{as_typed, discord_menu, menu, received_files};

/// Requests that may wait between the platforms and the desk.
const INBOX: usize = 1024;

/// The adapters whose tokens are set, and how much they may send to Telegram.
pub fn adapters(desk: &Desk, rates: Rates) -> Vec<Box<dyn Adapter>> {
    let Config { telegram, telegram_webhook, discord, .. } = &desk.config;
    let mut adapters: Vec<Box<dyn Adapter>> = Vec::new();
    if let Some(token) = &telegram.token {
        adapters.push(Box::new(Telegram::new(TelegramSettings {
            token: token.reveal().into(),
            token_variable: telegram.token_source.clone(),
            api_url: telegram.api_url.clone(),
            webhook: telegram_webhook.clone(),
            menu: as_typed::said_on("telegram", menu::entries),
            notices: as_typed::said_on("telegram", menu::notices),
            journal: Arc::new(StoredJournal::new(desk.store.clone(), "telegram")),
            places: places(desk),
            subjects: subjects(desk),
            files: received_files::settings(desk, "telegram"),
            rates,
            timing: Timing::default(),
        })));
    }
    if let Some(token) = &discord.token {
        adapters.push(Box::new(Discord::new(DiscordSettings {
            token: token.reveal().into(),
            token_variable: discord.token_source.clone(),
            api_url: discord.api_url.clone(),
            menu: as_typed::said_on("discord", menu::entries),
            notices: as_typed::said_on("discord", menu::notices),
            on_messages: discord_menu::on_messages(),
            first_words: discord_menu::first_words(),
            journal: Arc::new(StoredJournal::new(desk.store.clone(), "discord")),
            places: places(desk),
            subjects: subjects(desk),
            files: received_files::settings(desk, "discord"),
            manager_role: Some(discord.manager_role.clone()).filter(|role| !role.is_empty()),
            edit_every: DiscordSettings::EDIT_EVERY,
        })));
    }
    adapters
}

/// The platforms of [`adapters`], in their order.
fn names(desk: &Desk) -> impl Iterator<Item = &'static str> {
    let is_set = [("telegram", desk.config.telegram.token.is_some()), ("discord", desk.config.discord.token.is_some())];
    is_set.into_iter().filter(|(_, is_set)| *is_set).map(|(name, _)| name)
}

/// Who hears of places that come, go and move: for the adapters' settings.
pub fn places(desk: &Desk) -> Arc<dyn Places> {
    Arc::new(StoredPlaces::new(desk.store.clone()))
}

/// Who notes what messages show, for reactions to them.
pub fn subjects(desk: &Desk) -> Arc<dyn Subjects> {
    Arc::new(StoredSubjects::new(desk.store.clone()))
}

/// Serves until Ctrl-C, or until no adapter is left. One that ends does not end the others.
///
/// # Errors
/// A sentence for each adapter that could not go on.
pub async fn serve(desk: Arc<Desk>, adapters: Vec<Box<dyn Adapter>>) -> Result<(), String> {
    if let Some(problem) = desk.model.missing().await {
        let Problem { message, help } = problem;
        let help = help.map(|help| help.say(desk.config.chat.language)).unwrap_or_default();
        tracing::warn!("{} {help}", message.say(desk.config.chat.language));
    }
    let shutdown = CancellationToken::new();
    let (sender, inbox) = mpsc::channel::<Request>(INBOX);
    let serving = tokio::spawn(Arc::clone(&desk).serve(inbox, CancellationToken::new()));
    let mut running = JoinSet::new();
    let posters = names(&desk).map(str::to_owned).zip(adapters.iter().map(|adapter| adapter.poster())).collect();
    let digests = crate::digest::start(&desk, posters, shutdown.clone());
    let collecting = crate::campaigns::collecting::start(&desk, shutdown.clone());
    for adapter in adapters {
        running.spawn(adapter.run(sender.clone(), shutdown.clone()));
    }
    drop(sender);
    let mut problems = Vec::new();
    loop {
        tokio::select! {
            ended = running.join_next() => match ended {
                None => break,
                Some(Ok(Ok(()))) => {}
                Some(Ok(Err(error))) => {
                    tracing::error!("{error}");
                    problems.push(error.to_string());
                }
                Some(Err(panicked)) => problems.push(panicked.to_string()),
            },
            _ = interrupted(), if !shutdown.is_cancelled() => shutdown.cancel(),
        }
    }
    // The adapters are gone, and with them the senders: what is in flight is finished.
    let _panicked = serving.await;
    shutdown.cancel();
    let _panicked = digests.await;
    let _panicked = collecting.await;
    if problems.is_empty() { Ok(()) } else { Err(problems.join("\n")) }
}

/// Ctrl-C, or what a service manager sends.
async fn interrupted() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    let _failed = tokio::signal::ctrl_c().await;
}
