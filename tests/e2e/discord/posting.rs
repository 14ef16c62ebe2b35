//! What the bot says on Discord without being asked.

use std::time::SystemTime;

use copydesk_adapters::{Attachment, Channel, DeliveryKey, Found, Gone, PostError};
use copydesk_tests::fake_discord::{CHANNEL, GUILD};

use super::*;

fn channel() -> Channel {
    Channel { platform: "discord".to_owned(), place: GUILD.to_string(), id: CHANNEL.to_string() }
}

fn key() -> DeliveryKey {
    DeliveryKey::new("barn/coffee/2026-11-25T09:00")
}

/// Three messages: a long text, a card with a button, a file.
fn digest() -> Reply {
    let chart = Attachment { name: "chart.csv".to_owned(), bytes: Arc::from(&b"1,2,3"[..]), alt: None };
    let text = format!("Hi @everyone. {}", "Oat milk rises again. ".repeat(110));
    reply(vec![paragraph(&text), card("Oat milk"), button("draft:1"), Block::File(chart)])
}

#[tokio::test]
async fn a_post_carries_a_nonce_for_each_message_and_pings_nobody() {
    let chat = start().await;
    let delivered = chat.poster.post(&channel(), &digest(), &key()).await.unwrap();
    let shown = chat.fake.channel(CHANNEL);
    assert_eq!(shown.len(), 3, "{shown:#?}");
    let mut nonces: Vec<String> = shown.iter().map(|it| it.body["nonce"].to_string()).collect();
    nonces.dedup();
    assert_eq!(nonces.len(), 3, "one for each");
    assert!(shown.iter().all(|it| it.body["enforce_nonce"] == true));
    assert!(shown.iter().all(|it| it.body["allowed_mentions"]["parse"] == serde_json::json!([])));
    let link = format!("https://discord.com/channels/{GUILD}/{CHANNEL}/{}", shown[0].id);
    assert_eq!(delivered.messages[0].link, Some(link));
    assert_eq!(
        delivered.messages.iter().map(|it| it.id.clone()).collect::<Vec<_>>(),
        shown.iter().map(|it| it.id.to_string()).collect::<Vec<_>>()
    );
}

#[tokio::test]
async fn a_post_whose_answer_was_lost_is_there_once() {
    let chat = start().await;
    chat.fake.lose_next_answer();
    let delivered = chat.poster.post(&channel(), &digest(), &key()).await.unwrap();
    assert_eq!((delivered.messages.len(), chat.fake.channel(CHANNEL).len()), (3, 3));
}

#[tokio::test]
async fn after_a_crash_only_what_is_missing_is_posted_even_when_discord_forgot_the_nonces() {
    let chat = start().await;
    let again = key().attempted_at(SystemTime::now());
    assert_eq!(chat.poster.find(&channel(), &digest(), &again).await, Ok(Found::Nothing));
    let delivered = chat.poster.post(&channel(), &digest(), &key()).await.unwrap();
    chat.fake.pass(Duration::from_secs(20 * 60));
    assert_eq!(chat.poster.find(&channel(), &digest(), &again).await, Ok(Found::Whole(delivered.clone())));
    assert_eq!(chat.poster.post(&channel(), &digest(), &again).await, Ok(delivered.clone()));
    assert_eq!(chat.fake.channel(CHANNEL).len(), 3);

    chat.fake.delete(delivered.messages[1].id.parse().unwrap());
    let found = chat.poster.find(&channel(), &digest(), &again).await;
    assert!(matches!(&found, Ok(Found::Part(part)) if part.messages.len() == 2), "{found:?}");
    let completed = chat.poster.post(&channel(), &digest(), &again).await.unwrap();
    assert_eq!((completed.messages.len(), chat.fake.channel(CHANNEL).len()), (3, 3));
    // The same words of another day are another post.
    let tomorrow = DeliveryKey::new("tomorrow").attempted_at(SystemTime::now() + Duration::from_secs(3_600));
    assert_eq!(chat.poster.find(&channel(), &digest(), &tomorrow).await, Ok(Found::Nothing));
}

#[tokio::test]
async fn where_the_history_can_not_be_read_a_second_attempt_is_uncertain() {
    let chat = start().await;
    chat.poster.post(&channel(), &digest(), &key()).await.unwrap();
    chat.fake.hide_history();
    let again = key().attempted_at(SystemTime::now());
    assert_eq!(chat.poster.find(&channel(), &digest(), &again).await, Ok(Found::Unknown));
    let outcome = chat.poster.post(&channel(), &digest(), &again).await;
    assert!(matches!(outcome, Err(PostError::Uncertain { .. })), "{outcome:?}");
    assert_eq!(chat.fake.channel(CHANNEL).len(), 3);
}

#[tokio::test]
async fn a_refused_form_is_posted_in_a_plainer_one_and_nothing_twice() {
    let chat = start().await;
    chat.fake.refuse_embeds();
    let delivered = chat.poster.post(&channel(), &digest(), &key()).await.unwrap();
    let shown = chat.fake.channel(CHANNEL);
    let all: String = shown.iter().map(|it| it.content().to_owned()).collect();
    assert_eq!(delivered.messages.len(), shown.len());
    assert!(shown.iter().all(|it| it.embeds().is_empty()), "{shown:#?}");
    assert_eq!(all.matches("Hi \\@everyone").count(), 1, "{all}");
    assert!(all.contains("The text of Oat milk"), "{all}");
}

#[tokio::test]
async fn where_nothing_can_be_said_the_reason_is_told_apart() {
    let chat = start().await;
    let gone = async |status, code| {
        chat.fake.close_channel(CHANNEL, status, code);
        match chat.poster.post(&channel(), &digest(), &key()).await {
            Err(PostError::Gone { gone, .. }) => gone,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(gone(403, 50_013).await, Gone::NoRight);
    assert_eq!(gone(403, 50_001).await, Gone::NoRight, "kept from the channel alone");
    assert_eq!(gone(403, 50_007).await, Gone::Blocked);
    assert_eq!(gone(404, 10_003).await, Gone::Channel);
    chat.fake.remove_unseen();
    assert_eq!(gone(403, 50_001).await, Gone::Removed);
    let nowhere = Channel { id: "general".into(), ..channel() };
    let outcome = chat.poster.post(&nowhere, &digest(), &key()).await;
    assert!(matches!(outcome, Err(PostError::Rejected(_))), "{outcome:?}");
}
