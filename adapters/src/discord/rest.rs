//! Requests to Discord's HTTP interface.

use std::fmt;
use std::time::{Duration, Instant};

use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use serenity::builder::CreateAttachment;
use serenity::http::{Http, HttpBuilder, HttpError, LightMethod, Multipart, MultipartUpload, Request, Route};
use serenity::model::id::InteractionId;

use crate::Attachment;

/// Where Discord is.
pub(super) const DISCORD: &str = "https://discord.com";
/// The flag of a message that only the person who asked sees. Source: Discord, message flags, `EPHEMERAL`.
pub(super) const EPHEMERAL: u32 = 1 << 6;
/// A request is tried again at most this often after a fault on the way. Being told to wait is none.
const ATTEMPTS: u32 = 6;
/// A request waits for its turn no longer than this. Among many that wait for one limit each is told to wait again and again.
const PATIENCE: Duration = Duration::from_secs(15 * 60);
/// The wait before the second attempt after a fault; it doubles.
const FIRST_WAIT: Duration = Duration::from_millis(250);
/// Characters of a picture's description.
const ALT: usize = 1_024;
/// No request takes longer. Discord holds none back.
const TIMEOUT: Duration = Duration::from_secs(30);

/// Discord's HTTP interface, with this bot's token.
pub(super) struct Rest {
    http: Http,
    client: platform_reqwest::Client,
}

/// Why a request failed. Neither form has the address in it: interaction tokens are part of addresses.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum RestError {
    /// Discord answered, and not with success.
    #[error("Discord refuses: {message} (status {status}, code {code})")]
    Refused {
        /// Of HTTP.
        status: u16,
        /// Discord's own; 0 if it gave none.
        code: i64,
        /// Discord's own words.
        message: String,
    },
    /// No answer came, and no request arrived.
    #[error("Discord can't be reached: {0}")]
    Unreachable(String),
    /// No answer came to a request that may have arrived.
    #[error("Discord did not answer: {0}")]
    Unanswered(String),
}

impl RestError {
    /// Whether the token of the bot is wrong.
    pub(super) fn is_unauthorized(&self) -> bool {
        matches!(self, Self::Refused { status: 401, code, .. } if *code != INVALID_WEBHOOK_TOKEN)
    }

    /// Whether an interaction can no longer be answered by its token.
    pub(super) fn is_dead_interaction(&self) -> bool {
        matches!(self, Self::Refused { code: INVALID_WEBHOOK_TOKEN | UNKNOWN_WEBHOOK | UNKNOWN_INTERACTION, .. })
    }

    /// Whether somebody deleted the message.
    pub(super) fn is_unknown_message(&self) -> bool {
        matches!(self, Self::Refused { code: UNKNOWN_MESSAGE, .. })
    }

    /// Whether the form of a message was refused, not the message as such.
    pub(super) fn is_bad_form(&self) -> bool {
        matches!(self, Self::Refused { status: 400, .. })
    }
}

// https://discord.com/developers/docs/topics/opcodes-and-status-codes#json
pub(super) const UNKNOWN_CHANNEL: i64 = 10_003;
pub(super) const MISSING_ACCESS: i64 = 50_001;
pub(super) const NOT_TO_THIS_PERSON: i64 = 50_007;
pub(super) const THREAD_EXISTS: i64 = 160_004;
const UNKNOWN_MESSAGE: i64 = 10_008;
const UNKNOWN_WEBHOOK: i64 = 10_015;
const UNKNOWN_INTERACTION: i64 = 10_062;
const INVALID_WEBHOOK_TOKEN: i64 = 50_027;

/// A client of HTTP that trusts the usual authorities.
///
/// # Errors
/// When the machine has no means for TLS.
pub(super) fn client() -> Result<platform_reqwest::Client, RestError> {
    let client = platform_reqwest::Client::builder().timeout(TIMEOUT).build();
    client.map_err(|error| RestError::Unreachable(error.to_string()))
}

