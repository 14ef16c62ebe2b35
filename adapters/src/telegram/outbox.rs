//! All that is sent and edited goes through here: in order, at Telegram's pace, again where that does no harm.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde::Serialize;
use serde_json::Value;
use teloxide::payloads::{
    DeleteMessage, EditMessageText, EditMessageTextSetters, SendChatAction, SendChatActionSetters, SendMessage,
    SendMessageSetters, StopMessageLiveLocation,
};
use teloxide::requests::Payload;
use teloxide::types::{
    ChatAction, ChatId, ForceReply, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, MessageId,
    ParseMode, ReplyParameters, ThreadId,
};
use tokio::time::{Instant, sleep, sleep_until};

use super::api::{Api, CallError, Upload};
use super::form::Question;
use super::incoming::place_of;
use super::pace::{Pace, Rates, Turn};
use super::render::Message;
use super::text::caption;
use crate::{Attachment, Gone, Places};

/// Tries of one message while Telegram is not there.
const TRIES: u32 = 10;

/// The longest pause between two tries.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// Telegram shows that the bot types for 5 seconds, unless a message comes first. Source: Bot API, sendChatAction.
const SIGN: Duration = Duration::from_secs(4);

/// Chats whose signs are known: more are only shown the sign once more.
const SIGNS: usize = 10_000;

/// Chats of which it is known what was sent.
const CHATS_SENT_TO: usize = 10_000;

/// How Telegram refuses a message into a closed topic, in small letters.
const TOPIC_CLOSED: &str = "topic_closed";

/// A post waits this long when Telegram asks for it; for longer its sender is told.
const PATIENCE_OF_POSTS: Duration = Duration::from_secs(60);

/// Where an answer goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Destination {
    pub(super) chat: i64,
    pub(super) topic: Option<i32>,
}

/// Why a message was not sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum SendError {
    /// Nothing more can be sent there.
    #[error("{gone}: {why}")]
    Gone {
        /// What is in the way.
        gone: Gone,
        /// In Telegram's words.
        why: String,
    },
    /// Telegram does not take this message.
    #[error("the message is refused: {0}")]
    Refused(String),
    /// It may have arrived.
    #[error("the message may have arrived: {0}")]
    Uncertain(String),
    /// Telegram did not answer for long.
    #[error("Telegram is not there: {0}")]
    Unavailable(String),
    /// Telegram asks for more patience than a post has.
    #[error("Telegram asks to wait for {} s", .0.as_secs())]
    Later(Duration),
}

/// What a call is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Purpose {
    /// It changes what is there: doing so twice does no harm.
    Change,
    /// A new message, for somebody who waits.
    Answer,
    /// A new message that nobody waits for: it can come later.
    Post,
}

/// The way out.
pub(super) struct Outbox {
    pub(super) api: Arc<Api>,
    /// Hears of groups that have another id.
    places: Arc<dyn Places>,
    pace: Mutex<Pace>,
    back_off: Duration,
    /// Where it shows that the bot types, and since when.
    signs: Mutex<HashMap<(i64, Option<i32>), Instant>>,
    /// The first and the last message that were sent into each chat.
    sent: Mutex<HashMap<i64, (MessageId, MessageId)>>,
}

impl fmt::Debug for Outbox {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Outbox").field("api", &self.api).finish_non_exhaustive()
    }
}

impl Outbox {
    pub(super) fn new(api: Arc<Api>, places: Arc<dyn Places>, rates: Rates, back_off: Duration) -> Self {
        let pace = Mutex::new(Pace::new(rates, Instant::now()));
        Self { api, places, pace, back_off, signs: Mutex::default(), sent: Mutex::default() }
    }

