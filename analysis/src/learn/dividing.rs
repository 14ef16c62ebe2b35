//! What posts can be divided by, so that each part is looked at by itself: platform, language, segment, or another column of
//! the data that has few values.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use super::{Metric, Observation, is_protected};

/// What an audience is divided by.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    /// Platform, language and segment, one after the other.
    #[default]
    Each,
    /// The platform.
    Platform,
    /// The language.
    Language,
    /// Whom the data says that a post was for.
    Segment,
    /// A column of the data.
    Column(String),
}

/// Why posts are not divided by a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// No post has it.
    Unknown,
    /// It is about a protected trait.
    Protected,
    /// It has one value only, or too many.
    Values(usize),
    /// None of its values has [`LEAST_IN_PART`] posts with the number; so many has the most frequent.
    Few(usize),
}

/// Values that a column may have.
pub const VALUES: RangeInclusive<usize> = 2..=12;
/// Posts under which nothing is said of a part.
pub const LEAST_IN_PART: usize = 30;

/// The columns of posts, by name, with how many posts that have the metric each of its values has.
fn columns(posts: &[Observation], metric: Metric) -> BTreeMap<&str, BTreeMap<&str, usize>> {
    let mut columns: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
    for post in posts.iter().filter(|post| metric.of(&post.numbers).is_some()) {
        for (name, value) in post.columns.iter().filter(|(_, value)| !value.trim().is_empty()) {
            *columns.entry(name).or_default().entry(value.trim()).or_default() += 1;
        }
    }
    columns
}

fn fitness(name: &str, values: &BTreeMap<&str, usize>) -> Result<(), Unfit> {
    let most = values.values().copied().max().unwrap_or(0);
    match values.len() {
        _ if is_protected(name) => Err(Unfit::Protected),
        count if !VALUES.contains(&count) => Err(Unfit::Values(count)),
        _ if most < LEAST_IN_PART => Err(Unfit::Few(most)),
        _ => Ok(()),
    }
}

/// The columns that posts can be divided by.
pub fn dividing_columns(posts: &[Observation], metric: Metric) -> Vec<String> {
    let columns = columns(posts, metric).into_iter().filter(|(name, values)| fitness(name, values).is_ok());
    columns.map(|(name, _)| name.to_owned()).collect()
}

/// The column of a name as the data writes it.
///
/// # Errors
/// Why posts are not divided by it.
pub fn dividing_column(posts: &[Observation], metric: Metric, name: &str) -> Result<String, Unfit> {
    let wanted = name.trim().to_lowercase();
    // Also where no post has it: a protected trait is refused, not searched for.
    if is_protected(&wanted) {
        return Err(Unfit::Protected);
    }
    let columns = columns(posts, metric);
    let found = columns.iter().find(|(name, _)| name.trim().to_lowercase() == wanted);
    let (name, values) = found.ok_or(Unfit::Unknown)?;
    fitness(name, values).map(|()| (*name).to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::generator::{Truth, posts};
    use super::super::{Metric, audience_by};
    use super::*;

    fn made() -> Vec<Observation> {
        let mut made = posts(&Truth { posts: 240, ..Truth::default() }, 4);
        for (place, post) in made.iter_mut().enumerate() {
            let columns = [
                ("Region", ["north", "south", "25-34"][place % 3].to_owned()),
                ("性别", "女".to_owned()),
                ("tool", "app".to_owned()),
                ("code", format!("c{}", place % 40)),
                ("rare", if place < 20 { ["a", "b"][place % 2] } else { "" }.to_owned()),
            ];
            post.columns = columns.map(|(name, value)| (name.to_owned(), value)).into();
            // In the north questions help.
            if place % 3 == 0 && post.text.contains('?') {
                post.numbers.likes = post.numbers.likes.map(|likes| likes * 4);
            }
        }
        made
    }

    #[test]
    fn a_column_with_few_values_divides_and_others_say_why_not() {
        let made = made();
        assert_eq!(dividing_columns(&made, Metric::Likes), ["Region"]);
        let column = |name| dividing_column(&made, Metric::Likes, name);
        assert_eq!(column(" region "), Ok("Region".to_owned()));
        assert_eq!(
            (column("性别"), column("gender"), column("shop")),
            (Err(Unfit::Protected), Err(Unfit::Protected), Err(Unfit::Unknown))
        );
        assert_eq!(
            (column("tool"), column("code"), column("rare")),
            (Err(Unfit::Values(1)), Err(Unfit::Values(40)), Err(Unfit::Few(10)))
        );
    }

    #[test]
    fn each_part_is_looked_at_by_itself_and_protected_ones_are_left_out() {
        let found = audience_by(&made(), Metric::Likes, None, &By::Column("Region".into()), 1);
        let parts: Vec<(&str, &str)> = found.personas.iter().map(|it| (it.by.as_str(), it.name.as_str())).collect();
        assert_eq!(parts, [("all", ""), ("column", "north"), ("column", "south")]);
        assert_eq!((found.protected, found.column.as_deref()), (vec!["25-34".to_owned()], Some("Region")));
        let likes_questions =
            |place: usize| found.personas[place].likings.iter().any(|it| it.name == "question" && it.z > 0.0);
        assert!(likes_questions(1) && !likes_questions(2), "{:?}", found.personas);
    }
}
