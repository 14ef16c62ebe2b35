//! With the model busy, both platforms say at once how many are ahead, and the answer grows by edits of that message until it is
//! whole.

use std::fs::File;
use std::process::Stdio;
use std::sync::{Arc, Mutex};

use axum::body::Body;
use copydesk_tests::fake_discord::{self, FakeDiscord};
use copydesk_tests::fake_telegram::{self, Chat, FakeTelegram, Person};
use futures::{StreamExt, stream};
use serde_json::json;
use tokio::process::Child;
use tokio::sync::Notify;

use crate::fake_openai::{FakeOpenAi, delta, event_stream};
use crate::program::{KEY, Program};

/// What the model is held back with: the first answer as a whole, the last one after its beginning.
#[derive(Clone, Default)]
struct Held {
    first: Arc<Notify>,
    rest: Arc<Notify>,
}

/// What the last one is answered with. Of the beginning everything but the last word is shown: that one may still grow.
const BEGINNING: &str = "Oat milk rises";
const SHOWN: &str = "Oat milk";
const REST: &str = " and falls again.";

impl Held {
    async fn model(&self) -> FakeOpenAi {
        let held = self.clone();
        FakeOpenAi::answering(move |asked| {
            let (begin, wait, end) = match asked.request() {
                text if text.contains("first") => ("", Some(Arc::clone(&held.first)), "Hello."),
                text if text.contains("third") => (BEGINNING, Some(Arc::clone(&held.rest)), REST),
                _ => ("Hel", None, "lo."),
            };
            let begins = stream::iter([Ok::<_, std::io::Error>(format!("data: {}\n\n", delta(begin)))]);
            let ends = stream::once(async move {
                if let Some(wait) = wait {
                    wait.notified().await;
                }
                let stop = json!({ "choices": [{ "delta": {}, "finish_reason": "stop" }] });
                Ok(format!("data: {}\n\ndata: {stop}\n\ndata: [DONE]\n\n", delta(end)))
            });
            event_stream(Body::from_stream(begins.chain(ends)))
        })
        .await
    }
}

fn start(program: &Program) -> Child {
    let log = File::options().create(true).append(true).open(program.path("log.txt")).unwrap();
    program.command(&["run"]).stdout(Stdio::null()).stderr(log).kill_on_drop(true).spawn().unwrap()
}

/// The program's settings with a model that answers one at a time.
fn one_at_a_time(model: &FakeOpenAi, server: &str) -> Program {
    Program::new(&format!("{server}\n{}connections = 1\n", model.settings("capable"))).with("FAKE_KEY", KEY)
}

const AHEAD: &str = "One request is ahead of yours";

#[tokio::test]
async fn telegram_says_how_many_are_ahead_and_the_answer_grows_in_that_message() {
    let (held, fake) = (Held::default(), FakeTelegram::start().await.unwrap());
    let model = held.model().await;
    let program = one_at_a_time(&model, &format!("telegram.api_url = {:?}", fake.url));
    let program = program.with("TELEGRAM_BOT_TOKEN", fake_telegram::TOKEN);
    let mut running = start(&program);
    let people = [Person::new(7, "Ana"), Person::new(8, "Bo"), Person::new(9, "Cy")];
    let chats = people.each_ref().map(Chat::private);
    fake.say(&chats[0], &people[0], "What came first?");
    fake.until("the model is busy", |_| !model.asked().is_empty()).await;
    fake.say(&chats[1], &people[1], "What came second?");
    fake.until("the second waits", |it| it.texts(&chats[1]).iter().any(|text| text.contains("You are next"))).await;
    fake.say(&chats[2], &people[2], "What came third?");
    fake.until("its place", |it| it.texts(&chats[2]).iter().any(|text| text.contains(AHEAD))).await;
    held.first.notify_one();
    fake.until("the beginning", |it| it.texts(&chats[2]).iter().any(|text| text.contains(SHOWN))).await;
    assert!(!fake.texts(&chats[2]).concat().contains(REST), "it is not complete yet");
    held.rest.notify_one();
    let whole = format!("{BEGINNING}{REST}");
    fake.until("the end", |it| it.texts(&chats[2]).iter().any(|text| text.contains(&whole))).await;
    let messages = fake.messages(&chats[2]);
    assert_eq!(messages.len(), 1, "{messages:#?}");
    assert!(messages[0].before.iter().any(|text| text.contains(AHEAD)), "{messages:#?}");
    running.kill().await.unwrap();
}

