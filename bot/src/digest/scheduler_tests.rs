#![expect(clippy::unwrap_used, reason = "a failed test may panic")]

use std::sync::atomic::{AtomicUsize, Ordering};

use async_trait::async_trait;
use copydesk_storage::{Batch, Commit, Digest, Engine, Key, KeyRange, SledEngine, Store, Team, TeamId, Versioned};
use tempfile::TempDir;

use super::*;
use crate::config::Config;
use crate::desk::Desk;
use crate::models::ModelInUse;
use crate::sweep::Sweep;

/// An engine that counts what it is asked.
struct Counting {
    engine: SledEngine,
    reads: Arc<AtomicUsize>,
    writes: Arc<AtomicUsize>,
}

#[async_trait]
impl Engine for Counting {
    async fn get(&self, key: &Key) -> Result<Option<Versioned>, StorageError> {
        self.reads.fetch_add(1, Ordering::Relaxed);
        self.engine.get(key).await
    }

    async fn scan(&self, range: KeyRange, limit: usize) -> Result<Vec<(Key, Versioned)>, StorageError> {
        let found = self.engine.scan(range, limit).await?;
        self.reads.fetch_add(found.len(), Ordering::Relaxed);
        Ok(found)
    }

    async fn commit(&self, batch: Batch) -> Result<Commit, StorageError> {
        self.writes.fetch_add(1, Ordering::Relaxed);
        self.engine.commit(batch).await
    }
}

struct Home {
    scheduler: Scheduler,
    store: Store,
    reads: Arc<AtomicUsize>,
    writes: Arc<AtomicUsize>,
    _folder: TempDir,
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// 2,000 digests of 50 teams that are due at nine; made by an older version, without the index.
async fn home() -> Home {
    let folder = tempfile::tempdir().unwrap();
    let config = Config::parse(&format!("llm.models_dir = {:?}", folder.path().join("models")), None).unwrap();
    let engine = SledEngine::open(&folder.path().join("data")).unwrap();
    let (reads, writes) = (Arc::<AtomicUsize>::default(), Arc::<AtomicUsize>::default());
    let store = Store::new(Arc::new(Counting { engine, reads: Arc::clone(&reads), writes: Arc::clone(&writes) }));
    for team in 0..50 {
        let id = TeamId::parse(&format!("team-{team}")).unwrap();
        let made = Team { id: id.clone(), name: "Team".into(), sample: false, created: Timestamp::UNIX_EPOCH };
        store.create_team(made).await.unwrap();
        let records = store.team(&id);
        let digest = |number| Digest {
            number,
            schedule: "0 9 * * *".to_owned(),
            zone: "Europe/Berlin".to_owned(),
            claimed_until: at("2026-11-10T00:00:00Z"),
            ..Digest::default()
        };
        let change =
            (1..=40).fold(records.change(), |change, number| change.put(&Digest::record_id(number), &digest(number)));
        change.commit().await.unwrap();
    }
    let sweep = Sweep::new(store.clone(), config.data.after_leaving);
    let model = ModelInUse::start(&config);
    let desk = Arc::new(Desk::new(config, store.clone(), model, folder.path().into(), sweep));
    let fetcher = desk.digests.fetcher(&desk.config.fetch).unwrap();
    let worker = Arc::new(Worker { desk, fetcher, posters: HashMap::new() });
    agenda::complete(&store).await.unwrap();
    Home { scheduler: Scheduler::new(worker, Arc::default()), store, reads, writes, _folder: folder }
}

#[tokio::test]
async fn two_thousand_digests_cost_one_read_while_none_is_due() {
    let mut home = home().await;
    let (reads, writes) = (home.reads.load(Ordering::Relaxed), home.writes.load(Ordering::Relaxed));
    let mut running = JoinSet::new();
    let next = home.scheduler.tick(at("2026-11-10T07:59:59Z"), &mut running).await.unwrap();
    assert_eq!((next, running.len()), (Some(at("2026-11-10T08:00:00Z")), 0));
    assert_eq!(home.reads.load(Ordering::Relaxed) - reads, 1);
    assert_eq!(home.writes.load(Ordering::Relaxed), writes);
    // What is there already is not made again.
    agenda::complete(&home.store).await.unwrap();
    assert_eq!(home.writes.load(Ordering::Relaxed), writes);
}

#[tokio::test]
async fn all_that_is_due_is_claimed_once_and_due_again_the_next_day() {
    let home = home().await;
    let nine = at("2026-11-10T08:00:00Z");
    let (due, next) = agenda::due(&home.store, nine).await.unwrap();
    assert_eq!((due.len(), next), (2_000, None));
    for entry in &due[..40] {
        agenda::claim(&home.store, entry, nine).await.unwrap();
    }
    let team = due[0].1.team.clone();
    assert_eq!(home.store.team(&team).all::<Occurrence>().await.unwrap().len(), 40);
    // Each has two entries now: its occurrence, a little later, and the next day.
    let (left, _) = agenda::due(&home.store, nine + SignedDuration::from_mins(1)).await.unwrap();
    let of_team = left.iter().filter(|(_, what)| what.team == team).collect::<Vec<_>>();
    assert!(of_team.len() == 40 && of_team.iter().all(|(_, what)| what.occurrence.is_some()), "{of_team:?}");
    let (tomorrow, _) = agenda::due(&home.store, at("2026-11-11T08:00:00Z")).await.unwrap();
    assert_eq!(tomorrow.iter().filter(|(_, what)| what.team == team && what.occurrence.is_none()).count(), 40);
    // An entry of a digest that is not due, and one of a team that is gone, cost one look.
    let stale = (DigestTime::of_digest(&team, 1).record_id(nine), DigestTime::of_digest(&team, 1));
    agenda::claim(&home.store, &stale, nine).await.unwrap();
    let gone = DigestTime::of_digest(&TeamId::parse("gone").unwrap(), 1);
    home.store.installation().change().look_at(nine, &gone).commit().await.unwrap();
    agenda::claim(&home.store, &(gone.record_id(nine), gone), nine).await.unwrap();
    let (left, _) = agenda::due(&home.store, nine).await.unwrap();
    let digests: Vec<_> = left.iter().filter(|(_, what)| what.occurrence.is_none()).collect();
    assert!(digests.iter().all(|(_, what)| what.team != team && what.team.as_str() != "gone"), "{digests:?}");
}
