//! Answers that grow, and answers that are long.

use super::*;

#[tokio::test]
async fn an_answer_grows_by_edits_and_ends_complete() {
    let fake = fake().await;
    let running = run(&fake, Setting::default());
    fake.say(&private(), &ada(), "stream");
    fake.until("the status", |it| it.texts(&private()) == ["thinking, place 3 in the queue"]).await;
    running.steps.add_permits(1);
    fake.until("the beginning", |it| it.texts(&private()) == ["Oat milk …"]).await;
    running.steps.add_permits(1);
    fake.until("more", |it| it.texts(&private()) == ["Oat milk rises …"]).await;
    running.steps.add_permits(1);
    fake.until("the end", |it| it.texts(&private()) == ["Oat milk rises.\n\n3 words"]).await;
    let sent = fake.messages(&private()).remove(0);
    assert_eq!(sent.before, ["thinking, place 3 in the queue", "Oat milk …", "Oat milk rises …"]);
    assert!(running.stop().await.waiting().is_empty());
}

#[tokio::test]
async fn while_nothing_is_known_something_is_shown() {
    let fake = fake().await;
    let running = run(&fake, Setting::default());
    fake.say(&private(), &ada(), "hang");
    fake.until("a placeholder", |it| it.texts(&private()) == ["Working."]).await;
    running.steps.add_permits(1);
    fake.until("the answer in its place", |it| it.texts(&private()) == ["At last."]).await;
    running.stop().await;
}

#[tokio::test]
async fn each_card_is_a_message_as_soon_as_it_is_complete() {
    let fake = fake().await;
    let running = run(&fake, Setting::default());
    fake.say(&private(), &ada(), "cards");
    fake.until("the status", |it| it.texts(&private()) == ["writing 1"]).await;
    running.steps.add_permits(1);
    let first = "1. Idea 1\n\nText 1";
    fake.until("a card and a status", |it| it.texts(&private()) == [first, "writing 2"]).await;
    running.steps.add_permits(3);
    fake.until("all cards", |it| it.messages(&private()).last().is_some_and(|it| !it.keys.is_empty())).await;
    let sent = fake.messages(&private());
    assert_eq!(
        sent.iter().map(|it| it.text.as_str()).collect::<Vec<_>>(),
        [first, "2. Idea 2\n\nText 2", "3. Idea 3\n\nText 3"]
    );
    assert_eq!(sent[2].keys, [[("Shorter".to_owned(), "shorter".to_owned())]]);
    assert_eq!(sent[0].source, "<b>1. Idea 1</b>\n\nText 1");
    running.stop().await;
}

#[tokio::test]
async fn a_long_answer_arrives_whole_in_several_messages() {
    let fake = fake().await;
    let running = run(&fake, Setting::default());
    assert!(long().encode_utf16().count() >= 12_000, "{}", long().encode_utf16().count());
    fake.say(&private(), &ada(), "long");
    let bare = |text: &str| text.chars().filter(|it| !it.is_whitespace()).collect::<String>();
    fake.until("all of it", |it| bare(&it.texts(&private()).concat()) == bare(&long())).await;
    let sent = fake.messages(&private());
    assert!(sent.len() >= 3 && sent.iter().all(|it| it.text.encode_utf16().count() <= 4_096));
    assert!(fake.calls("sendMessage").iter().all(|call| call.status == 200));
    running.stop().await;
}

#[tokio::test]
async fn an_answer_that_never_ends_is_said_to_be_interrupted() {
    let fake = fake().await;
    let running = run(&fake, Setting::default());
    fake.say(&private(), &ada(), "drop");
    fake.until("a notice", |it| it.texts(&private()) == ["Interrupted."]).await;
    assert!(running.stop().await.waiting().is_empty());
}
