//! The whole program behind the fake Discord.

use std::fs::File;
use std::process::Stdio;

use copydesk_tests::fake_discord::picture;
use serde_json::json;

use super::*;
use crate::copywriter::copy;
use crate::fake_openai::FakeOpenAi;
use crate::program::{KEY, Program};

fn at_home(fake: &FakeDiscord, settings: &str) -> Program {
    let program = Program::new(&format!("discord.api_url = {:?}\n{settings}", fake.url()));
    program.with("DISCORD_TOKEN", TOKEN)
}

fn start(program: &Program) -> tokio::process::Child {
    let log = File::options().create(true).append(true).open(program.path("log.txt")).unwrap();
    program.command(&["run"]).stdout(Stdio::null()).stderr(log).kill_on_drop(true).spawn().unwrap()
}

async fn registered(fake: &FakeDiscord) {
    fake.until("the commands", |fake| (!fake.commands().is_null()).then_some(())).await;
}

#[tokio::test]
async fn events_that_can_not_be_read_are_counted_in_the_log_without_their_content() {
    let fake = FakeDiscord::start().await.unwrap();
    let program = at_home(&fake, "");
    let mut running = start(&program);
    registered(&fake).await;
    for _ in 0..2 {
        fake.deliver("INTERACTION_CREATE", json!({ "id": "1", "type": 2, "token": "secret", "data": { "name": 3 } }));
    }
    fake.deliver("MESSAGE_CREATE", json!({ "id": "2", "content": "secret" }));
    fake.deliver("SOMETHING_NEW", json!({ "content": "secret" }));
    let log = || std::fs::read_to_string(program.path("log.txt")).unwrap_or_default();
    let lines = |part: &str| log().lines().filter(|line| line.contains("WARN") && line.contains(part)).count();
    let all = |_: &FakeDiscord| (lines("INTERACTION_CREATE") == 2 && lines("MESSAGE_CREATE") == 1).then_some(());
    fake.until("the warnings", all).await;
    assert!(log().contains("count=2"), "{}", log());
    assert!(!log().contains("secret") && !log().contains("SOMETHING_NEW"), "{}", log());
    // And it goes on.
    let token = fake.slash(Where::Direct, &ada(), "prefs show", &[]);
    fake.until("an answer", |fake| fake.answers(&token).iter().any(|it| it.content().contains("voice")).then_some(()))
        .await;
    running.kill().await.unwrap();
}

#[tokio::test]
async fn the_commands_of_the_program_are_taken_by_discord_and_a_preference_is_set_by_a_form() {
    let fake = FakeDiscord::start().await.unwrap();
    let program = at_home(&fake, "discord.manager_role = \"Marketing\"\n");
    let mut running = start(&program);
    registered(&fake).await;
    let set = async |said: &str| {
        let token = fake.slash(Where::Server, &ada(), "prefs set", &[("key", "voice")]);
        let form = fake.until("a form", |fake| fake.form(&token)).await;
        assert_eq!(form["components"][0]["components"][0]["label"], "voice: how it sounds");
        let token = fake.submit(Where::Server, &ada(), &form, &[("text", "warm, witty")]);
        let find = |fake: &FakeDiscord| {
            let said = |it: &Shown| it.body.to_string().contains(said);
            fake.answers(&token).iter().any(said).then_some(())
        };
        fake.until(said, find).await;
    };
    set("Only an admin").await;
    fake.give_role(&ada(), "Marketing", 2_048);
    set("warm, witty").await;
    let token = fake.on_message(Where::Server, &ada(), "Ideas from this", "Oat milk is up again.");
    fake.until("an answer", |fake| fake.answers(&token).iter().any(|it| !it.body.is_null()).then_some(())).await;
    running.kill().await.unwrap();
}

/// Prints what docs/discord.md shows: `cargo nextest run --workspace --run-ignored only --no-capture -E
/// 'test(what_it_looks_like)'`.
#[tokio::test]
#[ignore = "made for the docs"]
async fn what_it_looks_like() {
    let model = FakeOpenAi::saying(|asked| {
        let request = asked.request();
        if request.contains("Angle:") || request.contains("角度：") { copy(asked) } else { LONG.repeat(7) }
    });
    let fake = FakeDiscord::start().await.unwrap();
    let program = at_home(&fake, &model.await.settings("capable")).with("FAKE_KEY", KEY);
    let mut running = start(&program);
    registered(&fake).await;
    let manager = Person { permissions: 32, ..ada() };
    let show = async |what: &str, token: &str, last: &str| {
        let find = |fake: &FakeDiscord| {
            let answers = fake.answers(token);
            answers.last().is_some_and(|it| it.body.to_string().contains(last)).then_some(answers)
        };
        println!("{what}");
        for message in fake.until(what, find).await {
            println!("{}", picture::of_message(&message));
        }
    };
    let topic = "oat-milk latte on the way to work";
    let token =
        fake.slash(Where::Server, &manager, "ideas", &[("text", topic), ("platform", "instagram"), ("count", "2")]);
    show("Ideas", &token, "Why these").await;
    let token = fake.slash(Where::Server, &manager, "ideas", &[("text", topic), ("count", "99")]);
    show("An error", &token, "count can't be").await;
    let token = fake.slash(Where::Server, &manager, "prefs set", &[("key", "voice")]);
    println!("A form\n{}", picture::of_form(&fake.until("a form", |fake| fake.form(&token)).await));
    let channel = fake.write(&manager, "What should we keep in mind for the spring?");
    let find = |fake: &FakeDiscord| {
        let messages = fake.channel(channel);
        messages.last().is_some_and(|it| !it.body["components"].to_string().contains("[]")).then_some(messages)
    };
    println!("A long answer");
    for message in fake.until("a long answer", find).await {
        println!("{}", picture::of_message(&message));
    }
    running.kill().await.unwrap();
}

const LONG: &str = "People who commute decide in seconds, so the first line has to carry the post on its own. Say what is new, \
    say it once, and leave the price for the second line.\n\nPictures with hands in them are looked at for longer than \
    pictures of cups. Show the foam being poured, not the finished drink.\n\n";
