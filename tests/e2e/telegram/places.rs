//! Chats that the bot comes to, is removed from, and that get another id.

use copydesk_tests::fake_telegram::{added, removed};

use super::*;

#[tokio::test]
async fn the_bot_hears_of_chats_that_come_and_go() {
    let fake = fake().await;
    let running = run(&fake, Setting::default());
    fake.meet(&group());
    fake.push(added(&group(), &ada()));
    fake.push(removed(&group(), &ada()));
    fake.push(removed(&private(), &ada()));
    fake.push(added(&private(), &ada()));
    fake.say(&private(), &ada(), "done");
    fake.until("the last answer", |it| it.texts(&private()) == ["You said: done"]).await;
    let heard = ["joined -1001 Morning Barn", "left -1001 Morning Barn", "left 7 Ada", "joined 7 Ada"];
    assert_eq!(running.journal.places(), heard);
    fake.until("the introduction", |it| it.texts(&group()) == ["I am Copydesk."]).await;
    assert!(running.stop().await.waiting().is_empty());
}

#[tokio::test]
async fn a_group_that_gets_another_id_is_told_of_before_what_is_written_there() {
    let fake = fake().await;
    let running = run(&fake, Setting::default());
    let new = Chat::group(1_000_777, "Morning Barn");
    fake.announce_migration(&group(), &new, &ada());
    fake.say(&new, &ada(), "/campaign_add x");
    fake.until("an answer", |it| it.texts(&new).len() == 1).await;
    assert_eq!(running.journal.places(), ["moved -1001 to -1000777"]);
    assert!(running.stop().await.waiting().is_empty());
}

#[tokio::test]
async fn a_group_that_has_moved_unnoticed_is_told_of_when_an_answer_finds_it_gone() {
    let fake = fake().await;
    let running = run(&fake, Setting::default());
    let new = Chat::group(1_000_777, "Morning Barn");
    fake.say(&group(), &ada(), "@CopydeskBot hang");
    fake.until("a placeholder", |it| it.texts(&group()) == ["Working."]).await;
    fake.migrate(&group(), &new);
    running.steps.add_permits(1);
    fake.until("the answer", |it| it.texts(&new) == ["At last."]).await;
    assert_eq!(running.journal.places()[0], "moved -1001 to -1000777");
    running.stop().await;
}

#[tokio::test]
async fn what_happened_to_a_place_is_told_again_after_a_crash() {
    let fake = fake().await;
    let journal = Arc::<Memory>::default();
    let id = fake.push(removed(&group(), &ada()));
    // The last process kept it and ended.
    let kept = removed(&group(), &ada()).to_string();
    journal.receive(vec![Arrival { id: format!("{id:020}"), payload: kept, channel: None }]).await.unwrap();
    let running = run(&fake, Setting { journal, ..Setting::default() });
    fake.say(&private(), &ada(), "done");
    fake.until("an answer", |it| it.texts(&private()).len() == 1).await;
    assert_eq!(running.journal.places(), ["left -1001 Morning Barn"]);
    assert!(running.stop().await.waiting().is_empty());
}
