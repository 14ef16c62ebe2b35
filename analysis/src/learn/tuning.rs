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

/// A validation text is less like any training text than this.
const ALIKE: f64 = 0.6;

/// What can reach a person or stands for one, and what stands in its place.
static PERSONAL: LazyLock<Vec<(Regex, &str)>> = LazyLock::new(|| {
    let lines = include_str!("personal.txt").lines().filter(|line| !line.starts_with('#'));
    let patterns = lines.filter_map(|line| line.split_once('\t'));
    patterns.filter_map(|(instead, pattern)| Some((Regex::new(pattern).ok()?, instead))).collect()
});

/// A text without what can reach a person, and whether there was any.
pub fn without_personal_data(text: &str) -> (String, bool) {
    let mut clean = text.to_owned();
    for (pattern, instead) in &*PERSONAL {
        clean = pattern.replace_all(&clean, *instead).into_owned();
    }
    let changed = clean != text;
    (clean, changed)
}

/// A text by which repeats are known: that only the number is another makes no other text.
fn without_digits(text: &str) -> String {
    let mut bare: String = text.to_lowercase().chars().map(|c| if c.is_numeric() { '0' } else { c }).collect();
    while bare.contains("00") {
        bare = bare.replace("00", "0");
    }
    bare
}

/// Makes examples of approved copy. Which ones are for validation is the seed's choice.
pub fn examples(copy: &[Copy], seed: u64) -> Examples {
    let mut made = Examples::default();
    let mut kept: Vec<(Example, String)> = Vec::new();
    let mut seen = BTreeSet::new();
    for Copy { brief, text } in copy {
        let (text, cleaned) = without_personal_data(text.trim());
        let (brief, _) = without_personal_data(brief.trim());
        if text.chars().count() < LEAST_CHARACTERS {
            made.short += 1;
            continue;
        }
        let bare = without_digits(&text);
        if !seen.insert(bare.clone()) || kept.iter().any(|(_, other)| resemblance(other, &bare) >= SAME) {
            made.repeats += 1;
        } else {
            made.cleaned += usize::from(cleaned);
            kept.push((Example { brief, text }, bare));
        }
    }
    Random::new(seed).shuffle(&mut kept);
    let validation = kept.split_off(kept.len() - kept.len() / VALIDATION);
    // What is much like a text that is trained on tests nothing: it is trained on too.
    for (example, bare) in validation {
        if kept.iter().any(|(_, other)| resemblance(other, &bare) >= ALIKE) {
            made.training.push(example);
        } else {
            made.validation.push(example);
        }
    }
    made.training.extend(kept.into_iter().map(|(example, _)| example));
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
        assert_eq!(clean("Call (555) 123-4567 or +1 (555) 123-4567"), "Call [phone] or [phone]");
        assert_eq!(clean("SSN 123-45-6789, passport X1234567"), "SSN [number], passport [number]");
        assert_eq!(
            clean("Pay with 4111 1111 1111 1111 to DE89 3704 0044 0532 0130 00"),
            "Pay with [number] to [number]"
        );
        assert_eq!(
            clean("Find Mr John Smith at 221 Baker Street or 12 Old Mill Road, Apt 4"),
            "Find [name] at [address] or [address]"
        );
        assert_eq!(clean("加微信 zhangwei_1990，南京西路1266号，找王先生"), "加[name]，[address]，找[name]");
        assert_eq!(clean("jane [at] example [dot] com"), "[email]");
        assert_eq!(clean("See https://example.org/u/jane.doe now"), "See [link] now");
        assert_eq!(PERSONAL.len(), include_str!("personal.txt").lines().filter(|it| it.contains('\t')).count());
        for plain in [
            "We are on WeChat and Telegram, see you at seven.",
            "Open 9-5, 365 days. Room 101.",
            "到店第一百杯送一杯，二楼有座。",
        ] {
            assert_eq!(clean(plain), plain);
        }
        let plain = "From 14 March 2026, a latte is 4.50 €, 2 for 8.";
        assert_eq!(without_personal_data(plain), (plain.to_owned(), false));
    }

    #[test]
    fn repeats_are_on_neither_side_of_the_split_twice() {
        let words = ["kettle", "window", "harbour", "saucer", "lantern", "meadow", "violin", "barrel"];
        let word = |it: usize| words[it % words.len()];
        let texts: Vec<String> = (0..40)
            .map(|it| {
                format!(
                    "{} by the {}: a {} for {} {}",
                    word(it),
                    word(it / 8 + 3),
                    word(it * 3 + 1),
                    word(it + it / 8),
                    word(it * 5 + 2)
                )
            })
            .collect();
        let mut copy: Vec<Copy> = texts.iter().map(|text| Copy { brief: "things", text }).collect();
        copy.extend(texts.iter().take(10).map(|text| Copy { brief: "again", text }));
        copy.push(Copy { brief: "x", text: "Short." });
        let made = examples(&copy, 1);
        assert!(made.repeats >= 10 && made.short == 1, "{made:?}");
        let total = made.training.len() + made.validation.len();
        assert!(total > 10, "{total}");
        let alike = |it: &Example| made.training.iter().any(|other| resemblance(&it.text, &other.text) >= ALIKE);
        assert!(!made.validation.iter().any(alike), "{made:?}");
        let numbered: Vec<String> =
            (40..60).map(|it| format!("Fresh bread number {it}, warm from the oven.")).collect();
        let numbered: Vec<Copy> = numbered.iter().map(|text| Copy { brief: "bread", text }).collect();
        let made = examples(&numbered, 1);
        assert_eq!((made.training.len(), made.validation.len(), made.repeats), (1, 0, 19));
    }
}
