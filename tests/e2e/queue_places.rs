//! Two people ask at once, and the model answers one at a time: the second one sees their place.

use std::sync::Arc;

use axum::body::Body;
use axum::response::Response;
use copydesk::answer::Answer;
use copydesk::config::Config;
use copydesk::desk::{Asking, Desk};
use copydesk::models::ModelInUse;
use copydesk::sweep::Sweep;
use copydesk_adapters::{Granted, Input, Origin, Partial, Place, ReplyEvent, ReplySink};
use copydesk_storage::{SledEngine, Store, Team, TeamId};
use futures::{StreamExt, stream};
use jiff::{Timestamp, ZonedDateTime};
use tokio::sync::{Notify, mpsc};
use tokio_util::sync::CancellationToken;

use crate::fake_openai::{FakeOpenAi, event_stream, stream_of};

/// An answer that comes once `go` is given.
fn held_back(go: &Arc<Notify>) -> Response {
    let go = Arc::clone(go);
    let waits = stream::once(async move {
        go.notified().await;
        stream_of("Hello.").into_body().into_data_stream()
    });
    event_stream(Body::from_stream(waits.flatten()))
}

fn asking(text: &str) -> (Asking, mpsc::Receiver<ReplyEvent>) {
    let (progress, events) = ReplySink::channel();
    let place = Place { platform: "console", id: "north".into(), name: String::new() };
    let origin =
        Origin { place, channel: text.into(), person: text.into(), person_name: None, language: None, chain: None };
    let (now, cancel) = (ZonedDateTime::now(), CancellationToken::new());
    let (input, rights) = (Input::Text(text.into()), Arc::new(Granted(true)));
    (Asking { origin, input, rights, now, progress: Some(progress), cancel }, events)
}

async fn next_status(events: &mut mpsc::Receiver<ReplyEvent>, begins: &str) -> String {
    loop {
        match events.recv().await {
            Some(ReplyEvent::Progress(Partial::Status(status))) if status.starts_with(begins) => return status,
            Some(_) => {}
            None => panic!("no status that begins with {begins:?}"),
        }
    }
}

#[tokio::test]
async fn who_waits_for_the_model_sees_their_place() {
    let go = Arc::new(Notify::new());
    let server = {
        let go = Arc::clone(&go);
        FakeOpenAi::answering(move |_| held_back(&go)).await
    };
    let settings = format!("{}connections = 1\n", server.settings("capable").replace("api_key_env = \"FAKE_KEY\"", ""));
    let config = Config::parse(&settings, None).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let store = Store::new(Arc::new(SledEngine::open(folder.path()).unwrap()));
    let id = TeamId::parse("north").unwrap();
    store.create_team(Team { id, name: "North".into(), sample: false, created: Timestamp::now() }).await.unwrap();
    let model = ModelInUse::start(&config);
    let sweep = Sweep::new(store.clone(), config.data.after_leaving);
    let desk = Arc::new(Desk::new(config, store, model, folder.path().into(), sweep));

    let ask = |text: &'static str| {
        let (asking, events) = asking(text);
        let desk = Arc::clone(&desk);
        (tokio::spawn(async move { desk.answer(asking).await.0 }), events)
    };
    let (first, mut first_events) = ask("Who are you?");
    next_status(&mut first_events, "Thinking").await;
    while server.asked().is_empty() {
        tokio::task::yield_now().await;
    }
    let (second, mut second_events) = ask("What is new?");
    insta::assert_snapshot!(next_status(&mut second_events, "You").await, @"You are next …");
    go.notify_one();
    assert!(matches!(first.await.unwrap(), Answer::Chat(chat) if chat.text == "Hello."));
    go.notify_one();
    assert!(matches!(second.await.unwrap(), Answer::Chat(chat) if chat.text == "Hello."));
}
