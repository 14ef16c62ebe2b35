//! `/besttime`, `/audience`, `/compare`, `/audit` and `/similar`: what the past posts show.

mod division;
mod group;
mod period;

use std::collections::{BTreeMap, BTreeSet};

use copydesk_analysis::learn::{
    Against, Counted, GroupError, LEAST_ON_A_SIDE, LEAST_POSTS, LeftOut, LevelShift, Metric, Observation,
    SENTIMENT_TOLERANCE, Settings, compare, data_bias, is_protected, is_read, shifts, similar, swapped, word_biases,
};
use copydesk_analysis::{Language, Platform, sentiment};
use jiff::civil::Date;

pub use self::division::Division;
use self::group::{Group, unknown};
use self::period::period;
use crate::answer::{Answer, AudienceFound, Audited, BestTimes, Compared, SimilarFound};
use crate::commands::train::{metric_option, posts, trained};
use crate::commands::{Command, METRIC, PLATFORM, Spec, command, option, platform_option};
use crate::config::Config;
use crate::desk::Desk;
use crate::invocation::Invocation;
use crate::learning;
use crate::learning::labels::{agreement, overruled};
use crate::learning::observed::SEED;
use crate::present_learn::{metric_name, unlearnable};
use crate::review::score;
use crate::session::Session;
use crate::texts::{Problem, sentence};

/// The commands of this file.
pub static COMMANDS: &[Spec] = &[
    Spec {
        options: &[PLATFORM, METRIC],
        example: Some("command-besttime-example"),
        ..command(&["besttime"], &["最佳时间"], "command-besttime", read_best_time)
    },
    Spec {
        options: &[option("by", "按"), PLATFORM, METRIC],
        example: Some("command-audience-example"),
        ..command(&["audience"], &["受众"], "command-audience", read_audience)
    },
    Spec {
        rest: "rest-two",
        asks: Some("ask-compare"),
        options: &[METRIC],
        example: Some("command-compare-example"),
        ..command(&["compare"], &["比较"], "command-compare", read_compare)
    },
    command(&["audit"], &["审计"], "command-audit", read_audit),
    Spec {
        rest: "rest-term",
        asks: Some("ask-similar"),
        example: Some("command-similar-example"),
        ..command(&["similar"], &["相似"], "command-similar", read_similar)
    },
];

/// A review's score, 0 to 100, may change by this.
const REVIEW_TOLERANCE: f64 = 2.0;

/// Which posts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slice {
    /// Only those of one platform.
    pub platform: Option<Platform>,
    /// What is looked at.
    pub metric: Metric,
}

fn slice(invocation: &Invocation) -> Result<Slice, Problem> {
    Ok(Slice { platform: platform_option(invocation.option("platform"))?, metric: metric_option(invocation)? })
}

/// Reads `/besttime [platform=…] [metric=…]`.
///
/// # Errors
/// That there is no such platform or metric.
pub fn read_best_time(invocation: &Invocation, _: &Config) -> Result<Command, Problem> {
    Ok(Command::BestTime(slice(invocation)?))
}

/// Reads `/audience [by=…] [platform=…] [metric=…]`.
///
/// # Errors
/// That there is no such platform or metric.
pub fn read_audience(invocation: &Invocation, _: &Config) -> Result<Command, Problem> {
    Ok(Command::Audience(slice(invocation)?, Division::read(invocation.option("by"))))
}

/// Reads `/compare A B`: each a platform, an angle, a year, a month, two dates with `..` between them, or a topic, in quotes
/// where it has spaces.
///
/// # Errors
/// That there are not two.
pub fn read_compare(invocation: &Invocation, _: &Config) -> Result<Command, Problem> {
    let written = if invocation.text.trim().is_empty() { &invocation.rest } else { &invocation.text };
    let sides = two(written);
    let metric = metric_option(invocation)?;
    sides
        .map(|(left, right)| Command::Compare(left, right, metric))
        .ok_or_else(|| Problem::new(sentence!("compare-two", text = written.trim()), sentence!("compare-two-help")))
}

