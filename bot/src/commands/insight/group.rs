//! What a name in `/compare` stands for: a platform, a period, an angle, a language, a form, a tone, a topic or a segment.

use std::collections::{BTreeMap, BTreeSet};

use copydesk_analysis::learn::{Observation, is_protected, is_protected_value, tone};
use copydesk_analysis::{Angle, Language, Platform};
use jiff::civil::Date;

use super::period::{month_of_this_year, period};
use crate::nearest::nearest;
use crate::present::platform_in;
use crate::texts::{Problem, Sentence, sentence};

/// Topics that are named where a name is none.
const MOST_NAMED: usize = 5;

/// What a name stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Group {
    Platform(Platform),
    Angle(Angle),
    Days(i64, i64),
    /// Which days of the week, from Monday on.
    Weekdays([bool; 7]),
    Language(Language),
    /// As posts have it, in lower case.
    Form(String),
    Tone(&'static str),
    Topic(String),
}

impl Group {
    pub(super) fn of(name: &str, posts: &[Observation], today: Date) -> Option<Self> {
        let wanted = name.trim().to_lowercase();
        let topic = || posts.iter().any(|post| about(post, &wanted));
        (Platform::from_name(name).map(Self::Platform))
            .or_else(|| period(&wanted, today).map(|(from, to)| Self::Days(from, to)))
            .or_else(|| topic().then(|| Self::Topic(wanted.clone())))
            .or_else(|| month_of_this_year(&wanted, today).map(|(from, to)| Self::Days(from, to)))
            .or_else(|| weekdays(&wanted).map(Self::Weekdays))
            .or_else(|| angle(&wanted).map(Self::Angle))
            .or_else(|| language(&wanted).map(Self::Language))
            .or_else(|| form(&wanted, posts).map(Self::Form))
            .or_else(|| {
                TONES
                    .into_iter()
                    .find(|tone| is_shown(&wanted, tone, |tone| sentence!("tone-name", tone = tone)))
                    .map(Self::Tone)
            })
    }

    /// Whether a name that stands for this, or for nothing, is about a protected trait, so that nothing is said of its posts.
    pub(super) fn is_protected(found: Option<&Self>, name: &str) -> bool {
        match found {
            None => is_protected(name),
            Some(Self::Topic(topic)) => is_protected_value("topic", topic),
            Some(Self::Form(form)) => is_protected_value("format", form),
            Some(_) => false,
        }
    }

    /// What it is called for a reader: platforms, angles, languages, forms and tones by their names, all else as it was typed.
    pub(super) fn name(&self, typed: String, language: Language) -> String {
        match self {
            Self::Platform(platform) => platform_in(*platform, language),
            Self::Angle(angle) => sentence!("angle-name", angle = angle.id()).say(language),
            Self::Language(of) => sentence!("language-name", code = of.code()).say(language),
            Self::Form(form) => form_name(form).say(language),
            Self::Tone(tone) => sentence!("tone-name", tone = *tone).say(language),
            Self::Days(..) | Self::Weekdays(_) | Self::Topic(_) => typed,
        }
    }

    pub(super) fn has(&self, post: &Observation) -> bool {
        match self {
            Self::Platform(platform) => post.platform == *platform,
            Self::Angle(angle) => Angle::of(&post.text) == *angle,
            Self::Weekdays(days) => days.get(usize::from(post.when.weekday())).is_some_and(|it| *it),
            Self::Days(from, to) => (*from..=*to).contains(&post.when.day),
            Self::Language(language) => post.language() == Some(*language),
            Self::Form(form) => post.format.trim().to_lowercase() == *form,
            Self::Tone(of) => tone(&post.text, post.language()) == Some(*of),
            Self::Topic(name) => about(post, name),
        }
    }
}

/// Whether a post is on a topic, or for a segment that is about no protected trait.
fn about(post: &Observation, name: &str) -> bool {
    post.topic.trim().to_lowercase() == name
        || (post.segment.trim().to_lowercase() == name && !is_protected(&post.segment))
}

