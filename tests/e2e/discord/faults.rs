//! Connections that end, limits, restarts, and a token that is wrong.

use copydesk_adapters::Partial;
use copydesk_tests::fake_discord::CHANNEL;

use super::*;

#[tokio::test]
async fn a_dropped_gateway_is_resumed_and_what_was_missed_is_answered() {
    let mut chat = start().await;
    chat.fake.hold_connections(true);
    chat.fake.drop_connection();
    let token = chat.fake.slash(Where::Server, &ada(), "why", &[]);
    chat.fake.hold_connections(false);
    let request = chat.next().await;
    request.reply.finish(reply(vec![paragraph("Because.")])).await;
    chat.answers(&token, "Because.").await;
    assert_eq!(chat.fake.sessions(), (1, 1));
}

#[tokio::test]
async fn an_interaction_that_was_missed_for_too_long_is_answered_in_its_channel() {
    let mut chat = start().await;
    chat.fake.hold_connections(true);
    chat.fake.drop_connection();
    chat.fake.slash(Where::Server, &ada(), "why", &[]);
    chat.fake.pass(Duration::from_secs(4));
    chat.fake.hold_connections(false);
    let request = chat.next().await;
    request.reply.finish(reply(vec![paragraph("Because.")])).await;
    chat.in_channel(CHANNEL, "Because.").await;
    chat.finished().await;
}

#[tokio::test]
async fn a_request_to_reconnect_is_followed() {
    let mut chat = start().await;
    chat.fake.ask_to_reconnect();
    chat.fake.until("the session", |fake| (fake.sessions() == (1, 1)).then_some(())).await;
    let (token, request) = chat.why().await;
    request.reply.finish(reply(vec![paragraph("Because.")])).await;
    chat.answers(&token, "Because.").await;
}

#[tokio::test]
async fn a_second_delivery_of_the_same_interaction_is_answered_once() {
    let mut chat = start().await;
    let (token, request) = chat.why().await;
    chat.fake.deliver_again();
    request.reply.finish(reply(vec![paragraph("Because.")])).await;
    chat.finished().await;
    chat.fake.write(&ada(), "next");
    assert!(matches!(chat.next().await.input, Input::Text(_)), "the second delivery was not");
    assert_eq!(chat.fake.answers(&token).len(), 1);
}

#[tokio::test]
async fn a_429_is_obeyed_and_the_answer_arrives() {
    let mut chat = start().await;
    let (token, request) = chat.why().await;
    chat.fake.limit_next(2, 0.3);
    request.reply.finish(reply(vec![paragraph("Because.")])).await;
    chat.answers(&token, "Because.").await;
    chat.finished().await;
    assert_eq!(chat.fake.calls().iter().filter(|call| call.status == 429).count(), 2);
    assert_eq!(chat.fake.impatient(), 0);
}

#[tokio::test]
async fn a_message_whose_confirmation_is_lost_is_there_once() {
    let mut chat = start().await;
    let (channel, request) = chat.hello().await;
    chat.fake.lose_next_answer();
    request.reply.finish(reply(vec![paragraph("Hello.")])).await;
    chat.finished().await;
    assert_eq!(chat.fake.channel(channel).len(), 1);
    assert!(chat.fake.calls().iter().any(|call| call.status == 502));
}

#[tokio::test]
async fn a_message_that_somebody_deletes_while_it_grows_is_said_again() {
    let mut chat = start().await;
    let (channel, request) = chat.hello().await;
    request.reply.progress(Partial::Text("Hel".to_owned())).await;
    let shown = chat.in_channel(channel, "Hel").await;
    chat.fake.delete(shown[0].id);
    request.reply.finish(reply(vec![paragraph("Hello.")])).await;
    let shown = chat.in_channel(channel, "Hello.").await;
    assert_eq!((shown.len(), shown[0].content()), (1, "Hello."));
}