/// Two names: words, words in quotes, or a period of two words such as "2026 Q2"; perhaps with "vs" between them.
fn two(text: &str) -> Option<(String, String)> {
    let mut names: Vec<String> = Vec::new();
    let mut quoted = false;
    for part in text.split(['"', '“', '”']) {
        if quoted {
            names.push(part.trim().to_owned());
        } else {
            let words =
                part.split_whitespace().filter(|word| !BETWEEN.contains(&word.to_lowercase().trim_end_matches('.')));
            let mut words = words.peekable();
            while let Some(word) = words.next() {
                let together = words
                    .peek()
                    .map(|next| format!("{word} {next}"))
                    .filter(|it| period(it, Date::default()).is_some());
                if together.is_some() {
                    words.next();
                }
                names.push(together.unwrap_or_else(|| word.to_owned()));
            }
        }
        quoted = !quoted;
    }
    names.retain(|name| !name.is_empty());
    match names.as_slice() {
        [left, right] => Some((left.clone(), right.clone())),
        // In Chinese nothing stands around what is between.
        [both] if !text.contains(['"', '“', '”']) => JOINED.iter().find_map(|sign| {
            let (left, right) = both.split_once(sign)?;
            let is_name = |name: &str| !name.is_empty() && !name.contains(sign);
            (is_name(left) && is_name(right)).then(|| (left.to_owned(), right.to_owned()))
        }),
        _ => None,
    }
}

/// Words between two names.
const BETWEEN: [&str; 9] = ["vs", "versus", "and", "和", "与", "跟", "对比", "对", "比"];
/// What stands between two names without a space, in the order in which it is looked for.
const JOINED: [&str; 6] = ["和", "与", "跟", "、", "，", "vs"];

/// Reads `/audit`.
///
/// # Errors
/// None.
pub fn read_audit(_: &Invocation, _: &Config) -> Result<Command, Problem> {
    Ok(Command::Audit)
}

/// Reads `/similar TERM`.
///
/// # Errors
/// That there is no term.
pub fn read_similar(invocation: &Invocation, _: &Config) -> Result<Command, Problem> {
    let term: String = invocation.rest.trim().chars().take(100).collect();
    if term.is_empty() {
        return Err(Problem::new(sentence!("similar-no-term"), sentence!("command-see-help")));
    }
    Ok(Command::Similar(term))
}

/// That there is nothing to learn where all posts did the same.
pub(super) fn must_vary(posts: &[Observation], slice: Slice) -> Result<(), Problem> {
    let of = posts.iter().filter(|post| slice.platform.is_none_or(|platform| post.platform == platform));
    let values: Vec<f64> = of.filter_map(|post| slice.metric.of(&post.numbers)).collect();
    let same = values.len() >= LEAST_POSTS && values.iter().all(|value| Some(value) == values.first());
    if same { Err(all_the_same(values.len(), slice.metric)) } else { Ok(()) }
}

/// The sentence for it.
pub(super) fn all_the_same(posts: usize, metric: Metric) -> Problem {
    let message = sentence!("learn-constant", posts = posts, metric = metric_name(metric));
    Problem::new(message, sentence!("learn-constant-help"))
}

/// That there are too few posts, and why so many others can't be learned from.
pub(super) fn too_few(posts: usize, left_out: &[LeftOut]) -> Problem {
    let few = sentence!("learn-few", posts = posts);
    match unlearnable(left_out) {
        Some(why) => {
            Problem::new(sentence!("learn-few-because", few = few, why = why), sentence!("learn-unlearnable-help"))
        }
        None => Problem::new(few, sentence!("learn-few-help")),
    }
}

fn measured(posts: &[Observation], slice: Slice) -> usize {
    let of = posts.iter().filter(|post| slice.platform.is_none_or(|platform| post.platform == platform));
    of.filter(|post| slice.metric.of(&post.numbers).is_some()).count()
}

