//! Telegram as a chat platform: private chats, groups and their topics, by long polling or a webhook.

mod again;
mod answer;
mod api;
mod chats;
mod files;
mod form;
mod growing;
mod incoming;
mod intake;
mod menu;
mod outbox;
mod pace;
mod poll;
mod poster;
mod press;
mod render;
mod rights;
mod shown;
mod sign;
mod text;
mod webhook;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use secrecy::SecretString;
use serde::Serialize;
use serde_json::Value;
use teloxide::payloads::{DeleteWebhook, GetMe, SetMyCommands, SetMyCommandsSetters};
use teloxide::requests::Payload;
use teloxide::types::BotCommandScope;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

pub use self::pace::Rates;
pub use self::webhook::Webhook;

use self::answer::Service;
use self::api::{Api, CallError};
use self::incoming::Account;
use self::intake::Intake;
use self::outbox::Outbox;
use self::poll::Poll;
use self::poster::TelegramPoster;
use crate::files::Files;
use crate::rush::Rush;
use crate::{Adapter, AdapterError, FileSettings, Journal, MenuEntry, Notices, Places, Poster, Request, Subjects};

const PLATFORM: &str = "Telegram";

/// How to serve Telegram.
pub struct TelegramSettings {
    /// The bot's token.
    pub token: SecretString,
    /// Where the token comes from, such as `TELEGRAM_BOT_TOKEN`; named when it is refused.
    pub token_variable: String,
    /// The server's address, `https://api.telegram.org` or a compatible one.
    pub api_url: String,
    /// Where Telegram brings updates to; `None` to ask it for them.
    pub webhook: Option<Webhook>,
    /// The commands to list.
    pub menu: Vec<MenuEntry>,
    /// What the adapter says itself.
    pub notices: Notices,
    /// Where arrivals are kept until they are answered.
    pub journal: Arc<dyn Journal>,
    /// Hears of chats that come, go and move.
    pub places: Arc<dyn Places>,
    /// Hears what messages show, so that reactions are known to be about it.
    pub subjects: Arc<dyn Subjects>,
    /// How files are taken in.
    pub files: FileSettings,
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
    /// How often within five minutes another process may take the updates away before this one stops.
    pub conflicts: usize,
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
            conflicts: 5,
            busy_after: Duration::from_secs(15),
            grace: Duration::from_secs(10),
        }
    }
}

/// The adapter.
#[derive(Debug)]
pub struct Telegram {
    settings: TelegramSettings,
    /// `None` if the server's address is none.
    outbox: Option<Arc<Outbox>>,
}

impl Telegram {
    /// An adapter that serves once [`run`](Adapter::run) is called.
    #[must_use]
    pub fn new(settings: TelegramSettings) -> Self {
        let api = Api::new(&settings.token, &settings.api_url).map(Arc::new);
        let outbox = |api| Outbox::new(api, Arc::clone(&settings.places), settings.rates, settings.timing.back_off);
        let outbox = api.map(outbox).map(Arc::new);
        Self { settings, outbox }
    }
}

#[async_trait::async_trait]
impl Adapter for Telegram {
    fn poster(&self) -> Arc<dyn Poster> {
        Arc::new(TelegramPoster { outbox: self.outbox.clone() })
    }

    async fn run(
        self: Box<Self>,
        inbox: mpsc::Sender<Request>,
        shutdown: CancellationToken,
    ) -> Result<(), AdapterError> {
        let TelegramSettings { token_variable, api_url, webhook, .. } = &self.settings;
        let Some(outbox) = self.outbox.clone() else {
            let message = format!("{api_url:?} is no address of a server");
            return Err(AdapterError::Platform { platform: PLATFORM, message });
        };
        let account = tokio::select! {
            biased;
            () = shutdown.cancelled() => return Ok(()),
            account = self.begin(&outbox.api) => account?,
        };
        let (token_variable, webhook) = (token_variable.clone(), webhook.clone());
        let TelegramSettings { menu, notices, journal, places, subjects, files, timing, .. } = self.settings;
        let files = Files::open(files, "telegram");
        tokio::spawn(list_commands(Arc::clone(&outbox.api), menu.clone()));

        let stopped = CancellationToken::new();
        let rush = Rush::default();
        let service =
            Service { outbox, journal, places, subjects, notices, files, timing, inbox, rush, shutdown, stopped };
        let service = Arc::new(service);
        let mut intake = Intake::new(service, account, menu);
        let ended = match (intake.resume().await, webhook) {
            (Err(error), _) => Err(error),
            (Ok(()), None) => Poll::new(&mut intake, token_variable).run().await,
            (Ok(()), Some(webhook)) => webhook::run(&mut intake, &webhook, &token_variable).await,
        };
        intake.end().await;
        ended
    }
}

impl Telegram {
    /// Asks Telegram who this is, and makes way for polling.
    async fn begin(&self, api: &Api) -> Result<Account, AdapterError> {
        let TelegramSettings { token_variable, timing, webhook, .. } = &self.settings;
        let me = insist(api, &GetMe::new(), token_variable, timing.back_off).await?;
        let account = incoming::account(&me).ok_or_else(|| AdapterError::Platform {
            platform: PLATFORM,
            message: "the server does not say which bot this is".to_owned(),
        })?;
        let all = me["can_read_all_group_messages"] == true;
        let groups = if all { "all texts in groups" } else { "commands, mentions and replies in groups" };
        tracing::info!(bot.name = account.name, "serving Telegram as @{}; it sees {groups}", account.name);
        if webhook.is_none() {
            // An earlier start may have set one, and nobody can poll beside it.
            insist(api, &DeleteWebhook::new(), token_variable, timing.back_off).await?;
        }
        Ok(account)
    }
}

/// Calls a method without which nothing goes on, until Telegram is there.
async fn insist<P: Payload + Serialize>(
    api: &Api,
    payload: &P,
    variable: &str,
    back_off: Duration,
) -> Result<Value, AdapterError> {
    let mut failed = 0;
    loop {
        match api.call(payload).await {
            Ok(said) => return Ok(said),
            Err(CallError::Unauthorized) => {
                return Err(AdapterError::Unauthorized { platform: PLATFORM, variable: variable.to_owned() });
            }
            Err(CallError::Refused(message) | CallError::Forbidden(message) | CallError::Conflict(message)) => {
                return Err(AdapterError::Platform { platform: PLATFORM, message });
            }
            Err(CallError::TooMany(pause)) => tokio::time::sleep(pause).await,
            Err(other) => {
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
    use BotCommandScope::{AllChatAdministrators, AllGroupChats, AllPrivateChats, Default};
    // A list that somebody once set for a narrower scope would stand before the one for all.
    for scope in [Default, AllPrivateChats, AllGroupChats, AllChatAdministrators] {
        for language in [None, Some("zh")] {
            let mut payload = SetMyCommands::new(menu::commands(&menu, language)).scope(scope.clone());
            if let Some(language) = language {
                payload = payload.language_code(language);
            }
            if let Err(error) = api.call(&payload).await {
                tracing::warn!(%error, ?scope, language, "a list of commands is not set");
            }
        }
    }
}
