//! Events from Discord's gateway, as far as they matter here.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde_json::{Value, json};
use serenity::async_trait;
use serenity::client::{Context, EventHandler, RawEventHandler};
use serenity::model::application::{CommandInteraction, Interaction};
use serenity::model::channel::{ChannelType, GuildChannel, Message, PartialGuildChannel, Reaction};
use serenity::model::event::Event as RawEvent;
use serenity::model::gateway::{GatewayIntents, Ready};
use serenity::model::guild::{Guild, UnavailableGuild};
use serenity::model::id::{ChannelId, GuildId, UserId};
use serenity::model::permissions::Permissions;
use tokio::sync::{mpsc, watch};
use tokio::time::timeout;

use super::incoming::{Incoming, called, now};
use super::menu::Commands;
use super::permissions;
use super::rest::Rest;
use super::threads::{Press, Threads};
use crate::{Journal, Place, Places};

/// What the gateway is asked for. None of it is privileged: a message that mentions the bot carries its text anyway.
pub(super) fn intents() -> GatewayIntents {
    GatewayIntents::GUILDS
        | GatewayIntents::GUILD_MESSAGES
        | GatewayIntents::GUILD_MESSAGE_REACTIONS
        | GatewayIntents::DIRECT_MESSAGES
        | GatewayIntents::DIRECT_MESSAGE_REACTIONS
}

/// For how long a message or a form waits for Discord to say what server it is from. Its threads come with that, and events are
/// handled side by side.
const SERVER_WITHIN: Duration = Duration::from_secs(1);

/// What happened.
pub(super) enum Event {
    /// A shard's session began.
    Ready { application: u64, name: String, servers: usize, shard: u32, shards: u32 },
    /// A person types a value: what fits it, for the interaction.
    Typing { id: u64, token: String, choices: Value },
    /// A person wants to go on in a thread.
    Continue(Box<Press>),
    /// The bot came into a server; the channel is the one for such news, if there is one.
    Joined { channel: Option<u64>, language: String },
}

/// A server that the bot is in, or no longer.
pub(super) enum Presence {
    /// It is there, perhaps again.
    In(Place),
    /// It was removed.
    Out(Place),
}

/// Tells of servers in the order in which they came and went.
pub(super) async fn tell(places: Arc<dyn Places>, mut presences: mpsc::Receiver<Presence>) {
    while let Some(presence) = presences.recv().await {
        match presence {
            Presence::In(place) => places.joined(&place).await,
            Presence::Out(place) => places.left(&place).await,
        }
    }
}

/// Turns serenity's events into [`Event`]s.
pub(super) struct Events {
    pub(super) me: u64,
    pub(super) commands: Arc<Commands>,
    started: u64,
    /// Their names, once they and their threads are known.
    servers: watch::Sender<HashMap<u64, String>>,
    greeted: Mutex<HashSet<u64>>,
    senders: Senders,
    pub(super) threads: Arc<Threads>,
    pub(super) journal: Arc<dyn Journal>,
    pub(super) rest: Arc<Rest>,
    /// Held while channels are read, by one at a time.
    pub(super) catching_up: tokio::sync::Mutex<()>,
}

/// Where events go.
pub(super) struct Senders {
    /// What people sent.
    pub(super) arrivals: mpsc::Sender<Box<Incoming>>,
    pub(super) presences: mpsc::Sender<Presence>,
    /// Everything else.
    pub(super) events: mpsc::Sender<Event>,
}

impl Events {
    pub(super) fn new(
        me: u64,
        commands: Arc<Commands>,
        senders: Senders,
        threads: Arc<Threads>,
        (journal, rest): (Arc<dyn Journal>, Arc<Rest>),
    ) -> Self {
        let (servers, greeted, catching_up) =
            (watch::Sender::default(), Mutex::default(), tokio::sync::Mutex::default());
        Self { me, commands, started: now(), servers, greeted, senders, threads, journal, rest, catching_up }
    }

    async fn send(&self, event: Event) {
        // The adapter is gone only when it shuts down; what was not taken in was not confirmed either.
        let _gone = self.senders.events.send(event).await;
    }

    /// Whether nothing more is taken in.
    pub(super) fn is_closed(&self) -> bool {
        self.senders.arrivals.is_closed()
    }

    pub(super) async fn arrived(&self, incoming: Incoming) {
        let incoming = Box::new(incoming.among(&self.threads).in_server_named(|id| self.server_name(id)));
        let _gone = self.senders.arrivals.send(incoming).await;
    }

    fn server_name(&self, id: u64) -> Option<String> {
        self.servers.borrow().get(&id).cloned()
    }

    /// Waits until a server and its threads are known; whether they are, or it is no server.
    pub(super) async fn knows(&self, server: Option<GuildId>) -> bool {
        let Some(id) = server else { return true };
        let mut servers = self.servers.subscribe();
        let known = servers.wait_for(|it| it.contains_key(&id.get()));
        let is_known = timeout(SERVER_WITHIN, known).await.is_ok();
        if !is_known {
            tracing::debug!(server = id.get(), "something came from a server that Discord has not told of");
        }
        is_known
    }

    async fn typing(&self, it: &CommandInteraction) {
        let Some(typed) = it.data.autocomplete() else { return };
        let (words, _) = called(it, &self.commands);
        let choices = self.commands.suggest(&words, typed.name, typed.value, Some(&it.locale));
        let (id, token) = (it.id.get(), it.token.clone());
        self.send(Event::Typing { id, token, choices: json!({ "choices": choices }) }).await;
    }
}

