//! Answers that are for one person where others read along.

use copydesk_tests::fake_discord::{CHANNEL, direct_channel};

use super::*;

fn private() -> Reply {
    Reply { blocks: vec![paragraph("Your records.")], private: true, ..Reply::default() }
}

#[tokio::test]
async fn only_the_person_who_called_a_command_sees_an_answer_that_is_for_them() {
    let mut chat = start().await;
    let (token, request) = chat.why().await;
    request.reply.finish(private()).await;
    let answers = chat.answers(&token, "Your records.").await;
    assert_eq!(answers.len(), 1, "what everybody saw is taken back: {answers:?}");
    assert_eq!(answers[0].body["flags"], 64);
}

#[tokio::test]
async fn what_nobody_else_needs_to_read_is_shown_aside_after_a_command_and_to_all_after_a_mention() {
    let mut chat = start().await;
    let aside = || Reply { blocks: vec![paragraph("All commands.")], aside: true, ..Reply::default() };
    let (token, request) = chat.why().await;
    request.reply.finish(aside()).await;
    assert_eq!(chat.answers(&token, "All commands.").await[0].body["flags"], 64);
    chat.fake.mention(&ada(), "help");
    chat.next().await.reply.finish(aside()).await;
    assert_eq!(chat.in_channel(CHANNEL, "All commands.").await.len(), 1);
    chat.finished().await;
}

#[tokio::test]
async fn after_a_mention_such_an_answer_goes_to_the_direct_chat_and_the_channel_is_told() {
    let mut chat = start().await;
    chat.fake.mention(&ada(), "what do you know of me?");
    chat.next().await.reply.finish(private()).await;
    let told = chat.in_channel(CHANNEL, "I sent it to you.").await;
    assert_eq!(told.len(), 1);
    let direct = chat.in_channel(direct_channel(ada().id), "Your records.").await;
    assert_eq!(direct.len(), 1);
    chat.finished().await;
}

#[tokio::test]
async fn its_buttons_stay_behind_since_a_press_in_the_direct_chat_would_be_for_the_team_there() {
    let mut chat = start().await;
    let buttons = || Block::Buttons(vec![Button { label: "Approve".into(), action: "/why D-001".into() }]);
    let blocks = vec![paragraph("Your notes."), buttons()];
    chat.fake.mention(&ada(), "what did they note?");
    chat.next().await.reply.finish(Reply { blocks: blocks.clone(), ..private() }).await;
    chat.in_channel(CHANNEL, "I sent it to you.").await;
    let direct = chat.in_channel(direct_channel(ada().id), "Act where you asked.").await;
    let shown = format!("{direct:?}");
    assert!(shown.contains("Your notes.") && !shown.contains("Approve"), "{shown}");

    // Who alone sees it in the channel acts there.
    let (token, request) = chat.why().await;
    request.reply.finish(Reply { blocks, ..private() }).await;
    let answers = chat.answers(&token, "Approve").await;
    assert!(!format!("{answers:?}").contains("Act where you asked."), "{answers:?}");
    chat.finished().await;
}

#[tokio::test]
async fn a_person_who_takes_no_messages_is_told_so_and_nobody_reads_the_answer() {
    let mut chat = start().await;
    chat.fake.close_channel(direct_channel(ada().id), 403, 50_007);
    chat.fake.mention(&ada(), "what do you know of me?");
    chat.next().await.reply.finish(private()).await;
    chat.in_channel(CHANNEL, "I can't write to you.").await;
    assert!(!format!("{:?}", chat.fake.channel(CHANNEL)).contains("Your records."));
    chat.finished().await;
}

#[tokio::test]
async fn in_a_direct_chat_it_is_an_answer_like_any_other() {
    let mut chat = start().await;
    let token = chat.fake.slash(Where::Direct, &ada(), "why", &[]);
    chat.next().await.reply.finish(private()).await;
    let answers = chat.answers(&token, "Your records.").await;
    assert_eq!(answers.len(), 1);
}
