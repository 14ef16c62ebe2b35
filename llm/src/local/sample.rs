//! Draws a token, and says how likely it was.

use llama_cpp_2::sampling::LlamaSampler;
use llama_cpp_2::token::LlamaToken;
use llama_cpp_2::token::data::LlamaTokenData;
use llama_cpp_2::token::data_array::LlamaTokenDataArray;

use crate::Sampling;

/// Tokens of the answer that the repeat penalty looks back on; a post is shorter than this.
const PENALTY_TOKENS: i32 = 256;

/// What draws the tokens of continuation `index`.
pub(super) fn sampler(sampling: Sampling, index: usize, vocabulary: i32) -> LlamaSampler {
    let mut steps = Vec::with_capacity(4);
    if sampling.repeat_penalty > 0.0 && sampling.repeat_penalty != 1.0 {
        steps.push(LlamaSampler::penalties(vocabulary, PENALTY_TOKENS, sampling.repeat_penalty, 0.0, 0.0));
    }
    if sampling.temperature > 0.0 {
        steps.push(LlamaSampler::min_p(sampling.min_p.clamp(0.0, 1.0), 1));
        steps.push(LlamaSampler::temp(sampling.temperature));
        // A continuation past the last seed takes the first again.
        let index = u32::try_from(index).unwrap_or(u32::MAX);
        steps.push(LlamaSampler::dist(seed(sampling.seed.wrapping_add(index))));
    } else {
        steps.push(LlamaSampler::greedy());
    }
    LlamaSampler::chain(steps, true)
}

/// How far below the likeliest token, in natural logarithms, a token still counts in probabilities; those further below
/// are some thousandths of all together.
const NEAR: f32 = 12.0;

/// What may follow one output: samplers are handed the likely tokens only, since they would look through tens of
/// thousands several times, which takes longer than all the rest.
pub(super) struct Likely<'l> {
    logits: &'l [f32],
    largest: f32,
    sampling: Sampling,
}

impl<'l> Likely<'l> {
    pub(super) fn of(logits: &'l [f32], sampling: Sampling) -> Self {
        Self { logits, largest: largest(logits), sampling }
    }

    /// Draws a token, one of those that `may_come` if not all may; `None` if there is none. The sampler hears of it by
    /// `accept`, once it is decided.
    pub(super) fn draw(
        &self,
        may_come: Option<&dyn Fn(LlamaToken) -> bool>,
        sampler: &mut LlamaSampler,
    ) -> Option<LlamaToken> {
        let allowed = |token: &LlamaTokenData| may_come.is_none_or(|may_come| may_come(token.id()));
        let largest = match may_come {
            None => self.largest,
            Some(_) => tokens(self.logits).filter(allowed).map(|token| token.logit()).fold(f32::NEG_INFINITY, f32::max),
        };
        let floor = self.floor(largest);
        let likely = tokens(self.logits).filter(|token| token.logit() >= floor).filter(allowed);
        let mut candidates = LlamaTokenDataArray::from_iter(likely, false);
        if candidates.data.is_empty() {
            return None;
        }
        candidates.apply_sampler(sampler);
        candidates.selected_token()
    }

    /// The logit below which no token is drawn when `largest` is the largest: `min_p` drops it.
    fn floor(&self, largest: f32) -> f32 {
        let Sampling { temperature, min_p, repeat_penalty, .. } = self.sampling;
        if repeat_penalty < 1.0 || (temperature > 0.0 && min_p <= 0.0) {
            return f32::NEG_INFINITY;
        }
        // The likeliest token may be made so much less likely, because it was said before.
        let penalty = largest.abs() * (1.0 - 1.0 / repeat_penalty.max(1.0));
        let width = if temperature > 0.0 { -min_p.min(1.0).ln() } else { 0.0 };
        largest - penalty - width - 0.01
    }

    /// The natural-log probability that the model itself gives `token`.
    pub(super) fn log_probability(&self, token: LlamaToken) -> f32 {
        let Some(&chosen) = usize::try_from(token.0).ok().and_then(|index| self.logits.get(index)) else {
            return 0.0;
        };
        let near = self.logits.iter().map(|logit| logit - self.largest).filter(|&below| below > -NEAR);
        let sum: f64 = near.map(|below| f64::from(below.exp())).sum();
        (f64::from(chosen - self.largest) - sum.ln()) as f32
    }
}

fn tokens(logits: &[f32]) -> impl Iterator<Item = LlamaTokenData> {
    (0..).map(LlamaToken).zip(logits).map(|(token, &logit)| LlamaTokenData::new(token, logit, 0.0))
}

/// The largest of the numbers, in lanes that the processor compares side by side.
fn largest(numbers: &[f32]) -> f32 {
    let mut lanes = [f32::NEG_INFINITY; 16];
    let chunks = numbers.chunks_exact(lanes.len());
    let rest = chunks.remainder();
    for chunk in chunks {
        for (lane, &number) in lanes.iter_mut().zip(chunk) {
            *lane = if number > *lane { number } else { *lane };
        }
    }
    lanes.iter().chain(rest).copied().fold(f32::NEG_INFINITY, f32::max)
}

/// llama.cpp takes the largest seed to mean "a random one".
fn seed(seed: u32) -> u32 {
    seed.min(u32::MAX - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Sampling = Sampling { temperature: 0.0, min_p: 0.05, repeat_penalty: 1.0, seed: 1 };

    #[test]
    fn probabilities_of_all_tokens_make_one() {
        let logits = [1.0, -3.0, 2.5, 0.0, -100.0];
        let likely = Likely::of(&logits, PLAIN);
        let sum: f32 = (0..5).map(|index| likely.log_probability(LlamaToken(index)).exp()).sum();
        assert!((sum - 1.0).abs() < 1e-5, "{sum}");
        assert!(likely.log_probability(LlamaToken(2)) < 0.0);
    }

    #[test]
    fn the_likeliest_token_that_may_come_is_drawn_wherever_it_is() {
        let mut logits: Vec<f32> = (0..100).map(|index| (index % 37) as f32 / 10.0).collect();
        logits[77] = 50.0;
        logits[3] = 20.0;
        let likely = Likely::of(&logits, PLAIN);
        let mut sampler = sampler(PLAIN, 0, 100);
        assert_eq!(likely.draw(None, &mut sampler), Some(LlamaToken(77)));
        let others = |token: LlamaToken| token.0 != 77;
        assert_eq!(likely.draw(Some(&others), &mut sampler), Some(LlamaToken(3)), "far below the likeliest");
        assert_eq!(likely.draw(Some(&|_| false), &mut sampler), None);
    }

    #[test]
    fn a_token_that_was_said_before_gives_way_to_the_next() {
        let logits = [10.0, 9.5, 1.0];
        let sampling = Sampling { repeat_penalty: 1.2, ..PLAIN };
        let mut sampler = sampler(sampling, 0, 3);
        let likely = Likely::of(&logits, sampling);
        for expected in [0, 1, 0] {
            let token = likely.draw(None, &mut sampler).map(|token| token.0);
            assert_eq!(token, Some(expected));
            sampler.accept(LlamaToken(expected));
        }
    }
}
