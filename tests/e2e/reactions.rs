//! Reactions and forms through the whole program: what people think of ideas on Discord and Telegram, and what comes of it.

use std::fs::File;
use std::process::Stdio;

use copydesk_tests::fake_discord::{self, FakeDiscord, Where};
use copydesk_tests::fake_telegram::{self, Chat, FakeTelegram, Person};

use crate::copywriter::copy;
use crate::fake_openai::FakeOpenAi;
use crate::program::Program;

fn start(program: &Program) -> tokio::process::Child {
    let log = File::options().create(true).append(true).open(program.path("log.txt")).unwrap();
    program.command(&["run"]).stdout(Stdio::null()).stderr(log).kill_on_drop(true).spawn().unwrap()
}

#[tokio::test]
async fn on_discord_a_thumbs_up_counts_and_not_for_us_asks_why_in_a_form() {
    let model = FakeOpenAi::saying(copy).await;
    let fake = FakeDiscord::start().await.unwrap();
    let settings = format!("discord.api_url = {:?}\n{}", fake.url(), model.settings("capable"));
    let program = Program::new(&settings).with("DISCORD_TOKEN", fake_discord::TOKEN);
    let mut running = start(&program);
    fake.until("the commands", |fake| (!fake.commands().is_null()).then_some(())).await;
    let ada = fake_discord::Person::new(42, "Ada");
    let said = async |token: &str, words: &str| {
        let find = |fake: &FakeDiscord| fake.answers(token).into_iter().find(|it| it.body.to_string().contains(words));
        fake.until(words, find).await
    };
    let options = [("text", "oat-milk latte"), ("platform", "instagram"), ("count", "2")];
    let token = fake.slash(Where::Server, &ada, "ideas", &options);
    let shown = said(&token, "I-002").await;
    fake.until("the buttons", |fake| {
        fake.answers(&token).iter().any(|it| it.body.to_string().contains("/why")).then_some(())
    })
    .await;
    // The mapping is stored once the answer is complete; until then a reaction says nothing.
    let counted = async |words: &str| {
        fake.react(Where::Server, &ada, &shown, "👍");
        let token = fake.slash(Where::Server, &ada, "why", &[("text", "I-002")]);
        fake.until("an explanation", |fake| {
            fake.answers(&token).iter().any(|it| it.body.to_string().contains("tokens read")).then_some(())
        })
        .await;
        fake.answers(&token).iter().any(|it| it.body.to_string().contains(words))
    };
    let mut tries = 0;
    while !counted("1 liked it, 0 did not").await {
        tries += 1;
        assert!(tries < 50, "the reaction never counts");
    }

    let token = fake.press(Where::Server, &ada, "/idea reject I-002 ?");
    let form = fake.until("a form", |fake| fake.form(&token)).await;
    assert_eq!(form["components"][0]["components"][0]["label"], "Why is it not for you?");
    let token = fake.submit(Where::Server, &ada, &form, &[("text", "too playful for a bank")]);
    said(&token, "is not for you").await;
    running.kill().await.unwrap();
    assert!(fake.calls().iter().all(|call| call.status < 400), "{:#?}", fake.calls());
}

#[tokio::test]
async fn on_telegram_a_thumbs_down_counts_and_not_for_us_asks_why() {
    let model = FakeOpenAi::saying(copy).await;
    let fake = FakeTelegram::start().await.unwrap();
    let settings = format!("telegram.api_url = {:?}\n{}", fake.url, model.settings("capable"));
    let program = Program::new(&settings).with("TELEGRAM_BOT_TOKEN", fake_telegram::TOKEN);
    let mut running = start(&program);
    let ana = Person::new(7, "Ana");
    let chat = Chat::private(&ana);
    let message = |words: &str| fake.messages(&chat).into_iter().find(|it| it.text.contains(words));
    fake.say(&chat, &ana, "/ideas oat-milk latte platform=instagram count=1");
    fake.until("the idea", |_| message("I-001 · ").is_some_and(|it| !it.keys.is_empty())).await;
    let idea = message("I-001 · ").unwrap();

    let press = fake.press(&chat, &ana, idea.id, "/idea reject I-001 ?");
    assert!(press > 0);
    fake.until("the question", |_| message("Why is I-001 not for you?").is_some()).await;
    let question = message("Why is I-001 not for you?").unwrap();
    assert!(question.asks.is_some() && question.text.ends_with("/idea_reject I-001"), "{question:?}");
    fake.reply(&chat, &ana, &question, "too playful for a bank");
    fake.until("the reason", |_| message("(\"too playful for a bank\")").is_some()).await;

    // By now the first answer is complete, and what it showed is known.
    fake.react(&chat, &ana, idea.id, [&[], &["👎"]]).unwrap();
    fake.say(&chat, &ana, "/why I-001");
    fake.until("the count", |_| message("0 liked it, 1 did not").is_some()).await;
    running.kill().await.unwrap();
}