/// serenity's own access, to Discord or to whatever stands in for it.
pub(super) fn http(token: &SecretString, api_url: &str, client: platform_reqwest::Client) -> Http {
    let builder = HttpBuilder::new(token.expose_secret()).client(client);
    if api_url.trim_end_matches('/') == DISCORD {
        builder.build()
    } else {
        // With its limiter on, serenity ignores the other address.
        builder.proxy(api_url).ratelimiter_disabled(true).build()
    }
}

impl fmt::Debug for Rest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rest").finish_non_exhaustive()
    }
}

impl Rest {
    /// The client that requests go by.
    pub(super) fn client(&self) -> &platform_reqwest::Client {
        &self.client
    }

    /// Access with this token.
    pub(super) fn new(token: &SecretString, api_url: &str, client: platform_reqwest::Client) -> Self {
        Self { http: http(token, api_url, client.clone()), client }
    }

    /// One request and what came back, `Null` if that is nothing. Waits as long as Discord asks for.
    pub(super) async fn call(
        &self,
        method: LightMethod,
        route: Route<'_>,
        body: Option<&Value>,
    ) -> Result<Value, RestError> {
        self.call_with(method, route, body, None).await
    }

    /// The same, with a file beside the body.
    pub(super) async fn call_with(
        &self,
        method: LightMethod,
        route: Route<'_>,
        body: Option<&Value>,
        file: Option<&Attachment>,
    ) -> Result<Value, RestError> {
        let mut wait = FIRST_WAIT;
        // Whether an earlier attempt may have arrived.
        let mut arrived = false;
        let began = Instant::now();
        let mut attempt = 0;
        loop {
            attempt += 1;
            let last = attempt == ATTEMPTS;
            // Discord itself sees to it that a message with such a number is there once.
            let once_only = body.is_some_and(|body| body["enforce_nonce"] == true);
            let repeatable = once_only || !matches!(method, LightMethod::Post);
            match self.once(method, route, body, file).await {
                Ok(Answered { status: 200..=299, body, .. }) => return Ok(body),
                Ok(Answered { status: 429, retry_after: Some(pause), .. }) if began.elapsed() + pause < PATIENCE => {
                    tracing::debug!(seconds = pause.as_secs_f64(), "Discord asks to wait");
                    tokio::time::sleep(pause).await;
                    attempt -= 1;
                }
                Ok(Answered { status: status @ (429 | 500..=599), .. }) if !last => {
                    arrived |= status != 429;
                    tokio::time::sleep(wait).await;
                    wait *= 2;
                }
                Ok(answered) => return Err(answered.refusal()),
                // A request that may have arrived is not repeated if that would say something twice.
                Err((error, this_arrived)) if last || (this_arrived && !repeatable) => {
                    return Err(if arrived || this_arrived {
                        RestError::Unanswered(error)
                    } else {
                        RestError::Unreachable(error)
                    });
                }
                Err((_, this_arrived)) => {
                    arrived |= this_arrived;
                    tokio::time::sleep(wait).await;
                    wait *= 2;
                }
            }
        }
    }

    /// One attempt; with an error, whether the request may have arrived.
    async fn once(
        &self,
        method: LightMethod,
        route: Route<'_>,
        body: Option<&Value>,
        file: Option<&Attachment>,
    ) -> Result<Answered, (String, bool)> {
        let mut body = body.cloned();
        if let (Some(body), Some(Attachment { name, alt: Some(alt), .. })) = (&mut body, file) {
            let alt: String = alt.chars().take(ALT).collect();
            body["attachments"] = json!([{ "id": 0, "filename": name, "description": alt }]);
        }
        let body = body.map(|body| body.to_string());
        let request = match file {
            None => Request::new(route, method).body(body.map(String::into_bytes)),
            Some(file) => {
                let attached = CreateAttachment::bytes(file.bytes.to_vec(), file.name.clone());
                let upload = MultipartUpload::Attachments(vec![attached]);
                let form = Multipart { upload, fields: Vec::new(), payload_json: body };
                Request::new(route, method).multipart(Some(form))
            }
        };
        self.perform(request, matches!(route, Route::InteractionResponse { .. })).await
    }

