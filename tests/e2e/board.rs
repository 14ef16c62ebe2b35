//! From idea to published copy: as a person does it in the terminal, in both languages, and killed at every step.

use copydesk_tests::fake_telegram::{Chat, Person};
use serde_json::Value;

use crate::copywriter::copy;
use crate::fake_openai::FakeOpenAi;
use crate::linking::AtHome;
use crate::program::Program;

const EDITED: &str = "What does a quiet hour taste like? An oat-milk latte, and the seat by the window.";
const EDITED_CHINESE: &str = "赶早班车的路上，一杯燕麦拿铁，能不能让你走得慢一点？靠窗的座位给你留着。";

/// Past posts as a person exports them.
const POSTS: &str = "date,text,platform,likes\n\
    2026-10-05,Who else counts the minutes until the tram comes?,instagram,412\n\
    2026-10-12,The beans of this week come from a hill with a view.,instagram,96\n";
const POSTS_CHINESE: &str = "日期,正文,平台,点赞\n\
    2026-10-05,你上一次靠窗坐下来，是什么时候？,小红书,412\n\
    2026-10-12,这周的豆子来自一座看得见海的山。,小红书,96\n";

/// What is asked, and what the answer has in it.
const ENGLISH: [(&str, &str); 11] = [
    ("/campaign import posts.csv", "2 rows: 2 taken as they are"),
    ("/campaign import confirm", "2 new posts."),
    ("/ideas oat-milk latte platform=instagram count=2", "I-002 · "),
    ("/idea use I-001", "D-001 is written."),
    ("/draft submit D-001", "D-001 is handed in for review."),
    ("/draft changes D-001 name the seat by the window", "Asked for: name the seat by the window"),
    ("/draft edit D-001 What does a quiet hour taste like? An oat-milk latte, and the seat by the window.", "{+"),
    ("/draft approve D-001", "I publish nothing myself"),
    ("/draft publish D-001 link=https://morningbarn.example/p/1", "D-001 is published."),
    ("/draft publish D-001 likes=940", "numbers in #C-043"),
    ("/draft history D-001", "Version 1 → 2"),
];

const CHINESE: [(&str, &str); 11] = [
    ("/往期 导入 往期.csv", "共 2 行：直接采用 2 行"),
    ("/往期 导入 确认", "新增 2 条。"),
    ("/点子 燕麦拿铁 平台=小红书 数量=2", "I-002 · "),
    ("/想法 采用 I-001", "D-001 写好了。"),
    ("/草稿 提交 D-001", "D-001 已提交，等待审核。"),
    ("/草稿 要求修改 D-001 写上靠窗的座位", "修改要求：写上靠窗的座位"),
    ("/草稿 编辑 D-001 赶早班车的路上，一杯燕麦拿铁，能不能让你走得慢一点？靠窗的座位给你留着。", "{+"),
    ("/草稿 通过 D-001", "我不会自己发布"),
    ("/草稿 发布 D-001 链接=https://morningbarn.example/p/1", "D-001 已登记为发布。"),
    ("/草稿 发布 D-001 点赞=940", "数据见 #C-043"),
    ("/草稿 历史 D-001", "第 1 版 → 第 2 版"),
];

/// A machine with the posts of a team on it.
fn with_posts(server: &FakeOpenAi) -> Program {
    let program = Program::new(&server.settings("capable"));
    std::fs::write(program.path("posts.csv"), POSTS).unwrap();
    std::fs::write(program.path("往期.csv"), POSTS_CHINESE).unwrap();
    program
}

fn strings<'a>(list: &'a Value, field: &str) -> Vec<&'a str> {
    list.as_array().unwrap().iter().map(|it| it[field].as_str().unwrap()).collect()
}

