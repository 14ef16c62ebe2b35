//! The second baseline, and a model of its own where it wins: a post does what posts of its form did on its platform. Its form is
//! what the data calls it, such as "video", or else the angle of its text.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::features::{Feature, FeatureKind, is_read};
use super::model::Contribution;
use super::statistics::{mean, median, quantile_of_sorted, two_sided_t, variance};
use super::tried::LEAST_TRIED;
use super::{ALARM, Observation};
use crate::{Angle, Platform};

/// Posts of a form on a platform under which nothing is known of it.
const LEAST: usize = 3;

/// What is usual for each form on each platform.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Forms {
    /// Against what is usual on the platform, over all posts.
    pub(super) middle: f64,
    cells: Vec<Cell>,
}

/// A form on a platform.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Cell {
    platform: String,
    form: Feature,
    /// Against what is usual on the platform.
    log: f64,
    /// Whether its posts surely did more than the platform's others.
    #[serde(default)]
    is_better: bool,
}

/// The form of a post; an empty level where nothing is claimed of its language.
pub(super) fn form_of(post: &Observation) -> Feature {
    let format = post.format.trim().to_lowercase();
    if !format.is_empty() || !is_read(post.language()) {
        return Feature::new(FeatureKind::Format, format);
    }
    Feature::new(FeatureKind::Angle, Angle::of(&post.text).id())
}

impl Forms {
    /// Of posts by their platforms and forms, and their targets; with it each post's error where the others' are known.
    pub(super) fn fit(posts: &[(Platform, Feature)], values: &[f64]) -> (Self, Vec<f64>) {
        let middle = median(values).unwrap_or(0.0);
        let mut of: BTreeMap<(&str, &Feature), Vec<(f64, usize)>> = BTreeMap::new();
        for (place, ((platform, form), value)) in posts.iter().zip(values).enumerate() {
            of.entry((platform.id(), form)).or_default().push((*value, place));
        }
        let mut forms = Self { middle, cells: Vec::new() };
        let mut errors = vec![0.0; values.len()];
        for ((platform, form), mut alike) in of {
            alike.sort_by(|left, right| left.0.total_cmp(&right.0));
            let sorted: Vec<f64> = alike.iter().map(|(value, _)| *value).collect();
            for (at, (value, place)) in alike.iter().enumerate() {
                let without = if sorted.len() > LEAST { median_without(&sorted, at) } else { None };
                if let Some(error) = errors.get_mut(*place) {
                    *error = value - without.unwrap_or(middle);
                }
            }
            if let Some(log) = quantile_of_sorted(&sorted, 0.5).filter(|_| sorted.len() >= LEAST) {
                forms.cells.push(Cell { platform: platform.to_owned(), form: form.clone(), log, is_better: false });
            }
        }
        let looked_at = forms.cells.len() as f64;
        for cell in &mut forms.cells {
            let on_platform = posts.iter().zip(values).filter(|((platform, _), _)| platform.id() == cell.platform);
            let (own, others): (Vec<_>, Vec<_>) = on_platform.partition(|((_, form), _)| *form == cell.form);
            let [own, others] = [own, others].map(|side| side.into_iter().map(|(_, value)| *value).collect::<Vec<_>>());
            cell.is_better = chance_of_more(&own, &others).is_some_and(|chance| chance * looked_at < ALARM);
        }
        (forms, errors)
    }

    /// How many forms on platforms are known.
    pub(super) fn len(&self) -> usize {
        self.cells.len()
    }

    fn cell(&self, platform: Platform, form: &Feature) -> Option<&Cell> {
        self.cells.iter().find(|cell| cell.platform == platform.id() && cell.form == *form)
    }

    /// The prediction against what is usual on the platform.
    pub(super) fn predict(&self, platform: Platform, form: &Feature) -> f64 {
        self.cell(platform, form).map_or(self.middle, |cell| cell.log)
    }

    /// Why a prediction is off the middle; nothing for a form that is not known.
    pub(super) fn contributions(&self, post: &Observation) -> Vec<Contribution> {
        let cell = self.cell(post.platform, &form_of(post));
        let of = |cell: &Cell| Contribution {
            kind: cell.form.kind,
            level: cell.form.level.clone(),
            value: cell.log - self.middle,
        };
        cell.map(of).into_iter().collect()
    }

    /// The forms on a platform that the data names, the best first.
    pub(super) fn named(&self, platform: Platform) -> Vec<&str> {
        let is_named = |cell: &&Cell| {
            cell.platform == platform.id() && cell.form.kind == FeatureKind::Format && !cell.form.level.is_empty()
        };
        let mut named: Vec<&Cell> = self.cells.iter().filter(is_named).collect();
        named.sort_by(|left, right| right.log.total_cmp(&left.log));
        named.into_iter().map(|cell| cell.form.level.as_str()).collect()
    }

    /// Those of them that surely did better than the platform's others.
    pub(super) fn advised(&self, platform: Platform) -> Vec<&str> {
        let is_better = |form: &&str| {
            let mut cells = self.cells.iter().filter(|cell| cell.platform == platform.id() && cell.form.level == *form);
            cells.any(|cell| cell.is_better)
        };
        self.named(platform).into_iter().filter(is_better).collect()
    }
}

/// The chance of as much more where there is nothing (Welch's t, two-sided); `None` where it is not more or was hardly tried.
fn chance_of_more(own: &[f64], others: &[f64]) -> Option<f64> {
    let fewest = own.len().min(others.len());
    let [of_own, of_others] = [own, others].map(|side| variance(side) / side.len().max(1) as f64);
    let (more, error) = (mean(own) - mean(others), (of_own + of_others).sqrt());
    let is_known = fewest >= LEAST_TRIED && more > 0.0 && error > 0.0;
    is_known.then(|| two_sided_t(more / error, fewest as f64 - 1.0))
}

/// The median of values in order without one of them.
fn median_without(sorted: &[f64], place: usize) -> Option<f64> {
    let left = sorted.len().checked_sub(1).filter(|left| *left > 0)?;
    let at = |rank: usize| sorted.get(if rank < place { rank } else { rank + 1 });
    Some((at((left - 1) / 2)? + at(left / 2)?) / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learn::When;

    #[test]
    fn a_form_is_what_the_data_calls_it_or_the_angle() {
        let mut post = Observation::draft("Is the kettle on?", Platform::X, When::default());
        assert_eq!(form_of(&post), Feature::new(FeatureKind::Angle, "question"));
        post.format = "Video ".into();
        assert_eq!(form_of(&post), Feature::new(FeatureKind::Format, "video"));
    }

    #[test]
    fn each_form_has_its_median_and_errors_are_those_of_posts_that_were_left_out() {
        let form = |name: &str| (Platform::X, Feature::new(FeatureKind::Format, name));
        let posts = [form("a"), form("a"), form("a"), form("a"), form("b")];
        let (forms, errors) = Forms::fit(&posts, &[1.0, 2.0, 4.0, 9.0, 3.0]);
        assert_eq!((forms.middle, forms.len()), (3.0, 1));
        assert_eq!((forms.predict(posts[0].0, &posts[0].1), forms.predict(posts[4].0, &posts[4].1)), (3.0, 3.0));
        assert_eq!(errors, [1.0 - 4.0, 2.0 - 4.0, 4.0 - 2.0, 9.0 - 2.0, 0.0]);
    }
}
