//! How easy a text is to read: the standard formulas for English, a description for Chinese.

use std::collections::HashSet;
use std::sync::LazyLock;

use serde::Serialize;

use super::check::{Check, Figure, Level, Outcome, Why};
use super::document::sentence_borders;
use super::syllables::syllables;
use super::{Document, ReviewTask};
use crate::Language;
use crate::length::url_ranges;
use crate::words::is_han;

/// Fewer words say nothing about how a text reads.
const LEAST_WORDS: usize = 20;
/// The same in Chinese characters.
const LEAST_CHARACTERS: usize = 40;
/// Sentences of so few words are headings and calls; textstat does not count them either.
const FRAGMENT_WORDS: usize = 2;

/// Level 2 of GB 2312, its rows 56 to 87: 3,008 characters that are simplified and seldom. Level 1 is what everybody reads; traditional
/// characters are in neither, and say nothing of how hard a text is.
static RARE: LazyLock<HashSet<char>> = LazyLock::new(|| {
    let codes: Vec<u8> = (0xD8..=0xF7).flat_map(|row| (0xA1..=0xFE).flat_map(move |cell| [row, cell])).collect();
    encoding_rs::GBK.decode_without_bom_handling(&codes).0.chars().filter(|&c| is_han(c)).collect()
});

/// The readability of an English text, by the standard formulas.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Readability {
    /// Flesch 1948: 206.835 − 1.015 W/S − 84.6 Y/W (words, sentences, syllables). Higher is easier; 60 to 70 is plain English.
    pub reading_ease: f64,
    /// Flesch–Kincaid 1975: 0.39 W/S + 11.8 Y/W − 15.59, a US school grade.
    pub grade: f64,
    /// Gunning 1952: 0.4 (W/S + 100 × words of three syllables and more ÷ W).
    pub fog: f64,
    /// McLaughlin 1969: 1.043 √(30 × words of three syllables and more ÷ S) + 3.1291.
    pub smog: f64,
    /// Automated readability index, Smith & Senter 1967: 4.71 characters/W + 0.5 W/S − 21.43.
    pub ari: f64,
    /// Coleman & Liau 1975: 0.0588 L − 0.296 S − 15.8, with letters and sentences for 100 words; textstat has 0.058.
    pub coleman_liau: f64,
    /// W.
    pub words: usize,
    /// S.
    pub sentences: usize,
    /// Y.
    pub syllables: usize,
}

/// The readability of an English text; `None` if it has no words.
///
/// Words are counted as textstat counts them: what white space separates and has a letter or digit, so that "oat-milk" is one.
/// But links, hashtags and mentions are none: nobody reads them word for word.
pub fn readability(text: &str) -> Option<Readability> {
    of_sentences(sentence_borders(text).into_iter().map(|border| text.get(border).unwrap_or_default()))
}

fn of_english(document: &Document<'_>) -> Option<Readability> {
    of_sentences(document.sentences.iter().map(|sentence| document.prose_of(&sentence.range)))
}

fn of_sentences<'t>(all: impl Iterator<Item = &'t str>) -> Option<Readability> {
    let (mut words, mut all_syllables, mut long_words, mut letters, mut characters, mut sentences) =
        (0, 0, 0_usize, 0, 0, 0);
    // One place for all words: to ask for a new one takes longer than to count its syllables.
    let mut word = String::new();
    for sentence in all {
        let mut words_here = 0;
        for chunk in sentence.split_whitespace() {
            if is_link_or_tag(chunk) {
                continue;
            }
            characters += if chunk.is_ascii() { chunk.len() } else { chunk.chars().count() };
            plain_word(chunk, &mut word);
            let word = word.trim_matches('\'');
            if word.is_empty() {
                continue;
            }
            letters += word.chars().filter(|&c| c != '\'').count();
            let count = syllables(word);
            all_syllables += count;
            long_words += usize::from(count >= 3);
            words_here += 1;
        }
        words += words_here;
        sentences += usize::from(words_here > FRAGMENT_WORDS);
    }
    let sentences = sentences.max(1);
    if words == 0 {
        return None;
    }
    let (w, s) = (words as f64, sentences as f64);
    let (per_sentence, per_word) = (w / s, all_syllables as f64 / w);
    let long_words = long_words as f64;
    Some(Readability {
        reading_ease: 206.835 - 1.015 * per_sentence - 84.6 * per_word,
        grade: 0.39 * per_sentence + 11.8 * per_word - 15.59,
        fog: 0.4 * (per_sentence + 100.0 * long_words / w),
        smog: 1.043 * (30.0 * long_words / s).sqrt() + 3.1291,
        ari: 4.71 * characters as f64 / w + 0.5 * per_sentence - 21.43,
        coleman_liau: 5.88 * letters as f64 / w - 29.6 * s / w - 15.8,
        words,
        sentences,
        syllables: all_syllables,
    })
}

