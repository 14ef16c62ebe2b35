//! Categories that are cut from what was measured, such as gold, silver and bronze by likes: their values put the posts in
//! order, nearly without overlap.

use std::collections::{BTreeMap, HashMap};

use super::super::groups::year_and_month;
use super::super::statistics::median;
use super::super::{LevelShift, Metric, Observation};

/// Of the pairs of posts with different values so many are in the values' order where these were cut from a number. What truly
/// makes a difference, even three times the usual, overlaps more.
const IN_ORDER: f64 = 0.98;
/// The same for a column whose name says that it was measured: what is cut from rates or with a delay overlaps more.
const IN_ORDER_BY_NAME: f64 = 0.9;
/// Posts from which on an order is no luck.
const LEAST_POSTS: usize = 30;
/// Posts with a value for it to be learned from at all.
const LEAST_WITH_VALUE: usize = 5;

/// A post's value, by its place among the values, and a number.
struct Valued {
    value: usize,
    number: f64,
}

/// Whether the values of a column (with the places of their posts) put any of the measured numbers in order.
pub(super) fn is_cut(
    posts: &[&Observation],
    logs: &[f64],
    values: &[(usize, &str)],
    shifts: &[LevelShift],
    is_measured: bool,
) -> bool {
    let least = if is_measured { IN_ORDER_BY_NAME } else { IN_ORDER };
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for (_, value) in values {
        *counts.entry(value.trim()).or_default() += 1;
    }
    counts.retain(|value, posts| !value.is_empty() && *posts >= LEAST_WITH_VALUE);
    if counts.len() < 2 {
        return false;
    }
    let names: HashMap<&str, usize> = counts.keys().copied().zip(0..).collect();
    let of_post: Vec<(usize, usize)> =
        values.iter().filter_map(|(place, value)| Some((*place, *names.get(value.trim())?))).collect();
    // A metric that is learned is not all that a value may be cut from: impressions tell as much.
    let learned = |place: usize, _: &Observation| logs.get(place).copied();
    let measured = Metric::ALL.map(|metric| move |_: usize, post: &Observation| metric.of(&post.numbers));
    let by_number = |number: &dyn Fn(usize, &Observation) -> Option<f64>| {
        // Values may be cut the same for all, or for each platform, and anew each month.
        [(false, false), (true, false), (true, true)].into_iter().any(|(centred, monthly)| {
            let mut cells: BTreeMap<_, Vec<Valued>> = BTreeMap::new();
            for (place, value) in &of_post {
                let Some(post) = posts.get(*place) else { continue };
                let Some(number) = number(*place, post) else { continue };
                let level = shifts.iter().filter(|it| it.platform == post.platform && it.day <= post.when.day).count();
                let month = monthly.then(|| year_and_month(post.when.day));
                cells.entry((post.platform.id(), level, month)).or_default().push(Valued { value: *value, number });
            }
            if centred {
                cells.values_mut().for_each(|cell| centre(cell));
            }
            in_order(&cells.into_values().collect::<Vec<_>>(), names.len()) >= least
        })
    };
    by_number(&learned) || measured.iter().any(|number| by_number(number))
}

/// Numbers against the middle of their cell.
fn centre(cell: &mut [Valued]) {
    let middle = median(&cell.iter().map(|it| it.number).collect::<Vec<_>>()).unwrap_or(0.0);
    cell.iter_mut().for_each(|it| it.number -= middle);
}

