//! Files that people attach: what reaches the bot, and what is refused.

use std::path::Path;

use copydesk_tests::fake_discord::{Attached, CHANNEL, FileFault};

use super::*;

/// What the bot is handed: the file's name and content, and the words beside it.
fn handed(request: &Request) -> (String, String, String) {
    match &request.input {
        Input::File { file, text } => {
            let content = std::fs::read_to_string(&file.path).unwrap();
            assert_eq!(content.len() as u64, file.bytes);
            (file.name.clone(), content, text.clone())
        }
        other => panic!("{other:?}"),
    }
}

fn kept(folder: &Path) -> usize {
    std::fs::read_dir(folder.join("discord")).into_iter().flatten().count()
}

#[tokio::test]
async fn a_file_may_have_a_name_in_any_script() {
    let mut chat = start().await;
    for name in ["帖子.csv", "our posts.csv", "100%.csv"] {
        chat.fake.write_with_file(&ada(), "/campaign import", &Attached::new(name, b"date,text"));
        let request = chat.next().await;
        assert_eq!(handed(&request), (name.to_owned(), "date,text".to_owned(), "/campaign import".to_owned()));
        request.reply.finish(reply(vec![paragraph("Read.")])).await;
    }
}

#[tokio::test]
async fn a_file_of_a_command_a_mention_or_a_direct_message_reaches_the_bot_and_is_gone_after_the_answer() {
    let mut chat = start().await;
    let posts = Attached::new("posts.csv", "date,text\n2026-11-25,燕麦".as_bytes());
    let content = "date,text\n2026-11-25,燕麦";
    let options = [("platform", "instagram")];
    let token = chat.fake.slash_with_file(Where::Server, &ada(), "campaign import", &options, &posts);
    let request = chat.next().await;
    let expected = ("posts.csv".to_owned(), content.to_owned(), "/campaign import platform=instagram".to_owned());
    assert_eq!(handed(&request), expected);
    assert_eq!(kept(chat.folder.path()), 1);
    request.reply.finish(reply(vec![paragraph("2 posts.")])).await;
    chat.answers(&token, "2 posts.").await;

    chat.fake.mention_with_file(&ada(), "/campaign import", &posts);
    let request = chat.next().await;
    assert_eq!(handed(&request).2, "/campaign import");
    request.reply.finish(reply(vec![paragraph("3 posts.")])).await;
    chat.in_channel(CHANNEL, "3 posts.").await;
    chat.fake.write_with_file(&ada(), "", &posts);
    let request = chat.next().await;
    assert_eq!(handed(&request).2, "");
    request.reply.finish(reply(vec![paragraph("4 posts.")])).await;
    chat.finished().await;
    assert_eq!(kept(chat.folder.path()), 0);
}

#[tokio::test]
async fn a_file_that_can_not_be_had_is_refused_with_a_sentence_that_says_why() {
    let mut chat = start().await;
    let stranger = FakeDiscord::start().await.unwrap();
    let csv = |name: &str| Attached::new(name, b"a,b");
    let elsewhere = |address: String| Attached { address: Some(address), ..csv("elsewhere.csv") };
    let redirect = FileFault::Redirect(format!("{}/attachments/1/2/posts.csv", stranger.url()));
    for (file, fault) in [
        (Attached::new("film.mp4", b"x"), "Kind"),
        (Attached::new("large.csv", &vec![b'x'; 70_000]), "TooLarge(65536)"),
        (csv("gone.csv").with(FileFault::Gone), "Missing"),
        (csv("cut.csv").with(FileFault::Cut), "Unreachable"),
        (csv("other.csv").with(FileFault::Other(b"a,b,c".to_vec())), "WrongSize"),
        (csv("grown.csv").with(FileFault::Other(vec![b'x'; 70_000])), "TooLarge(65536)"),
        (csv("redirected.csv").with(redirect), "Missing"),
        (elsewhere(format!("{}/attachments/1/2/posts.csv", stranger.url())), "Missing"),
        (elsewhere("http://169.254.169.254/latest/meta-data".to_owned()), "Missing"),
    ] {
        let token = chat.fake.slash_with_file(Where::Server, &ada(), "campaign import", &[], &file);
        let answers = chat.answers(&token, &format!("{}: {fault}", file.name)).await;
        assert!(answers[0].content().contains("Try again"), "{answers:#?}");
    }
    chat.finished().await;
    assert!(chat.inbox.try_recv().is_err(), "the bot hears of no such file");
    assert!(stranger.calls().is_empty());
    assert_eq!(kept(chat.folder.path()), 0);
}
