//! The mark that a model wrote the copy, for teams that want one: below the copy, in its language.

use copydesk_analysis::{Language, Platform, Unit, count};
use copydesk_storage::{Draft, DraftVersion, Preferences, StorageError, TeamStore, part_id};

use crate::texts::{Sentence, sentence};

/// The mark for copy in `language`, where the team wants one.
pub fn wanted(preferences: &Preferences, language: Language) -> Option<String> {
    // Who reads neither language reads English sooner.
    let spoken = if language == Language::Chinese { Language::Chinese } else { Language::English };
    preferences.ai_label.then(|| sentence!("ai-mark").say(spoken))
}

/// The mark for a draft, where the team wants one and a model wrote any version of it.
///
/// # Errors
/// What the storage says.
pub async fn of_draft(records: &TeamStore, draft: &Draft) -> Result<Option<String>, StorageError> {
    let preferences = records.get::<Preferences>(Preferences::ID).await?;
    let preferences = preferences.map(|stored| stored.record).unwrap_or_default();
    let language = Language::from_code(&draft.language).unwrap_or(Language::English);
    let Some(mark) = wanted(&preferences, language) else { return Ok(None) };
    for number in 1..=draft.version {
        let version = records.get::<DraftVersion>(&part_id(draft.number, number)).await?;
        let origin = version.and_then(|version| version.record.origin);
        if origin.is_some_and(|origin| !origin.model.is_empty()) {
            return Ok(Some(mark));
        }
    }
    Ok(None)
}

/// How much of a limit the mark takes, with the line break before it; none of a script's seconds, because nobody speaks it.
pub fn room(mark: Option<&str>, unit: Unit) -> u32 {
    match (mark, unit) {
        (None, _) | (_, Unit::Seconds) => 0,
        (Some(mark), unit) => count(&format!("\n{mark}"), unit),
    }
}

/// What a platform asks for beside the mark, said when the copy is handed over; `None` where it asks for nothing.
pub fn platform_asks(platform: Platform) -> Option<Sentence> {
    let rule = match platform {
        Platform::Xiaohongshu | Platform::Weibo | Platform::WeChat => "china",
        Platform::TikTok | Platform::YouTube | Platform::Instagram | Platform::Facebook | Platform::Threads => "media",
        _ => return None,
    };
    Some(sentence!("ai-platform", rule = rule, platform = crate::present::platform(platform)))
}
