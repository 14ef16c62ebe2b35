//! The fake itself, where the adapter never goes too far: what Telegram would refuse.

use copydesk_tests::fake_telegram::ask;
use serde_json::{Value, json};

use super::*;

/// What comes of a message with this button.
async fn with_button(fake: &FakeTelegram, button: Value) -> (u16, String) {
    let keyboard = json!({ "inline_keyboard": [[button]] });
    let body = json!({ "chat_id": private().id, "text": "Choose.", "reply_markup": keyboard }).to_string();
    let url = format!("{}/bot{TOKEN}/sendMessage", fake.url);
    ask("POST", &url, &[("Content-Type", "application/json")], body.as_bytes()).await.unwrap()
}

#[tokio::test]
async fn a_button_without_words_or_without_what_it_sends_is_refused() {
    let fake = fake().await;
    fake.meet(&private());
    assert_eq!(with_button(&fake, json!({ "text": "Use it", "callback_data": "use:1" })).await.0, 200);
    for (bad, why) in [
        (json!({ "callback_data": "use:1" }), "Can't find field \\\"text\\\""),
        (json!({ "text": "", "callback_data": "use:1" }), "BUTTON_INVALID"),
        (json!({ "text": " ", "callback_data": "use:1" }), "BUTTON_INVALID"),
        (json!({ "text": "Use it" }), "BUTTON_DATA_INVALID"),
        (json!({ "text": "Use it", "callback_data": "x".repeat(65) }), "BUTTON_DATA_INVALID"),
    ] {
        let (status, said) = with_button(&fake, bad.clone()).await;
        assert_eq!(status, 400, "{bad}: {said}");
        assert!(said.contains(why), "{bad}: {said}");
    }
    assert_eq!(fake.messages(&private()).len(), 1);
}
