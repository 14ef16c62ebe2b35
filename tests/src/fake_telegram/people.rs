//! Chats and people, and the updates that they cause.

use serde_json::{Value, json};

use super::html::Entity;
use super::state::SentMessage;

/// A chat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chat {
    /// Negative for groups.
    pub id: i64,
    /// What people call it.
    pub title: String,
    /// A topic of a forum.
    pub topic: Option<i64>,
}

impl Chat {
    /// The private chat of a person.
    #[must_use]
    pub fn private(person: &Person) -> Self {
        Self { id: person.id, title: person.name.clone(), topic: None }
    }

    /// A group.
    #[must_use]
    pub fn group(id: i64, title: &str) -> Self {
        Self { id: -id.abs(), title: title.to_owned(), topic: None }
    }

    /// A topic of the group.
    #[must_use]
    pub fn topic(mut self, topic: i64) -> Self {
        self.topic = Some(topic);
        self
    }

    /// As Telegram writes it.
    #[must_use]
    pub fn json(&self) -> Value {
        if self.id > 0 {
            return json!({ "id": self.id, "type": "private", "first_name": self.title });
        }
        json!({ "id": self.id, "type": "supergroup", "title": self.title, "is_forum": self.topic.is_some() })
    }
}

/// A person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The user's id.
    pub id: i64,
    /// The first name.
    pub name: String,
    /// The setting of the person's app.
    pub language: String,
}

impl Person {
    /// Somebody whose app is in English.
    #[must_use]
    pub fn new(id: i64, name: &str) -> Self {
        Self { id, name: name.to_owned(), language: "en".to_owned() }
    }

    /// As Telegram writes it.
    #[must_use]
    pub fn json(&self) -> Value {
        json!({ "id": self.id, "is_bot": false, "first_name": self.name, "language_code": self.language })
    }
}

/// The bot's own account.
#[must_use]
pub fn bot() -> Value {
    json!({ "id": 42, "is_bot": true, "first_name": "Copydesk", "username": "CopydeskBot" })
}

/// A message with a text.
#[must_use]
pub fn message(id: i64, chat: &Chat, person: &Person, text: &str) -> Value {
    let mut message =
        json!({ "message_id": id, "date": 1_700_000_000, "chat": chat.json(), "from": person.json(), "text": text });
    if let Some(topic) = chat.topic {
        message["message_thread_id"] = json!(topic);
        message["is_topic_message"] = json!(true);
        // What is no reply to anything else is one to the topic's beginning.
        message["reply_to_message"] = json!({ "message_id": topic, "message_thread_id": topic, "is_topic_message": true,
            "date": 1_700_000_000, "chat": chat.json(), "from": person.json(),
            "forum_topic_created": { "name": "Topic", "icon_color": 7_322_096 } });
    }
    message
}

/// Something that is said in a group in the name of a chat: of the group itself by an administrator who stays anonymous, of
/// another by whoever may speak for that. Telegram names an account of its own as the person.
#[must_use]
pub fn spoken_for(id: i64, chat: &Chat, speaker: &Chat, text: &str) -> Value {
    let is_group = speaker.id == chat.id;
    let (account, name, user) =
        if is_group { (1_087_968_824, "Group", "GroupAnonymousBot") } else { (136_817_688, "Channel", "Channel_Bot") };
    let mut said = message(id, chat, &Person::new(account, name), text);
    said["from"] = json!({ "id": account, "is_bot": true, "first_name": name, "username": user });
    said["sender_chat"] = match is_group {
        true => chat.json(),
        false => json!({ "id": speaker.id, "type": "channel", "title": speaker.title }),
    };
    json!({ "message": said })
}

/// A message of the bot, as a reply to it has it.
pub(super) fn shown(chat: &Chat, sent: &SentMessage) -> Value {
    let mut shown = message(sent.id, chat, &Person::new(0, ""), &sent.text);
    shown["from"] = bot();
    let entity = |it: &Entity| json!({ "type": it.kind, "offset": it.offset, "length": it.length });
    shown["entities"] = sent.entities.iter().map(entity).collect();
    shown
}

/// Something that is written in a channel: by the channel itself, as its readers see it.
#[must_use]
pub fn channel_post(id: i64, channel: &Chat, text: &str) -> Value {
    let chat = json!({ "id": channel.id, "type": "channel", "title": channel.title });
    json!({ "channel_post": { "message_id": id, "date": 1_700_000_000, "chat": chat, "sender_chat": chat, "text": text } })
}

/// A person's reactions to a message, before and now.
#[must_use]
pub fn reaction(id: i64, chat: &Chat, person: &Person, [old, new]: [&[&str]; 2]) -> Value {
    let list = |emoji: &[&str]| emoji.iter().map(|it| json!({ "type": "emoji", "emoji": it })).collect::<Vec<_>>();
    json!({ "message_reaction": { "chat": chat.json(), "message_id": id, "user": person.json(), "date": 1_700_000_000,
        "old_reaction": list(old), "new_reaction": list(new) } })
}

/// A person changes a message.
#[must_use]
pub fn edit(id: i64, chat: &Chat, person: &Person, text: &str) -> Value {
    let mut edited = message(id, chat, person, text);
    edited["edit_date"] = json!(1_700_000_009);
    json!({ "edited_message": edited })
}

/// The bot is added to a group, or unblocked.
#[must_use]
pub fn added(chat: &Chat, person: &Person) -> Value {
    member(chat, person, [if chat.id > 0 { "kicked" } else { "left" }, "member"])
}

/// The bot is removed from a group, or blocked.
#[must_use]
pub fn removed(chat: &Chat, person: &Person) -> Value {
    member(chat, person, ["member", "kicked"])
}

/// A group gets another id: what is said in the old one. The new one says where it came from.
#[must_use]
pub fn migrated(id: i64, old: &Chat, new: &Chat, person: &Person) -> [Value; 2] {
    let said = |id: i64, chat: &Chat, name: &str, other: &Chat| {
        let mut said = message(id, chat, person, "");
        said.as_object_mut().map(|it| it.remove("text"));
        said[name] = json!(other.id);
        json!({ "message": said })
    };
    [said(id, old, "migrate_to_chat_id", new), said(id + 1, new, "migrate_from_chat_id", old)]
}

fn member(chat: &Chat, person: &Person, [old, new]: [&str; 2]) -> Value {
    let member = |status: &str| {
        let mut member = json!({ "status": status, "user": bot() });
        if status == "kicked" {
            member["until_date"] = json!(0);
        }
        member
    };
    json!({ "my_chat_member": { "chat": chat.json(), "from": person.json(), "date": 1_700_000_000,
        "old_chat_member": member(old), "new_chat_member": member(new) } })
}