#[tokio::test]
async fn discord_says_how_many_are_ahead_and_the_answer_grows_in_that_message() {
    let (held, fake) = (Held::default(), FakeDiscord::start().await.unwrap());
    let model = held.model().await;
    let program = one_at_a_time(&model, &format!("discord.api_url = {:?}", fake.url()));
    let program = program.with("DISCORD_TOKEN", fake_discord::TOKEN);
    let mut running = start(&program);
    fake.until("the commands", |fake| (!fake.commands().is_null()).then_some(())).await;
    // Each person's channel has an id of its own.
    let ask = |id: u64, text: &str| fake.write(&fake_discord::Person::new(id, "Somebody"), text);
    let said = async |channel: u64, part: &str| {
        let shown = |fake: &FakeDiscord| fake.channel(channel).into_iter().find(|it| it.content().contains(part));
        fake.until(part, shown).await
    };
    ask(70, "What came first?");
    fake.until("the model is busy", |_| (!model.asked().is_empty()).then_some(())).await;
    let second = ask(80, "What came second?");
    said(second, "You are next").await;
    let third = ask(90, "What came third?");
    let place = said(third, AHEAD).await;
    held.first.notify_one();
    let begun = said(third, SHOWN).await;
    assert_eq!((begun.id, begun.content().contains(REST)), (place.id, false), "{begun:?}");
    held.rest.notify_one();
    let whole = said(third, &format!("{BEGINNING}{REST}")).await;
    assert_eq!((whole.id, fake.channel(third).len()), (place.id, 1), "{whole:?}");
    assert!(whole.edits > begun.edits, "it grew by edits: {whole:?}");
    running.kill().await.unwrap();
}

#[tokio::test]
async fn whoever_asks_is_acknowledged_before_the_model_is_asked_and_sees_that_it_thinks_before_it_answers() {
    let telegram = FakeTelegram::start().await.unwrap();
    let discord = Arc::new(FakeDiscord::start().await.unwrap());
    // Of each request to the model, whether Discord had heard of it.
    let heard = Arc::<Mutex<Vec<bool>>>::default();
    let model = {
        let (discord, heard) = (Arc::clone(&discord), Arc::clone(&heard));
        FakeOpenAi::answering(move |asked| {
            let told = asked.body.to_string();
            let sign = if told.contains("barley") { "/typing" } else { "/callback" };
            if told.contains("barley") || told.contains("buckwheat") {
                heard.lock().unwrap().push(discord.calls().iter().any(|call| call.path.ends_with(sign)));
            }
            // It never says a word.
            event_stream(Body::from_stream(stream::pending::<Result<String, std::io::Error>>()))
        })
        .await
    };
    let servers = format!("telegram.api_url = {:?}\ndiscord.api_url = {:?}\n", telegram.url, discord.url());
    let program = Program::new(&format!("{servers}{}", model.settings("capable"))).with("FAKE_KEY", KEY);
    let program = program.with("TELEGRAM_BOT_TOKEN", fake_telegram::TOKEN).with("DISCORD_TOKEN", fake_discord::TOKEN);
    let mut running = start(&program);
    let listed = |it: &FakeDiscord| it.commands().as_array().filter(|all| !all.is_empty()).map(drop);
    discord.until("the commands", listed).await;

    let asked = |count: usize| heard.lock().unwrap().len() >= count;
    let channel = discord.write(&fake_discord::Person::new(70, "Bo"), "What about barley?");
    discord.until("the model is asked", |_| asked(1).then_some(())).await;
    let topic = [("text", "buckwheat")];
    discord.slash(fake_discord::Where::Direct, &fake_discord::Person::new(80, "Cy"), "ideas", &topic);
    discord.until("the model is asked again", |_| asked(2).then_some(())).await;
    assert!(heard.lock().unwrap().iter().all(|heard| *heard), "{:#?}", discord.calls());
    let thinks =
        |fake: &FakeDiscord| fake.channel(channel).iter().any(|it| it.content().contains("Thinking")).then_some(());
    discord.until("that it thinks", thinks).await;

    let (ana, chat) = (Person::new(7, "Ana"), Chat::private(&Person::new(7, "Ana")));
    telegram.say(&chat, &ana, "What about rye?");
    telegram.until("that it thinks", |it| it.texts(&chat).iter().any(|text| text.contains("Thinking"))).await;
    assert!(!telegram.calls("sendChatAction").is_empty());
    running.kill().await.unwrap();
}
