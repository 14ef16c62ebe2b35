//! Labels of past posts, each with how it was decided: what somebody said counts, else rules.

use copydesk_analysis::{Angle, Language, POLAR, SentimentMethod, sentiment};
use copydesk_storage::{Campaign, LabelKind, LabelSource};

use crate::knowledge::Knowledge;
use crate::texts::{Sentence, sentence};

/// A label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Which.
    pub kind: LabelKind,
    /// What it says; empty if nothing is known.
    pub value: String,
    /// How it was decided.
    pub how: How,
}

/// How a label was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// A person said so.
    Person,
    /// The file said so.
    File,
    /// By the letters and words of the text.
    Script,
    /// VADER 3.3.2.
    Vader,
    /// A classifier that learned from Chinese reviews.
    ChineseReviews,
    /// By the text's beginning and signs.
    Signs,
    /// A classifier that learned from the team's own labels.
    Classifier,
    /// A cluster of the team's posts.
    Cluster,
    /// Nothing says.
    Unknown,
}

impl How {
    /// The name in JSON and in sentences.
    pub fn id(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::File => "file",
            Self::Script => "script",
            Self::Vader => "vader",
            Self::ChineseReviews => "chinese-reviews",
            Self::Signs => "signs",
            Self::Classifier => "classifier",
            Self::Cluster => "cluster",
            Self::Unknown => "unknown",
        }
    }
}

/// Every kind, in the order in which they are shown.
pub const KINDS: [LabelKind; 6] = [
    LabelKind::Topic,
    LabelKind::Hook,
    LabelKind::Sentiment,
    LabelKind::Language,
    LabelKind::Format,
    LabelKind::Segment,
];

/// The kind's names, in English and Chinese: the first two are those that people type.
pub fn names(kind: LabelKind) -> &'static [&'static str] {
    match kind {
        LabelKind::Topic => &["topic", "主题", "话题"],
        LabelKind::Hook => &["hook", "角度", "angle"],
        LabelKind::Sentiment => &["sentiment", "情感", "情绪"],
        LabelKind::Language => &["language", "语言", "lang"],
        LabelKind::Format => &["format", "形式", "体裁"],
        LabelKind::Segment => &["segment", "人群", "受众"],
    }
}

/// The label of a kind.
pub fn label(knowledge: &Knowledge, place: usize, campaign: &Campaign, kind: LabelKind) -> Label {
    let learned = || {
        let label = knowledge.classifiers.get(&kind)?.label(&campaign.post.text)?;
        Some((label.to_string(), How::Classifier))
    };
    let (value, how) = said(campaign, kind).or_else(learned).unwrap_or_else(|| match kind {
        LabelKind::Topic => found(knowledge.topic(place).map(|(name, _)| name), How::Cluster),
        kind => by_rule(campaign, kind),
    });
    Label { kind, value, how }
}

/// What the rules say of a post, whatever people say; empty where there are none, or where they know nothing.
pub fn by_rule(campaign: &Campaign, kind: LabelKind) -> (String, How) {
    match kind {
        LabelKind::Language => found(Language::of(&campaign.post.text).map(Language::code), How::Script),
        LabelKind::Hook => (Angle::of(&campaign.post.text).id().to_string(), How::Signs),
        LabelKind::Sentiment => by_sentiment(&campaign.post.text),
        LabelKind::Format => by_platform(&campaign.post.platform),
        LabelKind::Topic | LabelKind::Segment => (String::new(), How::Unknown),
    }
}

/// What somebody said.
pub fn said(campaign: &Campaign, kind: LabelKind) -> Option<(String, How)> {
    if let Some(given) = campaign.post.labels.get(&kind) {
        let how = if given.by == LabelSource::Person { How::Person } else { How::File };
        return Some((given.value.clone(), how));
    }
    // A topic without a label came with the post: from its file, or from the person who added it.
    let topic = (kind == LabelKind::Topic && !campaign.post.topic.is_empty()).then(|| campaign.post.topic.clone())?;
    Some((topic, if campaign.post.source.is_empty() { How::Person } else { How::File }))
}

fn found(value: Option<&str>, how: How) -> (String, How) {
    value.map_or((String::new(), How::Unknown), |value| (value.to_string(), how))
}

