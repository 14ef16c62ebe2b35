//! Which features go with the result so surely that luck is ruled out.

use super::doubt::Doubt;
use super::encoder::Encoder;
use super::statistics::holm;
use super::{ALARM, Effect, FeatureKind};

/// Columns with a higher correlation than this are tested as one: each would hide the other.
const ALIKE: f64 = 0.7;
/// Angles are read off the signs that other columns count: a question mark, a figure, a word. Where they add nothing to those (by
/// the test of all of them together, at this level), what both could explain is the plainer one's.
const ADDS: f64 = 0.1;

/// The effects that hold at [`ALARM`] over all features that were looked at, the surest first, and how many were; `None` where there
/// are too few posts to tell.
pub(super) fn effects(encoder: &Encoder, rows: &[Vec<f64>], values: &[f64]) -> Option<(Vec<Effect>, usize)> {
    let distinct = encoder.distinct(rows, ALIKE);
    let places: Vec<usize> = distinct.iter().map(|it| it.place).collect();
    let (encoder, rows) = encoder.only(&places, rows);
    let columns = encoder.columns.clone();
    let all = Doubt::of(&rows, values)?;
    let is_angle = |place: &usize| columns.get(*place).is_some_and(|it| it.feature.kind == FeatureKind::Angle);
    let (angles, plain): (Vec<usize>, Vec<usize>) = (0..columns.len()).partition(is_angle);
    let mut known: Vec<Option<(f64, f64, f64)>> = all.coefficients().map(Some).collect();
    if !angles.is_empty() && all.chance_together(&angles) > ADDS {
        let (_, rows) = encoder.only(&plain, &rows);
        known = vec![None; columns.len()];
        for (place, it) in plain.iter().zip(Doubt::of(&rows, values)?.coefficients()) {
            if let Some(slot) = known.get_mut(*place) {
                *slot = Some(it);
            }
        }
    }
    // Angles were looked at, whatever came of it.
    let chances = holm(&known.iter().map(|it| it.map_or(1.0, |(_, _, chance)| chance)).collect::<Vec<_>>());
    let mut found: Vec<Effect> = Vec::new();
    for (((column, known), chance), distinct) in columns.iter().zip(known).zip(chances).zip(distinct) {
        let Some((coefficient, error, _)) = known.filter(|_| chance < ALARM) else { continue };
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

#[cfg(test)]
mod tests {
    use super::super::generator::{Truth, posts};
    use super::super::{Settings, train};
    use super::*;

    /// Of so many made-up teams those whose card calls an effect for which `is` holds.
    fn called(teams: u64, truth: &Truth, is: fn(&Effect) -> bool) -> usize {
        let card = |team: u64| train(&posts(truth, 700 + team), 1_000_000, &Settings::default()).card;
        (0..teams).filter(|team| card(*team).effects.iter().any(is)).count()
    }

    #[test]
    fn a_question_is_found_beside_the_angles_that_are_read_off_it() {
        let asked = |effect: f64| Truth { posts: 200, question: effect.ln(), ..Truth::default() };
        let is_question: fn(&Effect) -> bool = |it| it.feature.kind == FeatureKind::Question;
        let found = [called(96, &asked(1.42), is_question), called(16, &asked(1.8), is_question)];
        assert!(found[0] >= 64 && found[1] == 16, "{found:?} of 96 and 16");
        let other = called(16, &asked(1.8), |it| it.feature.kind == FeatureKind::Angle);
        assert!(other <= 1, "{other} of 16 call an angle what is the question");
        // 5% of 60 are 3, and 7 by chance in one run of 30.
        let none = called(60, &Truth { posts: 200, ..Truth::default() }, |_| true);
        assert!(none <= 7, "{none} of 60 where there is nothing");
    }

    #[test]
    fn columns_that_come_together_are_tested_as_one() {
        let mut made = posts(&Truth { posts: 200, noise: 0.4, ..Truth::default() }, 5);
        for (place, post) in made.iter_mut().enumerate() {
            let (is_summer, is_winter) = (place % 4 == 0, place % 4 == 1);
            // Nearly the same as the series, as a campaign's name is: one in six of each has none.
            let has_campaign = place % 24 > 1;
            let name = |summer: bool, winter: bool, names: [&str; 2]| match (summer, winter) {
                (true, _) => names[0].to_owned(),
                (_, true) => names[1].to_owned(),
                _ => "none".to_owned(),
            };
            let campaign = name(is_summer && has_campaign, is_winter && has_campaign, ["sun", "snow"]);
            post.columns = vec![
                ("series".into(), name(is_summer, is_winter, ["summer", "winter"])),
                ("campaign".into(), campaign),
            ];
            if is_summer {
                post.numbers.likes = post.numbers.likes.map(|likes| likes * 2);
            }
        }
        let effects = train(&made, 1_000_000, &Settings::default()).card.effects;
        let found = effects.iter().find(|it| it.feature.kind == FeatureKind::Column).expect("twice as much is no luck");
        assert!((1.6..2.5).contains(&found.factor) || (0.4..0.63).contains(&found.factor), "{found:?}");
        assert_eq!(effects.iter().filter(|it| it.feature.kind == FeatureKind::Column).count(), 1, "{effects:?}");
    }
}
