//! Mends what a small model writes: sentences taken apart, the bad ones dropped, the rest cut to fit.

use std::sync::LazyLock;

use regex::Regex;

use crate::{Unit, count};

static SENTENCE_END: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"(?:[.!?…]+["”’)]*(?:\s+|$)|[。！？…]+[”」』）]*\s*|\n+)"#).expect("constant"));

/// The sentences of a text, each with the white space behind it; joined they are the text.
pub fn sentences(text: &str) -> Vec<&str> {
    let mut sentences = Vec::new();
    let mut begin = 0;
    for end in SENTENCE_END.find_iter(text) {
        sentences.push(&text[begin..end.end()]);
        begin = end.end();
    }
    if begin < text.len() {
        sentences.push(&text[begin..]);
    }
    sentences
}

/// Whether a text ends as a sentence does.
pub(crate) fn ends_whole(text: &str) -> bool {
    let end = text.trim_end().trim_end_matches(['"', '”', '’', ')', '」', '』', '）']);
    end.ends_with(['.', '!', '?', '…', '。', '！', '？', '~', '～'])
}

/// `text` without the sentences for which `is_bad` holds, and without an unfinished last one; `None` if nothing is left.
pub fn repair(text: &str, is_bad: impl Fn(&str) -> bool) -> Option<String> {
    let kept: Vec<&str> =
        sentences(text).into_iter().filter(|sentence| ends_whole(sentence) && !is_bad(sentence)).collect();
    let kept = kept.concat().trim().to_string();
    (!kept.is_empty()).then_some(kept)
}

/// `text` cut so that it fits `limit`: after the last sentence that fits; within the first sentence, after the last word
/// that fits, with an ellipsis. The text itself if it fits.
pub fn cut_to_fit(text: &str, limit: u32, unit: Unit) -> String {
    if count(text, unit) <= limit {
        return text.to_string();
    }
    let mut kept = String::new();
    for sentence in sentences(text) {
        let longer = format!("{kept}{sentence}");
        if count(longer.trim_end(), unit) > limit {
            break;
        }
        kept = longer;
    }
    if !kept.trim().is_empty() {
        return kept.trim_end().to_string();
    }
    let borders = text.char_indices().map(|(at, _)| at).filter(|&at| is_word_border(text, at));
    let fitting = borders.map(|at| format!("{}…", text[..at].trim_end())).rfind(|cut| count(cut, unit) <= limit);
    fitting.unwrap_or_default()
}

/// Whether a text may be cut at byte `at`: between words, or before a character of a script without spaces.
fn is_word_border(text: &str, at: usize) -> bool {
    let after = text[at..].chars().next();
    at > 0 && after.is_some_and(|c| c.is_whitespace() || crate::words::is_han(c))
}

#[cfg(test)]
mod tests {
    use super::{cut_to_fit, repair, sentences};
    use crate::{Unit, count};

    #[test]
    fn sentences_are_found_in_both_languages() {
        assert_eq!(sentences("Oat foam. Slow pour! Ready"), ["Oat foam. ", "Slow pour! ", "Ready"]);
        assert_eq!(sentences("燕麦奶泡。慢慢来！好了"), ["燕麦奶泡。", "慢慢来！", "好了"]);
        assert_eq!(sentences("Open at 8.30 today."), ["Open at 8.30 today."]);
    }

    #[test]
    fn bad_and_unfinished_sentences_are_dropped() {
        let mended = repair("Oat foam. Only $4 today. Two minutes, on the way to", |sentence| sentence.contains('$'));
        assert_eq!(mended.as_deref(), Some("Oat foam."));
        assert_eq!(repair("never ends", |_| false), None);
    }

    #[test]
    fn a_text_over_the_limit_is_cut_at_a_sentence_or_else_at_a_word() {
        assert_eq!(cut_to_fit("Oat foam. Slow pour. Warm cup.", 21, Unit::Characters), "Oat foam. Slow pour.");
        assert_eq!(cut_to_fit("one two three four", 10, Unit::Characters), "one two…");
        assert_eq!(cut_to_fit("燕麦奶泡慢慢来", 5, Unit::Characters), "燕麦奶泡…");
        assert_eq!(cut_to_fit("unbreakable", 4, Unit::Characters), "");
    }

    proptest::proptest! {
        #[test]
        fn sentences_joined_are_the_text_and_a_cut_text_always_fits(text in "(?s).{0,80}", limit in 1_u32..40) {
            proptest::prop_assert_eq!(sentences(&text).concat(), text.clone());
            proptest::prop_assert!(count(&cut_to_fit(&text, limit, Unit::Characters), Unit::Characters) <= limit);
        }
    }
}
