//! The fake itself, where the adapter never goes too far: what Discord would refuse.

use copydesk_tests::fake_discord::CHANNEL;
use futures::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;

use super::*;

/// Sends one request as it is written down, and returns the status and the body.
async fn post(fake: &FakeDiscord, path: &str, kind: &str, body: &[u8]) -> (u16, Value) {
    let address = fake.url().trim_start_matches("http://").to_owned();
    let mut stream = TcpStream::connect(&address).await.unwrap();
    let head = format!(
        "POST /api/v10{path} HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bot {TOKEN}\r\nContent-Type: {kind}\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(body).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    let status = answer.split(' ').nth(1).unwrap().parse().unwrap();
    let body = answer.split_once("\r\n\r\n").map_or("", |(_, body)| body);
    (status, serde_json::from_str(body).unwrap_or_default())
}

/// How a command is answered with this response.
async fn respond(fake: &FakeDiscord, kind: u8, data: Value) -> (u16, Value) {
    let token = fake.slash(Where::Server, &ada(), "why", &[]);
    let id = token.trim_start_matches("token-").to_owned();
    let body = json!({ "type": kind, "data": data }).to_string();
    post(fake, &format!("/interactions/{id}/{token}/callback"), "application/json", body.as_bytes()).await
}

/// A bot that is registered and gone: nobody else answers.
async fn alone() -> Arc<FakeDiscord> {
    start().await.stop().await.0
}

fn field(label: &str) -> Value {
    json!({ "type": 1, "components": [{ "type": 4, "custom_id": "text", "style": 2, "label": label }] })
}

#[tokio::test]
async fn a_form_over_its_limits_is_refused() {
    let fake = alone().await;
    let form = |title: usize, id: usize, label: usize| json!({ "title": "t".repeat(title), "custom_id": "c".repeat(id), "components": [field(&"l".repeat(label))] });
    assert_eq!(respond(&fake, 9, form(45, 100, 45)).await.0, 204);
    for (wrong, part) in [
        (form(46, 100, 45), "title"),
        (form(45, 101, 45), "custom_id"),
        (form(45, 100, 46), "label"),
        (json!({ "title": "t", "custom_id": "c", "components": [] }), "components"),
        (json!({ "title": "t", "custom_id": "c", "components": [field("a"), field("b")] }), "duplicated"),
    ] {
        let (status, answer) = respond(&fake, 9, wrong).await;
        assert_eq!((status, &answer["code"]), (400, &json!(50_035)));
        assert!(answer.to_string().contains(part), "{part}: {answer}");
    }
}

#[tokio::test]
async fn a_form_or_suggestions_in_the_wrong_place_are_refused() {
    let fake = alone().await;
    assert_eq!(respond(&fake, 8, json!({ "choices": [] })).await.0, 400, "nobody types");
    let token = fake.type_value(&ada(), "zone", "zone", "e");
    let path = format!("/interactions/{}/{token}/callback", token.trim_start_matches("token-"));
    let later = post(&fake, &path, "application/json", b"{\"type\":5}").await;
    assert_eq!(later.0, 400, "typing can't be answered later");
}

#[tokio::test]
async fn a_list_over_its_limits_is_refused() {
    let fake = alone().await;
    let option = |at: usize| json!({ "label": format!("Step {at}"), "value": format!("step:{at}") });
    let list = |count: usize| {
        let options: Vec<Value> = (0..count).map(option).collect();
        json!({ "content": "Choose.", "components": [
            { "type": 1, "components": [{ "type": 3, "custom_id": "list", "options": options }] },
        ] })
    };
    assert_eq!(respond(&fake, 4, list(25)).await.0, 204);
    assert_eq!(respond(&fake, 4, list(26)).await.0, 400);
    assert_eq!(respond(&fake, 4, list(0)).await.0, 400);
}

#[tokio::test]
async fn files_come_beside_a_message() {
    let fake = alone().await;
    let body = |size: usize| {
        let mut body =
            b"--cut\r\nContent-Disposition: form-data; name=\"payload_json\"\r\n\r\n{\"content\":\"Data\"}\r\n\
            --cut\r\nContent-Disposition: form-data; name=\"files[0]\"; filename=\"data.zip\"\r\n\r\n"
                .to_vec();
        body.extend(std::iter::repeat_n(b'z', size));
        body.extend_from_slice(b"\r\n--cut--\r\n");
        body
    };
    let path = format!("/channels/{CHANNEL}/messages");
    let kind = "multipart/form-data; boundary=cut";
    assert_eq!(post(&fake, &path, kind, &body(1_000)).await.0, 200);
    let call = fake.calls().pop().unwrap();
    let files: Vec<(&str, usize)> = call.files.iter().map(|(name, bytes)| (name.as_str(), bytes.len())).collect();
    assert_eq!((files, call.body["content"].as_str()), (vec![("data.zip", 1_000)], Some("Data")));
    let (status, answer) = post(&fake, &path, kind, &body(10 * 1_024 * 1_024 + 1)).await;
    assert_eq!((status, &answer["code"]), (413, &json!(40_005)));
}

#[tokio::test]
async fn a_button_that_nobody_could_tell_from_another_is_refused() {
    let fake = alone().await;
    let button = |more: Value| {
        let mut button = json!({ "type": 2, "style": 1, "custom_id": "use:1" });
        button.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        json!({ "content": "Choose.", "components": [{ "type": 1, "components": [button] }] })
    };
    for good in [json!({ "label": "Use it" }), json!({ "emoji": { "name": "☕" } })] {
        assert_eq!(respond(&fake, 4, button(good)).await.0, 204);
    }
    for bad in [json!({}), json!({ "label": "" }), json!({ "emoji": null }), json!({ "label": "x".repeat(81) })] {
        let (status, answer) = respond(&fake, 4, button(bad.clone())).await;
        assert_eq!((status, &answer["code"]), (400, &json!(50_035)), "{bad}");
        assert!(answer.to_string().contains("label"), "{answer}");
    }
}

#[tokio::test]
async fn a_second_identify_on_one_connection_ends_it() {
    let fake = alone().await;
    let url = fake.gateway_url();
    let stream = TcpStream::connect(url.trim_start_matches("ws://")).await.unwrap();
    let (mut socket, _) = tokio_tungstenite::client_async(format!("{url}/?v=10"), stream).await.unwrap();
    let identify = json!({ "op": 2, "d": { "token": TOKEN, "intents": 1, "shard": [0, 1] } }).to_string();
    let mut heard = Vec::new();
    for _ in 0..2 {
        socket.send(Message::Text(identify.clone())).await.unwrap();
    }
    let closed = loop {
        match socket.next().await.unwrap().unwrap() {
            Message::Text(text) => heard.push(serde_json::from_str::<Value>(&text).unwrap()["t"].clone()),
            Message::Close(frame) => break frame.unwrap(),
            _ => {}
        }
    };
    assert!(heard.contains(&json!("READY")), "{heard:?}");
    assert_eq!(u16::from(closed.code), 4005, "{closed:?}");
    assert_eq!(fake.sessions().0, 2, "one of the bot that is gone, and one of these");
}
