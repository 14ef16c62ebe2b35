//! Which arm to try next, after what people did with the earlier ones: Thompson sampling. Each arm's rate of success has
//! a Beta distribution; one draw of each decides the order, so that a good arm comes often, and one that is little known
//! now and then. (Thompson 1933; Chapelle and Li 2011)

use rand_distr::{Beta, Distribution};
use rand_pcg::Pcg64;
use rand_pcg::rand_core::SeedableRng;

/// How often the draw is repeated to learn how likely each arm was to come first.
const REPEATED: usize = 1000;

/// What is known of one arm.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Arm {
    /// How often it was taken; half a time counts half.
    pub good: f64,
    /// How often it was refused.
    pub bad: f64,
    /// The rate that is expected before anything is known, between 0 and 1; it counts like [`PRIOR_WEIGHT`] tries.
    pub expected: f64,
}

/// How many tries the expected rate counts for.
pub const PRIOR_WEIGHT: f64 = 4.0;

/// An order of arms.
#[derive(Debug, Clone, PartialEq)]
pub struct Sampled {
    /// The arms' places, the first to try first.
    pub order: Vec<usize>,
    /// For each arm, how likely it was to come first, from 0 to 1 (by a thousand draws); what a later estimate has to
    /// weigh by.
    pub propensities: Vec<f64>,
}

/// The arms in the order of one draw from each. The same seed gives the same order.
pub fn sample(arms: &[Arm], seed: u64) -> Sampled {
    let mut random = Pcg64::seed_from_u64(seed);
    let beliefs: Vec<Option<Beta<f64>>> = arms.iter().map(belief).collect();
    let mut draw = || -> Vec<f64> {
        beliefs.iter().map(|belief| belief.as_ref().map_or(0.5, |belief| belief.sample(&mut random))).collect()
    };
    let first = draw();
    let mut order: Vec<usize> = (0..arms.len()).collect();
    order.sort_by(|&left, &right| value(&first, right).total_cmp(&value(&first, left)));
    let mut firsts = vec![0_usize; arms.len()];
    for _ in 0..REPEATED {
        let values = draw();
        let best = (0..arms.len()).max_by(|&left, &right| value(&values, left).total_cmp(&value(&values, right)));
        if let Some(count) = best.and_then(|best| firsts.get_mut(best)) {
            *count += 1;
        }
    }
    Sampled { order, propensities: firsts.into_iter().map(|count| count as f64 / REPEATED as f64).collect() }
}

fn value(values: &[f64], place: usize) -> f64 {
    values.get(place).copied().unwrap_or_default()
}

fn belief(arm: &Arm) -> Option<Beta<f64>> {
    let expected = arm.expected.clamp(0.05, 0.95);
    let good = arm.good.max(0.0) + PRIOR_WEIGHT * expected;
    let bad = arm.bad.max(0.0) + PRIOR_WEIGHT * (1.0 - expected);
    Beta::new(good, bad).ok()
}

#[cfg(test)]
mod tests {
    use super::{Arm, sample};

    fn arm(good: u32, bad: u32) -> Arm {
        Arm { good: f64::from(good), bad: f64::from(bad), expected: 0.5 }
    }

    #[test]
    fn an_arm_that_was_taken_often_comes_first_more_often_and_no_arm_is_ruled_out() {
        let arms = [arm(4, 1), arm(0, 0), arm(1, 6)];
        let sampled = sample(&arms, 7);
        let [taken, unknown, refused] = sampled.propensities[..] else { panic!("three arms") };
        assert!(taken > 0.5 && unknown > refused && refused > 0.0, "{sampled:?}");
        assert!((taken + unknown + refused - 1.0).abs() < 1e-9);
        let firsts = (0..200).filter(|&seed| sample(&arms, seed).order[0] == 0).count();
        assert!((firsts as f64 / 200.0 - taken).abs() < 0.12, "{firsts} of 200 against {taken}");
    }

    #[test]
    fn what_is_expected_decides_where_nothing_is_known() {
        let arms = [Arm { expected: 0.3, ..arm(0, 0) }, Arm { expected: 0.7, ..arm(0, 0) }];
        let sampled = sample(&arms, 1);
        assert!(sampled.propensities[1] > 0.8, "{sampled:?}");
    }

    #[test]
    fn the_same_seed_gives_the_same_order_and_no_arms_give_none() {
        let arms = [arm(2, 1), arm(1, 2), arm(0, 0), arm(3, 3)];
        assert_eq!(sample(&arms, 42), sample(&arms, 42));
        assert_eq!(sample(&[], 42).order, Vec::<usize>::new());
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(32))]
        #[test]
        fn every_arm_has_its_place_once(counts in proptest::collection::vec((0_u32..50, 0_u32..50, -1.0_f64..2.0), 0..8), seed: u64) {
            let arms: Vec<Arm> = counts.into_iter().map(|(good, bad, expected)| Arm { expected, ..arm(good, bad) }).collect();
            let mut order = sample(&arms, seed).order;
            order.sort_unstable();
            proptest::prop_assert_eq!(order, (0..arms.len()).collect::<Vec<_>>());
        }
    }
}
