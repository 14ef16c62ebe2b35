//! Texts with planted faults, written for this: whether the checks find every one of them, and nothing else.
//!
//! A text begins with `=== ` and what it is. Lines up to `---` say what it is held against (`platform: x 280 2`: characters
//! and hashtags that fit, `-` for none; `title: 60`, behind it; `keyphrase:`, `tone:`, `emoji:`, `rule: banned | words`,
//! `rule: preferred | words > better`, `rule: required | words`, `earlier: C-031 | text`), and which faults it has:
//! `fault: kind | words`. The words are where the fault is; a fault of the whole text has none.

mod read;

use std::collections::BTreeMap;
use std::fmt;

use super::{Audience, Check, Earlier, KINDS, PlatformRoom, Review, ReviewTask, Thresholds, Tone, review};
use crate::{Matcher, Platform, Rule, RuleKind};

/// The texts, by language.
const FILES: [&str; 2] = [include_str!("english.txt"), include_str!("chinese.txt")];

/// A text with its faults.
#[derive(Debug, Clone)]
pub struct CorpusText {
    /// What it is, such as "a café's post, clean".
    pub name: &'static str,
    /// The text.
    pub text: &'static str,
    /// What was planted.
    pub faults: Vec<Planted>,
    platform: Option<(Platform, PlatformRoom)>,
    keyphrase: Option<&'static str>,
    tone: Tone,
    most_emoji: usize,
    rules: Vec<Matcher>,
    earlier: Vec<Earlier<'static>>,
}

/// A planted fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Planted {
    /// One of [`KINDS`].
    pub kind: &'static str,
    /// The words that it is in; empty if it is the whole text's.
    pub words: &'static str,
}

/// The texts.
///
/// # Errors
/// The line that can't be read, and why.
pub fn corpus() -> Result<Vec<CorpusText>, String> {
    let mut texts = Vec::new();
    for file in FILES {
        texts.extend(read::texts(file)?);
    }
    Ok(texts)
}

impl CorpusText {
    /// Reviews it.
    pub fn review(&self, thresholds: Thresholds) -> Review {
        let rooms: Vec<PlatformRoom> = self.platform.iter().map(|(_, room)| *room).collect();
        let task = ReviewTask {
            language: None,
            platform: self.platform.map(|(platform, _)| platform),
            platforms: &rooms,
            keyphrase: self.keyphrase,
            audience: Audience::default(),
            known_words: &[],
            tone: self.tone,
            most_emoji: self.most_emoji,
            rules: &self.rules,
            earlier: &self.earlier,
            thresholds,
        };
        review(self.text, &task)
    }

    /// Sets what was found beside what was planted.
    fn compare(&self, review: &Review, measured: &mut Measured) {
        let mut left: Vec<Planted> = self.faults.clone();
        let mut quoted: Vec<(Check, &'static str, std::ops::Range<usize>)> = Vec::new();
        for finding in &review.findings {
            let places = finding.quotes.iter().map(|quote| (finding.check, finding.kind, quote.start..quote.end));
            quoted.extend(places);
            if finding.quotes.is_empty() {
                quoted.push((finding.check, finding.kind, 0..self.text.len()));
            }
        }
        // One that is quoted at several places of the same fault is found once.
        for (check, kind, range) in quoted {
            let tally = measured.checks.entry(check.id()).or_default();
            let is_it = |planted: &Planted| planted.kind == kind && self.covers(planted, &range);
            if !self.faults.iter().any(is_it) {
                tally.false_alarms += 1;
                let words = self.text.get(range.clone()).unwrap_or_default().chars().take(60).collect::<String>();
                measured.wrong.push(format!("{}: {kind} found in “{words}”, not planted", self.name));
            }
            let before = left.len();
            left.retain(|planted| !is_it(planted));
            tally.found += before - left.len();
        }
        for planted in left {
            let check = check_of(planted.kind);
            measured.checks.entry(check).or_default().missed += 1;
            measured.wrong.push(format!("{}: {} in “{}” not found", self.name, planted.kind, planted.words));
        }
    }

    /// Whether the words of a fault and what was quoted share a place. The words may stand several times.
    fn covers(&self, planted: &Planted, range: &std::ops::Range<usize>) -> bool {
        planted.words.is_empty()
            || self
                .text
                .match_indices(planted.words)
                .any(|(at, words)| at < range.end && range.start < at + words.len())
    }
}

/// The check that finds a kind of fault, by its name.
fn check_of(kind: &str) -> &'static str {
    let check = match kind {
        _ if kind.starts_with("rule-") => Check::BrandRules,
        "absolute-term" => Check::AbsoluteTerms,
        "too-long" | "title-too-long" => Check::PlatformLength,
        _ if kind.starts_with("claim-") => Check::Claims,
        _ if kind.starts_with("hard-to-read") => Check::Readability,
        "excluding" => Check::Inclusive,
        "long-sentences" => Check::SentenceLength,
        "no-call" => Check::CallToAction,
        "close-to-earlier" => Check::Closeness,
        "too-negative" | "not-positive" | "too-strong" => Check::Tone,
        "filler" => Check::Filler,
        "keyphrase-missing" | "keyphrase-rare" | "keyphrase-often" => Check::KeyphraseDensity,
        "keyphrase-gap" => Check::KeyphraseDistribution,
        _ if kind.starts_with("keyphrase-") => Check::KeyphrasePlacement,
        "long-paragraphs" => Check::ParagraphLength,
        "passive" => Check::Passive,
        "same-starts" => Check::RepeatedStarts,
        "few-transitions" => Check::Transitions,
        _ if kind.starts_with("hashtags-") => Check::Hashtags,
        _ if kind.starts_with("emoji-") => Check::Emoji,
        _ if kind.starts_with("links-") => Check::Links,
        _ if kind.starts_with("spelling") => Check::Spelling,
        _ => Check::Mentions,
    };
    check.id()
}

