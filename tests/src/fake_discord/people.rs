//! What people do, and how Discord tells a bot of it.

use std::time::Duration;

use serde_json::{Value, json};

use super::state::{EPOCH, Interaction};
use super::{APPLICATION, CHANNEL, FakeDiscord, GUILD, STRANGERS};

/// Somebody.
#[derive(Debug, Clone)]
pub struct Person {
    /// Their id.
    pub id: u64,
    /// What they are called.
    pub name: String,
    /// The language of their own Discord.
    pub locale: String,
    /// What they may do in the server, as Discord's bits.
    pub permissions: u64,
}

impl Person {
    /// Somebody with English and no particular rights.
    #[must_use]
    pub fn new(id: u64, name: &str) -> Self {
        Self { id, name: name.to_owned(), locale: "en-US".to_owned(), permissions: 2_048 }
    }

    pub(super) fn user(&self) -> Value {
        json!({ "id": self.id.to_string(), "username": self.name, "discriminator": "0", "global_name": self.name,
            "avatar": null })
    }

    pub(super) fn member(&self) -> Value {
        json!({ "user": self.user(), "nick": null, "avatar": null, "roles": [], "joined_at": "2020-01-01T00:00:00+00:00",
            "premium_since": null, "deaf": false, "mute": false, "flags": 0, "pending": false,
            "permissions": self.permissions.to_string(), "communication_disabled_until": null })
    }
}

/// Where somebody does something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Where {
    /// In the server that the bot is in.
    Server,
    /// In a server that the bot is not in: the person brought it along only for themselves.
    UserInstalled,
    /// Alone with the bot.
    Direct,
}

/// The channel of a person's chat with the bot.
#[must_use]
pub fn direct_channel(person: u64) -> u64 {
    person + 1
}

impl FakeDiscord {
    /// Somebody calls a slash command, such as `prefs set`; returns the interaction's token.
    ///
    /// # Panics
    /// When it isn't registered, an option is unknown or a needed one is missing: Discord's app would not send it.
    pub fn slash(&self, place: Where, person: &Person, command: &str, options: &[(&str, &str)]) -> String {
        self.call(place, person, command, options, None)
    }

    /// The same, with a file for the option that takes one.
    pub(super) fn call(
        &self,
        place: Where,
        person: &Person,
        command: &str,
        options: &[(&str, &str)],
        file: Option<Value>,
    ) -> String {
        let commands = self.commands();
        let words: Vec<&str> = command.split(' ').collect();
        let named = |list: &Value, name: &str| {
            list.as_array().and_then(|list| list.iter().find(|it| it["name"] == name)).cloned()
        };
        let mut spec = named(&commands, words[0]).unwrap_or_else(|| panic!("/{command} is not registered"));
        if let Some(second) = words.get(1) {
            spec = named(&spec["options"], second).unwrap_or_else(|| panic!("/{command} is not registered"));
        }
        for (name, _) in options {
            assert!(named(&spec["options"], name).is_some(), "/{command} has no option {name}");
        }
        let needed = spec["options"].as_array().map(Vec::as_slice).unwrap_or_default();
        for option in needed.iter().filter(|it| it["required"] == true) {
            assert!(options.iter().any(|(name, _)| option["name"] == *name), "/{command} needs {}", option["name"]);
        }
        let given = options.iter().map(|(name, value)| {
            let field = named(&spec["options"], name).unwrap_or_default();
            super::fields::filled(&format!("/{command} {name}"), &field, value)
        });
        let mut given: Value = given.collect();
        let mut resolved = super::fields::resolved(&given);
        if let (Some(file), Some(given)) = (file, given.as_array_mut()) {
            let option = needed.iter().find(|it| it["type"] == 11);
            let option = option.unwrap_or_else(|| panic!("/{command} takes no file"));
            given.push(json!({ "name": option["name"], "type": 11, "value": file["id"] }));
            resolved["attachments"] = json!({ file["id"].as_str().unwrap_or_default(): file });
        }
        if let Some(second) = words.get(1) {
            given = json!([{ "name": second, "type": 1, "options": given }]);
        }
        let data = json!({ "id": "1", "name": words[0], "type": 1, "options": given, "resolved": resolved });
        self.interact(place, person, 2, data)
    }

    /// Somebody presses a button; returns the interaction's token.
    ///
    /// # Panics
    /// When no message has such a button.
    pub fn press(&self, place: Where, person: &Person, custom_id: &str) -> String {
        let on = self
            .shared
            .state()
            .messages
            .iter()
            .any(|it| it.body["components"].to_string().contains(&format!("\"custom_id\":{}", json!(custom_id))));
        assert!(on, "no message has the button {custom_id}");
        self.interact(place, person, 3, json!({ "custom_id": custom_id, "component_type": 2 }))
    }

