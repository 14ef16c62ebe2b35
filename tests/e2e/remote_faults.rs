//! A server that misbehaves, through the whole program: a sentence for each fault, and the key stays secret.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use tokio::net::TcpListener;

use crate::fake_openai::{FakeOpenAi, delta, event_stream, settings, stream_of};
use crate::program::{KEY, Program};

/// What a person is told of this answer, to a question and to a request for ideas. The program looks after itself that
/// the key is in no output, traced or not.
async fn told(answer: impl Fn() -> Response + Clone + Send + Sync + 'static) -> String {
    let server = FakeOpenAi::answering(move |_| answer()).await;
    let said = said_by(&server.url).await;
    for asked in server.asked() {
        assert_eq!(asked.headers[header::AUTHORIZATION], format!("Bearer {KEY}"));
    }
    said
}

async fn said_by(url: &str) -> String {
    let program = Program::new(&settings(url, "capable"));
    let question = program.ask("Should we post on Sundays?").await;
    assert_eq!(question.err, "");
    let said = question.error().replace(url, "URL");
    // In place of ideas, what worked before; why is said in the same words.
    let ideas = program.ask("/ideas oat-milk latte platform=instagram").await.json();
    let why = format!("{}\n{}", ideas["message"].as_str().unwrap(), ideas["help"].as_str().unwrap());
    assert_eq!((ideas["kind"].as_str(), why.replace(url, "URL")), (Some("angles"), said.clone()), "{ideas:#}");
    let traced = Program::new(&settings(url, "capable")).with("RUST_LOG", "trace");
    let traced = traced.ask("Should we post on Sundays?").await;
    assert_eq!(traced.error().replace(url, "URL"), said);
    assert!(!traced.err.is_empty());
    said
}