fn is_link_or_tag(chunk: &str) -> bool {
    let begin = chunk.trim_start_matches(['(', '"', '“', '\'']);
    begin.starts_with(['#', '＃', '@', '＠']) || has_address(begin) && url_ranges(begin).any(|link| link.start == 0)
}

/// Whether a dot stands inside, as in every address.
fn has_address(chunk: &str) -> bool {
    let bytes = chunk.as_bytes();
    bytes.windows(2).any(|two| two[0] == b'.' && two[1].is_ascii_alphanumeric())
}

/// Puts a word into `plain` in lower case, its letters and digits only, with its apostrophes.
fn plain_word(chunk: &str, plain: &mut String) {
    plain.clear();
    if chunk.is_ascii() {
        let kept = chunk.bytes().filter(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'\''));
        plain.extend(kept.map(|byte| char::from(byte.to_ascii_lowercase())));
        return;
    }
    let lower = chunk.to_lowercase();
    let straight = lower.chars().map(|c| if c == '’' { '\'' } else { c });
    plain.extend(straight.filter(|&c| c.is_alphanumeric() || c == '_' || c == '\''));
}

pub(super) fn check(document: &Document<'_>, task: &ReviewTask<'_>) -> Outcome {
    match document.language {
        Some(Language::English) => english(document, task),
        Some(Language::Chinese) => chinese(document, task),
        _ => Outcome::LeftOut(Why::Language),
    }
}

fn english(document: &Document<'_>, task: &ReviewTask<'_>) -> Outcome {
    let Some(found) = of_english(document).filter(|found| found.words >= LEAST_WORDS) else {
        return Outcome::LeftOut(Why::Short);
    };
    let (good, fair) = task.audience.reading_ease();
    let level = Level::above(-found.reading_ease, -good, -fair);
    let figures = vec![
        ("ease", Figure::Number(tenth(found.reading_ease))),
        ("grade", Figure::Number(tenth(found.grade))),
        ("fog", Figure::Number(tenth(found.fog))),
        ("smog", Figure::Number(tenth(found.smog))),
        ("ari", Figure::Number(tenth(found.ari))),
        ("coleman-liau", Figure::Number(tenth(found.coleman_liau))),
        ("audience", Figure::Words(task.audience.id().into())),
        ("target", Figure::Count(good as usize)),
    ];
    let hardest = document.sentences.iter().max_by_key(|sentence| {
        document.words_of(sentence).iter().map(|word| syllables(&word.lower).pow(2)).sum::<usize>()
    });
    let quotes = hardest.map(|sentence| document.quote(sentence.range.clone())).into_iter().collect();
    Outcome::one(Check::Readability, "hard-to-read", level, figures, quotes)
}

/// Chinese has no grade that the field agrees on, so it is described: how long sentences are in the mean, and how many
/// characters are rare (level 2 of GB 2312), each counted once.
fn chinese(document: &Document<'_>, task: &ReviewTask<'_>) -> Outcome {
    let characters = document.characters();
    if characters < LEAST_CHARACTERS {
        return Outcome::LeftOut(Why::Short);
    }
    let mean = characters as f64 / document.sentences.len().max(1) as f64;
    let han: Vec<char> = document.text.chars().filter(|&c| is_han(c)).collect();
    // Each once: who has met the 萃 of 冷萃 knows it the next time.
    let rare: HashSet<char> = han.iter().copied().filter(|c| RARE.contains(c)).collect();
    let rare_share = rare.len() as f64 / han.len().max(1) as f64;
    let marks = document.text.chars().filter(|c| "，。！？；：、…".contains(*c)).count();
    let thresholds = &task.thresholds;
    let (fair, poor) = thresholds.mean_characters;
    let factor = task.audience.sentence_factor();
    let long = Level::above(mean, fair * factor, poor * factor);
    let (fair, poor) = thresholds.rare_characters;
    let strange = Level::above(rare_share, fair, poor);
    let figures = vec![
        ("mean", Figure::Number(tenth(mean))),
        ("rare", Figure::Number(tenth(rare_share * 100.0))),
        ("marks", Figure::Number(tenth(marks as f64 * 100.0 / characters as f64))),
        ("audience", Figure::Words(task.audience.id().into())),
        ("target", Figure::Count((thresholds.mean_characters.0 * factor).round() as usize)),
    ];
    let longest = document.sentences.iter().max_by_key(|sentence| sentence.characters);
    let quotes = longest.map(|sentence| document.quote(sentence.range.clone())).into_iter().collect();
    Outcome::one(Check::Readability, "hard-to-read-chinese", long.max(strange), figures, quotes)
}

