//! What an update asks of the bot. Pure: an update in, what to do about it out.

use serde::de::DeserializeOwned;
use serde_json::Value;
use teloxide::types::{
    CallbackQuery, Chat, ChatMemberUpdated, FileMeta, InaccessibleMessage, MaybeInaccessibleMessage, Message,
    MessageId, MessageKind, ThreadId, User,
};

use super::form::{self, Form};
use super::menu;
use super::outbox::Destination;
use crate::files::SentFile;
use crate::reaction::liked;
use crate::{CommandInput, Input, MenuEntry, Origin, Place, Reaction, ReplyChain};

/// The bot's own account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Account {
    pub(super) id: u64,
    /// Without the `@`.
    pub(super) name: String,
}

/// Something that is to be answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Incoming {
    pub(super) destination: Destination,
    pub(super) origin: Origin,
    pub(super) asked: Asked,
    pub(super) standing: Standing,
    /// Of a press on a button, which waits for a sign.
    pub(super) press: Option<String>,
    /// Of a message that is one of several in an album.
    pub(super) album: Option<String>,
    /// The number of the message that asks.
    pub(super) message: Option<i32>,
    /// Whether it stands in a channel, where nobody writes but the channel itself.
    pub(super) in_channel: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Asked {
    Input(Input),
    /// What a file and the words beside it ask.
    File {
        file: SentFile,
        text: String,
    },
    /// A command came without the words that it needs.
    Form(Form),
    /// Something without words that is no file either, such as a sticker, a poll or a place.
    Wordless,
    /// Something of a kind that this version does not know.
    Unreadable,
    /// Nothing; somebody reacted to a message of the bot.
    Reaction(Reaction),
    /// Nothing; something has happened to the place.
    Place(PlaceChange),
}

/// What happened to a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum PlaceChange {
    /// The bot is there, perhaps again; in a group it says so.
    Joined { introduce: bool },
    /// The bot was removed or blocked.
    Left,
    /// The group has this id now.
    Moved(Place),
}

/// What is known of a person's rights before Telegram is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    Known(bool),
    /// To be asked for: the user's id.
    Ask(u64),
}

/// The update's number.
pub(super) fn number(update: &Value) -> Option<u32> {
    update["update_id"].as_u64().and_then(|id| u32::try_from(id).ok())
}

/// An update's id in the journal: ids sort as they arrived.
pub(super) fn id(number: u32) -> String {
    format!("{number:020}")
}

/// What is to be answered, `None` if nothing is.
///
/// # Errors
/// Why an update can't be read.
pub(super) fn read(update: &Value, account: &Account, commands: &[MenuEntry]) -> Result<Option<Incoming>, String> {
    // teloxide's `Update` says of what it can't read only that it can't.
    if let Some(message) = update.get("message") {
        return Ok(message_asks(&parse(message)?, account, commands));
    }
    if let Some(post) = update.get("channel_post") {
        return Ok(post_asks(&parse(post)?, account, commands));
    }
    if let Some(query) = update.get("callback_query") {
        return Ok(press_asks(&parse(query)?));
    }
    if let Some(change) = update.get("my_chat_member") {
        return Ok(member_asks(&parse(change)?));
    }
    if let Some(change) = update.get("message_reaction") {
        return reaction(change);
    }
    // What was changed afterwards is answered as it stood: see `edited`.
    if update.get("edited_message").is_some() { Ok(None) } else { Err("it is of a kind that is not known".to_owned()) }
}

/// The message that was changed, if a message was: its chat and number.
pub(super) fn edited(update: &Value) -> Option<(i64, i32)> {
    let message = update.get("edited_message")?;
    Some((message["chat"]["id"].as_i64()?, i32::try_from(message["message_id"].as_i64()?).ok()?))
}

