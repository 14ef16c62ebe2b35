//! A fine-tuning job on an OpenAI-compatible server: the files are uploaded, the job is begun, and followed to its end.

use std::time::Duration;

use reqwest::header::CONTENT_TYPE;
use reqwest::{Client, Method, RequestBuilder, redirect};
use serde_json::{Value, json};

use crate::config::Server;

/// A server that says nothing for so long is gone.
const SILENCE: Duration = Duration::from_secs(60);
/// Between what stands in a form; no line of JSON has it.
const BOUNDARY: &str = "copydesk-form-5b1f0e7c9d";
/// Times in a row that the server may not say how the job does.
const MOST_SILENT: u32 = 5;

/// Why a job did not come to its end.
#[derive(Debug, thiserror::Error)]
pub enum FineTuningError {
    /// The configuration has no key.
    #[error("{0}")]
    NoKey(String),
    /// The server can't be reached, or takes too long.
    #[error("can't reach {address}: {reason}")]
    Unreachable {
        /// The address.
        address: String,
        /// What the network said.
        reason: String,
    },
    /// The server says no.
    #[error("{address} answered {status}: {reason}")]
    Refused {
        /// The address.
        address: String,
        /// The HTTP status.
        status: u16,
        /// What it said, shortened.
        reason: String,
    },
    /// An answer without what it has to have.
    #[error("{address} answered without {missing}")]
    Strange {
        /// The address.
        address: String,
        /// The field.
        missing: &'static str,
    },
    /// The job ended without a model.
    #[error("the job {job} ended as {status}: {reason}")]
    Ended {
        /// Its id.
        job: String,
        /// Its last status.
        status: String,
        /// What the server said about it.
        reason: String,
    },
}

/// What is to be trained.
pub struct Job<'a> {
    /// The server's name of the model to begin with.
    pub base_model: &'a str,
    /// Chats, one a line.
    pub training: &'a str,
    /// The same, to validate with; none if empty.
    pub validation: &'a str,
    /// Between two looks at how it does.
    pub pause: Duration,
}

/// Submits a job, tells each new status, and returns the name of the model that came of it.
///
/// # Errors
/// See [`FineTuningError`].
pub async fn run(server: &Server, job: &Job<'_>, tell: &mut dyn FnMut(&str)) -> Result<String, FineTuningError> {
    let key = server.key.as_ref().map_err(|reason| FineTuningError::NoKey(reason.clone()))?;
    // Fails if some crate has installed one already, which serves as well.
    let _ = rustls::crypto::ring::default_provider().install_default();
    // The key goes to nobody whom the configuration does not name.
    let client = Client::builder().read_timeout(SILENCE).connect_timeout(SILENCE).redirect(redirect::Policy::none());
    let is_here = ["//127.0.0.1", "//localhost", "//[::1]"].iter().any(|host| server.base_url.contains(host));
    let client = if is_here { client.no_proxy() } else { client }.build();
    let client = client.map_err(|error| FineTuningError::Unreachable {
        address: server.base_url.clone(),
        reason: error.without_url().to_string(),
    })?;
    let there =
        There { client, base: server.base_url.trim_end_matches('/'), key: key.as_ref().map(|key| key.reveal()) };
    let training = there.upload("training.jsonl", job.training).await?;
    tell(&format!("uploaded {} lines for training as {training}", job.training.lines().count()));
    let mut body = json!({ "model": job.base_model, "training_file": training });
    if !job.validation.is_empty() {
        let validation = there.upload("validation.jsonl", job.validation).await?;
        tell(&format!("uploaded {} lines for validation as {validation}", job.validation.lines().count()));
        body["validation_file"] = json!(validation);
    }
    let begun = there.send(Method::POST, "/fine_tuning/jobs", |request| request.json(&body)).await?;
    let id = text(&begun, "id").ok_or_else(|| there.strange("/fine_tuning/jobs", "id"))?.to_owned();
    tell(&format!("job {id} is submitted"));
    let path = format!("/fine_tuning/jobs/{id}");
    let (mut last, mut silent, mut state) = (String::new(), 0, begun);
    loop {
        let status = text(&state, "status").unwrap_or("unknown").to_owned();
        if status != last {
            tell(&format!("job {id}: {status}"));
        }
        match status.as_str() {
            "succeeded" => {
                let made = text(&state, "fine_tuned_model").map(str::to_owned);
                return made.ok_or_else(|| there.strange(&path, "fine_tuned_model"));
            }
            "failed" | "cancelled" => {
                let reason = state.pointer("/error/message").and_then(Value::as_str).unwrap_or("no reason given");
                return Err(FineTuningError::Ended { job: id, status, reason: shortened(reason) });
            }
            _ => last = status,
        }
        tokio::time::sleep(job.pause).await;
        match there.send(Method::GET, &path, |request| request).await {
            Ok(found) => (state, silent) = (found, 0),
            // The job goes on over there, whether this connection does or not.
            Err(FineTuningError::Unreachable { .. }) if silent < MOST_SILENT => silent += 1,
            Err(FineTuningError::Refused { status: 429 | 500..=599, .. }) if silent < MOST_SILENT => silent += 1,
            Err(error) => return Err(error),
        }
    }
}

struct There<'a> {
    client: Client,
    base: &'a str,
    key: Option<&'a str>,
}

impl There<'_> {
    async fn upload(&self, name: &str, lines: &str) -> Result<String, FineTuningError> {
        let body = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nfine-tune\r\n--{BOUNDARY}\r\n\
             Content-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: application/jsonl\r\n\r\n\
             {lines}\r\n--{BOUNDARY}--\r\n"
        );
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        let answer = self.send(Method::POST, "/files", |request| request.header(CONTENT_TYPE, kind).body(body)).await?;
        text(&answer, "id").map(str::to_owned).ok_or_else(|| self.strange("/files", "id"))
    }

    async fn send(
        &self,
        method: Method,
        path: &str,
        fill: impl FnOnce(RequestBuilder) -> RequestBuilder,
    ) -> Result<Value, FineTuningError> {
        let address = format!("{}{path}", self.base);
        let mut request = self.client.request(method, &address);
        if let Some(key) = self.key {
            request = request.bearer_auth(key);
        }
        let unreachable = |error: reqwest::Error| FineTuningError::Unreachable {
            address: address.clone(),
            reason: error.without_url().to_string(),
        };
        let response = fill(request).send().await.map_err(unreachable)?;
        let status = response.status();
        let body = response.text().await.map_err(unreachable)?;
        let read: Option<Value> = serde_json::from_str(&body).ok();
        if !status.is_success() {
            let said = read.as_ref().and_then(|it| it.pointer("/error/message")).and_then(Value::as_str);
            let reason = shortened(said.unwrap_or(&body));
            return Err(FineTuningError::Refused { address, status: status.as_u16(), reason });
        }
        read.ok_or(FineTuningError::Strange { address, missing: "JSON" })
    }

    fn strange(&self, path: &str, missing: &'static str) -> FineTuningError {
        FineTuningError::Strange { address: format!("{}{path}", self.base), missing }
    }
}

fn text<'a>(value: &'a Value, name: &str) -> Option<&'a str> {
    value.get(name)?.as_str().filter(|text| !text.is_empty())
}

/// What a server said, on one line and not without end.
fn shortened(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").chars().filter(|c| !c.is_control()).take(300).collect()
}