/// Rounded to a tenth.
pub(super) fn tenth(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    use super::{RARE, readability};

    #[test]
    fn rare_characters_are_those_of_level_two() {
        assert_eq!(RARE.len(), 3_008);
        assert!("饕餮氤氲萃".chars().all(|c| RARE.contains(&c)));
        assert!(!"春天的燕麦拿鐵門".chars().any(|c| RARE.contains(&c)));
    }

    /// The beginning of Lincoln's address: 30 words in one sentence, 49 syllables by the dictionary.
    #[test]
    fn the_formulas_give_what_is_computed_by_hand() {
        let text = "Four score and seven years ago our fathers brought forth on this continent, a new nation, conceived in \
                    Liberty, and dedicated to the proposition that all men are created equal.";
        let found = readability(text).expect("it has words");
        assert_eq!((found.words, found.sentences), (30, 1));
        let syllables = found.syllables as f64;
        assert!((found.reading_ease - (206.835 - 1.015 * 30.0 - 84.6 * syllables / 30.0)).abs() < 1e-9);
        assert!((found.grade - (0.39 * 30.0 + 11.8 * syllables / 30.0 - 15.59)).abs() < 1e-9);
        assert_eq!(found.syllables, 49);
    }

    /// Kincaid et al. and many textbooks: "The cat sat on the mat." has a reading ease of 116 and a grade of −1.45.
    #[test]
    fn a_textbooks_example_comes_out_as_printed() {
        let found = readability("The cat sat on the mat.").expect("it has words");
        assert!((found.reading_ease - 116.145).abs() < 0.001, "{found:?}");
        assert!((found.grade + 1.45).abs() < 0.001, "{found:?}");
    }

    /// Coleman & Liau 1975, the abstract of their own paper, as worked through on Wikipedia: 119 words, 5 sentences, 639 letters,
    /// grade 14.5.
    #[test]
    fn coleman_and_liaus_own_abstract_has_the_grade_that_is_published() {
        let text = "Existing computer programs that measure readability are based largely upon subroutines which estimate \
                    number of syllables, usually by counting vowels. The shortcoming in estimating syllables is that it \
                    necessitates keypunching the prose into the computer. There is no need to estimate syllables since word \
                    length in letters is a better predictor of readability than word length in syllables. Therefore, a new \
                    readability formula was computed that has for its predictors letters per 100 words and sentences per 100 \
                    words. Both predictors can be counted by an optical scanning device, and thus the formula makes it \
                    economically feasible for an organization such as the U.S. Office of Education to calibrate the \
                    readability of all textbooks for the public school system.";
        let found = readability(text).expect("it has words");
        assert_eq!((found.words, found.sentences), (119, 5));
        assert!((found.coleman_liau - 14.5).abs() < 0.1, "{found:?}");
    }

    /// Gunning 1952: 20 words to a sentence and 10% hard words make 0.4 × (20 + 10) = 12.
    #[test]
    fn gunnings_measure_of_twenty_words_and_a_tenth_of_hard_ones_is_twelve() {
        let text = format!("{}banana potato.", "we ".repeat(18));
        assert!((readability(&text).expect("it has words").fog - 12.0).abs() < 1e-9);
    }

    /// McLaughlin's conversion table of 1969: in 30 sentences 21 to 30 words of three syllables are grade 8, 43 to 56 grade 10.
    #[test]
    fn smog_grades_are_those_of_its_conversion_table() {
        for (long_words, grade) in [(25, 8.0), (49, 10.0)] {
            let sentence = |place: usize| {
                let here = long_words / 30 + usize::from(place < long_words % 30);
                format!("We like it {}here. ", "banana ".repeat(here))
            };
            let text: String = (0..30).map(sentence).collect();
            let found = readability(&text).expect("it has words").smog;
            assert!((found.round() - grade).abs() < 1e-9, "{long_words}: {found}");
        }
    }

    /// 18 characters (the full stop is one, as in the typewriter's count that the index was made for), 6 words, 1 sentence.
    #[test]
    fn the_automated_index_counts_strokes() {
        let found = readability("The cat sat on the mat.").expect("it has words");
        assert!((found.ari - (4.71 * 18.0 / 6.0 + 0.5 * 6.0 - 21.43)).abs() < 1e-9, "{found:?}");
    }

    #[test]
    fn a_decimal_point_and_an_abbreviation_end_no_sentence_and_a_hyphen_no_word() {
        let found = readability("Dr. Lee opens at 8.30 every day. The oat-milk latte is ready then.").expect("words");
        assert_eq!((found.words, found.sentences), (13, 2));
    }
}
