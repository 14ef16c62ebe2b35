//! Discord's rate limits: what the fake says of them, and that the bot obeys.

use copydesk_tests::fake_discord::{CHANNEL, Limit, Limits};
use serde_json::{Value, json};

use super::*;
use crate::wire::ask;

const JSON: (&str, &str) = ("Content-Type", "application/json");

/// Two requests of a kind, and nothing else is limited.
fn tight() -> Limits {
    Limits { route: Limit { count: 2, within: Duration::from_millis(300) }, ..Limits::default() }
}

/// Posts a message as the bot does: status, headers, body.
async fn post(fake: &FakeDiscord, channel: u64) -> (u16, Value, Value) {
    let url = format!("{}/api/v10/channels/{channel}/messages", fake.url());
    let authorization = format!("Bot {TOKEN}");
    ask("POST", &url, &[JSON, ("Authorization", &authorization)], b"{\"content\":\"Hello.\"}").await
}

#[tokio::test]
async fn the_fake_tells_of_its_buckets_as_discord_does() {
    let fake = FakeDiscord::start().await.unwrap();
    let route = Limit { count: 2, within: Duration::from_secs(60) };
    fake.enforce(Limits { route, global: Limit { count: 4, ..route }, ..Limits::default() });
    let (status, headers, _) = post(&fake, CHANNEL).await;
    assert_eq!(
        (status, &headers["x-ratelimit-limit"], &headers["x-ratelimit-remaining"]),
        (200, &json!("2"), &json!("1"))
    );
    post(&fake, CHANNEL).await;
    let (status, headers, body) = post(&fake, CHANNEL).await;
    assert_eq!(
        (status, &headers["x-ratelimit-scope"], &headers["x-ratelimit-remaining"]),
        (429, &json!("user"), &json!("0"))
    );
    assert_eq!((&headers["retry-after"], &body["global"]), (&json!("60"), &json!(false)));
    assert!(body["retry_after"].as_f64().is_some_and(|it| (1.0..=60.0).contains(&it)), "{body}");
    // Another channel is another bucket of the same name.
    let (status, other, _) = post(&fake, CHANNEL + 1).await;
    assert_eq!((status, &other["x-ratelimit-bucket"]), (200, &headers["x-ratelimit-bucket"]));
    post(&fake, CHANNEL + 1).await;
    let (status, headers, body) = post(&fake, CHANNEL + 2).await;
    assert_eq!(
        (status, &headers["x-ratelimit-scope"], &headers["x-ratelimit-global"]),
        (429, &json!("global"), &json!("true"))
    );
    assert_eq!(body["global"], true);
    assert_eq!((fake.refused("user"), fake.refused("global"), fake.invalid()), (1, 1, 2));
}

#[tokio::test]
async fn a_limit_that_is_shared_is_not_counted_as_the_bots_fault_and_too_many_faults_shut_it_out() {
    let fake = FakeDiscord::start().await.unwrap();
    let one = Limit { count: 1, within: Duration::from_secs(60) };
    fake.enforce(Limits { shared: Some(one), ..Limits::default() });
    post(&fake, CHANNEL).await;
    let (status, headers, _) = post(&fake, CHANNEL).await;
    assert_eq!((status, &headers["x-ratelimit-scope"], fake.invalid()), (429, &json!("shared"), 0));

    fake.enforce(Limits { invalid: Limit { count: 2, ..one }, ..Limits::default() });
    let url = format!("{}/api/v10/users/@me", fake.url());
    for expected in [401, 401, 429] {
        assert_eq!(ask("GET", &url, &[("Authorization", "Bot wrong")], b"").await.0, expected);
    }
    assert_eq!(post(&fake, CHANNEL).await.0, 429, "whoever it is");
}

#[tokio::test]
async fn a_burst_over_the_limit_of_a_channel_arrives_whole_and_once() {
    let mut chat = start().await;
    chat.fake.enforce(tight());
    let mut waiting = Vec::new();
    for at in 0..20 {
        let channel = chat.fake.write(&ada(), &format!("question {at}"));
        let request = chat.next().await;
        waiting.push(tokio::spawn(async move {
            request.reply.finish(reply(vec![paragraph(&format!("Answer {at}."))])).await;
            channel
        }));
    }
    let mut channel = 0;
    for answer in waiting {
        channel = answer.await.unwrap();
    }
    chat.finished().await;
    let mut texts: Vec<String> = chat.fake.channel(channel).iter().map(|it| it.content().to_owned()).collect();
    let mut expected: Vec<String> = (0..20).map(|at| format!("Answer {at}.")).collect();
    texts.sort();
    expected.sort();
    assert_eq!(texts, expected);
    assert!(chat.fake.refused("user") > 6, "the limit was felt: {}", chat.fake.refused("user"));
}

#[tokio::test]
async fn an_answer_of_many_messages_keeps_its_order_whatever_limit_it_meets() {
    let limit = Limit { count: 2, within: Duration::from_millis(300) };
    for limits in
        [tight(), Limits { shared: Some(limit), ..Limits::default() }, Limits { global: limit, ..Limits::default() }]
    {
        let mut chat = start().await;
        chat.fake.enforce(limits);
        let channel = chat.fake.write(&ada(), "tell me all");
        let request = chat.next().await;
        let blocks = (0..7).map(|at| paragraph(&format!("{at} {}", "oat milk ".repeat(200)))).collect();
        request.reply.finish(reply(blocks)).await;
        chat.finished().await;
        let shown = chat.fake.channel(channel);
        let said: String = shown.iter().map(Shown::content).collect();
        let numbers: String = said.chars().filter(char::is_ascii_digit).collect();
        assert_eq!(numbers, "0123456", "{limits:?}");
        assert_eq!(said.matches("oat milk").count(), 1_400, "{limits:?}");
        let refused: usize = ["user", "shared", "global"].iter().map(|scope| chat.fake.refused(scope)).sum();
        assert!(refused > 0, "the limit was felt: {limits:?}");
    }
}
