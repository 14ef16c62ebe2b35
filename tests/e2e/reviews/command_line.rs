//! `copydesk review` in scripts and CI, and the next steps as commands.

use serde_json::Value;

use crate::fake_openai::FakeOpenAi;
use crate::program::Program;

const TEXT: &str = "We are the best coffee in town. The oat-milk latte was made by Mara. Come by before ten.";

fn with_file(name: &str, bytes: impl AsRef<[u8]>) -> Program {
    let program = Program::new("");
    std::fs::write(program.path(name), bytes).unwrap();
    program
}

#[tokio::test]
async fn a_score_under_the_least_ends_with_status_one() {
    let program = with_file("post.txt", TEXT);
    let outcome = program.run(&["review", "post.txt", "--no-llm", "--json"]).await;
    let score = outcome.json()["reviews"][0]["score"].as_u64().unwrap();
    assert_eq!(outcome.status, Some(0));
    for (least, status) in [(score, 0), (score + 1, 1), (0, 0), (100, 1)] {
        let outcome = program.run(&["review", "post.txt", "--no-llm", "--min-score", &least.to_string()]).await;
        assert_eq!(outcome.status, Some(status), "{least} against {score}");
    }
    assert_eq!(program.run(&["review", "post.txt", "--min-score", "101"]).await.status, Some(2));
    assert!(!program.path("data").exists(), "nothing is stored");
}

#[tokio::test]
async fn the_same_file_gives_the_same_json() {
    let program = with_file("post.txt", TEXT);
    let first = program.run(&["review", "post.txt", "--json"]).await;
    assert_eq!(first.out, program.run(&["review", "post.txt", "--json"]).await.out);
    let answer = first.json();
    assert_eq!(answer["kind"], "review");
    for finding in answer["reviews"][0]["findings"].as_array().unwrap() {
        for quote in finding["quotes"].as_array().unwrap() {
            let place = |name: &str| quote[name].as_u64().unwrap() as usize;
            assert_eq!(&TEXT[place("start")..place("end")], quote["text"].as_str().unwrap(), "{quote}");
        }
        assert!(
            ["what", "why", "mend", "source"].iter().all(|it| !finding[it].as_str().unwrap().is_empty()),
            "{finding}"
        );
    }
}

#[tokio::test]
async fn an_audience_changes_what_is_easy_enough() {
    let text = "Our visitors like the quiet rooms, and the kitchen prepares seasonal dishes every morning. Several tables offer \
                a view over the river. Reservations are possible until Saturday.";
    let program = with_file("post.txt", text);
    let level = async |audience: &str| {
        let answer = program.run(&["review", "post.txt", "--json", "--audience", audience]).await.json();
        let checks = answer["reviews"][0]["checks"].as_array().unwrap().clone();
        let found = checks.into_iter().find(|it| it["check"] == "readability").unwrap();
        (found["level"].as_str().unwrap().to_string(), found["figures"]["target"].as_u64().unwrap())
    };
    assert_eq!(level("experts").await.1, 30);
    assert_eq!(level("teenagers").await, ("poor".into(), 70));
    assert_ne!(level("experts").await.0, level("children").await.0);
    let answer = program.run(&["review", "post.txt", "--json", "--audience", "dog owners"]).await.json();
    assert!(
        answer["notes"][0].as_str().unwrap().starts_with("I have no target of its own for “dog owners”"),
        "{answer:#}"
    );
}

#[tokio::test]
async fn options_are_checked() {
    let program = with_file("post.txt", TEXT);
    let said = async |arguments: &[&str]| {
        let outcome = program.run(&[&["review", "post.txt"], arguments].concat()).await;
        assert_eq!(outcome.status, Some(1), "{outcome:#?}");
        outcome.err
    };
    assert!(said(&["--platform", "insta gram"]).await.contains("insta gram"));
    assert!(said(&["--lang", "klingon"]).await.contains("klingon"));
    assert!(said(&["--keyphrase", "!!"]).await.contains("keyphrase can't be “!!”"));
    let long = "x".repeat(300);
    assert!(said(&["--audience", &long]).await.contains("at most 200 characters"));
}

