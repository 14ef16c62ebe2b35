//! The few statistics that everything here stands on. Values that are not finite are the caller's to leave out.

use super::Random;

/// The arithmetic mean, 0 without values.
pub fn mean(values: &[f64]) -> f64 {
    if values.is_empty() { 0.0 } else { values.iter().sum::<f64>() / values.len() as f64 }
}

/// The variance of a sample (n − 1), 0 under two values.
pub fn variance(values: &[f64]) -> f64 {
    let mean = mean(values);
    match values.len() {
        0 | 1 => 0.0,
        n => values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (n - 1) as f64,
    }
}

/// A quantile by linear interpolation between order statistics; `None` without values.
pub fn quantile(values: &[f64], share: f64) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    quantile_of_sorted(&sorted, share)
}

/// The same of values that are in order already.
pub fn quantile_of_sorted(sorted: &[f64], share: f64) -> Option<f64> {
    let place = share.clamp(0.0, 1.0) * sorted.len().checked_sub(1)? as f64;
    let (low, high) = (sorted.get(place.floor() as usize)?, sorted.get(place.ceil() as usize)?);
    Some(low + (high - low) * place.fract())
}

/// The median; `None` without values.
pub fn median(values: &[f64]) -> Option<f64> {
    quantile(values, 0.5)
}

/// The median absolute deviation, scaled to the standard deviation of a normal distribution (× 1.4826).
pub fn deviation(values: &[f64]) -> Option<f64> {
    let middle = median(values)?;
    let away: Vec<f64> = values.iter().map(|value| (value - middle).abs()).collect();
    Some(1.4826 * median(&away)?)
}

/// The chance that a standard normal number is further from 0 than `z`, on either side.
pub fn two_sided(z: f64) -> f64 {
    complementary_error(z.abs() / std::f64::consts::SQRT_2).clamp(0.0, 1.0)
}

/// The chance that a standard normal number is above `z`.
pub fn upper_tail(z: f64) -> f64 {
    let half = two_sided(z) / 2.0;
    if z >= 0.0 { half } else { 1.0 - half }
}

/// The two-sided p-value of Student's t, by Wallace's normal approximation (good to three digits from 5 degrees on).
pub fn two_sided_t(t: f64, degrees: f64) -> f64 {
    if degrees < 1.0 || !t.is_finite() {
        return 1.0;
    }
    let z = (degrees * (t * t / degrees).ln_1p()).sqrt() * (1.0 - 2.0 / (8.0 * degrees + 3.0));
    two_sided(z)
}

/// The chance of an F at least as large, by Paulson's normal approximation (1942).
pub fn upper_tail_f(f: f64, degrees: f64, degrees_below: f64) -> f64 {
    if f <= 0.0 || !f.is_finite() || degrees < 1.0 || degrees_below < 1.0 {
        return 1.0;
    }
    let (above, below) = (2.0 / (9.0 * degrees), 2.0 / (9.0 * degrees_below));
    let root = f.cbrt();
    upper_tail(((1.0 - below) * root - (1.0 - above)) / (below * root * root + above).sqrt())
}

/// erfc by Chebyshev fitting, relative error below 1.2e-7 (Numerical Recipes, `erfcc`).
fn complementary_error(x: f64) -> f64 {
    let t = 1.0 / (1.0 + 0.5 * x.abs());
    let terms = [
        0.17087277,
        -0.82215223,
        1.48851587,
        -1.13520398,
        0.27886807,
        -0.18628806,
        0.09678418,
        0.37409196,
        1.00002368,
        -1.26551223,
    ];
    let inner = terms.iter().fold(0.0, |sum, term| sum * t + term);
    let value = t * (-x * x + inner).exp();
    if x >= 0.0 { value } else { 2.0 - value }
}

/// Adjusts p-values so that the chance of any false alarm among them stays at the level (Holm 1979).
pub fn holm(p_values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p_values.len()).collect();
    let of = |place: usize| p_values.get(place).copied().unwrap_or(1.0);
    order.sort_by(|left, right| of(*left).total_cmp(&of(*right)));
    let mut adjusted = vec![1.0; p_values.len()];
    let mut highest: f64 = 0.0;
    for (rank, place) in order.into_iter().enumerate() {
        highest = highest.max((of(place) * (p_values.len() - rank) as f64).min(1.0));
        if let Some(slot) = adjusted.get_mut(place) {
            *slot = highest;
        }
    }
    adjusted
}

/// The ranks of values from 1, ties sharing their mean rank.
pub fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<(f64, usize)> = values.iter().copied().zip(0..).collect();
    order.sort_by(|left, right| left.0.total_cmp(&right.0));
    let mut ranks = vec![0.0; values.len()];
    let mut from = 0;
    for tied in order.chunk_by(|left, right| left.0 == right.0) {
        let rank = from as f64 + (tied.len() as f64 + 1.0) / 2.0;
        for (_, place) in tied {
            if let Some(slot) = ranks.get_mut(*place) {
                *slot = rank;
            }
        }
        from += tied.len();
    }
    ranks
}

