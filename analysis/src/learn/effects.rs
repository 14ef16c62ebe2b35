//! Which features go with the result so surely that luck is ruled out.

use super::doubt::Doubt;
use super::statistics::holm;
use super::{ALARM, Effect, FeatureKind};

/// The effects that hold at [`ALARM`] over all features that were looked at, the surest first, and how many were.
pub(super) fn effects(doubt: &Doubt) -> (Vec<Effect>, usize) {
    let columns = &doubt.encoder().columns;
    let known: Vec<(f64, f64, f64)> = doubt.coefficients().collect();
    let chances = holm(&known.iter().map(|(_, _, chance)| *chance).collect::<Vec<_>>());
    let mut found: Vec<Effect> = Vec::new();
    let called = columns.iter().zip(known).zip(chances);
    for ((column, (coefficient, error, _)), chance) in called.filter(|(_, chance)| *chance < ALARM) {
        // A fact's column was divided by its spread; a number is told by its standard deviation.
        let fact = column.range.is_none() || column.feature.kind == FeatureKind::Question;
        let scale = if fact { 1.0 / column.spread } else { 1.0 };
        let factor = |value: f64| (value * scale).exp();
        found.push(Effect {
            feature: column.feature.clone(),
            factor: factor(coefficient),
            low: factor(coefficient - 1.96 * error),
            high: factor(coefficient + 1.96 * error),
            chance,
        });
    }
    found.sort_by(|left, right| left.chance.total_cmp(&right.chance));
    (found, columns.len())
}
