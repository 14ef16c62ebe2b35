//! Jumps of the numbers that stayed, such as a metric that is counted differently since some day: on one platform, or on all of
//! them at once, where each alone has too few posts to tell.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::statistics::{mann_whitney, mean, median, ranks, variance};
use super::{ALARM, Observation, Random};
use crate::Platform;

/// Posts on either side of a level shift.
const LEAST_SIDE: usize = 15;
/// Posts of a platform on either side of a shift that all platforms together show.
const LEAST_OF_PLATFORM: usize = 5;
/// What a jump of one platform must be like: at least to twice or half.
const ON_ONE: Demand = Demand { size: std::f64::consts::LN_2, beyond_line: 14.0 };
/// The same of all together, of whom more is known. Of what doubles or halves the numbers a median over some posts shows less as
/// often as more.
const ON_ALL: Demand = Demand { size: 0.47, beyond_line: 8.0 };
/// The share of a jump that the posts right beside it must show: those of a trend do not.
const BESIDE: f64 = 0.6;
/// Of all posts so many are right beside.
const PART_BESIDE: usize = 8;
/// Shuffles, none of which may reach what was seen: 1%.
const ROUNDS: usize = 99;

/// A jump of a platform's numbers that stayed.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LevelShift {
    /// On which platform.
    #[schemars(with = "String")]
    pub platform: Platform,
    /// The first day of the new level, in days since 1970.
    pub day: i64,
    /// The median after it ÷ the median before it.
    pub ratio: f64,
}

/// When a split of a series is called a jump.
struct Demand {
    /// How far apart the medians are, as a log.
    size: f64,
    /// By how much the split explains more of the squares than a straight line does, in residual variances: numbers that grow
    /// split, too. Growing accounts of known truth were told of in 1 to 6% with these, doubled numbers in 87%.
    beyond_line: f64,
}

/// Posts in the order of time: the day, and the log of the number.
type Series = Vec<(i64, f64)>;

/// The largest jump of each platform's numbers that chance does not explain (scan of mean ranks, 1% by shuffling), and the one
/// that the platforms show together.
pub(super) fn level_shifts(posts: &[&Observation], logs: &[f64], seed: u64) -> Vec<LevelShift> {
    let mut of: BTreeMap<&str, (Platform, Series)> = BTreeMap::new();
    for (post, log) in posts.iter().zip(logs) {
        let (_, series) = of.entry(post.platform.id()).or_insert_with(|| (post.platform, Vec::new()));
        series.push((post.when.day, *log));
    }
    let mut found: Vec<LevelShift> = Vec::new();
    for (platform, series) in of.values() {
        let Some(place) = jump(series, &ON_ONE, seed) else { continue };
        let Some((day, _)) = series.get(place) else { continue };
        if let Some(change) = change(series, *day, LEAST_SIDE) {
            found.push(LevelShift { platform: *platform, day: *day, ratio: change.exp() });
        }
    }
    let missing = |platform: &Platform| !found.iter().any(|shift| shift.platform == *platform);
    if of.len() > 1 && of.values().any(|(platform, _)| missing(platform)) {
        let together = together(&of, seed);
        let together = together.into_iter().filter(|shift| missing(&shift.platform)).collect::<Vec<_>>();
        found.extend(together);
        found.sort_by_key(|shift| shift.platform.id());
    }
    found
}