#[tokio::test]
async fn an_idea_goes_all_the_way_in_both_languages_and_each_step_survives_a_kill() {
    let server = FakeOpenAi::saying(copy).await;
    for (steps, edited) in [(ENGLISH, EDITED), (CHINESE, EDITED_CHINESE)] {
        let program = with_posts(&server);
        for (asked, answered) in steps {
            let mut chat = program.start_chat();
            chat.say(asked).await;
            chat.wait_for(answered).await;
            chat.kill().await;
        }
        let draft = program.ask("/draft show D-001").await.json();
        assert_eq!((&draft["state"], &draft["version"]), (&"published".into(), &2.into()), "{draft:#}");
        assert_eq!(draft["pieces"][0]["text"], edited, "{draft:#}");
        let history = program.ask("/draft history D-001").await.json();
        let actions = ["write", "submit", "changes", "edit", "approve", "publish", "publish"];
        assert_eq!(strings(&history["events"], "action"), actions);
        let states = ["draft", "in-review", "changes-requested", "in-review", "approved", "published", "published"];
        assert_eq!(strings(&history["events"], "state"), states);
        let campaigns = program.ask("/campaign list count=1").await.json();
        assert_eq!(campaigns["campaigns"][0]["text"], edited, "{campaigns:#}");
        assert_eq!(campaigns["campaigns"][0]["likes"], 940);
    }
}

#[tokio::test]
async fn a_step_that_is_killed_before_its_answer_is_done_once_when_it_is_asked_again() {
    let server = FakeOpenAi::saying(copy).await;
    let program = with_posts(&server);
    for (asked, _) in ENGLISH.into_iter().take(8) {
        let mut chat = program.start_chat();
        chat.say(asked).await;
        // The kill comes wherever it comes; what was done already is refused with its reason.
        chat.kill().await;
        let _done = program.ask(asked).await.json();
    }
    let history = program.ask("/draft history D-001").await.json();
    assert_eq!(strings(&history["events"], "action"), ["write", "submit", "changes", "edit", "approve"], "{history:#}");
    assert_eq!(program.ask("/drafts state=approved").await.json()["total"], 1);
}

#[tokio::test]
async fn a_draft_that_says_what_was_posted_before_says_so_with_its_day() {
    let server = FakeOpenAi::saying(copy).await;
    let program = with_posts(&server);
    program.ask("/campaign import posts.csv").await;
    program.ask("/campaign import confirm").await;
    program.ask("/ideas oat-milk latte platform=instagram count=1").await;
    program.ask("/idea use I-001").await;
    let again = "/draft edit D-001 \"The beans of this week come from a hill with a view.\"";
    let edited = program.ask(again).await.json();
    let told = edited["notes"].as_array().unwrap().iter().any(|note| {
        let note = note.as_str().unwrap();
        note.starts_with("Close to one you ran: the copy for Instagram resembles #C-") && note.contains("2026-10-12")
    });
    assert!(told, "{edited:#}");
    assert!(program.ask("/draft submit D-001").await.json()["notes"].to_string().contains("Close to one you ran"));
}

#[tokio::test]
async fn an_action_that_makes_no_sense_is_refused_with_who_did_what_and_what_to_do() {
    let server = FakeOpenAi::saying(copy).await;
    let program = Program::new(&server.settings("capable"));
    program.ask("/ideas oat-milk latte platform=instagram count=1").await;
    program.ask("/idea use I-001").await;
    let refused = program.ask("/draft approve D-001").await.error();
    assert!(refused.starts_with("D-001 can't be approved: its state is draft (written by you at "), "{refused}");
    assert!(refused.ends_with("Hand it in first: /draft submit D-001"), "{refused}");
    program.ask("/draft submit D-001").await;
    program.ask("/draft edit D-001 \"Another text for the oat-milk latte.\"").await;
    let newer = program.ask("/draft approve D-001 version=1").await.error();
    assert!(newer.starts_with("D-001 has version 2 now, and you saw version 1. Nothing was done."), "{newer}");
    let used = program.ask("/idea use I-001").await.error();
    assert!(used.starts_with("I-001 is used already, by you at ") && used.contains("D-001"), "{used}");
    let unknown = program.ask("/draft show D-009").await.error();
    assert_eq!(unknown, "There is no draft D-009.\n/drafts shows them all.");
}

