//! Which features go with the result so surely that luck is ruled out.

use super::doubt::Doubt;
use super::encoder::{Column, Encoder, exclude_each_other};
use super::evidence::Evidence;
use super::features::Feature;
use super::statistics::holm;
use super::{ALARM, Effect, FeatureKind};

/// Columns with a higher correlation than this are tested as one: each would hide the other.
const ALIKE: f64 = 0.7;
/// Angles are read off the signs that other columns count: a question mark, a figure, a word. Where they add nothing to those (by
/// the test of all of them together, at this level), what both could explain is the plainer one's.
const ADDS: f64 = 0.1;

/// What is known of a feature.
struct Estimate {
    feature: Feature,
    /// Whether its column is one of numbers.
    is_number: bool,
    /// The place of its column; `None` for what the others of its kind are against.
    place: Option<usize>,
    value: f64,
    error: f64,
    chance: f64,
}

/// The effects that hold at [`ALARM`] over all features that were looked at, the surest first, and how many were; `None` where there
/// are too few posts to tell. `rows` are the posts' columns themselves, not against what is usual. A platform has no effect: its posts
/// are held against its own.
pub(super) fn effects(evidence: &Evidence, rows: &[Vec<f64>]) -> Option<(Vec<Effect>, usize)> {
    let is_platform = |place: usize| {
        evidence.encoder.columns.get(place).is_some_and(|column| column.feature.kind == FeatureKind::Platform)
    };
    let mut distinct = evidence.encoder.distinct(rows, ALIKE);
    distinct.retain(|it| !is_platform(it.place));
    let places: Vec<usize> = distinct.iter().map(|it| it.place).collect();
    let values = evidence.values.as_slice();
    let (encoder, plain_rows) = evidence.encoder.only(&places, rows);
    let scales: Vec<f64> =
        encoder.columns.iter().enumerate().map(|(place, column)| scale(column, place, &plain_rows)).collect();
    let (_, rows) = evidence.encoder.only(&places, &evidence.rows);
    let all = Doubt::of(&rows, values)?;
    let is_angle = |place: &usize| encoder.columns.get(*place).is_some_and(|it| it.feature.kind == FeatureKind::Angle);
    let (angles, plain): (Vec<usize>, Vec<usize>) = (0..encoder.columns.len()).partition(is_angle);
    let known = if !angles.is_empty() && all.chance_together(&angles) > ADDS {
        let (plainer, rows) = encoder.only(&plain, &rows);
        let of_plain: Vec<f64> = plain.iter().filter_map(|place| scales.get(*place).copied()).collect();
        let mut known = estimates(&plainer, &of_plain, &Doubt::of(&rows, values)?);
        known.iter_mut().for_each(|it| it.place = it.place.and_then(|place| plain.get(place).copied()));
        known
    } else {
        estimates(&encoder, &scales, &all)
    };
    // Angles were looked at, whatever came of it, and so were times of the week.
    let is_slot = |column: &&Column| column.feature.kind == FeatureKind::Slot;
    let looked_at = encoder.columns.len() + encoder.slots - encoder.columns.iter().filter(is_slot).count();
    let mut chances: Vec<f64> = known.iter().map(|it| it.chance).collect();
    chances.resize(looked_at.max(known.len()), 1.0);
    let mut found: Vec<Effect> = Vec::new();
    for (it, chance) in known.into_iter().zip(holm(&chances)).filter(|(_, chance)| *chance < ALARM) {
        found.push(Effect {
            alike: it.place.and_then(|place| distinct.get(place)).map(|it| it.alike.clone()).unwrap_or_default(),
            feature: it.feature,
            factor: it.value.exp(),
            per_deviation: it.is_number && it.place.and_then(|place| scales.get(place)) == Some(&1.0),
            low: (it.value - 1.96 * it.error).exp(),
            high: (it.value + 1.96 * it.error).exp(),
            chance,
        });
    }
    found.sort_by(|left, right| left.chance.total_cmp(&right.chance));
    Some((found, looked_at))
}

