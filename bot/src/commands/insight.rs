//! `/besttime`, `/audience`, `/compare`, `/audit` and `/similar`: what the past posts show.

use copydesk_analysis::learn::{
    BIAS_TOLERANCE, GroupError, Metric, Observation, Settings, Verdict, compare, data_bias, similar, swapped,
};
use copydesk_analysis::{Angle, Language, Platform, sentiment};
use jiff::civil::Date;

use crate::answer::{Answer, AudienceFound, Audited, BestTimes, Compared, SimilarFound};
use crate::commands::train::{metric_option, posts, trained};
use crate::commands::{Command, Spec, command, option, platform_option};
use crate::config::Config;
use crate::desk::Desk;
use crate::invocation::Invocation;
use crate::learning::labels::{agreement, overruled};
use crate::learning::observed::SEED;
use crate::learning::{self, day_number};
use crate::review::score;
use crate::session::Session;
use crate::texts::{Problem, sentence};

/// The commands of this file.
pub static COMMANDS: &[Spec] = &[
    Spec {
        options: &[option("platform", "平台"), option("metric", "指标")],
        example: Some("command-besttime-example"),
        ..command(&["besttime"], &["最佳时间"], "command-besttime", read_best_time)
    },
    Spec {
        options: &[option("platform", "平台"), option("metric", "指标")],
        ..command(&["audience"], &["受众"], "command-audience", read_audience)
    },
    Spec {
        rest: "rest-two",
        asks: Some("ask-compare"),
        options: &[option("metric", "指标")],
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

/// A sentiment may change by this.
const SENTIMENT_TOLERANCE: f64 = 0.1;
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

/// Reads `/audience [platform=…] [metric=…]`.
///
/// # Errors
/// That there is no such platform or metric.
pub fn read_audience(invocation: &Invocation, _: &Config) -> Result<Command, Problem> {
    Ok(Command::Audience(slice(invocation)?))
}

/// Reads `/compare A B`: each a platform, an angle, a year, a month, two dates with `..` between them, or a topic in quotes.
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

/// Two names: words, or words in quotes, perhaps with "vs" between them.
fn two(text: &str) -> Option<(String, String)> {
    let mut names: Vec<String> = Vec::new();
    let mut quoted = false;
    for part in text.split(['"', '“', '”']) {
        if quoted {
            names.push(part.trim().to_owned());
        } else {
            let words = part
                .split_whitespace()
                .filter(|word| !matches!(word.to_lowercase().as_str(), "vs" | "vs." | "和" | "and"));
            names.extend(words.map(str::to_owned));
        }
        quoted = !quoted;
    }
    names.retain(|name| !name.is_empty());
    match names.as_slice() {
        [left, right] => Some((left.clone(), right.clone())),
        _ => None,
    }
}

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
    let work = move || BestTimes {
        times: knowledge.best_time(slice.metric, slice.platform),
        posts: measured(knowledge.observations(), slice),
    };
    Ok(Answer::BestTimes(learning::compute(desk, work).await?))
}

/// Who reacts to what.
///
/// # Errors
/// What the storage says.
pub async fn handle_audience(desk: &Desk, session: &Session, slice: Slice) -> Result<Answer, Problem> {
    let knowledge = desk.knowledge(session).await?;
    let work = move || AudienceFound {
        audience: knowledge.audience(slice.metric, slice.platform).as_ref().clone(),
        posts: measured(knowledge.observations(), slice),
    };
    Ok(Answer::Audience(learning::compute(desk, work).await?))
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
    let work = move || -> Result<Compared, Problem> {
        let values = |name: &str| -> Result<Vec<f64>, Problem> {
            let unknown = || Problem::new(sentence!("compare-unknown", name = name), sentence!("compare-two-help"));
            let group = Group::of(name, &posts).ok_or_else(unknown)?;
            Ok(posts.iter().filter(|post| group.has(post)).filter_map(|post| metric.of(&post.numbers)).collect())
        };
        let (first, second) = (values(&left)?, values(&right)?);
        let comparison = compare(metric, (&left, &first), (&right, &second), SEED);
        Ok(Compared { comparison, sides: [(left, first.len()), (right, second.len())] })
    };
    learning::compute(desk, work).await?.map(Answer::Compared)
}

/// What a name stands for.
enum Group {
    Platform(Platform),
    Angle(Angle),
    Days(i64, i64),
    Topic(String),
}

impl Group {
    fn of(name: &str, posts: &[Observation]) -> Option<Self> {
        let wanted = name.trim().to_lowercase();
        let angle = Angle::from_id(wanted.trim_end_matches('s'));
        let topic =
            || posts.iter().any(|post| post.topic.to_lowercase() == wanted || post.segment.to_lowercase() == wanted);
        (Platform::from_name(name).map(Self::Platform))
            .or_else(|| period(&wanted).map(|(from, to)| Self::Days(from, to)))
            .or_else(|| topic().then(|| Self::Topic(wanted.clone())))
            .or(angle.map(Self::Angle))
    }

    fn has(&self, post: &Observation) -> bool {
        match self {
            Self::Platform(platform) => post.platform == *platform,
            Self::Angle(angle) => Angle::of(&post.text) == *angle,
            Self::Days(from, to) => (*from..=*to).contains(&post.when.day),
            Self::Topic(name) => post.topic.to_lowercase() == *name || post.segment.to_lowercase() == *name,
        }
    }
}

/// `2026`, `2026-03`, `2026-03-14` or two of them with `..` between: the first and the last day.
fn period(text: &str) -> Option<(i64, i64)> {
    if let Some((from, to)) = text.split_once("..") {
        return Some((period(from)?.0, period(to)?.1));
    }
    let parts: Option<Vec<i16>> = text.split('-').map(|part| part.parse().ok()).collect();
    let month = |month: i16| i8::try_from(month).ok();
    let (first, last) = match parts?.as_slice() {
        [year @ 1900..=2999] => (Date::new(*year, 1, 1).ok()?, Date::new(*year, 12, 31).ok()?),
        [year @ 1900..=2999, of] => {
            let first = Date::new(*year, month(*of)?, 1).ok()?;
            (first, first.last_of_month())
        }
        [year @ 1900..=2999, of, day] => {
            let date = Date::new(*year, month(*of)?, month(*day)?).ok()?;
            (date, date)
        }
        _ => return None,
    };
    Some((day_number(first), day_number(last)))
}

/// What is one-sided in the data, in the model, and when only a name changes; and how far people and the bot agree.
///
/// # Errors
/// What the storage says.
pub async fn handle_audit(desk: &Desk, session: &Session) -> Result<Answer, Problem> {
    let knowledge = desk.knowledge(session).await?;
    let posts = posts(desk, session).await?;
    let found = trained(desk, session, &posts, Settings::default()).await?;
    let regression = found.card.verdict == Verdict::Regression;
    let model = found.model.filter(|_| regression);
    let groups = if regression { found.card.groups } else { Vec::new() };
    let when = learning::when(&session.now);
    let config = desk.config.clone();
    let work = move || {
        let preferences = &knowledge.preferences;
        let (shares, findings) = data_bias(&posts, &preferences.platforms, &preferences.languages);
        let texts: Vec<&str> = posts.iter().map(|post| post.text.as_str()).collect();
        let platform = posts.last().map_or(Platform::Instagram, |post| post.platform);
        let predicted = |text: &str| Some(model.as_ref()?.predict(&Observation::draft(text, platform, when))?.log);
        let felt = |text: &str| Some(sentiment(text, Language::of(text)?)?.score);
        let scored = |text: &str| Some(f64::from(score(text, &knowledge, &config)));
        Audited {
            posts: posts.len(),
            shares,
            findings,
            groups: groups.len(),
            model_bias: groups.into_iter().filter(GroupError::is_biased).collect(),
            prediction_swaps: swapped(&texts, BIAS_TOLERANCE, SEED, &predicted),
            sentiment_swaps: swapped(&texts, SENTIMENT_TOLERANCE, SEED, &felt),
            review_swaps: swapped(&texts, REVIEW_TOLERANCE, SEED, &scored),
            agreement: agreement(&knowledge),
            overruled: overruled(&knowledge),
            regression,
        }
    };
    Ok(Answer::Audited(Box::new(learning::compute(desk, work).await?)))
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
    use jiff::civil::date;

    use super::{period, two};
    use crate::learning::day_number;

    #[test]
    fn two_names_are_read_with_and_without_quotes() {
        let names = |left: &str, right: &str| Some((left.to_owned(), right.to_owned()));
        assert_eq!(two("instagram x"), names("instagram", "x"));
        assert_eq!(two("\"oat-milk latte\" vs \"cold brew\""), names("oat-milk latte", "cold brew"));
        assert_eq!(two("小红书 和 微博"), names("小红书", "微博"));
        assert_eq!((two("instagram"), two("a b c"), two("")), (None, None, None));
    }

    #[test]
    fn periods_are_years_months_days_and_spans() {
        let days = |from, to| Some((day_number(from), day_number(to)));
        assert_eq!(period("2026-02"), days(date(2026, 2, 1), date(2026, 2, 28)));
        assert_eq!(period("2025"), days(date(2025, 1, 1), date(2025, 12, 31)));
        assert_eq!(period("2026-01..2026-03"), days(date(2026, 1, 1), date(2026, 3, 31)));
        assert_eq!((period("2026-13"), period("latte"), period("..")), (None, None, None));
    }
}
