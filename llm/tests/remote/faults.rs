//! Each way in which a server fails, as an error that the caller can act on.

use std::time::Duration;

use axum::extract::Json;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use copydesk_llm::{Event, LlmError, Model, RemoteModel, RemoteSettings};
use serde_json::json;

use crate::support::*;

#[tokio::test]
async fn each_status_is_an_error_that_the_caller_can_act_on() {
    let error = async |status: u16, headers: &'static [(&'static str, &'static str)], body: &'static str| {
        let (url, asked) = server(move |_| {
            let mut response = (StatusCode::from_u16(status).unwrap(), body).into_response();
            for (name, value) in headers {
                response.headers_mut().insert(*name, value.parse().unwrap());
            }
            response
        })
        .await;
        let error = text(&url).await.unwrap_err();
        assert_eq!(asked.count(), 1, "one attempt was asked for");
        assert!(!error.to_string().contains(KEY), "{error}");
        error
    };
    assert_eq!(error(401, &[], "").await, LlmError::Unauthorized { status: 401 });
    assert_eq!(error(403, &[], "{}").await, LlmError::Unauthorized { status: 403 });
    let wait = Some(Duration::from_secs(7));
    assert_eq!(error(429, &[("retry-after", "7")], "").await, LlmError::RateLimited { retry_after: wait });
    assert_eq!(error(429, &[], "").await, LlmError::RateLimited { retry_after: None });
    assert_eq!(
        error(400, &[], r#"{"error":{"message":"unknown field for sk-very-secret"}}"#).await,
        LlmError::Refused("400 Bad Request: unknown field for …".into())
    );
    assert!(matches!(error(404, &[], "no such page").await, LlmError::Refused(_)));
    assert!(matches!(error(422, &[], "").await, LlmError::Refused(_)));
    assert_eq!(
        error(500, &[], "<h1>Oh\nno</h1>").await,
        LlmError::Unavailable("500 Internal Server Error: <h1>Oh no</h1>".into())
    );
    assert!(matches!(error(503, &[], "").await, LlmError::Unavailable(_)));
    assert!(matches!(error(302, &[("location", "http://127.0.0.1:1/")], "").await, LlmError::BadAnswer(_)));
}

#[tokio::test]
async fn nobody_there_is_unavailable() {
    let error = text(&nobody().await).await.unwrap_err();
    assert!(matches!(&error, LlmError::Unavailable(reason) if reason.starts_with("no connection")), "{error}");
}

#[tokio::test]
async fn what_is_not_the_protocol_is_a_bad_answer() {
    let (html, _) = server(|_| axum::response::Html("<h1>Log in to the Wi-Fi</h1>").into_response()).await;
    let (json, _) = server(|_| Json(json!({ "choices": [] })).into_response()).await;
    let (words, _) = server(|_| event_stream("data: hello\n\n")).await;
    let (surrogate, _) =
        server(|_| event_stream("data: {\"choices\":[{\"delta\":{\"content\":\"\\ud800\"}}]}\n\ndata: [DONE]\n\n"))
            .await;
    let (shape, _) = server(|_| event_stream("data: {\"choices\":[{\"delta\":\"text\"}]}\n\n")).await;
    for url in [html, json, words, surrogate, shape] {
        let error = text(&url).await.unwrap_err();
        assert!(matches!(error, LlmError::BadAnswer(_)), "{error:?}");
    }
}

#[tokio::test]
async fn an_error_in_the_stream_is_the_servers_failure() {
    let (url, _) = server(|_| event_stream("data: {\"error\":{\"message\":\"out of memory\",\"code\":502}}\n\n")).await;
    assert_eq!(text(&url).await, Err(LlmError::Unavailable("out of memory".into())));
}

#[tokio::test]
async fn an_answer_that_is_cut_is_interrupted_and_never_complete() {
    let whole = events(&["Oats", ", but"]);
    let first = whole.split_inclusive("\n\n").next().unwrap().to_owned();
    let head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n";
    let clean_end = vec![format!("{head}connection: close\r\n\r\n{first}").into_bytes()];
    let within_a_chunk = vec![format!("{head}transfer-encoding: chunked\r\n\r\nfff\r\n{first}").into_bytes()];
    let too_short = vec![format!("{head}content-length: 9999\r\n\r\n{first}").into_bytes()];
    let done = vec![format!("{head}connection: close\r\n\r\n{first}data: [DONE]\n\n").into_bytes()];
    for pieces in [clean_end, within_a_chunk, too_short, done] {
        let mut generation = model(&raw_server(pieces).await).generate(completion()).await.unwrap();
        assert_eq!(generation.next().await, Some(Ok(Event::Delta { continuation: 0, text: "Oats".into() })));
        assert_eq!(generation.next().await, Some(Err(LlmError::Interrupted)));
        assert_eq!(generation.next().await, None);
    }
}

#[tokio::test]
async fn a_slow_first_token_is_unavailable() {
    let (url, _) = server(|_| silent_stream(None)).await;
    let mut settings = settings(&url);
    settings.first_token = Duration::from_millis(50);
    let model = RemoteModel::new(settings).unwrap();
    let error = model.generate(completion()).await.unwrap().collect().await.unwrap_err();
    assert_eq!(error, LlmError::Unavailable("no token within 0.05 s".into()));
}

#[tokio::test]
async fn a_deadline_and_a_cancel_end_the_request() {
    let (url, _) = server(|_| silent_stream(Some("Oats"))).await;
    let model = model(&url);
    let mut job = completion();
    job.limits.deadline = Duration::from_millis(100);
    let error = model.generate(job).await.unwrap().collect().await.unwrap_err();
    assert_eq!(error, LlmError::DeadlinePassed(Duration::from_millis(100)));

    let job = completion();
    let cancel = job.cancel.clone();
    let mut generation = model.generate(job).await.unwrap();
    assert!(matches!(generation.next().await, Some(Ok(Event::Delta { .. }))));
    cancel.cancel();
    assert_eq!(generation.next().await, Some(Err(LlmError::Cancelled)));
}

#[tokio::test]
async fn settings_that_no_request_can_carry_are_refused() {
    let settings = settings("http://127.0.0.1:1/v1");
    for settings in [
        RemoteSettings { base_url: "api.example.org".into(), ..settings.clone() },
        RemoteSettings { base_url: "ftp://example.org".into(), ..settings.clone() },
        RemoteSettings { api_key: Some("two\nlines".into()), ..settings.clone() },
    ] {
        assert!(matches!(RemoteModel::new(settings).unwrap_err(), LlmError::Refused(_)));
    }
    let model = RemoteModel::new(settings.clone()).unwrap();
    assert!(!format!("{settings:?} {model:?}").contains(KEY));
}

#[tokio::test]
async fn news_that_somebody_will_speak_is_no_token() {
    let (url, _) = server(|_| silent_stream(Some(""))).await;
    let settings = RemoteSettings { first_token: Duration::from_millis(50), ..settings(&url) };
    let error = RemoteModel::new(settings).unwrap().generate(completion()).await.unwrap().collect().await.unwrap_err();
    assert_eq!(error, LlmError::Unavailable("no token within 0.05 s".into()));
}
