//! Discord on this machine: its gateway and the part of its HTTP interface that a bot for commands needs, with the real
//! limits, rules of time and error texts. It writes down all that a bot does.

mod fields;
mod files;
mod forms;
mod gateway;
mod limits;
mod pace;
mod people;
pub mod picture;
mod reactions;
mod registered;
mod rest;
mod servers;
mod sessions;
mod state;

use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;

pub use self::files::Attached;
pub use self::pace::{Limit, Limits};
pub use self::people::{Person, Where, direct_channel};
pub use self::state::{Call, FileFault, Shown};

use self::state::State;

/// The token that is right, unless another one is given.
pub const TOKEN: &str = "MTIzNDU2Nzg5MDEyMzQ1Njc4.Gfake0.not-a-real-token-at-all-000000000";
/// The bot's application, and the bot itself.
pub const APPLICATION: u64 = 1_000_000_000_000_000_001;
/// The server that the bot is in.
pub const GUILD: u64 = 1_000_000_000_000_000_010;
/// A server that it is not in.
pub const STRANGERS: u64 = 1_000_000_000_000_000_012;
/// A channel of the first.
pub const CHANNEL: u64 = 1_000_000_000_000_000_011;

/// A wait that only a failed test sees the end of.
const PATIENCE: Duration = Duration::from_secs(30);

/// A running fake.
pub struct FakeDiscord {
    shared: Arc<Shared>,
    url: String,
    tasks: Vec<JoinHandle<()>>,
}

/// What the parts of the fake share.
pub(crate) struct Shared {
    state: Mutex<State>,
    changed: Notify,
    held: watch::Sender<bool>,
    /// The gateway's connections up to this one say nothing any more.
    silent: watch::Sender<u64>,
    /// Where the gateway is, and where bots are led instead.
    gateway_url: String,
    led_to: Mutex<Option<String>>,
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Where bots are told that the gateway is.
    fn gateway(&self) -> String {
        let led_to = self.led_to.lock().unwrap_or_else(PoisonError::into_inner).clone();
        led_to.unwrap_or_else(|| self.gateway_url.clone())
    }

    fn changed(&self) {
        self.changed.notify_waiters();
    }
}

impl Drop for FakeDiscord {
    fn drop(&mut self) {
        self.tasks.iter().for_each(JoinHandle::abort);
    }
}

impl FakeDiscord {
    /// Starts on two free ports.
    ///
    /// # Errors
    /// When there are none.
    pub async fn start() -> io::Result<Self> {
        Self::start_at("127.0.0.1:0").await
    }

