//! Chinese sentiment: logistic regression on single characters and pairs of neighbours, trained on labelled reviews by
//! `scripts/sentiment-data`. Names are left out of what it judges: who or where somebody is says nothing about how a text feels, but
//! reviews mention some names in better company than others.

use std::collections::HashSet;

use crate::names::without_names;

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
        let names = [
            "王芳",
            "古丽",
            "阿依古丽",
            "欧阳晓丽",
            "小明",
            "艾力",
            "买买提",
            "阿不都拉",
            "卓玛",
            "扎西",
            "其其格",
            "巴特尔",
            "穆罕默德",
            "约翰",
            "玛丽",
            "陈建国",
            "李娜",
            "慕容雪",
            "朴智妍",
            "丽丽",
            "麦麦提",
            "迪丽热巴",
            "上海",
            "河南",
        ];
        for frame in
            ["{}说这杯拿铁很好喝。", "给{}的蛋糕，撒了肉桂粉。", "没有人比{}更懂我们的菜单。", "窗边有个位子留给{}。"]
        {
            let of = |name: &str| probability_positive(&frame.replace("{}", name)).unwrap_or_default();
            for name in names {
                assert!((of(name) - of("王芳")).abs() < 0.04, "{name} in {frame}: {} {}", of(name), of("王芳"));
            }
        }
    }

    #[test]
    fn what_feels_like_something_still_does() {
        let of = |text: &str| probability_positive(text).unwrap_or_default();
        assert!(of("房间很安静，服务温馨。") > of("房间很{}，服务{}。") + 0.02);
        assert!(of("家具陈旧。") < of("家具{}。") - 0.02);
    }

    #[test]
    fn the_classifier_is_right_about_reviews_that_it_was_not_trained_on() {
        assert_eq!(WEIGHTS.len() as u64, BUCKETS + 1);
        let held_out = held_out_accuracy();
        assert!(held_out.reviews > 1500, "{held_out:?}");
        assert!(held_out.accuracy >= 0.82, "{held_out:?}");
    }
}
