//! What docs/discord.md and docs/telegram.md show is what the fake servers are shown.

use copydesk_tests::fake_discord::{self, FakeDiscord, Where, picture as discord_picture};
use copydesk_tests::fake_telegram::{Chat, FakeTelegram, Person, picture as telegram_picture};

use crate::copywriter::copy;
use crate::fake_openai::FakeOpenAi;
use crate::linking::AtHome;
use crate::program::KEY;

const LONG: &str = "People who commute decide in seconds, so the first line has to carry the post on its own. Say what is new, \
    say it once, and leave the price for the second line.\n\nPictures with **hands** in them are looked at for longer than \
    pictures of cups. Show the foam being poured, not the finished drink.\n\n";
const TOPIC: &str = "oat-milk latte on the way to work";
const QUESTION: &str = "What should we keep in mind for the spring?";

/// A model that writes a long answer of so many paragraphs to whatever is no idea.
async fn home(paragraphs: usize) -> AtHome {
    let model = FakeOpenAi::saying(move |asked| {
        let ideas = ["Angle:", "角度："].iter().any(|it| asked.request().contains(it));
        if ideas { copy(asked) } else { LONG.repeat(paragraphs / 2) }
    });
    // It serves for as long as the test takes.
    let model = Box::leak(Box::new(model.await));
    let mut home = AtHome::new(&model.settings("capable")).await;
    home.program = home.program.with("FAKE_KEY", KEY);
    home
}

/// What is missing in a page of the docs.
fn missing(page: &str, shown: &[String]) -> Vec<String> {
    let docs = std::fs::read_to_string(format!("{}/../docs/{page}", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let is_there = |it: &&String| docs.contains(&format!("```text\n{it}\n```"));
    shown.iter().filter(|it| !is_there(it)).cloned().collect()
}

/// Where an answer is cut: the last sentence of the first message, and the whole of the next.
fn cut(first: &str, next: &str) -> String {
    let sentence = first.trim_end().rsplit(". ").next().unwrap_or_default();
    format!("… {sentence}\n\n(the message is full; the next one:)\n{next}")
}

/// Without the frame.
fn unframed(picture: &str) -> String {
    let lines = picture.lines().filter(|line| !matches!(*line, "┌" | "└"));
    let lines = lines.map(|line| line.strip_prefix("│ ").or(line.strip_prefix('│')).unwrap_or(line).trim_end());
    lines.collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn the_docs_show_ideas_an_error_a_form_and_a_long_answer_as_discord_is_shown_them() {
    let home = home(14).await;
    let discord = &home.discord;
    let mut running = home.start().await;
    let manager = fake_discord::Person { permissions: 32, ..fake_discord::Person::new(8, "Bo") };
    let answered = async |token: &str, last: &str| {
        let find = |it: &FakeDiscord| {
            let answers = it.answers(token);
            answers.last().is_some_and(|it| it.body.to_string().contains(last)).then_some(answers)
        };
        let answers = discord.until(last, find).await;
        answers.iter().map(|it| unframed(&discord_picture::of_message(it))).collect::<Vec<_>>().join("\n")
    };
    let ideas = [("text", TOPIC), ("platform", "instagram"), ("count", "2")];
    let ideas = answered(&discord.slash(Where::Server, &manager, "ideas", &ideas), "Why these").await;
    let error = [("text", TOPIC), ("count", "99")];
    let error = answered(&discord.slash(Where::Server, &manager, "ideas", &error), "count can't be").await;
    let token = discord.slash(Where::Server, &manager, "prefs set", &[("key", "voice")]);
    let form = unframed(&discord_picture::of_form(&discord.until("a form", |it| it.form(&token)).await));
    let channel = discord.write(&manager, QUESTION);
    let whole = |it: &FakeDiscord| {
        let messages: Vec<String> =
            it.channel(channel).iter().map(|it| unframed(&discord_picture::of_message(it))).collect();
        (messages.len() == 2 && messages[1].ends_with("finished drink.")).then_some(messages)
    };
    let long = discord.until("a long answer", whole).await;
    running.kill().await.unwrap();
    let missing = missing("discord.md", &[ideas, error, form, cut(&long[0], &long[1])]);
    assert!(missing.is_empty(), "docs/discord.md does not show:\n\n{}", missing.join("\n\n=====\n\n"));
}

#[tokio::test]
async fn the_docs_show_ideas_an_error_a_form_and_a_long_answer_as_telegram_is_shown_them() {
    let home = home(30).await;
    let telegram = &home.telegram;
    let mut running = home.start().await;
    let ana = Person::new(7, "Ana");
    let chat = Chat::private(&ana);
    let answered = async |text: &str, last: &str| {
        let before = telegram.messages(&chat).len();
        telegram.say(&chat, &ana, text);
        let pictures = |it: &FakeTelegram| -> Vec<String> {
            it.messages(&chat).iter().skip(before).map(telegram_picture::of_message).collect()
        };
        telegram.until(last, |it| pictures(it).last().is_some_and(|it| it.contains(last))).await;
        pictures(telegram)
    };
    let ideas = answered(&format!("/ideas {TOPIC} platform=instagram count=2"), "Why these").await.join("\n\n");
    let error = answered(&format!("/ideas {TOPIC} platform=insta"), "insta").await.join("\n\n");
    let form = answered("/ideas platform=x", "What should").await.join("\n\n");
    let before = telegram.messages(&chat).len();
    telegram.say(&chat, &ana, QUESTION);
    let pictures = |it: &FakeTelegram| -> Vec<String> {
        it.messages(&chat).iter().skip(before).map(telegram_picture::of_message).collect()
    };
    // While it grows, an ellipsis stands at its end.
    let is_whole = |it: &FakeTelegram| matches!(&pictures(it)[..], [_, last] if last.ends_with("finished drink."));
    telegram.until("a long answer", is_whole).await;
    let long = pictures(telegram);
    running.kill().await.unwrap();
    assert_eq!(long.len(), 2, "{long:#?}");
    let missing = missing("telegram.md", &[ideas, error, form, cut(&long[0], &long[1])]);
    assert!(missing.is_empty(), "docs/telegram.md does not show:\n\n{}", missing.join("\n\n=====\n\n"));
}
