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

/// The stretches in order: what is not added is the old text, what is not removed the new one. Words are compared as a
/// whole, Chinese by characters (Myers 1986).
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
    stretches
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
