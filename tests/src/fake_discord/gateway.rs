//! The gateway: HELLO, IDENTIFY, heartbeats, RESUME.

use std::io::Write;
use std::sync::Arc;
use std::time::Duration;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use futures::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;

use super::{APPLICATION, FakeDiscord, GUILD, Shared, people, servers};

const AUTHENTICATION_FAILED: u16 = 4004;
const ALREADY_AUTHENTICATED: u16 = 4005;
/// Privileged: members, presences, the content of messages.
const PRIVILEGED: u64 = 1 << 1 | 1 << 8 | 1 << 15;
const DISALLOWED_INTENTS: u16 = 4014;
/// Events that are longer are compressed, where that was asked for, bytes.
const PLAIN: usize = 512;

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
    let (number, interval) = {
        let mut state = shared.state();
        state.connections += 1;
        (state.connections, state.heartbeat_interval)
    };
    let mut silent = shared.silent.subscribe();
    let hello = json!({ "op": 10, "d": { "heartbeat_interval": interval } });
    if socket.send(Message::Text(hello.to_string())).await.is_err() {
        return;
    }
    let (sender, mut frames) = mpsc::unbounded_channel::<Value>();
    let mut sender = Some(sender);
    let mut compress = false;
    loop {
        let said = tokio::select! {
            biased;
            // The wire is dead: it carries nothing either way, and does not end.
            () = async { _ = silent.wait_for(|it| *it >= number).await.is_ok() } => return std::future::pending().await,
            frame = frames.recv() => match frame {
                Some(frame) => {
                    if socket.send(form(&frame, compress, &shared)).await.is_err() {
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
            Some(2) => {
                compress = said["d"]["compress"] == true;
                identify(&shared, &said["d"], &mut sender)
            }
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

/// A frame as it is sent: text, or one zlib stream of its own.
fn form(frame: &Value, compress: bool, shared: &Shared) -> Message {
    let text = frame.to_string();
    if !compress || text.len() <= PLAIN {
        return Message::Text(text);
    }
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    match encoder.write_all(text.as_bytes()).and_then(|()| encoder.finish()) {
        Ok(bytes) => {
            shared.state().compressed += 1;
            Message::Binary(bytes)
        }
        Err(_) => Message::Text(text),
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
    if sender.is_none() {
        return Answered::Close(ALREADY_AUTHENTICATED, "Already authenticated.");
    }
    if !has_token(said, &state.token) {
        return Answered::Close(AUTHENTICATION_FAILED, "Authentication failed.");
    }
    if said["intents"].as_u64().is_none_or(|intents| intents & PRIVILEGED != 0) {
        return Answered::Close(DISALLOWED_INTENTS, "Disallowed intent(s).");
    }
    state.intents = said["intents"].as_u64().unwrap_or_default();
    let (shard, total) = (said["shard"][0].as_u64().unwrap_or(0), said["shard"][1].as_u64().unwrap_or(1));
    let Some(session) = state.sessions.begin(shard, total) else {
        return Answered::Frame(json!({ "op": 9, "d": false }));
    };
    session.connection = sender.take();
    let id = session.id.clone();
    let is_home = state.sessions.shard_of(GUILD) == shard;
    let home = is_home.then(|| json!({ "id": GUILD.to_string(), "unavailable": true }));
    let ready = json!({
        "v": 10,
        "user": people::bot(),
        "guilds": home.as_slice(),
        "session_id": id,
        "resume_gateway_url": shared.gateway(),
        "shard": said["shard"],
        "application": { "id": APPLICATION.to_string(), "flags": 0 },
    });
    state.sessions.dispatch_to(shard, "READY", ready);
    if is_home {
        let home = servers::home(&state);
        state.dispatch("GUILD_CREATE", home);
    }
    Answered::Nothing
}

fn resume(shared: &Shared, said: &Value, sender: &mut Sender) -> Answered {
    let mut state = shared.state();
    if !has_token(said, &state.token) {
        return Answered::Close(AUTHENTICATION_FAILED, "Authentication failed.");
    }
    let Some(session) = state.sessions.resume(said["session_id"].as_str()) else {
        return Answered::Frame(json!({ "op": 9, "d": false }));
    };
    session.connection = sender.take();
    session.repeat_after(usize::try_from(said["seq"].as_u64().unwrap_or_default()).unwrap_or_default());
    session.dispatch("RESUMED", json!({ "_trace": [] }));
    Answered::Nothing
}

impl FakeDiscord {
    /// Tells bots to have so many shards.
    pub fn recommend_shards(&self, shards: u64) {
        self.shared.state().sessions.recommended = shards;
    }

    /// Sessions begin at least so long after each other from here on.
    pub fn space_sessions(&self, apart: Duration) {
        self.shared.state().sessions.apart = apart;
    }

    /// So many sessions may still begin, and more after a time.
    pub fn leave_sessions(&self, remaining: u64, more_after: Duration) {
        let mut state = self.shared.state();
        (state.sessions.remaining, state.sessions.more_after) = (remaining, more_after);
    }

    /// How often a session was to begin before it might.
    #[must_use]
    pub fn hasty_sessions(&self) -> usize {
        self.shared.state().sessions.hasty
    }

    /// Cuts the gateway's connections, without a word.
    pub fn drop_connection(&self) {
        self.shared.state().sessions.all().for_each(|it| it.connection = None);
    }

    /// How often bots that connect from here on are told to send heartbeats.
    pub fn beat_every(&self, interval: Duration) {
        self.shared.state().heartbeat_interval = u64::try_from(interval.as_millis()).unwrap_or(u64::MAX);
    }

    /// Nothing comes on the gateway's connections that there are any more, no answer to a heartbeat either, and they do not
    /// end.
    pub fn silence_connections(&self) {
        let all = self.shared.state().connections;
        self.shared.silent.send_replace(all);
    }

    /// Asks the bot to connect anew (op 7).
    pub fn ask_to_reconnect(&self) {
        self.shared.state().sessions.all().for_each(|it| it.send(json!({ "op": 7, "d": null })));
    }

    /// Tells the bot that its session is not valid (op 9), and whether it may be resumed.
    pub fn invalidate_session(&self, resumable: bool) {
        for session in self.shared.state().sessions.all() {
            if !resumable {
                session.id = None;
            }
            session.send(json!({ "op": 9, "d": resumable }));
        }
    }

    /// Lets connections to the gateway wait, or go on.
    pub fn hold_connections(&self, hold: bool) {
        self.shared.held.send_replace(hold);
    }

    /// Lets events wait from here on.
    pub fn hold_events(&self) {
        self.shared.state().waiting = Some(Vec::new());
    }

    /// Delivers the events that waited: the last first, and each of them twice.
    pub fn release_events_in_disorder(&self) {
        let mut state = self.shared.state();
        for (name, data) in state.waiting.take().into_iter().flatten().rev() {
            state.dispatch(&name, data.clone());
            state.dispatch(&name, data);
        }
    }

    /// Delivers an event with this content, whatever it is.
    pub fn deliver(&self, name: &str, data: Value) {
        self.shared.state().dispatch(name, data);
    }

    /// How many frames were compressed.
    #[must_use]
    pub fn compressed(&self) -> usize {
        self.shared.state().compressed
    }
}
