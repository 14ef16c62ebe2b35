//! `/model export`: the team's approved copy as chat-format JSON Lines, for fine-tuning a language model.

use std::sync::Arc;

use copydesk_adapters::Attachment;
use copydesk_analysis::Language;
use copydesk_analysis::learn::{Copy, Example, Examples, examples};
use copydesk_storage::{Draft, DraftState, Preferences, StorageError, TeamStore};
use serde_json::json;

use crate::answer::{Answer, TuningExport};
use crate::board;
use crate::commands::{Command, Spec, command};
use crate::config::Config;
use crate::desk::Desk;
use crate::invocation::Invocation;
use crate::knowledge::Knowledge;
use crate::session::Session;
use crate::texts::Problem;

/// The command of this file.
pub static COMMANDS: &[Spec] = &[command(&["model", "export"], &["模型", "导出"], "command-model-export", read)];

/// The seed of the split, so that an export can be made again.
const SEED: u64 = 1;

/// Reads `/model export`.
///
/// # Errors
/// None.
pub fn read(_: &Invocation, _: &Config) -> Result<Command, Problem> {
    Ok(Command::ExportTuning)
}

/// The two files of an export: for training and for validation.
pub struct TuningFiles {
    /// One chat a line.
    pub training: String,
    /// The same.
    pub validation: String,
    /// What is in them, and what was left out.
    pub examples: Examples,
}

/// The copy of drafts that are approved or published: what each is about, and its text.
///
/// # Errors
/// What the storage says.
pub async fn approved(records: &TeamStore) -> Result<Vec<(String, String)>, StorageError> {
    let mut found = Vec::new();
    for (_, stored) in records.all::<Draft>().await? {
        let draft = stored.record;
        if matches!(draft.state, DraftState::Approved | DraftState::Published) {
            let pieces = board::latest_version(records, &draft).await?.pieces;
            found.extend(pieces.into_iter().map(|piece| (draft.topic.clone(), piece.text)));
        }
    }
    Ok(found)
}

/// Makes the files of a team's posts, which ran, so that somebody approved of them, and of its approved drafts.
pub fn files(knowledge: &Knowledge, approved: &[(String, String)]) -> TuningFiles {
    let preferences: &Preferences = &knowledge.preferences;
    let posts = knowledge.campaigns.iter().map(|campaign| (&campaign.post.topic, &campaign.post.text));
    let drafts = approved.iter().map(|(topic, text)| (topic, text));
    let copy: Vec<Copy> = posts.chain(drafts).map(|(brief, text)| Copy { brief, text }).collect();
    let examples = examples(&copy, SEED);
    let lines = |of: &[Example]| of.iter().map(|it| line(it, preferences)).collect::<String>();
    TuningFiles { training: lines(&examples.training), validation: lines(&examples.validation), examples }
}

/// One chat: the brand and its voice, the brief, the copy. In the language of the copy.
fn line(example: &Example, preferences: &Preferences) -> String {
    let (brand, voice) = (preferences.brand.as_str(), preferences.voice.join(", "));
    let chinese = Language::of(&example.text) == Some(Language::Chinese);
    // What nobody set is not said.
    let job = match (chinese, brand.is_empty()) {
        (true, true) => "你写营销文案。".to_owned(),
        (true, false) => format!("你为{brand}写文案。"),
        (false, true) => "You write marketing copy.".to_owned(),
        (false, false) => format!("You write copy for {brand}."),
    };
    let system = match (chinese, voice.is_empty()) {
        (_, true) => job,
        (true, false) => format!("{job}语气：{voice}。"),
        (false, false) => format!("{job} Voice: {voice}."),
    };
    let ask = match (chinese, example.brief.is_empty()) {
        (true, true) => "写一条帖子。".to_owned(),
        (true, false) => format!("写一条帖子，主题：{}", example.brief),
        (false, true) => "Write a post.".to_owned(),
        (false, false) => format!("Write a post about {}.", example.brief),
    };
    let messages = json!({ "messages": [
        { "role": "system", "content": system },
        { "role": "user", "content": ask },
        { "role": "assistant", "content": example.text },
    ]});
    format!("{messages}\n")
}

/// Writes the files: sent where the platform has files, else into the data folder.
///
/// # Errors
/// That the person may not, or what the storage or the disk says.
pub async fn handle(desk: &Desk, session: &Session) -> Result<Answer, Problem> {
    session.must_manage().await?;
    let knowledge = Knowledge::load(&session.records).await.map_err(|error| desk.storage_problem(&error))?;
    let approved = approved(&session.records).await.map_err(|error| desk.storage_problem(&error))?;
    let made = files(&knowledge, &approved);
    let names = ["training.jsonl", "validation.jsonl"].map(|name| format!("{}-{name}", session.team.id));
    let contents = [made.training, made.validation];
    let sent = matches!(session.origin.place.platform, "telegram" | "discord");
    let (mut paths, mut files) = (None, Vec::new());
    if sent {
        let [first, second] = contents.map(|text| Arc::<[u8]>::from(text.into_bytes()));
        for (name, bytes) in names.into_iter().zip([first, second]) {
            files.push(Attachment { name, bytes, alt: None });
        }
    } else {
        let folder = desk.data_dir.join("tuning");
        let failed = |error: std::io::Error| desk.internal(&error);
        tokio::fs::create_dir_all(&folder).await.map_err(failed)?;
        let [first, second] = names.map(|name| folder.join(name));
        let [training, validation] = contents;
        tokio::fs::write(&first, training).await.map_err(failed)?;
        tokio::fs::write(&second, validation).await.map_err(failed)?;
        paths = Some([first, second].map(|path| path.display().to_string()));
    }
    let Examples { training, validation, likeness, repeats, cleaned, removed, short } = made.examples;
    let (training, validation) = (training.len(), validation.len());
    let removed = removed.into_iter().map(|(class, count)| (class.to_owned(), count)).collect();
    let export = TuningExport { training, validation, likeness, repeats, cleaned, removed, short, paths, files };
    Ok(Answer::TuningExport(export))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed test may panic")]

    use super::*;

    #[test]
    fn a_line_is_a_chat_in_the_language_of_the_copy() {
        let preferences =
            Preferences { brand: "Morning Barn".into(), voice: vec!["warm".into()], ..Preferences::default() };
        let example = |brief: &str, text: &str| Example { brief: brief.into(), text: text.into() };
        let written: serde_json::Value =
            serde_json::from_str(&line(&example("rain", "Stay until it stops."), &preferences)).unwrap();
        let said = |role: &str, content: &str| serde_json::json!({ "role": role, "content": content });
        let expected = [
            said("system", "You write copy for Morning Barn. Voice: warm."),
            said("user", "Write a post about rain."),
            said("assistant", "Stay until it stops."),
        ];
        assert_eq!(written, serde_json::json!({ "messages": expected }));
        let nobody = line(&example("", "Stay until it stops."), &Preferences::default());
        assert!(nobody.contains("\"You write marketing copy.\""), "{nobody}");
        assert!(line(&example("", "雨停了再走，咖啡还热。"), &preferences).contains("写一条帖子。"));
    }
}
