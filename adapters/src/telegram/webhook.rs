//! A webhook: Telegram brings the updates, and is told 200 only of what is in the journal; all else it brings again.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::{get, post};
use serde_json::Value;
use subtle::ConstantTimeEq;
use teloxide::payloads::{SetWebhook, SetWebhookSetters};
use tokio::net::TcpListener;
use tokio::sync::{mpsc, oneshot};
use tokio_util::sync::CancellationToken;

use super::incoming;
use super::intake::{Intake, KINDS};
use super::{PLATFORM, insist};
use crate::AdapterError;

/// Where Telegram says what only the bot and it know.
const SECRET: &str = "x-telegram-bot-api-secret-token";

/// Bytes of one update; Telegram's own are a few thousand.
const LONGEST: usize = 1 << 20;

/// Updates that may wait to be stored; what is beyond is brought again.
const WAITING: usize = 256;

/// Updates that are stored together.
const BATCH: usize = 100;

/// Numbers that are remembered after their answers: an update whose 200 got lost is brought again.
const REMEMBERED: u32 = 1_000;

/// Where Telegram brings updates to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Webhook {
    /// The public address, such as `https://bot.example.org/telegram`: whatever answers there hands on to `listen`.
    pub url: String,
    /// Where the adapter listens, without TLS.
    pub listen: SocketAddr,
}

/// An update that waits to be stored, and whoever waits to hear of it.
type Delivery = (Value, oneshot::Sender<()>);

/// What a delivery meets at the door.
struct Door {
    secret: String,
    deliveries: mpsc::Sender<Delivery>,
}

/// Serves until `shutdown`. The webhook stays set: until the next start Telegram keeps what it can't bring, for a day.
pub(super) async fn run(intake: &mut Intake, webhook: &Webhook, variable: &str) -> Result<(), AdapterError> {
    let failed = |message: String| AdapterError::Platform { platform: PLATFORM, message };
    let secret = secret().map_err(|error| failed(format!("no secret can be made: {error}")))?;
    let listener = TcpListener::bind(webhook.listen).await;
    let listener = listener.map_err(|error| failed(format!("can't listen at {}: {error}", webhook.listen)))?;
    let url = webhook.url.parse().map_err(|_| failed(format!("{:?} is no address for a webhook", webhook.url)))?;

    let (sender, mut deliveries) = mpsc::channel(WAITING);
    let door = Arc::new(Door { secret: secret.clone(), deliveries: sender });
    let router = Router::new().route("/health", get(|| async { "ok" })).fallback(post(deliver)).with_state(door);
    let closing = CancellationToken::new();
    // However this ends, the door closes.
    let _closed = closing.clone().drop_guard();
    tokio::spawn(async move {
        let served = axum::serve(listener, router).with_graceful_shutdown(closing.cancelled_owned()).await;
        served.inspect_err(|error| tracing::error!(%error, "the webhook is no longer served"))
    });

    let service = Arc::clone(&intake.service);
    let set = SetWebhook::new(url).secret_token(secret).allowed_updates(KINDS);
    tokio::select! {
        biased;
        () = service.shutdown.cancelled() => return Ok(()),
        set = insist(&service.outbox.api, &set, variable, service.timing.back_off) => set.map(drop)?,
    }
    tracing::info!(webhook.url, webhook.listen = %webhook.listen, "Telegram brings updates to the webhook");
    loop {
        let first = tokio::select! {
            biased;
            () = service.shutdown.cancelled() => return Ok(()),
            () = service.stopped.cancelled() => return Err(AdapterError::Stopped),
            first = deliveries.recv() => first,
        };
        let Some(first) = first else { return Ok(()) };
        let more = std::iter::from_fn(|| deliveries.try_recv().ok());
        let mut batch: Vec<Delivery> = std::iter::once(first).chain(more).take(BATCH).collect();
        batch.sort_by_key(|(update, _)| incoming::number(update));
        let (updates, waiting): (Vec<Value>, Vec<_>) = batch.into_iter().unzip();
        match intake.store(&updates).await {
            Ok(kept) => {
                // Whoever no longer waits brings it again.
                waiting.into_iter().for_each(|it| _ = it.send(()));
                let before = kept.last.map(|it| it.saturating_sub(REMEMBERED));
                intake.hand_on(kept).await;
                intake.forget(before, false).await;
            }
            Err(error) => tracing::warn!(%error, "updates are not kept; Telegram brings them again"),
        }
    }
}

/// Takes one update in: 200 once it is in the journal, 503 if it is not.
async fn deliver(State(door): State<Arc<Door>>, headers: HeaderMap, request: Request) -> StatusCode {
    let given = headers.get(SECRET).map(|it| it.as_bytes()).unwrap_or_default();
    if !bool::from(given.ct_eq(door.secret.as_bytes())) {
        tracing::warn!("somebody without the secret called the webhook");
        return StatusCode::UNAUTHORIZED;
    }
    let update = match read(request.into_body()).await {
        Ok(update) => update,
        Err(status) => return status,
    };
    let (stored, waiting) = oneshot::channel();
    if door.deliveries.try_send((update, stored)).is_err() {
        return StatusCode::SERVICE_UNAVAILABLE;
    }
    if waiting.await.is_ok() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE }
}

async fn read(body: Body) -> Result<Value, StatusCode> {
    let body = to_bytes(body, LONGEST).await.map_err(|_| StatusCode::PAYLOAD_TOO_LARGE)?;
    serde_json::from_slice(&body).map_err(|_| StatusCode::BAD_REQUEST)
}

/// 256 bits that nobody can guess, in the characters that Telegram takes.
fn secret() -> Result<String, getrandom::Error> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
