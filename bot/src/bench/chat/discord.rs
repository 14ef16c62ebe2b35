//! A Discord that only counts: one gateway, a yes to every request.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use futures::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio_tungstenite::tungstenite::Message;

use super::times::Times;
use super::{Platform, number_after};

const APPLICATION: &str = "1000000000000000001";

pub(super) struct Discord {
    times: Arc<Times>,
    gateway: String,
    url: String,
    /// Events on their way to the bot.
    events: Mutex<Option<mpsc::UnboundedSender<String>>>,
}

impl Discord {
    pub(super) async fn start(times: Arc<Times>) -> io::Result<Arc<Self>> {
        let (http, gateway) = (TcpListener::bind("127.0.0.1:0").await?, TcpListener::bind("127.0.0.1:0").await?);
        let (url, address) = (format!("http://{}", http.local_addr()?), format!("ws://{}", gateway.local_addr()?));
        let discord = Arc::new(Self { times, gateway: address, url, events: Mutex::default() });
        let router = Router::new().fallback(answer).with_state(Arc::clone(&discord));
        tokio::spawn(async move { axum::serve(http, router).await });
        let shared = Arc::clone(&discord);
        tokio::spawn(async move {
            while let Ok((stream, _)) = gateway.accept().await {
                tokio::spawn(Arc::clone(&shared).talk(stream));
            }
        });
        Ok(discord)
    }

    /// One connection to the gateway, until either side closes it.
    async fn talk(self: Arc<Self>, stream: TcpStream) -> Option<()> {
        let mut socket = tokio_tungstenite::accept_async(stream).await.ok()?;
        let hello = json!({ "op": 10, "d": { "heartbeat_interval": 41_250 } });
        socket.send(Message::Text(hello.to_string())).await.ok()?;
        let (sender, mut events) = mpsc::unbounded_channel();
        loop {
            let frame = tokio::select! {
                event = events.recv() => event?,
                said = socket.next() => {
                    let Message::Text(said) = said?.ok()? else { continue };
                    let said: Value = serde_json::from_str(&said).ok()?;
                    match said["op"].as_u64() {
                        Some(1) => json!({ "op": 11 }).to_string(),
                        Some(2) => {
                            *self.events.lock().unwrap_or_else(PoisonError::into_inner) = Some(sender.clone());
                            self.times.connected.send_replace(true);
                            self.ready(&said["d"]["shard"])
                        }
                        _ => continue,
                    }
                }
            };
            socket.send(Message::Text(frame)).await.ok()?;
        }
    }

    fn ready(&self, shard: &Value) -> String {
        let data = json!({
            "v": 10, "user": bot(), "guilds": [], "session_id": "bench", "resume_gateway_url": self.gateway,
            "shard": if shard.is_null() { json!([0, 1]) } else { shard.clone() },
            "application": { "id": APPLICATION, "flags": 0 },
        });
        json!({ "op": 0, "s": 1, "t": "READY", "d": data }).to_string()
    }
}

impl Platform for Discord {
    fn name(&self) -> &'static str {
        "discord"
    }

    fn url(&self) -> &str {
        &self.url
    }

    fn deliver(&self, chat: usize) {
        let events = self.events.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(events) = events.as_ref() else { return };
        let number = self.times.arrive();
        let (person, channel) = ((1000 + chat).to_string(), (100_000 + chat).to_string());
        let interaction = json!({
            "id": interaction_id(number), "application_id": APPLICATION, "type": 2, "version": 1,
            "token": format!("request-{number}"), "channel_id": channel, "channel": { "id": channel, "type": 1 },
            "data": { "id": "1", "name": "prefs", "type": 1, "options": [] },
            "user": { "id": person, "username": "ada", "discriminator": "0", "global_name": "Ada", "avatar": null },
            "app_permissions": "2048", "locale": "en-US", "entitlements": [], "context": 1,
            "authorizing_integration_owners": { "0": "0" }, "attachment_size_limit": 10_485_760,
        });
        let event = json!({ "op": 0, "s": number + 2, "t": "INTERACTION_CREATE", "d": interaction });
        let _gone = events.send(event.to_string());
    }
}

/// An id that is new and says that it is of now, as Discord's do.
fn interaction_id(number: usize) -> String {
    // Milliseconds since the first of January 2015, before 22 bits that count.
    let now = jiff::Timestamp::now().as_millisecond() - 1_420_070_400_000;
    ((u64::try_from(now).unwrap_or_default() << 22) | (number as u64 & 0x3f_ffff)).to_string()
}

async fn answer(State(discord): State<Arc<Discord>>, method: Method, uri: Uri, body: Bytes) -> Response {
    let path = uri.path();
    let request = number_after(path.as_bytes(), "request").and_then(|it| usize::try_from(it).ok());
    let said = match request {
        Some(number) if path.ends_with("/callback") => {
            // Type 4 is an answer already; 5 says that it comes later.
            match number_after(&body, "\"type\"") {
                Some(4) => discord.times.answer(number),
                _ => discord.times.acknowledge(number),
            }
            if uri.query().is_none_or(|query| !query.contains("with_response")) {
                return StatusCode::NO_CONTENT.into_response();
            }
            json!({ "interaction": { "id": interaction_id(number), "type": 2 } })
        }
        Some(number) => {
            discord.times.answer(number);
            json!({
                "id": interaction_id(number), "channel_id": "1", "author": bot(), "content": "", "type": 0,
                "timestamp": "2026-01-01T00:00:00+00:00", "edited_timestamp": null, "tts": false, "pinned": false,
                "mention_everyone": false, "mentions": [], "mention_roles": [], "attachments": [], "embeds": [],
            })
        }
        None if path.contains("/gateway") => json!({
            "url": discord.gateway, "shards": 1,
            "session_start_limit": { "total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1 },
        }),
        None if path.ends_with("/users/@me") => bot(),
        None if path.ends_with("/applications/@me") => json!({
            "id": APPLICATION, "name": "bench", "description": "", "icon": null, "bot_public": true, "flags": 0,
            "bot_require_code_grant": false, "verify_key": "", "owner": bot(), "rpc_origins": [], "summary": "",
        }),
        None if method == Method::PUT => json!([]),
        None => json!({}),
    };
    ([(header::CONTENT_TYPE, "application/json")], said.to_string()).into_response()
}

fn bot() -> Value {
    json!({ "id": APPLICATION, "username": "bench", "discriminator": "0", "global_name": null, "avatar": null, "bot": true })
}
