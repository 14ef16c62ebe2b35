//! Past posts: from files, from accounts and feeds, and to files; what labels they have, what is kept of them in memory, and
//! what they mean.
//!
//! | file | what it does |
//! | --- | --- |
//! | `import` | a file, or what stands for one, into the store |
//! | `imports` | one import of a team at a time |
//! | `source` | what people write for an account or feed |
//! | `collect` | asks an account or feed for its posts |
//! | `collecting` | on a schedule: asks, imports, notes what came of it |
//! | `export`, `filter`, `labels` | to a file; which are meant; topic, angle, sentiment |
//! | `known` | what is known of teams, kept in memory |
//! | `meaning` | vectors of past posts, where a model makes them |

pub mod collect;
pub mod collecting;
pub mod export;
pub mod filter;
pub mod import;
mod imports;
mod known;
pub mod labels;
pub mod meaning;
#[cfg(test)]
mod sealed_tests;
pub mod source;

pub use collecting::Collecting;
pub use imports::Imports;
pub use known::KnownTeams;
pub use meaning::Meanings;
