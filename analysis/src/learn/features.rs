//! What of a post can go with its result: numbers and yes-or-no facts that stand before it is posted.

use std::collections::{BTreeMap, HashSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use unicode_segmentation::UnicodeSegmentation;

use super::{Daypart, Observation};
use crate::words::{is_han, post_words};
use crate::{Angle, Language, hashtags_in, links_in, sentiment};

/// A kind of feature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FeatureKind {
    /// log(1 + characters).
    Length,
    /// How many links.
    Links,
    /// How many hashtags.
    Hashtags,
    /// How many @mentions.
    Mentions,
    /// How many emoji.
    Emoji,
    /// Whether it asks something.
    Question,
    /// How it feels, −1 to 1, where there is a method for its language.
    Sentiment,
    /// Words a sentence (characters for Chinese), as a logarithm.
    SentenceLength,
    /// The part of the day, where the hour is known.
    Hour,
    /// The day of the week.
    Weekday,
    /// The part of a day of the week, such as Tuesday mornings, where it stands out from both.
    Slot,
    /// The platform.
    Platform,
    /// The angle that it takes.
    Angle,
    /// Its form, as the data says.
    Format,
    /// Its topic, as the data says.
    Topic,
    /// Its language.
    Language,
    /// A word that is in it.
    Word,
    /// Another column of the data.
    Column,
}

impl FeatureKind {
    /// Every kind, in the order in which they get a place.
    pub const ALL: [Self; 18] = [
        Self::Length,
        Self::Links,
        Self::Hashtags,
        Self::Mentions,
        Self::Emoji,
        Self::Question,
        Self::Sentiment,
        Self::SentenceLength,
        Self::Hour,
        Self::Weekday,
        Self::Slot,
        Self::Platform,
        Self::Angle,
        Self::Format,
        Self::Language,
        Self::Topic,
        Self::Column,
        Self::Word,
    ];

    /// Whether its effect is told for a standard deviation more of it.
    pub fn is_counted(self) -> bool {
        use FeatureKind::{Emoji, Hashtags, Length, Links, Mentions, SentenceLength, Sentiment};
        matches!(self, Length | Links | Hashtags | Mentions | Emoji | Sentiment | SentenceLength)
    }

    /// The name that people type.
    pub fn id(self) -> &'static str {
        match self {
            Self::Length => "length",
            Self::Links => "links",
            Self::Hashtags => "hashtags",
            Self::Mentions => "mentions",
            Self::Emoji => "emoji",
            Self::Question => "question",
            Self::Sentiment => "sentiment",
            Self::SentenceLength => "sentence-length",
            Self::Hour => "hour",
            Self::Weekday => "weekday",
            Self::Slot => "slot",
            Self::Platform => "platform",
            Self::Angle => "angle",
            Self::Format => "format",
            Self::Language => "language",
            Self::Topic => "topic",
            Self::Column => "column",
            Self::Word => "word",
        }
    }

    /// The kind of a name.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.id() == id)
    }
}

/// A feature: its kind, and which one of it, such as weekday 0 or the word "oat".
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Feature {
    /// The kind.
    pub kind: FeatureKind,
    /// Which one; empty for numbers.
    pub level: String,
}

impl Feature {
    pub(super) fn new(kind: FeatureKind, level: impl Into<String>) -> Self {
        Self { kind, level: level.into() }
    }

    /// The column that a fact `name=value` is of; `None` for any other feature.
    pub(super) fn column(&self) -> Option<&str> {
        let named = self.level.split_once('=').filter(|_| self.kind == FeatureKind::Column);
        named.map(|(name, _)| name)
    }
}

/// The features of one post.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Features {
    /// Numbers, missing where they cannot be told.
    pub(super) numbers: BTreeMap<Feature, f64>,
    /// What holds.
    pub(super) facts: Vec<Feature>,
}

/// Longest word that is a feature; longer ones are no words.
const LONGEST_WORD: usize = 24;

