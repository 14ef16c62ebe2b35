//! What past posts tried often enough for advice on it, and what of that surely goes with the result.

use serde::{Deserialize, Serialize};

use super::features::{Feature, FeatureKind, Features};
use super::{Effect, encoder};

/// Posts that have a thing, and posts that do not, under which nothing is advised about it.
pub(super) const LEAST_TRIED: usize = 10;

/// What advice stands on.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Tried {
    /// What [`LEAST_TRIED`] posts or more have, and as many have not.
    facts: Vec<Feature>,
    /// Between what [`LEAST_TRIED`] posts have at most and what as many have at least.
    numbers: Vec<(Feature, f64, f64)>,
    /// What the card calls an effect, and whether more of it goes with more.
    sure: Vec<(Feature, bool)>,
}

impl Tried {
    /// Of posts, and of what the card names of them.
    pub(super) fn of(posts: &[Features], effects: &[Effect]) -> Self {
        use std::collections::BTreeMap;
        let mut facts: BTreeMap<&Feature, usize> = BTreeMap::new();
        let mut numbers: BTreeMap<&Feature, Vec<f64>> = BTreeMap::new();
        let is_advised = |feature: &&Feature| !matches!(feature.kind, FeatureKind::Word | FeatureKind::Column);
        for post in posts {
            for fact in post.facts.iter().filter(is_advised) {
                *facts.entry(fact).or_default() += 1;
            }
            for (feature, value) in post.numbers.iter().filter(|(feature, _)| is_advised(feature)) {
                numbers.entry(feature).or_default().push(*value);
            }
        }
        let told = |feature: &Feature| posts.iter().filter(|post| post.tells_of(feature)).count();
        let is_tried = |(feature, with): &(&Feature, usize)| {
            *with >= LEAST_TRIED && told(feature).saturating_sub(*with) >= LEAST_TRIED
        };
        let facts = facts.into_iter().filter(is_tried).map(|(feature, _)| feature.clone()).collect();
        let reached = |(feature, mut values): (&Feature, Vec<f64>)| {
            values.sort_by(f64::total_cmp);
            let most = values.len().checked_sub(LEAST_TRIED).and_then(|at| values.get(at))?;
            Some((feature.clone(), *values.get(LEAST_TRIED - 1)?, *most))
        };
        let numbers = numbers.into_iter().filter_map(reached).collect();
        let named = effects.iter().flat_map(|it| std::iter::once(&it.feature).chain(&it.alike).map(move |of| (it, of)));
        let sure = named.filter(|(_, of)| is_advised(of)).map(|(it, of)| (of.clone(), it.factor > 1.0)).collect();
        Self { facts, numbers, sure }
    }

    /// The times of the week that were tried and surely do well.
    pub(super) fn good_slots(&self) -> impl Iterator<Item = &str> {
        let is_good = |fact: &&Feature| fact.kind == FeatureKind::Slot && self.is_up(fact) == Some(true);
        self.facts.iter().filter(is_good).map(|fact| fact.level.as_str())
    }

    /// The forms that were tried.
    pub(super) fn forms(&self) -> impl Iterator<Item = &str> {
        self.facts.iter().filter(|fact| fact.kind == FeatureKind::Format).map(|fact| fact.level.as_str())
    }

    /// Whether a feature surely goes with more (`true`) or with less.
    fn is_up(&self, feature: &Feature) -> Option<bool> {
        self.sure.iter().find(|(sure, _)| sure == feature).map(|(_, up)| *up)
    }

    /// Whether what a change does to features of a kind is a sure effect, within what was tried.
    pub(super) fn bears_out(&self, kind: FeatureKind, before: &Features, after: &Features) -> bool {
        let number = Feature::new(kind, "");
        if let (Some(from), Some(to)) = (before.numbers.get(&number), after.numbers.get(&number)) {
            let is_within = |(of, least, most): &(Feature, f64, f64)| *of == number && (*least..=*most).contains(to);
            return from != to && self.is_up(&number) == Some(to > from) && self.numbers.iter().any(is_within);
        }
        let of = |post: &Features| post.facts.iter().find(|fact| fact.kind == kind).cloned();
        let (from, to) = (of(before), of(after));
        let Some(to) = to.filter(|to| from.as_ref() != Some(to) && self.facts.contains(to)) else { return false };
        let from = from.as_ref().filter(|from| encoder::exclude_each_other(from, &to));
        self.is_up(&to) == Some(true) || from.is_some_and(|from| self.is_up(from) == Some(false))
    }
}
