//! What Telegram refuses, loses, or says later.

use copydesk_tests::fake_telegram::{Fault, Limit, Rules};
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

/// 25 messages into each of 20 chats, of which every second is a group.
async fn burst(fake: &FakeTelegram) {
    let person = Person::new(7, "Ada");
    let chats: Vec<Chat> = (10..30)
        .map(|id| if id % 2 == 0 { Chat::group(id, "Barn") } else { Chat::private(&Person::new(id, "Somebody")) })
        .collect();
    for chat in &chats {
        fake.say(chat, &person, if chat.id > 0 { "many cards" } else { "@CopydeskBot many cards" });
    }
    let cards: Vec<String> = (1..=25).map(|it| format!("{it}. Idea {it}\n\nText {it}")).collect();
    for chat in &chats {
        fake.until("all cards in order", |it| it.texts(chat) == cards).await;
    }
}

/// Telegram's own rules, so many times faster.
fn rules(times: u32) -> Rules {
    let Rules { chat_per_second, group, overall, .. } = Rules::default();
    let faster = |limit: Limit| Limit { within: limit.within / times, ..limit };
    let chat_per_second = chat_per_second * f64::from(times);
    Rules { chat_per_second, group: faster(group), overall: faster(overall), ..Rules::default() }
}

#[tokio::test]
async fn a_burst_that_is_refused_is_waited_out_and_arrives_whole_and_in_order() {
    let fake = fake().await;
    fake.enforce(Rules { chat_burst: 10.0, ..rules(60) });
    let running = run(&fake, Setting::default());
    burst(&fake).await;
    assert!(fake.calls("sendMessage").iter().any(|call| call.status == 429), "the fake refused some");
    assert!(running.stop().await.waiting().is_empty());
}

#[tokio::test]
async fn a_burst_at_the_right_pace_arrives_whole_and_in_order_and_nothing_is_refused() {
    let fake = fake().await;
    // Half as fast as the server takes: messages travel at different speeds.
    let (group, overall) = (40, 400);
    let limit = |count| Limit { count, within: Duration::from_secs(1) };
    fake.enforce(Rules { chat_burst: 20.0, group: limit(group), overall: limit(overall), ..rules(60) });
    let rates = Rates {
        chat_per_second: 30.0,
        chat_burst: 3.0,
        group_most: 20,
        group_within: Duration::from_secs(1),
        overall_per_second: 150.0,
    };
    let running = run(&fake, Setting { rates, ..Setting::default() });
    burst(&fake).await;
    assert!(fake.calls("sendMessage").iter().all(|call| call.status == 200));
    assert!(running.stop().await.waiting().is_empty());
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
async fn a_message_that_may_have_arrived_is_not_sent_twice_and_its_person_is_told_unless_it_is_there() {
    for (chat, told) in [(private(), &["Interrupted."][..0]), (group(), &["Interrupted."][..])] {
        let fake = fake().await;
        fake.fail("sendMessage", [Fault::Lost]);
        let running = run(&fake, Setting::default());
        fake.say(&chat, &ada(), "@CopydeskBot hello");
        fake.until("the answer", |it| it.texts(&chat).len() > told.len()).await;
        fake.say(&chat, &ada(), "@CopydeskBot again");
        fake.until("the next answer", |it| it.texts(&chat).len() > told.len() + 1).await;
        let texts = fake.texts(&chat);
        assert!(texts[0].contains("hello") && texts.last().is_some_and(|it| it.contains("again")), "{texts:?}");
        assert_eq!(texts[1..texts.len() - 1], *told);
        assert!(running.stop().await.waiting().is_empty());
    }
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
async fn a_webhook_that_another_program_sets_is_one_sentence() {
    let fake = fake().await;
    let words =
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";
    fake.fail("getUpdates", [Fault::Refuse(409, words.to_owned())]);
    let error = run(&fake, Setting::default()).end().await.unwrap_err();
    assert_eq!(error.to_string(), "Telegram: another program has set a webhook for this bot; stop it first");
}

#[tokio::test]
async fn a_second_poller_for_a_while_does_not_end_the_first() {
    let fake = fake().await;
    let first = run(&fake, Setting::default());
    fake.until("the first polls", |it| !it.commands("default", "zh").is_null()).await;
    fake.say(&private(), &ada(), "hello");
    fake.until("the first answers", |it| !it.texts(&private()).is_empty()).await;
    let second = run(&fake, Setting::default());
    fake.until("one is refused", |it| it.calls("getUpdates").iter().any(|call| call.status == 409)).await;
    second.stop().await;
    fake.say(&private(), &ada(), "again");
    fake.until("the first answers again", |it| it.texts(&private()).len() >= 2).await;
    assert!(first.stop().await.waiting().is_empty());
}

#[tokio::test]
async fn a_second_poller_that_stays_ends_one_of_them_with_a_sentence() {
    let fake = fake().await;
    let first = run(&fake, Setting::default());
    fake.until("the first polls", |it| !it.calls("getUpdates").is_empty()).await;
    let timing = Timing { conflicts: 3, ..TIMING };
    let error = run(&fake, Setting { timing, ..Setting::default() }).end().await.unwrap_err();
    assert_eq!(error.to_string(), "another process already serves Telegram with this token; stop it first");
    fake.say(&private(), &ada(), "hello");
    fake.until("the first goes on", |it| it.texts(&private()) == ["You said: hello"]).await;
    first.stop().await;
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
    fake.say(&old, &ada(), "/ideas tea");
    fake.until("an answer", |it| it.texts(&new) == ["You said: /ideas tea"]).await;

    fake.say(&new.clone().topic(5), &ada(), "@CopydeskBot hang");
    fake.until("a placeholder", |it| it.messages(&new).len() == 2).await;
    fake.say(&new.clone().topic(5), &ada(), "/ideas more");
    fake.delete_topics();
    running.steps.add_permits(1);
    fake.until("an answer", |it| it.texts(&new).last().is_some_and(|it| it == "You said: /ideas more")).await;
    assert_eq!(fake.messages(&new)[2].topic, None);
    running.stop().await;
}

#[tokio::test]
async fn an_answer_that_a_closed_topic_does_not_take_goes_to_the_group() {
    let fake = fake().await;
    let running = run(&fake, Setting::default());
    let chat = group().topic(5);
    fake.say(&chat, &ada(), "/ideas tea");
    fake.until("an answer", |it| it.texts(&group()) == ["You said: /ideas tea"]).await;
    assert_eq!(fake.messages(&group())[0].topic, Some(5));
    fake.say(&chat, &ada(), "@CopydeskBot hang");
    fake.until("a placeholder", |it| it.messages(&group()).len() == 2).await;
    fake.say(&chat, &ada(), "/ideas more");
    fake.close_topics();
    running.steps.add_permits(1);
    fake.until("an answer", |it| it.texts(&group()).last().is_some_and(|it| it == "You said: /ideas more")).await;
    assert_eq!(fake.messages(&group())[2].topic, None);
    let refused = fake.calls("sendMessage").into_iter().filter(|call| call.status == 400).count();
    assert!(refused > 0, "the topic was tried first");
    running.stop().await;
}
