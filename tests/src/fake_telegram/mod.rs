//! A server on this machine that speaks Telegram's Bot API, as strict as the real one, and keeps all that it is sent.

mod html;
mod methods;
mod people;
mod server;
mod state;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::Notify;
use tokio::task::JoinHandle;

pub use self::html::Entity;
pub use self::people::{Chat, Person, added, message};
pub use self::state::{Call, Fault, Limit, SentMessage};

use self::state::State;

/// The token that the fake takes.
pub const TOKEN: &str = "42:AAfake-token-of-the-fake-server";

/// How long [`FakeTelegram::until`] waits for what a test expects.
const PATIENCE: Duration = Duration::from_secs(30);

/// The server; it ends with this value.
pub struct FakeTelegram {
    /// Its address, to be used in place of `https://api.telegram.org`.
    pub url: String,
    shared: Arc<Shared>,
    serving: JoinHandle<()>,
}

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    /// Something happened.
    changed: Notify,
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for FakeTelegram {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

impl FakeTelegram {
    /// Serves on any free port.
    ///
    /// # Errors
    /// When no port can be taken.
    pub async fn start() -> std::io::Result<Self> {
        Self::start_on(0).await
    }

    /// Serves on this port.
    ///
    /// # Errors
    /// When the port is taken.
    pub async fn start_on(port: u16) -> std::io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", port)).await?;
        let url = format!("http://{}", listener.local_addr()?);
        let shared = Arc::<Shared>::default();
        let router = server::router(Arc::clone(&shared));
        let serving = tokio::spawn(async move {
            // It ends only with its task.
            let _ended = axum::serve(listener, router).await;
        });
        Ok(Self { url, shared, serving })
    }

    /// A person writes; gives the update's number.
    pub fn say(&self, chat: &Chat, person: &Person, text: &str) -> u64 {
        self.meet(chat);
        let id = self.next_message();
        self.push(json!({ "message": message(id, chat, person, text) }))
    }

    /// A person presses a button below a message of the bot.
    pub fn press(&self, chat: &Chat, person: &Person, message_id: i64, data: &str) -> u64 {
        self.meet(chat);
        let query = format!("press-{}", self.next_message());
        let mut below = message(message_id, chat, person, "the bot's message");
        below["from"] = people::bot();
        self.shared.state().presses.insert(query.clone());
        self.push(json!({ "callback_query": { "id": query, "from": person.json(), "chat_instance": "1",
            "message": below, "data": data } }))
    }

    /// Any update; it gets its number here.
    pub fn push(&self, update: Value) -> u64 {
        let number = self.shared.state().push(update);
        self.shared.changed.notify_waiters();
        number
    }

    /// Sends the updates that wait once more, as they are.
    pub fn repeat(&self) {
        let mut state = self.shared.state();
        let again = state.updates.clone();
        state.updates.extend(again);
        drop(state);
        self.shared.changed.notify_waiters();
    }

    /// Makes a chat and its topic known, so that the bot may write there.
    pub fn meet(&self, chat: &Chat) {
        let mut state = self.shared.state();
        state.chats.insert(chat.id);
        state.topics.extend(chat.topic.map(|topic| (chat.id, topic)));
    }

    /// Makes a person an administrator of a group.
    pub fn promote(&self, chat: &Chat, person: &Person) {
        self.shared.state().administrators.insert((chat.id, person.id));
    }

    /// Deletes all topics.
    pub fn delete_topics(&self) {
        self.shared.state().topics.clear();
    }

    /// The chat wants nothing more of the bot.
    pub fn block(&self, chat: &Chat) {
        self.shared.state().blocked.insert(chat.id);
    }

    /// The group gets a new id.
    pub fn migrate(&self, chat: &Chat, new: &Chat) {
        self.meet(new);
        self.shared.state().moved.insert(chat.id, new.id);
    }

    /// What happens to the next calls of a method, one after the other.
    pub fn fail(&self, method: &str, faults: impl IntoIterator<Item = Fault>) {
        self.shared.state().faults.entry(method.to_owned()).or_default().extend(faults);
    }

    /// Refuses more messages and edits than this in any chat with 429.
    pub fn limit(&self, limit: Limit) {
        self.shared.state().limit = Some(limit);
    }

    /// Messages of the bot that stand in a chat, in order.
    #[must_use]
    pub fn messages(&self, chat: &Chat) -> Vec<SentMessage> {
        self.shared.state().messages.iter().filter(|it| it.chat == chat.id).cloned().collect()
    }

    /// What stands in a chat.
    #[must_use]
    pub fn texts(&self, chat: &Chat) -> Vec<String> {
        self.messages(chat).into_iter().map(|it| it.text).collect()
    }

    /// All calls so far of a method, in camel case.
    #[must_use]
    pub fn calls(&self, method: &str) -> Vec<Call> {
        self.shared.state().calls.iter().filter(|it| it.method == method).cloned().collect()
    }

    /// The commands that are listed for a language, "" for all others.
    #[must_use]
    pub fn commands(&self, language: &str) -> Value {
        self.shared.state().commands.get(language).cloned().unwrap_or_default()
    }

    /// Updates with lower numbers are confirmed.
    #[must_use]
    pub fn confirmed(&self) -> i64 {
        self.shared.state().confirmed
    }

    /// Waits until something holds.
    ///
    /// # Panics
    /// If it does not hold within half a minute.
    pub async fn until(&self, what: &str, holds: impl Fn(&Self) -> bool) {
        let waiting = async {
            while !holds(self) {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        let waited = tokio::time::timeout(PATIENCE, waiting).await;
        assert!(waited.is_ok(), "{what}: not yet, but {:#?}", self.shared.state().messages);
    }

    fn next_message(&self) -> i64 {
        let mut state = self.shared.state();
        state.last_message += 1;
        state.last_message
    }
}