#[tokio::test]
async fn a_refused_key_is_named() {
    let said = told(|| (StatusCode::UNAUTHORIZED, format!("wrong key {KEY}")).into_response()).await;
    insta::assert_snapshot!(said, @r#"
URL refused the key (401).
Whoever runs me sets the key that [models.fake] in config.toml names, and starts me again.
"#);
}

#[tokio::test]
async fn a_server_that_asks_to_slow_down_says_for_how_long() {
    let said = told(|| (StatusCode::TOO_MANY_REQUESTS, [(header::RETRY_AFTER, "17")], "").into_response()).await;
    insta::assert_snapshot!(said, @r#"
URL asks to slow down.
Try again in about 17 s.
"#);
}

#[tokio::test]
async fn a_servers_own_failure_is_quoted_without_the_key() {
    let said = told(|| (StatusCode::INTERNAL_SERVER_ERROR, format!("<h1>Oh no, {KEY}</h1>")).into_response()).await;
    insta::assert_snapshot!(said, @r#"
The language model is not answering at URL (500 Internal Server Error: <h1>Oh no, …</h1>).
Try again in a minute, or check [models.fake] in config.toml. Everything that needs no model still works.
"#);
}

#[tokio::test]
async fn a_refused_request_is_quoted_without_the_key() {
    let body = format!(r#"{{"error":{{"message":"The model fake-1 does not exist for {KEY}"}}}}"#);
    let said = told(move || (StatusCode::NOT_FOUND, body.clone()).into_response()).await;
    insta::assert_snapshot!(said, @r#"
The model fake refused the request: 404 Not Found: The model fake-1 does not exist for ….
Check [models.fake] in config.toml.
"#);
}

#[tokio::test]
async fn a_page_in_place_of_an_answer_is_not_shown() {
    let said = told(|| axum::response::Html("<h1>Log in to the Wi-Fi</h1>").into_response()).await;
    insta::assert_snapshot!(said, @r#"
URL sent an answer that can't be read ("text/html; charset=utf-8" in place of an event stream).
Check base_url of [models.fake] in config.toml: it should be an OpenAI-compatible address such as http://127.0.0.1:8080/v1.
"#);
}

#[tokio::test]
async fn a_stream_that_is_not_json_is_not_shown() {
    let said = told(|| event_stream("data: Post on Sundays!\n\ndata: [DONE]\n\n")).await;
    insta::assert_snapshot!(said, @r#"
URL sent an answer that can't be read (no JSON: expected value at line 1 column 1).
Check base_url of [models.fake] in config.toml: it should be an OpenAI-compatible address such as http://127.0.0.1:8080/v1.
"#);
}

#[tokio::test]
async fn half_a_character_in_json_is_not_shown() {
    let said =
        told(|| event_stream("data: {\"choices\":[{\"delta\":{\"content\":\"Yes \\ud83d\"}}]}\n\ndata: [DONE]\n\n"));
    insta::assert_snapshot!(said.await, @r#"
URL sent an answer that can't be read (no JSON: unexpected end of hex escape at line 1 column 44).
Check base_url of [models.fake] in config.toml: it should be an OpenAI-compatible address such as http://127.0.0.1:8080/v1.
"#);
}

#[tokio::test]
async fn an_error_in_the_middle_of_the_stream_is_quoted() {
    let begun = delta("Yes, ");
    let said = told(move || {
        event_stream(format!("data: {begun}\n\ndata: {{\"error\":{{\"message\":\"out of memory\"}}}}\n\n"))
    });
    insta::assert_snapshot!(said.await, @r#"
The language model is not answering at URL (out of memory).
Try again in a minute, or check [models.fake] in config.toml. Everything that needs no model still works.
"#);
}

/// The beginning of an answer, and no end.
fn cut_stream() -> Response {
    event_stream(format!("data: {}\n\n", delta("Yes, post on ")))
}

#[tokio::test]
async fn an_answer_that_is_cut_is_no_answer() {
    insta::assert_snapshot!(told(cut_stream).await, @r#"
The answer was cut before its end, so I don't show it as one.
Try again.
"#);
}

#[tokio::test]
async fn an_answer_that_is_cut_is_not_remembered_and_the_chat_goes_on() {
    let server = FakeOpenAi::answering(|asked| {
        if asked.request().starts_with("Should") { cut_stream() } else { stream_of("On Monday.") }
    })
    .await;
    let program = Program::new(&server.settings("capable"));
    let outcome = program.chat("Should we post on Sundays?\n/why\nThen when?\n").await;
    assert_eq!((outcome.status, outcome.err.as_str()), (Some(0), ""));
    let (_, transcript) = outcome.out.split_once("\n> ").unwrap();
    insta::assert_snapshot!(transcript, @r#"
Should we post on Sundays?
Yes, post on

The answer was cut before its end, so I don't show it as one.
Try again.

> /why
There is no answer yet to explain.
Ask for ideas first, such as /ideas oat-milk latte.

> Then when?
On Monday.
"#);
    let asked = server.asked();
    assert_eq!(asked[1].messages()[1..], [("user", "Then when?")]);
}

#[tokio::test]
async fn nobody_there_is_said_with_the_address() {
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/v1", closed.local_addr().unwrap());
    drop(closed);
    insta::assert_snapshot!(said_by(&url).await, @r#"
The language model is not answering at URL (no connection: Connection refused (os error 111)).
Try again in a minute, or check [models.fake] in config.toml. Everything that needs no model still works.
"#);
}

#[tokio::test]
async fn a_server_that_is_away_is_named_before_the_first_question() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/v1", listener.local_addr().unwrap());
    drop(listener);
    let program = Program::new(&settings(&url, "capable"));
    let chat = program.chat("/quit\n").await;
    assert_eq!(chat.out.matches(&format!("The language model is not answering at {url}")).count(), 1, "{}", chat.out);
    let server = FakeOpenAi::saying(|_| "Yes.".into()).await;
    let program = Program::new(&server.settings("capable"));
    let chat = program.chat("/quit\n").await;
    assert!(!chat.out.contains("not answering"), "{}", chat.out);
}

#[tokio::test]
async fn a_server_that_never_begins_is_given_up() {
    // The system takes the connection; nobody answers on it.
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/v1", silent.local_addr().unwrap());
    let program = Program::new(&format!("llm.remote.first_token_seconds = 1\n{}", settings(&url, "capable")));
    let said = program.ask("Should we post on Sundays?").await.error().replace(&url, "URL");
    insta::assert_snapshot!(said, @r#"
The language model is not answering at URL (no token within 1 s).
Try again in a minute, or check [models.fake] in config.toml. Everything that needs no model still works.
"#);
}

#[tokio::test]
async fn the_key_is_in_no_log_of_an_answer_that_went_well() {
    let server = FakeOpenAi::saying(|_| "On Monday.".into()).await;
    let program = Program::new(&server.settings("capable")).with("RUST_LOG", "trace");
    let outcome = program.ask("Should we post on Sundays?").await;
    assert_eq!(outcome.json()["text"], "On Monday.");
    assert!(!outcome.err.is_empty());
    let told = server.asked().pop().unwrap();
    assert!(!told.body.to_string().contains(KEY));
}

#[tokio::test]
async fn what_is_said_is_in_no_log_unless_one_asks_for_it() {
    let server = FakeOpenAi::saying(|_| "On Monday, with marmalade.".into()).await;
    let program = Program::new(&server.settings("capable")).with("RUST_LOG", "info");
    let outcome = program.ask("Should we post on Sundays?").await;
    assert!(!outcome.err.contains("marmalade") && !outcome.err.contains("Sundays"), "{}", outcome.err);
}
