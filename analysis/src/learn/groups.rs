//! Errors and signed bias by group, for groups that are large enough to tell.

use std::collections::BTreeMap;

use super::rolling::form;
use super::statistics::{holm, mean, two_sided_t, variance};
use super::train::Tested;
use super::{GroupError, Observation};
use crate::Language;

/// Posts from which on a group is looked at.
pub const LEAST_IN_GROUP: usize = 30;

/// Errors of each group on the posts of the rolling test.
pub(super) fn group_errors(posts: &[&Observation], tested: &[(usize, Tested)]) -> Vec<GroupError> {
    let mut groups: BTreeMap<(&str, String), Vec<f64>> = BTreeMap::new();
    let mut all = Vec::new();
    for (place, tested) in tested {
        let Some(post) = posts.get(*place) else { continue };
        let error = tested.actual - tested.predicted;
        all.push(error);
        for group in groups_of(post) {
            groups.entry(group).or_default().push(error);
        }
    }
    groups.retain(|_, errors| errors.len() >= LEAST_IN_GROUP);
    let mut members: BTreeMap<(&str, String), usize> = BTreeMap::new();
    for group in posts.iter().flat_map(|post| groups_of(post)) {
        *members.entry(group).or_default() += 1;
    }
    let chances: Vec<f64> = groups
        .iter()
        .map(|(group, errors)| {
            let untested = members.get(group).copied().unwrap_or_default().saturating_sub(errors.len());
            chance(errors, &all, untested)
        })
        .collect();
    let row = |(((kind, name), errors), chance): (((&str, String), Vec<f64>), f64)| GroupError {
        kind: kind.to_owned(),
        name,
        posts: errors.len(),
        error: mean(&errors.iter().map(|error| error.abs()).collect::<Vec<_>>()),
        bias: mean(&errors),
        chance,
    };
    groups.into_iter().zip(holm(&chances)).map(row).collect()
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

/// The chance of such a mean in a group that is like the others (Welch's test): an error that all posts have in common is no
/// bias of one group. What the model knew of the group when it predicted is a mean of posts too, of those before the test and
/// of half of the tested ones on average; its error is one that all of the group's predictions share.
fn chance(group: &[f64], all: &[f64], untested: usize) -> f64 {
    let (count, others) = (group.len() as f64, all.len() as f64 - group.len() as f64);
    if count < 2.0 || others < 2.0 {
        return 1.0;
    }
    let sum = |errors: &[f64]| errors.iter().sum::<f64>();
    let squares = |errors: &[f64]| errors.iter().map(|error| error * error).sum::<f64>();
    let mean_of_others = (sum(all) - sum(group)) / others;
    let variance_of_others = (squares(all) - squares(group) - others * mean_of_others.powi(2)) / (others - 1.0);
    let known = untested as f64 + count / 2.0;
    let spread = (variance(group) * (1.0 / count + 1.0 / known) + variance_of_others.max(0.0) / others).sqrt();
    let degrees = count.min(others) - 1.0;
    if spread > 0.0 { two_sided_t((mean(group) - mean_of_others) / spread, degrees) } else { 1.0 }
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