#[tokio::test]
async fn a_text_goes_from_its_review_to_the_board_and_each_step_survives_a_restart() {
    let server = FakeOpenAi::saying(|asked| match super::wants_critique(asked) {
        true => "Say who made it.".into(),
        false => "Mara made the oat-milk latte. Come by before ten for coffee in town.".into(),
    })
    .await;
    let program = Program::new(&server.settings("capable"));
    let first = program.ask(&format!("/review platform=x {TEXT}")).await.json();
    assert_eq!(first["id"], "T-001");
    let details = program.ask("/text details T-001").await.json();
    assert_eq!((&details["kind"], &details["review"]), (&"review-details".into(), &first["reviews"][0]));
    let explained = program.ask("/text explain T-001 finding=1").await.json();
    assert_eq!(explained["review"]["findings"][0], first["reviews"][0]["findings"][0]);
    let linkedin = program.ask("/text for T-001 platform=linkedin").await.json();
    assert_eq!(
        (&linkedin["id"], &linkedin["reviews"][0]["fits"][0]["platform"]),
        (&"T-002".into(), &"linkedin".into())
    );
    let sent = program.ask("/text send T-001 what=rewrite").await.json();
    assert_eq!(
        (&sent["kind"], &sent["state"], &sent["done"]),
        (&"draft".into(), &"in-review".into(), &"submit".into()),
        "{sent:#}"
    );
    assert_eq!(sent["pieces"][0]["text"], first["rewrite"]["text"]);
    assert_eq!(sent["pieces"][0]["platform"], "x");
    assert_eq!(
        program.ask("/text send T-001").await.error(),
        "T-001 is on the board already, as D-001.\nSee it: /draft show D-001"
    );
    let chinese = program.ask("/文案 送审 T-002 版本=原文").await.json();
    assert_eq!(chinese["pieces"][0]["text"], TEXT, "{chinese:#}");
    assert_eq!(program.ask("/drafts state=in-review").await.json()["total"], 2);
}

