//! What a team teaches the bot: rules for words, preferences with their history, a person's own wishes.

use crate::copywriter::copy;
use crate::fake_openai::FakeOpenAi;
use crate::program::Program;

#[tokio::test]
async fn a_rule_is_kept_only_if_its_example_matches_and_shapes_ideas() {
    let server = FakeOpenAi::saying(copy).await;
    let program = Program::new(&server.settings("capable"));
    let wrong = program.ask(r#"/prefs rule add "ban game-changer" example="It changes the game.""#).await.error();
    assert!(wrong.starts_with(r#"The example "It changes the game." does not have "game-changer" in it"#), "{wrong}");
    let none = program.ask(r#"/prefs rule add "ban game-changer""#).await.error();
    assert!(none.contains(r#"/prefs rule add "ban game-changer" example="#), "{none}");
    let kept = program
        .ask(r#"/prefs rule add "say calm hour, not quiet hour" example="A quiet hour by the window.""#)
        .await
        .json();
    assert_eq!((&kept["changed"], &kept["done"]), (&"R-001".into(), &"added".into()), "{kept:#}");
    program.ask(r#"/偏好 规则 添加 "禁用 最好" 例句="全城最好的拿铁。""#).await;

    let answer = program.ask("/ideas oat-milk latte platform=instagram count=1").await.json();
    let idea = &answer["ideas"][0];
    assert_eq!(idea["text"], "What does a calm hour taste like? Oat milk, warm foam and a latte in both hands.");
    assert!(idea["because"].to_string().contains(r#""id":"R-001""#), "{idea:#}");
    let rules = program.ask("/prefs rule list").await.json();
    assert!(rules["rules"][0]["matched"].as_u64().unwrap() > 0, "{rules:#}");
    assert_eq!(rules["rules"][1]["demand"], "banned");

    program.ask("/prefs rule remove R-001").await;
    assert_eq!(program.ask("/prefs rule").await.json()["rules"].as_array().unwrap().len(), 1);
    program.ask("/prefs undo").await;
    let rules = program.ask("/prefs rule").await.json();
    assert_eq!(rules["rules"][0]["say"], "calm hour", "{rules:#}");
}

#[tokio::test]
async fn every_change_of_preferences_is_kept_and_can_be_taken_back() {
    let program = Program::new("");
    program.ask("/prefs set voice \"calm, dry\"").await;
    program.ask("/prefs set audience commuters").await;
    let undone = program.ask("/prefs undo").await.json();
    assert_eq!(undone["undone"], "P-002", "{undone:#}");
    let change = &undone["changes"][0];
    assert_eq!(
        (&change["key"], &change["undoes"], &change["by"]),
        (&"audience".into(), &"P-002".into(), &"console:cli".into())
    );
    program.ask("/prefs undo").await;
    let preferences = program.ask("/prefs").await.json();
    assert_eq!(preferences["preferences"][1]["value"], serde_json::json!(["warm", "witty"]));
    let nothing = program.ask("/prefs undo").await.error();
    assert!(nothing.starts_with("There is no change of preferences to take back."), "{nothing}");
}

#[tokio::test]
async fn the_best_posts_propose_and_nothing_is_stored_before_it_is_accepted() {
    let program = Program::new("");
    let before = program.ask("/prefs").await.json()["preferences"].clone();
    let proposed = program.ask("/prefs learn").await.json();
    let proposals = proposed["proposals"].as_array().unwrap();
    assert!(!proposals.is_empty(), "{proposed:#}");
    assert_eq!(program.ask("/prefs").await.json()["preferences"], before);
    let number = proposals[0]["number"].as_u64().unwrap();
    let accepted = program.ask(&format!("/prefs learn accept {number}")).await.json();
    assert_eq!(accepted["accepted"][0], proposals[0]["key"], "{accepted:#}");
    let after = program.ask("/prefs").await.json();
    let value = after["preferences"].as_array().unwrap().iter().find(|it| it["key"] == proposals[0]["key"]).unwrap();
    assert_eq!(value["value"].to_string().replace('#', ""), proposals[0]["value"].to_string().replace('#', ""));
}

#[tokio::test]
async fn a_person_s_own_wishes_are_shown_followed_and_forgotten() {
    let server = FakeOpenAi::saying(copy).await;
    let program = Program::new(&server.settings("capable"));
    program.ask("/me set topics oat-milk latte").await;
    program.ask("/me set platforms x").await;
    let ideas = program.ask("/ideas count=1").await.json();
    assert_eq!((&ideas["topic"], &ideas["ideas"][0]["platform"]), (&"oat-milk latte".into(), &"x".into()), "{ideas:#}");
    let me = program.ask("/me set language zh").await;
    let me = me.json();
    assert_eq!((&me["topics"][0], &me["language"]), (&"oat-milk latte".into(), &"zh".into()), "{me:#}");
    let me = program.ask("/me").await.json();
    assert!(me["records"].to_string().contains("named"), "{me:#}");
    let all = std::fs::read_to_string(program.printed_path(&me["path"])).unwrap();
    for part in ["在团队 ", "\nideas 00000001\n", "\npeople console:cli\n", "\nusage ", "  topic: oat-milk latte\n"]
    {
        assert!(all.contains(part), "{part} is not in\n{all}");
    }
    let spoken = program.ask("/draft show D-001").await.json();
    assert_eq!(spoken["message"], "没有 D-001 这份草稿。");
    program.ask("/forget me").await;
    let me = program.ask("/me").await.json();
    assert_eq!((&me["language"], &me["topics"]), (&serde_json::Value::Null, &serde_json::json!([])), "{me:#}");
    // What was used today is left, as `/forget me` says; nothing else knows the person.
    let all = std::fs::read_to_string(program.printed_path(&me["path"])).unwrap();
    let kinds: Vec<&str> =
        all.lines().filter(|line| !line.starts_with(' ')).skip(3).filter(|it| !it.is_empty()).collect();
    assert!(kinds.iter().all(|kind| kind.starts_with("usage ")), "{all}");
    let why = program.ask("/why I-001").await.json();
    assert_eq!(why["by"], "");
}
