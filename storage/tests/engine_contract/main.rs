//! What every engine promises, as one suite that runs over each of them.
//!
//! For another engine, add a module with a function that opens a fresh one, and `contract!` it.

mod engines;

use std::error::Error;
use std::sync::Arc;

use copydesk_storage::{Batch, Engine, Key, KeyRange, Section, StorageError, TeamId};

type Tested = Result<(), Box<dyn Error>>;

/// One test for each promise, over the engine that the function opens. What it opens beside the engine lives until
/// the test ends.
macro_rules! contract {
    ($engine:ident, $open:path, $($promise:ident),+ $(,)?) => {
        mod $engine {
            $(
                #[tokio::test(flavor = "multi_thread")]
                async fn $promise() -> super::Tested {
                    let (engine, _kept) = $open()?;
                    super::$promise(engine).await
                }
            )+
        }
    };
}

macro_rules! every_engine {
    ($($promise:ident),+ $(,)?) => {
        contract!(sled, crate::engines::open_sled, $($promise),+);
        contract!(memory, crate::engines::open_memory, $($promise),+);
    };
}

every_engine!(
    a_value_is_there_until_it_is_deleted,
    an_empty_batch_is_fine,
    a_failed_check_writes_nothing,
    a_check_of_a_key_that_is_not_written_counts,
    versions_never_repeat_for_a_key,
    one_commit_gives_all_its_keys_one_version,
    of_two_writes_to_a_key_the_later_counts,
    a_scan_is_in_order_and_stays_in_its_section,
    pages_join_without_a_gap,
    large_values_are_whole_everywhere,
    of_racing_commits_with_one_check_one_wins,
    no_increment_is_lost,
);

fn team(id: &str) -> Result<TeamId, StorageError> {
    TeamId::parse(id)
}

fn key(id: &str) -> Key {
    Key::installation(Section::Conversations, id)
}

fn conflict_at<T: std::fmt::Debug>(result: Result<T, StorageError>, key: &Key) {
    match result {
        Err(StorageError::Conflict { key: at }) => assert_eq!(at, key.to_string()),
        other => panic!("expected a conflict at {key}, got {other:?}"),
    }
}

async fn a_value_is_there_until_it_is_deleted(engine: Arc<dyn Engine>) -> Tested {
    assert_eq!(engine.get(&key("a")).await?, None);
    let first = engine.commit(Batch::new().put(key("a"), b"one".to_vec())).await?;
    let found = engine.get(&key("a")).await?.ok_or("it was put")?;
    assert_eq!((found.value.as_slice(), found.version), (&b"one"[..], first.version));
    engine.commit(Batch::new().put(key("a"), Vec::new())).await?;
    assert_eq!(engine.get(&key("a")).await?.map(|found| found.value), Some(Vec::new()));
    engine.commit(Batch::new().delete(key("a")).delete(key("never there"))).await?;
    assert_eq!(engine.get(&key("a")).await?, None);
    Ok(())
}

async fn an_empty_batch_is_fine(engine: Arc<dyn Engine>) -> Tested {
    let one = engine.commit(Batch::new()).await?;
    let other = engine.commit(Batch::new().expect_absent(key("a"))).await?;
    assert!(one.version <= other.version);
    Ok(())
}

async fn a_failed_check_writes_nothing(engine: Arc<dyn Engine>) -> Tested {
    let first = engine.commit(Batch::new().put(key("a"), b"one".to_vec())).await?;
    let absent = Batch::new().expect_absent(key("a")).put(key("a"), Vec::new()).put(key("b"), Vec::new());
    conflict_at(engine.commit(absent).await, &key("a"));
    let stale = Batch::new().expect_version(key("a"), first.version + 1).delete(key("a")).put(key("b"), Vec::new());
    conflict_at(engine.commit(stale).await, &key("a"));
    let gone = Batch::new().expect_version(key("b"), first.version).put(key("b"), Vec::new());
    conflict_at(engine.commit(gone).await, &key("b"));
    assert_eq!(engine.get(&key("a")).await?.map(|found| found.version), Some(first.version));
    assert_eq!(engine.get(&key("b")).await?, None);
    let right = Batch::new().expect_version(key("a"), first.version).expect_absent(key("b")).put(key("b"), Vec::new());
    engine.commit(right).await?;
    assert!(engine.get(&key("b")).await?.is_some());
    Ok(())
}

