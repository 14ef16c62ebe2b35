//! What the model learns to predict: how far a post is from what was usual when it ran.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::statistics::{deviation, median, quantile_of_sorted};
use super::{Observation, Random};
use crate::Platform;

/// Earlier posts of the platform that "usual" is the median of.
pub(super) const WINDOW: usize = 60;
/// With fewer earlier posts, the first posts of the platform stand in.
const LEAST_EARLIER: usize = 5;
/// How many of them.
const FIRST_POSTS: usize = 10;
/// Deviations from the median past which a value is an outlier (Iglewicz and Hoaglin's 3.5).
const OUTLIER: f64 = 3.5;
/// Posts on either side of a level shift.
const LEAST_SIDE: usize = 15;
/// A shift is told from a trend by its size: at least to twice or half.
const LEAST_SHIFT: f64 = std::f64::consts::LN_2;

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

/// The targets of posts that are in the order of time.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Targets {
    /// log of the metric − log of what was usual, for each post.
    pub(super) values: Vec<f64>,
    /// What is usual on each platform after the last post, as a log.
    pub(super) usual: BTreeMap<String, f64>,
}

/// Targets of posts with their logs, in the order of time. Windows begin anew after a level shift.
pub(super) fn targets(posts: &[&Observation], logs: &[f64], shifts: &[LevelShift]) -> Targets {
    let mut of: BTreeMap<Platform, Vec<usize>> = BTreeMap::new();
    for (place, post) in posts.iter().enumerate() {
        of.entry(post.platform).or_default().push(place);
    }
    let mut found = Targets { values: vec![0.0; posts.len()], usual: BTreeMap::new() };
    let log = |place: &usize| logs.get(*place).copied();
    for (platform, places) in of {
        let starts = shifts.iter().filter(|shift| shift.platform == platform).map(|shift| shift.day);
        let mut runs: Vec<Vec<usize>> = vec![Vec::new()];
        let mut starts: Vec<i64> = starts.collect();
        starts.sort_unstable();
        let mut starts = starts.into_iter().peekable();
        for place in places {
            let day = posts.get(place).map_or(0, |post| post.when.day);
            while starts.next_if(|start| day >= *start).is_some() {
                runs.push(Vec::new());
            }
            if let Some(run) = runs.last_mut() {
                run.push(place);
            }
        }
        for run in &runs {
            let first: Vec<f64> = run.iter().take(FIRST_POSTS).filter_map(log).collect();
            let mut window = Window::default();
            for place in run {
                let usual = if window.len() < LEAST_EARLIER { median(&first) } else { window.median() };
                if let (Some(value), Some(log), Some(usual)) = (found.values.get_mut(*place), log(place), usual) {
                    *value = log - usual;
                }
                window.push(log(place).unwrap_or(0.0));
            }
            if let Some(usual) = window.median() {
                found.usual.insert(platform.id().to_owned(), usual);
            }
        }
    }
    found
}

/// The last [`WINDOW`] values, in the order of time and in order.
#[derive(Default)]
struct Window {
    arrived: std::collections::VecDeque<f64>,
    sorted: Vec<f64>,
}

impl Window {
    fn len(&self) -> usize {
        self.arrived.len()
    }

    fn push(&mut self, value: f64) {
        if self.arrived.len() >= WINDOW
            && let Some(oldest) = self.arrived.pop_front()
        {
            let place = self.sorted.partition_point(|it| *it < oldest);
            if place < self.sorted.len() {
                self.sorted.remove(place);
            }
        }
        self.arrived.push_back(value);
        let place = self.sorted.partition_point(|it| *it < value);
        self.sorted.insert(place, value);
    }

    fn median(&self) -> Option<f64> {
        quantile_of_sorted(&self.sorted, 0.5)
    }
}

/// Values with those far outside drawn to the edge, and how many those were. Nothing is deleted.
pub(super) fn winsorised(values: &[f64]) -> (Vec<f64>, usize) {
    let (Some(middle), Some(spread)) = (median(values), deviation(values)) else { return (Vec::new(), 0) };
    if spread == 0.0 {
        return (values.to_vec(), 0);
    }
    let (low, high) = (middle - OUTLIER * spread, middle + OUTLIER * spread);
    let outside = values.iter().filter(|value| !(low..=high).contains(value)).count();
    (values.iter().map(|value| value.clamp(low, high)).collect(), outside)
}

