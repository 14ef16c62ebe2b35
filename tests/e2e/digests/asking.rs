//! `/digest create`, step by step: in a terminal, on Telegram and on Discord.

use copydesk_tests::fake_discord::{self, Where};
use copydesk_tests::fake_telegram::{Chat, Person};
use serde_json::Value;

use super::SETTINGS;
use super::site::Site;
use crate::linking::AtHome;
use crate::program::Program;

#[tokio::test]
async fn a_terminal_asks_for_each_part_and_shows_the_next_times_before_it_saves() {
    let site = Site::start().await;
    let program = Program::new(SETTINGS);
    let answers = [
        "/digest create",
        "Coffee",
        "redit:coffee",
        &site.url("/rss-2.0"),
        "oat milk, matcha",
        "every fortnight",
        "weekdays 9:00",
        "Europe/Berlin",
        "skip",
        "back",
        "-",
        "three",
        "3",
        "en",
        "22:00-7:00",
        "brisk, no jargon",
        "/digest answer count 4",
        "yes",
        "/digest list",
        "yes",
    ];
    let said = program.chat(answers.join("\n") + "\n").await;
    let out = said.out.replace(&site.address, "http://feeds.example");
    let parts: Vec<&str> =
        out.match_indices("A new digest · ").map(|(at, _)| &out[at..out.len().min(at + 40)]).collect();
    let numbers: Vec<&str> =
        parts.iter().map(|part| part["A new digest · ".len()..].split(" of").next().unwrap()).collect();
    // What is wrong is asked again, and "back" asks once more.
    assert_eq!(numbers, ["1", "2", "2", "3", "4", "4", "5", "6", "7", "6", "7", "7", "8", "9", "10"], "{out}");
    for part in [
        "What is the digest to be called? Such as: Coffee\n",
        "I don't know the source \"redit:coffee\".",
        "I don't understand \"fortnight\" in the schedule \"every fortnight\".",
        "Write your answer, or: skip · back · cancel\n",
        "weekdays 9:00, Europe/Berlin · up to 3 trends",
        "weekdays 9:00, Europe/Berlin · up to 4 trends",
        "Answer \"yes\" to save it",
        "Saved.",
        "Quiet hours  22:00-07:00",
        "Tone         brisk, no jargon",
    ] {
        assert!(out.contains(part), "{part}: {out}");
    }
    assert_eq!(program.ask("/digest list").await.json()["digests"].as_array().unwrap().len(), 1);
    // "yes" is conversation again, and a script that says something is in no conversation either.
    assert_eq!(out.matches("Saved.").count(), 1, "{out}");
    assert_eq!(program.ask("/digest create").await.json()["kind"], "digest-question");
    assert_ne!(program.ask("three posts about oat milk").await.json()["kind"], "digest-question");
    let next = program.ask("/digest answer Tea").await.json();
    assert_eq!((&next["question"], &next["number"]), (&Value::from("sources"), &Value::from(2)), "{next:#}");
    assert!(
        program.ask("/digest answer cancel").await.json()["text"].as_str().unwrap().starts_with("Nothing was saved")
    );
    assert!(program.ask("/digest answer Tea").await.error().starts_with("I have asked you nothing here"));
}

#[tokio::test]
async fn what_is_given_is_not_asked_for_and_the_language_stays() {
    let site = Site::start().await;
    let program = Program::new(SETTINGS);
    let create = format!("/简报 新建 咖啡 来源=\"{}\"\nreddit:Coffee\n工作日 9:00\n取消\n", site.url("/atom"));
    let out = program.chat(create).await.out;
    // The topics are asked for next; an answer in Latin letters changes no language.
    for part in [
        "新建简报 · 第 3 步，共 10 步",
        "新建简报 · 第 4 步，共 10 步",
        "新建简报 · 第 5 步，共 10 步",
        "没有保存任何内容。",
    ] {
        assert!(out.contains(part), "{part}: {out}");
    }
}

