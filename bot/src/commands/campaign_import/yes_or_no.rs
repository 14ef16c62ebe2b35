//! A plain yes or no of somebody who was asked whether a file is right.

use copydesk_adapters::Origin;
use copydesk_storage::{PendingImport, StorageError, TeamStore};
use jiff::{SignedDuration, Timestamp};

use crate::session::person_id;

/// For how long a plain yes is taken for the answer to whether a file is right.
const ASKED_FOR: SignedDuration = SignedDuration::from_mins(30);

/// The command that a plain yes or no stands for, of somebody who was asked whether a file is right.
///
/// # Errors
/// What the storage says.
pub async fn command(
    records: &TeamStore,
    origin: &Origin,
    now: Timestamp,
    text: &str,
) -> Result<Option<&'static str>, StorageError> {
    let Some(command) = yes_or_no(text) else { return Ok(None) };
    let pending = records.get::<PendingImport>(&person_id(origin)).await?;
    let asked = pending.is_some_and(|it| now.duration_since(it.record.at) < ASKED_FOR);
    Ok(asked.then_some(command))
}

fn yes_or_no(text: &str) -> Option<&'static str> {
    let text = text.trim().trim_end_matches(['.', '!', '。', '！']).to_lowercase();
    match text.as_str() {
        "yes" | "y" | "yeah" | "yep" | "ok" | "okay" | "right" | "correct" | "confirm" | "是" | "是的" | "好"
        | "好的" | "对" | "对的" | "行" | "可以" | "没错" | "确认" => Some("/campaign import confirm"),
        "no" | "n" | "nope" | "cancel" | "不" | "不是" | "不对" | "否" | "取消" => {
            Some("/campaign import cancel")
        }
        _ => None,
    }
}
