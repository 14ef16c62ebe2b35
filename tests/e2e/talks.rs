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
