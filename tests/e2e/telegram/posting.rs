//! What the bot says on Telegram without being asked.

use std::time::SystemTime;

use copydesk_adapters::{Channel, DeliveryKey, Found, Gone, PostError};
use copydesk_tests::fake_telegram::Fault;

use super::*;

fn channel(chat: &Chat) -> Channel {
    let place = chat.id.to_string();
    let id = chat.topic.map_or_else(|| place.clone(), |topic| format!("{place}/{topic}"));
    Channel { platform: "telegram".to_owned(), place, id }
}

fn digest(text: &str) -> Reply {
    Reply {
        blocks: vec![Block::Heading("Coffee & commuting".to_owned()), Block::Paragraph(text.to_owned())],
        ..Reply::default()
    }
}

fn key() -> DeliveryKey {
    DeliveryKey::new("barn/coffee/2026-11-25T09:00")
}

/// The id under which Telegram knows a supergroup.
fn supergroup() -> Chat {
    Chat::group(1_001_001, "Morning Barn")
}

#[tokio::test]
async fn a_post_goes_into_its_topic_in_parts_and_pings_nobody() {
    let fake = fake().await;
    let topic = supergroup().topic(7);
    fake.meet(&topic);
    let running = run(&fake, Setting::default());
    let delivered = running.poster.post(&channel(&topic), &digest(&format!("@ada {}", long())), &key()).await.unwrap();
    let shown = fake.messages(&topic);
    assert!(shown.len() > 2 && shown.iter().all(|it| it.topic == Some(7)), "{shown:#?}");
    assert!(shown.iter().all(|it| it.entities.iter().all(|it| it.kind != "mention")), "{shown:#?}");
    let ids: Vec<String> = shown.iter().map(|it| it.id.to_string()).collect();
    assert_eq!(delivered.messages.iter().map(|it| it.id.clone()).collect::<Vec<_>>(), ids);
    assert_eq!(delivered.messages[0].channel, channel(&topic));
    running.stop().await;
}

#[tokio::test]
async fn where_nothing_can_be_said_the_reason_is_told_apart() {
    let fake = fake().await;
    let running = run(&fake, Setting::default());
    let post = async |chat: &Chat| running.poster.post(&channel(chat), &digest("Oat milk rises."), &key()).await;
    let gone = |outcome: Result<_, PostError>| match outcome {
        Err(PostError::Gone { gone, .. }) => gone,
        other => panic!("{other:?}"),
    };
    assert_eq!(gone(post(&supergroup()).await), Gone::Channel, "a chat that is not there");
    fake.meet(&supergroup());
    assert_eq!(gone(post(&supergroup().topic(9)).await), Gone::Topic);
    fake.fail(
        "sendMessage",
        [Fault::Refuse(400, "Bad Request: not enough rights to send text messages to the chat".into())],
    );
    assert_eq!(gone(post(&supergroup()).await), Gone::NoRight);
    fake.block(&supergroup());
    assert_eq!(gone(post(&supergroup()).await), Gone::Removed);
    fake.meet(&private());
    fake.block(&private());
    assert_eq!(gone(post(&private()).await), Gone::Blocked);
    let nowhere = Channel { id: "general".into(), ..channel(&private()) };
    let outcome = running.poster.post(&nowhere, &digest("x"), &key()).await;
    assert!(matches!(outcome, Err(PostError::Rejected(_))), "{outcome:?}");
    assert!(fake.messages(&supergroup()).is_empty() && fake.messages(&private()).is_empty());
    running.stop().await;
}

#[tokio::test]
async fn a_post_whose_answer_was_lost_is_uncertain_and_never_said_twice() {
    let fake = fake().await;
    fake.meet(&supergroup());
    let running = run(&fake, Setting::default());
    let to = channel(&supergroup());
    fake.fail("sendMessage", [Fault::Lost]);
    let outcome = running.poster.post(&to, &digest("Oat milk rises."), &key()).await;
    assert!(matches!(outcome, Err(PostError::Uncertain { .. })), "{outcome:?}");
    let again = key().attempted_at(SystemTime::now());
    let outcome = running.poster.post(&to, &digest("Oat milk rises."), &again).await;
    assert!(matches!(outcome, Err(PostError::Uncertain { .. })), "{outcome:?}");
    assert_eq!(running.poster.find(&to, &digest("Oat milk rises."), &again).await, Ok(Found::Unknown));
    assert_eq!(fake.messages(&supergroup()).len(), 1);
    running.stop().await;
}

#[tokio::test]
async fn a_post_waits_for_a_short_pause_and_gives_a_long_one_back() {
    let fake = fake().await;
    fake.meet(&supergroup());
    let running = run(&fake, Setting::default());
    let to = channel(&supergroup());
    fake.fail("sendMessage", [Fault::Refuse(429, "Too Many Requests: retry after 600".into())]);
    let outcome = running.poster.post(&to, &digest("Oat milk rises."), &key()).await;
    let wait = Some(Duration::from_secs(600));
    assert!(matches!(&outcome, Err(PostError::NotSent { retry_after, .. }) if *retry_after == wait), "{outcome:?}");
    assert!(fake.messages(&supergroup()).is_empty());
    running.stop().await;
}

#[tokio::test]
async fn refused_formatting_becomes_plain_text_and_a_new_id_of_the_group_is_told() {
    let fake = fake().await;
    let (old, new) = (supergroup(), Chat::group(1_002_002, "Morning Barn"));
    fake.meet(&old);
    fake.migrate(&old, &new);
    let running = run(&fake, Setting::default());
    let refused = Fault::Refuse(400, "Bad Request: can't parse entities: unexpected end tag".into());
    fake.fail("sendMessage", [refused]);
    let delivered = running.poster.post(&channel(&old), &digest("Oat milk rises."), &key()).await.unwrap();
    assert_eq!(fake.texts(&new), ["Coffee & commuting\n\nOat milk rises."]);
    assert!(fake.messages(&new)[0].entities.is_empty());
    assert_eq!(delivered.messages[0].channel, channel(&new));
    running.stop().await;
}
