//! What is stored: one file per kind of record.

mod access;
mod arrival;
mod campaign;
mod campaign_source;
mod conversation;
mod digest;
mod draft;
mod explanation;
mod idea;
mod learned_model;
mod link;
mod numbering;
mod occurrence;
mod offer;
mod origin;
mod pending_import;
mod person;
mod place;
mod post_vector;
mod preference_change;
mod preferences;
mod refusal_reasons;
mod removal;
mod reviewed_text;
mod shown_message;
mod talk_message;
mod team;
mod usage;
mod word_rule;

pub use access::Access;
pub use arrival::{ArrivalChannel, ArrivalRecord, ArrivalState};
pub use campaign::{Campaign, GivenLabel, LabelKind, LabelSource, Post};
pub use campaign_source::{CampaignSource, CampaignSourceKind};
pub use conversation::{Conversation, Summary, Turn};
pub use digest::{
    AdminChannel, Digest, DigestFilter, DigestQuestions, DigestSource, PostChannel, SourceItem, SourceState,
    TopicWishes,
};
pub use draft::{Draft, DraftAction, DraftDeed, DraftEvent, DraftPiece, DraftState, DraftVersion, part_id};
pub use explanation::{Explanation, TokenCount};
pub use idea::{AngleTally, Evidence, Fate, Idea, IdeaTerm, Opinion};
pub use learned_model::{ContentTaste, LearnedModel, ModelInForce, TrainingTry};
pub use link::{LinkCode, WrongCodes};
pub use numbering::Numbered;
pub use occurrence::{DigestTime, Occurrence, OccurrenceState};
pub use offer::Offer;
pub use origin::{FittingCampaign, Origin, RuleUse};
pub use pending_import::PendingImport;
pub use person::Person;
pub use place::PlaceOfTeam;
pub use post_vector::PostVector;
pub use preference_change::{Changed, PreferenceChange};
pub use preferences::{EmojiUse, Preferences};
pub use refusal_reasons::RefusalReasons;
pub use removal::{Removal, RemovalReason, RemovedTeam};
pub use reviewed_text::ReviewedText;
pub use shown_message::ShownMessage;
pub use talk_message::TalkMessage;
pub use team::Team;
pub use usage::{DayLimits, UsageCount, UsageLimits};
pub use word_rule::{WordDemand, WordRule};
