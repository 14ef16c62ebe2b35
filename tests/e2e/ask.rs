//! `copydesk ask`: one request, and the answer in its documented JSON form.

use std::path::Path;

use serde_json::{Value, json};

use crate::copywriter::copy;
use crate::fake_openai::FakeOpenAi;
use crate::program::Program;

const SCHEMA: &str = include_str!("../../docs/ask.schema.json");

/// What the documented schema has against an answer.
fn mistakes(answer: &Value) -> Vec<String> {
    let schema = serde_json::from_str(SCHEMA).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    validator.iter_errors(answer).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

#[test]
fn the_documented_schema_is_that_of_the_types() {
    let schema = schemars::schema_for!(copydesk::answer::Answer);
    let schema = serde_json::to_string_pretty(&schema).unwrap() + "\n";
    if std::env::var_os("UPDATE_SCHEMA").is_some() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/ask.schema.json");
        std::fs::write(path, schema).unwrap();
    } else {
        assert!(
            SCHEMA == schema,
            "docs/ask.schema.json is not what the types give; run this test with UPDATE_SCHEMA=1"
        );
    }
}

#[test]
fn an_answer_that_lacks_a_documented_field_is_no_answer() {
    assert_eq!(mistakes(&json!({ "kind": "error", "message": "No.", "help": "" })), [""; 0]);
    for answer in [
        json!({ "kind": "error", "message": "No." }),
        json!({ "kind": "error", "message": "No.", "help": 1 }),
        json!({ "kind": "surprise" }),
        json!({ "kind": "chat", "text": "Hello", "notes": [], "model": { "name": "fake" } }),
    ] {
        assert_ne!(mistakes(&answer), [""; 0], "{answer}");
    }
}

