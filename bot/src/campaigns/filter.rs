//! Which past posts are meant: by platform, period, topic and label.

use copydesk_analysis::{Language, Platform};
use copydesk_storage::{Campaign, LabelKind};
use jiff::civil::Date;

use super::labels::{self, KINDS};
use crate::commands::{CommandOption, PLATFORM, date_option, option, platform as known_platform};
use crate::invocation::Invocation;
use crate::knowledge::Knowledge;
use crate::present::platform_in;
use crate::texts::{Problem, Sentence, sentence};

/// Which past posts are meant. Nothing said means all.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Filter {
    /// Only those of one platform, by its id, or by the name that it has in a file where it is none that we know.
    pub platform: Option<String>,
    /// Only those from this day on.
    pub since: Option<Date>,
    /// Only those up to this day.
    pub until: Option<Date>,
    /// Only those of a topic: a part of its name is enough.
    pub topic: Option<String>,
    /// Only those whose labels have these values, all of them.
    pub labels: Vec<(LabelKind, String)>,
}

/// The options of a filter, as every command has them.
pub const OPTIONS: [CommandOption; 5] =
    [PLATFORM, option("since", "开始"), option("until", "结束"), option("topic", "主题"), option("label", "标签")];

/// What to do where no post is meant: add some, or ask for others.
pub fn none_help(knowledge: &Knowledge) -> Sentence {
    if knowledge.campaigns.is_empty() { sentence!("campaign-no-text-help") } else { sentence!("campaign-none-help") }
}

impl Filter {
    /// Reads `platform=… since=… until=… topic=… label=hook:question,sentiment:positive`.
    ///
    /// # Errors
    /// What is wrong with an option.
    pub fn read(invocation: &Invocation) -> Result<Self, Problem> {
        Ok(Self {
            platform: invocation.option("platform").map(platform_id),
            since: date_option(invocation.option("since"))?,
            until: date_option(invocation.option("until"))?,
            topic: invocation.option("topic").map(|topic| topic.trim().to_lowercase()),
            labels: invocation.option("label").map(read_labels).transpose()?.unwrap_or_default(),
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
        self.platform.as_ref().is_none_or(|platform| post.platform == *platform)
            && self.since.is_none_or(|since| post.date.is_some_and(|date| date >= since))
            && self.until.is_none_or(|until| post.date.is_some_and(|date| date <= until))
            && self.topic.as_ref().is_none_or(|topic| label(LabelKind::Topic).contains(topic.as_str()))
            && self.labels.iter().all(|(kind, value)| label(*kind) == *value)
    }

    /// Sees that the platform is one.
    ///
    /// # Errors
    /// That it is none that we know, and no post's.
    pub fn check(&self, knowledge: &Knowledge) -> Result<(), Problem> {
        let is_there = |platform: &String| knowledge.campaigns.iter().any(|it| it.post.platform == *platform);
        match self.platform.as_ref().filter(|platform| !is_there(platform)) {
            Some(platform) => known_platform(platform).map(drop),
            None => Ok(()),
        }
    }

    /// The places of all posts that are meant.
    ///
    /// # Errors
    /// As [`Filter::check`].
    pub fn places(&self, knowledge: &Knowledge) -> Result<Vec<usize>, Problem> {
        self.check(knowledge)?;
        let all = knowledge.campaigns.iter().enumerate();
        Ok(all.filter(|(place, campaign)| self.holds(knowledge, *place, campaign)).map(|(place, _)| place).collect())
    }

    /// The same as it is typed in a language.
    pub fn typed(&self, language: Language) -> String {
        let quoted = |text: &str| if text.contains(' ') { format!("\"{text}\"") } else { text.to_string() };
        let is_chinese = language == Language::Chinese;
        let known = |id: &str| Platform::from_name(id).filter(|_| is_chinese);
        let named = |id: &str| known(id).map_or_else(|| id.to_owned(), |it| platform_in(it, language));
        let label = |(kind, value): &(LabelKind, String)| {
            format!("{}:{}", labels::names(*kind)[usize::from(is_chinese)], quoted(value))
        };
        let labels: Vec<String> = self.labels.iter().map(label).collect();
        let values = [
            self.platform.as_ref().map(|it| quoted(&named(it))),
            self.since.map(|it| it.to_string()),
            self.until.map(|it| it.to_string()),
            self.topic.as_deref().map(quoted),
            (!labels.is_empty()).then(|| labels.join(",")),
        ];
        let name = |option: &CommandOption| if is_chinese { option.chinese } else { option.name };
        let parts =
            OPTIONS.iter().zip(values).filter_map(|(option, value)| Some(format!("{}={}", name(option), value?)));
        parts.collect::<Vec<_>>().join(" ")
    }
}

/// A platform as posts are stored with it.
pub fn platform_id(name: &str) -> String {
    Platform::from_name(name).map_or_else(|| name.trim().to_lowercase(), |platform| platform.id().to_owned())
}

/// Reads `hook:question,sentiment:positive`. A value may have commas of its own.
fn read_labels(text: &str) -> Result<Vec<(LabelKind, String)>, Problem> {
    const SEPARATORS: [char; 3] = [':', '：', '='];
    let mut parts: Vec<String> = Vec::new();
    for part in text.split([',', '，']) {
        match parts.last_mut().filter(|_| !part.contains(SEPARATORS)) {
            Some(before) => *before = format!("{before},{part}"),
            None => parts.push(part.to_string()),
        }
    }
    let label = |part: String| {
        let wrong = |help| Problem::new(sentence!("label-wrong", value = part.as_str()), help);
        let (kind, value) = part.split_once(SEPARATORS).unwrap_or((&part, ""));
        let kind = KINDS.into_iter().find(|it| labels::names(*it).contains(&kind.trim().to_lowercase().as_str()));
        let Some(kind) = kind.filter(|_| !value.trim().is_empty()) else {
            return Err(wrong(sentence!("label-filter-help")));
        };
        let known = labels::value(kind, value);
        let known = known.ok_or_else(|| wrong(sentence!("label-help", kind = labels::names(kind)[0])))?;
        Ok((kind, known.to_lowercase()))
    };
    parts.into_iter().map(label).collect()
}

#[cfg(test)]
mod tests {
    use copydesk_storage::LabelKind;

    use super::read_labels;

    #[test]
    fn labels_combine_and_a_value_that_no_label_has_is_told() {
        let read = |text| read_labels(text).ok();
        let both = vec![(LabelKind::Hook, "question".to_string()), (LabelKind::Sentiment, "negative".to_string())];
        assert_eq!(read("角度:提问，情感:消极"), Some(both.clone()));
        assert_eq!(read("hook:question,sentiment:negative"), Some(both));
        assert_eq!(read("topic:Oat, warm"), Some(vec![(LabelKind::Topic, "oat, warm".to_string())]));
        assert_eq!(read("sentiment:foo"), None);
        assert_eq!(read("colour:red"), None);
    }
}
