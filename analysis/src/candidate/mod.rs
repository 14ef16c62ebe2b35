//! Judges what a model wrote: faults that rule a candidate out, and terms that rank the rest.

mod faults;
mod terms;

pub(crate) use faults::claims;
pub use faults::unknown_numbers;

use std::collections::HashSet;

use serde::Serialize;

use crate::{Angle, Format, Language, Matcher};

/// What was asked for, as far as a text can be judged by it.
#[derive(Debug, Clone, Copy)]
pub struct Task<'a> {
    /// The language that the copy should be in.
    pub language: Language,
    /// Post, title or script.
    pub format: Format,
    /// The subject.
    pub topic: &'a str,
    /// The angle asked for.
    pub angle: Angle,
    /// Everything that the model was told as fact about this request; a number or name from elsewhere is invented.
    pub known: &'a str,
    /// The brand's name, which is nobody's invention.
    pub brand: &'a str,
    /// Texts that the model saw as examples; running on in their words is copying.
    pub examples: &'a [String],
    /// Ideas that were chosen already for the same request.
    pub chosen: &'a [String],
    /// Content words of the team's own copy: what it usually speaks of.
    pub vocabulary: &'a HashSet<String>,
    /// Words that the team likes.
    pub words_to_use: &'a [String],
    /// Words that the team avoids.
    pub words_to_avoid: &'a [String],
    /// The team's rules for words. What breaks a ban or a preference is a fault; required words are no candidate's fault.
    pub rules: &'a [Matcher],
}

/// One text to be judged.
#[derive(Debug, Clone, Copy)]
pub struct Candidate<'a> {
    /// The text, without hashtags.
    pub text: &'a str,
    /// Mean log probability of its tokens, where the model tells (natural logarithm, ≤ 0).
    pub mean_logprob: Option<f32>,
}

/// Why a candidate is ruled out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "fault", content = "what", rename_all = "kebab-case")]
pub enum Fault {
    /// It says too little of the topic.
    OffTopic,
    /// It is in another language than asked for.
    WrongLanguage,
    /// Fewer words than a piece of copy has.
    TooShort,
    /// It runs on in the words of an example or past post; the words.
    Copied(String),
    /// It says what an idea chosen before says.
    SameAsBefore,
    /// A number, price or share that nobody gave.
    InventedNumber(String),
    /// A name that nobody gave.
    InventedName(String),
    /// A link that nobody gave.
    InventedLink(String),
    /// A claim that needs a proof which nobody gave, such as "the best in the world".
    UnprovenClaim(String),
    /// It says the same words over and over.
    Repetitive(String),
    /// A word that the team avoids, or that a rule bans or replaces.
    AvoidedWord(String),
    /// It speaks about the task, or carries its markup.
    SpeaksOfTask(String),
    /// It ends in the middle of a sentence.
    Unfinished,
}

/// One reason for a candidate's place.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Term {
    /// What is looked at: `topic`, `angle`, `length`, `voice`, `natural`, `fresh`.
    pub name: &'static str,
    /// 0 (bad) to 1 (good).
    pub value: f64,
    /// Its share of the score; the weights sum to 1.
    pub weight: f64,
}

/// What was found in a candidate.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Verdict {
    /// Why it is ruled out; empty if it holds.
    pub faults: Vec<Fault>,
    /// What ranks it.
    pub terms: Vec<Term>,
}

impl Verdict {
    /// Whether nothing rules the candidate out.
    pub fn holds(&self) -> bool {
        self.faults.is_empty()
    }

    /// The weighted sum of the terms, 0 to 1.
    pub fn score(&self) -> f64 {
        self.terms.iter().map(|term| term.value * term.weight).sum()
    }
}

/// Judges one candidate.
pub fn judge(task: &Task<'_>, candidate: &Candidate<'_>) -> Verdict {
    Verdict { faults: faults::find(task, candidate.text), terms: terms::weigh(task, candidate) }
}