/// The first text channel in which the bot can write.
fn first_channel(guild: &Guild, me: u64) -> Option<ChannelId> {
    let member = guild.members.get(&UserId::new(me))?;
    let needed = Permissions::VIEW_CHANNEL | Permissions::SEND_MESSAGES;
    let open =
        |it: &&GuildChannel| it.kind == ChannelType::Text && guild.user_permissions_in(it, member).contains(needed);
    guild.channels.values().filter(open).min_by_key(|it| (it.position, it.id)).map(|it| it.id)
}

fn place(id: u64, name: String) -> Place {
    Place { platform: "discord", id: id.to_string(), name }
}

#[async_trait]
impl EventHandler for Events {
    async fn ready(&self, _: Context, ready: Ready) {
        let (application, name) = (ready.application.id.get(), ready.user.name.clone());
        let (shard, shards) = ready.shard.map_or((0, 1), |it| (it.id.0, it.total));
        self.send(Event::Ready { application, name, servers: ready.guilds.len(), shard, shards }).await;
        // The first shard is told of direct messages.
        if shard == 0 {
            self.catch_up_directly().await;
        }
    }

    async fn interaction_create(&self, _: Context, interaction: Interaction) {
        match &interaction {
            Interaction::Command(it) => self.arrived(Incoming::of_command(it, &self.commands, self.me)).await,
            Interaction::Component(it) => match Press::of(it, |id| self.server_name(id)) {
                Some(press) => self.send(Event::Continue(Box::new(press))).await,
                None => self.arrived(Incoming::of_component(it)).await,
            },
            // A form does not say whether the bot is a member of the server.
            Interaction::Modal(it) => {
                let incoming = Incoming::of_form(it, &self.commands);
                let is_member = self.knows(it.guild_id).await;
                self.arrived(if is_member { incoming } else { incoming.brought_along() }).await;
            }
            Interaction::Autocomplete(it) => self.typing(it).await,
            other => tracing::warn!(kind = ?other.kind(), "an interaction of a kind that is not registered"),
        }
    }

    async fn message(&self, _: Context, message: Message) {
        if let Some(incoming) = Incoming::of_message(&message, &self.commands, self.me) {
            self.knows(message.guild_id).await;
            self.arrived(incoming).await;
        }
    }

    async fn reaction_add(&self, _: Context, reaction: Reaction) {
        if let Some(incoming) = Incoming::of_reaction(&reaction, false, self.me) {
            self.arrived(incoming).await;
        }
    }

    async fn reaction_remove(&self, _: Context, reaction: Reaction) {
        if let Some(incoming) = Incoming::of_reaction(&reaction, true, self.me) {
            self.arrived(incoming).await;
        }
    }

    async fn guild_create(&self, _: Context, guild: Guild, _: Option<bool>) {
        let id = guild.id.get();
        self.threads.learn(guild.threads.iter().map(|it| it.id.get()));
        // Discord sends this for servers that the bot has long been in too, at each start and after each outage. The first
        // time it is told on, because the bot may have been added while it was not running.
        let mut known = false;
        self.servers.send_modify(|servers| known = servers.insert(id, guild.name.clone()).is_some());
        if !known {
            let lacks = permissions::granted(&guild, self.me).map(permissions::missing).unwrap_or_default();
            if !lacks.is_empty() {
                let (server, lacks) = (&guild.name, lacks.join(", "));
                tracing::warn!(
                    "Discord: in the server {server} I lack {lacks}; give my role what is missing, or invite me again"
                );
            }
            let _gone = self.senders.presences.send(Presence::In(place(id, guild.name.clone()))).await;
        }
        let joined = u64::try_from(guild.joined_at.unix_timestamp()).unwrap_or_default() * 1_000;
        let new = joined >= self.started && self.greeted.lock().unwrap_or_else(PoisonError::into_inner).insert(id);
        if new {
            let channel = guild.system_channel_id.or_else(|| first_channel(&guild, self.me)).map(|id| id.get());
            self.send(Event::Joined { channel, language: guild.preferred_locale.clone() }).await;
        }
        self.catch_up_in_server(&guild).await;
    }

    async fn thread_create(&self, _: Context, thread: GuildChannel) {
        self.threads.learn([thread.id.get()]);
    }

    async fn thread_delete(&self, _: Context, thread: PartialGuildChannel, _: Option<GuildChannel>) {
        self.threads.forget(thread.id.get());
    }

    async fn guild_delete(&self, _: Context, guild: UnavailableGuild, _: Option<Guild>) {
        // A server that can't be reached for now is not left.
        if !guild.unavailable {
            let id = guild.id.get();
            let mut name = String::new();
            self.servers.send_modify(|servers| name = servers.remove(&id).unwrap_or_default());
            let _gone = self.senders.presences.send(Presence::Out(place(id, name))).await;
        }
    }
}

/// Events that are acted on, in Discord's own names.
const HANDLED: [&str; 8] = [
    "READY",
    "RESUMED",
    "INTERACTION_CREATE",
    "MESSAGE_CREATE",
    "MESSAGE_REACTION_ADD",
    "MESSAGE_REACTION_REMOVE",
    "GUILD_CREATE",
    "GUILD_DELETE",
];

/// Counts events that are acted on but came in a form that serenity can't read: it hands them on as unknown ones, and logs
/// them below what anybody sees.
#[derive(Debug, Default)]
pub(super) struct Unreadable(Mutex<HashMap<String, u64>>);

#[async_trait]
impl RawEventHandler for Unreadable {
    async fn raw_event(&self, _: Context, event: RawEvent) {
        let RawEvent::Unknown(unknown) = event else { return };
        if HANDLED.contains(&unknown.kind.as_str()) {
            let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let count = counts.entry(unknown.kind.clone()).or_default();
            *count += 1;
            // Its content is people's words.
            tracing::warn!(event = unknown.kind, count = *count, "Discord sent an event in a form that can't be read");
        }
    }
}
