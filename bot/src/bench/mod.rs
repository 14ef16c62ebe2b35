//! Measurements and evaluations that are run by hand; tests measure no time.

pub mod briefs;
pub mod chat;
pub mod digest;
pub mod ideas;
pub mod llm;
pub mod soak;
pub mod start;
