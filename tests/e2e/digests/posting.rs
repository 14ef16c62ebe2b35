//! What the scheduler posts, in both platforms: whole, with buttons that work; and what becomes of it where it can't.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::response::Response;
use copydesk_storage::{Digest, DigestSource, OccurrenceState, PostChannel};
use copydesk_tests::fake_discord::{self, CHANNEL, FakeDiscord, GUILD, Shown, Where};
use copydesk_tests::fake_telegram::{Chat, FakeTelegram, Person, SentMessage};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::SETTINGS;
use super::site::rss;
use super::team::Team;
use crate::linking::AtHome;
use crate::program::stop;

const THINGS: [&str; 4] = ["Espresso", "Matcha", "Cold brew", "Paper cups"];

fn headline(thing: &str) -> String {
    // Of words that no other has, or all would be one story.
    let own = thing.to_lowercase().replace(' ', "");
    format!("{thing} {}", (1..=6).map(|place| format!("{own}{place}")).collect::<Vec<_>>().join(" "))
}

/// A source that can't be read, with a long address.
fn dead(number: usize) -> String {
    format!("http://127.0.0.1:1/{}{number}", "feed".repeat(40))
}

/// Four trends, and more sources that fail than one message has room for.
fn long(digest: &mut Digest) {
    digest.count = 4;
    digest.sources.extend((10..40).map(|number| DigestSource { url: dead(number), selector: None }));
}

