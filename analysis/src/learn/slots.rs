//! Times of the week, such as Tuesday mornings, that do better or worse than their weekday and their part of the day together say.

use std::collections::{BTreeMap, BTreeSet};

use nalgebra::{Cholesky, DMatrix, DVector};

use super::ALARM;
use super::features::{Feature, FeatureKind, Features};
use super::statistics::{mean, two_sided_t, variance};
use super::tried::LEAST_TRIED;

/// The times that stand out, and how many were looked at.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Slots {
    pub(super) standing_out: Vec<Feature>,
    pub(super) looked_at: usize,
}

/// Times that are told of at most.
const MOST: usize = 3;
/// The share of a time that what is held equal must not say already.
const NEW: f64 = 0.1;
/// As good as none, so that weekdays and parts of the day that repeat each other can be held equal, too.
const NO_RIDGE: f64 = 1e-8;
/// Degrees of freedom under which nothing is tested.
const LEAST_DEGREES: f64 = 20.0;

/// Of posts and their values (log units): the surest time beside weekdays and parts of the day, then the surest beside that one, as
/// long as the chance of it by luck, times how many were looked at (Bonferroni), is below [`ALARM`]. Times of fewer than
/// [`LEAST_TRIED`] posts are not looked at.
pub(super) fn slots(posts: &[&Features], values: &[f64]) -> Slots {
    let mut table = Table::of(posts, values);
    let is_asked = |(at, cell): (usize, &Cell)| (cell.values.len() >= LEAST_TRIED).then_some(at);
    let asked: Vec<usize> = table.cells.iter().enumerate().filter_map(is_asked).collect();
    let mut found = Slots { standing_out: Vec::new(), looked_at: asked.len() };
    while found.standing_out.len() < MOST {
        let chances = table.chances(&asked);
        let surest = chances.into_iter().min_by(|one, other| one.1.total_cmp(&other.1));
        let Some((at, _)) = surest.filter(|(_, chance)| chance * (asked.len() as f64) < ALARM) else { break };
        table.held.push(table.column(|cell| cell == at));
        found.standing_out.extend(table.cells.get(at).map(|cell| cell.slot.clone()));
    }
    found
}

/// The posts at one time.
struct Cell {
    slot: Feature,
    values: Vec<f64>,
    /// The root of how many there are.
    weight: f64,
}

/// All of them. As posts at one time have the same columns, one weighted row for each is enough for least squares.
struct Table {
    cells: Vec<Cell>,
    /// Columns that are held equal.
    held: Vec<DVector<f64>>,
}

impl Table {
    /// Weekdays and parts of the day are held equal.
    fn of(posts: &[&Features], values: &[f64]) -> Self {
        let mut of_slots: BTreeMap<&Feature, Vec<f64>> = BTreeMap::new();
        for (post, value) in posts.iter().zip(values) {
            if let Some(slot) = post.facts.iter().find(|fact| fact.kind == FeatureKind::Slot) {
                of_slots.entry(slot).or_default().push(*value);
            }
        }
        let cell = |(slot, values): (&Feature, Vec<f64>)| Cell {
            slot: slot.clone(),
            weight: (values.len() as f64).sqrt(),
            values,
        };
        let mut table = Self { cells: of_slots.into_iter().map(cell).collect(), held: Vec::new() };
        let halves: Vec<(&str, &str)> = table.cells.iter().filter_map(|cell| cell.slot.level.split_once('-')).collect();
        let days: BTreeSet<&str> = halves.iter().map(|(day, _)| *day).collect();
        let parts: BTreeSet<&str> = halves.iter().map(|(_, part)| *part).collect();
        let mut held = vec![table.column(|_| true)];
        let of_half = |is: &dyn Fn(&(&str, &str)) -> bool| table.column(|at| halves.get(at).is_some_and(is));
        held.extend(days.iter().skip(1).map(|day| of_half(&|it| it.0 == *day)));
        held.extend(parts.iter().skip(1).map(|part| of_half(&|it| it.1 == *part)));
        table.held = held;
        table
    }

