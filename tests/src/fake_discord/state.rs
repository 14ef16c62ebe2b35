//! What the fake knows and what it was asked.

use std::collections::{HashMap, HashSet};
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::Value;

use super::pace::Paced;
use super::sessions::Sessions;

/// Where Discord's ids begin to count milliseconds.
pub(super) const EPOCH: u64 = 1_420_070_400_000;

/// A request that came.
#[derive(Debug, Clone)]
pub struct Call {
    /// Such as "POST".
    pub method: String,
    /// Below `/api/v10`.
    pub path: String,
    /// Its body, `Null` if it had none.
    pub body: Value,
    /// The files that came with it: their names and what is in them.
    pub files: Vec<(String, Vec<u8>)>,
    /// What it was answered with.
    pub status: u16,
}

/// A message of the bot.
#[derive(Debug, Clone)]
pub struct Shown {
    /// Its id.
    pub id: u64,
    /// Where it is.
    pub channel: u64,
    /// The token of the interaction that it answers.
    pub interaction: Option<String>,
    /// As it was last sent or edited; `Null` while the bot is "thinking".
    pub body: Value,
    /// How often it was edited.
    pub edits: usize,
    pub(super) deleted: bool,
}

impl Shown {
    /// Its text.
    #[must_use]
    pub fn content(&self) -> &str {
        self.body["content"].as_str().unwrap_or_default()
    }

    /// Its embeds.
    #[must_use]
    pub fn embeds(&self) -> &[Value] {
        self.body["embeds"].as_array().map(Vec::as_slice).unwrap_or_default()
    }
}

/// What goes wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileFault {
    /// The connection ends in the middle, each time.
    Cut,
    /// It has other content than was said.
    Other(Vec<u8>),
    /// Its address has expired.
    Gone,
    /// It is said to be elsewhere.
    Redirect(String),
}

/// An interaction that a person began.
#[derive(Debug, Clone)]
pub(super) struct Interaction {
    pub(super) id: u64,
    pub(super) channel: u64,
    pub(super) began: u64,
    /// What it is: 2 a command, 3 a press, 4 typing, 5 a form.
    pub(super) kind: u8,
    /// The message that answers it first.
    pub(super) original: Option<u64>,
    /// The form or the suggestions that it was answered with instead.
    pub(super) shown: Option<Value>,
}

/// A role of the server.
#[derive(Debug, Clone)]
pub(super) struct Role {
    pub(super) name: String,
    pub(super) permissions: u64,
}

pub(super) struct State {
    pub(super) token: String,
    /// Milliseconds that the clock is ahead.
    pub(super) offset: u64,
    pub(super) calls: Vec<Call>,
    pub(super) commands: Value,
    pub(super) messages: Vec<Shown>,
    /// What people wrote, as the history has it.
    pub(super) said: Vec<Value>,
    /// Channels that are direct chats.
    pub(super) direct: HashSet<String>,
    pub(super) interactions: HashMap<String, Interaction>,
    /// Roles of the members of the server, and what these may do.
    pub(super) roles: HashMap<u64, Vec<u64>>,
    pub(super) server_roles: HashMap<u64, Role>,
    pub(super) paced: Paced,
    pub(super) limited: usize,
    pub(super) retry_after: f64,
    pub(super) wait_until: u64,
    pub(super) impatient: usize,
    /// Channels that take nothing: the status and Discord's own code.
    pub(super) closed: HashMap<u64, (u16, u64)>,
    /// Text channels of the server.
    pub(super) channels: Vec<u64>,
    /// Threads, each with the id of the message that it was made from.
    pub(super) threads: HashSet<u64>,
    /// What everybody may do in the server, the bot too, as Discord's bits.
    pub(super) permissions: u64,
    /// Connections to the gateway so far, and what the next are told of heartbeats, in milliseconds.
    pub(super) connections: u64,
    pub(super) heartbeat_interval: u64,
    /// The bot may not make any.
    pub(super) no_threads: bool,
    /// The bot is no longer in its server.
    pub(super) removed: bool,
    /// Nobody shows the bot what was said before.
    pub(super) hidden: bool,
    /// The same of some channels.
    pub(super) hidden_in: HashSet<u64>,
    /// Files stop after their first half; and how many were asked for.
    pub(super) stalls_files: bool,
    pub(super) files_asked: usize,
    /// What people have attached, by its path, and what goes wrong with it.
    pub(super) attached: HashMap<String, (Vec<u8>, Option<FileFault>)>,
    /// By channel how many messages get there before the next is held back, and whether that one gets there.
    pub(super) holds: HashMap<u64, (usize, bool)>,
    /// Channels in which something was held back.
    pub(super) held: HashSet<u64>,
    pub(super) refuse_embeds: bool,
    pub(super) lose_next: bool,
    /// What the bot asked the gateway for.
    pub(super) intents: u64,
    pub(super) sessions: Sessions,
    /// Events that wait until they are let go in another order.
    pub(super) waiting: Option<Vec<(String, Value)>>,
    /// Frames that were sent as compressed ones.
    pub(super) compressed: usize,
    last_id: u64,
}

