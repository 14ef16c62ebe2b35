//! What a process left unfinished.

use copydesk_tests::fake_telegram::Hold;

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
    // It is said in the place of the sign, which would stand there for ever.
    fake.until("a notice", |it| it.texts(&private()) == ["Interrupted."]).await;
    assert!(running.texts().is_empty(), "the bot is not asked again");
    assert!(running.stop().await.waiting().is_empty());
}

/// After so many steps of its answer, the process ends; what the chat shows before and after, by what each message has.
async fn cut(person: &Person, text: &str, steps: usize, [before, after]: [&[&str]; 2]) {
    let looks = |fake: &FakeTelegram, expected: &[&str]| {
        let texts = fake.texts(&private());
        texts.len() == expected.len() && texts.iter().zip(expected).all(|(text, part)| text.contains(part))
    };
    let fake = fake().await;
    let running = run(&fake, Setting::default());
    fake.say(&private(), person, text);
    running.steps.add_permits(steps);
    fake.until("the sign", |it| looks(it, before)).await;
    let journal = running.stop().await;
    let running = run(&fake, Setting { journal, ..Setting::default() });
    fake.until("a notice", |it| looks(it, after)).await;
    assert!(running.stop().await.waiting().is_empty());
}

#[tokio::test]
async fn a_sign_in_another_language_or_below_a_part_of_the_answer_does_not_stay_and_the_part_does() {
    let chinese = Person { language: "zh-hans".to_owned(), ..ada() };
    cut(&chinese, "hang", 0, [&["Working。"], &["Interrupted。"]]).await;
    cut(&ada(), "cards", 1, [&["Idea 1", "writing 2"], &["Idea 1", "Interrupted."]]).await;
    cut(&ada(), "stream", 1, [&["Oat milk …"], &["Oat milk …", "Interrupted."]]).await;
}

#[tokio::test]
async fn a_sign_that_shares_a_message_with_a_part_of_the_answer_goes_and_the_part_stays() {
    for (steps, before, after) in [
        (0, "Score 71\n\ncritique", "Score 71"),
        (1, "Score 71\n\nThe critique\n\nrewrite", "Score 71\n\nThe critique"),
        (2, "Score 71\n\nThe critique\n\nThe rewrite", "Score 71\n\nThe critique\n\nThe rewrite"),
    ] {
        for chat in [private(), group()] {
            let fake = fake().await;
            let running = run(&fake, Setting::default());
            fake.say(&chat, &ada(), "@CopydeskBot parts");
            running.steps.add_permits(steps);
            fake.until("a part", |it| it.texts(&chat) == [before]).await;
            let journal = running.stop().await;
            let running = run(&fake, Setting { journal, ..Setting::default() });
            fake.until("a notice", |it| it.texts(&chat) == [after, "Interrupted."]).await;
            assert!(running.stop().await.waiting().is_empty());
        }
    }
}

#[tokio::test]
async fn a_sign_that_was_sent_and_of_which_nobody_heard_is_found_and_nothing_else_is_taken_for_it() {
    for (text, sign, after) in
        [("hang", "Working.", &["Interrupted."][..]), ("parts", "Score 71\n\ncritique", &["Score 71", "Interrupted."])]
    {
        for chat in [private(), group()] {
            let fake = fake().await;
            let running = run(&fake, Setting::default());
            fake.say(&chat, &ada(), "@CopydeskBot hello");
            fake.until("an answer", |it| it.texts(&chat).len() == 1).await;
            let hello = fake.texts(&chat);
            fake.hold(&chat, Hold { after: 0, taken: true });
            fake.say(&chat, &ada(), &format!("@CopydeskBot {text}"));
            fake.until("a sign", |it| it.texts(&chat).last().is_some_and(|it| it == sign)).await;
            running.ended.abort();
            fake.let_go(&chat);
            let running = run(&fake, Setting { journal: running.journal, ..Setting::default() });
            let expected: Vec<&str> = hello.iter().map(String::as_str).chain(after.iter().copied()).collect();
            fake.until("a notice", |it| it.texts(&chat) == expected).await;
            assert!(running.stop().await.waiting().is_empty());
            assert_eq!(fake.texts(&chat), expected);
        }
    }
}

