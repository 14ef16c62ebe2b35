//! Chinese sentiment: logistic regression on single characters and pairs of neighbours, trained on labelled reviews by
//! `scripts/sentiment-data`. Names are left out of what it judges: who or where somebody is says nothing about how a text feels, but
//! reviews mention some names in better company than others.

use std::collections::HashSet;

use crate::words::without_names;

/// One byte for the bias, then one for the weight of each bucket, in 1/32.
static WEIGHTS: &[u8] = include_bytes!("data/chinese_weights.bin");
/// The reviews that it was not trained on: label (1 is good), a tab, the review.
static HELD_OUT: &str = include_str!("data/chinese_held_out.tsv");

const BUCKETS: u64 = 1 << 18;
const SCALE: f64 = 32.0;

/// How well the classifier does on reviews that it was not trained on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HeldOut {
    /// How many reviews there are.
    pub reviews: usize,
    /// The share that it labels as their authors did, 0 to 1.
    pub accuracy: f64,
}

/// The probability that a Chinese text is positive; `None` if it has no letters.
pub(super) fn probability_positive(text: &str) -> Option<f64> {
    let buckets = buckets(&without_names(text));
    if buckets.is_empty() {
        return None;
    }
    let sum: i32 = buckets.iter().map(|&bucket| weight(bucket + 1)).sum();
    let score = (f64::from(weight(0)) + f64::from(sum) / (buckets.len() as f64).sqrt()) / SCALE;
    Some(1.0 / (1.0 + (-score).exp()))
}

/// Labels the held-out reviews.
pub fn held_out_accuracy() -> HeldOut {
    let labelled = HELD_OUT.lines().filter_map(|line| line.split_once('\t'));
    let (mut reviews, mut right) = (0, 0);
    for (label, review) in labelled {
        reviews += 1;
        let positive = probability_positive(review).is_some_and(|probability| probability > 0.5);
        right += usize::from(positive == (label == "1"));
    }
    HeldOut { reviews, accuracy: right as f64 / reviews.max(1) as f64 }
}

fn weight(place: usize) -> i32 {
    WEIGHTS.get(place).map_or(0, |&byte| i32::from(byte.cast_signed()))
}

/// The buckets of the distinct characters and pairs of neighbouring characters.
fn buckets(text: &str) -> HashSet<usize> {
    let mut kept: Vec<char> = Vec::new();
    for c in text.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            kept.push(c);
        } else if kept.last().is_some_and(|&last| last != ' ') {
            kept.push(' ');
        }
    }
    let mut buckets: HashSet<usize> = kept.iter().filter(|&&c| c != ' ').map(|&c| bucket(&[c])).collect();
    // The last character may be the space behind the text, which is no neighbour.
    let end = kept.len() - usize::from(kept.last() == Some(&' '));
    buckets.extend(kept.get(..end).unwrap_or_default().windows(2).map(bucket));
    buckets
}

/// FNV-1a of the characters' UTF-8.
fn bucket(gram: &[char]) -> usize {
    let mut hash: u64 = 0xCBF2_9CE4_8422_2325;
    for &c in gram {
        for &byte in c.encode_utf8(&mut [0; 4]).as_bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
        }
    }
    usize::try_from(hash % BUCKETS).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{BUCKETS, WEIGHTS, held_out_accuracy, probability_positive};

    #[test]
    fn a_name_or_a_place_makes_no_difference() {
        for (one, other) in [
            ("王芳说这杯拿铁很好喝。", "古丽说这杯拿铁很好喝。"),
            ("来自上海的问候，今天下雨。", "来自河南的问候，今天下雨。"),
        ] {
            assert_eq!(probability_positive(one), probability_positive(other), "{one} {other}");
        }
    }

    #[test]
    fn the_classifier_is_right_about_reviews_that_it_was_not_trained_on() {
        assert_eq!(WEIGHTS.len() as u64, BUCKETS + 1);
        let held_out = held_out_accuracy();
        assert!(held_out.reviews > 1500, "{held_out:?}");
        assert!(held_out.accuracy >= 0.82, "{held_out:?}");
    }
}
