//! The methods of the Bot API that a bot like this one calls.

use serde_json::{Value, json};

use super::html::{self, Entity};
use super::people;
use super::state::{Hook, Refusal, SentMessage, State};

/// Bytes of the largest file that a bot gets.
const LARGEST: usize = 20 * 1024 * 1024;

/// Bytes of a photo.
const LARGEST_PHOTO: usize = 10 * 1024 * 1024;

/// UTF-16 units of a message, and of the words below a file.
const LONGEST: usize = 4_096;
const CAPTION: usize = 1_024;

/// Does what a method does; `getUpdates` is not here, because it waits.
pub(super) fn call(state: &mut State, method: &str, given: &Value) -> Result<Value, Refusal> {
    match method {
        "getMe" => {
            let mut me = people::bot();
            me["can_join_groups"] = json!(true);
            me["can_read_all_group_messages"] = json!(false);
            me["supports_inline_queries"] = json!(false);
            Ok(me)
        }
        "sendMessage" => send(state, given),
        "sendDocument" => send_file(state, given, "document"),
        "sendPhoto" => send_file(state, given, "photo"),
        "editMessageText" => edit(state, given),
        "deleteMessage" => {
            let (chat, id) = (chat(given), number(given, "message_id"));
            let at = state.messages.iter().position(|it| it.chat == chat && Some(it.id) == id);
            state.messages.remove(at.ok_or_else(|| Refusal::bad("message to delete not found"))?);
            Ok(json!(true))
        }
        // In the order in which Telegram's own library looks at it.
        "stopMessageLiveLocation" => {
            let (chat, id) = (chat(given), number(given, "message_id").unwrap_or_default());
            let own = state.messages.iter().any(|it| it.chat == chat && it.id == id);
            Err(Refusal::bad(match (own, state.said.contains(&(chat, id))) {
                (true, _) => "there is no live location in the message to edit",
                (false, true) => "message can't be edited",
                (false, false) => "message to edit not found",
            }))
        }
        "sendChatAction" => {
            let known = state.chats.contains(&chat(given));
            if known { Ok(json!(true)) } else { Err(Refusal::bad("chat not found")) }
        }
        "answerCallbackQuery" => {
            if given["text"].as_str().is_some_and(|text| text.chars().count() > 200) {
                return Err(Refusal::bad("MESSAGE_TOO_LONG"));
            }
            let known = state.presses.remove(given["callback_query_id"].as_str().unwrap_or_default());
            let words = "query is too old and response timeout expired or query ID is invalid";
            if known { Ok(json!(true)) } else { Err(Refusal::bad(words)) }
        }
        "getChatMember" => {
            let (chat, user) = (chat(given), number(given, "user_id").unwrap_or_default());
            if !state.chats.contains(&chat) {
                return Err(Refusal::bad("chat not found"));
            }
            let status = if state.administrators.contains(&(chat, user)) { "administrator" } else { "member" };
            Ok(json!({ "status": status, "user": { "id": user, "is_bot": false, "first_name": "Somebody" } }))
        }
        "setMyCommands" => set_commands(state, given),
        "setWebhook" => set_webhook(state, given),
        "deleteWebhook" => {
            state.webhook = None;
            Ok(json!(true))
        }
        "getWebhookInfo" => {
            let url = state.webhook.as_ref().map(|it| it.url.clone()).unwrap_or_default();
            Ok(json!({ "url": url, "has_custom_certificate": false, "pending_update_count": state.updates.len() }))
        }
        "getFile" => {
            let id = given["file_id"].as_str().unwrap_or_default();
            match state.files.get(id) {
                None => Err(Refusal::bad("wrong file_id or the file is temporarily unavailable")),
                Some((_, None)) => Err(Refusal::bad("file is too big")),
                Some((_, Some(bytes))) if bytes.len() > LARGEST => Err(Refusal::bad("file is too big")),
                Some((path, Some(bytes))) => Ok(json!({ "file_id": id, "file_unique_id": id, "file_path": path,
                    "file_size": bytes.len() })),
            }
        }
        _ => Err(Refusal(404, "Not Found: method not found".to_owned(), Value::Null)),
    }
}

fn send(state: &mut State, given: &Value) -> Result<Value, Refusal> {
    let chat = chat(given);
    state.admit(chat)?;
    let topic = known_topic(state, chat, given)?;
    let (text, entities) = read(given, "message is too long")?;
    let keys = keys(given)?;
    let asks = asks(given)?;
    let reply_to = replied(state, chat, given)?;
    state.last_message += 1;
    let source = given["text"].as_str().unwrap_or_default().to_owned();
    let id = state.last_message;
    let message = SentMessage {
        id,
        chat,
        topic,
        text,
        source,
        entities,
        keys,
        before: Vec::new(),
        reply_to,
        asks,
        ..SentMessage::default()
    };
    let mut answer = shown(&message);
    // It comes with what it replies to, and not with what that replies to.
    if let Some(to) = state.messages.iter().find(|it| it.chat == chat && Some(it.id) == message.reply_to) {
        answer["reply_to_message"] = shown(to);
    }
    state.messages.push(message);
    Ok(answer)
}

