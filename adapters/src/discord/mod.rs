//! Discord: slash commands, forms, buttons, mentions and direct messages, by serenity's gateway and our own requests.

mod again;
mod answer;
mod catch_up;
mod connect;
mod embed;
mod escape;
mod files;
mod form;
mod gateway;
mod incoming;
mod menu;
mod option;
mod pack;
mod permissions;
mod poster;
mod prose;
mod render;
mod rest;
mod rights;
mod serve;
mod sign;
mod suggest;
mod threads;
mod turns;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use secrecy::SecretString;
use serenity::client::ClientBuilder;
use serenity::gateway::GatewayError;
use serenity::http::Route;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use self::connect::{Way, answered, stay_connected};
use self::gateway::{Events, Senders, Unreadable};
use self::incoming::{journal_id, now};
use self::menu::Commands;
pub use self::menu::{FILE_OPTION, FirstWord, MessageCommand, WORDS_OPTION};
use self::poster::DiscordPoster;
use self::rest::{Rest, RestError};
use self::serve::Server;
use self::threads::Threads;
use self::turns::Turns;
use crate::files::Files;
use crate::rush::Rush;
use crate::{Adapter, AdapterError, FileSettings, Journal, MenuEntry, Notices, Places, Poster, Request, Subjects};

const DISCORD: &str = "Discord";
/// Events that may wait for the adapter.
const EVENTS: usize = 1_024;
/// How long answers on their way may take when the process is asked to stop; the journal has what is left.
const GRACE: Duration = Duration::from_secs(5);
/// Discord never delivers again what is older: a session can be resumed for minutes.
const REDELIVERY: Duration = Duration::from_secs(24 * 60 * 60);
const FORGET_EVERY: Duration = Duration::from_secs(60 * 60);
/// Where Discord's ids begin to count milliseconds: the first of January 2015.
const EPOCH: u64 = 1_420_070_400_000;

/// How to serve Discord.
#[derive(Clone)]
pub struct DiscordSettings {
    /// The bot's token.
    pub token: SecretString,
    /// Where it comes from, for people: such as "DISCORD_TOKEN".
    pub token_variable: String,
    /// `https://discord.com`, or what stands in for it.
    pub api_url: String,
    /// The commands to register.
    pub menu: Vec<MenuEntry>,
    /// Those that are also in the menu of a message.
    pub on_messages: Vec<MessageCommand>,
    /// Commands whose first word comes from a list.
    pub first_words: Vec<FirstWord>,
    /// What the adapter says itself.
    pub notices: Notices,
    /// Keeps what arrived.
    pub journal: Arc<dyn Journal>,
    /// Hears of servers that the bot comes into and leaves.
    pub places: Arc<dyn Places>,
    /// Hears what messages show, so that reactions are known to be about it.
    pub subjects: Arc<dyn Subjects>,
    /// How files are taken in.
    pub files: FileSettings,
    /// The name or id of a role that may manage as "Manage Server" does, if there is one.
    pub manager_role: Option<String>,
    /// The least time between two edits of an answer. Discord allows five in five seconds.
    pub edit_every: Duration,
}

impl DiscordSettings {
    /// Where Discord is.
    pub const API_URL: &'static str = rest::DISCORD;
    /// A pace of edits that leaves room for other requests.
    pub const EDIT_EVERY: Duration = Duration::from_millis(1_500);
}

impl fmt::Debug for DiscordSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DiscordSettings").field("api_url", &self.api_url).finish_non_exhaustive()
    }
}

/// The chat on Discord.
#[derive(Debug)]
pub struct Discord {
    settings: DiscordSettings,
    /// Or why there is no way to reach Discord.
    rest: Result<Arc<Rest>, RestError>,
}

impl Discord {
    /// Serves as the bot that the token belongs to.
    #[must_use]
    pub fn new(settings: DiscordSettings) -> Self {
        let rest = rest::client().map(|client| Arc::new(Rest::new(&settings.token, &settings.api_url, client)));
        Self { settings, rest }
    }
}

/// The address at which somebody with "Manage Server" adds the bot to a server, with the permissions that it needs.
#[must_use]
pub fn discord_invite(application_id: &str) -> String {
    format!(
        "https://discord.com/oauth2/authorize?client_id={application_id}&scope=bot+applications.commands&permissions={}",
        permissions::needed().bits()
    )
}

#[async_trait::async_trait]
impl Adapter for Discord {
    fn poster(&self) -> Arc<dyn Poster> {
        Arc::new(DiscordPoster::new(self.rest.clone()))
    }

    async fn run(
        self: Box<Self>,
        inbox: mpsc::Sender<Request>,
        shutdown: CancellationToken,
    ) -> Result<(), AdapterError> {
        let variable = self.settings.token_variable.clone();
        let unauthorized = || AdapterError::Unauthorized { platform: DISCORD, variable };
        self.settings.serve(self.rest, inbox, shutdown).await.map_err(|failed| match failed {
            Failed::Adapter(error) => error,
            Failed::Rest(error) if error.is_unauthorized() => unauthorized(),
            Failed::Gateway(GatewayError::InvalidAuthentication) => unauthorized(),
            Failed::Rest(error) => AdapterError::Platform { platform: DISCORD, message: error.to_string() },
            Failed::Gateway(error) => AdapterError::Platform { platform: DISCORD, message: error.to_string() },
        })
    }
}

