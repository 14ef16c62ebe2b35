//! Updates that Telegram brings. What holds for polling holds here.

use std::net::{SocketAddr, TcpListener};

use copydesk_tests::fake_telegram::{Fault, ask};
use serde_json::json;

use super::*;

/// A webhook at a free port.
fn webhook() -> Webhook {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let listen: SocketAddr = listener.local_addr().unwrap();
    Webhook { url: format!("http://{listen}/telegram"), listen }
}

fn setting() -> (Webhook, Setting) {
    let webhook = webhook();
    (webhook.clone(), Setting { webhook: Some(webhook), ..Setting::default() })
}

async fn set(fake: &FakeTelegram) -> (String, String) {
    fake.until("the webhook is set", |it| it.webhook().is_some()).await;
    fake.webhook().unwrap()
}

/// The webhook's answers so far.
fn statuses(fake: &FakeTelegram) -> Vec<u16> {
    fake.calls("webhook").iter().map(|it| it.status).collect()
}

#[tokio::test]
async fn what_is_brought_is_answered_in_order() {
    let fake = fake().await;
    fake.say(&private(), &ada(), "before it was set");
    let (webhook, setting) = setting();
    let running = run(&fake, setting);
    let (url, secret) = set(&fake).await;
    assert_eq!((url.as_str(), secret.len()), (webhook.url.as_str(), 64));
    for number in 0..20 {
        fake.say(&private(), &ada(), &number.to_string());
    }
    fake.until("all answers", |it| it.texts(&private()).len() == 21).await;
    let expected = ["before it was set".to_owned()].into_iter().chain((0..20).map(|it| it.to_string()));
    assert_eq!(fake.texts(&private()), expected.map(|it| format!("You said: {it}")).collect::<Vec<_>>());
    assert!(fake.calls("getUpdates").is_empty());
    let set = &fake.calls("setWebhook")[0].parameters;
    assert_eq!(
        set["allowed_updates"],
        json!(["message", "edited_message", "channel_post", "callback_query", "my_chat_member", "message_reaction"])
    );
    let health = ask("GET", &format!("http://{}/health", webhook.listen), &[], b"").await.unwrap();
    assert_eq!(health, (200, "ok".to_owned()));
    assert!(running.stop().await.waiting().is_empty());
}

#[tokio::test]
async fn nothing_is_taken_before_it_is_kept() {
    let fake = fake().await;
    let (_, setting) = setting();
    setting.journal.fail(3);
    let running = run(&fake, setting);
    fake.say(&private(), &ada(), "hello");
    fake.until("an answer", |it| it.texts(&private()) == ["You said: hello"]).await;
    fake.until("the confirmation", |it| it.confirmed() == 2).await;
    assert_eq!(statuses(&fake), [503, 503, 503, 200]);
    assert!(running.stop().await.waiting().is_empty());
}

#[tokio::test]
async fn an_update_that_is_brought_again_is_answered_once() {
    let fake = fake().await;
    fake.fail("webhook", [Fault::Lost, Fault::Lost]);
    let (_, setting) = setting();
    let running = run(&fake, setting);
    fake.say(&private(), &ada(), "hello");
    fake.until("it is taken", |it| it.confirmed() == 2).await;
    fake.say(&private(), &ada(), "done");
    fake.until("both answers", |it| it.texts(&private()).len() >= 2).await;
    assert_eq!(fake.texts(&private()), ["You said: hello", "You said: done"]);
    assert_eq!(statuses(&fake)[..3], [200, 200, 200]);
    running.stop().await;
}

#[tokio::test]
async fn what_was_taken_and_not_begun_is_answered_after_a_restart_with_another_secret() {
    let fake = fake().await;
    let (webhook, setting) = setting();
    let patient = Timing { placeholder_after: Duration::from_secs(3_600), ..TIMING };
    let running = run(&fake, Setting { timing: patient, ..setting });
    let (_, first) = set(&fake).await;
    fake.say(&private(), &ada(), "hang");
    fake.until("it is taken", |it| it.confirmed() == 2).await;
    let journal = running.stop().await;
    assert_eq!(journal.waiting().len(), 1);
    // Nobody is there: Telegram tries until somebody is.
    fake.say(&private(), &ada(), "second");
    fake.until("nobody answers", |it| statuses(it).contains(&0)).await;

    let running = run(&fake, Setting { journal, webhook: Some(webhook), ..Setting::default() });
    running.steps.add_permits(1);
    fake.until("both answers", |it| it.texts(&private()) == ["At last.", "You said: second"]).await;
    assert_ne!(set(&fake).await.1, first);
    assert!(running.stop().await.waiting().is_empty());
}

