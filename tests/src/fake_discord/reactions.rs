//! Reactions to messages. A bot that did not ask for them hears of none.

use serde_json::json;

use super::{APPLICATION, FakeDiscord, GUILD, Person, Shown, Where};

/// Intents for reactions in servers and in direct messages; neither is privileged.
const IN_SERVERS: u64 = 1 << 10;
const DIRECT: u64 = 1 << 13;

impl FakeDiscord {
    /// Somebody reacts to a message of the bot.
    pub fn react(&self, place: Where, person: &Person, message: &Shown, emoji: &str) {
        self.reaction("MESSAGE_REACTION_ADD", (place, person), (message.id, APPLICATION, message.channel), emoji);
    }

    /// Somebody takes a reaction back: Discord no longer says whose message it was.
    pub fn take_reaction_back(&self, place: Where, person: &Person, message: &Shown, emoji: &str) {
        self.reaction("MESSAGE_REACTION_REMOVE", (place, person), (message.id, APPLICATION, message.channel), emoji);
    }

    /// Somebody reacts to a message of somebody else.
    pub fn react_to_person(&self, person: &Person, author: &Person, emoji: &str) {
        let message = (self.shared.state().id(), author.id, super::CHANNEL);
        self.reaction("MESSAGE_REACTION_ADD", (Where::Server, person), message, emoji);
    }

    fn reaction(
        &self,
        event: &str,
        (place, person): (Where, &Person),
        (id, author, channel): (u64, u64, u64),
        emoji: &str,
    ) {
        let mut state = self.shared.state();
        let needed = if place == Where::Direct { DIRECT } else { IN_SERVERS };
        if state.intents & needed == 0 {
            return;
        }
        let mut data = json!({ "user_id": person.id.to_string(), "channel_id": channel.to_string(),
            "message_id": id.to_string(), "emoji": { "id": null, "name": emoji }, "burst": false, "type": 0 });
        if place != Where::Direct {
            data["guild_id"] = json!(GUILD.to_string());
        }
        if event == "MESSAGE_REACTION_ADD" {
            data["message_author_id"] = json!(author.to_string());
            if place != Where::Direct {
                data["member"] = person.member();
            }
        }
        state.dispatch(event, data);
    }
}
