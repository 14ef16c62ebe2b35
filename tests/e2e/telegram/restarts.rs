//! What a process left unfinished.

use super::*;

/// Nothing is shown until the answer comes.
const PATIENT: Timing = Timing { placeholder_after: Duration::from_secs(3_600), ..TIMING };

#[tokio::test]
async fn what_was_not_begun_is_answered_after_a_restart() {
    let fake = fake().await;
    let running = run(&fake, Setting { timing: PATIENT, ..Setting::default() });
    fake.say(&private(), &ada(), "hang");
    fake.say(&private(), &ada(), "second");
    fake.until("both are confirmed", |it| it.confirmed() == 3).await;
    let journal = running.stop().await;
    assert_eq!(journal.waiting().iter().map(|it| it.1).collect::<Vec<_>>(), [false, false]);
    assert!(fake.texts(&private()).is_empty());

    let running = run(&fake, Setting { journal, ..Setting::default() });
    running.steps.add_permits(1);
    fake.until("both answers", |it| it.texts(&private()) == ["At last.", "You said: second"]).await;
    assert!(running.stop().await.waiting().is_empty());
}

#[tokio::test]
async fn what_was_begun_is_said_to_be_interrupted_after_a_restart() {
    let fake = fake().await;
    let running = run(&fake, Setting::default());
    fake.say(&private(), &ada(), "hang");
    fake.until("a placeholder", |it| it.texts(&private()) == ["Working."]).await;
    let journal = running.stop().await;
    assert_eq!(journal.waiting().iter().map(|it| it.1).collect::<Vec<_>>(), [true]);

    let running = run(&fake, Setting { journal, ..Setting::default() });
    fake.until("a notice", |it| it.texts(&private()) == ["Working.", "Interrupted."]).await;
    assert!(running.texts().is_empty(), "the bot is not asked again");
    assert!(running.stop().await.waiting().is_empty());
}

#[tokio::test]
async fn an_update_that_was_kept_and_not_confirmed_is_answered_once() {
    let fake = fake().await;
    let journal = Arc::<Memory>::default();
    fake.say(&private(), &ada(), "hello");
    // The process ended between keeping and confirming.
    let running = run(&fake, Setting { journal: Arc::clone(&journal), ..Setting::default() });
    fake.until("an answer", |it| it.texts(&private()).len() == 1).await;
    running.ended.abort();
    let running = run(&fake, Setting { journal, ..Setting::default() });
    fake.say(&private(), &ada(), "done");
    fake.until("both answers", |it| it.texts(&private()).len() >= 2).await;
    assert_eq!(fake.texts(&private()), ["You said: hello", "You said: done"]);
    running.stop().await;
}

#[tokio::test]
async fn a_complete_answer_whose_end_was_not_noted_stays_as_it_is() {
    let fake = fake().await;
    let running = run(&fake, Setting::default());
    fake.say(&private(), &ada(), "hang");
    fake.until("a placeholder", |it| it.texts(&private()) == ["Working."]).await;
    running.journal.forget_ends(true);
    running.steps.add_permits(1);
    fake.until("the answer", |it| it.texts(&private()) == ["At last."]).await;
    let journal = running.stop().await;
    journal.forget_ends(false);
    assert_eq!(journal.waiting().iter().map(|it| it.1).collect::<Vec<_>>(), [true]);

    let running = run(&fake, Setting { journal, ..Setting::default() });
    fake.say(&private(), &ada(), "next");
    fake.until("the next answer", |it| it.texts(&private()).len() == 2).await;
    assert_eq!(fake.texts(&private()), ["At last.", "You said: next"]);
    assert_eq!(running.texts(), ["next"], "the bot is not asked again");
    assert!(running.stop().await.waiting().is_empty());
}

#[tokio::test]
async fn of_a_long_answer_nothing_is_sent_twice_and_what_nobody_can_tell_is_said() {
    let fake = fake().await;
    let running = run(&fake, Setting { timing: PATIENT, ..Setting::default() });
    running.journal.forget_ends(true);
    fake.say(&private(), &ada(), "many cards");
    fake.until("all cards", |it| it.texts(&private()).len() == 25).await;
    let cards = fake.texts(&private());
    let journal = running.stop().await;
    journal.forget_ends(false);

    let running = run(&fake, Setting { journal, ..Setting::default() });
    fake.until("a notice", |it| it.texts(&private()).len() > 25).await;
    let texts = fake.texts(&private());
    assert_eq!((&texts[..25], &texts[25..]), (&cards[..], &["Interrupted.".to_owned()][..]));
    assert!(running.stop().await.waiting().is_empty());
}
