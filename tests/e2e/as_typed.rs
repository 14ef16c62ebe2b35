//! Commands as each platform has them: in what the bot says, in what is pasted, and not in what people wrote.

use copydesk_tests::fake_discord::{self, FakeDiscord, Where};
use copydesk_tests::fake_telegram::{Chat, Person};

use crate::fake_openai::FakeOpenAi;
use crate::linking::AtHome;
use crate::program::KEY;

/// What somebody may write about.
const OWN: &str = "Say /campaign add count=3";

async fn home() -> AtHome {
    let server = FakeOpenAi::saying(|_| "Oat foam, two minutes, on the way to the 8:14.".to_owned()).await;
    let mut home = AtHome::new(&server.settings("capable")).await;
    home.program = home.program.with("FAKE_KEY", KEY);
    home
}

/// All that answers a slash command in a direct chat, once it has `expected`.
async fn called(
    home: &AtHome,
    person: &fake_discord::Person,
    command: &str,
    options: &[(&str, &str)],
    expected: &str,
) -> String {
    let token = home.discord.slash(Where::Direct, person, command, options);
    let said = |it: &FakeDiscord| it.answers(&token).iter().map(|it| it.body.to_string()).collect::<String>();
    home.discord.until(expected, |it| Some(said(it)).filter(|said| said.contains(expected))).await
}

#[tokio::test]
async fn what_people_wrote_of_commands_stays_as_they_wrote_it() {
    let home = home().await;
    let mut running = home.start().await;
    // What somebody calls themselves is in a heading, what they do not want to see in a paragraph, the rest in a problem.
    let (ana, chat) = (Person::new(7, OWN), Chat::private(&Person::new(7, OWN)));
    let heading = home.telegram(&chat, &ana, "/prefs", "Change one").await;
    assert!(heading.contains(OWN) && heading.contains("/prefs_set voice \"warm, witty\""), "{heading}");
    home.telegram(&chat, &ana, &format!("/recommend less=\"{OWN}\""), OWN).await;
    let problem = home.telegram(&chat, &ana, &format!("/prefs \"{OWN}\""), "takes no more words").await;
    assert!(problem.contains(OWN) && problem.contains("/prefs_set changes one"), "{problem}");
    let why = home.telegram(&chat, &ana, &format!("What is {OWN:?}?"), "Oat foam").await;
    assert!(!why.contains("/campaign"), "{why}");
    let brief = home.telegram(&chat, &ana, "/why", OWN).await;
    assert!(!brief.contains("/campaign_add count"), "{brief}");

    let bo = fake_discord::Person::new(9, OWN);
    let heading = called(&home, &bo, "prefs show", &[], "Change one").await;
    assert!(heading.contains(OWN) && heading.contains("/prefs set key:voice text:warm, witty"), "{heading}");
    called(&home, &bo, "recommend", &[("less", OWN)], OWN).await;
    let problem = called(&home, &bo, "link", &[("text", OWN)], OWN).await;
    assert!(problem.contains("/link text:off to leave"), "{problem}");
    running.kill().await.unwrap();
}

#[tokio::test]
async fn the_rule_of_the_examples_is_taken_from_a_field_of_discord_with_its_quotation_marks() {
    let home = home().await;
    let mut running = home.start().await;
    let bo = fake_discord::Person::new(9, "Bo");
    let cy = fake_discord::Person { locale: "zh-CN".to_owned(), ..fake_discord::Person::new(10, "Cy") };
    // Each field as the example of the help has it: what stands behind its name and the colon.
    for (person, words, help, rule) in [(&bo, "prefs rule", "café", "R-001"), (&cy, "偏好 规则", "客人", "R-001")]
    {
        let shown = called(&home, person, "help", &[("text", words)], help).await;
        let shown = shown.replace("\\\"", "\"").replace('`', "");
        let example = shown.split(" text:").nth(1).or_else(|| shown.split(" 内容:").nth(1)).unwrap_or_default();
        let (text, example) = example.split_once(" example:").or(example.split_once(" 例句:")).unwrap_or_default();
        assert!(text.contains('"') || text.contains('“'), "{shown}");
        let example = example.trim_start_matches(['"', '“']).split(['"', '”', '\\']).next().unwrap_or_default();
        called(&home, person, "prefs rule", &[("text", text), ("example", example)], rule).await;
    }
    running.kill().await.unwrap();
}