/// When posts did well.
///
/// # Errors
/// What the storage says.
pub async fn handle_best_time(desk: &Desk, session: &Session, slice: Slice) -> Result<Answer, Problem> {
    let knowledge = desk.knowledge(session).await?;
    let work = move || {
        must_vary(knowledge.observations(), slice)?;
        let times = knowledge.best_time(slice.metric, slice.platform);
        let posts = measured(knowledge.observations(), slice);
        Ok(BestTimes { times, posts, left_out: knowledge.unlearnable() })
    };
    learning::compute(desk, work).await?.map(Answer::BestTimes)
}

/// Who reacts to what.
///
/// # Errors
/// That posts are not divided by what is asked for, or what the storage says.
pub async fn handle_audience(
    desk: &Desk,
    session: &Session,
    slice: Slice,
    division: Division,
) -> Result<Answer, Problem> {
    let knowledge = desk.knowledge(session).await?;
    let language = session.language;
    let work = move || {
        must_vary(knowledge.observations(), slice)?;
        let by = division.of(knowledge.observations(), slice, language)?;
        let audience = knowledge.audience(slice.metric, slice.platform, &by).as_ref().clone();
        let posts = measured(knowledge.observations(), slice);
        Ok(AudienceFound { audience, posts, left_out: knowledge.unlearnable() })
    };
    learning::compute(desk, work).await?.map(Answer::Audience)
}

/// Two groups of posts.
///
/// # Errors
/// That a name means nothing here, or what the storage says.
pub async fn handle_compare(
    desk: &Desk,
    session: &Session,
    (left, right): (String, String),
    metric: Metric,
) -> Result<Answer, Problem> {
    let posts = posts(desk, session).await?;
    let (language, today) = (session.language, session.now.date());
    let work = move || -> Result<Compared, Problem> {
        let group = |name: &str| {
            let found = Group::of(name, &posts, today);
            let is_protected = Group::is_protected(found.as_ref(), name);
            found.filter(|_| !is_protected).ok_or_else(|| unknown(name, &posts, language))
        };
        let groups = [group(&left)?, group(&right)?];
        if groups[0] == groups[1] {
            let same = sentence!("compare-same", left = left.as_str(), right = right.as_str());
            return Err(Problem::new(same, sentence!("compare-two-help")));
        }
        let [left, right] = [(&groups[0], left), (&groups[1], right)].map(|(group, typed)| group.name(typed, language));
        if let Some((platform, other)) = mixed(&groups, [&left, &right]) {
            let why = sentence!("compare-platform-mixed", platform = platform, other = other);
            let help = sentence!("compare-platform-mixed-help", platform = platform, other = other);
            return Err(Problem::new(why, help));
        }
        let of = groups.each_ref().map(|group| -> Vec<&Observation> {
            let other = if *group == groups[0] { &groups[1] } else { &groups[0] };
            let is_only_here = |post: &&Observation| group.has(post) && !other.has(post);
            posts.iter().filter(|post| is_only_here(post) && metric.of(&post.numbers).is_some()).collect()
        });
        let values: Vec<f64> = of.iter().flatten().filter_map(|post| metric.of(&post.numbers)).collect();
        if values.len() >= 2 * LEAST_ON_A_SIDE && values.iter().all(|other| Some(other) == values.first()) {
            return Err(all_the_same(values.len(), metric));
        }
        let against = against(&groups);
        let is_in = groups.each_ref().map(|group| |post: &Observation| group.has(post));
        let found = compare(metric, &posts, [&left, &right], [&is_in[0], &is_in[1]], against, SEED);
        // Against what was usual, a jump of the numbers is none of the difference.
        let shifts = if against == Against::Usual { Vec::new() } else { shifts(&posts, metric, SEED) };
        let level_shifts = between(&shifts, &of);
        let sides = [(left, found.only[0]), (right, found.only[1])];
        Ok(Compared { comparison: found.comparison, sides, both: found.both, apart: found.apart, level_shifts })
    };
    learning::compute(desk, work).await?.map(Answer::Compared)
}

/// The platform and the other, of which one holds posts of both: without those, only its likes on other platforms would be left.
fn mixed<'a>(groups: &[Group; 2], [left, right]: [&'a str; 2]) -> Option<(&'a str, &'a str)> {
    match groups.each_ref().map(|group| matches!(group, Group::Platform(_))) {
        [true, false] => Some((left, right)),
        [false, true] => Some((right, left)),
        _ => None,
    }
}

