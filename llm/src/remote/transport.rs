//! One HTTP request. What goes wrong is told apart here, where status and headers are seen: async-openai would turn it
//! into text, retry on its own account, and log what the server sent.

use std::io;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use async_openai::config::Config as _;
use async_openai::error::OpenAIError;
use async_openai::middleware::HttpRequestFactory;
use futures::{Stream, StreamExt};
use jiff::fmt::rfc2822;
use reqwest::header::{CONTENT_TYPE, DATE, HeaderMap, RETRY_AFTER};
use reqwest::{Body, Response, StatusCode};

use super::endpoint::Endpoint;
use super::failure::{Failure, Refusal};
use super::protocol;
use crate::LlmError;

/// Until a server shows that it is there.
const REACH: Duration = Duration::from_secs(3);

/// The longest line of a stream; a token's is some hundred bytes.
const MAX_LINE: usize = 1 << 20;

/// Enough of an error page to find the message in.
const MAX_ERROR_BYTES: usize = 64 * 1024;

/// What went wrong with one request, beside async-openai's errors, which have no place for it.
pub(super) type Verdict = Arc<OnceLock<Failure>>;

/// Sends the request, and passes only a successful event stream on.
pub(super) async fn send(
    endpoint: Endpoint,
    verdict: Verdict,
    factory: HttpRequestFactory,
) -> Result<Response, OpenAIError> {
    let request = factory.build().await?;
    let response = endpoint.client.execute(request).await.map_err(|error| {
        judge(&verdict, unreachable(&error));
        OpenAIError::Reqwest(error.without_url())
    })?;
    let kind = response.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or("").to_owned();
    if !response.status().is_success() {
        return Err(judge(&verdict, status_error(&endpoint, response).await));
    }
    if !kind.starts_with("text/event-stream") {
        let answer = LlmError::BadAnswer(format!("{kind:?} in place of an event stream"));
        return Err(judge(&verdict, answer));
    }
    let (head, body) = http::Response::<Body>::from(response).into_parts();
    let bytes = Response::from(http::Response::new(body)).bytes_stream();
    Ok(Response::from(http::Response::from_parts(head, Body::wrap_stream(guarded(bytes, verdict)))))
}

/// Asks for the list of models, which every server has or refuses quickly; whatever it says to that, it is there.
pub(super) async fn reach(endpoint: &Endpoint) -> Result<(), LlmError> {
    let request = endpoint.client.get(endpoint.url("/models")).headers(endpoint.headers());
    let response = request.timeout(REACH).send().await.map_err(|error| unreachable(&error))?;
    if response.status().is_success() {
        return Ok(());
    }
    match status_error(endpoint, response).await.error {
        error @ (LlmError::Unauthorized { status: 401 } | LlmError::Unavailable(_)) => Err(error),
        _ => Ok(()),
    }
}

/// Notes the error, and makes one that async-openai passes through.
fn judge(verdict: &Verdict, failure: impl Into<Failure>) -> OpenAIError {
    let failure = failure.into();
    let text = failure.error.to_string();
    // The first is the cause of what follows.
    let _ = verdict.set(failure);
    OpenAIError::InvalidArgument(text)
}

/// Nobody answered: the innermost cause, without the address, which may hold a password.
pub(super) fn unreachable(error: &reqwest::Error) -> LlmError {
    let mut cause: &dyn std::error::Error = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    let kind = if error.is_connect() { "no connection" } else { "the request failed" };
    LlmError::Unavailable(match error.is_timeout() {
        true => format!("{kind}: timed out"),
        false => format!("{kind}: {cause}"),
    })
}

/// What a response without success means.
pub(super) async fn status_error(endpoint: &Endpoint, response: Response) -> Failure {
    let status = response.status();
    let retry_after = retry_after(response.headers());
    let mut body = Vec::new();
    let mut bytes = response.bytes_stream();
    while let Some(Ok(chunk)) = bytes.next().await
        && body.len() < MAX_ERROR_BYTES
    {
        body.extend_from_slice(&chunk);
    }
    let message = || format!("{status}: {}", endpoint.without_key(&protocol::error_message(&body)));
    let error = match status {
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => LlmError::Unauthorized { status: status.as_u16() },
        StatusCode::TOO_MANY_REQUESTS => LlmError::RateLimited { retry_after },
        StatusCode::REQUEST_TIMEOUT => LlmError::Unavailable(message()),
        status if status.is_client_error() => LlmError::Refused(message()),
        status if status.is_server_error() => LlmError::Unavailable(message()),
        status => LlmError::BadAnswer(format!("{status} in place of an answer")),
    };
    let refused = matches!(status, StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY);
    Failure { retry_after, refusal: refused.then(|| refusal(&body)), ..Failure::from(error) }
}