/// What each column says, by its scale. Of facts of which each post has one, such as topics, the one with the middle result is what the others are
/// against: against one that stands out, all others would.
fn estimates(encoder: &Encoder, scales: &[f64], doubt: &Doubt) -> Vec<Estimate> {
    let columns = &encoder.columns;
    let scale_of = |place: usize| scales.get(place).copied().unwrap_or(1.0);
    let mut known: Vec<Estimate> = Vec::new();
    for (place, ((value, error, chance), column)) in doubt.coefficients().zip(columns).enumerate() {
        let scale = scale_of(place);
        let feature = column.feature.clone();
        let is_number = column.range.is_some();
        known.push(Estimate {
            feature,
            is_number,
            place: Some(place),
            value: value * scale,
            error: error * scale,
            chance,
        });
    }
    for base in &encoder.bases {
        let alike: Vec<usize> = (0..columns.len())
            .filter(|at| columns.get(*at).is_some_and(|it| exclude_each_other(&it.feature, &base.feature)))
            .collect();
        let of = |place: &usize| Some((known.get(*place)?.value, columns.get(*place)?.mean, Some(*place)));
        let mut levels: Vec<(f64, f64, Option<usize>)> = alike.iter().filter_map(of).collect();
        levels.push((0.0, base.mean, None));
        levels.sort_by(|left, right| left.0.total_cmp(&right.0));
        let half = levels.iter().map(|(_, share, _)| share).sum::<f64>() / 2.0;
        let mut below = 0.0;
        let middle = levels.iter().find(|(_, share, _)| {
            below += share;
            below >= half
        });
        let Some((_, _, Some(middle))) = middle else { continue };
        let middle = *middle;
        for place in alike.iter().filter(|place| **place != middle) {
            let (value, error, chance) = doubt.between((*place, scale_of(*place)), (middle, scale_of(middle)));
            if let Some(own) = known.get_mut(*place) {
                (own.value, own.error, own.chance) = (value, error, chance);
            }
        }
        // It changes places with the middle one.
        if let Some(own) = known.get_mut(middle) {
            (own.feature, own.place, own.value) = (base.feature.clone(), None, -own.value);
        }
    }
    known
}

/// What a column's values are told by: a fact by whether it holds, a number by its standard deviation, and one of two numbers, such
/// as 0 and 1, by the step between them.
fn scale(column: &Column, place: usize, rows: &[Vec<f64>]) -> f64 {
    if column.range.is_none() || column.feature.kind == FeatureKind::Question {
        return 1.0 / column.spread;
    }
    let (least, most) = rows
        .iter()
        .filter_map(|row| row.get(place))
        .fold((f64::MAX, f64::MIN), |(least, most), value| (least.min(*value), most.max(*value)));
    let is_edge = |value: f64| (value - least).abs() < 1e-9 || (value - most).abs() < 1e-9;
    let is_step = column.feature.kind == FeatureKind::Column
        && rows.iter().filter_map(|row| row.get(place)).all(|value| is_edge(*value) || *value == 0.0);
    if is_step { most - least } else { 1.0 }
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
    fn a_question_that_is_shorter_than_the_rest_is_not_taken_for_its_length() {
        let (mut found, mut wrong) = (0, 0);
        for team in 0..16 {
            let mut made = posts(&Truth { posts: 240, question: 0.53, noise: 0.4, ..Truth::default() }, 5_000 + team);
            for (place, post) in made.iter_mut().enumerate() {
                // One in ten is as long as the others are.
                if post.text.contains('?') == place.is_multiple_of(10) {
                    post.text.push_str(" The long table has room for one more story, and somebody left a book there.");
                }
            }
            let effects = train(&made, 1_000_000, &Settings::default()).card.effects;
            let has = |kind: FeatureKind| usize::from(effects.iter().any(|it| it.feature.kind == kind));
            found += has(FeatureKind::Question);
            wrong += has(FeatureKind::Length);
        }
        assert!(found >= 10 && wrong <= 2, "{found} found, {wrong} wrong of 16");
    }

    #[test]
    fn what_stands_out_is_named_and_not_what_it_stands_out_from() {
        // The topic that does well is by chance the most frequent one in some of them.
        let truth = |topic: f64| Truth { posts: 240, latte: topic, noise: 0.4, ..Truth::default() };
        for team in 0..12 {
            let mut made = posts(&truth(0.9), 40 + team);
            // It is in all of these.
            for (place, post) in made.iter_mut().enumerate() {
                if post.topic == "jazz night" && place % 2 == 0 {
                    post.topic = "latte".into();
                    post.numbers.likes = post.numbers.likes.map(|likes| (likes as f64 * 2.46) as u64);
                }
            }
            let effects = train(&made, 1_000_000, &Settings::default()).card.effects;
            let topics: Vec<&str> = effects
                .iter()
                .filter(|it| it.feature.kind == FeatureKind::Topic)
                .map(|it| it.feature.level.as_str())
                .collect();
            assert_eq!(topics, ["latte"], "{effects:?}");
            assert!((1.7..3.6).contains(&effects[0].factor), "{effects:?}");
        }
    }

    #[test]
    fn a_column_of_two_numbers_is_told_by_the_step_between_them() {
        let mut made = posts(&Truth { posts: 200, noise: 0.4, ..Truth::default() }, 9);
        for (place, post) in made.iter_mut().enumerate() {
            post.columns = vec![("offer".into(), (place % 2).to_string())];
            // Twice the likes for as many impressions would tell the two apart without fail.
            post.numbers.impressions = None;
            if place % 2 == 1 {
                post.numbers.likes = post.numbers.likes.map(|likes| likes * 2);
            }
        }
        let effects = train(&made, 1_000_000, &Settings::default()).card.effects;
        let found = effects.iter().find(|it| it.feature.kind == FeatureKind::Column).expect("twice as much is no luck");
        assert!((1.7..2.4).contains(&found.factor), "{found:?}");
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
