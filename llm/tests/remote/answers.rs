//! What a server streams, made into an answer.

use copydesk_llm::{FinishReason, Output};
use serde_json::{Value, json};

use crate::support::*;

#[tokio::test]
async fn a_stream_is_an_answer_with_its_usage() {
    let (url, asked) = server(|_| event_stream(events(&["Oats", ", but", " nice"]))).await;
    let (outputs, usage) = answer(&url, completion()).await.unwrap();
    assert_eq!(outputs, [Output { text: "Oats, but nice".into(), reason: FinishReason::Stop, mean_logprob: None }]);
    assert_eq!((usage.prompt_tokens, usage.output_tokens), (9, 4));
    assert!(usage.first_token <= usage.total);

    assert_eq!(asked.headers(0)["authorization"], format!("Bearer {KEY}"));
    let expected = json!({
        "model": "small",
        "messages": [{ "role": "user", "content": "A slogan, please." }],
        "temperature": 0.5,
        "max_tokens": 50,
        "seed": 7,
        "stream": true,
        "stream_options": { "include_usage": true },
    });
    assert_eq!(asked.body(0), expected);
}

#[tokio::test]
async fn characters_that_packets_cut_are_whole_again() {
    let body = events(&["燕麦", "拿铁", "☕"]);
    let mut pieces = vec![b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n".to_vec()];
    pieces.extend(body.as_bytes().chunks(7).map(<[u8]>::to_vec));
    assert_eq!(text(&raw_server(pieces).await).await, Ok("燕麦拿铁☕".into()));
}

#[tokio::test]
async fn each_continuation_is_a_request_and_goes_on_from_its_opening() {
    let (url, asked) = server(|_| event_stream(events(&["Mor", "ning! ", "Sun"]))).await;
    let mut job = completion();
    job.openings = vec!["Morning! ".into(), String::new(), "Evening".into()];
    let (outputs, usage) = answer(&url, job).await.unwrap();
    let texts: Vec<_> = outputs.iter().map(|output| output.text.as_str()).collect();
    assert_eq!(texts, ["Sun", "Morning! Sun", "Morning! Sun"], "a repeated opening is dropped");
    assert_eq!(usage.output_tokens, 12);
    let bodies = asked.bodies();
    let begun = json!({ "role": "assistant", "content": "Morning!" });
    let last = |body: &Value| body["messages"].as_array().unwrap().last().unwrap() == &begun;
    assert!(bodies.iter().any(last), "{bodies:?}");
    let mut seeds: Vec<_> = bodies.iter().map(|body| body["seed"].as_u64().unwrap()).collect();
    seeds.sort_unstable();
    assert_eq!(seeds, [7, 8, 9]);
}

#[tokio::test]
async fn stop_strings_hold_whatever_the_server_does() {
    let (url, asked) = server(|_| event_stream(events(&["one", "\n", "\ntwo"]))).await;
    let mut job = completion();
    job.limits.stop = ["\n\n", "a", "b", "c", "d"].map(String::from).to_vec();
    let (outputs, _) = answer(&url, job).await.unwrap();
    assert_eq!((outputs[0].text.as_str(), outputs[0].reason), ("one", FinishReason::Stop));
    assert_eq!(asked.body(0)["stop"].as_array().unwrap().len(), 4);
}

#[tokio::test]
async fn reasoning_is_not_shown() {
    let (url, _) = server(|_| {
        let reasoning = json!({ "choices": [{ "delta": { "reasoning_content": "Hmm", "content": null } }] });
        event_stream(format!("data: {reasoning}\n\n{}", events(&["<thi", "nk>Well</th", "ink>\n\n", "Yes"])))
    })
    .await;
    assert_eq!(text(&url).await, Ok("Yes".into()));
}

#[tokio::test]
async fn without_counts_from_the_server_they_are_estimated() {
    let (url, _) = server(|_| {
        event_stream("data: {\"choices\":[{\"delta\":{\"content\":\"Seven!!\"},\"finish_reason\":\"length\"}]}\n\n")
    })
    .await;
    let (outputs, usage) = answer(&url, completion()).await.unwrap();
    assert_eq!((outputs[0].reason, usage.output_tokens, usage.prompt_tokens), (FinishReason::Length, 2, 5));
}
