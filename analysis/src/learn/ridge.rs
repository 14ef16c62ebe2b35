//! Ridge regression in closed form: (ZᵀZ/n + λW) β = Zᵀy/n, solved by Cholesky's decomposition. The weights W are 1, or, where that
//! predicts better, less for columns that stand out from their errors (adaptive ridge, Grandvalet 1998), so that one large effect
//! among many columns of noise is not shrunk with them.

use nalgebra::{Cholesky, DMatrix, DVector, Dyn};

use super::statistics::{mean, variance};

/// A fit: the coefficient of each column (centred and scaled), and the mean that they add to.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Fit {
    pub(super) intercept: f64,
    pub(super) coefficients: Vec<f64>,
    /// The λ that it was made with.
    pub(super) lambda: f64,
    /// Whether columns that stand out were shrunk less.
    pub(super) is_adaptive: bool,
}

impl Fit {
    /// The prediction for a row.
    pub(super) fn predict(&self, row: &[f64]) -> f64 {
        self.intercept + self.coefficients.iter().zip(row).map(|(coefficient, value)| coefficient * value).sum::<f64>()
    }
}

/// What a fit for any λ needs, computed once.
pub(super) struct Normal {
    gram: DMatrix<f64>,
    target: DVector<f64>,
    intercept: f64,
    rows: usize,
    /// The variance of the targets.
    spread: f64,
}

/// As good as none, for the errors of coefficients.
const SLIGHT: f64 = 0.01;
/// A column that does not stand out at all is shrunk so many times as much as it would be otherwise at most.
const MOST_WEIGHT: f64 = 100.0;

impl Normal {
    /// Of rows as long as each other, and as many targets.
    pub(super) fn of(rows: &[Vec<f64>], targets: &[f64]) -> Self {
        let (count, width) = (rows.len(), rows.first().map_or(0, Vec::len));
        let intercept = mean(targets);
        // Column-major, transposed: each row of ours is a column here.
        let transposed = DMatrix::from_iterator(width, count, rows.iter().flatten().copied());
        let centred = DVector::from_iterator(count, targets.iter().map(|target| target - intercept));
        let scale = 1.0 / count.max(1) as f64;
        let gram = &transposed * transposed.transpose() * scale;
        let target = &transposed * centred * scale;
        let spread = variance(targets);
        Self { gram, target, intercept, rows: count, spread }
    }

    fn factor(&self, lambda: f64) -> Option<Cholesky<f64, Dyn>> {
        self.weighted(lambda, None)
    }

    fn weighted(&self, lambda: f64, weights: Option<&DVector<f64>>) -> Option<Cholesky<f64, Dyn>> {
        let width = self.gram.nrows();
        let weights = weights.map_or_else(|| DMatrix::identity(width, width), DMatrix::from_diagonal);
        Cholesky::new(&self.gram + weights * lambda)
    }

    /// The fit for a λ above 0; that of the mean alone if the numbers do not allow one.
    pub(super) fn solve(&self, lambda: f64) -> Fit {
        self.solve_with(lambda, None)
    }

    fn solve_with(&self, lambda: f64, weights: Option<&DVector<f64>>) -> Fit {
        let solved = self.weighted(lambda, weights).map(|factor| factor.solve(&self.target));
        let coefficients = solved.filter(|it| it.iter().all(|value| value.is_finite()));
        let coefficients = coefficients.map_or_else(|| vec![0.0; self.gram.nrows()], |it| it.iter().copied().collect());
        Fit { intercept: self.intercept, coefficients, lambda, is_adaptive: weights.is_some() }
    }

    /// What each column is shrunk by: 1/t², as it stands out from its error. `None` where errors can't be told.
    fn weights(&self) -> Option<DVector<f64>> {
        let factor = self.factor(SLIGHT)?;
        let slopes = factor.solve(&self.target);
        let degrees = (self.rows as f64 - slopes.len() as f64 - 1.0).max(1.0);
        let left = (self.spread - slopes.dot(&self.target)).max(self.spread * SLIGHT);
        let errors = factor.inverse().diagonal() * (left / degrees);
        let weight = |slope: f64, error: f64| (error / (slope * slope)).min(MOST_WEIGHT);
        let weights = slopes.zip_map(&errors, weight);
        weights.iter().all(|weight| weight.is_finite() && *weight > 0.0).then_some(weights)
    }

