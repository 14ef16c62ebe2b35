//! What a name in `/compare` stands for: a platform, a period, an angle, a language, a topic or a segment.

use copydesk_analysis::learn::{Observation, is_protected};
use copydesk_analysis::{Angle, Language, Platform};
use jiff::civil::Date;

use crate::learning::day_number;
use crate::present::platform_in;
use crate::texts::{Sentence, sentence};

/// What a name stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Group {
    Platform(Platform),
    Angle(Angle),
    Days(i64, i64),
    Language(Language),
    Topic(String),
}

impl Group {
    pub(super) fn of(name: &str, posts: &[Observation]) -> Option<Self> {
        let wanted = name.trim().to_lowercase();
        let topic = || posts.iter().any(|post| about(post, &wanted));
        (Platform::from_name(name).map(Self::Platform))
            .or_else(|| period(&wanted).map(|(from, to)| Self::Days(from, to)))
            .or_else(|| topic().then(|| Self::Topic(wanted.clone())))
            .or_else(|| angle(&wanted).map(Self::Angle))
            .or_else(|| language(&wanted).map(Self::Language))
    }

    /// What it is called for a reader: platforms, angles and languages by their names, all else as it was typed.
    pub(super) fn name(&self, typed: String, language: Language) -> String {
        match self {
            Self::Platform(platform) => platform_in(*platform, language),
            Self::Angle(angle) => sentence!("angle-name", angle = angle.id()).say(language),
            Self::Language(of) => sentence!("language-name", code = of.code()).say(language),
            Self::Days(..) | Self::Topic(_) => typed,
        }
    }

    pub(super) fn has(&self, post: &Observation) -> bool {
        match self {
            Self::Platform(platform) => post.platform == *platform,
            Self::Angle(angle) => Angle::of(&post.text) == *angle,
            Self::Days(from, to) => (*from..=*to).contains(&post.when.day),
            Self::Language(language) => post.language() == Some(*language),
            Self::Topic(name) => about(post, name),
        }
    }
}

/// Whether a post is on a topic, or for a segment that is about no protected trait.
fn about(post: &Observation, name: &str) -> bool {
    post.topic.trim().to_lowercase() == name
        || (post.segment.trim().to_lowercase() == name && !is_protected(&post.segment))
}

/// An angle by its id or by a name that is shown, in either language.
fn angle(wanted: &str) -> Option<Angle> {
    let is_called = |angle: Angle, id: &'static str, language: Language| {
        let name = Sentence { id, values: vec![("angle", angle.id().into())] };
        name.say(language).to_lowercase() == wanted
    };
    let is_shown = |angle: &Angle| {
        let mut names = READ.into_iter().flat_map(|language| [("angle-name", language), ("angle-plural", language)]);
        names.any(|(id, language)| is_called(*angle, id, language))
    };
    let id = wanted.trim_end_matches('s');
    Angle::from_id(wanted).or_else(|| Angle::from_id(id)).or_else(|| Angle::ALL.into_iter().find(is_shown))
}

/// A language by its code or by its name, in either language.
fn language(wanted: &str) -> Option<Language> {
    let shown = |of: &Language| READ.map(|language| sentence!("language-name", code = of.code()).say(language));
    Language::from_code(wanted)
        .or_else(|| Language::ALL.into_iter().find(|of| shown(of).iter().any(|name| name.to_lowercase() == wanted)))
}

/// The languages in which names are shown.
const READ: [Language; 2] = [Language::English, Language::Chinese];

/// `2026`, `2026-03`, `2026-03-14` or two of them with `..` between: the first and the last day.
fn period(text: &str) -> Option<(i64, i64)> {
    if let Some((from, to)) = text.split_once("..") {
        return Some((period(from)?.0, period(to)?.1));
    }
    let parts: Option<Vec<i16>> = text.split('-').map(|part| part.parse().ok()).collect();
    let month = |month: i16| i8::try_from(month).ok();
    let (first, last) = match parts?.as_slice() {
        [year @ 1900..=2999] => (Date::new(*year, 1, 1).ok()?, Date::new(*year, 12, 31).ok()?),
        [year @ 1900..=2999, of] => {
            let first = Date::new(*year, month(*of)?, 1).ok()?;
            (first, first.last_of_month())
        }
        [year @ 1900..=2999, of, day] => {
            let date = Date::new(*year, month(*of)?, month(*day)?).ok()?;
            (date, date)
        }
        _ => return None,
    };
    Some((day_number(first), day_number(last)))
}

#[cfg(test)]
mod tests {
    use copydesk_analysis::{Angle, Language};
    use jiff::civil::date;

    use super::period;
    use crate::learning::day_number;

    #[test]
    fn angles_and_languages_are_known_by_the_names_that_are_shown() {
        for (name, angle) in [("straight", Angle::Statement), ("behind the scenes", Angle::BehindTheScenes)] {
            assert_eq!(super::angle(name), Some(angle));
        }
        assert_eq!((super::angle("提问"), super::angle("questions")), (Some(Angle::Question), Some(Angle::Question)));
        assert_eq!(super::language("zh"), Some(Language::Chinese));
        assert_eq!((super::language("english"), super::language("latte")), (Some(Language::English), None));
    }

    #[test]
    fn periods_are_years_months_days_and_spans() {
        let days = |from, to| Some((day_number(from), day_number(to)));
        assert_eq!(period("2026-02"), days(date(2026, 2, 1), date(2026, 2, 28)));
        assert_eq!(period("2025"), days(date(2025, 1, 1), date(2025, 12, 31)));
        assert_eq!(period("2026-01..2026-03"), days(date(2026, 1, 1), date(2026, 3, 31)));
        assert_eq!((period("2026-13"), period("latte"), period("..")), (None, None, None));
    }
}
