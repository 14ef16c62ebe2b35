//! Two groups of posts against each other: like with like, with a test that says when the posts can't tell.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::level_shift::level_shifts;
use super::statistics::{median, quantile};
use super::stratified::{Difference, Pairs, Stratum, between_means, difference};
use super::target::targets;
use super::{ALARM, Metric, Observation};

/// What a post is held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Against {
    /// Any post of the other side, numbers as they were counted: where platforms are what is compared.
    All,
    /// Posts of the other side on the same platform, numbers as they were counted: where periods are what is compared.
    SamePlatform,
    /// The same, each by what was usual on the platform when it ran: a platform that grew, or a topic that ran where more is
    /// counted, is no difference.
    Usual,
}

/// One side of a comparison.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Side {
    /// What it was called.
    pub name: String,
    /// Posts with numbers.
    pub posts: usize,
    /// Their median.
    pub median: f64,
    /// A quarter of them is below.
    pub low: f64,
    /// A quarter of them is above.
    pub high: f64,
    /// The share of them that has more than 0.
    pub above_zero: f64,
}

/// Posts that were held against each other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Part {
    /// The id of their platform; `null` where platforms are what is compared.
    pub platform: Option<String>,
    /// Their form, where all posts were divided by it too; else empty.
    pub format: String,
    /// Those of the first.
    pub left: Side,
    /// Those of the second.
    pub right: Side,
}

/// What came of a comparison.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Comparison {
    /// What is compared.
    pub metric: Metric,
    /// What each post was held against.
    pub against: Against,
    /// First.
    pub left: Side,
    /// Second.
    pub right: Side,
    /// The platforms, or the forms on platforms, within which posts were held against each other, the largest first.
    pub parts: Vec<Part>,
    /// How many times as much a post of the first does as one of the second, in the middle of all pairs that may be compared.
    pub ratio: f64,
    /// Its 95% interval: what the test does not refuse.
    pub interval: (f64, f64),
    /// The chance of such a difference where there is none (van Elteren's test).
    pub chance: f64,
    /// Where too many posts did the same, such as 0, for the ratio and its interval to say anything: the share of the pairs that
    /// differ in which the first did more.
    pub ahead: Option<f64>,
    /// Whether they differ: at 5%, and, where the interval says anything, with one that leaves out 1 as it is shown.
    pub differs: bool,
}

impl Comparison {
    /// Whether what difference there may be is none to speak of.
    pub fn is_alike(&self) -> bool {
        !self.differs && self.ahead.is_none() && is_within(self.interval)
    }

    /// Whether the first did more in the middle of the pairs.
    pub fn is_left_more(&self) -> bool {
        self.ahead.map_or(self.ratio > 1.0, |ahead| ahead > 0.5)
    }

    /// Whether most posts have nothing of what was counted, and how many of each side have any says more than their medians.
    pub fn is_mostly_zero(&self) -> bool {
        let has_any = |side: &Side| side.above_zero * side.posts as f64;
        let posts = self.left.posts + self.right.posts;
        self.ahead.is_some() && (has_any(&self.left) + has_any(&self.right)) * 2.0 < posts as f64
    }
}

/// Two groups of posts, and what came of comparing them.
#[derive(Debug, Clone, PartialEq)]
pub struct SideBySide {
    /// Posts that are in both, and left out.
    pub both: usize,
    /// Posts that are only in the first, and only in the second.
    pub only: [usize; 2],
    /// Those of them on platforms that the other side has no post on: there is nothing to hold them against.
    pub apart: [usize; 2],
    /// `None` if one side has fewer than [`LEAST_ON_A_SIDE`] posts to compare.
    pub comparison: Option<Comparison>,
}

/// A ratio closer to 1 than this is shown as 1.
const SHOWN: f64 = 0.005;
/// Under this factor two groups do alike.
const ALIKE: f64 = 1.1;
/// Pairs of which so large a share is equal leave a range of ratios at one of few values, as narrow as may be.
const TIED: f64 = 0.2;
/// Posts that each side needs.
pub const LEAST_ON_A_SIDE: usize = 8;
/// The share of the posts of each side that must have posts of the other side of their own form to be held against.
const OF_THE_SAME_FORM: f64 = 0.8;

