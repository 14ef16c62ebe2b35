//! The words and phrases of a document, each as a number that is the same for all its forms.

use std::collections::HashMap;

use unicode_segmentation::UnicodeSegmentation as _;

use super::Document;
use crate::feed::hash;
use crate::words::{cut_han, is_han, is_stop_word, stem};

/// Words of a phrase, at most.
const LONGEST: usize = 3;
/// Bytes of a document's text that are looked at, besides its title: later sentences repeat or wander.
const TEXT_BYTES: usize = 360;

/// A word or phrase where it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Term<'d> {
    pub(super) key: u64,
    /// As it is written there.
    pub(super) surface: &'d str,
    pub(super) words: u8,
}

#[derive(Debug, Clone, Copy)]
struct Word {
    key: u64,
    /// Stop words are in no term.
    is_stop: bool,
    /// Numbers and single letters are in phrases only.
    is_alone: bool,
}

#[derive(Clone, Copy)]
struct Token {
    start: usize,
    end: usize,
    word: Word,
}

/// Reads documents; remembers words, since most come again.
#[derive(Default)]
pub(super) struct TermReader<'d> {
    words: HashMap<&'d str, Word>,
    tokens: Vec<Token>,
}

impl<'d> TermReader<'d> {
    /// Hands each term of a document to `found`, some more than once.
    pub(super) fn read(&mut self, document: &'d Document, mut found: impl FnMut(Term<'d>)) {
        self.read_text(&document.title, &mut found);
        let mut end = document.text.len().min(TEXT_BYTES);
        while !document.text.is_char_boundary(end) {
            end -= 1;
        }
        self.read_text(document.text.get(..end).unwrap_or_default(), &mut found);
    }

    fn read_text(&mut self, text: &'d str, found: &mut impl FnMut(Term<'d>)) {
        self.tokenise(text);
        for (first, token) in self.tokens.iter().enumerate() {
            let (mut key, mut end) = (0_u64, token.start);
            for (count, token) in self.tokens.iter().skip(first).take(LONGEST).enumerate() {
                let joins = count == 0 || text.get(end..token.start).is_some_and(is_joint);
                if token.word.is_stop || !joins {
                    break;
                }
                key = key.rotate_left(23).wrapping_mul(5) ^ token.word.key;
                end = token.end;
                let words = count as u8 + 1; // at most LONGEST
                if count > 0 || token.word.is_alone {
                    found(Term {
                        key,
                        surface: text.get(self.tokens.get(first).map_or(0, |it| it.start)..end).unwrap_or_default(),
                        words,
                    });
                }
            }
        }
    }

    fn tokenise(&mut self, text: &'d str) {
        self.tokens.clear();
        let mut han: Option<(usize, usize)> = None;
        for (start, piece) in text.unicode_word_indices() {
            let end = start + piece.len();
            if piece.chars().all(is_han) {
                han = match han {
                    Some((first, last)) if last == start => Some((first, end)),
                    other => {
                        self.flush(text, other);
                        Some((start, end))
                    }
                };
                continue;
            }
            self.flush(text, han.take());
            let word = self.word(piece);
            self.tokens.push(Token { start, end, word });
        }
        self.flush(text, han);
    }

    /// Words of a run of Han characters.
    fn flush(&mut self, text: &'d str, run: Option<(usize, usize)>) {
        let Some((from, to)) = run else { return };
        let mut start = from;
        for piece in cut_han(text.get(from..to).unwrap_or_default()) {
            let end = start + piece.len();
            let word = self.word(piece);
            self.tokens.push(Token { start, end, word });
            start = end;
        }
    }

    fn word(&mut self, piece: &'d str) -> Word {
        *self.words.entry(piece).or_insert_with(|| {
            let lower = piece.to_lowercase().replace('’', "'");
            let lower = lower.strip_suffix("'s").unwrap_or(&lower);
            let letters = lower.chars().filter(|letter| letter.is_alphabetic()).count();
            let is_alone = letters >= if lower.chars().any(is_han) { 2 } else { 3 };
            let is_stop = is_stop_word(lower) || lower.starts_with("http") || lower == "www";
            Word { key: hash(stem(lower).as_bytes()), is_stop, is_alone }
        })
    }
}

/// Whether words on both sides make a phrase.
fn is_joint(gap: &str) -> bool {
    matches!(gap, "" | " " | "-" | "‑" | "·" | "&" | " & ")
}

/// The number of a word or phrase that somebody names, as documents have it; `None` if it has no words.
pub(super) fn key_of(phrase: &str) -> Option<u64> {
    let document = Document { title: phrase.to_owned(), ..Document::default() };
    let mut longest = None::<(usize, u64)>;
    TermReader::default().read(&document, |term| {
        if longest.is_none_or(|(length, _)| term.surface.len() > length) {
            longest = Some((term.surface.len(), term.key));
        }
    });
    longest.map(|(_, key)| key)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn terms(text: &str) -> Vec<String> {
        let document = Document { title: text.to_owned(), ..Document::default() };
        let mut terms = Vec::new();
        TermReader::default().read(&document, |term| terms.push(term.surface.to_owned()));
        terms
    }

    #[test]
    fn phrases_end_at_stop_words_and_punctuation() {
        assert_eq!(
            terms("Oat-milk prices, and the label"),
            ["Oat", "Oat-milk", "Oat-milk prices", "milk", "milk prices", "prices", "label"]
        );
        assert_eq!(terms("iPhone 18 is here"), ["iPhone", "iPhone 18"]);
    }

    #[test]
    fn chinese_words_and_phrases_are_terms() {
        let terms = terms("燕麦拿铁的价格战");
        for term in ["燕麦", "燕麦拿铁", "拿铁", "价格战"] {
            assert!(terms.contains(&term.to_owned()), "{term}: {terms:?}");
        }
    }

    #[test]
    fn forms_of_a_word_are_one_term() {
        assert_eq!(key_of("Oat milk price"), key_of("OAT-MILK prices"));
        assert_eq!(key_of("barista's"), key_of("baristas"));
        assert_ne!(key_of("milk oat"), key_of("oat milk"));
        assert_eq!(key_of("the"), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn any_text_is_read(text in any::<String>(), mixed in "[a-z燕麦拿铁 ,-]{0,40}") {
            prop_assert!(terms(&text).iter().all(|term| text.contains(term)));
            prop_assert!(terms(&mixed).iter().all(|term| !term.is_empty()));
        }
    }
}