    /// The covariance of the coefficients for a residual variance, as of ordinary least squares (λ close to 0).
    pub(super) fn covariance(&self, lambda: f64, residual_variance: f64) -> Option<DMatrix<f64>> {
        Some(self.factor(lambda)?.inverse() * (residual_variance / self.rows.max(1) as f64))
    }
}

/// Chooses λ, and whether columns that stand out are shrunk less, by the mean absolute error on the last fifth of the rows, then fits
/// all of them with it. The rows are in the order of time. Returns also the signed errors on that fifth.
pub(super) fn fit(rows: &[Vec<f64>], targets: &[f64], lambdas: &[f64]) -> (Fit, Vec<f64>) {
    let split = rows.len() - rows.len() / 5;
    let (earlier, later) = rows.split_at(split);
    let (known, held_out) = targets.split_at(split.min(targets.len()));
    let normal = Normal::of(earlier, known);
    let errors =
        |fit: &Fit| -> Vec<f64> { later.iter().zip(held_out).map(|(row, target)| target - fit.predict(row)).collect() };
    let size = |errors: &[f64]| mean(&errors.iter().map(|error| error.abs()).collect::<Vec<_>>());
    let weights = [None, normal.weights()];
    let tried = lambdas.iter().flat_map(|lambda| {
        let used = weights.iter().enumerate().filter(|(place, weights)| *place == 0 || weights.is_some());
        used.map(|(_, weights)| normal.solve_with(*lambda, weights.as_ref()))
    });
    let judged = tried.map(|fit| {
        let errors = errors(&fit);
        (size(&errors), fit, errors)
    });
    let Some((_, best, errors)) = judged.min_by(|left, right| left.0.total_cmp(&right.0)) else {
        return (Normal::of(rows, targets).solve(1.0), Vec::new());
    };
    let whole = Normal::of(rows, targets);
    let weights = if best.is_adaptive { whole.weights() } else { None };
    (whole.solve_with(best.lambda, weights.as_ref()), errors)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learn::Random;

    #[test]
    fn coefficients_are_found_and_a_large_lambda_shrinks_them() {
        let mut random = Random::new(3);
        let rows: Vec<Vec<f64>> = (0..400).map(|_| vec![random.normal(), random.normal()]).collect();
        let targets: Vec<f64> = rows.iter().map(|row| 2.0 + 1.5 * row[0] + 0.1 * random.normal()).collect();
        let normal = Normal::of(&rows, &targets);
        let fit = normal.solve(1e-9);
        assert!((fit.coefficients[0] - 1.5).abs() < 0.03 && fit.coefficients[1].abs() < 0.03, "{fit:?}");
        assert!(normal.solve(10.0).coefficients[0] < 0.3);
        let covariance = normal.covariance(1e-9, 0.01).unwrap_or_default();
        assert!((covariance[(0, 0)].sqrt() - 0.005).abs() < 0.001, "{covariance:?}");
    }

    #[test]
    fn one_effect_among_much_noise_is_not_shrunk_with_it() {
        let mut random = Random::new(8);
        let rows: Vec<Vec<f64>> = (0..150).map(|_| (0..40).map(|_| random.normal()).collect()).collect();
        let targets: Vec<f64> = rows.iter().map(|row| 0.35 * row[0] + 0.5 * random.normal()).collect();
        let normal = Normal::of(&rows, &targets);
        let weights = normal.weights();
        let (plain, adaptive) = (normal.solve(1.0), normal.solve_with(1.0, weights.as_ref()));
        assert!(plain.coefficients[0] < 0.2 && adaptive.coefficients[0] > 0.27, "{plain:?}\n{adaptive:?}");
        // What does nothing is hardly there.
        let next_to_nothing = |fit: &Fit| fit.coefficients[1..].iter().filter(|slope| slope.abs() < 0.002).count();
        assert!(next_to_nothing(&adaptive) > 2 * next_to_nothing(&plain), "{adaptive:?}");
    }

    #[test]
    fn columns_that_repeat_each_other_or_nothing_at_all_give_a_fit() {
        let rows = vec![vec![1.0, 1.0]; 10];
        assert_eq!(Normal::of(&rows, &[3.0; 10]).solve(0.1).predict(&[1.0, 1.0]), 3.0);
        let (fit, errors) = fit(&[], &[], &[0.1]);
        assert_eq!((fit.coefficients.len(), errors.len()), (0, 0));
    }
}