fn known_topic(state: &State, chat: i64, given: &Value) -> Result<Option<i64>, Refusal> {
    let topic = number(given, "message_thread_id");
    if topic.is_some_and(|topic| !state.topics.contains(&(chat, topic))) {
        return Err(Refusal::bad("message thread not found"));
    }
    // Whoever manages topics may write there all the same; a bot that is no administrator does not.
    if topic.is_some_and(|topic| state.closed_topics.contains(&(chat, topic))) {
        return Err(Refusal::bad("TOPIC_CLOSED"));
    }
    Ok(topic)
}

/// A document or a photo, with words below it.
fn send_file(state: &mut State, given: &Value, kind: &str) -> Result<Value, Refusal> {
    let chat = chat(given);
    state.admit(chat)?;
    let topic = known_topic(state, chat, given)?;
    let file = &given[kind];
    let name = file["file_name"].as_str().ok_or_else(|| Refusal::bad(&format!("there is no {kind} in the request")))?;
    let bytes: Vec<u8> = serde_json::from_value(file["bytes"].clone()).unwrap_or_default();
    if bytes.is_empty() {
        return Err(Refusal::bad("file must be non-empty"));
    }
    let text = given["caption"].as_str().unwrap_or_default().to_owned();
    if html::units(&text) > CAPTION {
        return Err(Refusal::bad("message caption is too long"));
    }
    let shows = bytes.starts_with(b"\x89PNG") || bytes.starts_with(b"\xff\xd8");
    if kind == "photo" && (!shows || bytes.len() > LARGEST_PHOTO) {
        return Err(Refusal::bad("IMAGE_PROCESS_FAILED"));
    }
    let entities = html::mentions(&text, &[]);
    let keys = keys(given)?;
    let file = Some((name.to_owned(), bytes));
    let (document, picture) = if kind == "photo" { (None, file) } else { (file, None) };
    state.last_message += 1;
    let id = state.last_message;
    let message = SentMessage { id, chat, topic, text, entities, keys, document, picture, ..SentMessage::default() };
    let answer = shown(&message);
    state.messages.push(message);
    Ok(answer)
}

fn edit(state: &mut State, given: &Value) -> Result<Value, Refusal> {
    let chat = chat(given);
    state.admit(chat)?;
    let id = number(given, "message_id");
    let (text, entities) = read(given, "MESSAGE_TOO_LONG")?;
    let keys = keys(given)?;
    let message = state.messages.iter_mut().find(|it| it.chat == chat && Some(it.id) == id);
    let message = message.ok_or_else(|| Refusal::bad("message to edit not found"))?;
    if message.asks.is_some() {
        return Err(Refusal::bad("message can't be edited"));
    }
    if (&message.text, &message.entities, &message.keys) == (&text, &entities, &keys) {
        return Err(Refusal::bad(
            "message is not modified: specified new message content and reply markup are exactly the same as a current \
             content and reply markup of the message",
        ));
    }
    let before = std::mem::replace(&mut message.text, text);
    message.before.push(before);
    given["text"].as_str().unwrap_or_default().clone_into(&mut message.source);
    (message.entities, message.keys) = (entities, keys);
    Ok(shown(message))
}

/// The text and styles of a message that may be sent.
fn read(given: &Value, too_long: &str) -> Result<(String, Vec<Entity>), Refusal> {
    let source = given["text"].as_str().unwrap_or_default();
    let (text, mut entities) = match given["parse_mode"].as_str() {
        Some("HTML") => html::parse(source).map_err(|why| Refusal::bad(&format!("can't parse entities: {why}")))?,
        Some(_) => return Err(Refusal::bad("unsupported parse_mode")),
        None => (source.to_owned(), Vec::new()),
    };
    let text = text.trim().to_owned();
    if text.is_empty() {
        return Err(Refusal::bad("message text is empty"));
    }
    if html::units(&text) > LONGEST {
        return Err(Refusal::bad(too_long));
    }
    entities.extend(html::mentions(&text, &entities));
    Ok((text, entities))
}

