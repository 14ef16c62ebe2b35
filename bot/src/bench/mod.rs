//! Measurements and evaluations that are run by hand; tests measure no time.

pub mod briefs;
pub mod chat;
pub mod digest;
pub mod ideas;
pub mod import;
pub mod learn;
pub mod llm;
mod posts;
pub mod review;
pub mod search;
pub mod sentiment;
pub mod soak;
pub mod start;
