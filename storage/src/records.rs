//! What is stored: one file per kind of record.

mod access;
mod arrival;
mod campaign;
mod conversation;
mod digest;
mod explanation;
mod learned_model;
mod link;
mod offer;
mod place;
mod preferences;
mod removal;
mod team;
mod usage;

pub use access::Access;
pub use arrival::{ArrivalRecord, ArrivalState};
pub use campaign::{Campaign, Post};
pub use conversation::{Conversation, Turn};
pub use digest::{
    Digest, DigestFilter, DigestSource, Occurrence, OccurrenceState, PostChannel, SourceItem, SourceState, TopicWishes,
};
pub use explanation::{Explanation, TokenCount};
pub use learned_model::{ContentTaste, LearnedModel, ModelInForce};
pub use link::{LinkCode, WrongCodes};
pub use offer::Offer;
pub use place::PlaceOfTeam;
pub use preferences::{EmojiUse, Preferences};
pub use removal::{Removal, RemovalReason, RemovedTeam};
pub use team::Team;
pub use usage::{DayLimits, UsageCount, UsageLimits};
