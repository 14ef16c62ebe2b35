//! The real program, killed with SIGKILL at each step between receiving and answering, 50 times in all: whatever it
//! accepted is answered once, or its person is told that it was interrupted.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::response::Response;
use copydesk_tests::fake_discord::{self, Where};
use copydesk_tests::fake_telegram::{Chat, Person};
use futures::{StreamExt, stream};
use serde_json::json;
use tokio::sync::watch;

use crate::fake_openai::{FakeOpenAi, delta, event_stream};
use crate::linking::AtHome;
use crate::program::KEY;

const INTERRUPTED: &str = "I was restarted while I was answering you";

/// A model that says its first words at once and the rest when it is not held.
struct Slow {
    server: FakeOpenAi,
    held: Arc<watch::Sender<bool>>,
}

impl Slow {
    async fn start() -> Self {
        let held = Arc::new(watch::Sender::new(false));
        let holds = Arc::clone(&held);
        let answer = move |asked: &crate::fake_openai::Asked| -> Response {
            let rest = format!("{} it is.", asked.request());
            let mut holds = holds.subscribe();
            let first = stream::once(async { event("Well: ") });
            let last = stream::once(async move {
                let _gone = holds.wait_for(|held| !held).await;
                let stop = json!({ "choices": [{ "delta": {}, "finish_reason": "stop" }] });
                let usage = json!({ "choices": [], "usage": { "prompt_tokens": 9, "completion_tokens": 9 } });
                format!("{}data: {stop}\n\ndata: {usage}\n\ndata: [DONE]\n\n", event(&rest))
            });
            event_stream(Body::from_stream(first.chain(last).map(|text| Ok::<_, std::io::Error>(Bytes::from(text)))))
        };
        Self { server: FakeOpenAi::answering(answer).await, held }
    }

    fn hold(&self, held: bool) {
        self.held.send_replace(held);
    }

    fn asked(&self) -> usize {
        self.server.asked().len()
    }

    async fn home(&self) -> AtHome {
        let mut home = AtHome::new(&self.server.settings("capable")).await;
        home.program = home.program.with("FAKE_KEY", KEY);
        home
    }
}

fn event(text: &str) -> String {
    format!("data: {}\n\n", delta(text))
}

/// Of one person's messages, how many answer them and how many say that the answer was interrupted.
fn counted(texts: &[String], answer: &str) -> (usize, usize) {
    let count = |part: &str| texts.iter().filter(|text| text.contains(part)).count();
    (count(answer), count(INTERRUPTED))
}

/// Answered once, or told of it: where the end came between the two, both. Telling is repeated where the next end came between
/// telling and noting that it is told.
fn is_settled((answers, notices): (usize, usize)) -> bool {
    answers <= 1 && notices <= 2 && answers + notices >= 1
}

