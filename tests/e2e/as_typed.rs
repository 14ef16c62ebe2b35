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
async fn examples_on_discord_are_what_its_menu_takes_and_are_understood_where_they_are_pasted() {
    let home = home().await;
    let mut running = home.start().await;
    let example = "/ideas text:oat-milk latte platform:instagram count:3 format:post";
    let bo = fake_discord::Person::new(9, "Bo");
    called(&home, &bo, "help", &[("text", "ideas")], example).await;
    called(&home, &bo, "help", &[("text", "digest create")], "/digest create [text:NAME]").await;
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
