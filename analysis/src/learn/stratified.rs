//! How far one group of values is above another where both are divided into strata, such as platforms, and values are held only
//! against those of their own stratum: van Elteren's test (1960), the range of differences that it does not refuse, and what
//! lies in the middle of that (Hodges and Lehmann). Test and range say the same, for one is made of the other.

use super::statistics::{mean, two_sided, variance as spread};

/// The values of both groups in one stratum, each in order.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Stratum {
    left: Vec<f64>,
    right: Vec<f64>,
}

/// A difference, from where to where it lies with 95% certainty, and the chance of as much where there is none.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Difference {
    pub(super) middle: f64,
    pub(super) low: f64,
    pub(super) high: f64,
    pub(super) chance: f64,
}

/// Half a 95% interval of a normal distribution, in standard deviations.
const NINETY_FIVE: f64 = 1.959_964;
/// Values closer than this are the same.
const EQUAL: f64 = 1e-9;
/// Halvings until an end is known to far more digits than are shown.
const HALVINGS: usize = 48;

impl Stratum {
    pub(super) fn of(mut left: Vec<f64>, mut right: Vec<f64>) -> Self {
        left.sort_by(f64::total_cmp);
        right.sort_by(f64::total_cmp);
        Self { left, right }
    }

    /// How much more often a value of the left one, less `by`, is above one of the right one than below, in halves of pairs, and the
    /// variance of that where the groups are alike, ties counted.
    fn excess(&self, by: f64) -> (f64, f64) {
        let (m, n) = (self.left.len() as f64, self.right.len() as f64);
        let (mut lefts, mut rights) = (self.left.iter().map(|it| it - by).peekable(), self.right.iter().peekable());
        let (mut above, mut below_right, mut ties) = (0.0, 0.0, 0.0);
        while let Some(value) = match (lefts.peek(), rights.peek()) {
            (Some(left), Some(right)) => Some(left.min(**right)),
            (left, right) => left.copied().or(right.map(|it| **it)),
        } {
            let (mut of_left, mut of_right) = (0.0, 0.0);
            while lefts.next_if(|it| *it <= value).is_some() {
                of_left += 1.0;
            }
            while rights.next_if(|it| **it <= value).is_some() {
                of_right += 1.0;
            }
            above += of_left * (below_right + of_right / 2.0);
            below_right += of_right;
            let tied: f64 = of_left + of_right;
            ties += tied.powi(3) - tied;
        }
        let total = m + n;
        let variance = m * n / 12.0 * ((total + 1.0) - ties / (total * (total - 1.0)).max(1.0));
        (above - m * n / 2.0, variance.max(0.0))
    }
}

/// The test's statistic, in standard deviations, where the left values are taken to be too high by so much.
fn statistic(strata: &[Stratum], by: f64) -> f64 {
    let (mut sum, mut variance) = (0.0, 0.0);
    for stratum in strata {
        let weight = 1.0 / (stratum.left.len() + stratum.right.len() + 1) as f64;
        let (excess, of_excess) = stratum.excess(by);
        sum += weight * excess;
        variance += weight * weight * of_excess;
    }
    if variance > 0.0 { sum / variance.sqrt() } else { 0.0 }
}

/// How often a left value is above a right one of its stratum, below it and equal to it: shares of all pairs, which the test
/// weighs alike.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Pairs {
    pub(super) above: f64,
    pub(super) below: f64,
    pub(super) tied: f64,
}

impl Pairs {
    pub(super) fn of(strata: &[Stratum]) -> Self {
        let (mut above, mut below, mut all) = (0.0, 0.0, 0.0);
        for Stratum { left, right } in strata {
            let weight = 1.0 / (left.len() + right.len() + 1) as f64;
            for value in left {
                let less = right.partition_point(|it| *it < value - EQUAL);
                let not_more = right.partition_point(|it| *it <= value + EQUAL);
                above += weight * less as f64;
                below += weight * (right.len() - not_more) as f64;
            }
            all += weight * (left.len() * right.len()) as f64;
        }
        let all = if all > 0.0 { all } else { 1.0 };
        Self { above: above / all, below: below / all, tied: (1.0 - (above + below) / all).max(0.0) }
    }

    /// The share of the pairs that differ in which the left value is above.
    pub(super) fn ahead(self) -> f64 {
        let differ = self.above + self.below;
        if differ > 0.0 { self.above / differ } else { 0.5 }
    }
}

/// How far the means of the left values are from those of the right ones of their strata, from where to where with 95%
/// certainty: unlike the range of the test it is no narrower where values stand in few heaps.
pub(super) fn between_means(strata: &[Stratum]) -> (f64, f64) {
    let (mut sum, mut variance, mut weights) = (0.0, 0.0, 0.0);
    for Stratum { left, right } in strata.iter().filter(|it| it.left.len() > 1 && it.right.len() > 1) {
        let (m, n) = (left.len() as f64, right.len() as f64);
        let weight = m * n / (m + n);
        sum += weight * (mean(left) - mean(right));
        let of_mean = |values: &[f64]| spread(values) / values.len() as f64;
        variance += weight * weight * (of_mean(left) + of_mean(right));
        weights += weight;
    }
    if weights == 0.0 {
        return (f64::NEG_INFINITY, f64::INFINITY);
    }
    let (middle, error) = (sum / weights, variance.sqrt() / weights);
    (middle - NINETY_FIVE * error, middle + NINETY_FIVE * error)
}

