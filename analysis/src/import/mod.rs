//! Past posts from files: bytes become rows, rows become posts, and every row that does not is given back with its
//! reason. Nothing here opens a file: it reads from a [`Read`](std::io::Read), in bounded memory.
//!
//! [`look`] reads a file once and proposes what its columns mean. [`Rows`] reads it again, row by row.

mod cell;
mod cleaning;
mod clock;
mod columns;
mod date;
mod duplicates;
mod encoding;
mod exports;
mod harmless;
mod json;
mod layout;
mod number;
mod outcome;
mod outliers;
mod post;
mod report;
mod rows;
mod set_aside;
mod table;
#[cfg(test)]
mod tests;

pub use cleaning::{cleaned_text, without_tracking};
pub use columns::{Column, Field, Mapping};
pub use date::{DateOrder, one_day};
pub use duplicates::{Duplicates, Seen};
pub use encoding::Encoding;
pub use exports::Export;
pub use harmless::{harmless, unmarked};
pub use layout::{FileFormat, ImportError, Layout, Wishes, look};
pub use outcome::{Mend, Outcome, Reason, Row};
pub use outliers::outliers;
pub use post::{ImportedPost, Metrics};
pub use report::{Counted, Report};
pub use rows::{Calendar, Rows};
pub use set_aside::SetAside;

/// The largest file in bytes: 50 MiB.
pub const MOST_BYTES: u64 = 50 << 20;
/// The most rows of a file.
pub const MOST_ROWS: u64 = 200_000;
/// The longest row in bytes; no platform's post comes near it.
pub const MOST_ROW_BYTES: usize = 1 << 20;
/// The most columns that are kept with a post as they are.
pub const MOST_COLUMNS: usize = 40;
/// The most characters of a cell in such a column, and of its name.
pub const MOST_CELL: usize = 200;
/// The longest text of a post in characters, longer than any platform's.
pub const MOST_CHARACTERS: usize = 65_000;
