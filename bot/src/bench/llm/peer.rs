//! An OpenAI-compatible server. What only llama.cpp's server understands, others ignore: answers of an exact length, and
//! how much of a prompt was computed.

use std::time::{Duration, Instant};

use futures::StreamExt;
use serde_json::{Value, json};

use super::workload::{ANSWER_TOKENS, Request};
use super::{Answered, Side};

pub(super) struct Peer {
    url: String,
    client: reqwest::Client,
    /// What the server says of itself.
    pub(super) build: String,
}

impl Peer {
    /// Finds out who answers at `url`.
    pub(super) async fn connect(url: &str) -> Result<Self, String> {
        // Fails if there is one already, which serves as well.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client =
            reqwest::Client::builder().no_proxy().pool_max_idle_per_host(0).timeout(Duration::from_secs(900)).build();
        let client = client.map_err(|error| format!("No HTTP client: {error}."))?;
        let url = url.trim_end_matches('/').to_owned();
        let gone = |error: reqwest::Error| format!("No server answers at {url}: {}.", error.without_url());
        client.get(format!("{url}/models")).send().await.map_err(gone)?;
        let props = format!("{}/props", url.trim_end_matches("/v1"));
        let props: Value = match client.get(props).send().await {
            Ok(response) => response.json().await.unwrap_or_default(),
            Err(_) => Value::Null,
        };
        let build = props["build_info"].as_str().unwrap_or("a server that does not tell its version").to_owned();
        Ok(Self { url, client, build })
    }
}

#[async_trait::async_trait]
impl Side for Peer {
    async fn answer(&self, request: &Request) -> Result<Answered, String> {
        let mut body = json!({
            "messages": [
                { "role": "system", "content": format!("{}{}", request.common, request.brand) },
                { "role": "user", "content": request.wish },
            ],
            "model": "default", "stream": true, "stream_options": { "include_usage": true },
            "temperature": 0.7, "min_p": 0.05, "repeat_penalty": 1.0, "seed": 1, "n": request.answers,
            "max_tokens": ANSWER_TOKENS, "ignore_eos": true, "cache_prompt": true, "timings_per_token": false,
        });
        if let Some(schema) = &request.schema {
            body["response_format"] = json!({
                "type": "json_schema", "json_schema": { "name": "answer", "strict": true, "schema": schema.value() },
            });
            body["max_tokens"] = json!(4 * ANSWER_TOKENS);
            body["ignore_eos"] = json!(false);
        }
        let failed = |error: reqwest::Error| format!("The server failed: {}.", error.without_url());
        let sent = Instant::now();
        let response = self.client.post(format!("{}/chat/completions", self.url)).json(&body).send().await;
        let response = response.map_err(failed)?;
        if !response.status().is_success() {
            let (status, text) = (response.status(), response.text().await.unwrap_or_default());
            return Err(format!("The server refused a request ({status}): {text}"));
        }
        let mut bytes = response.bytes_stream();
        let (mut line, mut first, mut end) = (Vec::new(), None, Ends::default());
        while let Some(chunk) = bytes.next().await {
            for byte in chunk.map_err(failed)? {
                if byte != b'\n' {
                    line.push(byte);
                    continue;
                }
                let event = line.strip_prefix(b"data: ").and_then(|data| serde_json::from_slice::<Value>(data).ok());
                line.clear();
                let Some(event) = event else { continue };
                if event["choices"][0]["delta"]["content"].as_str().is_some_and(|text| !text.is_empty()) {
                    first.get_or_insert_with(|| sent.elapsed());
                }
                end.take_in(&event);
            }
        }
        let mut answered = end.answered(first.ok_or("The server answered nothing.")?)?;
        // llama.cpp's server counts the tokens of one of the answers.
        if answered.output_tokens == ANSWER_TOKENS {
            answered.output_tokens *= u32::try_from(request.answers).unwrap_or(1);
        }
        Ok(answered)
    }
}

/// The counts at the end of a stream.
#[derive(Debug, Default)]
struct Ends {
    output: Option<u64>,
    prompt: u64,
    cached: u64,
}

impl Ends {
    fn take_in(&mut self, event: &Value) {
        let number = |pointer: &str| event.pointer(pointer).and_then(Value::as_u64);
        self.output = number("/usage/completion_tokens").or(self.output);
        self.prompt = number("/usage/prompt_tokens").unwrap_or(self.prompt);
        self.cached = number("/usage/prompt_tokens_details/cached_tokens").unwrap_or(self.cached);
        // llama.cpp's own figures know better.
        if let (Some(computed), Some(cached)) = (number("/timings/prompt_n"), number("/timings/cache_n")) {
            (self.prompt, self.cached) = (computed + cached, cached);
        }
    }

    fn answered(&self, first: Duration) -> Result<Answered, String> {
        let small = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
        Ok(Answered {
            first,
            output_tokens: small(self.output.ok_or("The server does not tell how many tokens it wrote.")?),
            computed: small(self.prompt.saturating_sub(self.cached)),
            reused: small(self.cached),
        })
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed test may panic")]
mod tests {
    use super::*;

    #[test]
    fn a_servers_own_counts_stand_over_the_usual_ones() {
        let mut ends = Ends::default();
        ends.take_in(&json!({ "usage": { "completion_tokens": 100, "prompt_tokens": 640 } }));
        let usual = ends.answered(Duration::ZERO).unwrap();
        assert_eq!((usual.output_tokens, usual.computed, usual.reused), (100, 640, 0));
        ends.take_in(&json!({ "timings": { "prompt_n": 40, "cache_n": 600 } }));
        let own = ends.answered(Duration::ZERO).unwrap();
        assert_eq!((own.output_tokens, own.computed, own.reused), (100, 40, 600));
        assert!(Ends::default().answered(Duration::ZERO).is_err());
    }
}