    /// A column that is 1 at some times, by their weights.
    fn column(&self, holds: impl Fn(usize) -> bool) -> DVector<f64> {
        let cells = self.cells.iter().enumerate().map(|(at, cell)| if holds(at) { cell.weight } else { 0.0 });
        DVector::from_iterator(self.cells.len(), cells)
    }

    /// For each of these times the chance of as much as it does beside what is held equal, where it does nothing; none where that
    /// can't be told.
    fn chances(&self, asked: &[usize]) -> Vec<(usize, f64)> {
        let posts: f64 = self.cells.iter().map(|cell| cell.values.len() as f64).sum();
        let degrees = posts - self.held.len() as f64 - 1.0;
        if asked.is_empty() || degrees < LEAST_DEGREES {
            return Vec::new();
        }
        let held = DMatrix::from_columns(&self.held);
        let ridge = DMatrix::identity(held.ncols(), held.ncols()) * (NO_RIDGE * posts);
        let Some(factor) = Cholesky::new(held.transpose() * &held + ridge) else { return Vec::new() };
        let left_of = |column: &DVector<f64>| column - &held * factor.solve(&(held.transpose() * column));
        let means = self.cells.iter().map(|cell| mean(&cell.values) * cell.weight);
        let left = left_of(&DVector::from_iterator(self.cells.len(), means));
        let within = |cell: &Cell| variance(&cell.values) * cell.values.len().saturating_sub(1) as f64;
        let within: f64 = self.cells.iter().map(within).sum();
        let chance = |at: &usize| {
            let column = self.column(|cell| cell == *at);
            let own = left_of(&column);
            let (size, along) = (own.norm_squared(), own.dot(&left));
            let unexplained = (within + left.norm_squared() - along.powi(2) / size).max(0.0) / degrees;
            let is_told = size > NEW * column.norm_squared() && unexplained > 0.0;
            is_told.then(|| (*at, two_sided_t(along / (unexplained * size).sqrt(), degrees)))
        };
        asked.iter().filter_map(chance).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::generator::{Truth, posts};
    use super::super::{Metric, Observation};
    use super::*;

    fn standing_out(made: &[Observation]) -> Vec<String> {
        let read: Vec<Features> = made.iter().map(Features::of).collect();
        let values: Vec<f64> =
            made.iter().filter_map(|post| Some(Metric::Likes.to_log(Metric::Likes.of(&post.numbers)?))).collect();
        assert_eq!(values.len(), made.len());
        let found = slots(&read.iter().collect::<Vec<_>>(), &values);
        found.standing_out.into_iter().map(|it| it.level).collect()
    }

    #[test]
    fn a_time_that_stands_out_is_found_and_nothing_where_only_weekdays_or_parts_of_the_day_differ() {
        let (mut found, mut others, mut wrong) = (0, 0, 0);
        for team in 0..40 {
            let truth = Truth { posts: 400, tuesday_morning: 0.9, noise: 0.3, first_platform: 1.0, ..Truth::default() };
            let of_time = standing_out(&posts(&truth, 900 + team));
            found += usize::from(of_time.first().is_some_and(|it| it == "1-morning"));
            others += of_time.iter().skip(1).count();
            let mut made = posts(&Truth { posts: 400, ..Truth::default() }, 1_900 + team);
            for post in &mut made {
                let is_tuesday = u64::from(post.when.weekday() == 1);
                let is_morning = u64::from(post.when.daypart().is_some_and(|part| part.id() == "morning"));
                post.numbers.likes = post.numbers.likes.map(|likes| likes * (1 + is_tuesday) * (1 + is_morning));
            }
            wrong += usize::from(!standing_out(&made).is_empty());
        }
        // At 5% two of 40, and 6 by chance in one run of 70.
        assert!(found >= 34 && others <= 6 && wrong <= 6, "{found} found with {others} more, {wrong} wrong of 40");
    }
}