#[tokio::test]
async fn telegram_takes_plain_words_and_buttons_for_answers() {
    let home = AtHome::new(SETTINGS).await;
    let mut running = home.start().await;
    let ana = Person::new(7, "Ana");
    let chat = Chat::private(&ana);
    home.telegram(&chat, &ana, "/digest_create", "1 of 10").await;
    home.telegram(&chat, &ana, "Coffee", "2 of 10").await;
    home.telegram(&chat, &ana, "reddit:Coffee; news:oat milk", "3 of 10").await;
    let press = async |label: &str, expected: &str| {
        let before = home.telegram.texts(&chat).len();
        let below = home.telegram.messages(&chat).into_iter().rev().find(|it| !it.keys.is_empty()).unwrap();
        let keys: Vec<&(String, String)> = below.keys.iter().flatten().collect();
        let (_, data) = keys.iter().find(|(shown, _)| shown == label).unwrap_or_else(|| panic!("{label}: {keys:?}"));
        home.telegram.press(&chat, &ana, below.id, data);
        let comes = |it: &copydesk_tests::fake_telegram::FakeTelegram| {
            it.texts(&chat).iter().skip(before).any(|text| text.contains(expected))
        };
        home.telegram.until(expected, comes).await;
    };
    press("Skip", "4 of 10").await;
    press("weekdays 9:00", "5 of 10").await;
    press("Asia/Shanghai", "6 of 10").await;
    for expected in ["7 of 10", "8 of 10", "9 of 10", "10 of 10", "Not saved yet."] {
        press("Skip", expected).await;
    }
    press("Save", "Saved.").await;
    home.telegram(&chat, &ana, "/digest_list", "weekdays 9:00, Asia/Shanghai").await;
    running.kill().await.unwrap();
}

#[tokio::test]
async fn discord_opens_a_form_for_each_answer() {
    let home = AtHome::new(SETTINGS).await;
    let mut running = home.start().await;
    let bo = fake_discord::Person { permissions: 32, ..fake_discord::Person::new(8, "Bo") };
    home.discord.give_role(&bo, "Admins", 32);
    let comes = async |token: &str, expected: &str| {
        home.discord
            .until(expected, |it| {
                it.answers(token).iter().any(|it| it.body.to_string().contains(expected)).then_some(())
            })
            .await;
    };
    let answer = async |question: &str, label: &str, text: &str, expected: &str| {
        let token = home.discord.press(Where::Server, &bo, &format!("/digest answer {question}"));
        let form = home.discord.until("a form", |it| it.form(&token)).await;
        assert_eq!(form["components"][0]["components"][0]["label"], label);
        let token = home.discord.submit(Where::Server, &bo, &form, &[("text", text)]);
        comes(&token, expected).await;
    };
    let press = async |action: &str, expected: &str| {
        let token = home.discord.press(Where::Server, &bo, action);
        comes(&token, expected).await;
    };
    let token = home.discord.slash(Where::Server, &bo, "digest create", &[]);
    comes(&token, "1 of 10").await;
    answer("name", "What is the digest to be called?", "Coffee", "2 of 10").await;
    answer("sources", "What should it follow?", "nonsense", "I don't know the source").await;
    answer("sources", "What should it follow?", "reddit:Coffee", "3 of 10").await;
    press("/digest answer topics skip", "4 of 10").await;
    press("/digest answer schedule weekdays 9:00", "5 of 10").await;
    for (question, expected) in [("zone", "6 of 10"), ("channel", "7 of 10"), ("count", "8 of 10"), ("lang", "9 of 10")]
    {
        press(&format!("/digest answer {question} skip"), expected).await;
    }
    press("/digest answer quiet 22:00-7:00", "10 of 10").await;
    answer("tone", "How should summaries sound?", "brisk", "Not saved yet.").await;
    // Another person's press answers nothing of it.
    let cy = fake_discord::Person { permissions: 32, ..fake_discord::Person::new(9, "Cy") };
    let token = home.discord.press(Where::Server, &cy, "/digest answer quiet 22:00-7:00");
    comes(&token, "I have asked you nothing here").await;
    home.discord(&bo, "digest answer", "yes", "Saved.").await;
    home.discord(&bo, "digest list", "", "Coffee").await;
    running.kill().await.unwrap();
}

#[tokio::test]
async fn a_list_of_feeds_that_comes_along_answers_the_question_for_sources() {
    let home = AtHome::new(SETTINGS).await;
    let mut running = home.start().await;
    let ana = Person::new(7, "Ana");
    let chat = Chat::private(&ana);
    let list =
        b"<opml version=\"2.0\"><body><outline text=\"Bean\" xmlUrl=\"https://example.org/feed\"/></body></opml>";
    home.telegram.send_file(&chat, &ana, "feeds.opml", Some(list), "/digest create Coffee schedule=\"weekdays 9:00\"");
    let asked =
        |it: &copydesk_tests::fake_telegram::FakeTelegram| it.texts(&chat).iter().any(|it| it.contains("3 of 10"));
    home.telegram.until("the next question", asked).await;
    running.kill().await.unwrap();
}
