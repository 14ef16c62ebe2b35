//! The real program, killed with SIGKILL at each step between receiving and answering, 56 times in all: whatever it
//! accepted is answered once, or its person is told that it was interrupted.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::response::Response;
use copydesk_tests::fake_discord::{self, FakeDiscord, Where};
use copydesk_tests::fake_telegram::{Chat, FakeTelegram, Person};
use futures::{StreamExt, stream};
use serde_json::json;
use tokio::sync::watch;

use crate::fake_openai::{FakeOpenAi, delta, event_stream};
use crate::linking::AtHome;
use crate::program::KEY;

const INTERRUPTED: &str = "I was restarted while I was answering you";

/// What says no more than that an answer comes.
const SIGNS: [&str; 2] = ["Thinking …", "思考中……"];

/// Whether one of these has such a sign.
pub fn have_sign(texts: &[String]) -> bool {
    texts.iter().any(|text| SIGNS.iter().any(|sign| text.contains(sign)))
}

/// A model that says its first words at once, unless it is asked to be quiet, and the rest when it is not held.
pub struct Slow {
    pub server: FakeOpenAi,
    held: Arc<watch::Sender<bool>>,
}

impl Slow {
    pub async fn start() -> Self {
        let held = Arc::new(watch::Sender::new(false));
        let holds = Arc::clone(&held);
        let answer = move |asked: &crate::fake_openai::Asked| -> Response {
            let rest = format!("{} it is.", asked.request());
            let (mut holds, mut silence) = (holds.subscribe(), holds.subscribe());
            let is_quiet = asked.request().contains("quiet");
            let first = stream::once(async move {
                let _gone = silence.wait_for(|held| !held || !is_quiet).await;
                event("Well: ")
            });
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

    pub fn hold(&self, held: bool) {
        self.held.send_replace(held);
    }

    pub fn asked(&self) -> usize {
        self.server.asked().len()
    }

    pub async fn home(&self) -> AtHome {
        let mut home = AtHome::new(&self.server.settings("capable")).await;
        home.program = home.program.with("FAKE_KEY", KEY);
        home
    }
}

fn event(text: &str) -> String {
    format!("data: {}\n\n", delta(text))
}

/// Of one person's messages, how many answer them and how many say that the answer was interrupted.
pub fn counted(texts: &[String], answer: &str) -> (usize, usize) {
    let count = |part: &str| texts.iter().filter(|text| text.contains(part)).count();
    (count(answer), count(INTERRUPTED))
}

/// Answered once, or told of it once: where the end came between the two, both.
pub fn is_settled((answers, notices): (usize, usize)) -> bool {
    answers <= 1 && notices <= 1 && answers + notices >= 1
}

/// The same over Telegram, where the notice may come twice: a message there has no key by which it could be known, so that one
/// that was sent when the process ended, and not noted yet, is sent again. To note it first could lose it.
pub fn is_settled_without_keys((answers, notices): (usize, usize)) -> bool {
    is_settled((answers, notices.min(1))) && notices <= 2
}

#[tokio::test]
async fn what_telegram_delivered_is_answered_once_or_said_to_be_interrupted_over_thirty_two_kills() {
    const STEPS: usize = 8;
    let model = Slow::start().await;
    let home = model.home().await;
    let telegram = &home.telegram;
    let people: Vec<(Person, Chat)> = (0..32)
        .map(|round| {
            let person = Person::new(1_000 + round, "Ana");
            let chat = Chat::private(&person);
            (person, chat)
        })
        .collect();
    let talks = |round: usize| [3, 4, 7].contains(&(round % STEPS));
    for (round, (person, chat)) in people.iter().enumerate() {
        let mut running = home.start().await;
        let (polled, asked) = (telegram.calls("getUpdates").len(), model.asked());
        let callbacks = telegram.calls("answerCallbackQuery").len();
        let step = round % STEPS;
        model.hold(talks(round));
        let command = format!("/prefs set brand Oats-{round}");
        let number = match step {
            6 => telegram.press(chat, person, 1, &command),
            _ if talks(round) => telegram.say(chat, person, &format!("Oats {round}")),
            _ => telegram.say(chat, person, &command),
        };
        let number = i64::try_from(number).unwrap();
        let says = |it: &FakeTelegram, part: &str| it.texts(chat).iter().any(|it| it.contains(part));
        match step {
            0 => {}
            1 => telegram.until("it is handed out", |it| it.calls("getUpdates").len() > polled).await,
            2 => telegram.until("it is confirmed", |it| it.confirmed() > number).await,
            3 => telegram.until("the model is asked", |_| model.asked() > asked).await,
            4 => telegram.until("the first words", |it| says(it, "Well:")).await,
            5 => telegram.until("an answer", |it| !it.texts(chat).is_empty()).await,
            6 => telegram.until("the callback", |it| it.calls("answerCallbackQuery").len() > callbacks).await,
            _ => {
                telegram.until("the first words", |it| says(it, "Well:")).await;
                model.hold(false);
                telegram.until("the last edit", |it| says(it, "it is.")).await;
            }
        }
        running.kill().await.unwrap();
        model.hold(false);
    }

    let mut running = home.start().await;
    let outcome = |round: usize| {
        let answer = if talks(round) { format!("Oats {round} it is.") } else { format!("Oats-{round}") };
        counted(&telegram.texts(&people[round].1), &answer)
    };
    let settled = |round: usize| is_settled_without_keys(outcome(round));
    telegram.until("each has an answer or a notice", |_| (0..32).all(settled)).await;
    // Whatever else would be said comes before the answer to what is asked now.
    let (late, chat) = (Person::new(7, "Bo"), Chat::private(&Person::new(7, "Bo")));
    home.telegram(&chat, &late, "/prefs", "brand").await;
    running.kill().await.unwrap();
    let outcomes: Vec<(usize, usize)> = (0..32).map(outcome).collect();
    assert!(outcomes.iter().all(|outcome| is_settled_without_keys(*outcome)), "{outcomes:?}");
    // Who has the answer is not told of an interruption, except behind a press, which has no number that would tell it.
    let both = |(round, outcome): (usize, &(usize, usize))| round % STEPS != 6 && outcome.0 > 0 && outcome.1 > 0;
    assert!(!outcomes.iter().enumerate().any(both), "{outcomes:?}");
    assert!(!people.iter().any(|(_, chat)| have_sign(&telegram.texts(chat))));
    // What was seen whole stays.
    let whole: Vec<_> = outcomes.iter().skip(7).step_by(STEPS).collect();
    assert!(whole.iter().all(|(answers, _)| *answers == 1), "{outcomes:?}");
    // The kills came before an answer was begun, while it was, and after it.
    assert!(outcomes.contains(&(1, 0)) && outcomes.contains(&(0, 1)), "{outcomes:?}");
}

#[tokio::test]
async fn what_discord_had_acknowledged_is_answered_once_or_said_to_be_interrupted_over_twenty_four_kills() {
    const STEPS: usize = 6;
    let model = Slow::start().await;
    let home = model.home().await;
    let discord = &home.discord;
    let people: Vec<fake_discord::Person> =
        (0..24).map(|round| fake_discord::Person::new(2_000 + 10 * round, "Bo")).collect();
    let talks = |round: usize| [2, 3, 5].contains(&(round % STEPS));
    let mut tokens = Vec::new();
    for (round, person) in people.iter().enumerate() {
        let sessions = discord.sessions().0;
        let mut running = home.start().await;
        discord.until("a session", |it| (it.sessions().0 > sessions).then_some(())).await;
        let (step, asked) = (round % STEPS, model.asked());
        model.hold(talks(round));
        let channel = person.id + 1;
        let token = match step {
            4 => {
                let help = discord.slash(Where::Direct, person, "help", &[]);
                let id = format!("\"custom_id\":\"{PRESSED}\"");
                let button = |it: &FakeDiscord| it.answers(&help).iter().any(|it| it.body.to_string().contains(&id));
                discord.until("the help", |it| button(it).then_some(())).await;
                discord.press(Where::Direct, person, PRESSED)
            }
            _ if talks(round) => {
                discord.write(person, &format!("Oats {round}"));
                String::new()
            }
            _ => discord.slash(Where::Direct, person, "prefs show", &[]),
        };
        let says = |part: &str| discord.channel(channel).iter().any(|it| it.body.to_string().contains(part));
        match step {
            0 | 4 => discord.until("the callback", |_| acknowledged(discord, &token).then_some(())).await,
            1 => discord.until("an answer", |it| (!it.answers(&token).is_empty()).then_some(())).await,
            2 => discord.until("the model is asked", |_| (model.asked() > asked).then_some(())).await,
            3 => discord.until("the first words", |_| says("Well:").then_some(())).await,
            _ => {
                discord.until("the first words", |_| says("Well:").then_some(())).await;
                model.hold(false);
                discord.until("the last edit", |_| says("it is.").then_some(())).await;
            }
        }
        running.kill().await.unwrap();
        model.hold(false);
        tokens.push(token);
    }

    let sessions = discord.sessions().0;
    let mut running = home.start().await;
    discord.until("a session", |it| (it.sessions().0 > sessions).then_some(())).await;
    let outcome = |round: usize| {
        let told: Vec<_> = match tokens[round].as_str() {
            // A message of a direct chat is answered in it.
            "" => discord.channel(people[round].id + 1),
            token => discord.answers(token),
        };
        let texts: Vec<String> = told.into_iter().map(|it| it.body.to_string()).collect();
        let answer = if talks(round) { format!("Oats {round} it is.") } else { "voice".to_owned() };
        counted(&texts, &answer)
    };
    discord
        .until("each has an answer or a notice", |_| (0..24).all(|round| is_settled(outcome(round))).then_some(()))
        .await;
    home.discord(&fake_discord::Person::new(7, "Cy"), "prefs show", "", "voice").await;
    running.kill().await.unwrap();
    let outcomes: Vec<(usize, usize)> = (0..24).map(outcome).collect();
    assert!(outcomes.iter().all(|outcome| is_settled(*outcome)), "{outcomes:?}");
    let everything: Vec<String> = discord.everything().iter().map(|it| it.body.to_string()).collect();
    assert!(!have_sign(&everything), "{everything:#?}");
    // What was seen whole stays, and an answer that comes at once is never said to be interrupted.
    let of_step = |step: usize| outcomes.iter().skip(step).step_by(STEPS).collect::<Vec<_>>();
    assert!(of_step(5).iter().all(|(answers, _)| *answers == 1), "{outcomes:?}");
    assert!(of_step(1).iter().all(|outcome| **outcome == (1, 0)), "{outcomes:?}");
}

/// A button below the help.
const PRESSED: &str = "/prefs";

fn acknowledged(discord: &FakeDiscord, token: &str) -> bool {
    discord.calls().iter().any(|call| call.path.contains(token) && call.path.ends_with("/callback"))
}
