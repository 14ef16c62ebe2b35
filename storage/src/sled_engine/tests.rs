//! Tests of what only this engine does.

use std::error::Error;
use std::fs;
use std::sync::Arc;
use std::time::Instant;

use super::layout::{CHUNK, CHUNK_PREFIX};
use super::*;
use crate::{Section, TeamId};

type Tested = Result<(), Box<dyn Error>>;

fn key(id: &str) -> Key {
    Key::installation(Section::Conversations, id)
}

fn pattern(length: usize) -> Vec<u8> {
    (0..length).map(|index| u8::try_from(index % 251).unwrap_or_default()).collect()
}

impl SledEngine {
    fn chunks(&self) -> usize {
        self.reader.db.scan_prefix(CHUNK_PREFIX).count()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_commits_at_once_share_a_few_syncs() -> Tested {
    let dir = tempfile::tempdir()?;
    let engine = Arc::new(SledEngine::open(dir.path())?);
    let begin = Instant::now();
    let tasks: Vec<_> = (0..1000)
        .map(|number: u32| {
            let engine = Arc::clone(&engine);
            tokio::spawn(async move { engine.commit(Batch::new().put(key(&number.to_string()), vec![7; 200])).await })
        })
        .collect();
    for task in tasks {
        task.await??;
    }
    println!("1000 commits: {} syncs, {:?}", engine.syncs(), begin.elapsed());
    assert!((1..100).contains(&engine.syncs()), "{} syncs", engine.syncs());
    assert_eq!(engine.scan(KeyRange::installation(Section::Conversations), 2000).await?.len(), 1000);
    Ok(())
}

#[tokio::test]
async fn values_of_any_size_are_kept_replaced_and_deleted_without_a_trace() -> Tested {
    let dir = tempfile::tempdir()?;
    let sizes = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, (16 << 10) - 1, 16 << 10, (16 << 10) + 1, 1 << 20];
    {
        let engine = SledEngine::open(dir.path())?;
        for size in sizes {
            engine.commit(Batch::new().put(key(&size.to_string()), pattern(size))).await?;
        }
        // Two large values in one commit, and a small one in place of a large one.
        let both = Batch::new().put(key("a"), pattern(50_000)).put(key("b"), pattern(60_001));
        engine.commit(both.put(key("4097"), pattern(3))).await?;
    }
    let engine = SledEngine::open(dir.path())?;
    for size in sizes {
        let found = engine.get(&key(&size.to_string())).await?.ok_or("it is there")?;
        assert!(found.value == pattern(if size == 4097 { 3 } else { size }), "{size}");
    }
    let found = engine.scan(KeyRange::installation(Section::Conversations).after("9"), 9).await?;
    assert_eq!(
        found.iter().map(|(key, found)| (key.id(), found.value.len())).collect::<Vec<_>>(),
        [("a", 50_000), ("b", 60_001)]
    );
    let chunks_of = |bytes: usize| if bytes <= CHUNK { 0 } else { bytes.div_ceil(CHUNK) };
    let expected: usize = sizes.into_iter().filter(|size| *size != 4097).chain([50_000, 60_001]).map(chunks_of).sum();
    assert_eq!(engine.chunks(), expected);

    for size in sizes {
        engine.commit(Batch::new().put(key(&size.to_string()), pattern(20_000))).await?;
    }
    assert_eq!(engine.chunks(), chunks_of(20_000) * sizes.len() + chunks_of(50_000) + chunks_of(60_001));
    for (key, _) in engine.scan(KeyRange::installation(Section::Conversations), 100).await? {
        engine.commit(Batch::new().delete(key)).await?;
    }
    assert_eq!(engine.chunks(), 0, "chunks were left behind");
    assert_eq!(fs::read_dir(dir.path().join("blobs"))?.count(), 0, "sled made files that it never deletes");
    Ok(())
}

#[tokio::test]
async fn many_values_of_almost_a_chunk_make_no_files_that_stay() -> Tested {
    let dir = tempfile::tempdir()?;
    let engine = SledEngine::open(dir.path())?;
    for round in 0..6_u8 {
        let values = (0..200).fold(Batch::new(), |batch, number: u32| {
            batch.put(key(&format!("{number:0150}")), vec![round; CHUNK - usize::from(round)])
        });
        engine.commit(values).await?;
    }
    // Merges of pages that have become small, too.
    for number in (0..200).filter(|number: &u32| !number.is_multiple_of(7)) {
        engine.commit(Batch::new().delete(key(&format!("{number:0150}")))).await?;
        if number.is_multiple_of(10) {
            engine.scan(KeyRange::installation(Section::Conversations), 300).await?;
        }
    }
    assert_eq!(fs::read_dir(dir.path().join("blobs"))?.count(), 0, "sled made files that it never deletes");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_never_sees_half_of_a_value() -> Tested {
    let dir = tempfile::tempdir()?;
    let engine = Arc::new(SledEngine::open(dir.path())?);
    engine.commit(Batch::new().put(key("a"), vec![0; 200_000])).await?;
    let writer = tokio::spawn({
        let engine = Arc::clone(&engine);
        async move {
            for round in 1..=60 {
                engine.commit(Batch::new().put(key("a"), vec![round; 200_000 + usize::from(round)])).await?;
            }
            Ok::<_, StorageError>(())
        }
    });
    while !writer.is_finished() {
        let one = engine.get(&key("a")).await?.ok_or("it is there")?.value;
        let scanned = engine.scan(KeyRange::installation(Section::Conversations), 9).await?;
        for value in [&one, &scanned[0].1.value] {
            assert!(value.len() == 200_000 + usize::from(value[0]) && value.iter().all(|byte| *byte == value[0]));
        }
    }
    writer.await??;
    Ok(())
}

#[tokio::test]
async fn versions_grow_over_a_restart() -> Tested {
    let dir = tempfile::tempdir()?;
    let before = SledEngine::open(dir.path())?.commit(Batch::new().put(key("a"), Vec::new())).await?;
    let after = SledEngine::open(dir.path())?.commit(Batch::new().delete(key("a"))).await?;
    let again = SledEngine::open(dir.path())?.commit(Batch::new().put(key("a"), Vec::new())).await?;
    assert!(before.version < after.version && after.version < again.version);
    Ok(())
}

#[tokio::test]
async fn a_key_that_is_too_long_is_refused() -> Tested {
    let dir = tempfile::tempdir()?;
    let engine = SledEngine::open(dir.path())?;
    let team = TeamId::parse("oat-latte")?;
    let long = Key::of(&team, Section::Conversations, &"7".repeat(300));
    let refused = engine.commit(Batch::new().put(long, Vec::new())).await;
    assert!(matches!(refused, Err(StorageError::KeyTooLong { bytes: 312, limit: 256, .. })), "{refused:?}");
    Ok(())
}

fn refusal(dir: &Path) -> String {
    match SledEngine::open(dir) {
        Ok(_) => "it was opened".to_owned(),
        Err(error) => error.to_string().replace(&*dir.to_string_lossy(), "DIR"),
    }
}

#[tokio::test]
async fn a_folder_in_use_is_refused() -> Tested {
    let dir = tempfile::tempdir()?;
    let _engine = SledEngine::open(dir.path())?;
    insta::assert_snapshot!(
        refusal(dir.path()),
        @"the data folder DIR is used by another Copydesk; stop it first, or choose another with --data"
    );
    Ok(())
}

#[test]
fn a_folder_that_cant_be_made_is_refused() -> Tested {
    let dir = tempfile::tempdir()?;
    let file = dir.path().join("notes.txt");
    fs::write(&file, "a file")?;
    insta::assert_snapshot!(
        refusal(&file),
        @"can't write to the data folder DIR: it is a file, not a folder; change its permissions, or choose another with --data"
    );
    assert!(matches!(SledEngine::open(&file.join("data")), Err(StorageError::NotWritable { .. })));
    assert_eq!(fs::read_to_string(&file)?, "a file");
    Ok(())
}

#[test]
fn files_of_another_program_are_left_alone() -> Tested {
    let dir = tempfile::tempdir()?;
    fs::write(dir.path().join("db"), "somebody's database")?;
    insta::assert_snapshot!(
        refusal(dir.path()),
        @"the data folder DIR can't be read: its file db is of another program; restore it from a backup, or choose another with --data"
    );
    assert_eq!(fs::read_dir(dir.path())?.count(), 1);
    assert_eq!(fs::read_to_string(dir.path().join("db"))?, "somebody's database");
    Ok(())
}

#[test]
fn a_newer_schema_is_not_touched() -> Tested {
    let dir = tempfile::tempdir()?;
    drop(SledEngine::open(dir.path())?);
    fs::write(dir.path().join("copydesk-data"), "schema 2\n")?;
    insta::assert_snapshot!(
        refusal(dir.path()),
        @"the data folder DIR was written by a newer Copydesk (version 2, and this one knows 1); update Copydesk"
    );
    Ok(())
}

#[tokio::test]
async fn damage_is_found_at_the_opening() -> Tested {
    for (name, content) in [("db", None), ("db", Some(Vec::new())), ("db", Some(vec![7; 100_000]))] {
        let dir = tempfile::tempdir()?;
        SledEngine::open(dir.path())?.commit(Batch::new().put(key("a"), pattern(9000))).await?;
        // sled has closed its file once another can take the lock.
        drop(SledEngine::open(dir.path())?);
        match &content {
            Some(content) => fs::write(dir.path().join(name), content)?,
            None => fs::remove_file(dir.path().join(name))?,
        }
        let opened = SledEngine::open(dir.path());
        assert!(matches!(opened.as_ref().err(), Some(StorageError::Damaged { .. })), "{:?}", opened.err());
    }
    let dir = tempfile::tempdir()?;
    drop(SledEngine::open(dir.path())?);
    fs::write(dir.path().join("copydesk-data"), b"\xff")?;
    insta::assert_snapshot!(
        refusal(dir.path()),
        @"the data folder DIR can't be read: its file copydesk-data is not what Copydesk wrote; restore it from a backup, or choose another with --data"
    );
    Ok(())
}

#[tokio::test]
async fn a_first_opening_that_was_cut_short_is_done_again() -> Tested {
    let dir = tempfile::tempdir()?;
    fs::write(dir.path().join("copydesk-data"), "")?;
    assert!(SledEngine::open(dir.path()).is_ok(), "the marker's text may be lost");
    fs::write(dir.path().join("copydesk-data"), "new")?;
    let engine = SledEngine::open(dir.path())?;
    engine.commit(Batch::new().put(key("a"), Vec::new())).await?;
    assert_eq!(fs::read_to_string(dir.path().join("copydesk-data"))?, "schema 1\n");
    Ok(())
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn room_for_the_next_change_is_kept_on_the_disk() -> Tested {
    use std::os::unix::fs::MetadataExt;

    let dir = tempfile::tempdir()?;
    let probe = fs::File::create(dir.path().join("probe"))?;
    if rustix::fs::fallocate(&probe, rustix::fs::FallocateFlags::KEEP_SIZE, 0, 4096).is_err() {
        return Ok(()); // this file system keeps no room for anybody
    }
    let engine = SledEngine::open(dir.path())?;
    engine.commit(Batch::new().put(key("a"), Vec::new())).await?;
    let file = fs::metadata(dir.path().join("db"))?;
    assert!(file.blocks() * 512 >= disk::RESERVE && file.len() < disk::RESERVE);
    Ok(())
}
