//! What happens to servers, and how Discord tells a bot of it.

use serde_json::{Value, json};

use super::state::{Role, State};
use super::{APPLICATION, CHANNEL, FakeDiscord, GUILD, Person, people};

const VIEW_CHANNEL: u64 = 1 << 10;
const SEND_MESSAGES: u64 = 1 << 11;
/// What the bot needs and no more, as Discord's bits.
pub(super) const NEEDED: u64 = 309_237_763_072;

impl FakeDiscord {
    /// Takes permissions from everybody in the server, the bot too, as Discord's bits; it is told so with its next session.
    pub fn withhold(&self, permissions: u64) {
        self.shared.state().permissions &= !permissions;
    }

    /// Gives somebody a new role with this name and these permissions in the server; returns its id.
    pub fn give_role(&self, person: &Person, name: &str, permissions: u64) -> u64 {
        let mut state = self.shared.state();
        let id = state.id();
        state.server_roles.insert(id, Role { name: name.to_owned(), permissions });
        state.roles.entry(person.id).or_default().push(id);
        id
    }

    /// Takes all roles from somebody.
    pub fn take_roles(&self, person: &Person) {
        self.shared.state().roles.remove(&person.id);
    }

    /// The bot is added to a new server, whose system channel is [`CHANNEL`].
    pub fn add_to_server(&self, guild: u64, name: &str) {
        // A year that no clock of a test has reached.
        let event = server(guild, name, "2099-01-01T00:00:00+00:00");
        self.shared.state().dispatch("GUILD_CREATE", event);
    }

    /// The bot is added to a new server without a system channel; its text channels are these, and in all but the last the bot
    /// may not write.
    pub fn add_to_server_with(&self, guild: u64, channels: &[u64]) {
        let mut event = server(guild, "Quiet Barn", "2099-01-01T00:00:00+00:00");
        event["system_channel_id"] = Value::Null;
        let text = |(position, id): (usize, &u64)| {
            let mut channel = text_channel(guild, position, *id);
            if position + 1 < channels.len() {
                channel["permission_overwrites"] = denied(guild, SEND_MESSAGES);
            }
            channel
        };
        event["channels"] = channels.iter().enumerate().map(text).collect();
        self.shared.state().dispatch("GUILD_CREATE", event);
    }

    /// Somebody makes a text channel in the server, of which the bot is told with its next session; returns it.
    pub fn make_channel(&self) -> u64 {
        let mut state = self.shared.state();
        let id = state.id();
        state.channels.push(id);
        id
    }

    /// Somebody begins a thread in the server, and the bot is told so; returns its channel.
    pub fn begin_thread(&self) -> u64 {
        let mut state = self.shared.state();
        let id = state.id();
        state.threads.insert(id);
        state.dispatch("THREAD_CREATE", thread(id));
        id
    }

    /// The bot is removed from a server.
    pub fn remove_from_server(&self, guild: u64) {
        self.shared.state().dispatch("GUILD_DELETE", json!({ "id": guild.to_string() }));
    }

    /// A server can't be reached for a while.
    pub fn outage(&self, guild: u64) {
        let event = json!({ "id": guild.to_string(), "unavailable": true });
        self.shared.state().dispatch("GUILD_DELETE", event);
    }
}

/// The bot's own server as `GUILD_CREATE` tells of it.
pub(super) fn home(state: &State) -> Value {
    let mut home = server(GUILD, "Morning Barn", "2020-01-01T00:00:00+00:00");
    let channel = |(position, id): (usize, &u64)| {
        let mut channel = text_channel(GUILD, position, *id);
        channel["last_message_id"] = state.last_in(*id);
        if state.closed.get(id).is_some_and(|(status, _)| *status == 403) {
            channel["permission_overwrites"] = denied(GUILD, VIEW_CHANNEL);
        }
        channel
    };
    home["channels"] = state.channels.iter().enumerate().map(channel).collect();
    let thread = |id: &u64| {
        let mut thread = thread(*id);
        thread["last_message_id"] = state.last_in(*id);
        thread
    };
    home["threads"] = state.threads.iter().map(thread).collect();
    home["roles"][0]["permissions"] = json!(state.permissions.to_string());
    home
}

fn text_channel(guild: u64, position: usize, id: u64) -> Value {
    json!({
        "id": id.to_string(), "guild_id": guild.to_string(), "type": 0, "name": "text", "position": position,
        "permission_overwrites": [], "nsfw": false, "topic": null, "last_message_id": null,
        "rate_limit_per_user": 0, "parent_id": null, "flags": 0,
    })
}

/// What takes this permission from everybody in a channel.
fn denied(guild: u64, permission: u64) -> Value {
    json!([{ "id": guild.to_string(), "type": 0, "allow": "0", "deny": permission.to_string() }])
}

/// A thread as Discord tells of it.
pub(super) fn thread(id: u64) -> Value {
    json!({
        "id": id.to_string(), "guild_id": GUILD.to_string(), "parent_id": CHANNEL.to_string(), "type": 11,
        "name": "thread", "owner_id": APPLICATION.to_string(), "last_message_id": null, "message_count": 0,
        "member_count": 1, "rate_limit_per_user": 0, "flags": 0, "total_message_sent": 0,
        "thread_metadata": {
            "archived": false, "auto_archive_duration": 10_080, "archive_timestamp": "2026-01-01T00:00:00+00:00",
            "locked": false,
        },
    })
}

/// A server as `GUILD_CREATE` tells of it.
pub(super) fn server(id: u64, name: &str, joined: &str) -> Value {
    json!({
        "id": id.to_string(), "name": name, "icon": null, "splash": null, "discovery_splash": null, "owner_id": "5",
        "afk_channel_id": null, "afk_timeout": 300, "verification_level": 0, "default_message_notifications": 0,
        "explicit_content_filter": 0, "roles": [everyone(id)], "emojis": [], "features": [], "mfa_level": 0,
        "application_id": null, "system_channel_id": CHANNEL.to_string(), "system_channel_flags": 0,
        "rules_channel_id": null, "vanity_url_code": null, "description": null, "banner": null, "premium_tier": 0,
        "preferred_locale": "en-US", "public_updates_channel_id": null, "nsfw_level": 0, "stickers": [],
        "premium_progress_bar_enabled": false, "safety_alerts_channel_id": null, "joined_at": joined, "large": false,
        "unavailable": false, "member_count": 2, "voice_states": [], "members": [the_bot(joined)], "channels": [], "threads": [],
        "presences": [], "stage_instances": [], "guild_scheduled_events": [],
    })
}

/// The role that everybody has, with what the bot needs and no more.
fn everyone(guild: u64) -> Value {
    json!({
        "id": guild.to_string(), "name": "@everyone", "permissions": NEEDED.to_string(), "color": 0,
        "colors": { "primary_color": 0, "secondary_color": null, "tertiary_color": null }, "hoist": false, "icon": null,
        "unicode_emoji": null, "position": 0, "managed": false, "mentionable": false, "flags": 0,
    })
}

fn the_bot(joined: &str) -> Value {
    json!({
        "user": people::bot(),
        "nick": null, "avatar": null, "roles": [], "joined_at": joined, "deaf": false, "mute": false, "flags": 0,
    })
}
