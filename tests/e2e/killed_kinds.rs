//! The real program, killed while it answers a form, at length, and what a webhook brought: each request is answered once, or
//! its person is told.

use std::net::TcpListener;

use copydesk_tests::fake_discord::{self, FakeDiscord, Where};
use copydesk_tests::fake_telegram::{Chat, FakeTelegram, Hold, Person};

use crate::killed::{Slow, counted, have_sign, is_settled, is_settled_without_keys};
use crate::linking::AtHome;
use crate::program::KEY;

/// When it is killed: once the request is accepted, once something of the answer is there, once all of it is.
const STEPS: [&str; 3] = ["accepted", "begun", "whole"];

/// So long that its answer takes several messages.
fn at_length(round: usize, words: usize) -> String {
    format!("Oats-{round} {}and rye-{round}", "oats ".repeat(words))
}

#[tokio::test]
async fn forms_of_discord_are_answered_once_over_three_kills() {
    let model = Slow::start().await;
    let home = model.home().await;
    let discord = &home.discord;
    let mut tokens = Vec::new();
    for (round, step) in STEPS.into_iter().enumerate() {
        let mut running = home.start().await;
        let person = fake_discord::Person::new(3_000 + 10 * round as u64, "Bo");
        let asked = discord.slash(Where::Direct, &person, "prefs set", &[("key", "brand")]);
        let form = discord.until("a form", |it| it.form(&asked)).await;
        let token = discord.submit(Where::Direct, &person, &form, &[("text", &format!("Oats-{round}"))]);
        let says = |it: &FakeDiscord| it.answers(&token).iter().any(|it| it.body.to_string().contains("Oats-"));
        match step {
            "accepted" => {
                let path = format!("/{token}/callback");
                let done = |it: &FakeDiscord| it.calls().iter().any(|call| call.path.ends_with(&path)).then_some(());
                discord.until("the callback", done).await;
            }
            _ => discord.until("the answer", |it| says(it).then_some(())).await,
        }
        running.kill().await.unwrap();
        tokens.push(token);
    }
    let mut running = home.start().await;
    let outcome = |round: usize| {
        let texts: Vec<String> = discord.answers(&tokens[round]).iter().map(|it| it.body.to_string()).collect();
        counted(&texts, &format!("Oats-{round}"))
    };
    discord.until("each is answered", |_| (0..3).all(|round| outcome(round) == (1, 0)).then_some(())).await;
    home.discord(&fake_discord::Person::new(7, "Cy"), "prefs show", "", "voice").await;
    running.kill().await.unwrap();
    assert!((0..3).all(|round| outcome(round) == (1, 0)), "{:?}", (0..3).map(outcome).collect::<Vec<_>>());
}

#[tokio::test]
async fn long_answers_on_discord_are_there_once_over_three_kills() {
    let model = Slow::start().await;
    let home = model.home().await;
    let discord = &home.discord;
    let channel = |round: usize| 4_001 + 10 * round as u64;
    let texts = |round: usize| -> Vec<String> {
        discord.channel(channel(round)).iter().map(|it| it.body.to_string()).collect()
    };
    for (round, step) in STEPS.into_iter().enumerate() {
        let mut running = home.start().await;
        let person = fake_discord::Person::new(channel(round) - 1, "Bo");
        let asked = model.asked();
        model.hold(step != "whole");
        discord.write(&person, &at_length(round, 500));
        let says = |part: &str| texts(round).iter().any(|it| it.contains(part)).then_some(());
        match step {
            "accepted" => discord.until("the model is asked", |_| (model.asked() > asked).then_some(())).await,
            "begun" => discord.until("the first words", |_| says("Well:")).await,
            _ => discord.until("the end", |_| says("it is.")).await,
        }
        running.kill().await.unwrap();
        model.hold(false);
    }
    let mut running = home.start().await;
    let outcome = |round: usize| counted(&texts(round), "it is.");
    discord.until("each is settled", |_| (0..3).all(|round| is_settled(outcome(round))).then_some(())).await;
    home.discord(&fake_discord::Person::new(7, "Cy"), "prefs show", "", "voice").await;
    running.kill().await.unwrap();
    for round in 0..3 {
        let texts = texts(round);
        assert!(!have_sign(&texts), "{texts:#?}");
        assert!(is_settled(outcome(round)), "{texts:#?}");
        assert!(counted(&texts, &format!("Oats-{round} ")).0 <= 1, "its beginning is there once: {texts:#?}");
    }
    assert_eq!(outcome(2).0, 1, "what was whole stays");
    assert!(texts(2).len() > 1, "it takes several messages");
}