/// Whether ratios are all close to 1.
fn is_within((low, high): (f64, f64)) -> bool {
    low > 1.0 / ALIKE && high < ALIKE
}

/// A post of one side.
struct Held<'a> {
    post: &'a Observation,
    is_left: bool,
    /// What was counted.
    counted: f64,
    /// On the scale that is compared.
    value: f64,
}

/// Compares the posts that are in one group only with those that are in the other only.
pub fn compare(
    metric: Metric,
    posts: &[Observation],
    names: [&str; 2],
    is_in: [&dyn Fn(&Observation) -> bool; 2],
    against: Against,
    seed: u64,
) -> SideBySide {
    let (held, both) = held(metric, posts, is_in, against, seed);
    let count = |held: &[&Held], is_left: bool| held.iter().filter(|it| it.is_left == is_left).count();
    let all: Vec<&Held> = held.iter().collect();
    let only = [count(&all, true), count(&all, false)];
    let platform = |it: &Held| (against != Against::All).then(|| it.post.platform.id().to_owned());
    let alike = |with_form: bool| {
        let form = |it: &Held| if with_form { it.post.format.trim().to_lowercase() } else { String::new() };
        let mut parts: BTreeMap<(Option<String>, String), Vec<&Held>> = BTreeMap::new();
        for it in &held {
            parts.entry((platform(it), form(it))).or_default().push(it);
        }
        parts.retain(|_, of| count(of, true) > 0 && count(of, false) > 0);
        parts
    };
    let kept = |parts: &BTreeMap<_, Vec<&Held>>| {
        [true, false].map(|is_left| parts.values().map(|of| count(of, is_left)).sum::<usize>())
    };
    let mut parts = alike(false);
    let of_platforms = kept(&parts);
    let apart = [only[0] - of_platforms[0], only[1] - of_platforms[1]];
    if against == Against::Usual {
        let by_form = alike(true);
        let is_enough = |(of_form, of_platform): (usize, usize)| {
            of_form >= LEAST_ON_A_SIDE && of_form as f64 >= OF_THE_SAME_FORM * of_platform as f64
        };
        if kept(&by_form).into_iter().zip(of_platforms).all(is_enough) {
            parts = by_form;
        }
    }
    let enough = kept(&parts).into_iter().all(|posts| posts >= LEAST_ON_A_SIDE);
    let comparison = enough.then(|| comparison(metric, names, against, parts));
    SideBySide { both, only, apart, comparison }
}

