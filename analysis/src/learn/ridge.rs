//! Ridge regression in closed form: (ZᵀZ/n + λI) β = Zᵀy/n, solved by Cholesky's decomposition.

use nalgebra::{Cholesky, DMatrix, DVector, Dyn};

use super::statistics::mean;

/// A fit: the coefficient of each column (centred and scaled), and the mean that they add to.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Fit {
    pub(super) intercept: f64,
    pub(super) coefficients: Vec<f64>,
    /// The λ that it was made with.
    pub(super) lambda: f64,
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
}

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
        Self { gram, target, intercept, rows: count }
    }

    fn factor(&self, lambda: f64) -> Option<Cholesky<f64, Dyn>> {
        let width = self.gram.nrows();
        Cholesky::new(&self.gram + DMatrix::identity(width, width) * lambda)
    }

    /// The fit for a λ above 0; that of the mean alone if the numbers do not allow one.
    pub(super) fn solve(&self, lambda: f64) -> Fit {
        let solved = self.factor(lambda).map(|factor| factor.solve(&self.target));
        let coefficients = solved.filter(|it| it.iter().all(|value| value.is_finite()));
        let coefficients = coefficients.map_or_else(|| vec![0.0; self.gram.nrows()], |it| it.iter().copied().collect());
        Fit { intercept: self.intercept, coefficients, lambda }
    }

    /// The covariance of the coefficients for a residual variance, as of ordinary least squares (λ close to 0).
    pub(super) fn covariance(&self, lambda: f64, residual_variance: f64) -> Option<DMatrix<f64>> {
        Some(self.factor(lambda)?.inverse() * (residual_variance / self.rows.max(1) as f64))
    }
}

/// Chooses λ by the mean absolute error on the last fifth of the rows, then fits all of them with it. The rows are in
/// the order of time. Returns also the signed errors on that fifth.
pub(super) fn fit(rows: &[Vec<f64>], targets: &[f64], lambdas: &[f64]) -> (Fit, Vec<f64>) {
    let split = rows.len() - rows.len() / 5;
    let (earlier, later) = rows.split_at(split);
    let (known, held_out) = targets.split_at(split.min(targets.len()));
    let normal = Normal::of(earlier, known);
    let errors =
        |fit: &Fit| -> Vec<f64> { later.iter().zip(held_out).map(|(row, target)| target - fit.predict(row)).collect() };
    let size = |errors: &[f64]| mean(&errors.iter().map(|error| error.abs()).collect::<Vec<_>>());
    let tried = lambdas.iter().map(|lambda| {
        let errors = errors(&normal.solve(*lambda));
        (size(&errors), *lambda, errors)
    });
    let best = tried.min_by(|left, right| left.0.total_cmp(&right.0));
    let (lambda, errors) = best.map_or((1.0, Vec::new()), |(_, lambda, errors)| (lambda, errors));
    (Normal::of(rows, targets).solve(lambda), errors)
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
    fn columns_that_repeat_each_other_or_nothing_at_all_give_a_fit() {
        let rows = vec![vec![1.0, 1.0]; 10];
        assert_eq!(Normal::of(&rows, &[3.0; 10]).solve(0.1).predict(&[1.0, 1.0]), 3.0);
        let (fit, errors) = fit(&[], &[], &[0.1]);
        assert_eq!((fit.coefficients.len(), errors.len()), (0, 0));
    }
}