#[tokio::test]
async fn only_telegram_is_let_in() {
    let fake = fake().await;
    let (webhook, setting) = setting();
    let running = run(&fake, setting);
    let (url, secret) = set(&fake).await;
    let update =
        json!({ "update_id": 9, "message": copydesk_tests::fake_telegram::message(1, &private(), &ada(), "hi") })
            .to_string();
    const NAME: &str = "X-Telegram-Bot-Api-Secret-Token";
    let long = vec![b' '; 2 << 20];
    // One character is another.
    let wrong = format!("{}{}", &secret[..63], if secret.ends_with('0') { '1' } else { '0' });
    let (wrong, secret) = ([(NAME, wrong.as_str())], [(NAME, secret.as_str())]);
    for (headers, body, expected) in [
        (&[][..], update.as_bytes(), 401),
        (&wrong[..], update.as_bytes(), 401),
        (&secret[..], b"{\"update_id\":".as_slice(), 400),
        (&secret[..], long.as_slice(), 413),
        // What can't be understood would not be understood the next time.
        (&secret[..], b"{\"update_id\":7,\"message\":{}}".as_slice(), 200),
    ] {
        assert_eq!(ask("POST", &url, headers, body).await.unwrap().0, expected);
    }
    assert_eq!(ask("GET", &format!("http://{}/", webhook.listen), &secret, b"").await.unwrap().0, 405);
    assert!(running.texts().is_empty());
    assert_eq!(ask("POST", &url, &secret, update.as_bytes()).await.unwrap().0, 200);
    fake.meet(&private());
    fake.until("an answer", |_| running.texts() == ["hi"]).await;
    running.stop().await;
}

#[tokio::test]
async fn polling_takes_the_webhook_away() {
    let fake = fake().await;
    let (_, setting) = setting();
    let running = run(&fake, setting);
    set(&fake).await;
    running.stop().await;
    assert!(fake.webhook().is_some(), "until the next start Telegram keeps what it can't bring");
    let running = run(&fake, Setting::default());
    fake.say(&private(), &ada(), "hello");
    fake.until("an answer", |it| it.texts(&private()) == ["You said: hello"]).await;
    assert!(fake.webhook().is_none());
    assert!(fake.calls("getUpdates").iter().all(|it| it.status == 200));
    running.stop().await;
}

#[tokio::test]
async fn a_webhook_stops_whoever_polls_with_a_sentence() {
    let fake = fake().await;
    let poller = run(&fake, Setting::default());
    fake.say(&private(), &ada(), "hello");
    fake.until("an answer", |it| it.texts(&private()).len() == 1).await;
    let (_, setting) = setting();
    let running = run(&fake, setting);
    let error = poller.end().await.unwrap_err();
    assert_eq!(error.to_string(), "Telegram: another program has set a webhook for this bot; stop it first");
    fake.say(&private(), &ada(), "again");
    fake.until("an answer", |it| it.texts(&private()).len() == 2).await;
    running.stop().await;
}

#[tokio::test]
async fn a_webhook_that_can_not_be_is_one_sentence() {
    let fake = fake().await;
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let listen = taken.local_addr().unwrap();
    let webhook = Webhook { listen, ..webhook() };
    let error = run(&fake, Setting { webhook: Some(webhook), ..Setting::default() }).end().await.unwrap_err();
    assert!(error.to_string().starts_with(&format!("Telegram: can't listen at {listen}: ")), "{error}");

    let webhook = Webhook { url: "http://bot.example.org/".to_owned(), ..self::webhook() };
    let error = run(&fake, Setting { webhook: Some(webhook), ..Setting::default() }).end().await.unwrap_err();
    let words = "Telegram: Bad Request: bad webhook: An HTTPS URL must be provided for webhook";
    assert_eq!(error.to_string(), words);
}

#[tokio::test]
async fn a_server_that_fails_is_asked_to_bring_until_it_does() {
    let fake = fake().await;
    fake.fail("setWebhook", [Fault::Page(502), Fault::Refuse(500, "Internal Server Error".to_owned()), Fault::Lost]);
    let (_, setting) = setting();
    let running = run(&fake, setting);
    fake.say(&private(), &ada(), "hello");
    fake.until("an answer", |it| it.texts(&private()) == ["You said: hello"]).await;
    running.stop().await;
}
