//! Messages that are changed.

use copydesk_tests::fake_telegram::edit;

use super::*;

#[tokio::test]
async fn a_change_before_the_answer_is_told_once_and_one_after_it_is_nothing() {
    let fake = fake().await;
    let patient = Timing { placeholder_after: Duration::from_secs(3_600), ..TIMING };
    let running = run(&fake, Setting { timing: patient, ..Setting::default() });
    fake.say(&private(), &ada(), "hang");
    fake.say(&private(), &ada(), "second");
    fake.until("the first is asked", |_| running.heard.lock().unwrap().len() == 1).await;
    for text in ["hang on", "hang on!"] {
        let number = fake.push(edit(1, &private(), &ada(), text));
        fake.until("the change is confirmed", |it| it.confirmed() > i64::try_from(number).unwrap()).await;
    }
    running.steps.add_permits(1);
    fake.until("all answers", |it| it.messages(&private()).len() == 3).await;
    assert_eq!(fake.texts(&private()), ["At last.", "It was changed.", "You said: second"]);

    fake.push(edit(2, &private(), &ada(), "second!"));
    fake.say(&private(), &ada(), "third");
    fake.until("the last answer", |it| it.messages(&private()).len() == 4).await;
    assert_eq!(fake.texts(&private())[3], "You said: third");
    assert_eq!(running.texts(), ["hang", "second", "third"]);
    running.stop().await;
}
