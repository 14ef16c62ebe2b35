//! The gateway: HELLO, IDENTIFY, heartbeats, RESUME.

use std::sync::Arc;

use futures::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;

use super::{APPLICATION, GUILD, Shared, people};

const AUTHENTICATION_FAILED: u16 = 4004;
/// Privileged: members, presences, the content of messages.
const PRIVILEGED: u64 = 1 << 1 | 1 << 8 | 1 << 15;
const DISALLOWED_INTENTS: u16 = 4014;

pub(super) async fn accept(listener: TcpListener, shared: Arc<Shared>) {
    while let Ok((stream, _)) = listener.accept().await {
        tokio::spawn(serve(stream, Arc::clone(&shared)));
    }
}

async fn serve(stream: TcpStream, shared: Arc<Shared>) {
    let mut held = shared.held.subscribe();
    if held.wait_for(|held| !held).await.is_err() {
        return;
    }
    let Ok(mut socket) = tokio_tungstenite::accept_async(stream).await else { return };
    let hello = json!({ "op": 10, "d": { "heartbeat_interval": 41_250 } });
    if socket.send(Message::Text(hello.to_string())).await.is_err() {
        return;
    }
    let (sender, mut frames) = mpsc::unbounded_channel::<Value>();
    let mut sender = Some(sender);
    loop {
        let said = tokio::select! {
            frame = frames.recv() => match frame {
                Some(frame) => {
                    if socket.send(Message::Text(frame.to_string())).await.is_err() {
                        return;
                    }
                    continue;
                }
                // The state let go of this connection: it ends in the middle, as cables do.
                None => return,
            },
            said = socket.next() => match said {
                Some(Ok(Message::Text(text))) => text,
                Some(Ok(Message::Close(_)) | Err(_)) | None => return,
                Some(Ok(_)) => continue,
            },
        };
        let said: Value = serde_json::from_str(&said).unwrap_or_default();
        let answered = match said["op"].as_u64() {
            Some(1) => Answered::Frame(json!({ "op": 11 })),
            Some(2) => identify(&shared, &said["d"], &mut sender),
            Some(6) => resume(&shared, &said["d"], &mut sender),
            Some(3) => continue,
            _ => Answered::Close(4001, "Unknown opcode"),
        };
        shared.changed();
        let frame = match answered {
            Answered::Nothing => continue,
            Answered::Frame(frame) => Message::Text(frame.to_string()),
            Answered::Close(code, reason) => {
                Message::Close(Some(CloseFrame { code: code.into(), reason: reason.into() }))
            }
        };
        if socket.send(frame).await.is_err() {
            return;
        }
    }
}

enum Answered {
    Nothing,
    Frame(Value),
    Close(u16, &'static str),
}

type Sender = Option<mpsc::UnboundedSender<Value>>;

fn has_token(said: &Value, token: &str) -> bool {
    said["token"].as_str().is_some_and(|it| it.trim_start_matches("Bot ") == token)
}

fn identify(shared: &Shared, said: &Value, sender: &mut Sender) -> Answered {
    let mut state = shared.state();
    if !has_token(said, &state.token) {
        return Answered::Close(AUTHENTICATION_FAILED, "Authentication failed.");
    }
    if said["intents"].as_u64().is_none_or(|intents| intents & PRIVILEGED != 0) {
        return Answered::Close(DISALLOWED_INTENTS, "Disallowed intent(s).");
    }
    state.identified += 1;
    let session = format!("session-{}", state.identified);
    state.session = Some(session.clone());
    state.events.clear();
    state.connection = sender.take();
    let ready = json!({
        "v": 10,
        "user": people::bot(),
        "guilds": [{ "id": GUILD.to_string(), "unavailable": true }],
        "session_id": session,
        "resume_gateway_url": shared.gateway_url,
        "shard": said["shard"],
        "application": { "id": APPLICATION.to_string(), "flags": 0 },
    });
    state.dispatch("READY", ready);
    state.dispatch("GUILD_CREATE", people::server(GUILD, "Morning Barn", "2020-01-01T00:00:00+00:00"));
    Answered::Nothing
}

fn resume(shared: &Shared, said: &Value, sender: &mut Sender) -> Answered {
    let mut state = shared.state();
    if !has_token(said, &state.token) {
        return Answered::Close(AUTHENTICATION_FAILED, "Authentication failed.");
    }
    if state.session.as_deref() != said["session_id"].as_str() {
        return Answered::Frame(json!({ "op": 9, "d": false }));
    }
    state.resumed += 1;
    state.connection = sender.take();
    let seen = usize::try_from(said["seq"].as_u64().unwrap_or_default()).unwrap_or_default();
    for event in state.events.iter().skip(seen) {
        state.to_connection(event.clone());
    }
    state.dispatch("RESUMED", json!({ "_trace": [] }));
    Answered::Nothing
}
