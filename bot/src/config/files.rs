//! `[files]`: what people may send.

use super::reader::Reader;

/// A file is written to the disk of whoever runs the bot.
const MOST_MEGABYTES: u64 = 2_000;

/// `[files]`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReceivedFiles {
    /// Bytes of the largest file that is taken.
    pub most_bytes: u64,
}

pub(super) fn read(reader: Reader<'_>) -> ReceivedFiles {
    let settings = ReceivedFiles { most_bytes: reader.whole("megabytes", 1..=MOST_MEGABYTES) * 1024 * 1024 };
    reader.finish();
    settings
}