/// The jump that all platforms show at the same day, for each platform that has it.
fn together(of: &BTreeMap<&str, (Platform, Series)>, seed: u64) -> Vec<LevelShift> {
    // Each against its own middle: platforms differ, and how many posts each has may change.
    let mut all: Vec<(i64, usize, f64)> = Vec::new();
    for (platform, (_, series)) in of.values().enumerate() {
        let middle = mean(&series.iter().map(|(_, log)| *log).collect::<Vec<_>>());
        all.extend(series.iter().map(|(day, log)| (*day, platform, log - middle)));
    }
    all.sort_by_key(|(day, platform, _)| (*day, *platform));
    let series: Series = all.iter().map(|(day, _, log)| (*day, *log)).collect();
    let Some(place) = jump(&series, &ON_ALL, seed) else { return Vec::new() };
    let Some((day, _)) = series.get(place).copied() else { return Vec::new() };
    let has_it = |(platform, series): &(Platform, Series)| {
        // That there is a jump at this day is known: whether it is here, too, takes less.
        let size = change(series, day, LEAST_OF_PLATFORM).filter(|size| size.abs() >= ON_ALL.size / 2.0)?;
        let side = |after: bool| -> Vec<f64> {
            series.iter().filter(|(of, _)| (*of >= day) == after).map(|(_, log)| *log).collect()
        };
        (mann_whitney(&side(false), &side(true)) < ALARM).then_some((*platform, size))
    };
    let having: Vec<(Platform, f64)> = of.values().filter_map(has_it).collect();
    let up = having.iter().filter(|(_, size)| *size > 0.0).count() * 2 >= having.len();
    let same_way = having.into_iter().filter(|(_, size)| (*size > 0.0) == up);
    same_way.map(|(platform, size)| LevelShift { platform, day, ratio: size.exp() }).collect()
}

/// How much higher the median is from a day on, as a log; `None` with fewer than `least` posts on a side.
fn change(series: &Series, day: i64, least: usize) -> Option<f64> {
    let (before, after): (Vec<_>, Vec<_>) = series.iter().partition(|(of, _)| *of < day);
    let middle = |side: &[&(i64, f64)]| median(&side.iter().map(|(_, log)| *log).collect::<Vec<_>>());
    if before.len() < least || after.len() < least {
        return None;
    }
    Some(middle(&after)? - middle(&before)?)
}

/// The place of the first post of the new level.
fn jump(series: &Series, demand: &Demand, seed: u64) -> Option<usize> {
    let values: Vec<f64> = series.iter().map(|(_, log)| *log).collect();
    let mut ranks = ranks(&values);
    let days = series.iter().map(|(day, _)| *day);
    let is_new_day: Vec<bool> =
        std::iter::once(false).chain(days.clone().zip(days.skip(1)).map(|(one, next)| one != next)).collect();
    let (place, seen) = scan(&ranks, &is_new_day)?;
    // What tells most series from a jump takes least: medians are asked for afterwards.
    let residual = (variance(&ranks) * (ranks.len() as f64 - 1.0) - seen * seen) / (ranks.len() as f64 - 2.0);
    if seen * seen - in_a_line(&ranks) < demand.beyond_line * residual {
        return None;
    }
    let middle = |from: usize, to: usize| median(values.get(from..to.min(values.len()))?);
    let size = middle(place, values.len())? - middle(0, place)?;
    if size.abs() < demand.size {
        return None;
    }
    // A slow trend also splits into low and high; a shift stands out from the posts right beside it.
    let near = LEAST_SIDE.max(values.len() / PART_BESIDE);
    let beside = middle(place, place + near)? - middle(place.saturating_sub(near), place)?;
    if beside / size < BESIDE {
        return None;
    }
    let mut random = Random::new(seed);
    let by_chance = (0..ROUNDS).any(|_| {
        random.shuffle(&mut ranks);
        scan(&ranks, &is_new_day).is_some_and(|(_, chance)| chance >= seen)
    });
    (!by_chance).then_some(place)
}

/// What a straight line over time explains of the squares.
fn in_a_line(values: &[f64]) -> f64 {
    let (middle, mean) = (values.len().saturating_sub(1) as f64 / 2.0, mean(values));
    let (mut along, mut length) = (0.0, 0.0);
    for (place, value) in values.iter().enumerate() {
        let time = place as f64 - middle;
        along += time * (value - mean);
        length += time * time;
    }
    if length > 0.0 { along * along / length } else { 0.0 }
}

