//! A server on this machine that speaks OpenAI's protocol and says what a test has written down.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::extract::{Json, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use serde_json::{Value, json};
use tokio::net::TcpListener;

/// A request as the server got it.
#[derive(Debug, Clone)]
pub struct Asked {
    pub headers: HeaderMap,
    pub body: Value,
}

impl Asked {
    /// Roles and texts of the messages.
    pub fn messages(&self) -> Vec<(&str, &str)> {
        let messages = self.body["messages"].as_array().unwrap().iter();
        messages.map(|it| (it["role"].as_str().unwrap(), it["content"].as_str().unwrap())).collect()
    }

    /// What the model is told beforehand.
    pub fn instructions(&self) -> &str {
        self.messages().iter().find(|(role, _)| *role == "system").unwrap().1
    }

    /// What the model is asked last.
    pub fn request(&self) -> &str {
        self.messages().iter().rfind(|(role, _)| *role == "user").unwrap().1
    }

    /// What the answer is made to begin with.
    pub fn opening(&self) -> &str {
        self.messages().last().filter(|(role, _)| *role == "assistant").map_or("", |(_, text)| text)
    }
}

/// The server; it ends with its test.
pub struct FakeOpenAi {
    pub url: String,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl FakeOpenAi {
    /// Streams the text that `answer` gives.
    pub async fn saying(answer: impl Fn(&Asked) -> String + Clone + Send + Sync + 'static) -> Self {
        Self::answering(move |asked| stream_of(&answer(asked))).await
    }

    /// Answers with whatever `answer` gives.
    pub async fn answering(answer: impl Fn(&Asked) -> Response + Clone + Send + Sync + 'static) -> Self {
        let asked = Arc::<Mutex<Vec<Asked>>>::default();
        let handler =
            async move |State(all): State<Arc<Mutex<Vec<Asked>>>>, headers: HeaderMap, Json(body): Json<Value>| {
                let asked = Asked { headers, body };
                let response = answer(&asked);
                all.lock().unwrap().push(asked);
                response
            };
        let router = Router::new().route("/v1/chat/completions", post(handler)).with_state(Arc::clone(&asked));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/v1", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url, asked }
    }

    /// Settings with this server as the model in use, "small" or "capable".
    pub fn settings(&self, capability: &str) -> String {
        settings(&self.url, capability)
    }

    /// Every request so far.
    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }
}

/// Settings with the model of a server.
pub fn settings(url: &str, capability: &str) -> String {
    format!(
        r#"
        llm.model = "fake"
        llm.deadline_seconds = 60
        tasks.ideas.rounds = 2
        [models.fake]
        kind = "remote"
        base_url = "{url}"
        model = "fake-1"
        api_key_env = "FAKE_KEY"
        languages = ["en", "zh"]
        weak_languages = ["zh"]
        style = "chat"
        capability = "{capability}"
        "#
    )
}

/// An answer in pieces, with its end and its token counts.
pub fn stream_of(text: &str) -> Response {
    let characters: Vec<char> = text.chars().collect();
    let pieces = characters.chunks(5).map(|piece| piece.iter().collect::<String>());
    let mut events: Vec<Value> = pieces.map(|piece| delta(&piece)).collect();
    events.push(json!({ "choices": [{ "delta": {}, "finish_reason": "stop" }] }));
    events.push(json!({ "choices": [], "usage": { "prompt_tokens": 100, "completion_tokens": 20 } }));
    let events: String = events.iter().map(|event| format!("data: {event}\n\n")).collect();
    event_stream(format!("{events}data: [DONE]\n\n"))
}

/// One piece of an answer.
pub fn delta(text: &str) -> Value {
    json!({ "choices": [{ "delta": { "content": text }, "finish_reason": null }] })
}

/// A body as an event stream.
pub fn event_stream(body: impl Into<Body>) -> Response {
    ([(header::CONTENT_TYPE, "text/event-stream")], body.into()).into_response()
}
