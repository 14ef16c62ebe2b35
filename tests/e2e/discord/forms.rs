//! Forms that ask for what a command needs, and commands in the menu of a message.

use copydesk_tests::fake_discord::CHANNEL;
use serde_json::{Value, json};

use super::*;

async fn form(chat: &Chat, token: &str) -> Value {
    chat.fake.until("a form", |fake| fake.form(token)).await
}

/// A command without its words, and the form that it is answered with.
async fn asked(chat: &Chat, name: &str, options: &[(&str, &str)]) -> Value {
    let token = chat.fake.slash(Where::Server, &ada(), name, options);
    form(chat, &token).await
}

#[tokio::test]
async fn a_command_without_its_words_is_answered_by_a_form_that_is_the_command() {
    let mut chat = start().await;
    let form = asked(&chat, "ideas", &[("platform", "instagram"), ("count", "3")]).await;
    let field = &form["components"][0]["components"][0];
    assert_eq!(form["title"], "What ideas does");
    assert_eq!((&field["label"], &field["placeholder"]), (&json!("Which The topic?"), &json!("The topic")));
    chat.finished().await;

    let token = chat.fake.submit(Where::Server, &ada(), &form, &[("text", "oat milk\nfor commuters")]);
    let request = chat.next().await;
    assert_eq!(
        request.input,
        command(&["ideas"], &[("platform", "instagram"), ("count", "3")], "oat milk\nfor commuters")
    );
    request.reply.finish(reply(vec![paragraph("Three ideas.")])).await;
    chat.answers(&token, "Three ideas.").await;
    chat.finished().await;
    assert!(chat.fake.calls().iter().all(|call| call.status < 400), "no request was refused");
}

#[tokio::test]
async fn a_form_works_after_a_restart_and_is_kept_like_anything_that_arrives() {
    let chat = start().await;
    let form = asked(&chat, "prefs set", &[("key", "voice")]).await;
    assert_eq!(form["components"][0]["components"][0]["label"], "voice: how it sounds");
    chat.finished().await;
    let (fake, journal) = chat.stop().await;

    let mut chat = begin(fake, journal, TOKEN);
    chat.fake.until("a session", |fake| (fake.sessions().0 == 2).then_some(())).await;
    let token = chat.fake.submit(Where::Server, &ada(), &form, &[("text", "warm, witty")]);
    let request = chat.next().await;
    assert_eq!(request.input, command(&["prefs", "set"], &[], "voice warm, witty"));
    // Once more: what was filled in is not lost with the process.
    let (fake, journal) = chat.stop().await;
    drop(request);
    let mut chat = begin(fake, journal, TOKEN);
    let request = chat.next().await;
    assert_eq!(request.input, command(&["prefs", "set"], &[], "voice warm, witty"));
    request.reply.finish(reply(vec![paragraph("Changed.")])).await;
    chat.answers(&token, "Changed.").await;
}

#[tokio::test]
async fn options_that_a_form_can_not_carry_are_fields_that_are_filled_in() {
    let mut chat = start().await;
    let topic = "燕麦拿铁 & mornings ".repeat(20);
    let form = asked(&chat, "campaign add", &[("platform", "instagram"), ("topic", &topic)]).await;
    chat.fake.submit(Where::Server, &ada(), &form, &[("text", "Oat?")]);
    let expected = command(&["campaign", "add"], &[("platform", "instagram"), ("topic", &topic)], "Oat?");
    assert_eq!(chat.next().await.input, expected);
}

#[tokio::test]
async fn a_form_speaks_the_persons_language() {
    let chat = start().await;
    let person = Person { locale: "zh-CN".to_owned(), ..ada() };
    let token = chat.fake.slash(Where::Direct, &person, "ideas", &[]);
    assert_eq!(form(&chat, &token).await["components"][0]["components"][0]["label"], "Which The topic?（中文）");
}

#[tokio::test]
async fn a_form_of_nothing_but_spaces_is_not_answered_by_a_form() {
    let mut chat = start().await;
    let form = asked(&chat, "ideas", &[]).await;
    let token = chat.fake.submit(Where::Server, &ada(), &form, &[("text", "  ")]);
    let request = chat.next().await;
    assert_eq!(request.input, command(&["ideas"], &[], ""));
    request.reply.finish(reply(vec![paragraph("What about?")])).await;
    chat.answers(&token, "What about?").await;
    assert!(chat.fake.calls().iter().all(|call| call.status < 400), "no request was refused");
}

#[tokio::test]
async fn a_command_that_comes_too_late_for_a_form_goes_to_the_bot() {
    let mut chat = start().await;
    chat.fake.hold_connections(true);
    chat.fake.drop_connection();
    chat.fake.slash(Where::Server, &ada(), "ideas", &[]);
    chat.fake.pass(Duration::from_secs(4));
    chat.fake.hold_connections(false);
    let request = chat.next().await;
    assert_eq!(request.input, command(&["ideas"], &[], ""));
    request.reply.finish(reply(vec![paragraph("What about?")])).await;
    chat.in_channel(CHANNEL, "What about?").await;
}

