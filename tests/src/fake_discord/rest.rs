//! The HTTP interface.

use std::sync::Arc;

use axum::Router;
use axum::body::to_bytes;
use axum::extract::{FromRequest, Multipart, Request, State as Shares};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::limits::{self, Refusal};
use super::registered;
use super::state::{Call, EPOCH, Role, Shown, State};
use super::{APPLICATION, GUILD, Shared, files, people};

const ACKNOWLEDGE_WITHIN: u64 = 3_000;
const TOKEN_LIFE: u64 = 15 * 60 * 1_000;
/// How long a nonce is known.
const NONCE_LIFE: u64 = 5 * 60 * 1_000;
/// Bytes of a file.
const ATTACHMENT: usize = 10 * 1_024 * 1_024;

pub(super) fn router(shared: Arc<Shared>) -> Router {
    Router::new().fallback(handle).layer(axum::extract::DefaultBodyLimit::disable()).with_state(shared)
}

async fn handle(Shares(shared): Shares<Arc<Shared>>, request: Request) -> Response {
    let (method, headers) = (request.method().clone(), request.headers().clone());
    if request.uri().path().starts_with("/attachments/") {
        let file = files::serve(&mut shared.state(), request.uri().path());
        shared.changed();
        return file;
    }
    let query = request.uri().query().unwrap_or_default().to_owned();
    let path = request.uri().path().strip_prefix("/api/v10").unwrap_or_default().to_owned();
    let (body, files) = read(request).await;
    let holds = shared.state().holds(method.as_str(), &path);
    if let Some((channel, taken)) = holds {
        hold(&shared, channel, taken.then_some(&body));
        return std::future::pending().await;
    }
    let (status, answer, limits) = {
        let mut state = shared.state();
        let parts: Vec<&str> = path.trim_start_matches('/').split('/').collect();
        let verdict = state.paced.admit(method.as_str(), &parts);
        let too_large = files.iter().any(|(_, bytes)| bytes.len() > ATTACHMENT);
        let (status, answer) = if let Some(refusal) = verdict.refusal {
            refusal
        } else if too_large {
            (413, json!({ "message": "Request entity too large", "code": 40_005 }))
        } else {
            answer(&mut state, &shared.gateway(), &method, (&path, &query), &headers, &body)
        };
        state.paced.answered(status, &verdict.headers);
        state.calls.push(Call { method: method.to_string(), path, body, files, status });
        (status, answer, verdict.headers)
    };
    shared.changed();
    let code = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    if status == 204 {
        return (code, limits).into_response();
    }
    let mut response = (code, limits, [(header::CONTENT_TYPE, "application/json")], answer.to_string()).into_response();
    if let Some(wait) = answer["retry_after"].as_f64() {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(wait.ceil() as u64));
    }
    response
}

/// Holds a message back, and takes it if it is given.
fn hold(shared: &Shared, channel: u64, taken: Option<&Value>) {
    let mut state = shared.state();
    // What it is answered with is what nobody hears.
    let _unheard = taken.map(|body| send(&mut state, channel, None, body));
    state.held.insert(channel);
    drop(state);
    shared.changed();
}

/// The body of a request: JSON alone, or with files beside it.
async fn read(request: Request) -> (Value, Vec<(String, Vec<u8>)>) {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|it| it.to_str().ok()).unwrap_or_default();
    if !kind.starts_with("multipart/form-data") {
        let bytes = to_bytes(request.into_body(), usize::MAX).await.unwrap_or_default();
        return (serde_json::from_slice(&bytes).unwrap_or_default(), Vec::new());
    }
    let (mut body, mut files): (_, Vec<(String, Vec<u8>)>) = (Value::Null, Vec::new());
    let Ok(mut parts) = Multipart::from_request(request, &()).await else { return (body, files) };
    while let Ok(Some(part)) = parts.next_field().await {
        let (name, file) = (part.name().unwrap_or_default().to_owned(), part.file_name().map(str::to_owned));
        let bytes = part.bytes().await.unwrap_or_default();
        match file {
            Some(file) if name.starts_with("files[") => files.push((file, bytes.to_vec())),
            _ if name == "payload_json" => body = serde_json::from_slice(&bytes).unwrap_or_default(),
            _ => {}
        }
    }
    // Files that the message does not describe are attached as they are.
    if body["attachments"].is_null() && !files.is_empty() {
        body["attachments"] = files.iter().map(|(name, _)| json!({ "filename": name })).collect();
    }
    for told in body["attachments"].as_array_mut().into_iter().flatten() {
        if let Some((_, bytes)) = files.iter().find(|(name, _)| told["filename"] == name.as_str()) {
            told["size"] = json!(bytes.len());
        }
    }
    (body, files)
}

