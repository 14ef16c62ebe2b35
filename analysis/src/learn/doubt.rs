//! How sure the coefficients of a model are: those of least squares on its columns, with their errors.

use nalgebra::DMatrix;

use super::ridge::{Fit, Normal};
use super::statistics::{two_sided_t, upper_tail_f};

/// As good as none: so that coefficients are those of least squares and their errors are known.
const NO_RIDGE: f64 = 1e-8;
/// Degrees of freedom under which nothing is tested.
const LEAST_DEGREES: usize = 20;
/// Errors beyond this are of columns that say the same twice, which have no effect of their own.
const UNKNOWN: f64 = 1e3;

/// What is known of a model's columns, and how surely.
#[derive(Debug, Clone, PartialEq)]
pub struct Doubt {
    fit: Fit,
    /// Of the coefficients.
    covariance: DMatrix<f64>,
    degrees: f64,
}

impl Doubt {
    /// Of posts and their values; `None` where there are too few posts for so many columns.
    pub(super) fn of(rows: &[Vec<f64>], values: &[f64]) -> Option<Self> {
        let degrees =
            rows.len().checked_sub(rows.first().map_or(0, Vec::len) + 1).filter(|degrees| *degrees >= LEAST_DEGREES)?;
        let normal = Normal::of(rows, values);
        let fit = normal.solve(NO_RIDGE);
        let residual = rows.iter().zip(values).map(|(row, value)| (value - fit.predict(row)).powi(2)).sum::<f64>();
        let covariance = normal.covariance(NO_RIDGE, residual / degrees as f64)?;
        Some(Self { fit, covariance, degrees: degrees as f64 })
    }

    /// Each column's coefficient, its standard error, and the chance of as much where there is nothing.
    pub(super) fn coefficients(&self) -> impl Iterator<Item = (f64, f64, f64)> {
        let errors = self.covariance.diagonal();
        let errors: Vec<f64> = errors.iter().map(|variance| variance.max(0.0).sqrt()).collect();
        let of = |(coefficient, error): (&f64, f64)| (*coefficient, error, self.chance_of(*coefficient, error));
        self.fit.coefficients.iter().zip(errors).map(of)
    }

    /// What a column says against another one, each by its scale; its standard error, and the chance of as much where there is
    /// nothing.
    pub(super) fn between(&self, left: (usize, f64), right: (usize, f64)) -> (f64, f64, f64) {
        let slope = |place: usize| self.fit.coefficients.get(place).copied().unwrap_or(0.0);
        let of = |row: usize, column: usize| self.covariance.get((row, column)).copied().unwrap_or(0.0);
        let value = slope(left.0) * left.1 - slope(right.0) * right.1;
        let own = of(left.0, left.0) * left.1.powi(2) + of(right.0, right.0) * right.1.powi(2);
        let error = (own - 2.0 * of(left.0, right.0) * left.1 * right.1).max(0.0).sqrt();
        (value, error, self.chance_of(value, error))
    }

    fn chance_of(&self, value: f64, error: f64) -> f64 {
        let unknown = error <= 0.0 || !error.is_finite() || error > UNKNOWN;
        if unknown { 1.0 } else { two_sided_t(value / error, self.degrees) }
    }

    /// The chance of as much as the columns at these places do together, where they do nothing (Wald's test).
    pub(super) fn chance_together(&self, places: &[usize]) -> f64 {
        let count = places.len();
        let of = |place: &usize| self.fit.coefficients.get(*place).copied().unwrap_or(0.0);
        let slopes = nalgebra::DVector::from_iterator(count, places.iter().map(of));
        let covariance = DMatrix::from_fn(count, count, |row, column| {
            let at = places.get(row).zip(places.get(column)).map(|(row, column)| (*row, *column));
            at.and_then(|at| self.covariance.get(at)).copied().unwrap_or(0.0)
        });
        let inverse = covariance.cholesky().map(|factor| factor.inverse());
        inverse.map_or(1.0, |it| upper_tail_f(slopes.dot(&(it * &slopes)) / count as f64, count as f64, self.degrees))
    }
}
