//! `/link` through the whole program: a terminal, Telegram and Discord share one team.

use std::fs::File;
use std::process::Stdio;

use copydesk_storage::LinkCode;
use copydesk_tests::fake_discord::{self, FakeDiscord, Where};
use copydesk_tests::fake_telegram::{self, Chat, FakeTelegram, Person};
use jiff::{SignedDuration, Timestamp};
use tokio::process::Child;

use crate::program::{Outcome, Program};

/// The program with a token of each platform, and the fakes that it talks to.
pub struct AtHome {
    pub telegram: FakeTelegram,
    pub discord: FakeDiscord,
    pub program: Program,
}

impl AtHome {
    pub async fn new(settings: &str) -> Self {
        let telegram = FakeTelegram::start().await.unwrap();
        let discord = FakeDiscord::start().await.unwrap();
        let urls = format!("telegram.api_url = {:?}\ndiscord.api_url = {:?}\n", telegram.url, discord.url());
        let program = Program::new(&format!("{urls}{settings}"))
            .with("TELEGRAM_BOT_TOKEN", fake_telegram::TOKEN)
            .with("DISCORD_TOKEN", fake_discord::TOKEN);
        Self { telegram, discord, program }
    }

    /// Starts it, and waits until Discord has the commands and a session of this process.
    pub async fn start(&self) -> Child {
        let sessions = self.discord.sessions().0;
        let log = File::options().create(true).append(true).open(self.program.path("log.txt")).unwrap();
        let running = self.program.command(&["run"]).stdout(Stdio::null()).stderr(log).spawn().unwrap();
        let listed = |it: &FakeDiscord| it.commands().as_array().filter(|all| !all.is_empty()).map(drop);
        self.discord.until("the commands are registered", listed).await;
        self.discord.until("a session", |it| (it.sessions().0 > sessions).then_some(())).await;
        running
    }

    /// Says something in a Telegram chat, and waits for a message with `expected` in it that was not there before.
    pub async fn telegram(&self, chat: &Chat, person: &Person, text: &str, expected: &str) -> String {
        let before = self.telegram.texts(chat).len();
        self.telegram.say(chat, person, text);
        let answer = |it: &FakeTelegram| it.texts(chat).into_iter().skip(before).find(|it| it.contains(expected));
        self.telegram.until(expected, |it| answer(it).is_some()).await;
        answer(&self.telegram).unwrap()
    }

    /// Calls a command in Discord, and waits for an answer with `expected` in it.
    pub async fn discord(&self, person: &fake_discord::Person, command: &str, text: &str, expected: &str) -> String {
        let options: &[(&str, &str)] = if text.is_empty() { &[] } else { &[("text", text)] };
        let token = self.discord.slash(Where::Server, person, command, options);
        self.discord
            .until(expected, |it| {
                let said: Vec<String> = it.answers(&token).iter().map(|shown| format!("{shown:?}")).collect();
                let said = said.join("\n");
                said.contains(expected).then_some(said)
            })
            .await
    }
}

/// The code in an answer: four letters, a hyphen, four letters.
fn code(answer: &str) -> String {
    let is_code = |word: &&str| {
        let letters =
            |part: &str| part.len() == 4 && part.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
        word.split_once('-').is_some_and(|(left, right)| letters(left) && letters(right))
    };
    let words = |c: char| !c.is_ascii_alphanumeric() && c != '-';
    answer.split(words).find(is_code).unwrap_or_else(|| panic!("no code in {answer:?}")).to_owned()
}

fn manager() -> fake_discord::Person {
    fake_discord::Person { permissions: 32, ..fake_discord::Person::new(8, "Bo") }
}

