//! A message that says no more than that an answer comes does not stay once the process has ended.

use copydesk_tests::fake_discord::{CHANNEL, direct_channel};

use super::*;

#[tokio::test]
async fn a_sign_in_a_channel_or_a_direct_chat_gives_way_to_the_notice_in_every_language() {
    for sign in ["Thinking …", "思考中……", "Two are ahead of you"] {
        for channel in [CHANNEL, direct_channel(ada().id)] {
            let mut chat = start().await;
            match channel {
                CHANNEL => chat.fake.mention(&ada(), "hello"),
                _ => _ = chat.fake.write(&ada(), "hello"),
            }
            let request = chat.next().await;
            request.reply.progress(Partial::Status(sign.to_owned())).await;
            chat.in_channel(channel, sign).await;
            let chat = chat.begin_anew([request]).await;
            chat.in_channel(channel, "I was interrupted.").await;
            chat.finished().await;
            assert_eq!(chat.contents(channel), ["I was interrupted."]);
        }
    }
}

#[tokio::test]
async fn a_sign_below_cards_goes_and_the_cards_stay() {
    // Ten are one message.
    for cards in [1, 10] {
        let mut chat = start().await;
        let channel = chat.fake.write(&ada(), "ideas");
        let request = chat.next().await;
        for number in 0..cards {
            request.reply.progress(Partial::Block(card(&format!("Oats {number}")))).await;
        }
        request.reply.progress(Partial::Status("Writing the next".to_owned())).await;
        chat.in_channel(channel, "Writing the next").await;
        if cards > 1 {
            chat.fake.until("a note of it", |_| chat.journal.keeps_something().then_some(())).await;
        }
        let chat = chat.begin_anew([request]).await;
        chat.in_channel(channel, "I was interrupted.").await;
        chat.finished().await;
        let shown = chat.fake.channel(channel);
        assert_eq!(chat.contents(channel), ["", "I was interrupted."]);
        let titles: Vec<_> = shown[0].embeds().iter().map(|it| it["title"].as_str().unwrap_or_default()).collect();
        assert_eq!(titles, (0..cards).map(|number| format!("Oats {number}")).collect::<Vec<_>>());
    }
}

#[tokio::test]
async fn words_of_an_answer_stay_above_the_notice() {
    let mut chat = start().await;
    let (channel, request) = chat.hello().await;
    request.reply.progress(Partial::Text("Oat milk".to_owned())).await;
    chat.in_channel(channel, "Oat milk").await;
    let chat = chat.begin_anew([request]).await;
    chat.in_channel(channel, "I was interrupted.").await;
    chat.finished().await;
    assert_eq!(chat.contents(channel), ["Oat milk", "I was interrupted."]);
}

#[tokio::test]
async fn the_sign_of_a_command_goes_also_when_its_token_has_run_out() {
    let mut chat = start().await;
    let (token, request) = chat.why().await;
    request.reply.progress(Partial::Status("Thinking …".to_owned())).await;
    chat.answers(&token, "Thinking …").await;
    let (fake, journal) = chat.stop().await;
    drop(request);
    journal.age(15 * 60 * 1_000);
    let chat = begin(fake, journal, TOKEN);
    chat.in_channel(CHANNEL, "I was interrupted.").await;
    chat.finished().await;
    assert!(chat.fake.answers(&token).is_empty());
}
