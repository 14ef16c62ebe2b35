//! The board: drafts on their way from idea to published copy, what may be done with them, and who did what.

mod deed;
pub mod state;

pub use self::deed::{Deed, Known, act, create, find, history, latest, latest_version, prepare};

use copydesk_storage::StorageError;

use crate::texts::Problem;

/// Why nothing was done.
#[derive(Debug)]
pub enum Undone {
    /// What the person is told.
    Told(Problem),
    /// The storage failed.
    Storage(StorageError),
}

impl From<Problem> for Undone {
    fn from(problem: Problem) -> Self {
        Self::Told(problem)
    }
}

impl From<StorageError> for Undone {
    fn from(error: StorageError) -> Self {
        Self::Storage(error)
    }
}