#[tokio::test]
async fn a_draft_has_a_piece_for_each_platform_within_its_limits() {
    let server = FakeOpenAi::saying(copy).await;
    let program = Program::new(&server.settings("capable"));
    let draft = program.ask("/draft oat-milk latte platforms=x,blog,tiktok").await.json();
    assert_eq!(draft["kind"], "draft", "{draft:#}");
    assert_eq!(strings(&draft["pieces"], "format"), ["post", "blog", "script"]);
    for piece in draft["pieces"].as_array().unwrap() {
        assert!(!piece["text"].as_str().unwrap().is_empty(), "{piece:#}");
        for length in [&piece["length"], &piece["title_length"]] {
            assert!(length.is_null() || length["used"].as_u64() <= length["limit"].as_u64(), "{piece:#}");
        }
    }
    let why = program.ask("/why D-001").await.json();
    assert_eq!((&why["id"], &why["by"]), (&"D-001".into(), &"console:cli".into()));
    assert!(why["prompt"].as_str().unwrap().contains("oat-milk latte"), "{why:#}");
}

#[tokio::test]
async fn without_a_model_a_draft_of_an_idea_says_what_is_missing() {
    let server = FakeOpenAi::saying(copy).await;
    let program = Program::new(&server.settings("capable"));
    program.ask("/ideas oat-milk latte platform=instagram count=1").await;
    program.configure(&format!("llm.models_dir = {:?}", program.path("models")));
    let draft = program.ask("/draft I-001 platforms=instagram,tiktok").await.json();
    assert_eq!(
        draft["pieces"][0]["text"],
        "What does a quiet hour taste like? Oat milk, warm foam and a latte in both hands."
    );
    assert_eq!(draft["pieces"][1]["text"], "");
    let notes = draft["notes"].to_string();
    assert!(notes.contains("Nothing is written for TikTok yet: a script needs a model"), "{draft:#}");
}

