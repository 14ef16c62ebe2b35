//! A model's Markdown, and the bot's own commands, as each platform writes them.

use copydesk_tests::fake_discord::{self, CHANNEL, FakeDiscord};
use copydesk_tests::fake_telegram::{Chat, FakeTelegram, Person};

use crate::fake_openai::FakeOpenAi;
use crate::linking::AtHome;

const SAID: &str = "## Plan\nPost **before nine**, *not* after, ~~at ten~~ at 8~9:\n- oat milk\n- **燕麦。**再来\n\n| Day | Posts |\n|---|---|\n| Mon | 3 |\n\nAsk @everyone, see [this](https://barn.example/a). Done.";

#[tokio::test]
async fn a_models_markdown_becomes_each_platforms_own() {
    let server = FakeOpenAi::saying(|_| SAID.to_owned()).await;
    let home = AtHome::new(&server.settings("capable")).await;
    let mut running = home.start().await;
    let (ana, chat) = (Person::new(7, "Ana"), Chat::private(&Person::new(7, "Ana")));
    home.telegram.say(&chat, &ana, "What is the plan for https://barn.example/a ?");
    let find = |it: &FakeTelegram| it.messages(&chat).into_iter().find(|it| it.text.contains("Done."));
    home.telegram.until("the answer", |it| find(it).is_some()).await;
    let shown = find(&home.telegram).unwrap();
    for part in [
        "<b>Plan</b>\n",
        "Post <b>before nine</b>, <i>not</i> after, <s>at ten</s> at 8~9:",
        "• oat milk\n• <b>燕麦。</b>再来",
        "<pre>Day  Posts\nMon  3</pre>",
    ] {
        assert!(shown.source.contains(part), "{part}: {}", shown.source);
    }
    assert!(shown.text.contains("see this (https://barn.example/a)") && !shown.text.contains("**"), "{}", shown.text);

    home.discord.mention(&fake_discord::Person::new(9, "Bo"), "What is the plan for https://barn.example/a ?");
    let shown = home
        .discord
        .until("the answer", |it: &FakeDiscord| {
            it.channel(CHANNEL).into_iter().find(|it| it.content().contains("Done."))
        })
        .await;
    let content = shown.content();
    for part in [
        "**Plan**\n",
        "Post **before nine**, *not* after, ~~at ten~~ at 8\\~9:",
        "oat milk\n",
        "**燕麦。**",
        "\\@everyone",
    ] {
        assert!(content.contains(part), "{part}: {content}");
    }
    assert!(content.contains("Day") && content.contains("```\n"), "{content}");
    assert!(content.contains("see this (https://barn.example/a)"), "{content}");
    running.kill().await.unwrap();
}

#[tokio::test]
async fn a_command_in_a_hint_is_written_as_the_platform_takes_it() {
    let server = FakeOpenAi::saying(|_| "Fine.".to_owned()).await;
    let home = AtHome::new(&server.settings("capable")).await;
    let mut running = home.start().await;
    let (ana, chat) = (Person::new(7, "Ana"), Chat::private(&Person::new(7, "Ana")));
    home.telegram(&chat, &ana, "/help", "/campaign_add").await;
    // It takes several messages.
    let said = |it: &FakeTelegram| it.messages(&chat).into_iter().map(|message| message.text).collect::<String>();
    home.telegram.until("all of the help", |it| said(it).contains("/prefs_set")).await;
    let help = said(&home.telegram);
    assert!(help.contains("/campaign_add") && !help.contains("/campaign add"), "{help}");
    running.kill().await.unwrap();
}
