//! Past posts: from files and to files, what labels they have, and what is kept of them in memory.

pub mod export;
pub mod filter;
pub mod import;
mod known;
pub mod labels;
#[cfg(test)]
mod sealed_tests;

pub use known::KnownTeams;
