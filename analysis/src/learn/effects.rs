//! Which features go with the result so surely that luck is ruled out.

use super::doubt::Doubt;
use super::encoder::Encoder;
use super::statistics::holm;
use super::{ALARM, Effect, FeatureKind};

/// Angles are read off the signs that other columns count: a question mark, a figure, a word. Where they add nothing to those (by
/// the test of all of them together, at this level), what both could explain is the plainer one's.
const ADDS: f64 = 0.1;

/// The effects that hold at [`ALARM`] over all features that were looked at, the surest first, and how many were; `None` where there
/// are too few posts to tell.
pub(super) fn effects(
    encoder: &Encoder,
    rows: &[Vec<f64>],
    values: &[f64],
    variant: u8,
) -> Option<(Vec<Effect>, usize)> {
    let alike = if variant == 0 {
        1.1
    } else if variant == 3 {
        0.5
    } else {
        0.7
    };
    let distinct = encoder.distinct(rows, alike);
    let places: Vec<usize> = distinct.iter().map(|it| it.place).collect();
    let (encoder, rows) = encoder.only(&places, rows);
    let columns = encoder.columns.clone();
    let full = Doubt::of(&rows, values)?;
    let plain: Vec<usize> = (0..columns.len())
        .filter(|at| columns.get(*at).is_some_and(|it| it.feature.kind != FeatureKind::Angle))
        .collect();
    let angles: Vec<usize> = (0..columns.len()).filter(|at| !plain.contains(at)).collect();
    let mut known: Vec<Option<(f64, f64, f64)>> = full.coefficients().map(Some).collect();
    if variant == 5 {
        let kinds: Vec<FeatureKind> = columns.iter().map(|it| it.feature.kind).collect();
        let block = |kind: FeatureKind| (0..columns.len()).filter(|at| kinds[*at] == kind).collect::<Vec<usize>>();
        let adding: Vec<FeatureKind> = FeatureKind::ALL
            .into_iter()
            .filter(|kind| {
                let b = block(*kind);
                b.len() < 2 || full.chance_together(&b) < 0.2
            })
            .collect();
        for kind in FeatureKind::ALL {
            let in_model: Vec<usize> =
                (0..columns.len()).filter(|at| kinds[*at] == kind || adding.contains(&kinds[*at])).collect();
            let (encoder, rows) = encoder.only(&in_model, &rows);
            let doubt = Doubt::of(&rows, values)?;
            for (at, it) in in_model.iter().zip(doubt.coefficients()) {
                if kinds[*at] == kind {
                    known[*at] = Some(it);
                }
            }
        }
    } else if matches!(variant, 2 | 4) && !angles.is_empty() && full.chance_together(&angles) > ADDS {
        let (encoder, rows) = encoder.only(&plain, &rows);
        known = vec![None; columns.len()];
        let doubt = Doubt::of(&rows, values)?;
        for (at, it) in plain.iter().zip(doubt.coefficients()) {
            if let Some(slot) = known.get_mut(*at) {
                *slot = Some(it);
            }
        }
    }
    let chances: Vec<f64> = known.iter().map(|it| it.map_or(1.0, |(_, _, chance)| chance)).collect();
    let mut chances = if variant == 4 {
        let size = |kind: FeatureKind| columns.iter().filter(|it| it.feature.kind == kind).count() as f64;
        let mut total = 0.0;
        for c in &columns {
            total += 1.0 / size(c.feature.kind).sqrt();
        }
        chances.iter().zip(&columns).map(|(p, c)| p * total * size(c.feature.kind).sqrt()).collect()
    } else {
        holm(&chances)
    };
    let mut found: Vec<Effect> = Vec::new();
    chances.truncate(columns.len());
    let called = columns.iter().zip(known).zip(chances).zip(distinct);
    for (((column, known), chance), distinct) in called.filter(|((_, chance), _)| *chance < ALARM) {
        let Some((coefficient, error, _)) = known else { continue };
        // A fact's column was divided by its spread; a number is told by its standard deviation.
        let fact = column.range.is_none() || column.feature.kind == FeatureKind::Question;
        let scale = if fact { 1.0 / column.spread } else { 1.0 };
        let factor = |value: f64| (value * scale).exp();
        found.push(Effect {
            feature: column.feature.clone(),
            alike: distinct.alike,
            factor: factor(coefficient),
            low: factor(coefficient - 1.96 * error),
            high: factor(coefficient + 1.96 * error),
            chance,
        });
    }
    found.sort_by(|left, right| left.chance.total_cmp(&right.chance));
    Some((found, columns.len()))
}