/// A server with four stories, each with a headline of its own words.
async fn stories() -> String {
    let titles: Vec<String> = THINGS.iter().map(|thing| headline(thing)).collect();
    let items: Vec<(&str, Timestamp)> = titles.iter().map(|title| (title.as_str(), Timestamp::now())).collect();
    let feed: Arc<str> = rss(&items).into();
    let router = Router::new().fallback(move || {
        let feed = feed.to_string();
        async move { Response::new(Body::from(feed)) }
    });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/feed", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

/// Both platforms, and the program as the team of a place.
async fn at_home(place: &str) -> (FakeDiscord, FakeTelegram, Team) {
    let AtHome { telegram, discord, program } = AtHome::new(SETTINGS).await;
    (discord, telegram, Team::named(program, place).await)
}

/// Each headline and each address stands in one message, whole.
fn are_whole(texts: &[String]) {
    for part in THINGS.map(headline).into_iter().chain((10..40).map(dead)) {
        assert!(texts.iter().any(|text| text.contains(&part)), "{part} is cut or missing: {texts:#?}");
    }
}

#[tokio::test]
async fn a_digest_comes_whole_into_its_topic_on_telegram_and_its_buttons_work() {
    let (discord, telegram, team) = at_home("telegram--1001001001001").await;
    let ana = Person::new(7, "Ana");
    let topic = Chat::group(1_001_001_001_001, "Morning Barn").topic(5);
    telegram.meet(&topic);
    telegram.promote(&topic, &ana);
    let place = topic.id.to_string();
    let channel = PostChannel { platform: "telegram".into(), id: format!("{place}/5"), place };
    let records = team.open();
    let number = records.digest("Coffee & more", &stories().await, &channel).await;
    records.change(number, long).await;
    drop(records);
    let mut running = team.start();
    let has = |text: &str| telegram.texts(&topic).iter().any(|it| it.contains(text));
    team.until("the digest", || team.logged("a digest went on", "state=Posted") == 1).await;
    let messages = telegram.messages(&topic);
    assert!(messages.len() > 3 && messages.iter().all(|it| it.topic == Some(5)), "{messages:#?}");
    assert!(messages[0].text.starts_with("Coffee & more · "), "{messages:#?}");
    are_whole(&telegram.texts(&topic));

    let press = |label: &str| {
        let find = |it: &SentMessage| {
            let key = it.keys.iter().flatten().find(|(shown, _)| shown == label).cloned();
            key.map(|(_, data)| (it.id, data))
        };
        let (id, data) = messages.iter().find_map(find).unwrap_or_else(|| panic!("{label}: {messages:#?}"));
        telegram.press(&topic, &ana, id, &data);
    };
    press("1 Mute");
    team.until("it is muted", || has("Nothing more of \"")).await;
    press("2 More");
    team.until("it is wanted", || has("stands first from now on.")).await;
    press("3 Draft a post");
    team.until("a draft", || has("What works for you") || has("Everything that needs no model works")).await;
    telegram.say(&topic, &ana, "/digest_history");
    // Messages of supergroups have an address.
    team.until("its links", || has("https://t.me/c/1001001001/5/")).await;
    running.kill().await.unwrap();
    drop(discord);
}

#[tokio::test]
async fn a_digest_comes_whole_into_its_channel_on_discord_and_its_buttons_work() {
    let (discord, _telegram, team) = at_home(&format!("discord-{GUILD}")).await;
    let bo = fake_discord::Person { permissions: 32, ..fake_discord::Person::new(8, "Bo") };
    let channel = PostChannel { platform: "discord".into(), place: GUILD.to_string(), id: CHANNEL.to_string() };
    let records = team.open();
    let number = records.digest("Coffee", &stories().await, &channel).await;
    records.change(number, long).await;
    drop(records);
    let mut running = team.start();
    team.until("the digest", || team.logged("a digest went on", "state=Posted") == 1).await;
    let shown = discord.channel(CHANNEL);
    assert!(shown.len() > 1, "{shown:#?}");
    let text = |it: &Shown| {
        let embeds = it.embeds().iter().map(|it| {
            let fields =
                it["fields"].as_array().into_iter().flatten().map(|it| it["value"].as_str().unwrap_or_default());
            let own = [&it["title"], &it["description"]].map(|it| it.as_str().unwrap_or_default()).join("\n");
            format!("{own}\n{}", fields.collect::<Vec<_>>().join("\n"))
        });
        format!("{}\n{}", it.content(), embeds.collect::<Vec<_>>().join("\n"))
    };
    let texts: Vec<String> = shown.iter().map(text).collect();
    are_whole(&texts);
    assert!(texts[0].contains("Coffee · "), "{texts:#?}");

    // Twelve next steps are a list to choose from.
    let lists = shown.iter().flat_map(|it| it.body["components"].as_array().cloned().unwrap_or_default());
    let options: Vec<Value> =
        lists.flat_map(|row| row["components"][0]["options"].as_array().cloned().unwrap_or_default()).collect();
    assert_eq!(options.len(), 12, "{shown:#?}");
    for (label, expected) in [
        ("1 Mute", "Nothing more of"),
        ("2 More", "stands first from now on."),
        ("3 Draft a post", "Everything that needs no model works"),
    ] {
        let option = options.iter().find(|it| it["label"] == label).unwrap_or_else(|| panic!("{label}: {options:#?}"));
        let token = discord.choose(Where::Server, &bo, option["value"].as_str().unwrap());
        let said = |it: &FakeDiscord| {
            let said = it.answers(&token).iter().any(|it| it.body.to_string().contains(expected));
            said.then_some(())
        };
        discord.until(expected, said).await;
    }
    let token = discord.slash(Where::Server, &bo, "digest history", &[]);
    let link = format!("https://discord.com/channels/{GUILD}/{CHANNEL}/{}", shown[0].id);
    let said = |it: &FakeDiscord| it.answers(&token).iter().any(|it| it.body.to_string().contains(&link)).then_some(());
    discord.until("its links", said).await;
    running.kill().await.unwrap();
}

#[tokio::test]
async fn a_post_that_fails_is_tried_again_later_and_then_told_where_admins_are() {
    let (discord, telegram, team) = at_home("telegram--1001001001001").await;
    let ana = Person::new(7, "Ana");
    let group = Chat::group(1_001_001_001_001, "Morning Barn");
    let admins = group.clone().topic(9);
    telegram.meet(&admins);
    telegram.promote(&group, &ana);
    let place = group.id.to_string();
    let channel = PostChannel { platform: "telegram".into(), id: place.clone(), place };
    // Admins choose their channel; another place of the same group would hear of it otherwise.
    let running = team.start();
    telegram.say(&admins, &ana, "/digest_alerts");
    telegram.until("it is chosen", |it| it.texts(&group).iter().any(|it| it.contains("I say so here."))).await;
    stop(running).await;

    let records = team.open();
    let number = records.digest("Coffee", &stories().await, &channel).await;
    drop(records);
    telegram.refuse(&group, Some((429, "Too Many Requests: retry after 600")));
    let running = team.start();
    let went_on = |state: &str| team.logged("a digest went on", &format!("digest.id={number} state={state}"));
    team.until("a refusal", || went_on("Composed") == 2).await;
    stop(running).await;
    let records = team.open();
    let occurrence = records.occurrences(number).await.remove(0);
    assert_eq!((occurrence.state, occurrence.attempts, occurrence.told), (OccurrenceState::Composed, 1, false));
    let wait = occurrence.not_before.unwrap().duration_since(occurrence.since);
    assert!(wait >= SignedDuration::from_secs(600), "as long as the platform asks: {wait}");

    // The eighth attempt is the last. Telling is refused, too, and tried again.
    records.change_occurrence(number, |it| (it.attempts, it.not_before) = (7, None)).await;
    drop(records);
    let running = team.start();
    team.until("the end", || went_on("Failed") == 1 && team.logged("no admin could be told", "digest") > 0).await;
    stop(running).await;
    let records = team.open();
    let occurrence = records.occurrences(number).await.remove(0);
    assert_eq!((occurrence.attempts, occurrence.told, occurrence.tell_attempts), (8, false, 1));
    records.change_occurrence(number, |it| it.not_before = None).await;
    drop(records);
    telegram.refuse(&group, None);
    let before = telegram.messages(&group).len();
    let running = team.start();
    team.until("an admin is told", || team.logged("an admin was told", &format!("digest.id={number}")) == 1).await;
    telegram.say(&group, &ana, "/digest_history");
    telegram.until("the history", |it| it.messages(&group).len() > before + 1).await;
    stop(running).await;
    let said = telegram.messages(&group).split_off(before);
    assert_eq!(said[0].topic, Some(9), "{said:#?}");
    assert!(
        said[0].text.starts_with("The digest \"Coffee\" of ") && said[0].text.contains("could not be posted"),
        "{said:#?}"
    );
    assert!(said[1].text.contains("failed"), "{said:#?}");
    assert!(team.open().occurrences(number).await[0].told);
    drop(discord);
}

#[tokio::test]
async fn three_days_without_the_program_give_one_digest_on_discord() {
    let (discord, _telegram, team) = at_home(&format!("discord-{GUILD}")).await;
    let channel = PostChannel { platform: "discord".into(), place: GUILD.to_string(), id: CHANNEL.to_string() };
    let records = team.open();
    let number = records.digest("Coffee", &stories().await, &channel).await;
    let minute = (Timestamp::now() - SignedDuration::from_mins(5)).to_zoned_datetime(jiff::tz::TimeZone::UTC).minute();
    let daily = |digest: &mut Digest| {
        digest.schedule = format!("{minute} * * * *");
        digest.claimed_until = Timestamp::now() - SignedDuration::from_hours(72);
    };
    records.change(number, daily).await;
    drop(records);
    let running = team.start();
    team.until("the digest", || team.logged("a digest went on", "state=Posted") == 1).await;
    stop(running).await;
    assert_eq!(team.open().occurrences(number).await.len(), 1);
    let said: String = discord.channel(CHANNEL).iter().map(|it| it.body.to_string()).collect();
    assert!(said.contains("I was away for 71 digests before this one. This one stands for them."), "{said}");
}