#[tokio::test]
async fn an_answer_in_a_group_is_not_taken_for_a_sign() {
    let fake = fake().await;
    let running = run(&fake, Setting::default());
    fake.hold(&group(), Hold { after: 0, taken: false });
    fake.say(&group(), &ada(), "@CopydeskBot hang");
    let is_noted = |journal: &Memory| journal.waiting().iter().any(|it| it.1);
    fake.until("a sign is being sent", |it| it.has_held(&group()) && is_noted(&running.journal)).await;
    running.ended.abort();
    fake.let_go(&group());
    // It did not get there; another message did.
    fake.say_for_bot(&group(), "You said: hello");
    let running = run(&fake, Setting { journal: running.journal, ..Setting::default() });
    fake.until("a notice", |it| it.texts(&group()) == ["You said: hello", "Interrupted."]).await;
    assert!(running.stop().await.waiting().is_empty());
    assert_eq!(fake.texts(&group()), ["You said: hello", "Interrupted."]);
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

/// Whoever asked is answered in full before the process ends, which notes neither that nor the last message's number.
async fn answered_and_not_noted(fake: &FakeTelegram, chat: &Chat, text: &str, messages: usize) -> Arc<Memory> {
    let running = run(fake, Setting { timing: PATIENT, ..Setting::default() });
    running.journal.forget_ends(true);
    fake.say(chat, &ada(), text);
    fake.until("the answer", |it| it.texts(chat).len() == messages).await;
    let journal = running.stop().await;
    journal.forget_ends(false);
    journal
}

#[tokio::test]
async fn an_answer_of_which_all_is_there_is_not_said_to_be_interrupted() {
    for (text, messages) in [("hello", 1), ("many cards", 25), ("picture", 2)] {
        let fake = fake().await;
        // Others were written to as well, and in private chats all share their numbers.
        fake.say(&Chat::private(&Person::new(9, "Bo")), &Person::new(9, "Bo"), "hello");
        let journal = answered_and_not_noted(&fake, &private(), text, messages).await;
        let whole = fake.texts(&private());
        let running = run(&fake, Setting { journal, ..Setting::default() });
        fake.say(&private(), &ada(), "next");
        fake.until("the next answer", |it| it.texts(&private()).len() > messages).await;
        let texts = fake.texts(&private());
        assert_eq!(
            (&texts[..messages], &texts[messages..]),
            (&whole[..], &["You said: next".to_owned()][..]),
            "{text}"
        );
        assert_eq!(running.texts(), ["next"], "the bot is not asked again");
        assert!(running.stop().await.waiting().is_empty());
    }
}

#[tokio::test]
async fn a_complete_answer_that_did_not_get_out_gets_out_after_a_restart() {
    for chat in [private(), group()] {
        let fake = fake().await;
        let running = run(&fake, Setting { timing: PATIENT, ..Setting::default() });
        fake.hold(&chat, Hold { after: 0, taken: false });
        fake.say(&chat, &ada(), "@CopydeskBot hello");
        fake.until("it is being sent", |it| it.has_held(&chat)).await;
        running.ended.abort();
        fake.let_go(&chat);
        let asked = running.texts();
        let running = run(&fake, Setting { journal: running.journal, ..Setting::default() });
        fake.until("the answer", |it| !it.texts(&chat).is_empty()).await;
        fake.say(&chat, &ada(), "@CopydeskBot next");
        fake.until("the next answer", |it| it.texts(&chat).len() > 1).await;
        let [answer, next] = &fake.texts(&chat)[..] else { panic!("{:#?}", fake.texts(&chat)) };
        assert!(answer.contains("hello") && next.contains("next"), "{answer} {next}");
        assert_eq!((asked.len(), running.texts().len()), (1, 1), "the bot is not asked again");
        assert!(running.stop().await.waiting().is_empty());
    }
}

#[tokio::test]
async fn the_answer_to_an_earlier_question_is_not_taken_for_that_to_a_later_one() {
    let fake = fake().await;
    let running = run(&fake, Setting { timing: PATIENT, ..Setting::default() });
    fake.hold(&private(), Hold { after: 1, taken: false });
    // Both are asked before the first is answered, whose number is behind both.
    for text in ["hang", "second"] {
        fake.say(&private(), &ada(), text);
    }
    fake.until("both are confirmed", |it| it.confirmed() == 3).await;
    running.steps.add_permits(1);
    fake.until("the second is being sent", |it| it.has_held(&private())).await;
    running.ended.abort();
    fake.let_go(&private());
    let running = run(&fake, Setting { journal: running.journal, ..Setting::default() });
    fake.until("the second answer", |it| it.texts(&private()) == ["At last.", "You said: second"]).await;
    assert!(running.texts().is_empty(), "the bot is not asked again");
    assert!(running.stop().await.waiting().is_empty());
}

#[tokio::test]
async fn in_a_group_nobody_can_tell_whose_answer_is_there_and_that_is_said() {
    let fake = fake().await;
    let journal = answered_and_not_noted(&fake, &group(), "@CopydeskBot hello", 1).await;
    let running = run(&fake, Setting { journal, ..Setting::default() });
    fake.until("a notice", |it| it.texts(&group()).len() > 1).await;
    assert_eq!(fake.texts(&group())[1..], ["Interrupted."]);
    assert!(running.stop().await.waiting().is_empty());
}
