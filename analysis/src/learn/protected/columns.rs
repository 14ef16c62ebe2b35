//! Which columns are about a protected trait, and which values of the others are.

use std::collections::{BTreeMap, BTreeSet};

use super::{ages, is_protected, names_trait, words_apart};
use crate::learn::Observation;

/// From this share of its different values on, or over this share of the posts that have it, a column whose values name
/// protected traits is about one whatever it is called.
const SHARE: f64 = 1.0 / 3.0;
/// Fewer different values are strays, unless so many posts have them.
const LEAST_VALUES: usize = 2;

/// What the columns of posts say of protected traits.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Protected<'a> {
    /// The columns that are about one, by their names or by their values.
    pub columns: BTreeSet<&'a str>,
    /// Columns and values of the others that name one.
    pub values: BTreeSet<(&'a str, &'a str)>,
}

impl Protected<'_> {
    /// Whether nothing is learned from or said of a value of a column.
    pub fn hides(&self, column: &str, value: &str) -> bool {
        self.columns.contains(column) || self.values.contains(&(column, value.trim()))
    }
}

/// What the columns of posts say of protected traits.
pub fn protected_columns<'a>(posts: impl IntoIterator<Item = &'a Observation>) -> Protected<'a> {
    let mut columns: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
    for (name, value) in posts.into_iter().flat_map(|post| &post.columns) {
        *columns.entry(name).or_default().entry(value.trim()).or_default() += 1;
    }
    let mut found = Protected::default();
    for (name, mut values) in columns {
        values.remove("");
        let are_counts = ages::counts(&words_apart(name));
        let is_trait = |value: &str| names_trait(value) || (!are_counts && ages::has_age(value));
        let (all, posts) = (values.len() as f64, values.values().sum::<usize>() as f64);
        values.retain(|value, _| is_trait(value));
        let of_values = values.len() >= LEAST_VALUES && values.len() as f64 >= SHARE * all;
        let of_posts = values.values().sum::<usize>() as f64 > SHARE * posts;
        if is_protected(name) || of_values || of_posts {
            found.columns.insert(name);
        } else {
            found.values.extend(values.into_keys().map(|value| (name, value)));
        }
    }
    found
}
