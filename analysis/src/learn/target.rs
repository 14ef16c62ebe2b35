//! What the model learns to predict: how far a post is from what was usual when it ran.

use std::collections::BTreeMap;

use super::statistics::{deviation, median, quantile_of_sorted};
use super::{LevelShift, Observation};
use crate::Platform;

/// Earlier posts of the platform that "usual" is the median of.
pub(super) const WINDOW: usize = 60;
/// With fewer earlier posts, the first posts of the platform stand in.
const LEAST_EARLIER: usize = 5;
/// How many of them.
const FIRST_POSTS: usize = 10;
/// Deviations from the median past which a value is an outlier (Iglewicz and Hoaglin's 3.5).
const OUTLIER: f64 = 3.5;
/// The targets of posts that are in the order of time.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Targets {
    /// log of the metric − log of what was usual, for each post.
    pub(super) values: Vec<f64>,
    /// What is usual on each platform after the last post, as a log.
    pub(super) usual: BTreeMap<String, f64>,
}

/// Posts on one platform between two of its level shifts, in the order of time: their places among all. What is usual is told from
/// within such a run.
#[derive(Debug, Clone, PartialEq)]
struct Run {
    platform: Platform,
    places: Vec<usize>,
}

/// The runs of posts that are in the order of time, those of a platform one after the other.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Runs(Vec<Run>);

impl Runs {
    /// Windows begin anew after a level shift.
    pub(super) fn of(posts: &[&Observation], shifts: &[LevelShift]) -> Self {
        let mut of: BTreeMap<Platform, Vec<usize>> = BTreeMap::new();
        for (place, post) in posts.iter().enumerate() {
            of.entry(post.platform).or_default().push(place);
        }
        let mut runs: Vec<Run> = Vec::new();
        for (platform, places) in of {
            let mut starts: Vec<i64> =
                shifts.iter().filter(|shift| shift.platform == platform).map(|shift| shift.day).collect();
            starts.sort_unstable();
            let mut starts = starts.into_iter().peekable();
            let mut run = Run { platform, places: Vec::new() };
            for place in places {
                let day = posts.get(place).map_or(0, |post| post.when.day);
                while starts.next_if(|start| day >= *start).is_some() {
                    runs.push(std::mem::replace(&mut run, Run { platform, places: Vec::new() }));
                }
                run.places.push(place);
            }
            runs.push(run);
        }
        Self(runs)
    }

    /// Targets of the posts with these logs.
    pub(super) fn targets(&self, logs: &[f64]) -> Targets {
        let mut found = Targets { values: vec![0.0; logs.len()], usual: BTreeMap::new() };
        let log = |place: &usize| logs.get(*place).copied();
        for run in &self.0 {
            let first: Vec<f64> = run.places.iter().take(FIRST_POSTS).filter_map(log).collect();
            let mut window = Window::default();
            for place in &run.places {
                let usual = if window.len() < LEAST_EARLIER { median(&first) } else { window.median() };
                if let (Some(value), Some(log), Some(usual)) = (found.values.get_mut(*place), log(place), usual) {
                    *value = log - usual;
                }
                window.push(log(place).unwrap_or(0.0));
            }
            if let Some(usual) = window.median() {
                found.usual.insert(run.platform.id().to_owned(), usual);
            }
        }
        found
    }

    /// Each value less the mean of those in its post's window. Where a result and all that it may depend on are taken so, a large
    /// effect moves both alike. Against a median of results it would not: that jumps between the humps of a form that does
    /// three times as well, and platforms that have more of it by luck would seem to differ.
    pub(super) fn less_mean(&self, values: &[f64]) -> Vec<f64> {
        let mut less = vec![0.0; values.len()];
        for run in &self.0 {
            let own: Vec<f64> = run.places.iter().filter_map(|place| values.get(*place).copied()).collect();
            let sums: Vec<f64> = std::iter::once(0.0)
                .chain(own.iter().scan(0.0, |sum, value| {
                    *sum += value;
                    Some(*sum)
                }))
                .collect();
            let sum = |to: usize| sums.get(to).copied().unwrap_or_default();
            for (at, (place, value)) in run.places.iter().zip(&own).enumerate() {
                let (from, to) = window(at, own.len());
                if let Some(less) = less.get_mut(*place) {
                    *less = value - (sum(to) - sum(from)) / (to - from) as f64;
                }
            }
        }
        less
    }

    /// What each post's value counts in a sum of values of which each is less the mean of its window and weighed so: the transpose of
    /// [`Self::less_mean`]. A sum over a platform or a quarter is of the posts before it, too, which are less sure the fewer they are.
    pub(super) fn counted(&self, weights: &[f64]) -> Vec<f64> {
        let mut counted = vec![0.0; weights.len()];
        for run in &self.0 {
            let own: Vec<f64> = run.places.iter().filter_map(|place| weights.get(*place).copied()).collect();
            // Taken off from each place on, until it is put on again.
            let mut taken = vec![0.0; own.len() + 1];
            for (at, weight) in own.iter().enumerate() {
                let (from, to) = window(at, own.len());
                let each = weight / (to - from) as f64;
                for (edge, sign) in [(from, 1.0), (to, -1.0)] {
                    taken.get_mut(edge).into_iter().for_each(|it: &mut f64| *it += sign * each);
                }
            }
            let mut less = 0.0;
            for ((place, weight), taken) in run.places.iter().zip(&own).zip(taken) {
                less += taken;
                counted.get_mut(*place).into_iter().for_each(|it| *it = weight - less);
            }
        }
        counted
    }
}

/// From which post of a run to which, without it, what is usual at a place is told by.
fn window(at: usize, posts: usize) -> (usize, usize) {
    match at {
        ..LEAST_EARLIER => (0, posts.min(FIRST_POSTS)),
        _ => (at.saturating_sub(WINDOW), at),
    }
}

/// Targets of posts with their logs, in the order of time.
pub(super) fn targets(posts: &[&Observation], logs: &[f64], shifts: &[LevelShift]) -> Targets {
    Runs::of(posts, shifts).targets(logs)
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
        let logs = [1.0, 2.0, 3.0, 4.0, 5.0, 9.0, 3.0, 3.5];
        let runs = Runs::of(&posts, &[]);
        let found = runs.targets(&logs);
        // The first five stand against the first posts' median, the sixth against the five before it.
        assert_eq!(found.values[5], 6.0);
        assert_eq!(found.values[6], 3.0 - 3.5);
        assert_eq!(found.usual["x"], 3.25);
        // The same with means: the first of the first eight, the seventh of the six before it.
        let less = runs.less_mean(&logs);
        assert_eq!((less[0], less[6]), (1.0 - 30.5 / 8.0, 3.0 - 4.0));
        let weights = [0.0, 0.5, 0.0, -1.0, 0.0, 2.0, 0.25, 0.25];
        let sum = |left: &[f64], right: &[f64]| left.iter().zip(right).map(|(left, right)| left * right).sum::<f64>();
        assert!((sum(&runs.counted(&weights), &logs) - sum(&weights, &less)).abs() < 1e-12);
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
}