#[tokio::test]
async fn fields_of_discord_hold_numbers_and_lists_where_the_commands_take_no_more() {
    let home = home().await;
    let mut running = home.start().await;
    let bo = fake_discord::Person::new(9, "Bo");
    let numbers = [("text", "Oat?"), ("platform", "x"), ("impressions", "1200"), ("likes", "34"), ("clicks", "5")];
    let added = called(&home, &bo, "campaign add", &numbers, "C-001").await;
    assert!(added.contains("34"), "{added}");
    let limits = [("text", "person"), ("requests", "40"), ("money", "2.5")];
    called(&home, &bo, "usage limit", &limits, "40").await;
    called(&home, &bo, "usage limit", &[("text", "person"), ("requests", "0"), ("money", "0")], "person").await;
    called(&home, &bo, "campaign label", &[("text", "C-001"), ("hook", "story"), ("sentiment", "neutral")], "C-001")
        .await;
    called(&home, &bo, "drafts", &[("state", "in-review"), ("by", "me")], "in review").await;

    let mut kinds = [0; 12];
    let mut listed = 0;
    let mut commands = home.discord.commands().as_array().cloned().unwrap_or_default();
    while let Some(it) = commands.pop() {
        kinds[usize::try_from(it["type"].as_u64().unwrap_or_default()).unwrap()] += 1;
        listed += usize::from(it["choices"].is_array());
        commands.extend(it["options"].as_array().cloned().unwrap_or_default());
        assert!(it["name"] != "count" || it["type"] == 4, "{it}");
        assert!(it["name"] != "metric" || it["choices"].as_array().map(Vec::len) == Some(9), "{it}");
        assert!(it["name"] != "zone" || it["autocomplete"] == true, "{it}");
    }
    assert!(kinds[4] >= 30 && kinds[7] == 2 && kinds[10] == 1 && listed >= 40, "{kinds:?}, {listed} lists");
    running.kill().await.unwrap();
}

#[tokio::test]
async fn examples_on_discord_are_what_its_menu_takes_and_are_understood_where_they_are_pasted() {
    let home = home().await;
    let mut running = home.start().await;
    let example = "/ideas text:oat-milk latte platform:instagram count:3 format:post";
    let bo = fake_discord::Person::new(9, "Bo");
    called(&home, &bo, "help", &[("text", "ideas")], example).await;
    called(&home, &bo, "help", &[("text", "digest create")], "[text:NAME]").await;
    called(&home, &bo, "help", &[("text", "prefs set")], "/prefs set key:voice text:warm, witty").await;
    home.discord.mention(&bo, example);
    let posts = "Instagram posts about oat-milk latte";
    home.discord.until(posts, |it| it.everything().iter().any(|it| it.content().contains(posts)).then_some(())).await;

    let mei = fake_discord::Person { locale: "zh-CN".to_owned(), ..fake_discord::Person::new(11, "Mei") };
    for (written, expected) in [
        ("/帮助 点子", "/点子 内容:燕麦拿铁 平台:小红书 数量:3 形式:文案"),
        ("/点子 内容:燕麦拿铁 平台:小红书 数量:1 形式:文案", "小红书文案：燕麦拿铁"),
        ("/帮助 偏好 设置", "/偏好 设置 名称:语气 内容:温暖、俏皮"),
        ("/偏好 设置 名称:语气 内容:温暖、俏皮", "温暖、俏皮"),
        ("/prefs set key:brand text:\"Oat House\" ", "Oat House"),
        ("/偏好 显示", "Oat House"),
    ] {
        let channel = home.discord.write(&mei, written);
        let said = |it: &FakeDiscord| {
            it.channel(channel).last().is_some_and(|it| it.body.to_string().contains(expected)).then_some(())
        };
        home.discord.until(expected, said).await;
    }
    running.kill().await.unwrap();
}
