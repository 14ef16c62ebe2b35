//! Which past posts are meant: by platform, period, topic and label.

use copydesk_analysis::Platform;
use copydesk_storage::{Campaign, LabelKind};
use jiff::civil::Date;

use super::labels::{self, KINDS};
use crate::commands::{CommandOption, date_option, option, platform_option};
use crate::invocation::Invocation;
use crate::knowledge::Knowledge;
use crate::texts::{Problem, sentence};

/// Which past posts are meant. Nothing said means all.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Filter {
    /// Only those of one platform.
    pub platform: Option<Platform>,
    /// Only those from this day on.
    pub since: Option<Date>,
    /// Only those up to this day.
    pub until: Option<Date>,
    /// Only those of a topic: a part of its name is enough.
    pub topic: Option<String>,
    /// Only those with a label of this value.
    pub label: Option<(LabelKind, String)>,
}

/// The options of a filter, as every command has them.
pub const OPTIONS: [CommandOption; 5] = [
    option("platform", "平台"),
    option("since", "开始"),
    option("until", "结束"),
    option("topic", "主题"),
    option("label", "标签"),
];

impl Filter {
    /// Reads `platform=… since=… until=… topic=… label=hook:question`.
    ///
    /// # Errors
    /// What is wrong with an option.
    pub fn read(invocation: &Invocation) -> Result<Self, Problem> {
        let label = invocation.option("label").map(|text| {
            let (kind, value) = text.split_once([':', '：', '=']).unwrap_or((text, ""));
            let kind = KINDS.into_iter().find(|it| labels::names(*it).contains(&kind.trim().to_lowercase().as_str()));
            kind.map(|kind| (kind, value.trim().to_lowercase()))
                .filter(|(_, value)| !value.is_empty())
                .ok_or_else(|| Problem::new(sentence!("label-wrong", value = text), sentence!("label-filter-help")))
        });
        Ok(Self {
            platform: platform_option(invocation.option("platform"))?,
            since: date_option(invocation.option("since"))?,
            until: date_option(invocation.option("until"))?,
            topic: invocation.option("topic").map(|topic| topic.trim().to_lowercase()),
            label: label.transpose()?,
        })
    }

    /// Whether nothing was said.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether a post is meant.
    pub fn holds(&self, knowledge: &Knowledge, place: usize, campaign: &Campaign) -> bool {
        let post = &campaign.post;
        let label = |kind| labels::label(knowledge, place, campaign, kind).value.to_lowercase();
        self.platform.is_none_or(|platform| post.platform == platform.id())
            && self.since.is_none_or(|since| post.date.is_some_and(|date| date >= since))
            && self.until.is_none_or(|until| post.date.is_some_and(|date| date <= until))
            && self.topic.as_ref().is_none_or(|topic| label(LabelKind::Topic).contains(topic.as_str()))
            && self.label.as_ref().is_none_or(|(kind, value)| label(*kind) == *value)
    }

    /// The places of all posts that are meant.
    pub fn places(&self, knowledge: &Knowledge) -> Vec<usize> {
        let all = knowledge.campaigns.iter().enumerate();
        all.filter(|(place, campaign)| self.holds(knowledge, *place, campaign)).map(|(place, _)| place).collect()
    }

    /// The same as it is typed.
    pub fn typed(&self) -> String {
        let quoted = |text: &str| if text.contains(' ') { format!("\"{text}\"") } else { text.to_string() };
        let parts = [
            self.platform.map(|it| format!("platform={}", it.id())),
            self.since.map(|it| format!("since={it}")),
            self.until.map(|it| format!("until={it}")),
            self.topic.as_ref().map(|it| format!("topic={}", quoted(it))),
            self.label.as_ref().map(|(kind, value)| format!("label={}:{}", labels::names(*kind)[0], quoted(value))),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }
}