/// A day of the week by its name, or the weekend, or the days before it.
fn weekdays(wanted: &str) -> Option<[bool; 7]> {
    const NAMES: [(&str, &str); 7] = [
        ("monday", "一"),
        ("tuesday", "二"),
        ("wednesday", "三"),
        ("thursday", "四"),
        ("friday", "五"),
        ("saturday", "六"),
        ("sunday", "日"),
    ];
    match wanted {
        "weekend" | "weekends" | "周末" => return Some(std::array::from_fn(|day| day > 4)),
        "weekday" | "weekdays" | "workday" | "workdays" | "working days" | "工作日" | "平日" => {
            return Some(std::array::from_fn(|day| day < 5));
        }
        _ => {}
    }
    let chinese = ["周", "星期", "礼拜"].iter().find_map(|before| wanted.strip_prefix(before));
    let chinese = chinese.map(|day| if day == "天" { "日" } else { day });
    let english = wanted.trim_end_matches('s');
    let is_called = |(name, han): &(&str, &str)| {
        *name == english || (english.len() == 3 && name.starts_with(english)) || chinese == Some(*han)
    };
    let place = NAMES.iter().position(is_called)?;
    Some(std::array::from_fn(|day| day == place))
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

/// The tones that texts are told to have.
const TONES: [&str; 3] = ["positive", "neutral", "negative"];

fn form_name(form: &str) -> Sentence {
    sentence!("form-name", form = form.replace(' ', "-"), name = form)
}

/// A form that posts have, by their own name for it or by one that is shown.
fn form(wanted: &str, posts: &[Observation]) -> Option<String> {
    let forms: BTreeSet<String> = posts.iter().map(|post| post.format.trim().to_lowercase()).collect();
    let is_meant = |form: &String| !form.is_empty() && (form == wanted || is_shown(wanted, form, form_name));
    forms.into_iter().find(is_meant)
}

/// Whether a name is one that something is shown by, in either language.
fn is_shown(wanted: &str, of: &str, name: impl Fn(&str) -> Sentence) -> bool {
    READ.into_iter().any(|language| name(of).say(language).to_lowercase() == wanted)
}

/// The languages in which names are shown.
const READ: [Language; 2] = [Language::English, Language::Chinese];

/// That a side is about a protected trait, or stands for nothing, with what is taken.
pub(super) fn unknown(name: &str, posts: &[Observation], language: Language) -> Problem {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for topic in posts.iter().map(|post| post.topic.trim()) {
        *counts.entry(topic).or_default() += 1;
    }
    counts.retain(|topic, _| !topic.is_empty() && !is_protected_value("topic", topic));
    let mut topics: Vec<(&str, usize)> = counts.into_iter().collect();
    topics.sort_by_key(|(_, posts)| std::cmp::Reverse(*posts));
    let mut platforms: Vec<String> = Vec::new();
    for post in posts {
        let name = platform_in(post.platform, language);
        if !platforms.contains(&name) {
            platforms.push(name);
        }
    }
    let angles = Angle::ALL.map(|angle| sentence!("angle-name", angle = angle.id()).say(language));
    let names = topics.iter().map(|(topic, _)| *topic).chain(platforms.iter().map(String::as_str));
    let near = nearest(name, names.chain(angles.iter().map(String::as_str))).map(str::to_owned);
    let known = sentence!(
        "compare-known",
        platforms = platforms,
        angles = angles.to_vec(),
        topics = topics.iter().take(MOST_NAMED).map(|(topic, _)| (*topic).to_owned()).collect::<Vec<_>>(),
        has_topics = if topics.is_empty() { "no" } else { "yes" }
    );
    let unknown = match near {
        _ if is_protected(name) => sentence!("compare-protected", name = name),
        Some(near) => sentence!("compare-unknown-near", name = name, near = near),
        None => sentence!("compare-unknown", name = name),
    };
    Problem::new(unknown, known)
}

#[cfg(test)]
mod tests {
    use copydesk_analysis::learn::Observation;
    use copydesk_analysis::{Angle, Language};

    use super::Group;

    #[test]
    fn days_of_the_week_are_read_alone_and_together() {
        let on = |wanted: &str| super::weekdays(wanted).map(|days| days.iter().filter(|it| **it).count());
        assert_eq!((on("weekday"), on("workdays"), on("平日"), on("weekend")), (Some(5), Some(5), Some(5), Some(2)));
        assert_eq!((on("周五"), on("sundays"), on("weekly")), (Some(1), Some(1), None));
    }

    #[test]
    fn a_topic_that_is_called_like_a_month_is_the_topic() {
        let today = jiff::civil::date(2026, 11, 27);
        let of = |posts: &[Observation]| Group::of("十月", posts, today);
        assert!(matches!(of(&[]), Some(Group::Days(..))));
        let post = Observation::draft("", copydesk_analysis::Platform::X, copydesk_analysis::learn::When::default());
        let post = Observation { topic: "十月".into(), ..post };
        assert_eq!(of(&[post]), Some(Group::Topic("十月".into())));
    }

    #[test]
    fn groups_of_people_by_a_protected_trait_are_refused_and_others_are_not() {
        let today = jiff::civil::date(2026, 11, 27);
        let post = Observation::draft("", copydesk_analysis::Platform::X, copydesk_analysis::learn::When::default());
        let of =
            |segment: &str, topic: &str| Observation { segment: segment.into(), topic: topic.into(), ..post.clone() };
        let posts = [
            of("Black customers", "women in tech"),
            of("regulars", "健康"),
            of("回族", "Black Friday"),
            of("Black", ""),
        ];
        let is_protected = |name: &str| Group::is_protected(Group::of(name, &posts, today).as_ref(), name);
        for name in ["Black customers", "women in tech", "回族", "black", "Muslims", "25-34"] {
            assert!(is_protected(name), "{name}");
            let problem = super::unknown(name, &posts, Language::English);
            let said = problem.message.say(Language::English);
            assert!(said.contains("protected trait"), "{said}");
            let help = problem.help.map(|help| help.say(Language::English)).unwrap_or_default();
            assert!(help.contains("健康") && !help.contains("women"), "{help}");
        }
        for name in ["regulars", "健康", "Black Friday", "Chinese", "straight", "2026-10", "tea"] {
            assert!(!is_protected(name), "{name}");
        }
    }

    #[test]
    fn forms_of_the_posts_and_tones_are_known_by_the_names_that_are_shown() {
        let today = jiff::civil::date(2026, 11, 27);
        let when = copydesk_analysis::learn::When::default();
        let mut post = Observation::draft("I love it, wonderful!", copydesk_analysis::Platform::X, when);
        post.format = "Video".into();
        let posts = [post];
        for (name, shown) in [("video", "video"), ("视频", "video"), ("positive", "positive"), ("积极", "positive")]
        {
            let group = Group::of(name, &posts, today).expect(name);
            assert!(group.has(&posts[0]), "{name}");
            assert_eq!(group.name(name.into(), Language::English), shown);
        }
        assert_eq!(Group::of("carousel", &posts, today), None, "no post has that form");
    }

    #[test]
    fn angles_and_languages_are_known_by_the_names_that_are_shown() {
        for (name, angle) in [("straight", Angle::Statement), ("behind the scenes", Angle::BehindTheScenes)] {
            assert_eq!(super::angle(name), Some(angle));
        }
        assert_eq!((super::angle("提问"), super::angle("questions")), (Some(Angle::Question), Some(Angle::Question)));
        assert_eq!(super::language("zh"), Some(Language::Chinese));
        assert_eq!((super::language("english"), super::language("latte")), (Some(Language::English), None));
    }
}