    /// Starts its HTTP interface at an address such as `127.0.0.1:8123`, and the gateway on a free port.
    ///
    /// # Errors
    /// When the address is taken.
    pub async fn start_at(address: &str) -> io::Result<Self> {
        let http = TcpListener::bind(address).await?;
        let gateway = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}", http.local_addr()?);
        let shared = Arc::new(Shared {
            state: Mutex::new(State::new()),
            changed: Notify::new(),
            held: watch::Sender::new(false),
            silent: watch::Sender::new(0),
            gateway_url: format!("ws://{}", gateway.local_addr()?),
            led_to: Mutex::default(),
        });
        let router = rest::router(Arc::clone(&shared));
        let serving = tokio::spawn(async move {
            let _ended = axum::serve(http, router).await;
        });
        let tasks = vec![serving, tokio::spawn(gateway::accept(gateway, Arc::clone(&shared)))];
        Ok(Self { shared, url, tasks })
    }

    /// What `[discord] api_url` is set to.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Where the gateway is.
    #[must_use]
    pub fn gateway_url(&self) -> String {
        self.shared.gateway_url.clone()
    }

    /// Tells bots that the gateway is there.
    pub fn lead_gateway_to(&self, url: &str) {
        *self.shared.led_to.lock().unwrap_or_else(PoisonError::into_inner) = Some(url.to_owned());
    }

    /// Waits until `find` finds something in what the bot did.
    ///
    /// # Panics
    /// After half a minute, with the requests that came.
    pub async fn until<T>(&self, what: &str, find: impl Fn(&Self) -> Option<T>) -> T {
        let search = async {
            loop {
                let changed = self.shared.changed.notified();
                if let Some(found) = find(self) {
                    return found;
                }
                // What is looked for may also depend on the time.
                let _either = tokio::time::timeout(Duration::from_millis(100), changed).await;
            }
        };
        match tokio::time::timeout(PATIENCE, search).await {
            Ok(found) => found,
            Err(_) => panic!("waited for {what}; these requests came: {:#?}", self.calls()),
        }
    }

    /// Every request, in order.
    #[must_use]
    pub fn calls(&self) -> Vec<Call> {
        self.shared.state().calls.clone()
    }

    /// The commands that are registered; `Null` before they are.
    #[must_use]
    pub fn commands(&self) -> Value {
        self.shared.state().commands.clone()
    }

    /// The messages that answer an interaction, in order, as they are now.
    #[must_use]
    pub fn answers(&self, token: &str) -> Vec<Shown> {
        self.shown(|message| message.interaction.as_deref() == Some(token))
    }

    /// The bot's own messages in a channel, without answers to interactions.
    #[must_use]
    pub fn channel(&self, channel: u64) -> Vec<Shown> {
        self.shown(|message| message.channel == channel && message.interaction.is_none())
    }

    /// All of the bot's messages, wherever they are.
    #[must_use]
    pub fn everything(&self) -> Vec<Shown> {
        self.shown(|_| true)
    }

    fn shown(&self, which: impl Fn(&Shown) -> bool) -> Vec<Shown> {
        self.shared.state().messages.iter().filter(|it| which(it) && !it.deleted).cloned().collect()
    }

    /// How often a session began, and how often one was resumed.
    #[must_use]
    pub fn sessions(&self) -> (usize, usize) {
        let state = self.shared.state();
        (state.sessions.identified, state.sessions.resumed)
    }

    /// Requests that came although they were told to wait.
    #[must_use]
    pub fn impatient(&self) -> usize {
        self.shared.state().impatient
    }

    /// Limits requests from here on, and says so in headers as Discord does.
    pub fn enforce(&self, limits: Limits) {
        self.shared.state().paced.enforce(limits);
    }

    /// How many requests these limits have refused in a scope: `user`, `shared` or `global`.
    #[must_use]
    pub fn refused(&self, scope: &str) -> usize {
        self.shared.state().paced.refused(scope)
    }

    /// Requests of late that Discord counts as invalid: 401, 403 and 429, except where the limit is shared.
    #[must_use]
    pub fn invalid(&self) -> usize {
        self.shared.state().paced.invalid()
    }

    /// Answers the next requests with 429 and this wait.
    pub fn limit_next(&self, requests: usize, retry_after: f64) {
        let mut state = self.shared.state();
        state.limited = requests;
        state.retry_after = retry_after;
    }

    /// Refuses every message with an embed from here on.
    pub fn refuse_embeds(&self) {
        self.shared.state().refuse_embeds = true;
    }

    /// From here on a channel refuses what is posted into it, with this status and Discord's own code.
    pub fn close_channel(&self, channel: u64, status: u16, code: u64) {
        self.shared.state().closed.insert(channel, (status, code));
    }

    /// The channel takes what is posted again.
    pub fn open_channel(&self, channel: u64) {
        self.shared.state().closed.remove(&channel);
    }

    /// The bot is removed from its server, without a word of the gateway.
    pub fn remove_unseen(&self) {
        self.shared.state().removed = true;
    }

    /// The bot may no longer make threads.
    pub fn forbid_threads(&self) {
        self.shared.state().no_threads = true;
    }

    /// Holds a message back in a channel, after so many others, and its answer with it; `taken` whether it gets there. Whoever
    /// waits for it waits for ever.
    pub fn hold(&self, channel: u64, after: usize, taken: bool) {
        self.shared.state().holds.insert(channel, (after, taken));
    }

    /// Holds nothing back in a channel any more.
    pub fn let_go(&self, channel: u64) {
        self.shared.state().holds.remove(&channel);
    }

    /// Whether something was held back in a channel.
    #[must_use]
    pub fn has_held(&self, channel: u64) -> bool {
        self.shared.state().held.contains(&channel)
    }

    /// The bot may no longer read what was said before in a channel.
    pub fn hide_history_of(&self, channel: u64) {
        self.shared.state().hidden_in.insert(channel);
    }

    /// The bot may no longer read what was said before.
    pub fn hide_history(&self) {
        self.shared.state().hidden = true;
    }

    /// Takes the next new message, and answers as if something had gone wrong.
    pub fn lose_next_answer(&self) {
        self.shared.state().lose_next = true;
    }

    /// Moves the clock forward.
    pub fn pass(&self, time: Duration) {
        self.shared.state().offset += u64::try_from(time.as_millis()).unwrap_or_default();
    }
}
