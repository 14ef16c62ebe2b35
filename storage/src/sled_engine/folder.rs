//! The data folder: whose it is, which schema it has, and what its errors mean.
//!
//! A marker file says that the folder is ours. It is written before sled writes anything, and gets its schema once
//! sled's file is on the disk: a crash in between leaves a folder that is still known to be new.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::Path;

use super::disk;
use crate::StorageError;

const MARKER: &str = "copydesk-data";
const UNFINISHED: &str = "new";

/// The schema of this program: the layout of keys and heads. Records have versions of their own.
const SCHEMA: u32 = 1;

/// sled's files.
const SLED_FILES: [&str; 3] = ["db", "conf", "blobs"];

/// Whether a folder may be without records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Folder {
    /// It was never used, or its first use did not finish.
    New,
    /// It has been used.
    Used,
}

/// Makes the folder if it is not there, and checks that it is ours.
pub(super) fn prepare(dir: &Path) -> Result<Folder, StorageError> {
    if dir.is_file() {
        let reason = "it is a file, not a folder".to_owned();
        return Err(StorageError::NotWritable { dir: dir.to_path_buf(), reason });
    }
    fs::create_dir_all(dir).map_err(|error| explain(dir, &error))?;
    let marker = match fs::read_to_string(dir.join(MARKER)) {
        Ok(marker) => marker,
        Err(error) if error.kind() == ErrorKind::NotFound => return claim(dir),
        Err(error) if error.kind() == ErrorKind::InvalidData => "no text".to_owned(),
        Err(error) => return Err(explain(dir, &error)),
    };
    let marker = marker.trim();
    // A power cut may keep the file's name and lose its text.
    if marker == UNFINISHED || marker.is_empty() {
        return Ok(Folder::New);
    }
    match marker.strip_prefix("schema ").and_then(|schema| schema.parse().ok()) {
        Some(SCHEMA) if dir.join("db").is_file() => Ok(Folder::Used),
        Some(SCHEMA) => Err(damaged(dir, "its file db is missing")),
        Some(found) if found > SCHEMA => {
            Err(StorageError::NewerSchema { what: format!("the data folder {}", dir.display()), found, known: SCHEMA })
        }
        _ => Err(damaged(dir, &format!("its file {MARKER} is not what Copydesk wrote"))),
    }
}

fn claim(dir: &Path) -> Result<Folder, StorageError> {
    if let Some(name) = SLED_FILES.iter().find(|name| dir.join(name).exists()) {
        return Err(damaged(dir, &format!("its file {name} is of another program")));
    }
    // Of two processes that come here at once, one makes it; sled's lock then decides between them.
    match OpenOptions::new().write(true).create_new(true).open(dir.join(MARKER)) {
        Ok(mut file) => {
            file.write_all(UNFINISHED.as_bytes())
                .and_then(|()| file.sync_all())
                .map_err(|error| explain(dir, &error))?;
        }
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
        Err(error) => return Err(explain(dir, &error)),
    }
    Ok(Folder::New)
}

/// Says that the folder has been used, once its first commit is on the disk.
pub(super) fn finish(dir: &Path) -> Result<(), StorageError> {
    let unfinished = dir.join(format!("{MARKER}.new"));
    File::create(&unfinished)
        .and_then(|mut file| {
            writeln!(file, "schema {SCHEMA}")?;
            file.sync_all()
        })
        .and_then(|()| fs::rename(&unfinished, dir.join(MARKER)))
        // sled does not sync this one.
        .and_then(|()| OpenOptions::new().write(true).open(dir.join("conf"))?.sync_all())
        .and_then(|()| sync_names(dir))
        .map_err(|error| explain(dir, &error))
}

/// Makes the names of new files durable: the folder's own too, in its parent.
#[cfg(unix)]
fn sync_names(dir: &Path) -> io::Result<()> {
    File::open(dir)?.sync_all()?;
    match dir.canonicalize()?.parent() {
        Some(parent) => File::open(parent)?.sync_all(),
        None => Ok(()),
    }
}

// Other systems can't open a folder as a file; their file systems log names themselves.
#[cfg(not(unix))]
fn sync_names(_dir: &Path) -> io::Result<()> {
    Ok(())
}

/// An error of the operating system, as a caller can act on it.
pub(super) fn explain(dir: &Path, error: &io::Error) -> StorageError {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => disk::full(dir, disk::RESERVE),
        ErrorKind::PermissionDenied
        | ErrorKind::ReadOnlyFilesystem
        | ErrorKind::NotFound
        | ErrorKind::NotADirectory
        | ErrorKind::IsADirectory
        | ErrorKind::AlreadyExists => StorageError::NotWritable { dir: dir.to_owned(), reason: error.to_string() },
        ErrorKind::UnexpectedEof | ErrorKind::InvalidData => damaged(dir, &error.to_string()),
        _ => StorageError::Other(format!("the data folder {}: {error}", dir.display())),
    }
}

/// An error of sled, as a caller can act on it.
pub(super) fn explain_sled(dir: &Path, error: &sled::Error) -> StorageError {
    match error {
        // sled has no kind for this.
        sled::Error::Io(error) if error.to_string().contains("could not acquire lock") => {
            StorageError::InUse { dir: dir.to_owned() }
        }
        sled::Error::Io(error) => explain(dir, error),
        sled::Error::Corruption { .. } => damaged(dir, "its files are corrupt"),
        sled::Error::Unsupported(reason) => damaged(dir, reason),
        sled::Error::CollectionNotFound(_) | sled::Error::ReportableBug(_) => {
            StorageError::Other(format!("the data folder {}: {error}", dir.display()))
        }
    }
}

pub(super) fn damaged(dir: &Path, reason: &str) -> StorageError {
    StorageError::Damaged { dir: dir.to_owned(), reason: reason.to_owned() }
}
