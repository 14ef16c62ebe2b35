//! Updates as Telegram sends them.

use serde_json::json;

use super::*;
use crate::{CommandInput, Localised};

fn bot() -> Account {
    Account { id: 99, name: "CopydeskBot".to_owned() }
}

fn commands() -> Vec<MenuEntry> {
    let summary = Localised { english: "adds".to_owned(), chinese: "添加".to_owned() };
    let entry = |words: &[&'static str]| MenuEntry {
        words: words.to_vec(),
        chinese: vec![],
        summary: summary.clone(),
        rest: Some(summary.clone()),
        asks: None,
        file: None,
        then: None,
        options: vec![],
    };
    let review = MenuEntry { file: Some(summary.clone()), ..entry(&["review"]) };
    vec![entry(&["campaign", "add"]), entry(&["ideas"]), review]
}

fn ada() -> Value {
    json!({ "id": 7, "is_bot": false, "first_name": "Ada", "last_name": "B", "language_code": "zh-hans" })
}

fn private() -> Value {
    json!({ "id": 7, "type": "private", "first_name": "Ada", "last_name": "B" })
}

fn group() -> Value {
    json!({ "id": -1005, "type": "supergroup", "title": "Barn", "is_forum": true })
}

fn read_message(chat: Value, more: Value) -> Option<Incoming> {
    let mut message = json!({ "message_id": 3, "date": 1, "chat": chat, "from": ada() });
    message.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    read(&json!({ "update_id": 5, "message": message }), &bot(), &commands()).unwrap()
}

fn heard(chat: Value, text: &str) -> Option<String> {
    match read_message(chat, json!({ "text": text }))?.asked {
        Asked::Input(Input::Text(text)) => Some(text),
        other => panic!("{other:?}"),
    }
}

#[test]
fn in_a_private_chat_every_text_counts() {
    let asked = read_message(private(), json!({ "text": " three posts " })).unwrap();
    assert_eq!(asked.asked, Asked::Input(Input::Text("three posts".to_owned())));
    assert_eq!(asked.standing, Standing::Known(true));
    assert_eq!(asked.origin.place, Place { platform: "telegram", id: "7".to_owned(), name: "Ada B".to_owned() });
    assert_eq!((asked.origin.channel.as_str(), asked.origin.person.as_str()), ("7", "7"));
    assert_eq!(asked.origin.language.as_deref(), Some("zh-hans"));
    for (text, expected) in [
        ("/start", "/start"),
        ("/start code-7", "/start code-7"),
        ("/campaign_add x", "/campaign add x"),
        ("/ideas", "/ideas"),
    ] {
        assert_eq!(heard(private(), text).as_deref(), Some(expected));
    }
}

#[test]
fn in_a_group_only_what_is_meant_for_the_bot_counts() {
    for (text, expected) in [
        ("nice weather", None),
        ("/ideas oat milk", Some("/ideas oat milk")),
        ("/ideas@copydeskbot oat milk", Some("/ideas oat milk")),
        ("/ideas@OtherBot oat milk", None),
        ("@CopydeskBot, three posts", Some("three posts")),
        ("three posts @copydeskbot", Some("three posts")),
        ("mail me@copydeskbot", None),
        ("@CopydeskBotty hello", None),
        ("@燕麦 @CopydeskBot 三条", Some("@燕麦 三条")),
        ("@CopydeskBot", Some("/start")),
    ] {
        assert_eq!(heard(group(), text).as_deref(), expected, "{text}");
    }
}

#[test]
fn a_reply_to_the_bot_counts_and_to_another_person_does_not() {
    let reply = |from: Value| {
        let replied = json!({ "message_id": 2, "date": 1, "chat": group(), "from": from, "text": "x" });
        read_message(group(), json!({ "text": "shorter", "reply_to_message": replied }))
    };
    assert!(reply(json!({ "id": 99, "is_bot": true, "first_name": "Copydesk" })).is_some());
    assert!(reply(ada()).is_none());
}

#[test]
fn a_command_without_words_in_reply_to_a_post_means_the_post() {
    let post = json!({ "message_id": 2, "date": 1, "chat": group(), "from": ada(), "text": "Oat milk is back" });
    let asked = |text: &str| read_message(group(), json!({ "text": text, "reply_to_message": post })).unwrap().asked;
    let rest = "Oat milk is back".to_owned();
    let ideas = CommandInput { words: vec!["ideas".into()], options: vec![], rest };
    assert_eq!(asked("/ideas"), Asked::Input(Input::Command(ideas)));
    for text in ["/ideas tea", "/why"] {
        assert_eq!(asked(text), Asked::Input(Input::Text(text.to_owned())));
    }
}

