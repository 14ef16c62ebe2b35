//! Answers that follow a schema, from servers that know schemas and from those that do not.

use axum::response::Response;
use copydesk_llm::{Completion, Event, FinishReason, LlmError, Model, Schema};
use serde_json::{Value, json};

use crate::support::*;

fn job() -> Completion {
    let properties = json!({ "tone": { "enum": ["warm", "dry"] }, "words": { "type": "integer" } });
    let schema = json!({ "type": "object", "properties": properties, "required": ["tone", "words"] });
    Completion { schema: Some(Schema::new(schema).unwrap()), ..completion() }
}

const GOOD: &str = r#"{"tone":"dry","words":7}"#;
const WRONG: &str = r#"{"tone":"loud","words":7}"#;

/// A server that takes only some forms of `response_format`; none is "text".
async fn knows(forms: &'static [&'static str], answer: fn() -> Response) -> (String, Asked) {
    answering(move |_, body| {
        std::future::ready(match body.pointer("/response_format/type") {
            None => answer(),
            Some(form) if forms.iter().any(|known| form == known) => answer(),
            Some(_) => refuses("response_format", "This response_format type is unavailable now"),
        })
    })
    .await
}

fn forms(asked: &Asked) -> Vec<String> {
    let form =
        |body: &Value| body.pointer("/response_format/type").map_or("text", |form| form.as_str().unwrap()).into();
    asked.bodies().iter().map(form).collect()
}

fn last_message(body: &Value) -> String {
    body["messages"].as_array().unwrap().last().unwrap()["content"].as_str().unwrap().into()
}

#[tokio::test]
async fn a_schema_is_sent_and_the_answer_comes_whole() {
    let (url, asked) = server(|_| event_stream(events(&["<think>{}</think>", &GOOD[..5], &GOOD[5..]]))).await;
    let mut generation = model(&url).generate(job()).await.unwrap();
    let whole = Event::Delta { continuation: 0, text: GOOD.into() };
    assert_eq!(generation.next().await, Some(Ok(whole)));
    let end = Event::Finished { continuation: 0, reason: FinishReason::Stop, mean_logprob: None };
    assert_eq!(generation.next().await, Some(Ok(end)));
    assert!(matches!(generation.next().await, Some(Ok(Event::Usage(_)))));
    let schema = job().schema.unwrap();
    let expected = json!({
        "type": "json_schema",
        "json_schema": { "name": "answer", "strict": true, "schema": schema.value() },
    });
    assert_eq!(asked.body(0)["response_format"], expected);
    assert_eq!(last_message(&asked.body(0)), "A slogan, please.", "the server knows the schema");
}

#[tokio::test]
async fn the_form_is_weakened_until_the_server_takes_it_and_that_is_remembered() {
    let (url, asked) = knows(&["json_object"], || says(GOOD)).await;
    let object = model(&url);
    assert_eq!(text_of(&object, job()).await, Ok(GOOD.into()));
    assert_eq!(text_of(&object, job()).await, Ok(GOOD.into()));
    assert_eq!(forms(&asked), ["json_schema", "json_object", "json_object"]);
    let told = last_message(&asked.body(1));
    assert!(told.starts_with("A slogan, please.\n\n") && told.contains(r#""enum":["warm","dry"]"#), "{told}");

    let (url, asked) = knows(&[], || says("Sure!\n```json\n{\"tone\":\"dry\",\"words\":7}\n```\nAnything else?")).await;
    let plain = model(&url);
    assert_eq!(text_of(&plain, job()).await, Ok(GOOD.into()));
    assert_eq!(text_of(&plain, job()).await, Ok(GOOD.into()));
    assert_eq!(forms(&asked), ["json_schema", "json_object", "text", "text"]);
    assert!(last_message(&asked.body(3)).contains(r#""enum":["warm","dry"]"#));
}

#[tokio::test]
async fn one_schema_that_a_server_can_not_keep_is_not_held_against_the_others() {
    let (url, asked) = server(|number| match number {
        0 => refuses("response_format", "Invalid schema for response_format 'answer'"),
        _ => says(GOOD),
    })
    .await;
    let model = model(&url);
    assert_eq!(text_of(&model, job()).await, Ok(GOOD.into()));
    assert_eq!(text_of(&model, job()).await, Ok(GOOD.into()));
    assert_eq!(forms(&asked), ["json_schema", "json_object", "json_schema"]);
}

#[tokio::test]
async fn a_wrong_answer_is_given_back_once_for_repair() {
    let (url, asked) = server(|number| if number == 0 { says(WRONG) } else { says(GOOD) }).await;
    let mut generation = model(&url).generate(job()).await.unwrap();
    let first = generation.next().await;
    assert_eq!(first, Some(Ok(Event::Delta { continuation: 0, text: GOOD.into() })), "the wrong one is not shown");
    let messages = asked.body(1)["messages"].clone();
    assert_eq!(messages[1], json!({ "role": "assistant", "content": WRONG }));
    let repair = last_message(&asked.body(1));
    assert!(repair.contains("/tone") && repair.contains("loud") && repair.contains("schema"), "{repair}");
    let (_, usage) =
        answer(&server(|number| says(if number == 0 { WRONG } else { GOOD })).await.0, job()).await.unwrap();
    assert_eq!((usage.prompt_tokens, usage.output_tokens), (18, 8), "both are paid for");
}

#[tokio::test]
async fn an_answer_that_stays_wrong_is_off_the_schema_and_never_shown() {
    for (wrong, told) in [(WRONG, "/tone"), ("I would rather not.", "no complete JSON"), ("", "no complete JSON")] {
        let (url, asked) = server(move |_| says(wrong)).await;
        let mut generation = model(&url).generate(job()).await.unwrap();
        let error = generation.next().await.unwrap().unwrap_err();
        assert!(matches!(&error, LlmError::OffSchema(fault) if fault.contains(told)), "{error}");
        assert_eq!(asked.count(), 2, "one repair");
    }
}

#[tokio::test]
async fn a_server_that_ignores_the_schema_is_told_in_the_prompt_from_then_on() {
    let (url, asked) = server(|number| if number == 0 { says("How about dry?") } else { says(GOOD) }).await;
    let model = model(&url);
    assert_eq!(text_of(&model, job()).await, Ok(GOOD.into()));
    assert_eq!(text_of(&model, job()).await, Ok(GOOD.into()));
    assert_eq!(forms(&asked), ["json_schema", "json_schema", "json_object"]);
}

#[tokio::test]
async fn a_structured_answer_that_is_cut_is_tried_again() {
    let (url, asked) = server(|number| if number == 0 { cut_after(GOOD) } else { says(GOOD) }).await;
    assert_eq!(text_of(&patient(&url), job()).await, Ok(GOOD.into()));
    assert_eq!(asked.count(), 2);
}

#[tokio::test]
async fn a_request_that_is_refused_in_every_form_is_refused() {
    let (url, asked) = server(|_| status(400, "the prompt is too long")).await;
    let error = text_of(&model(&url), job()).await.unwrap_err();
    assert!(matches!(&error, LlmError::Refused(reason) if reason.contains("too long")), "{error}");
    assert_eq!(asked.count(), 3);
}
