//! How a text feels: VADER for English, a classifier of reviews for Chinese, and nothing for other languages.

mod agreement;
mod chinese;
mod vader;
mod vader_rules;

pub use agreement::{VaderAgreement, vader_agreement};
pub use chinese::{HeldOut, held_out_accuracy};
pub use vader::{Polarity, vader};

use serde::{Deserialize, Serialize};

use crate::Language;

/// How a text feels, and what says so.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Sentiment {
    /// From −1 (bad) over 0 to 1 (good).
    pub score: f64,
    /// What computed it.
    pub method: SentimentMethod,
}

/// What computes a sentiment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SentimentMethod {
    /// VADER 3.3.2, compound score: English social media.
    Vader,
    /// Logistic regression on Chinese product and book reviews: may not transfer to other kinds of text.
    ChineseReviews,
}

/// From this score on a text counts as positive, and from its negative on as negative: VADER's own threshold.
pub const POLAR: f64 = 0.05;

/// The sentiment of a text in `language`; `None` where there is no method for it, or nothing to judge.
pub fn sentiment(text: &str, language: Language) -> Option<Sentiment> {
    match language {
        Language::English => {
            let score = vader(text).compound;
            text.contains(char::is_alphanumeric).then_some(Sentiment { score, method: SentimentMethod::Vader })
        }
        Language::Chinese => {
            let positive = chinese::probability_positive(text)?;
            Some(Sentiment { score: 2.0 * positive - 1.0, method: SentimentMethod::ChineseReviews })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::sentiment;
    use crate::Language;

    #[test]
    fn both_languages_have_a_sentiment_and_others_have_none() {
        let score = |text, language| sentiment(text, language).map(|sentiment| sentiment.score);
        assert!(score("We love this warm, wonderful latte", Language::English) > Some(0.5));
        assert!(score("The queue was terrible and the coffee was cold.", Language::English) < Some(-0.3));
        assert!(score("味道很好，孩子特别喜欢，强烈推荐", Language::Chinese) > Some(0.5));
        assert!(score("质量太差了，很失望，再也不买了", Language::Chinese) < Some(-0.5));
        assert_eq!(score("Der Kaffee war wunderbar", Language::German), None);
        assert_eq!(score("……", Language::Chinese), None);
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]
        #[test]
        fn any_text_has_a_score_within_bounds(text in "(?s).{0,120}") {
            for language in [Language::English, Language::Chinese] {
                if let Some(sentiment) = sentiment(&text, language) {
                    proptest::prop_assert!((-1.0..=1.0).contains(&sentiment.score));
                }
            }
        }
    }
}