/// What posts are held against: where platforms or periods are what is asked about, these are not taken out of the difference.
fn against(groups: &[Group; 2]) -> Against {
    let is_any = |is: fn(&Group) -> bool| groups.iter().any(is);
    if is_any(|it| matches!(it, Group::Platform(_))) {
        Against::All
    } else if is_any(|it| matches!(it, Group::Days(..))) {
        Against::SamePlatform
    } else {
        Against::Usual
    }
}

/// The jumps of numbers that lie inside what is compared: part of the posts of a platform ran before, part after.
fn between(shifts: &[LevelShift], sides: &[Vec<&Observation>; 2]) -> Vec<LevelShift> {
    let is_between = |shift: &&LevelShift| {
        let mut days = sides.iter().flatten().filter(|post| post.platform == shift.platform).map(|post| post.when.day);
        let before = |day: i64| day < shift.day;
        let first = days.next().map(before);
        first.is_some_and(|first| days.any(|day| before(day) != first))
    };
    shifts.iter().filter(is_between).copied().collect()
}

/// What is one-sided in the data, in the model, and when only a name changes; and how far people and the bot agree.
///
/// # Errors
/// What the storage says.
pub async fn handle_audit(desk: &Desk, session: &Session) -> Result<Answer, Problem> {
    let knowledge = desk.knowledge(session).await?;
    let posts = posts(desk, session).await?;
    let left_out = knowledge.unlearnable();
    if posts.is_empty() && !left_out.is_empty() {
        return Err(too_few(0, &left_out));
    }
    let found = trained(desk, session, &posts, Settings::default()).await?;
    let regression = found.card.verdict.tells_posts_apart();
    let config = desk.config.clone();
    let level_shifts = found.card.level_shifts.clone();
    let work = move || {
        let preferences = &knowledge.preferences;
        let (shares, findings) = data_bias(&posts, &preferences.platforms, &preferences.languages);
        let texts: Vec<&str> = posts.iter().map(|post| post.text.as_str()).collect();
        let word_biases = word_biases(&posts, &found);
        let groups = if regression { found.card.groups } else { Vec::new() };
        let felt = |text: &str| Some(sentiment(text, Language::of(text)?)?.score);
        let scored = |text: &str| Some(f64::from(score(text, &knowledge, &config)));
        Audited {
            posts: posts.len(),
            shares,
            findings,
            groups: groups.len(),
            model_bias: groups.into_iter().filter(GroupError::is_biased).collect(),
            word_biases,
            sentiment_swaps: swapped(&texts, SENTIMENT_TOLERANCE, SEED, &felt),
            review_swaps: swapped(&texts, REVIEW_TOLERANCE, SEED, &scored),
            agreement: agreement(&knowledge),
            overruled: overruled(&knowledge),
            regression,
            level_shifts,
            unread: unread(&posts),
            protected_segments: protected_segments(&posts),
            left_out,
        }
    };
    Ok(Answer::Audited(Box::new(learning::compute(desk, work).await?)))
}

/// The languages without methods for angle, sentiment and words, with how many posts each has; "" for those that are not recognised.
fn unread(posts: &[Observation]) -> Vec<Counted> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for language in posts.iter().map(Observation::language).filter(|language| !is_read(*language)) {
        *counts.entry(language.map_or("", Language::code)).or_default() += 1;
    }
    let mut counts: Vec<Counted> =
        counts.into_iter().map(|(name, posts)| Counted { name: name.to_owned(), posts }).collect();
    counts.sort_by_key(|it| std::cmp::Reverse(it.posts));
    counts
}

/// The segments that nothing is said of.
fn protected_segments(posts: &[Observation]) -> Vec<String> {
    let named = posts.iter().map(|post| post.segment.trim()).filter(|segment| is_protected(segment));
    named.collect::<BTreeSet<&str>>().into_iter().map(str::to_owned).collect()
}

