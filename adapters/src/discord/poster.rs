//! Posts: what is said in a channel without being asked, once.

use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use async_trait::async_trait;
use serde_json::{Value, json};
use serenity::http::{LightMethod, Route};
use serenity::model::id::{ChannelId, GuildId, MessageId};
use tokio::sync::OnceCell;

use super::EPOCH;
use super::pack::Outgoing;
use super::render::{Form, messages};
use super::rest::{MISSING_ACCESS, NOT_TO_THIS_PERSON, Rest, RestError, UNKNOWN_CHANNEL};
use crate::{Channel, Delivered, DeliveryKey, Found, Gone, MessageRef, PostError, Poster, Reply};

/// How far this machine's clock may be from Discord's.
const CLOCK: Duration = Duration::from_secs(120);
/// Messages of a page of history, and pages that are looked through.
const PAGE: usize = 100;
const PAGES: usize = 10;

/// Posts by the same requests as answers.
pub(super) struct DiscordPoster {
    /// Or why Discord can't be reached.
    rest: Result<Arc<Rest>, RestError>,
    /// The bot's own id.
    me: OnceCell<String>,
}

impl DiscordPoster {
    pub(super) fn new(rest: Result<Arc<Rest>, RestError>) -> Self {
        Self { rest, me: OnceCell::new() }
    }
}

#[async_trait]
impl Poster for DiscordPoster {
    async fn post(&self, channel: &Channel, reply: &Reply, key: &DeliveryKey) -> Result<Delivered, PostError> {
        let post = self.begin(channel, reply, key)?;
        let found = match key.attempted() {
            None => None,
            Some(first) => match post.look(self.me(post.rest).await?, first).await? {
                Looked::Seen(form, ids) => Some((form, ids)),
                Looked::Nothing => None,
                Looked::Unknown => {
                    let why = "an earlier attempt may have sent it, and the history can't be read".to_owned();
                    return Err(PostError::Uncertain { delivered: Delivered::default(), why });
                }
            },
        };
        let (mut form, mut ids) = found.unwrap_or((Form::Full, Vec::new()));
        loop {
            match post.send(form, &mut ids).await {
                Ok(()) => return Ok(post.delivered(&ids)),
                Err(error) if error.is_bad_form() => match form.plainer() {
                    Some(plainer) => {
                        tracing::warn!(%error, "a post was refused; it is sent in a plainer form");
                        post.take_back(&mut ids).await;
                        form = plainer;
                    }
                    None => return Err(post.error(error, &ids).await),
                },
                Err(error) => return Err(post.error(error, &ids).await),
            }
        }
    }

    async fn find(&self, channel: &Channel, reply: &Reply, key: &DeliveryKey) -> Result<Found, PostError> {
        let post = self.begin(channel, reply, key)?;
        let Some(first) = key.attempted() else { return Ok(Found::Unknown) };
        Ok(match post.look(self.me(post.rest).await?, first).await? {
            Looked::Seen(_, ids) if ids.iter().all(Option::is_some) => Found::Whole(post.delivered(&ids)),
            Looked::Seen(_, ids) => Found::Part(post.delivered(&ids)),
            Looked::Nothing => Found::Nothing,
            Looked::Unknown => Found::Unknown,
        })
    }
}

impl DiscordPoster {
    fn begin<'a>(
        &'a self,
        channel: &'a Channel,
        reply: &'a Reply,
        key: &'a DeliveryKey,
    ) -> Result<Post<'a>, PostError> {
        let rest = self.rest.as_ref().map_err(|error| not_sent(error.to_string()))?;
        let id = channel.id.parse().ok().filter(|id| *id > 0);
        let id = id.ok_or_else(|| PostError::Rejected(format!("{:?} is no channel on Discord", channel.id)))?;
        Ok(Post { rest, channel, id: ChannelId::new(id), reply, nonce: nonce(key.id()) })
    }

    async fn me(&self, rest: &Rest) -> Result<&str, PostError> {
        let ask = async || {
            let user = rest.call(LightMethod::Get, Route::UserMe, None).await;
            let user = user.map_err(|error| not_sent(error.to_string()))?;
            user["id"].as_str().map(str::to_owned).ok_or_else(|| not_sent("Discord does not say who I am".to_owned()))
        };
        self.me.get_or_try_init(ask).await.map(String::as_str)
    }
}

fn not_sent(why: String) -> PostError {
    PostError::NotSent { retry_after: None, why }
}

/// One post.
struct Post<'a> {
    rest: &'a Rest,
    channel: &'a Channel,
    id: ChannelId,
    reply: &'a Reply,
    nonce: String,
}

