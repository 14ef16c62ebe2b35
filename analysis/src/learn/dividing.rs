//! What posts can be divided by, so that each part is looked at by itself: platform, language, segment, or another column of
//! the data that has few values.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use super::leak::leaks;
use super::level_shift::level_shifts;
use super::{LeftOut, Metric, Observation, Protected, is_protected, protected_columns};
use crate::{Language, Platform};

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
    /// The topic that the data gives.
    Topic,
    /// The form that the data gives.
    Format,
    /// A column of the data.
    Column(String),
}

/// Why posts are not divided by a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// No post has it.
    Unknown,
    /// It is about a protected trait, by its name or by its values.
    Protected,
    /// It knows the result: its parts would differ by how they were cut.
    KnowsTheResult,
    /// It has one value only, or too many.
    Values(usize),
    /// None of its values has [`LEAST_IN_PART`] posts with the number; so many has the most frequent.
    Few(usize),
}

/// Values that a column may have.
pub const VALUES: RangeInclusive<usize> = 2..=12;
/// Posts under which nothing is said of a part.
pub const LEAST_IN_PART: usize = 30;

impl By {
    /// What it divides posts by that have the metric, each value once; of a column nothing, for columns have their own rules.
    pub fn values(&self, posts: &[Observation], metric: Metric, platform: Option<Platform>) -> BTreeSet<String> {
        let of = |post: &Observation| match self {
            Self::Platform => post.platform.id().to_owned(),
            Self::Language => post.language().map_or("", Language::code).to_owned(),
            Self::Segment => post.segment.trim().to_owned(),
            Self::Topic => post.topic.trim().to_owned(),
            Self::Format => post.format.trim().to_owned(),
            Self::Each | Self::Column(_) => String::new(),
        };
        let measured = posts.iter().filter(|post| is_measured(post, metric, platform));
        measured.map(of).filter(|value| !value.is_empty()).collect()
    }
}

fn is_measured(post: &Observation, metric: Metric, platform: Option<Platform>) -> bool {
    metric.of(&post.numbers).is_some() && platform.is_none_or(|platform| post.platform == platform)
}

/// The columns of posts, by name, with how many posts that have the metric each of its values has.
fn columns(posts: &[Observation], metric: Metric, platform: Option<Platform>) -> BTreeMap<&str, BTreeMap<&str, usize>> {
    let mut columns: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
    for post in posts.iter().filter(|post| is_measured(post, metric, platform)) {
        for (name, value) in post.columns.iter().filter(|(_, value)| !value.trim().is_empty()) {
            *columns.entry(name).or_default().entry(value.trim()).or_default() += 1;
        }
    }
    columns
}

/// The columns that know the result, as training finds them.
fn knowing(posts: &[Observation], metric: Metric) -> BTreeSet<String> {
    let mut measured: Vec<(&Observation, f64)> =
        posts.iter().filter_map(|post| Some((post, metric.to_log(metric.of(&post.numbers)?)))).collect();
    measured.sort_by_key(|(post, _)| post.when);
    let (posts, logs): (Vec<&Observation>, Vec<f64>) = measured.into_iter().unzip();
    let found = leaks(&posts, &logs, &level_shifts(&posts, &logs, SEED));
    let name = |reason| if let LeftOut::KnowsTheResult { column } = reason { Some(column) } else { None };
    found.into_iter().filter_map(name).collect()
}

/// The seed of what is drawn to find jumps.
const SEED: u64 = 1;

fn fitness(
    name: &str,
    values: &BTreeMap<&str, usize>,
    protected: &Protected,
    knowing: &BTreeSet<String>,
) -> Result<(), Unfit> {
    let most = values.values().copied().max().unwrap_or(0);
    match values.len() {
        _ if protected.columns.contains(name) => Err(Unfit::Protected),
        _ if knowing.contains(name) => Err(Unfit::KnowsTheResult),
        count if !VALUES.contains(&count) => Err(Unfit::Values(count)),
        _ if most < LEAST_IN_PART => Err(Unfit::Few(most)),
        _ => Ok(()),
    }
}

/// The columns that the posts of a platform (or all) can be divided by.
pub fn dividing_columns(posts: &[Observation], metric: Metric, platform: Option<Platform>) -> Vec<String> {
    let (protected, knowing) = (protected_columns(posts), knowing(posts, metric));
    let columns = columns(posts, metric, platform).into_iter();
    let fit = columns.filter(|(name, values)| fitness(name, values, &protected, &knowing).is_ok());
    fit.map(|(name, _)| name.to_owned()).collect()
}

/// The column of a name as the data writes it.
///
/// # Errors
/// Why posts are not divided by it.
pub fn dividing_column(
    posts: &[Observation],
    metric: Metric,
    platform: Option<Platform>,
    name: &str,
) -> Result<String, Unfit> {
    let wanted = name.trim().to_lowercase();
    // Also where no post has it: a protected trait is refused, not searched for.
    if is_protected(&wanted) {
        return Err(Unfit::Protected);
    }
    let columns = columns(posts, metric, platform);
    let found = columns.iter().find(|(name, _)| name.trim().to_lowercase() == wanted);
    let (name, values) = found.ok_or(Unfit::Unknown)?;
    fitness(name, values, &protected_columns(posts), &knowing(posts, metric)).map(|()| (*name).to_owned())
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
                ("community", ["Muslim", "Hindu", "other"][place % 3].to_owned()),
                ("readers", ["18-24", "25-34"][place % 2].to_owned()),
                ("客群", ["回族", "游客"][place % 2].to_owned()),
                ("tool", "app".to_owned()),
                ("code", format!("c{}", place % 40)),
                ("rare", if place < 20 { ["a", "b"][place % 2] } else { "" }.to_owned()),
            ];
            post.columns = columns.map(|(name, value)| (name.to_owned(), value)).into();
            // In the north questions help.
            if place % 3 == 0 && post.text.contains('?') {
                post.numbers.likes = post.numbers.likes.map(|likes| likes * 4);
            }
            let tier = if post.numbers.likes > Some(60) { "gold" } else { "silver" };
            post.columns.push(("tier".to_owned(), tier.to_owned()));
        }
        made
    }

    #[test]
    fn a_column_with_few_values_divides_and_others_say_why_not() {
        let made = made();
        assert_eq!(dividing_columns(&made, Metric::Likes, None), ["Region"]);
        let column = |name| dividing_column(&made, Metric::Likes, None, name);
        assert_eq!((column(" region "), column("tier")), (Ok("Region".to_owned()), Err(Unfit::KnowsTheResult)));
        assert_eq!(
            (column("性别"), column("gender"), column("shop")),
            (Err(Unfit::Protected), Err(Unfit::Protected), Err(Unfit::Unknown))
        );
        assert_eq!(["Community", "readers", "客群"].map(column), [const { Err(Unfit::Protected) }; 3]);
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
    #[test]
    fn a_topic_or_a_form_divides_too_and_has_the_values_of_measured_posts() {
        let mut made = made();
        made[0].topic = "unmeasured".into();
        made[0].numbers.likes = None;
        let topics = By::Topic.values(&made, Metric::Likes, None);
        assert!(topics.contains("latte") && !topics.contains("unmeasured"), "{topics:?}");
        assert_eq!(By::Format.values(&made, Metric::Likes, None).len(), 0);
        let found = audience_by(&made, Metric::Likes, None, &By::Topic, 1);
        assert!(found.personas.iter().any(|it| it.by == "topic" && it.name == "latte"), "{:?}", found.personas);
        assert!(found.personas.iter().all(|it| matches!(it.by.as_str(), "all" | "topic")));
    }
}