/// What is near a term.
///
/// # Errors
/// What the storage says.
pub async fn handle_similar(desk: &Desk, session: &Session, term: String) -> Result<Answer, Problem> {
    let posts = posts(desk, session).await?;
    let work = move || {
        let texts: Vec<String> = posts.iter().map(|post| format!("{} {}", post.text, post.topic)).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let found = similar(&texts, &term);
        let near = found.near_posts.iter().filter_map(|near| posts.get(near.post));
        let near = near.map(|post| (post.id.clone(), post.text.clone())).collect();
        SimilarFound { asked: term, similar: found, near }
    };
    Ok(Answer::Similar(learning::compute(desk, work).await?))
}

#[cfg(test)]
mod tests {
    use copydesk_analysis::learn::generator::{Truth, posts};
    use copydesk_analysis::learn::{Random, swapped};
    use copydesk_storage::Preferences;

    use super::{REVIEW_TOLERANCE, score, two};
    use crate::config::Config;
    use crate::knowledge::Knowledge;

    /// The words whose swap the audit names for a made-up team, some of whose texts name people, by a review's score to which
    /// `more` adds.
    fn named(seed: u64, more: &dyn Fn(&str) -> f64) -> Vec<String> {
        let mut random = Random::new(seed);
        let names = ["Emily", "Michael", "Fatima", "Anna", "Greg", "Jamal"];
        let with_name = |post: copydesk_analysis::learn::Observation| {
            format!("{} With {}.", post.text, random.choose(&names).copied().unwrap_or_default())
        };
        let made = posts(&Truth { posts: 60, ..Truth::default() }, seed);
        let texts: Vec<String> = made.into_iter().map(with_name).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let (knowledge, config) = (
            Knowledge::new(Preferences::default(), Vec::new()),
            Config::parse("", None).expect("the built-in settings are whole"),
        );
        let scored = |text: &str| Some(f64::from(score(text, &knowledge, &config)) + more(text));
        let swaps = swapped(&texts, REVIEW_TOLERANCE, seed, &scored);
        assert!(swaps.len() > 10 && swaps.iter().all(|swap| swap.texts >= 12), "{swaps:?}");
        swaps.into_iter().filter(|swap| swap.named).map(|swap| format!("{} {}", swap.from, swap.to)).collect()
    }

    #[test]
    fn an_audit_of_reviews_names_no_swap_where_there_is_nothing_and_the_one_that_is_planted() {
        for seed in 0..8 {
            assert_eq!(named(seed, &|_| 0.0), [""; 0], "seed {seed}");
            let less = |text: &str| if text.contains("Fatima") { -6.0 } else { 0.0 };
            let found = named(seed, &less);
            assert!(!found.is_empty() && found.iter().all(|swap| swap.contains("Fatima")), "seed {seed}: {found:?}");
        }
    }

    #[test]
    fn two_names_are_read_with_and_without_quotes() {
        let names = |left: &str, right: &str| Some((left.to_owned(), right.to_owned()));
        assert_eq!(two("instagram x"), names("instagram", "x"));
        assert_eq!(two("\"oat-milk latte\" vs \"cold brew\""), names("oat-milk latte", "cold brew"));
        assert_eq!(two("小红书 和 微博"), names("小红书", "微博"));
        assert_eq!((two("instagram"), two("a b c"), two("")), (None, None, None));
        assert_eq!(two("2024 Q1 2024 Q2"), names("2024 Q1", "2024 Q2"));
        assert_eq!(two("September 2026 vs Oct 2025"), names("September 2026", "Oct 2025"));
        assert_eq!(two("2024 2025"), names("2024", "2025"));
        assert_eq!(two("面包和咖啡"), names("面包", "咖啡"));
        assert_eq!(two("面包 与 咖啡"), names("面包", "咖啡"));
        assert_eq!(two("高跟鞋和靴子"), names("高跟鞋", "靴子"));
        assert_eq!(two("周末跟工作日"), names("周末", "工作日"));
        assert_eq!((two("和果子和咖啡"), two("“面包和咖啡”"), two("a、b、c")), (None, None, None));
        assert_eq!(two("2026 latte"), names("2026", "latte"));
    }
}
