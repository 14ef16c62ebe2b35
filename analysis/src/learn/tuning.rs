//! Copy as examples to fine-tune a language model on: split, without repeats, without personal data.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use super::Random;
use crate::resemblance;

/// An approved text and what it was about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Copy<'a> {
    /// What was asked for, such as a topic.
    pub brief: &'a str,
    /// The text.
    pub text: &'a str,
}

/// A brief and a text, fit for training.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// What was asked for.
    pub brief: String,
    /// The text.
    pub text: String,
}

/// Examples, split, and what was left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Examples {
    /// To train on.
    pub training: Vec<Example>,
    /// To validate with: nothing of it is nearly in `training`.
    pub validation: Vec<Example>,
    /// Left out because they repeat, or nearly repeat, another.
    pub repeats: usize,
    /// From which personal data was taken out.
    pub cleaned: usize,
    /// Left out because they are too short.
    pub short: usize,
}

/// Characters that a text needs.
const LEAST_CHARACTERS: usize = 10;
/// From this likeness on two texts are the same.
const SAME: f64 = 0.8;
/// One in so many is for validation.
const VALIDATION: usize = 10;

/// What can reach a person: e-mail addresses, phone numbers, names after an @, profile links, and what stands for them.
static PERSONAL: LazyLock<[(Regex, &str); 4]> = LazyLock::new(|| {
    let patterns = [
        (r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", "[email]"),
        (r"(?:\+\d{1,3}[ -]?)?(?:\(\d{1,4}\)[ -]?)?\d{2,4}[ -]?\d{3,4}[ -]?\d{3,4}\b", "[phone]"),
        (r"[@＠][\w\p{Han}.]{2,}", "[name]"),
        (r"\b\d{15,18}[\dXx]?\b", "[number]"),
    ];
    patterns.map(|(pattern, instead)| (Regex::new(pattern).expect("the patterns are constant"), instead))
});

/// A text without what can reach a person, and whether there was any.
pub fn without_personal_data(text: &str) -> (String, bool) {
    // Long numbers first, or the pattern of phones takes a part of them.
    let [email, phone, name, number] = &*PERSONAL;
    let mut clean = text.to_owned();
    for (pattern, instead) in [email, number, phone, name] {
        clean = pattern.replace_all(&clean, *instead).into_owned();
    }
    let changed = clean != text;
    (clean, changed)
}

/// Makes examples of approved copy. Which ones are for validation is the seed's choice.
pub fn examples(copy: &[Copy], seed: u64) -> Examples {
    let mut made = Examples::default();
    let mut kept: Vec<Example> = Vec::new();
    let mut seen = BTreeSet::new();
    for Copy { brief, text } in copy {
        let (text, cleaned) = without_personal_data(text.trim());
        let (brief, _) = without_personal_data(brief.trim());
        if text.chars().count() < LEAST_CHARACTERS {
            made.short += 1;
        } else if !seen.insert(text.to_lowercase()) || kept.iter().any(|other| resemblance(&other.text, &text) >= SAME)
        {
            made.repeats += 1;
        } else {
            made.cleaned += usize::from(cleaned);
            kept.push(Example { brief, text });
        }
    }
    Random::new(seed).shuffle(&mut kept);
    made.validation = kept.split_off(kept.len() - kept.len() / VALIDATION);
    made.training = kept;
    made
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_reach_a_person_is_taken_out_and_prices_and_dates_stay() {
        let clean = |text| without_personal_data(text).0;
        assert_eq!(clean("Write to jo.doe+x@example.org or @jo_doe"), "Write to [email] or [name]");
        assert_eq!(clean("Call +49 170 1234 567 or 138-1234-5678"), "Call [phone] or [phone]");
        assert_eq!(clean("身份证 110101199003071234，找＠小王"), "身份证 [number]，找[name]");
        let plain = "From 14 March 2026, a latte is 4.50 €, 2 for 8.";
        assert_eq!(without_personal_data(plain), (plain.to_owned(), false));
    }

    #[test]
    fn repeats_are_on_neither_side_of_the_split_twice() {
        let texts: Vec<String> = (0..40)
            .map(|it| format!("A text about thing number {} with words of {} and {}.", it, it * 7, it * 13))
            .collect();
        let mut copy: Vec<Copy> = texts.iter().map(|text| Copy { brief: "things", text }).collect();
        copy.extend(texts.iter().take(10).map(|text| Copy { brief: "again", text }));
        copy.push(Copy { brief: "x", text: "Short." });
        let made = examples(&copy, 1);
        assert!(made.repeats >= 10 && made.short == 1, "{made:?}");
        let total = made.training.len() + made.validation.len();
        assert_eq!(made.validation.len(), total / 10);
        assert!(made.validation.iter().all(|it| !made.training.contains(it)));
    }
}
