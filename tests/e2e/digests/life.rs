//! A digest's whole life in a terminal.

use copydesk_storage::Digest;
use jiff::Timestamp;
use serde_json::Value;

use super::SETTINGS;
use super::site::Site;
use super::team::{DAY, Team};
use crate::program::Program;

#[tokio::test]
async fn a_digest_lives_in_the_terminal() {
    let site = Site::start().await;
    let program = Program::new(SETTINGS);
    let create = format!(
        "/digest create Coffee sources=\"{}; {}; {}\" schedule=\"weekdays 9:00\" zone=Europe/Berlin topics=\"oat milk, matcha\"",
        site.url("/tagged"),
        site.url("/atom"),
        site.url("/gone")
    );
    let said = program.ask(&create).await.json();
    assert_eq!((&said["kind"], &said["done"]), (&Value::from("digests"), &Value::from("confirm")), "{said:#}");
    assert_eq!(said["digests"][0]["next"].as_array().unwrap().len(), 5);
    assert_eq!(program.ask("/digest list").await.json()["digests"], serde_json::json!([]));
    let saved = program.ask(said["confirm"].as_str().unwrap()).await.json();
    assert_eq!(
        (&saved["done"], &saved["digests"][0]["id"]),
        (&Value::from("created"), &Value::from("D-1")),
        "{saved:#}"
    );

    let run = program.ask("/digest run").await.json();
    assert_eq!(
        (&run["kind"], &run["items"], &run["digest"]),
        (&Value::from("digest"), &Value::from(2), &Value::from("D-1")),
        "{run:#}"
    );
    assert_eq!(run["failed"][0]["is_retired"], true);
    assert_eq!(run["quiet"], serde_json::json!(["matcha"]));
    let name = run["trends"][0]["name"].as_str().unwrap().to_owned();
    assert!(name.starts_with("Oat milk"), "{name}");
    assert!(run["notes"][0].as_str().unwrap().starts_with("Headlines only, without the model's words: "), "{run:#}");

    // The same feed again is not sent again, and what is gone is not asked any more.
    program.ask("/digest run D-1").await;
    let asked = site.asked();
    assert_eq!(asked.iter().filter(|path| *path == "/gone").count(), 1, "{asked:?}");

    let muted = program.ask("/mute oat milk").await.json();
    assert!(muted["text"].as_str().unwrap().starts_with("Nothing more of \"oat milk\"."), "{muted:#}");
    assert_eq!(program.ask("/digest run").await.json()["trends"], serde_json::json!([]));
    let text = async |command: &str| program.ask(command).await.json()["text"].as_str().unwrap().to_owned();
    assert!(text("/digest unmute oat milk").await.starts_with("\"oat milk\" is no longer muted."));
    assert!(text("/digest unmute oat milk").await.starts_with("\"oat milk\" was neither muted nor first."));
    assert_eq!(program.ask(&format!("/ideas \"{name}\" count=1 platform=instagram")).await.json()["kind"], "angles");

    let history = program.ask("/digest history").await.json();
    let occurrences = history["occurrences"].as_array().unwrap();
    assert!(occurrences.iter().all(|it| it["state"] == "posted" && it["by_hand"] == true), "{history:#}");
    assert_eq!(program.ask("/digest pause").await.json()["digests"][0]["paused"], true);
    assert_eq!(program.ask("/digest resume 1").await.json()["digests"][0]["paused"], false);
    let edited = program.ask("/digest edit D-1 schedule=每周一8点半 exclude=\"抽奖、giveaway\"").await.json();
    assert_eq!(edited["digests"][0]["schedule"], "30 8 * * 1", "{edited:#}");
    let list = program.ask("/digest opml").await.json();
    assert_eq!((&list["kind"], &list["name"]), (&Value::from("digest-list"), &Value::from("D-1.opml")), "{list:#}");
    assert_eq!(program.ask("/trends").await.json()["kind"], "digest");
    assert_eq!(program.ask("/digest delete D-1").await.json()["done"], "deleted");
    insta::assert_snapshot!(program.ask("/digest show").await.error(), @r#"
There is no digest yet.
Make one: /digest create Coffee sources="reddit:Coffee; news:oat milk" schedule="weekdays 9:00"
"#);
}

#[tokio::test]
async fn what_is_wrong_with_a_digest_is_said() {
    let program = Program::new("chat.language = \"en\"\n");
    for (text, message) in [
        ("/digest create sources=redit:x schedule=daily", "I don't know the source \"redit:x\"."),
        (
            "/digest create sources=hackernews schedule=\"every fortnight\"",
            "I don't understand \"fortnight\" in the schedule \"every fortnight\".",
        ),
        ("/digest create sources=hackernews schedule=daily zone=Mars", "I don't know the time zone \"Mars\"."),
        ("/digest create sources=http://127.0.0.1/ schedule=daily", "127.0.0.1 is not a place on the public internet"),
        (
            "/digest create sources=hackernews schedule=daily pattern=\"oat(\"",
            "The pattern \"oat(\" is wrong: unclosed group.",
        ),
        ("/digest create sources=hackernews schedule=daily quiet=later", "\"later\" are no quiet hours."),
        (
            "/digest create sources=hackernews schedule=daily lang=fr",
            "Digests are written in English or Chinese, not in \"fr\".",
        ),
        ("/digest show X-9", "\"X-9\" is no digest's id."),
        ("/mute", "Which topic? Write a word or phrase."),
    ] {
        let error = program.ask(text).await.error();
        assert!(error.starts_with(message), "{text}: {error}");
    }
}

#[tokio::test]
async fn a_list_of_feeds_is_read_by_its_path_and_written_as_a_file_and_quiet_hours_move_the_times_that_are_shown() {
    let program = Program::new("chat.language = \"en\"\n");
    let list = program.path("feeds.opml");
    std::fs::write(
        &list,
        "<opml version=\"2.0\"><body><outline text=\"Bean\" xmlUrl=\"https://example.org/feed\"/></body></opml>",
    )
    .unwrap();
    let create = format!(
        "/digest create Coffee sources=\"{}\" schedule=\"daily 23:00\" quiet=22:00-7:00 lang=中文 zone=UTC confirm=yes",
        list.display()
    );
    let saved = program.ask(&create).await.json();
    let digest = &saved["digests"][0];
    assert_eq!((&digest["sources"][0], &digest["language"]), (&"https://example.org/feed".into(), &"zh".into()));
    let next: Vec<&str> = digest["next"].as_array().unwrap().iter().map(|it| it.as_str().unwrap()).collect();
    assert!(next.len() == 5 && next.iter().all(|it| it.ends_with("07:00")), "{next:?}");
    let shown = program.chat("/digest opml\n".to_owned()).await.out;
    assert!(shown.contains("1 feed of D-1, for feed readers.") && shown.contains("files/D-1-"), "{shown}");
}

#[tokio::test]
async fn a_digest_that_is_due_comes_into_the_chat_once_and_is_noted_as_posted() {
    let site = Site::start().await;
    let team = Team::of(Program::new(SETTINGS)).await;
    let due = team.open().digest("Coffee", &site.url("/rss-2.0"), &Team::terminal()).await;
    let mut chat = team.program.start_chat();
    chat.wait_for("1 source, 1 item since").await;
    let ended = chat.leave().await;
    assert_eq!(ended.out.matches("1 source, 1 item since").count(), 1, "{ended:#?}");
    let history = team.program.ask("/digest history").await.json();
    let states: Vec<&str> =
        history["occurrences"].as_array().unwrap().iter().map(|it| it["state"].as_str().unwrap()).collect();
    assert_eq!(states, ["posted"], "{history:#}");

    // Three days without the program: one digest for all of them.
    let missed = |digest: &mut Digest| {
        digest.schedule = "0 * * * *".to_owned();
        digest.claimed_until = Timestamp::now() - DAY * 3;
    };
    team.open().change(due, missed).await;
    let mut chat = team.program.start_chat();
    chat.wait_for("This one stands for them.").await;
    chat.leave().await;
    assert_eq!(team.open().occurrences(due).await.len(), 2);
}