async fn a_check_of_a_key_that_is_not_written_counts(engine: Arc<dyn Engine>) -> Tested {
    engine.commit(Batch::new().put(key("guard"), Vec::new())).await?;
    conflict_at(engine.commit(Batch::new().expect_absent(key("guard")).put(key("a"), Vec::new())).await, &key("guard"));
    assert_eq!(engine.get(&key("a")).await?, None);
    Ok(())
}

async fn versions_never_repeat_for_a_key(engine: Arc<dyn Engine>) -> Tested {
    let mut versions = Vec::new();
    for _ in 0..5 {
        versions.push(engine.commit(Batch::new().put(key("a"), b"same".to_vec())).await?.version);
        versions.push(engine.commit(Batch::new().put(key("a"), b"same".to_vec())).await?.version);
        assert_eq!(engine.get(&key("a")).await?.map(|found| found.version), versions.last().copied());
        engine.commit(Batch::new().delete(key("a"))).await?;
    }
    assert!(versions.is_sorted_by(|one, next| one < next), "{versions:?}");
    Ok(())
}

async fn one_commit_gives_all_its_keys_one_version(engine: Arc<dyn Engine>) -> Tested {
    let commit = engine.commit(Batch::new().put(key("a"), Vec::new()).put(key("b"), vec![1; 50_000])).await?;
    for id in ["a", "b"] {
        assert_eq!(engine.get(&key(id)).await?.map(|found| found.version), Some(commit.version));
    }
    Ok(())
}

async fn of_two_writes_to_a_key_the_later_counts(engine: Arc<dyn Engine>) -> Tested {
    engine.commit(Batch::new().put(key("a"), b"one".to_vec()).put(key("a"), b"two".to_vec())).await?;
    assert_eq!(engine.get(&key("a")).await?.map(|found| found.value), Some(b"two".to_vec()));
    engine.commit(Batch::new().put(key("a"), b"three".to_vec()).delete(key("a"))).await?;
    assert_eq!(engine.get(&key("a")).await?, None);
    Ok(())
}

async fn a_scan_is_in_order_and_stays_in_its_section(engine: Arc<dyn Engine>) -> Tested {
    let ids = ["", "\0", "1", "10", "2", "B", "a", "a\u{ff}", "é", "中"];
    let mut batch = Batch::new();
    for id in ids.iter().rev() {
        for team_id in ["a", "a-1", "a1", "b"] {
            for section in [Section::Preferences, Section::Campaigns, Section::Counters] {
                let value = format!("{team_id} {id}").into_bytes();
                batch = batch.put(Key::of(&team(team_id)?, section, id), value);
            }
        }
        batch = batch.put(Key::installation(Section::Campaigns, id), b"nobody's".to_vec());
    }
    engine.commit(batch).await?;
    for team_id in ["a", "a-1", "a1", "b"] {
        let found = engine.scan(KeyRange::of(&team(team_id)?, Section::Campaigns), 100).await?;
        assert_eq!(found.iter().map(|(key, _)| key.id()).collect::<Vec<_>>(), ids, "{team_id}");
        for (key, found) in found {
            assert_eq!(found.value, format!("{team_id} {}", key.id()).into_bytes());
        }
    }
    let of_nobody = engine.scan(KeyRange::installation(Section::Campaigns), 100).await?;
    assert!(of_nobody.len() == ids.len() && of_nobody.iter().all(|(_, found)| found.value == b"nobody's"));
    assert_eq!(engine.scan(KeyRange::of(&team("ab")?, Section::Campaigns), 100).await?, []);
    Ok(())
}

