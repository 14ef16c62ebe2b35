//! Which features go with the result so surely that luck is ruled out.

use super::encoder::Encoder;
use super::ridge::Normal;
use super::statistics::{holm, two_sided_t};
use super::{ALARM, Effect, FeatureKind};

/// As good as none: so that coefficients are those of least squares and their errors are known.
const NO_RIDGE: f64 = 1e-8;
/// Degrees of freedom under which nothing is tested.
const LEAST_DEGREES: usize = 20;

/// The effects that hold at [`ALARM`] over all features that were looked at, the surest first, and how many were.
pub(super) fn effects(encoder: &Encoder, rows: &[Vec<f64>], values: &[f64]) -> (Vec<Effect>, usize) {
    let width = encoder.columns.len();
    let Some(degrees) = rows.len().checked_sub(width + 1).filter(|degrees| *degrees >= LEAST_DEGREES) else {
        return (Vec::new(), 0);
    };
    let normal = Normal::of(rows, values);
    let fit = normal.solve(NO_RIDGE);
    let residual = rows.iter().zip(values).map(|(row, value)| (value - fit.predict(row)).powi(2)).sum::<f64>();
    let Some(errors) = normal.standard_errors(NO_RIDGE, residual / degrees as f64) else { return (Vec::new(), width) };
    let chance = |(coefficient, error): (&f64, &f64)| {
        // Columns that say the same twice have no effect of their own.
        let unknown = *error <= 0.0 || !error.is_finite() || *error > 1e3;
        if unknown { 1.0 } else { two_sided_t(coefficient / error, degrees as f64) }
    };
    let chances: Vec<f64> = fit.coefficients.iter().zip(&errors).map(chance).collect();
    let mut found: Vec<Effect> = Vec::new();
    let called = encoder.columns.iter().zip(fit.coefficients.iter().zip(&errors)).zip(holm(&chances));
    for ((column, (coefficient, error)), chance) in called.filter(|(_, chance)| *chance < ALARM) {
        // A fact's column was divided by its spread; a number is told by its standard deviation.
        let fact = matches!(
            column.feature.kind,
            FeatureKind::Weekday
                | FeatureKind::Platform
                | FeatureKind::Angle
                | FeatureKind::Format
                | FeatureKind::Language
                | FeatureKind::Topic
                | FeatureKind::Word
        ) || column.feature.kind == FeatureKind::Question;
        let scale = if fact { 1.0 / column.spread } else { 1.0 };
        let factor = |value: f64| (value * scale).exp();
        found.push(Effect {
            feature: column.feature.clone(),
            factor: factor(*coefficient),
            low: factor(coefficient - 1.96 * error),
            high: factor(coefficient + 1.96 * error),
            chance,
        });
    }
    found.sort_by(|left, right| left.chance.total_cmp(&right.chance));
    (found, width)
}