    /// Sends a message and gives its id. A topic that is gone or closed does not keep an answer from its group.
    pub(super) async fn send(&self, to: &mut Destination, message: &Message) -> Result<MessageId, SendError> {
        let sent = match self.send_as(Purpose::Answer, to, message).await {
            Err(SendError::Gone { gone, why }) if to.topic.is_some() && (gone == Gone::Topic || is_closed(&why)) => {
                tracing::info!(chat.id = to.chat, why, "the topic takes nothing more; the answer goes to the group");
                to.topic = None;
                self.send_as(Purpose::Answer, to, message).await?
            }
            other => other?,
        };
        sent_id(&sent)
    }

    /// Sends a message that nobody asked for, there and nowhere else, and gives it as Telegram does.
    pub(super) async fn post(&self, to: &mut Destination, message: &Message) -> Result<Value, SendError> {
        self.send_as(Purpose::Post, to, message).await
    }

    async fn send_as(&self, purpose: Purpose, to: &mut Destination, message: &Message) -> Result<Value, SendError> {
        let sent = self.send_unmarked(purpose, to, message).await;
        self.signs().remove(&(to.chat, to.topic));
        if let Some(id) = sent.as_ref().ok().and_then(|sent| sent_id(sent).ok()) {
            let mut all = self.sent.lock().unwrap_or_else(PoisonError::into_inner);
            if all.len() >= CHATS_SENT_TO {
                all.clear();
            }
            all.entry(to.chat).or_insert((id, id)).1 = id;
        }
        sent
    }

    /// The first and the last message that this process sent into a chat, as far as they are known.
    pub(super) fn sent(&self, chat: i64) -> Option<(MessageId, MessageId)> {
        self.sent.lock().unwrap_or_else(PoisonError::into_inner).get(&chat).copied()
    }

    async fn send_unmarked(
        &self,
        purpose: Purpose,
        to: &mut Destination,
        message: &Message,
    ) -> Result<Value, SendError> {
        if let Some(file) = &message.file {
            return self.send_file(purpose, to, message, file).await;
        }
        let sent = self.formatted(to, purpose, |to, html| {
            let text = if html { &message.piece.html } else { &message.piece.plain };
            let mut payload = SendMessage::new(ChatId(to.chat), text).link_preview_options(no_preview());
            if html {
                payload = payload.parse_mode(ParseMode::Html);
            }
            if let Some(topic) = to.topic {
                payload = payload.message_thread_id(ThreadId(MessageId(topic)));
            }
            if !message.keys.is_empty() {
                payload = payload.reply_markup(keyboard(message));
            }
            if let Some(Question { to: asked, placeholder }) = &message.question {
                let field = (!placeholder.is_empty()).then(|| placeholder.clone());
                let force = ForceReply::new().input_field_placeholder(field);
                let reply = asked.map(|asked| ReplyParameters::new(asked).allow_sending_without_reply());
                payload = match reply {
                    Some(reply) => payload.reply_markup(force.selective()).reply_parameters(reply),
                    // All of a group would be shown the way to reply.
                    None if to.chat < 0 => payload,
                    None => payload.reply_markup(force),
                };
            }
            if let Some(asked) = message.answers.filter(|_| message.question.is_none()) {
                let reply = ReplyParameters::new(asked).allow_sending_without_reply();
                payload = payload.reply_parameters(reply).disable_notification(true);
            }
            payload
        });
        sent.await
    }

    /// A picture as such; where Telegram can't show it, and for all other files, as a document.
    async fn send_file(
        &self,
        purpose: Purpose,
        to: &mut Destination,
        message: &Message,
        file: &Attachment,
    ) -> Result<Value, SendError> {
        let payload = |to: &Destination| SendFile {
            chat_id: to.chat,
            message_thread_id: to.topic,
            caption: file.alt.as_deref().map(caption),
            reply_markup: (!message.keys.is_empty()).then(|| keyboard(message)),
        };
        if file.alt.is_some() {
            let upload = Upload { field: "photo", file };
            match self.paced(to, purpose, |to| SendPicture(payload(to)), Some(upload)).await {
                Err(SendError::Refused(why)) => {
                    tracing::info!(chat.id = to.chat, why, "a picture is refused; it is sent as a document");
                }
                other => return other,
            }
        }
        self.paced(to, purpose, payload, Some(Upload { field: "document", file })).await
    }

