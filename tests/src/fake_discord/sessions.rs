//! Sessions of the gateway: one for each shard, and how many may begin.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::sync::mpsc;

/// Sessions that may begin in a day.
const DAILY: u64 = 1_000;

/// A session of one shard.
#[derive(Default)]
pub(super) struct Session {
    pub(super) id: Option<String>,
    /// Every event, so that it can be resumed.
    events: Vec<Value>,
    pub(super) connection: Option<mpsc::UnboundedSender<Value>>,
}

impl Session {
    pub(super) fn send(&self, frame: Value) {
        if let Some(connection) = &self.connection {
            // A connection that is gone will resume.
            let _gone = connection.send(frame);
        }
    }

    pub(super) fn dispatch(&mut self, name: &str, data: Value) {
        let event = json!({ "op": 0, "t": name, "s": self.events.len() + 1, "d": data });
        self.events.push(event.clone());
        self.send(event);
    }

    /// Sends what came after the event with this number once more.
    pub(super) fn repeat_after(&self, seen: usize) {
        self.events.iter().skip(seen).for_each(|event| self.send(event.clone()));
    }
}

/// The sessions of all shards.
pub(super) struct Sessions {
    shards: BTreeMap<u64, Session>,
    /// How many shards a bot is told to have.
    pub(super) recommended: u64,
    /// How many it has.
    total: u64,
    pub(super) identified: usize,
    pub(super) resumed: usize,
    /// How long after one session the next may begin.
    pub(super) apart: Duration,
    last: Option<Instant>,
    /// Sessions that may still begin, and when more may.
    pub(super) remaining: u64,
    pub(super) more_after: Duration,
    /// How often a session was to begin before it might.
    pub(super) hasty: usize,
    /// The last event, with its name.
    pub(super) last_event: Option<(String, Value)>,
}

impl Default for Sessions {
    fn default() -> Self {
        Self {
            shards: BTreeMap::new(),
            recommended: 1,
            total: 1,
            identified: 0,
            resumed: 0,
            apart: Duration::ZERO,
            last: None,
            remaining: DAILY,
            more_after: Duration::ZERO,
            hasty: 0,
            last_event: None,
        }
    }
}

impl Sessions {
    /// What a bot is told of them.
    pub(super) fn limit(&self) -> Value {
        let reset_after = u64::try_from(self.more_after.as_millis()).unwrap_or(u64::MAX);
        json!({ "total": DAILY, "remaining": self.remaining, "reset_after": reset_after, "max_concurrency": 1 })
    }

    /// Begins a session of this shard, whose number and how many there are the bot has said; `None` if none may begin now.
    pub(super) fn begin(&mut self, shard: u64, total: u64) -> Option<&mut Session> {
        let early = self.last.is_some_and(|last| last.elapsed() < self.apart);
        self.last = Some(Instant::now());
        if early || self.remaining == 0 {
            self.hasty += 1;
            return None;
        }
        self.remaining -= 1;
        self.identified += 1;
        self.total = total.max(1);
        let session = self.shards.entry(shard).or_default();
        *session = Session { id: Some(format!("session-{}", self.identified)), ..Session::default() };
        Some(session)
    }

    /// The session with this id, to go on with.
    pub(super) fn resume(&mut self, id: Option<&str>) -> Option<&mut Session> {
        let session = self.shards.values_mut().find(|it| id.is_some() && it.id.as_deref() == id)?;
        self.resumed += 1;
        Some(session)
    }

    pub(super) fn all(&mut self) -> impl Iterator<Item = &mut Session> {
        self.shards.values_mut()
    }

    /// The shard that is told of a server.
    pub(super) fn shard_of(&self, guild: u64) -> u64 {
        (guild >> 22) % self.total
    }

    /// Sends an event to the shard of its server; the first has what is in no server.
    pub(super) fn dispatch(&mut self, name: &str, data: Value) {
        let guild = if matches!(name, "GUILD_CREATE" | "GUILD_DELETE") { &data["id"] } else { &data["guild_id"] };
        let guild = guild.as_str().and_then(|id| id.parse().ok());
        let shard = guild.map_or(0, |guild| self.shard_of(guild));
        self.dispatch_to(shard, name, data);
    }

    pub(super) fn dispatch_to(&mut self, shard: u64, name: &str, data: Value) {
        self.last_event = Some((name.to_owned(), data.clone()));
        self.shards.entry(shard).or_default().dispatch(name, data);
    }
}
