//! The rolling test: the second half of the posts in folds, each predicted from all that came before it, by every way of
//! predicting; and which of them is used.

use super::card::{ALARM, LEAST_POSTS};
use super::encoder::Encoder;
use super::features::{Feature, Features};
use super::forms::{Forms, form_of};
use super::ridge::fit;
use super::statistics::{mean, quantile, upper_tail, variance};
use super::target::{Targets, winsorised};
use super::train::{Data, Step, Tested};
use super::trees::Trees;
use super::{Coverage, Observation, RollingErrors, Settings, Verdict};

/// Levels whose coverage is shown on the card.
const LEVELS: [f64; 4] = [0.5, 0.8, 0.9, 0.95];

/// What the rolling test found.
pub(super) struct Rolling {
    pub(super) errors: RollingErrors,
    /// What wins: the regression, trees, the same platform and format, or what is usual.
    pub(super) verdict: Verdict,
    /// Of what wins.
    pub(super) coverage: Vec<Coverage>,
    /// Its predictions, by place among the posts of the data; what is usual predicts 0.
    pub(super) tested: Vec<(usize, Tested)>,
    /// What its first fold says of the posts before the test, which it learned from.
    pub(super) before: Vec<f64>,
}

/// A way of predicting, on the posts that were tested so far.
#[derive(Default)]
struct Candidate {
    /// Actual − predicted, signed.
    errors: Vec<f64>,
    /// What is said of the posts before the test.
    before: Vec<f64>,
    /// How often an interval of each level held …
    held: [usize; LEVELS.len()],
    /// … of so many.
    judged: usize,
}

impl Candidate {
    /// Notes an error, and whether intervals made of `earlier` errors held it, if there are any to make them of.
    fn note(&mut self, error: f64, earlier: Option<&[(f64, f64); LEVELS.len()]>) {
        self.errors.push(error);
        let Some(intervals) = earlier else { return };
        self.judged += 1;
        for (held, (below, above)) in self.held.iter_mut().zip(intervals) {
            *held += usize::from((*below..=*above).contains(&error));
        }
    }

    fn sizes(&self) -> Vec<f64> {
        self.errors.iter().map(|error| error.abs()).collect()
    }

    fn error(&self) -> f64 {
        mean(&self.sizes())
    }

    fn coverage(&self) -> Vec<Coverage> {
        let share = |held: usize| held as f64 / self.judged.max(1) as f64;
        let of = |(level, held)| Coverage { level, observed: share(held), posts: self.judged };
        LEVELS.into_iter().zip(self.held).map(of).collect()
    }

    /// How often luck alone would show such an advantage over another (one-sided, paired).
    fn chance_against(&self, other: &Self) -> f64 {
        let gains: Vec<f64> = other.sizes().iter().zip(self.sizes()).map(|(other, own)| other - own).collect();
        let spread = (variance(&gains) / gains.len().max(1) as f64).sqrt();
        if spread > 0.0 { upper_tail(mean(&gains) / spread) } else { 1.0 }
    }
}

fn intervals(errors: &[f64]) -> [(f64, f64); LEVELS.len()] {
    LEVELS.map(|level| interval(errors, level))
}

