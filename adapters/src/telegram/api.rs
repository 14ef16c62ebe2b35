//! Calls of Telegram's Bot API: teloxide's types and payloads, over requests of our own.

use std::error::Error;
use std::fmt;
use std::time::Duration;

use platform_reqwest::multipart::{Form, Part};
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use serde_json::Value;
use teloxide::Bot;
use teloxide::requests::Payload;

use crate::Attachment;

/// How long an answer may take beyond what was asked for.
const PATIENCE: Duration = Duration::from_secs(20);

/// The most that is repeated of what a server said.
const REPEATED: usize = 300;

/// The bot's connection.
pub(super) struct Api {
    bot: Bot,
    base: String,
}

// teloxide's own form shows the token.
impl fmt::Debug for Api {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Api").field("base", &self.base).finish_non_exhaustive()
    }
}

/// A file beside a call's parameters.
#[derive(Debug, Clone, Copy)]
pub(super) struct Upload<'a> {
    /// The parameter that it is.
    pub(super) field: &'static str,
    pub(super) file: &'a Attachment,
}

/// Why a call failed, as far as the caller can do something about it. Never contains the token.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum CallError {
    /// 401, or 404 for a token of the wrong form.
    #[error("the token is refused")]
    Unauthorized,
    /// 403: blocked, or no longer in the chat.
    #[error("{0}")]
    Forbidden(String),
    /// 409.
    #[error("{0}")]
    Conflict(String),
    /// 429.
    #[error("too many requests; again in {} s", .0.as_secs())]
    TooMany(Duration),
    /// The group is now a supergroup with another id.
    #[error("the group has moved to {0}")]
    Moved(i64),
    /// 400 and all other refusals.
    #[error("{0}")]
    Refused(String),
    /// Nothing arrived, or the server said that it failed: asking again does no harm.
    #[error("{0}")]
    Unavailable(String),
    /// The request may have arrived, and no answer came.
    #[error("{0}")]
    Uncertain(String),
}

impl Api {
    /// `None` if the address is none.
    pub(super) fn new(token: &SecretString, address: &str) -> Option<Self> {
        let base = address.trim_end_matches('/').to_owned();
        let bot = Bot::new(token.expose_secret()).set_api_url(base.parse().ok()?);
        Some(Self { bot, base })
    }

    /// Where the file with this path is. It has the token in it.
    pub(super) fn file_address(&self, path: &str) -> String {
        format!("{}/file/bot{}/{path}", self.base, self.bot.token())
    }

    /// Calls a method and gives its result.
    pub(super) async fn call<P: Payload + Serialize>(&self, payload: &P) -> Result<Value, CallError> {
        self.call_with(payload, None).await
    }

    /// Calls a method with a file beside its parameters.
    pub(super) async fn call_with<P: Payload + Serialize>(
        &self,
        payload: &P,
        upload: Option<Upload<'_>>,
    ) -> Result<Value, CallError> {
        // teloxide's own requests sleep for ten seconds at each 5xx, time out before a long poll does, and lose an
        // answer's status. Some of its names say which form of an answer they want; the method has none of that.
        let url = format!("{}/bot{}/{}", self.base, self.bot.token(), P::NAME.trim_end_matches("Inline"));
        let request = self.bot.client().post(url);
        let request = match upload {
            None => {
                let body = serde_json::to_vec(payload).map_err(|error| CallError::Refused(error.to_string()))?;
                request.header("content-type", "application/json").body(body)
            }
            Some(upload) => request.multipart(form(payload, upload)?),
        };
        let request = request.timeout(PATIENCE + payload.timeout_hint().unwrap_or_default());
        let response = match request.send().await {
            Ok(response) => response,
            Err(error) => {
                let unsent = error.is_connect();
                let message = self.redact(&chain(&error.without_url()));
                return Err(if unsent { CallError::Unavailable(message) } else { CallError::Uncertain(message) });
            }
        };
        let status = response.status().as_u16();
        let body = match response.bytes().await {
            Ok(body) => body,
            Err(_) if status >= 500 => return Err(CallError::Unavailable(format!("status {status}"))),
            Err(error) => return Err(CallError::Uncertain(self.redact(&chain(&error.without_url())))),
        };
        match serde_json::from_slice::<Value>(&body) {
            Ok(mut said) if said["ok"] == true => Ok(said["result"].take()),
            Ok(said) => Err(self.refusal(status, &said)),
            Err(_) if status >= 500 => Err(CallError::Unavailable(format!("status {status}"))),
            Err(_) if status >= 400 => Err(CallError::Refused(format!("status {status}"))),
            Err(error) => Err(CallError::Uncertain(format!("an answer that is no JSON: {error}"))),
        }
    }

