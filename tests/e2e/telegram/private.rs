//! Answers that are for one person where others read along.

use copydesk_tests::fake_telegram::channel_post;
use serde_json::json;

use super::*;

#[tokio::test]
async fn such_an_answer_goes_to_the_private_chat_and_the_group_is_told() {
    let fake = fake().await;
    let running = run(&fake, Setting::default());
    fake.meet(&private());
    fake.say(&group(), &ada(), "/secret");
    fake.until("the private chat has it", |it| it.texts(&private()).contains(&"Your records.".to_owned())).await;
    fake.until("the group is told", |it| it.texts(&group()).contains(&"I sent it to you.".to_owned())).await;
    assert!(!fake.texts(&group()).iter().any(|it| it.contains("Your records")), "{:?}", fake.texts(&group()));
    running.stop().await;
}

#[tokio::test]
async fn its_buttons_stay_behind_since_a_press_in_the_private_chat_would_be_for_the_team_there() {
    let fake = fake().await;
    let running = run(&fake, Setting::default());
    fake.meet(&private());
    fake.say(&group(), &ada(), "/secret steps");
    fake.until("the group is told", |it| it.texts(&group()).contains(&"I sent it to you.".to_owned())).await;
    let messages = fake.messages(&private());
    let text = messages.iter().map(|it| it.text.as_str()).collect::<Vec<_>>().join("\n");
    assert!(text.contains("Your notes.") && text.contains("Act where you asked."), "{text}");
    assert!(messages.iter().all(|it| it.keys.is_empty()), "{messages:?}");

    // Where it was asked in the private chat they are of that chat.
    fake.say(&private(), &ada(), "/secret steps");
    fake.until("buttons", |it| it.messages(&private()).iter().any(|it| !it.keys.is_empty())).await;
    running.stop().await;
}

#[tokio::test]
async fn a_person_who_never_wrote_to_the_bot_is_told_to_do_so() {
    let fake = fake().await;
    let running = run(&fake, Setting::default());
    fake.say(&group(), &ada(), "/secret");
    fake.until("the group is told", |it| it.texts(&group()).contains(&"I can't write to you.".to_owned())).await;
    assert!(!fake.texts(&group()).iter().any(|it| it.contains("Your records")), "{:?}", fake.texts(&group()));
    let journal = running.stop().await;
    assert_eq!(journal.waiting(), []);
}

#[tokio::test]
async fn who_writes_in_the_name_of_the_group_is_told_why_nobody_can_be_written_to() {
    let fake = fake().await;
    let running = run(&fake, Setting::default());
    fake.say_as(&group(), &group(), "/secret");
    fake.until("the group is told", |it| it.texts(&group()) == ["I don't know who you are."]).await;
    let journal = running.stop().await;
    assert_eq!(journal.waiting(), []);
}

#[tokio::test]
async fn who_writes_in_a_channel_is_told_that_nobody_is_known_there() {
    let fake = fake().await;
    let running = run(&fake, Setting::default());
    let channel = Chat::group(1_003_003, "Oat News");
    fake.meet(&channel);
    fake.push(channel_post(1, &channel, "/secret"));
    fake.until("the channel is told", |it| it.texts(&channel) == ["Nobody is known in a channel."]).await;
    let journal = running.stop().await;
    assert_eq!(journal.waiting(), []);
}

#[tokio::test]
async fn in_a_private_chat_it_is_an_answer_like_any_other() {
    let fake = fake().await;
    let running = run(&fake, Setting::default());
    fake.say(&private(), &ada(), "/secret");
    fake.until("the answer", |it| it.texts(&private()) == ["Your records."]).await;
    running.stop().await;
}

#[tokio::test]
async fn why_a_press_in_a_group_does_nothing_is_told_to_nobody_but_who_pressed() {
    let fake = fake().await;
    let running = run(&fake, Setting::default());
    fake.press(&group(), &ada(), 1, "refused");
    let alerts = |it: &FakeTelegram| {
        let calls = it.calls("answerCallbackQuery").into_iter().filter(|call| call.status == 200);
        calls.map(|call| (call.parameters["text"].clone(), call.parameters["show_alert"].clone())).collect::<Vec<_>>()
    };
    fake.until("an alert", |it| alerts(it) == [(json!("Only an admin may.\nAsk one."), json!(true))]).await;
    // The sign of what is answered for all is taken away without a word.
    fake.press(&group(), &ada(), 1, "use:3");
    fake.until("an answer", |it| it.texts(&group()) == ["You said: pressed use:3"]).await;
    fake.until("a sign", |it| alerts(it).len() == 2).await;
    assert_eq!(alerts(&fake)[1], (json!(null), json!(null)));

    // Too late for a sign, a message tells who is meant.
    fake.press_late(&group(), &ada(), 1, "refused");
    fake.until("a message", |it| it.texts(&group()).iter().any(|text| text.contains("Ada: Only an admin may."))).await;
    running.stop().await;
}
