//! The checks, their weights, and what they say.

use serde::Serialize;

use super::{Document, Quote, ReviewTask};
use super::{absolute_terms, brand_rules, call_to_action, claims, closeness, emoji, filler, hashtags, inclusive};
use super::{keyphrase, links, mentions, paragraph_length, passive, platform_length, readability, repeated_starts};
use super::{sentence_length, spelling, tone, transitions};

/// What is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Check {
    /// The team's rules for words.
    BrandRules,
    /// Terms that Chinese advertising law forbids.
    AbsoluteTerms,
    /// How long it is on each platform.
    PlatformLength,
    /// Claims that need proof.
    Claims,
    /// How easy it is to read.
    Readability,
    /// Words that leave people out.
    Inclusive,
    /// Long sentences.
    SentenceLength,
    /// What the reader is to do.
    CallToAction,
    /// Texts that were published before.
    Closeness,
    /// How it feels, against how it should.
    Tone,
    /// Words that say nothing.
    Filler,
    /// How often the keyphrase stands.
    KeyphraseDensity,
    /// Whether the keyphrase stands early.
    KeyphrasePlacement,
    /// Whether the keyphrase stands throughout.
    KeyphraseDistribution,
    /// Long paragraphs.
    ParagraphLength,
    /// Passive voice.
    Passive,
    /// Sentences that begin alike.
    RepeatedStarts,
    /// Words that lead from one sentence to the next.
    Transitions,
    /// Words that are not in the word lists.
    Spelling,
    /// Hashtags.
    Hashtags,
    /// Emoji.
    Emoji,
    /// Links.
    Links,
    /// Mentions.
    Mentions,
}

/// How good something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// One point.
    Good,
    /// Half a point.
    Fair,
    /// None.
    Poor,
}

impl Level {
    pub(super) fn half_points(self) -> u32 {
        match self {
            Self::Good => 2,
            Self::Fair => 1,
            Self::Poor => 0,
        }
    }

    /// Poor above the second bound, fair above the first, else good.
    pub(super) fn above(value: f64, fair: f64, poor: f64) -> Self {
        match () {
            () if value > poor => Self::Poor,
            () if value > fair => Self::Fair,
            () => Self::Good,
        }
    }

    /// Good without faults, fair with one, poor with more: how short texts are judged, whose shares say nothing.
    pub(super) fn of_count(faults: usize) -> Self {
        match faults {
            0 => Self::Good,
            1 => Self::Fair,
            _ => Self::Poor,
        }
    }
}

/// A number or a name that a check came to.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Figure {
    /// A count.
    Count(usize),
    /// A number with decimals.
    Number(f64),
    /// A name, an id or words of the text.
    Words(String),
}

/// What a check came to.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// It applies.
    Judged {
        /// How good it is.
        level: Level,
        /// What it measured.
        figures: Vec<(&'static str, Figure)>,
        /// What is to be mended; empty if it is good.
        findings: Vec<Finding>,
    },
    /// It does not apply.
    LeftOut(Why),
}

impl Outcome {
    /// Nothing to mend.
    pub(super) fn good(figures: Vec<(&'static str, Figure)>) -> Self {
        Self::Judged { level: Level::Good, figures, findings: Vec::new() }
    }

    /// One finding with the figures of the check, unless it is good.
    pub(super) fn one(
        check: Check,
        kind: &'static str,
        level: Level,
        figures: Vec<(&'static str, Figure)>,
        quotes: Vec<Quote>,
    ) -> Self {
        if level == Level::Good {
            return Self::good(figures);
        }
        let finding = Finding::new(check, kind, level, figures.clone(), quotes);
        Self::Judged { level, figures, findings: vec![finding] }
    }
}

/// Why a check does not apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// There is no version of it for the language.
    Language,
    /// The text is too short for it.
    Short,
    /// Nobody said a platform, and the text fits one of those that it may run on.
    NoPlatform,
    /// The platform has no limit, or only one for a title, and the text has none.
    NoLimit,
    /// No keyphrase was given, and none was found.
    NoKeyphrase,
    /// A keyphrase was found, and where it stands is looked at only for one that was given.
    KeyphraseNotGiven,
    /// The keyphrase is not in the text, so it stands nowhere.
    KeyphraseMissing,
    /// The team has no rules for words.
    NoRules,
    /// There are no texts from before.
    NoEarlier,
}

/// A check that applies.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Checked {
    /// Which.
    pub check: Check,
    /// How good the text is in it.
    pub level: Level,
    /// Its part of the score.
    pub weight: u32,
    /// What it measured.
    #[serde(serialize_with = "as_map")]
    pub figures: Vec<(&'static str, Figure)>,
}

/// A check that does not apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// Which.
    pub check: Check,
    /// Why.
    pub why: Why,
}

/// The most places that a finding names, and the most findings of a check with one for each place; more are only counted, so
/// that a text of megabytes takes no more memory than it has to.
pub(super) const QUOTES: usize = 1000;

/// Something to mend.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Finding {
    /// The check that found it.
    pub check: Check,
    /// What kind of fault it is: one of [`KINDS`].
    pub kind: &'static str,
    /// How bad it is.
    pub level: Level,
    /// The figures that belong to it.
    #[serde(serialize_with = "as_map")]
    pub figures: Vec<(&'static str, Figure)>,
    /// Where: the first places, in order.
    pub quotes: Vec<Quote>,
    /// How many more places there are.
    pub more: usize,
}