#[test]
fn a_topic_is_a_channel_of_its_own_and_a_chain_of_replies_is_none() {
    let asked = |topic: bool| {
        let more = json!({ "text": "/ideas", "message_thread_id": 12, "is_topic_message": topic });
        read_message(group(), more).unwrap()
    };
    assert_eq!(asked(true).origin.channel, "-1005/12");
    assert_eq!(asked(true).destination, Destination { chat: -1005, topic: Some(12) });
    assert_eq!(asked(false).origin.channel, "-1005");
    assert_eq!(asked(true).standing, Standing::Ask(7));
}

#[test]
fn an_administrator_who_speaks_as_the_group_may_change_it_and_a_channel_may_not() {
    let anonymous = json!({ "id": 1087968824, "is_bot": true, "first_name": "Group" });
    let as_group = json!({ "text": "/ideas", "from": anonymous, "sender_chat": group() });
    let asked = read_message(group(), as_group).unwrap();
    assert_eq!((asked.standing, asked.origin.person.as_str()), (Standing::Known(true), "-1005"));
    assert_eq!(asked.origin.language, None);
    let channel = json!({ "id": -1009, "type": "channel", "title": "News" });
    let as_channel = json!({ "text": "/ideas", "from": anonymous, "sender_chat": channel });
    assert_eq!(read_message(group(), as_channel).unwrap().standing, Standing::Known(false));
}

#[test]
fn other_bots_are_not_answered() {
    let other = json!({ "id": 8, "is_bot": true, "first_name": "Other" });
    assert_eq!(read_message(private(), json!({ "text": "hello", "from": other })), None);
}

fn document(name: &str) -> Value {
    json!({ "file_id": "f", "file_unique_id": "u", "file_size": 9, "file_name": name })
}

fn photo() -> Value {
    let size = |id: &str, width: u32| json!({ "file_id": id, "file_unique_id": id, "width": width, "height": width });
    json!([size("small", 90), size("large", 1280)])
}

/// The name and id of the file that is meant, and the words beside it.
fn file(chat: Value, more: Value) -> Option<(String, String, String)> {
    match read_message(chat, more)?.asked {
        Asked::File { file, text } => Some((file.name, file.reference, text)),
        other => panic!("{other:?}"),
    }
}

fn meant(name: &str, id: &str, text: &str) -> Option<(String, String, String)> {
    Some((name.to_owned(), id.to_owned(), text.to_owned()))
}

#[test]
fn a_file_comes_with_its_name_and_the_words_beside_it() {
    let captioned =
        |words: &str| json!({ "document": document("posts.csv"), "caption": words, "media_group_id": "42" });
    assert_eq!(file(private(), captioned("our posts")), meant("posts.csv", "f", "our posts"));
    assert_eq!(
        file(group(), captioned("/review@CopydeskBot platform=x")),
        meant("posts.csv", "f", "/review platform=x")
    );
    assert_eq!(read_message(private(), captioned("our posts")).unwrap().album, None, "each document counts");
    assert_eq!(file(private(), json!({ "photo": photo() })), meant("photo.jpg", "large", ""));
    assert_eq!(read_message(group(), json!({ "document": document("posts.csv") })), None, "nobody asked the bot");
}

#[test]
fn a_command_in_reply_to_a_document_means_that_document_unless_it_brings_words_of_its_own() {
    let replied = |more: Value| {
        let mut message = json!({ "message_id": 2, "date": 1, "chat": group(), "from": ada() });
        message.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        message
    };
    let to = |text: &str, more: Value| json!({ "text": text, "reply_to_message": replied(more) });
    let posts = json!({ "document": document("posts.csv") });
    assert_eq!(file(group(), to("/review", posts.clone())), meant("posts.csv", "f", "/review"));
    for (text, more, expected) in
        [("/review these words", posts.clone(), "/review these words"), ("/ideas", posts, "/ideas")]
    {
        let asked = read_message(group(), to(text, more)).unwrap().asked;
        assert_eq!(asked, Asked::Input(Input::Text(expected.to_owned())));
    }
    // Whatever stands in the post is words, options of its own none.
    let caption = json!({ "photo": photo(), "caption": "Oat milk is here, price=3" });
    let asked = read_message(group(), to("/review", caption)).unwrap().asked;
    let rest = "Oat milk is here, price=3".to_owned();
    assert_eq!(
        asked,
        Asked::Input(Input::Command(CommandInput { words: vec!["review".into()], options: vec![], rest }))
    );
}

