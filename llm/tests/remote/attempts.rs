//! What is tried again, what is not, and how requests are put to servers that take less.

use std::time::Duration;

use axum::extract::Json;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use copydesk_llm::{Event, LlmError, Model, RemoteModel, RemoteSettings};
use serde_json::json;
use tokio::time::Instant;

use crate::support::*;

#[tokio::test]
async fn what_may_pass_is_tried_again() {
    type First = fn() -> axum::response::Response;
    let failures: [First; 7] = [
        || status(500, "oh no"),
        || status(503, ""),
        || status(408, ""),
        || status(429, ""),
        || event_stream(""),
        || event_stream("data: hello\n\n"),
        || event_stream("data: {\"error\":{\"message\":\"out of memory\"}}\n\n"),
    ];
    for first in failures {
        let (url, asked) = server(move |number| if number < 2 { first() } else { says("Oats") }).await;
        assert_eq!(text_of(&patient(&url), completion()).await, Ok("Oats".into()));
        assert_eq!(asked.count(), 3);
    }
}

#[tokio::test]
async fn after_the_last_attempt_the_error_is_told() {
    let (url, asked) = server(|_| status(502, "bad gateway of sk-very-secret")).await;
    let error = text_of(&patient(&url), completion()).await.unwrap_err();
    assert_eq!(error, LlmError::Unavailable("502 Bad Gateway: bad gateway of …".into()));
    assert_eq!(asked.count(), 3);
}

#[tokio::test]
async fn what_will_not_pass_is_not_tried_again() {
    for code in [400, 401, 403, 404, 422] {
        let (url, asked) = server(move |_| status(code, "no")).await;
        text_of(&patient(&url), completion()).await.unwrap_err();
        assert_eq!(asked.count(), 1, "{code}");
    }
    let (url, asked) = server(|_| silent_stream(None)).await;
    let settings = RemoteSettings { first_token: Duration::from_millis(50), attempts: 3, ..settings(&url) };
    text_of(&RemoteModel::new(settings).unwrap(), completion()).await.unwrap_err();
    assert_eq!(asked.count(), 1, "who waited for a silent server does not wait for it again");
}

#[tokio::test]
async fn an_answer_that_is_cut_is_tried_again_only_if_nobody_saw_it() {
    // What came is reasoning, and the beginning of a stop string: neither is shown.
    for hidden in ["<think>Hmm", "EN"] {
        let (url, asked) = server(move |number| if number == 0 { cut_after(hidden) } else { says("Oats") }).await;
        let mut job = completion();
        job.limits.stop = vec!["END".into()];
        assert_eq!(text_of(&patient(&url), job).await, Ok("Oats".into()));
        assert_eq!(asked.count(), 2);
    }
    let (url, asked) = server(|number| if number == 0 { cut_after("Oats") } else { says("Milk") }).await;
    let mut generation = patient(&url).generate(completion()).await.unwrap();
    assert_eq!(generation.next().await, Some(Ok(Event::Delta { continuation: 0, text: "Oats".into() })));
    assert_eq!(generation.next().await, Some(Err(LlmError::Interrupted)));
    assert_eq!(asked.count(), 1);
}

#[tokio::test]
async fn the_wait_that_a_server_asks_for_is_kept() {
    let limited = || (StatusCode::TOO_MANY_REQUESTS, [("retry-after", "1")]).into_response();
    let (url, asked) = server(move |number| if number == 0 { limited() } else { says("Oats") }).await;
    let begun = Instant::now();
    assert_eq!(text_of(&patient(&url), completion()).await, Ok("Oats".into()));
    assert!(begun.elapsed() >= Duration::from_secs(1), "no machine is too fast for that");
    assert_eq!(asked.count(), 2);
}

#[tokio::test]
async fn a_wait_beyond_the_deadline_is_an_error_at_once_and_for_the_next_request_too() {
    let limited = || (StatusCode::TOO_MANY_REQUESTS, [("retry-after", "600")]).into_response();
    let (url, asked) = server(move |_| limited()).await;
    let model = patient(&url);
    let error = text_of(&model, completion()).await.unwrap_err();
    assert_eq!(error, LlmError::RateLimited { retry_after: Some(Duration::from_secs(600)) });
    let error = text_of(&model, completion()).await.unwrap_err();
    assert!(matches!(error, LlmError::RateLimited { retry_after: Some(_) }), "{error}");
    assert_eq!(asked.count(), 1, "the server asked to be left alone");
}

#[tokio::test]
async fn parameters_that_a_server_refuses_are_left_out_from_then_on() {
    let (url, asked) = answering(async |_, body| {
        let refused = |name: &str| body.get(name).is_some();
        if refused("max_tokens") {
            refuses("max_tokens", "Unsupported parameter. Use 'max_completion_tokens' instead.")
        } else if refused("temperature") {
            refuses("temperature", "Only the default (1) value is supported.")
        } else if refused("seed") {
            status(422, r#"{"detail":[{"type":"extra_forbidden","loc":["body","seed"]}]}"#)
        } else if refused("stop") {
            status(400, r#"{"error":"'stop' is not supported with this model"}"#)
        } else if refused("stream_options") {
            status(400, "unknown field: stream_options")
        } else {
            says("Oats END")
        }
    })
    .await;
    let mut job = completion();
    job.limits.stop = vec![" END".into()];
    let model = model(&url);
    assert_eq!(text_of(&model, job.clone()).await, Ok("Oats".into()), "stop strings hold all the same");
    assert_eq!(asked.count(), 6);
    assert_eq!(text_of(&model, job).await, Ok("Oats".into()));
    assert_eq!(asked.count(), 7, "that is remembered");
    let expected = json!({
        "model": "small",
        "messages": [{ "role": "user", "content": "A slogan, please." }],
        "max_completion_tokens": 50,
        "stream": true,
    });
    assert_eq!(asked.body(6), expected);
}

#[tokio::test]
async fn a_parameter_that_was_not_the_reason_is_not_forgotten() {
    let (url, asked) = answering(async |number, _| match number {
        0 => refuses("max_tokens", "max_tokens is too large"),
        1 => (StatusCode::BAD_REQUEST, Json(json!({ "error": "max_completion_tokens is too large" }))).into_response(),
        _ => says("Oats"),
    })
    .await;
    let model = model(&url);
    let error = text_of(&model, completion()).await.unwrap_err();
    assert!(matches!(&error, LlmError::Refused(reason) if reason.contains("too large")), "{error}");
    assert_eq!(text_of(&model, completion()).await, Ok("Oats".into()));
    assert_eq!(asked.body(2)["max_tokens"], 50);
}

#[tokio::test]
async fn a_pause_longer_than_anybody_wants_to_wait_is_an_error_at_once() {
    let limited = || (StatusCode::TOO_MANY_REQUESTS, [("retry-after", "9")]).into_response();
    let (url, asked) = server(move |_| limited()).await;
    let mut job = completion();
    job.limits.longest_pause = Duration::from_secs(2);
    let model = patient(&url);
    let error = text_of(&model, job.clone()).await.unwrap_err();
    assert_eq!(error, LlmError::RateLimited { retry_after: Some(Duration::from_secs(9)) });
    let error = text_of(&model, job).await.unwrap_err();
    assert!(matches!(error, LlmError::RateLimited { retry_after: Some(_) }), "{error}");
    assert_eq!(asked.count(), 1, "the server is left alone all the same");
}