    fn refusal(&self, status: u16, said: &Value) -> CallError {
        let code = said["error_code"].as_u64().unwrap_or(status.into());
        let description = said["description"].as_str().unwrap_or("no reason given");
        let message = self.redact(&description.chars().take(REPEATED).collect::<String>());
        let parameters = &said["parameters"];
        if let Some(chat) = parameters["migrate_to_chat_id"].as_i64() {
            return CallError::Moved(chat);
        }
        match code {
            401 | 404 => CallError::Unauthorized,
            403 => CallError::Forbidden(message),
            409 => CallError::Conflict(message),
            429 => CallError::TooMany(Duration::from_secs(parameters["retry_after"].as_u64().unwrap_or(1))),
            500.. => CallError::Unavailable(message),
            _ => CallError::Refused(message),
        }
    }

    fn redact(&self, text: &str) -> String {
        text.replace(self.bot.token(), "<token>")
    }
}

/// Parameters and a file as a form in parts.
fn form<P: Serialize>(payload: &P, Upload { field, file }: Upload<'_>) -> Result<Form, CallError> {
    let refused = |error: serde_json::Error| CallError::Refused(error.to_string());
    let Value::Object(fields) = serde_json::to_value(payload).map_err(refused)? else { return Ok(Form::new()) };
    let text = |value: Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let given = fields.into_iter().filter(|(_, value)| !value.is_null());
    let form = given.fold(Form::new(), |form, (name, value)| form.text(name, text(value)));
    Ok(form.part(field, Part::bytes(file.bytes.to_vec()).file_name(file.name.clone())))
}

/// An error with all that caused it.
fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let next = error.to_string();
        if !text.contains(&next) {
            text = format!("{text}: {next}");
        }
        cause = error.source();
    }
    text
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed test may panic")]
mod tests {
    use serde_json::json;
    use teloxide::payloads::GetMe;

    use super::*;

    const TOKEN: &str = "123456:very-secret";

    fn api(address: &str) -> Api {
        Api::new(&SecretString::from(TOKEN), address).unwrap()
    }

    #[tokio::test]
    async fn an_error_of_the_network_does_not_show_the_token() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        drop(listener);
        let api = api(&address);
        let error = api.call(&GetMe::new()).await.unwrap_err();
        assert!(matches!(error, CallError::Unavailable(_)), "{error:?}");
        for shown in [error.to_string(), format!("{error:?}"), format!("{api:?}")] {
            assert!(!shown.contains("secret"), "{shown}");
        }
    }

    #[test]
    fn a_server_that_repeats_the_token_is_not_repeated() {
        let said = json!({ "ok": false, "error_code": 400, "description": format!("bad path /bot{TOKEN}/getMe") });
        let error = api("http://127.0.0.1:1").refusal(400, &said);
        assert_eq!(error, CallError::Refused("bad path /bot<token>/getMe".to_owned()));
    }

    #[test]
    fn refusals_are_told_apart_by_what_can_be_done() {
        let api = api("http://127.0.0.1:1/");
        let refusal = |code: u16, parameters: Value| {
            api.refusal(code, &json!({ "error_code": code, "description": "why", "parameters": parameters }))
        };
        assert_eq!(refusal(401, Value::Null), CallError::Unauthorized);
        assert_eq!(refusal(403, Value::Null), CallError::Forbidden("why".to_owned()));
        assert_eq!(refusal(429, json!({ "retry_after": 7 })), CallError::TooMany(Duration::from_secs(7)));
        assert_eq!(refusal(400, json!({ "migrate_to_chat_id": -100 })), CallError::Moved(-100));
        assert_eq!(refusal(502, Value::Null), CallError::Unavailable("why".to_owned()));
    }

    #[test]
    fn an_address_that_is_none_is_refused() {
        assert!(Api::new(&SecretString::from(TOKEN), "not an address").is_none());
    }
}
