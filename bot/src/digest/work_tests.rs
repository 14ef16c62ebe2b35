#![expect(clippy::unwrap_used, reason = "a failed test may panic")]

use std::collections::BTreeMap;
use std::future::pending;
use std::sync::Mutex;
use std::time::Duration;

use async_trait::async_trait;
use copydesk_adapters::{Found, Gone, MessageRef};
use copydesk_storage::{AdminChannel, SledEngine, Store, Team, TeamId};
use tempfile::TempDir;
use tokio::sync::Notify;

use super::*;
use crate::config::Config;
use crate::digest::agenda;
use crate::models::ModelInUse;
use crate::sweep::Sweep;

/// What was said: by key how often, and where the last time.
#[derive(Default)]
struct Said(Mutex<BTreeMap<String, (u32, String)>>);

impl Said {
    fn say(&self, channel: &Channel, key: &DeliveryKey) {
        let mut said = self.0.lock().unwrap();
        let (count, place) = said.entry(key.id().to_owned()).or_default();
        *count += 1;
        place.clone_from(&channel.id);
    }

    fn has(&self, key: &DeliveryKey) -> bool {
        self.0.lock().unwrap().contains_key(key.id())
    }

    /// Digests, without what admins are told.
    fn digests(&self) -> Vec<(String, u32)> {
        let said = self.0.lock().unwrap();
        let digests = said.iter().filter(|(key, _)| !key.starts_with("told"));
        digests.map(|(key, (count, _))| (key.clone(), *count)).collect()
    }

    /// Where admins were told, each time.
    fn told_in(&self) -> Vec<String> {
        let said = self.0.lock().unwrap();
        said.iter().filter(|(key, _)| key.starts_with("told")).map(|(_, (_, place))| place.clone()).collect()
    }

    fn told(&self) -> usize {
        self.told_in().len()
    }
}

/// Where the process is killed while it posts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Killed {
    Never,
    BeforeSending,
    AfterSending,
    /// While an admin is told.
    Telling,
}

/// A platform; `looks` whether it can find what an earlier attempt left.
struct Platform {
    said: Arc<Said>,
    looks: bool,
    killed: Killed,
    /// Told when the place of the kill is reached.
    reached: Arc<Notify>,
    answers: Mutex<Vec<PostError>>,
    /// A channel that is gone.
    gone: Option<&'static str>,
}

impl Platform {
    /// The process ends here.
    async fn end(&self) {
        self.reached.notify_one();
        pending::<()>().await;
    }
}

#[async_trait]
impl Poster for Platform {
    async fn post(&self, channel: &Channel, _: &Reply, key: &DeliveryKey) -> Result<Delivered, PostError> {
        let is_notice = key.id().starts_with("told");
        if self.killed == Killed::BeforeSending || (self.killed == Killed::Telling && is_notice) {
            self.end().await;
        }
        if self.gone.is_some_and(|gone| gone == channel.id) {
            return Err(PostError::Gone { gone: Gone::Channel, why: "Unknown Channel".to_owned() });
        }
        if let Some(error) = self.answers.lock().unwrap().pop() {
            return Err(error);
        }
        let delivered =
            Delivered { messages: vec![MessageRef { channel: channel.clone(), id: "1".to_owned(), link: None }] };
        if key.attempted().is_some() {
            if !self.looks {
                return Err(PostError::Uncertain {
                    delivered: Delivered::default(),
                    why: "nobody can look.".to_owned(),
                });
            }
            if self.said.has(key) {
                return Ok(delivered);
            }
        }
        self.said.say(channel, key);
        if self.killed == Killed::AfterSending {
            self.end().await;
        }
        Ok(delivered)
    }

    async fn find(&self, _: &Channel, _: &Reply, _: &DeliveryKey) -> Result<Found, PostError> {
        Ok(Found::Unknown)
    }
}

