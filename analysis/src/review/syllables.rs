//! Syllables of English words: a rule, and the words of the CMU Pronouncing Dictionary that it gets wrong. So a word of the
//! dictionary has the dictionary's count; `scripts/syllable-data` makes the list, and has the same rule.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

static EXCEPTIONS: LazyLock<FxHashMap<&str, usize>> = LazyLock::new(|| {
    let lines = include_str!("data/syllables.tsv").lines().filter_map(|line| line.split_once('\t'));
    lines.filter_map(|(word, count)| Some((word, count.parse().ok()?))).collect()
});
/// Neighbouring vowels that are two syllables, …
const APART: [&[u8]; 9] = [b"ia", b"io", b"eo", b"ua", b"uo", b"iu", b"ying", b"ien", b"ier"];
/// … and those that are one after all.
const TOGETHER: [&[u8]; 16] = [
    b"tio", b"sio", b"cio", b"tia", b"cia", b"qua", b"quo", b"geo", b"xio", b"gio", b"gia", b"uar", b"ssia", b"tien",
    b"cien", b"shia",
];
/// What makes an e before it silent, behind a consonant.
const SILENCING: [&[u8]; 5] = [b"ly", b"ment", b"ful", b"less", b"ness"];

/// The syllables of a word in lower case, at least 1.
pub(super) fn syllables(word: &str) -> usize {
    EXCEPTIONS.get(word).copied().unwrap_or_else(|| by_rule(word))
}

fn by_rule(word: &str) -> usize {
    if word.contains('\'') {
        return by_rule(&word.replace('\'', ""));
    }
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
    let without_vowel = ["ism", "thm", "isms", "thms"].iter().any(|end| word.ends_with(end));
    count += times(bytes, &APART) + usize::from(without_vowel);
    count += usize::from(word.starts_with("mc") && bytes.get(2).is_some_and(|&byte| !is_vowel(byte)));
    count = count.saturating_sub(times(bytes, &TOGETHER));
    let silent_inside = (1..bytes.len()).any(|at| {
        let behind = bytes.get(at + 1..).unwrap_or_default();
        bytes.get(at) == Some(&b'e')
            && bytes.get(at - 1).is_some_and(|&byte| !is_vowel(byte))
            && SILENCING.iter().any(|end| behind.starts_with(end))
    });
    count = count.saturating_sub(usize::from(silent_inside) + usize::from(silent));
    count.max(1)
}

/// How often one of the pieces stands in a word; none inside another.
fn times(word: &[u8], pieces: &[&[u8]]) -> usize {
    let (mut at, mut count) = (0, 0);
    while let Some(rest) = word.get(at..).filter(|rest| rest.len() > 1) {
        let found = pieces.iter().find(|piece| rest.starts_with(piece));
        count += usize::from(found.is_some());
        at += found.map_or(1, |piece| piece.len());
    }
    count
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

    proptest::proptest! {
        /// The rule as `scripts/syllable-data` has it, in regular expressions: what is in the list depends on it.
        #[test]
        fn pieces_are_counted_as_regular_expressions_count_them(word in "[aeiouygtscqxlmnhrf]{1,14}(?:ism|thm|isms|less)?") {
            let matches = |pattern: &str| regex::Regex::new(pattern).expect("constant").find_iter(&word).count();
            let apart = matches("i[ao]|eo|ua|uo|iu|ying|ien|ier|uou");
            let together = matches("[tsc]io|[tc]ia|qua|quo|geo|xio|gio|gia|ssia|[tc]ien|shia|uar");
            proptest::prop_assert_eq!(super::times(word.as_bytes(), &super::APART), apart);
            proptest::prop_assert_eq!(super::times(word.as_bytes(), &super::TOGETHER), together);
        }
    }

    #[test]
    fn an_exception_is_one_and_so_the_two_rules_are_the_same() {
        for (word, &count) in EXCEPTIONS.iter() {
            assert_ne!(by_rule(word), count, "{word}");
        }
    }
}
