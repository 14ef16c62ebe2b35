//! What is remembered of a talk where many people talk in one channel: each chain of replies is one.

use copydesk_tests::fake_discord::{self, CHANNEL, FakeDiscord, Shown};
use copydesk_tests::fake_telegram::{Chat, FakeTelegram, Person, SentMessage};

use crate::fake_openai::FakeOpenAi;
use crate::linking::AtHome;

/// What the model was told before each request, without the task.
fn told(server: &FakeOpenAi) -> Vec<Vec<String>> {
    let told = |asked: &crate::fake_openai::Asked| {
        asked.messages()[1..].iter().map(|(_, text)| (*text).to_owned()).collect::<Vec<String>>()
    };
    server.asked().iter().map(told).collect()
}

#[tokio::test]
async fn in_a_telegram_group_a_reply_goes_on_with_its_talk_and_a_new_word_begins_another() {
    let server = FakeOpenAi::saying(|asked| format!("About {:?}.", asked.request())).await;
    let home = AtHome::new(&server.settings("capable")).await;
    let mut running = home.start().await;
    let (ana, bo, group) = (Person::new(7, "Ana"), Person::new(8, "Bo"), Chat::group(-100, "Barn"));
    let answered = async |question: &str| -> SentMessage {
        let find = |it: &FakeTelegram| it.messages(&group).into_iter().find(|it| it.text.contains(question));
        home.telegram.until(question, |it| find(it).is_some()).await;
        find(&home.telegram).unwrap()
    };
    home.telegram.say(&group, &ana, "@CopydeskBot what works in spring?");
    let spring = answered("what works in spring?").await;
    home.telegram.say(&group, &bo, "@CopydeskBot who reads us?");
    answered("who reads us?").await;
    // Somebody else may go on with it, also after a restart.
    running.kill().await.unwrap();
    let mut running = home.start().await;
    home.telegram.reply(&group, &bo, &spring, "and when?");
    let when = answered("and when?").await;
    home.telegram.reply(&group, &bo, &when, "how often?");
    answered("how often?").await;
    running.kill().await.unwrap();
    let about = |question: &str| format!("About {question:?}.");
    let spring = ["what works in spring?".to_owned(), about("what works in spring?")];
    assert_eq!(
        told(&server),
        [
            vec![spring[0].clone()],
            vec!["who reads us?".to_owned()],
            [&spring[..], &["and when?".to_owned()]].concat(),
            [&spring[..], &["and when?".to_owned(), about("and when?"), "how often?".to_owned()]].concat(),
        ]
    );
}

#[tokio::test]
async fn in_a_discord_channel_too_and_reset_forgets_all_of_its_talks() {
    let server = FakeOpenAi::saying(|asked| format!("About {}", asked.request())).await;
    let home = AtHome::new(&server.settings("capable")).await;
    let mut running = home.start().await;
    let ana = fake_discord::Person::new(9, "Ana");
    let answered = async |question: &str| -> Shown {
        let find = |it: &FakeDiscord| it.channel(CHANNEL).into_iter().find(|it| it.content().contains(question));
        home.discord.until(question, find).await
    };
    home.discord.mention(&ana, "what works in spring?");
    let spring = answered("what works in spring?").await;
    home.discord.mention(&ana, "who reads us?");
    answered("who reads us?").await;
    home.discord.reply_to(spring.id, &ana, "and when?");
    let when = answered("and when?").await;
    home.discord(&ana, "reset", "", "forgotten").await;
    home.discord.reply_to(when.id, &ana, "how often?");
    answered("how often?").await;
    running.kill().await.unwrap();
    let about = |question: &str| format!("About {question}");
    assert_eq!(
        told(&server),
        [
            vec!["what works in spring?".to_owned()],
            vec!["who reads us?".to_owned()],
            vec!["what works in spring?".to_owned(), about("what works in spring?"), "and when?".to_owned()],
            vec!["how often?".to_owned()],
        ]
    );
}

/// What the model was told before its last request, without the task.
fn told_last(server: &FakeOpenAi) -> Vec<String> {
    told(server).pop().unwrap()
}

fn about(question: &str) -> String {
    format!("About {question:?}.")
}