#[tokio::test]
async fn steps_that_make_no_sense_are_refused_with_what_to_do() {
    let program = Program::new("");
    program.ask(&format!("/review {TEXT}")).await;
    let mut said = Vec::new();
    for command in [
        "/text details T-009",
        "/text details",
        "/text send T-001 what=rewrite",
        "/text send T-001 what=everything",
        "/text for T-001",
        "/文案 详情 T-009",
    ] {
        said.push(program.ask(command).await.error());
    }
    insta::assert_snapshot!(said.join("\n"), @"
    There is no reviewed text T-009.
    /review gives a text its id, such as T-001.
    Which text? Say its id.
    /review gives a text its id, such as T-001.
    There is no rewrite of T-001 yet.
    Ask for one: /text rewrite T-001
    I can't send “everything”.
    what is original or rewrite.
    For which platform shall I review T-001?
    Such as /text for T-001 platform=x
    没有编号为 T-009 的文案。
    /审稿 会给文案编号，如 T-001。
    ");
    let unknown = program.ask("/text explain T-001 finding=99").await.error();
    assert!(unknown.starts_with("T-001 has no finding 99; it has "), "{unknown}");
    assert!(program.ask("/text for T-001 platform=instagrem").await.error().contains("instagram"));
}

#[tokio::test]
async fn long_details_are_a_file_and_nothing_is_cut_off() {
    let program = Program::new("");
    let text = "GUARANTEED the best deal!!! Hey guys, it was made by us, basically very very cheap 🔥🔥🔥🔥 definately #a #b #c #d #e #f #g \
                http://a.example http://b.example";
    let review = program.ask(&format!("/review platform=x {text}")).await.json();
    let findings = review["reviews"][0]["findings"].as_array().unwrap().clone();
    assert!(findings.len() > 6, "{review:#}");
    let shown = program.run(&["ask", "/text details T-001"]).await.out;
    assert!(shown.contains(&format!("All {} findings with their places are in the file.", findings.len())), "{shown}");
}

#[tokio::test]
async fn variants_are_ranked() {
    let program = Program::new("");
    let answer = program
        .ask("/review We are the best, guaranteed!!! Hey guys.\n---\nThe oat latte is back. Come by before ten.\n---\n")
        .await
        .json();
    let variants: Vec<u64> =
        answer["reviews"].as_array().unwrap().iter().map(|it: &Value| it["variant"].as_u64().unwrap()).collect();
    assert_eq!(variants, [2, 1], "{answer:#}");
    let details = program.ask("/text details T-001").await.json();
    assert_eq!(details["review"]["text"], "The oat latte is back. Come by before ten.");
}

#[tokio::test]
async fn in_a_terminal_a_file_is_named_and_variants_stand_on_one_line() {
    let program =
        with_file("post.md", "# Oat\n\nWe are **the best** coffee in town.\n\n---\n\nCome by --- before ten.\n");
    let answer = program.ask("/review post.md platform=x").await.json();
    // Blank where there is no prose, so that places stay, and nothing that can't be seen.
    let on_command_line = program.run(&["review", "post.md", "--no-llm", "--json"]).await.json();
    for read in [&answer["text"], &on_command_line["text"]] {
        let read = read.as_str().unwrap();
        assert!(read.starts_with("  Oat\n\nWe are   the best   coffee"), "{read:?}");
    }
    assert_eq!(answer["reviews"].as_array().unwrap().len(), 1, "{answer:#}");
    assert_eq!(answer["reviews"][0]["findings"][0]["kind"], "claim-superlative", "{answer:#}");
    let missing = program.ask("/review posts.md").await.error();
    assert!(missing.starts_with("I can't read a file posts.md."), "{missing}");
    let answer = program
        .ask("/review We are the best, guaranteed!!! --- The oat latte is back. Come by before ten.")
        .await
        .json();
    assert_eq!(answer["reviews"].as_array().unwrap().len(), 2, "{answer:#}");
}

#[tokio::test]
async fn without_a_model_that_can_edit_no_rewrite_is_offered_and_none_can_be_sent() {
    let program = with_file("post.txt", TEXT);
    let shown = program.run(&["ask", &format!("/review {TEXT}")]).await.out;
    assert!(shown.contains("/text details T-001") && !shown.contains("/text rewrite"), "{shown}");
    program.ask("/text send T-001").await;
    let refused = program.ask("/text send T-001 what=rewrite").await.error();
    assert!(refused.starts_with("There is no rewrite of T-001 yet."), "{refused}");
}

#[tokio::test]
async fn an_audience_is_said_once_and_in_the_texts_own_terms() {
    let program = with_file("post.txt", TEXT);
    let note = async |command: &str| program.ask(command).await.json()["notes"][0].as_str().unwrap().to_string();
    let said = note(&format!("/review audience=\"for children\" {TEXT}")).await;
    assert!(said.starts_with("For children: reading ease"), "{said}");
    let said = note("/审稿 受众=专家 燕麦拿铁回来了，欢迎来店里坐一坐，十点前来的客人有位子。").await;
    assert!(said.contains("专家") && !said.contains("英文"), "{said}");
}

#[tokio::test]
async fn help_tells_of_one_command() {
    let program = Program::new("");
    let all = program.ask("/help").await.json();
    let one = program.ask("/help review").await.json();
    let commands = one["commands"].as_array().unwrap();
    assert!(all["commands"].as_array().unwrap().len() > 20 && commands.len() == 1, "{one:#}");
    assert!(commands[0]["usage"].as_str().unwrap().starts_with("/review"), "{one:#}");
    let platform = commands[0]["options"].as_array().unwrap().iter().find(|it| it["name"] == "platform").unwrap();
    assert!(platform["values"].as_array().unwrap().iter().any(|it| it == "instagram"), "{one:#}");
    assert!(commands[0]["example"].as_str().unwrap().starts_with("/review"), "{one:#}");

    // As Telegram writes it, and one that others go on from.
    let import = program.ask("/help campaign_import").await.json();
    assert!(import["commands"][0]["usage"].as_str().unwrap().starts_with("/campaign import"), "{import:#}");
    let prefs = program.ask("/help prefs").await.json();
    assert_eq!(prefs["commands"].as_array().unwrap().len(), 1, "{prefs:#}");
    assert!(prefs["related"].as_array().unwrap().iter().any(|it| it == "/prefs set"), "{prefs:#}");
    let unknown = program.ask("/help reviw").await.json();
    assert!(unknown["help"].as_str().unwrap().contains("/review"), "{unknown:#}");
}

#[tokio::test]
async fn the_first_words_on_a_platform_are_four_lines() {
    let program = Program::new("chat.language = \"en\"\n");
    insta::assert_snapshot!(program.run(&["ask", "/start"]).await.out, @r"
    Copydesk: ideas, drafts, reviews and trend digests for marketing teams, each with its reason.
    Ideas: give me three posts about the oat-milk latte for Instagram
    A review: /review We are the best coffee in town
    Your past posts, to learn from: send me a CSV file. /help lists all that I do.
    ");
}
