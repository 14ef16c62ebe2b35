//! What arrives from Discord, in the form that the journal keeps.

use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};
use serenity::model::application::{
    AuthorizingIntegrationOwner, AuthorizingIntegrationOwners, CommandDataOption, CommandDataOptionValue,
    CommandInteraction, ComponentInteraction,
};
use serenity::model::channel::{Message, MessageType};
use serenity::model::guild::Member;
use serenity::model::permissions::Permissions;
use serenity::model::user::User;

use super::menu;
use super::rest::Rest;
use super::rights::MemberRights;
use crate::{Arrival, CommandInput, Granted, Input, MenuEntry, Origin, Place, Rights};

/// An interaction's token is good for 15 minutes; the last one is left to requests on their way.
const TOKEN_LIFE: Duration = Duration::from_secs(14 * 60);
/// What ids are padded to, so that they sort as they came.
const ID_DIGITS: usize = 20;

/// Something that a person sent.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Incoming {
    pub(super) id: u64,
    /// When it came, by this machine's clock: milliseconds since 1970.
    received: u64,
    pub(super) channel: u64,
    guild: Option<u64>,
    place_name: String,
    person: u64,
    language: Option<String>,
    /// Whether the person may manage the team, if Discord said so.
    manage: Option<bool>,
    /// How to answer; `None` for a message, which is replied to in its channel.
    pub(super) interaction: Option<Interaction>,
    sent: Sent,
}

/// How an interaction is answered.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Interaction {
    pub(super) application: u64,
    pub(super) token: String,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
enum Sent {
    Text(String),
    Command { words: Vec<String>, options: Vec<(String, String)>, rest: String },
    Button(String),
    File { name: String, text: String },
}

/// An id as the journal compares it.
pub(super) fn journal_id(id: u64) -> String {
    format!("{id:0ID_DIGITS$}")
}

/// Milliseconds since 1970.
pub(super) fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

impl Incoming {
    /// A slash command.
    pub(super) fn of_command(it: &CommandInteraction, menu: &[MenuEntry]) -> Self {
        let mut given = it.data.options.as_slice();
        let mut subcommand = None;
        while let [CommandDataOption { name, value: CommandDataOptionValue::SubCommand(inner), .. }] = given {
            subcommand = Some(name.as_str());
            given = inner;
        }
        let options = given.iter().filter_map(|option| Some((option.name.clone(), value(&option.value)?))).collect();
        let CommandInput { words, options, rest } = menu::input(menu, &it.data.name, subcommand, options);
        Self {
            id: it.id.get(),
            received: now(),
            channel: it.channel_id.get(),
            guild: it.guild_id.map(|id| id.get()),
            place_name: place_name(it.guild_id.is_some(), &it.user),
            person: it.user.id.get(),
            language: Some(it.locale.clone()),
            manage: Some(may_manage(it.member.as_deref(), &it.authorizing_integration_owners, it.guild_id.is_some())),
            interaction: Some(Interaction { application: it.application_id.get(), token: it.token.clone() }),
            sent: Sent::Command { words, options, rest },
        }
    }

    /// A press on a button.
    pub(super) fn of_component(it: &ComponentInteraction) -> Self {
        Self {
            id: it.id.get(),
            received: now(),
            channel: it.channel_id.get(),
            guild: it.guild_id.map(|id| id.get()),
            place_name: place_name(it.guild_id.is_some(), &it.user),
            person: it.user.id.get(),
            language: Some(it.locale.clone()),
            manage: Some(may_manage(it.member.as_ref(), &it.authorizing_integration_owners, it.guild_id.is_some())),
            interaction: Some(Interaction { application: it.application_id.get(), token: it.token.clone() }),
            sent: Sent::Button(it.data.custom_id.clone()),
        }
    }

    /// A message to `me`: direct, or one that mentions me. `None` if it is neither, or not a person's.
    pub(super) fn of_message(it: &Message, me: u64) -> Option<Self> {
        let said = matches!(it.kind, MessageType::Regular | MessageType::InlineReply);
        let meant = it.guild_id.is_none() || it.mentions.iter().any(|user| user.id.get() == me);
        if !said || !meant || it.author.bot || it.webhook_id.is_some() {
            return None;
        }
        let text = without_mentions(it, me);
        let sent = match it.attachments.first() {
            Some(file) => Sent::File { name: file.filename.clone(), text },
            // Somebody who only says the bot's name wants to know what it can do.
            None if text.is_empty() => Sent::Text("/help".to_owned()),
            None => Sent::Text(text),
        };
        Some(Self {
            id: it.id.get(),
            received: now(),
            channel: it.channel_id.get(),
            guild: it.guild_id.map(|id| id.get()),
            place_name: place_name(it.guild_id.is_some(), &it.author),
            person: it.author.id.get(),
            language: None,
            manage: it.guild_id.is_none().then_some(true),
            interaction: None,
            sent,
        })
    }

