//! Commands that are given without the words that they need.

use copydesk_adapters::CommandInput;

use super::*;

fn ideas(options: &[(&str, &str)], rest: &str) -> Input {
    let options = options.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Input::Command(CommandInput { words: vec!["ideas".to_owned()], options, rest: rest.to_owned() })
}

#[tokio::test]
async fn a_command_without_its_words_is_a_question_and_the_reply_is_the_words() {
    let fake = fake().await;
    let running = run(&fake, Setting::default());
    fake.say(&private(), &ada(), "/ideas platform=x");
    fake.until("the question", |it| it.messages(&private()).len() == 1).await;
    let question = fake.messages(&private()).remove(0);
    assert_eq!(question.source, "What about.\n\n<code>/ideas platform=x</code>");
    assert_eq!(question.asks.as_deref(), Some("TOPIC."));
    assert_eq!(question.reply_to, Some(1), "only the person who gave the command is asked");
    assert_eq!(fake.calls("sendMessage")[0].parameters["reply_markup"]["selective"], true);
    assert!(running.texts().is_empty(), "the bot is not asked yet");

    fake.reply(&private(), &ada(), &question, "oat milk\nformat=none");
    fake.until("the answer", |it| it.messages(&private()).len() == 2).await;
    assert_eq!(running.heard.lock().unwrap()[0].1, ideas(&[("platform", "x")], "oat milk\nformat=none"));
    assert!(running.stop().await.waiting().is_empty());
}

#[tokio::test]
async fn a_question_is_known_after_a_restart_that_forgot_all_else() {
    let fake = fake().await;
    let running = run(&fake, Setting::default());
    let forum = group().topic(5);
    let mut chinese = ada();
    chinese.language = "zh-hans".to_owned();
    fake.say(&forum, &chinese, "/ideas@CopydeskBot");
    fake.until("the question", |it| it.messages(&group()).len() == 1).await;
    running.stop().await;
    let question = fake.messages(&group()).remove(0);
    assert_eq!((question.source.as_str(), question.topic), ("What about。\n\n<code>/ideas</code>", Some(5)));

    let running = run(&fake, Setting::default());
    fake.reply(&forum, &chinese, &question, "燕麦拿铁");
    fake.until("the answer", |it| it.messages(&group()).len() == 2).await;
    assert_eq!(running.heard.lock().unwrap()[0].1, ideas(&[], "燕麦拿铁"));
    assert_eq!(fake.messages(&group())[1].topic, Some(5));
    running.stop().await;
}

#[tokio::test]
async fn another_command_in_reply_to_a_question_is_that_command() {
    let fake = fake().await;
    let running = run(&fake, Setting::default());
    fake.say(&private(), &ada(), "/ideas");
    fake.until("the question", |it| it.messages(&private()).len() == 1).await;
    let question = fake.messages(&private()).remove(0);
    fake.reply(&private(), &ada(), &question, "/ideas platform=x");
    fake.until("another question", |it| it.messages(&private()).len() == 2).await;
    assert_eq!(fake.texts(&private())[1], "What about.\n\n/ideas platform=x");
    fake.reply(&private(), &ada(), &question, "/campaign_add");
    fake.until("an answer", |it| it.messages(&private()).len() == 3).await;
    assert_eq!(running.texts(), ["/campaign add"]);
    running.stop().await;
}

#[tokio::test]
async fn the_bots_other_messages_ask_for_nothing() {
    let fake = fake().await;
    let running = run(&fake, Setting::default());
    fake.say(&private(), &ada(), "What about.\n\n/ideas platform=x");
    fake.until("an answer", |it| it.messages(&private()).len() == 1).await;
    let echo = fake.messages(&private()).remove(0);
    fake.reply(&private(), &ada(), &echo, "shorter");
    fake.until("another", |it| it.messages(&private()).len() == 2).await;
    assert_eq!(running.texts()[1], "shorter");
    running.stop().await;
}

#[tokio::test]
async fn a_question_of_the_bot_is_a_message_of_its_own_and_the_reply_completes_its_command() {
    let fake = fake().await;
    let running = run(&fake, Setting::default());
    fake.say(&private(), &ada(), "ask");
    fake.until("the question", |it| it.messages(&private()).len() == 2).await;
    let [noted, question] = &fake.messages(&private())[..] else { panic!("two messages") };
    assert_eq!((noted.text.as_str(), &noted.asks), ("Noted.", &None));
    assert_eq!(question.source, "Why?\n\n<code>/ideas I-017</code>");
    assert_eq!((&question.asks, question.reply_to), (&Some(String::new()), Some(1)));
    fake.reply(&private(), &ada(), question, "too loud");
    fake.until("the answer", |it| it.messages(&private()).len() == 3).await;
    assert_eq!(running.heard.lock().unwrap()[1].1, ideas(&[], "I-017 too loud"));
    running.stop().await;
}