impl Features {
    /// Whether the post tells of this kind at all. A topic, a form or an hour that
    /// nobody gave may be any; a word that is not there is not.
    pub(super) fn tells(&self, kind: FeatureKind) -> bool {
        use FeatureKind::{Angle, Format, Hour, Language, Slot, Topic};
        let may_be_any = [Topic, Format, Language, Hour, Slot, Angle];
        !may_be_any.contains(&kind) || self.facts.iter().any(|fact| fact.kind == kind)
    }

    /// Whether the post tells of this feature: of its kind, and of another column of the data whether it has that column.
    pub(super) fn tells_of(&self, feature: &Feature) -> bool {
        match feature.column() {
            Some(name) => self.facts.iter().any(|fact| fact.column() == Some(name)),
            None => self.tells(feature.kind),
        }
    }

    /// Reads them off a post.
    pub(super) fn of(post: &Observation) -> Self {
        let text = post.text.as_str();
        let language = post.language();
        let mut features = Self::default();
        let mut number = |kind, level: &str, value: f64| {
            features.numbers.insert(Feature::new(kind, level), value);
        };
        let links = links_in(text).count();
        number(FeatureKind::Length, "", (text.chars().count() as f64).ln_1p());
        number(FeatureKind::Links, "", links as f64);
        number(FeatureKind::Hashtags, "", (post.hashtags + hashtags_in(text).len()) as f64);
        number(FeatureKind::Mentions, "", mentions(text) as f64);
        number(FeatureKind::Emoji, "", text.chars().filter(|c| is_emoji(*c)).count() as f64);
        number(FeatureKind::Question, "", f64::from(u8::from(text.contains(['?', '？']))));
        if let Some(feeling) = language.and_then(|language| sentiment(text, language)) {
            number(FeatureKind::Sentiment, "", feeling.score);
        }
        if let Some(length) = sentence_length(text, language) {
            number(FeatureKind::SentenceLength, "", length.ln_1p());
        }
        let mut fact = |kind, level: &str| {
            if !level.is_empty() {
                features.facts.push(Feature::new(kind, level));
            }
        };
        fact(FeatureKind::Hour, post.when.daypart().map_or("", Daypart::id));
        fact(FeatureKind::Weekday, &post.when.weekday().to_string());
        fact(FeatureKind::Slot, &post.when.daypart().map_or_else(String::new, |part| slot(post.when.weekday(), part)));
        fact(FeatureKind::Platform, post.platform.id());
        fact(FeatureKind::Angle, if is_read(language) { Angle::of(text).id() } else { "" });
        fact(FeatureKind::Format, &post.format.trim().to_lowercase());
        fact(FeatureKind::Topic, &post.topic.trim().to_lowercase());
        fact(FeatureKind::Language, language.map_or("", Language::code));
        for (name, value) in &post.columns {
            match value.trim().parse::<f64>().ok().filter(|value| value.is_finite()) {
                Some(value) => {
                    features.numbers.insert(Feature::new(FeatureKind::Column, name.as_str()), value);
                }
                None if !value.trim().is_empty() => {
                    features.facts.push(Feature::new(FeatureKind::Column, format!("{name}={}", value.trim())));
                }
                None => {}
            }
        }
        let mut words = words_of(text, language);
        words.retain(|word| word.chars().count() <= LONGEST_WORD && !word.chars().all(|c| c.is_ascii_digit()));
        words.sort_unstable();
        words.dedup();
        features.facts.extend(words.into_iter().map(|word| Feature::new(FeatureKind::Word, word)));
        features
    }
}

/// Whether there are methods for a language: for its angles, its tones, its words that mean nothing alone.
pub fn is_read(language: Option<Language>) -> bool {
    matches!(language, Some(Language::English | Language::Chinese))
}

/// The level of a time of the week.
pub(super) fn slot(weekday: u8, part: Daypart) -> String {
    format!("{weekday}-{}", part.id())
}

/// The words of a text that say what it is about, without those that its language has in every text.
pub(super) fn words_of(text: &str, language: Option<Language>) -> Vec<String> {
    let mut words = post_words(text);
    let list = match language {
        Some(Language::Russian) => stop_words::Language::Russian,
        Some(Language::Arabic) => stop_words::Language::Arabic,
        Some(Language::French) => stop_words::Language::French,
        Some(Language::German) => stop_words::Language::German,
        Some(Language::Spanish) => stop_words::Language::Spanish,
        Some(Language::Italian) => stop_words::Language::Italian,
        Some(Language::Portuguese) => stop_words::Language::Portuguese,
        _ => return words,
    };
    let common: HashSet<&str> = stop_words::get(list).iter().copied().collect();
    words.retain(|word| !common.contains(word.as_str()));
    words
}

