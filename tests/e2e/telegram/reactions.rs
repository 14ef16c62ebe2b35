//! Reactions: which of them come to the bot, and what they are about.

use copydesk_adapters::Reaction;

use super::*;

fn reaction(message: i64, liked: bool, taken_back: bool) -> Input {
    Input::Reaction(Reaction { message: message.to_string(), liked, taken_back })
}

#[tokio::test]
async fn reactions_come_to_the_bot_with_what_they_changed_to_and_are_answered_with_nothing() {
    let fake = fake().await;
    let running = run(&fake, Setting::default());
    fake.say(&private(), &ada(), "many cards");
    fake.until("the cards", |it| it.messages(&private()).len() == 25).await;
    fake.until("what they show", |_| running.journal.places().iter().any(|it| it.contains("I-025"))).await;
    let message = fake.messages(&private())[16].id;
    assert!(
        running.journal.places().contains(&format!("{message} shows I-017 in 7")),
        "{:?}",
        running.journal.places()
    );

    fake.react(&private(), &ada(), message, [&[], &["👍"]]).unwrap();
    fake.react(&private(), &ada(), message, [&["👍"], &["👎", "🔥"]]).unwrap();
    fake.react(&private(), &ada(), message, [&["👎", "🔥"], &["🔥"]]).unwrap();
    fake.react(&private(), &ada(), message, [&["🔥"], &["🤔"]]).unwrap();
    fake.say(&private(), &ada(), "and now?");
    fake.until("the answer", |it| it.texts(&private()).iter().any(|it| it.contains("and now?"))).await;
    let heard: Vec<Input> = running.heard.lock().unwrap().iter().skip(1).map(|(_, input)| input.clone()).collect();
    let expected = [reaction(message, true, false), reaction(message, false, false), reaction(message, false, true)];
    assert_eq!(heard[..3], expected);
    assert_eq!(heard.len(), 4, "other emoji say nothing: {heard:?}");
    assert_eq!(fake.messages(&private()).len(), 26, "nothing is said to a reaction");
    assert!(running.stop().await.waiting().is_empty());
}

#[tokio::test]
async fn a_group_tells_of_reactions_once_the_bot_is_an_administrator() {
    let fake = fake().await;
    let running = run(&fake, Setting::default());
    fake.say(&group(), &ada(), "/ideas@CopydeskBot oat");
    fake.until("the answer", |it| it.messages(&group()).len() == 1).await;
    let message = fake.messages(&group())[0].id;
    assert_eq!(fake.react(&group(), &ada(), message, [&[], &["❤"]]), None);
    fake.promote_bot(&group());
    fake.react(&group(), &ada(), message, [&[], &["❤"]]).unwrap();
    fake.until("the reaction", |_| running.heard.lock().unwrap().len() == 2).await;
    let (origin, input) = running.heard.lock().unwrap()[1].clone();
    assert_eq!(
        (origin.place.id.as_str(), origin.person.as_str(), input),
        ("-1001", "7", reaction(message, true, false))
    );
    running.stop().await;
}

#[tokio::test]
async fn a_reaction_without_a_person_is_none_and_does_no_harm() {
    let fake = fake().await;
    let running = run(&fake, Setting::default());
    let chat = private().json();
    for actor in [serde_json::json!({}), serde_json::json!({ "actor_chat": chat }), serde_json::json!({ "user": 3 })] {
        let mut change = serde_json::json!({ "chat": chat, "message_id": 5, "date": 1,
            "old_reaction": [], "new_reaction": [{ "type": "emoji", "emoji": "👍" }] });
        change.as_object_mut().unwrap().extend(actor.as_object().unwrap().clone());
        fake.push(serde_json::json!({ "message_reaction": change }));
    }
    fake.say(&private(), &ada(), "still there?");
    fake.until("an answer", |it| it.messages(&private()).len() == 1).await;
    assert_eq!(running.texts(), ["still there?"]);
    running.stop().await;
}
