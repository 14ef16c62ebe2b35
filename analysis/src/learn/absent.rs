//! What a column of the data says of posts that do not have what it is about: "none", "-", 无, or nothing at all.

use std::collections::{BTreeMap, BTreeSet};

use super::Observation;
use crate::Platform;
use crate::words::is_han;

/// What stands where there was none, in lower case.
const MARKS: [&str; 12] = ["none", "nil", "n/a", "na", "n.a.", "-", "--", "—", "–", "/", "无", "没有"];
/// A column of one value without which so large a share of the posts is tells these apart by being empty.
const LEAST_EMPTY: f64 = 0.1;
/// From this share on of what is no mark being numbers, a column is one of numbers, and a mark in it a number that is missing.
const NUMBERS: f64 = 0.9;

/// Makes one value of all marks of a column; where a column has one value and is empty beside it, being empty is the other.
pub fn tell_absent(posts: &mut [Observation]) {
    let names: BTreeSet<String> = posts.iter().flat_map(|post| &post.columns).map(|(name, _)| name.clone()).collect();
    for name in names {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for value in posts.iter().filter_map(|post| told(post, &name)).filter(|value| !is_mark(value)) {
            *counts.entry(value).or_default() += 1;
        }
        let has_marks = posts.iter().filter_map(|post| told(post, &name)).any(is_mark);
        let total: usize = counts.values().sum();
        let is_number = |value: &str| value.parse::<f64>().is_ok_and(f64::is_finite);
        let numbers: usize = counts.iter().filter(|(value, _)| is_number(value)).map(|(_, count)| count).sum();
        let is_of_numbers = numbers as f64 >= NUMBERS * total as f64;
        let is_han = name.chars().chain(counts.keys().flat_map(|value| value.chars())).any(is_han);
        let none = if is_han { "无" } else { "none" };
        let only = counts.keys().next().filter(|_| counts.len() == 1).map(|it| (*it).to_owned());
        match only {
            Some(only) if !has_marks => {
                let other = if only == "1" { "0" } else { none };
                if other == "0" || !is_of_numbers {
                    fill(posts, &name, other);
                }
            }
            _ if is_of_numbers => mark(posts, &name, ""),
            _ => mark(posts, &name, none),
        }
    }
}

fn told<'a>(post: &'a Observation, column: &str) -> Option<&'a str> {
    let value = post.columns.iter().find(|(name, _)| name == column).map(|(_, value)| value.trim());
    value.filter(|value| !value.is_empty())
}

fn is_mark(value: &str) -> bool {
    MARKS.contains(&value.to_lowercase().as_str())
}

/// Puts a value in the place of marks; the empty one takes them out.
fn mark(posts: &mut [Observation], column: &str, none: &str) {
    for post in posts {
        for (_, value) in post.columns.iter_mut().filter(|(name, value)| name == column && is_mark(value.trim())) {
            none.clone_into(value);
        }
        post.columns.retain(|(name, value)| name != column || !value.is_empty());
    }
}

/// Gives a value to the posts without one where the column was kept: on platforms that have it, from the first post with it to
/// the last. Before and elsewhere nobody may have kept it.
fn fill(posts: &mut [Observation], column: &str, other: &str) {
    let mut kept: BTreeMap<Platform, (i64, i64)> = BTreeMap::new();
    for post in posts.iter().filter(|post| told(post, column).is_some()) {
        let (first, last) = kept.entry(post.platform).or_insert((post.when.day, post.when.day));
        (*first, *last) = ((*first).min(post.when.day), (*last).max(post.when.day));
    }
    let is_kept = |post: &Observation| {
        kept.get(&post.platform).is_some_and(|(first, last)| (*first..=*last).contains(&post.when.day))
    };
    let there = posts.iter().filter(|post| is_kept(post)).count();
    let empty = posts.iter().filter(|post| is_kept(post) && told(post, column).is_none()).count();
    if (empty as f64) < LEAST_EMPTY * there as f64 {
        return;
    }
    for post in posts.iter_mut().filter(|post| is_kept(post)) {
        if told(post, column).is_none() {
            post.columns.retain(|(name, _)| name != column);
            post.columns.push((column.to_owned(), other.to_owned()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::generator::{Truth, posts};
    use super::super::{Metric, dividing_column};
    use super::*;

    /// What posts say in a column once it is told, each value once; `of` gives the cell of each post.
    fn values(name: &str, of: impl Fn(usize, &Observation) -> &'static str) -> Vec<String> {
        let made = with(name, of);
        made.iter().map(|post| told(post, name).unwrap_or("").to_owned()).collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// The same where nearly all posts are told: before the first with a value, and after the last, nobody knows.
    fn filled(name: &str, of: impl Fn(usize, &Observation) -> &'static str) -> Vec<String> {
        let mut made = with(name, of);
        made.retain(|post| told(post, name).is_some());
        assert!(made.len() > 220, "{}", made.len());
        made.iter()
            .filter_map(|post| told(post, name))
            .map(str::to_owned)
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect()
    }

    fn with(name: &str, of: impl Fn(usize, &Observation) -> &'static str) -> Vec<Observation> {
        let mut made = posts(&Truth { posts: 240, ..Truth::default() }, 4);
        for (place, post) in made.iter_mut().enumerate() {
            let cell = of(place, post);
            post.columns = if cell.is_empty() { Vec::new() } else { vec![(name.into(), cell.into())] };
        }
        tell_absent(&mut made);
        made
    }

    #[test]
    fn marks_and_empty_cells_are_a_value_of_a_column_of_words() {
        assert_eq!(values("offer", |place, _| ["none", "coupon"][place * 7 % 3 % 2]), ["coupon", "none"]);
        assert_eq!(values("offer", |place, _| ["N/A", "-", "coupon"][place % 3]), ["coupon", "none"]);
        assert_eq!(filled("offer", |place, _| ["", "coupon", "coupon"][place % 3]), ["coupon", "none"]);
        assert_eq!(filled("优惠", |place, _| ["", "有"][place % 2]), ["无", "有"]);
        assert_eq!(filled("boosted", |place, _| ["1", ""][place * 5 % 2]), ["0", "1"]);
    }

    #[test]
    fn where_a_column_was_not_kept_nothing_is_told() {
        assert_eq!(values("offer", |place, _| if place % 40 == 7 { "" } else { "coupon" }), ["", "coupon"]);
        assert_eq!(values("series", |place, _| if place < 120 { "" } else { "spring" }), ["", "spring"]);
        let on_x = |_: usize, post: &Observation| if post.platform == Platform::X { "card" } else { "" };
        assert_eq!(values("kind", on_x), ["", "card"]);
        assert_eq!(values("budget", |place, _| ["12", "n/a", "30"][place % 3]), ["", "12", "30"]);
        assert_eq!(values("series", |place, _| ["", "spring", "autumn"][place % 3]), ["", "autumn", "spring"]);
    }

    #[test]
    fn posts_are_divided_by_whether_they_have_something() {
        for none in ["none", ""] {
            let made = with("offer", |place, _| if place * 7 % 11 % 2 == 0 { "coupon" } else { none });
            assert_eq!(dividing_column(&made, Metric::Likes, None, "offer"), Ok("offer".into()), "{none:?}");
        }
    }
}
