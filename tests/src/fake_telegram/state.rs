//! What the fake knows, and the rules by which it refuses.

use std::collections::{HashMap, HashSet, VecDeque};
use std::time::Duration;

use serde_json::{Value, json};

use super::html::Entity;
use super::rules::{Counted, Rules};

/// A message of the bot.
#[derive(Default, Debug, Clone, PartialEq, Eq)]
pub struct SentMessage {
    /// Its number.
    pub id: i64,
    /// Where it stands.
    pub chat: i64,
    /// The topic that it stands in.
    pub topic: Option<i64>,
    /// What people read.
    pub text: String,
    /// What the bot sent: with tags, if in HTML.
    pub source: String,
    /// Styles and mentions.
    pub entities: Vec<Entity>,
    /// Rows of buttons: label and data.
    pub keys: Vec<Vec<(String, String)>>,
    /// What people read before each edit.
    pub before: Vec<String>,
    /// The message that it replies to.
    pub reply_to: Option<i64>,
    /// Whether it asks its reader to reply: what stands in the empty field.
    pub asks: Option<String>,
    /// The document that it is: its name and what is in it.
    pub document: Option<(String, Vec<u8>)>,
    /// The picture that it is, with its words as the text: its name and what is in it.
    pub picture: Option<(String, Vec<u8>)>,
}

/// A call as it came in.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// In camel case.
    pub method: String,
    /// What was given.
    pub parameters: Value,
    /// 200, or why it was refused.
    pub status: u16,
}

/// What goes wrong with a call.
#[derive(Debug, Clone, PartialEq)]
pub enum Fault {
    /// Answers with this code and these words, and does nothing.
    Refuse(u16, String),
    /// Answers with a status and a page that is no JSON, as a proxy does, and does nothing.
    Page(u16),
    /// Does what is asked, and cuts the connection instead of saying so.
    Lost,
    /// Answers later.
    Delay(Duration),
}

/// A message that is held back in a chat: no answer comes before it is let go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hold {
    /// How many messages get there before.
    pub after: usize,
    /// Whether the message itself gets there.
    pub taken: bool,
}

/// Where updates are brought to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hook {
    pub(super) url: String,
    pub(super) secret: Option<String>,
}

/// A refusal: a code, words, parameters.
pub(super) struct Refusal(pub(super) u16, pub(super) String, pub(super) Value);

impl Refusal {
    pub(super) fn bad(words: &str) -> Self {
        Self(400, format!("Bad Request: {words}"), Value::Null)
    }
}

#[derive(Default)]
pub(super) struct State {
    pub(super) updates: VecDeque<Value>,
    pub(super) last_update: u64,
    pub(super) last_message: i64,
    /// Below it all updates are confirmed.
    pub(super) confirmed: i64,
    /// How often somebody began to poll: only the last may.
    pub(super) pollers: u64,
    pub(super) chats: HashSet<i64>,
    pub(super) topics: HashSet<(i64, i64)>,
    /// Those of them that an administrator closed.
    pub(super) closed_topics: HashSet<(i64, i64)>,
    pub(super) blocked: HashSet<i64>,
    pub(super) moved: HashMap<i64, i64>,
    pub(super) administrators: HashSet<(i64, i64)>,
    pub(super) presses: HashSet<String>,
    /// Messages of people: chat and number.
    pub(super) said: HashSet<(i64, i64)>,
    pub(super) messages: Vec<SentMessage>,
    pub(super) calls: Vec<Call>,
    /// By scope and language.
    pub(super) commands: HashMap<(String, String), Value>,
    pub(super) faults: HashMap<String, VecDeque<Fault>>,
    /// Chats that refuse whatever is sent: code and words.
    pub(super) refusing: HashMap<i64, (u16, String)>,
    /// By chat what is held back, and the chats in which something was.
    pub(super) holds: HashMap<i64, Hold>,
    pub(super) held: HashSet<i64>,
    /// Files stop after their first half.
    pub(super) stalls_files: bool,
    pub(super) webhook: Option<Hook>,
    /// What people have sent, by its id: its path, and its bytes unless it is too large.
    pub(super) files: HashMap<String, (String, Option<Vec<u8>>)>,
    pub(super) rules: Option<Rules>,
    counted: Counted,
}

impl State {
    /// Numbers an update and keeps it until it is confirmed.
    pub(super) fn push(&mut self, mut update: Value) -> u64 {
        self.last_update += 1;
        update["update_id"] = json!(self.last_update);
        self.updates.push_back(update);
        self.last_update
    }

    pub(super) fn confirm(&mut self, offset: i64) {
        if offset < 0 {
            let keep = usize::try_from(-offset).unwrap_or(usize::MAX);
            while self.updates.len() > keep {
                self.updates.pop_front();
            }
            return;
        }
        self.confirmed = self.confirmed.max(offset);
        let confirmed = self.confirmed;
        self.updates.retain(|it| it["update_id"].as_i64().is_some_and(|id| id >= confirmed));
    }

    /// Notes what the webhook said to an update, and whether that was a yes that arrived.
    pub(super) fn brought(&mut self, update: &Value, status: u16) -> bool {
        let fault = self.faults.get_mut("webhook").and_then(VecDeque::pop_front);
        self.calls.push(Call { method: "webhook".to_owned(), parameters: update.clone(), status });
        let taken = (200..300).contains(&status) && fault != Some(Fault::Lost);
        if taken {
            self.confirm(update["update_id"].as_i64().unwrap_or(0) + 1);
        }
        taken
    }

    /// Whether the next message into a chat is held back, and gets there.
    pub(super) fn holds(&self, chat: i64) -> Option<bool> {
        let hold = self.holds.get(&chat)?;
        let there = self.messages.iter().filter(|it| it.chat == chat).count();
        (there == hold.after).then_some(hold.taken)
    }

    /// Whether a message may go there now.
    pub(super) fn admit(&mut self, chat: i64) -> Result<(), Refusal> {
        if let Some(new) = self.moved.get(&chat) {
            let parameters = json!({ "migrate_to_chat_id": new });
            let words = "Bad Request: group chat was upgraded to a supergroup chat".to_owned();
            return Err(Refusal(400, words, parameters));
        }
        if !self.chats.contains(&chat) && chat > 0 {
            // Somebody whom the bot knows from a group only.
            let words = "Forbidden: bot can't initiate conversation with a user".to_owned();
            return Err(Refusal(403, words, Value::Null));
        }
        if !self.chats.contains(&chat) {
            return Err(Refusal::bad("chat not found"));
        }
        if self.blocked.contains(&chat) {
            let words = if chat > 0 {
                "Forbidden: bot was blocked by the user"
            } else {
                "Forbidden: bot was kicked from the supergroup chat"
            };
            return Err(Refusal(403, words.to_owned(), Value::Null));
        }
        match self.rules {
            Some(rules) => self.counted.admit(&rules, chat),
            None => Ok(()),
        }
    }
}
