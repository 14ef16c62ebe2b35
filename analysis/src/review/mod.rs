//! Reviews: what can be computed about a text, the same every time. Each check has a level and a weight; the score is
//! their sum; each finding has its place in the text. Words for people are made elsewhere.

mod absolute_terms;
mod addresses;
mod audience;
mod brand_rules;
mod call_to_action;
mod check;
mod claims;
mod closeness;
pub mod corpus;
mod document;
mod emoji;
mod filler;
mod hashtags;
mod inclusive;
mod instructions;
mod keyphrase;
mod links;
mod mentions;
mod paragraph_length;
mod passive;
mod phrases;
mod platform_length;
mod quote;
mod readability;
mod reading;
mod repeated_starts;
mod sentence_length;
mod spelling;
mod syllables;
mod tone;
mod transitions;

pub use audience::Audience;
pub use check::{Check, Checked, Figure, Finding, KINDS, LeftOut, Level, Outcome, Why};
use document::Document;
pub(crate) use inclusive::excluding_words;
pub use platform_length::Fit;
pub use quote::Quote;
pub use readability::{Readability, readability};
pub use reading::without_orders;
pub(crate) use spelling::is_common_word;
pub(crate) use spelling::is_known as is_english_word;
pub use tone::Tone;

use serde::Serialize;

use reading::Reading;

use crate::{Language, Matcher, Platform};

/// What a text is held against.
#[derive(Debug, Clone, Copy)]
pub struct ReviewTask<'a> {
    /// Its language, if somebody said it.
    pub language: Option<Language>,
    /// Where it is to run, if somebody said it.
    pub platform: Option<Platform>,
    /// The platforms that it may run on, with what they take.
    pub platforms: &'a [PlatformRoom],
    /// What it should be found by.
    pub keyphrase: Option<&'a str>,
    /// How it should feel.
    pub tone: Tone,
    /// The most emoji that fit the brand.
    pub most_emoji: usize,
    /// The team's rules for words.
    pub rules: &'a [Matcher],
    /// Texts that the team published before.
    pub earlier: &'a [Earlier<'a>],
    /// Who reads it.
    pub audience: Audience,
    /// Words that are right, whatever the lists say: the brand's.
    pub known_words: &'a [&'a str],
    /// From where on a figure is fair or poor, where no standard says so.
    pub thresholds: Thresholds,
}

/// What a platform takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlatformRoom {
    /// Which.
    pub platform: Platform,
    /// The most of a post, in the platform's unit; `None` where nothing is known.
    pub limit: Option<u32>,
    /// The most of a title; `None` where posts have none.
    pub title: Option<u32>,
    /// The most hashtags; `None` where none are used.
    pub hashtags: Option<u32>,
}

/// A text that was published before.
#[derive(Debug, Clone, Copy)]
pub struct Earlier<'a> {
    /// Such as "C-031".
    pub id: &'a str,
    /// The text.
    pub text: &'a str,
}

/// Start values for Chinese, for which no standard exists: adapted from those that Yoast publishes for Japanese.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Thresholds {
    /// A Chinese sentence of more characters is long.
    pub sentence_characters: usize,
    /// A Chinese paragraph of more characters is fair, and of more than the second number poor.
    pub paragraph_characters: (usize, usize),
    /// From so many Chinese characters on, a keyphrase has a density.
    pub density_characters: usize,
    /// From so many Chinese characters on, transition words are looked for.
    pub transition_characters: usize,
    /// Characters of a Chinese sentence in the mean: more is fair, more than the second number poor.
    pub mean_characters: (f64, f64),
    /// The share of rare characters: more is fair, more than the second number poor.
    pub rare_characters: (f64, f64),
}

/// What was found in a text.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Review {
    /// 0 to 100: 100 × Σ weight × points ÷ Σ weight over `checks`.
    pub score: u8,
    /// The language that it was held against; `None` if it has no letters, or is in none that is known.
    pub language: Option<Language>,
    /// How large it is.
    pub size: Size,
    /// Every check that applies, in a fixed order.
    pub checks: Vec<Checked>,
    /// Every check that does not, and why.
    pub left_out: Vec<LeftOut>,
    /// What is to be mended, the most important first.
    pub findings: Vec<Finding>,
    /// How it fits each platform.
    pub fits: Vec<Fit>,
    /// What is to be kept in mind about the text; in no sum.
    pub remarks: Vec<Remark>,
}

/// How large a text is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Size {
    /// Unicode characters.
    pub characters: usize,
    /// Words; of Chinese, those that jieba finds.
    pub words: usize,
    /// Sentences.
    pub sentences: usize,
    /// Paragraphs.
    pub paragraphs: usize,
    /// Seconds of silent reading: 238 English words (Brysbaert 2019) or 255 Chinese characters (Trauzettel-Klosinski & Dietz
    /// 2012) a minute.
    pub reading_seconds: usize,
}

/// Something about a text that is no fault.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Remark {
    /// `instructions`, `mixed`, `other-language`, `right-to-left`, `no-letters` or `short`.
    pub kind: &'static str,
    /// Where.
    pub quotes: Vec<Quote>,
}

/// Reviews a text. Takes time linear in its length.
pub fn review(text: &str, task: &ReviewTask<'_>) -> Review {
    let reading = Reading::new(text);
    let document = Document::new(&reading, task.language);
    // Without orders there may be nothing left.
    let is_empty = !document.text.contains(char::is_alphanumeric);
    let mut review = Review {
        score: 0,
        language: document.language,
        size: document.size(),
        checks: Vec::new(),
        left_out: Vec::new(),
        findings: Vec::new(),
        fits: platform_length::fits(&document, task),
        remarks: document.remarks(),
    };
    for check in Check::ALL {
        let outcome = if is_empty { Outcome::LeftOut(Why::Short) } else { check.run(&document, task) };
        match outcome {
            Outcome::LeftOut(why) => review.left_out.push(LeftOut { check, why }),
            Outcome::Judged { level, figures, findings } => {
                review.checks.push(Checked { check, level, weight: check.weight(), figures });
                review.findings.extend(findings);
            }
        }
    }
    review.score = score(&review.checks);
    review.findings.iter_mut().for_each(|finding| document.locate(&mut finding.quotes));
    review.remarks.iter_mut().for_each(|remark| document.locate(&mut remark.quotes));
    // Sorted stably: what is equally important stays in the order of the checks and of the text.
    review.findings.sort_by_key(|finding| (finding.level != Level::Poor, std::cmp::Reverse(finding.check.weight())));
    review
}

/// The documented sum, rounded; 0 if nothing applies.
fn score(checks: &[Checked]) -> u8 {
    let all: u32 = checks.iter().map(|checked| checked.weight * 2).sum();
    let reached: u32 = checks.iter().map(|checked| checked.weight * checked.level.half_points()).sum();
    let percent = (reached * 100 + all / 2).checked_div(all).unwrap_or_default();
    u8::try_from(percent).unwrap_or(100)
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;

#[cfg(test)]
mod copy_tests;
