//! What was acknowledged survives `kill -9`.

use crate::program::Program;

#[tokio::test]
async fn preferences_and_past_posts_survive_a_kill_right_after_the_reply() {
    let program = Program::new("");
    for round in 1..=6 {
        let mut chat = program.start_chat();
        chat.say(&format!("/prefs set voice \"round {round}\"")).await;
        chat.wait_for("voice is changed").await;
        chat.say(&format!("/campaign add \"Kettle number {round}.\" platform=instagram likes={round}00")).await;
        chat.wait_for(&format!("Added #C-0{}", 40 + round)).await;
        chat.kill().await;

        let preferences = program.ask("/prefs").await.json();
        assert_eq!(preferences["preferences"][1]["value"], serde_json::json!([format!("round {round}")]));
        let listed = program.ask("/campaign list count=100").await.json();
        assert_eq!(listed["total"], 40 + round);
        let texts = listed["campaigns"].to_string();
        for earlier in 1..=round {
            assert!(texts.contains(&format!("Kettle number {earlier}.")), "{earlier} of {round} is lost");
        }
    }
}

#[tokio::test]
async fn a_chat_that_is_killed_while_it_writes_starts_again() {
    let program = Program::new("");
    for round in 0..6 {
        let mut chat = program.start_chat();
        // No waiting for replies: the kill comes wherever it comes.
        for number in 0..20 * round {
            chat.say(&format!("/prefs set audience \"people {number} of {round}\"")).await;
        }
        chat.kill().await;
        assert_eq!(program.ask("/campaign list").await.json()["total"], 40);
    }
}

#[tokio::test]
async fn a_conversation_goes_on_after_a_restart() {
    let server = crate::fake_openai::FakeOpenAi::saying(|_| "On Monday.".into()).await;
    let program = Program::new(&server.settings("capable"));
    let mut chat = program.start_chat();
    chat.say("When should we post?").await;
    chat.wait_for("On Monday.").await;
    // What follows the answer is stored with it.
    chat.say("/why").await;
    chat.wait_for("tokens read").await;
    chat.kill().await;
    assert_eq!(program.ask("And why?").await.json()["text"], "On Monday.");
    let told = server.asked().pop().unwrap();
    assert_eq!(
        told.messages()[1..],
        [("user", "When should we post?"), ("assistant", "On Monday."), ("user", "And why?")]
    );
}
