//! Nobody is described by a protected trait, whatever a file calls its columns and segments.

use std::fmt::Write as _;

use serde_json::json;

use crate::learning::{asked, import, on_one_line};
use crate::program::Program;

/// Posts whose columns name communities and ages, and whose region has one stray age.
fn posts() -> String {
    let mut csv = "date,platform,text,likes,community,age band of readers,readers,族群,region,segment\n".to_owned();
    for it in 0..160_usize {
        let community = ["Muslim", "Hindu", "everyone"][it / 2 % 3];
        let (readers, people) = (["25-34", "35-44"][it / 3 % 2], ["回族", "游客"][it / 5 % 2]);
        let region = if it == 7 { "25-34" } else { ["north", "south"][it % 2] };
        let segment = ["Black customers", "White shoppers", "regulars", "newcomers"][it / 4 % 4];
        let likes = 40 + it * 37 % 50 + if community == "Muslim" { 200 } else { 0 };
        let (month, day, platform) = (it / 28 + 1, it % 28 + 1, ["x", "instagram"][it / 7 % 2]);
        let columns = format!("{community},{readers},{readers},{people},{region},{segment}");
        writeln!(csv, "2026-{month:02}-{day:02},{platform},Cup number {it} is warm.,{likes},{columns}").unwrap();
    }
    csv
}

#[tokio::test]
async fn columns_and_segments_about_protected_traits_are_learned_from_and_shown_nowhere() {
    let program = Program::new("");
    import(&program, "dockside", &posts()).await;
    let trained = asked(&program, "dockside", "/model train").await;
    let left_out = trained["card"]["left_out"].as_array().unwrap();
    for column in ["community", "readers", "族群", "age band of readers"] {
        assert!(left_out.contains(&json!({ "reason": "protected-trait", "column": column })), "{column}: {left_out:?}");
    }
    let stray = json!({ "reason": "protected-value", "column": "region", "value": "25-34" });
    assert!(left_out.contains(&stray) && left_out.len() == 5, "{left_out:?}");
    let (effects, looked_at) = (trained["card"]["effects"].to_string(), &trained["card"]["looked_at"]);
    assert!(
        !["Muslim", "25-34", "回族"].iter().any(|it| effects.contains(it)) && looked_at.as_u64() > Some(0),
        "{effects}"
    );
    let shown = program.run(&["model", "train", "--team", "dockside"]).await.out;
    let flat = on_one_line(&shown);
    assert!(flat.contains("thecolumn\"community\",whichisaboutaprotectedtrait"), "{shown}");
    assert!(flat.contains("\"25-34\"ofthecolumn\"region\""), "{shown}");
    for text in ["/audience by=community", "/audience by=readers", "/受众 按=族群"] {
        let error = program.run(&["ask", "--team", "dockside", "--json", text]).await.error();
        assert!(error.contains("protected trait") || error.contains("受保护的个人特征"), "{text}: {error}");
        assert!(error.contains("region") && !error.contains("Muslim"), "{text}: {error}");
    }
    let by = asked(&program, "dockside", "/audience by=region").await;
    assert_eq!(by["audience"]["protected"], json!(["25-34"]), "{by:#}");
    let segments = asked(&program, "dockside", "/audience by=segment").await;
    let names: Vec<&str> =
        segments["audience"]["personas"].as_array().unwrap().iter().filter_map(|it| it["name"].as_str()).collect();
    assert!(names.contains(&"regulars") && !names.iter().any(|it| it.contains("Black")), "{names:?}");
}

#[tokio::test]
async fn segments_about_protected_traits_are_not_compared_and_others_are() {
    let program = Program::new("");
    import(&program, "dockside", &posts()).await;
    for (text, said) in [
        ("/compare \"Black customers\" \"White shoppers\"", "I don't compare posts of \"Black customers\""),
        ("/compare regulars \"white shoppers\"", "protected trait"),
        ("/比较 regulars 回族", "受保护的个人特征"),
    ] {
        let error = program.run(&["ask", "--team", "dockside", "--json", text]).await.error();
        assert!(error.contains(said), "{text}: {error}");
    }
    let fair = asked(&program, "dockside", "/compare regulars newcomers").await;
    assert_eq!(fair["kind"], "compared", "{fair:#}");
}

#[tokio::test]
async fn an_audit_of_posts_without_a_platform_says_why_it_has_none() {
    let program = Program::new("");
    let mut csv = "date,text,likes\n".to_owned();
    for it in 0..40_usize {
        writeln!(csv, "2026-01-{:02},Cup number {it} is warm.,{}", it % 28 + 1, 40 + it).unwrap();
    }
    import(&program, "dockside", &csv).await;
    let error = program.run(&["ask", "--team", "dockside", "--json", "/audit"]).await.error();
    assert!(error.contains("40 more posts have no platform that I know"), "{error}");
    let error = program.run(&["ask", "--team", "dockside", "--json", "/审计"]).await.error();
    assert!(error.contains("另有 40 篇帖子没有可识别的平台"), "{error}");
    let mixed = csv.lines().skip(1).map(|line| format!("{line},\n")).collect::<String>();
    let known = csv.lines().skip(1).map(|line| format!("{},x\n", line.replace("Cup", "Tea"))).collect::<String>();
    import(&program, "quayside", &format!("date,text,likes,platform\n{mixed}{known}")).await;
    let audit = asked(&program, "quayside", "/audit").await;
    assert_eq!(
        (&audit["posts"], &audit["left_out"]),
        (&json!(40), &json!([{ "reason": "unknown-platform", "posts": 40 }]))
    );
}
