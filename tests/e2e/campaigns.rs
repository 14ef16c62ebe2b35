//! Past posts: from files, proposed and stored, found, labelled, counted, handed back and removed.

use std::fs;

use serde_json::{Value, json};

use crate::program::{Outcome, Program};

const FAULTS: &[u8] = include_bytes!("../../analysis/src/import/samples/faults.csv");
const WEIBO: &[u8] = include_bytes!("../../analysis/src/import/samples/weibo.csv");

fn with_files() -> Program {
    let program = Program::new("");
    fs::write(program.path("faults.csv"), FAULTS).unwrap();
    fs::write(program.path("weibo.csv"), WEIBO).unwrap();
    program
}

async fn import(program: &Program, arguments: &[&str]) -> Outcome {
    program.run(&[&["campaigns", "import"], arguments].concat()).await
}

async fn ask(program: &Program, text: &str) -> Value {
    program.run(&["ask", "--json", "--team", "north", text]).await.json()
}

#[tokio::test]
async fn a_file_is_proposed_then_stored_then_known() {
    let program = with_files();
    let file = ["faults.csv", "--team", "north", "--json"];
    let proposed = import(&program, &file).await;
    let answer = proposed.json();
    assert_eq!((&answer["kind"], &answer["state"], proposed.status), (&json!("import"), &json!("proposed"), Some(0)));
    assert_eq!(
        (&answer["rows"], &answer["taken"], &answer["mended"], &answer["set_aside"]),
        (&json!(23), &json!(8), &json!(4), &json!(11))
    );
    let stored = import(&program, &[&file[..], &["--yes"]].concat()).await.json();
    assert_eq!((&stored["state"], &stored["added"], &stored["known"]), (&json!("imported"), &json!(12), &json!(0)));
    let clicks = stored["reasons"].as_array().unwrap().iter().find(|reason| reason["kind"] == "more-clicks").unwrap();
    assert_eq!((&clicks["lines"], &clicks["text"]), (&json!([8]), &json!("It has 25 clicks and only 10 impressions")));
    assert_eq!(stored["outliers"]["lines"], json!([21]));
    let aside = fs::read_to_string(program.printed_path(&stored["set_aside_file"])).unwrap();
    assert_eq!(aside.lines().count(), 12, "{aside}");
    let again = import(&program, &[&file[..], &["--yes"]].concat()).await.json();
    assert_eq!((&again["added"], &again["updated"], &again["known"]), (&json!(0), &json!(0), &json!(12)));
    assert_eq!(ask(&program, "/campaign list count=50").await["total"], 12);
    // What was set aside, corrected, is sent again.
    fs::write(program.path("again.csv"), aside.replace(",10,3,1,25,", ",100,3,1,25,")).unwrap();
    let corrected = import(&program, &["again.csv", "--team", "north", "--json", "--yes"]).await.json();
    assert_eq!(corrected["added"], 1, "{corrected:#}");
}

#[tokio::test]
async fn people_read_the_proposal_and_the_report() {
    let program = with_files();
    let proposed = import(&program, &["weibo.csv", "--team", "north"]).await;
    assert_eq!((proposed.status, proposed.err.as_str()), (Some(0), ""));
    for said in [
        "weibo.csv: 2 rows. Is this right?",
        "微博 · GB18030 · separated by commas",
        "2 rows: 2 taken as they are, 0 mended, 0 set aside.",
        "Nothing is stored yet. The same command with --yes stores the posts; --map 3=likes corrects a\ncolumn.",
    ] {
        assert!(proposed.out.contains(said), "{said}\n{}", proposed.out);
    }
    let stored = import(&program, &["faults.csv", "--team", "north", "--yes"]).await;
    for said in [
        "faults.csv: 12 new posts.",
        "23 rows: 8 taken as they are, 4 mended, 11 set aside.",
        "Markup became plain text: one row, line 2",
        "It has 25 clicks and only 10 impressions: one row, line 8",
        "The same post as on line 5: 2 rows, lines 6, 7",
    ] {
        assert!(stored.out.contains(said), "{said}\n{}", stored.out);
    }
}