/// A command in a channel, where only administrators can write. All else that is written there is for its readers.
fn post_asks(post: &Message, account: &Account, commands: &[MenuEntry]) -> Option<Incoming> {
    let written = post.text().or(post.caption()).unwrap_or_default();
    let text = addressed(written, post, account).filter(|it| it.starts_with('/'))?;
    let text = menu::words(commands, &text);
    let asked = match file_meant(post, &text, commands) {
        Some(file) => Asked::File { file, text },
        // Nobody can reply to a question there.
        None => match words_ask(text.clone(), post, account, commands, None) {
            Asked::Form(_) => Asked::Input(Input::Text(text)),
            asked => asked,
        },
    };
    let destination = destination(post);
    let who = Who::chat(post.sender_chat.as_ref().unwrap_or(&post.chat));
    let origin = origin(&post.chat, destination, who, None);
    let (standing, message) = (Standing::Known(true), Some(post.id.0));
    Some(Incoming { destination, origin, asked, standing, press: None, album: None, message, in_channel: true })
}

/// The press on a button that an update is, whatever else it says: somebody sees it wait for a sign.
pub(super) fn press(update: &Value) -> Option<String> {
    update["callback_query"]["id"].as_str().map(ToOwned::to_owned)
}

/// What to answer to an update that can't be read, from the little that is sure: only if a person meant the bot, so in a
/// private chat.
pub(super) fn unreadable(update: &Value) -> Option<Incoming> {
    let (said, message) = match update.get("callback_query") {
        Some(query) => (query, &query["message"]),
        None => (&update["message"], &update["message"]),
    };
    let chat = message["chat"]["id"].as_i64().filter(|_| message["chat"]["type"] == "private")?;
    let person = &said["from"];
    if person["is_bot"] == true {
        return None;
    }
    let text = |value: &Value| value.as_str().map(ToOwned::to_owned);
    let person_name = text(&person["first_name"]);
    let place = Place { name: person_name.clone().unwrap_or_default(), ..place_of(chat) };
    let origin = Origin {
        channel: place.id.clone(),
        place,
        // A private chat has the id of its person.
        person: chat.to_string(),
        person_name,
        language: text(&person["language_code"]),
        chain: None,
    };
    let number = said["message_id"].as_i64().and_then(|it| i32::try_from(it).ok());
    Some(Incoming {
        destination: Destination { chat, topic: None },
        origin,
        asked: Asked::Unreadable,
        standing: Standing::Known(false),
        press: press(update),
        album: None,
        message: number,
        in_channel: false,
    })
}

fn parse<T: DeserializeOwned>(value: &Value) -> Result<T, String> {
    T::deserialize(value).map_err(|error| error.to_string())
}

fn message_asks(message: &Message, account: &Account, commands: &[MenuEntry]) -> Option<Incoming> {
    let chat = &message.chat;
    if chat.is_channel() || message.is_automatic_forward() {
        return None;
    }
    if let Some(new) = message.migrate_to_chat_id() {
        let new = Place { id: new.0.to_string(), ..place(chat) };
        return Some(place_asks(chat, message.from.as_ref(), PlaceChange::Moved(new)));
    }
    let spoken_for = message.sender_chat.as_ref();
    let person = message.from.as_ref();
    // Bots that answer each other never stop. An anonymous administrator is shown as a bot, but speaks for the chat.
    if spoken_for.is_none() && person.is_none_or(|it| it.is_bot) {
        return None;
    }
    let written = message.text().or(message.caption()).unwrap_or_default();
    let text = addressed(written, message, account)?;
    let text = menu::words(commands, &text);
    let language = person.filter(|it| !it.is_bot).and_then(|it| it.language_code.clone());
    let asked = match file_meant(message, &text, commands) {
        Some(file) => Asked::File { file, text },
        // Of what is said of the chat, such as a new title, nobody waits for an answer.
        None if text.is_empty() && is_about_chat(message) => return None,
        // The bot's name and no more.
        None if text.is_empty() && !written.is_empty() => Asked::Input(Input::Text("/start".to_owned())),
        None if text.is_empty() => Asked::Wordless,
        None => words_ask(text, message, account, commands, language.as_deref()),
    };
    let (who, standing) = match (spoken_for, person) {
        // An administrator who speaks as the group itself; nobody else can.
        (Some(speaker), _) => (Who::chat(speaker), Standing::Known(speaker.id == chat.id)),
        (None, Some(person)) if chat.is_private() => (Who::person(person), Standing::Known(true)),
        (None, Some(person)) => (Who::person(person), Standing::Ask(person.id.0)),
        (None, None) => return None,
    };
    let destination = destination(message);
    // Pictures of an album are one thing; each of several documents is one of its own.
    let album = message.media_group_id().filter(|_| message.document().is_none()).map(|it| it.0.clone());
    let replies_to = replied(message).map(|it| it.id);
    let origin =
        Origin { chain: chain(chat, destination, message.id, replies_to), ..origin(chat, destination, who, language) };
    let number = Some(message.id.0);
    Some(Incoming { destination, origin, asked, standing, press: None, album, message: number, in_channel: false })
}

