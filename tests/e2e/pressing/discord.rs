//! In a server: what does nothing is said to nobody but the person who pressed.

use copydesk_tests::fake_discord::{Attached, FakeDiscord, Person, Shown, Where};
use serde_json::Value;
use tokio::process::Child;

use super::POSTS;
use crate::copywriter::copy;
use crate::fake_openai::FakeOpenAi;
use crate::linking::AtHome;
use crate::program::stop;

fn ada() -> Person {
    Person::new(42, "Ada")
}

/// Bo, with the right to manage the server.
fn manager() -> Person {
    Person { permissions: 32, ..Person::new(43, "Bo") }
}

/// An answer once it has `part` in it.
async fn answer(home: &AtHome, token: &str, part: &str) -> Vec<Shown> {
    let find = |it: &FakeDiscord| {
        let answers = it.answers(token);
        answers.iter().any(|it| it.body.to_string().contains(part)).then_some(answers)
    };
    home.discord.until(part, find).await
}

/// The action of the button with this label.
fn action(answers: &[Shown], label: &str) -> String {
    let rows = answers.iter().flat_map(|it| it.body["components"].as_array().into_iter().flatten());
    let mut buttons = rows.flat_map(|row| row["components"].as_array().into_iter().flatten());
    let found: Option<&Value> = buttons.find(|it| it["label"] == label);
    found.unwrap_or_else(|| panic!("no button {label} in {answers:#?}"))["custom_id"].as_str().unwrap().to_owned()
}

/// That a refusal with `part` in it is all that anybody sees, and only the person who asked.
async fn refused(home: &AtHome, token: &str, part: &str) {
    let answers = answer(home, token, part).await;
    assert_eq!(answers.len(), 1, "{answers:#?}");
    assert_eq!(answers[0].body["flags"], 64, "{answers:#?}");
}

/// The program, stopped and started again.
async fn restarted(home: &AtHome, running: Child) -> Child {
    stop(running).await;
    home.start().await
}

async fn ideas(home: &AtHome, count: &str) -> Vec<Shown> {
    let options = [("text", "oat-milk latte"), ("platform", "instagram"), ("count", count)];
    let token = home.discord.slash(Where::Server, &ada(), "ideas", &options);
    answer(home, &token, "Why these").await
}

#[tokio::test]
async fn on_discord_an_idea_s_buttons_work_after_a_restart_and_a_second_press_is_told_alone() {
    let model = FakeOpenAi::saying(copy).await;
    let home = AtHome::new(&model.settings("capable")).await;
    let running = home.start().await;
    let shown = ideas(&home, "2").await;
    let (more, used) = (action(&shown, "More like these"), action(&shown, "Use it"));
    assert!(more.starts_with("offer:") && used == "/idea use I-001", "{more} {used}");
    let why = action(&shown, "Why these");

    let running = restarted(&home, running).await;
    let token = home.discord.press(Where::Server, &ada(), &more);
    answer(&home, &token, "I-003").await;
    // Of the ideas above it, though others came since then.
    let token = home.discord.press(Where::Server, &ada(), &why);
    answer(&home, &token, "How I-001, I-002 came about").await;
    let token = home.discord.press(Where::Server, &ada(), &used);
    answer(&home, &token, "D-001 is written.").await;

    // Once more, by somebody else too, and still after the next restart.
    let mut running = restarted(&home, running).await;
    for person in [ada(), manager()] {
        let token = home.discord.press(Where::Server, &person, &more);
        refused(&home, &token, "That button was pressed already").await;
        let token = home.discord.press(Where::Server, &person, &used);
        refused(&home, &token, "I-001 is used already").await;
    }
    running.kill().await.unwrap();
}

#[tokio::test]
async fn on_discord_a_draft_is_approved_by_those_who_may_and_who_presses_later_is_told_who_did_what() {
    let model = FakeOpenAi::saying(copy).await;
    let home = AtHome::new(&model.settings("capable")).await;
    let running = home.start().await;
    // A form that is filled in does not say what its person may do: Discord is asked for the roles.
    home.discord.give_role(&manager(), "Editors", 32);
    ideas(&home, "1").await;
    let token = home.discord.press(Where::Server, &ada(), "/idea use I-001");
    let written = answer(&home, &token, "D-001 is written.").await;
    let hand_in = action(&written, "Hand in");

    let running = restarted(&home, running).await;
    let token = home.discord.press(Where::Server, &ada(), &hand_in);
    let review = answer(&home, &token, "D-001 is handed in for review.").await;
    let (approve, reject) = (action(&review, "Approve"), action(&review, "Reject"));

    let mut running = restarted(&home, running).await;
    let token = home.discord.press(Where::Server, &ada(), &approve);
    refused(&home, &token, "Only an admin of this team may do that").await;
    let token = home.discord.slash(Where::Server, &ada(), "draft approve", &[("text", "D-001")]);
    refused(&home, &token, "Only an admin of this team may do that").await;
    let token = home.discord.press(Where::Server, &manager(), &approve);
    answer(&home, &token, "D-001 is approved.").await;

    // Others have gone on meanwhile.
    let token = home.discord.press(Where::Server, &manager(), &approve);
    refused(&home, &token, "D-001 can't be approved: its state is approved (approved by you").await;
    let token = home.discord.press(Where::Server, &ada(), &hand_in);
    refused(&home, &token, "D-001 can't be handed in: its state is approved (approved by Bo").await;
    let token = home.discord.press(Where::Server, &manager(), &reject);
    let form = home.discord.until("a form", |it| it.form(&token)).await;
    let token = home.discord.submit(Where::Server, &manager(), &form, &[("text", "too playful")]);
    refused(&home, &token, "Meanwhile D-001 became approved").await;
    let token = home.discord.slash(Where::Server, &ada(), "draft history", &[("text", "D-001")]);
    let history = format!("{:?}", answer(&home, &token, "approved").await);
    assert!(!history.contains("rejected"), "{history}");
    running.kill().await.unwrap();
}

#[tokio::test]
async fn on_discord_an_import_is_confirmed_by_those_who_may_also_after_a_restart() {
    let home = AtHome::new("").await;
    let running = home.start().await;
    let posts = Attached::new("posts.csv", POSTS);
    let token = home.discord.slash_with_file(Where::Server, &ada(), "campaign import", &[], &posts);
    refused(&home, &token, "Only an admin of this team may do that").await;
    let token = home.discord.slash_with_file(Where::Server, &manager(), "campaign import", &[], &posts);
    let proposed = answer(&home, &token, "2 rows: 2 taken as they are").await;
    let confirm = action(&proposed, "Import");

    let mut running = restarted(&home, running).await;
    for person in [ada(), Person { permissions: 2_048, ..manager() }] {
        let token = home.discord.press(Where::Server, &person, &confirm);
        refused(&home, &token, "Only an admin of this team may do that").await;
    }
    let token = home.discord.press(Where::Server, &manager(), &confirm);
    answer(&home, &token, "2 new posts").await;
    // It is done, and not to be done twice.
    let token = home.discord.press(Where::Server, &manager(), &confirm);
    refused(&home, &token, "file").await;
    let token = home.discord.slash(Where::Server, &ada(), "campaign list", &[]);
    answer(&home, &token, "C-002").await;
    running.kill().await.unwrap();
}