#[tokio::test]
async fn a_plain_yes_or_no_in_the_chat_answers_whether_a_file_is_right() {
    let program = with_files();
    let listed =
        async || program.run(&["ask", "--json", "/campaign list platform=weibo"]).await.json()["total"].clone();
    let before = listed().await.as_u64().unwrap();
    let refused = program.chat("/campaign import weibo.csv\nNo.\n/campaign import confirm\n").await;
    assert!(refused.out.contains("weibo.csv: 2 rows. Is this right?"), "{}", refused.out);
    assert_eq!(listed().await, before, "{}", refused.out);
    let stored = program.chat("/campaign import weibo.csv\n好的\n").await;
    assert_eq!(listed().await, before + 2, "{}", stored.out);
}

#[tokio::test]
async fn numbers_that_can_not_be_are_refused_wherever_they_are_given() {
    let program = with_files();
    let text = "/campaign add \"We open at six.\" platform=x impressions=5 clicks=100";
    let refused = program.ask(text).await;
    assert!(refused.out.contains("100 clicks of 5 impressions can't be"), "{}", refused.out);
    let published = program.ask("/draft publish D-001 impressions=5 clicks=100").await;
    assert!(published.out.contains("100 clicks of 5 impressions can't be"), "{}", published.out);
}

#[tokio::test]
async fn mistakes_are_named_with_what_to_do() {
    let program = with_files();
    fs::write(program.path("book.csv"), b"PK\x03\x04rest").unwrap();
    for (arguments, message, help) in [
        (&["none.csv"][..], "There is no file none.csv.", "Write its whole path"),
        (&["book.csv"][..], "book.csv is a spreadsheet or an archive (xlsx, zip), not a text.", "Save it as CSV"),
        (
            &["faults.csv", "--map", "Likes!"][..],
            "\"Likes!\" is no column and field.",
            "Write a column's number or name",
        ),
        (
            &["faults.csv", "--map", "hearts=likes"][..],
            "There is no column \"hearts\".",
            "I know post id, platform, date, text",
        ),
        (&["faults.csv", "--platform", "insta"][..], "I don't know the platform \"insta\".", "Did you mean instagram?"),
        (
            &["faults.csv", "--time-zone", "Mars/North"][..],
            "I don't know the time zone \"Mars/North\".",
            "Write it like",
        ),
    ] {
        let outcome = import(&program, &[arguments, &["--team", "north", "--yes", "--json"]].concat()).await;
        assert_eq!(outcome.status, Some(1), "{arguments:?}");
        let answer = outcome.json();
        assert_eq!((&answer["kind"], &answer["message"]), (&json!("error"), &json!(message)), "{arguments:?}");
        assert!(answer["help"].as_str().unwrap().starts_with(help), "{answer}");
    }
}

#[tokio::test]
async fn in_the_chat_nothing_is_stored_before_a_yes_and_the_file_waits_over_a_restart() {
    let program = with_files();
    let before = program.ask("/campaign list").await.json()["total"].clone();
    let proposed = program.ask("/campaign import weibo.csv").await.json();
    assert_eq!(
        (&proposed["state"], &proposed["platform"], &proposed["export"]),
        (&json!("proposed"), &json!("weibo"), &json!("微博"))
    );
    assert_eq!(program.ask("/campaign list").await.json()["total"], before);
    // Each request is a process of its own: the file has waited.
    let mapped = program.ask("/campaign import map \"点赞数=saves\"").await.json();
    let column = mapped["columns"].as_array().unwrap().iter().find(|it| it["name"] == "点赞数").unwrap().clone();
    assert_eq!(column["field"], "saves");
    let stored = program.ask("/campaign import confirm").await.json();
    assert_eq!((&stored["state"], &stored["added"]), (&json!("imported"), &json!(2)));
    assert_eq!(program.ask("/campaign import confirm").await.status, Some(1));
    program.ask("/campaign import faults.csv").await.json();
    assert_eq!(program.ask("/campaign import cancel").await.json()["kind"], "done");
    assert_eq!(program.ask("/campaign import cancel").await.status, Some(1));
    assert_eq!(program.ask("/campaign list").await.json()["total"], before.as_u64().unwrap() + 2);
}