/// A team with a digest that is due every day at 9:00, and no sources.
struct Home {
    desk: Arc<Desk>,
    records: TeamStore,
    said: Arc<Said>,
    reached: Arc<Notify>,
    _folder: TempDir,
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

impl Home {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let config = format!("llm.models_dir = {:?}", folder.path().join("models"));
        let config = Config::parse(&config, None).unwrap();
        let store = Store::new(Arc::new(SledEngine::open(&folder.path().join("data")).unwrap()));
        let id = TeamId::parse("team").unwrap();
        let team = Team { id: id.clone(), name: "Team".to_owned(), sample: false, created: Timestamp::UNIX_EPOCH };
        store.create_team(team).await.unwrap();
        let sweep = Sweep::new(store.clone(), config.data.after_leaving);
        let model = ModelInUse::start(&config);
        let records = store.team(&id);
        let data_dir = folder.path().into();
        let desk = Arc::new(Desk::new(config, store, model, data_dir, sweep));
        let channel = PostChannel { platform: "fake".to_owned(), place: "p".to_owned(), id: "c".to_owned() };
        let digest = Digest {
            name: "Coffee".to_owned(),
            schedule: "0 9 * * *".to_owned(),
            zone: "Europe/Berlin".to_owned(),
            channel: channel.clone(),
            admin_channel: PostChannel { id: "admins".to_owned(), ..channel },
            count: 5,
            language: "en".to_owned(),
            claimed_until: at("2026-11-10T00:00:00Z"),
            ..Digest::default()
        };
        let next = agenda::next(&digest);
        records.add_digest(digest, next).await.unwrap();
        Self { desk, records, said: Arc::default(), reached: Arc::default(), _folder: folder }
    }

    fn worker(&self, looks: bool, killed: Killed, answers: Vec<PostError>) -> Worker {
        let (said, reached) = (Arc::clone(&self.said), Arc::clone(&self.reached));
        self.worker_on(Platform { said, looks, killed, reached, answers: Mutex::new(answers), gone: None })
    }

    fn worker_on(&self, platform: Platform) -> Worker {
        let fetcher = self.desk.digests.fetcher(&self.desk.config.fetch).unwrap();
        let posters = [("fake".to_owned(), Arc::new(platform) as Arc<dyn Poster>)].into();
        Worker { desk: Arc::clone(&self.desk), fetcher, posters }
    }

    async fn occurrences(&self) -> Vec<(String, Occurrence)> {
        let all = self.records.all::<Occurrence>().await.unwrap();
        all.into_iter().map(|(id, stored)| (id, stored.record)).collect()
    }

    async fn only(&self) -> (String, Occurrence) {
        let mut all = self.occurrences().await;
        assert_eq!(all.len(), 1, "{all:?}");
        all.remove(0)
    }

    /// What is due has its occurrence.
    async fn claim(&self, now: Timestamp) {
        let (due, _) = agenda::due(&self.desk.store, now).await.unwrap();
        for entry in due.iter().filter(|(_, what)| what.occurrence.is_none()) {
            agenda::claim(&self.desk.store, entry, now).await.unwrap();
        }
    }

    /// Works until the place of the kill is reached.
    async fn killed(&self, worker: Worker, id: &str, now: Timestamp) {
        tokio::select! {
            outcome = worker.run(&self.records, id, || now) => panic!("it was not killed: {outcome:?}"),
            () = self.reached.notified() => {}
        }
    }

    /// Everything is looked at and worked on to its end, as after a start.
    async fn go_on(&self, looks: bool, now: Timestamp) {
        self.claim(now).await;
        let worker = self.worker(looks, Killed::Never, Vec::new());
        for (id, _) in self.occurrences().await {
            worker.run(&self.records, &id, || now).await.unwrap();
        }
    }
}

const NINE: &str = "2026-11-10T08:00:00Z";
/// How often each kill is repeated.
const TIMES: i64 = 20;

#[tokio::test]
async fn killed_in_any_state_nothing_is_missing_and_nothing_said_twice() {
    for looks in [true, false] {
        let home = Home::new().await;
        let mut day = at(NINE);
        let mut expected = 0;
        // States before a message can be under way, by the number of steps that were taken.
        for steps in 0..=4 {
            for _ in 0..TIMES {
                expected += 1;
                home.claim(day).await;
                let (id, _) = home.occurrences().await.pop().unwrap();
                let worker = home.worker(looks, Killed::Never, Vec::new());
                let mut began_here = false;
                for _ in 0..steps {
                    worker.step(&home.records, &id, day, &mut began_here).await.unwrap();
                }
                drop(worker);
                home.go_on(looks, day).await;
                day += SignedDuration::from_hours(24);
            }
        }
        let occurrences = home.occurrences().await;
        let count = |state| occurrences.iter().filter(|(_, it)| it.state == state).count() as i64;
        assert_eq!(occurrences.len() as i64, expected);
        // The fifth kill is in `posting`, of which a platform that lets nobody look says nothing.
        let uncertain = if looks { 0 } else { TIMES };
        assert_eq!(count(OccurrenceState::Posted), expected - uncertain);
        assert_eq!(count(OccurrenceState::Uncertain), uncertain);
        assert!(home.said.digests().iter().all(|(_, count)| *count == 1), "{:?}", home.said.digests());
        assert_eq!(home.said.digests().len() as i64, expected - uncertain);
        assert_eq!(home.said.told() as i64, uncertain);
    }
}

