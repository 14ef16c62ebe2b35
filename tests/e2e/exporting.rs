//! `/export`: a team's data, and no other's, in a terminal and in the chats.

use std::io::{Cursor, Read};

use copydesk_tests::fake_discord::{FakeDiscord, Where};
use copydesk_tests::fake_telegram::{Chat, Person};
use serde_json::Value;
use zip::ZipArchive;

use crate::linking::AtHome;
use crate::program::Program;

fn unpacked(bytes: Vec<u8>) -> Vec<(String, String)> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let files = (0..archive.len()).map(|at| {
        let mut file = archive.by_index(at).unwrap();
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        (file.name().unwrap().into_owned(), text)
    });
    files.collect()
}

#[tokio::test]
async fn a_terminal_stores_all_of_the_team_and_nothing_of_another() {
    let program = Program::new("");
    let other = program.outcome_of(program.command(&["run", "--team", "other"]), b"/prefs set brand Hidden\n").await;
    assert_eq!(other.status, Some(0), "{other:#?}");
    program.ask("/prefs set brand \"晨光谷仓\"").await.json();
    let answer = program.ask("/export").await.json();
    let name = answer["name"].as_str().unwrap();
    assert!(answer["path"].as_str().unwrap().ends_with(&format!("/data/exports/{name}")), "{answer}");
    let files = unpacked(std::fs::read(program.path("data/exports").join(name)).unwrap());
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    assert!(["README.txt", "campaigns.json", "preferences.json"].iter().all(|it| names.contains(it)), "{names:?}");
    let campaigns: Value = serde_json::from_str(&files.iter().find(|it| it.0 == "campaigns.json").unwrap().1).unwrap();
    assert_eq!(campaigns.as_array().unwrap().len(), 40);
    let all = format!("{files:?}");
    assert!(all.contains("晨光谷仓") && !all.contains("Hidden"), "{all}");
}

#[tokio::test]
async fn an_admin_is_sent_the_file_in_telegram_and_others_are_not() {
    let home = AtHome::new("").await;
    let mut running = home.start().await;
    let (ana, bo) = (Person::new(7, "Ana"), Person::new(8, "Bo"));
    let group = Chat::group(-100, "Barn");
    home.telegram.promote(&group, &ana);
    home.telegram(&group, &ana, "/prefs set brand Oats", "Oats").await;
    home.telegram(&group, &bo, "/export", "Only an admin").await;
    // Everybody in the group could read it there.
    home.telegram(&group, &ana, "/export", "I can't write to you directly").await;
    let own = Chat::private(&ana);
    home.telegram(&own, &ana, "/help prefs", "/prefs").await;
    home.telegram(&group, &ana, "/export", "I sent it to you directly").await;
    let document = |it: &copydesk_tests::fake_telegram::FakeTelegram| it.documents(&own).pop();
    home.telegram.until("the file", |it| document(it).is_some()).await;
    let (name, bytes) = document(&home.telegram).unwrap();
    assert!(name.starts_with("telegram--100-") && name.ends_with(".zip"), "{name}");
    assert!(format!("{:?}", unpacked(bytes)).contains("Oats"));
    running.kill().await.unwrap();
}

#[tokio::test]
async fn a_manager_is_sent_the_file_in_discord() {
    let home = AtHome::new("").await;
    let mut running = home.start().await;
    let manager =
        copydesk_tests::fake_discord::Person { permissions: 32, ..copydesk_tests::fake_discord::Person::new(8, "Bo") };
    // Another team in the same process, whose data is not to be in the file.
    let (ana, chat) = (Person::new(7, "Ana"), Chat::private(&Person::new(7, "Ana")));
    home.telegram(&chat, &ana, "/prefs set brand Hidden", "Hidden").await;
    let post = [("text", "We open at seven."), ("platform", "instagram")];
    for (command, options, said) in
        [("campaign add", &post, "C-001"), ("prefs set", &[("key", "brand"), ("text", "晨光谷仓")], "晨光谷仓")]
    {
        let token = home.discord.slash(Where::Server, &manager, command, options);
        let says = |it: &FakeDiscord| it.answers(&token).iter().any(|it| it.body.to_string().contains(said));
        home.discord.until(said, |it| says(it).then_some(())).await;
    }
    home.discord(&manager, "export", "", "All that I keep").await;
    let files = home.discord.until("the file", |it| {
        let files: Vec<(String, Vec<u8>)> = it.calls().into_iter().flat_map(|call| call.files).collect();
        (!files.is_empty()).then_some(files)
    });
    let mut files = files.await;
    assert_eq!(files.len(), 1, "sent once");
    let (name, bytes) = files.remove(0);
    assert!(name.starts_with("discord-") && name.ends_with(".zip"), "{name}");
    let files = unpacked(bytes);
    let file = |name: &str| -> Value {
        let file = files.iter().find(|it| it.0 == name).unwrap_or_else(|| panic!("{name} is in {files:?}"));
        serde_json::from_str(&file.1).unwrap()
    };
    assert_eq!(file("preferences.json")[0]["record"]["brand"], "晨光谷仓");
    let campaigns = file("campaigns.json");
    assert_eq!(campaigns.as_array().unwrap().len(), 1);
    assert!(campaigns.to_string().contains("We open at seven."), "{campaigns}");
    assert!(files.iter().any(|it| it.0 == "README.txt") && !format!("{files:?}").contains("Hidden"), "{files:?}");
    running.kill().await.unwrap();
}
