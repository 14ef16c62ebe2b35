//! What a model was learned from, as columns and values: for what is asked of the posts themselves, all that the columns say held equal.

use std::collections::BTreeSet;

use nalgebra::{Cholesky, DMatrix, DVector, Dyn};

use super::FeatureKind;
use super::encoder::Encoder;
use super::statistics::{correlation, mean, two_sided_t};
use super::target::Runs;

/// Posts, columns and values of a training, each against the mean of its platform's posts before it.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// The posts' places among those that were given.
    pub(super) places: Vec<usize>,
    pub(super) encoder: Encoder,
    /// Each post's columns …
    pub(super) rows: Vec<Vec<f64>>,
    /// … and its value, in log units.
    pub(super) values: Vec<f64>,
    /// Against which posts each one is.
    runs: Runs,
}

impl Evidence {
    /// Of posts with these places, columns and logs.
    pub(super) fn of(places: &[usize], encoder: &Encoder, rows: &[Vec<f64>], logs: &[f64], runs: Runs) -> Self {
        let width = encoder.columns.len();
        let mut less = vec![Vec::with_capacity(width); rows.len()];
        for place in 0..width {
            let column: Vec<f64> = rows.iter().map(|row| row.get(place).copied().unwrap_or_default()).collect();
            let column = runs.less_mean(&column);
            let mean = mean(&column);
            less.iter_mut().zip(column).for_each(|(row, value)| row.push(value - mean));
        }
        let values = runs.less_mean(logs);
        Self { places: places.to_vec(), encoder: encoder.clone(), rows: less, values, runs }
    }

    /// Whether posts are enough for a test of so many columns.
    pub(super) fn is_enough(&self) -> bool {
        self.rows.len() > self.encoder.columns.len() + LEAST_DEGREES as usize
    }
}

/// A difference, and how sure it is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Difference {
    pub(super) value: f64,
    pub(super) error: f64,
    /// Of as much where there is nothing.
    pub(super) chance: f64,
}

/// Columns that are held equal, and what they leave of the values (Frisch, Waugh and Lovell).
pub(super) struct Held<'a> {
    runs: &'a Runs,
    columns: DMatrix<f64>,
    factor: Cholesky<f64, Dyn>,
    left: DVector<f64>,
    degrees: f64,
}

/// As good as none, so that columns which repeat each other can be held equal, too.
const NO_RIDGE: f64 = 1e-8;
/// Degrees of freedom under which nothing is tested.
const LEAST_DEGREES: f64 = 20.0;
/// A word that goes with a name so closely (r²) is a part of it, such as a surname.
const A_PART: f64 = 0.8;
/// The share of what is asked about that the columns held equal must not say already.
const LEAST_NEW: f64 = 0.05;
/// Two sides that are each other's opposite leave no more than this.
const OPPOSITE: f64 = 1e-6;

impl<'a> Held<'a> {
    /// Holds all columns equal but the words that are asked about: those with these stems, and what always goes with one of
    /// `asked` (for each post, whether it has it). `rest` is how long each text is without these words, in place of its length: a name
    /// is no longer than another for being a letter longer. `None` with too few posts.
    pub(super) fn without(
        evidence: &'a Evidence,
        stems: &BTreeSet<String>,
        asked: &[Vec<bool>],
        rest: &[f64],
    ) -> Option<Self> {
        let runs = &evidence.runs;
        let asked: Vec<Vec<f64>> = asked.iter().map(|has| runs.less_mean(&as_numbers(has))).collect();
        let of_place = |place: usize| -> Vec<f64> {
            evidence.rows.iter().map(|row| row.get(place).copied().unwrap_or_default()).collect()
        };
        let mut columns = vec![vec![1.0; evidence.rows.len()], runs.less_mean(rest)];
        for (place, column) in evidence.encoder.columns.iter().enumerate() {
            let values = of_place(place);
            let is_word = column.feature.kind == FeatureKind::Word;
            let is_asked = || {
                stems.contains(&column.feature.level)
                    || asked.iter().any(|has| correlation(has, &values).powi(2) > A_PART)
            };
            let is_length = matches!(column.feature.kind, FeatureKind::Length | FeatureKind::SentenceLength);
            if !(is_length || is_word && is_asked()) {
                columns.push(values);
            }
        }
        let (posts, width) = (evidence.rows.len(), columns.len());
        let degrees = posts as f64 - width as f64 - 2.0;
        if degrees < LEAST_DEGREES {
            return None;
        }
        let columns = DMatrix::from_iterator(posts, width, columns.into_iter().flatten());
        let gram = columns.transpose() * &columns + DMatrix::identity(width, width) * (NO_RIDGE * posts as f64);
        let factor = Cholesky::new(gram)?;
        let mut held = Self { runs, columns, factor, left: DVector::zeros(posts), degrees };
        held.left = held.left_of(DVector::from_column_slice(&evidence.values));
        Some(held)
    }