fn refusal(body: &[u8]) -> Refusal {
    let json: Option<serde_json::Value> = serde_json::from_slice(body).ok();
    let param = json.as_ref().and_then(|json| json.pointer("/error/param")?.as_str().map(str::to_owned));
    Refusal { param, body: String::from_utf8_lossy(body).into_owned() }
}

/// Seconds, or a date, which is compared with the server's own clock.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let wait = text(RETRY_AFTER)?;
    if let Ok(seconds) = wait.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = |text| rfc2822::parse(text).ok().map(|date| date.timestamp());
    Some(date(wait)?.duration_since(date(text(DATE)?)?).try_into().unwrap_or_default())
}

/// Breaks the stream off at the first line that is not the protocol, before async-openai would log it.
fn guarded<B: AsRef<[u8]>>(
    bytes: impl Stream<Item = reqwest::Result<B>>,
    verdict: Verdict,
) -> impl Stream<Item = io::Result<B>> {
    let mut line = Vec::new();
    bytes.map(move |chunk| {
        let chunk = chunk.map_err(io::Error::other)?;
        let mut parts = chunk.as_ref().split(|byte| matches!(byte, b'\n' | b'\r')).peekable();
        while let Some(part) = parts.next() {
            line.extend_from_slice(part);
            if parts.peek().is_some() {
                check_line(&line).map_err(|error| io::Error::other(judge(&verdict, error)))?;
                line.clear();
            }
        }
        if line.len() > MAX_LINE {
            let error = LlmError::BadAnswer("a line without end".into());
            return Err(io::Error::other(judge(&verdict, error)));
        }
        Ok(chunk)
    })
}

fn check_line(line: &[u8]) -> Result<(), LlmError> {
    match line.strip_prefix(b"data:").map(<[u8]>::trim_ascii) {
        None | Some(b"[DONE]") => Ok(()),
        Some(data) => match serde_json::from_slice::<serde_json::Value>(data) {
            Ok(_) => Ok(()),
            // The parser's words have a place and a kind of error, but nothing of the text.
            Err(error) => Err(LlmError::BadAnswer(format!("no JSON: {error}"))),
        },
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed test may panic")]
mod tests {
    use super::*;

    #[test]
    fn a_server_may_ask_to_wait_in_seconds_or_until_a_date() {
        let wait = |wait: &str, date: &str| {
            let headers = [(RETRY_AFTER, wait.parse().unwrap()), (DATE, date.parse().unwrap())];
            retry_after(&HeaderMap::from_iter(headers))
        };
        let now = "Wed, 21 Oct 2026 07:28:00 GMT";
        assert_eq!(wait("7", now), Some(Duration::from_secs(7)));
        assert_eq!(wait("Wed, 21 Oct 2026 07:29:30 GMT", now), Some(Duration::from_secs(90)));
        assert_eq!(wait("Wed, 21 Oct 2026 07:20:00 GMT", now), Some(Duration::ZERO), "that was long ago");
        assert_eq!(wait("soon", now), None);
    }

    #[tokio::test]
    async fn a_line_in_pieces_is_checked_when_it_is_whole() {
        let check = async |pieces: Vec<&'static [u8]>| {
            let verdict = Verdict::default();
            let bytes = futures::stream::iter(pieces).map(Ok);
            let passed = guarded(bytes, Arc::clone(&verdict)).filter(|piece| futures::future::ready(piece.is_ok()));
            (passed.count().await, verdict.get().map(|failure| failure.error.clone()))
        };
        assert_eq!(check(vec![b": hi\r\n\r\nda", b"ta: {\"a\":", b"1}\n\ndata: [DONE]\n\n"]).await, (3, None));
        let (passed, verdict) = check(vec![b"data: {\"a\":\"\\u", b"d800\"}\n\n"]).await;
        assert!(passed == 1 && matches!(verdict, Some(LlmError::BadAnswer(_))), "{passed} {verdict:?}");
    }
}