#[tokio::test]
async fn past_posts_are_found_shown_labelled_counted_and_removed() {
    let program = Program::new("");
    let found = program.ask("/campaign search \"oat latte\" platform=instagram").await.json();
    assert_eq!(found["campaigns"][0]["id"], "C-004", "{found:#}");
    let shown = program.ask("/campaign show C-004").await.json();
    let label = |answer: &Value, kind: &str| {
        let labels = answer["labels"].as_array().unwrap();
        let label = labels.iter().find(|label| label["kind"] == kind).unwrap();
        format!("{} ({})", label["value"].as_str().unwrap(), label["how"].as_str().unwrap())
    };
    assert_eq!(label(&shown, "hook"), "question (signs)");
    assert_eq!(label(&shown, "language"), "en (script)");
    assert!(label(&shown, "sentiment").ends_with("(vader)"), "{shown:#}");
    let corrected = program.ask("/campaign label C-004 hook=contrast topic=\"heart on it\"").await.json();
    assert_eq!(label(&corrected, "hook"), "contrast (person)");
    assert_eq!(label(&corrected, "topic"), "heart on it (person)");
    let listed = program.ask("/campaign list topic=\"heart on it\"").await.json();
    assert_eq!((&listed["total"], &listed["campaigns"][0]["angle"]), (&json!(1), &json!("contrast")));
    let stats = program.ask("/campaign stats platform=instagram").await.json();
    assert!(stats["posts"].as_u64().unwrap() > 10 && !stats["alt"].as_str().unwrap().is_empty(), "{stats:#}");
    let unsure = program.ask("/campaign delete platform=weibo").await;
    assert_eq!(unsure.status, Some(1));
    insta::assert_snapshot!(unsure.error(), @"
    This removes 2 past posts for good.
    To do it, write /campaign delete platform=weibo confirm=2
    ");
    assert_eq!(program.ask("/campaign delete platform=weibo confirm=2").await.json()["kind"], "done");
    assert_eq!(program.ask("/campaign list platform=weibo").await.json()["total"], 0);
    assert_eq!(program.ask("/campaign show C-033").await.status, Some(1));
}

#[tokio::test]
async fn an_export_is_whole_and_another_team_can_take_it() {
    let program = with_files();
    program
        .ask("/campaign add \"=1+1 is what a latte and a window make\" platform=x likes=7 date=2026-03-01")
        .await
        .json();
    program.ask("/campaign label C-004 hook=contrast").await.json();
    let export = program.ask("/campaign export").await.json();
    let path = program.printed_path(&export["path"]).display().to_string();
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(",'=1+1 is what"), "{text}");
    let again = import(&program, &[&path, "--team", "morning-barn", "--yes", "--json"]).await.json();
    assert_eq!((&again["added"], &again["updated"], &again["known"]), (&json!(0), &json!(0), &json!(41)), "{again:#}");
    let taken = import(&program, &[&path, "--team", "north", "--yes", "--json"]).await.json();
    assert_eq!((&taken["added"], &taken["set_aside"]), (&json!(41), &json!(0)), "{taken:#}");
    let ours = program.ask("/campaign list count=100").await.json();
    assert_eq!(ask(&program, "/campaign list count=100").await["campaigns"], ours["campaigns"]);
    assert_eq!(
        ask(&program, "/campaign list label=hook:contrast topic=oat").await["total"].as_u64().map(|it| it > 0),
        Some(true)
    );
}