#[tokio::test]
async fn what_people_do_with_ideas_decides_the_next_angles_and_because_says_so() {
    let server = FakeOpenAi::saying(copy).await;
    let program = Program::new(&format!("tasks.ideas.seed = 7\n{}", server.settings("capable")));
    for round in 1..=3 {
        program.ask("/ideas oat-milk latte platform=instagram count=1").await;
        let done = program.ask(&format!("/idea use I-{round:03}")).await;
        assert_eq!(done.status, Some(0), "{done:#?}");
    }
    let refused = program.ask("/ideas oat-milk latte platform=instagram count=1").await.json();
    let id = refused["ideas"][0]["id"].as_str().unwrap();
    let said = program.ask(&format!("/idea reject {id} we said that last week")).await.json();
    assert!(said["text"].as_str().unwrap().contains("we said that last week"), "{said:#}");
    let next = program.ask("/ideas oat-milk latte platform=instagram count=3").await.json();
    let reasons = next["ideas"].to_string();
    assert!(reasons.contains(r#""kind":"actions""#), "{next:#}");
    let id = next["ideas"][0]["id"].as_str().unwrap();
    let why = program.ask(&format!("/why {id}")).await.json();
    assert!(why["notes"].to_string().contains("The angle was drawn after what you did"), "{why:#}");
    assert!(why["settings"].to_string().contains("seed"), "{why:#}");
}

#[tokio::test]
async fn why_names_the_past_posts_with_their_scores_and_the_rules_that_did_something() {
    let server = FakeOpenAi::saying(copy).await;
    let program = Program::new(&server.settings("capable"));
    program.ask("/prefs rule \"ban cheap\" example=\"a cheap coffee\"").await;
    program.ask("/prefs rule \"say oat drink, not oat milk\" example=\"our oat milk\"").await;
    let idea = program.ask("/ideas oat-milk latte platform=instagram count=1").await.json();
    let id = idea["ideas"][0]["id"].as_str().unwrap().to_string();
    let why = program.ask(&format!("/why {id}")).await.json();
    let campaigns = why["campaigns"].as_array().unwrap();
    let scores: Vec<Option<f64>> = campaigns.iter().map(|it| it["score"].as_f64()).collect();
    // Those that fit come first, by their score; then others that the model was told of for their result.
    assert_eq!(scores[0], Some(1.0), "{why:#}");
    assert!(scores.is_sorted_by(|one, next| next.is_none() || one >= next), "{why:#}");
    assert!(campaigns.iter().all(|it| it["score"].is_number() || it["told"] == true), "{why:#}");
    assert!(campaigns.iter().any(|it| it["told"] == true), "{why:#}");
    let rules = why["rules"].as_array().unwrap();
    assert_eq!(strings(&why["rules"], "demand"), ["preferred", "banned"], "{why:#}");
    assert_eq!(rules[0]["mended"], true, "{why:#}");
    let matched: Vec<Option<u64>> = rules.iter().map(|rule| rule["matched"].as_u64()).collect();
    assert!(matched[0] >= Some(1) && matched[1] == Some(0), "{why:#}");
    let page = program.chat(&format!("/why {id}\n")).await.out;
    for part in
        ["Past posts that fitted, the best first", "Your rules for words that were in force:", "not in any candidate"]
    {
        assert!(page.contains(part), "{part} is not in\n{page}");
    }
}

#[tokio::test]
async fn an_idea_is_varied_by_its_id() {
    let short = "A quiet hour tastes of oat-milk latte.";
    let server =
        FakeOpenAi::saying(move |asked| if asked.request().contains("<text>") { short.into() } else { copy(asked) })
            .await;
    let program = Program::new(&server.settings("capable"));
    program.ask("/ideas oat-milk latte platform=instagram count=1").await;
    let other = program.ask("/idea angle I-001").await.json();
    assert_eq!(other["ideas"][0]["id"], "I-002", "{other:#}");
    assert_ne!(other["ideas"][0]["angle"], "question");
    let shorter = program.ask("/idea shorter I-001").await.json();
    assert_eq!(shorter["ideas"][0]["text"], short, "{shorter:#}");
    let why = program.ask("/why I-003").await.json();
    assert!(why["notes"].to_string().contains("I-001, shorter"), "{why:#}");
}

#[tokio::test]
async fn the_reason_for_a_refusal_is_asked_for_and_the_next_ideas_are_told() {
    let server = FakeOpenAi::saying(copy).await;
    let program = Program::new(&server.settings("capable"));
    let said = program
        .chat("/ideas oat-milk latte platform=instagram count=1\n/idea reject I-001\ntoo playful for a bank\n/idea show I-001\n")
        .await;
    assert!(said.out.contains("Why is I-001 not for you? The next ideas are told."), "{}", said.out);
    assert!(said.out.contains("Noted: I-001 is not for you (\"too playful for a bank\")"), "{}", said.out);
    program.ask("/ideas oat-milk latte platform=instagram count=1").await;
    let why = program.ask("/why I-002").await.json();
    assert!(why["prompt"].as_str().unwrap().contains("<reason>too playful for a bank</reason>"), "{why:#}");
    // An empty line leaves the reason out, and another command is that command.
    let said = program.chat("/idea reject I-002\n\nhello\n/idea reject I-002\n/drafts\n").await;
    assert!(!said.out.contains("(\"hello\")") && said.out.contains("No drafts here."), "{}", said.out);
}

#[tokio::test]
async fn a_button_for_changes_asks_only_those_who_may_and_only_where_it_makes_sense() {
    let server = FakeOpenAi::saying(copy).await;
    let program = Program::new(&server.settings("capable"));
    program.ask("/ideas oat-milk latte platform=instagram count=1").await;
    program.ask("/idea use I-001").await;
    let early = program.ask("/draft changes D-001 version=1 ?").await.error();
    assert!(early.starts_with("D-001 can't be sent back for changes: its state is draft"), "{early}");
    program.ask("/draft submit D-001").await;
    let asked = program.ask("/draft changes D-001 version=1 ?").await;
    assert_eq!(asked.status, Some(1), "nobody is there to answer");
    let asked = asked.json();
    assert_eq!((&asked["kind"], &asked["done"]), (&"question".into(), &Value::Null), "{asked:#}");
    assert_eq!(asked["command"], "/draft changes D-001 version=1");
    let said = program.chat("/草稿 要求修改 D-001 ?\n写上靠窗的座位\n").await;
    assert!(said.out.contains("D-001 要改什么？") && said.out.contains("修改要求：写上靠窗的座位"), "{}", said.out);
}

#[tokio::test]
async fn approved_copy_carries_the_mark_of_ai_where_the_team_wants_one() {
    let server = FakeOpenAi::saying(copy).await;
    let program = Program::new(&server.settings("capable"));
    program.ask("/prefs set ai-label on").await;
    program.ask("/draft oat-milk latte platforms=instagram,tiktok").await;
    program.ask("/draft submit D-001").await;
    let said = program.run(&["ask", "/draft approve D-001"]).await.out;
    assert!(said.contains("Made with AI."), "{said}");
    assert!(said.contains("TikTok: if pictures, voices or scenes are made by AI too"), "{said}");
    let draft = program.ask("/draft show D-001").await.json();
    assert_eq!(draft["pieces"][0]["ai_mark"], "Made with AI.", "{draft:#}");
    // What a person wrote alone is not marked.
    let server = Program::new("");
    server.ask("/prefs set ai-label 开").await;
    let prefs = server.ask("/prefs").await.json();
    assert!(prefs["preferences"].to_string().contains(r#"{"key":"ai-label","value":["on"]}"#), "{prefs:#}");
    program.ask("/prefs undo").await;
    let draft = program.ask("/draft show D-001").await.json();
    assert_eq!(draft["pieces"][0]["ai_mark"], "", "{draft:#}");
    let chinese = program.ask("/偏好 设置 AI标识 开").await.json();
    assert_eq!(chinese["changed"], "ai-label", "{chinese:#}");
}

#[tokio::test]
async fn the_board_begins_with_open_ideas_and_is_narrowed_down() {
    let server = FakeOpenAi::saying(copy).await;
    let program = Program::new(&format!("tasks.ideas.seed = 7\n{}", server.settings("capable")));
    program.ask("/ideas oat-milk latte platform=instagram count=2").await;
    program.ask("/idea use I-001").await;
    program.ask("/draft warm oat-milk latte platforms=x").await;
    let board = async |asked: &str| {
        let board = program.ask(asked).await.json();
        (strings(&board["drafts"], "id").join(" "), strings(&board["ideas"], "id").join(" "))
    };
    let is = |drafts: &str, ideas: &str| (drafts.to_string(), ideas.to_string());
    assert_eq!(board("/drafts").await, is("D-002 D-001", "I-002"));
    assert_eq!(board("/drafts state=idea").await, is("", "I-002"));
    assert_eq!(board("/drafts platform=x").await, is("D-002", ""));
    assert_eq!(board("/drafts topic=WARM by=me").await, is("D-002", ""));
    assert_eq!(board("/草稿箱 状态=草稿 数量=1").await, is("D-002", ""));
    let wrong = program.ask("/drafts by=ada").await.error();
    assert_eq!(wrong, "I can't show the drafts of \"ada\".\nby=me shows your own.");
}

/// Prints what docs/drafts.md shows: `cargo nextest run --workspace --run-ignored only --no-capture -E
/// 'test(the_whole_way_as_people_see_it)'`.
#[tokio::test]
#[ignore = "made for the docs"]
async fn the_whole_way_as_people_see_it() {
    let server = FakeOpenAi::saying(copy).await;
    for steps in [ENGLISH, CHINESE] {
        let program = with_posts(&server);
        let lines: String = steps.iter().map(|(asked, _)| format!("{asked}\n")).collect();
        let said = program.chat(lines).await;
        println!("{}", said.out);
        assert!(steps.iter().all(|(_, answered)| said.out.contains(answered)), "{}", said.out);
    }
}

#[tokio::test]
async fn in_a_telegram_group_notes_for_reviewers_are_shown_to_a_reviewer_alone() {
    let server = FakeOpenAi::saying(copy).await;
    let home = AtHome::new(&server.settings("capable")).await;
    let mut running = home.start().await;
    let (ana, group) = (Person::new(7, "Ana"), Chat::group(-100, "Barn"));
    home.telegram.promote(&group, &ana);
    home.telegram(&group, &ana, "/draft oat-milk latte platforms=instagram", "D-001").await;
    home.telegram(&group, &ana, "/draft_note D-001 the rent doubles", "for reviewers only").await;
    let alone = Chat::private(&ana);
    home.telegram.meet(&alone);
    for command in ["/draft_show D-001", "/draft_history D-001"] {
        let before = home.telegram.texts(&alone).len();
        home.telegram(&group, &ana, command, "I sent it to you directly").await;
        let told = home.telegram.texts(&alone).split_off(before).concat();
        assert!(told.contains("the rent doubles"), "{told}");
    }
    let told = home.telegram.texts(&group).concat();
    assert!(!told.contains("the rent doubles"), "{told}");
    running.kill().await.unwrap();
}
