//! The real program, killed while it takes in a file and answers it: the file is read again, and answered once.

use std::path::Path;
use std::time::Duration;

use copydesk_tests::fake_discord::{self, Attached, Where};
use copydesk_tests::fake_telegram::{Chat, Hold, Person};

use crate::killed::{Slow, counted, is_settled_without_keys};
use crate::linking::AtHome;
use crate::program::KEY;

/// When it is killed.
const STEPS: [&str; 5] = [
    // It is accepted.
    "accepted", // Half of the file is here.
    "half",     // It was read, and the answer does not get out.
    "read",     // The answer is there, and the program does not know it.
    "sent", "whole",
];

/// A file with what is beside it, and what the whole answer says.
struct Sent {
    name: &'static str,
    content: String,
    words: &'static str,
    answer: &'static str,
}

const TOO_SMALL: &str = "too small for a critique";

/// All of the answer, or the notice: an answer that is there is not said to be interrupted. An import shows nothing before it is
/// complete, and so is never interrupted.
fn is_right(file: &Sent, (answers, notices): (usize, usize)) -> bool {
    match file.words {
        "/review" => (answers, notices) == (1, 0) || answers == 0 && (1..=2).contains(&notices),
        _ => (answers, notices) == (1, 0),
    }
}

fn kinds() -> [Sent; 3] {
    let rows: String =
        (1..60).map(|at| format!("2026-03-{:02},Oat latte {at},instagram,{at}\n", at % 28 + 1)).collect();
    let posts = format!("date,text,platform,likes\n{rows}");
    let review = "Our oat latte is back at the corner. Come by before ten, and bring a friend.\n".repeat(3);
    [
        Sent { name: "posts.csv", content: posts, words: "/campaign import", answer: "taken as they are" },
        // What is computed is shown before; this is said at the end.
        Sent { name: "post.txt", content: review.clone(), words: "/review", answer: TOO_SMALL },
        Sent { name: "post.md", content: format!("# Oats\n\n{review}"), words: "/review", answer: TOO_SMALL },
    ]
}

/// A small model writes no critique: an answer comes at once.
async fn home_with(model: &Slow, capability: &str) -> AtHome {
    let mut home = AtHome::new(&model.server.settings(capability)).await;
    home.program = home.program.with("FAKE_KEY", KEY);
    home
}