/// What the history has of a post.
enum Looked {
    /// In this form these messages, by their places in it; at least one is there.
    Seen(Form, Vec<Option<u64>>),
    Nothing,
    /// Discord shows the bot no history.
    Unknown,
}

impl Post<'_> {
    fn messages(&self, form: Form) -> Vec<Outgoing> {
        messages(&self.reply.blocks, None, form)
    }

    /// At most 25 characters, by which Discord knows a message that is sent once more.
    fn nonce(&self, form: Form, at: usize) -> String {
        let form = match form {
            Form::Full => "",
            Form::NoEmbeds => "e",
            Form::TextOnly => "t",
        };
        format!("{}-{at}{form}", self.nonce)
    }

    /// Sends what has no id yet.
    async fn send(&self, form: Form, ids: &mut Vec<Option<u64>>) -> Result<(), RestError> {
        let wanted = self.messages(form);
        ids.resize(wanted.len(), None);
        for (at, message) in wanted.iter().enumerate().filter(|(at, _)| ids[*at].is_none()).collect::<Vec<_>>() {
            let mut body = message.json();
            body["nonce"] = json!(self.nonce(form, at));
            body["enforce_nonce"] = json!(true);
            let route = Route::ChannelMessages { channel_id: self.id };
            let sent = self.rest.call_with(LightMethod::Post, route, Some(&body), message.file()).await?;
            ids[at] = Some(id_of(&sent).unwrap_or_default());
        }
        Ok(())
    }

    /// Deletes the part that was sent, because all of it is sent in another form.
    async fn take_back(&self, ids: &mut Vec<Option<u64>>) {
        for id in ids.drain(..).flatten().filter(|id| *id > 0) {
            let route = Route::ChannelMessage { channel_id: self.id, message_id: MessageId::new(id) };
            if let Err(error) = self.rest.call(LightMethod::Delete, route, None).await {
                tracing::warn!(%error, "a part of a post in a refused form stays");
            }
        }
    }

    /// Looks in the history since `first`. Discord forgets nonces after some minutes, so that what looks the same counts as
    /// the same.
    async fn look(&self, me: &str, first: SystemTime) -> Result<Looked, PostError> {
        let since = first.checked_sub(CLOCK).and_then(|at| at.duration_since(UNIX_EPOCH).ok()).unwrap_or_default();
        let millis = u64::try_from(since.as_millis()).unwrap_or_default().saturating_sub(EPOCH);
        let mut after = millis << 22;
        let mut own: Vec<(u64, Value)> = Vec::new();
        let mut any = false;
        for _ in 0..PAGES {
            let params = vec![("after", after.to_string()), ("limit", PAGE.to_string())];
            let page = self.rest.look(Route::ChannelMessages { channel_id: self.id }, params).await;
            let page = match page {
                Ok(page) => page,
                Err(error) => return Err(self.error(error, &[]).await),
            };
            let mut page: Vec<(u64, Value)> =
                page.as_array().into_iter().flatten().filter_map(|it| Some((id_of(it)?, it.clone()))).collect();
            page.sort_by_key(|(id, _)| *id);
            any |= !page.is_empty();
            let full = page.len() >= PAGE;
            after = page.last().map_or(after, |(id, _)| *id);
            own.extend(page.into_iter().filter(|(_, it)| it["author"]["id"] == me));
            if !full {
                break;
            }
        }
        if !any && self.hides_history(millis << 22).await? {
            return Ok(Looked::Unknown);
        }
        for form in [Form::Full, Form::NoEmbeds, Form::TextOnly] {
            let mut ids = Vec::new();
            let mut left = own.as_slice();
            for (at, message) in self.messages(form).iter().enumerate() {
                let (wanted, nonce) =
                    (essence(&message.json(), message.file().map(|it| it.name.as_str())), self.nonce(form, at));
                let seen = left.iter().position(|(_, it)| it["nonce"] == nonce.as_str() || essence(it, None) == wanted);
                ids.push(seen.map(|at| left[at].0));
                // A later part stands further down.
                left = &left[seen.map_or(0, |at| at + 1)..];
            }
            if ids.iter().any(Option::is_some) {
                return Ok(Looked::Seen(form, ids));
            }
        }
        Ok(Looked::Nothing)
    }

    /// Whether the channel has messages since then although its history showed none: the bot may not read it.
    async fn hides_history(&self, since: u64) -> Result<bool, PostError> {
        match self.rest.call(LightMethod::Get, Route::Channel { channel_id: self.id }, None).await {
            Ok(channel) => Ok(channel["last_message_id"]
                .as_str()
                .and_then(|id| id.parse().ok())
                .is_some_and(|last: u64| last > since)),
            Err(error) => Err(self.error(error, &[]).await),
        }
    }

    fn delivered(&self, ids: &[Option<u64>]) -> Delivered {
        let server = if self.channel.place.parse::<u64>().is_ok() { self.channel.place.as_str() } else { "@me" };
        let message = |id: &u64| MessageRef {
            channel: self.channel.clone(),
            id: id.to_string(),
            link: Some(format!("https://discord.com/channels/{server}/{}/{id}", self.id)),
        };
        Delivered { messages: ids.iter().flatten().map(message).collect() }
    }

    /// What a refusal means for a post of which these messages are there.
    async fn error(&self, error: RestError, ids: &[Option<u64>]) -> PostError {
        let delivered = self.delivered(ids);
        let nothing = delivered.messages.is_empty();
        let why = error.to_string();
        match error {
            RestError::Refused { code: NOT_TO_THIS_PERSON, .. } => PostError::Gone { gone: Gone::Blocked, why },
            RestError::Refused { code: UNKNOWN_CHANNEL, .. } => PostError::Gone { gone: Gone::Channel, why },
            RestError::Refused { code: MISSING_ACCESS, .. } => PostError::Gone { gone: self.shut_out().await, why },
            RestError::Refused { status: 403, .. } => PostError::Gone { gone: Gone::NoRight, why },
            RestError::Refused { status: 401 | 429, .. } | RestError::Unreachable(_) if nothing => not_sent(why),
            RestError::Refused { status: 400..=499, .. } if nothing => PostError::Rejected(why),
            _ => PostError::Uncertain { delivered, why },
        }
    }

    /// Whether the bot is only kept from the channel, or was removed from its server.
    async fn shut_out(&self) -> Gone {
        let Some(guild) = self.channel.place.parse().ok().filter(|id| *id > 0) else { return Gone::NoRight };
        match self.rest.call(LightMethod::Get, Route::Guild { guild_id: GuildId::new(guild) }, None).await {
            Err(RestError::Refused { status: 403 | 404, .. }) => Gone::Removed,
            _ => Gone::NoRight,
        }
    }
}

