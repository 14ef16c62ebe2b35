//! Servers that answer as a test says, and requests to them.

use std::convert::Infallible;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{Json, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use copydesk_llm::{
    Completion, Limits, LlmError, Message, Model, Output, Prompt, RemoteModel, RemoteSettings, Role, Sampling, Scope,
    Usage,
};
use futures::{StreamExt, stream};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

pub const KEY: &str = "sk-very-secret";

/// What a server was asked, headers and body.
#[derive(Debug, Clone, Default)]
pub struct Asked(Arc<Mutex<Vec<(HeaderMap, Value)>>>);

impl Asked {
    pub fn count(&self) -> usize {
        self.0.lock().unwrap().len()
    }

    pub fn headers(&self, request: usize) -> HeaderMap {
        self.0.lock().unwrap()[request].0.clone()
    }

    pub fn body(&self, request: usize) -> Value {
        self.0.lock().unwrap()[request].1.clone()
    }

    pub fn bodies(&self) -> Vec<Value> {
        self.0.lock().unwrap().iter().map(|(_, body)| body.clone()).collect()
    }
}

/// A server that gives the number of each request to `answer`, and its address.
pub async fn server(answer: impl Fn(usize) -> Response + Clone + Send + Sync + 'static) -> (String, Asked) {
    answering(move |number, _| std::future::ready(answer(number))).await
}

/// A server that gives each request, its number and its body, to `answer`.
pub async fn answering<A: Future<Output = Response> + Send>(
    answer: impl Fn(usize, Value) -> A + Clone + Send + Sync + 'static,
) -> (String, Asked) {
    let asked = Asked::default();
    let handler = async move |State(asked): State<Asked>, headers: HeaderMap, Json(body): Json<Value>| {
        let number = {
            let mut asked = asked.0.lock().unwrap();
            asked.push((headers, body.clone()));
            asked.len() - 1
        };
        answer(number, body).await
    };
    let routes =
        Router::new().route("/v1/chat/completions", post(handler.clone())).route("/v1/embeddings", post(handler));
    let router = routes.with_state(asked.clone());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/v1", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    (url, asked)
}

/// A server that writes `pieces` one after the other, each in a packet of its own, and hangs up.
pub async fn raw_server(pieces: Vec<Vec<u8>>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/v1/", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.unwrap();
        socket.set_nodelay(true).unwrap();
        let _ = socket.read(&mut [0; 4096]).await.unwrap();
        for piece in pieces {
            socket.write_all(&piece).await.unwrap();
            socket.flush().await.unwrap();
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    });
    url
}

/// An address where nobody listens.
pub async fn nobody() -> String {
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap();
    format!("http://{}/v1", closed.local_addr().unwrap())
}

pub fn event_stream(body: impl Into<Body>) -> Response {
    ([("content-type", "text/event-stream")], body.into()).into_response()
}

/// A complete answer.
pub fn says(text: &str) -> Response {
    event_stream(events(&[text]))
}

/// An answer that is cut after `text`.
pub fn cut_after(text: &str) -> Response {
    let event = json!({ "choices": [{ "delta": { "content": text }, "finish_reason": null }] });
    event_stream(format!("data: {event}\n\n"))
}

pub fn status(status: u16, body: &'static str) -> Response {
    (StatusCode::from_u16(status).unwrap(), body).into_response()
}

/// OpenAI's way to refuse a parameter.
pub fn refuses(param: &str, message: &str) -> Response {
    let error = json!({ "error": { "message": message, "param": param, "code": "unsupported_parameter" } });
    (StatusCode::BAD_REQUEST, Json(error)).into_response()
}

/// The events of an answer, `pieces` of text and the end.
pub fn events(pieces: &[&str]) -> String {
    let delta = |piece: &&str| json!({ "choices": [{ "delta": { "content": piece }, "finish_reason": null }] });
    let mut lines: Vec<Value> = pieces.iter().map(delta).collect();
    lines.push(json!({ "choices": [{ "delta": {}, "finish_reason": "stop" }] }));
    lines.push(json!({ "choices": [], "usage": { "prompt_tokens": 9, "completion_tokens": 4, "odd": [] } }));
    let lines: String = lines.iter().map(|line| format!("data: {line}\n\n")).collect();
    format!("{lines}data: [DONE]\n\n")
}

/// A stream that says one word, if any, and then nothing.
pub fn silent_stream(word: Option<&str>) -> Response {
    let event = |word| format!("data: {}\n\n", json!({ "choices": [{ "delta": { "content": word } }] }));
    let words = word.map(event).map(Ok::<_, Infallible>);
    event_stream(Body::from_stream(stream::iter(words).chain(stream::pending())))
}

/// Settings that try once, so that a test sees each error, and never end a pause.
pub fn settings(base_url: &str) -> RemoteSettings {
    RemoteSettings {
        api_key: Some(KEY.into()),
        first_token: Duration::from_secs(20),
        queue: 8,
        attempts: 1,
        retry_base: Duration::from_millis(1),
        breaker_pause: Duration::from_secs(3600),
        ..RemoteSettings::new(base_url, "small")
    }
}

/// A model that tries three times.
pub fn patient(base_url: &str) -> RemoteModel {
    RemoteModel::new(RemoteSettings { attempts: 3, ..settings(base_url) }).unwrap()
}

pub fn model(base_url: &str) -> RemoteModel {
    RemoteModel::new(settings(base_url)).unwrap()
}

pub fn completion() -> Completion {
    Completion {
        prompt: Prompt::Chat(vec![Message {
            role: Role::User,
            scope: Scope::Request,
            text: "A slogan, please.".into(),
        }]),
        openings: vec![String::new()],
        sampling: Sampling { temperature: 0.5, min_p: 0.05, repeat_penalty: 1.1, seed: 7 },
        limits: Limits {
            max_tokens: 50,
            min_tokens: 0,
            stop: Vec::new(),
            deadline: Duration::from_secs(30),
            longest_pause: Duration::MAX,
        },
        schema: None,
        anew: false,
        team: "north".into(),
        cancel: CancellationToken::new(),
    }
}

/// Every answer of `model`.
pub async fn answers(model: &dyn Model, completion: Completion) -> Result<(Vec<Output>, Usage), LlmError> {
    model.generate(completion).await?.collect().await
}

pub async fn answer(url: &str, completion: Completion) -> Result<(Vec<Output>, Usage), LlmError> {
    answers(&model(url), completion).await
}

/// The text of the only answer of `model`.
pub async fn text_of(model: &dyn Model, completion: Completion) -> Result<String, LlmError> {
    answers(model, completion).await.map(|(outputs, _)| outputs[0].text.clone())
}

/// The text of the only answer.
pub async fn text(url: &str) -> Result<String, LlmError> {
    text_of(&model(url), completion()).await
}
