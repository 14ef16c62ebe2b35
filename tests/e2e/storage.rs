//! The storage in a process of its own: killed, locked out, and on a full disk.

use std::error::Error;
use std::hash::{BuildHasher, RandomState};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use copydesk_storage::{Conversation, SledEngine, Store, TeamId, TeamStore};

type Tested = Result<(), Box<dyn Error>>;

const WRITER: &str = env!("CARGO_BIN_EXE_storage-writer");

/// What the writer says it has stored.
#[derive(Debug, Default)]
struct Acknowledged {
    /// Task and number.
    singles: Vec<(String, String)>,
    /// The last number of each task.
    pairs: Vec<(String, u32)>,
}

impl Acknowledged {
    fn note(&mut self, line: &str) -> Tested {
        match line.split(' ').collect::<Vec<_>>()[..] {
            ["single", task, number] => self.singles.push((task.to_owned(), number.to_owned())),
            ["pair", task, number] => {
                self.pairs.retain(|(known, _)| known != task);
                self.pairs.push((task.to_owned(), number.parse()?));
            }
            _ => return Err(format!("the writer said {line:?}").into()),
        }
        Ok(())
    }
}

#[tokio::test]
async fn a_writer_killed_at_any_moment_loses_nothing_that_it_has_acknowledged() -> Tested {
    let dir = tempfile::tempdir()?;
    let mut acknowledged = Acknowledged::default();
    for round in 0..30 {
        let mut writer =
            Command::new(WRITER).arg("write").arg(dir.path()).arg(round.to_string()).stdout(Stdio::piped()).spawn()?;
        let out = writer.stdout.take().ok_or("its output is a pipe")?;
        let killer = std::thread::spawn(move || {
            std::thread::sleep(Duration::from_millis(10 + RandomState::new().hash_one(round) % 190));
            writer.kill().and_then(|()| writer.wait())
        });
        let mut out = BufReader::new(out);
        let mut line = String::new();
        // A line that is cut off was not said.
        while out.read_line(&mut line)? > 0 && line.ends_with('\n') {
            acknowledged.note(line.trim_end())?;
            line.clear();
        }
        let status = killer.join().map_err(|_| "the killer panicked")??;
        assert!(status.code().is_none(), "the writer ended by itself: {status}");
        check(dir.path(), &acknowledged).await.map_err(|error| format!("after kill {round}: {error}"))?;
    }
    println!("{} single writes and {} pairs were checked", acknowledged.singles.len(), acknowledged.pairs.len());
    assert!(acknowledged.singles.len() > 30 && acknowledged.pairs.len() == 4, "the writer hardly wrote");
    Ok(())
}

async fn check(dir: &Path, acknowledged: &Acknowledged) -> Tested {
    let team = Store::new(Arc::new(SledEngine::open(dir)?)).team(&TeamId::parse("oat-latte")?);
    for (task, number) in &acknowledged.singles {
        let found = number_of(&team, &format!("single-{task}-{number}")).await?;
        if found != Some(number.parse()?) {
            return Err(format!("single {task} {number} was acknowledged, and {found:?} is stored").into());
        }
    }
    for task in 0..4 {
        let left = number_of(&team, &format!("left-{task}")).await?;
        let right = number_of(&team, &format!("right-{task}")).await?;
        if left != right {
            return Err(format!("pair {task} is torn: {left:?} and {right:?}").into());
        }
    }
    for (task, number) in &acknowledged.pairs {
        let found = number_of(&team, &format!("left-{task}")).await?;
        if found < Some(*number) {
            return Err(format!("pair {task} {number} was acknowledged, and {found:?} is stored").into());
        }
    }
    Ok(())
}

async fn number_of(team: &TeamStore, id: &str) -> Result<Option<u32>, Box<dyn Error>> {
    let Some(stored) = team.get::<Conversation>(id).await? else { return Ok(None) };
    let number: u32 = stored.record.turns.first().ok_or("a record without its number")?.text.parse()?;
    let padding = stored.record.turns.last().map_or(0, |turn| turn.text.len());
    assert_eq!(padding, if number.is_multiple_of(8) { 20_000 } else { 0 }, "the record of {number} is not whole");
    Ok(Some(number))
}

#[test]
fn a_second_process_is_told_who_has_the_folder() -> Tested {
    let dir = tempfile::tempdir()?;
    let _engine = SledEngine::open(dir.path())?;
    let refused = Command::new(WRITER).arg("write").arg(dir.path()).arg("0").output()?;
    assert_eq!(refused.status.code(), Some(1));
    insta::assert_snapshot!(
        String::from_utf8(refused.stderr)?.replace(&*dir.path().to_string_lossy(), "DIR"),
        @"the data folder DIR is used by another Copydesk; stop it first, or choose another with --data"
    );
    Ok(())
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_refuses_changes_until_there_is_room_again() -> Tested {
    let dir = tempfile::tempdir()?;
    let output = on_a_small_disk(dir.path(), "size=32m", "fill")?;
    assert!(output.status.success(), "{output:?}");
    let said = String::from_utf8(output.stdout)?.replace(&*dir.path().to_string_lossy(), "DIR");
    insta::assert_snapshot!(said, @r"
    refused: the disk of the data folder DIR/data is full: 2 MB free, 9 MB needed; free some space and try again
    read: 50
    stored again
    kept: 51
    ");
    Ok(())
}

#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_others_fill_up_meanwhile_never_stops_the_storage() -> Tested {
    let dir = tempfile::tempdir()?;
    let output = on_a_small_disk(dir.path(), "size=64m", "race")?;
    assert!(output.status.success(), "{output:?}");
    insta::assert_snapshot!(String::from_utf8(output.stdout)?, @r"
    was refused: true
    kept: true
    ");
    Ok(())
}

#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_fills_up_in_the_middle_of_a_write_loses_nothing_acknowledged() -> Tested {
    let dir = tempfile::tempdir()?;
    let output = on_a_small_disk(dir.path(), "size=32m", "overflow")?;
    assert!(output.status.success(), "{output:?}");
    assert!(!String::from_utf8_lossy(&output.stderr).contains("panicked"), "{output:?}");
    let said = String::from_utf8(output.stdout)?;
    let (refusal, rest) = said.split_once('\n').ok_or("it says why it was refused")?;
    assert!(refusal.contains("is full"), "{refusal}");
    insta::assert_snapshot!(rest, @r"
    stopped: true
    read: true
    kept: true
    stored again
    ");
    Ok(())
}

#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_is_read_only_is_named() -> Tested {
    let dir = tempfile::tempdir()?;
    let output = on_a_small_disk(dir.path(), "size=1m,ro", "fill")?;
    insta::assert_snapshot!(
        String::from_utf8(output.stderr)?.replace(&*dir.path().to_string_lossy(), "DIR"),
        @"can't write to the data folder DIR/data: Read-only file system (os error 30); change its permissions, or choose another with --data"
    );
    Ok(())
}

/// Runs the writer with a file system of its own at a folder; it goes with the process.
#[cfg(target_os = "linux")]
fn on_a_small_disk(dir: &Path, options: &str, mode: &str) -> Result<std::process::Output, Box<dyn Error>> {
    let mut command = crate::small_disk::on_a_small_disk(dir, options, r#"exec "$2" "$3" "$1""#)?;
    Ok(command.args([WRITER, mode]).output()?)
}
