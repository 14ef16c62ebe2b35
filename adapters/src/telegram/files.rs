//! Files that people send to Telegram: asked for by their id, fetched by a path that is good for an hour.

use teloxide::payloads::GetFile;
use teloxide::types::FileId;

use super::api::{Api, CallError};
use crate::files::{FileFault, Files, SentFile, TemporaryFile};

/// Bytes of the largest file that Telegram hands to a bot. Source: Bot API, getFile.
const MOST: u64 = 20 * 1024 * 1024;

/// Fetches a file that somebody sent.
pub(super) async fn fetch(api: &Api, files: &Files, file: &SentFile) -> Result<TemporaryFile, FileFault> {
    files.check(file)?;
    let said = api.call(&GetFile::new(FileId(file.reference.clone()))).await.map_err(|error| {
        tracing::info!(%error, "Telegram does not hand out a file");
        match error {
            CallError::Refused(why) if why.contains("too big") => FileFault::TooLarge(MOST),
            CallError::Refused(_) => FileFault::Missing,
            _ => FileFault::Unreachable,
        }
    })?;
    let path = said["file_path"].as_str().filter(|it| !it.is_empty()).ok_or(FileFault::Missing)?;
    files.fetch(file, &api.file_address(path)).await
}
