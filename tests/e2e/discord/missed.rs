//! What people write while no session is there to tell of it.

use copydesk_adapters::Input;
use copydesk_tests::fake_discord::{CHANNEL, direct_channel};

use super::*;

/// Ada writes directly, and is answered.
async fn talk(chat: &mut Chat, text: &str) {
    let channel = chat.fake.write(&ada(), text);
    answered(chat, text).await;
    chat.in_channel(channel, text).await;
}

/// The next request is this text; it is answered with it.
async fn answered(chat: &mut Chat, text: &str) {
    let request = chat.next().await;
    assert_eq!(request.input, Input::Text(text.to_owned()));
    request.reply.finish(reply(vec![paragraph(text)])).await;
}

fn said(chat: &Chat, channel: u64) -> Vec<String> {
    chat.fake.channel(channel).iter().map(|it| it.content().to_owned()).collect()
}

async fn new_session(chat: &Chat, number: usize) {
    chat.fake.until("a new session", |fake| (fake.sessions().0 == number).then_some(())).await;
}

#[tokio::test]
async fn what_is_written_while_a_dead_connection_looks_alive_is_answered_once() {
    let fake = Arc::new(FakeDiscord::start().await.unwrap());
    fake.beat_every(Duration::from_millis(500));
    let mut chat = begin(fake, Arc::default(), TOKEN);
    chat.fake.until("the commands", |fake| (!fake.commands().is_null()).then_some(())).await;
    talk(&mut chat, "before").await;
    chat.fake.mention(&ada(), "in the channel");
    answered(&mut chat, "in the channel").await;

    chat.fake.silence_connections();
    chat.fake.write(&ada(), "into the gap");
    chat.fake.mention(&ada(), "into the gap, too");
    chat.fake.chatter(&ada());
    new_session(&chat, 2).await;
    for _ in 0..2 {
        let request = chat.next().await;
        let Input::Text(text) = request.input.clone() else { panic!("{:?}", request.input) };
        request.reply.finish(reply(vec![paragraph(&text)])).await;
    }
    talk(&mut chat, "after").await;
    chat.finished().await;
    assert_eq!(said(&chat, direct_channel(ada().id)), ["before", "into the gap", "after"]);
    assert_eq!(said(&chat, CHANNEL), ["in the channel", "into the gap, too"]);
}

#[tokio::test]
async fn what_is_written_while_the_program_is_down_is_answered_once_if_it_is_not_too_old() {
    let mut chat = start().await;
    talk(&mut chat, "before").await;
    chat.finished().await;
    let (fake, journal) = chat.stop().await;
    fake.wrote(&ada(), "an hour ago", Duration::from_secs(60 * 60));
    fake.wrote(&ada(), "sixteen minutes ago", Duration::from_secs(16 * 60));
    fake.write(&ada(), "just now");

    let mut chat = begin(fake, journal, TOKEN);
    answered(&mut chat, "just now").await;
    chat.in_channel(direct_channel(ada().id), "just now").await;
    talk(&mut chat, "after").await;
    chat.finished().await;
    // Another session finds nothing new.
    chat.fake.invalidate_session(false);
    new_session(&chat, 3).await;
    talk(&mut chat, "at last").await;
    assert_eq!(said(&chat, direct_channel(ada().id)), ["before", "just now", "after", "at last"]);
}

#[tokio::test]
async fn a_resumed_session_repeats_what_it_missed_and_no_channel_is_read() {
    let mut chat = start().await;
    talk(&mut chat, "before").await;
    let reads = |fake: &FakeDiscord| {
        fake.calls().iter().filter(|it| it.method == "GET" && it.path.ends_with("/messages")).count()
    };
    chat.fake.drop_connection();
    chat.fake.write(&ada(), "meanwhile");
    answered(&mut chat, "meanwhile").await;
    chat.finished().await;
    assert_eq!((chat.fake.sessions(), reads(&chat.fake)), ((1, 1), 0));
}

#[tokio::test]
async fn a_channel_that_the_bot_may_no_longer_see_keeps_nobody_else_waiting() {
    let mut chat = start().await;
    talk(&mut chat, "before").await;
    chat.fake.mention(&ada(), "in the channel");
    answered(&mut chat, "in the channel").await;
    chat.finished().await;
    let (fake, journal) = chat.stop().await;
    fake.close_channel(CHANNEL, 403, 50_001);
    fake.write(&ada(), "just now");
    let mut chat = begin(fake, journal, TOKEN);
    answered(&mut chat, "just now").await;
    assert!(!was_read(&chat, CHANNEL), "Discord counts who asks for what it may not see");
}

fn was_read(chat: &Chat, channel: u64) -> bool {
    let path = format!("/channels/{channel}/messages");
    chat.fake.calls().iter().any(|it| it.method == "GET" && it.path == path)
}

#[tokio::test]
async fn the_first_mention_in_a_server_is_answered_once_also_if_it_came_while_the_program_was_down() {
    let fake = Arc::new(FakeDiscord::start().await.unwrap());
    let (fresh, quiet) = (fake.make_channel(), fake.make_channel());
    fake.mention_in(fresh, &ada(), "is anybody there?");

    let mut chat = begin(fake, Arc::default(), TOKEN);
    let request = chat.next().await;
    assert_eq!((request.input, request.origin.channel), (Input::Text("is anybody there?".into()), fresh.to_string()));
    request.reply.finish(reply(vec![paragraph("I am.")])).await;
    chat.in_channel(fresh, "I am.").await;
    chat.finished().await;
    // A further session finds nothing new.
    chat.fake.invalidate_session(false);
    new_session(&chat, 2).await;
    chat.fake.mention(&ada(), "at last");
    answered(&mut chat, "at last").await;
    assert_eq!(said(&chat, fresh), ["I am."]);
    assert!(was_read(&chat, fresh) && !was_read(&chat, quiet), "where nobody writes, nothing is read");
}

#[tokio::test]
async fn threads_that_were_begun_while_the_program_was_down_are_read_too_and_others_are_not() {
    let mut chat = start().await;
    let quiet = chat.fake.begin_thread();
    chat.fake.mention(&ada(), "in the channel");
    answered(&mut chat, "in the channel").await;
    chat.finished().await;
    let (fake, journal) = chat.stop().await;
    let thread = fake.begin_thread();
    fake.mention_in(thread, &ada(), "in the thread");

    let mut chat = begin(fake, journal, TOKEN);
    let request = chat.next().await;
    assert_eq!((request.input, request.origin.channel), (Input::Text("in the thread".into()), thread.to_string()));
    request.reply.finish(reply(vec![paragraph("heard")])).await;
    chat.in_channel(thread, "heard").await;
    chat.finished().await;
    // A further session finds nothing new, and a thread without news is not read.
    chat.fake.invalidate_session(false);
    new_session(&chat, 3).await;
    chat.fake.mention(&ada(), "at last");
    answered(&mut chat, "at last").await;
    assert_eq!(said(&chat, thread), ["heard"]);
    assert!(!was_read(&chat, quiet));
}