#[tokio::test]
async fn every_kind_of_answer_is_as_the_schema_says() {
    let server = FakeOpenAi::saying(copy).await;
    let program = Program::new(&server.settings("capable"));
    let cases = [
        ("/ideas oat-milk latte platform=instagram count=2", "ideas"),
        ("give me two posts about the oat-milk latte for Instagram", "ideas"),
        ("给新品燕麦拿铁写两条小红书文案", "ideas"),
        ("/ideas oat-milk latte platform=blog format=title count=1", "ideas"),
        ("Which of our posts did best?", "chat"),
        ("/prefs", "preferences"),
        (r#"/prefs set voice "warm, witty""#, "preferences"),
        ("/campaign list count=3", "campaigns"),
        (r#"/campaign add "A new chair by the stove." platform=x likes=12 date=2026-03-14"#, "campaigns"),
        (r#"/campaign add "A new lamp, too." platform=facebook"#, "campaigns"),
        ("/why", "explanation"),
        ("/help", "help"),
        ("/help campaign_import", "help"),
        ("/start", "welcome"),
        ("/help nothing-like-it", "error"),
        ("/quit", "farewell"),
        ("/ideas", "ideas"),
        ("/ideas ☕", "error"),
    ];
    for (text, kind) in cases {
        let outcome = program.ask(text).await;
        let answer = outcome.json();
        assert_eq!(answer["kind"], kind, "{text}: {outcome:#?}");
        assert_eq!(mistakes(&answer), [""; 0], "{text}: {answer:#}");
        assert_eq!(outcome.status, Some(if kind == "error" { 1 } else { 0 }), "{text}");
        assert_eq!(outcome.err, "", "{text}");
    }
}

#[tokio::test]
async fn ideas_carry_all_that_a_program_needs() {
    let server = FakeOpenAi::saying(copy).await;
    let program = Program::new(&server.settings("capable"));
    let answer = program.ask("/ideas oat-milk latte platform=instagram count=1").await.json();
    assert_eq!(answer["model"], json!({ "name": "fake", "kind": "remote" }));
    assert_eq!((&answer["topic"], &answer["wanted"]), (&json!("oat-milk latte"), &json!(1)));
    let idea = &answer["ideas"][0];
    assert_eq!(idea["text"], "What does a quiet hour taste like? Oat milk, warm foam and a latte in both hands.");
    assert_eq!(
        (&idea["angle"], &idea["platform"], &idea["format"]),
        (&json!("question"), &json!("instagram"), &json!("post"))
    );
    let written = format!("{}\n{}", idea["text"].as_str().unwrap(), texts(&idea["hashtags"]).join(" "));
    assert_eq!(idea["length"], json!({ "used": written.chars().count(), "limit": 2200, "unit": "characters" }));
    let reasons = idea["because"].as_array().unwrap();
    assert!(reasons.iter().any(|it| it["kind"] == "angle" && it["ratio"].as_f64() > Some(1.0)), "{reasons:#?}");
    assert!(reasons.iter().any(|it| it["kind"] == "campaign" && it["id"] == "C-004"), "{reasons:#?}");
    assert!(reasons.iter().any(|it| it["kind"] == "preference" && it["id"] == "voice"), "{reasons:#?}");
    let shares: f64 = idea["terms"].as_array().unwrap().iter().map(|term| term["weight"].as_f64().unwrap()).sum();
    assert!((shares - 1.0).abs() < 1e-6, "{shares}");
}

fn texts(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|item| item.as_str().unwrap()).collect()
}

#[tokio::test]
async fn without_a_model_there_are_angles_and_everything_else_works() {
    let program = Program::new("");
    let outcome = program.ask("/ideas oat-milk latte platform=instagram count=3").await;
    let answer = outcome.json();
    assert_eq!((&answer["kind"], outcome.status), (&json!("angles"), Some(0)));
    assert_eq!(mistakes(&answer), [""; 0]);
    assert_eq!(answer["angles"].as_array().unwrap().len(), 3);
    assert_eq!(answer["angles"][0]["because"][1]["id"], "C-004");
    insta::assert_snapshot!(format!("{}\n{}", answer["message"].as_str().unwrap(), answer["help"].as_str().unwrap()), @r#"
The model smollm2-135m isn't here: DIR/models/SmolLM2-135M-Instruct.Q4_1.gguf does not exist.
Fetch it with: make model MODEL=smollm2-135m (or copydesk model fetch smollm2-135m), then start me again. Everything that needs no model works meanwhile.
"#);
    insta::assert_snapshot!(program.ask("Should we post on Sundays?").await.error(), @r#"
The model smollm2-135m isn't here: DIR/models/SmolLM2-135M-Instruct.Q4_1.gguf does not exist.
Fetch it with: make model MODEL=smollm2-135m (or copydesk model fetch smollm2-135m), then start me again. Everything that needs no model works meanwhile.
"#);
    assert_eq!(program.ask("/prefs").await.json()["kind"], "preferences");
}

#[tokio::test]
async fn a_remote_model_without_its_key_is_a_missing_model() {
    let settings = crate::fake_openai::settings("http://127.0.0.1:9/v1", "capable").replace("FAKE_KEY", "NO_KEY");
    let program = Program::new(&settings);
    insta::assert_snapshot!(program.ask("Should we post on Sundays?").await.error(), @r#"
The model fake needs a key: the environment variable NO_KEY holds no key.
Whoever runs me sets the key that [models.fake] in config.toml names, and starts me again.
"#);
}

#[tokio::test]
async fn a_team_that_nobody_knows_is_an_error_with_the_nearest_name() {
    let program = Program::new("");
    let outcome = program.run(&["ask", "--json", "--team", "morning-bran", "/prefs"]).await;
    assert_eq!(mistakes(&outcome.json()), [""; 0]);
    insta::assert_snapshot!(outcome.error(), @r#"
I don't know the team "morning-bran". Did you mean morning-barn? I know morning-barn.
Start a new one with: copydesk run --team NAME.
"#);
    let outcome = program.run(&["ask", "--team", "Nobody Here", "/prefs"]).await;
    assert_eq!((outcome.status, outcome.out.as_str()), (Some(1), ""));
    insta::assert_snapshot!(outcome.err, @r#"I don't know the team "Nobody Here". I know morning-barn; start a new one with: copydesk run --team NAME"#);
}

#[tokio::test]
async fn each_team_has_its_own_records() {
    let program = Program::new("");
    let begun =
        program.outcome_of(program.command(&["run", "--team", "night-owl"]), b"/prefs set brand \"Night Owl\"\n");
    assert_eq!(begun.await.status, Some(0));
    let brand = async |team| {
        let answer = program.run(&["ask", "--json", "--team", team, "/prefs"]).await.json();
        answer["preferences"][0]["value"].clone()
    };
    assert_eq!(brand("night-owl").await, json!(["Night Owl"]));
    assert_eq!(brand("morning-barn").await, json!(["Morning Barn"]));
    let listed = program.run(&["ask", "--json", "--team", "night-owl", "/campaign list"]).await.json();
    assert_eq!(listed["total"], 0);
}

#[tokio::test]
async fn a_broken_configuration_is_an_error_in_json_too() {
    let program = Program::with_config("chat.languag = \"en\"\nideas.count = 12\n");
    let outcome = program.ask("/prefs").await;
    let answer = outcome.json();
    assert_eq!((outcome.status, outcome.err.as_str()), (Some(2), ""));
    assert_eq!(mistakes(&answer), [""; 0]);
    insta::assert_snapshot!(format!("{}\n--\n{}", answer["message"].as_str().unwrap(), answer["help"].as_str().unwrap()), @r#"
chat.languag: there is no such setting; did you mean chat.language?
ideas.count = 12: expected at most ideas.most, which is 10
--
2 mistakes in DIR/config.toml
"#);
    let outcome = program.run(&["ask", "/prefs"]).await;
    assert_eq!((outcome.status, outcome.out.as_str()), (Some(2), ""));
    insta::assert_snapshot!(outcome.err, @r#"
chat.languag: there is no such setting; did you mean chat.language?
ideas.count = 12: expected at most ideas.most, which is 10
2 mistakes in DIR/config.toml
"#);
}

#[tokio::test]
async fn words_need_no_quotes_and_people_get_the_chats_reply() {
    let program = Program::new("");
    let outcome = program.run(&["ask", "/campaign", "list", "platform=weibo", "count=1"]).await;
    assert_eq!((outcome.status, outcome.err.as_str()), (Some(0), ""));
    insta::assert_snapshot!(outcome.out, @r#"
1 of 2 past posts

id      date         platform   angle    likes   vs usual   text
C-033   2026-08-06   Weibo      Number   50      1.0 ×      20把椅子，1支小号，一屋子咖啡香。周五的
                                                            爵士夜不用订位，来早的坐…
"#);
    let outcome = program.run(&["ask", "/campaign", "lst"]).await;
    assert_eq!((outcome.status, outcome.err.as_str()), (Some(1), ""));
    insta::assert_snapshot!(outcome.out, @r#"
I don't know the command /campaign lst.
I know /campaign list, /campaign add, /campaign show, /campaign search, /campaign stats, /campaign
label, /campaign import, /campaign source, /campaign delete, /campaign export.
"#);
}
