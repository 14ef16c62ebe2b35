//! When posts did well: estimates by weekday and part of the day, each drawn towards the mean by how little is known.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::level_shift::level_shifts;
use super::statistics::{groups_differ, mean, variance};
use super::target::{targets, winsorised};
use super::{ALARM, Daypart, LevelShift, Metric, Observation};
use crate::Platform;

/// One weekday, or one part of one.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TimeCell {
    /// Monday 0 to Sunday 6.
    pub weekday: u8,
    /// The part of the day, where hours are known.
    pub daypart: Option<Daypart>,
    /// Posts in it.
    pub posts: usize,
    /// Result ÷ that of all times, drawn towards 1.
    pub ratio: f64,
    /// The lower end of its 80% interval.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// What times went with what results.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct BestTime {
    /// What was measured.
    pub metric: Metric,
    /// Only this platform, or all.
    #[schemars(with = "Option<String>")]
    pub platform: Option<Platform>,
    /// Posts with numbers.
    pub posts: usize,
    /// Of which so many have an hour.
    pub with_hour: usize,
    /// The chance of such differences where there are none, by shuffling 1,999 times.
    pub chance: f64,
    /// Whether there is a difference at all, at 5%.
    pub differs: bool,
    /// The surest first: by the lower end.
    pub cells: Vec<TimeCell>,
    /// Jumps of the numbers that stayed; usual starts anew at them.
    pub level_shifts: Vec<LevelShift>,
}

/// Posts under which nothing is said.
const LEAST: usize = 30;
/// Shuffles.
const ROUNDS: usize = 1_999;
/// Half an 80% interval of a normal distribution, in standard deviations.
const EIGHTY: f64 = 1.2816;

/// The times of posts on a platform (or all); `None` under 30 posts with numbers.
pub fn best_time(posts: &[Observation], metric: Metric, platform: Option<Platform>, seed: u64) -> Option<BestTime> {
    let Results { posts, values, shifts, .. } = results(posts, metric, platform, seed);
    if posts.len() < LEAST {
        return None;
    }
    let with_hour = posts.iter().filter(|post| post.when.hour.is_some()).count();
    let by_part = with_hour * 2 >= posts.len();
    let mut cells: Vec<(u8, Option<Daypart>)> = Vec::new();
    let (mut of, mut kept) = (Vec::new(), Vec::new());
    for (post, value) in posts.iter().zip(&values) {
        let part = post.when.daypart().filter(|_| by_part);
        if by_part && part.is_none() {
            continue;
        }
        let cell = (post.when.weekday(), part);
        let place = cells.iter().position(|other| *other == cell).unwrap_or_else(|| {
            cells.push(cell);
            cells.len() - 1
        });
        of.push(place);
        kept.push(*value);
    }
    let chance = groups_differ(&kept, &of, ROUNDS, seed);
    let groups: Vec<Vec<f64>> = (0..cells.len())
        .map(|cell| kept.iter().zip(&of).filter(|(_, place)| **place == cell).map(|(value, _)| *value).collect())
        .collect();
    let shrunken = shrink(&groups);
    let cell = |(weekday, daypart): (u8, Option<Daypart>), posts: usize, (centre, spread): (f64, f64)| TimeCell {
        weekday,
        daypart,
        posts,
        ratio: centre.exp(),
        low: (centre - EIGHTY * spread).exp(),
        high: (centre + EIGHTY * spread).exp(),
    };
    let sizes = groups.iter().map(Vec::len);
    let of_cells = cells.into_iter().zip(sizes).zip(shrunken);
    let mut cells: Vec<TimeCell> = of_cells.map(|((time, posts), usual)| cell(time, posts, usual)).collect();
    cells.sort_by(|left, right| right.low.total_cmp(&left.low));
    let (posts, differs) = (posts.len(), chance < ALARM);
    Some(BestTime { metric, platform, posts, with_hour, chance, differs, cells, level_shifts: shifts })
}

/// Posts with numbers, in the order of time.
pub(super) struct Results<'a> {
    /// Their places among all posts.
    pub(super) places: Vec<usize>,
    /// They.
    pub(super) posts: Vec<&'a Observation>,
    /// Their results against usual (log, drawn in).
    pub(super) values: Vec<f64>,
    /// Jumps that stayed.
    pub(super) shifts: Vec<LevelShift>,
}

