//! Pictures that the bot sends.

use super::*;

#[tokio::test]
async fn a_picture_is_shown_with_its_words_and_pings_nobody() {
    let fake = fake().await;
    let running = run(&fake, Setting::default());
    fake.say(&private(), &ada(), "picture");
    fake.until("the picture", |it| it.messages(&private()).len() == 2).await;
    let shown = &fake.messages(&private())[1];
    assert_eq!(shown.picture, Some(("weeks.png".to_owned(), b"\x89PNG".to_vec())));
    assert_eq!(shown.text.replace('\u{2060}', "^"), "Oat milk by week, for @^ada: rising");
    assert!(shown.entities.is_empty(), "{shown:?}");
    assert_eq!(shown.keys, [[("Draft".to_owned(), "draft".to_owned())]], "the buttons stand below the whole answer");
    running.stop().await;
}

#[tokio::test]
async fn a_picture_that_telegram_can_not_show_is_a_document() {
    let fake = fake().await;
    let running = run(&fake, Setting::default());
    fake.say(&private(), &ada(), "broken picture");
    fake.until("the document", |it| it.messages(&private()).len() == 1).await;
    let shown = &fake.messages(&private())[0];
    assert_eq!(shown.document, Some(("weeks.png".to_owned(), b"GIF".to_vec())));
    assert!(shown.text.starts_with("Oat milk by week"), "{shown:?}");
    assert!(running.stop().await.waiting().is_empty());
}
