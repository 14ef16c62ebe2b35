//! A Telegram that only counts: updates by long polling, a yes to everything else. It takes JSON and forms.

use std::collections::{HashMap, VecDeque};
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

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
    /// Number and text of each update that is not confirmed.
    updates: VecDeque<(u64, String)>,
    last: u64,
    /// Of each person the requests that nothing was shown for: "typing" does not say what it is for.
    unseen: HashMap<u64, VecDeque<usize>>,
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
            while waiting.updates.front().is_some_and(|(number, _)| *number < offset) {
                waiting.updates.pop_front();
            }
            let some: Vec<&str> = waiting.updates.iter().take(BATCH).map(|(_, text)| text.as_str()).collect();
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
        waiting.unseen.entry(person).or_default().push_back(number);
        let update = json!({ "update_id": id, "message": {
            "message_id": id, "date": 1_780_000_000, "text": format!("echo request {number}"),
            "chat": { "id": person, "type": "private", "first_name": "Ada" },
            "from": { "id": person, "is_bot": false, "first_name": "Ada", "language_code": "en" },
        }});
        waiting.updates.push_back((id, update.to_string()));
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
            let chat = json!({ "id": 1, "type": "private", "first_name": "Ada" });
            json!({ "message_id": 1, "date": 1_780_000_000, "chat": chat, "from": bot(), "text": "…" }).to_string()
        }
        "sendchataction" => {
            let person = number_after(&body, "chat_id").unwrap_or_default();
            let number = telegram.waiting().unseen.get_mut(&person).and_then(VecDeque::pop_front);
            number.into_iter().for_each(|number| telegram.times.acknowledge(number));
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