async fn pages_join_without_a_gap(engine: Arc<dyn Engine>) -> Tested {
    let ids: Vec<_> = (0..100).map(|number| format!("{number:03}")).collect();
    let batch = ids.iter().fold(Batch::new(), |batch, id| batch.put(key(id), Vec::new()));
    engine.commit(batch.put(Key::installation(Section::Explanations, "other"), Vec::new())).await?;
    let range = KeyRange::installation(Section::Conversations);
    assert_eq!(engine.scan(range.clone(), 0).await?, []);
    for size in [1, 7, 50, 100, 1000] {
        let mut found: Vec<String> = Vec::new();
        loop {
            let rest = found.last().map_or(range.clone(), |id| range.clone().after(id));
            let page = engine.scan(rest, size).await?;
            if page.is_empty() {
                break;
            }
            assert!(page.len() <= size);
            found.extend(page.iter().map(|(key, _)| key.id().to_owned()));
        }
        assert_eq!(found, ids);
    }
    // The id to go on from may have been deleted, or lie before or behind all others.
    let after = async |id: &str| engine.scan(range.clone().after(id), 1000).await.map(|page| page.len());
    assert_eq!((after("0985").await?, after("").await?, after("zzz").await?), (1, 100, 0));
    Ok(())
}

async fn large_values_are_whole_everywhere(engine: Arc<dyn Engine>) -> Tested {
    for size in [0, 4095, 4096, 4097, 16_383, 16_384, 16_385, 1 << 20] {
        let value: Vec<u8> = (0..size).map(|index: u32| index.to_le_bytes()[0] ^ index.to_le_bytes()[1]).collect();
        engine.commit(Batch::new().put(key("a"), vec![1; 30_000]).put(key("b"), value.clone())).await?;
        assert!(engine.get(&key("b")).await?.is_some_and(|found| found.value == value), "{size}");
        let found = engine.scan(KeyRange::installation(Section::Conversations), 10).await?;
        assert!(found.len() == 2 && found[0].1.value == vec![1; 30_000] && found[1].1.value == value, "{size}");
    }
    engine.commit(Batch::new().delete(key("b"))).await?;
    assert_eq!(engine.get(&key("b")).await?, None);
    Ok(())
}

async fn of_racing_commits_with_one_check_one_wins(engine: Arc<dyn Engine>) -> Tested {
    let tasks: Vec<_> = (0..64_u8)
        .map(|number| {
            let engine = Arc::clone(&engine);
            tokio::spawn(async move {
                engine.commit(Batch::new().expect_absent(key("a")).put(key("a"), vec![number])).await
            })
        })
        .collect();
    let mut winners = Vec::new();
    for (number, task) in (0..).zip(tasks) {
        match task.await? {
            Ok(commit) => winners.push((vec![number], commit.version)),
            lost => conflict_at(lost, &key("a")),
        }
    }
    let stored = engine.get(&key("a")).await?.ok_or("one has won")?;
    assert_eq!(winners, [(stored.value, stored.version)]);
    Ok(())
}

async fn no_increment_is_lost(engine: Arc<dyn Engine>) -> Tested {
    let tasks: Vec<_> = (0..8)
        .map(|_| {
            let engine = Arc::clone(&engine);
            tokio::spawn(async move {
                let mut done = 0;
                while done < 10 {
                    let old = engine.get(&key("count")).await?;
                    let count = old.as_ref().and_then(|old| old.value.first()).copied().unwrap_or(0);
                    let batch = match old {
                        Some(old) => Batch::new().expect_version(key("count"), old.version),
                        None => Batch::new().expect_absent(key("count")),
                    };
                    match engine.commit(batch.put(key("count"), vec![count + 1])).await {
                        Ok(_) => done += 1,
                        Err(StorageError::Conflict { .. }) => {}
                        Err(error) => return Err(error),
                    }
                }
                Ok(())
            })
        })
        .collect();
    for task in tasks {
        task.await??;
    }
    assert_eq!(engine.get(&key("count")).await?.map(|found| found.value), Some(vec![80]));
    Ok(())
}
