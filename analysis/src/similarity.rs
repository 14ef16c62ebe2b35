//! How close two texts are.

use std::collections::HashSet;

use crate::words::{is_han, words};

/// The units in which copying is measured: words, but single characters where Chinese is written.
fn units(text: &str) -> Vec<String> {
    let mut units = Vec::new();
    for word in words(text) {
        if word.chars().all(is_han) {
            units.extend(word.chars().map(String::from));
        } else {
            units.push(word);
        }
    }
    units
}

/// The longest run of units (words, or Chinese characters) that two texts share.
pub fn longest_shared_run(left: &str, right: &str) -> usize {
    let (left, right) = (units(left), units(right));
    let mut longest = 0;
    // One row of the usual table at a time: row[j] is the length of the run that ends at left[i], right[j].
    let mut row = vec![0; right.len() + 1];
    for unit in &left {
        for j in (0..right.len()).rev() {
            row[j + 1] = if *unit == right[j] { row[j] + 1 } else { 0 };
            longest = longest.max(row[j + 1]);
        }
    }
    longest
}

/// Jaccard similarity of the texts' pairs of neighbouring units, 0 to 1.
pub fn resemblance(left: &str, right: &str) -> f64 {
    let pairs = |text: &str| -> HashSet<(String, String)> {
        let units = units(text);
        units.windows(2).map(|pair| (pair[0].clone(), pair[1].clone())).collect()
    };
    let (left, right) = (pairs(left), pairs(right));
    let shared = left.intersection(&right).count();
    let all = left.len() + right.len() - shared;
    if all == 0 { 0.0 } else { shared as f64 / all as f64 }
}

#[cfg(test)]
mod tests {
    use super::{longest_shared_run, resemblance};

    #[test]
    fn a_copied_run_is_measured_in_words_or_chinese_characters() {
        assert_eq!(longest_shared_run("we pour oat foam slowly", "today we pour oat milk"), 3);
        assert_eq!(longest_shared_run("周一的咖啡上有颗心", "你的咖啡上有颗星"), 6);
        assert_eq!(longest_shared_run("", "anything"), 0);
    }

    #[test]
    fn resemblance_runs_from_none_to_all() {
        assert_eq!(resemblance("slow oat foam", "slow oat foam"), 1.0);
        assert_eq!(resemblance("slow oat foam", "rainy day cake"), 0.0);
    }
}
