//! A program that the storage's end-to-end tests kill, lock out and starve of disk space.
//!
//! ```text
//! storage-writer write DIR ROUND    keeps storing; prints each number once it is stored
//! storage-writer fill DIR           fills DIR's disk, stores, reads, makes room, stores again
//! storage-writer race DIR           stores while DIR's disk fills up, again and again
//! storage-writer overflow DIR       stores without a reserve until the operating system refuses
//! ```

use std::fs::File;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use copydesk_storage::{Conversation, DiskReserve, SledEngine, StorageError, Store, TeamId, TeamStore, Turn};

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Tasks of each kind that store at the same time.
const TASKS: u32 = 4;

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments[..] {
        ["write", dir, round] => write(Path::new(dir), round).await,
        ["fill", dir] => fill(Path::new(dir)).await,
        ["race", dir] => race(Path::new(dir)).await,
        ["overflow", dir] => overflow(Path::new(dir)).await,
        _ => Err("usage: storage-writer write DIR ROUND | fill DIR | race DIR | overflow DIR".into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn team(engine: SledEngine) -> Result<TeamStore, StorageError> {
    Ok(Store::new(Arc::new(engine)).team(&TeamId::parse("oat-latte")?))
}

/// A record that holds a number; every eighth is so large that it is stored in parts.
fn record(number: u32) -> Conversation {
    let padding = if number.is_multiple_of(8) { "x".repeat(20_000) } else { String::new() };
    let turn = |text| Turn { from_person: true, person: None, text };
    Conversation { turns: vec![turn(number.to_string()), turn(padding)], summary: None }
}

async fn write(dir: &Path, round: &str) -> Result<(), Failure> {
    let first = round.parse::<u32>()? * 1_000_000;
    let team = team(SledEngine::open(dir)?)?;
    let mut tasks = Vec::new();
    for task in 0..TASKS {
        tasks.push(tokio::spawn(write_singles(team.clone(), task, first)));
        tasks.push(tokio::spawn(write_pairs(team.clone(), task, first)));
    }
    for task in tasks {
        task.await??;
    }
    Ok(())
}

async fn write_singles(team: TeamStore, task: u32, first: u32) -> Result<(), Failure> {
    for number in first.. {
        team.put(&format!("single-{task}-{number}"), &record(number)).await?;
        say(&format!("single {task} {number}"))?;
    }
    Ok(())
}

async fn write_pairs(team: TeamStore, task: u32, first: u32) -> Result<(), Failure> {
    for number in first.. {
        let change = team.change().put(&format!("left-{task}"), &record(number));
        change.put(&format!("right-{task}"), &record(number)).commit().await?;
        say(&format!("pair {task} {number}"))?;
    }
    Ok(())
}

/// The line leaves this process at once: whoever reads it may rely on it whatever happens to us.
fn say(line: &str) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    out.write_all(format!("{line}\n").as_bytes())?;
    out.flush()
}

async fn fill(disk: &Path) -> Result<(), Failure> {
    let dir = disk.join("data");
    let team = team(SledEngine::open(&dir)?)?;
    for number in 0..50 {
        team.put(&number.to_string(), &record(number)).await?;
    }
    let filler = fill_disk(disk)?;
    for number in 50..150 {
        match team.put(&number.to_string(), &record(number)).await {
            Err(StorageError::DiskFull { .. }) => {}
            other => return Err(format!("a commit on a full disk gave {other:?}").into()),
        }
    }
    if let Err(error) = team.put("50", &record(50)).await {
        say(&format!("refused: {error}"))?;
    }
    say(&format!("read: {}", team.all::<Conversation>().await?.len()))?;
    std::fs::remove_file(filler)?;
    team.put("50", &record(50)).await?;
    say("stored again")?;
    drop(team);
    let team = self::team(SledEngine::open(&dir)?)?;
    say(&format!("kept: {}", team.all::<Conversation>().await?.len()))?;
    Ok(())
}

async fn race(disk: &Path) -> Result<(), Failure> {
    // Little enough for the filler to take between a look at the disk and the write.
    let reserve = DiskReserve(1 << 20);
    let team = team(SledEngine::open_with(&disk.join("data"), reserve)?)?;
    let (mut stored, mut refused) = (0, 0);
    for _ in 0..20 {
        let path = disk.join("filler");
        let filler = tokio::task::spawn_blocking({
            let path = path.clone();
            move || fill_all(&path)
        });
        let mut last_ones = 20;
        while last_ones > 0 {
            match team.put(&stored.to_string(), &record(stored)).await {
                Ok(_) => stored += 1,
                Err(StorageError::DiskFull { .. }) => refused += 1,
                Err(error) => return Err(error.into()),
            }
            last_ones -= u32::from(filler.is_finished());
        }
        filler.await??;
        std::fs::remove_file(path)?;
        team.put(&stored.to_string(), &record(stored)).await?;
        stored += 1;
    }
    say(&format!("was refused: {}", refused > 0))?;
    say(&format!("kept: {}", all_there(&team, stored).await?))?;
    Ok(())
}

/// Leaves 2 MiB.
fn fill_disk(disk: &Path) -> Result<PathBuf, Failure> {
    let path = disk.join("filler");
    let (file, written) = fill_all(&path)?;
    file.set_len(written.saturating_sub(2 << 20))?;
    Ok(path)
}

/// Leaves nothing.
fn fill_all(path: &Path) -> Result<(File, u64), Failure> {
    let mut file = File::create(path)?;
    let mut written: u64 = 0;
    loop {
        match file.write(&[0; 1 << 16]) {
            Ok(bytes) => written += bytes as u64,
            Err(error) if error.kind() == ErrorKind::StorageFull => return Ok((file, written)),
            Err(error) => return Err(error.into()),
        }
    }
}

async fn overflow(disk: &Path) -> Result<(), Failure> {
    let dir = disk.join("data");
    let team = team(SledEngine::open_with(&dir, DiskReserve::NONE)?)?;
    let filler = fill_disk(disk)?;
    let mut stored = 0;
    let error = loop {
        match team.put(&stored.to_string(), &record(stored)).await {
            Ok(_) => stored += 1,
            Err(error) => break error,
        }
    };
    say(&format!("refused: {error}"))?;
    let later = team.put("later", &record(1)).await;
    say(&format!("stopped: {}", matches!(later, Err(StorageError::Stopped { .. }))))?;
    say(&format!("read: {}", all_there(&team, stored).await?))?;
    drop(team);
    std::fs::remove_file(filler)?;
    let team = self::team(SledEngine::open(&dir)?)?;
    say(&format!("kept: {}", all_there(&team, stored).await?))?;
    team.put("later", &record(1)).await?;
    say("stored again")?;
    Ok(())
}

async fn all_there(team: &TeamStore, stored: u32) -> Result<bool, Failure> {
    for number in 0..stored {
        if team.get(&number.to_string()).await?.map(|stored| stored.record) != Some(record(number)) {
            return Ok(false);
        }
    }
    Ok(stored > 0)
}
