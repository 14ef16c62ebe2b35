//! Bias of the data that can be named, and how far people and the bot agree.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Observation, is_protected};
use crate::Language;

/// One value of a dimension that has more than its share, or is missing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum DataFinding {
    /// A share of the posts over [`DOMINATES`].
    Dominates {
        /// `platform`, `language`, `segment`, `format` or `weekday`.
        dimension: String,
        /// Which one.
        name: String,
        /// Its share, 0 to 1.
        share: f64,
    },
    /// Something that is wanted and that no post is for.
    Missing {
        /// `platform` or `language`.
        dimension: String,
        /// Which one.
        name: String,
    },
    /// Months without a post between the first and the last.
    Gap {
        /// How many months.
        months: usize,
        /// Of how many.
        of: usize,
    },
    /// A share of the posts without numbers that is over a third.
    Unmeasured {
        /// The share, 0 to 1.
        share: f64,
    },
}

/// How much of a dimension each value has.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Shares {
    /// `platform`, `language`, `segment`, `format` or `weekday`.
    pub dimension: String,
    /// Values and their shares, the largest first.
    pub shares: Vec<(String, f64)>,
}

/// From this share on one value dominates.
pub const DOMINATES: f64 = 0.7;
/// Posts under which shares mean nothing.
const LEAST: usize = 30;
/// Up to so many posts are strays …
const STRAY_POSTS: f64 = 2.5;
/// … and up to this share.
const STRAY: f64 = 0.02;

/// What the data is made of, and what about it is worth naming.
pub fn data_bias(
    posts: &[Observation],
    wanted_platforms: &[String],
    wanted_languages: &[String],
) -> (Vec<Shares>, Vec<DataFinding>) {
    let dimension = |name: &str, of: &dyn Fn(&Observation) -> String| {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for value in posts.iter().map(of).filter(|value| !value.is_empty() && !is_protected(value)) {
            *counts.entry(value).or_default() += 1;
        }
        let total = counts.values().sum::<usize>().max(1) as f64;
        let mut shares: Vec<(String, f64)> = counts.into_iter().map(|(it, count)| (it, count as f64 / total)).collect();
        shares.sort_by(|left, right| right.1.total_cmp(&left.1).then(left.0.cmp(&right.0)));
        Shares { dimension: name.to_owned(), shares }
    };
    let all = vec![
        dimension("platform", &|post| post.platform.id().to_owned()),
        dimension("language", &|post| post.language().map_or("", Language::code).to_owned()),
        dimension("segment", &|post| post.segment.clone()),
        dimension("format", &|post| post.format.trim().to_lowercase()),
        dimension("weekday", &|post| post.when.weekday().to_string()),
    ];
    let wanted_of = |dimension: &str| match dimension {
        "platform" => wanted_platforms,
        "language" => wanted_languages,
        _ => &[],
    };
    let mut findings = Vec::new();
    if posts.len() >= LEAST {
        for shares in &all {
            let wanted = wanted_of(&shares.dimension);
            if let Some((name, share)) = shares.shares.first().filter(|(_, share)| *share >= DOMINATES)
                && *share < 1.0
                && (is_divided(*share, posts.len()) || wanted.iter().any(|it| it != name))
            {
                findings.push(DataFinding::Dominates {
                    dimension: shares.dimension.clone(),
                    name: name.clone(),
                    share: *share,
                });
            }
        }
        let mut months: Vec<i64> = posts.iter().map(|post| month(post.when.day)).collect();
        months.sort_unstable();
        months.dedup();
        if let (Some(first), Some(last)) = (months.first(), months.last()) {
            let of = usize::try_from(last - first + 1).unwrap_or(0);
            if of > months.len() {
                findings.push(DataFinding::Gap { months: of - months.len(), of });
            }
        }
        let unmeasured = posts.iter().filter(|post| super::Metric::Engagement.of(&post.numbers).is_none()).count();
        let share = unmeasured as f64 / posts.len() as f64;
        if share > 1.0 / 3.0 {
            findings.push(DataFinding::Unmeasured { share });
        }
    }
    for shares in &all {
        let wanted = wanted_of(&shares.dimension);
        let there = |name: &String| shares.shares.iter().any(|(value, _)| value == name);
        let missing = wanted.iter().filter(|name| !there(name)).cloned();
        findings.extend(missing.map(|name| DataFinding::Missing { dimension: shares.dimension.clone(), name }));
    }
    (all, findings)
}

