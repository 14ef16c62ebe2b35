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
    Access, AdminChannel, AngleTally, ArrivalChannel, ArrivalRecord, ArrivalState, Campaign, CampaignSource,
    CampaignSourceKind, Changed, ContentTaste, Conversation, DayLimits, Digest, DigestFilter, DigestQuestions,
    DigestSource, DigestTime, Draft, DraftAction, DraftDeed, DraftEvent, DraftPiece, DraftState, DraftVersion,
    EmojiUse, Evidence, Explanation, Fate, FittingCampaign, GivenLabel, Idea, IdeaTerm, LabelKind, LabelSource,
    LearnedModel, LinkCode, ModelInForce, Numbered, Occurrence, OccurrenceState, Offer, Opinion, Origin, PendingImport,
    Person, PlaceOfTeam, Post, PostChannel, PostVector, PreferenceChange, Preferences, RefusalReasons, Removal,
    RemovalReason, RemovedTeam, ReviewedText, RuleUse, ShownMessage, SourceItem, SourceState, Summary, TalkMessage,
    Team, TokenCount, TopicWishes, TrainingTry, Turn, UsageCount, UsageLimits, WordDemand, WordRule, WrongCodes,
    part_id,
};
pub use sled_engine::{DiskReserve, SledEngine};
pub use store::{InstallationStore, Store, TeamStore};
pub use team::TeamId;
pub use whole_team::PlainRecord;
