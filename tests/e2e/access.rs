//! Who is let in: lists of the settings, and `/access`.

use copydesk_tests::fake_telegram::{Chat, Person};

use crate::linking::AtHome;
use crate::program::Program;

const GROUP: i64 = -1_001_234;

async fn refused(home: &AtHome, chat: &Chat, person: &Person, expected: &str) {
    let said = home.telegram(chat, person, "/prefs", expected).await;
    assert!(!said.contains("brand"), "{said}");
}

fn person(id: i64, name: &str) -> (Person, Chat) {
    let person = Person::new(id, name);
    let chat = Chat::private(&person);
    (person, chat)
}

#[tokio::test]
async fn lists_in_the_settings_let_in_whom_they_name_and_say_to_the_others_how_to_get_in() {
    let lists = "access.allow_people = [\"telegram:7\", \"telegram:8\"]\naccess.block_places = [\"telegram:8\"]\n";
    let home = AtHome::new(lists).await;
    let mut running = home.start().await;
    let ((ana, of_ana), (bo, of_bo), (cy, of_cy)) = (person(7, "Ana"), person(8, "Bo"), person(9, "Cy"));
    home.telegram(&of_ana, &ana, "/prefs", "brand").await;
    refused(&home, &of_bo, &bo, "/access allow place telegram:8").await;
    refused(&home, &of_cy, &cy, "/access allow telegram:9 everywhere").await;
    // Not again with each message.
    home.telegram.say(&of_bo, &bo, "/prefs");
    home.telegram(&of_ana, &ana, "/prefs", "brand").await;
    assert_eq!(home.telegram.messages(&of_bo).len(), 1);
    running.kill().await.unwrap();

    // What a command says at the terminal stands over the lists.
    let allowed = home.program.ask("/access allow telegram:9 everywhere").await.json();
    assert_eq!(allowed["entries"][0]["id"], "telegram:9", "{allowed}");
    home.program.ask("/access allow place telegram:8").await.json();
    let mut running = home.start().await;
    home.telegram(&of_cy, &cy, "/prefs", "brand").await;
    home.telegram(&of_bo, &bo, "/prefs", "brand").await;
    running.kill().await.unwrap();
}

#[tokio::test]
async fn an_admin_keeps_a_person_out_of_the_team_and_lets_them_in_again() {
    let home = AtHome::new("").await;
    let mut running = home.start().await;
    let ((ana, of_ana), (bo, of_bo)) = (person(7, "Ana"), person(8, "Bo"));
    let group = Chat::group(GROUP, "Barn");
    home.telegram.promote(&group, &ana);
    home.telegram(&group, &bo, "/prefs", "brand").await;
    home.telegram(&group, &bo, "/access block 7", "Only an admin").await;
    home.telegram(&group, &ana, "/access block 7", "is you, or runs me").await;
    home.telegram(&group, &ana, "/access block 8 everywhere", "Only whoever runs me").await;
    home.telegram(&group, &ana, "/access block eight", "no id of a person").await;
    home.telegram(&group, &ana, "/access block 8", "telegram:8").await;
    refused(&home, &group, &bo, "/access allow telegram:8").await;
    // Elsewhere it is another team.
    home.telegram(&of_bo, &bo, "/prefs", "brand").await;
    home.telegram(&of_ana, &ana, "/access", "nobody is kept").await;
    home.telegram(&group, &ana, "/access allow telegram:8", "may talk with me").await;
    home.telegram(&group, &bo, "/prefs", "brand").await;
    running.kill().await.unwrap();
}

#[tokio::test]
async fn an_owner_decides_for_all_teams_from_anywhere_and_is_never_locked_out() {
    let home = AtHome::new("access.owners = [\"telegram:7\"]\naccess.block_people = [\"telegram:7\"]\n").await;
    let mut running = home.start().await;
    let ((ana, of_ana), (bo, of_bo)) = (person(7, "Ana"), person(8, "Bo"));
    home.telegram(&of_ana, &ana, "/access block telegram:8 everywhere", "telegram:8").await;
    refused(&home, &of_bo, &bo, "/access allow telegram:8 everywhere").await;
    let shown = home.telegram(&of_ana, &ana, "/access", "config.toml").await;
    assert!(shown.contains("telegram:8: not let in, in all teams (by Ana)"), "{shown}");
    running.kill().await.unwrap();
}

#[tokio::test]
async fn an_id_that_is_none_is_a_mistake_in_the_settings() {
    let outcome = Program::new("access.allow_people = [\"Ana\", \"telegram:7\"]\n").run(&["check"]).await;
    assert_eq!(outcome.status, Some(2), "{outcome:#?}");
    let all = format!("{}{}", outcome.out, outcome.err);
    assert!(all.contains("access.allow_people") && all.contains("\"Ana\""), "{all}");
}
