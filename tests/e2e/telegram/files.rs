//! Files and albums that people send.

use copydesk_tests::fake_telegram::{ask, message};
use serde_json::{Value, json};

use super::*;

fn file(name: &str, text: &str) -> Input {
    Input::File { name: name.to_owned(), text: text.to_owned() }
}

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
    for (id, album, words) in [(1, "one", None), (2, "one", None), (3, "two", None), (4, "two", Some("our shop"))] {
        fake.push(picture(id, album, words));
    }
    fake.say(&private(), &ada(), "done");
    let running = run(&fake, Setting::default());
    fake.until("the last answer", |it| it.texts(&private()).last().is_some_and(|it| it == "You said: done")).await;
    let heard: Vec<Input> = running.heard.lock().unwrap().iter().map(|(_, input)| input.clone()).collect();
    let done = Input::Text("done".to_owned());
    assert_eq!(heard, [file("photo.jpg", ""), file("photo.jpg", "our shop"), done]);
    assert!(running.stop().await.waiting().is_empty());
}

#[tokio::test]
async fn a_file_in_a_group_counts_if_the_words_beside_it_are_for_the_bot() {
    let fake = fake().await;
    let running = run(&fake, Setting::default());
    fake.send_file(&group(), &ada(), "holiday.jpg", Some(b"JPEG"), "look");
    fake.send_file(&group(), &ada(), "posts.csv", Some(b"date,text"), "@CopydeskBot our posts");
    fake.until("an answer", |it| it.messages(&group()).len() == 1).await;
    let heard: Vec<Input> = running.heard.lock().unwrap().iter().map(|(_, input)| input.clone()).collect();
    assert_eq!(heard, [file("posts.csv", "our posts")]);
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