    /// The same, in a server whose name is known.
    pub(super) fn in_server_named(self, name: impl FnOnce(u64) -> Option<String>) -> Self {
        match self.guild.and_then(name) {
            Some(place_name) => Self { place_name, ..self },
            None => self,
        }
    }

    /// As the journal keeps it.
    pub(super) fn arrival(&self) -> Arrival {
        // Such a struct always has a JSON form; an empty payload would be told of at the next start.
        let payload = serde_json::to_string(self).unwrap_or_default();
        Arrival { id: journal_id(self.id), payload }
    }

    /// From the journal; `None` if another version wrote it.
    pub(super) fn of_arrival(arrival: &Arrival) -> Option<Self> {
        serde_json::from_str(&arrival.payload).ok()
    }

    /// Whether the interaction's token is, or soon will be, too old to answer with.
    pub(super) fn is_late(&self) -> bool {
        u128::from(now().saturating_sub(self.received)) >= TOKEN_LIFE.as_millis()
    }

    pub(super) fn language(&self) -> Option<&str> {
        self.language.as_deref()
    }

    pub(super) fn origin(&self) -> Origin {
        let id = self.guild.map_or_else(|| format!("dm-{}", self.person), |guild| guild.to_string());
        Origin {
            place: Place { platform: "discord", id, name: self.place_name.clone() },
            channel: self.channel.to_string(),
            person: self.person.to_string(),
            language: self.language.clone(),
        }
    }

    pub(super) fn input(&self) -> Input {
        match self.sent.clone() {
            Sent::Text(text) => Input::Text(text),
            Sent::Command { words, options, rest } => Input::Command(CommandInput { words, options, rest }),
            Sent::Button(action) => Input::Button(action),
            Sent::File { name, text } => Input::File { name, text },
        }
    }

    pub(super) fn rights(&self, rest: &Arc<Rest>) -> Arc<dyn Rights> {
        match (self.manage, self.guild) {
            (Some(manage), _) => Arc::new(Granted(manage)),
            (None, Some(guild)) => Arc::new(MemberRights::new(Arc::clone(rest), guild, self.person)),
            (None, None) => Arc::new(Granted(false)),
        }
    }
}

/// A direct chat is named after its person; a server's name does not come with what people send.
fn place_name(in_server: bool, person: &User) -> String {
    if in_server { String::new() } else { person.global_name.clone().unwrap_or_else(|| person.name.clone()) }
}

/// What the person may do. Where the bot itself is no member, because a person brought it along for themselves, nobody
/// may: the server's people did not ask for it.
fn may_manage(member: Option<&Member>, owners: &AuthorizingIntegrationOwners, in_server: bool) -> bool {
    if !in_server {
        return true;
    }
    let installed =
        owners.0.is_empty() || owners.0.iter().any(|it| matches!(it, AuthorizingIntegrationOwner::GuildInstall(_)));
    let permissions = member.and_then(|it| it.permissions).unwrap_or_default();
    installed && permissions.intersects(Permissions::MANAGE_GUILD | Permissions::ADMINISTRATOR)
}

fn value(value: &CommandDataOptionValue) -> Option<String> {
    match value {
        CommandDataOptionValue::String(text) => Some(text.clone()),
        CommandDataOptionValue::Integer(number) => Some(number.to_string()),
        CommandDataOptionValue::Number(number) => Some(number.to_string()),
        CommandDataOptionValue::Boolean(yes) => Some(yes.to_string()),
        // Only texts are registered.
        _ => None,
    }
}

/// The text of a message without the mention of me, and with the names of others in place of their ids.
fn without_mentions(message: &Message, me: u64) -> String {
    let mut text = message.content.clone();
    for form in [format!("<@{me}>"), format!("<@!{me}>")] {
        text = text.replace(&form, "");
    }
    for user in &message.mentions {
        for form in [format!("<@{}>", user.id), format!("<@!{}>", user.id)] {
            text = text.replace(&form, &format!("@{}", user.global_name.as_deref().unwrap_or(&user.name)));
        }
    }
    text.trim().to_owned()
}
