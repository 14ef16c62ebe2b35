//! Reactions over a real store: what they count for.

use std::sync::Arc;

use copydesk_adapters::{Origin, Place, Reaction};
use copydesk_storage::SledEngine;

use super::*;

fn place() -> Place {
    Place { platform: "telegram", id: "-7".into(), name: String::new() }
}

fn by(person: &str) -> Origin {
    Origin {
        place: place(),
        channel: "-7".into(),
        person: person.into(),
        person_name: None,
        language: None,
        chain: None,
    }
}

fn to(message: &str, liked: bool, taken_back: bool) -> Reaction {
    Reaction { message: message.into(), liked, taken_back }
}

/// An idea, for tests.
pub(crate) fn idea(number: u32, angle: &str) -> Idea {
    Idea {
        number,
        topic: "oats".into(),
        platform: "x".into(),
        format: "post".into(),
        language: "en".into(),
        angle: angle.into(),
        text: "Oat foam.".into(),
        hashtags: Vec::new(),
        because: Vec::new(),
        terms: Vec::new(),
        origin: Default::default(),
        from: None,
        by: String::new(),
        at: Timestamp::UNIX_EPOCH,
        fate: Default::default(),
        opinions: Default::default(),
    }
}

/// A team with three ideas, of which a message shows the first two and another one the third.
async fn team() -> (TeamStore, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::new(Arc::new(SledEngine::open(folder.path()).unwrap()));
    let shown = StoredSubjects { store: store.clone(), clock: || Timestamp::UNIX_EPOCH };
    shown.shown(&place(), "5", &["I-001".into(), "I-002".into()]).await;
    shown.shown(&place(), "6", &["I-003".into()]).await;
    let known = places::team(&store, &place(), Timestamp::UNIX_EPOCH).await.unwrap().unwrap();
    let records = store.team(&known.record.id);
    for (number, angle) in [(1, "question"), (2, "story"), (3, "question")] {
        records.put(&Idea::record_id(number), &idea(number, angle)).await.unwrap();
    }
    (records, folder)
}

async fn tally(records: &TeamStore, angle: &str) -> AngleTally {
    records.get(&AngleTally::id_of(angle, "post")).await.unwrap().map(|stored| stored.record).unwrap_or_default()
}

#[tokio::test]
async fn a_reaction_counts_half_a_use_shared_by_all_that_its_message_shows() {
    let (records, _folder) = team().await;
    note(&records, &by("1"), &to("6", true, false)).await.unwrap();
    assert_eq!(tally(&records, "question").await.good_and_bad(), (0.5, 0.0));
    note(&records, &by("2"), &to("5", false, false)).await.unwrap();
    assert_eq!(tally(&records, "question").await.good_and_bad(), (0.5, 0.25));
    assert_eq!(tally(&records, "story").await.good_and_bad(), (0.0, 0.25));
    let idea = records.get::<Idea>(&Idea::record_id(1)).await.unwrap().unwrap().record;
    assert_eq!(idea.opinions.get("telegram:2"), Some(&Opinion { liked: false, weight: 25 }));
}

#[tokio::test]
async fn a_person_has_one_opinion_and_may_change_it_or_take_it_back() {
    let (records, _folder) = team().await;
    for reaction in [to("6", true, false), to("6", true, false), to("6", false, false)] {
        note(&records, &by("1"), &reaction).await.unwrap();
    }
    let now = tally(&records, "question").await;
    assert_eq!((now.liked, now.disliked, now.good_and_bad()), (0, 1, (0.0, 0.5)));
    // The thumbs up went before; it is the other one that counts.
    note(&records, &by("1"), &to("6", true, true)).await.unwrap();
    assert_eq!(tally(&records, "question").await, now);
    note(&records, &by("1"), &to("6", false, true)).await.unwrap();
    assert_eq!(tally(&records, "question").await, AngleTally::default());
    assert!(records.get::<Idea>(&Idea::record_id(3)).await.unwrap().unwrap().record.opinions.is_empty());
}

#[tokio::test]
async fn a_reaction_to_another_message_is_no_opinion() {
    let (records, _folder) = team().await;
    note(&records, &by("1"), &to("99", true, false)).await.unwrap();
    assert!(records.all::<AngleTally>().await.unwrap().is_empty());
}

#[tokio::test]
async fn of_twenty_people_who_react_at_once_each_counts() {
    let (records, _folder) = team().await;
    let people: Vec<Origin> = (0..20).map(|person| by(&person.to_string())).collect();
    let reaction = to("5", true, false);
    let noted = futures::future::join_all(people.iter().map(|origin| note(&records, origin, &reaction))).await;
    assert!(noted.iter().all(Result::is_ok), "{noted:?}");
    assert_eq!(tally(&records, "story").await.liked, 20);
    assert_eq!(tally(&records, "question").await.good_and_bad(), (5.0, 0.0));
}
