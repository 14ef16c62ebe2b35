//! Learning from the team's own posts: from the command line and in the chat, in both languages.

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
Write a weekday, an hour, or both: time="tue 8:00".
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
