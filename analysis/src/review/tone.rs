//! How a text feels, against how the team wants to sound.

use std::sync::LazyLock;

use regex::Regex;
use serde::Serialize;

use super::check::{Check, Figure, Level, Outcome, Why};
use super::readability::tenth;
use super::{Document, ReviewTask};
use crate::{Language, POLAR, sentiment};

/// How a text should feel.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tone {
    /// Warm, playful, upbeat: its sentiment is positive.
    Positive,
    /// Sober, factual: its sentiment is near the middle.
    Sober,
    /// Nobody said: anything but negative.
    #[default]
    Any,
}

impl Tone {
    /// The tone of a team's words for its voice, such as "warm" or "专业".
    pub fn of_voice(voice: &[String]) -> Self {
        const POSITIVE: [&str; 24] = [
            "warm",
            "friendly",
            "playful",
            "upbeat",
            "cheerful",
            "happy",
            "witty",
            "funny",
            "enthusiastic",
            "positive",
            "optimistic",
            "kind",
            "温暖",
            "亲切",
            "活泼",
            "俏皮",
            "幽默",
            "热情",
            "乐观",
            "积极",
            "可爱",
            "治愈",
            "轻松",
            "有趣",
        ];
        const SOBER: [&str; 14] = [
            "sober",
            "factual",
            "neutral",
            "serious",
            "matter-of-fact",
            "objective",
            "formal",
            "dry",
            "冷静",
            "客观",
            "严肃",
            "中立",
            "理性",
            "克制",
        ];
        let says =
            |list: &[&str]| voice.iter().any(|word| list.iter().any(|known| word.to_lowercase().contains(known)));
        match () {
            () if says(&POSITIVE) => Self::Positive,
            () if says(&SOBER) => Self::Sober,
            () => Self::Any,
        }
    }
}

/// What a text's sentiment says of its tone.
struct Bounds {
    /// From here down it is negative, …
    negative: f64,
    /// … and strongly so.
    very_negative: f64,
    /// From here up it is positive; `None` where that cannot be told.
    positive: Option<f64>,
    /// As far from the middle it is not sober.
    strong: f64,
}

/// VADER's own bound of 0.05 is for single sentences: copy that names what it helps with ("back pain") or tells a story ("our oven
/// died") has a mean of -0.2 and is not negative.
const ENGLISH: Bounds = Bounds { negative: -0.25, very_negative: -0.5, positive: Some(POLAR), strong: 0.5 };
/// The classifier has learned from reviews of things that people bought. Plain copy is nothing like them, and comes out at -0.2
/// with a deviation of 0.25 in the corpus: only what is two deviations below that is called negative, and of warm copy it cannot
/// be said that it is not warm.
const CHINESE: Bounds = Bounds { negative: -0.7, very_negative: -0.9, positive: None, strong: 0.7 };
/// Emoji whose names VADER takes for bad news ("fire", "collision"), and which say in copy that something is new or hot.
const MISREAD: [char; 4] = ['🔥', '💥', '🚨', '💣'];
/// Bad feelings that are over ("不再难过"), which a classifier of single words takes for bad ones.
static RELIEVED: LazyLock<Regex> = LazyLock::new(|| {
    let feelings: Vec<&str> = include_str!("data/zh/relieved.txt").split_whitespace().collect();
    let pattern =
        format!("(?:不再|再也不|再也没有|没有了?|也没有|不用|不必|无需|毫无|告别|忘掉)(?:{})", feelings.join("|"));
    Regex::new(&pattern).expect("the list is constant, and a test reads it")
});
/// The like in English ("no-brainer").
static NO_FEELINGS: LazyLock<Regex> = LazyLock::new(|| {
    let lines: Vec<&str> = include_str!("data/en/no_feelings.txt").lines().filter(|it| !it.starts_with("# ")).collect();
    Regex::new(&format!(r"(?i)(?-u:\b)(?:{})(?-u:\b)", lines.join("|")))
        .expect("the list is constant, and a test reads it")
});
/// Fewer words have no tone.
const LEAST_WORDS: usize = 4;

pub(super) fn check(document: &Document<'_>, task: &ReviewTask<'_>) -> Outcome {
    let language = match document.language {
        Some(language @ (Language::English | Language::Chinese)) => language,
        None => return Outcome::LeftOut(document.why_none()),
        Some(_) => return Outcome::LeftOut(Why::Language),
    };
    if document.words.len() < LEAST_WORDS {
        return Outcome::LeftOut(Why::Short);
    }
    // A long text's sum says nothing but how long it is, so the mean of its sentences counts, as VADER's authors advise.
    let scored: Vec<(f64, &super::document::Part)> = document
        .sentences
        .iter()
        .filter_map(|sentence| {
            let words = document.slice(&sentence.range).replace(MISREAD, "");
            let harmless = if document.is_chinese() { &RELIEVED } else { &NO_FEELINGS };
            let words = harmless.replace_all(&words, "");
            Some((sentiment(&words, language)?.score, sentence))
        })
        .collect();
    if scored.is_empty() {
        return Outcome::LeftOut(Why::Short);
    }
    let mean = scored.iter().map(|(score, _)| score).sum::<f64>() / scored.len() as f64;
    let bounds = if language == Language::Chinese { CHINESE } else { ENGLISH };
    let (kind, level) = match task.tone {
        Tone::Any | Tone::Positive if mean <= bounds.very_negative => ("too-negative", Level::Poor),
        Tone::Any | Tone::Positive if mean <= bounds.negative => ("too-negative", Level::Fair),
        // Plain facts are no fault: a warm voice has them, too.
        Tone::Positive if bounds.positive.is_some_and(|least| mean < least && is_cold(&scored, least)) => {
            ("not-positive", Level::Fair)
        }
        Tone::Sober if mean.abs() > bounds.strong => ("too-strong", Level::Fair),
        _ => ("", Level::Good),
    };
    let lowest = scored.iter().min_by(|left, right| left.0.total_cmp(&right.0));
    let highest = scored.iter().max_by(|left, right| left.0.total_cmp(&right.0));
    let shown = if mean > 0.0 && task.tone == Tone::Sober { highest } else { lowest };
    let quotes = shown.map(|(_, sentence)| document.quote(sentence.range.clone())).into_iter().collect();
    let figures =
        vec![("sentiment", Figure::Number((mean * 100.0).round() / 100.0)), ("scale", Figure::Number(tenth(1.0)))];
    Outcome::one(Check::Tone, kind, level, figures, quotes)
}

/// From so many sentences on, a text in which not one is warm is cold.
const SENTENCES_FOR_WARMTH: usize = 4;

/// Whether a text of some length has no warm sentence at all.
fn is_cold(scored: &[(f64, &super::document::Part)], least: f64) -> bool {
    scored.len() >= SENTENCES_FOR_WARMTH && scored.iter().all(|(score, _)| *score < least)
}