/// Why serving ended.
#[derive(Debug, thiserror::Error)]
enum Failed {
    #[error(transparent)]
    Adapter(#[from] AdapterError),
    #[error(transparent)]
    Rest(#[from] RestError),
    #[error(transparent)]
    Gateway(#[from] GatewayError),
}

impl DiscordSettings {
    async fn serve(
        self,
        rest: Result<Arc<Rest>, RestError>,
        inbox: mpsc::Sender<Request>,
        shutdown: CancellationToken,
    ) -> Result<(), Failed> {
        let rest = rest?;
        let Some(user) = answered(&rest, Route::UserMe, &shutdown).await? else { return Ok(()) };
        let me = user["id"].as_str().and_then(|id| id.parse().ok());
        let me = me.ok_or_else(|| RestError::Unreachable("it does not say who I am".to_owned()))?;
        let Some(way) = Way::ask(&rest, &shutdown).await? else { return Ok(()) };

        let (sender, mut events) = mpsc::channel(EVENTS);
        let (presences, told) = mpsc::channel(EVENTS);
        let (arrivals, arrived) = mpsc::channel(turns::WAITING);
        let senders = Senders { arrivals, presences, events: sender };
        let commands = Commands {
            menu: self.menu,
            on_messages: self.on_messages,
            first_words: self.first_words,
            endings: self.files.endings.clone(),
        };
        let commands = Arc::new(commands);
        let threads = Arc::<Threads>::default();
        let http = rest::http(&self.token, &self.api_url, rest.client().clone());
        let (journal, by) = (Arc::clone(&self.journal), Arc::clone(&rest));
        let handler = Events::new(me, Arc::clone(&commands), senders, Arc::clone(&threads), (journal, by));
        let client = ClientBuilder::new_with_http(http, gateway::intents()).event_handler(handler);
        let client = client.raw_event_handler(Unreadable::default()).await;
        let client = client.map_err(|error| RestError::Unreachable(error.to_string()))?;
        // serenity asks once, and goes to Discord's own gateway if that fails, whatever `api_url` says.
        way.url.clone_into(&mut *client.ws_url.lock().await);
        let shards = Arc::clone(&client.shard_manager);

        let stopped = CancellationToken::new();
        let server = Arc::new(Server {
            rest,
            commands,
            notices: self.notices,
            files: Files::open(self.files, "discord"),
            api_url: self.api_url,
            places: Arc::clone(&self.places),
            threads,
            manager_role: self.manager_role.map(Arc::from),
            journal: Arc::clone(&self.journal),
            subjects: self.subjects,
            edit_every: self.edit_every,
            inbox,
            rush: Rush::default(),
            shutdown: shutdown.clone(),
            stopped: stopped.clone(),
        });
        let left = self.journal.unfinished().await.map_err(AdapterError::from)?;
        let closing = CancellationToken::new();
        let mut tasks = JoinSet::new();
        tasks.spawn(Turns::new(Arc::clone(&server), closing.clone()).run(arrived, left));
        let telling = tokio::spawn(gateway::tell(self.places, told));
        let mut hours = tokio::time::interval(FORGET_EVERY);
        let mut gateway = tokio::spawn(stay_connected(client, way, Arc::clone(&server.rest), shutdown.clone()));
        let ended = loop {
            tokio::select! {
                () = shutdown.cancelled() => break Ok(()),
                () = stopped.cancelled() => break Err(AdapterError::Stopped.into()),
                Some(event) = events.recv() => {
                    tasks.spawn(Arc::clone(&server).handle(event));
                }
                Some(_) = tasks.join_next() => {}
                _ = hours.tick() => {
                    if let Err(error) = server.journal.forget_before(&journal_id(long_ago())).await {
                        tracing::warn!(%error, "old arrivals are kept for longer");
                    }
                }
                ended = &mut gateway => break ended.unwrap_or_else(|error| {
                    Err(RestError::Unreachable(error.to_string()).into())
                }),
            }
        };
        closing.cancel();
        let _late = tokio::time::timeout(GRACE, shards.shutdown_all()).await;
        gateway.abort();
        telling.abort();
        let _late = tokio::time::timeout(GRACE, async { while tasks.join_next().await.is_some() {} }).await;
        ended
    }
}

/// The least id of what Discord may still deliver again.
fn long_ago() -> u64 {
    let redelivery = u64::try_from(REDELIVERY.as_millis()).unwrap_or_default();
    now().saturating_sub(EPOCH).saturating_sub(redelivery) << 22
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_invitation_asks_for_what_is_needed_and_no_more() {
        insta::assert_snapshot!(
            discord_invite("1234"),
            @"https://discord.com/oauth2/authorize?client_id=1234&scope=bot+applications.commands&permissions=309237763072"
        );
    }
}
