//! A Telegram that only counts: updates by long polling, a yes to everything else. It takes JSON and forms.

use std::collections::{HashMap, VecDeque};
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{Uri, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::Notify;

use super::times::Times;
use super::{Platform, number_after};

/// Updates in one answer: Telegram's own limit.
const BATCH: usize = 100;
/// How long a poll waits at most, whatever it asks for.
const LONG: Duration = Duration::from_secs(5);

pub(super) struct Telegram {
    times: Arc<Times>,
    waiting: Mutex<Waiting>,
    arrived: Notify,
    url: String,
}

#[derive(Default)]
struct Waiting {
    /// Updates that are not confirmed.
    updates: VecDeque<Update>,
    /// The last update that came, and the last one that the bot was handed.
    last: u64,
    handed: u64,
    people: HashMap<u64, Sees>,
}

/// What a person sees: "typing" does not say what it is for, so it stands for all that the bot has taken in.
#[derive(Default)]
struct Sees {
    /// The bot types: since when. Telegram shows it until a message comes, or for so long.
    typing: Option<Instant>,
    /// Update and number of each request that nothing was shown for.
    unseen: VecDeque<(u64, usize)>,
}

/// How long "typing" shows.
const SIGN: Duration = Duration::from_secs(5);

impl Waiting {
    /// The person sees for all requests that the bot has been handed that it is at it.
    fn acknowledge(&mut self, person: u64, handed: u64, times: &Times) {
        let Some(sees) = self.people.get_mut(&person) else { return };
        while sees.unseen.front().is_some_and(|(update, _)| *update <= handed) {
            sees.unseen.pop_front().into_iter().for_each(|(_, number)| times.acknowledge(number));
        }
    }
}

struct Update {
    id: u64,
    person: u64,
    text: String,
}

impl Telegram {
    pub(super) async fn start(times: Arc<Times>) -> io::Result<Arc<Self>> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}", listener.local_addr()?);
        let telegram = Arc::new(Self { times, waiting: Mutex::default(), arrived: Notify::new(), url });
        let router = Router::new().fallback(answer).with_state(Arc::clone(&telegram));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(telegram)
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is not confirmed by `offset`, as JSON; waits for it a while.
    async fn updates(&self, offset: u64) -> String {
        self.times.connected.send_replace(true);
        let some = || {
            let mut waiting = self.waiting();
            while waiting.updates.front().is_some_and(|update| update.id < offset) {
                let Some(update) = waiting.updates.pop_front() else { break };
                // What is confirmed is with the bot; where it types already, that stands for it too.
                let since = waiting.people.get(&update.person).and_then(|sees| sees.typing);
                if since.is_some_and(|since| since.elapsed() < SIGN) {
                    waiting.acknowledge(update.person, update.id, &self.times);
                }
            }
            waiting.handed = waiting.updates.iter().take(BATCH).next_back().map_or(waiting.handed, |update| update.id);
            let some: Vec<&str> = waiting.updates.iter().take(BATCH).map(|update| update.text.as_str()).collect();
            (!some.is_empty()).then(|| some.join(","))
        };
        let arrives = async {
            loop {
                let arrived = self.arrived.notified();
                if let Some(some) = some() {
                    return some;
                }
                arrived.await;
            }
        };
        tokio::time::timeout(LONG, arrives).await.unwrap_or_default()
    }
}

impl Platform for Telegram {
    fn name(&self) -> &'static str {
        "telegram"
    }

    fn url(&self) -> &str {
        &self.url
    }

    fn deliver(&self, chat: usize) {
        let mut waiting = self.waiting();
        let number = self.times.arrive();
        waiting.last += 1;
        let (id, person) = (waiting.last, 1000 + chat as u64);
        waiting.people.entry(person).or_default().unseen.push_back((id, number));
        let update = json!({ "update_id": id, "message": {
            "message_id": id, "date": 1_780_000_000, "text": format!("echo request {number}"),
            "chat": { "id": person, "type": "private", "first_name": "Ada" },
            "from": { "id": person, "is_bot": false, "first_name": "Ada", "language_code": "en" },
        }});
        waiting.updates.push_back(Update { id, person, text: update.to_string() });
        drop(waiting);
        // The one who polls may not wait yet: then this is kept.
        self.arrived.notify_one();
    }
}

async fn answer(State(telegram): State<Arc<Telegram>>, uri: Uri, body: Bytes) -> Response {
    let method = uri.path().rsplit('/').next().unwrap_or_default().to_lowercase();
    let result = match method.as_str() {
        "getupdates" => format!("[{}]", telegram.updates(number_after(&body, "offset").unwrap_or_default()).await),
        "getme" => bot().to_string(),
        "sendmessage" | "editmessagetext" => {
            if let Some(number) = number_after(&body, "request") {
                telegram.times.answer(usize::try_from(number).unwrap_or(usize::MAX));
            }
            let person = number_after(&body, "chat_id").unwrap_or_default();
            telegram.waiting().people.entry(person).or_default().typing = None;
            let chat = json!({ "id": 1, "type": "private", "first_name": "Ada" });
            json!({ "message_id": 1, "date": 1_780_000_000, "chat": chat, "from": bot(), "text": "…" }).to_string()
        }
        "sendchataction" => {
            let person = number_after(&body, "chat_id").unwrap_or_default();
            let mut waiting = telegram.waiting();
            let handed = waiting.handed;
            waiting.people.entry(person).or_default().typing = Some(Instant::now());
            waiting.acknowledge(person, handed, &telegram.times);
            "true".to_owned()
        }
        _ => "true".to_owned(),
    };
    ([(header::CONTENT_TYPE, "application/json")], format!("{{\"ok\":true,\"result\":{result}}}")).into_response()
}

fn bot() -> Value {
    json!({
        "id": 1, "is_bot": true, "first_name": "Bot", "username": "bench_bot", "can_join_groups": true,
        "can_read_all_group_messages": false, "supports_inline_queries": false,
    })
}
