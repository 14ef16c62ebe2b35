//! Words of a text replaced by others, as they stand: whole, with their capitals, her by his or him.

use std::collections::BTreeSet;

use crate::words::{is_han, word_places};

/// What follows "her" that is no possessive: "tell her and", "with her at the counter".
const AFTER_HIM: [&str; 26] = [
    "and", "or", "but", "to", "at", "in", "on", "for", "with", "by", "from", "about", "that", "when", "if", "as", "is",
    "was", "the", "a", "an", "here", "there", "today", "again", "why",
];

/// The same swap the other way round; of several words that become one, the first.
pub(super) fn turned(forms: &[(String, String)]) -> Vec<(String, String)> {
    let mut seen = BTreeSet::new();
    let back = forms.iter().filter(|(_, to)| seen.insert(to.clone()));
    back.map(|(from, to)| (to.clone(), from.clone())).collect()
}

/// The text with each first word replaced by its second wherever it stands as a word; `None` if none does.
pub(super) fn replaced(text: &str, forms: &[(String, String)]) -> Option<String> {
    let mut forms: Vec<&(String, String)> = forms.iter().collect();
    forms.sort_by_key(|(from, _)| std::cmp::Reverse(from.len()));
    // A single Chinese character is a part of many words: 吉他, 其他.
    let single = |from: &str| from.chars().all(is_han) && from.chars().count() == 1;
    let needs_words = forms.iter().any(|(from, _)| single(from));
    let words: BTreeSet<(usize, &str)> =
        if needs_words { word_places(text).into_iter().collect() } else { BTreeSet::new() };
    let mut out = String::new();
    let (mut at, mut found) = (0, false);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let before = text.get(..at).and_then(|it| it.chars().next_back());
        let stands = |form: &&&(String, String)| {
            let from = form.0.as_str();
            let Some(written) = rest.get(..from.len()) else { return false };
            let is_it = written == from || (is_small(from) && written.eq_ignore_ascii_case(from));
            let letter = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && !is_han(c));
            let next = rest.get(from.len()..).and_then(|it| it.chars().next());
            let is_whole = if matches!(from, "她" | "他") {
                is_pronoun(before, next)
            } else if from.chars().all(is_han) {
                !single(from) || words.contains(&(at, from))
            } else {
                !letter(before) && !letter(next)
            };
            is_it && is_whole
        };
        if let Some((from, to)) = forms.iter().find(stands) {
            let (written, after) = rest.split_at(from.len());
            out += &as_written(written, pronoun(from, after).unwrap_or(to));
            (at, found) = (at + from.len(), true);
        } else {
            let next = rest.chars().next()?;
            out.push(next);
            at += next.len_utf8();
        }
    }
    found.then_some(out)
}

/// Whether 他 or 她 stands for a person between these: not in 吉他, 其他, 维他命, 他人, 他乡.
pub(super) fn is_pronoun(before: Option<char>, after: Option<char>) -> bool {
    !matches!(before, Some('吉' | '其' | '维' | '利' | '排'))
        && !matches!(after, Some('人' | '乡' | '日' | '国' | '山' | '命'))
}

fn is_small(word: &str) -> bool {
    word.is_ascii() && word.chars().all(|c| !c.is_uppercase())
}

/// What becomes of "her" and "his", which are each two words of the other.
fn pronoun(from: &str, after: &str) -> Option<&'static str> {
    let next: String = after.strip_prefix(' ').unwrap_or_default().chars().take_while(|c| c.is_alphabetic()).collect();
    let owns = !next.is_empty() && !AFTER_HIM.contains(&next.to_lowercase().as_str());
    match (from, owns) {
        ("her", true) => Some("his"),
        ("her", false) => Some("him"),
        ("his", true) => Some("her"),
        ("his", false) => Some("hers"),
        _ => None,
    }
}

/// A word with the capitals of the one that it stands for.
fn as_written(written: &str, word: &str) -> String {
    let mut letters = written.chars();
    let is_capital = letters.next().is_some_and(char::is_uppercase);
    if !is_capital || !is_small(word) {
        word.to_owned()
    } else if letters.clone().next().is_some() && letters.all(char::is_uppercase) {
        word.to_uppercase()
    } else {
        let mut rest = word.chars();
        rest.next().map(|first| first.to_uppercase().chain(rest).collect()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::super::Swap;
    use super::*;

    fn forms(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(from, to)| ((*from).to_owned(), (*to).to_owned())).collect()
    }

    #[test]
    fn only_whole_words_are_swapped() {
        let she = forms(&[("she", "he")]);
        assert_eq!(replaced("She and she, ashes. SHE!", &she).as_deref(), Some("He and he, ashes. HE!"));
        assert_eq!(replaced("ashes", &she), None);
        assert_eq!(replaced("妈妈和妈妈", &forms(&[("妈妈", "爸爸")])).as_deref(), Some("爸爸和爸爸"));
        assert_eq!(replaced("他弹吉他，其他人听。", &forms(&[("他", "她")])).as_deref(), Some("她弹吉他，其他人听。"));
        let places = forms(&[("New York", "Lagos")]);
        assert_eq!(replaced("New York's best, in new york", &places).as_deref(), Some("Lagos's best, in new york"));
    }

    #[test]
    fn pronouns_are_swapped_as_they_stand() {
        let to_him = Swap::of_forms("she", Some("he"))
            .unwrap_or_else(|| Swap { kind: super::super::SwapKind::Genders, forms: Vec::new() });
        let made = |text| to_him.made(text);
        assert_eq!(
            made("Her latte, made for her by her sister.").as_deref(),
            Some("His latte, made for him by his sister.")
        );
        assert_eq!(
            made("She made it herself; tell her and her crew.").as_deref(),
            Some("He made it himself; tell him and his crew.")
        );
        let back = Swap { kind: to_him.kind, forms: turned(&to_him.forms) };
        assert_eq!(back.made("Give him his cup; it is his.").as_deref(), Some("Give her her cup; it is hers."));
    }
}