/// The share of pairs of posts inside a cell, with different values, that are in the values' order. That order is learned on one
/// half of the posts and judged on the other, both ways: many values could order the same posts by luck. 0 where there is too
/// little to judge.
fn in_order(cells: &[Vec<Valued>], values: usize) -> f64 {
    let (mut pairs, mut ordered, mut judged) = (0.0, 0.0, 0);
    for half in [0, 1] {
        let is_learned = |place: usize| place % 2 == half;
        let mut of_value: Vec<Vec<f64>> = vec![Vec::new(); values];
        for (_, it) in cells.iter().flat_map(|cell| cell.iter().enumerate()).filter(|(place, _)| is_learned(*place)) {
            if let Some(numbers) = of_value.get_mut(it.value) {
                numbers.push(it.number);
            }
        }
        let mut order: Vec<(f64, usize)> =
            of_value.iter().zip(0..).filter_map(|(numbers, value)| Some((median(numbers)?, value))).collect();
        order.sort_by(|left, right| left.0.total_cmp(&right.0));
        let rank: HashMap<usize, usize> = order.into_iter().map(|(_, value)| value).zip(0..).collect();
        for cell in cells {
            let of_cell = cell.iter().enumerate().filter(|(place, _)| !is_learned(*place));
            let mut of_cell: Vec<(f64, usize)> =
                of_cell.filter_map(|(_, it)| Some((it.number, *rank.get(&it.value)?))).collect();
            of_cell.sort_by(|left, right| left.0.total_cmp(&right.0));
            // Where all have the same value there is nothing to judge.
            judged +=
                if of_cell.iter().any(|it| Some(it.1) != of_cell.first().map(|it| it.1)) { of_cell.len() } else { 0 };
            let mut lower = Lower::new(rank.len());
            for tied in of_cell.chunk_by(|left, right| left.0 == right.0) {
                let mut of_tied = Lower::new(if tied.len() > 1 { rank.len() } else { 0 });
                for (_, rank) in tied {
                    ordered += lower.below(*rank) as f64;
                    pairs += lower.other(*rank) as f64;
                    // What is equal is half in order.
                    pairs += of_tied.other(*rank) as f64;
                    ordered += of_tied.other(*rank) as f64 / 2.0;
                    of_tied.add(*rank);
                }
                tied.iter().for_each(|(_, rank)| lower.add(*rank));
            }
        }
    }
    if judged < LEAST_POSTS || pairs < judged as f64 { 0.0 } else { ordered / pairs }
}

/// How many of each rank were seen, as sums that are quick to ask for (Fenwick 1994).
struct Lower {
    sums: Vec<usize>,
    of_rank: Vec<usize>,
    all: usize,
}

impl Lower {
    fn new(ranks: usize) -> Self {
        Self { sums: vec![0; ranks + 1], of_rank: vec![0; ranks], all: 0 }
    }

    fn add(&mut self, rank: usize) {
        let Some(count) = self.of_rank.get_mut(rank) else { return };
        *count += 1;
        self.all += 1;
        let mut place = rank + 1;
        while let Some(sum) = self.sums.get_mut(place) {
            *sum += 1;
            place += place & place.wrapping_neg();
        }
    }

    /// Those of a lower rank.
    fn below(&self, rank: usize) -> usize {
        let (mut place, mut count) = (rank, 0);
        while place > 0 {
            count += self.sums.get(place).copied().unwrap_or(0);
            place &= place - 1;
        }
        count
    }

