//! What the learning divides posts by, what it leaves out, and what it says of data that says little.

use std::fmt::Write as _;

use serde_json::json;

use crate::learning::{asked, import, on_one_line, with_posts};
use crate::program::Program;

#[tokio::test]
async fn what_was_muted_is_in_no_list_and_one_line_says_how_to_see_it_again() {
    let program = Program::new("");
    with_posts(&program, "dockside", "en").await;
    let topics = |found: &serde_json::Value| -> Vec<String> {
        let items = found["items"].as_array().unwrap();
        items.iter().map(|it| it["topic"].as_str().unwrap().to_owned()).collect()
    };
    let fresh = asked(&program, "dockside", "/recommend").await;
    assert!(topics(&fresh).contains(&"latte".to_owned()) && fresh["left_out"] == json!([]), "{fresh:#}");
    // Nobody chose anything yet.
    assert!(fresh["items"].as_array().unwrap().iter().all(|it| it["by_own_choice"] == json!(false)), "{fresh:#}");
    let shown = program.run(&["ask", "--team", "dockside", "/recommend"]).await.out;
    assert!(!shown.contains("chose") && on_one_line(&shown).contains("yourteampostsabouttopicslikeit"), "{shown}");
    asked(&program, "dockside", "/recommend less=latte").await;
    let team = asked(&program, "dockside", "/recommend team").await;
    assert!(!topics(&team).contains(&"latte".to_owned()), "{team:#}");
    assert_eq!((&team["left_out"], &team["left_out_by_team"]), (&json!(["latte"]), &json!([])));
    let shown = program.run(&["ask", "--team", "dockside", "/recommend team"]).await.out;
    assert!(on_one_line(&shown).contains("youmutedit:latte.Toseeoneagain:/recommendmore=\"latte\""), "{shown}");
    let again = asked(&program, "dockside", "/recommend more=Latte").await;
    assert!(topics(&again).contains(&"latte".to_owned()) && again["left_out"] == json!([]), "{again:#}");
    let less = asked(&program, "dockside", "/推荐 团队 少看=\"jazz night\"").await;
    assert_eq!((&less["for_team"], &less["left_out_by_team"]), (&json!(true), &json!(["jazz night"])));
    let own = asked(&program, "dockside", "/recommend").await;
    assert!(!topics(&own).contains(&"jazz night".to_owned()), "{own:#}");
    let again = asked(&program, "dockside", "/recommend team more=\"jazz night\"").await;
    assert!(topics(&again).contains(&"jazz night".to_owned()), "{again:#}");
}

/// Posts of two regions, three platforms and one language, with a tier that is cut from the likes.
fn with_columns() -> String {
    let mut csv = "date,platform,text,likes,region,gender,tier,shop\n".to_owned();
    for it in 0..120_usize {
        let asks = it % 3 == 0;
        let likes = 40 + it * 37 % 50 + if asks && it % 2 == 0 { 90 } else { 0 };
        let (region, tier) = (["north", "south"][it % 2], if likes > 80 { "gold" } else { "silver" });
        let text = if asks { format!("Is cup number {it} warm?") } else { format!("Cup number {it} is warm.") };
        let platform = ["x", "instagram", "linkedin"][it % 3];
        let (month, day) = (it / 28 + 1, it % 28 + 1);
        writeln!(csv, "2026-{month:02}-{day:02},{platform},{text},{likes},{region},f,{tier},shop {it}").unwrap();
    }
    csv
}

#[tokio::test]
async fn an_audience_is_divided_by_a_column_and_not_by_a_protected_or_an_unfit_one() {
    let program = Program::new("");
    import(&program, "dockside", &with_columns()).await;
    let found = asked(&program, "dockside", "/audience by=Region").await;
    let parts: Vec<&str> =
        found["audience"]["personas"].as_array().unwrap().iter().map(|it| it["name"].as_str().unwrap()).collect();
    assert_eq!((parts, &found["audience"]["column"]), (vec!["", "north", "south"], &json!("region")));
    let shown = program.run(&["ask", "--team", "dockside", "/受众 按=region"]).await.out;
    assert!(on_one_line(&shown).contains("region：north："), "{shown}");
    let by = asked(&program, "dockside", "/audience by=platform").await;
    assert!(by["audience"]["personas"].as_array().unwrap().iter().skip(1).all(|it| it["by"] == "platform"), "{by:#}");
    for (asked, said) in [
        ("/audience by=gender", "protected trait"),
        ("/audience by=shop", "\"shop\" has 120 values"),
        ("/audience by=city", "No post has a column \"city\""),
    ] {
        let outcome = program.run(&["ask", "--team", "dockside", asked]).await;
        let shown = on_one_line(&format!("{}{}", outcome.out, outcome.err));
        assert!(shown.contains(&on_one_line(said)) && shown.contains("region,tier"), "{asked}: {outcome:#?}");
    }
}

