//! What changed between two versions of a text, by words.

use serde::{Deserialize, Serialize};
use similar::{Algorithm, ChangeTag, capture_diff_slices};
use unicode_segmentation::UnicodeSegmentation;

/// A stretch of one or both versions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "change", content = "text", rename_all = "kebab-case")]
pub enum Difference {
    /// In both.
    Same(String),
    /// Only in the old one.
    Removed(String),
    /// Only in the new one.
    Added(String),
}

/// What stands unchanged between two changes and has fewer words than this is no landmark: people would read crumbs.
const LANDMARK: usize = 3;

/// The stretches in order: what is not added is the old text, what is not removed the new one. Words are compared as a
/// whole, Chinese by characters (Myers 1986); where a text was written anew, it changed as a whole.
pub fn difference(old: &str, new: &str) -> Vec<Difference> {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.split_word_bounds().collect(), new.split_word_bounds().collect());
    let mut stretches: Vec<Difference> = Vec::new();
    for operation in capture_diff_slices(Algorithm::Myers, &old, &new) {
        for change in operation.iter_changes(&old, &new) {
            let text = change.value();
            match (change.tag(), stretches.last_mut()) {
                (ChangeTag::Equal, Some(Difference::Same(before)))
                | (ChangeTag::Delete, Some(Difference::Removed(before)))
                | (ChangeTag::Insert, Some(Difference::Added(before))) => before.push_str(text),
                (ChangeTag::Equal, _) => stretches.push(Difference::Same(text.to_string())),
                (ChangeTag::Delete, _) => stretches.push(Difference::Removed(text.to_string())),
                (ChangeTag::Insert, _) => stretches.push(Difference::Added(text.to_string())),
            }
        }
    }
    without_crumbs(stretches)
}

/// Joins changes that have hardly anything between them.
fn without_crumbs(stretches: Vec<Difference>) -> Vec<Difference> {
    // A character of Chinese is a word here.
    let is_crumb = |text: &str| !text.contains('\n') && text.unicode_words().count() < LANDMARK;
    let last = stretches.len().saturating_sub(1);
    let (mut whole, mut removed, mut added) = (Vec::new(), String::new(), String::new());
    for (place, stretch) in stretches.into_iter().enumerate() {
        match stretch {
            Difference::Removed(text) => removed.push_str(&text),
            Difference::Added(text) => added.push_str(&text),
            // Between two changes, and each of them is there already or still to come.
            Difference::Same(text) if place > 0 && place < last && is_crumb(&text) => {
                removed.push_str(&text);
                added.push_str(&text);
            }
            Difference::Same(text) => {
                changed(&mut whole, &mut removed, &mut added);
                whole.push(Difference::Same(text));
            }
        }
    }
    changed(&mut whole, &mut removed, &mut added);
    whole
}

/// Ends a change, what was removed before what was added.
fn changed(whole: &mut Vec<Difference>, removed: &mut String, added: &mut String) {
    let (removed, added) = (std::mem::take(removed), std::mem::take(added));
    whole.extend((!removed.is_empty()).then_some(Difference::Removed(removed)));
    whole.extend((!added.is_empty()).then_some(Difference::Added(added)));
}

#[cfg(test)]
mod tests {
    use super::Difference::{Added, Removed, Same};
    use super::difference;

    #[test]
    fn words_change_as_a_whole_and_chinese_by_characters() {
        let changes = difference("Oat foam, two minutes.", "Oat foam, three minutes.");
        let same = |text: &str| Same(text.into());
        assert_eq!(changes, [same("Oat foam, "), Removed("two".into()), Added("three".into()), same(" minutes.")]);
        let changes = difference("周一的咖啡", "周五的咖啡");
        assert_eq!(changes, [same("周"), Removed("一".into()), Added("五".into()), same("的咖啡")]);
        assert_eq!(difference("", ""), []);
    }

    #[test]
    fn a_sentence_that_was_written_anew_changed_as_a_whole() {
        let (old, new) =
            ("Oat milk, warm foam and a latte in both hands.", "An oat-milk latte, and the seat by the window.");
        let before = "A quiet hour? ";
        let changes = difference(&format!("{before}{old}"), &format!("{before}{new}"));
        let (removed, added) = (old.trim_end_matches('.'), new.trim_end_matches('.'));
        assert_eq!(changes, [Same(before.into()), Removed(removed.into()), Added(added.into()), Same(".".into())]);
        let changes = difference("教你过得松一点：挑个靠墙的座位。", "让你走得慢一点？坐在靠窗的座位。");
        let (removed, added) = ("教你过得松一点：挑个靠墙", "让你走得慢一点？坐在靠窗");
        assert_eq!(changes, [Removed(removed.into()), Added(added.into()), Same("的座位。".into())]);
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]
        #[test]
        fn both_versions_can_be_read_from_it(old in "(?s)[a-c .燕麦\n]{0,30}", new in "(?s)[a-c .燕麦\n]{0,30}") {
            let (mut before, mut after) = (String::new(), String::new());
            for change in difference(&old, &new) {
                match change {
                    Same(text) => { before += &text; after += &text; }
                    Removed(text) => before += &text,
                    Added(text) => after += &text,
                }
            }
            proptest::prop_assert_eq!((before, after), (old, new));
        }
    }
}
