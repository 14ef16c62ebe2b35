//! Channels: administrators command there, and the bot posts into them.

use copydesk_adapters::{Channel, DeliveryKey};
use copydesk_tests::fake_telegram::channel_post;

use super::*;

#[tokio::test]
async fn a_command_in_a_channel_is_answered_there_and_all_else_is_for_its_readers() {
    let fake = fake().await;
    let channel = Chat::group(1_003_003, "Oat News");
    fake.meet(&channel);
    let running = run(&fake, Setting::default());
    for (id, text) in [(1, "Oat milk rises"), (2, "Ask @CopydeskBot"), (3, "/ideas@OtherBot oats"), (4, "/ideas oats")]
    {
        fake.push(channel_post(id, &channel, text));
    }
    // Nobody could reply to a question there: the bot says what is missing.
    fake.push(channel_post(5, &channel, "/ideas@CopydeskBot"));
    fake.until("both answers", |it| it.messages(&channel).len() == 2).await;
    assert_eq!(fake.texts(&channel), ["You said: /ideas oats", "You said: /ideas"]);
    let origin = running.heard.lock().unwrap()[0].0.clone();
    assert_eq!((origin.place.name.as_str(), origin.language), ("Oat News", None));
    assert_eq!(origin.person, channel.id.to_string());

    let to = Channel { platform: "telegram".into(), place: channel.id.to_string(), id: channel.id.to_string() };
    let digest = Reply { blocks: vec![Block::Paragraph("Oat milk, weekly".to_owned())], ..Reply::default() };
    running.poster.post(&to, &digest, &DeliveryKey::new("weekly")).await.unwrap();
    assert_eq!(fake.texts(&channel)[2], "Oat milk, weekly");
    running.stop().await;
}
