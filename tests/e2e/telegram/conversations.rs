//! Who is answered, where, and as what.

use copydesk_tests::fake_telegram::{Fault, added};
use serde_json::json;

use super::*;

#[tokio::test]
async fn a_text_is_answered_where_it_was_written() {
    let fake = fake().await;
    let running = run(&fake, Setting::default());
    fake.say(&private(), &ada(), "hello <b>& you</b> @ada_b");
    fake.until("an answer", |it| !it.messages(&private()).is_empty()).await;
    let sent = fake.messages(&private()).remove(0);
    assert_eq!(sent.text, "You said: hello <b>& you</b> @\u{2060}ada_b");
    assert_eq!(sent.entities, [], "nothing is formatted, and nobody is pinged");
    assert_eq!(fake.calls("sendMessage")[0].parameters["link_preview_options"]["is_disabled"], true);

    let forum = group().topic(5);
    fake.say(&forum, &ada(), "/ideas@CopydeskBot oat milk");
    fake.until("an answer in the topic", |it| !it.messages(&group()).is_empty()).await;
    assert_eq!(fake.messages(&group())[0].topic, Some(5));
    assert_eq!(running.texts().last().unwrap(), "/ideas oat milk");
    assert_eq!(running.heard.lock().unwrap().last().unwrap().0.channel, "-1001/5");
    fake.until("no action is refused", |it| it.calls("sendChatAction").len() == 2).await;
    assert!(running.stop().await.waiting().is_empty());
}

#[tokio::test]
async fn a_group_is_left_alone_unless_the_bot_is_meant() {
    let fake = fake().await;
    let running = run(&fake, Setting::default());
    for text in ["nice weather", "/ideas@OtherBot", "@CopydeskBot three posts", "/campaign_add x"] {
        fake.say(&group(), &ada(), text);
    }
    fake.until("both answers", |it| it.messages(&group()).len() == 2).await;
    assert_eq!(running.texts(), ["three posts", "/campaign add x"]);
    running.stop().await;
}

#[tokio::test]
async fn commands_are_listed_in_both_languages_and_every_scope() {
    let fake = fake().await;
    let running = run(&fake, Setting::default());
    let scopes = ["default", "all_private_chats", "all_group_chats", "all_chat_administrators"];
    fake.until("the last list", |it| !it.commands(scopes[3], "zh").is_null()).await;
    let listed = |words: &str| {
        json!(["ideas", "campaign_add", "review"].map(|it| json!({ "command": it, "description": words })))
    };
    for scope in scopes {
        assert_eq!(fake.commands(scope, ""), listed("Does it."));
        assert_eq!(fake.commands(scope, "zh"), listed("Does it。"));
    }
    running.stop().await;
}

#[tokio::test]
async fn a_press_is_acknowledged_and_answered() {
    let fake = fake().await;
    let running = run(&fake, Setting::default());
    fake.press(&private(), &ada(), 1, "use:3");
    fake.until("an answer", |it| it.texts(&private()) == ["You said: pressed use:3"]).await;
    fake.until("a sign", |it| it.calls("answerCallbackQuery").iter().any(|call| call.status == 200)).await;
    assert_eq!(running.heard.lock().unwrap()[0].1, Input::Button("use:3".to_owned()));
    running.stop().await;
}

#[tokio::test]
async fn administrators_may_and_others_may_not() {
    let fake = fake().await;
    let running = run(&fake, Setting::default());
    let bob = Person::new(8, "Bob");
    fake.promote(&group(), &ada());
    for person in [ada(), bob] {
        fake.say(&group(), &person, "@CopydeskBot who may");
    }
    fake.say(&private(), &ada(), "who may");
    fake.until("all answers", |it| it.texts(&group()).len() == 2 && it.texts(&private()).len() == 1).await;
    assert_eq!(fake.texts(&group()), ["You may.", "You may not."]);
    assert_eq!(fake.texts(&private()), ["You may."]);

    fake.fail("getChatMember", [Fault::Page(502)]);
    fake.say(&group(), &ada(), "@CopydeskBot who may");
    fake.until("a third answer", |it| it.texts(&group()).len() == 3).await;
    assert_eq!(fake.texts(&group())[2], "Nobody knows.");
    running.stop().await;
}

#[tokio::test]
async fn the_bot_introduces_itself_once_in_a_new_group() {
    let fake = fake().await;
    let running = run(&fake, Setting::default());
    let mut chinese = ada();
    chinese.language = "zh-hans".to_owned();
    fake.meet(&group());
    fake.push(added(&group(), &chinese));
    fake.say(&group(), &ada(), "/ideas tea");
    fake.until("an answer", |it| it.messages(&group()).len() == 2).await;
    assert_eq!(fake.texts(&group()), ["I am Copydesk。", "You said: /ideas tea"]);
    running.stop().await;
}

#[tokio::test]
async fn a_chat_that_is_slow_holds_no_other_up_and_stays_in_order() {
    let fake = fake().await;
    let running = run(&fake, Setting::default());
    let bob = Person::new(8, "Bob");
    fake.say(&private(), &ada(), "hang");
    fake.say(&private(), &ada(), "second");
    fake.say(&Chat::private(&bob), &bob, "hello");
    fake.until("Bob's answer", |it| it.texts(&Chat::private(&bob)) == ["You said: hello"]).await;
    running.steps.add_permits(1);
    fake.until("Ada's answers", |it| it.texts(&private()) == ["At last.", "You said: second"]).await;
    running.stop().await;
}

#[tokio::test]
async fn an_anonymous_administrator_may_and_another_channel_s_name_gives_no_right() {
    let fake = fake().await;
    let running = run(&fake, Setting::default());
    let news = Chat::group(-1009, "News");
    fake.say_as(&group(), &group(), "@CopydeskBot who may");
    fake.until("the administrator's answer", |it| it.texts(&group()) == ["You may."]).await;
    fake.say_as(&group(), &news, "@CopydeskBot who may");
    fake.until("the channel's answer", |it| it.texts(&group()).len() == 2).await;
    assert_eq!(fake.texts(&group())[1], "You may not.");
    let heard = running.heard.lock().unwrap().clone();
    let people: Vec<&str> = heard.iter().map(|(origin, _)| origin.person.as_str()).collect();
    assert_eq!(people, ["-1001", "-1009"], "each is the chat that speaks");
    running.stop().await;
}
