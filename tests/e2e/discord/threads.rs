//! Talk that goes on in a thread.

use copydesk_tests::fake_discord::CHANNEL;

use super::*;

const CONTINUE: &str = "continue-in-thread";

#[tokio::test]
async fn a_talk_that_a_mention_began_goes_on_in_a_thread_made_from_the_answer() {
    let mut chat = start().await;
    chat.fake.mention(&ada(), "what works?");
    let request = chat.next().await;
    request.reply.finish(reply(vec![paragraph("Questions work.")])).await;
    let answer = chat.in_channel(CHANNEL, CONTINUE).await[0].clone();

    let token = chat.fake.press(Where::Server, &ada(), CONTINUE);
    let told = chat.answers(&token, &format!("<#{}>", answer.id)).await;
    assert_eq!(told.len(), 1);
    let made: Vec<_> = chat.fake.calls().into_iter().filter(|it| it.path.ends_with("/threads")).collect();
    assert_eq!((made.len(), made[0].body["name"].as_str()), (1, Some("Questions work.")));
    let acknowledged = chat.fake.calls().into_iter().rfind(|it| it.path.ends_with("/callback")).unwrap();
    assert_eq!(acknowledged.body["data"]["flags"], 64, "only the person sees it");
    chat.in_channel(answer.id, "Mention me here.").await;
    let news = chat.news.all();
    assert!(news.iter().any(|it| it.starts_with(&format!("{CHANNEL} goes on in {},", answer.id))), "{news:?}");

    chat.fake.mention_in(answer.id, &ada(), "and when?");
    let request = chat.next().await;
    assert_eq!(request.origin.channel, answer.id.to_string());
    request.reply.finish(reply(vec![paragraph("On Wednesday.")])).await;
    let shown = chat.in_channel(answer.id, "On Wednesday.").await;
    assert!(!shown[1].body.to_string().contains(CONTINUE), "it is in a thread already");

    // A second press leads to the same thread.
    let token = chat.fake.press(Where::Server, &ada(), CONTINUE);
    chat.answers(&token, &format!("<#{}>", answer.id)).await;
    assert_eq!(chat.fake.channel(answer.id).len(), 2);
}

#[tokio::test]
async fn where_no_thread_can_be_made_the_person_is_told() {
    let mut chat = start().await;
    chat.fake.mention(&ada(), "what works?");
    chat.next().await.reply.finish(reply(vec![paragraph("Questions work.")])).await;
    chat.in_channel(CHANNEL, CONTINUE).await;
    chat.fake.close_channel(CHANNEL, 403, 50_013);
    let token = chat.fake.press(Where::Server, &ada(), CONTINUE);
    chat.answers(&token, "No thread here.").await;
}