impl State {
    pub(super) fn new() -> Self {
        Self {
            token: super::TOKEN.to_owned(),
            offset: 0,
            calls: Vec::new(),
            commands: Value::Null,
            messages: Vec::new(),
            said: Vec::new(),
            direct: HashSet::new(),
            interactions: HashMap::new(),
            roles: HashMap::new(),
            server_roles: HashMap::new(),
            paced: Paced::default(),
            limited: 0,
            retry_after: 0.0,
            wait_until: 0,
            impatient: 0,
            closed: HashMap::new(),
            channels: vec![super::CHANNEL],
            threads: HashSet::new(),
            permissions: super::servers::NEEDED,
            connections: 0,
            heartbeat_interval: 41_250,
            no_threads: false,
            removed: false,
            hidden: false,
            hidden_in: HashSet::new(),
            attached: HashMap::new(),
            stalls_files: false,
            files_asked: 0,
            holds: HashMap::new(),
            held: HashSet::new(),
            refuse_embeds: false,
            lose_next: false,
            intents: 0,
            sessions: Sessions::default(),
            waiting: None,
            compressed: 0,
            last_id: 0,
        }
    }

    /// Milliseconds since 1970, by the fake's clock.
    pub(super) fn now(&self) -> u64 {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        u64::try_from(now.as_millis()).unwrap_or_default() + self.offset
    }

    /// A new id, later than all before.
    pub(super) fn id(&mut self) -> u64 {
        self.last_id = ((self.now() - EPOCH) << 22).max(self.last_id + 1);
        self.last_id
    }

    /// Sends an event to the shard whose it is, now or when its session is resumed.
    pub(super) fn dispatch(&mut self, name: &str, data: Value) {
        if name == "MESSAGE_CREATE" {
            self.say(data.clone());
        }
        if let Some(waiting) = &mut self.waiting {
            return waiting.push((name.to_owned(), data));
        }
        self.sessions.dispatch(name, data);
    }

    /// Notes what a person wrote, which the channel's history has from here on: without the server, which it does not name.
    pub(super) fn say(&mut self, mut message: Value) {
        if let Some(parts) = message.as_object_mut() {
            parts.remove("guild_id");
            parts.remove("member");
        }
        if !self.said.iter().any(|it| it["id"] == message["id"]) {
            self.said.push(message);
        }
    }

    /// The last message of a channel, `Null` if there is none.
    pub(super) fn last_in(&self, channel: u64) -> Value {
        let own = self.messages.iter().filter(|it| it.channel == channel && !it.deleted).map(|it| it.id);
        let is_there = |it: &&Value| it["channel_id"].as_str().is_some_and(|id| id == channel.to_string());
        let said = self.said.iter().filter(is_there).filter_map(|it| it["id"].as_str()?.parse().ok());
        own.chain(said).max().map_or(Value::Null, |id: u64| Value::from(id.to_string()))
    }

    /// Whether a message into the channel of this path is held back, and gets there.
    pub(super) fn holds(&self, method: &str, path: &str) -> Option<(u64, bool)> {
        let channel = path.strip_prefix("/channels/")?.strip_suffix("/messages").filter(|_| method == "POST")?;
        let channel = channel.parse().ok()?;
        let (after, taken) = self.holds.get(&channel)?;
        let there = self.messages.iter().filter(|it| it.channel == channel && !it.deleted).count();
        (there == *after).then_some((channel, *taken))
    }

    pub(super) fn message(&mut self, channel: u64, interaction: Option<&str>, body: Value) -> u64 {
        let id = self.id();
        let interaction = interaction.map(str::to_owned);
        self.messages.push(Shown { id, channel, interaction, body, edits: 0, deleted: false });
        id
    }
}