#[tokio::test]
async fn what_telegram_delivered_is_answered_once_or_said_to_be_interrupted_over_thirty_kills() {
    let model = Slow::start().await;
    let home = model.home().await;
    let telegram = &home.telegram;
    let people: Vec<(Person, Chat)> = (0..30)
        .map(|round| {
            let person = Person::new(1_000 + round, "Ana");
            let chat = Chat::private(&person);
            (person, chat)
        })
        .collect();
    for (round, (person, chat)) in people.iter().enumerate() {
        let mut running = home.start().await;
        let (polled, asked) = (telegram.calls("getUpdates").len(), model.asked());
        let step = round % 6;
        model.hold(step == 3 || step == 4);
        let text =
            if (3..5).contains(&step) { format!("Oats {round}") } else { format!("/prefs set brand Oats-{round}") };
        let number = i64::try_from(telegram.say(chat, person, &text)).unwrap();
        match step {
            0 => {}
            1 => telegram.until("it is handed out", |it| it.calls("getUpdates").len() > polled).await,
            2 => telegram.until("it is confirmed", |it| it.confirmed() > number).await,
            3 => telegram.until("the model is asked", |_| model.asked() > asked).await,
            4 => telegram.until("the first words", |it| it.texts(chat).iter().any(|it| it.contains("Well:"))).await,
            _ => telegram.until("an answer", |it| !it.texts(chat).is_empty()).await,
        }
        running.kill().await.unwrap();
        model.hold(false);
    }

    let mut running = home.start().await;
    let outcome = |round: usize| {
        let answer =
            if (3..5).contains(&(round % 6)) { format!("Oats {round} it is.") } else { format!("Oats-{round}") };
        counted(&telegram.texts(&people[round].1), &answer)
    };
    telegram.until("each has an answer or a notice", |_| (0..30).all(|round| is_settled(outcome(round)))).await;
    // Whatever else would be said comes before the answer to what is asked now.
    let (late, chat) = (Person::new(7, "Bo"), Chat::private(&Person::new(7, "Bo")));
    home.telegram(&chat, &late, "/prefs", "brand").await;
    running.kill().await.unwrap();
    let outcomes: Vec<(usize, usize)> = (0..30).map(outcome).collect();
    assert!(outcomes.iter().all(|outcome| is_settled(*outcome)), "{outcomes:?}");
    // The kills came before an answer was begun, while it was, and after it.
    assert!(outcomes.contains(&(1, 0)) && outcomes.contains(&(0, 1)), "{outcomes:?}");
}

#[tokio::test]
async fn what_discord_had_acknowledged_is_answered_once_or_said_to_be_interrupted_over_twenty_kills() {
    let model = Slow::start().await;
    let home = model.home().await;
    let discord = &home.discord;
    let people: Vec<fake_discord::Person> =
        (0..20).map(|round| fake_discord::Person::new(2_000 + 10 * round, "Bo")).collect();
    let mut tokens = Vec::new();
    for (round, person) in people.iter().enumerate() {
        let sessions = discord.sessions().0;
        let mut running = home.start().await;
        discord.until("a session", |it| (it.sessions().0 > sessions).then_some(())).await;
        let (step, asked) = (round % 4, model.asked());
        model.hold(step == 2 || step == 3);
        let channel = person.id + 1;
        let token = if step < 2 {
            discord.slash(Where::Direct, person, "prefs show", &[])
        } else {
            discord.write(person, &format!("Oats {round}"));
            String::new()
        };
        let says = |part: &str| discord.channel(channel).iter().any(|it| it.body.to_string().contains(part));
        match step {
            0 => discord.until("it is acknowledged", |_| acknowledged(discord, &token).then_some(())).await,
            1 => discord.until("an answer", |it| (!it.answers(&token).is_empty()).then_some(())).await,
            2 => discord.until("the model is asked", |_| (model.asked() > asked).then_some(())).await,
            _ => discord.until("the first words", |_| says("Well:").then_some(())).await,
        }
        running.kill().await.unwrap();
        model.hold(false);
        tokens.push(token);
    }

    let sessions = discord.sessions().0;
    let mut running = home.start().await;
    discord.until("a session", |it| (it.sessions().0 > sessions).then_some(())).await;
    let outcome = |round: usize| {
        let told = discord.answers(&tokens[round]).into_iter().chain(discord.channel(people[round].id + 1));
        let texts: Vec<String> = told.map(|it| it.body.to_string()).collect();
        let answer = if round % 4 < 2 { "voice".to_owned() } else { format!("Oats {round} it is.") };
        counted(&texts, &answer)
    };
    discord
        .until("each has an answer or a notice", |_| (0..20).all(|round| is_settled(outcome(round))).then_some(()))
        .await;
    home.discord(&fake_discord::Person::new(7, "Cy"), "prefs show", "", "voice").await;
    running.kill().await.unwrap();
    let outcomes: Vec<(usize, usize)> = (0..20).map(outcome).collect();
    assert!(outcomes.iter().all(|outcome| is_settled(*outcome)), "{outcomes:?}");
}

fn acknowledged(discord: &fake_discord::FakeDiscord, token: &str) -> bool {
    discord.calls().iter().any(|call| call.path.contains(token) && call.path.ends_with("/callback"))
}
