//! Who is let in: lists of the settings, and `/access`.

use copydesk_tests::fake_discord::{self, FakeDiscord, Where};
use copydesk_tests::fake_telegram::{Chat, FakeTelegram, Person};

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
    refused(&home, &of_bo, &bo, "/access_allow place telegram:8").await;
    refused(&home, &of_cy, &cy, "/access_allow telegram:9 everywhere").await;
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
    refused(&home, &group, &bo, "/access_allow telegram:8").await;
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
    refused(&home, &of_bo, &bo, "/access_allow telegram:8 everywhere").await;
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

#[tokio::test]
async fn an_anonymous_administrator_may_and_who_speaks_for_another_channel_may_not() {
    let home = AtHome::new("").await;
    let mut running = home.start().await;
    let (group, news) = (Chat::group(GROUP, "Barn"), Chat::group(-1_009, "News"));
    let answered = async |speaker: &Chat, text: &str, expected: &str| {
        let before = home.telegram.texts(&group).len();
        home.telegram.say_as(&group, speaker, text);
        let texts = |it: &FakeTelegram| it.texts(&group).into_iter().skip(before).collect::<Vec<_>>().join("\n");
        home.telegram.until(expected, |it| texts(it).contains(expected)).await;
        texts(&home.telegram)
    };
    answered(&group, "/prefs set brand Oats", "Oats").await;
    answered(&news, "/prefs set brand Rye", "Only an admin").await;
    let shown = answered(&news, "/prefs", "Oats").await;
    assert!(!shown.contains("Rye"), "{shown}");
    let all = home.telegram.calls("getChatMember");
    assert!(all.is_empty(), "Telegram knows no member by these accounts: {all:#?}");
    running.kill().await.unwrap();
}

#[tokio::test]
async fn in_discord_a_person_is_kept_out_told_so_once_and_let_in_again() {
    let home = AtHome::new("").await;
    let mut running = home.start().await;
    let manager = fake_discord::Person { permissions: 32, ..fake_discord::Person::new(8, "Bo") };
    let guest = fake_discord::Person::new(9, "Cy");
    home.discord(&guest, "prefs show", "", "brand").await;
    home.discord(&guest, "access block", "8", "Only an admin").await;
    home.discord(&manager, "access block", "9", "discord:9").await;
    let token = home.discord.slash(Where::Server, &guest, "prefs show", &[]);
    let told = home.discord.until("a refusal", |it| {
        it.answers(&token).into_iter().find(|it| it.body.to_string().contains("An admin of this team has stopped me"))
    });
    assert_eq!(told.await.body["flags"], 64, "nobody else reads it");
    // Not again with each command: the sign of thinking goes, and nothing comes.
    let token = home.discord.slash(Where::Server, &guest, "prefs show", &[]);
    let gone = format!("/webhooks/{}/{token}/messages/@original", fake_discord::APPLICATION);
    let is_gone = |it: &FakeDiscord| it.calls().iter().any(|call| call.method == "DELETE" && call.path == gone);
    home.discord.until("the end of thinking", |it| is_gone(it).then_some(())).await;
    assert!(home.discord.answers(&token).is_empty());
    home.discord(&manager, "access", "", "discord:9").await;
    home.discord(&manager, "access allow", "discord:9", "may talk with me").await;
    home.discord(&guest, "prefs show", "", "brand").await;
    running.kill().await.unwrap();
}
