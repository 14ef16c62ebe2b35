//! The whole program behind the fake Discord.

use std::fs::File;
use std::process::Stdio;

use copydesk_tests::fake_discord::CHANNEL;
use serde_json::json;

use super::*;
use crate::copywriter::copy;
use crate::fake_openai::{Asked, FakeOpenAi};
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

/// A model that knows what it was told before: whether the talk had blue oats in it.
fn remembers(asked: &Asked) -> String {
    let blue = asked.messages().iter().any(|(_, text)| text.contains("blue oats"));
    let question = asked.request();
    match (question.contains("Remember"), blue) {
        (true, _) => "Noted.".to_owned(),
        (false, true) => "You said blue.".to_owned(),
        (false, false) => "You said nothing.".to_owned(),
    }
}

#[tokio::test]
async fn what_was_said_before_is_known_in_the_thread_and_still_after_a_restart() {
    let model = FakeOpenAi::saying(remembers).await;
    let fake = FakeDiscord::start().await.unwrap();
    let program = at_home(&fake, &model.settings("capable")).with("FAKE_KEY", KEY);
    let mut running = start(&program);
    registered(&fake).await;
    let said = async |channel: u64, count: usize, part: &str| {
        let find = |fake: &FakeDiscord| {
            let with: Vec<Shown> =
                fake.channel(channel).into_iter().filter(|it| it.body.to_string().contains(part)).collect();
            (with.len() == count).then_some(with)
        };
        fake.until(part, find).await
    };
    fake.mention(&ada(), "Remember: our oats are blue oats.");
    // The button comes with the whole answer.
    let answer = said(CHANNEL, 1, CONTINUE).await.remove(0);
    assert!(answer.content().contains("Noted."), "{answer:?}");
    fake.press(Where::Server, &ada(), CONTINUE);
    let thread = answer.id;
    said(thread, 1, "Let us go on here").await;
    fake.mention_in(thread, &ada(), "What are they?");
    said(thread, 1, "You said blue.").await;

    // In the channel a reply goes on with it, too, and each keeps its own from now on.
    fake.reply_to(answer.id, &ada(), "What are they?");
    said(CHANNEL, 1, "You said blue.").await;

    running.kill().await.unwrap();
    let sessions = fake.sessions().0;
    running = start(&program);
    fake.until("a session", |fake| (fake.sessions().0 > sessions).then_some(())).await;
    fake.mention_in(thread, &ada(), "And once more?");
    let shown = said(thread, 2, "You said blue.").await;
    assert!(!format!("{shown:?}").contains(CONTINUE), "it is in a thread already: {shown:?}");
    let elsewhere = CHANNEL + 1_000;
    fake.mention_in(elsewhere, &ada(), "What are they?");
    said(elsewhere, 1, "You said nothing.").await;
    running.kill().await.unwrap();
}

#[tokio::test]
async fn without_the_permission_to_make_threads_the_talk_goes_on_in_the_channel() {
    let model = FakeOpenAi::saying(remembers).await;
    let fake = FakeDiscord::start().await.unwrap();
    let program = at_home(&fake, &model.settings("capable")).with("FAKE_KEY", KEY);
    let mut running = start(&program);
    registered(&fake).await;
    fake.mention(&ada(), "Remember: our oats are blue oats.");
    let says = |part: &'static str| {
        move |fake: &FakeDiscord| fake.channel(CHANNEL).into_iter().find(|it| it.body.to_string().contains(part))
    };
    let answer = fake.until("the answer", says(CONTINUE)).await;
    fake.forbid_threads();
    let token = fake.press(Where::Server, &ada(), CONTINUE);
    let told = |fake: &FakeDiscord| {
        fake.answers(&token).iter().any(|it| it.content().contains("Create Public Threads")).then_some(())
    };
    fake.until("that there is none", told).await;
    fake.reply_to(answer.id, &ada(), "What are they?");
    fake.until("an answer in the channel", says("You said blue.")).await;
    running.kill().await.unwrap();
}

/// What the button below an answer sends.
const CONTINUE: &str = "continue-in-thread";

#[tokio::test]
async fn the_log_says_in_a_sentence_what_the_bot_lacks_in_a_server() {
    let fake = FakeDiscord::start().await.unwrap();
    let program = at_home(&fake, "");
    let log = || std::fs::read_to_string(program.path("log.txt")).unwrap_or_default();
    let logged = |part: &str| log().contains(part).then_some(());
    let mut running = start(&program);
    fake.until("the bot's name", |_| logged("Discord: serving as copydesk")).await;
    registered(&fake).await;
    running.kill().await.unwrap();
    assert!(!log().contains("I lack"), "{}", log());

    fake.withhold(EMBED_LINKS | CREATE_PUBLIC_THREADS);
    running = start(&program);
    let sentence = "Discord: in the server Morning Barn I lack Embed Links, Create Public Threads; \
                    give my role what is missing, or invite me again";
    fake.until("what is missing", |_| logged(sentence)).await;
    // All else works.
    let token = fake.slash(Where::Server, &ada(), "prefs show", &[]);
    fake.until("an answer", |it| {
        it.answers(&token).iter().any(|it| it.body.to_string().contains("voice")).then_some(())
    })
    .await;
    running.kill().await.unwrap();
}

#[tokio::test]
async fn whoever_brought_the_bot_along_for_themselves_may_read_and_may_not_change() {
    let model = FakeOpenAi::saying(copy).await;
    let fake = FakeDiscord::start().await.unwrap();
    let program = at_home(&fake, &model.settings("capable")).with("FAKE_KEY", KEY);
    let mut running = start(&program);
    registered(&fake).await;
    // What they may do in that server, where the bot is no member, is nothing to it.
    let ada = Person { permissions: 8 | 32, ..ada() };
    let says = async |token: &str, part: &str| {
        let find = |it: &FakeDiscord| it.answers(token).into_iter().find(|it| it.body.to_string().contains(part));
        fake.until(part, find).await
    };
    let ask = |command: &str, options: &[(&str, &str)]| fake.slash(Where::UserInstalled, &ada, command, options);
    says(&ask("help", &[]), "ideas").await;
    says(&ask("prefs show", &[]), "voice").await;
    says(&ask("ideas", &[("text", "oat-milk latte"), ("platform", "instagram"), ("count", "1")]), "I-001").await;
    let refused = says(&ask("prefs set", &[("key", "brand"), ("text", "Owl")]), "Only an admin").await;
    assert_eq!(refused.body["flags"], 64, "{refused:?}");
    // By a form, which does not say who brought the bot, Discord is asked, and does not let it in.
    let token = ask("prefs set", &[("key", "brand")]);
    let form = fake.until("a form", |it| it.form(&token)).await;
    let token = fake.submit(Where::UserInstalled, &ada, &form, &[("text", "Owl")]);
    says(&token, "Only an admin").await;
    for (command, options) in [("idea use", [("text", "I-001")]), ("draft submit", [("text", "D-001")])] {
        says(&ask(command, &options), "I am not a member of this server").await;
    }
    says(&ask("forget team", &[("text", "x")]), "Only an admin").await;
    for command in ["export", "link"] {
        says(&ask(command, &[]), "Only an admin").await;
    }
    let shown = says(&ask("prefs show", &[]), "voice").await;
    assert!(!shown.body.to_string().contains("Owl"), "{shown:?}");
    running.kill().await.unwrap();
}

const EMBED_LINKS: u64 = 1 << 14;
const CREATE_PUBLIC_THREADS: u64 = 1 << 35;
