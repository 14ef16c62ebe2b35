//! What people can do: slash commands, buttons, messages; and what the bot is told of them.

use copydesk_tests::fake_discord::{CHANNEL, GUILD};
use serde_json::Value;

use super::*;

fn outline(commands: &Value, indent: usize) -> String {
    let line = |it: &Value| {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let needed = if it["required"] == true { " (needed)" } else { "" };
        let choices = it["choices"].as_array().map_or(String::new(), |it| format!(" [{} choices]", it.len()));
        let bounds = it["max_value"].as_u64().map(|most| format!(" [{} to {most}]", it["min_value"]));
        let choices = choices + &bounds.unwrap_or_default();
        let choices = if it["autocomplete"] == true { " [suggestions]".to_owned() } else { choices };
        let name = format!("{} {}", text(&it["name"]), text(&it["name_localizations"]["zh-CN"]));
        let about = format!("{} / {}", text(&it["description"]), text(&it["description_localizations"]["zh-CN"]));
        format!("{:indent$}{name}{needed}{choices}: {about}\n{}", "", outline(&it["options"], indent + 2))
    };
    commands.as_array().into_iter().flatten().map(line).collect()
}

#[tokio::test]
async fn commands_are_registered_as_discord_takes_them() {
    let chat = start().await;
    insta::assert_snapshot!(outline(&chat.fake.commands(), 0), @r"
    ideas 点子: What ideas does / What ideas does（中文）
      text 内容: The topic / The topic（中文）
      count 数量 [1 to 20]: count / 数量
      platform 平台 [2 choices]: platform / 平台
    prefs 偏好: What prefs does / What prefs does（中文）
      show 显示: What prefs does / What prefs does（中文）
      set 设置: What prefs set does / What prefs set does（中文）
        key 名称 (needed) [2 choices]: key / 名称
        text 内容: Key and value / Key and value（中文）
    campaign 往期: What campaign list does / What campaign list does（中文）
      list 列表: What campaign list does / What campaign list does（中文）
        platform 平台 [2 choices]: platform / 平台
      add 添加: What campaign add does / What campaign add does（中文）
        platform 平台 (needed) [2 choices]: platform / 平台
        text 内容: Text / Text（中文）
        topic 主题: topic / 主题
      import 导入: What campaign import does / What campaign import does（中文）
        file 文件: A file / A file（中文）
        platform 平台 [2 choices]: platform / 平台
    zone 时区: What zone does / What zone does（中文）
      zone 时区 [suggestions]: zone / 时区
      channel 频道: channel / 频道
    why 为什么: What why does / What why does（中文）
    Ideas from this Ideas from this（中文）:  /
    ");
    assert!(chat.fake.calls().iter().all(|call| call.status < 400));
}

#[tokio::test]
async fn a_slash_command_is_acknowledged_before_the_bot_hears_of_it_and_then_answered() {
    let mut chat = start().await;
    let (token, request) = chat.why().await;
    assert!(chat.fake.answers(&token)[0].body.is_null(), "acknowledged, and nothing said yet");
    let place = &request.origin.place;
    assert_eq!(
        (place.platform, place.id.as_str(), place.name.as_str()),
        ("discord", GUILD.to_string().as_str(), "Morning Barn")
    );
    assert_eq!((request.origin.channel, request.origin.person), (CHANNEL.to_string(), "42".to_owned()));
    assert_eq!(request.origin.language.as_deref(), Some("en-US"));
    request.reply.finish(reply(vec![paragraph("Because.")])).await;
    let answers = chat.answers(&token, "Because.").await;
    assert_eq!((answers.len(), answers[0].content()), (1, "Because."));
    chat.finished().await;
}

#[tokio::test]
async fn a_command_arrives_in_parts() {
    let mut chat = start().await;
    let sent: &[(&str, &[(&str, &str)])] = &[
        ("ideas", &[("text", "oat milk"), ("platform", "instagram"), ("count", "3")]),
        ("prefs set", &[("key", "voice"), ("text", "warm")]),
        ("prefs show", &[]),
        ("zone", &[("channel", "1000000000000000011")]),
        ("campaign add", &[("text", "Oat?"), ("platform", "instagram"), ("topic", "oat milk")]),
    ];
    let mut inputs = Vec::new();
    for (command, options) in sent {
        chat.fake.slash(Where::Server, &ada(), command, options);
        inputs.push(chat.next().await.input);
    }
    let expected = [
        command(&["ideas"], &[("platform", "instagram"), ("count", "3")], "oat milk"),
        command(&["prefs", "set"], &[], "voice warm"),
        command(&["prefs"], &[], ""),
        command(&["zone"], &[("channel", "1000000000000000011")], ""),
        command(&["campaign", "add"], &[("platform", "instagram"), ("topic", "oat milk")], "Oat?"),
    ];
    assert_eq!(inputs, expected);
}

#[tokio::test]
async fn a_press_on_a_button_is_answered_by_a_message_of_its_own() {
    let mut chat = start().await;
    let (first, request) = chat.why().await;
    request.reply.finish(reply(vec![paragraph("Because."), button("use:7")])).await;
    chat.answers(&first, "use:7").await;
    let second = chat.fake.press(Where::Server, &ada(), "use:7");
    let request = chat.next().await;
    assert_eq!(request.input, Input::Button("use:7".to_owned()));
    request.reply.finish(reply(vec![paragraph("Used.")])).await;
    chat.answers(&second, "Used.").await;
    assert_eq!(chat.fake.answers(&first)[0].content(), "Because.");
}

#[tokio::test]
async fn a_direct_message_and_a_mention_are_conversation_and_other_talk_is_not() {
    let mut chat = start().await;
    let channel = chat.fake.write(&ada(), "hello there");
    let request = chat.next().await;
    assert_eq!(request.input, Input::Text("hello there".to_owned()));
    assert_eq!((request.origin.place.id.as_str(), request.origin.place.name.as_str()), ("dm-42", "Ada"));
    assert!(request.rights.may_manage().await.unwrap());
    request.reply.finish(reply(vec![paragraph("Hello.")])).await;
    chat.in_channel(channel, "Hello.").await;

    chat.fake.chatter(&ada());
    chat.fake.mention(&ada(), "what works?");
    let request = chat.next().await;
    assert_eq!(request.input, Input::Text("what works?".to_owned()));
    assert_eq!(request.origin.place.id, GUILD.to_string());
    request.reply.finish(reply(vec![paragraph("Questions.")])).await;
    let shown = chat.in_channel(CHANNEL, "Questions.").await;
    assert!(shown[0].body["message_reference"]["message_id"].is_string(), "it replies to the message");
    assert!(chat.fake.calls().iter().any(|call| call.path == format!("/channels/{CHANNEL}/typing")));
}

#[tokio::test]
async fn the_bots_name_alone_asks_what_to_try() {
    let mut chat = start().await;
    chat.fake.mention(&ada(), "");
    assert_eq!(chat.next().await.input, Input::Text("/start".to_owned()));
}

#[tokio::test]
async fn the_persons_own_language_is_handed_on() {
    let mut chat = start().await;
    let person = Person { locale: "zh-CN".to_owned(), ..ada() };
    chat.fake.slash(Where::Direct, &person, "why", &[]);
    assert_eq!(chat.next().await.origin.language.as_deref(), Some("zh-CN"));
}

#[tokio::test]
async fn who_may_manage_is_what_discord_says() {
    let mut chat = start().await;
    let manager = Person { permissions: 32, ..ada() };
    let mut asked = Vec::new();
    for (place, person) in
        [(Where::Server, &ada()), (Where::Server, &manager), (Where::Direct, &ada()), (Where::UserInstalled, &manager)]
    {
        chat.fake.slash(place, person, "why", &[]);
        asked.push(chat.next().await.rights.may_manage().await.unwrap());
    }
    assert_eq!(asked, [false, true, true, false]);

    chat.fake.mention(&ada(), "reset");
    let rights = chat.next().await.rights;
    assert!(!rights.may_manage().await.unwrap());
    chat.fake.give_role(&ada(), "Admins", 8);
    assert!(rights.may_manage().await.unwrap(), "asked anew each time");
}

#[tokio::test]
async fn a_role_that_the_settings_name_may_manage_too() {
    for by_id in [false, true] {
        let fake = Arc::new(FakeDiscord::start().await.unwrap());
        let role = fake.give_role(&ada(), "Marketing", 2_048);
        let named = if by_id { role.to_string() } else { "Marketing".to_owned() };
        let mut chat = begin_with(fake, Arc::default(), TOKEN, |it| it.manager_role = Some(named));
        chat.fake.until("the commands", |fake| (!fake.commands().is_null()).then_some(())).await;
        let (_, request) = chat.why().await;
        assert!(request.rights.may_manage().await.unwrap());
        chat.fake.mention(&ada(), "reset");
        assert!(chat.next().await.rights.may_manage().await.unwrap(), "in a message too");
        chat.fake.take_roles(&ada());
        assert!(!request.rights.may_manage().await.unwrap(), "asked anew each time");
        chat.fake.slash(Where::UserInstalled, &ada(), "why", &[]);
        assert!(!chat.next().await.rights.may_manage().await.unwrap(), "not where the bot is no member");
    }
}

#[tokio::test]
async fn more_next_steps_than_two_rows_of_buttons_are_a_list() {
    let mut chat = start().await;
    let (token, request) = chat.why().await;
    let step = |at| Button { label: format!("Step {at}"), action: format!("step:{at}") };
    request.reply.finish(reply(vec![paragraph("Choose."), Block::Buttons((0..30).map(step).collect())])).await;
    let answers = chat.answers(&token, "step:29").await;
    assert_eq!(answers[0].body["components"].as_array().map(Vec::len), Some(2), "25 and 5 of them");
    let token = chat.fake.choose(Where::Server, &ada(), "step:29");
    let request = chat.next().await;
    assert_eq!(request.input, Input::Button("step:29".to_owned()));
    request.reply.finish(reply(vec![paragraph("Done.")])).await;
    chat.answers(&token, "Done.").await;
}

#[tokio::test]
async fn what_is_typed_is_suggested_from_where_the_values_are_many() {
    let chat = start().await;
    let suggested = async |person: &Person, typed: &str| {
        let token = chat.fake.type_value(person, "zone", "zone", typed);
        chat.fake.until("suggestions", |fake| fake.suggestions(&token)).await
    };
    let first = |found: Vec<Value>| found.iter().map(|it| it["name"].clone()).take(2).collect::<Vec<_>>();
    assert_eq!(first(suggested(&ada(), "europe/be").await), ["Europe/Berlin", "Europe/Bern"]);
    assert_eq!(suggested(&ada(), "").await.len(), 25);
    assert_eq!(suggested(&ada(), "nowhere").await.len(), 0);
    let chinese = Person { locale: "zh-CN".to_owned(), ..ada() };
    assert_eq!(first(suggested(&chinese, "shang").await), ["Asia/Shanghai（中文）"]);
}