/// The split between days with the largest standardised difference of means, and that difference: its square is what the split
/// explains of the squares.
fn scan(values: &[f64], may_split: &[bool]) -> Option<(usize, f64)> {
    let count = values.len();
    if count < 2 * LEAST_SIDE {
        return None;
    }
    let total: f64 = values.iter().sum();
    let mut before: f64 = values.iter().take(LEAST_SIDE - 1).sum();
    let mut best: Option<(usize, f64)> = None;
    for place in LEAST_SIDE..=count - LEAST_SIDE {
        before += values.get(place - 1).copied().unwrap_or(0.0);
        if !may_split.get(place).is_some_and(|may| *may) {
            continue;
        }
        let (left, right) = (place as f64, (count - place) as f64);
        let difference = (before / left - (total - before) / right).abs() * (left * right / count as f64).sqrt();
        if best.is_none_or(|(_, most)| difference > most) {
            best = Some((place, difference));
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::super::generator::{Truth, posts};
    use super::*;
    use crate::learn::{Metric, When};

    fn found(posts: &[Observation], logs: &[f64]) -> Vec<LevelShift> {
        level_shifts(&posts.iter().collect::<Vec<_>>(), logs, 1)
    }

    fn of(made: &[Observation]) -> Vec<LevelShift> {
        let log = |post: &Observation| Metric::Likes.to_log(Metric::Likes.of(&post.numbers).unwrap_or_default());
        found(made, &made.iter().map(log).collect::<Vec<_>>())
    }

    #[test]
    fn a_level_shift_is_found_where_it_is_and_a_trend_is_none() {
        let post = |day| Observation::draft("", Platform::X, When { day, hour: None });
        let posts: Vec<Observation> = (0..120).map(post).collect();
        let mut random = Random::new(5);
        let noise: Vec<f64> = (0..120).map(|_| 4.0 + 0.5 * random.normal()).collect();
        assert_eq!(found(&posts, &noise), []);
        let shifted: Vec<f64> =
            noise.iter().zip(0..).map(|(log, day)| if day >= 70 { log + 1.5 } else { *log }).collect();
        let shifts = found(&posts, &shifted);
        assert!(shifts.len() == 1 && (shifts[0].day - 70).abs() <= 2 && shifts[0].ratio > 3.0, "{shifts:?}");
        for slope in [0.005, 0.01, 0.02] {
            let trend: Vec<f64> = noise.iter().zip(0..).map(|(log, day)| log + slope * f64::from(day)).collect();
            assert_eq!(found(&posts, &trend), []);
        }
    }

    #[test]
    fn what_doubles_or_halves_the_numbers_of_three_platforms_is_found_on_each() {
        let (mut told, mut on_each) = (0, 0);
        for seed in 0..20 {
            let size = [0.7, -0.7][seed as usize % 2];
            let truth = Truth { posts: 240, question: 0.6, latte: 0.8, level_shift: size, ..Truth::default() };
            let found = of(&posts(&truth, seed));
            assert!(found.iter().all(|it| (it.ratio > 1.0) == (size > 0.0)), "{found:?}");
            told += usize::from(!found.is_empty());
            on_each += found.len();
        }
        assert!(told >= 16 && on_each >= 44, "{told} {on_each}");
    }

    #[test]
    fn where_nothing_jumps_nothing_is_told_and_of_one_platform_only_that_one() {
        let told = (0..60).filter(|seed| {
            let truth = Truth { posts: 240, question: 0.6, latte: 0.8, tuesday_morning: 0.9, ..Truth::default() };
            let mut made = posts(&truth, 500 + seed);
            // A growing account.
            for (place, post) in made.iter_mut().enumerate().filter(|_| seed % 2 == 0) {
                post.numbers.likes =
                    post.numbers.likes.map(|likes| (likes as f64 * (place as f64 / 160.0).exp()) as u64);
            }
            !of(&made).is_empty()
        });
        assert!(told.count() <= 4);
        let mut of_others = 0;
        for seed in 0..20 {
            let mut made = posts(&Truth { posts: 240, ..Truth::default() }, 900 + seed);
            for post in made.iter_mut().skip(130).filter(|post| post.platform == Platform::Instagram) {
                post.numbers.likes = post.numbers.likes.map(|likes| likes * 4);
            }
            let found = of(&made);
            assert!(found.iter().any(|it| it.platform == Platform::Instagram), "{found:?}");
            of_others += found.len() - 1;
        }
        assert!(of_others <= 3, "{of_others}");
    }
}