impl Finding {
    pub(super) fn new(
        check: Check,
        kind: &'static str,
        level: Level,
        figures: Vec<(&'static str, Figure)>,
        mut quotes: Vec<Quote>,
    ) -> Self {
        let more = quotes.len().saturating_sub(QUOTES);
        quotes.truncate(QUOTES);
        Self { check, kind, level, figures, quotes, more }
    }
}

fn as_map<S: serde::Serializer>(figures: &[(&'static str, Figure)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(figures.iter().map(|(name, figure)| (name, figure)))
}

/// Every kind of finding.
#[rustfmt::skip] // a check to a line
pub const KINDS: [&str; 42] = [
    "rule-banned", "rule-preferred", "rule-required",
    "absolute-term",
    "too-long", "title-too-long",
    "claim-superlative", "claim-promise", "claim-number",
    "hard-to-read", "hard-to-read-chinese",
    "excluding",
    "long-sentences",
    "no-call",
    "close-to-earlier",
    "too-negative", "not-positive", "too-strong",
    "filler",
    "keyphrase-missing", "keyphrase-rare", "keyphrase-often",
    "keyphrase-late", "keyphrase-not-in-title", "keyphrase-late-in-title",
    "keyphrase-gap",
    "long-paragraphs",
    "passive",
    "same-starts",
    "few-transitions",
    "spelling", "spelling-unknown",
    "hashtags-many", "hashtags-unused", "hashtags-share",
    "emoji-many", "emoji-none", "emoji-row",
    "links-many", "links-dead",
    "links-insecure",
    "mentions-many",
];

impl Check {
    /// Every check, in the order in which they are listed.
    pub const ALL: [Self; 23] = [
        Self::BrandRules,
        Self::AbsoluteTerms,
        Self::PlatformLength,
        Self::Claims,
        Self::Readability,
        Self::Inclusive,
        Self::SentenceLength,
        Self::CallToAction,
        Self::Closeness,
        Self::Tone,
        Self::Filler,
        Self::KeyphraseDensity,
        Self::KeyphrasePlacement,
        Self::KeyphraseDistribution,
        Self::ParagraphLength,
        Self::Passive,
        Self::RepeatedStarts,
        Self::Transitions,
        Self::Spelling,
        Self::Hashtags,
        Self::Emoji,
        Self::Links,
        Self::Mentions,
    ];

    /// Its name, as in the JSON form.
    pub fn id(self) -> &'static str {
        match self {
            Self::BrandRules => "brand-rules",
            Self::AbsoluteTerms => "absolute-terms",
            Self::PlatformLength => "platform-length",
            Self::Claims => "claims",
            Self::Readability => "readability",
            Self::Inclusive => "inclusive",
            Self::SentenceLength => "sentence-length",
            Self::CallToAction => "call-to-action",
            Self::Closeness => "closeness",
            Self::Tone => "tone",
            Self::Filler => "filler",
            Self::KeyphraseDensity => "keyphrase-density",
            Self::KeyphrasePlacement => "keyphrase-placement",
            Self::KeyphraseDistribution => "keyphrase-distribution",
            Self::ParagraphLength => "paragraph-length",
            Self::Passive => "passive",
            Self::RepeatedStarts => "repeated-starts",
            Self::Transitions => "transitions",
            Self::Spelling => "spelling",
            Self::Hashtags => "hashtags",
            Self::Emoji => "emoji",
            Self::Links => "links",
            Self::Mentions => "mentions",
        }
    }

    /// Its part of the score: what costs money or trust weighs most, taste least.
    pub fn weight(self) -> u32 {
        match self {
            Self::BrandRules | Self::AbsoluteTerms | Self::PlatformLength => 12,
            Self::Claims | Self::Readability => 10,
            Self::Inclusive | Self::SentenceLength => 8,
            Self::CallToAction | Self::Closeness => 6,
            Self::Tone | Self::Filler | Self::Spelling | Self::KeyphraseDensity | Self::KeyphrasePlacement => 5,
            Self::ParagraphLength | Self::Passive | Self::RepeatedStarts | Self::Hashtags | Self::Emoji => 4,
            Self::KeyphraseDistribution | Self::Transitions | Self::Links => 3,
            Self::Mentions => 2,
        }
    }

    pub(super) fn run(self, document: &Document<'_>, task: &ReviewTask<'_>) -> Outcome {
        match self {
            Self::BrandRules => brand_rules::check(document, task),
            Self::AbsoluteTerms => absolute_terms::check(document),
            Self::PlatformLength => platform_length::check(document, task),
            Self::Claims => claims::check(document),
            Self::Readability => readability::check(document, task),
            Self::Inclusive => inclusive::check(document),
            Self::SentenceLength => sentence_length::check(document, task),
            Self::CallToAction => call_to_action::check(document),
            Self::Closeness => closeness::check(document, task),
            Self::Tone => tone::check(document, task),
            Self::Filler => filler::check(document),
            Self::KeyphraseDensity => keyphrase::density(document, task),
            Self::KeyphrasePlacement => keyphrase::placement(document, task),
            Self::KeyphraseDistribution => keyphrase::distribution(document, task),
            Self::ParagraphLength => paragraph_length::check(document, task),
            Self::Passive => passive::check(document),
            Self::RepeatedStarts => repeated_starts::check(document),
            Self::Transitions => transitions::check(document, task),
            Self::Spelling => spelling::check(document, task),
            Self::Hashtags => hashtags::check(document, task),
            Self::Emoji => emoji::check(document, task),
            Self::Links => links::check(document, task),
            Self::Mentions => mentions::check(document),
        }
    }
}