/// From where on Chinese copy is called positive, and from where down negative: the classifier learned from reviews, and
/// plain copy comes out at -0.2 with a deviation of 0.25, so that only what is far from that says something.
const CHINESE_POLAR: (f64, f64) = (0.5, -0.9);

fn by_sentiment(text: &str) -> (String, How) {
    let Some(sentiment) = Language::of(text).and_then(|language| sentiment(text, language)) else {
        return (String::new(), How::Unknown);
    };
    let (positive, negative) = match sentiment.method {
        SentimentMethod::Vader => (POLAR, -POLAR),
        SentimentMethod::ChineseReviews => CHINESE_POLAR,
    };
    let word = match sentiment.score {
        score if score >= positive => "positive",
        score if score <= negative => "negative",
        _ => "neutral",
    };
    let how = match sentiment.method {
        SentimentMethod::Vader => How::Vader,
        SentimentMethod::ChineseReviews => How::ChineseReviews,
    };
    (word.to_string(), how)
}

/// Where a platform has only one format, that is it.
fn by_platform(platform: &str) -> (String, How) {
    match platform {
        "youtube" | "tiktok" => ("video".to_string(), How::Signs),
        "blog" | "wechat" => ("article".to_string(), How::Signs),
        _ => (String::new(), How::Unknown),
    }
}

/// Whether a person says what the program prints, in either language.
fn is_called(text: &str, name: &Sentence) -> bool {
    [Language::English, Language::Chinese].into_iter().any(|it| name.say(it).to_lowercase() == text.to_lowercase())
}

/// A label's value as a person may give it; `None` if the kind has no such value.
pub fn value(kind: LabelKind, text: &str) -> Option<String> {
    let text: String = copydesk_analysis::clean(text.trim()).text.split_whitespace().collect::<Vec<_>>().join(" ");
    let short = !text.is_empty() && text.chars().count() <= 60;
    match kind {
        LabelKind::Language => {
            let called = |it: &Language| is_called(&text, &sentence!("language-name", code = it.code()));
            let language = Language::from_code(&text).or_else(|| Language::ALL.into_iter().find(called));
            language.map(|language| language.code().to_string())
        }
        LabelKind::Hook => {
            let called = |it: &Angle| is_called(&text, &sentence!("angle-name", angle = it.id()));
            let angle = Angle::from_id(&text.to_lowercase()).or_else(|| Angle::ALL.into_iter().find(called));
            angle.map(|angle| angle.id().to_string())
        }
        LabelKind::Sentiment => Some(
            match text.to_lowercase().as_str() {
                "positive" | "积极" | "正面" => "positive",
                "neutral" | "中性" => "neutral",
                "negative" | "消极" | "负面" => "negative",
                _ => return None,
            }
            .to_string(),
        ),
        LabelKind::Topic | LabelKind::Format | LabelKind::Segment => short.then_some(text),
    }
}

#[cfg(test)]
mod tests {
    use copydesk_storage::LabelKind;

    use super::{by_sentiment, value};

    #[test]
    fn plain_chinese_copy_is_neutral_and_strong_words_are_not() {
        for text in ["新店开业，全场八折", "买一送一，仅限本周", "周末市集见"] {
            assert_eq!(
                by_sentiment(text).0,
                "neutral",
                "{text}: {:?}",
                super::sentiment(text, super::Language::Chinese)
            );
        }
        assert_eq!(by_sentiment("味道很好，孩子特别喜欢，强烈推荐").0, "positive");
        assert_eq!(by_sentiment("质量太差了，很失望，再也不买了").0, "negative");
    }

    #[test]
    fn a_value_may_be_said_as_it_is_printed_in_both_languages() {
        let cases = [
            (LabelKind::Hook, "提问", Some("question")),
            (LabelKind::Hook, "Question", Some("question")),
            (LabelKind::Language, "中文", Some("zh")),
            (LabelKind::Language, "English", Some("en")),
            (LabelKind::Sentiment, "消极", Some("negative")),
            (LabelKind::Sentiment, "foo", None),
        ];
        for (kind, said, meant) in cases {
            assert_eq!(value(kind, said).as_deref(), meant, "{said}");
        }
    }
}