/// The results of a platform's posts.
pub(super) fn results(posts: &[Observation], metric: Metric, platform: Option<Platform>, seed: u64) -> Results<'_> {
    let of = posts.iter().enumerate().filter(|(_, post)| platform.is_none_or(|platform| post.platform == platform));
    let mut measured: Vec<(usize, &Observation, f64)> =
        of.filter_map(|(place, post)| Some((place, post, metric.to_log(metric.of(&post.numbers)?)))).collect();
    measured.sort_by_key(|(_, post, _)| post.when);
    let places = measured.iter().map(|(place, _, _)| *place).collect();
    let (posts, logs): (Vec<&Observation>, Vec<f64>) = measured.into_iter().map(|(_, post, log)| (post, log)).unzip();
    let shifts = level_shifts(&posts, &logs, seed);
    let (values, _) = winsorised(&targets(&posts, &logs, &shifts).values);
    Results { places, posts, values, shifts }
}

/// The jumps of a metric that stayed, by platform.
pub fn shifts(posts: &[Observation], metric: Metric, seed: u64) -> Vec<LevelShift> {
    results(posts, metric, None, seed).shifts
}

/// Empirical Bayes for a one-way layout: each group's mean drawn towards the overall mean by τ²/(τ² + σ²/n), and the
/// standard deviation of what is left, both against the overall mean. σ² is pooled, τ² by the method of moments.
fn shrink(groups: &[Vec<f64>]) -> Vec<(f64, f64)> {
    let all: Vec<f64> = groups.iter().flatten().copied().collect();
    let count = all.len() as f64;
    let overall = mean(&all);
    let degrees: f64 = groups.iter().map(|group| group.len().saturating_sub(1) as f64).sum();
    let within: f64 = groups.iter().map(|group| variance(group) * group.len().saturating_sub(1) as f64).sum();
    let within = if degrees > 0.0 { within / degrees } else { variance(&all) };
    let between: f64 = groups.iter().map(|group| group.len() as f64 * (mean(group) - overall).powi(2)).sum();
    let squares: f64 = groups.iter().map(|group| (group.len() as f64).powi(2)).sum();
    let scale = count - squares / count.max(1.0);
    let tau = ((between - (groups.len() as f64 - 1.0) * within) / scale.max(1.0)).max(0.0);
    let of = |group: &Vec<f64>| {
        let noise = within / group.len().max(1) as f64;
        let share = if tau + noise > 0.0 { tau / (tau + noise) } else { 0.0 };
        // Against the mean of all times: a team that does better than usual as a whole does not do so by the time.
        let centre = share * (mean(group) - overall);
        (centre, (share * noise + (1.0 - share).powi(2) * within / count.max(1.0)).sqrt())
    };
    groups.iter().map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::super::generator::{Truth, posts};
    use super::*;

    #[test]
    fn a_planted_time_is_found_first_and_nothing_is_found_where_nothing_is() {
        let truth = Truth { tuesday_morning: 0.9, ..Truth::default() };
        let found = best_time(&posts(&truth, 4), Metric::Engagement, None, 1).expect("there are posts");
        assert!(found.differs, "{}", found.chance);
        assert_eq!((found.cells[0].weekday, found.cells[0].daypart), (1, Some(Daypart::Morning)));
        assert!(found.cells[0].low > 1.2, "{:?}", found.cells[0]);
        let none = (0..20).filter(|seed| {
            best_time(&posts(&Truth::default(), 100 + seed), Metric::Engagement, None, 1).is_some_and(|it| it.differs)
        });
        assert!(none.count() <= 3);
        let high: Vec<Observation> = posts(&Truth { level_shift: 0.6, ..Truth::default() }, 3);
        let found = best_time(&high, Metric::Engagement, None, 1).expect("there are posts");
        let mean = found.cells.iter().map(|cell| cell.ratio.ln() * cell.posts as f64).sum::<f64>() / found.posts as f64;
        assert!(mean.abs() < 0.02, "no time is above usual where all are: {mean}");
    }

    #[test]
    fn without_hours_there_are_weekdays_and_with_few_posts_nothing() {
        let mut some = posts(&Truth::default(), 2);
        some.iter_mut().for_each(|post| post.when.hour = None);
        let found = best_time(&some, Metric::Engagement, None, 1).expect("there are posts");
        assert_eq!((found.cells.len(), found.with_hour), (7, 0));
        assert_eq!(best_time(&some[..29], Metric::Engagement, None, 1), None);
    }
}
