//! What has no words, or none that the adapter can read: nothing is passed over in silence.

use copydesk_tests::fake_telegram::message;
use serde_json::{Value, json};

use super::*;

/// A message of Ada without words.
fn wordless(id: i64, chat: &Chat, more: Value) -> Value {
    let mut wordless = message(id, chat, &ada(), "");
    let fields = wordless.as_object_mut().unwrap();
    fields.remove("text");
    fields.extend(more.as_object().unwrap().clone());
    json!({ "message": wordless })
}

#[tokio::test]
async fn a_sticker_a_place_and_a_contact_are_answered_with_what_the_bot_reads() {
    let fake = fake().await;
    let running = run(&fake, Setting::default());
    fake.meet(&private());
    let sticker = json!({ "file_id": "s", "file_unique_id": "s", "type": "regular", "width": 512, "height": 512,
        "is_animated": false, "is_video": false });
    let kinds = [
        json!({ "sticker": sticker }),
        json!({ "location": { "latitude": 52.5, "longitude": 13.4 } }),
        json!({ "contact": { "phone_number": "+49", "first_name": "Bo" } }),
    ];
    for (id, kind) in (1..).zip(kinds) {
        fake.push(wordless(id, &private(), kind));
    }
    fake.until("three answers", |it| it.texts(&private()) == ["I read text and files."; 3]).await;
    assert!(running.heard.lock().unwrap().is_empty(), "it costs the bot nothing");
    assert!(running.stop().await.waiting().is_empty());
}

#[tokio::test]
async fn a_private_message_that_can_not_be_read_is_answered_once_and_in_its_turn() {
    let fake = fake().await;
    let running = run(&fake, Setting::default());
    fake.meet(&private());
    fake.push(wordless(1, &private(), json!({ "date": "yesterday", "text": "hello" })));
    fake.push(wordless(2, &group(), json!({ "date": "yesterday", "text": "hello" })));
    fake.say(&private(), &ada(), "done");
    fake.until("both", |it| it.texts(&private()) == ["I can't read that.", "You said: done"]).await;
    assert_eq!(fake.texts(&group()), [""; 0], "nobody knows whether it was for the bot");
    assert!(running.stop().await.waiting().is_empty());
}

#[tokio::test]
async fn what_could_not_be_read_is_answered_after_a_restart_too() {
    let fake = fake().await;
    fake.meet(&private());
    let setting = Setting::default();
    let mut update = wordless(1, &private(), json!({ "date": "yesterday" }));
    update["update_id"] = json!(5);
    let arrival = Arrival { id: format!("{:020}", 5), payload: update.to_string(), channel: None };
    setting.journal.receive(vec![arrival]).await.unwrap();
    let running = run(&fake, setting);
    fake.until("the answer", |it| it.texts(&private()) == ["I can't read that."]).await;
    assert!(running.stop().await.waiting().is_empty());
}

#[tokio::test]
async fn a_press_that_asks_nothing_gets_its_sign_all_the_same() {
    let fake = fake().await;
    let running = run(&fake, Setting::default());
    let below = message(1, &private(), &ada(), "the bot's message");
    let presses = [
        json!({ "id": "no-data", "chat_instance": "1", "message": below }),
        json!({ "id": "no-message", "chat_instance": "1", "data": "use:3" }),
        json!({ "id": "unreadable", "data": 3 }),
    ];
    for mut press in presses {
        press["from"] = ada().json();
        fake.push(json!({ "callback_query": press }));
    }
    let signs = |it: &FakeTelegram| {
        let calls = it.calls("answerCallbackQuery");
        calls.iter().map(|it| it.parameters["callback_query_id"].as_str().unwrap().to_owned()).collect::<BTreeSet<_>>()
    };
    let all = BTreeSet::from(["no-data", "no-message", "unreadable"].map(str::to_owned));
    fake.until("all signs", |it| signs(it) == all).await;
    assert!(running.heard.lock().unwrap().is_empty());
    running.stop().await;
}