    pub(super) fn interact(&self, place: Where, person: &Person, kind: u8, data: Value) -> String {
        let mut state = self.shared.state();
        let id = state.id();
        let token = format!("token-{id}");
        let channel = if place == Where::Direct { direct_channel(person.id) } else { CHANNEL };
        let began = state.now();
        state.interactions.insert(token.clone(), Interaction { id, channel, began, kind, original: None, shown: None });
        let (owners, context) = match place {
            Where::Server => (json!({ "0": GUILD.to_string() }), 0),
            Where::UserInstalled => (json!({ "1": person.id.to_string() }), 0),
            Where::Direct => (json!({ "0": "0" }), 1),
        };
        let mut event = json!({
            "id": id.to_string(), "application_id": APPLICATION.to_string(), "type": kind, "data": data,
            "channel": { "id": channel.to_string(), "type": if place == Where::Direct { 1 } else { 0 } },
            "channel_id": channel.to_string(), "token": token, "version": 1, "app_permissions": "2048",
            "locale": person.locale, "guild_locale": "en-US", "entitlements": [],
            "context": context, "attachment_size_limit": 10_485_760,
        });
        event["authorizing_integration_owners"] = owners;
        if kind == 3 {
            let pressed = format!("\"custom_id\":{}", event["data"]["custom_id"]);
            let below = state.messages.iter().rfind(|it| it.body["components"].to_string().contains(&pressed));
            let (id, content) = below.map_or((1, String::new()), |it| (it.id, it.content().to_owned()));
            event["message"] = message(id, channel, bot(), &content);
        }
        if place == Where::Direct {
            event["user"] = person.user();
        } else {
            let server = if place == Where::Server { GUILD } else { STRANGERS };
            event["guild_id"] = json!(server.to_string());
            event["member"] = person.member();
        }
        state.dispatch("INTERACTION_CREATE", event);
        token
    }

    /// The gateway delivers its last event once more.
    pub fn deliver_again(&self) {
        let mut state = self.shared.state();
        if let Some((name, data)) = state.sessions.last_event.clone() {
            state.dispatch(&name, data);
        }
    }

    /// Somebody wrote to the bot directly, that long ago, and no session tells of it; returns the channel.
    pub fn wrote(&self, person: &Person, text: &str, ago: Duration) -> u64 {
        let mut state = self.shared.state();
        let ago = u64::try_from(ago.as_millis()).unwrap_or_default();
        let (id, channel) = (((state.now() - ago - EPOCH) << 22) | (person.id & 0xFFF), direct_channel(person.id));
        state.say(message(id, channel, person.user(), text));
        channel
    }

    /// Somebody writes to the bot directly; returns the channel.
    pub fn write(&self, person: &Person, text: &str) -> u64 {
        let mut state = self.shared.state();
        let id = state.id();
        let channel = person.id + 1;
        state.direct.insert(channel.to_string());
        state.dispatch("MESSAGE_CREATE", message(id, channel, person.user(), text));
        channel
    }

    /// Somebody mentions the bot in the server's channel, before `text`.
    pub fn mention(&self, person: &Person, text: &str) {
        self.mention_in(CHANNEL, person, text);
    }

    /// The same in any channel of the server.
    pub fn mention_in(&self, channel: u64, person: &Person, text: &str) {
        self.mention_in_server(GUILD, channel, person, text);
    }

    /// The same in a channel of any server.
    pub fn mention_in_server(&self, guild: u64, channel: u64, person: &Person, text: &str) {
        let mut state = self.shared.state();
        let id = state.id();
        let mut event = message(id, channel, person.user(), &format!("<@{APPLICATION}> {text}"));
        event["mentions"] = json!([bot()]);
        event["guild_id"] = json!(guild.to_string());
        state.dispatch("MESSAGE_CREATE", event);
    }

    /// Somebody replies to a message of the bot in the server's channel, which mentions the bot.
    pub fn reply_to(&self, message_id: u64, person: &Person, text: &str) {
        let mut state = self.shared.state();
        let id = state.id();
        let mut event = message(id, CHANNEL, person.user(), text);
        event["type"] = json!(19);
        event["mentions"] = json!([bot()]);
        event["guild_id"] = json!(GUILD.to_string());
        let (message, channel) = (message_id.to_string(), CHANNEL.to_string());
        event["message_reference"] = json!({ "type": 0, "message_id": message, "channel_id": channel });
        state.dispatch("MESSAGE_CREATE", event);
    }

    /// Somebody says something in the server that is not for the bot; without a privileged intent its text is empty.
    pub fn chatter(&self, person: &Person) {
        let mut state = self.shared.state();
        let id = state.id();
        let mut event = message(id, CHANNEL, person.user(), "");
        event["guild_id"] = json!(GUILD.to_string());
        state.dispatch("MESSAGE_CREATE", event);
    }

    /// Somebody deletes one of the bot's messages.
    pub fn delete(&self, id: u64) {
        let mut state = self.shared.state();
        state.messages.iter_mut().filter(|it| it.id == id).for_each(|it| it.deleted = true);
    }
}

/// The bot as a user.
pub(super) fn bot() -> Value {
    json!({ "id": APPLICATION.to_string(), "username": "copydesk", "discriminator": "0", "global_name": null,
        "avatar": null, "bot": true })
}

/// A message as Discord tells of it.
pub(super) fn message(id: u64, channel: u64, author: Value, content: &str) -> Value {
    json!({
        "id": id.to_string(), "channel_id": channel.to_string(), "author": author, "content": content,
        "timestamp": "2026-01-01T00:00:00+00:00", "edited_timestamp": null, "tts": false, "mention_everyone": false,
        "mentions": [], "mention_roles": [], "attachments": [], "embeds": [], "pinned": false, "type": 0,
        "components": [],
    })
}
