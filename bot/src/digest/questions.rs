//! What `/digest create` asks, one thing after the other, and what answers may be. Pure, but for the record of what was answered.

use copydesk_adapters::Origin;
use copydesk_analysis::Language;
use copydesk_storage::{DigestQuestions, StorageError, Stored, TeamStore};
use jiff::{SignedDuration, Timestamp};

use crate::session::person_id;

/// How long an answer is waited for.
const WAITS: SignedDuration = SignedDuration::from_hours(1);

/// A question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Question {
    /// The option that the answer is the value of; "name" for the name.
    pub name: &'static str,
    /// Whether a digest can't be without it.
    pub must: bool,
    /// Answers to choose from, in English: short, because buttons carry them.
    english: &'static [&'static str],
    /// The same in Chinese, where they differ.
    chinese: &'static [&'static str],
}

impl Question {
    /// Answers to choose from.
    pub fn suggestions(&self, language: Language) -> &'static [&'static str] {
        match language {
            Language::Chinese if !self.chinese.is_empty() => self.chinese,
            _ => self.english,
        }
    }
}

const fn may(name: &'static str, english: &'static [&'static str], chinese: &'static [&'static str]) -> Question {
    Question { name, must: false, english, chinese }
}

/// All of them, in their order.
pub const QUESTIONS: [Question; 10] = [
    may("name", &[], &[]),
    Question { must: true, ..may("sources", &[], &[]) },
    may("topics", &[], &[]),
    Question {
        must: true,
        ..may(
            "schedule",
            &["weekdays 9:00", "daily 8:00", "every Monday 9:00"],
            &["工作日 9:00", "每天 8:00", "每周一 9:00"],
        )
    },
    may(
        "zone",
        &["Europe/London", "America/New_York", "Asia/Shanghai"],
        &["Asia/Shanghai", "Asia/Singapore", "Europe/London"],
    ),
    may("channel", &[], &[]),
    may("count", &["3", "5", "10"], &[]),
    may("lang", &["en", "zh"], &["zh", "en"]),
    may("quiet", &["22:00-7:00"], &[]),
    may("tone", &[], &[]),
];

/// Its name in Chinese, as the options of `/简报 新建` have it.
pub fn chinese(name: &str) -> &'static str {
    match name {
        "name" => "名称",
        "sources" => "来源",
        "topics" => "话题",
        "schedule" => "时间",
        "zone" => "时区",
        "channel" => "频道",
        "count" => "数量",
        "lang" => "语言",
        "quiet" => "免打扰",
        _ => "口吻",
    }
}

/// What an answer is, besides one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word {
    /// As it is without an answer.
    Skip,
    /// The question before, once more.
    Back,
    /// No digest.
    Cancel,
    /// All is as it should be.
    Yes,
}

impl Word {
    /// The word that a text is, if it is one.
    pub fn of(text: &str) -> Option<Self> {
        Some(match text.trim().trim_end_matches(['.', '。', '!', '！']).to_lowercase().as_str() {
            "skip" | "-" | "－" | "跳过" | "默认" => Self::Skip,
            "back" | "返回" | "上一步" => Self::Back,
            "cancel" | "stop" | "取消" => Self::Cancel,
            "yes" | "y" | "save" | "ok" | "是" | "好" | "保存" | "确认" => Self::Yes,
            _ => return None,
        })
    }
}

/// The first question without an answer.
pub fn next(answers: &[(String, String)]) -> Option<&'static Question> {
    QUESTIONS.iter().find(|question| !answers.iter().any(|(name, _)| name == question.name))
}

/// Answers with one more, or another one.
pub fn with(answers: &[(String, String)], name: &str, text: &str) -> Vec<(String, String)> {
    let mut answers: Vec<_> = answers.iter().filter(|(known, _)| known != name).cloned().collect();
    answers.push((name.to_owned(), text.to_owned()));
    answers
}

/// Under which id it is kept what somebody is asked in a channel.
pub fn record_id(origin: &Origin) -> String {
    format!("{} {}", person_id(origin), origin.channel)
}

/// What somebody is being asked in a channel; `None` if nothing is, or if it is too long ago.
///
/// # Errors
/// What the storage says.
pub async fn waiting(
    records: &TeamStore,
    origin: &Origin,
    now: Timestamp,
) -> Result<Option<Stored<DigestQuestions>>, StorageError> {
    let stored = records.get::<DigestQuestions>(&record_id(origin)).await?;
    Ok(stored.filter(|stored| now.duration_since(stored.record.since) <= WAITS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_answered_is_not_asked_again() {
        let mut answers = Vec::new();
        let mut asked = Vec::new();
        while let Some(question) = next(&answers) {
            asked.push(question.name);
            answers = with(&answers, question.name, "x");
        }
        assert_eq!(asked.len(), 10);
        let answers = with(&[], "schedule", "daily");
        assert_eq!(
            next(&with(&with(&answers, "name", "Coffee"), "sources", "hackernews")).map(|it| it.name),
            Some("topics")
        );
        assert_eq!(with(&answers, "schedule", "weekly"), [("schedule".to_owned(), "weekly".to_owned())]);
    }

    #[test]
    fn a_suggestion_fits_into_a_button() {
        for question in QUESTIONS {
            for text in [Language::English, Language::Chinese].iter().flat_map(|it| question.suggestions(*it)) {
                let action = format!("/digest answer {} {text}", question.name);
                assert!(action.len() <= 60, "{action}");
            }
        }
    }

    #[test]
    fn words_are_known_in_both_languages() {
        assert_eq!(
            (Word::of(" Skip. "), Word::of("上一步"), Word::of("取消")),
            (Some(Word::Skip), Some(Word::Back), Some(Word::Cancel))
        );
        assert_eq!((Word::of("Yes!"), Word::of("yes, Coffee")), (Some(Word::Yes), None));
    }
}
