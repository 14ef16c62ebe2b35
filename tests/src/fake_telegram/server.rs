//! Requests in, answers out: the token, the forms of bodies, faults, and polling.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Multipart, Request, State as Given};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures::{StreamExt, stream};
use serde_json::{Map, Value, json};
use tokio::time::{Instant, sleep, timeout_at};

use super::methods::{self, number};
use super::state::{Call, Fault, Refusal};
use super::{Shared, TOKEN};

/// Updates in one answer.
const BATCH: i64 = 100;

pub(super) fn router(shared: Arc<Shared>) -> Router {
    Router::new().fallback(answer).with_state(shared)
}

async fn answer(Given(shared): Given<Arc<Shared>>, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    if let Some(path) = path.strip_prefix(&format!("/file/bot{TOKEN}/")) {
        return file(&shared, path);
    }
    let Some((token, method)) = path.strip_prefix("/bot").and_then(|it| it.split_once('/')) else {
        return refuse(&Refusal(404, "Not Found".to_owned(), Value::Null));
    };
    if token != TOKEN {
        return refuse(&Refusal(401, "Unauthorized".to_owned(), Value::Null));
    }
    let method = camel_case(method);
    let parameters = parameters(request).await;
    let chat = number(&parameters, "chat_id").unwrap_or_default();
    let holds = shared.state().holds(chat).filter(|_| method.starts_with("send"));
    if let Some(taken) = holds {
        if taken {
            let done = call(&shared, &method, &parameters).await;
            note(&shared, &method, &parameters, done.map_or_else(|refusal| refusal.0, |_| 200));
        }
        shared.state().held.insert(chat);
        return std::future::pending().await;
    }
    let fault = shared.state().faults.get_mut(&method).and_then(std::collections::VecDeque::pop_front);
    let refusing = shared.state().refusing.get(&chat).cloned().filter(|_| method.starts_with("send"));
    let fault = fault.or(refusing.map(|(code, words)| Fault::Refuse(code, words)));
    let done = match &fault {
        Some(Fault::Refuse(code, words)) => {
            let seconds = words.rsplit_once("retry after ").and_then(|(_, it)| it.parse::<u64>().ok());
            let given = seconds.map_or(Value::Null, |it| json!({ "retry_after": it }));
            Err(Refusal(*code, words.clone(), given))
        }
        Some(Fault::Page(status)) => {
            note(&shared, &method, &parameters, *status);
            let status = StatusCode::from_u16(*status).unwrap_or(StatusCode::BAD_GATEWAY);
            return (status, "<html>no JSON here</html>").into_response();
        }
        Some(Fault::Delay(time)) => {
            sleep(*time).await;
            call(&shared, &method, &parameters).await
        }
        Some(Fault::Lost) | None => call(&shared, &method, &parameters).await,
    };
    note(&shared, &method, &parameters, done.as_ref().map_or_else(|refusal| refusal.0, |_| 200));
    match done {
        _ if fault == Some(Fault::Lost) => {
            let cut = stream::iter([Ok(Bytes::from_static(b"{\"ok\":")), Err(std::io::Error::other("cut"))]);
            ([(header::CONTENT_TYPE, "application/json")], Body::from_stream(cut)).into_response()
        }
        Ok(result) => axum::Json(json!({ "ok": true, "result": result })).into_response(),
        Err(refusal) => refuse(&refusal),
    }
}

/// A file that somebody sent, whole or as a fault has it.
fn file(shared: &Shared, path: &str) -> Response {
    let mut state = shared.state();
    let bytes = state.files.values().find_map(|(at, bytes)| bytes.clone().filter(|_| at == path));
    state.calls.push(Call { method: "file".to_owned(), parameters: json!({ "path": path }), status: 200 });
    if state.stalls_files {
        let mut half = bytes.unwrap_or_default();
        half.truncate(half.len() / 2);
        let first = stream::iter([Ok::<_, std::io::Error>(Bytes::from(half))]);
        return Body::from_stream(first.chain(stream::pending())).into_response();
    }
    match state.faults.get_mut("file").and_then(std::collections::VecDeque::pop_front) {
        Some(Fault::Refuse(code, words)) => refuse(&Refusal(code, words, Value::Null)),
        Some(Fault::Page(status)) => StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_GATEWAY).into_response(),
        Some(Fault::Lost) => {
            let mut half = bytes.unwrap_or_default();
            half.truncate(half.len() / 2);
            let cut = stream::iter([Ok(Bytes::from(half)), Err(std::io::Error::other("cut"))]);
            Body::from_stream(cut).into_response()
        }
        Some(Fault::Delay(_)) | None => bytes
            .map_or_else(|| refuse(&Refusal(404, "Not Found".to_owned(), Value::Null)), IntoResponse::into_response),
    }
}

