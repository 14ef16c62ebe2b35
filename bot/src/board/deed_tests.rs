//! Deeds over a real store: who may, and what happens when two press at once.

use std::sync::Arc;

use copydesk_adapters::{Granted, Origin as Asker, Place};
use copydesk_analysis::Language;
use copydesk_storage::{SledEngine, Store, Team, TeamId};
use jiff::{Timestamp, ZonedDateTime};
use tokio_util::sync::CancellationToken;

use super::*;
use crate::budget::Counted;
use crate::config::Config;
use crate::models::ModelInUse;
use crate::sweep::Sweep;

fn desk() -> (Desk, tempfile::TempDir) {
    let config = Config::parse("", None).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let store = Store::new(Arc::new(SledEngine::open(folder.path()).unwrap()));
    let model = ModelInUse::start(&config);
    let sweep = Sweep::new(store.clone(), config.data.after_leaving);
    (Desk::new(config, store, model, folder.path().into(), sweep), folder)
}

fn session(desk: &Desk, person: &str, manages: bool) -> Session {
    let id = TeamId::parse("north").unwrap();
    let place = Place { platform: "telegram", id: "-7".into(), name: String::new() };
    Session {
        records: desk.store.team(&id),
        team: Team { id, name: "North".into(), sample: false, created: Timestamp::now() },
        origin: Asker {
            place,
            channel: "north".into(),
            person: person.into(),
            person_name: None,
            language: None,
            chain: None,
        },
        rights: Arc::new(Granted(manages)),
        file: None,
        language: Language::English,
        now: ZonedDateTime::now(),
        progress: None,
        cancel: CancellationToken::new(),
        counted: Counted::default(),
        turn: crate::session::Turn::default(),
    }
}

/// A draft that is in review.
async fn in_review(desk: &Desk, session: &Session) {
    let piece = DraftPiece {
        platform: "x".into(),
        format: "post".into(),
        title: String::new(),
        text: "Oat foam.".into(),
        hashtags: Vec::new(),
    };
    let (by, at) = ("telegram:1".to_string(), session.now.timestamp());
    let version = DraftVersion { pieces: vec![piece], by, at, origin: None, because: Vec::new() };
    let version = &version;
    let written = session.records.numbered::<Draft, _, Undone, _, _>(|number, change| async move {
        let (change, draft) = create(change, number, ("oats", "en", None), version);
        Ok((change, draft))
    });
    assert_eq!(written.await.unwrap().number, 1);
    done(desk, session, DraftAction::Submit).await.unwrap();
}

async fn done(desk: &Desk, session: &Session, action: DraftAction) -> Result<Known, Problem> {
    on(desk, session, action, None).await
}

/// The same by a button below what was seen.
async fn pressed(desk: &Desk, session: &Session, action: DraftAction) -> Result<Known, Problem> {
    on(desk, session, action, Some(DraftState::InReview)).await
}

async fn on(desk: &Desk, session: &Session, action: DraftAction, state: Option<DraftState>) -> Result<Known, Problem> {
    let deed = Deed { draft: 1, action, note: String::new(), version: Some(1), state };
    act(desk, session, &deed, |_, _, change| Ok((change, None))).await
}

#[tokio::test]
async fn of_two_who_press_at_once_one_succeeds_and_the_other_is_told_who_was_faster() {
    let (desk, _folder) = desk();
    let (ann, bo) = (session(&desk, "1", true), session(&desk, "2", true));
    in_review(&desk, &ann).await;
    let (first, second) =
        tokio::join!(pressed(&desk, &ann, DraftAction::Approve), pressed(&desk, &bo, DraftAction::Reject));
    assert_eq!(usize::from(first.is_ok()) + usize::from(second.is_ok()), 1);
    let told = first.and(second).unwrap_err().message.say(Language::English);
    assert!(told.contains("(approved by ") || told.contains("(rejected by "), "{told}");
    let draft = find(&ann.records, 1).await.unwrap().record;
    assert_eq!(history(&ann.records, &draft).await.unwrap().0.len(), 3);
}

#[tokio::test]
async fn a_press_on_what_stood_there_before_somebody_else_did_something_is_explained() {
    let (desk, _folder) = desk();
    let (ann, bo) = (session(&desk, "1", true), session(&desk, "2", true));
    in_review(&desk, &ann).await;
    pressed(&desk, &ann, DraftAction::Approve).await.unwrap();
    // Whoever knows that it is approved may send it back; whoever pressed a button of before did not know.
    let told = pressed(&desk, &bo, DraftAction::Changes).await.unwrap_err().message.say(Language::English);
    assert!(told.starts_with("Meanwhile D-001 became approved (approved by ") && told.ends_with("Nothing was done."));
    done(&desk, &bo, DraftAction::Changes).await.unwrap();
}

#[tokio::test]
async fn of_twenty_who_approve_at_once_one_does() {
    let (desk, _folder) = desk();
    let people: Vec<Session> = (0..20).map(|person| session(&desk, &person.to_string(), true)).collect();
    in_review(&desk, &people[0]).await;
    let pressed = people.iter().map(|person| done(&desk, person, DraftAction::Approve));
    let outcomes = futures::future::join_all(pressed).await;
    let (approved, refused): (Vec<_>, Vec<_>) = outcomes.into_iter().partition(Result::is_ok);
    assert_eq!((approved.len(), refused.len()), (1, 19));
    for problem in refused.into_iter().filter_map(Result::err) {
        let told = problem.message.say(Language::English);
        assert!(told.starts_with("D-001 can't be approved: its state is approved (approved by "), "{told}");
    }
    assert_eq!(find(&people[0].records, 1).await.unwrap().record.events, 3);
}

#[tokio::test]
async fn rights_are_asked_for_at_every_press() {
    let (desk, _folder) = desk();
    let (manager, member) = (session(&desk, "1", true), session(&desk, "2", false));
    in_review(&desk, &manager).await;
    for action in
        [DraftAction::Approve, DraftAction::Changes, DraftAction::Reject, DraftAction::Publish, DraftAction::Note]
    {
        let told = done(&desk, &member, action).await.unwrap_err();
        assert_eq!(told.message.id, "may-not", "{action:?}");
    }
    assert_eq!(find(&manager.records, 1).await.unwrap().record.state, DraftState::InReview);
    assert!(done(&desk, &manager, DraftAction::Approve).await.is_ok());
}
