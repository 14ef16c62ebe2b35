//! Answers that follow a schema, from servers of every kind: each is asked in the strictest form that it takes, every
//! answer is checked, and a wrong one is given back once for repair.

use serde_json::Value;
use tokio::time::Instant;

use super::dialect::{Dialect, Form, names_form};
use super::exchange::{Answer, Cost, Shown, ask};
use super::failure::Failure;
use super::protocol::{self, Question};
use super::server::Server;
use crate::completion::{FinishReason, Role};
use crate::{LlmError, Schema};

/// Beginnings of an object that are looked at, in prose or bad JSON; each costs one look over the rest.
const BEGINNINGS: usize = 64;

/// The text of a JSON object that follows `schema`.
pub(super) async fn answer(
    server: &Server,
    question: &Question<'_>,
    schema: &Schema,
    end: Instant,
) -> Result<(String, Cost), Failure> {
    let (first, form) = ask_in_some_form(server, question, schema, end).await?;
    let fault = match json_in(&first.text, schema) {
        Ok(json) => return Ok((json.to_owned(), first.cost)),
        Err(fault) => fault,
    };
    // A server that follows the schema can't write anything but JSON: this one does not know the form.
    if form == Form::JsonSchema && first.reason == FinishReason::Stop && fault == Fault::NoObject {
        server.learn(Dialect::from(Form::JsonObject));
    }
    let fault = fault.told(&first);
    tracing::debug!(team.id = question.completion.team, "an answer is repaired that does not follow its schema");

    let mut said = vec![(Role::User, correction(&fault, schema))];
    if !first.text.trim().is_empty() {
        said.insert(0, (Role::Assistant, first.text.trim().to_owned()));
    }
    let question = Question { schema: Some((form, schema)), said: &said, ..*question };
    let second = ask(server, &question, end, Shown::Later).await?;
    let cost = Cost {
        prompt_tokens: first.cost.prompt_tokens.saturating_add(second.cost.prompt_tokens),
        reused_tokens: first.cost.reused_tokens.saturating_add(second.cost.reused_tokens),
        output_tokens: first.cost.output_tokens.saturating_add(second.cost.output_tokens),
        sent: first.cost.sent,
        first_token: second.cost.first_token,
    };
    match json_in(&second.text, schema) {
        Ok(json) => Ok((json.to_owned(), cost)),
        Err(fault) => Err(LlmError::OffSchema(protocol::shortened(&fault.told(&second))).into()),
    }
}

/// The first answer, in the strictest form that the server takes, and that form.
async fn ask_in_some_form(
    server: &Server,
    question: &Question<'_>,
    schema: &Schema,
    end: Instant,
) -> Result<(Answer, Form), Failure> {
    let mut form = server.dialect().form;
    let mut learnt = form;
    loop {
        let question = Question { schema: Some((form, schema)), ..*question };
        match ask(server, &question, end, Shown::Later).await {
            Ok(answer) => {
                server.learn(Dialect::from(learnt));
                return Ok((answer, form));
            }
            // Servers word it in many ways, and asking again costs nothing: it is learnt if the form is named.
            Err(Failure { refusal: Some(refusal), error, .. }) => {
                let weaker = form.weaker().ok_or(error)?;
                if learnt == form && names_form(&refusal) {
                    learnt = weaker;
                }
                form = weaker;
            }
            Err(failure) => return Err(failure),
        }
    }
}

fn correction(fault: &str, schema: &Schema) -> String {
    format!("This answer can't be used: {fault}. Give the corrected answer. {}", protocol::instruction(schema))
}

/// Why there is no usable JSON in an answer.
#[derive(Debug, PartialEq, Eq)]
enum Fault {
    NoObject,
    /// The fault, as a clause.
    OffSchema(String),
}

impl Fault {
    fn told(self, answer: &Answer) -> String {
        match self {
            Self::OffSchema(fault) => fault,
            Self::NoObject if answer.reason == FinishReason::Length => "it was cut, since it is too long".into(),
            Self::NoObject => "there is no complete JSON object in it".into(),
        }
    }
}

/// The JSON object in an answer, whatever stands around it: the first one that follows the schema.
fn json_in<'a>(answer: &'a str, schema: &Schema) -> Result<&'a str, Fault> {
    // Some servers send the end of the reasoning without its beginning.
    let answer = answer.rsplit_once("</think>").map_or(answer, |(_, behind)| behind);
    // Of wrong ones, the longest is the likeliest to be meant.
    let mut longest: Option<(usize, Value)> = None;
    let mut rest = answer;
    for _ in 0..BEGINNINGS {
        let Some(begin) = rest.find('{') else { break };
        rest = &rest[begin..];
        let mut values = serde_json::Deserializer::from_str(rest).into_iter::<Value>();
        let Some(Ok(value)) = values.next() else {
            rest = &rest[1..];
            continue;
        };
        let (json, behind) = rest.split_at(values.byte_offset());
        if schema.fault(&value).is_none() {
            return Ok(json);
        }
        if longest.as_ref().is_none_or(|(length, _)| *length < json.len()) {
            longest = Some((json.len(), value));
        }
        rest = behind;
    }
    let fault = longest.and_then(|(_, value)| schema.fault(&value));
    Err(fault.map_or(Fault::NoObject, Fault::OffSchema))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed test may panic")]
mod tests {
    use serde_json::json;

    use super::*;

    fn schema() -> Schema {
        let properties = json!({ "tone": { "enum": ["warm", "dry"] }, "inner": { "type": "object" } });
        Schema::new(json!({ "type": "object", "properties": properties, "required": ["tone"] })).unwrap()
    }

    #[test]
    fn the_object_is_found_in_what_models_put_around_it() {
        for answer in [
            r#"{"tone":"dry"}"#,
            "```json\n{\"tone\":\"dry\"}\n```",
            r#"Sure! Here {you} are: {"tone":"dry"} Anything {"else":1}?"#,
            r#"not {"tone":"loud"} but {"tone":"dry"}"#,
            r#"Perhaps {"tone":"warm"}? No.</think> {"tone":"dry"}"#,
        ] {
            assert_eq!(json_in(answer, &schema()), Ok(r#"{"tone":"dry"}"#), "{answer}");
        }
        let nested = r#"{"tone":"dry","inner":{"tone":"warm"}}"#;
        assert_eq!(json_in(nested, &schema()), Ok(nested));
    }

    #[test]
    fn what_is_wrong_is_told() {
        for answer in ["", "I can't.", r#"{"tone":"d"#, &"{".repeat(100_000)] {
            assert_eq!(json_in(answer, &schema()), Err(Fault::NoObject));
        }
        let fault = json_in(r#"{} {"tone":"loud"}"#, &schema()).unwrap_err();
        assert!(matches!(&fault, Fault::OffSchema(fault) if fault.contains("/tone")), "{fault:?}");
    }
}
