//! Telegram as a chat platform: private chats, groups and their topics, by long polling.

mod answer;
mod api;
mod chats;
mod incoming;
mod menu;
mod outbox;
mod pace;
mod poll;
mod render;
mod rights;
mod text;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use secrecy::SecretString;
use teloxide::payloads::{GetMe, SetMyCommands, SetMyCommandsSetters};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

pub use self::pace::Rates;

use self::answer::Service;
use self::api::{Api, CallError};
use self::chats::Chats;
use self::incoming::Account;
use self::outbox::Outbox;
use self::poll::Poll;
use crate::{Adapter, AdapterError, Journal, MenuEntry, Notices, Request};

const PLATFORM: &str = "Telegram";

/// How to serve Telegram.
pub struct TelegramSettings {
    /// The bot's token.
    pub token: SecretString,
    /// Where the token comes from, such as `TELEGRAM_BOT_TOKEN`; named when it is refused.
    pub token_variable: String,
    /// The server's address, `https://api.telegram.org` or a compatible one.
    pub api_url: String,
    /// The commands to list.
    pub menu: Vec<MenuEntry>,
    /// What the adapter says itself.
    pub notices: Notices,
    /// Where arrivals are kept until they are answered.
    pub journal: Arc<dyn Journal>,
    /// How much may be sent.
    pub rates: Rates,
    /// How long things take.
    pub timing: Timing,
}

impl fmt::Debug for TelegramSettings {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("TelegramSettings").field("api_url", &self.api_url).finish_non_exhaustive()
    }
}

/// How long things take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timing {
    /// The least time between two edits that show progress; twice that in groups.
    pub edit_every: Duration,
    /// After which time without an answer something is shown.
    pub placeholder_after: Duration,
    /// How long a poll waits for updates, in seconds.
    pub poll_seconds: u32,
    /// The first pause after a failure; each further one doubles it, up to 30 s.
    pub back_off: Duration,
    /// How long the bot may not take a request before its person is told.
    pub busy_after: Duration,
    /// How long answers may go on at the end.
    pub grace: Duration,
}

impl Default for Timing {
    fn default() -> Self {
        Self {
            edit_every: Duration::from_secs(3),
            placeholder_after: Duration::from_millis(500),
            poll_seconds: 50,
            back_off: Duration::from_secs(1),
            busy_after: Duration::from_secs(15),
            grace: Duration::from_secs(10),
        }
    }
}

/// The adapter.
#[derive(Debug)]
pub struct Telegram {
    settings: TelegramSettings,
}

impl Telegram {
    /// An adapter that serves once [`run`](Adapter::run) is called.
    #[must_use]
    pub fn new(settings: TelegramSettings) -> Self {
        Self { settings }
    }
}

#[async_trait::async_trait]
impl Adapter for Telegram {
    async fn run(
        self: Box<Self>,
        inbox: mpsc::Sender<Request>,
        shutdown: CancellationToken,
    ) -> Result<(), AdapterError> {
        let TelegramSettings { token, token_variable, api_url, menu, notices, journal, rates, timing } = self.settings;
        let Some(api) = Api::new(&token, &api_url).map(Arc::new) else {
            let message = format!("{api_url:?} is no address of a server");
            return Err(AdapterError::Platform { platform: PLATFORM, message });
        };
        let account = tokio::select! {
            biased;
            () = shutdown.cancelled() => return Ok(()),
            account = greet(&api, &token_variable, timing.back_off) => account?,
        };
        tokio::spawn(list_commands(Arc::clone(&api), menu.clone()));

        let outbox = Arc::new(Outbox::new(api, rates, timing.back_off));
        let stopped = CancellationToken::new();
        let service = Arc::new(Service { outbox, journal, notices, timing, inbox, shutdown, stopped });
        let mut chats = Chats::new(Arc::clone(&service));
        let mut poll = Poll::new(Arc::clone(&service), account, menu, token_variable);
        let ended = match poll.resume(&mut chats).await {
            Ok(()) => poll.run(&mut chats).await,
            Err(error) => Err(error),
        };
        chats.end().await;
        ended
    }
}

/// Asks Telegram who this is, until it says so.
async fn greet(api: &Api, variable: &str, back_off: Duration) -> Result<Account, AdapterError> {
    let mut failed = 0;
    loop {
        let error = match api.call(&GetMe::new()).await {
            Ok(me) => {
                let Some(account) = incoming::account(&me) else {
                    let message = "the server does not say which bot this is".to_owned();
                    return Err(AdapterError::Platform { platform: PLATFORM, message });
                };
                let all = me["can_read_all_group_messages"] == true;
                let groups = if all { "all texts in groups" } else { "commands, mentions and replies in groups" };
                tracing::info!(bot.name = account.name, "serving Telegram as @{}; it sees {groups}", account.name);
                return Ok(account);
            }
            Err(error) => error,
        };
        match error {
            CallError::Unauthorized => {
                return Err(AdapterError::Unauthorized { platform: PLATFORM, variable: variable.to_owned() });
            }
            CallError::Refused(message) | CallError::Forbidden(message) | CallError::Conflict(message) => {
                return Err(AdapterError::Platform { platform: PLATFORM, message });
            }
            CallError::TooMany(pause) => tokio::time::sleep(pause).await,
            other => {
                failed += 1;
                let pause = outbox::pause(back_off, failed);
                tracing::warn!(error = %other, ?pause, "Telegram is not there; trying again");
                tokio::time::sleep(pause).await;
            }
        }
    }
}

/// Lists the commands in both languages. Without the lists everything works, so nothing depends on it.
async fn list_commands(api: Arc<Api>, menu: Vec<MenuEntry>) {
    for language in [None, Some("zh")] {
        let mut payload = SetMyCommands::new(menu::commands(&menu, language));
        if let Some(language) = language {
            payload = payload.language_code(language);
        }
        if let Err(error) = api.call(&payload).await {
            tracing::warn!(%error, language, "the list of commands is not set");
        }
    }
}