/// Names after an `@` that begins a word.
fn mentions(text: &str) -> usize {
    let before = std::iter::once(' ').chain(text.chars());
    let pairs = before.zip(text.chars().zip(text.chars().skip(1).chain([' '])));
    pairs
        .filter(|(before, (at, after))| {
            matches!(at, '@' | '＠') && !before.is_ascii_alphanumeric() && after.is_alphanumeric()
        })
        .count()
}

pub(super) fn is_emoji(c: char) -> bool {
    matches!(c as u32, 0x1F300..=0x1F64F | 0x1F680..=0x1F6FF | 0x1F900..=0x1FAFF | 0x2600..=0x27BF)
}

/// Words a sentence, or characters for Chinese; `None` where sentences cannot be told.
fn sentence_length(text: &str, language: Option<Language>) -> Option<f64> {
    let sentences = text.split(['.', '!', '?', '。', '！', '？', '…', '\n']);
    let sentences = sentences.filter(|sentence| sentence.contains(char::is_alphanumeric)).count();
    let units = match language? {
        Language::Chinese => text.chars().filter(|c| is_han(*c) || c.is_alphanumeric()).count(),
        Language::Japanese => return None,
        _ => text.unicode_words().count(),
    };
    (sentences > 0 && units > 0).then(|| units as f64 / sentences as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Platform;
    use crate::learn::When;

    #[test]
    fn features_are_read_off_a_post() {
        let text = "Is it Monday? @barista knows 😀 https://example.org/x #oat me@home";
        let mut post = Observation::draft(text, Platform::Instagram, When { day: 4, hour: Some(6) });
        post.columns = vec![("budget".into(), "12.5".into()), ("series".into(), "spring".into())];
        let features = Features::of(&post);
        let number = |kind: FeatureKind, level: &str| features.numbers.get(&Feature::new(kind, level)).copied();
        assert_eq!(number(FeatureKind::Mentions, ""), Some(1.0));
        assert_eq!(number(FeatureKind::Emoji, ""), Some(1.0));
        assert_eq!(number(FeatureKind::Links, ""), Some(1.0));
        assert_eq!(number(FeatureKind::Hashtags, ""), Some(1.0));
        assert_eq!(number(FeatureKind::Question, ""), Some(1.0));
        assert!(features.facts.contains(&Feature::new(FeatureKind::Hour, "morning")));
        assert_eq!(number(FeatureKind::Column, "budget"), Some(12.5));
        assert!(features.facts.contains(&Feature::new(FeatureKind::Column, "series=spring")));
        assert!(features.facts.contains(&Feature::new(FeatureKind::Weekday, "0")));
        assert!(features.facts.contains(&Feature::new(FeatureKind::Word, "barista")));
    }

    #[test]
    fn a_language_without_a_method_has_no_sentiment_and_keeps_the_rest() {
        let post = Observation::draft(
            "Der Kaffee ist heute besonders gut und die Sonne scheint.",
            Platform::X,
            When::default(),
        );
        let features = Features::of(&post);
        assert!(!features.numbers.contains_key(&Feature::new(FeatureKind::Sentiment, "")));
        assert!(features.numbers.contains_key(&Feature::new(FeatureKind::Length, "")));
    }

    #[test]
    fn of_a_language_without_methods_no_angle_is_claimed_and_no_word_that_every_text_has() {
        let text = "Новые свечи ручной работы для вас.";
        let features = Features::of(&Observation::draft(text, Platform::X, When::default()));
        let has = |kind: FeatureKind, level: &str| features.facts.contains(&Feature::new(kind, level));
        assert!(!features.tells(FeatureKind::Angle));
        assert!(has(FeatureKind::Word, "свечи") && !has(FeatureKind::Word, "вас"), "{features:?}");
    }
}