/// The posts of one side only that have the number, and how many are in both.
fn held<'a>(
    metric: Metric,
    posts: &'a [Observation],
    is_in: [&dyn Fn(&Observation) -> bool; 2],
    against: Against,
    seed: u64,
) -> (Vec<Held<'a>>, usize) {
    let mut measured: Vec<(&Observation, f64)> =
        posts.iter().filter_map(|post| Some((post, metric.of(&post.numbers)?))).collect();
    measured.sort_by_key(|(post, _)| post.when);
    let logs: Vec<f64> = measured.iter().map(|(_, counted)| metric.to_log(*counted)).collect();
    let values = if against == Against::Usual {
        let posts: Vec<&Observation> = measured.iter().map(|(post, _)| *post).collect();
        targets(&posts, &logs, &level_shifts(&posts, &logs, seed)).values
    } else {
        logs
    };
    let mut both = 0;
    let side = |((post, counted), value): ((&'a Observation, f64), f64)| match is_in.map(|it| it(post)) {
        [true, true] => {
            both += 1;
            None
        }
        [false, false] => None,
        [is_left, _] => Some(Held { post, is_left, counted, value }),
    };
    let held = measured.into_iter().zip(values).filter_map(side).collect();
    (held, both)
}

fn comparison(
    metric: Metric,
    names: [&str; 2],
    against: Against,
    parts: BTreeMap<(Option<String>, String), Vec<&Held>>,
) -> Comparison {
    let of_side = |held: &[&Held], is_left: bool, of: &dyn Fn(&Held) -> f64| -> Vec<f64> {
        held.iter().filter(|it| it.is_left == is_left).map(|it| of(it)).collect()
    };
    let sides = |held: &[&Held]| {
        let [left, right] = names;
        [(left, true), (right, false)].map(|(name, is_left)| {
            let counted = of_side(held, is_left, &|it| it.counted);
            let at = |share| quantile(&counted, share).unwrap_or(0.0);
            let (low, high) = (at(0.25), at(0.75));
            let (posts, middle) = (counted.len(), median(&counted).unwrap_or(0.0));
            let above_zero = counted.iter().filter(|it| **it > 0.0).count() as f64 / posts.max(1) as f64;
            Side { name: name.to_owned(), posts, median: middle, low, high, above_zero }
        })
    };
    // 0 is 0, whatever was usual.
    let floor = parts.values().flatten().map(|it| it.value).fold(f64::INFINITY, f64::min);
    let of_zero = |it: &Held| if it.counted > 0.0 { it.value } else { floor };
    let strata = |value: &dyn Fn(&Held) -> f64| -> Vec<Stratum> {
        let stratum = |held: &Vec<&Held>| {
            let [left, right] = [true, false].map(|is_left| of_side(held, is_left, value));
            Stratum::of(left, right)
        };
        parts.values().map(stratum).collect()
    };
    let is_tied = Pairs::of(&strata(&|it| it.counted)).tied >= TIED;
    let strata = strata(if is_tied { &of_zero } else { &|it| it.value });
    let Difference { middle, low, high, chance } = difference(&strata);
    let all: Vec<&Held> = parts.values().flatten().copied().collect();
    let [left, right] = sides(&all);
    let part = |((platform, format), held): ((Option<String>, String), Vec<&Held>)| {
        let [left, right] = sides(&held);
        Part { platform, format, left, right }
    };
    let mut parts: Vec<Part> = parts.into_iter().map(part).collect();
    parts.sort_by_key(|part| std::cmp::Reverse(part.left.posts + part.right.posts));
    let interval = (low.exp(), high.exp());
    // Values in few heaps without ties, such as about ten and about ten million, leave a range as narrow.
    let (low, high) = between_means(&strata);
    let is_in_heaps = is_within(interval) && !is_within((low.exp(), high.exp()));
    let ahead = (is_tied || is_in_heaps).then(|| Pairs::of(&strata).ahead());
    let is_apart = ahead.is_some() || interval.0 > 1.0 + SHOWN || interval.1 < 1.0 - SHOWN;
    let differs = chance < ALARM && is_apart;
    Comparison { metric, against, left, right, parts, ratio: middle.exp(), interval, chance, ahead, differs }
}

#[cfg(test)]
mod tests {
    use super::super::{Numbers, Random, When};
    use super::*;
    use crate::Platform;

    /// Posts on jazz and tea, jazz mostly on Instagram and tea mostly on X, where an eighth as much is counted.
    fn posts(count: usize, jazz: f64, random: &mut Random) -> Vec<Observation> {
        let post = |place: usize| {
            let topic = ["jazz", "tea"][place % 2];
            let is_usual = random.share() < 0.9;
            let platform = if is_usual == (topic == "jazz") { Platform::Instagram } else { Platform::X };
            let level = if platform == Platform::Instagram { 5.6 } else { 3.5 };
            let log = level + if topic == "jazz" { jazz } else { 0.0 } + 0.5 * random.normal();
            let when = When { day: 19_000 + place as i64, hour: None };
            let likes = log.exp().round() as u64;
            Observation {
                topic: topic.into(),
                numbers: Numbers { likes: Some(likes), ..Numbers::default() },
                ..Observation::draft("A text.", platform, when)
            }
        };
        (0..count).map(post).collect()
    }

    fn topics(posts: &[Observation], against: Against) -> SideBySide {
        let on = |topic: &'static str| move |post: &Observation| post.topic == topic;
        compare(Metric::Likes, posts, ["jazz", "tea"], [&on("jazz"), &on("tea")], against, 1)
    }

    #[test]
    fn a_topic_that_ran_where_more_is_counted_does_no_better_for_that_and_one_that_does_is_called() {
        let mut random = Random::new(5);
        let (mut false_alarms, mut found, mut right) = (0, 0, 0);
        for _ in 0..200 {
            let none = topics(&posts(160, 0.0, &mut random), Against::Usual).comparison.expect("there are enough");
            false_alarms += usize::from(none.differs);
            let some = topics(&posts(160, 0.79, &mut random), Against::Usual).comparison.expect("there are enough");
            found += usize::from(some.differs && some.ratio > 1.0);
            right += usize::from((some.interval.0..=some.interval.1).contains(&2.2));
        }
        // 5% of 200 are 10, and 17 or more by chance in one run of 40.
        assert!(false_alarms <= 16, "{false_alarms} of 200 where there is nothing");
        assert!(found >= 190 && right >= 180, "{found} found, {right} with the truth inside, of 200");
        let naive = topics(&posts(160, 0.0, &mut random), Against::All).comparison.expect("there are enough");
        assert!(naive.differs && naive.ratio > 3.0, "as they were counted, they differ: {naive:?}");
    }

    #[test]
    fn a_difference_is_called_at_its_level_with_few_posts_too() {
        let mut random = Random::new(9);
        let called = (0..400).filter(|_| {
            let few: Vec<Observation> = posts(16, 0.0, &mut random)
                .into_iter()
                .map(|post| Observation { platform: Platform::X, ..post })
                .collect();
            // All on one platform, so numbers as they were counted would differ.
            let few: Vec<Observation> = few
                .into_iter()
                .map(|post| {
                    let likes = Some((4.0 + 0.5 * random.normal()).exp().round() as u64);
                    Observation { numbers: Numbers { likes, ..Numbers::default() }, ..post }
                })
                .collect();
            topics(&few, Against::SamePlatform).comparison.expect("there are enough").differs
        });
        let called = called.count();
        assert!(called <= 29, "{called} of 400");
    }

    #[test]
    fn posts_of_both_sides_are_left_out_and_where_nothing_is_left_nothing_is_said() {
        let mut random = Random::new(2);
        let made = posts(120, 0.0, &mut random);
        let first = |days: i64| move |post: &Observation| post.when.day < 19_000 + days;
        let of = |left: &dyn Fn(&Observation) -> bool, right: &dyn Fn(&Observation) -> bool| {
            compare(Metric::Likes, &made, ["a", "b"], [left, right], Against::SamePlatform, 1)
        };
        let inside = of(&first(40), &first(80));
        assert_eq!((inside.both, inside.only, inside.comparison), (40, [0, 40], None));
        let jazz = |post: &Observation| post.topic == "jazz";
        let partly = of(&first(60), &jazz);
        assert_eq!((partly.both, partly.only), (30, [30, 30]));
        let found = partly.comparison.expect("there are enough");
        assert!(found.left.posts <= 30 && found.right.posts <= 30, "{found:?}");
    }

    #[test]
    fn posts_on_platforms_that_the_other_side_has_none_on_are_held_against_nothing() {
        let mut random = Random::new(3);
        let mut made = posts(60, 0.0, &mut random);
        for post in &mut made {
            post.platform = if post.topic == "jazz" { Platform::Instagram } else { Platform::X };
        }
        let found = topics(&made, Against::Usual);
        assert_eq!((found.only, found.apart, found.comparison), ([30, 30], [30, 30], None));
    }

    #[test]
    fn a_form_that_one_side_runs_more_often_is_no_difference_where_both_run_it() {
        let mut random = Random::new(4);
        let mut called = [0, 0];
        for _ in 0..60 {
            let mut made = posts(160, 0.0, &mut random);
            for (place, post) in made.iter_mut().enumerate() {
                let is_video = (place % 10 < 7) == (post.topic == "jazz");
                post.format = if is_video { "video" } else { "photo" }.into();
                post.platform = Platform::X;
                let log = 4.0 + if is_video { 0.9 } else { 0.0 } + 0.4 * random.normal();
                post.numbers.likes = Some(log.exp().round() as u64);
            }
            called[0] += usize::from(topics(&made, Against::Usual).comparison.is_some_and(|it| it.differs));
            made.iter_mut().for_each(|post| post.format = String::new());
            called[1] += usize::from(topics(&made, Against::Usual).comparison.is_some_and(|it| it.differs));
        }
        assert!(called[0] <= 7 && called[1] >= 20, "{called:?}");
    }

    #[test]
    fn a_difference_that_the_posts_rule_out_is_told_from_one_that_they_cannot_tell() {
        let values = |count: usize| -> Vec<Observation> {
            (0..count)
                .map(|place| {
                    let when = When { day: 19_000 + place as i64, hour: None };
                    let likes = Some(100 + (place * 37 % 50) as u64);
                    Observation {
                        topic: ["jazz", "tea"][(place / 3) % 2].into(),
                        numbers: Numbers { likes, ..Numbers::default() },
                        ..Observation::draft("", Platform::X, when)
                    }
                })
                .collect()
        };
        let many = topics(&values(600), Against::SamePlatform).comparison.expect("there are enough");
        assert!(many.is_alike() && !many.differs, "{many:?}");
        let few = topics(&values(20), Against::SamePlatform).comparison.expect("there are enough");
        assert!(!few.is_alike() && !few.differs, "{few:?}");
    }

    /// Posts on one platform that get what `clicks` gives each of two topics.
    fn counted(count: usize, random: &mut Random, clicks: &dyn Fn(bool, &mut Random) -> u64) -> Vec<Observation> {
        let post = |place: usize| {
            let is_jazz = random.share() < 0.5;
            let numbers = Numbers { likes: Some(clicks(is_jazz, random)), ..Numbers::default() };
            let when = When { day: 19_000 + place as i64, hour: None };
            let topic = if is_jazz { "jazz" } else { "tea" }.into();
            Observation { topic, numbers, ..Observation::draft("", Platform::X, when) }
        };
        (0..count).map(post).collect()
    }

    #[test]
    fn where_most_posts_have_none_the_side_that_has_any_more_often_does_more_and_no_one_is_told_alike() {
        let mut random = Random::new(11);
        let (mut called, mut false_alarms) = (0, 0);
        for _ in 0..100 {
            let mostly_zero = |share: f64, random: &mut Random| {
                if random.share() < share { 20 + random.bits() % 40 } else { 0 }
            };
            for against in [Against::SamePlatform, Against::Usual] {
                let some =
                    counted(300, &mut random, &|is_jazz, random| mostly_zero(if is_jazz { 0.4 } else { 0.1 }, random));
                let found = topics(&some, against).comparison.expect("there are enough");
                assert!(!found.is_alike() && found.is_mostly_zero(), "{found:?}");
                called += usize::from(found.differs && found.is_left_more());
                let none = counted(300, &mut random, &|_, random| mostly_zero(0.25, random));
                let found = topics(&none, against).comparison.expect("there are enough");
                assert!(!found.is_alike(), "{found:?}");
                false_alarms += usize::from(found.differs);
            }
        }
        assert!(called >= 195 && false_alarms <= 18, "{called} called, {false_alarms} where there is nothing");
    }

    #[test]
    fn ten_next_to_ten_million_on_both_sides_is_not_told_alike() {
        let mut random = Random::new(12);
        for spread in [0, 3] {
            let made = counted(240, &mut random, &|_, random| {
                (if random.share() < 0.5 { 10 } else { 10_000_000 }) + random.bits() % (spread + 1)
            });
            let found = topics(&made, Against::SamePlatform).comparison.expect("there are enough");
            assert!(!found.is_alike() && found.ahead.is_some() && !found.is_mostly_zero(), "{found:?}");
        }
    }
}