#[tokio::test]
async fn each_topic_of_a_telegram_group_is_a_talk_of_its_own_and_reset_forgets_that_one() {
    let server = FakeOpenAi::saying(|asked| about(asked.request())).await;
    let home = AtHome::new(&server.settings("capable")).await;
    let mut running = home.start().await;
    let (ana, bo, group) = (Person::new(7, "Ana"), Person::new(8, "Bo"), Chat::group(-100, "Barn"));
    let (spring, readers) = (group.clone().topic(5), group.clone().topic(6));
    let ask = async |topic: &Chat, person: &Person, question: &str| {
        home.telegram.say(topic, person, &format!("@CopydeskBot {question}"));
        let answered = |it: &FakeTelegram| {
            it.messages(&group).iter().any(|it| it.text.contains(question) && it.topic == topic.topic)
        };
        home.telegram.until(question, answered).await;
    };
    ask(&spring, &ana, "what works in spring?").await;
    ask(&readers, &bo, "who reads us?").await;
    running.kill().await.unwrap();
    let mut running = home.start().await;
    ask(&spring, &bo, "and when?").await;
    let first = "what works in spring?".to_owned();
    assert_eq!(told_last(&server), [first.clone(), about(&first), "and when?".to_owned()]);
    home.telegram(&spring, &ana, "/reset", "Our talk here is forgotten").await;
    ask(&spring, &ana, "how often?").await;
    assert_eq!(told_last(&server), ["how often?"]);
    ask(&readers, &ana, "since when?").await;
    let first = "who reads us?".to_owned();
    assert_eq!(told_last(&server), [first.clone(), about(&first), "since when?".to_owned()]);
    running.kill().await.unwrap();
}

#[tokio::test]
async fn in_a_private_chat_reset_forgets_the_talk_for_good() {
    let server = FakeOpenAi::saying(|asked| about(asked.request())).await;
    let home = AtHome::new(&server.settings("capable")).await;
    let mut running = home.start().await;
    let (ana, chat) = (Person::new(7, "Ana"), Chat::private(&Person::new(7, "Ana")));
    home.telegram(&chat, &ana, "what works in spring?", "what works in spring?").await;
    home.telegram(&chat, &ana, "and when?", "and when?").await;
    assert_eq!(told_last(&server).len(), 3);
    home.telegram(&chat, &ana, "/reset", "Our talk here is forgotten").await;
    running.kill().await.unwrap();
    let mut running = home.start().await;
    home.telegram(&chat, &ana, "how often?", "how often?").await;
    assert_eq!(told_last(&server), ["how often?"]);
    running.kill().await.unwrap();
}

#[tokio::test]
async fn a_long_talk_on_telegram_goes_on_with_its_summary_also_after_a_restart() {
    let server = FakeOpenAi::saying(|asked| {
        let sums_up = asked.request().contains("<talk>");
        if sums_up { "- They asked what works.".to_owned() } else { "On Wednesday.".to_owned() }
    })
    .await;
    let home = AtHome::new(&format!("chat.turns = 2\n{}", server.settings("capable"))).await;
    let mut running = home.start().await;
    let (ana, chat) = (Person::new(7, "Ana"), Chat::private(&Person::new(7, "Ana")));
    for question in ["What works? In spring, that is.", "And when?"] {
        home.telegram(&chat, &ana, question, "On Wednesday.").await;
    }
    home.telegram
        .until("the talk is summed up", |_| server.asked().iter().any(|it| it.request().contains("<talk>")))
        .await;
    // Its answer is complete, and what was summed up stored with it, before the next message of this chat is taken.
    home.telegram(&chat, &ana, "/prefs", "brand").await;
    running.kill().await.unwrap();
    let mut running = home.start().await;
    home.telegram(&chat, &ana, "How often?", "On Wednesday.").await;
    // The talk may be summed up again by now.
    let sums_up = |told: &Vec<String>| told.iter().any(|text| text.contains("<talk>"));
    let last = told(&server).into_iter().rfind(|told| !sums_up(told)).unwrap();
    assert_eq!(last[..2], ["And when?", "On Wednesday."], "{last:#?}");
    assert!(last[2].contains("<earlier>- They asked what works.</earlier>"), "{last:#?}");
    assert!(last[2].ends_with("How often?") && !format!("{last:?}").contains("In spring"), "{last:#?}");
    running.kill().await.unwrap();
}