    /// Makes a sent message this one.
    pub(super) async fn edit(&self, to: &mut Destination, id: MessageId, message: &Message) -> Result<(), SendError> {
        let edited = self.formatted(to, Purpose::Change, |to, html| {
            let text = if html { &message.piece.html } else { &message.piece.plain };
            let mut payload = EditMessageText::new(ChatId(to.chat), id, text).link_preview_options(no_preview());
            if html {
                payload = payload.parse_mode(ParseMode::Html);
            }
            if !message.keys.is_empty() {
                payload = payload.reply_markup(keyboard(message));
            }
            payload
        });
        match edited.await {
            Err(SendError::Refused(why)) if why.contains("message is not modified") => Ok(()),
            Err(other) => Err(other),
            Ok(_) => Ok(()),
        }
    }

    /// Takes back a message of the bot.
    pub(super) async fn delete(&self, to: &mut Destination, id: MessageId) -> Result<(), SendError> {
        self.paced(to, Purpose::Change, |to| DeleteMessage::new(ChatId(to.chat), id), None).await.map(drop)
    }

    /// Whether a message is the bot's own; `None` if Telegram does not say. No method shows a message, but what can't be done with
    /// one is told: the bot never shares its location, so that this changes nothing.
    pub(super) async fn is_own(&self, chat: i64, id: MessageId) -> Option<bool> {
        loop {
            match self.api.call(&StopMessageLiveLocation::new(ChatId(chat), id)).await {
                Err(CallError::Refused(why)) => return Some(why.to_lowercase().contains("no live location")),
                Err(CallError::TooMany(pause)) => sleep(pause).await,
                Err(error) => {
                    tracing::info!(chat.id = chat, %error, "it is not known whose a message is");
                    return None;
                }
                Ok(_) => return None,
            }
        }
    }

    /// What a message of the bot's own says. No method shows one, but what is sent as a reply to it comes back with it: this is, without
    /// a sound, and taken back.
    pub(super) async fn read(
        &self,
        to: &mut Destination,
        id: MessageId,
        with: &Message,
    ) -> Result<Option<String>, SendError> {
        let reply = Message { answers: Some(id), ..with.clone() };
        let sent = self.send_as(Purpose::Answer, to, &reply).await?;
        self.delete(to, sent_id(&sent)?).await?;
        Ok(sent["reply_to_message"]["text"].as_str().map(str::to_owned))
    }

    /// Whether the sign that the bot types has to be shown, because it is not there; from now on it is.
    pub(super) fn needs_sign(&self, to: Destination) -> bool {
        let now = Instant::now();
        let mut signs = self.signs();
        if signs.len() >= SIGNS {
            signs.retain(|_, since| now < *since + SIGN);
        }
        let place = (to.chat, to.topic);
        let there = signs.get(&place).is_some_and(|since| now < *since + SIGN);
        if !there {
            signs.insert(place, now);
        }
        !there
    }

    fn signs(&self) -> MutexGuard<'_, HashMap<(i64, Option<i32>), Instant>> {
        self.signs.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Shows that an answer is being made. It shows for some seconds, and nothing depends on it.
    pub(super) async fn typing(&self, to: Destination) {
        let mut payload = SendChatAction::new(ChatId(to.chat), ChatAction::Typing);
        if let Some(topic) = to.topic {
            payload = payload.message_thread_id(ThreadId(MessageId(topic)));
        }
        if let Err(error) = self.api.call(&payload).await {
            tracing::debug!(chat.id = to.chat, %error, "\"typing\" was not shown");
        }
    }

    /// Whether an edit that only shows progress may be sent now.
    pub(super) fn has_room(&self, chat: i64) -> bool {
        self.pace().has_room(chat, Instant::now())
    }

