//! What was written while no session was there to tell of it: read from the channels in which somebody may be waiting.
//!
//! A session that is resumed repeats what it missed; one that begins anew does not, be it that the program was down or that
//! Discord gave the old session up. Interactions can't be read later: Discord itself tells their people that the bot did not
//! respond.

use std::cmp::Reverse;
use std::time::Duration;

use serde_json::{Value, json};
use serenity::http::Route;
use serenity::model::channel::{ChannelType, GuildChannel, Message};
use serenity::model::guild::Guild;
use serenity::model::id::{ChannelId, UserId};
use serenity::model::permissions::Permissions;

use super::EPOCH;
use super::gateway::Events;
use super::incoming::{Incoming, now};

/// What is older is not answered: people have asked again, or gone. An interaction is good for as long.
const NO_OLDER_THAN: Duration = Duration::from_secs(15 * 60);
/// Direct chats that are looked at, and channels of each server, the latest first. Each takes a request.
const CHANNELS: usize = 100;
/// Messages of one page, which is Discord's most, and pages of a channel.
const PAGE: usize = 100;
const PAGES: usize = 5;

/// A direct chat as the journal names it.
pub(super) fn written(channel: u64) -> String {
    format!("0/{channel}")
}

/// The direct chat; `None` for a channel of a server, which earlier versions noted too.
fn read(written: &str) -> Option<u64> {
    let (server, channel) = written.split_once('/')?;
    channel.parse::<u64>().ok().filter(|id| *id > 0 && server == "0")
}

/// The first id that a message of late can have.
fn since() -> u64 {
    let age = u64::try_from(NO_OLDER_THAN.as_millis()).unwrap_or_default();
    now().saturating_sub(EPOCH).saturating_sub(age) << 22
}

impl Events {
    /// Takes in what people wrote to the bot directly of late, as if it came now. What is in the journal already stays
    /// answered once.
    ///
    /// All of the time is read, not only what follows the last message that came: the first message of a new session may be
    /// in the journal before this looks.
    pub(super) async fn catch_up_directly(&self) {
        match self.journal.channels(CHANNELS).await {
            Ok(chats) => self.catch_up_in(None, chats.iter().filter_map(|it| read(it)).collect(), since()).await,
            Err(error) => tracing::warn!(%error, "it is not known where somebody may be waiting"),
        }
    }

    /// The same in a server, of which Discord says what was written last in each channel: only those with news are read.
    pub(super) async fn catch_up_in_server(&self, guild: &Guild) {
        let since = since();
        self.catch_up_in(Some(guild.id.get()), with_news(guild, self.me, since), since).await;
    }

    async fn catch_up_in(&self, guild: Option<u64>, channels: Vec<u64>, since: u64) {
        // A bot of many servers is told of all of them at once.
        let _turn = self.catching_up.lock().await;
        let mut found = 0;
        for channel in channels {
            if self.is_closed() {
                return;
            }
            found += self.catch_up_in_channel(guild, channel, since).await;
        }
        if found > 0 {
            tracing::info!(server = guild, messages = found, "read what was written while Discord told me nothing");
        }
    }

    /// How many messages for the bot a channel has since then.
    async fn catch_up_in_channel(&self, guild: Option<u64>, channel: u64, since: u64) -> usize {
        let (mut after, mut found) = (since, 0);
        for _ in 0..PAGES {
            let params = vec![("after", after.to_string()), ("limit", PAGE.to_string())];
            let route = Route::ChannelMessages { channel_id: ChannelId::new(channel) };
            let mut page = match self.rest.look(route, params).await {
                Ok(Value::Array(page)) => page,
                Ok(_) => return found,
                Err(error) => {
                    tracing::debug!(%error, channel, "what was written meanwhile can't be read");
                    return found;
                }
            };
            page.sort_by_key(id_of);
            let full = page.len() >= PAGE;
            after = page.last().map_or(after, id_of);
            for mut message in page.into_iter().filter(Value::is_object) {
                // Read from a channel, a message does not say which server it is in.
                message["guild_id"] = guild.map_or(Value::Null, |guild| json!(guild.to_string()));
                let message = serde_json::from_value::<Message>(message).ok();
                if let Some(it) = message.and_then(|it| Incoming::of_message(&it, &self.commands, self.me)) {
                    found += 1;
                    self.arrived(it).await;
                }
            }
            if !full {
                break;
            }
        }
        found
    }
}

/// Channels and threads of a server in which something was written since then and which the bot may read, the latest first.
fn with_news(guild: &Guild, me: u64, since: u64) -> Vec<u64> {
    let kinds = [ChannelType::Text, ChannelType::News, ChannelType::Voice, ChannelType::Stage];
    let needed = Permissions::VIEW_CHANNEL | Permissions::READ_MESSAGE_HISTORY;
    let member = guild.members.get(&UserId::new(me));
    // Discord tells a bot of channels, too, that it may not see, and counts it if it asks for them all the same.
    let is_open = |it: &&GuildChannel| {
        kinds.contains(&it.kind) && member.is_none_or(|member| guild.user_permissions_in(it, member).contains(needed))
    };
    let all = guild.channels.values().filter(is_open).chain(&guild.threads);
    let mut latest: Vec<(u64, u64)> =
        all.filter_map(|it| Some((it.last_message_id?.get(), it.id.get()))).filter(|(last, _)| *last > since).collect();
    latest.sort_unstable_by_key(|it| Reverse(*it));
    latest.into_iter().map(|(_, channel)| channel).take(CHANNELS).collect()
}

fn id_of(message: &Value) -> u64 {
    message["id"].as_str().and_then(|id| id.parse().ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_direct_chat_comes_back_from_the_journal_and_a_channel_of_a_server_does_not() {
        assert_eq!(read(&written(43)), Some(43));
        assert_eq!([read("43"), read("7/43"), read("0/x"), read("0/0")], [None; 4]);
    }
}
