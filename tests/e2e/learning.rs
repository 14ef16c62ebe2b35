//! Learning from the team's own posts: from the command line and in the chat, in both languages.

use std::fmt::Write as _;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{Path, State};
use axum::routing::{get, post};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::program::Program;

#[tokio::test]
async fn the_sample_team_is_trained_and_its_card_printed() {
    let program = Program::new("");
    let outcome = program.run(&["model", "train", "--team", "morning-barn", "--json", "--seed", "3"]).await;
    let answer = outcome.json();
    assert_eq!((outcome.status, &answer["kind"]), (Some(0), &json!("trained")), "{outcome:#?}");
    assert_eq!((&answer["outcome"], &answer["version"]), (&json!("first"), &json!(1)));
    let card = &answer["card"];
    assert_eq!(card["settings"]["seed"], 3);
    assert!(card["posts"].as_u64() >= Some(30), "{card:#}");
    assert!(["usual", "regression"].contains(&card["verdict"].as_str().unwrap()), "{card:#}");
    let again = program.run(&["model", "train", "--team", "morning-barn", "--json", "--seed", "3"]).await.json();
    assert_eq!((&again["outcome"], &again["version"]), (&json!("nothing-new"), &json!(1)));
    let printed = program.run(&["model", "train", "--team", "morning-barn", "--level", "90"]).await;
    assert!(printed.out.contains("Not for") && printed.out.contains("Learned from"), "{}", printed.out);
}