    /// The same with one more fact held equal; `None` where that can't be told from the others.
    pub(super) fn holding(&self, has: &[bool]) -> Option<Self> {
        let place = self.columns.ncols();
        let mut columns = self.columns.clone().insert_column(place, 0.0);
        for (cell, has) in columns.column_mut(place).iter_mut().zip(self.runs.less_mean(&as_numbers(has))) {
            *cell = has;
        }
        let posts = columns.nrows() as f64;
        let gram = columns.transpose() * &columns + DMatrix::identity(place + 1, place + 1) * (NO_RIDGE * posts);
        let (factor, degrees) = (Cholesky::new(gram)?, self.degrees - 1.0);
        let mut held = Self { runs: self.runs, columns, factor, left: self.left.clone(), degrees };
        held.left = held.left_of(self.left.clone());
        (degrees >= LEAST_DEGREES).then_some(held)
    }

    fn left_of(&self, values: DVector<f64>) -> DVector<f64> {
        let slopes = self.factor.solve(&(self.columns.transpose() * &values));
        values - &self.columns * slopes
    }

    /// The result of posts with `to` less that of posts with `from`; where no post has `to`, that of posts without `from`. `None`
    /// where it can't be told: what is held equal says the same, or both are always there together.
    pub(super) fn difference(&self, from: &[bool], to: &[bool]) -> Option<Difference> {
        let [from, to] = [self.of(from), self.of(to)];
        let from = from?;
        let Some(to) = to else {
            let size = from.dot(&from);
            return self.judged(-from.dot(&self.left) / size, 1.0 / size, from.dot(&self.left).powi(2) / size);
        };
        let (of_from, both, of_to) = (from.dot(&from), from.dot(&to), to.dot(&to));
        let (says_from, says_to) = (from.dot(&self.left), to.dot(&self.left));
        let apart = of_from * of_to - both * both;
        if apart < OPPOSITE * of_from * of_to {
            // Each post has one of them: they are one column.
            return (both < 0.0).then(|| self.judged(says_to / of_to, 1.0 / of_to, says_to.powi(2) / of_to))?;
        }
        let slope_from = (of_to * says_from - both * says_to) / apart;
        let slope_to = (of_from * says_to - both * says_from) / apart;
        let explained = slope_from * says_from + slope_to * says_to;
        self.judged(slope_to - slope_from, (of_from + of_to + 2.0 * both) / apart, explained)
    }

    /// Whether two facts are each other's opposite where all that is held equal is: what one does can only be told against the other.
    pub(super) fn are_opposite(&self, one: &[bool], other: &[bool]) -> bool {
        let [Some(one), Some(other)] = [self.of(one), self.of(other)] else { return false };
        let both = one.dot(&other);
        both < 0.0 && both * both > (1.0 - LEAST_NEW) * one.dot(&one) * other.dot(&other)
    }

    /// What is left of whether posts have something; `None` if that is nothing.
    fn of(&self, has: &[bool]) -> Option<DVector<f64>> {
        let count = has.iter().filter(|it| **it).count() as f64;
        let varies = count * (1.0 - count / has.len().max(1) as f64);
        let left = self.left_of(DVector::from_vec(self.runs.less_mean(&as_numbers(has))));
        (varies > 0.0 && left.dot(&left) > LEAST_NEW * varies).then_some(left)
    }

    fn judged(&self, value: f64, of_variance: f64, explained: f64) -> Option<Difference> {
        let variance = (self.left.dot(&self.left) - explained).max(0.0) / self.degrees;
        let error = (variance * of_variance).sqrt();
        let known = error.is_finite() && error > 0.0;
        known.then(|| Difference { value, error, chance: two_sided_t(value / error, self.degrees) })
    }
}

fn as_numbers(has: &[bool]) -> Vec<f64> {
    has.iter().map(|it| f64::from(u8::from(*it))).collect()
}