#[tokio::test]
async fn who_may_manage_is_asked_of_discord_when_a_form_comes_back() {
    let mut chat = start().await;
    let form = asked(&chat, "ideas", &[]).await;
    chat.fake.submit(Where::Server, &ada(), &form, &[("text", "oat")]);
    let rights = chat.next().await.rights;
    assert!(!rights.may_manage().await.unwrap());
    chat.fake.give_role(&ada(), "Admins", 32);
    assert!(rights.may_manage().await.unwrap());
    // Where the bot is no member, nobody changes anything.
    let manager = Person { permissions: 32, ..ada() };
    chat.fake.submit(Where::UserInstalled, &manager, &form, &[("text", "oat")]);
    let rights = chat.next().await.rights;
    assert!(!rights.may_manage().await.unwrap() && rights.reads_only());
}

#[tokio::test]
async fn ideas_from_a_message_take_its_first_sentences_as_the_topic() {
    let mut chat = start().await;
    let said = format!("Oat milk is up again. {}", "Two chains dropped the surcharge. ".repeat(20));
    let token = chat.fake.on_message(Where::Server, &ada(), "Ideas from this", &said);
    let request = chat.next().await;
    let Input::Command(input) = &request.input else { panic!("{:?}", request.input) };
    assert_eq!(input.words, ["ideas"]);
    assert!(said.starts_with(&input.rest) && input.rest.ends_with('.'), "{:?}", input.rest);
    assert!((100..=200).contains(&input.rest.chars().count()), "{:?}", input.rest);
    request.reply.finish(reply(vec![paragraph("Three ideas.")])).await;
    chat.answers(&token, "Three ideas.").await;

    chat.fake.on_message(Where::Server, &ada(), "Ideas from this", "count=9 \"oat\" /reset");
    assert_eq!(chat.next().await.input, command(&["ideas"], &[], "count=9 \"oat\" /reset"), "words, and nothing else");
    chat.fake.on_card(Where::Server, &ada(), "Ideas from this", "Question", "Is it still Monday?");
    assert_eq!(chat.next().await.input, command(&["ideas"], &[], "Question\nIs it still Monday?"));
}

#[tokio::test]
async fn a_message_without_words_is_asked_about() {
    let chat = start().await;
    let token = chat.fake.on_message(Where::Server, &ada(), "Ideas from this", "");
    assert_eq!(form(&chat, &token).await["custom_id"], "ideas?");
}

#[tokio::test]
async fn review_this_appears_with_the_command() {
    let chat = start().await;
    let on_messages = |chat: &Chat| -> Vec<Value> {
        let commands = chat.fake.commands();
        let all = commands.as_array().into_iter().flatten();
        all.filter(|it| it["type"] == 3).map(|it| it["name_localizations"]["zh-CN"].clone()).collect()
    };
    assert_eq!(on_messages(&chat), ["Ideas from this（中文）"]);
    let review = MenuEntry { words: vec!["review"], chinese: vec!["审阅"], ..menu().swap_remove(0) };
    let mut chat = start_with(|it| it.menu.push(review)).await;
    assert_eq!(on_messages(&chat), ["Ideas from this（中文）", "Review this（中文）"]);
    let said = "Oat milk is up again. ".repeat(30);
    chat.fake.on_message(Where::Server, &ada(), "Review this", &said);
    assert_eq!(chat.next().await.input, command(&["review"], &[], said.trim_end()), "all of it");
}

#[tokio::test]
async fn a_button_that_still_wants_words_is_answered_by_a_form_and_its_answer_is_the_whole_command() {
    let then = FollowUp { asks: both("Why not?"), required: false };
    let mut chat = start_with(|it| it.menu[0].then = Some(then)).await;
    let (token, request) = chat.why().await;
    request.reply.finish(reply(vec![paragraph("An idea."), button("/ideas I-017 platform=instagram ?")])).await;
    chat.answers(&token, "An idea.").await;
    let token = chat.fake.press(Where::Server, &ada(), "/ideas I-017 platform=instagram ?");
    let form = form(&chat, &token).await;
    let field = &form["components"][0]["components"][0];
    assert_eq!((&field["label"], &field["required"]), (&json!("Why not?"), &json!(false)));
    chat.finished().await;

    chat.fake.submit(Where::Server, &ada(), &form, &[("text", "too loud")]);
    let request = chat.next().await;
    assert_eq!(request.input, command(&["ideas"], &[("platform", "instagram")], "I-017 too loud"));
    drop(request);
    // Nothing needs to be said.
    chat.fake.submit(Where::Server, &ada(), &form, &[]);
    assert_eq!(chat.next().await.input, command(&["ideas"], &[("platform", "instagram")], "I-017"));
    // A command that is given its first word alone asks for the rest, too.
    let form = asked(&chat, "ideas", &[("text", "I-018")]).await;
    assert_eq!(form["components"][0]["components"][0]["label"], "Why not?");
    assert!(chat.fake.calls().iter().all(|call| call.status < 400), "no request was refused");
}