#[tokio::test]
async fn an_answer_that_outlives_its_interaction_is_posted_to_the_channel_whole() {
    let mut chat = start().await;
    let (token, request) = chat.why().await;
    request.reply.progress(Partial::Text("Oat".to_owned())).await;
    chat.answers(&token, "Oat").await;
    chat.fake.pass(Duration::from_secs(16 * 60));
    request.reply.finish(reply(vec![paragraph("Oat milk rises.")])).await;
    let shown = chat.in_channel(CHANNEL, "Oat milk rises.").await;
    assert_eq!(shown[0].content(), "Oat milk rises.");
    let refers_to = chat.fake.answers(&token)[0].id.to_string();
    assert_eq!(shown[0].body["message_reference"]["message_id"], refers_to.as_str());
    assert_eq!(shown[0].body["allowed_mentions"]["parse"], serde_json::json!([]));
    chat.finished().await;
}

#[tokio::test]
async fn a_wrong_token_is_one_sentence() {
    let fake = Arc::new(FakeDiscord::start().await.unwrap());
    let chat = begin(Arc::clone(&fake), Arc::default(), "MTIz.wrong.token");
    let ended = tokio::time::timeout(PATIENCE, chat.running).await.unwrap().unwrap();
    assert_eq!(ended.unwrap_err().to_string(), "Discord refuses the token; check DISCORD_TOKEN");
    assert_eq!(fake.calls().len(), 1, "and no loop");
}

#[tokio::test]
async fn more_than_the_bot_takes_is_told_so() {
    let chat = start().await;
    let tokens: Vec<_> = (0..5).map(|_| chat.fake.slash(Where::Server, &ada(), "why", &[])).collect();
    let busy = |fake: &FakeDiscord| {
        tokens.iter().any(|token| fake.answers(token).iter().any(|it| it.content() == "Too much to do.")).then_some(())
    };
    chat.fake.until("that it is too much", busy).await;
}

#[tokio::test]
async fn a_bot_that_takes_no_requests_ends_the_adapter() {
    let mut chat = start().await;
    chat.inbox.close();
    chat.fake.slash(Where::Server, &ada(), "why", &[]);
    let ended = tokio::time::timeout(PATIENCE, chat.running).await.unwrap().unwrap();
    assert!(matches!(ended, Err(AdapterError::Stopped)), "{ended:?}");
}

#[tokio::test]
async fn an_answer_that_the_bot_lets_go_of_says_so() {
    let mut chat = start().await;
    let (token, request) = chat.why().await;
    request.reply.progress(Partial::Text("Oat".to_owned())).await;
    drop(request);
    let answers = chat.answers(&token, "interrupted").await;
    assert_eq!(answers[0].content(), "Oat\n\n-# I was interrupted.");
}

#[tokio::test]
async fn what_was_not_begun_before_a_restart_is_answered_after_it() {
    let mut chat = start().await;
    let (token, request) = chat.why().await;
    let (channel, other) = chat.hello().await;
    let mut chat = chat.begin_anew([request, other]).await;
    for _ in 0..2 {
        chat.next().await.reply.finish(reply(vec![paragraph("After all.")])).await;
    }
    chat.answers(&token, "After all.").await;
    chat.in_channel(channel, "After all.").await;
    chat.finished().await;
}

#[tokio::test]
async fn what_was_begun_before_a_restart_is_said_to_be_interrupted() {
    let mut chat = start().await;
    let (token, request) = chat.why().await;
    request.reply.progress(Partial::Text("Oat".to_owned())).await;
    chat.answers(&token, "Oat").await;
    let chat = chat.begin_anew([request]).await;
    let answers = chat.answers(&token, "interrupted").await;
    assert_eq!(answers[0].content(), "I was interrupted.");
    chat.finished().await;
}

#[tokio::test]
async fn what_a_restart_finds_too_late_is_told_in_the_channel() {
    let mut chat = start().await;
    let (_, request) = chat.why().await;
    let (fake, journal) = chat.stop().await;
    drop(request);
    journal.age(15 * 60 * 1_000);

    let chat = begin(fake, journal, TOKEN);
    chat.in_channel(CHANNEL, "I was interrupted.").await;
    chat.finished().await;
}
