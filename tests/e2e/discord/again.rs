//! The process ends after an answer was complete and before that was noted: the next one shows the same, once.

use copydesk_tests::fake_discord::CHANNEL;

use super::*;

/// How long Discord has forgotten nonces after.
const NONCES: Duration = Duration::from_secs(6 * 60);

/// Ends the process without a note of the end of an answer, and begins the next one.
async fn crash(chat: Chat) -> Chat {
    chat.journal.forget_ends(true);
    let (fake, journal) = chat.stop().await;
    journal.forget_ends(false);
    begin(fake, journal, TOKEN)
}

#[tokio::test]
async fn a_complete_answer_to_a_command_stays_as_it_is_after_a_crash() {
    let mut chat = start().await;
    let (token, request) = chat.why().await;
    request.reply.progress(Partial::Text("Beca".to_owned())).await;
    chat.answers(&token, "Beca").await;
    chat.journal.forget_ends(true);
    request.reply.finish(reply(vec![paragraph("Because.")])).await;
    chat.answers(&token, "Because.").await;

    let chat = crash(chat).await;
    chat.finished().await;
    assert_eq!(contents(&chat.fake.answers(&token)), ["Because."]);
    assert!(chat.fake.channel(CHANNEL).is_empty());
}

#[tokio::test]
async fn a_complete_answer_to_a_message_is_there_once_after_a_crash_also_when_its_nonce_is_forgotten() {
    for later in [Duration::ZERO, NONCES] {
        let mut chat = start().await;
        chat.journal.forget_ends(true);
        let (channel, request) = chat.hello().await;
        request.reply.finish(reply(vec![paragraph("Good morning.")])).await;
        chat.in_channel(channel, "Good morning.").await;

        let (fake, journal) = (Arc::clone(&chat.fake), Arc::clone(&chat.journal));
        chat.stop().await;
        fake.pass(later);
        journal.forget_ends(false);
        let chat = begin(fake, journal, TOKEN);
        chat.finished().await;
        assert_eq!(chat.contents(channel), ["Good morning."], "{later:?}");
    }
}

#[tokio::test]
async fn an_answer_that_was_complete_and_not_shown_is_shown_after_a_crash() {
    let mut chat = start().await;
    let (channel, request) = chat.hello().await;
    chat.fake.hold(channel, 0, false);
    request.reply.finish(reply(vec![paragraph("Good morning.")])).await;
    chat.fake.until("it is held back", |fake| fake.has_held(channel).then_some(())).await;
    let (fake, journal) = chat.stop().await;
    fake.let_go(channel);

    let chat = begin(fake, journal, TOKEN);
    chat.finished().await;
    assert_eq!(chat.contents(channel), ["Good morning."]);
}

#[tokio::test]
async fn the_same_words_to_somebody_else_are_not_taken_for_the_answer() {
    let mut chat = start().await;
    chat.fake.mention(&ada(), "hello");
    chat.next().await.reply.finish(reply(vec![paragraph("Good morning.")])).await;
    chat.in_channel(CHANNEL, "Good morning.").await;
    chat.finished().await;
    chat.fake.hold(CHANNEL, 1, false);
    chat.fake.mention(&Person::new(70, "Bo"), "hello");
    chat.next().await.reply.finish(reply(vec![paragraph("Good morning.")])).await;
    chat.fake.until("it is held back", |fake| fake.has_held(CHANNEL).then_some(())).await;
    let (fake, journal) = chat.stop().await;
    fake.let_go(CHANNEL);
    fake.pass(NONCES);

    let chat = begin(fake, journal, TOKEN);
    chat.finished().await;
    assert_eq!(chat.contents(CHANNEL), ["Good morning.", "Good morning."]);
}

/// An answer of three messages.
fn long() -> Reply {
    reply((0..3).map(|part| paragraph(&format!("{part} {}", "oats ".repeat(380)))).collect())
}

#[tokio::test]
async fn an_answer_over_several_messages_is_whole_and_nothing_of_it_twice_after_a_crash() {
    let mut chat = start().await;
    chat.journal.forget_ends(true);
    let (token, request) = chat.why().await;
    request.reply.finish(long()).await;
    chat.answers(&token, "2 oats").await;

    let chat = crash(chat).await;
    chat.finished().await;
    let begins: Vec<String> = chat.fake.answers(&token).iter().map(|it| it.content()[..6].to_owned()).collect();
    assert_eq!(begins, ["0 oats", "1 oats", "2 oats"]);
}

#[tokio::test]
async fn where_nobody_can_tell_what_is_there_the_answer_stays_and_its_person_is_told() {
    let mut chat = start().await;
    chat.journal.forget_ends(true);
    chat.fake.hide_history();
    let (token, request) = chat.why().await;
    request.reply.finish(long()).await;
    chat.answers(&token, "2 oats").await;

    let chat = crash(chat).await;
    let shown = chat.answers(&token, "I was interrupted.").await;
    let begins: Vec<String> = shown.iter().map(|it| it.content()[..6].to_owned()).collect();
    assert_eq!(begins, ["0 oats", "1 oats", "2 oats", "I was "]);
    chat.finished().await;
}
