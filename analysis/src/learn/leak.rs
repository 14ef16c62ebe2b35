//! Columns that must not be learned from: those that only count, know the result by their name or by their values, or are about a
//! protected trait.

mod cut;
mod outcome;

use std::collections::{BTreeMap, BTreeSet};

use super::statistics::rank_correlation;
use super::{LeftOut, LevelShift, Observation, protected_columns};

/// A column with more different values than this share of its posts is like an id.
const DIFFERENT: f64 = 0.95;
/// A number this close to the order of time counts up.
const COUNTS_UP: f64 = 0.99;
/// A number this close to the result was measured with it, such as new followers beside likes. What is left out by mistake, say a
/// budget, costs nothing: no draft has it, and for drafts it would count as usual.
const KNOWS: f64 = 0.5;
/// The same for a column whose name says that it was measured, such as "ctr_band": it need not be as close.
const KNOWS_BY_NAME: f64 = 0.3;
/// Posts with the column from which on it can be judged.
const LEAST_POSTS: usize = 20;

/// The columns of posts (in the order of time, with the logs of what is learned) that are left out, and why.
pub(super) fn leaks(posts: &[&Observation], logs: &[f64], shifts: &[LevelShift]) -> Vec<LeftOut> {
    let mut columns: BTreeMap<&str, Vec<(usize, &str)>> = BTreeMap::new();
    for (place, post) in posts.iter().enumerate() {
        for (name, value) in &post.columns {
            columns.entry(name).or_default().push((place, value));
        }
    }
    let protected = protected_columns(posts.iter().copied());
    let judged = columns.into_iter().filter_map(|(name, values)| {
        let column = name.to_owned();
        if protected.columns.contains(name) {
            return Some(LeftOut::ProtectedTrait { column });
        }
        if outcome::is_outcome(name) {
            return Some(LeftOut::KnowsTheResult { column });
        }
        if values.len() < LEAST_POSTS {
            return None;
        }
        let different: BTreeSet<&str> = values.iter().map(|(_, value)| *value).collect();
        let (mut numbers, mut order, mut results) = (Vec::new(), Vec::new(), Vec::new());
        for (place, value) in &values {
            if let (Ok(number), Some(log)) = (value.trim().parse::<f64>(), logs.get(*place))
                && number.is_finite()
            {
                numbers.push(number);
                order.push(*place as f64);
                results.push(*log);
            }
        }
        let numeric = numbers.len() * 10 >= values.len() * 9;
        if numeric && rank_correlation(&numbers, &order).abs() > COUNTS_UP {
            return Some(LeftOut::LikeAnId { column });
        }
        let is_measured = outcome::is_measured(name);
        if numeric && rank_correlation(&numbers, &results).abs() > if is_measured { KNOWS_BY_NAME } else { KNOWS } {
            return Some(LeftOut::KnowsTheResult { column });
        }
        // Numbers may well be all different, such as a budget; words may not.
        if !numeric && different.len() as f64 > DIFFERENT * values.len() as f64 {
            return Some(LeftOut::LikeAnId { column });
        }
        // 1 and 0 are categories as yes and no are.
        cut::is_cut(posts, logs, &values, shifts, is_measured).then_some(LeftOut::KnowsTheResult { column })
    });
    let mut left_out: Vec<LeftOut> = judged.collect();
    left_out.extend(
        protected.values.iter().map(|(column, value)| LeftOut::ProtectedValue {
            column: (*column).to_owned(),
            value: (*value).to_owned(),
        }),
    );
    left_out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Platform;
    use crate::learn::{Random, When};

    #[test]
    fn ids_results_and_protected_traits_are_left_out_and_fair_columns_stay() {
        let mut random = Random::new(2);
        let logs: Vec<f64> = (0..60).map(|_| random.normal()).collect();
        let posts: Vec<Observation> = logs
            .iter()
            .enumerate()
            .map(|(place, log)| {
                let mut post = Observation::draft("", Platform::X, When { day: place as i64, hour: None });
                let columns = [
                    ("post_id", (1000 + place * 3).to_string()),
                    ("url", format!("https://example.org/{place}")),
                    ("score", format!("{:.4}", log * 7.0 + 1.0)),
                    ("audience_gender", "f".to_owned()),
                    ("budget", format!("{:.2}", random.share())),
                    ("series", ["spring", "summer"][place % 2].to_owned()),
                    ("readers", ["25-34", "35-44"][place % 2].to_owned()),
                    ("region", if place == 9 { "25-34" } else { ["north", "south"][place % 2] }.to_owned()),
                ];
                post.columns = columns.map(|(name, value)| (name.to_owned(), value)).into();
                post
            })
            .collect();
        let posts: Vec<&Observation> = posts.iter().collect();
        let name = |name: &str| name.to_owned();
        assert_eq!(
            leaks(&posts, &logs, &[]),
            [
                LeftOut::ProtectedTrait { column: name("audience_gender") },
                LeftOut::LikeAnId { column: name("post_id") },
                LeftOut::ProtectedTrait { column: name("readers") },
                LeftOut::KnowsTheResult { column: name("score") },
                LeftOut::LikeAnId { column: name("url") },
                LeftOut::ProtectedValue { column: name("region"), value: name("25-34") },
            ]
        );
    }
}
