//! `/export`: hands a team all of its data.

use std::path::Path;
use std::sync::Arc;

use copydesk_adapters::{Attachment, largest_attachment};
use copydesk_storage::StorageError;

use tokio::io::AsyncWriteExt as _;

use crate::answer::{Answer, ExportShown};
use crate::commands::forget::listed;
use crate::commands::{Command, Spec, command};
use crate::config::Config;
use crate::desk::Desk;
use crate::export;
use crate::invocation::Invocation;
use crate::present_data::record_count;
use crate::session::Session;
use crate::texts::{Problem, sentence};

/// The command of this file.
pub static COMMANDS: &[Spec] = &[command(&["export"], &["导出"], "command-export", read)];

/// Reads `/export`.
///
/// # Errors
/// None.
pub fn read(_: &Invocation, _: &Config) -> Result<Command, Problem> {
    Ok(Command::Export)
}

/// Makes the file: sent where the platform has files, else stored in the data folder.
///
/// # Errors
/// That the person may not, that the platform takes no such file, or what the storage says.
pub async fn handle(desk: &Desk, session: &Session) -> Result<Answer, Problem> {
    session.must_manage().await?;
    let (team, failed) = (&session.team, |error: StorageError| desk.storage_problem(&error));
    let records = listed(desk.store.counts(&team.id).await.map_err(failed)?);
    let stored = desk.store.everything(&team.id).await.map_err(failed)?;
    let mut about =
        vec![session.say(sentence!("export-about", team = team.name.as_str(), at = session.now.to_string()))];
    about.extend(records.iter().map(|it| format!("- {}", record_count(it, session.language))));
    let bytes = export::zip(&(about.join("\n") + "\n"), &stored).map_err(|error| desk.internal(&error))?;

    let name = format!("{}-{}.zip", team.id, session.now.strftime("%Y-%m-%d-%H%M%S"));
    let size = bytes.len();
    let (file, path) = hand_over(desk, session, &name, bytes).await?;
    let text = session.say(match &path {
        Some(path) => sentence!("export-saved", team = team.name.as_str(), path = path.as_str()),
        None => sentence!("export-sent", team = team.name.as_str()),
    });
    Ok(Answer::Export(ExportShown { text, name, bytes: size, path, records, file }))
}

/// A file on its way to the person: sent where the platform has files, else stored in the data folder, at the path returned.
///
/// # Errors
/// That the platform takes no file so large, or that it can't be stored.
pub async fn hand_over(
    desk: &Desk,
    session: &Session,
    name: &str,
    bytes: Vec<u8>,
) -> Result<(Option<Attachment>, Option<String>), Problem> {
    let size = bytes.len();
    match largest_attachment(session.origin.place.platform) {
        Some(most) if size > most => {
            let message = sentence!("export-large", megabytes = size / 1_000_000, most = most / 1_000_000);
            Err(Problem::new(message, sentence!("export-large-help", team = session.team.id.to_string())))
        }
        Some(_) => Ok((Some(Attachment { name: name.to_string(), bytes: Arc::from(bytes), alt: None }), None)),
        None => {
            let path = save(&desk.data_dir.join("exports"), name, bytes).await;
            Ok((None, Some(path.map_err(|error| desk.internal(&error))?)))
        }
    }
}

/// Stores a file in a folder, which is made if it is not there. Returns its path. Nothing is overwritten: of two files of
/// one name, made in the same second, the later one gets a number.
///
/// # Errors
/// What the operating system says.
pub async fn save(folder: &Path, name: &str, bytes: Vec<u8>) -> Result<String, std::io::Error> {
    tokio::fs::create_dir_all(folder).await?;
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let mut number = 1;
    loop {
        let path = match number {
            1 => folder.join(name),
            number => folder.join(format!("{stem}-{number}.{ending}")),
        };
        match tokio::fs::OpenOptions::new().write(true).create_new(true).open(&path).await {
            Ok(mut file) => {
                file.write_all(&bytes).await?;
                file.flush().await?;
                return Ok(std::path::absolute(path)?.display().to_string());
            }
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => number += 1,
            Err(error) => return Err(error),
        }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed test may panic")]
mod tests {
    use super::save;

    #[tokio::test]
    async fn two_files_of_one_name_are_both_kept() {
        let folder = tempfile::tempdir().unwrap();
        let one = save(folder.path(), "posts.csv", b"one".to_vec()).await.unwrap();
        let other = save(folder.path(), "posts.csv", b"other".to_vec()).await.unwrap();
        assert_eq!(std::fs::read(one).unwrap(), b"one");
        assert!(other.ends_with("posts-2.csv"), "{other}");
        assert_eq!(std::fs::read(other).unwrap(), b"other");
    }
}