#[tokio::test]
async fn forms_and_long_answers_on_telegram_are_settled_over_six_kills_also_behind_a_webhook() {
    for behind_a_webhook in [false, true] {
        let model = Slow::start().await;
        let mut settings = model.server.settings("capable");
        if behind_a_webhook {
            let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
            let webhook = format!("telegram.webhook_url = \"http://{free}/telegram\"\n");
            settings = format!("{webhook}telegram.webhook_listen = \"{free}\"\n{settings}");
        }
        let mut home = AtHome::new(&settings).await;
        home.program = home.program.with("FAKE_KEY", KEY);
        let telegram = &home.telegram;
        let chats: Vec<(Person, Chat)> = (0..6)
            .map(|round| {
                let person = Person::new(5_000 + round, "Ana");
                (person.clone(), Chat::private(&person))
            })
            .collect();
        for (round, (person, chat)) in chats.iter().enumerate() {
            let mut running = home.start().await;
            let says = |it: &FakeTelegram, part: &str| it.texts(chat).iter().any(|it| it.contains(part));
            let step = STEPS[round % 3];
            model.hold(round >= 3 && step != "whole");
            let number = if round < 3 {
                telegram.say(chat, person, "/prefs set");
                telegram.until("the question", |it| !it.messages(chat).is_empty()).await;
                telegram.reply(chat, person, &telegram.messages(chat)[0], &format!("brand Oats-{round}"))
            } else {
                telegram.say(chat, person, &at_length(round, 760))
            };
            let number = i64::try_from(number).unwrap();
            let end = if round < 3 { format!("Oats-{round}") } else { "it is.".to_owned() };
            match step {
                "accepted" => telegram.until("it is confirmed", |it| it.confirmed() > number).await,
                "begun" if round >= 3 => telegram.until("the first words", |it| says(it, "Well:")).await,
                _ => telegram.until("the end", |it| says(it, &end)).await,
            }
            running.kill().await.unwrap();
            model.hold(false);
        }
        let mut running = home.start().await;
        let outcome = |round: usize| {
            let end = if round < 3 { format!("Oats-{round}") } else { "it is.".to_owned() };
            counted(&telegram.texts(&chats[round].1), &end)
        };
        let settled = |round: usize| is_settled_without_keys(outcome(round));
        telegram.until("each is settled", |_| (0..6).all(settled)).await;
        let (late, chat) = (Person::new(7, "Bo"), Chat::private(&Person::new(7, "Bo")));
        home.telegram(&chat, &late, "/prefs", "brand").await;
        running.kill().await.unwrap();
        let outcomes: Vec<_> = (0..6).map(outcome).collect();
        assert!((0..6).all(settled), "{outcomes:?}");
        for (round, (_, chat)) in chats.iter().enumerate().skip(3) {
            let texts = telegram.texts(chat);
            assert!(!have_sign(&texts), "{texts:#?}");
            assert!(counted(&texts, &format!("Oats-{round} ")).0 <= 1, "its beginning is there once: {texts:#?}");
        }
    }
}

#[tokio::test]
async fn the_sign_that_the_bot_thinks_does_not_stay_after_a_kill_in_either_language_on_either_platform() {
    let model = Slow::start().await;
    let home = model.home().await;
    let (telegram, discord) = (&home.telegram, &home.discord);
    model.hold(true);
    let mut running = home.start().await;
    let asked = [("en", "quiet oats, please"), ("zh-hans", "quiet 燕麦拿铁怎么写？")];
    let chats: Vec<(Chat, u64)> = asked
        .iter()
        .zip([6_000_u64, 6_010])
        .map(|((language, text), id)| {
            let person = Person { language: (*language).to_owned(), ..Person::new(id as i64, "Ana") };
            let chat = Chat::private(&person);
            telegram.say(&chat, &person, text);
            (chat, discord.write(&fake_discord::Person::new(id, "Bo"), text))
        })
        .collect();
    let said = |channel: u64| -> Vec<String> {
        discord.channel(channel).iter().map(|it| it.body["content"].as_str().unwrap_or_default().to_owned()).collect()
    };
    for (chat, channel) in &chats {
        // The model has not said a word.
        telegram.until("a sign", |it| !it.texts(chat).is_empty()).await;
        discord.until("a sign", |_| (!said(*channel).is_empty()).then_some(())).await;
    }
    running.kill().await.unwrap();
    model.hold(false);
    let mut running = home.start().await;
    let is_told = |texts: &[String]| matches!(texts, [one] if one.contains("I was restarted") || one.contains("重启"));
    for (chat, channel) in &chats {
        telegram.until("the notice alone", |it| is_told(&it.texts(chat))).await;
        discord.until("the notice alone", |_| is_told(&said(*channel)).then_some(())).await;
    }
    running.kill().await.unwrap();
    assert!(chats.iter().any(|(chat, _)| telegram.texts(chat)[0].contains("重启")), "one is told in Chinese");
}

#[tokio::test]
async fn a_sign_below_a_part_of_an_answer_and_one_of_which_nobody_heard_in_a_group_do_not_stay_after_a_kill() {
    let model = Slow::start().await;
    let home = model.home().await;
    let telegram = &home.telegram;
    let (ana, group) = (Person::new(6_100, "Ana"), Chat::group(6_100, "Team"));
    let alone = Chat::private(&ana);
    model.hold(true);
    let mut running = home.start().await;
    telegram.say(&alone, &ana, "/review quiet We are the best coffee in town. Come by before ten.");
    let writes = |it: &FakeTelegram| have_sign(&it.texts(&alone)) && it.texts(&alone)[0].contains("Score");
    telegram.until("a review with its sign", writes).await;
    let before = telegram.texts(&alone);
    telegram.hold(&group, Hold { after: 0, taken: true });
    telegram.say(&group, &ana, "@CopydeskBot quiet oats, please");
    telegram.until("a sign in the group", |it| have_sign(&it.texts(&group))).await;
    running.kill().await.unwrap();
    telegram.let_go(&group);
    model.hold(false);
    let mut running = home.start().await;
    let is_told = |texts: &[String]| texts.last().is_some_and(|it| it.contains("I was restarted"));
    telegram.until("both are told", |it| is_told(&it.texts(&alone)) && is_told(&it.texts(&group))).await;
    home.telegram(&alone, &ana, "/prefs", "brand").await;
    running.kill().await.unwrap();
    let (reviewed, told) = (telegram.texts(&alone), telegram.texts(&group));
    assert_eq!(told.len(), 1, "{told:#?}");
    let score = reviewed.iter().find(|it| it.contains("Score")).unwrap();
    assert!(before.iter().any(|it| it.starts_with(score.as_str()) && it != score), "{before:#?} {reviewed:#?}");
}
