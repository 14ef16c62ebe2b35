//! What Telegram refuses, loses, or says later.

use copydesk_tests::fake_telegram::{Fault, Limit};
use serde_json::json;

use super::*;

#[tokio::test]
async fn rejected_formatting_becomes_plain_text() {
    let fake = fake().await;
    let words = "Bad Request: can't parse entities: Unsupported start tag \"b\" at byte offset 0";
    fake.fail("sendMessage", [Fault::Refuse(400, words.to_owned())]);
    let running = run(&fake, Setting::default());
    fake.say(&private(), &ada(), "a < b");
    fake.until("plain text", |it| it.texts(&private()) == ["You said: a < b"]).await;
    assert!(fake.calls("sendMessage")[1].parameters["parse_mode"].is_null());
    running.stop().await;
}

#[tokio::test]
async fn a_burst_into_many_chats_is_waited_out_and_arrives_whole_and_in_order() {
    let fake = fake().await;
    fake.limit(Limit { count: 10, within: Duration::from_millis(900) });
    let running = run(&fake, Setting::default());
    let people: Vec<Person> = (10..30).map(|id| Person::new(id, "Somebody")).collect();
    for person in &people {
        fake.say(&Chat::private(person), person, "many cards");
    }
    let cards: Vec<String> = (1..=25).map(|it| format!("{it}. Idea {it}\n\nText {it}")).collect();
    for person in &people {
        fake.until("all cards in order", |it| it.texts(&Chat::private(person)) == cards).await;
    }
    assert!(fake.calls("sendMessage").iter().any(|call| call.status == 429), "the fake refused some");
    assert!(running.stop().await.waiting().is_empty());
}

#[tokio::test]
async fn at_the_right_pace_nothing_is_refused() {
    let fake = fake().await;
    fake.limit(Limit { count: 40, within: Duration::from_secs(1) });
    let rates = Rates { chat_per_second: 20.0, chat_burst: 2.0, group_per_minute: 1e6, overall_per_second: 100.0 };
    let running = run(&fake, Setting { rates, ..Setting::default() });
    for _ in 0..2 {
        fake.say(&private(), &ada(), "many cards");
    }
    fake.until("all cards", |it| it.messages(&private()).len() == 50).await;
    assert!(fake.calls("sendMessage").iter().all(|call| call.status == 200));
    running.stop().await;
}

#[tokio::test]
async fn a_server_that_fails_is_asked_again() {
    let fake = fake().await;
    for method in ["getMe", "getUpdates", "sendMessage"] {
        fake.fail(method, [Fault::Page(502), Fault::Refuse(500, "Internal Server Error".to_owned())]);
    }
    fake.fail("getUpdates", [Fault::Lost, Fault::Refuse(429, "Too Many Requests: retry after 1".to_owned())]);
    fake.fail("sendMessage", [Fault::Delay(Duration::from_millis(50))]);
    let running = run(&fake, Setting::default());
    fake.say(&private(), &ada(), "hello");
    fake.until("an answer", |it| it.texts(&private()) == ["You said: hello"]).await;
    assert!(running.stop().await.waiting().is_empty());
}

#[tokio::test]
async fn a_message_that_may_have_arrived_is_not_sent_twice_and_its_person_is_told() {
    let fake = fake().await;
    fake.fail("sendMessage", [Fault::Lost]);
    let running = run(&fake, Setting::default());
    fake.say(&private(), &ada(), "hello");
    fake.until("both", |it| it.texts(&private()) == ["You said: hello", "Interrupted."]).await;
    assert!(running.stop().await.waiting().is_empty());
}

#[tokio::test]
async fn a_message_that_telegram_does_not_take_is_not_passed_over_in_silence() {
    let fake = fake().await;
    fake.fail("sendMessage", [Fault::Refuse(400, "Bad Request: BUTTON_DATA_INVALID".to_owned())]);
    let running = run(&fake, Setting::default());
    fake.say(&private(), &ada(), "hello");
    fake.until("a notice", |it| it.texts(&private()) == ["Interrupted."]).await;
    fake.say(&private(), &ada(), "again");
    fake.until("an answer", |it| it.texts(&private()) == ["Interrupted.", "You said: again"]).await;
    running.stop().await;
}