/// What a text asks, by itself and as a reply.
fn words_ask(
    text: String,
    message: &Message,
    account: &Account,
    commands: &[MenuEntry],
    language: Option<&str>,
) -> Asked {
    let replied = replied(message);
    let own = replied.filter(|it| it.from.as_ref().is_some_and(|it| it.id.0 == account.id));
    let form = own.and_then(|it| form::asked(commands, it));
    match form {
        Some(command) if !text.starts_with('/') => {
            let rest = if command.rest.is_empty() { text } else { format!("{} {text}", command.rest) };
            return Asked::Input(Input::Command(CommandInput { rest, ..command }));
        }
        Some(_) => {}
        // "/ideas" in reply to a post means that post.
        None => {
            let words = replied.and_then(|it| it.text().or(it.caption())).unwrap_or_default();
            let bare = form::bare(commands, &text).filter(|(entry, _)| entry.rest.is_some());
            // A post's own "price=3" is no option.
            if let Some((entry, options)) = bare.filter(|_| !words.is_empty()) {
                let command = entry.words.iter().map(ToString::to_string).collect();
                let rest = words.to_owned();
                return Asked::Input(Input::Command(CommandInput { words: command, options, rest }));
            }
        }
    }
    match Form::of(commands, &text, message.id, language) {
        Some(form) => Asked::Form(form),
        None => Asked::Input(Input::Text(text)),
    }
}

/// Whether the sign of a press is left to its answer: in a group, where others would read a message.
pub(super) fn answers_alone(incoming: &Incoming) -> bool {
    incoming.press.is_some() && incoming.destination.chat < 0 && matches!(incoming.asked, Asked::Input(_))
}

fn press_asks(query: &CallbackQuery) -> Option<Incoming> {
    let action = query.data.clone()?;
    let (chat, destination) = match query.message.as_ref()? {
        MaybeInaccessibleMessage::Regular(message) => (&message.chat, destination(message)),
        MaybeInaccessibleMessage::Inaccessible(InaccessibleMessage { chat, .. }) => {
            (chat, Destination { chat: chat.id.0, topic: None })
        }
    };
    let standing = if chat.is_private() { Standing::Known(true) } else { Standing::Ask(query.from.id.0) };
    let origin = origin(chat, destination, Who::person(&query.from), query.from.language_code.clone());
    let on = query.message.as_ref()?.id();
    let origin = Origin { chain: chain(chat, destination, on, Some(on)), ..origin };
    let asked = Asked::Input(Input::Button(action));
    Some(Incoming {
        destination,
        origin,
        asked,
        standing,
        press: Some(query.id.0.clone()),
        album: None,
        message: None,
        in_channel: false,
    })
}