/// Whether one sentence may stand: it invents nothing, avoids the team's words to avoid, and does not speak of the task.
pub fn is_sound(task: &Task<'_>, sentence: &str) -> bool {
    faults::find_in_sentence(task, sentence).next().is_none()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::sync::LazyLock;

    use super::{Candidate, Fault, Task, judge};
    use crate::{Angle, Format, Language, Rule, RuleKind};

    static NO_WORDS: LazyLock<HashSet<String>> = LazyLock::new(HashSet::new);

    fn task<'a>(examples: &'a [String], chosen: &'a [String], avoid: &'a [String]) -> Task<'a> {
        Task {
            vocabulary: &NO_WORDS,
            language: Language::English,
            format: Format::Post,
            topic: "oat-milk latte",
            angle: Angle::Question,
            known: "oat-milk latte",
            brand: "Morning Barn",
            examples,
            chosen,
            words_to_use: &[],
            words_to_avoid: avoid,
            rules: &[],
        }
    }

    fn faults(text: &str) -> Vec<Fault> {
        let examples = ["Cold brew waits all night so that you never have to wait at all.".to_string()];
        let chosen = ["Is your oat latte ready for the early train?".to_string()];
        let avoid = ["game-changer".to_string()];
        judge(&task(&examples, &chosen, &avoid), &Candidate { text, mean_logprob: None }).faults
    }

    #[test]
    fn a_good_post_has_no_fault() {
        assert_eq!(faults("What does a slow morning taste like? Oat milk, warm foam, a latte by the window."), []);
        assert_eq!(faults("Could Monday be kinder? Our oat-milk latte at Morning Barn says so."), []);
    }

    #[test]
    fn each_fault_is_named_with_its_words() {
        assert_eq!(faults("What does a rainy morning want? A warm roll and a seat."), [Fault::OffTopic]);
        assert_eq!(faults("Our oat latte costs 3.50 this whole week."), [Fault::InventedNumber("3.50".into())]);
        assert_eq!(faults("Ask for Sarah and an oat latte at the window."), [Fault::InventedName("Sarah".into())]);
        assert_eq!(
            faults("An oat latte is a real game-changer for slow mornings."),
            [Fault::AvoidedWord("game-changer".into())]
        );
        assert_eq!(faults("Is your oat latte ready for the early train now?"), [Fault::SameAsBefore]);
        assert_eq!(faults("Latte."), [Fault::TooShort]);
        assert_eq!(faults("燕麦拿铁 oat latte 燕麦拿铁来啦，快来尝一尝吧。").first(), Some(&Fault::WrongLanguage));
        assert_eq!(faults("An oat latte is warm, and then we"), [Fault::Unfinished]);
        assert_eq!(
            faults("The oat latte waits all night so that you never do.").first(),
            Some(&Fault::Copied("waits all night so that you never".into()))
        );
        assert!(matches!(
            faults("An oat latte so warm, oat foam so warm, a seat so warm.")[..],
            [Fault::Repetitive(_)]
        ));
        assert!(matches!(faults("Topic: oat latte. A warm cup waits here.")[..], [Fault::SpeaksOfTask(_)]));
    }

    #[test]
    fn a_rule_that_is_broken_is_a_fault_and_a_required_word_that_is_missing_is_none() {
        let rule = |kind, pattern: &str| Rule { kind, pattern: pattern.into(), example: String::new() }.matcher();
        let rules: Vec<_> = [
            rule(RuleKind::Banned, "cosy"),
            rule(RuleKind::Preferred { say: "café".into() }, "shop"),
            rule(RuleKind::Required, "Morning Barn"),
        ]
        .into_iter()
        .flatten()
        .collect();
        let task = Task { rules: &rules, ..task(&[], &[], &[]) };
        let faults = |text| judge(&task, &Candidate { text, mean_logprob: None }).faults;
        assert_eq!(faults("What does a slow oat-milk latte say to the window?"), []);
        assert_eq!(faults("What does a cosy oat-milk latte say to the window?"), [Fault::AvoidedWord("cosy".into())]);
        assert_eq!(faults("Which shops pour an oat-milk latte by the window?"), [Fault::AvoidedWord("shops".into())]);
    }

    #[test]
    fn chinese_is_judged_in_its_own_units() {
        let task = Task {
            vocabulary: &NO_WORDS,
            language: Language::Chinese,
            format: Format::Post,
            topic: "新品燕麦拿铁",
            angle: Angle::Question,
            known: "新品燕麦拿铁",
            brand: "",
            examples: &[],
            chosen: &[],
            words_to_use: &[],
            words_to_avoid: &[],
            rules: &[],
        };
        let faults = |text| judge(&task, &Candidate { text, mean_logprob: None }).faults;
        assert_eq!(faults("周一的早上，一杯热乎乎的燕麦拿铁，能不能让你慢下来？"), []);
        assert_eq!(faults("燕麦拿铁只要九块九元，快来店里尝一口新味道。"), [Fault::InventedNumber("九块".into())]);
        assert_eq!(faults("今天的面包刚刚出炉，外脆里软，快来尝尝。"), [Fault::OffTopic]);
    }

    #[test]
    fn the_terms_weights_sum_to_one_and_the_angle_asked_for_scores_higher() {
        let task = task(&[], &[], &[]);
        let verdict = |text| judge(&task, &Candidate { text, mean_logprob: Some(-1.0) });
        let asked = verdict("Could an oat latte make Monday kinder to you? We think it could.");
        let told = verdict("An oat latte makes Monday kinder to you. We really think it does.");
        assert!((asked.terms.iter().map(|term| term.weight).sum::<f64>() - 1.0).abs() < 1e-9);
        assert!(asked.score() > told.score());
    }
}
