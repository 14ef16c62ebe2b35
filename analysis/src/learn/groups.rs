//! Errors and signed bias by group, for groups that are large enough to tell.

use std::collections::{BTreeMap, BTreeSet};

use super::rolling::{Rolling, form};
use super::statistics::{holm, mean, two_sided_t};
use super::target::Runs;
use super::{GroupError, Observation};
use crate::Language;

/// Posts from which on a group is looked at.
pub const LEAST_IN_GROUP: usize = 30;

/// Errors of each group on the posts of the rolling test (in the order of time, with their logs), by how their windows run.
pub(super) fn group_errors(
    posts: &[&Observation],
    logs: &[f64],
    runs: &Runs,
    Rolling { tested, before, .. }: &Rolling,
) -> Vec<GroupError> {
    let mut groups: BTreeMap<(&str, String), Vec<(usize, f64)>> = BTreeMap::new();
    let mut members: BTreeMap<(&str, String), usize> = BTreeMap::new();
    for group in posts.iter().flat_map(|post| groups_of(post)) {
        *members.entry(group).or_default() += 1;
    }
    let mut said = before.clone();
    said.resize(posts.len(), 0.0);
    for (place, tested) in tested {
        said.get_mut(*place).into_iter().for_each(|it| *it = tested.predicted);
        for group in posts.get(*place).into_iter().flat_map(|post| groups_of(post)) {
            groups.entry(group).or_default().push((*place, tested.actual - tested.predicted));
        }
    }
    groups.retain(|_, errors| errors.len() >= LEAST_IN_GROUP);
    let left: Vec<f64> = logs.iter().zip(said).map(|(log, said)| log - said).collect();
    let test = Test::of(runs, &left, tested.iter().map(|(place, _)| *place).collect());
    let chance = |(group, errors): (&(&str, String), &Vec<(usize, f64)>)| {
        let places: BTreeSet<usize> = errors.iter().map(|(place, _)| *place).collect();
        let untested = members.get(group).copied().unwrap_or_default().saturating_sub(places.len());
        // No column tells quarters apart, and what is usual is told for each platform.
        let is_learned = !matches!(group.0, "platform" | "period");
        test.chance(&places, is_learned.then_some(untested))
    };
    let chances: Vec<f64> = groups.iter().map(chance).collect();
    let rows = groups.into_iter().zip(holm(&chances)).map(|(((kind, name), errors), chance)| {
        let errors: Vec<f64> = errors.into_iter().map(|(_, error)| error).collect();
        GroupError {
            kind: kind.to_owned(),
            name,
            posts: errors.len(),
            error: mean(&errors.iter().map(|error| error.abs()).collect::<Vec<_>>()),
            bias: mean(&errors),
            chance,
        }
    });
    rows.collect()
}

/// The groups that a post is in.
fn groups_of(post: &Observation) -> impl Iterator<Item = (&'static str, String)> {
    let groups = [
        ("platform", post.platform.id().to_owned()),
        ("language", post.language().map_or("", Language::code).to_owned()),
        ("format", form(post)),
        ("segment", if super::is_protected(&post.segment) { String::new() } else { post.segment.clone() }),
        ("period", quarter(post.when.day)),
    ];
    groups.into_iter().filter(|(_, name)| !name.is_empty())
}

/// What the model leaves of the posts' results, for a test of groups.
struct Test<'a> {
    runs: &'a Runs,
    tested: Vec<usize>,
    /// Against the mean of their windows, and of all tested posts: an error that all have in common is no bias of one group.
    errors: Vec<f64>,
}

impl<'a> Test<'a> {
    /// Of the logs of posts less what the model says of each, and the places of the tested ones.
    fn of(runs: &'a Runs, left: &[f64], tested: Vec<usize>) -> Self {
        let mut errors = runs.less_mean(left);
        let common = mean(&tested.iter().filter_map(|place| errors.get(*place).copied()).collect::<Vec<_>>());
        errors.iter_mut().for_each(|error| *error -= common);
        Self { runs, tested, errors }
    }

    /// The chance of such a mean error in a group that is like the others. What was usual when a post ran is a mean of posts before
    /// it, which it shares with others of its platform and quarter: each post counts with all that it is held against, and is as
    /// sure as its own error says (White 1980). Of a group that the model has learned, it knew the mean of those before the
    /// test (`untested`) and of half of the tested ones on average, the error of which all of the group's predictions share.
    fn chance(&self, group: &BTreeSet<usize>, untested: Option<usize>) -> f64 {
        let (count, others) = (group.len() as f64, self.tested.len() as f64 - group.len() as f64);
        if count < 2.0 || others < 2.0 {
            return 1.0;
        }
        let mut weights = vec![0.0; self.errors.len()];
        for place in &self.tested {
            let weight = if group.contains(place) { 1.0 / count } else { -1.0 / others };
            weights.get_mut(*place).into_iter().for_each(|it| *it = weight);
        }
        let sum = |of: &dyn Fn(f64, f64) -> f64, weights: &[f64]| {
            weights.iter().zip(&self.errors).map(|(weight, error)| of(*weight, *error)).sum::<f64>()
        };
        let difference = sum(&|weight, error| weight * error, &weights);
        let mut variance = sum(&|counted, error| (counted * error).powi(2), &self.runs.counted(&weights));
        if let Some(untested) = untested {
            let of_group: Vec<f64> = group.iter().filter_map(|place| self.errors.get(*place).copied()).collect();
            variance += super::statistics::variance(&of_group) / (untested as f64 + count / 2.0);
        }
        let degrees = count.min(others) - 1.0;
        if variance > 0.0 { two_sided_t(difference / variance.sqrt(), degrees) } else { 1.0 }
    }
}

/// The quarter that a day is in, such as "2026 Q2".
fn quarter(day: i64) -> String {
    let (year, month) = year_and_month(day);
    format!("{year} Q{}", (month - 1) / 3 + 1)
}

/// The civil year and month of a day since 1970 (Howard Hinnant's `civil_from_days`).
pub(super) fn year_and_month(day: i64) -> (i64, i64) {
    let day = day + 719_468;
    let era = day.div_euclid(146_097);
    let of_era = day.rem_euclid(146_097);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let shifted = (5 * of_year + 2) / 153;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    (year + era * 400 + i64::from(month <= 2), month)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_knows_its_quarter() {
        assert_eq!((quarter(0), quarter(-1), quarter(20_513)), ("1970 Q1".into(), "1969 Q4".into(), "2026 Q1".into()));
        assert_eq!(year_and_month(11_016), (2000, 2));
    }
}
