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
    /// The chance of such a difference where there is none (Mann and Whitney's test).
    pub chance: f64,
    /// Whether they differ, at 5%.
    pub differs: bool,
}

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
    Some(Comparison {
        metric,
        left: side(left),
        right: side(right),
        ratio: difference(&first, &second).exp(),
        interval: (end(0.025), end(0.975)),
        chance,
        differs: chance < ALARM,
    })
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
}
