//! Values far from the usual, by the median absolute deviation: flagged, never left out.

/// Source: Iglewicz and Hoaglin, 1993: modified z-scores above 3.5.
const FAR: f64 = 3.5;
/// Makes the deviation comparable with a standard deviation, for normal values.
const NORMAL: f64 = 1.4826;
/// Fewer values have no usual.
const FEWEST: usize = 10;

/// Which values are outliers: |log(1 + x) − median| > 3.5 × 1.4826 × MAD. None if there are fewer than ten, or if half
/// of them are the same.
pub fn outliers(values: &[u64]) -> Vec<bool> {
    let logs: Vec<f64> = values.iter().map(|value| (*value as f64).ln_1p()).collect();
    let Some(middle) = median(&logs).filter(|_| logs.len() >= FEWEST) else { return vec![false; values.len()] };
    let deviations: Vec<f64> = logs.iter().map(|log| (log - middle).abs()).collect();
    let spread = median(&deviations).unwrap_or(0.0) * NORMAL;
    deviations.iter().map(|deviation| spread > 0.0 && *deviation > FAR * spread).collect()
}

fn median(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    let upper = *sorted.get(middle)?;
    if sorted.len() % 2 == 1 { Some(upper) } else { Some((upper + *sorted.get(middle - 1)?) / 2.0) }
}

#[cfg(test)]
mod tests {
    use super::outliers;

    #[test]
    fn what_is_far_from_the_median_is_flagged() {
        let usual = [90, 100, 110, 95, 105, 120, 80, 100, 99, 130];
        assert!(outliers(&usual).iter().all(|flag| !flag));
        let mut values = usual.to_vec();
        values.extend([9_000, 0]);
        let flagged: Vec<usize> =
            outliers(&values).iter().enumerate().filter(|(_, flag)| **flag).map(|it| it.0).collect();
        assert_eq!(flagged, [10, 11]);
    }

    #[test]
    fn few_or_equal_values_have_no_outlier() {
        assert_eq!(outliers(&[1, 1_000_000]), [false, false]);
        assert!(outliers(&[5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 900]).iter().all(|flag| !flag));
        assert_eq!(outliers(&[]), [false; 0]);
    }
}
