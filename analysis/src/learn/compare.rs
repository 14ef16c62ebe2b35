//! Two groups of posts against each other, with a test that says when there is nothing to say.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::statistics::{mann_whitney, median, quantile};
use super::{ALARM, Metric, Random};

/// One side of a comparison.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Side {
    /// What it was called.
    pub name: String,
    /// Posts with numbers.
    pub posts: usize,
    /// Their median.
    pub median: f64,
    /// A quarter of them is below.
    pub low: f64,
    /// A quarter of them is above.
    pub high: f64,
}

/// What came of a comparison.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Comparison {
    /// What is compared.
    pub metric: Metric,
    /// First.
    pub left: Side,
    /// Second.
    pub right: Side,
    /// Median of the first ÷ median of the second.
    pub ratio: f64,
    /// Its 95% interval, by drawing posts anew 1,000 times.
    pub interval: (f64, f64),
    /// The chance of such a difference where there is none (Mann and Whitney's test, over all posts).
    pub chance: f64,
    /// Whether they differ: at 5%, and with an interval that leaves out 1.
    pub differs: bool,
}

impl Comparison {
    /// Whether the interval of the medians leaves out 1, by as much as can be shown.
    pub fn is_apart(&self) -> bool {
        self.interval.0 > 1.0 + SHOWN || self.interval.1 < 1.0 - SHOWN
    }
}

/// A ratio closer to 1 than this is shown as 1.
const SHOWN: f64 = 0.005;

/// Posts that each side needs.
pub const LEAST_ON_A_SIDE: usize = 8;
const ROUNDS: usize = 1_000;

/// Compares two groups of values; `None` if one has fewer than [`LEAST_ON_A_SIDE`].
pub fn compare(metric: Metric, left: (&str, &[f64]), right: (&str, &[f64]), seed: u64) -> Option<Comparison> {
    if left.1.len() < LEAST_ON_A_SIDE || right.1.len() < LEAST_ON_A_SIDE {
        return None;
    }
    let side = |(name, values): (&str, &[f64])| Side {
        name: name.to_owned(),
        posts: values.len(),
        median: median(values).unwrap_or(0.0),
        low: quantile(values, 0.25).unwrap_or(0.0),
        high: quantile(values, 0.75).unwrap_or(0.0),
    };
    let log = |values: &[f64]| values.iter().map(|value| metric.to_log(*value)).collect::<Vec<_>>();
    let (first, second) = (log(left.1), log(right.1));
    let difference = |first: &[f64], second: &[f64]| median(first).unwrap_or(0.0) - median(second).unwrap_or(0.0);
    let mut random = Random::new(seed);
    let drawn: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let mut again = |values: &[f64]| -> Vec<f64> {
                (0..values.len()).filter_map(|_| random.choose(values).copied()).collect()
            };
            difference(&again(&first), &again(&second))
        })
        .collect();
    let end = |share| quantile(&drawn, share).unwrap_or(0.0).exp();
    let chance = mann_whitney(left.1, right.1);
    let mut found = Comparison {
        metric,
        left: side(left),
        right: side(right),
        ratio: difference(&first, &second).exp(),
        interval: (end(0.025), end(0.975)),
        chance,
        differs: false,
    };
    // The test looks at all posts, the interval at their middle: a difference that only one of them sees is not called one.
    found.differs = chance < ALARM && found.is_apart();
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_is_told_from_none_and_few_posts_say_nothing() {
        let low: Vec<f64> = (0..20).map(|it| 100.0 + f64::from(it)).collect();
        let high: Vec<f64> = low.iter().map(|it| it * 2.0).collect();
        let found = compare(Metric::Likes, ("B", &high), ("A", &low), 1).expect("enough");
        assert!(found.differs && (1.9..2.1).contains(&found.ratio) && found.interval.0 > 1.5, "{found:?}");
        assert!(!compare(Metric::Likes, ("A", &low), ("B", &low), 1).expect("enough").differs);
        assert_eq!(compare(Metric::Likes, ("A", &low[..7]), ("B", &low), 1), None);
    }

    #[test]
    fn a_difference_is_called_only_where_the_range_leaves_out_one() {
        let mut random = Random::new(3);
        let (mut called, mut by_test_only) = (0, 0);
        for round in 0..200 {
            let mut draw =
                |shift: f64| -> Vec<f64> { (0..30).map(|_| (4.0 + shift + 0.5 * random.normal()).exp()).collect() };
            let (left, right) = (draw(0.25), draw(0.0));
            let found = compare(Metric::Likes, ("A", &left), ("B", &right), round).expect("enough");
            assert!(!found.differs || found.interval.0 > 1.0 || found.interval.1 < 1.0, "{found:?}");
            by_test_only += usize::from(found.chance < ALARM && !found.is_apart());
            let none = compare(Metric::Likes, ("A", &draw(0.0)), ("B", &right), round).expect("enough");
            called += usize::from(none.differs);
        }
        assert!(called <= 15, "{called} of 200 where there is nothing");
        assert!(by_test_only > 0, "the test alone would have called some");
    }
}