/// Pearson's correlation; 0 where one side does not vary.
pub fn correlation(left: &[f64], right: &[f64]) -> f64 {
    let (left_mean, right_mean) = (mean(left), mean(right));
    let products = left.iter().zip(right).map(|(l, r)| (l - left_mean) * (r - right_mean)).sum::<f64>();
    let spread = (variance(left) * variance(right)).sqrt() * left.len().saturating_sub(1) as f64;
    if spread > 0.0 { products / spread } else { 0.0 }
}

/// Spearman's correlation of ranks.
pub fn rank_correlation(left: &[f64], right: &[f64]) -> f64 {
    correlation(&ranks(left), &ranks(right))
}

/// The two-sided p-value of Mann and Whitney's test, normal approximation with correction for ties and continuity.
pub fn mann_whitney(left: &[f64], right: &[f64]) -> f64 {
    let (m, n) = (left.len() as f64, right.len() as f64);
    let all = [left, right].concat();
    let rank = ranks(&all);
    let first: f64 = rank.iter().take(left.len()).sum();
    let u = first - m * (m + 1.0) / 2.0;
    let mut sorted = all.clone();
    sorted.sort_by(f64::total_cmp);
    let ties: f64 = sorted.chunk_by(|a, b| a == b).map(|tied| (tied.len() as f64).powi(3) - tied.len() as f64).sum();
    let total = m + n;
    let spread = (m * n / 12.0 * ((total + 1.0) - ties / (total * (total - 1.0)).max(1.0))).max(0.0).sqrt();
    if spread == 0.0 { 1.0 } else { two_sided(((u - m * n / 2.0).abs() - 0.5).max(0.0) / spread) }
}

/// The p-value of how much groups differ, by shuffling which value is in which group: the share of `rounds` shuffles
/// (and the data itself) in which the variance between groups is at least as large as it is.
pub fn groups_differ(values: &[f64], groups: &[usize], rounds: usize, seed: u64) -> f64 {
    let count = groups.iter().max().map_or(0, |most| most + 1);
    let between = |groups: &[usize]| {
        let mut sums = vec![(0.0, 0.0); count];
        for (value, group) in values.iter().zip(groups) {
            if let Some((sum, n)) = sums.get_mut(*group) {
                *sum += value;
                *n += 1.0;
            }
        }
        sums.iter().filter(|(_, n)| *n > 0.0).map(|(sum, n)| sum * sum / n).sum::<f64>()
    };
    let seen = between(groups);
    let mut random = Random::new(seed);
    let mut shuffled = groups.to_vec();
    let mut at_least = 1;
    for _ in 0..rounds {
        random.shuffle(&mut shuffled);
        at_least += usize::from(between(&shuffled) >= seen - 1e-12);
    }
    at_least as f64 / (rounds + 1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(left: f64, right: f64, within: f64) {
        assert!((left - right).abs() < within, "{left} is not {right}");
    }

    #[test]
    fn tails_are_those_of_the_tables() {
        near(two_sided(1.959_964), 0.05, 1e-6);
        near(upper_tail(1.644_854), 0.05, 1e-6);
        near(upper_tail(-1.0), 0.841_345, 1e-6);
        near(two_sided_t(2.228, 10.0), 0.05, 1e-3);
        near(two_sided_t(2.042, 30.0), 0.05, 1e-3);
        near(upper_tail_f(2.922, 3.0, 30.0), 0.05, 1e-3);
        near(upper_tail_f(2.244, 6.0, 60.0), 0.05, 2e-3);
    }

    #[test]
    fn order_statistics_and_ranks_are_right() {
        assert_eq!(median(&[3.0, 1.0, 2.0, 10.0]), Some(2.5));
        assert_eq!(quantile(&[1.0, 2.0, 3.0], 1.0), Some(3.0));
        assert_eq!(median(&[]), None);
        near(deviation(&[1.0, 2.0, 3.0, 4.0, 100.0]).unwrap_or_default(), 1.4826, 1e-9);
        assert_eq!(ranks(&[5.0, 1.0, 5.0]), [2.5, 1.0, 2.5]);
        near(rank_correlation(&[1.0, 2.0, 3.0], &[1.0, 8.0, 27.0]), 1.0, 1e-9);
    }

    #[test]
    fn holm_keeps_the_order_and_never_lowers() {
        assert_eq!(holm(&[0.01, 0.04, 0.03]), [0.03, 0.06, 0.06]);
    }

    #[test]
    fn tests_find_what_is_there_and_only_that() {
        let low: Vec<f64> = (0..20).map(f64::from).collect();
        let high: Vec<f64> = (0..20).map(|it| f64::from(it) + 12.0).collect();
        assert!(mann_whitney(&low, &high) < 0.001);
        near(mann_whitney(&low, &low), 1.0, 1e-9);
        // By hand: U = 3, mean 10, deviation √(20·10/12), so z = 6.5 / 4.082.
        near(mann_whitney(&[1.1, 2.2, 3.3, 4.4], &[2.5, 3.5, 4.5, 5.5, 6.5]), 0.1113, 5e-4);
        let groups: Vec<usize> = (0..40).map(|it| it / 20).collect();
        assert!(groups_differ(&[low.clone(), high].concat(), &groups, 499, 1) < 0.01);
        assert!(groups_differ(&[low.clone(), low].concat(), &groups, 499, 1) > 0.5);
    }
}
