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
        ("/audience by=segment", "No post has a segment"),
    ] {
        let outcome = program.run(&["ask", "--team", "dockside", asked]).await;
        let shown = on_one_line(&format!("{}{}", outcome.out, outcome.err));
        assert!(shown.contains(&on_one_line(said)) && shown.contains("region"), "{asked}: {outcome:#?}");
        // A tier that is cut from the likes is offered nowhere.
        assert!(!shown.contains("tier"), "{asked}: {outcome:#?}");
    }
}

#[tokio::test]
async fn a_column_that_knows_the_result_divides_nothing_and_a_topic_does() {
    let program = Program::new("");
    import(&program, "dockside", &with_columns()).await;
    let error = program.run(&["ask", "--team", "dockside", "--json", "/audience by=tier"]).await.error();
    assert!(error.contains("\"tier\" knows the result") && error.contains("platform, region"), "{error}");
    let error = program.run(&["ask", "--team", "dockside", "--json", "/受众 按=tier"]).await.error();
    assert!(error.contains("已经知道结果") && error.contains("平台、region"), "{error}");
    with_posts(&program, "quayside", "en").await;
    let by = asked(&program, "quayside", "/audience by=topic").await;
    let parts = by["audience"]["personas"].as_array().unwrap();
    assert!(parts.iter().any(|it| it["by"] == "topic" && it["name"] == "latte"), "{by:#}");
}

#[tokio::test]
async fn where_a_topic_ran_does_not_make_it_better_and_sides_that_share_posts_are_told() {
    let program = Program::new("");
    let mut csv = "date,platform,text,topic,likes\n".to_owned();
    for it in 0..200_usize {
        let topic = ["jazz", "tea"][it % 2];
        let platform = if (it / 2 % 10 < 9) == (it % 2 == 0) { "instagram" } else { "x" };
        let likes = (30 + it * 37 % 41) * if platform == "instagram" { 8 } else { 1 };
        let (month, day) = (it / 28 + 1, it % 28 + 1);
        let word = |step: usize| WORDS[(it * step + it / 20) % WORDS.len()];
        let text = [1, 3, 7, 9, 11].map(word).join(" ");
        writeln!(csv, "2026-{month:02}-{day:02},{platform},{text} {it}.,{topic},{likes}").unwrap();
    }
    import(&program, "dockside", &csv).await;
    let found = asked(&program, "dockside", "/compare jazz tea").await;
    let compared = &found["comparison"];
    assert_eq!((&compared["differs"], &compared["against"]), (&json!(false), &json!("usual")), "{found:#}");
    assert_eq!(compared["parts"].as_array().unwrap().len(), 2);
    let shown = program.run(&["ask", "--team", "dockside", "/compare jazz tea"]).await.out;
    assert!(on_one_line(&shown).contains("onlyagainstothersonthesameplatform"), "{shown}");
    let platforms = asked(&program, "dockside", "/compare instagram x").await;
    assert_eq!(
        (&platforms["comparison"]["differs"], &platforms["comparison"]["against"]),
        (&json!(true), &json!("all"))
    );
    let shown = program.run(&["ask", "--team", "dockside", "/比较 instagram x"]).await.out;
    assert!(on_one_line(&shown).contains("这是各平台自己的数字"), "{shown}");
    // What is left of a platform without a topic, and of the topic without the platform, ran on different platforms.
    for text in ["/compare jazz instagram", "/compare instagram jazz", "/compare x 2026-01..2026-03"] {
        let outcome = program.run(&["ask", "--team", "dockside", text]).await;
        let shown = on_one_line(&format!("{}{}", outcome.out, outcome.err));
        assert!(shown.contains("isaplatform,andpostsof"), "{text}: {outcome:#?}");
    }
    let both = asked(&program, "dockside", "/compare 2026-01..2026-03 jazz").await;
    assert_eq!((&both["both"], &both["sides"][0][1], &both["sides"][1][1]), (&json!(42), &json!(42), &json!(58)));
    let shown = program.run(&["ask", "--team", "dockside", "/compare 2026-01 2026-01..2026-02"]).await.out;
    assert!(on_one_line(&shown).contains("All28postsof2026-01arein2026-01..2026-02too"), "{shown}");
    let shown = program.run(&["ask", "--team", "dockside", "/compare 2026 Q1 2026年第二季度"]).await.out;
    assert!(!on_one_line(&shown).contains("Idon'tknow") && on_one_line(&shown).contains("2026Q1"), "{shown}");
    let error = program.run(&["ask", "--team", "dockside", "--json", "/compare jaz tea"]).await.error();
    assert!(
        error.contains("Did you mean jazz?") && error.contains("March 2026") && error.contains("Instagram"),
        "{error}"
    );
}

