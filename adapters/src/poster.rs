//! What is said without being asked, such as a digest: once, and with certainty about what became of it.

use std::time::{Duration, SystemTime};

use async_trait::async_trait;

use crate::{Origin, Reply};

/// Says something in a channel that nobody asked for there. Each adapter gives one; it works while the adapter runs, and
/// keeps to the platform's pace together with the adapter's answers. No post pings anybody.
#[async_trait]
pub trait Poster: Send + Sync {
    /// Shows a reply in a channel: split, escaped and, where its form is refused, made plainer, as an answer is. Returns
    /// when all of it is there.
    ///
    /// The same key may be posted again. On Discord that says nothing twice: within a few minutes Discord itself knows the
    /// key, and for a key that was [`attempted`](DeliveryKey::attempted_at) before the channel's history is looked through, and
    /// only what is missing is sent. On Telegram and in a terminal nobody can look: a key that was attempted before is
    /// [`Uncertain`](PostError::Uncertain), and nothing is sent. So store that an attempt begins before it does, and mark the
    /// key with that time whenever it is posted after a crash or after [`Uncertain`](PostError::Uncertain).
    ///
    /// # Errors
    /// [`PostError`], by what can be done about it.
    async fn post(&self, channel: &Channel, reply: &Reply, key: &DeliveryKey) -> Result<Delivered, PostError>;

    /// Looks for what an earlier attempt left in the channel, and sends nothing.
    ///
    /// # Errors
    /// [`PostError::NotSent`] when the platform can't be asked now, [`PostError::Gone`] when it does not let the bot look.
    async fn find(&self, channel: &Channel, reply: &Reply, key: &DeliveryKey) -> Result<Found, PostError>;
}

/// Where something is said.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Channel {
    /// The adapter's name: `console`, `discord`, `telegram`.
    pub platform: String,
    /// The platform's own id of the place that the channel is in.
    pub place: String,
    /// The channel, thread or topic, as [`Origin::channel`] names it.
    pub id: String,
}

impl From<&Origin> for Channel {
    fn from(origin: &Origin) -> Self {
        Self { platform: origin.place.platform.to_owned(), place: origin.place.id.clone(), id: origin.channel.clone() }
    }
}

/// What a delivery is known by: the same for each attempt at the same thing, and for nothing else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryKey {
    id: String,
    attempted: Option<SystemTime>,
}

impl DeliveryKey {
    /// The key of a first attempt. `id` is of any length, such as team, digest and the occurrence's date and time.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into(), attempted: None }
    }

    /// The same for a further attempt, when it is not certain that the earlier ones left nothing; the first one began then.
    #[must_use]
    pub fn attempted_at(self, first: SystemTime) -> Self {
        Self { attempted: Some(first), ..self }
    }

    /// What was given.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// When the first attempt began, if this is not the first.
    #[must_use]
    pub fn attempted(&self) -> Option<SystemTime> {
        self.attempted
    }
}

/// What stands in the channel now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Delivered {
    /// The messages, in order; none for a reply in which nothing is to be seen.
    pub messages: Vec<MessageRef>,
}

/// A message of the bot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageRef {
    /// Where it is. Another channel than the one that was asked for if that has a new id, as a Telegram group gets when it
    /// becomes a supergroup: later posts should go there.
    pub channel: Channel,
    /// The platform's own id of the message; empty in a terminal.
    pub id: String,
    /// An address that opens it, where the platform has one for it.
    pub link: Option<String>,
}

/// What an earlier attempt left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// All of it.
    Whole(Delivered),
    /// Only this.
    Part(Delivered),
    /// Nothing.
    Nothing,
    /// The platform lets nobody look.
    Unknown,
}

/// Why something was not said, by what can be done about it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PostError {
    /// Nothing of it is there: trying again is safe, with the same key.
    #[error("it was not sent: {why}")]
    NotSent {
        /// How long to wait before the next attempt, if the platform said so.
        retry_after: Option<Duration>,
        /// Without tokens.
        why: String,
    },
    /// All or a part of it may be there: the connection broke after it was sent, or an earlier attempt is not accounted for.
    #[error("it may or may not have arrived: {why}")]
    Uncertain {
        /// What is there for certain.
        delivered: Delivered,
        /// Without tokens.
        why: String,
    },
    /// The channel takes nothing any more until somebody changes that. Of a longer post the first messages may be there.
    #[error("{gone}: {why}")]
    Gone {
        /// What is in the way.
        gone: Gone,
        /// In the platform's own words.
        why: String,
    },
    /// The platform does not take this reply in any form, and would not the next time.
    #[error("it was refused: {0}")]
    Rejected(String),
}

/// What keeps the bot from saying something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Gone {
    /// It may not write there.
    #[error("the bot has no right to write there")]
    NoRight,
    /// It is no longer in the group or server.
    #[error("the bot was removed")]
    Removed,
    /// The person of a direct chat does not want it.
    #[error("the bot is blocked")]
    Blocked,
    /// The channel, or the whole place, does not exist any more.
    #[error("the channel was deleted")]
    Channel,
    /// The forum topic does not exist any more; the group does.
    #[error("the topic was deleted")]
    Topic,
}
