//! How far a term stands above its own past: SigniTrend (Schubert, Weiler and Kriegel, KDD 2014).

/// Windows after which a past value weighs half.
const HALF_LIFE: f64 = 7.0;

/// The exponentially weighted mean and variance of a term's share of all documents.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Baseline {
    /// EWMA of the share, 0 to 1.
    pub mean: f64,
    /// EWMVar of the share.
    pub variance: f64,
    windows: u32,
}

impl Baseline {
    /// Takes one more window's share in, the oldest first.
    ///
    /// Until there are as many windows as the mean looks back, each weighs the same: else the first would stay for long.
    pub fn observe(&mut self, share: f64) {
        let rate = (1.0 - 0.5_f64.powf(1.0 / HALF_LIFE)).max(1.0 / (f64::from(self.windows) + 1.0));
        let difference = share - self.mean;
        self.mean += rate * difference;
        self.variance = (1.0 - rate) * (self.variance + rate * difference * difference);
        self.windows += 1;
    }

    /// z = (x − max(EWMA, β)) / (√Var + β). `noise` is β: a share that is nothing yet.
    pub fn significance(&self, share: f64, noise: f64) -> f64 {
        (share - self.mean.max(noise)) / (self.variance.sqrt() + noise)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Baseline;

    fn after(shares: &[f64]) -> Baseline {
        let mut baseline = Baseline::default();
        shares.iter().for_each(|share| baseline.observe(*share));
        baseline
    }

    #[test]
    fn a_steady_term_is_no_burst_and_a_jump_is_one() {
        let steady = after(&[0.05; 20]);
        assert!((steady.mean - 0.05).abs() < 1e-9 && steady.variance < 1e-12);
        assert_eq!(steady.significance(0.05, 0.02), 0.0);
        assert!((steady.significance(0.15, 0.02) - 5.0).abs() < 1e-6);
        let restless = after(&[0.0, 0.1, 0.0, 0.1, 0.0, 0.1, 0.0, 0.1]);
        assert!(restless.significance(0.15, 0.02) < steady.significance(0.15, 0.02));
    }

    #[test]
    fn what_is_new_has_to_stand_above_the_noise() {
        let new = after(&[0.0; 10]);
        assert!(new.significance(0.01, 0.02) < 0.0);
        assert_eq!(new.significance(0.08, 0.02), 3.0);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn the_mean_stays_among_the_values(shares in prop::collection::vec(0.0_f64..1.0, 1..60)) {
            let baseline = after(&shares);
            let (least, most) = shares.iter().fold((1.0_f64, 0.0_f64), |(least, most), x| (least.min(*x), most.max(*x)));
            prop_assert!(baseline.mean >= least - 1e-9 && baseline.mean <= most + 1e-9);
            prop_assert!(baseline.variance >= 0.0 && baseline.significance(0.5, 0.01).is_finite());
        }
    }
}