/// Whether anything but the most frequent value is there at all. What a single post or two are, such as a language that was
/// not recognised, is no second one.
pub fn is_divided(most: f64, posts: usize) -> bool {
    (1.0 - most) * posts as f64 > STRAY_POSTS && 1.0 - most >= STRAY
}

/// Months since year 0.
fn month(day: i64) -> i64 {
    let (year, month) = super::groups::year_and_month(day);
    year * 12 + month
}

/// How far two people, or a person and the bot, agree beyond chance (Cohen 1960): 1 always, 0 as by chance. `None` without
/// labels, or where both always say the same one thing.
pub fn kappa(pairs: &[(String, String)]) -> Option<f64> {
    let count = pairs.len() as f64;
    let agreed = pairs.iter().filter(|(left, right)| left == right).count() as f64 / count;
    let mut shares: BTreeMap<&str, (f64, f64)> = BTreeMap::new();
    for (left, right) in pairs {
        shares.entry(left).or_default().0 += 1.0 / count;
        shares.entry(right).or_default().1 += 1.0 / count;
    }
    let by_chance: f64 = shares.values().map(|(left, right)| left * right).sum();
    (!pairs.is_empty() && by_chance < 1.0 - 1e-12).then(|| (agreed - by_chance) / (1.0 - by_chance))
}

#[cfg(test)]
mod tests {
    use super::super::generator::{Truth, posts};
    use super::super::truth::biases;
    use super::*;

    #[test]
    fn kappa_is_cohens() {
        let pair = |left: &str, right: &str, times: usize| vec![(left.to_owned(), right.to_owned()); times];
        // The example of Wikipedia's article: 0.4.
        let pairs = [pair("y", "y", 20), pair("y", "n", 5), pair("n", "y", 10), pair("n", "n", 15)].concat();
        assert!((kappa(&pairs).unwrap_or_default() - 0.4).abs() < 1e-9);
        assert_eq!((kappa(&[]), kappa(&pair("y", "y", 3))), (None, None));
    }

    #[test]
    fn a_planted_bias_is_named_and_without_it_nothing_is() {
        let fair = Truth { posts: 600, question: 0.7, latte: 1.0, ..Truth::default() };
        let biased = Truth { north: -0.8, students: -0.9, ..fair.clone() };
        let named = biases(&posts(&biased, 5));
        assert!(named.contains(&"segment:students".to_owned()) && named.contains(&"north".to_owned()), "{named:?}");
        // What is too low for some is too high for the others.
        assert!(named.iter().all(|it| it.starts_with("segment:") || it == "north" || it == "south"), "{named:?}");
        assert_eq!(biases(&posts(&fair, 5)), [""; 0]);
    }

    #[test]
    fn data_that_leans_is_named_and_balanced_data_is_not() {
        let (_, findings) =
            data_bias(&posts(&Truth { first_platform: 0.85, ..Truth::default() }, 1), &["weibo".into()], &[]);
        let kinds: Vec<&str> = findings
            .iter()
            .map(|finding| match finding {
                DataFinding::Dominates { name, .. } | DataFinding::Missing { name, .. } => name.as_str(),
                _ => "",
            })
            .collect();
        assert_eq!(kinds, ["instagram", "weibo"]);
        let mut mixed = posts(&Truth::default(), 1);
        mixed.iter_mut().step_by(2).for_each(|post| post.language = Some(Language::Chinese));
        assert_eq!(data_bias(&mixed, &[], &[]).1, []);
    }

    #[test]
    fn one_platform_or_language_alone_is_no_bias_unless_another_is_wanted() {
        let mut one = posts(&Truth { first_platform: 1.0, ..Truth::default() }, 2);
        let named = |posts: &[Observation], languages: &[String]| -> Vec<String> {
            let of = |finding| match finding {
                DataFinding::Dominates { name, .. } | DataFinding::Missing { name, .. } => name,
                _ => String::new(),
            };
            data_bias(posts, &[], languages).1.into_iter().map(of).collect()
        };
        assert_eq!(named(&one, &[]), [""; 0]);
        assert_eq!(named(&one, &["en".into()]), [""; 0]);
        assert_eq!(named(&one, &["en".into(), "zh".into()]), ["zh"]);
        // Two that were taken for another language are no second one, unless it is wanted.
        one.iter_mut().take(2).for_each(|post| post.language = Some(Language::French));
        assert_eq!(named(&one, &[]), [""; 0]);
        assert_eq!(named(&one, &["en".into(), "fr".into()]), ["en"]);
        one.iter_mut().take(20).for_each(|post| post.language = Some(Language::French));
        assert_eq!(named(&one, &[]), ["en"]);
    }
}