#[test]
fn a_command_with_its_words_below_a_picture_is_about_the_words() {
    let below = |words: &str| json!({ "photo": photo(), "caption": words });
    let asked = read_message(private(), below("/review Oat milk is here")).unwrap().asked;
    assert_eq!(asked, Asked::Input(Input::Text("/review Oat milk is here".to_owned())));
    assert_eq!(file(private(), below("/review")), meant("photo.jpg", "large", "/review"));
    assert_eq!(file(private(), below("what do you think?")), meant("photo.jpg", "large", "what do you think?"));
}

#[test]
fn a_press_comes_from_the_person_who_pressed() {
    let message = json!({ "message_id": 3, "date": 1, "chat": group(), "text": "x", "message_thread_id": 12,
        "is_topic_message": true });
    let query = json!({ "id": "q1", "from": ada(), "chat_instance": "1", "data": "use:3", "message": message });
    let asked = read(&json!({ "update_id": 5, "callback_query": query }), &bot(), &[]).unwrap().unwrap();
    assert_eq!(asked.asked, Asked::Input(Input::Button("use:3".to_owned())));
    assert_eq!(asked.press.as_deref(), Some("q1"));
    assert_eq!((asked.origin.channel.as_str(), asked.standing), ("-1005/12", Standing::Ask(7)));
}

#[test]
fn a_press_below_a_message_that_is_too_old_to_be_shown_still_counts() {
    let message = json!({ "message_id": 3, "date": 0, "chat": private() });
    let query = json!({ "id": "q1", "from": ada(), "chat_instance": "1", "data": "use:3", "message": message });
    let asked = read(&json!({ "update_id": 5, "callback_query": query }), &bot(), &[]).unwrap().unwrap();
    assert_eq!(asked.destination, Destination { chat: 7, topic: None });
}

#[test]
fn the_bot_hears_where_it_comes_and_goes_and_introduces_itself_in_groups_only() {
    let asked = |chat: Value, old: &str, new: &str| {
        let member = |status: &str| {
            let mut member = json!({ "status": status, "user": { "id": 99, "is_bot": true, "first_name": "C" } });
            if status == "kicked" {
                member["until_date"] = json!(0);
            }
            member
        };
        let change = json!({ "chat": chat, "from": ada(), "date": 1, "old_chat_member": member(old),
            "new_chat_member": member(new) });
        read(&json!({ "update_id": 5, "my_chat_member": change }), &bot(), &[]).unwrap().map(|it| it.asked)
    };
    let joined = |introduce| Some(Asked::Place(PlaceChange::Joined { introduce }));
    assert_eq!(asked(group(), "left", "member"), joined(true));
    assert_eq!(asked(group(), "member", "member"), None);
    assert_eq!(asked(group(), "member", "left"), Some(Asked::Place(PlaceChange::Left)));
    assert_eq!(asked(private(), "kicked", "member"), joined(false));
    assert_eq!(asked(private(), "member", "kicked"), Some(Asked::Place(PlaceChange::Left)));
}

#[test]
fn a_group_that_gets_another_id_is_the_same_place() {
    let moved = read_message(group(), json!({ "migrate_to_chat_id": -100_777 })).unwrap();
    let new = Place { platform: "telegram", id: "-100777".to_owned(), name: "Barn".to_owned() };
    assert_eq!(moved.asked, Asked::Place(PlaceChange::Moved(new)));
    assert_eq!(moved.origin.place.id, "-1005");
}

#[test]
fn what_can_not_be_read_is_an_error_and_what_is_not_for_us_is_nothing() {
    assert!(read(&json!({ "update_id": 5, "message": { "message_id": "three" } }), &bot(), &[]).is_err());
    assert!(read(&json!({ "update_id": 5, "something_new": {} }), &bot(), &[]).is_err());
    let edited = json!({ "message_id": 3, "date": 1, "edit_date": 2, "chat": private(), "from": ada(), "text": "x" });
    assert_eq!(read(&json!({ "update_id": 5, "edited_message": edited }), &bot(), &[]), Ok(None));
}