#[tokio::test]
async fn killed_while_posting_a_message_is_found_again_or_its_admin_is_told() {
    for killed in [Killed::BeforeSending, Killed::AfterSending] {
        for looks in [true, false] {
            let home = Home::new().await;
            let mut day = at(NINE);
            for _ in 0..TIMES {
                home.claim(day).await;
                let (id, _) = home.occurrences().await.pop().unwrap();
                home.killed(home.worker(looks, killed, Vec::new()), &id, day).await;
                home.go_on(looks, day).await;
                day += SignedDuration::from_hours(24);
            }
            let occurrences = home.occurrences().await;
            let state = if looks { OccurrenceState::Posted } else { OccurrenceState::Uncertain };
            assert!(occurrences.iter().all(|(_, it)| it.state == state), "{occurrences:?}");
            assert!(home.said.digests().iter().all(|(_, count)| *count == 1));
            let sent = if looks || killed == Killed::AfterSending { TIMES } else { 0 };
            assert_eq!(home.said.digests().len() as i64, sent);
            assert_eq!(home.said.told() as i64, if looks { 0 } else { TIMES });
        }
    }
}

#[tokio::test]
async fn three_days_without_the_bot_give_one_digest() {
    let home = Home::new().await;
    home.go_on(true, at("2026-11-13T12:00:00Z")).await;
    let (_, occurrence) = home.only().await;
    assert_eq!((occurrence.due, occurrence.missed), (at("2026-11-13T08:00:00Z"), 3));
    assert_eq!(home.said.digests().len(), 1);
    // A clock that goes back and comes again makes nothing new.
    home.go_on(true, at("2026-11-12T12:00:00Z")).await;
    home.go_on(true, at("2026-11-13T12:00:01Z")).await;
    assert_eq!(home.said.digests().len(), 1);
    let history = serde_json::from_str::<Composed>(&home.only().await.1.message.unwrap()).unwrap();
    let shown = present_digest::message(&history.shown, &[], Language::English);
    let text = copydesk_adapters::render(&Reply { blocks: shown, ..Reply::default() }, 80, false);
    assert!(text.contains("I was away for 3 digests before this one."), "{text}");
}

#[tokio::test]
async fn a_post_that_fails_is_tried_again_and_then_told() {
    let home = Home::new().await;
    let mut now = at(NINE);
    home.claim(now).await;
    let (id, _) = home.only().await;
    let not_sent = PostError::NotSent { retry_after: Some(Duration::from_secs(90)), why: "flood".to_owned() };
    let worker = home.worker(true, Killed::Never, vec![not_sent.clone()]);
    let next = worker.run(&home.records, &id, || now).await.unwrap();
    assert_eq!(next, Next::Wait(now + SignedDuration::from_secs(90)));
    now += SignedDuration::from_secs(91);
    assert_eq!(worker.run(&home.records, &id, || now).await.unwrap(), Next::Nothing);
    assert_eq!(home.only().await.1.state, OccurrenceState::Posted);

    // One that never works.
    now = at("2026-11-11T08:00:00Z");
    home.claim(now).await;
    let (id, _) = home.occurrences().await.pop().unwrap();
    let worker = home.worker(true, Killed::Never, vec![not_sent; 8]);
    while let Next::Wait(until) = worker.run(&home.records, &id, || now).await.unwrap() {
        now = until;
    }
    let occurrence = home.occurrences().await.pop().unwrap().1;
    assert_eq!((occurrence.state, occurrence.attempts, occurrence.told), (OccurrenceState::Failed, 8, true));
    assert_eq!(home.said.told(), 1);
}

