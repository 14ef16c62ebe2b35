//! Where an adapter keeps what arrived until it was answered, so that a crash loses nothing. The bot provides it.

use async_trait::async_trait;

/// A durable list of what arrived. Ids are in order of arrival when compared as text.
#[async_trait]
pub trait Journal: Send + Sync {
    /// Stores what arrived, durable when this returns. Returns what had not been stored before, in order; only that is
    /// to be answered.
    ///
    /// # Errors
    /// [`JournalError`]: nothing is to be confirmed to the platform.
    async fn receive(&self, arrived: Vec<Arrival>) -> Result<Vec<Arrival>, JournalError>;

    /// Notes that the first part of an answer is about to be sent: from here on a crash may leave half of one. What
    /// [`Journal::keep_answer`] kept of it before is forgotten.
    ///
    /// # Errors
    /// [`JournalError`].
    async fn begin(&self, id: &str) -> Result<(), JournalError>;

    /// Keeps what a later process has to know of an answer, durable when this returns: the complete answer, which is about to
    /// be shown, or the message that stands there until there is more. From here on it is begun. `answer` is in the adapter's
    /// own form, and takes the place of what was kept before.
    ///
    /// # Errors
    /// [`JournalError`].
    async fn keep_answer(&self, id: &str, answer: &str) -> Result<(), JournalError>;

    /// Notes that the whole answer is shown. The id is remembered, so that the same arrival is not answered again.
    ///
    /// # Errors
    /// [`JournalError`].
    async fn finish(&self, id: &str) -> Result<(), JournalError>;

    /// What was not finished before the process ended, in order of ids.
    ///
    /// # Errors
    /// [`JournalError`].
    async fn unfinished(&self) -> Result<Vec<Unfinished>, JournalError>;

    /// Channels in which something arrived within some days, the latest first, and at most so many: as [`Arrival::channel`]
    /// named them.
    ///
    /// # Errors
    /// [`JournalError`].
    async fn channels(&self, most: usize) -> Result<Vec<String>, JournalError>;

    /// Forgets finished ids before this one: the platform will not send them again.
    ///
    /// # Errors
    /// [`JournalError`].
    async fn forget_before(&self, id: &str) -> Result<(), JournalError>;
}

/// Something that arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    /// The platform's id of it, such as an update's number, padded so that ids sort as they arrived.
    pub id: String,
    /// All that the adapter needs to answer it, in its own form.
    pub payload: String,
    /// Where it was sent, in the adapter's own form, if the adapter asks for [`Journal::channels`].
    pub channel: Option<String>,
}

/// An arrival whose answer is not known to be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unfinished {
    /// What arrived.
    pub arrival: Arrival,
    /// Whether a part of the answer may have been sent: it must not be answered again. Its person is told, unless the answer
    /// was complete.
    pub begun: bool,
    /// What is known of the answer, as [`Journal::keep_answer`] was given it.
    pub answer: Option<String>,
}

/// The journal can't be written or read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("what arrived can't be kept: {0}")]
pub struct JournalError(pub String);
