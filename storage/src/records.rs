//! What is stored: one file per kind of record.

mod campaign;
mod conversation;
mod explanation;
mod preferences;
mod team;
mod usage;

pub use campaign::{Campaign, Post};
pub use conversation::{Conversation, Turn};
pub use explanation::{Explanation, TokenCount};
pub use preferences::{EmojiUse, Preferences};
pub use team::Team;
pub use usage::{DayLimits, UsageCount, UsageLimits};