/// How often a check was right.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Planted faults that were found.
    pub found: usize,
    /// Planted faults that were not.
    pub missed: usize,
    /// Places that were found and not planted.
    pub false_alarms: usize,
}

impl Tally {
    /// The share of the planted faults that were found, 0 to 1; 1 if none were planted.
    pub fn recall(self) -> f64 {
        share(self.found, self.missed)
    }

    /// The share of what was found that was planted, 0 to 1; 1 if nothing was found.
    pub fn precision(self) -> f64 {
        share(self.found, self.false_alarms)
    }
}

fn share(right: usize, wrong: usize) -> f64 {
    if right + wrong == 0 { 1.0 } else { right as f64 / (right + wrong) as f64 }
}

/// What came of a run over all texts.
#[derive(Debug, Clone, Default)]
pub struct Measured {
    /// How many texts there are.
    pub texts: usize,
    /// How many of them have no fault.
    pub clean: usize,
    /// By check.
    pub checks: BTreeMap<&'static str, Tally>,
    /// What was missed, and what was found too much, in words.
    pub wrong: Vec<String>,
}

impl Measured {
    /// Of all checks.
    pub fn all(&self) -> Tally {
        self.checks.values().fold(Tally::default(), |sum, tally| Tally {
            found: sum.found + tally.found,
            missed: sum.missed + tally.missed,
            false_alarms: sum.false_alarms + tally.false_alarms,
        })
    }
}

impl fmt::Display for Measured {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} texts, {} of them without a fault", self.texts, self.clean)?;
        writeln!(f, "{:<24}{:>8}{:>7}{:>8}{:>11}", "check", "planted", "found", "recall", "precision")?;
        let mut line = |name: &str, tally: Tally| {
            let (recall, precision) = (tally.recall(), tally.precision());
            writeln!(f, "{name:<24}{:>8}{:>7}{recall:>8.2}{precision:>11.2}", tally.found + tally.missed, tally.found)
        };
        for check in Check::ALL {
            line(check.id(), self.checks.get(check.id()).copied().unwrap_or_default())?;
        }
        line("all", self.all())?;
        self.wrong.iter().try_for_each(|wrong| writeln!(f, "{wrong}"))
    }
}

/// Reviews every text.
///
/// # Errors
/// The line of the corpus that can't be read, and why.
pub fn measure(thresholds: Thresholds) -> Result<Measured, String> {
    let texts = corpus()?;
    let mut measured = Measured { texts: texts.len(), ..Measured::default() };
    for text in &texts {
        measured.clean += usize::from(text.faults.is_empty());
        text.compare(&text.review(thresholds), &mut measured);
    }
    Ok(measured)
}

#[cfg(test)]
mod tests {
    use super::super::Check;
    use super::super::tests::THRESHOLDS;
    use super::{check_of, corpus, measure};

    #[test]
    fn every_planted_fault_is_found_and_nothing_else() {
        let measured = measure(THRESHOLDS).expect("the corpus can be read");
        assert!(measured.texts >= 60, "{}", measured.texts);
        assert!(measured.wrong.is_empty(), "{measured}");
    }

    #[test]
    fn every_check_has_at_least_two_planted_faults_and_many_texts_have_none() {
        let texts = corpus().expect("the corpus can be read");
        for check in Check::ALL {
            let faults = texts.iter().flat_map(|text| &text.faults).filter(|it| check_of(it.kind) == check.id());
            assert!(faults.count() >= 2, "{}", check.id());
        }
        assert!(texts.iter().filter(|text| text.faults.is_empty()).count() >= 20);
    }

    #[test]
    fn the_words_of_a_fault_stand_in_its_text() {
        for text in corpus().expect("the corpus can be read") {
            for fault in &text.faults {
                assert!(text.text.contains(fault.words), "{}: {fault:?}", text.name);
            }
        }
    }
}
