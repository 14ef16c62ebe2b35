//! What is made of the measurements: medians and percentiles.

use std::time::Duration;

use super::Answered;

/// One workload, measured once.
#[derive(Debug, Clone)]
pub(super) struct Round {
    pub(super) wall: Duration,
    pub(super) answered: Vec<Answered>,
}

/// One workload on one side: times in seconds; medians over the rounds, tokens of one round.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub(super) struct Figures {
    pub(super) wall: f32,
    /// Half of all requests have their first text by then.
    pub(super) first_p50: f32,
    /// And 95 of 100.
    pub(super) first_p95: f32,
    pub(super) output_tokens: u32,
    pub(super) output_per_second: f32,
    pub(super) computed: u32,
    pub(super) reused: u32,
}

impl Figures {
    pub(super) fn of(rounds: &[Round]) -> Self {
        let walls: Vec<f32> = rounds.iter().map(|round| round.wall.as_secs_f32()).collect();
        let answered = || rounds.iter().flat_map(|round| &round.answered);
        let firsts: Vec<f32> = answered().map(|answered| answered.first.as_secs_f32()).collect();
        let each = |count: fn(&Answered) -> u32| {
            (answered().map(|answered| u64::from(count(answered))).sum::<u64>() / rounds.len().max(1) as u64) as u32
        };
        let (wall, output_tokens) = (percentile(&walls, 50), each(|answered| answered.output_tokens));
        Self {
            wall,
            first_p50: percentile(&firsts, 50),
            first_p95: percentile(&firsts, 95),
            output_tokens,
            output_per_second: output_tokens as f32 / wall.max(f32::EPSILON),
            computed: each(|answered| answered.computed),
            reused: each(|answered| answered.reused),
        }
    }
}

/// The smallest number that `percent` of `numbers` do not exceed; 0 for none.
fn percentile(numbers: &[f32], percent: usize) -> f32 {
    let mut sorted = numbers.to_vec();
    sorted.sort_by(f32::total_cmp);
    let rank = (sorted.len() * percent).div_ceil(100).max(1);
    sorted.get(rank - 1).copied().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_among_the_numbers() {
        assert_eq!(percentile(&[3.0, 1.0, 2.0], 50), 2.0);
        assert_eq!(percentile(&[4.0, 1.0, 2.0, 3.0], 50), 2.0);
        let hundred: Vec<f32> = (1..=100).map(|number| number as f32).collect();
        assert_eq!(percentile(&hundred, 95), 95.0);
        assert_eq!((percentile(&[7.0], 95), percentile(&[], 50)), (7.0, 0.0));
    }

    #[test]
    fn rates_are_of_the_median_round() {
        let answered =
            |tokens| Answered { first: Duration::from_secs(1), output_tokens: tokens, computed: 5, reused: 2 };
        let round =
            |seconds| Round { wall: Duration::from_secs(seconds), answered: vec![answered(100), answered(300)] };
        let figures = Figures::of(&[round(2), round(9), round(4)]);
        assert_eq!((figures.wall, figures.output_tokens, figures.output_per_second), (4.0, 400, 100.0));
        assert_eq!((figures.computed, figures.reused, figures.first_p95), (10, 4, 1.0));
    }
}