    /// The first response to an interaction: within 3 seconds, or it is lost.
    pub(super) async fn respond(&self, id: u64, token: &str, kind: u8, data: &Value) -> Result<(), RestError> {
        let route = Route::InteractionResponse { interaction_id: InteractionId::new(id), token };
        let response = json!({ "type": kind, "data": data });
        self.call(LightMethod::Post, route, Some(&response)).await.map(|_| ())
    }

    /// The direct chat with a person, which Discord opens if there is none yet.
    pub(super) async fn direct_channel(&self, person: u64) -> Result<u64, RestError> {
        let body = json!({ "recipient_id": person.to_string() });
        let channel = self.call(LightMethod::Post, Route::UserMeDmChannels, Some(&body)).await?;
        let id = channel["id"].as_str().and_then(|id| id.parse().ok());
        id.ok_or_else(|| RestError::Unanswered("it does not say which channel is the direct chat".to_owned()))
    }

    /// Asks for something with parameters in the address.
    pub(super) async fn look(&self, route: Route<'_>, params: Vec<(&'static str, String)>) -> Result<Value, RestError> {
        let mut wait = FIRST_WAIT;
        for attempt in 1.. {
            let request = Request::new(route, LightMethod::Get).params(Some(params.clone()));
            match self.perform(request, false).await {
                Ok(Answered { status: 200..=299, body, .. }) => return Ok(body),
                Ok(answered) if attempt == ATTEMPTS || !matches!(answered.status, 429 | 500..=599) => {
                    return Err(answered.refusal());
                }
                Ok(answered) => tokio::time::sleep(answered.retry_after.unwrap_or(wait)).await,
                Err((error, _)) if attempt == ATTEMPTS => return Err(RestError::Unreachable(error)),
                Err(_) => tokio::time::sleep(wait).await,
            }
            wait *= 2;
        }
        Err(RestError::Unreachable("too many attempts".to_owned()))
    }

    async fn perform(&self, request: Request<'_>, unlimited: bool) -> Result<Answered, (String, bool)> {
        // Acknowledgements have no limit, and serenity's limiter would keep an entry for each of them for ever.
        let response = if let Some(limiter) = self.http.ratelimiter.as_ref().filter(|_| !unlimited) {
            limiter.perform(request).await.map_err(unreachable)?
        } else {
            let request = request.build(&self.client, self.http.token(), self.http.proxy.as_deref());
            request.map_err(unreachable)?.send().await.map_err(unreachable_by)?
        };
        let status = response.status().as_u16();
        let retry_after = response.headers().get("retry-after").and_then(|it| it.to_str().ok()?.parse().ok());
        let bytes = response.bytes().await.map_err(unreachable_by)?;
        let body: Value = serde_json::from_slice(&bytes).unwrap_or_default();
        // The header has whole seconds, the body their fractions.
        let seconds = body["retry_after"].as_f64().or(retry_after);
        let retry_after = seconds.and_then(|it| Duration::try_from_secs_f64(it).ok());
        Ok(Answered { status, retry_after, body })
    }
}

struct Answered {
    status: u16,
    retry_after: Option<Duration>,
    body: Value,
}

impl Answered {
    fn refusal(&self) -> RestError {
        let mut message = self.body["message"].as_str().unwrap_or("no reason given").to_owned();
        if self.body["errors"].is_object() {
            message = format!("{message}: {}", self.body["errors"]);
        }
        RestError::Refused { status: self.status, code: self.body["code"].as_i64().unwrap_or_default(), message }
    }
}

/// Why no answer came, and whether the request may have arrived.
fn unreachable(error: serenity::Error) -> (String, bool) {
    match error {
        serenity::Error::Http(HttpError::Request(error)) => unreachable_by(error),
        other => (other.to_string(), false),
    }
}

fn unreachable_by(error: platform_reqwest::Error) -> (String, bool) {
    let arrived = !error.is_connect();
    (error.without_url().to_string(), arrived)
}
