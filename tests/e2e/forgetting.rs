//! `/forget` through the whole program.

use copydesk_storage::{PlaceOfTeam, TeamId};
use copydesk_tests::fake_discord::{self, CHANNEL, FakeDiscord, Where};
use copydesk_tests::fake_telegram::{Chat, FakeTelegram, Person, added, removed};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::fake_openai::FakeOpenAi;
use crate::linking::AtHome;
use crate::program::{Program, stop};

const TEAM: &str = "chat.team = \"oat-house\"\n";

async fn begin(program: &Program) {
    let begun = program.outcome_of(program.command(&["run", "--team", "oat-house"]), b"/prefs set brand Oats\n").await;
    assert_eq!(begun.status, Some(0), "{begun:#?}");
}

fn count(answer: &Value, kind: &str) -> Option<u64> {
    let records = answer["records"].as_array().unwrap();
    records.iter().find(|it| it["kind"] == kind).and_then(|it| it["count"].as_u64())
}

#[tokio::test]
async fn a_team_is_shown_and_its_removal_needs_the_name_and_can_be_undone_after_a_restart() {
    let program = Program::new(&format!("{TEAM}data.undo_seconds = 3600\n"));
    begin(&program).await;
    let shown = program.ask("/forget team").await.json();
    assert_eq!(
        (&shown["kind"], &shown["state"], count(&shown, "preferences")),
        (&json!("forgotten"), &json!("stored"), Some(1))
    );
    insta::assert_snapshot!(program.ask("/forget team oat").await.error(), @r#"
    "oat" is not the name of this team, which is "oat-house". Nothing was changed.
    To remove all of it, somebody who may manage the team writes: /forget team oat-house
    "#);
    insta::assert_snapshot!(program.ask("/forget undo").await.error(), @"
    No removal of this team is under way.
    What was removed can't be brought back.
    ");
    assert_eq!(program.ask("/forget team OAT-HOUSE").await.json()["state"], "due");
    assert_eq!(program.ask("/forget team").await.json()["state"], "due");
    assert_eq!(program.ask("/forget undo").await.json()["state"], "kept");
    let kept = program.ask("/prefs").await.json();
    assert_eq!(kept["preferences"][0]["value"], json!(["Oats"]));
}

#[tokio::test]
async fn a_removal_that_fell_due_while_the_program_was_away_is_done_at_its_start() {
    let program = Program::new(&format!("{TEAM}data.undo_seconds = 0\n"));
    begin(&program).await;
    assert_eq!(program.ask("/forget team oat-house").await.json()["state"], "due");
    let error = program.ask("/prefs").await.error();
    assert!(error.starts_with("I don't know the team \"oat-house\""), "{error}");
    // Begun anew, it is empty, and is told what happened.
    let anew = program.outcome_of(program.command(&["run", "--team", "oat-house"]), b"/prefs\n/prefs\n").await;
    assert_eq!(anew.out.matches("The team oat-house was removed at").count(), 1, "{anew:#?}");
    assert!(!anew.out.contains("Oats") && anew.out.contains("preferences: 1"), "{anew:#?}");
}

#[tokio::test]
async fn a_removed_team_begins_anew_in_telegram_while_the_program_runs() {
    let home = AtHome::new("data.undo_seconds = 0\n").await;
    let mut running = home.start().await;
    let (ana, chat) = (Person::new(7, "Ana"), Chat::private(&Person::new(7, "Ana")));
    home.telegram(&chat, &ana, "/prefs set brand Oats", "Oats").await;
    home.telegram(&chat, &ana, "/forget team ana", "is removed for good").await;
    // The removal goes its own way beside the answer, and is told once: below that answer, or below a later one.
    let told = |home: &AtHome| home.telegram.texts(&chat).iter().filter(|it| it.contains("was removed at")).count();
    for _ in 0..20 {
        if told(&home) > 0 {
            break;
        }
        home.telegram(&chat, &ana, "/prefs", "brand").await;
    }
    assert_eq!(told(&home), 1, "{:#?}", home.telegram.texts(&chat));
    let empty = home.telegram(&chat, &ana, "/prefs", "brand").await;
    assert!(!empty.contains("Oats"), "{empty}");
    assert_eq!(told(&home), 1, "{:#?}", home.telegram.texts(&chat));
    running.kill().await.unwrap();
}

#[tokio::test]
async fn a_person_s_talk_is_forgotten_at_once_and_what_is_the_team_s_stays() {
    let server = FakeOpenAi::saying(|_| "On Wednesday.".into()).await;
    let program = Program::new(&format!("{TEAM}{}", server.settings("capable")));
    begin(&program).await;
    assert_eq!(program.ask("When should we post about turnips?").await.json()["kind"], "chat");
    let forgotten = program.ask("/forget me").await.json();
    assert_eq!((&forgotten["whose"], &forgotten["state"]), (&json!("person"), &json!("removed")));
    assert_eq!((count(&forgotten, "turns"), count(&forgotten, "explanations")), (Some(2), Some(1)), "{forgotten}");
    assert_eq!(program.ask("/why").await.json()["kind"], "error");
    assert_eq!(program.ask("/forget me").await.json()["records"], json!([]));
    assert_eq!(program.ask("/prefs").await.json()["preferences"][0]["value"], json!(["Oats"]));
    assert_eq!(program.ask("And then?").await.json()["kind"], "chat");
    let last = server.asked().pop().unwrap();
    assert!(!format!("{last:?}").contains("turnips"), "{last:?}");
}

/// What the model was told before its last request.
fn told_last(server: &FakeOpenAi) -> String {
    let asked = server.asked();
    asked.last().unwrap().messages()[1..].iter().map(|(_, text)| *text).collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn in_a_telegram_topic_only_the_turns_of_who_asks_for_it_are_forgotten() {
    let server = FakeOpenAi::saying(|asked| format!("About {:?}.", asked.request())).await;
    let home = AtHome::new(&server.settings("capable")).await;
    let mut running = home.start().await;
    let (ana, bo, topic) = (Person::new(7, "Ana"), Person::new(8, "Bo"), Chat::group(-100, "Barn").topic(5));
    home.telegram(&topic, &ana, "@CopydeskBot our oats are blue", "our oats are blue").await;
    home.telegram(&topic, &bo, "@CopydeskBot we open at six", "we open at six").await;
    let told = told_last(&server);
    assert!(told.contains("our oats are blue"), "{told}");
    // What was removed is told to her alone.
    let alone = Chat::private(&ana);
    home.telegram.meet(&alone);
    home.telegram(&topic, &ana, "/forget_me", "I sent it to you directly").await;
    assert!(home.telegram.texts(&alone).concat().contains("Removed at"), "{:?}", home.telegram.texts(&alone));
    running.kill().await.unwrap();
    let mut running = home.start().await;
    home.telegram(&topic, &bo, "@CopydeskBot what else?", "what else?").await;
    let told = told_last(&server);
    assert!(!told.contains("blue") && told.contains("we open at six"), "{told}");
    running.kill().await.unwrap();
}

#[tokio::test]
async fn who_cannot_be_written_to_privately_is_told_where_they_asked_that_they_are_forgotten() {
    let server = FakeOpenAi::saying(|_| "All right.".to_owned()).await;
    let home = AtHome::new(&server.settings("capable")).await;
    let mut running = home.start().await;
    let (ana, group) = (Person::new(7, "Ana"), Chat::group(-100, "Barn"));
    home.telegram(&group, &ana, "@CopydeskBot our oats are blue", "All right").await;
    home.telegram(&group, &ana, "/forget_me", "Done: what I kept of you is removed").await;
    // What that was is said to nobody.
    let told = home.telegram.texts(&group).concat();
    assert!(!told.contains("Removed at") && !told.contains("blue"), "{told}");
    home.telegram(&group, &ana, "/help campaign", "/campaign_add").await;
    let told = home.telegram.texts(&group).concat();
    assert!(!told.contains("/campaign add"), "{told}");
    running.kill().await.unwrap();
}

#[tokio::test]
async fn in_a_discord_server_only_the_turns_of_who_asks_for_it_are_forgotten() {
    let server = FakeOpenAi::saying(|asked| format!("About {}", asked.request())).await;
    let home = AtHome::new(&server.settings("capable")).await;
    let mut running = home.start().await;
    let (ana, bo) = (fake_discord::Person::new(9, "Ana"), fake_discord::Person::new(8, "Bo"));
    let answered = async |question: &str| -> fake_discord::Shown {
        let whole = format!("About {question}");
        let find = |it: &FakeDiscord| it.channel(CHANNEL).into_iter().find(|it| it.content().contains(&whole));
        home.discord.until(question, find).await
    };
    home.discord.mention(&ana, "our oats are blue");
    let blue = answered("our oats are blue").await;
    home.discord.reply_to(blue.id, &bo, "we open at six");
    let six = answered("we open at six").await;
    let told = told_last(&server);
    assert!(told.contains("our oats are blue"), "{told}");
    home.discord(&ana, "forget me", "", "Removed at").await;
    home.discord(&ana, "forget me", "", "I keep nothing of you").await;
    home.discord.reply_to(six.id, &bo, "what else?");
    answered("what else?").await;
    let told = told_last(&server);
    assert!(!told.contains("blue") && told.contains("we open at six"), "{told}");
    running.kill().await.unwrap();
}

#[tokio::test]
async fn in_a_telegram_group_an_admin_calls_the_removal_off_also_after_a_restart() {
    let home = AtHome::new("").await;
    let mut running = home.start().await;
    let (ana, bo, group) = (Person::new(7, "Ana"), Person::new(8, "Bo"), Chat::group(-100, "Barn"));
    home.telegram.promote(&group, &ana);
    home.telegram(&group, &ana, "/prefs set brand Oats", "Oats").await;
    home.telegram(&group, &bo, "/forget team Barn", "Only an admin").await;
    home.telegram(&group, &ana, "/forget team Mill", "is not the name of this team").await;
    home.telegram(&group, &ana, "/forget team barn", "In 60 seconds").await;
    running.kill().await.unwrap();
    let mut running = home.start().await;
    home.telegram(&group, &bo, "/forget undo", "Only an admin").await;
    home.telegram(&group, &ana, "/forget undo", "Nothing is removed").await;
    home.telegram(&group, &ana, "/forget undo", "No removal of this team is under way").await;
    home.telegram(&group, &bo, "/prefs", "Oats").await;
    running.kill().await.unwrap();
}

#[tokio::test]
async fn in_a_discord_server_an_admin_calls_the_removal_off_and_without_that_all_of_it_goes() {
    for (settings, is_undone) in [("", true), ("data.undo_seconds = 0\n", false)] {
        let home = AtHome::new(settings).await;
        let mut running = home.start().await;
        let manager = fake_discord::Person { permissions: 32, ..fake_discord::Person::new(8, "Bo") };
        let guest = fake_discord::Person::new(9, "Cy");
        let options = [("key", "brand"), ("text", "Oats")];
        let token = home.discord.slash(Where::Server, &manager, "prefs set", &options);
        let is_set = |it: &FakeDiscord| it.answers(&token).iter().any(|it| it.body.to_string().contains("Oats"));
        home.discord.until("the brand", |it| is_set(it).then_some(())).await;
        home.discord(&guest, "forget team", "Morning Barn", "Only an admin").await;
        home.discord(&manager, "forget team", "Evening Barn", "is not the name of this team").await;
        home.discord(&manager, "forget team", "morning barn", "is removed for good").await;
        if is_undone {
            home.discord(&guest, "forget undo", "", "Only an admin").await;
            home.discord(&manager, "forget undo", "", "Nothing is removed").await;
            home.discord(&guest, "prefs show", "", "Oats").await;
        } else {
            // The removal goes its own way beside the answers.
            let mut shown = String::new();
            for _ in 0..50 {
                shown = home.discord(&guest, "prefs show", "", "brand").await;
                if !shown.contains("Oats") {
                    break;
                }
            }
            assert!(!shown.contains("Oats"), "{shown}");
        }
        running.kill().await.unwrap();
    }
}

#[tokio::test]
async fn a_team_whose_places_were_left_thirty_days_ago_is_removed_and_not_a_day_earlier() {
    let home = AtHome::new("").await;
    let running = home.start().await;
    let (ana, bo) = (Person::new(7, "Ana"), fake_discord::Person::new(8, "Bo"));
    let (barn, mill, own) = (Chat::group(-100, "Barn"), Chat::group(-200, "Mill"), Chat::private(&ana));
    for (group, brand) in [(&barn, "Oats"), (&mill, "Rye")] {
        home.telegram.promote(group, &ana);
        home.telegram(group, &ana, &format!("/prefs set brand {brand}"), brand).await;
    }
    home.discord.add_to_server(SERVER, "Evening Barn");
    home.discord.mention_in_server(SERVER, CHANNEL + 1, &bo, "/prefs");
    let answered =
        |it: &FakeDiscord| it.channel(CHANNEL + 1).iter().any(|it| it.body.to_string().contains("brand")).then_some(());
    home.discord.until("preferences", answered).await;
    home.telegram.push(removed(&barn, &ana));
    home.telegram.push(removed(&mill, &ana));
    home.discord.remove_from_server(SERVER);
    // What came before it is taken in by then.
    home.telegram(&own, &ana, "/prefs", "brand").await;
    stop(running).await;

    let keys = ["telegram:-100", "discord:77", "telegram:-200"];
    {
        let store = home.program.store();
        let installation = store.installation();
        for (key, days) in keys.into_iter().zip([31, 31, 29]) {
            let place = installation.get::<PlaceOfTeam>(key).await.unwrap().unwrap().record;
            assert!(place.left.is_some(), "{place:?}");
            let left = Some(Timestamp::now() - SignedDuration::from_hours(24 * days));
            installation.change().put(key, &PlaceOfTeam { left, ..place }).commit().await.unwrap();
        }
    }
    let running = home.start().await;
    let log = || std::fs::read_to_string(home.program.path("log.txt")).unwrap_or_default();
    let gone = |_: &FakeTelegram| log().lines().filter(|line| line.contains("a team was removed")).count() == 2;
    home.telegram.until("both removals", gone).await;
    home.telegram.push(added(&mill, &ana));
    home.telegram(&mill, &ana, "/prefs", "Rye").await;
    // Whoever comes back to the other finds nothing, and is told what became of it.
    home.telegram.push(added(&barn, &ana));
    let anew = home.telegram(&barn, &ana, "/prefs", "brand").await;
    assert!(!anew.contains("Oats"), "{anew}");
    home.telegram.until("what became of it", |it| it.texts(&barn).iter().any(|it| it.contains("was removed at"))).await;
    stop(running).await;
    let store = home.program.store();
    assert_eq!(store.find_team(&TeamId::parse("discord-77").unwrap()).await.unwrap(), None);
    assert!(store.find_team(&TeamId::parse("telegram--200").unwrap()).await.unwrap().is_some());
}

/// A second server.
const SERVER: u64 = 77;
