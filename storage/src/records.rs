//! What is stored: one file per kind of record.

mod access;
mod arrival;
mod campaign;
mod conversation;
mod digest;
mod draft;
mod explanation;
mod idea;
mod learned_model;
mod link;
mod numbering;
mod offer;
mod pending_import;
mod person;
mod place;
mod preference_change;
mod preferences;
mod refusal_reasons;
mod removal;
mod shown_message;
mod team;
mod usage;
mod word_rule;

pub use access::Access;
pub use arrival::{ArrivalRecord, ArrivalState};
pub use campaign::{Campaign, GivenLabel, LabelKind, LabelSource, Post};
pub use conversation::{Conversation, Summary, Turn};
pub use digest::{
    Digest, DigestFilter, DigestSource, Occurrence, OccurrenceState, PostChannel, SourceItem, SourceState, TopicWishes,
};
pub use draft::{Draft, DraftAction, DraftDeed, DraftEvent, DraftPiece, DraftState, DraftVersion, part_id};
pub use explanation::{Explanation, TokenCount};
pub use idea::{AngleTally, Evidence, Fate, Idea, IdeaTerm, Opinion, Origin};
pub use learned_model::{ContentTaste, LearnedModel, ModelInForce};
pub use link::{LinkCode, WrongCodes};
pub use numbering::Numbered;
pub use offer::Offer;
pub use pending_import::PendingImport;
pub use person::Person;
pub use place::PlaceOfTeam;
pub use preference_change::{Changed, PreferenceChange};
pub use preferences::{EmojiUse, Preferences};
pub use refusal_reasons::RefusalReasons;
pub use removal::{Removal, RemovalReason, RemovedTeam};
pub use shown_message::ShownMessage;
pub use team::Team;
pub use usage::{DayLimits, UsageCount, UsageLimits};
pub use word_rule::{WordDemand, WordRule};
