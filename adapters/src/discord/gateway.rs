//! Events from Discord's gateway, as far as they matter here.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use serenity::async_trait;
use serenity::client::{Context, EventHandler};
use serenity::model::application::Interaction;
use serenity::model::channel::Message;
use serenity::model::gateway::{GatewayIntents, Ready};
use serenity::model::guild::Guild;
use tokio::sync::mpsc;

use super::incoming::{Incoming, now};
use crate::MenuEntry;

/// What the gateway is asked for. None of it is privileged: a message that mentions the bot carries its text anyway.
pub(super) fn intents() -> GatewayIntents {
    GatewayIntents::GUILDS | GatewayIntents::GUILD_MESSAGES | GatewayIntents::DIRECT_MESSAGES
}

/// What happened.
pub(super) enum Event {
    /// A session began.
    Ready { application: u64, name: String, servers: usize },
    /// A person sent something.
    Arrived(Box<Incoming>),
    /// The bot came into a server; the channel is the one for such news, if there is one.
    Joined { channel: Option<u64>, language: String },
}

/// Turns serenity's events into [`Event`]s.
pub(super) struct Events {
    me: u64,
    menu: Arc<[MenuEntry]>,
    started: u64,
    servers: Mutex<HashMap<u64, String>>,
    greeted: Mutex<HashSet<u64>>,
    sender: mpsc::Sender<Event>,
}

impl Events {
    pub(super) fn new(me: u64, menu: Arc<[MenuEntry]>, sender: mpsc::Sender<Event>) -> Self {
        let (servers, greeted) = (Mutex::default(), Mutex::default());
        Self { me, menu, started: now(), servers, greeted, sender }
    }

    async fn send(&self, event: Event) {
        // The adapter is gone only when it shuts down; what was not taken in was not confirmed either.
        let _gone = self.sender.send(event).await;
    }

    async fn arrived(&self, incoming: Incoming) {
        let name = |id| self.servers.lock().unwrap_or_else(PoisonError::into_inner).get(&id).cloned();
        self.send(Event::Arrived(Box::new(incoming.in_server_named(name)))).await;
    }
}

#[async_trait]
impl EventHandler for Events {
    async fn ready(&self, _: Context, ready: Ready) {
        let (application, name) = (ready.application.id.get(), ready.user.name.clone());
        self.send(Event::Ready { application, name, servers: ready.guilds.len() }).await;
    }

    async fn interaction_create(&self, _: Context, interaction: Interaction) {
        match &interaction {
            Interaction::Command(command) => self.arrived(Incoming::of_command(command, &self.menu)).await,
            Interaction::Component(component) => self.arrived(Incoming::of_component(component)).await,
            other => tracing::warn!(kind = ?other.kind(), "an interaction of a kind that is not registered"),
        }
    }

    async fn message(&self, _: Context, message: Message) {
        if let Some(incoming) = Incoming::of_message(&message, self.me) {
            self.arrived(incoming).await;
        }
    }

    async fn guild_create(&self, _: Context, guild: Guild, _: Option<bool>) {
        let id = guild.id.get();
        self.servers.lock().unwrap_or_else(PoisonError::into_inner).insert(id, guild.name.clone());
        // Discord also sends this for servers that the bot has long been in, at each start and after each outage.
        let joined = u64::try_from(guild.joined_at.unix_timestamp()).unwrap_or_default() * 1_000;
        let new = joined >= self.started && self.greeted.lock().unwrap_or_else(PoisonError::into_inner).insert(id);
        if new {
            let channel = guild.system_channel_id.map(|id| id.get());
            self.send(Event::Joined { channel, language: guild.preferred_locale.clone() }).await;
        }
    }
}
