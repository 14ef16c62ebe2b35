//! In a group: what does nothing is said above the chat to nobody but the person who pressed.

use copydesk_tests::fake_telegram::{Call, Chat, FakeTelegram, Person};
use serde_json::json;

use super::POSTS;
use crate::copywriter::copy;
use crate::fake_openai::FakeOpenAi;
use crate::linking::AtHome;
use crate::program::stop;

fn ana() -> Person {
    Person::new(7, "Ana")
}

fn bo() -> Person {
    Person::new(8, "Bo")
}

fn group() -> Chat {
    Chat::group(-100, "Barn")
}

/// A button as it was shown: its message and what it sends.
#[derive(Debug, Clone)]
struct Key {
    message: i64,
    action: String,
}

/// The last button in the group with this label, once it is there with an action that has `part` in it.
async fn key(home: &AtHome, label: &str, part: &str) -> Key {
    let find = |it: &FakeTelegram| {
        let messages = it.messages(&group()).into_iter().rev();
        let mut keys =
            messages.flat_map(|message| message.keys.into_iter().flatten().map(move |key| (message.id, key)));
        keys.find(|(_, (own, action))| own == label && action.contains(part))
    };
    home.telegram.until(label, |it| find(it).is_some()).await;
    let (message, (_, action)) = find(&home.telegram).unwrap();
    Key { message, action }
}

async fn said(home: &AtHome, part: &str) {
    home.telegram.until(part, |it| it.texts(&group()).iter().any(|text| text.contains(part))).await;
}

fn press(home: &AtHome, person: &Person, key: &Key) {
    home.telegram.press(&group(), person, key.message, &key.action);
}

/// Presses, and sees a refusal with `part` in it where only the person who pressed reads it.
async fn refused(home: &AtHome, person: &Person, key: &Key, part: &str) {
    let is_alert = |call: &Call| {
        call.status == 200
            && call.parameters["show_alert"] == json!(true)
            && call.parameters["text"].as_str().is_some_and(|text| text.contains(part))
    };
    let count = |it: &FakeTelegram| it.calls("answerCallbackQuery").iter().filter(|call| is_alert(call)).count();
    let before = count(&home.telegram);
    press(home, person, key);
    home.telegram.until(part, |it| count(it) > before).await;
    let texts = home.telegram.texts(&group());
    assert!(!texts.iter().any(|text| text.contains(part)), "{texts:#?}");
}

#[tokio::test]
async fn in_a_telegram_group_an_idea_s_buttons_work_after_a_restart_and_a_second_press_is_an_alert() {
    let model = FakeOpenAi::saying(copy).await;
    let home = AtHome::new(&model.settings("capable")).await;
    let mut running = home.start().await;
    home.telegram.say(&group(), &ana(), "/ideas oat-milk latte platform=instagram count=2");
    let more = key(&home, "More like these", "offer:").await;
    let used = key(&home, "Use it", "I-001").await;

    stop(running).await;
    running = home.start().await;
    press(&home, &ana(), &used);
    said(&home, "D-001 is written.").await;
    press(&home, &ana(), &more);
    said(&home, "I-003").await;

    stop(running).await;
    running = home.start().await;
    for person in [ana(), bo()] {
        refused(&home, &person, &more, "That button was pressed already").await;
        refused(&home, &person, &used, "I-001 is used already").await;
    }
    running.kill().await.unwrap();
}

#[tokio::test]
async fn in_a_telegram_group_a_draft_is_approved_by_those_who_may_and_who_presses_later_is_alerted() {
    let model = FakeOpenAi::saying(copy).await;
    let home = AtHome::new(&model.settings("capable")).await;
    home.telegram.promote(&group(), &bo());
    let mut running = home.start().await;
    home.telegram.say(&group(), &ana(), "/ideas oat-milk latte platform=instagram count=1");
    let used = key(&home, "Use it", "I-001").await;
    press(&home, &ana(), &used);
    let hand_in = key(&home, "Hand in", "D-001").await;

    stop(running).await;
    running = home.start().await;
    press(&home, &ana(), &hand_in);
    said(&home, "D-001 is handed in for review.").await;
    let (approve, reject) = (key(&home, "Approve", "D-001").await, key(&home, "Reject", "D-001").await);

    stop(running).await;
    running = home.start().await;
    refused(&home, &ana(), &approve, "Only an admin of this team may do that").await;
    home.telegram.say(&group(), &ana(), "/draft_approve D-001");
    said(&home, "Only an admin of this team may do that").await;
    press(&home, &bo(), &approve);
    said(&home, "D-001 is approved.").await;

    // Others have gone on meanwhile.
    refused(&home, &bo(), &approve, "D-001 can't be approved: its state is approved (approved by you").await;
    refused(&home, &ana(), &hand_in, "D-001 can't be handed in: its state is approved (approved by Bo").await;
    refused(&home, &bo(), &reject, "Meanwhile D-001 became approved (approved by you").await;
    running.kill().await.unwrap();
}

#[tokio::test]
async fn in_a_telegram_group_an_import_is_confirmed_by_those_who_may_also_after_a_restart() {
    let home = AtHome::new("").await;
    home.telegram.promote(&group(), &bo());
    let mut running = home.start().await;
    let refusal = "Only an admin of this team may do that";
    home.telegram.send_file(&group(), &ana(), "posts.csv", Some(POSTS), "/campaign_import");
    said(&home, refusal).await;
    home.telegram.send_file(&group(), &bo(), "posts.csv", Some(POSTS), "/campaign_import");
    said(&home, "2 rows: 2 taken as they are").await;
    let confirm = key(&home, "Import", "confirm").await;

    stop(running).await;
    running = home.start().await;
    let alerts = |it: &FakeTelegram| {
        let calls = it.calls("answerCallbackQuery").into_iter();
        calls.filter(|call| call.parameters["text"].as_str().is_some_and(|text| text.contains(refusal))).count()
    };
    // Bo is no administrator for a while.
    home.telegram.demote(&group(), &bo());
    for (at, person) in [ana(), bo()].iter().enumerate() {
        press(&home, person, &confirm);
        home.telegram.until("an alert", |it| alerts(it) == at + 1).await;
    }
    assert!(!home.telegram.texts(&group()).iter().any(|text| text.contains("2 new posts")));
    home.telegram.promote(&group(), &bo());
    press(&home, &bo(), &confirm);
    said(&home, "2 new posts").await;
    running.kill().await.unwrap();
}
