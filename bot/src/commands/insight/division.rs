//! What `/audience by=…` divides posts by: platform, language, segment, topic, form, or a column of the team's own files.

use copydesk_analysis::Language;
use copydesk_analysis::learn::{By, LEAST_IN_PART, Observation, Unfit, VALUES, dividing_column, dividing_columns};

use super::Slice;
use crate::nearest::nearest;
use crate::texts::{Problem, Sentence, sentence};

/// As it was asked for: whether there is such a column is known once the posts are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Division(By);

/// What is no column of its own, by its names in English and in Chinese; the first of each is shown.
const KNOWN: [(By, [&[&str]; 2]); 5] = [
    (By::Platform, [&["platform"], &["平台"]]),
    (By::Language, [&["language"], &["语言"]]),
    (By::Segment, [&["segment", "audience"], &["受众", "人群"]]),
    (By::Topic, [&["topic"], &["主题"]]),
    (By::Format, [&["format", "form"], &["形式", "体裁"]]),
];

impl Division {
    pub(super) fn read(written: Option<&str>) -> Self {
        let Some(name) = written.map(str::trim).filter(|name| !name.is_empty()) else { return Self(By::Each) };
        let wanted = name.to_lowercase();
        let known = KNOWN.into_iter().find(|(_, names)| names.iter().any(|names| names.contains(&wanted.as_str())));
        Self(known.map_or_else(|| By::Column(name.chars().take(100).collect()), |(by, _)| by))
    }

    /// What the posts are divided by.
    ///
    /// # Errors
    /// Why they are not divided by that.
    pub(super) fn of(self, posts: &[Observation], slice: Slice, language: Language) -> Result<By, Problem> {
        let Slice { platform, metric } = slice;
        let values = |by: &By| by.values(posts, metric, platform);
        // Only what there is to divide by is offered, in the reader's language.
        let names = || {
            let shown =
                |names: [&[&'static str]; 2]| names[usize::from(language == Language::Chinese)].first().copied();
            let known = KNOWN.into_iter().filter(|(by, _)| values(by).len() > 1).filter_map(|(_, names)| shown(names));
            let columns = dividing_columns(posts, metric, platform);
            known.map(str::to_owned).chain(columns).collect::<Vec<_>>()
        };
        let offered = |said: Sentence| match names() {
            names if names.is_empty() => said.into(),
            names => Problem::new(said, sentence!("by-columns", names = names)),
        };
        let By::Column(name) = self.0 else {
            let kind = self.id();
            let values = values(&self.0);
            return match (values.len(), values.first()) {
                _ if self.0 == By::Each => Ok(self.0),
                (0, _) => Err(offered(sentence!("by-none", kind = kind))),
                (1, Some(value)) => {
                    let value = crate::present_learn::dimension_value(kind, value, language);
                    Err(offered(sentence!("by-one", kind = kind, value = value)))
                }
                _ => Ok(self.0),
            };
        };
        let column = name.as_str();
        dividing_column(posts, metric, platform, column).map(By::Column).map_err(|why| {
            let said = match why {
                Unfit::Protected => sentence!("by-protected", column = column),
                Unfit::KnowsTheResult => sentence!("by-knows", column = column),
                Unfit::Values(count) => {
                    let (least, most) = (*VALUES.start(), *VALUES.end());
                    sentence!("by-values", column = column, count = count, least = least, most = most)
                }
                Unfit::Few(most) => sentence!("by-few", column = column, posts = most, least = LEAST_IN_PART),
                Unfit::Unknown => {
                    let said = sentence!("by-unknown", column = column);
                    let names = names();
                    if let Some(near) = nearest(column, names.iter().map(String::as_str)) {
                        return Problem::new(said, sentence!("did-you-mean", name = near, names = names.clone()));
                    }
                    said
                }
            };
            offered(said)
        })
    }

    fn id(&self) -> &'static str {
        match self.0 {
            By::Platform => "platform",
            By::Language => "language",
            By::Segment => "segment",
            By::Topic => "topic",
            By::Format => "form",
            By::Each | By::Column(_) => "column",
        }
    }
}

#[cfg(test)]
mod tests {
    use copydesk_analysis::learn::Metric;
    use copydesk_analysis::learn::generator::{Truth, posts};

    use super::*;

    #[test]
    fn what_is_no_column_is_known_in_both_languages_and_all_else_is_a_column() {
        let read = |name| Division::read(Some(name)).0;
        assert_eq!((read("Platform"), read("平台"), read(" 语言 ")), (By::Platform, By::Platform, By::Language));
        assert_eq!((read("受众"), read("人群"), read("Audience")), (By::Segment, By::Segment, By::Segment));
        assert_eq!((read("topic"), read("形式")), (By::Topic, By::Format));
        assert_eq!(
            (read("region"), read(" "), Division::read(None).0),
            (By::Column("region".into()), By::Each, By::Each)
        );
    }

    #[test]
    fn what_there_is_to_divide_by_is_offered_in_the_language_of_the_reader() {
        let mut made = posts(&Truth { posts: 120, ..Truth::default() }, 3);
        let slice = Slice { platform: None, metric: Metric::Likes };
        let said = |by: &str, posts: &[Observation], language| {
            let problem = Division::read(Some(by)).of(posts, slice, language).expect_err("there is no such thing");
            format!(
                "{} {}",
                problem.message.say(language),
                problem.help.map_or_else(String::new, |it| it.say(language))
            )
        };
        assert_eq!(
            said("没有", &made, Language::Chinese),
            "没有哪篇帖子有“没有”这一列。 可以按这些来分：平台、受众、主题"
        );
        let shown = said("shop", &made, Language::English);
        assert!(shown.ends_with("platform, segment, topic"), "{shown}");
        made.iter_mut().for_each(|post| post.segment = String::new());
        let shown = said("segment", &made, Language::English);
        assert!(shown.starts_with("No post has a segment") && shown.ends_with("platform, topic"), "{shown}");
        let shown = said("language", &made, Language::English);
        assert!(shown.starts_with("All posts have the same language: English"), "{shown}");
        assert_eq!(Division::read(Some("topic")).of(&made, slice, Language::English).ok(), Some(By::Topic));
    }
}