/// The buttons below a message.
fn keys(given: &Value) -> Result<Vec<Vec<(String, String)>>, Refusal> {
    let markup = object(&given["reply_markup"]);
    let mut rows = Vec::new();
    for row in markup["inline_keyboard"].as_array().into_iter().flatten() {
        let mut keys = Vec::new();
        for key in row.as_array().into_iter().flatten() {
            let missing = || Refusal::bad("can't parse inline keyboard button: Can't find field \"text\"");
            let label = key["text"].as_str().ok_or_else(missing)?;
            if label.trim().is_empty() {
                return Err(Refusal::bad("BUTTON_INVALID"));
            }
            let data = key["callback_data"].as_str();
            let data =
                data.filter(|it| (1..=64).contains(&it.len())).ok_or_else(|| Refusal::bad("BUTTON_DATA_INVALID"))?;
            keys.push((label.to_owned(), data.to_owned()));
        }
        rows.push(keys);
    }
    Ok(rows)
}

fn set_webhook(state: &mut State, given: &Value) -> Result<Value, Refusal> {
    let url = given["url"].as_str().unwrap_or_default().to_owned();
    // A server of one's own may be given a plain address on its own machine.
    if !url.starts_with("https://") && !url.starts_with("http://127.0.0.1:") {
        return Err(Refusal::bad("bad webhook: An HTTPS URL must be provided for webhook"));
    }
    let secret = given["secret_token"].as_str().map(str::to_owned);
    let plain = |it: char| it.is_ascii_alphanumeric() || it == '_' || it == '-';
    if secret.as_ref().is_some_and(|it| !(1..=256).contains(&it.len()) || !it.chars().all(plain)) {
        return Err(Refusal::bad("secret token contains unallowed characters"));
    }
    state.webhook = Some(Hook { url, secret });
    Ok(json!(true))
}

/// What stands in the empty field of the reply that is asked for, if one is.
fn asks(given: &Value) -> Result<Option<String>, Refusal> {
    let markup = object(&given["reply_markup"]);
    if markup["force_reply"] != true {
        return Ok(None);
    }
    let placeholder = markup.get("input_field_placeholder").map(|it| it.as_str().unwrap_or_default());
    match placeholder {
        Some(it) if !(1..=64).contains(&it.chars().count()) => Err(Refusal::bad("REPLY_MARKUP_INVALID")),
        _ => Ok(Some(placeholder.unwrap_or_default().to_owned())),
    }
}

/// The message that is replied to, if it stands in the chat.
fn replied(state: &State, chat: i64, given: &Value) -> Result<Option<i64>, Refusal> {
    let reply = object(&given["reply_parameters"]);
    let Some(id) = number(&reply, "message_id") else { return Ok(None) };
    let known = state.said.contains(&(chat, id)) || state.messages.iter().any(|it| (it.chat, it.id) == (chat, id));
    match known {
        true => Ok(Some(id)),
        false if reply["allow_sending_without_reply"] == true => Ok(None),
        false => Err(Refusal::bad("message to be replied not found")),
    }
}

fn set_commands(state: &mut State, given: &Value) -> Result<Value, Refusal> {
    let commands = object(&given["commands"]);
    let scope = object(&given["scope"]);
    let scope = scope.get("type").map_or("default", |it| it.as_str().unwrap_or_default());
    if !["default", "all_private_chats", "all_group_chats", "all_chat_administrators"].contains(&scope) {
        return Err(Refusal::bad("unsupported scope"));
    }
    if commands.as_array().is_none_or(|it| it.len() > 100) {
        return Err(Refusal::bad("BOT_COMMANDS_TOO_MUCH"));
    }
    for command in commands.as_array().into_iter().flatten() {
        let name = command["command"].as_str().unwrap_or_default();
        let words = command["description"].as_str().unwrap_or_default().chars().count();
        let plain = name.chars().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '_');
        if !plain || !(1..=32).contains(&name.len()) || !(1..=256).contains(&words) {
            return Err(Refusal::bad("BOT_COMMAND_INVALID"));
        }
    }
    let language = given["language_code"].as_str().unwrap_or_default().to_owned();
    state.commands.insert((scope.to_owned(), language), commands);
    Ok(json!(true))
}

fn shown(message: &SentMessage) -> Value {
    let kind = if message.chat > 0 { "private" } else { "supergroup" };
    json!({ "message_id": message.id, "date": 1_700_000_000, "from": people::bot(), "text": message.text,
        "chat": { "id": message.chat, "type": kind, "title": "Chat", "first_name": "Chat" } })
}

fn chat(given: &Value) -> i64 {
    number(given, "chat_id").unwrap_or_default()
}

/// A number, which forms write as text.
pub(super) fn number(given: &Value, name: &str) -> Option<i64> {
    given[name].as_i64().or_else(|| given[name].as_str()?.parse().ok())
}

/// An object, which forms write as text.
fn object(value: &Value) -> Value {
    value.as_str().and_then(|it| serde_json::from_str(it).ok()).unwrap_or_else(|| value.clone())
}