#[tokio::test]
async fn nothing_is_confirmed_before_it_is_kept() {
    let fake = fake().await;
    let setting = Setting::default();
    setting.journal.fail(3);
    let running = run(&fake, setting);
    let number = fake.say(&private(), &ada(), "hello");
    fake.until("an answer", |it| it.texts(&private()) == ["You said: hello"]).await;
    let number = i64::try_from(number).unwrap();
    fake.until("the confirmation", |it| it.confirmed() == number + 1).await;
    let offsets: Vec<_> = fake.calls("getUpdates").iter().map(|it| it.parameters["offset"].clone()).collect();
    assert!(offsets[..3].iter().all(serde_json::Value::is_null), "{offsets:?}");
    running.stop().await;
}

#[tokio::test]
async fn the_same_update_twice_is_answered_once() {
    let fake = fake().await;
    fake.say(&private(), &ada(), "hello");
    fake.repeat();
    let running = run(&fake, Setting::default());
    fake.say(&private(), &ada(), "done");
    fake.until("both answers", |it| it.texts(&private()).len() >= 2).await;
    assert_eq!(fake.texts(&private()), ["You said: hello", "You said: done"]);
    running.stop().await;
}

#[tokio::test]
async fn an_update_that_can_not_be_read_is_skipped() {
    let fake = fake().await;
    fake.push(json!({ "message": { "message_id": "three" } }));
    fake.push(json!({ "something_new": { "deep": [1, 2] } }));
    let running = run(&fake, Setting::default());
    fake.say(&private(), &ada(), "hello");
    fake.until("an answer", |it| it.texts(&private()) == ["You said: hello"]).await;
    running.stop().await;
}

#[tokio::test]
async fn a_wrong_token_is_one_sentence() {
    let fake = fake().await;
    let running = run(&fake, Setting { token: "42:wrong", ..Setting::default() });
    let error = running.end().await.unwrap_err();
    assert_eq!(error.to_string(), "Telegram refuses the token; check TELEGRAM_BOT_TOKEN");
    assert!(!format!("{error:?}").contains("42:wrong"));
}

#[tokio::test]
async fn a_webhook_that_is_set_is_one_sentence() {
    let fake = fake().await;
    let words =
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";
    fake.fail("getUpdates", [Fault::Refuse(409, words.to_owned())]);
    let error = run(&fake, Setting::default()).end().await.unwrap_err();
    assert_eq!(error.to_string(), "Telegram: a webhook is set for this bot; remove it with the method deleteWebhook");
}

#[tokio::test]
async fn a_second_poller_ends_the_first_with_a_sentence() {
    let fake = fake().await;
    let first = run(&fake, Setting::default());
    fake.until("the first polls", |it| !it.commands("zh").is_null()).await;
    fake.say(&private(), &ada(), "hello");
    fake.until("the first answers", |it| !it.texts(&private()).is_empty()).await;
    let second = run(&fake, Setting::default());
    let error = first.end().await.unwrap_err();
    assert!(matches!(error, AdapterError::Conflict { .. }), "{error}");
    fake.say(&private(), &ada(), "again");
    fake.until("the second answers", |it| it.texts(&private()).len() >= 2).await;
    second.stop().await;
}

#[tokio::test]
async fn a_chat_that_is_gone_holds_nothing_up() {
    let fake = fake().await;
    let running = run(&fake, Setting::default());
    let bob = Person::new(8, "Bob");
    fake.block(&private());
    fake.say(&private(), &ada(), "hello");
    fake.until("the refusal", |it| it.calls("sendMessage").iter().any(|call| call.status == 403)).await;
    fake.say(&Chat::private(&bob), &bob, "hello");
    fake.until("Bob's answer", |it| it.texts(&Chat::private(&bob)) == ["You said: hello"]).await;
    assert!(running.stop().await.waiting().is_empty());
}

#[tokio::test]
async fn an_answer_follows_its_group_to_a_new_id_and_out_of_a_deleted_topic() {
    let fake = fake().await;
    let running = run(&fake, Setting::default());
    let (old, new) = (Chat::group(1001, "Barn"), Chat::group(2002, "Barn"));
    fake.migrate(&old, &new);
    fake.say(&old, &ada(), "/ideas");
    fake.until("an answer", |it| it.texts(&new) == ["You said: /ideas"]).await;

    fake.say(&new.clone().topic(5), &ada(), "@CopydeskBot hang");
    fake.until("a placeholder", |it| it.messages(&new).len() == 2).await;
    fake.say(&new.clone().topic(5), &ada(), "/ideas more");
    fake.delete_topics();
    running.steps.add_permits(1);
    fake.until("an answer", |it| it.texts(&new).last().is_some_and(|it| it == "You said: /ideas more")).await;
    assert_eq!(fake.messages(&new)[2].topic, None);
    running.stop().await;
}