/// The largest jump of each platform's numbers that chance does not explain (scan of mean ranks, 1% by shuffling) and that
/// at least doubled or halved them.
pub(super) fn level_shifts(posts: &[&Observation], logs: &[f64], seed: u64) -> Vec<LevelShift> {
    let mut platforms: Vec<Platform> = posts.iter().map(|post| post.platform).collect();
    platforms.sort_unstable_by_key(|platform| platform.id());
    platforms.dedup();
    let shift = |platform: Platform| {
        let of: Vec<(i64, f64)> = posts
            .iter()
            .zip(logs)
            .filter(|(post, _)| post.platform == platform)
            .map(|(post, log)| (post.when.day, *log))
            .collect();
        let values: Vec<f64> = of.iter().map(|(_, log)| *log).collect();
        let mut ranks = super::statistics::ranks(&values);
        let (place, seen) = scan(&ranks)?;
        let before = median(values.get(..place)?)?;
        let after = median(values.get(place..)?)?;
        if (after - before).abs() < LEAST_SHIFT {
            return None;
        }
        let day = of.get(place)?.0;
        // A slow trend also splits into low and high; a shift stands out from the posts right beside it.
        let beside_before = median(values.get(place.saturating_sub(LEAST_SIDE)..place)?)?;
        let beside_after = median(values.get(place..(place + LEAST_SIDE).min(values.len()))?)?;
        if (beside_after - beside_before) / (after - before) <= 0.6 {
            return None;
        }
        let mut random = Random::new(seed);
        // 99 shuffles, none of which may reach what was seen: 1%.
        let by_chance = (0..99).any(|_| {
            random.shuffle(&mut ranks);
            scan(&ranks).is_some_and(|(_, chance)| chance >= seen)
        });
        (!by_chance).then_some(LevelShift { platform, day, ratio: (after - before).exp() })
    };
    platforms.into_iter().filter_map(shift).collect()
}

/// The split with the largest standardised difference of means, and that difference.
fn scan(values: &[f64]) -> Option<(usize, f64)> {
    let count = values.len();
    if count < 2 * LEAST_SIDE {
        return None;
    }
    let total: f64 = values.iter().sum();
    let mut before: f64 = values.iter().take(LEAST_SIDE - 1).sum();
    let mut best: Option<(usize, f64)> = None;
    for place in LEAST_SIDE..=count - LEAST_SIDE {
        before += values.get(place - 1).copied().unwrap_or(0.0);
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
    use super::*;
    use crate::learn::When;

    fn posts(count: usize) -> Vec<Observation> {
        let post = |day| Observation::draft("", Platform::X, When { day, hour: None });
        (0..count as i64).map(post).collect()
    }

    #[test]
    fn usual_is_the_median_of_what_came_before() {
        let posts = posts(8);
        let posts: Vec<&Observation> = posts.iter().collect();
        let found = targets(&posts, &[1.0, 2.0, 3.0, 4.0, 5.0, 9.0, 3.0, 3.5], &[]);
        // The first five stand against the first posts' median, the sixth against the five before it.
        assert_eq!(found.values[5], 6.0);
        assert_eq!(found.values[6], 3.0 - 3.5);
        assert_eq!(found.usual["x"], 3.25);
    }

    #[test]
    fn what_is_far_outside_is_drawn_in_and_counted() {
        let mut values: Vec<f64> = (0..50).map(|it| f64::from(it % 7)).collect();
        values.push(16.0);
        let (drawn, count) = winsorised(&values);
        assert_eq!((count, drawn.len()), (1, 51));
        assert!(drawn[50] < 14.0 && drawn[50] > 6.0);
        assert_eq!(winsorised(&[2.0; 9]), (vec![2.0; 9], 0));
    }

    #[test]
    fn a_level_shift_is_found_where_it_is_and_a_trend_is_none() {
        let posts = posts(120);
        let posts: Vec<&Observation> = posts.iter().collect();
        let mut random = Random::new(5);
        let noise: Vec<f64> = (0..120).map(|_| 4.0 + 0.5 * random.normal()).collect();
        assert_eq!(level_shifts(&posts, &noise, 1), []);
        let shifted: Vec<f64> =
            noise.iter().zip(0..).map(|(log, day)| if day >= 70 { log + 1.5 } else { *log }).collect();
        let found = level_shifts(&posts, &shifted, 1);
        assert!(found.len() == 1 && (found[0].day - 70).abs() <= 2 && found[0].ratio > 3.0, "{found:?}");
        let trend: Vec<f64> = noise.iter().zip(0..).map(|(log, day)| log + 0.02 * f64::from(day)).collect();
        assert_eq!(level_shifts(&posts, &trend, 1), []);
    }
}