    /// As HTML; where Telegram refuses that, as plain text.
    async fn formatted<P: Payload + Serialize>(
        &self,
        to: &mut Destination,
        purpose: Purpose,
        payload: impl Fn(&Destination, bool) -> P,
    ) -> Result<Value, SendError> {
        match self.paced(to, purpose, |to| payload(to, true), None).await {
            Err(SendError::Refused(why)) if why.contains("can't parse entities") => {
                tracing::warn!(chat.id = to.chat, %why, "the formatting of a message is refused; it is sent as plain text");
                self.paced(to, purpose, |to| payload(to, false), None).await
            }
            other => other,
        }
    }

    /// Calls at the chat's pace, and again as long as that can help and does no harm. A new message that may have arrived is
    /// not sent again.
    async fn paced<P: Payload + Serialize>(
        &self,
        to: &mut Destination,
        purpose: Purpose,
        payload: impl Fn(&Destination) -> P,
        upload: Option<Upload<'_>>,
    ) -> Result<Value, SendError> {
        let mut failed = 0;
        loop {
            self.turn(to.chat, purpose).await?;
            let error = match self.api.call_with(&payload(to), upload).await {
                Ok(value) => return Ok(value),
                Err(error) => error,
            };
            match error {
                CallError::TooMany(pause) => {
                    tracing::info!(chat.id = to.chat, seconds = pause.as_secs(), "Telegram asks to wait");
                    let now = Instant::now();
                    self.pace().hold(to.chat, now + pause, now);
                    if purpose == Purpose::Post && pause > PATIENCE_OF_POSTS {
                        return Err(SendError::Later(pause));
                    }
                }
                CallError::Moved(chat) => {
                    // Telegram says so in a message of its own, too, which may come later.
                    tracing::info!(chat.id = to.chat, chat.new = chat, "the group has a new id; the answer goes there");
                    self.places.moved(&place_of(to.chat), &place_of(chat)).await;
                    *to = Destination { chat, topic: None };
                }
                CallError::Uncertain(why) if purpose != Purpose::Change => return Err(SendError::Uncertain(why)),
                CallError::Unavailable(why) | CallError::Uncertain(why) => {
                    failed += 1;
                    if failed == TRIES {
                        return Err(SendError::Unavailable(why));
                    }
                    let pause = pause(self.back_off, failed);
                    tracing::warn!(chat.id = to.chat, error = why, ?pause, "a message was not sent; trying again");
                    sleep(pause).await;
                }
                CallError::Forbidden(why) => {
                    let gone = gone(&why).unwrap_or(Gone::Removed);
                    return Err(SendError::Gone { gone, why });
                }
                CallError::Refused(why) | CallError::Conflict(why) => {
                    return Err(match gone(&why) {
                        Some(gone) => SendError::Gone { gone, why },
                        None => SendError::Refused(why),
                    });
                }
                // Polling ends with it, too; the answer waits for a start with the right token.
                CallError::Unauthorized => return Err(SendError::Unavailable(error.to_string())),
            }
        }
    }

    /// Waits until a message may go into this chat.
    async fn turn(&self, chat: i64, purpose: Purpose) -> Result<(), SendError> {
        loop {
            let now = Instant::now();
            let turn = self.pace().ask(chat, now);
            match turn {
                Turn::AskAgain(at) if purpose == Purpose::Post && at - now > PATIENCE_OF_POSTS => {
                    return Err(SendError::Later(at - now));
                }
                Turn::AskAgain(at) => sleep_until(at).await,
                Turn::Leave(at) => {
                    sleep_until(at).await;
                    return Ok(());
                }
            }
        }
    }

