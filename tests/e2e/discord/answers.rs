//! How answers look and grow.

use copydesk_adapters::{Attachment, Partial};

use super::*;

#[tokio::test]
async fn an_answer_grows_by_edits_and_ends_complete() {
    let mut chat = start().await;
    let (token, request) = chat.why().await;
    request.reply.progress(Partial::Status("place 3 in the queue".to_owned())).await;
    chat.answers(&token, "-# place 3 in the queue").await;
    request.reply.progress(Partial::Text("Oat milk".to_owned())).await;
    chat.answers(&token, "Oat milk").await;
    request.reply.progress(Partial::Text(" rises.".to_owned())).await;
    request.reply.finish(reply(vec![paragraph("Oat milk rises."), Block::Note("3 words".to_owned())])).await;
    let answers = chat.answers(&token, "3 words").await;
    assert_eq!((answers.len(), answers[0].content()), (1, "Oat milk rises.\n\n-# 3 words"));
    assert!(answers[0].edits >= 3);
}

#[tokio::test]
async fn cards_become_embeds_as_they_come() {
    let mut chat = start().await;
    let (token, request) = chat.why().await;
    request.reply.progress(Partial::Block(card("Question"))).await;
    let first = chat.answers(&token, "Question").await;
    assert_eq!(first[0].embeds()[0]["title"], "Question");
    request.reply.finish(reply(vec![card("Question"), card("Story"), button("use:1")])).await;
    let answers = chat.answers(&token, "use:1").await;
    assert_eq!(answers.len(), 1);
    let titles: Vec<_> = answers[0].embeds().iter().map(|it| &it["title"]).collect();
    assert_eq!(titles, ["Question", "Story"]);
}

#[tokio::test]
async fn blocks_that_belong_together_are_shown_together() {
    let mut chat = start().await;
    for _ in 0..5 {
        let (token, request) = chat.why().await;
        request.reply.progress(Partial::Blocks(vec![paragraph("Score 71"), button("details")])).await;
        let first = chat.answers(&token, "Score 71").await;
        assert!(first[0].body["components"].to_string().contains("details"), "{first:#?}");
        request.reply.finish(reply(vec![paragraph("Score 71"), button("details")])).await;
        chat.finished().await;
    }
}

#[tokio::test]
async fn an_answer_of_nine_thousand_characters_arrives_whole_and_in_order() {
    let mut chat = start().await;
    let (token, request) = chat.why().await;
    let words: Vec<String> = (0..1_300).map(|at| format!("word*{at}")).collect();
    let text = words.join(" ");
    assert!(text.len() > 9_000);
    for part in text.as_bytes().chunks(700) {
        request.reply.progress(Partial::Text(String::from_utf8_lossy(part).into_owned())).await;
    }
    request.reply.finish(reply(vec![paragraph(&text)])).await;
    let answers = chat.answers(&token, "*1299").await;
    let shown: Vec<_> = answers.iter().flat_map(|it| it.content().split_whitespace()).collect();
    let expected: Vec<_> = words.iter().map(|word| word.replace('*', r"\*")).collect();
    assert_eq!(shown, expected);
    chat.finished().await;
    assert!(chat.fake.calls().iter().all(|call| call.status < 400), "no request was refused");
}

#[tokio::test]
async fn more_cards_than_a_message_holds_go_on_in_the_next() {
    let mut chat = start().await;
    let (token, request) = chat.why().await;
    let cards = (0..23).map(|at| card(&format!("Idea {at}"))).collect();
    request.reply.finish(reply(cards)).await;
    let answers = chat.answers(&token, "Idea 22").await;
    assert_eq!(answers.iter().map(|it| it.embeds().len()).collect::<Vec<_>>(), [10, 10, 3]);
}

#[tokio::test]
async fn an_answer_that_got_shorter_leaves_no_old_messages_behind() {
    let mut chat = start().await;
    let (token, request) = chat.why().await;
    request.reply.progress(Partial::Text("word ".repeat(900))).await;
    chat.fake.until("two more messages", |fake| (fake.answers(&token).len() == 3).then_some(())).await;
    request.reply.finish(reply(vec![paragraph("Short.")])).await;
    chat.finished().await;
    let answers = chat.fake.answers(&token);
    assert_eq!((answers.len(), answers[0].content()), (1, "Short."));
}

#[tokio::test]
async fn an_answer_with_nothing_in_it_does_not_leave_the_bot_thinking() {
    let mut chat = start().await;
    let (token, request) = chat.why().await;
    request.reply.finish(reply(Vec::new())).await;
    chat.finished().await;
    assert_eq!(chat.fake.answers(&token).len(), 0, "the sign that the bot thinks is taken back");
}

#[tokio::test]
async fn refused_embeds_are_said_as_text() {
    let mut chat = start().await;
    chat.fake.refuse_embeds();
    let (token, request) = chat.why().await;
    request.reply.finish(reply(vec![paragraph("Two ideas"), card("Question"), card("Story"), button("use:1")])).await;
    let answers = chat.answers(&token, "Story").await;
    assert!(answers[0].embeds().is_empty());
    insta::assert_snapshot!(answers[0].content(), @r"
    Two ideas

    **Question**
    The text of Question

    **Story**
    The text of Story
    ");
    assert!(answers[0].body["components"].to_string().contains("use:1"), "what was not refused stays");
}

#[tokio::test]
async fn a_picture_stands_below_the_answer_and_edits_neither_lose_nor_repeat_it() {
    let mut chat = start().await;
    let alt = Some("Oat milk by week: rising".to_owned());
    let picture = Block::File(Attachment { name: "周.png".to_owned(), bytes: Arc::from(&b"PNG"[..]), alt });
    let (token, request) = chat.why().await;
    request.reply.progress(Partial::Block(paragraph("By week:"))).await;
    request.reply.progress(Partial::Block(picture.clone())).await;
    chat.answers(&token, "_.png").await;
    request.reply.finish(reply(vec![paragraph("By week, all of it:"), picture.clone(), button("draft:1")])).await;
    let answers = chat.answers(&token, "draft:1").await;
    assert_eq!((answers.len(), answers[0].content()), (1, "By week, all of it:"));
    assert_eq!(answers[0].embeds()[0]["image"]["url"], "attachment://_.png");
    assert_eq!(answers[0].body["attachments"][0]["description"], "Oat milk by week: rising");
    let by_hand = copydesk_tests::fake_discord::picture::of_message(&answers[0]);
    assert!(by_hand.contains("[_.png, 3 bytes]"), "{by_hand}");
    let uploads = chat.fake.calls().iter().filter(|call| !call.files.is_empty()).count();
    assert_eq!(uploads, 1, "what is attached stays attached");

    // Where embeds are refused, the picture is there all the same.
    chat.fake.refuse_embeds();
    let (token, request) = chat.why().await;
    request.reply.finish(reply(vec![paragraph("By week:"), picture])).await;
    let answers = chat.answers(&token, "周.png").await;
    assert_eq!(answers[0].content(), "By week:");
    chat.finished().await;
}

#[tokio::test]
async fn an_answer_of_nothing_leaves_nothing_behind() {
    let mut chat = start().await;
    let (token, request) = chat.why().await;
    request.reply.finish(reply(Vec::new())).await;
    chat.finished().await;
    assert!(chat.fake.answers(&token).is_empty(), "{:#?}", chat.fake.answers(&token));
    let (channel, request) = chat.hello().await;
    request.reply.finish(reply(Vec::new())).await;
    chat.finished().await;
    assert!(chat.fake.channel(channel).is_empty());
}
