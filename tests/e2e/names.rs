//! People are shown with their names, not with a platform's ids.

use copydesk_tests::fake_discord::{self, FakeDiscord, Where};
use copydesk_tests::fake_telegram::{Chat, Person};

use crate::linking::AtHome;
use crate::program::Program;

#[tokio::test]
async fn who_changed_what_is_told_by_the_name_that_they_had() {
    let home = AtHome::new("").await;
    let mut running = home.start().await;
    let (ana, bo, group) = (Person::new(7, "Ana"), Person::new(8, "Bo"), Chat::group(-100, "Barn"));
    home.telegram.promote(&group, &ana);
    home.telegram(&group, &ana, "/prefs set brand Oats", "Preferences of Barn").await;
    let told = home.telegram(&group, &bo, "/prefs history", "P-001").await;
    assert!(told.contains("Ana") && !told.contains("telegram:7"), "{told}");
    let alone = Chat::private(&ana);
    let me = home.telegram(&alone, &ana, "/me", "What I keep about you").await;
    assert!(!me.contains("telegram:7"), "{me}");
    // What is forgotten of a person, their name too.
    home.telegram(&alone, &ana, "/forget me", "Removed at").await;
    let told = home.telegram(&group, &bo, "/prefs history", "P-001").await;
    assert!(told.contains("somebody") && !told.contains("Ana") && !told.contains("telegram:7"), "{told}");

    let manager = fake_discord::Person { permissions: 32, ..fake_discord::Person::new(9, "Cy") };
    let token = home.discord.slash(Where::Server, &manager, "prefs set", &[("key", "brand"), ("text", "Rye")]);
    let says = |it: &FakeDiscord| it.answers(&token).iter().any(|it| it.body.to_string().contains("Rye"));
    home.discord.until("the brand", |it| says(it).then_some(())).await;
    let told = home.discord(&fake_discord::Person::new(10, "Di"), "prefs history", "", "P-001").await;
    assert!(told.contains("Cy") && !told.contains("discord:9"), "{told}");
    running.kill().await.unwrap();
}

#[tokio::test]
async fn somebody_without_a_name_is_told_by_where_they_were_and_json_keeps_the_id() {
    let program = Program::new("");
    program.ask("/prefs set voice calm").await;
    let words = program.run(&["ask", "/prefs history"]).await;
    assert!(words.out.contains("somebody at the terminal") && !words.out.contains("console:"), "{words:#?}");
    let chinese = program.run(&["ask", "/偏好 历史"]).await;
    assert!(chinese.out.contains("终端前的人"), "{chinese:#?}");
    assert_eq!(program.ask("/prefs history").await.json()["changes"][0]["by"], "console:cli");
}