fn answer(
    state: &mut State,
    gateway: &str,
    method: &Method,
    (path, query): (&str, &str),
    headers: &HeaderMap,
    body: &Value,
) -> (u16, Value) {
    let parts: Vec<&str> = path.trim_start_matches('/').split('/').collect();
    let expected = format!("Bot {}", state.token);
    let authorized = headers.get(header::AUTHORIZATION).is_some_and(|it| it.as_bytes() == expected.as_bytes());
    // Interactions and webhooks are reached by their own tokens; the gateway's plain address is for all.
    let by_own_token = matches!(parts[0], "interactions" | "webhooks") || path == "/gateway";
    if !authorized && !by_own_token {
        return (401, json!({ "message": "401: Unauthorized", "code": 0 }));
    }
    let now = state.now();
    if state.limited > 0 || now < state.wait_until {
        state.impatient += usize::from(now < state.wait_until);
        state.limited = state.limited.saturating_sub(1);
        state.wait_until = now + (state.retry_after * 1_000.0) as u64;
        let wait = state.retry_after;
        return (429, json!({ "message": "You are being rate limited.", "retry_after": wait, "global": false }));
    }
    let outcome = match (method.as_str(), parts.as_slice()) {
        ("GET", ["gateway"]) => Ok((200, json!({ "url": gateway }))),
        ("GET", ["gateway", "bot"]) => {
            let (shards, limit) = (state.sessions.recommended, state.sessions.limit());
            Ok((200, json!({ "url": gateway, "shards": shards, "session_start_limit": limit })))
        }
        ("GET", ["users", "@me"]) => Ok((200, people::bot())),
        ("POST", ["users", "@me", "channels"]) => {
            // Asked for twice, it is the same chat. A person who takes no messages is only known by writing there.
            let person = body["recipient_id"].as_str().and_then(|id| id.parse().ok()).unwrap_or_default();
            Ok((200, json!({ "id": people::direct_channel(person).to_string(), "type": 1 })))
        }
        ("PUT", ["applications", id, "commands"]) if *id == APPLICATION.to_string() => {
            registered::commands(body).map(|()| {
                state.commands = body.clone();
                (200, json!([]))
            })
        }
        ("GET", ["guilds", id]) if *id == GUILD.to_string() && !state.removed => Ok((200, guild(state))),
        ("GET", ["guilds", id, ..]) if *id != GUILD.to_string() || state.removed => {
            Err((403, json!({ "message": "Missing Access", "code": 50_001 })))
        }
        ("GET", ["guilds", _, "members", person]) => {
            let roles = state.roles.get(&person.parse().unwrap_or_default()).cloned().unwrap_or_default();
            Ok((200, json!({ "roles": roles.iter().map(u64::to_string).collect::<Vec<_>>() })))
        }
        ("POST", ["interactions", id, token, "callback"]) => acknowledge(state, id, token, body),
        ("POST", ["webhooks", _, token]) => {
            alive(state, token).and_then(|channel| send(state, channel, Some(token), body))
        }
        ("PATCH", ["webhooks", _, token, "messages", "@original"]) => alive(state, token).and_then(|_| {
            let original = state.interactions.get(*token).and_then(|it| it.original);
            edit(state, original, body)
        }),
        ("PATCH", ["webhooks", _, token, "messages", id]) => {
            alive(state, token).and_then(|_| edit(state, id.parse().ok(), body))
        }
        ("DELETE", ["webhooks", _, token, "messages", "@original"]) => alive(state, token).and_then(|_| {
            let original = state.interactions.get(*token).and_then(|it| it.original);
            delete(state, original)
        }),
        ("DELETE", ["webhooks", _, token, "messages", id]) => {
            alive(state, token).and_then(|_| delete(state, id.parse().ok()))
        }
        ("POST", ["channels", channel, "messages", message, "threads"]) => thread(state, channel, message, body),
        ("GET", ["channels", channel]) => {
            let last = state.last_in(channel.parse().unwrap_or_default());
            let kind = i32::from(state.direct.contains(*channel));
            Ok((200, json!({ "id": channel, "type": kind, "last_message_id": last })))
        }
        ("GET", ["channels", channel, "messages"]) => {
            match channel.parse().ok().and_then(|id: u64| state.closed.get(&id)) {
                Some((403, code)) => Err((403, json!({ "message": "Missing Access", "code": code }))),
                _ => Ok((200, history(state, channel, query))),
            }
        }
        ("POST", ["channels", channel, "messages"]) => send(state, channel.parse().unwrap_or_default(), None, body),
        ("PATCH", ["channels", _, "messages", id]) => edit(state, id.parse().ok(), body),
        ("DELETE", ["channels", _, "messages", id]) => delete(state, id.parse().ok()),
        ("POST", ["channels", _, "typing"]) => Ok((204, Value::Null)),
        _ => Err((404, json!({ "message": "404: Not Found", "code": 0 }))),
    };
    outcome.unwrap_or_else(|refusal| refusal)
}