#[tokio::test]
async fn a_tier_that_is_cut_from_the_likes_is_left_out_and_named_on_the_card() {
    let program = Program::new("");
    import(&program, "dockside", &with_columns()).await;
    let card = asked(&program, "dockside", "/model train").await;
    let left_out = card["card"]["left_out"].as_array().unwrap();
    assert!(left_out.contains(&json!({ "reason": "knows-the-result", "column": "tier" })), "{left_out:?}");
    assert!(left_out.iter().all(|it| it["column"] != "region"), "{left_out:?}");
}

const WORDS: [&str; 20] = [
    "oat", "rain", "bench", "kettle", "tram", "lamp", "honey", "window", "barn", "cup", "foam", "street", "poem",
    "wool", "stone", "ferry", "plum", "radio", "garden", "salt",
];

#[tokio::test]
async fn a_card_says_how_many_posts_have_no_date_or_no_platform() {
    let program = Program::new("");
    let mut csv = "date,platform,text,likes\n".to_owned();
    for it in 0..60_usize {
        let date = if it % 3 == 0 { String::new() } else { format!("2026-01-{:02}", it % 28 + 1) };
        let platform = if it % 20 == 1 { "" } else { "x" };
        let word = |step: usize| WORDS[(it * step + it / 20) % WORDS.len()];
        let text = [1, 3, 7, 9, 11].map(word).join(" ");
        writeln!(csv, "{date},{platform},{text}.,{}", 40 + it % 9).unwrap();
    }
    import(&program, "dockside", &csv).await;
    let card = asked(&program, "dockside", "/model train").await;
    let left_out = card["card"]["left_out"].as_array().unwrap();
    for reason in [json!({ "reason": "undated", "posts": 19 }), json!({ "reason": "unknown-platform", "posts": 3 })] {
        assert!(left_out.contains(&reason), "{left_out:?}");
    }
}

#[tokio::test]
async fn where_all_posts_did_the_same_there_is_nothing_to_compare() {
    let program = Program::new("");
    let mut csv = "date,platform,text,likes\n".to_owned();
    for it in 0..20_usize {
        writeln!(csv, "2026-01-{:02},{},Cup number {it} is warm.,7", it + 1, ["x", "instagram"][it % 2]).unwrap();
    }
    import(&program, "dockside", &csv).await;
    let outcome = program.run(&["ask", "--team", "dockside", "/compare x instagram"]).await;
    let shown = on_one_line(&format!("{}{}", outcome.out, outcome.err));
    assert!(shown.contains("All20postshavethesameengagement") && !shown.contains("1.0to1.0"), "{outcome:#?}");
}

#[tokio::test]
async fn an_audit_names_no_single_language_and_tells_what_it_left_out_for_languages_without_methods() {
    let program = Program::new("");
    let mut csv = "date,platform,text,likes\n".to_owned();
    for it in 0..48_usize {
        let text = "Новые свечи ручной работы для вас и для ваших друзей, заходите сегодня";
        let platform = ["x", "instagram", "linkedin"][it % 3];
        writeln!(csv, "2026-{:02}-{:02},{platform},\"{text} {it}.\",{}", it / 24 + 1, it % 24 + 1, 30 + it * 37 % 20)
            .unwrap();
    }
    import(&program, "dockside", &csv).await;
    let audit = asked(&program, "dockside", "/audit").await;
    assert_eq!((&audit["findings"], &audit["unread"]), (&json!([]), &json!([{ "name": "ru", "posts": 48 }])));
    assert_eq!(audit["sentiment_swaps"], json!([]), "English names are swapped in no Russian text");
    let shown = program.run(&["ask", "--team", "dockside", "/audit"]).await.out;
    let flat = on_one_line(&shown);
    assert!(flat.contains("nothingtoname") && flat.contains("48postsareinlanguagesthatIhavenomethodsfor"), "{shown}");
    assert!(flat.contains("Neithergroupsnorwordscouldbelookedat") && flat.contains("onlyRussian"), "{shown}");
}