#[tokio::test]
async fn a_draft_is_predicted_against_the_teams_usual() {
    let program = Program::new("");
    let text = "Is it still Monday if your latte has a heart on it?";
    let outcome = program
        .run(&["predict", "--team", "morning-barn", "--json", "--platform", "instagram", "--time", "tue 8:00", text])
        .await;
    let answer = outcome.json();
    assert_eq!((outcome.status, &answer["kind"]), (Some(0), &json!("predicted")), "{outcome:#?}");
    let said = &answer["variants"][0]["prediction"];
    let value = |name: &str| said[name].as_f64().unwrap();
    assert!(
        value("low") <= value("expected") && value("expected") <= value("high") && value("usual") > 0.0,
        "{said:#}"
    );
    let sum: f64 = said["contributions"].as_array().unwrap().iter().map(|it| it["value"].as_f64().unwrap()).sum();
    assert!((value("log") - value("mean_log") - sum).abs() < 1e-9);
    let ranked =
        program.ask("/predict \"Oat foam, two minutes.\" | \"Why do lattes have hearts?\" platform=instagram").await;
    assert_eq!(ranked.json()["variants"].as_array().unwrap().len(), 2, "{ranked:#?}");
    let wrong = program.ask("/predict \"Oat foam\" platform=instagram time=soon").await;
    insta::assert_snapshot!(wrong.error(), @r#"
I can't read the time "soon".
Write a day, an hour, or both: time="tue 8:00pm", time="friday morning", time="tomorrow 8pm", time="2026-12-01 20:30".
"#);
}

#[tokio::test]
async fn a_team_without_posts_is_told_that_there_is_not_enough_data() {
    let program = Program::new("");
    let begun = program.outcome_of(program.command(&["run", "--team", "night-owl"]), b"/besttime\n/audit\n").await;
    assert!(begun.out.contains("Not enough data: 0 past posts"), "{}", begun.out);
    let outcome = program.run(&["predict", "--team", "night-owl", "--json", "A text."]).await;
    insta::assert_snapshot!(outcome.error(), @r#"
Not enough data: 0 past posts have the number that is asked for, and I say nothing under 30.
Add past posts with their numbers (/campaign add), or import a file of them.
"#);
    let trained = program.run(&["model", "train", "--team", "night-owl", "--json"]).await.json();
    assert_eq!((&trained["outcome"], &trained["card"]["verdict"]), (&json!("none"), &json!("not-enough")));
}

#[tokio::test]
async fn every_insight_answers_in_both_languages() {
    let program = Program::new("");
    for (text, kind) in [
        ("/besttime", "best-times"),
        ("/audience", "audience"),
        ("/recommend", "recommended"),
        ("/compare instagram x", "compared"),
        ("/audit", "audited"),
        ("/similar latte", "similar"),
        ("/model history", "model-history"),
        ("/最佳时间 平台=instagram", "best-times"),
        ("/受众", "audience"),
        ("/推荐", "recommended"),
        ("/比较 小红书 微博", "compared"),
        ("/审计", "audited"),
        ("/相似 咖啡", "similar"),
    ] {
        let outcome = program.ask(text).await;
        assert_eq!((outcome.status, &outcome.json()["kind"]), (Some(0), &json!(kind)), "{text}: {outcome:#?}");
        let spoken = program.run(&["ask", text]).await;
        assert!(spoken.status == Some(0) && !spoken.out.contains("Unknown localization"), "{text}: {spoken:#?}");
    }
}

#[tokio::test]
async fn what_is_muted_is_never_recommended_again() {
    let program = Program::new("");
    let topics = |answer: Value| -> Vec<String> {
        answer["items"].as_array().unwrap().iter().map(|it| it["topic"].as_str().unwrap().to_owned()).collect()
    };
    let first = topics(program.ask("/recommend").await.json());
    assert_eq!(first.len(), 5);
    let answer = program.ask(&format!("/recommend less=\"{}\" count=20", first[0])).await.json();
    assert_eq!(answer["muted"], json!(first[0]));
    assert!(!topics(answer).contains(&first[0]));
    assert!(!topics(program.ask("/recommend count=20").await.json()).contains(&first[0]));
}

#[tokio::test]
async fn an_older_model_can_be_put_in_force_again() {
    let program = Program::new("");
    program.ask("/model train").await;
    insta::assert_snapshot!(program.ask("/model rollback 7").await.error(), @r#"
There is no such version.
/model history lists them.
"#);
    let answer = program.ask("/model rollback 1").await.json();
    assert_eq!((&answer["in_force"], &answer["rolled_back"]), (&json!(1), &json!(true)));
}

/// What a fine-tuning server was sent, and how often it was asked how the job does.
#[derive(Default)]
struct Tuning {
    uploads: Vec<String>,
    job: Value,
    asked: usize,
}

#[tokio::test]
async fn a_fine_tuning_job_is_submitted_and_followed_to_its_end() {
    let state = Arc::new(Mutex::new(Tuning::default()));
    let router = Router::new()
        .route(
            "/v1/files",
            post(async |State(state): State<Arc<Mutex<Tuning>>>, body: String| {
                let mut state = state.lock().unwrap();
                state.uploads.push(body);
                json!({ "id": format!("file-{}", state.uploads.len()) }).to_string()
            }),
        )
        .route(
            "/v1/fine_tuning/jobs",
            post(async |State(state): State<Arc<Mutex<Tuning>>>, body: String| {
                state.lock().unwrap().job = serde_json::from_str(&body).unwrap();
                json!({ "id": "job-7", "status": "queued" }).to_string()
            }),
        )
        .route(
            "/v1/fine_tuning/jobs/{id}",
            get(async |State(state): State<Arc<Mutex<Tuning>>>, Path(id): Path<String>| {
                let mut state = state.lock().unwrap();
                state.asked += 1;
                match state.asked {
                    1 => json!({ "id": id, "status": "running" }).to_string(),
                    _ => json!({ "id": id, "status": "succeeded", "fine_tuned_model": "ft:barn" }).to_string(),
                }
            }),
        )
        .with_state(Arc::clone(&state));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/v1", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });

    let program = Program::new(&crate::fake_openai::settings(&address, "capable"));
    let outcome = program.run(&["model", "finetune", "--team", "morning-barn", "--on", "fake", "--every", "1"]).await;
    assert_eq!(outcome.status, Some(0), "{outcome:#?}");
    assert!(outcome.out.contains("job job-7: running\njob job-7: succeeded"), "{}", outcome.out);
    assert!(outcome.out.contains("The model is \"ft:barn\""), "{}", outcome.out);
    {
        let state = state.lock().unwrap();
        assert_eq!((&state.job["training_file"], &state.job["validation_file"]), (&json!("file-1"), &json!("file-2")));
        let upload = &state.uploads[0];
        assert!(upload.contains("name=\"purpose\"\r\n\r\nfine-tune") && upload.contains("\"assistant\""));
    }

    let wrong = program.run(&["model", "finetune", "--team", "morning-barn", "--on", "nothing"]).await;
    assert_eq!((wrong.status, wrong.err.as_str()), (Some(1), "There is no entry \"nothing\" in [models].\n"));
}

#[tokio::test]
async fn approved_copy_is_exported_as_chats() {
    let program = Program::new("");
    let answer = program.ask("/model export").await.json();
    let paths = answer["paths"].as_array().unwrap();
    let training =
        std::fs::read_to_string(paths[0].as_str().unwrap().replace("DIR", &program.path("").to_string_lossy()))
            .unwrap();
    assert_eq!(training.lines().count() as u64, answer["training"].as_u64().unwrap());
    let line: Value = serde_json::from_str(training.lines().next().unwrap()).unwrap();
    assert_eq!(line["messages"][2]["role"], "assistant");
}

/// Without any space: lines are broken at the terminal's width, in Chinese anywhere.
pub(super) fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect()
}

/// Imports made-up posts with planted effects into a team of their own.
pub(super) async fn with_posts(program: &Program, team: &str, language: &str) {
    let csv = program.run(&["bench", "posts", "--language", language]).await;
    assert_eq!(csv.status, Some(0), "{csv:#?}");
    import(program, team, &csv.out).await;
}

pub(super) async fn import(program: &Program, team: &str, csv: &str) {
    let file = program.path("posts.csv");
    std::fs::write(&file, csv).unwrap();
    let talk = format!("/campaign import {}\n/campaign import confirm\n", file.display());
    let outcome = program.outcome_of(program.command(&["run", "--team", team]), talk.as_bytes()).await;
    assert_eq!(outcome.status, Some(0), "{outcome:#?}");
}

pub(super) async fn asked(program: &Program, team: &str, text: &str) -> Value {
    program.run(&["ask", "--team", team, "--json", text]).await.json()
}

#[tokio::test]
async fn drafts_and_reviews_carry_one_line_of_prediction_where_a_model_is_good_enough() {
    let program = Program::new("");
    with_posts(&program, "dockside", "en").await;
    let text = "/review \"The kettle is on by the river: latte, come as you are?\" platform=instagram";
    let before = asked(&program, "dockside", text).await;
    assert_eq!(before["reviews"][0]["likely"], Value::Null, "there is no model yet");
    let trained = asked(&program, "dockside", "/model train").await;
    assert_eq!(trained["card"]["verdict"], "regression", "{trained:#}");
    let after = asked(&program, "dockside", text).await;
    let likely = &after["reviews"][0]["likely"];
    let value = |name: &str| likely[name].as_f64().unwrap();
    assert!(value("low") < value("expected") && value("expected") < value("high"), "{likely:#}");
    assert_eq!(
        (&likely["platform"], &likely["level"], &likely["version"]),
        (&json!("instagram"), &json!(0.8), &json!(1))
    );
    let shown = program.run(&["ask", "--team", "dockside", text]).await;
    let flat = on_one_line(&shown.out);
    assert!(flat.contains("×yourusual") && flat.contains("·model1"), "{}", shown.out);
    // What is usual says nothing of a single text.
    program.run(&["model", "train", "--team", "morning-barn"]).await;
    let usual = program.ask("/review \"Oat foam, two minutes.\" platform=instagram").await.json();
    assert_eq!(usual["reviews"][0]["likely"], Value::Null);
}

#[tokio::test]
async fn ideas_without_a_topic_take_one_that_is_recommended_and_say_so() {
    let program = Program::new("");
    let recommended = program.ask("/recommend").await.json();
    let topics: Vec<&str> =
        recommended["items"].as_array().unwrap().iter().map(|it| it["topic"].as_str().unwrap()).collect();
    let answer = program.ask("/ideas").await.json();
    let topic = answer["topic"].as_str().unwrap();
    assert!(topics.contains(&topic), "{topic} is none of {topics:?}");
    let because = answer["angles"][0]["because"][0].clone();
    assert_eq!((&because["kind"], &because["topic"]), (&json!("recommended"), &json!(topic)), "{answer:#}");
    let shown = program.run(&["ask", "/ideas"]).await;
    assert!(on_one_line(&shown.out).contains("younamednotopic"), "{}", shown.out);
    // What is muted is not taken either, whatever the day.
    for topic in &topics {
        program.ask(&format!("/recommend less=\"{topic}\"")).await;
    }
    let other = program.ask("/ideas").await.json();
    assert!(!topics.contains(&other["topic"].as_str().unwrap()), "{other:#}");
}

#[tokio::test]
async fn a_classifier_learns_from_labels_and_is_used_only_where_it_wins() {
    let program = Program::new("");
    let few = program.ask("/model train sentiment").await.json();
    assert_eq!((&few["kind"], &few["outcome"]), (&json!("labels-trained"), &json!("none")), "{few:#}");
    let mut csv = "date,platform,text,format,likes\n".to_owned();
    for it in 0..60 {
        let (text, format) = match it % 2 {
            0 => ("Swipe through the morning, frame by frame", "carousel"),
            _ => ("Watch the baker fold the dough in one take", "reel"),
        };
        writeln!(
            csv,
            "2026-{:02}-{:02},instagram,\"{text} number {it}\",{format},{}",
            it % 9 + 1,
            it % 27 + 1,
            100 + it
        )
        .unwrap();
    }
    import(&program, "dockside", &csv).await;
    let trained = program.run(&["model", "train", "format", "--team", "dockside", "--json"]).await.json();
    assert_eq!((&trained["outcome"], &trained["version"]), (&json!("first"), &json!(1)), "{trained:#}");
    assert!(trained["card"]["accuracy"].as_f64() > Some(0.95) && trained["card"]["kappa"].as_f64() > Some(0.9));
    asked(&program, "dockside", "/campaign add \"Swipe through the evening, frame by frame.\" platform=instagram")
        .await;
    let post = asked(&program, "dockside", "/campaign show C-061").await;
    let label = post["labels"].as_array().unwrap().iter().find(|it| it["kind"] == "format").unwrap();
    assert_eq!((&label["value"], &label["how"]), (&json!("carousel"), &json!("classifier")), "{post:#}");
    // However many labels there are: where all are the same, another kind is what is missing.
    import(&program, "quayside", &csv.replace(",reel,", ",carousel,")).await;
    let same = asked(&program, "quayside", "/model train format").await;
    assert_eq!((&same["labelled"], &same["only"], &same["outcome"]), (&json!(60), &json!("carousel"), &json!("none")));
    let said = program.run(&["ask", "--team", "quayside", "/model train format"]).await.out;
    let flat = on_one_line(&said);
    assert!(flat.contains("all60thatpeoplegaveare\"carousel\".Asecondkindisneeded.") && !flat.contains("30"), "{said}");
    let said = program.run(&["ask", "--team", "quayside", "/模型 训练 形式"]).await.out;
    assert!(on_one_line(&said).contains("60个标签全是“") && said.contains("还需要另一种标签"), "{said}");
    let history = asked(&program, "dockside", "/model history format").await;
    assert_eq!((&history["metric"], &history["in_force"]), (&json!("label-format"), &json!(1)));
    assert_eq!(history["tries"][0]["outcome"], "first");
    let back = asked(&program, "dockside", "/model rollback format 1").await;
    assert_eq!(back["rolled_back"], true);
    let wrong = program.ask("/model train mood").await.error();
    insta::assert_snapshot!(wrong, @r#"
I can't learn the label "mood".
I know topic, sentiment, format.
"#);
    let chinese = program.run(&["ask", "--team", "dockside", "/模型 训练 形式"]).await;
    assert!(chinese.out.contains("分类器"), "{}", chinese.out);
}

#[tokio::test]
async fn what_cannot_be_learned_from_is_said_in_a_sentence() {
    let program = Program::new("");
    let csv = |likes: &dyn Fn(usize) -> String, platform: &str| {
        let mut csv = "date,platform,text,likes\n".to_owned();
        for it in 0..90_usize {
            let (month, day) = (it / 27 + 1, it % 27 + 1);
            writeln!(csv, "2026-{month:02}-{day:02},{platform},A post about cup number {it} and more,{}", likes(it))
                .unwrap();
        }
        csv
    };
    let cases: [(&str, String, &str); 5] = [
        ("constant", csv(&|_| "7".into(), "x"), "have the same engagement: there is nothing to learn"),
        ("missing", csv(&|_| String::new(), "x"), "Not enough data: 0 past posts have engagement"),
        ("one-platform", csv(&|it| (100 + it * 37 % 50).to_string(), "x"), "Platforms: X 90"),
        ("shift", csv(&|it| (if it < 45 { 40 } else { 900 } + it * 37 % 20).to_string(), "x"), "X: since 2026-"),
        (
            "outlier",
            csv(&|it| if it == 50 { "10000000".into() } else { (10 + it * 37 % 9).to_string() }, "x"),
            "Far outside and drawn in, none deleted: 1",
        ),
    ];
    for (team, csv, sentence) in cases {
        import(&program, team, &csv).await;
        let printed = program.run(&["model", "train", "--team", team]).await;
        assert!(on_one_line(&printed.out).contains(&on_one_line(sentence)), "{team}: {}", printed.out);
    }
    let german = "Heute ist der Kaffee besonders gut, und die Sonne scheint auf den Tisch.";
    let said = asked(&program, "shift", &format!("/predict \"{german}\" platform=x")).await;
    assert_eq!(said["new_language"], "de", "{said:#}");
    let printed = program.run(&["ask", "--team", "shift", &format!("/predict \"{german}\" platform=x")]).await;
    assert!(on_one_line(&printed.out).contains("seennexttonopostsinGerman"), "{}", printed.out);
}

#[tokio::test]
async fn an_audit_tells_how_far_people_and_rules_agree() {
    let program = Program::new("");
    for (id, sentiment) in [("C-001", "negative"), ("C-002", "positive"), ("C-003", "neutral")] {
        program.ask(&format!("/campaign label {id} sentiment={sentiment}")).await;
    }
    let audit = program.ask("/audit").await.json();
    assert_eq!((&audit["agreement"][0]["label"], &audit["agreement"][0]["labels"]), (&json!("sentiment"), &json!(3)));
    assert_eq!(audit["overruled"]["labels"], 3, "{:#}", audit["overruled"]);
    assert!(!audit["review_swaps"].as_array().unwrap().is_empty());
    let printed = program.run(&["ask", "/审计"]).await;
    assert!(on_one_line(&printed.out).contains("人和规则在3个里有"), "{}", printed.out);
}

#[tokio::test]
async fn a_missing_adapter_is_named_by_check() {
    let program = Program::new("llm.local.lora = \"barn.gguf\"");
    let outcome = program.run(&["check"]).await;
    assert_eq!(outcome.status, Some(1), "{outcome:#?}");
    insta::assert_snapshot!(outcome.err, @r#"
llm.local.lora: there is no file DIR/models/barn.gguf. Put the adapter (GGUF) there, or set lora = "" for none.
"#);
    std::fs::write(program.path("models/barn.gguf"), "").unwrap();
    assert_eq!(program.run(&["check"]).await.status, Some(0));
}

#[tokio::test]
async fn posts_that_all_did_the_same_are_said_to_wherever_something_is_asked_of_them() {
    let program = Program::new("");
    let mut csv = "date,platform,text,topic,likes\n".to_owned();
    for it in 0..60_usize {
        writeln!(csv, "2026-{:02}-{:02},x,A post about cup number {it},cups,7", it / 27 + 1, it % 27 + 1).unwrap();
    }
    import(&program, "dockside", &csv).await;
    for text in ["/audience", "/besttime", "/recommend", "/predict \"A cup for you.\"", "/受众"] {
        let error = program.run(&["ask", "--team", "dockside", "--json", text]).await.error();
        let says = error.contains("All 60 posts have the same engagement") || error.contains("60 篇帖子的互动都一样");
        assert!(says, "{text}: {error}");
    }
}

#[tokio::test]
async fn a_jump_of_the_numbers_and_a_platform_that_is_all_are_said() {
    let program = Program::new("");
    let mut csv = "date,platform,text,likes\n".to_owned();
    for it in 0..108_usize {
        let likes = (if it < 54 { 40 } else { 900 }) + it * 37 % 20;
        writeln!(csv, "2026-{:02}-{:02},x,A post about cup number {it},{likes}", it / 27 + 1, it % 27 + 1).unwrap();
    }
    import(&program, "dockside", &csv).await;
    for text in ["/besttime", "/audience", "/compare 2026-01 2026-04", "/audit"] {
        let answer = asked(&program, "dockside", text).await;
        let found = answer.to_string();
        assert!(found.contains("\"level_shifts\":[{"), "{text}: {answer:#}");
        let shown = program.run(&["ask", "--team", "dockside", text]).await;
        assert!(on_one_line(&shown.out).contains("X:since2026-"), "{text}: {}", shown.out);
    }
    let shown = program.run(&["ask", "--team", "dockside", "/audit"]).await;
    assert!(on_one_line(&shown.out).contains("platform:onlyX;thatiswhatyourpostscover"), "{}", shown.out);
}

#[tokio::test]
async fn a_level_is_set_alone_and_ways_of_training_are_compared_on_the_same_posts() {
    let program = Program::new("");
    with_posts(&program, "dockside", "en").await;
    let first = asked(&program, "dockside", "/model train").await;
    assert_eq!((&first["outcome"], &first["version"]), (&json!("first"), &json!(1)));
    let level = asked(&program, "dockside", "/model train level=95").await;
    assert_eq!((&level["outcome"], &level["version"]), (&json!("other-level"), &json!(2)));
    let predict = "/predict \"Latte by the river?\" platform=instagram";
    let predicted = asked(&program, "dockside", predict).await;
    assert_eq!(predicted["variants"][0]["prediction"]["level"], json!(0.95));

    // Of one platform: held against the old one on posts of that platform, not on all.
    let narrow = asked(&program, "dockside", "/model train platforms=instagram level=95").await;
    let (posts, tested) = (&narrow["compared"]["posts"], &first["card"]["errors"]["tested"]);
    assert!(posts.as_u64() < tested.as_u64() && posts.as_u64() >= Some(20), "{posts} of {tested}");
}

#[tokio::test]
async fn posts_of_which_nobody_said_the_topic_are_recommended_by_what_those_like_them_are_about() {
    let program = Program::new("");
    let mut csv = "date,platform,text,likes\n".to_owned();
    let about = ["Matcha whisked slowly at the bar", "Bicycle repair on the square", "Jazz evening with the trio"];
    let more = ["for the early crowd", "with a friend", "rain or shine", "before the week begins", "as every month"];
    for it in 0..60_usize {
        let (text, end) = (about[it % 3], more[it / 3 % 5]);
        writeln!(csv, "2026-{:02}-{:02},x,{text} {end},{}", it / 27 + 1, it % 27 + 1, 40 + it * 37 % 60).unwrap();
    }
    import(&program, "dockside", &csv).await;
    let answer = asked(&program, "dockside", "/recommend team").await;
    let topics: Vec<&str> =
        answer["items"].as_array().unwrap().iter().map(|it| it["topic"].as_str().unwrap()).collect();
    let is_of_posts = |topic: &&str| ["matcha", "bicycle", "jazz"].iter().any(|it| topic.to_lowercase().contains(it));
    assert!(!topics.is_empty() && topics.iter().all(is_of_posts), "{topics:?}");
    let draft = format!("/recommend team less=\"{}\"", topics[0]);
    assert_eq!(asked(&program, "dockside", &draft).await["kind"], "recommended");
}

#[tokio::test]
async fn names_that_the_bot_shows_can_be_compared_and_a_thing_not_with_itself() {
    let program = Program::new("");
    with_posts(&program, "dockside", "en").await;
    let answer = asked(&program, "dockside", "/compare question straight").await;
    assert_eq!((&answer["sides"][0][0], &answer["sides"][1][0]), (&json!("Question"), &json!("Straight")));
    let forms = asked(&program, "dockside", "/compare positive neutral").await;
    assert_eq!((&forms["sides"][0][0], &forms["sides"][1][0]), (&json!("positive"), &json!("neutral")));
    let answer = asked(&program, "dockside", "/比较 提问 直说").await;
    assert_eq!((&answer["sides"][0][0], &answer["sides"][1][0]), (&json!("提问"), &json!("直说")));
    let same = program.run(&["ask", "--team", "dockside", "--json", "/compare latte Latte"]).await.error();
    assert!(same.contains("are the same"), "{same}");
    let near = program.run(&["ask", "--team", "dockside", "--json", "/模型 训练 最小=60"]).await.error();
    assert!(near.contains("最少") && !near.contains("最少来源") && near.contains("/模型 训练"), "{near}");
    let outcome = asked(&program, "dockside", "/模型 训练 平台=instagram").await;
    assert_eq!(outcome["card"]["settings"]["platforms"], json!(["instagram"]));
}

#[tokio::test]
async fn a_prediction_says_when_it_is_for_and_its_reasons_can_be_multiplied() {
    let program = Program::new("");
    with_posts(&program, "dockside", "en").await;
    let text = "/predict \"The kettle is on by the river: latte, come as you are.\" platform=instagram";
    let shown = program.run(&["ask", "--team", "dockside", text]).await;
    let flat = on_one_line(&shown.out);
    assert!(flat.contains("Fornow,") && flat.contains("smallerreasons") && !flat.contains(".png"), "{}", shown.out);
    let night = asked(&program, "dockside", &format!("{text} time=\"thu 3:00\"")).await;
    assert_eq!((&night["moment"]["given"], &night["moment"]["hour_is_known"]), (&json!(true), &json!(false)));
}

#[tokio::test]
async fn of_protected_segments_nothing_is_said_and_of_unread_languages_no_angle_is_claimed() {
    let program = Program::new("");
    let mut csv = "date,platform,text,segment,likes\n".to_owned();
    for it in 0..80_usize {
        let segment = ["women 25-34", "回族"][it % 2];
        let likes = 100 + it * 37 % 50;
        let day = format!("2026-{:02}-{:02}", it / 27 + 1, it % 27 + 1);
        writeln!(csv, "{day},x,Новые свечи ручной работы для вас номер {it}.,{segment},{likes}").unwrap();
    }
    import(&program, "dockside", &csv).await;
    for text in ["/audience", "/audit", "/model train"] {
        let shown = program.run(&["ask", "--team", "dockside", text]).await;
        let named = shown.out.matches("25-34").count();
        assert!(named <= 1 && !shown.out.contains("Straight"), "{text}: {}", shown.out);
        assert!(on_one_line(&shown.out).contains("protectedtraits"), "{text}: {}", shown.out);
        assert!(text == "/audit" || shown.out.contains("Russian"), "{text}: {}", shown.out);
        assert!(!shown.out.contains("\"вас\""), "{text}: {}", shown.out);
    }
}
