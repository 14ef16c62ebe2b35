//! How far one group of values is above another where both are divided into strata, such as platforms, and values are held only
//! against those of their own stratum: van Elteren's test (1960), the range of differences that it does not refuse, and what
//! lies in the middle of that (Hodges and Lehmann). Test and range say the same, for one is made of the other.

use super::statistics::two_sided;

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
