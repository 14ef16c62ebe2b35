//! Chats and people, and the updates that they cause.

use serde_json::{Value, json};

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
    }
    message
}

/// The bot is added to a group.
#[must_use]
pub fn added(chat: &Chat, person: &Person) -> Value {
    let member = |status: &str| json!({ "status": status, "user": bot() });
    json!({ "my_chat_member": { "chat": chat.json(), "from": person.json(), "date": 1_700_000_000,
        "old_chat_member": member("left"), "new_chat_member": member("member") } })
}
