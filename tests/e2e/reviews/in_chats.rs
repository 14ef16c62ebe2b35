//! Reviews where people talk: as a reply to a message, from a file, with buttons, before and after a restart.

use std::fs::File;
use std::process::Stdio;

use copydesk_tests::fake_discord::{self, FakeDiscord, Shown, Where};
use copydesk_tests::fake_telegram::{self, Chat, FakeTelegram, Person, SentMessage};
use tokio::process::Child;

use super::wants_critique;
use crate::fake_openai::FakeOpenAi;
use crate::program::{Program, stop};

const TEXT: &str = "We are the best coffee in town. The oat-milk latte was made by Mara. Come by before ten.";
const CRITIQUE: &str = "Say who made it: Mara comes last.";
const BETTER: &str = "Mara made the oat-milk latte. Come by before ten for coffee in town.";

async fn model() -> FakeOpenAi {
    FakeOpenAi::saying(|asked| if wants_critique(asked) { CRITIQUE } else { BETTER }.into()).await
}

fn start(program: &Program) -> Child {
    let log = File::options().create(true).append(true).open(program.path("log.txt")).unwrap();
    program.command(&["run"]).stdout(Stdio::null()).stderr(log).kill_on_drop(true).spawn().unwrap()
}

#[tokio::test]
async fn on_telegram_a_reply_to_a_post_is_reviewed_and_the_buttons_work_after_a_restart() {
    let (fake, model) = (FakeTelegram::start().await.unwrap(), model().await);
    let settings = format!("telegram.api_url = {:?}\n{}", fake.url, model.settings("capable"));
    let program = Program::new(&settings).with("TELEGRAM_BOT_TOKEN", fake_telegram::TOKEN);
    let ana = Person::new(7, "Ana");
    let chat = Chat::private(&ana);
    let mut running = start(&program);
    fake.say(&chat, &ana, "/prefs");
    fake.until("a message to reply to", |it| !it.messages(&chat).is_empty()).await;
    let post = SentMessage { text: TEXT.into(), entities: Vec::new(), ..fake.messages(&chat).remove(0) };
    fake.reply(&chat, &ana, &post, "/review");
    let has = |it: &FakeTelegram, text: &str| it.texts(&chat).iter().any(|said| said.contains(text));
    fake.until("the numbers", |it| has(it, "“are the best” – a claim that needs proof")).await;
    fake.until("the critique and the rewrite", |it| has(it, CRITIQUE) && has(it, BETTER)).await;
    let grown = fake.messages(&chat).into_iter().find(|it| it.text.contains("Score")).unwrap();
    assert!(grown.text.contains(CRITIQUE) && grown.text.contains("before"), "the same message grows: {}", grown.text);
    let keys: Vec<(String, String)> = fake.messages(&chat).into_iter().flat_map(|it| it.keys).flatten().collect();
    let labels: Vec<&str> = keys.iter().map(|(label, _)| label.as_str()).collect();
    assert_eq!(
        labels,
        ["Details", "Explain", "Rewrite", "Send for approval", "For Instagram", "Send the rewrite for approval"]
    );

    running.kill().await.unwrap();
    running = start(&program);
    let press = |label: &str| {
        let (_, action) = keys.iter().find(|(own, _)| own == label).unwrap();
        fake.press(&chat, &ana, grown.id, action)
    };
    press("Explain");
    fake.until("the explanation", |it| has(it, "ICC Advertising Code")).await;
    press("Send the rewrite for approval");
    fake.until("the draft", |it| has(it, "D-001 is handed in for review.")).await;
    assert!(has(&fake, BETTER));

    // A file, with the command beside it.
    fake.send_file(
        &chat,
        &ana,
        "post.md",
        Some(b"Hey guys, the oat latte is definately back. Come by before ten."),
        "/review platform=x",
    );
    fake.until("the file's review", |it| has(it, "is misspelled") || has(it, "leaves people out")).await;
    fake.send_file(&chat, &ana, "post.docx", Some(b"no zip at all"), "/review");
    fake.until("a refusal", |it| has(it, "post.docx is no Word document that I can read.")).await;
    running.kill().await.unwrap();
}

#[tokio::test]
async fn on_discord_review_this_answers_at_once_and_grows_and_its_buttons_work() {
    let (fake, model) = (FakeDiscord::start().await.unwrap(), model().await);
    let settings = format!("discord.api_url = {:?}\n{}", fake.url(), model.settings("capable"));
    let program = Program::new(&settings).with("DISCORD_TOKEN", fake_discord::TOKEN);
    let ada = fake_discord::Person::new(42, "Ada");
    let mut running = start(&program);
    fake.until("the commands", |it| (!it.commands().is_null()).then_some(())).await;
    let token = fake.on_message(Where::Server, &ada, "Review this", TEXT);
    let said = |answers: &[Shown]| answers.iter().map(|it| it.body.to_string()).collect::<Vec<_>>().join("\n");
    let answers = async |token: &str, text: &str| {
        let find = |it: &FakeDiscord| {
            let answers = it.answers(token);
            said(&answers).contains(text).then_some(answers)
        };
        fake.until(text, find).await
    };
    let first = answers(&token, "a claim that needs proof").await;
    assert!(said(&first).contains("Details"), "buttons are there with the numbers: {first:#?}");
    let whole = answers(&token, "Send the rewrite").await;
    assert!(whole[0].content().contains(CRITIQUE), "the same message grows: {whole:#?}");
    assert!(said(&whole).contains(BETTER), "{whole:#?}");
    stop(running).await;
    running = start(&program);
    fake.until("the next session", |it| (it.sessions().0 == 2).then_some(())).await;
    let pressed = fake.press(Where::Server, &ada, "/text details T-001");
    answers(&pressed, "Copydesk's list").await;
    let pressed = fake.press(Where::Server, &ada, "/text send T-001");
    answers(&pressed, "D-001 is handed in for review.").await;
    let variants = format!("{TEXT}\n---\nThe oat latte is back. Come by before ten.");
    let token = fake.slash(Where::Server, &ada, "review", &[("text", &variants), ("platform", "x")]);
    answers(&token, "to mend first").await;
    running.kill().await.unwrap();
}