    /// Those of another rank.
    fn other(&self, rank: usize) -> usize {
        self.all - self.of_rank.get(rank).copied().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::generator::{Truth, posts};
    use super::super::leaks;
    use super::*;
    use crate::learn::{LeftOut, Random};

    /// What is left out of posts whose column `c` is as `value` says of a post, its likes and a number from 0 to 1.
    fn left_out(truth: &Truth, seed: u64, value: &dyn Fn(&Observation, u64, f64) -> String) -> Vec<LeftOut> {
        left_out_as("c", truth, seed, value)
    }

    fn left_out_as(
        name: &str,
        truth: &Truth,
        seed: u64,
        value: &dyn Fn(&Observation, u64, f64) -> String,
    ) -> Vec<LeftOut> {
        let mut random = Random::new(seed ^ 0x5EED);
        let mut made = posts(truth, seed);
        for post in &mut made {
            let likes = post.numbers.likes.unwrap_or_default();
            post.numbers.comments = Some((likes as f64 * 0.2 * (0.5 * random.normal()).exp()) as u64);
            post.columns = vec![(name.into(), value(post, likes, random.share()))];
        }
        let logs: Vec<f64> = made
            .iter()
            .map(|post| Metric::Engagement.to_log(Metric::Engagement.of(&post.numbers).unwrap_or_default()))
            .collect();
        leaks(&made.iter().collect::<Vec<_>>(), &logs, &[])
    }

    fn is_left_out(found: &[LeftOut]) -> bool {
        found == [LeftOut::KnowsTheResult { column: "c".into() }]
    }

    #[test]
    fn a_category_that_is_cut_from_a_number_is_left_out_whatever_it_is_called() {
        let truth = Truth { posts: 120, question: 0.6, latte: 1.0, ..Truth::default() };
        let tier = |_: &Observation, likes: u64, _: f64| {
            ["bronze", "silver", "gold"][usize::from(likes > 40) + usize::from(likes > 200)].into()
        };
        let viral = |_: &Observation, likes: u64, _: f64| if likes > 300 { "爆款" } else { "一般" }.into();
        let reach = |post: &Observation, _: u64, _: f64| {
            ["low", "mid", "high"][usize::from(post.numbers.impressions > Some(900))
                + usize::from(post.numbers.impressions > Some(4_000))]
            .into()
        };
        // By hand, and not the same each time.
        let by_hand = |_: &Observation, likes: u64, share: f64| {
            if likes as f64 > 90.0 + 20.0 * share { "yes" } else { "no" }.into()
        };
        // In numbers, for the few that did best.
        let flag = |_: &Observation, likes: u64, _: f64| u8::from(likes > 400).to_string();
        for seed in 0..10 {
            assert!(is_left_out(&left_out(&truth, seed, &flag)), "{seed}");
            assert!(is_left_out(&left_out(&truth, seed, &tier)), "{seed}");
            assert!(is_left_out(&left_out(&truth, seed, &viral)), "{seed}");
            assert!(is_left_out(&left_out(&truth, seed, &reach)), "{seed}");
            assert!(is_left_out(&left_out(&truth, seed, &by_hand)), "{seed}");
        }
    }

    #[test]
    fn what_was_measured_by_its_name_is_left_out_where_it_goes_with_the_result_only_roughly() {
        let truth = Truth { posts: 240, ..Truth::default() };
        let band = |_: &Observation, likes: u64, share: f64| {
            if likes as f64 * (0.7 + 0.7 * share) > 90.0 { "hi" } else { "lo" }.into()
        };
        let coin = |_: &Observation, _: u64, share: f64| if share > 0.5 { "hi" } else { "lo" }.into();
        for seed in 0..10 {
            for name in ["ctr_band", "Engagement level", "互动档"] {
                assert_eq!(
                    left_out_as(name, &truth, seed, &band),
                    [LeftOut::KnowsTheResult { column: name.into() }],
                    "{seed}"
                );
                assert_eq!(left_out_as(name, &truth, seed, &coin), [], "{seed}");
            }
        }
    }

    #[test]
    fn what_is_called_an_outcome_is_left_out_however_roughly_it_goes_with_the_result() {
        let truth = Truth { posts: 120, ..Truth::default() };
        let roughly = |_: &Observation, likes: u64, share: f64| {
            if likes as f64 * (0.4 + 1.2 * share) > 90.0 { "yes" } else { "no" }.into()
        };
        for seed in 0..4 {
            for name in ["viral", "kpi_met", "爆款"] {
                let found = left_out_as(name, &truth, seed, &roughly);
                assert_eq!(found, [LeftOut::KnowsTheResult { column: name.into() }], "{seed}");
            }
            assert_eq!(left_out_as("viral sound", &truth, seed, &|_, _, share| (share > 0.5).to_string()), []);
        }
    }

    #[test]
    fn what_makes_a_difference_is_learned_from_however_large_it_is() {
        let mut wrong = 0;
        for seed in 0..60 {
            for posts in [40, 120, 300] {
                let truth =
                    Truth { posts, question: 0.7, latte: 1.1, noise: 0.4, tuesday_morning: 0.9, ..Truth::default() };
                let found = [
                    left_out(&truth, seed, &|post, _, _| post.topic.clone()),
                    left_out(&truth, seed, &|post, _, _| (post.topic == "latte").to_string()),
                    left_out(&truth, seed, &|post, _, _| post.text.contains('?').to_string()),
                    // An account for each platform tells nothing that the platform does not.
                    left_out(&truth, seed, &|post, _, _| format!("account {}", post.platform.id())),
                    left_out(&truth, seed, &|_, _, share| format!("series {}", (share * 9.0) as u8)),
                ];
                wrong += found.iter().filter(|found| !found.is_empty()).count();
            }
        }
        // Of 900 columns.
        assert!(wrong <= 4, "{wrong}");
    }
}