/// The difference between the left values and the right ones of the same stratum.
pub(super) fn difference(strata: &[Stratum]) -> Difference {
    let ends = |values: &[f64]| Some(values.first()?.abs().max(values.last()?.abs()));
    let span = |stratum: &Stratum| ends(&stratum.left).unwrap_or(0.0) + ends(&stratum.right).unwrap_or(0.0);
    let widest = strata.iter().map(span).fold(0.0, f64::max) + 1.0;
    // The statistic falls as more is taken off: where it falls to `level` or below.
    let falls = |is_above: &dyn Fn(f64) -> bool| {
        let (mut low, mut high) = (-widest, widest);
        for _ in 0..HALVINGS {
            let middle = (low + high) / 2.0;
            if is_above(statistic(strata, middle)) { low = middle } else { high = middle }
        }
        (low + high) / 2.0
    };
    Difference {
        middle: (falls(&|it| it > 0.0) + falls(&|it| it >= 0.0)) / 2.0,
        low: falls(&|it| it > NINETY_FIVE),
        high: falls(&|it| it >= -NINETY_FIVE),
        chance: two_sided(statistic(strata, 0.0)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learn::Random;

    fn near(left: f64, right: f64, within: f64) {
        assert!((left - right).abs() < within, "{left} is not {right}");
    }

    #[test]
    fn of_one_stratum_it_is_the_test_of_mann_and_whitney() {
        let stratum = Stratum::of(vec![4.4, 1.1, 3.3, 2.2], vec![2.5, 3.5, 4.5, 5.5, 6.5]);
        // By hand: U = 3, mean 10, deviation √(20·10/12), so z = 7 / 4.082.
        near(difference(&[stratum]).chance, 0.0864, 5e-4);
        let low: Vec<f64> = (0..20).map(f64::from).collect();
        let high: Vec<f64> = low.iter().map(|it| it + 12.0).collect();
        let found = difference(&[Stratum::of(high, low.clone())]);
        assert!(found.chance < 0.001 && found.low > 5.0 && found.high < 19.0, "{found:?}");
        near(found.middle, 12.0, 1e-6);
        let same = difference(&[Stratum::of(low.clone(), low)]);
        near(same.chance, 1.0, 1e-9);
        near(same.middle, 0.0, 1e-6);
        let nothing = difference(&[Stratum::of(vec![7.0; 9], vec![7.0; 9])]);
        assert_eq!(nothing.chance, 1.0, "{nothing:?}");
    }

    #[test]
    fn pairs_that_are_equal_are_told_from_those_that_differ_within_their_stratum() {
        let first = Stratum::of(vec![0.0, 0.0, 3.0], vec![0.0, 1.0]);
        let found = Pairs::of(std::slice::from_ref(&first));
        // Of six pairs two are above, two below, two equal.
        near(found.above, 2.0 / 6.0, 1e-9);
        near(found.tied, 2.0 / 6.0, 1e-9);
        near(found.ahead(), 0.5, 1e-9);
        let both = Pairs::of(&[first, Stratum::of(vec![9.0, 9.0, 9.0], vec![8.0, 8.0])]);
        near(both.ahead(), 0.8, 1e-9);
    }

    #[test]
    fn values_in_two_heaps_leave_the_means_as_far_apart_as_they_may_be() {
        let heaps: Vec<f64> = (0..60).map(|place| f64::from(place % 2) * 13.8).collect();
        let strata = [Stratum::of(heaps.clone(), heaps)];
        let of_pairs = difference(&strata);
        assert!(of_pairs.high - of_pairs.low < 1e-6, "{of_pairs:?}");
        let (low, high) = between_means(&strata);
        assert!(low < -2.0 && high > 2.0, "{low} {high}");
    }

    #[test]
    fn what_differs_between_strata_is_no_difference_between_groups() {
        let mut random = Random::new(1);
        let mut draw =
            |count: usize, centre: f64| -> Vec<f64> { (0..count).map(|_| centre + 0.5 * random.normal()).collect() };
        let of = |shift: f64, draw: &mut dyn FnMut(usize, f64) -> Vec<f64>| {
            let first = Stratum::of(draw(90, 5.5 + shift), draw(10, 5.5));
            difference(&[first, Stratum::of(draw(10, 4.0 + shift), draw(90, 4.0))])
        };
        let none = of(0.0, &mut draw);
        assert!(none.chance > 0.05 && none.low < 0.0 && none.high > 0.0, "{none:?}");
        let some = of(0.8, &mut draw);
        assert!(some.chance < 0.001 && (0.5..1.1).contains(&some.middle), "{some:?}");
    }
}
