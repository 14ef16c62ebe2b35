//! What was written while no session was there to tell of it: read from the channels in which somebody may be waiting.
//!
//! A session that is resumed repeats what it missed; one that begins anew does not, be it that the program was down or that
//! Discord gave the old session up. Interactions can't be read later: Discord itself tells their people that the bot did not
//! respond.

use std::collections::BTreeSet;
use std::time::Duration;

use serde_json::{Value, json};
use serenity::http::Route;
use serenity::model::channel::Message;
use serenity::model::id::{ChannelId, GuildId};

use super::EPOCH;
use super::gateway::Events;
use super::incoming::{Incoming, now};

/// What is older is not answered: people have asked again, or gone. An interaction is good for as long.
const NO_OLDER_THAN: Duration = Duration::from_secs(15 * 60);
/// Channels that are looked at, the latest first. Each takes a request.
const CHANNELS: usize = 100;
/// Messages of one page, which is Discord's most, and pages of a channel.
const PAGE: usize = 100;
const PAGES: usize = 5;

/// A channel as the journal names it.
pub(super) fn written(guild: Option<u64>, channel: u64) -> String {
    format!("{}/{channel}", guild.unwrap_or_default())
}

/// The server, if it is in one, and the channel.
fn read(written: &str) -> Option<(Option<u64>, u64)> {
    let (guild, channel) = written.split_once('/')?;
    let channel = channel.parse::<u64>().ok().filter(|id| *id > 0)?;
    Some((guild.parse::<u64>().ok().filter(|id| *id > 0), channel))
}

/// The shard that Discord tells of a server; the first is told of direct messages.
fn shard_of(guild: Option<u64>, shards: u32) -> u64 {
    guild.map_or(0, |guild| (guild >> 22) % u64::from(shards.max(1)))
}

impl Events {
    /// Takes in what people wrote to the bot of late, as if it came now. What is in the journal already stays answered once.
    ///
    /// All of the time is read, not only what follows the last message that came: the first message of a new session may be
    /// in the journal before this looks.
    pub(super) async fn catch_up(&self, shard: u32, shards: u32) {
        let channels = match self.journal.channels(CHANNELS).await {
            Ok(channels) => channels,
            Err(error) => return tracing::warn!(%error, "it is not known where somebody may be waiting"),
        };
        let age = u64::try_from(NO_OLDER_THAN.as_millis()).unwrap_or_default();
        let since = now().saturating_sub(EPOCH).saturating_sub(age) << 22;
        let (mut found, mut servers) = (0, BTreeSet::new());
        let channels: Vec<_> = channels.iter().filter_map(|it| read(it)).collect();
        for (guild, channel) in &channels {
            if self.is_closed() || shard_of(*guild, shards) != u64::from(shard) {
                continue;
            }
            // A server that the bot is not in, or no longer, shows it nothing.
            if self.knows(guild.map(GuildId::new)).await {
                servers.extend(*guild);
                found += self.catch_up_in(*guild, *channel, since).await;
            }
        }
        let mut room = CHANNELS.saturating_sub(channels.len());
        for guild in servers {
            let threads = self.threads_since(guild, since).await;
            let new = threads.into_iter().filter(|thread| !channels.contains(&(Some(guild), *thread)));
            for thread in new.take(room) {
                room -= 1;
                found += self.catch_up_in(Some(guild), thread, since).await;
            }
        }
        if found > 0 {
            tracing::info!(messages = found, "read what was written while Discord told me nothing");
        }
    }

    /// Threads of a server in which something was written since then, the latest first. Nothing for the bot may have arrived there yet:
    /// people begin threads while it is away, too.
    async fn threads_since(&self, guild: u64, since: u64) -> Vec<u64> {
        let route = Route::GuildThreadsActive { guild_id: GuildId::new(guild) };
        let active = match self.rest.look(route, Vec::new()).await {
            Ok(active) => active,
            Err(error) => {
                tracing::debug!(%error, guild, "its threads are not known");
                return Vec::new();
            }
        };
        let threads = active["threads"].as_array().into_iter().flatten();
        let last = |thread: &Value| thread["last_message_id"].as_str().and_then(|id| id.parse::<u64>().ok());
        let mut latest: Vec<(u64, u64)> =
            threads.filter_map(|it| Some((last(it)?, id_of(it)))).filter(|(last, _)| *last > since).collect();
        latest.sort_unstable_by_key(|(last, _)| std::cmp::Reverse(*last));
        let ids: Vec<u64> = latest.into_iter().map(|(_, id)| id).collect();
        // What is written there belongs to a thread, whether or not its beginning was told.
        self.threads.learn(ids.iter().copied());
        ids
    }

    /// How many messages for the bot a channel has since then.
    async fn catch_up_in(&self, guild: Option<u64>, channel: u64, since: u64) -> usize {
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

fn id_of(message: &Value) -> u64 {
    message["id"].as_str().and_then(|id| id.parse().ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_channel_comes_back_from_the_journal_with_its_server() {
        assert_eq!(read(&written(None, 43)), Some((None, 43)));
        assert_eq!(read(&written(Some(7), 43)), Some((Some(7), 43)));
        assert_eq!((read("43"), read("7/x"), read("7/0")), (None, None, None));
    }

    #[test]
    fn each_channel_is_read_by_one_shard() {
        assert_eq!([shard_of(None, 2), shard_of(Some(1 << 22), 2), shard_of(Some(2 << 22), 2)], [0, 1, 0]);
        assert_eq!(shard_of(Some(1 << 22), 1), 0);
    }
}