#[tokio::test]
async fn quiet_hours_are_waited_for_and_a_paused_digest_is_not_due() {
    let home = Home::new().await;
    let id = Digest::record_id(1);
    let quiet = jiff::civil::time(8, 0, 0, 0)..jiff::civil::time(10, 30, 0, 0);
    let set = |digest: Option<Digest>| Digest { quiet: Some((quiet.start, quiet.end)), ..digest.unwrap() };
    home.records.update::<Digest, _>(&id, set).await.unwrap();
    home.claim(at(NINE)).await;
    let (occurrence, _) = home.only().await;
    let worker = home.worker(true, Killed::Never, Vec::new());
    let next = worker.run(&home.records, &occurrence, || at(NINE)).await.unwrap();
    assert_eq!(next, Next::Wait(at("2026-11-10T09:30:00Z")));
    home.go_on(true, at("2026-11-10T09:30:00Z")).await;
    assert_eq!(home.said.digests().len(), 1);

    let pause = |digest: Option<Digest>| Digest { paused: true, ..digest.unwrap() };
    home.records.update::<Digest, _>(&id, pause).await.unwrap();
    home.go_on(true, at("2026-11-20T12:00:00Z")).await;
    assert_eq!(home.said.digests().len(), 1);
}

#[tokio::test]
async fn a_kill_while_an_admin_is_told_leaves_nobody_untold() {
    for looks in [true, false] {
        let home = Home::new().await;
        let mut day = at(NINE);
        for _ in 0..TIMES {
            home.claim(day).await;
            let (id, _) = home.occurrences().await.pop().unwrap();
            let refused = vec![PostError::Rejected("too long".to_owned())];
            home.killed(home.worker(looks, Killed::Telling, refused), &id, day).await;
            let occurrence = home.occurrences().await.pop().unwrap().1;
            assert_eq!((occurrence.state, occurrence.told), (OccurrenceState::Failed, false));
            home.go_on(looks, day).await;
            day += SignedDuration::from_hours(24);
        }
        assert!(home.occurrences().await.iter().all(|(_, it)| it.state == OccurrenceState::Failed && it.told));
        assert_eq!((home.said.told() as i64, home.said.digests().len()), (TIMES, 0));
    }
}

#[tokio::test]
async fn telling_is_tried_again_until_somebody_was_told() {
    let home = Home::new().await;
    home.claim(at(NINE)).await;
    let (id, _) = home.only().await;
    let not_sent = PostError::NotSent { retry_after: Some(Duration::from_secs(90)), why: "flood".to_owned() };
    // The last answer is the first: the digest is refused, and then neither channel takes the notice.
    let answers = vec![not_sent.clone(), not_sent, PostError::Rejected("too long".to_owned())];
    let worker = home.worker(true, Killed::Never, answers);
    let next = worker.run(&home.records, &id, || at(NINE)).await.unwrap();
    let until = at(NINE) + SignedDuration::from_secs(90);
    assert_eq!((next, home.said.told(), home.only().await.1.told), (Next::Wait(until), 0, false));
    assert_eq!(worker.run(&home.records, &id, || until).await.unwrap(), Next::Nothing);
    assert_eq!((home.said.told_in(), home.only().await.1.told), (vec!["admins".to_owned()], true));
}

#[tokio::test]
async fn a_channel_that_is_gone_pauses_its_digest_and_the_teams_admins_are_told() {
    let home = Home::new().await;
    let chosen =
        AdminChannel { channel: PostChannel { platform: "fake".into(), place: "p".into(), id: "chosen".into() } };
    home.records.put(AdminChannel::ID, &chosen).await.unwrap();
    home.claim(at(NINE)).await;
    let (id, _) = home.only().await;
    let gone = |gone| Platform {
        said: Arc::clone(&home.said),
        looks: false,
        killed: Killed::Never,
        reached: Arc::default(),
        answers: Mutex::default(),
        gone: Some(gone),
    };
    let worker = home.worker_on(gone("c"));
    assert_eq!(worker.run(&home.records, &id, || at(NINE)).await.unwrap(), Next::Nothing);
    assert_eq!((home.only().await.1.state, home.said.told_in()), (OccurrenceState::Failed, vec!["chosen".to_owned()]));
    let digest = home.records.get::<Digest>(&Digest::record_id(1)).await.unwrap().unwrap().record;
    assert!(digest.paused);
    home.claim(at("2026-11-20T12:00:00Z")).await;
    assert_eq!(home.occurrences().await.len(), 1, "a paused digest is not due");

    // Where the chosen channel is gone too, the one where the digest was set up is told.
    let told = |told| move |it: Option<Occurrence>| Occurrence { told, ..it.unwrap() };
    home.records.update::<Occurrence, _>(&id, told(false)).await.unwrap();
    home.worker_on(gone("chosen")).run(&home.records, &id, || at(NINE)).await.unwrap();
    assert_eq!(home.said.told_in(), ["admins"]);
}
