//! The whole program, at home in Telegram and Discord: the real thing behind both fakes.

use std::fs::File;
use std::process::Stdio;

use copydesk_tests::fake_discord::{self, FakeDiscord, Where};
use copydesk_tests::fake_telegram::{self, Chat, FakeTelegram, Person};

use crate::linking::AtHome;
use crate::program::Program;

fn settings(telegram: &str, discord: &str) -> String {
    format!("telegram.api_url = {telegram:?}\ndiscord.api_url = {discord:?}\n")
}

#[tokio::test]
async fn one_process_serves_both_platforms_and_each_place_is_a_team_of_its_own() {
    let telegram = FakeTelegram::start().await.unwrap();
    let discord = FakeDiscord::start().await.unwrap();
    let program = Program::new(&settings(&telegram.url, discord.url()))
        .with("TELEGRAM_BOT_TOKEN", fake_telegram::TOKEN)
        .with("DISCORD_TOKEN", fake_discord::TOKEN);
    let ana = Person::new(7, "Ana");
    let chat = Chat::private(&ana);
    let start = || {
        let log = File::options().create(true).append(true).open(program.path("log.txt")).unwrap();
        program.command(&["run"]).stdout(Stdio::null()).stderr(log).spawn().unwrap()
    };

    let mut running = start();
    telegram.say(&chat, &ana, "/prefs set brand \"Oat House\"");
    telegram.until("the change is confirmed", |it| it.texts(&chat).iter().any(|text| text.contains("Oat House"))).await;
    discord
        .until("the commands are registered", |it| it.commands().as_array().filter(|all| !all.is_empty()).map(drop))
        .await;
    let bo = fake_discord::Person::new(8, "Bo");
    let token = discord.slash(Where::Direct, &bo, "prefs show", &[]);
    let shown = discord
        .until("preferences are shown", |it| {
            let said: Vec<String> = it.answers(&token).iter().map(|shown| format!("{shown:?}")).collect();
            said.iter().any(|said| said.contains("brand")).then(|| said.join("\n"))
        })
        .await;
    assert!(!shown.contains("Oat House"), "another place is another team: {shown}");

    // Killed, and started again: what was stored is there.
    running.kill().await.unwrap();
    running = start();
    telegram.say(&chat, &ana, "/prefs");
    let count = |it: &FakeTelegram| it.texts(&chat).iter().filter(|text| text.contains("Oat House")).count();
    telegram.until("the brand is still there", |it| count(it) >= 2).await;
    running.kill().await.unwrap();

    let log = std::fs::read_to_string(program.path("log.txt")).unwrap();
    assert!(log.contains("Telegram") && log.contains("Discord"), "{log}");
    assert!(!log.contains(fake_telegram::TOKEN) && !log.contains(fake_discord::TOKEN), "{log}");
}

#[tokio::test]
async fn a_wrong_token_ends_the_program_with_a_sentence() {
    let telegram = FakeTelegram::start().await.unwrap();
    let program = Program::new(&settings(&telegram.url, "http://127.0.0.1:1")).with("TELEGRAM_BOT_TOKEN", "1:wrong");
    let outcome = program.run(&["run"]).await;
    assert_eq!(outcome.status, Some(1), "{outcome:#?}");
    assert!(outcome.err.contains("Telegram refuses the token; check TELEGRAM_BOT_TOKEN"), "{outcome:#?}");
    assert!(!outcome.err.contains("1:wrong"), "{outcome:#?}");
}

#[tokio::test]
async fn the_invitation_names_the_permissions_that_the_docs_name() {
    let outcome = Program::new("").run(&["invite", "123456"]).await;
    assert_eq!(outcome.status, Some(0), "{outcome:#?}");
    assert!(
        outcome.out.contains("client_id=123456") && outcome.out.contains("permissions=309237763072"),
        "{outcome:#?}"
    );
    assert_eq!(Program::new("").run(&["invite", "me"]).await.status, Some(2));
}

#[tokio::test]
async fn lists_tables_and_introductions_name_commands_as_they_are_typed_and_leave_peoples_words_alone() {
    let home = AtHome::new("").await;
    let mut running = home.start().await;
    let ana = Person::new(7, "Ana");
    let chat = Chat::private(&ana);
    let review = "/review Our oat latte is back at the corner zzxqv. Come by before ten.";
    let found = home.telegram(&chat, &ana, review, "is in no word list").await;
    assert!(found.contains("(/prefs_set use)") && !found.contains("/prefs set"), "{found}");
    home.telegram(&chat, &ana, "/campaign_add \"Say /prefs set to me\" platform=x", "C-001").await;
    let listed = home.telegram(&chat, &ana, "/campaign_list", "C-001").await;
    assert!(listed.contains("Say /prefs set to me"), "{listed}");

    home.discord.add_to_server(77, "Quiet Barn");
    let introduced =
        |it: &FakeDiscord| it.everything().iter().any(|it| it.content().contains("First step: /prefs show;"));
    home.discord.until("the introduction", |it| introduced(it).then_some(())).await;
    running.kill().await.unwrap();
}
