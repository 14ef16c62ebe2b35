//! Bringing updates to a webhook, again and again until it says 200; and the smallest client that can do so.

use std::io::{Error, ErrorKind, Result};
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};

use super::Shared;
use super::state::Hook;

/// The pause after a delivery that was not taken.
const PAUSE: Duration = Duration::from_millis(20);

/// How long a delivery may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// Brings what waits, one update after the other, while a webhook is set.
pub(super) async fn bring_all(shared: Arc<Shared>) {
    loop {
        let changed = shared.changed.notified();
        tokio::pin!(changed);
        changed.as_mut().enable();
        let next = {
            let state = shared.state();
            state.webhook.clone().zip(state.updates.front().cloned())
        };
        let Some((hook, update)) = next else {
            changed.await;
            continue;
        };
        let status = bring(&hook, &update).await;
        if !shared.state().brought(&update, status) {
            sleep(PAUSE).await;
        }
    }
}

/// The webhook's answer; 0 for none.
async fn bring(hook: &Hook, update: &Value) -> u16 {
    let secret = hook.secret.as_deref().map(|it| ("X-Telegram-Bot-Api-Secret-Token", it));
    let headers: Vec<_> = [("Content-Type", "application/json")].into_iter().chain(secret).collect();
    let body = update.to_string();
    match timeout(PATIENCE, ask("POST", &hook.url, &headers, body.as_bytes())).await {
        Ok(Ok((status, _))) => status,
        _ => 0,
    }
}

/// Asks a server on this machine, without TLS: its status and what it says.
///
/// # Errors
/// When it is not there, or its answer is none.
pub async fn ask(method: &str, url: &str, headers: &[(&str, &str)], body: &[u8]) -> Result<(u16, String)> {
    let bad = || Error::from(ErrorKind::InvalidInput);
    let rest = url.strip_prefix("http://").ok_or_else(bad)?;
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let path = if path.is_empty() { "/" } else { path };
    let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let length = body.len();
    let head = format!(
        "{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n"
    );
    let mut stream = TcpStream::connect(host).await?;
    stream.write_all(head.as_bytes()).await?;
    // A server may refuse before it has read all.
    let _refused = stream.write_all(body).await;
    let mut answer = Vec::new();
    let read = stream.read_to_end(&mut answer).await;
    let answer = String::from_utf8_lossy(&answer);
    let status = answer.split(' ').nth(1).and_then(|it| it.parse().ok());
    let said = answer.split_once("\r\n\r\n").map(|(_, said)| said.to_owned()).unwrap_or_default();
    match (status, read) {
        (Some(status), _) => Ok((status, said)),
        (None, Err(error)) => Err(error),
        (None, Ok(_)) => Err(bad()),
    }
}
