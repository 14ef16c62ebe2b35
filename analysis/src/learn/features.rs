//! What of a post can go with its result: numbers and yes-or-no facts that stand before it is posted.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use unicode_segmentation::UnicodeSegmentation;

use super::Observation;
use crate::words::is_han;
use crate::{Angle, Language, content_words, hashtags_in, links_in, sentiment};

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
    /// The hour, as sine and cosine.
    Hour,
    /// The day of the week.
    Weekday,
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
    pub const ALL: [Self; 17] = [
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
        Self::Platform,
        Self::Angle,
        Self::Format,
        Self::Language,
        Self::Topic,
        Self::Column,
        Self::Word,
    ];

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
    /// Whether the post tells of this kind at all. A topic or a form that nobody gave may be any; a word that is not there is not.
    pub(super) fn tells(&self, kind: FeatureKind) -> bool {
        !matches!(kind, FeatureKind::Topic | FeatureKind::Format | FeatureKind::Language)
            || self.facts.iter().any(|fact| fact.kind == kind)
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
        if let Some(hour) = post.when.hour {
            let angle = std::f64::consts::TAU * f64::from(hour) / 24.0;
            number(FeatureKind::Hour, "sin", angle.sin());
            number(FeatureKind::Hour, "cos", angle.cos());
        }
        let mut fact = |kind, level: &str| {
            if !level.is_empty() {
                features.facts.push(Feature::new(kind, level));
            }
        };
        fact(FeatureKind::Weekday, &post.when.weekday().to_string());
        fact(FeatureKind::Platform, post.platform.id());
        fact(FeatureKind::Angle, Angle::of(text).id());
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
        let mut words = content_words(text);
        words.retain(|word| word.chars().count() <= LONGEST_WORD && !word.chars().all(|c| c.is_ascii_digit()));
        words.sort_unstable();
        words.dedup();
        features.facts.extend(words.into_iter().map(|word| Feature::new(FeatureKind::Word, word)));
        features
    }
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
        assert_eq!(number(FeatureKind::Hour, "sin"), Some(1.0));
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
}