async fn call(shared: &Shared, method: &str, parameters: &Value) -> Result<Value, Refusal> {
    match method {
        "getUpdates" => updates(shared, parameters).await,
        _ => {
            let done = methods::call(&mut shared.state(), method, parameters);
            // Whoever waits for updates, or brings them, looks again.
            if method.ends_with("Webhook") {
                shared.changed.notify_waiters();
            }
            done
        }
    }
}

/// Gives what is not confirmed, or waits for it. Whoever polled before is sent away.
async fn updates(shared: &Shared, parameters: &Value) -> Result<Value, Refusal> {
    let seconds = number(parameters, "timeout").and_then(|it| u64::try_from(it).ok()).unwrap_or(0);
    let limit = number(parameters, "limit").unwrap_or(BATCH).clamp(1, BATCH);
    let deadline = Instant::now() + Duration::from_secs(seconds);
    let me = {
        let mut state = shared.state();
        if state.webhook.is_some() {
            let words = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the \
                         webhook first";
            return Err(Refusal(409, words.to_owned(), Value::Null));
        }
        state.pollers += 1;
        state.confirm(number(parameters, "offset").unwrap_or(0));
        state.pollers
    };
    shared.changed.notify_waiters();
    loop {
        let changed = shared.changed.notified();
        tokio::pin!(changed);
        changed.as_mut().enable();
        {
            let state = shared.state();
            if state.webhook.is_some() {
                return Err(Refusal(409, "Conflict: terminated by setWebhook request".to_owned(), Value::Null));
            }
            if state.pollers != me {
                let words =
                    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running";
                return Err(Refusal(409, words.to_owned(), Value::Null));
            }
            if !state.updates.is_empty() || Instant::now() >= deadline {
                let batch = state.updates.iter().take(usize::try_from(limit).unwrap_or(1));
                return Ok(batch.cloned().collect());
            }
        }
        let _late = timeout_at(deadline, changed).await;
    }
}

fn note(shared: &Shared, method: &str, parameters: &Value, status: u16) {
    let call = Call { method: method.to_owned(), parameters: parameters.clone(), status };
    shared.state().calls.push(call);
}

fn refuse(Refusal(code, words, parameters): &Refusal) -> Response {
    let mut said = json!({ "ok": false, "error_code": code, "description": words });
    if !parameters.is_null() {
        said["parameters"] = parameters.clone();
    }
    let status = StatusCode::from_u16(*code).unwrap_or(StatusCode::BAD_REQUEST);
    (status, axum::Json(said)).into_response()
}

/// JSON, a form, or a form in parts; fields of forms are texts. What can't be read is nothing.
async fn parameters(request: Request) -> Value {
    let kind =
        request.headers().get(header::CONTENT_TYPE).and_then(|it| it.to_str().ok()).unwrap_or_default().to_owned();
    let object = |fields: Vec<(String, String)>| {
        Value::Object(fields.into_iter().map(|(name, text)| (name, Value::String(text))).collect::<Map<_, _>>())
    };
    if kind.starts_with("application/json") {
        let body = Bytes::from_request(request, &()).await.unwrap_or_default();
        return serde_json::from_slice(&body).unwrap_or_default();
    }
    if kind.starts_with("multipart/form-data") {
        let mut fields = Vec::new();
        if let Ok(mut parts) = Multipart::from_request(request, &()).await {
            while let Ok(Some(part)) = parts.next_field().await {
                let (name, file) = (part.name().unwrap_or_default().to_owned(), part.file_name().map(str::to_owned));
                let bytes = part.bytes().await.unwrap_or_default();
                let given = match file {
                    Some(file) => json!({ "file_name": file, "bytes": bytes.to_vec() }),
                    None => Value::String(String::from_utf8_lossy(&bytes).into_owned()),
                };
                fields.push((name, given));
            }
        }
        return Value::Object(fields.into_iter().collect());
    }
    let form = axum::Form::<HashMap<String, String>>::from_request(request, &()).await;
    object(form.map_or_else(|_| Vec::new(), |axum::Form(fields)| fields.into_iter().collect()))
}

/// Telegram takes names of methods in any case; teloxide writes `SendMessage`.
fn camel_case(method: &str) -> String {
    let mut characters = method.chars();
    characters.next().map_or_else(String::new, |first| first.to_lowercase().chain(characters).collect())
}