/// Tests every way of predicting.
pub(super) fn roll(data: &Data, targets: &Targets, settings: &Settings, progress: &mut dyn FnMut(Step)) -> Rolling {
    let count = data.posts.len();
    let start = (count / 2).max(LEAST_POSTS);
    let folds = settings.folds.clamp(1, (count - start).max(1));
    let forms: Vec<(crate::Platform, Feature)> = data.posts.iter().map(|post| (post.platform, form_of(post))).collect();
    let mut places: Vec<(usize, f64)> = Vec::new();
    let [mut regression, mut trees, mut usual, mut alike] = std::array::from_fn(|_| Candidate::default());
    for fold in 0..folds {
        progress(Step::Fold { fold: fold + 1, of: folds });
        let from = start + (count - start) * fold / folds;
        let to = start + (count - start) * (fold + 1) / folds;
        let known: Vec<&Features> = data.features.iter().take(from).collect();
        let (values, _) = winsorised(targets.values.get(..from).unwrap_or_default());
        let encoder = Encoder::fit(&known, &values, &settings.features);
        let rows: Vec<Vec<f64>> = known.iter().map(|post| encoder.encode(post)).collect();
        let (fit, calibration) = fit(&rows, &values, &settings.lambdas);
        let grown = Trees::fit(&rows, &values);
        let median = quantile(&values, 0.5).unwrap_or(0.0);
        let about_median: Vec<f64> = values.iter().map(|value| value - median).collect();
        let (by_form, about_form) = Forms::fit(forms.get(..from).unwrap_or_default(), &values);
        let [of_regression, of_usual, of_alike] = [&calibration, &about_median, &about_form].map(|it| intervals(it));
        // Trees fit what they were grown on too well for its errors to tell: those of earlier folds do.
        let of_trees = (!trees.errors.is_empty()).then(|| intervals(&trees.errors));
        if fold == 0 {
            regression.before = rows.iter().map(|row| fit.predict(row)).collect();
            trees.before = rows.iter().map(|row| grown.as_ref().map_or(median, |it| it.predict(row))).collect();
            let said = |(platform, form): &(crate::Platform, Feature)| by_form.predict(*platform, form);
            alike.before = forms.iter().take(from).map(said).collect();
            usual.before = vec![0.0; from];
        }
        for place in from..to {
            let (Some(post), Some(actual)) = (data.features.get(place), targets.values.get(place).copied()) else {
                continue;
            };
            let row = encoder.encode(post);
            let same_form = forms.get(place).map(|(platform, form)| by_form.predict(*platform, form));
            regression.note(actual - fit.predict(&row), Some(&of_regression));
            trees.note(actual - grown.as_ref().map_or(median, |it| it.predict(&row)), of_trees.as_ref());
            usual.note(actual - median, Some(&of_usual));
            alike.note(actual - same_form.unwrap_or(median), Some(&of_alike));
            places.push((place, actual));
        }
    }
    let baseline = if usual.error() <= alike.error() { &usual } else { &alike };
    let rival = if regression.error() < baseline.error() { &regression } else { baseline };
    let errors = RollingErrors {
        folds,
        tested: places.len(),
        regression: regression.error(),
        trees: Some(trees.error()),
        rolling_median: usual.error(),
        platform_and_format: alike.error(),
        chance: regression.chance_against(baseline),
        chance_of_trees: Some(trees.chance_against(rival)),
        chance_of_format: Some(alike.chance_against(&usual)),
    };
    let verdict = chosen(&errors);
    let (coverage, won) = match verdict {
        Verdict::Regression => (regression.coverage(), Some(regression)),
        Verdict::Trees => (trees.coverage(), Some(trees)),
        Verdict::PlatformAndFormat => (alike.coverage(), Some(alike)),
        _ => (usual.coverage(), None),
    };
    let before = won.as_ref().unwrap_or(&usual).before.clone();
    let predicted =
        |at: usize, actual: f64| won.as_ref().and_then(|it| it.errors.get(at)).map_or(0.0, |error| actual - error);
    let tested = |(at, (place, actual)): (usize, (usize, f64))| {
        (place, Tested { place, predicted: predicted(at, actual), actual })
    };
    let tested = places.into_iter().enumerate().map(tested).collect();
    Rolling { errors, verdict, coverage, tested, before }
}

/// The regression where it errs less than both baselines, as far as errors are shown: how much of that may be luck the card says,
/// and it decides nothing. Trees, which find a pattern in any noise, only where they err less than all others by more than luck.
/// What is usual for the same platform and format where it errs least, by more than luck or with the regression's word that posts
/// differ: where nothing is to be learned, both seldom err less than what is usual.
fn chosen(errors: &RollingErrors) -> Verdict {
    let shown = |error: f64| (error * 1_000.0).round();
    let (usual, alike) = (shown(errors.rolling_median), shown(errors.platform_and_format));
    let (regression, baseline) = (shown(errors.regression), usual.min(alike));
    let is_surely_less =
        |trees: f64| shown(trees) < baseline.min(regression) && errors.chance_of_trees.is_some_and(|it| it < ALARM);
    if errors.trees.is_some_and(is_surely_less) {
        Verdict::Trees
    } else if regression < baseline {
        Verdict::Regression
    } else if alike < usual && (regression < usual || errors.chance_of_format.is_some_and(|it| it < ALARM)) {
        Verdict::PlatformAndFormat
    } else {
        Verdict::Usual
    }
}

/// What the second baseline takes for a post's form; empty where nothing is claimed of its language.
pub(super) fn form(post: &Observation) -> String {
    form_of(post).level
}

/// Split conformal: the errors between which a share `level` of new ones will be, corrected for how few there are.
pub(super) fn interval(errors: &[f64], level: f64) -> (f64, f64) {
    let count = errors.len() as f64;
    let mut sorted = errors.to_vec();
    sorted.sort_by(f64::total_cmp);
    let tail = (1.0 - level) / 2.0;
    // The k-th smallest of n errors has k/(n + 1) of new ones below it.
    let low = (tail * (count + 1.0)).floor();
    let high = ((1.0 - tail) * (count + 1.0)).ceil();
    let at = |rank: f64| sorted.get((rank - 1.0) as usize).copied();
    let low = if low >= 1.0 { at(low) } else { None };
    let high = if high <= count { at(high) } else { None };
    let beyond = sorted.last().zip(sorted.first()).map_or(0.0, |(most, least)| most - least);
    // Too few errors to be sure of the level: half the range more on that side.
    let edge = |value: Option<f64>, end: Option<&f64>, sign: f64| {
        value.unwrap_or_else(|| end.copied().unwrap_or(0.0) + sign * beyond / 2.0)
    };
    (edge(low, sorted.first(), -1.0), edge(high, sorted.last(), 1.0))
}
