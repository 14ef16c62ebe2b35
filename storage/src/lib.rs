//! Copydesk's records: typed sections over an ordered key-value engine.
//!
//! [`Store`] reads and writes [`Record`]s of a team; below it, an [`Engine`] keeps bytes under [`Key`]s and commits
//! batches of them, durably and all or nothing. [`SledEngine`] is the engine in use.

mod change;
mod engine;
mod error;
mod group_commit;
mod key;
mod record;
mod records;
mod sled_engine;
mod store;
mod team;
mod whole_team;

pub use change::Change;
pub use engine::{Batch, Commit, Engine, Versioned};
pub use error::StorageError;
pub use key::{Key, KeyRange, Section};
pub use record::{Record, Stored, UpgradeError};
pub use records::{
    Access, ArrivalRecord, ArrivalState, Campaign, ContentTaste, Conversation, DayLimits, Digest, DigestFilter,
    DigestSource, EmojiUse, Explanation, LearnedModel, LinkCode, ModelInForce, Occurrence, OccurrenceState, Offer,
    PlaceOfTeam, Post, PostChannel, Preferences, Removal, RemovalReason, RemovedTeam, SourceItem, SourceState, Team,
    TokenCount, TopicWishes, Turn, UsageCount, UsageLimits, WrongCodes,
};
pub use sled_engine::{DiskReserve, SledEngine};
pub use store::{InstallationStore, Store, TeamStore};
pub use team::TeamId;
pub use whole_team::PlainRecord;