/// A reaction that says something. teloxide's own type of it panics where nobody is named.
fn reaction(change: &Value) -> Result<Option<Incoming>, String> {
    let chat: Chat = parse(&change["chat"])?;
    let message = change["message_id"].as_i64().ok_or("it names no message")?;
    // Anonymous administrators react as the group; nobody knows whose opinion that is.
    let Some(person) = change.get("user").map(parse::<User>).transpose()? else { return Ok(None) };
    let opinion = |list: &Value| list.as_array()?.iter().filter_map(|it| it["emoji"].as_str()).find_map(liked);
    let (liked, taken_back) = match (opinion(&change["old_reaction"]), opinion(&change["new_reaction"])) {
        (_, Some(liked)) => (liked, false),
        (Some(liked), None) => (liked, true),
        (None, None) => return Ok(None),
    };
    let destination = Destination { chat: chat.id.0, topic: None };
    let origin = origin(&chat, destination, Who::person(&person), person.language_code.clone());
    let asked = Asked::Reaction(Reaction { message: message.to_string(), liked, taken_back });
    let standing = Standing::Known(false);
    Ok(Some(Incoming {
        destination,
        origin,
        asked,
        standing,
        press: None,
        album: None,
        message: None,
        in_channel: false,
    }))
}

fn member_asks(change: &ChatMemberUpdated) -> Option<Incoming> {
    let chat = &change.chat;
    let happened = match (change.old_chat_member.is_present(), change.new_chat_member.is_present()) {
        (false, true) => PlaceChange::Joined { introduce: chat.is_group() || chat.is_supergroup() },
        (true, false) => PlaceChange::Left,
        _ => return None,
    };
    Some(place_asks(chat, Some(&change.from), happened))
}

fn place_asks(chat: &Chat, person: Option<&User>, happened: PlaceChange) -> Incoming {
    let destination = Destination { chat: chat.id.0, topic: None };
    let who = person.map(Who::person).unwrap_or_default();
    let language = person.filter(|it| !it.is_bot).and_then(|it| it.language_code.clone());
    let origin = origin(chat, destination, who, language);
    let standing = Standing::Known(false);
    Incoming {
        destination,
        origin,
        asked: Asked::Place(happened),
        standing,
        press: None,
        album: None,
        message: None,
        in_channel: false,
    }
}

/// The text without the bot's name, if it is meant for the bot: in a private chat always; in a group a command, a mention
/// or a reply to the bot.
fn addressed(text: &str, message: &Message, account: &Account) -> Option<String> {
    let text = text.trim();
    if let Some(command) = text.strip_prefix('/') {
        let (name, rest) = command.split_at(command.find(char::is_whitespace).unwrap_or(command.len()));
        match name.split_once('@') {
            Some((name, bot)) if bot.eq_ignore_ascii_case(&account.name) => return Some(format!("/{name}{rest}")),
            Some(_) => return None,
            None => return Some(text.to_owned()),
        }
    }
    let (text, mentioned) = without_name(text, &account.name);
    let replied = replied(message).and_then(|it| it.from.as_ref()).is_some_and(|it| it.id.0 == account.id);
    (message.chat.is_private() || mentioned || replied).then_some(text)
}

/// The message that this one replies to. In a topic, every message "replies" to its beginning.
fn replied(message: &Message) -> Option<&Message> {
    message.reply_to_message().filter(|it| it.forum_topic_created().is_none())
}

/// The text without `@name`, and whether it was there.
fn without_name(text: &str, name: &str) -> (String, bool) {
    let mut rest = text;
    let mut kept = String::with_capacity(text.len());
    let mut found = false;
    while let Some(at) = rest.find('@') {
        let (before, after) = rest.split_at(at);
        kept.push_str(before);
        let named = after.get(1..=name.len()).is_some_and(|it| it.eq_ignore_ascii_case(name));
        let ends = after.get(1 + name.len()..).and_then(|it| it.chars().next());
        let whole = ends.is_none_or(|it| !it.is_alphanumeric() && it != '_');
        let begins = kept.chars().next_back().is_none_or(|it| !it.is_alphanumeric());
        if named && whole && begins {
            found = true;
            rest = after[1 + name.len()..].trim_start_matches([' ', ',', ':', '，', '：']);
        } else {
            kept.push('@');
            rest = &after[1..];
        }
    }
    kept.push_str(rest);
    (kept.trim().to_owned(), found)
}

/// Whether it is a note on the chat that Telegram wrote itself. What teloxide knows nothing of is `Empty`, and may be
/// somebody's.
fn is_about_chat(message: &Message) -> bool {
    !matches!(message.kind, MessageKind::Common(_) | MessageKind::Dice(_) | MessageKind::Empty {})
}