/// Waits until a part of a file is stored.
async fn stored(home: &AtHome, platform: &str) {
    let folder = home.program.path("data").join("received").join(platform);
    let some = |folder: &Path| {
        let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
        files.filter_map(|it| it.metadata().ok()).any(|it| it.len() > 0)
    };
    for _ in 0..2_000 {
        if some(&folder) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("nothing is in {}", folder.display());
}

#[tokio::test]
async fn files_sent_over_telegram_are_answered_once_over_fifteen_kills() {
    let model = Slow::start().await;
    let home = home_with(&model, "small").await;
    let telegram = &home.telegram;
    let kinds = kinds();
    let rounds: Vec<(&str, &Sent, Person, Chat)> = (0..15)
        .map(|round| {
            let person = Person::new(6_000 + round, "Ana");
            (STEPS[round as usize % 5], &kinds[round as usize / 5], person.clone(), Chat::private(&person))
        })
        .collect();
    for (step, file, person, chat) in &rounds {
        let mut running = home.start().await;
        telegram.stall_files(*step == "half");
        let asked = telegram.calls("file").len();
        if matches!(*step, "read" | "sent") {
            telegram.hold(chat, Hold { after: 0, taken: *step == "sent" });
        }
        let content = Some(file.content.as_bytes());
        let number = telegram.send_file(chat, person, file.name, content, file.words);
        let number = i64::try_from(number).unwrap();
        match *step {
            "accepted" => telegram.until("it is confirmed", |it| it.confirmed() > number).await,
            "half" => {
                telegram.until("the file is asked for", |it| it.calls("file").len() > asked).await;
                stored(&home, "telegram").await;
            }
            "read" | "sent" => telegram.until("the answer on its way", |it| it.has_held(chat)).await,
            _ => telegram.until("the answer", |it| it.texts(chat).iter().any(|it| it.contains(file.answer))).await,
        }
        running.kill().await.unwrap();
        telegram.stall_files(false);
        telegram.let_go(chat);
        // What is fetched next is then the next file.
        running = home.start().await;
        let settled = || counted(&telegram.texts(chat), file.answer) != (0, 0);
        telegram.until(&format!("an end of {step}"), |_| settled()).await;
        running.kill().await.unwrap();
    }
    let mut running = home.start().await;
    let outcomes = || -> Vec<(usize, usize)> {
        rounds.iter().map(|(_, file, _, chat)| counted(&telegram.texts(chat), file.answer)).collect()
    };
    telegram.until("each is answered", |_| outcomes().iter().all(|it| *it != (0, 0))).await;
    let (late, chat) = (Person::new(7, "Bo"), Chat::private(&Person::new(7, "Bo")));
    home.telegram(&chat, &late, "/prefs", "brand").await;
    running.kill().await.unwrap();
    let all_right = rounds.iter().zip(outcomes()).all(|((_, file, ..), outcome)| is_right(file, outcome));
    assert!(all_right, "{:?}", outcomes());
}

#[tokio::test]
async fn files_sent_over_discord_are_answered_once_over_twenty_kills() {
    let model = Slow::start().await;
    let home = home_with(&model, "small").await;
    let discord = &home.discord;
    let kinds = kinds();
    let person = |round: usize| fake_discord::Person::new(7_000 + 10 * round as u64, "Bo");
    let mut tokens: Vec<String> = Vec::new();
    // An import is a command with a file first, and then, as the reviews are, a message with one.
    let file = |round: usize| &kinds[(round / 5).saturating_sub(1)];
    let outcome = |round: usize, tokens: &[String]| {
        let told = match tokens[round].as_str() {
            "" => discord.channel(person(round).id + 1),
            token => discord.answers(token),
        };
        let texts: Vec<String> = told.iter().map(|it| it.body.to_string()).collect();
        counted(&texts, file(round).answer)
    };
    let mut running = home.start().await;
    for round in 0..20 {
        let (step, file, person) = (STEPS[round % 5], file(round), person(round));
        let attached = Attached::new(file.name, file.content.as_bytes());
        let (channel, asked) = (person.id + 1, discord.files_asked());
        discord.stall_files(step == "half");
        // What a command is answered with is an edit, which is the same twice.
        let is_command = round < 5;
        if matches!(step, "read" | "sent") && !is_command {
            discord.hold(channel, 0, step == "sent");
        }
        let token = match is_command {
            true => discord.slash_with_file(Where::Direct, &person, "campaign import", &[], &attached),
            false => {
                discord.write_with_file(&person, file.words, &attached);
                String::new()
            }
        };
        let told = |it: &fake_discord::FakeDiscord| match token.as_str() {
            "" => it.channel(channel),
            token => it.answers(token),
        };
        let says = |it: &fake_discord::FakeDiscord| {
            told(it).iter().any(|it| it.body.to_string().contains(file.answer)).then_some(())
        };
        match step {
            "accepted" => discord.until("the file is asked for", |it| (it.files_asked() > asked).then_some(())).await,
            "half" => {
                discord.until("the file is asked for", |it| (it.files_asked() > asked).then_some(())).await;
                stored(&home, "discord").await;
            }
            "read" | "sent" if !is_command => {
                discord.until("the answer on its way", |it| it.has_held(channel).then_some(())).await
            }
            _ => discord.until("the answer", says).await,
        }
        running.kill().await.unwrap();
        discord.stall_files(false);
        discord.let_go(channel);
        tokens.push(token);
        running = home.start().await;
        // What is fetched next is then the next file.
        let settled = |_: &fake_discord::FakeDiscord| (outcome(round, &tokens) != (0, 0)).then_some(());
        discord.until(&format!("an end of round {round}"), settled).await;
    }
    home.discord(&fake_discord::Person::new(7, "Cy"), "prefs show", "", "voice").await;
    running.kill().await.unwrap();
    let outcomes: Vec<_> = (0..20).map(|round| outcome(round, &tokens)).collect();
    assert!((0..20).all(|round| is_right(file(round), outcomes[round])), "{outcomes:?}");
}

#[tokio::test]
async fn who_sent_a_file_is_told_when_the_program_is_killed_while_the_model_reads_it() {
    let model = Slow::start().await;
    let home = home_with(&model, "capable").await;
    let (person, chat) = (Person::new(8_000, "Ana"), Chat::private(&Person::new(8_000, "Ana")));
    let writer = fake_discord::Person::new(8_010, "Bo");
    let [_, review, _] = kinds();
    let mut running = home.start().await;
    model.hold(true);
    home.telegram.send_file(&chat, &person, review.name, Some(review.content.as_bytes()), review.words);
    home.discord.write_with_file(&writer, review.words, &Attached::new(review.name, review.content.as_bytes()));
    home.telegram.until("the model is asked for both", |_| model.asked() > 1).await;
    running.kill().await.unwrap();
    model.hold(false);
    let mut running = home.start().await;
    let told = || {
        let direct = home.discord.channel(writer.id + 1).iter().map(|it| it.body.to_string()).collect::<Vec<_>>();
        [counted(&home.telegram.texts(&chat), "Next:"), counted(&direct, "Next:")]
    };
    home.telegram.until("both are told", |_| told().iter().all(|it| *it != (0, 0))).await;
    running.kill().await.unwrap();
    assert!(told().into_iter().all(is_settled_without_keys), "{:?}", told());
}