fn id_of(message: &Value) -> Option<u64> {
    message["id"].as_str().and_then(|id| id.parse().ok())
}

/// What people see of a message, in Discord's form of it and in ours: text, embeds and files, without buttons, which have
/// other ids each time.
pub(super) fn essence(message: &Value, file: Option<&str>) -> Value {
    let text = |value: &Value| value.as_str().unwrap_or_default().trim().to_owned();
    let embeds: Vec<Value> = message["embeds"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|it| {
            let fields =
                it["fields"].as_array().into_iter().flatten().map(|it| (text(&it["name"]), text(&it["value"])));
            json!([
                text(&it["title"]),
                text(&it["description"]),
                text(&it["footer"]["text"]),
                fields.collect::<Vec<_>>()
            ])
        })
        .collect();
    let attached = message["attachments"].as_array().into_iter().flatten().map(|it| text(&it["filename"]));
    let files: Vec<String> = attached.chain(file.map(str::to_owned)).collect();
    json!([text(&message["content"]), embeds, files])
}

/// A key of any length in 16 characters, the same in each version of the program (FNV-1a, 64 bits).
fn nonce(key: &str) -> String {
    let hash = key
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    format!("{hash:016x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_have_nonces_of_their_own_that_leave_room_for_the_part() {
        assert_eq!(nonce(""), "cbf29ce484222325");
        assert_eq!(nonce("a"), "af63dc4c8601ec8c");
        assert_ne!(nonce("barn/coffee/2026-11-25T09:00"), nonce("barn/coffee/2026-11-26T09:00"));
    }

    #[test]
    fn what_looks_the_same_is_the_same_whatever_its_buttons_are() {
        let sent = json!({ "content": "Oat milk ", "embeds": [{ "title": "1", "description": "rises" }],
            "components": [{ "components": [{ "custom_id": "a" }] }], "allowed_mentions": {} });
        let seen = json!({ "id": "5", "content": "Oat milk", "components": [],
            "embeds": [{ "type": "rich", "title": "1", "description": "rises", "fields": [] }], "attachments": [] });
        assert_eq!(essence(&sent, None), essence(&seen, None));
        assert_ne!(essence(&sent, None), essence(&json!({ "content": "Oat milk" }), None));
        let file = json!({ "content": "", "attachments": [{ "filename": "chart.png", "size": 3 }] });
        assert_eq!(essence(&json!({ "content": "" }), Some("chart.png")), essence(&file, None));
    }
}
