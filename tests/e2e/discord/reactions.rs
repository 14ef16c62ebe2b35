//! Reactions: which of them come to the bot, and what they are about.

use copydesk_adapters::{Input, Reaction};
use copydesk_tests::fake_discord::{CHANNEL, GUILD};

use super::*;

fn about(id: &str) -> Block {
    Block::Card(Card {
        title: "Question".to_owned(),
        body: format!("Text of {id}"),
        about: id.to_owned(),
        ..Card::default()
    })
}

/// Ada asks, and is answered with two ideas: the message that shows them.
async fn shown(chat: &mut Chat) -> Shown {
    let (token, request) = chat.why().await;
    request.reply.finish(reply(vec![about("I-017"), about("I-018"), button("/why I-017")])).await;
    let answers = chat.answers(&token, "Text of I-018").await;
    chat.finished().await;
    answers[0].clone()
}

fn reaction(message: &Shown, liked: bool, taken_back: bool) -> Input {
    Input::Reaction(Reaction { message: message.id.to_string(), liked, taken_back })
}

#[tokio::test]
async fn a_reaction_to_a_message_of_the_bot_comes_to_it_and_is_answered_with_nothing() {
    let mut chat = start().await;
    let message = shown(&mut chat).await;
    let expected = format!("{} shows I-017 I-018 in {GUILD} Morning Barn", message.id);
    assert!(chat.news.all().contains(&expected), "{:?}", chat.news.all());

    let (before, bo) = (chat.fake.channel(CHANNEL).len(), Person::new(43, "Bo"));
    for (emoji, liked) in [("👍🏽", true), ("❤️", true), ("👎", false)] {
        chat.fake.react(Where::Server, &bo, &message, emoji);
        let request = chat.next().await;
        assert_eq!(
            (&request.input, request.origin.person.as_str()),
            (&reaction(&message, liked, false), "43"),
            "{emoji}"
        );
        assert_eq!(request.origin.place.id, GUILD.to_string());
        request.reply.finish(Reply::default()).await;
    }
    chat.fake.take_reaction_back(Where::Server, &bo, &message, "👎");
    let request = chat.next().await;
    assert_eq!(request.input, reaction(&message, false, true));
    request.reply.finish(Reply::default()).await;
    chat.finished().await;
    assert_eq!(chat.fake.channel(CHANNEL).len(), before, "nothing is said to a reaction");
    assert!(chat.fake.calls().iter().all(|call| !call.path.ends_with("/typing")), "and nothing is announced");
}

#[tokio::test]
async fn other_emoji_and_reactions_to_other_people_do_not_come_to_the_bot() {
    let mut chat = start().await;
    let message = shown(&mut chat).await;
    chat.fake.react(Where::Server, &ada(), &message, "🔥");
    chat.fake.react_to_person(&ada(), &Person::new(43, "Bo"), "👍");
    // What comes next is all that came.
    let (token, request) = chat.why().await;
    request.reply.finish(reply(vec![paragraph("Because.")])).await;
    chat.answers(&token, "Because.").await;
}

#[tokio::test]
async fn a_reaction_that_the_process_did_not_get_to_is_told_at_the_next_start() {
    let mut chat = start().await;
    let message = shown(&mut chat).await;
    chat.fake.react(Where::Server, &ada(), &message, "👍");
    let request = chat.next().await;
    let (fake, journal) = chat.stop().await;
    drop(request);
    let mut chat = begin(fake, journal, TOKEN);
    let request = chat.next().await;
    assert_eq!(request.input, reaction(&message, true, false));
    request.reply.finish(Reply::default()).await;
    chat.finished().await;
}