async fn code_of_the_terminal(program: &Program) -> String {
    let answer = program.ask("/link").await.json();
    assert_eq!(answer["kind"], "link", "{answer}");
    answer["code"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_code_of_the_terminal_joins_telegram_and_one_of_telegram_joins_discord() {
    let home = AtHome::new("chat.team = \"oat-house\"\n").await;
    let program = &home.program;
    let begun = program.outcome_of(program.command(&["run", "--team", "oat-house"]), b"/prefs set brand Oats\n").await;
    assert_eq!(begun.status, Some(0), "{begun:#?}");
    let first = code_of_the_terminal(program).await;

    let mut running = home.start().await;
    let ana = Person::new(7, "Ana");
    let chat = Chat::private(&ana);
    let joined = home.telegram(&chat, &ana, &format!("/link {}", first.to_lowercase()), "belongs to the team").await;
    assert!(
        joined.contains("oat-house") && joined.contains("terminal: oat-house") && joined.contains("Ana"),
        "{joined}"
    );
    home.telegram(&chat, &ana, "/prefs", "Oats").await;

    // It was good once.
    let second = code(&home.telegram(&chat, &ana, "/link", "Code ").await);
    let wrong = home.discord(&manager(), "link", &first, "no code that is good now").await;
    assert!(wrong.contains("Nothing was changed"), "{wrong}");

    // Discord joins by Telegram's, but only by somebody who may manage the server.
    let guest = fake_discord::Person::new(9, "Cy");
    home.discord(&guest, "link", &second, "Only an admin").await;
    home.discord(&manager(), "link", &second, "belongs to the team").await;
    home.discord(&manager(), "prefs show", "", "Oats").await;

    // The team's own place can't leave; one that joined can, and is a team of its own.
    home.discord(&manager(), "link", "off", "has left the team").await;
    let own = home.discord(&manager(), "prefs show", "", "brand").await;
    assert!(!own.contains("Oats"), "{own}");
    running.kill().await.unwrap();
}

/// A program with a team that has begun in its terminal, a code to join that, and it running.
async fn beside_oat_house() -> (AtHome, String, Child) {
    let home = AtHome::new("chat.team = \"oat-house\"\n").await;
    let begun = home.program.outcome_of(home.program.command(&["run", "--team", "oat-house"]), b"/prefs\n").await;
    assert_eq!(begun.status, Some(0), "{begun:#?}");
    let code = code_of_the_terminal(&home.program).await;
    let running = home.start().await;
    (home, code, running)
}

#[tokio::test]
async fn a_place_with_data_of_its_own_is_warned_and_finds_it_again() {
    let (home, code, mut running) = beside_oat_house().await;
    let (ana, chat) = (Person::new(7, "Ana"), Chat::private(&Person::new(7, "Ana")));
    home.telegram(&chat, &ana, "/prefs set brand Rye", "Rye").await;
    let warned = home.telegram(&chat, &ana, &format!("/link {code}"), "Nothing was changed").await;
    assert!(warned.contains("team of its own, Ana") && warned.contains(&format!("/link {code} confirm")), "{warned}");
    home.telegram(&chat, &ana, &format!("/link {code} confirm"), "stays stored for 30 days").await;
    let shared = home.telegram(&chat, &ana, "/prefs", "brand").await;
    assert!(!shared.contains("Rye"), "{shared}");
    home.telegram(&chat, &ana, "/link off", "has left the team oat-house").await;
    home.telegram(&chat, &ana, "/prefs", "Rye").await;
    running.kill().await.unwrap();
}

#[tokio::test]
async fn a_place_with_a_draft_alone_is_warned_too() {
    let (home, code, mut running) = beside_oat_house().await;
    let (ana, chat) = (Person::new(7, "Ana"), Chat::private(&Person::new(7, "Ana")));
    home.telegram(&chat, &ana, "/review Hello there, the oven is warm. Come by at ten. platform=x", "T-001").await;
    home.telegram(&chat, &ana, "/text_send T-001", "D-001").await;
    home.telegram(&chat, &ana, &format!("/link {code}"), "Nothing was changed").await;
    home.telegram(&chat, &ana, "/drafts", "D-001").await;
    running.kill().await.unwrap();
}

#[tokio::test]
async fn after_five_wrong_codes_even_the_right_one_has_to_wait() {
    let program = Program::new("");
    let error = async |text: &str| {
        let outcome: Outcome = program.ask(text).await;
        outcome.error()
    };
    for code in ["AAAA-AAAA", "AAAA-AAAB", "x", "AAAA-AAAC", "AAAA-AAAD"] {
        assert!(error(&format!("/link {code}")).await.contains("no code that is good now"));
    }
    insta::assert_snapshot!(error("/link AAAA-AAAE").await, @"
    5 wrong codes came from here within an hour.
    Try again in 60 minutes.
    ");
    insta::assert_snapshot!(error("/link one two three").await, @r#"
    I read "one two three" after /link.
    Write /link for a code, /link and the code to join, or /link off to leave.
    "#);
    insta::assert_snapshot!(error("/link off").await, @"
    This place did not join the team Morning Barn with a code, so it can't leave it.
    Places that joined with a code can: /link off there.
    ");
}

#[tokio::test]
async fn a_terminal_joins_too_and_the_sample_team_stays() {
    let program = Program::new("");
    let owl = program.outcome_of(program.command(&["run", "--team", "night-owl"]), b"/prefs set brand Owl\n").await;
    assert_eq!(owl.status, Some(0), "{owl:#?}");
    let code = program.run(&["ask", "--json", "--team", "night-owl", "/link"]).await.json()["code"].clone();
    let code = code.as_str().unwrap();
    let joined = program.ask(&format!("/link {code}")).await.json();
    assert_eq!((&joined["team"], joined["places"].as_array().unwrap().len()), (&"night-owl".into(), 2), "{joined}");
    assert_eq!(program.ask("/prefs").await.json()["preferences"][0]["value"][0], "Owl");
    let welcome = program.chat("/quit\n").await;
    assert!(welcome.out.contains("night-owl"), "{welcome:#?}");
    assert_eq!(program.ask("/link off").await.json()["team"], "morning-barn");
    assert_eq!(program.ask("/campaign list").await.json()["total"], 40);
}

#[tokio::test]
async fn a_code_whose_ten_minutes_are_over_joins_nothing_and_a_new_one_does() {
    let home = AtHome::new("chat.team = \"oat-house\"\n").await;
    let begun = home.program.outcome_of(home.program.command(&["run", "--team", "oat-house"]), b"/prefs\n").await;
    assert_eq!(begun.status, Some(0), "{begun:#?}");
    let old = code_of_the_terminal(&home.program).await;
    // Minutes pass faster here: it is over soon after the program has started.
    let soon = Timestamp::now() + SignedDuration::from_secs(3);
    {
        let store = home.program.store();
        let installation = store.installation();
        let (id, stored) = installation.all::<LinkCode>().await.unwrap().remove(0);
        let left = stored.record.expires.duration_since(Timestamp::now());
        assert!(left > SignedDuration::from_mins(9) && left <= SignedDuration::from_mins(10), "{left}");
        installation.change().put(&id, &LinkCode { expires: soon, ..stored.record }).commit().await.unwrap();
    }
    let mut running = home.start().await;
    let (ana, chat) = (Person::new(7, "Ana"), Chat::private(&Person::new(7, "Ana")));
    home.telegram.until("the end of the code", |_| Timestamp::now() > soon).await;
    let wrong = home.telegram(&chat, &ana, &format!("/link {old}"), "is no code that is good now").await;
    assert!(wrong.contains("Codes are good for 10 minutes and one use."), "{wrong}");
    home.discord(&manager(), "link", &old, "is no code that is good now").await;
    running.kill().await.unwrap();

    let new = code_of_the_terminal(&home.program).await;
    let mut running = home.start().await;
    home.discord(&manager(), "link", &new, "belongs to the team").await;
    running.kill().await.unwrap();
}
