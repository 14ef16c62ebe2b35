//! A server on this machine that speaks Telegram's Bot API, as strict as the real one, and keeps all that it is sent.

mod html;
mod methods;
mod people;
pub mod picture;
mod rules;
mod server;
mod state;
mod webhook;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::Notify;
use tokio::task::JoinHandle;

pub use self::html::Entity;
pub use self::people::{Chat, Person, added, channel_post, edit, message, removed};
pub use self::rules::{Limit, Rules};
pub use self::state::{Call, Fault, Hold, SentMessage};
pub use self::webhook::ask;

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
    tasks: [JoinHandle<()>; 2],
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
        self.tasks.iter().for_each(JoinHandle::abort);
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
        let bringing = tokio::spawn(webhook::bring_all(Arc::clone(&shared)));
        Ok(Self { url, shared, tasks: [serving, bringing] })
    }

    /// A person writes; gives the update's number.
    pub fn say(&self, chat: &Chat, person: &Person, text: &str) -> u64 {
        self.meet(chat);
        let id = self.next_message();
        self.shared.state().said.insert((chat.id, id));
        self.push(json!({ "message": message(id, chat, person, text) }))
    }

    /// Somebody writes in a group in the name of a chat, which is the group itself for an anonymous administrator.
    pub fn say_as(&self, chat: &Chat, speaker: &Chat, text: &str) -> u64 {
        self.meet(chat);
        let id = self.next_message();
        self.shared.state().said.insert((chat.id, id));
        self.push(people::spoken_for(id, chat, speaker, text))
    }

    /// A person replies to a message of the bot.
    pub fn reply(&self, chat: &Chat, person: &Person, to: &SentMessage, text: &str) -> u64 {
        let id = self.next_message();
        self.shared.state().said.insert((chat.id, id));
        let mut reply = message(id, chat, person, text);
        reply["reply_to_message"] = people::shown(chat, to);
        self.push(json!({ "message": reply }))
    }

    /// A person changes what was last said in a chat; gives the update's number, `None` if nothing was.
    pub fn edit_last(&self, chat: &Chat, person: &Person, text: &str) -> Option<u64> {
        let said = self.shared.state().said.iter().filter(|(at, _)| *at == chat.id).map(|(_, id)| *id).max()?;
        Some(self.push(edit(said, chat, person, text)))
    }

    /// A person presses a button below a message of the bot.
    pub fn press(&self, chat: &Chat, person: &Person, message_id: i64, data: &str) -> u64 {
        self.meet(chat);
        let query = format!("press-{}", self.next_message());
        self.shared.state().presses.insert(query.clone());
        self.bring_press(query, chat, person, message_id, data)
    }

    /// The same press, brought when it is too late to answer it.
    pub fn press_late(&self, chat: &Chat, person: &Person, message_id: i64, data: &str) -> u64 {
        self.meet(chat);
        let query = format!("press-{}", self.next_message());
        self.bring_press(query, chat, person, message_id, data)
    }

    fn bring_press(&self, query: String, chat: &Chat, person: &Person, message_id: i64, data: &str) -> u64 {
        let mut below = message(message_id, chat, person, "the bot's message");
        below["from"] = people::bot();
        self.push(json!({ "callback_query": { "id": query, "from": person.json(), "chat_instance": "1",
            "message": below, "data": data } }))
    }

    /// A person's reactions to a message change, from the first list to the second. A bot is told if it asked for that, in a
    /// group only as an administrator; gives the update's number, if there is one.
    pub fn react(&self, chat: &Chat, person: &Person, message_id: i64, change: [&[&str]; 2]) -> Option<u64> {
        let bot = people::bot()["id"].as_i64().unwrap_or_default();
        let told = {
            let state = self.shared.state();
            let asked = state.calls.iter().rfind(|it| matches!(it.method.as_str(), "getUpdates" | "setWebhook"));
            let asked =
                asked.is_some_and(|it| it.parameters["allowed_updates"].to_string().contains("message_reaction"));
            asked && (chat.id > 0 || state.administrators.contains(&(chat.id, bot)))
        };
        told.then(|| self.push(people::reaction(message_id, chat, person, change)))
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

    /// Has the bot say something, as another process of it would.
    ///
    /// # Panics
    /// If it may not.
    pub fn say_for_bot(&self, chat: &Chat, text: &str) {
        let given = json!({ "chat_id": chat.id, "text": text });
        methods::call(&mut self.shared.state(), "sendMessage", &given).unwrap_or_else(|_| panic!("it may write there"));
        self.shared.changed.notify_waiters();
    }

    /// The documents in a chat: their names and what is in them.
    pub fn documents(&self, chat: &Chat) -> Vec<(String, Vec<u8>)> {
        let state = self.shared.state();
        state.messages.iter().filter(|it| it.chat == chat.id).filter_map(|it| it.document.clone()).collect()
    }

    /// Makes the bot an administrator of a group.
    pub fn promote_bot(&self, chat: &Chat) {
        let bot = people::bot()["id"].as_i64().unwrap_or_default();
        self.shared.state().administrators.insert((chat.id, bot));
    }

    /// Makes a person an administrator of a group.
    pub fn promote(&self, chat: &Chat, person: &Person) {
        self.shared.state().administrators.insert((chat.id, person.id));
    }

    /// Takes that from a person again.
    pub fn demote(&self, chat: &Chat, person: &Person) {
        self.shared.state().administrators.remove(&(chat.id, person.id));
    }

    /// Deletes all topics.
    pub fn delete_topics(&self) {
        self.shared.state().topics.clear();
    }

    /// An administrator closes all topics.
    pub fn close_topics(&self) {
        let mut state = self.shared.state();
        state.closed_topics = state.topics.clone();
    }

    /// The chat wants nothing more of the bot.
    pub fn block(&self, chat: &Chat) {
        self.shared.state().blocked.insert(chat.id);
    }

    /// The group gets a new id; nothing can be sent to the old one any more.
    pub fn migrate(&self, chat: &Chat, new: &Chat) {
        self.meet(new);
        self.shared.state().moved.insert(chat.id, new.id);
    }

    /// The group gets a new id, and says so.
    pub fn announce_migration(&self, chat: &Chat, new: &Chat, person: &Person) {
        self.migrate(chat, new);
        let id = self.next_message();
        people::migrated(id, chat, new, person).into_iter().for_each(|update| _ = self.push(update));
    }

    /// What happens to the next calls of a method, one after the other; `file` is the download of a file.
    pub fn fail(&self, method: &str, faults: impl IntoIterator<Item = Fault>) {
        self.shared.state().faults.entry(method.to_owned()).or_default().extend(faults);
    }

    /// Holds a message back in a chat, with its answer; whoever waits for it waits for ever.
    pub fn hold(&self, chat: &Chat, hold: Hold) {
        self.shared.state().holds.insert(chat.id, hold);
    }

    /// Holds nothing back in a chat any more.
    pub fn let_go(&self, chat: &Chat) {
        self.shared.state().holds.remove(&chat.id);
    }

    /// A chat refuses whatever is sent, until `None` is said of it.
    pub fn refuse(&self, chat: &Chat, with: Option<(u16, &str)>) {
        let mut state = self.shared.state();
        match with {
            Some((code, words)) => _ = state.refusing.insert(chat.id, (code, words.to_owned())),
            None => _ = state.refusing.remove(&chat.id),
        }
    }

    /// Whether something was held back in a chat.
    #[must_use]
    pub fn has_held(&self, chat: &Chat) -> bool {
        self.shared.state().held.contains(&chat.id)
    }

    /// Refuses more messages and edits than this with 429.
    pub fn enforce(&self, rules: Rules) {
        self.shared.state().rules = Some(rules);
    }

    /// Where updates are brought to, and the secret that comes with them.
    #[must_use]
    pub fn webhook(&self) -> Option<(String, String)> {
        self.shared.state().webhook.clone().map(|it| (it.url, it.secret.unwrap_or_default()))
    }

    /// A person sends a file, with words beside it; gives the update's number. Without bytes it is too large to be had.
    pub fn send_file(&self, chat: &Chat, person: &Person, name: &str, bytes: Option<&[u8]>, words: &str) -> u64 {
        let mut message = self.file_message(chat, person, name, bytes);
        if !words.is_empty() {
            message["caption"] = json!(words);
        }
        self.push(json!({ "message": message }))
    }

    /// A person replies to somebody's message that is a file.
    pub fn reply_to_file(&self, chat: &Chat, person: &Person, name: &str, bytes: &[u8], text: &str) -> u64 {
        let file = self.file_message(chat, &Person::new(8, "Bo"), name, Some(bytes));
        let mut reply = message(self.next_message(), chat, person, text);
        reply["reply_to_message"] = file;
        self.push(json!({ "message": reply }))
    }

    fn file_message(&self, chat: &Chat, person: &Person, name: &str, bytes: Option<&[u8]>) -> Value {
        self.meet(chat);
        let number = self.next_message();
        let (id, path) = (format!("file-{number}"), format!("documents/file_{number}"));
        self.shared.state().files.insert(id.clone(), (path, bytes.map(<[u8]>::to_vec)));
        let mut message = message(number, chat, person, "");
        message.as_object_mut().map(|it| it.remove("text"));
        message["document"] = json!({ "file_id": id, "file_unique_id": id, "file_name": name,
            "file_size": bytes.map_or(30_000_000, <[u8]>::len) });
        message
    }

    /// Files that are fetched from now on stop after their first half, or no longer; each is a call of `file`.
    pub fn stall_files(&self, stall: bool) {
        self.shared.state().stalls_files = stall;
    }

    /// Every file has this content now, whatever was said of it.
    pub fn replace_files(&self, bytes: &[u8]) {
        self.shared.state().files.values_mut().for_each(|(_, content)| *content = Some(bytes.to_vec()));
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

    /// The commands that are listed in a scope, such as `default`, for a language, "" for all others.
    #[must_use]
    pub fn commands(&self, scope: &str, language: &str) -> Value {
        let key = (scope.to_owned(), language.to_owned());
        self.shared.state().commands.get(&key).cloned().unwrap_or_default()
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