/// The file that a message is about: its own, or for a command that was given nothing else the one that it replies to.
fn file_meant(message: &Message, text: &str, commands: &[MenuEntry]) -> Option<SentFile> {
    let takes_file = form::bare(commands, text).is_some_and(|(entry, _)| entry.file.is_some());
    match file_of(message) {
        // "/review" with a text, below a picture of it: the words say it all.
        Some(_) if message.document().is_none() && text.starts_with('/') && !takes_file => None,
        None if takes_file => replied(message).filter(|it| it.document().is_some()).and_then(file_of),
        own => own,
    }
}

fn file_of(message: &Message) -> Option<SentFile> {
    let sent = |name: Option<&str>, otherwise: &str, file: &FileMeta| {
        SentFile::new(name.unwrap_or(otherwise), Some(file.size.into()).filter(|it| *it > 0), &file.id.0)
    };
    // An animation is a document, too; it comes first.
    if let Some(it) = message.animation() {
        return Some(sent(it.file_name.as_deref(), "animation.mp4", &it.file));
    }
    message
        .document()
        .map(|it| sent(it.file_name.as_deref(), "file", &it.file))
        .or_else(|| message.photo().and_then(|it| it.last()).map(|it| sent(None, "photo.jpg", &it.file)))
        .or_else(|| message.video().map(|it| sent(it.file_name.as_deref(), "video.mp4", &it.file)))
        .or_else(|| message.audio().map(|it| sent(it.file_name.as_deref(), "audio.mp3", &it.file)))
        .or_else(|| message.voice().map(|it| sent(None, "voice.ogg", &it.file)))
        .or_else(|| message.video_note().map(|it| sent(None, "video.mp4", &it.file)))
}

fn destination(message: &Message) -> Destination {
    // Outside of forums a thread is only a chain of replies; nothing can be sent "into" it.
    let topic = message.thread_id.filter(|_| message.is_topic_message).map(|ThreadId(id)| id.0);
    Destination { chat: message.chat.id.0, topic }
}

/// Who speaks: an id, and what they are called.
#[derive(Default)]
struct Who {
    id: String,
    name: Option<String>,
}

impl Who {
    fn person(user: &User) -> Self {
        Self { id: user.id.to_string(), name: Some(user.full_name()) }
    }

    /// An administrator who speaks as a chat.
    fn chat(chat: &Chat) -> Self {
        Self { id: chat.id.0.to_string(), name: Some(name(chat)) }
    }
}

fn origin(chat: &Chat, destination: Destination, who: Who, language: Option<String>) -> Origin {
    let place = place(chat);
    let channel = destination.topic.map_or_else(|| place.id.clone(), |topic| format!("{}/{topic}", place.id));
    Origin { place, channel, person: who.id, person_name: who.name, language, chain: None }
}

/// In a group, outside of its topics, many talk at once.
fn chain(chat: &Chat, at: Destination, message: MessageId, replies_to: Option<MessageId>) -> Option<ReplyChain> {
    let replies_to = replies_to.map(|it| it.0.to_string());
    let is_shared = !chat.is_private() && at.topic.is_none();
    is_shared.then(|| ReplyChain { message: message.0.to_string(), replies_to })
}

fn place(chat: &Chat) -> Place {
    Place { name: name(chat), ..place_of(chat.id.0) }
}

/// The place of a chat of which only the id is known.
pub(super) fn place_of(chat: i64) -> Place {
    Place { platform: "telegram", id: chat.to_string(), name: String::new() }
}

fn name(chat: &Chat) -> String {
    let person = || [chat.first_name(), chat.last_name()].into_iter().flatten().collect::<Vec<_>>().join(" ");
    chat.title().map_or_else(person, str::to_owned)
}

/// The bot's account as `getMe` gives it.
pub(super) fn account(me: &Value) -> Option<Account> {
    let user = serde_json::from_value::<User>(me.clone()).ok()?;
    Some(Account { id: user.id.0, name: user.username? })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed test may panic")]
#[path = "incoming_tests.rs"]
mod tests;
