//! Calls that end in different ways, counted in a real store. The model says what a test wants.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use copydesk_adapters::{Granted, Origin, Place};
use copydesk_analysis::Language;
use copydesk_llm::{Limits, Message, Model, Role, Sampling, Scope};
use copydesk_storage::{SledEngine, Store, Team, TeamId};
use jiff::{Timestamp, ZonedDateTime};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::*;
use crate::config::Config;
use crate::models::ModelInUse;
use crate::sweep::Sweep;

/// Five tokens, as they are estimated.
const TEXT: &str = "A latte, please.";

const CONFIG: &str = r#"
    llm.model = "office"
    [models.office]
    kind = "remote"
    base_url = "http://127.0.0.1:1/v1"
    model = "office-1"
    api_key_env = ""
    languages = ["en"]
    style = "chat"
    capability = "capable"
    price_input = 2.0
    price_output = 4.0
    currency = "EUR"
"#;

/// A model that begins each answer with these events, and then is silent.
struct Scripted {
    events: Vec<Result<Event, LlmError>>,
    /// What keeps its answers from ending.
    open: Mutex<Vec<mpsc::Sender<Result<Event, LlmError>>>>,
}

#[async_trait::async_trait]
impl Model for Scripted {
    async fn ready(&self) -> Result<(), LlmError> {
        Ok(())
    }

    async fn generate(&self, completion: Completion) -> Result<Generation, LlmError> {
        let (sender, generation) = Generation::channel(completion.openings.len());
        for event in &self.events {
            sender.try_send(event.clone()).unwrap();
        }
        self.open.lock().unwrap().push(sender);
        Ok(generation.limited(completion.cancel, completion.limits.deadline))
    }
}

/// A desk and a request to it, and what keeps their folder.
fn desk() -> (Desk, Session, tempfile::TempDir) {
    let config = Config::parse(CONFIG, None).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let store = Store::new(Arc::new(SledEngine::open(folder.path()).unwrap()));
    let id = TeamId::parse("north").unwrap();
    let place = Place { platform: "console", id: "north".into(), name: String::new() };
    let session = Session {
        records: store.team(&id),
        team: Team { id, name: "North".into(), sample: false, created: Timestamp::now() },
        origin: Origin {
            place,
            channel: "north".into(),
            person: "ann".into(),
            person_name: None,
            language: None,
            chain: None,
        },
        rights: Arc::new(Granted(true)),
        file: None,
        language: Language::English,
        now: ZonedDateTime::now(),
        progress: None,
        cancel: CancellationToken::new(),
        counted: Counted::default(),
        turn: crate::session::Turn::default(),
    };
    let model = ModelInUse::start(&config);
    let sweep = Sweep::new(store.clone(), config.data.after_leaving);
    (Desk::new(config, store, model, folder.path().into(), sweep), session, folder)
}

fn completion(session: &Session) -> Completion {
    let message = Message { role: Role::User, scope: Scope::Request, text: TEXT.into() };
    Completion {
        prompt: Prompt::Chat(vec![message]),
        openings: vec![String::new()],
        sampling: Sampling { temperature: 1.0, min_p: 0.0, repeat_penalty: 1.0, seed: 1 },
        limits: Limits {
            max_tokens: 100,
            min_tokens: 0,
            stop: Vec::new(),
            deadline: Duration::from_secs(60),
            longest_pause: Duration::MAX,
        },
        schema: None,
        anew: false,
        team: "north".into(),
        cancel: session.cancel.clone(),
    }
}

fn answerer(desk: &Desk, events: Vec<Result<Event, LlmError>>) -> Answerer<'_> {
    let model = Arc::new(Scripted { events, open: Mutex::default() });
    Answerer { listed: desk.model.first(), model, longest_pause: Duration::MAX, notes: Vec::new() }
}

async fn used(session: &Session) -> UsageCount {
    session.records.usage(session.now.date(), Some("ann")).await.unwrap()
}

/// What is counted for a call that is cancelled after these events.
async fn counted(events: Vec<Result<Event, LlmError>>) -> UsageCount {
    let (desk, session, _folder) = desk();
    let answerer = answerer(&desk, events);
    let mut call = desk.generate(&session, &answerer, completion(&session)).await.unwrap();
    session.cancel.cancel();
    while call.next().await.is_some() {}
    used(&session).await
}

fn euros(millionths: u64) -> BTreeMap<String, u64> {
    BTreeMap::from([("EUR".into(), millionths)])
}

#[tokio::test]
async fn a_call_that_is_cancelled_before_anything_came_is_counted_with_its_prompt() {
    let expected = UsageCount { requests: 1, prompt_tokens: 5, output_tokens: 0, money: euros(10) };
    assert_eq!(counted(Vec::new()).await, expected);
}

#[tokio::test]
async fn a_call_that_is_cancelled_later_is_counted_with_what_came() {
    let delta = Event::Delta { continuation: 0, text: TEXT.into() };
    let expected = UsageCount { requests: 1, prompt_tokens: 5, output_tokens: 5, money: euros(30) };
    assert_eq!(counted(vec![Ok(delta)]).await, expected);
}

#[tokio::test]
async fn a_call_that_the_server_refused_costs_nothing() {
    assert_eq!(counted(vec![Err(LlmError::Unauthorized { status: 401 })]).await, UsageCount::default());
}

#[tokio::test]
async fn a_call_that_was_cancelled_before_it_was_made_costs_nothing() {
    let (desk, session, _folder) = desk();
    let answerer = answerer(&desk, Vec::new());
    session.cancel.cancel();
    let call = desk.generate(&session, &answerer, completion(&session)).await;
    assert!(matches!(call, Err(CallError::Model(LlmError::Cancelled))));
    assert_eq!(used(&session).await, UsageCount::default());
}
