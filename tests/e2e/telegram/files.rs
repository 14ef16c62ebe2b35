//! Files and albums that people send.

use copydesk_tests::fake_telegram::{Fault, ask, message};
use serde_json::{Value, json};

use super::*;

/// One picture of an album.
fn picture(id: i64, album: &str, words: Option<&str>) -> Value {
    let mut picture = message(id, &private(), &ada(), "");
    picture.as_object_mut().unwrap().remove("text");
    picture["photo"] = json!([{ "file_id": "f", "file_unique_id": "u", "width": 1, "height": 1, "file_size": 1 }]);
    picture["media_group_id"] = json!(album);
    if let Some(words) = words {
        picture["caption"] = json!(words);
    }
    json!({ "message": picture })
}

#[tokio::test]
async fn an_album_counts_once_and_with_the_words_beside_it() {
    let fake = fake().await;
    fake.meet(&private());
    let words = Some("/ideas our shop");
    for (id, album, words) in [(1, "one", None), (2, "one", None), (3, "two", None), (4, "two", words)] {
        fake.push(picture(id, album, words));
    }
    fake.say(&private(), &ada(), "done");
    let running = run(&fake, Setting::default());
    fake.until("the last answer", |it| it.texts(&private()).last().is_some_and(|it| it == "You said: done")).await;
    assert_eq!(fake.texts(&private()), ["photo.jpg: Kind.\nTry again.", "You said: /ideas our shop", "You said: done"]);
    assert!(running.stop().await.waiting().is_empty());
}

/// What is in the folder for received files, without the platforms' own folders.
fn kept(folder: &Path) -> Vec<String> {
    let inner = folder.join("telegram");
    let files = std::fs::read_dir(inner).into_iter().flatten().flatten();
    files.map(|it| it.file_name().to_string_lossy().into_owned()).collect()
}

#[tokio::test]
async fn a_file_reaches_the_bot_with_the_words_beside_it_and_is_gone_after_the_answer() {
    let fake = fake().await;
    let running = run(&fake, Setting::default());
    fake.send_file(&group(), &ada(), "holiday.csv", Some(b"JPEG"), "look");
    fake.send_file(&group(), &ada(), "posts.csv", Some(b"date,text"), "@CopydeskBot our posts");
    fake.until("an answer", |it| it.messages(&group()).len() == 1).await;
    assert_eq!(fake.texts(&group()), ["You said: posts.csv with \"date,text\" beside \"our posts\""]);

    fake.reply_to_file(&group(), &ada(), "draft.txt", "燕麦".as_bytes(), "/review@CopydeskBot platform=x");
    fake.until("an answer", |it| it.messages(&group()).len() == 2).await;
    assert_eq!(fake.texts(&group())[1], "You said: draft.txt with \"燕麦\" beside \"/review platform=x\"");
    let journal = Arc::clone(&running.journal);
    fake.until("the end of the answer", |_| journal.waiting().is_empty()).await;
    assert_eq!(kept(running.folder.path()), Vec::<String>::new());
    running.stop().await;
}

#[tokio::test]
async fn a_file_that_can_not_be_had_is_refused_with_a_sentence_that_says_why() {
    let fake = fake().await;
    let running = run(&fake, Setting::default());
    let mut expected = Vec::new();
    let mut send =
        async |bytes: Option<&[u8]>, name: &str, faults: Vec<Fault>, replaced: Option<&[u8]>, fault: &str| {
            fake.fail("file", faults);
            if replaced.is_some() {
                fake.fail("getFile", [Fault::Delay(Duration::from_millis(50))]);
            }
            fake.send_file(&private(), &ada(), name, bytes, "/review");
            if let Some(other) = replaced {
                fake.replace_files(other);
            }
            expected.push(format!("{name}: {fault}.\nTry again."));
            fake.until(name, |it| it.messages(&private()).len() == expected.len()).await;
        };
    let large = vec![b'x'; 70_000];
    send(Some(b"MZ"), "setup.exe", vec![], None, "Kind").await;
    send(Some(&large), "large.csv", vec![], None, "TooLarge(65536)").await;
    send(Some(b"a,b"), "gone.csv", vec![Fault::Refuse(404, "Not Found".into())], None, "Missing").await;
    send(Some(b"a,b"), "cut.csv", vec![Fault::Lost, Fault::Lost, Fault::Lost], None, "Unreachable").await;
    send(Some(b"a,b"), "other.csv", vec![], Some(b"a,b,c"), "WrongSize").await;
    send(Some(b"a,b"), "grown.csv", vec![], Some(&large), "TooLarge(65536)").await;
    send(Some(b"a,b"), "page.csv", vec![Fault::Page(502), Fault::Page(502), Fault::Page(502)], None, "Unreachable")
        .await;
    assert_eq!(fake.texts(&private()), expected);
    assert!(running.heard.lock().unwrap().is_empty(), "the bot hears of no such file");
    assert_eq!(kept(running.folder.path()), Vec::<String>::new());
    assert!(running.stop().await.waiting().is_empty());
}

#[tokio::test]
async fn a_file_that_came_just_before_a_stop_is_fetched_after_the_start_and_what_was_left_is_removed() {
    let fake = fake().await;
    let running = run(&fake, Setting::default());
    fake.fail("getFile", [Fault::Delay(Duration::from_secs(20))]);
    fake.send_file(&private(), &ada(), "posts.csv", Some(b"date,text"), "/review");
    fake.until("the update is confirmed", |it| it.confirmed() > 1).await;
    let journal = running.stop().await;
    assert_eq!(journal.waiting().len(), 1);
    let running = run(&fake, Setting { journal, ..Setting::default() });
    fake.until("an answer", |it| it.messages(&private()).len() == 1).await;
    assert_eq!(fake.texts(&private()), ["You said: posts.csv with \"date,text\" beside \"/review\""]);
    running.stop().await;
}

#[tokio::test]
async fn the_fake_hands_files_out_up_to_telegrams_bound() {
    let fake = fake().await;
    fake.send_file(&private(), &ada(), "posts.csv", Some(b"date,text"), "");
    fake.send_file(&private(), &ada(), "film.mp4", None, "");
    let json = [("Content-Type", "application/json")];
    let get = async |id: &str| {
        let url = format!("{}/bot{TOKEN}/getFile", fake.url);
        let (status, said) = ask("POST", &url, &json, json!({ "file_id": id }).to_string().as_bytes()).await.unwrap();
        (status, serde_json::from_str::<Value>(&said).unwrap())
    };
    let (status, said) = get("file-1").await;
    assert_eq!(status, 200);
    let path = said["result"]["file_path"].as_str().unwrap();
    let url = format!("{}/file/bot{TOKEN}/{path}", fake.url);
    assert_eq!(ask("GET", &url, &[], b"").await.unwrap(), (200, "date,text".to_owned()));
    let (status, said) = get("file-2").await;
    assert_eq!((status, said["description"].as_str()), (400, Some("Bad Request: file is too big")));
}