    fn pace(&self) -> MutexGuard<'_, Pace> {
        self.pace.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// `sendDocument`, whose document goes beside it: teloxide's own payload sends by itself.
#[derive(Debug, Serialize)]
struct SendFile {
    chat_id: i64,
    message_thread_id: Option<i32>,
    caption: Option<String>,
    reply_markup: Option<InlineKeyboardMarkup>,
}

impl Payload for SendFile {
    type Output = teloxide::types::Message;
    const NAME: &'static str = "SendDocument";
}

/// `sendPhoto`, in the same way.
#[derive(Debug, Serialize)]
#[serde(transparent)]
struct SendPicture(SendFile);

impl Payload for SendPicture {
    type Output = teloxide::types::Message;
    const NAME: &'static str = "SendPhoto";
}

pub(super) fn sent_id(sent: &Value) -> Result<MessageId, SendError> {
    let id = sent["message_id"].as_i64().and_then(|id| i32::try_from(id).ok());
    id.map(MessageId).ok_or_else(|| SendError::Uncertain("an answer without the message's id".to_owned()))
}

/// Twice as long after each failure.
pub(super) fn pause(first: Duration, failed: u32) -> Duration {
    first.saturating_mul(1 << failed.saturating_sub(1).min(10)).min(LONGEST_PAUSE)
}

/// What a refusal says of the chat, if it is the chat that is in the way; in the words of Telegram's server.
fn gone(why: &str) -> Option<Gone> {
    let why = why.to_lowercase();
    let signs: [(Gone, &[&str]); 5] = [
        (Gone::Topic, &["thread not found", "topic_deleted"]),
        (Gone::Blocked, &["blocked by the user", "can't initiate conversation"]),
        (Gone::Removed, &["kicked", "not a member"]),
        (Gone::Channel, &["chat not found", "deactivated", "was deleted"]),
        (
            Gone::NoRight,
            &["not enough rights", "need administrator rights", "no rights", "write_forbidden", TOPIC_CLOSED],
        ),
    ];
    signs.iter().find(|(_, signs)| signs.iter().any(|it| why.contains(it))).map(|(gone, _)| *gone)
}

/// Whether only those who manage topics can write there.
fn is_closed(why: &str) -> bool {
    why.to_lowercase().contains(TOPIC_CLOSED)
}

fn no_preview() -> LinkPreviewOptions {
    LinkPreviewOptions {
        is_disabled: true,
        url: None,
        prefer_small_media: false,
        prefer_large_media: false,
        show_above_text: false,
    }
}

fn keyboard(message: &Message) -> InlineKeyboardMarkup {
    let rows = message.keys.iter();
    InlineKeyboardMarkup::new(rows.map(|row| {
        row.iter().map(|button| InlineKeyboardButton::callback(button.label.clone(), button.action.clone()))
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_says_what_is_in_the_way() {
        for (why, expected) in [
            ("Forbidden: bot was blocked by the user", Some(Gone::Blocked)),
            ("Forbidden: bot was kicked from the supergroup chat", Some(Gone::Removed)),
            ("Forbidden: bot is not a member of the channel chat", Some(Gone::Removed)),
            ("Forbidden: user is deactivated", Some(Gone::Channel)),
            ("Bad Request: chat not found", Some(Gone::Channel)),
            ("Bad Request: not enough rights to send text messages to the chat", Some(Gone::NoRight)),
            ("Bad Request: CHAT_WRITE_FORBIDDEN", Some(Gone::NoRight)),
            ("Bad Request: message thread not found", Some(Gone::Topic)),
            ("Bad Request: TOPIC_CLOSED", Some(Gone::NoRight)),
            ("Bad Request: message is too long", None),
        ] {
            assert_eq!(gone(why), expected, "{why}");
        }
    }

    #[test]
    fn pauses_double_up_to_half_a_minute() {
        let pauses: Vec<u64> = (1..9).map(|failed| pause(Duration::from_secs(1), failed).as_secs()).collect();
        assert_eq!(pauses, [1, 2, 4, 8, 16, 30, 30, 30]);
    }
}
