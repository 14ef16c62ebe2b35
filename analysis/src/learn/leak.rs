//! Columns that must not be learned from: those that only count, know the result by their name or by their values, or are about a
//! protected trait.

mod cut;
mod outcome;

use std::collections::{BTreeMap, BTreeSet};

use super::statistics::rank_correlation;
use super::{LeftOut, LevelShift, Observation, protected_columns};
use crate::Platform;

/// A column with more different values than this share of its posts is like an id.
const DIFFERENT: f64 = 0.95;
/// A number this close to the order of time counts up.
const COUNTS_UP: f64 = 0.99;
/// A number this close to the result was measured with it, such as new followers beside likes. What is left out by mistake, say a
/// budget, costs nothing: no draft has it, and for drafts it would count as usual.
const KNOWS: f64 = 0.5;
/// The same for a column whose name says that it was measured, such as "ctr_band": it need not be as close.
const KNOWS_BY_NAME: f64 = 0.3;
/// Different numbers up to which a column is one of steps.
const STEPS: usize = 10;
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
        let (mut numbered, mut numbers, mut results) = (Vec::new(), Vec::new(), Vec::new());
        for (place, value) in &values {
            if let (Ok(number), Some(log)) = (value.trim().parse::<f64>(), logs.get(*place))
                && number.is_finite()
            {
                numbered.push(*place);
                numbers.push(number);
                results.push(*log);
            }
        }
        let order: Vec<f64> = numbered.iter().map(|place| *place as f64).collect();
        let numeric = numbers.len() * 10 >= values.len() * 9;
        if numeric && rank_correlation(&numbers, &order).abs() > COUNTS_UP {
            return Some(LeftOut::LikeAnId { column });
        }
        let is_measured = outcome::is_measured(name);
        let of_posts: Vec<Platform> =
            numbered.iter().filter_map(|place| posts.get(*place)).map(|it| it.platform).collect();
        let over_all = rank_correlation(&numbers, &results).abs();
        // A few steps, such as 0 and 1, may make a true difference.
        let is_fine = different.len() > STEPS;
        let within = if is_fine { within_platforms(&of_posts, &numbers, &results) } else { 0.0 };
        let known = over_all.max(within);
        if numeric && known > if is_measured { KNOWS_BY_NAME } else { KNOWS } {
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

/// How closely numbers go with results on each platform, by its posts, without a sign: a place in a platform's own list is no larger
/// where more is counted.
fn within_platforms(platforms: &[Platform], numbers: &[f64], results: &[f64]) -> f64 {
    let all: BTreeSet<Platform> = platforms.iter().copied().collect();
    let (mut sum, mut judged) = (0.0, 0.0);
    for platform in all {
        let of = |values: &[f64]| -> Vec<f64> {
            platforms.iter().zip(values).filter(|(it, _)| **it == platform).map(|(_, value)| *value).collect()
        };
        let (numbers, results) = (of(numbers), of(results));
        if numbers.len() >= LEAST_POSTS {
            let posts = numbers.len() as f64;
            sum += rank_correlation(&numbers, &results) * posts;
            judged += posts;
        }
    }
    if judged > 0.0 { (sum / judged).abs() } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
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

    #[test]
    fn a_place_in_a_platform_s_own_list_knows_the_result() {
        let mut random = Random::new(7);
        let of = [(Platform::Instagram, 100, 3.0), (Platform::X, 30, 0.0)];
        let (mut posts, mut logs) = (Vec::new(), Vec::new());
        for (platform, count, level) in of {
            let mut results: Vec<f64> = (0..count).map(|_| random.normal()).collect();
            results.sort_by(|one, other| other.total_cmp(one));
            for (place, result) in results.into_iter().enumerate() {
                let mut post =
                    Observation::draft("", platform, When { day: ((place * 37) % count) as i64, hour: None });
                let budget = format!("{:.2}", random.share());
                post.columns = vec![("Sales list".into(), (place + 1).to_string()), ("budget".into(), budget)];
                posts.push(post);
                logs.push(result + level);
            }
        }
        let mut order: Vec<usize> = (0..posts.len()).collect();
        order.sort_by_key(|place| posts[*place].when.day);
        let (posts, logs): (Vec<&Observation>, Vec<f64>) = order.into_iter().map(|at| (&posts[at], logs[at])).unzip();
        assert_eq!(leaks(&posts, &logs, &[]), [LeftOut::KnowsTheResult { column: "Sales list".into() }]);
    }
}
