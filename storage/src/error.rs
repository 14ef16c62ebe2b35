//! What can go wrong with stored data, as a caller can act on it.

use std::path::PathBuf;

/// An error of the storage. Callers match on it to retry ([`Conflict`](Self::Conflict)), to wait
/// ([`Overloaded`](Self::Overloaded), [`DiskFull`](Self::DiskFull)) or to tell a person what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StorageError {
    /// Not a team's id: ask for another.
    #[error(
        "{value:?} can't be a team's id: it needs 1 to 64 lower-case letters (a-z), digits or '-', with no '-' at \
         either end"
    )]
    InvalidTeam {
        /// What was given.
        value: String,
    },
    /// The key is longer than an engine takes: shorten the id.
    #[error("the key {key} is too long: {bytes} bytes, and {limit} fit")]
    KeyTooLong {
        /// The key, readable.
        key: String,
        /// Its length.
        bytes: usize,
        /// The most that fits.
        limit: usize,
    },
    /// Somebody else changed the key first: read again and retry. Nothing of the batch was written.
    #[error("{key} was changed by somebody else at the same time")]
    Conflict {
        /// The first key whose check failed, readable.
        key: String,
    },
    /// Another process works with the folder.
    #[error(
        "the data folder {} is used by another Copydesk; stop it first, or choose another with --data",
        dir.display()
    )]
    InUse {
        /// The folder.
        dir: PathBuf,
    },
    /// The folder can't be made or written.
    #[error("can't write to the data folder {}: {reason}; change its permissions, or choose another with --data",
        dir.display())]
    NotWritable {
        /// The folder.
        dir: PathBuf,
        /// What the operating system says.
        reason: String,
    },
    /// The folder's files are not Copydesk's, or they are broken.
    #[error("the data folder {} can't be read: {reason}; restore it from a backup, or choose another with --data",
        dir.display())]
    Damaged {
        /// The folder.
        dir: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// One record is not what its section says.
    #[error("the record {key} can't be read: {reason}")]
    DamagedRecord {
        /// Its key, readable.
        key: String,
        /// What is wrong.
        reason: String,
    },
    /// The data was written by a later Copydesk: update this one.
    #[error("{what} was written by a newer Copydesk (version {found}, and this one knows {known}); update Copydesk")]
    NewerSchema {
        /// The folder or the record.
        what: String,
        /// The version found.
        found: u32,
        /// The newest version this program knows.
        known: u32,
    },
    /// Too little room on the disk. Nothing of the batch was written; reading goes on; retry once there is room.
    #[error(
        "the disk of the data folder {} is full: {} MB free, {} MB needed; free some space and try again",
        dir.display(), free_bytes / 1_000_000, needed_bytes.div_ceil(1_000_000)
    )]
    DiskFull {
        /// The folder.
        dir: PathBuf,
        /// What the disk has left.
        free_bytes: u64,
        /// What it must have left for this write.
        needed_bytes: u64,
    },
    /// Too many commits are waiting: try again later.
    #[error("too many changes are waiting to be stored")]
    Overloaded,
    /// The engine can't write any more until the program is started again; it is unknown whether this batch was
    /// stored.
    #[error("storing has stopped: {reason}; start Copydesk again")]
    Stopped {
        /// Why.
        reason: String,
    },
    /// Anything else, for the log.
    #[error("{0}")]
    Other(String),
}