fn guild(state: &State) -> Value {
    let role = |(id, role): (&u64, &Role)| json!({ "id": id.to_string(), "name": role.name, "permissions": role.permissions.to_string() });
    let roles: Vec<Value> = state.server_roles.iter().map(role).collect();
    json!({ "id": GUILD.to_string(), "owner_id": "5", "roles": roles })
}

fn unknown(what: &str, code: u64) -> Refusal {
    (404, json!({ "message": format!("Unknown {what}"), "code": code }))
}

fn acknowledge(state: &mut State, id: &str, token: &str, body: &Value) -> Result<(u16, Value), Refusal> {
    let now = state.now();
    let Some(it) = state.interactions.get(token).cloned().filter(|it| it.id.to_string() == id) else {
        return Err(unknown("interaction", 10_062));
    };
    if it.original.is_some() || it.shown.is_some() {
        return Err((400, json!({ "message": "Interaction has already been acknowledged.", "code": 40_060 })));
    }
    if now - it.began > ACKNOWLEDGE_WITHIN {
        return Err(unknown("interaction", 10_062));
    }
    // Suggestions are for typing alone, and a form does not answer a form.
    let message = match (body["type"].as_u64(), it.kind) {
        (Some(4), 2 | 3 | 5) => limits::message(&body["data"]).map(|()| Some(body["data"].clone()))?,
        (Some(5), 2 | 3 | 5) => Some(Value::Null),
        (Some(8), 4) => limits::suggestions(&body["data"]).map(|()| None)?,
        (Some(9), 2 | 3) => limits::form(&body["data"]).map(|()| None)?,
        _ => return Err((400, json!({ "message": "Invalid Form Body", "code": 50_035 }))),
    };
    let original = message.map(|message| state.message(it.channel, Some(token), message));
    if let Some(it) = state.interactions.get_mut(token) {
        it.original = original;
        it.shown = original.is_none().then(|| body["data"].clone());
    }
    Ok((204, Value::Null))
}

/// The channel of an interaction that can be answered.
fn alive(state: &State, token: &str) -> Result<u64, Refusal> {
    match state.interactions.get(token) {
        Some(it) if state.now() - it.began > TOKEN_LIFE => {
            Err((401, json!({ "message": "Invalid Webhook Token", "code": 50_027 })))
        }
        Some(it) if it.original.is_some() => Ok(it.channel),
        _ => Err(unknown("Webhook", 10_015)),
    }
}

fn check(state: &State, body: &Value) -> Result<(), Refusal> {
    if state.refuse_embeds && body["embeds"].as_array().is_some_and(|it| !it.is_empty()) {
        return Err((
            400,
            json!({ "message": "Invalid Form Body", "code": 50_035,
            "errors": { "embeds": { "_errors": [{ "code": "REFUSED", "message": "Not today." }] } } }),
        ));
    }
    limits::message(body)
}

/// Makes a thread from a message; it has the message's id.
fn thread(state: &mut State, channel: &str, message: &str, body: &Value) -> Result<(u16, Value), Refusal> {
    limits::needed("name", &body["name"])?;
    limits::at_most("name", &body["name"], 100)?;
    let (channel, id): (u64, u64) = (channel.parse().unwrap_or_default(), message.parse().unwrap_or_default());
    if state.threads.contains(&channel) {
        return Err((400, json!({ "message": "Cannot execute action on this channel type", "code": 50_024 })));
    }
    if let Some((status, code)) = state.closed.get(&channel) {
        return Err((*status, json!({ "message": "Missing Permissions", "code": code })));
    }
    if state.no_threads {
        return Err((403, json!({ "message": "Missing Permissions", "code": 50_013 })));
    }
    if !state.messages.iter().any(|it| it.id == id && it.channel == channel && !it.deleted) {
        return Err(unknown("Message", 10_008));
    }
    if !state.threads.insert(id) {
        return Err((400, json!({ "message": "A thread has already been created for this message", "code": 160_004 })));
    }
    state.dispatch("THREAD_CREATE", super::servers::thread(id));
    Ok((201, json!({ "id": message, "type": 11, "name": body["name"], "parent_id": channel.to_string() })))
}

