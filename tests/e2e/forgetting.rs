//! `/forget` through the whole program.

use serde_json::{Value, json};

use copydesk_tests::fake_telegram::{Chat, Person};

use crate::fake_openai::FakeOpenAi;
use crate::linking::AtHome;
use crate::program::Program;

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
