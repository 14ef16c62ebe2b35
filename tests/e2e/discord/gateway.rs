//! What the gateway does with sessions and events.

use copydesk_tests::fake_discord::{CHANNEL, GUILD};

use super::*;

/// Ada's `/why` is answered.
async fn serves(chat: &mut Chat) {
    let (token, request) = chat.why().await;
    request.reply.finish(reply(vec![paragraph("Because.")])).await;
    chat.answers(&token, "Because.").await;
}

#[tokio::test]
async fn large_events_come_compressed() {
    let mut chat = start().await;
    assert!(chat.fake.compressed() > 0, "the server and the session are told of in compressed frames");
    serves(&mut chat).await;
}

#[tokio::test]
async fn an_invalid_session_is_begun_anew() {
    let mut chat = start().await;
    chat.fake.invalidate_session(false);
    chat.fake.until("a new session", |fake| (fake.sessions() == (2, 0)).then_some(())).await;
    serves(&mut chat).await;
}

#[tokio::test]
async fn an_invalid_session_that_may_be_resumed_is() {
    let mut chat = start().await;
    chat.fake.invalidate_session(true);
    chat.fake.until("the session", |fake| (fake.sessions() == (1, 1)).then_some(())).await;
    serves(&mut chat).await;
}

#[tokio::test]
async fn a_session_that_discord_forgot_while_the_bot_was_away_is_begun_anew() {
    let mut chat = start().await;
    chat.fake.hold_connections(true);
    chat.fake.invalidate_session(false);
    chat.fake.drop_connection();
    chat.fake.hold_connections(false);
    chat.fake.until("a new session", |fake| (fake.sessions().0 == 2).then_some(())).await;
    serves(&mut chat).await;
}

#[tokio::test]
async fn events_in_disorder_and_twice_are_answered_once_each() {
    let mut chat = start().await;
    chat.fake.hold_events();
    let tokens: Vec<_> = (0..3).map(|_| chat.fake.slash(Where::Server, &ada(), "why", &[])).collect();
    let channel = chat.fake.write(&ada(), "hello");
    chat.fake.add_to_server(77, "New Barn");
    chat.fake.release_events_in_disorder();
    for _ in 0..4 {
        chat.next().await.reply.finish(reply(vec![paragraph("Because.")])).await;
    }
    for token in &tokens {
        chat.answers(token, "Because.").await;
    }
    chat.in_channel(channel, "Because.").await;
    chat.finished().await;
    chat.fake.write(&Person::new(43, "Bo"), "next");
    let next = chat.next().await;
    assert_eq!((next.input, next.origin.person.as_str()), (Input::Text("next".to_owned()), "43"), "nothing came twice");
    assert!(tokens.iter().all(|token| chat.fake.answers(token).len() == 1));
    assert_eq!(chat.fake.channel(channel).len(), 1);
}

/// The second of two shards is told of it.
const OTHER: u64 = GUILD + (1 << 22);

#[tokio::test]
async fn two_shards_in_one_process_begin_one_after_the_other_and_each_answers_for_its_servers() {
    let fake = Arc::new(FakeDiscord::start().await.unwrap());
    fake.recommend_shards(2);
    fake.space_sessions(Duration::from_secs(5));
    let mut chat = begin(fake, Arc::default(), TOKEN);
    chat.fake.until("both sessions", |fake| (fake.sessions() == (2, 0)).then_some(())).await;
    assert_eq!(chat.fake.hasty_sessions(), 0, "Discord wants five seconds between them");
    serves(&mut chat).await;

    chat.fake.add_to_server(OTHER, "Evening Barn");
    chat.fake.mention_in_server(OTHER, CHANNEL + 1, &ada(), "hello");
    let request = chat.next().await;
    assert_eq!((request.origin.place.id, request.input), (OTHER.to_string(), Input::Text("hello".to_owned())));
    request.reply.finish(reply(vec![paragraph("Good evening.")])).await;
    chat.in_channel(CHANNEL + 1, "Good evening.").await;

    chat.fake.drop_connection();
    chat.fake.until("both go on", |fake| (fake.sessions() == (2, 2)).then_some(())).await;
    serves(&mut chat).await;
    let registered = chat.fake.calls().iter().filter(|it| it.method == "PUT" && it.path.ends_with("/commands")).count();
    assert_eq!(registered, 1, "the commands are every shard's");
}

#[tokio::test]
async fn with_too_few_sessions_left_for_all_shards_the_bot_waits_for_more() {
    let fake = Arc::new(FakeDiscord::start().await.unwrap());
    fake.recommend_shards(2);
    fake.leave_sessions(1, Duration::from_secs(1));
    let asked = |fake: &FakeDiscord| fake.calls().iter().filter(|it| it.path == "/gateway/bot").count();
    let mut chat = begin(Arc::clone(&fake), Arc::default(), TOKEN);
    fake.until("it asks again", |fake| (asked(fake) > 1).then_some(())).await;
    assert_eq!((fake.sessions(), fake.hasty_sessions()), ((0, 0), 0), "a bot that begins too many loses its token");
    fake.leave_sessions(2, Duration::ZERO);
    fake.until("both sessions", |fake| (fake.sessions() == (2, 0)).then_some(())).await;
    serves(&mut chat).await;
}

#[tokio::test]
async fn a_connection_on_which_heartbeats_are_no_longer_answered_is_given_up_for_a_new_one() {
    let fake = Arc::new(FakeDiscord::start().await.unwrap());
    fake.beat_every(Duration::from_millis(500));
    let mut chat = begin(fake, Arc::default(), TOKEN);
    chat.fake.until("the commands", |fake| (!fake.commands().is_null()).then_some(())).await;
    serves(&mut chat).await;
    chat.fake.silence_connections();
    chat.fake.until("another session", |fake| (fake.sessions() != (1, 0)).then_some(())).await;
    serves(&mut chat).await;
    assert_eq!(chat.fake.hasty_sessions(), 0);
}
