//! What is sent and what comes back, as JSON: only the fields that we need, so that a server's odd ones do no harm.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::dialect::{Dialect, Form, Parameter};
use crate::Schema;
use crate::completion::{Completion, Role};

/// The most stop strings that OpenAI takes; all of them are looked for here too.
const STOP_STRINGS: usize = 4;

/// The longest part of a server's message that a person is shown, in characters.
const MESSAGE: usize = 200;

/// One question to a server.
#[derive(Debug, Clone, Copy)]
pub(super) struct Question<'a> {
    pub(super) completion: &'a Completion,
    /// Which of the continuations.
    pub(super) continuation: usize,
    /// How the answer is made to follow a schema.
    pub(super) schema: Option<(Form, &'a Schema)>,
    /// What follows the prompt.
    pub(super) said: &'a [(Role, String)],
}

#[derive(Debug, Serialize)]
pub(super) struct Request<'a> {
    model: &'a str,
    messages: Vec<RequestMessage>,
    #[serde(skip_serializing_if = "Option::is_none")]
    temperature: Option<f32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_tokens: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_completion_tokens: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    seed: Option<u32>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    stop: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    response_format: Option<Value>,
    stream: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    stream_options: Option<StreamOptions>,
}

#[derive(Debug, Serialize)]
struct RequestMessage {
    role: &'static str,
    content: String,
}

#[derive(Debug, Serialize)]
struct StreamOptions {
    include_usage: bool,
}

impl<'a> Request<'a> {
    /// The request for one continuation, as the server takes it.
    pub(super) fn new(model: &'a str, question: &Question<'a>, dialect: &Dialect) -> Self {
        let Question { completion, continuation, schema, said } = *question;
        let message = |(role, content)| RequestMessage {
            role: match role {
                Role::System => "system",
                Role::User => "user",
                Role::Assistant => "assistant",
            },
            content,
        };
        let mut messages: Vec<_> = completion.prompt.messages().into_iter().map(message).collect();
        let (opening, _) = opening(&completion.openings[continuation]);
        if !opening.is_empty() {
            messages.push(RequestMessage { role: "assistant", content: opening.to_owned() });
        }
        messages.extend(said.iter().cloned().map(message));
        if let Some((Form::JsonObject | Form::Text, schema)) = schema {
            instruct(&mut messages, &instruction(schema));
        }
        let sent = |parameter, value| dialect.takes(parameter).then_some(value);
        let max_tokens = sent(Parameter::MaxTokens, completion.limits.max_tokens);
        let seed = completion.sampling.seed.wrapping_add(u32::try_from(continuation).unwrap_or(u32::MAX));
        let stop = &completion.limits.stop;
        Self {
            model,
            messages,
            temperature: dialect.takes(Parameter::Temperature).then_some(completion.sampling.temperature),
            max_tokens,
            max_completion_tokens: max_tokens.is_none().then_some(completion.limits.max_tokens),
            seed: sent(Parameter::Seed, seed),
            stop: if dialect.takes(Parameter::Stop) { &stop[..stop.len().min(STOP_STRINGS)] } else { &[] },
            response_format: schema.and_then(response_format),
            stream: true,
            stream_options: dialect.takes(Parameter::StreamOptions).then_some(StreamOptions { include_usage: true }),
        }
    }

    /// The text of all messages.
    pub(super) fn text(&self) -> String {
        self.messages.iter().map(|message| message.content.as_str()).collect::<Vec<_>>().join("\n")
    }
}

fn response_format((form, schema): (Form, &Schema)) -> Option<Value> {
    match form {
        Form::JsonSchema => Some(json!({
            "type": "json_schema",
            "json_schema": { "name": "answer", "strict": true, "schema": schema.value() },
        })),
        Form::JsonObject => Some(json!({ "type": "json_object" })),
        Form::Text => None,
    }
}

/// Tells a model to answer in JSON. OpenAI takes `json_object` only if the prompt has the word.
pub(super) fn instruction(schema: &Schema) -> String {
    format!(
        "Answer with one JSON object and nothing else: no explanation, no code fence. It has to follow this JSON \
         schema:\n{}",
        schema.value()
    )
}

/// Adds to the end, where the beginning of the prompt stays as it was: servers keep what they computed for it.
fn instruct(messages: &mut Vec<RequestMessage>, instruction: &str) {
    match messages.last_mut() {
        Some(last) if last.role == "user" => {
            last.content.push_str("\n\n");
            last.content.push_str(instruction);
        }
        _ => messages.push(RequestMessage { role: "user", content: instruction.to_owned() }),
    }
}

/// An opening as it is sent, and the spaces at its end: some servers refuse them, and models begin a word with its space.
pub(super) fn opening(text: &str) -> (&str, &str) {
    text.split_at(text.trim_end_matches(' ').len())
}

/// One event of the stream.
#[derive(Debug, Deserialize)]
pub(super) struct Chunk {
    choices: Option<Vec<Choice>>,
    pub(super) usage: Option<TokenCounts>,
    pub(super) error: Option<Value>,
}

impl Chunk {
    /// The only choice that we ask for; the event with the token counts has none.
    pub(super) fn choice(&mut self) -> Option<Choice> {
        self.choices.take()?.into_iter().next()
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct Choice {
    pub(super) delta: Option<Delta>,
    pub(super) finish_reason: Option<String>,
}

/// New text. Reasoning comes in fields of its own, which are not shown.
#[derive(Debug, Deserialize)]
pub(super) struct Delta {
    pub(super) content: Option<String>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
pub(super) struct TokenCounts {
    pub(super) prompt_tokens: Option<u32>,
    pub(super) completion_tokens: Option<u32>,
    prompt_tokens_details: Option<PromptTokensDetails>,
}

impl TokenCounts {
    pub(super) fn cached_tokens(&self) -> u32 {
        self.prompt_tokens_details.and_then(|details| details.cached_tokens).unwrap_or(0)
    }
}

#[derive(Debug, Clone, Copy, Deserialize)]
struct PromptTokensDetails {
    cached_tokens: Option<u32>,
}

/// The message in the body of an error, whatever its form, cut to what a person would read.
pub(super) fn error_message(body: &[u8]) -> String {
    let message = match serde_json::from_slice::<Value>(body) {
        Ok(value) => message_in(&value).unwrap_or_else(|| value.to_string()),
        Err(_) => String::from_utf8_lossy(body).into_owned(),
    };
    shortened(&message)
}

/// `text` on one line, cut to what a person would read.
pub(super) fn shortened(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(MESSAGE) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// OpenAI's form, and those of vLLM, FastAPI and Ollama.
pub(super) fn message_in(value: &Value) -> Option<String> {
    let message = ["/error/message", "/message", "/detail", "/error"];
    message.iter().find_map(|place| value.pointer(place)?.as_str().map(str::to_owned))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn servers_tell_what_is_wrong_in_different_forms() {
        assert_eq!(error_message(br#"{"error":{"message":"no such  model","code":404}}"#), "no such model");
        assert_eq!(error_message(br#"{"error":"model not found"}"#), "model not found");
        assert_eq!(error_message(br#"{"detail":"Not Found"}"#), "Not Found");
        assert_eq!(error_message(b"<h1>Bad\nGateway</h1>"), "<h1>Bad Gateway</h1>");
        assert_eq!(error_message("错".repeat(300).as_bytes()).chars().count(), 201);
    }
}
