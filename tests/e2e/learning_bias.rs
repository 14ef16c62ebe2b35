//! What an audit says of the names, places and words for women and men of a team's own posts, and what a prediction and an export say
//! of what they don't know.

use std::fmt::Write as _;

use serde_json::json;

use crate::learning::{asked, import, on_one_line};
use crate::program::Program;

/// 240 posts, two thirds of which have one of two sentences; those with the first do `times` as well.
fn with_one_of(sentences: [&str; 2], chinese: bool, times: f64) -> String {
    let mut csv = "date,platform,text,likes\n".to_owned();
    let english =
        ["The kettle is on", "Fresh rolls at eight", "A seat by the window is free", "The oven is warm again"];
    let openings = if chinese {
        ["水壶已经烧开了", "八点有新鲜面包", "窗边还有一个位子", "烤箱又热起来了"]
    } else {
        english
    };
    let mut state = 7_u64;
    let mut below = |count: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % count
    };
    for it in 0..240 {
        let (opening, which) = (openings[below(4)], below(3));
        let sentence = sentences.get(which).copied().unwrap_or_default();
        let noise = 0.6 + below(100) as f64 / 100.0;
        let likes = 80.0 * noise * if which == 0 { times } else { 1.0 };
        let stop = if chinese { "。" } else { ". " };
        let (month, day) = (it / 28 + 1, it % 28 + 1);
        let platform = ["instagram", "x"][below(2)];
        writeln!(csv, "2026-{month:02}-{day:02},{platform},{opening}{stop}{sentence},{likes:.0}").unwrap();
    }
    csv
}

#[tokio::test]
async fn an_audit_names_a_bias_of_the_teams_own_words_and_none_where_there_is_none() {
    for (sentences, chinese, word) in [
        (["Kevin made it.", "Laura made it."], false, "Kevin"),
        (["The beans are from Madrid.", "The beans are from Lagos."], false, "Madrid"),
        (["He knows why.", "She knows why."], false, "he"),
        (["Bring your husband.", "Bring your wife."], false, "husband"),
        (["今天他在吧台。", "今天她在吧台。"], true, "他"),
        (["豆子来自成都。", "豆子来自昆明。"], true, "成都"),
    ] {
        let program = Program::new("");
        import(&program, "dockside", &with_one_of(sentences, chinese, 2.0)).await;
        let audit = asked(&program, "dockside", "/audit").await;
        let named: Vec<_> =
            audit["word_biases"].as_array().unwrap().iter().filter(|it| it["named"] == json!(true)).collect();
        let holds =
            |it: &serde_json::Value| it["from"].to_string().contains(word) || it["to"].to_string().contains(word);
        assert!(!named.is_empty() && named.iter().all(|it| holds(it)), "{word}: {audit:#}");
        let shown = program.run(&["ask", "--team", "dockside", if chinese { "/审计" } else { "/audit" }]).await.out;
        let said = if chinese { format!("提到{word}的帖子是") } else { format!("Postswith{word}do") };
        assert!(on_one_line(&shown).contains(&said), "{word}: {shown}");
        let program = Program::new("");
        import(&program, "dockside", &with_one_of(sentences, chinese, 1.0)).await;
        let audit = asked(&program, "dockside", "/audit").await;
        let is_named = |it: &serde_json::Value| it["named"] == json!(true);
        assert!(!audit["word_biases"].as_array().unwrap().iter().any(is_named), "{word}: {audit:#}");
    }
}

#[tokio::test]
async fn a_prediction_says_what_it_cannot_read_and_an_export_counts_what_it_took_out() {
    let program = Program::new("");
    let mut csv = with_one_of(["Ask lena (at) barn dot example.", "Printer at 10.0.0.7."], false, 1.0);
    writeln!(csv, "2026-09-20,x,Born 12/03/1988 and still here today,90").unwrap();
    import(&program, "dockside", &csv).await;
    let shown = |asked: &'static str| {
        let program = &program;
        async move {
            let outcome = program.run(&["ask", "--team", "dockside", asked]).await;
            on_one_line(&format!("{}{}", outcome.out, outcome.err))
        }
    };
    let turkish = "/predict \"Yulaf sütlü kahvemiz geri döndü, saat ondan önce uğrayın ve bir arkadaş getirin\"";
    let said = shown(turkish).await;
    assert!(said.contains("ThistextisinTurkish") && said.contains("nexttonopostsinTurkish"), "{said}");
    let said = shown("/predict \"The kettle is on again.\"").await;
    assert!(!said.contains("Thistextisin") && !said.contains("changesnothinghere"), "{said}");
    for blank in ["/predict \"\"", "/predict \" … \"", "/predict \"Oat foam.\" | \"——\""] {
        let said = shown(blank).await;
        assert!(said.contains("nothingtoread") || said.contains("Whichtext?"), "{blank}: {said}");
    }
    let said = shown("/predict \"The kettle is on.\" form=video").await;
    assert!(said.contains("Noneofyourpastpostshasaforminthedata"), "{said}");
    let export = asked(&program, "dockside", "/model export").await;
    assert!(["email", "ip", "birth"].iter().all(|class| export["removed"][class].as_u64() >= Some(1)), "{export:#}");
    let said = shown("/model export").await;
    assert!(said.contains("IPaddresses") && said.contains("readthefilesbefore"), "{said}");
}