/// Messages of a channel after one, the first of them, the latest first. Nonces are not kept.
fn history(state: &State, channel: &str, query: &str) -> Value {
    let given =
        |name: &str| query.split('&').find_map(|it| it.strip_prefix(name)?.strip_prefix('=')?.parse::<u64>().ok());
    let (after, limit) = (given("after").unwrap_or_default(), given("limit").unwrap_or(50).clamp(1, 100));
    let is_hidden = state.hidden || channel.parse().is_ok_and(|channel: u64| state.hidden_in.contains(&channel));
    let shown = |it: &&Shown| it.channel.to_string() == channel && it.id > after && !it.deleted && !is_hidden;
    let own = state.messages.iter().filter(shown);
    let as_told = |it: &Shown| {
        let mut message = people::message(it.id, it.channel, people::bot(), it.content().trim());
        for part in ["embeds", "components", "attachments"] {
            if it.body[part].is_array() {
                message[part] = it.body[part].clone();
            }
        }
        message["message_reference"] = it.body["message_reference"].clone();
        let asked = it.interaction.as_ref().and_then(|token| state.interactions.get(token));
        if let Some(asked) = asked {
            message["interaction_metadata"] = json!({ "id": asked.id.to_string(), "type": asked.kind });
        }
        message
    };
    let said = state.said.iter().filter(|it| it["channel_id"] == channel && number(&it["id"]) > after && !is_hidden);
    let mut page: Vec<Value> = own.map(as_told).chain(said.cloned()).collect();
    page.sort_by_key(|it| number(&it["id"]));
    page.truncate(usize::try_from(limit).unwrap_or(1));
    page.reverse();
    Value::Array(page)
}

fn number(id: &Value) -> u64 {
    id.as_str().and_then(|id| id.parse().ok()).unwrap_or_default()
}

fn send(state: &mut State, channel: u64, token: Option<&str>, body: &Value) -> Result<(u16, Value), Refusal> {
    if let Some((status, code)) = state.closed.get(&channel).filter(|_| token.is_none()) {
        return Err((*status, json!({ "message": "Not here", "code": code })));
    }
    check(state, body)?;
    let now = state.now();
    let fresh = |it: &Shown| now.saturating_sub(EPOCH + (it.id >> 22)) < NONCE_LIFE;
    let same = |it: &&Shown| it.channel == channel && it.body["nonce"] == body["nonce"] && fresh(it);
    let known = state.messages.iter().find(same);
    let id = match known.filter(|_| body["enforce_nonce"] == true) {
        Some(known) => known.id,
        None => state.message(channel, token, body.clone()),
    };
    if state.lose_next {
        state.lose_next = false;
        return Err((502, Value::Null));
    }
    Ok((200, people::message(id, channel, people::bot(), body["content"].as_str().unwrap_or_default())))
}

fn edit(state: &mut State, id: Option<u64>, body: &Value) -> Result<(u16, Value), Refusal> {
    let at = state.messages.iter().position(|it| Some(it.id) == id && !it.deleted);
    let Some(at) = at else { return Err(unknown("Message", 10_008)) };
    let mut edited = state.messages[at].body.clone();
    if let (Some(old), Some(new)) = (edited.as_object_mut(), body.as_object()) {
        old.extend(new.clone());
    } else {
        edited = body.clone();
    }
    check(state, &edited)?;
    let message = &mut state.messages[at];
    message.body = edited;
    message.edits += 1;
    Ok((200, people::message(message.id, message.channel, people::bot(), message.content())))
}

fn delete(state: &mut State, id: Option<u64>) -> Result<(u16, Value), Refusal> {
    match state.messages.iter_mut().find(|it| Some(it.id) == id && !it.deleted) {
        Some(message) => {
            message.deleted = true;
            Ok((204, Value::Null))
        }
        None => Err(unknown("Message", 10_008)),
    }
}