#[tokio::test]
async fn posts_without_a_date_or_a_platform_are_named_wherever_something_is_asked_of_them() {
    let program = Program::new("");
    let mut csv = "platform,text,topic,likes\n".to_owned();
    for it in 0..60_usize {
        let word = |step: usize| WORDS[(it * step + it / 20) % WORDS.len()];
        let text = [1, 3, 7, 9, 11].map(word).join(" ");
        let platform = if it < 20 { "" } else { "x" };
        writeln!(csv, "{platform},{text}.,cups,{}", 40 + it % 9).unwrap();
    }
    import(&program, "dockside", &csv).await;
    for text in ["/besttime", "/audience", "/recommend", "/predict \"A cup for you.\""] {
        let outcome = program.run(&["ask", "--team", "dockside", text]).await;
        let shown = on_one_line(&format!("{}{}", outcome.out, outcome.err));
        assert!(shown.contains("morepostshavenodate") && shown.contains("noplatformthatIknow"), "{text}: {outcome:#?}");
        assert!(!shown.contains("Addpastposts"), "{text}: {outcome:#?}");
    }
    let shown = program.run(&["ask", "--team", "dockside", "/受众"]).await.out;
    assert!(on_one_line(&shown).contains("篇帖子没有日期") && shown.contains("/往期 删除"), "{shown}");
}

#[tokio::test]
async fn of_a_topic_without_posts_no_sentiment_is_shown() {
    let program = Program::new("");
    with_posts(&program, "dockside", "en").await;
    asked(&program, "dockside", "/prefs set voice=\"warm, glad and kind\"").await;
    asked(&program, "dockside", "/digest more \"oat croissants\"").await;
    // Whoever follows topics is asked for nothing else, on any day of the year.
    asked(&program, "dockside", "/me set topics oat croissants").await;
    let answer = asked(&program, "dockside", "/ideas").await;
    let because = answer["angles"][0]["because"][0].clone();
    assert_eq!((&because["kind"], &because["topic"]), (&json!("recommended"), &json!("oat croissants")), "{answer:#}");
    assert_eq!(because["sentiment_part"], serde_json::Value::Null, "{because:#}");
    let shown = program.run(&["ask", "--team", "dockside", "/ideas"]).await.out;
    assert!(!on_one_line(&shown).contains("sentiment50%"), "{shown}");
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

#[tokio::test]
async fn periods_told_from_today_and_days_of_the_week_are_compared() {
    let program = Program::new("");
    with_posts(&program, "dockside", "en").await;
    for (text, names) in [
        ("/compare \"this year\" \"last year\"", ["this year", "last year"]),
        ("/compare last month this month", ["last month", "this month"]),
        ("/比较 上个月 这个月", ["上个月", "这个月"]),
        ("/compare saturday monday", ["saturday", "monday"]),
        ("/compare weekend weekdays", ["weekend", "weekdays"]),
        ("/比较 周末 工作日", ["周末", "工作日"]),
    ] {
        let found = asked(&program, "dockside", text).await;
        assert_eq!(found["kind"], "compared", "{text}: {found:#}");
        assert_eq!([&found["sides"][0][0], &found["sides"][1][0]], names, "{text}");
    }
    let found = asked(&program, "dockside", "/compare weekend weekdays").await;
    let posts = |side: usize| found["sides"][side][1].as_u64().unwrap();
    assert!(posts(0) > 8 && posts(0) + posts(1) == 240, "{found:#}");
}

#[tokio::test]
async fn a_day_of_the_calendar_is_a_time_and_a_missing_part_is_explained() {
    let program = Program::new("");
    with_posts(&program, "dockside", "en").await;
    for time in ["2026-12-01 20:30", "tomorrow 8pm", "12月1日", "明天晚上8点半"] {
        let found = asked(
            &program,
            "dockside",
            &format!("/predict \"Come by for a latte?\" platform=instagram time=\"{time}\""),
        )
        .await;
        assert_eq!(found["moment"]["given"].as_bool(), Some(true), "{time}: {found:#}");
    }
    let elsewhere = program.run(&["ask", "--team", "dockside", "--json", "/预测 \"拿铁？\" 平台=抖音"]).await.error();
    assert!(elsewhere.contains("Instagram") && !elsewhere.contains("instagram"), "{elsewhere}");
    let shown = on_one_line(&program.run(&["ask", "--team", "dockside", "/recommend"]).await.out);
    assert!(shown.contains("asnobodyfollowsany") && shown.contains("asnovoiceorexample"), "{shown}");
    asked(&program, "dockside", "/me set topics latte").await;
    let shown = on_one_line(&program.run(&["ask", "--team", "dockside", "/recommend"]).await.out);
    assert!(shown.contains("topicsfollowed100%") && !shown.contains("asnobodyfollowsany"), "{shown}");
}