/// What people send besides words and files, in Telegram's own form.
fn wordless() -> Vec<(&'static str, Value)> {
    let sticker = json!({ "file_id": "s", "file_unique_id": "s", "type": "regular", "width": 512, "height": 512,
        "is_animated": false, "is_video": false, "file_size": 9 });
    let option = json!({ "text": "yes", "voter_count": 0 });
    let poll = json!({ "id": "1", "question": "Oat?", "options": [option], "total_voter_count": 0, "is_closed": false,
        "is_anonymous": true, "type": "regular", "allows_multiple_answers": false });
    let place = json!({ "latitude": 52.5, "longitude": 13.4 });
    vec![
        ("sticker", sticker),
        ("poll", poll),
        ("location", place.clone()),
        ("venue", json!({ "location": place, "title": "Barn", "address": "Lane 1" })),
        ("contact", json!({ "phone_number": "+49", "first_name": "Bo" })),
        ("dice", json!({ "emoji": "🎲", "value": 3 })),
        ("a_kind_that_is_newer_than_the_adapter", json!({})),
    ]
}

#[test]
fn what_has_no_words_and_is_no_file_is_answered_where_the_bot_is_meant() {
    let own = json!({ "message_id": 2, "date": 1, "chat": group(), "text": "x",
        "from": { "id": 99, "is_bot": true, "first_name": "Copydesk" } });
    for (kind, content) in wordless() {
        let asked = |chat, more: Value| {
            let mut more = more;
            more[kind] = content.clone();
            read_message(chat, more).map(|it| it.asked)
        };
        assert_eq!(asked(private(), json!({})), Some(Asked::Wordless), "{kind}");
        // teloxide tells of a reply only with the kinds that it takes for a person's own.
        if !["dice", "a_kind_that_is_newer_than_the_adapter"].contains(&kind) {
            assert_eq!(asked(group(), json!({ "reply_to_message": own })), Some(Asked::Wordless), "{kind}");
        }
        assert_eq!(asked(group(), json!({})), None, "{kind}");
    }
    let voice =
        json!({ "file_id": "f", "file_unique_id": "f", "duration": 2, "mime_type": "audio/ogg", "file_size": 9 });
    assert_eq!(file(private(), json!({ "voice": voice })), meant("voice.ogg", "f", ""), "its kind is told");
}

#[test]
fn what_telegram_itself_says_of_a_chat_is_not_answered() {
    let pinned = json!({ "message_id": 2, "date": 1, "chat": private(), "from": ada(), "text": "x" });
    for (kind, content) in
        [("pinned_message", pinned), ("message_auto_delete_timer_changed", json!({ "message_auto_delete_time": 9 }))]
    {
        assert_eq!(read_message(private(), json!({ kind: content })), None, "{kind}");
    }
}

#[test]
fn what_can_not_be_read_is_answered_in_a_private_chat_alone() {
    let message = |chat: Value, from: Value| {
        let update = json!({ "update_id": 5, "message": { "message_id": 3, "chat": chat, "from": from, "text": 1 } });
        assert!(read(&update, &bot(), &[]).is_err());
        unreadable(&update)
    };
    let incoming = message(private(), ada()).unwrap();
    assert_eq!((incoming.asked, incoming.destination.chat, incoming.message), (Asked::Unreadable, 7, Some(3)));
    assert_eq!(incoming.origin.language.as_deref(), Some("zh-hans"));
    assert_eq!(message(group(), ada()), None);
    assert_eq!(message(private(), json!({ "id": 8, "is_bot": true, "first_name": "Other" })), None);
    let query = json!({ "id": "q1", "from": ada(), "message": { "chat": private() }, "data": 1 });
    assert_eq!(unreadable(&json!({ "callback_query": query })).unwrap().press.as_deref(), Some("q1"));
}

#[test]
fn a_press_without_data_or_message_asks_nothing_and_is_known_as_a_press() {
    let message = json!({ "message_id": 3, "date": 1, "chat": private(), "text": "x" });
    for more in [json!({ "message": message }), json!({ "data": "use:3", "inline_message_id": "i" })] {
        let mut query = json!({ "id": "q1", "from": ada(), "chat_instance": "1" });
        query.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let update = json!({ "update_id": 5, "callback_query": query });
        assert_eq!(read(&update, &bot(), &[]), Ok(None));
        assert_eq!(press(&update).as_deref(), Some("q1"));
    }
}
