//! Syllables of English words: a rule, and the words of the CMU Pronouncing Dictionary that it gets wrong. So a word of the
//! dictionary has the dictionary's count; `scripts/syllable-data` makes the list, and has the same rule.

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;

static EXCEPTIONS: LazyLock<HashMap<&str, usize>> = LazyLock::new(|| {
    let lines = include_str!("data/syllables.tsv").lines().filter_map(|line| line.split_once('\t'));
    lines.filter_map(|(word, count)| Some((word, count.parse().ok()?))).collect()
});
static APART: LazyLock<Regex> = LazyLock::new(|| regex("i[ao]|eo|ua|uo|iu|ying|ien|ier|uou"));
static TOGETHER: LazyLock<Regex> =
    LazyLock::new(|| regex("[tsc]io|[tc]ia|qua|quo|geo|xio|gio|gia|ssia|[tc]ien|shia|uar"));
static SILENT: LazyLock<Regex> = LazyLock::new(|| regex("[^aeiouy]e(?:ly|ment|ful|less|ness)"));
static WITHOUT_VOWEL: LazyLock<Regex> = LazyLock::new(|| regex("(?:ism|thm)s?$"));

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the patterns are constant")
}

/// The syllables of a word in lower case, at least 1.
pub(super) fn syllables(word: &str) -> usize {
    EXCEPTIONS.get(word).copied().unwrap_or_else(|| by_rule(word))
}

fn by_rule(word: &str) -> usize {
    let word = word.replace('\'', "");
    let is_vowel = |byte: u8| matches!(byte, b'a' | b'e' | b'i' | b'o' | b'u' | b'y');
    let bytes = word.as_bytes();
    let mut count = 0;
    let mut after_vowel = false;
    for &byte in bytes {
        let vowel = is_vowel(byte);
        count += usize::from(vowel && !after_vowel);
        after_vowel = vowel;
    }
    // The byte `back` places before the end.
    let back = |back: usize| bytes.len().checked_sub(back).and_then(|at| bytes.get(at)).copied();
    let consonant = |at: usize| back(at).is_some_and(|byte| !is_vowel(byte));
    let silent = if word.ends_with('e') {
        consonant(2) && !(back(2) == Some(b'l') && consonant(3))
    } else if word.ends_with("ed") {
        consonant(3) && !matches!(back(3), Some(b't' | b'd'))
    } else if word.ends_with("es") {
        let hissing = matches!(back(3), Some(b's' | b'c' | b'x' | b'z' | b'g' | b'h'));
        consonant(3) && !hissing && !(back(3) == Some(b'l') && consonant(4))
    } else {
        false
    };
    count += APART.find_iter(&word).count() + usize::from(WITHOUT_VOWEL.is_match(&word));
    count += usize::from(word.starts_with("mc") && bytes.get(2).is_some_and(|&byte| !is_vowel(byte)));
    count = count.saturating_sub(TOGETHER.find_iter(&word).count());
    count = count.saturating_sub(usize::from(SILENT.is_match(&word)) + usize::from(silent));
    count.max(1)
}

#[cfg(test)]
mod tests {
    use super::{EXCEPTIONS, by_rule, syllables};

    #[test]
    fn syllables_are_counted_as_the_dictionary_does() {
        let words =
            [("coffee", 2), ("latte", 2), ("the", 1), ("readability", 5), ("poured", 1), ("table", 2), ("idea", 3)];
        for (word, count) in words.into_iter().chain([("business", 2), ("don't", 1), ("every", 3), ("rhythm", 2)]) {
            assert_eq!(syllables(word), count, "{word}");
        }
    }

    #[test]
    fn an_exception_is_one_and_so_the_two_rules_are_the_same() {
        for (word, &count) in EXCEPTIONS.iter() {
            assert_ne!(by_rule(word), count, "{word}");
        }
    }
}
