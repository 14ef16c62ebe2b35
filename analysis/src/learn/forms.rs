//! The second baseline, and a model of its own where it wins: a post does what posts of its form did on its platform. Its form is
//! what the data calls it, such as "video", or else the angle of its text.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Observation;
use super::features::{Feature, FeatureKind, is_read};
use super::model::Contribution;
use super::statistics::{median, quantile_of_sorted};
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
                forms.cells.push(Cell { platform: platform.to_owned(), form: form.clone(), log });
            }
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
