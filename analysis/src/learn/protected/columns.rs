//! Which columns are about a protected trait, and which values of the others are.

use std::collections::{BTreeMap, BTreeSet};

use super::{ages, is_about_people, is_protected, names_trait};
use crate::learn::Observation;

/// From this share of its different values on, or over this share of the posts that have it, a column whose values name
/// protected traits is about one whatever it is called.
const SHARE: f64 = 1.0 / 3.0;
/// Fewer different values are strays, unless so many posts have them. A column is told apart by as many others at least: of
/// "women" and "none", "none" is not women.
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

/// Whether a value of a column or a label names a protected trait: "Black" does where they are called "customers", a colour does
/// not; neither does 健康 as a topic, nor "30s", unless the column's name says that its values are people.
pub fn is_protected_value(column: &str, value: &str) -> bool {
    let has_age = || ages::has_age(value) && (!ages::is_decade(value) || is_about_people(column));
    names_trait(&format!("{value} {column}")) || (!ages::counts(column) && has_age())
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
        if is_protected(name) {
            found.columns.insert(name);
            continue;
        }
        let (all, posts) = (values.len(), values.values().sum::<usize>() as f64);
        // "30s" beside "15s" is how long a video is, and beside "under 20" an age.
        let has_ages =
            !ages::counts(name) && values.keys().any(|value| ages::has_age(value) && !ages::is_decade(value));
        values.retain(|value, _| is_protected_value(name, value) || (has_ages && ages::is_decade(value)));
        let of_values = values.len() >= LEAST_VALUES && values.len() as f64 >= SHARE * all as f64;
        let of_posts = values.values().sum::<usize>() as f64 > SHARE * posts;
        let is_all = !values.is_empty() && all - values.len() < LEAST_VALUES;
        if of_values || of_posts || is_all {
            found.columns.insert(name);
        } else {
            found.values.extend(values.into_keys().map(|value| (name, value)));
        }
    }
    found
}
