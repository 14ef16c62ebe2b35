//! What `/digest create` and `/digest edit` are given, checked, and a digest as people see it.

use copydesk_analysis::Language;
use copydesk_analysis::schedule::{Schedule, ScheduleError, Shape};
use copydesk_analysis::trend::read_pattern;
use copydesk_storage::{Digest, DigestSource, PostChannel, TeamId};
use jiff::Timestamp;
use jiff::civil::Time;
use jiff::tz::TimeZone;

use super::{fair, source};
use crate::answer::DigestSetup;
use crate::invocation::Invocation;
use crate::present_digest::zone_of;
use crate::texts::{Problem, Sentence, Value, sentence};

/// Sources of one digest, at most.
pub const MOST_SOURCES: usize = 200;
/// Trends of a digest unless asked otherwise.
const COUNT: u8 = 5;
/// Times that are shown before a digest is saved.
const SHOWN_TIMES: usize = 5;
/// The longest name, characters.
const LONGEST_NAME: usize = 80;
/// Words of one list, at most.
const MOST_WORDS: usize = 100;

/// Parts of a digest that were given; the others stay as they are.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Setup {
    name: Option<String>,
    sources: Option<Vec<DigestSource>>,
    topics: Option<Vec<String>>,
    schedule: Option<Schedule>,
    zone: Option<String>,
    channel: Option<String>,
    count: Option<u8>,
    language: Option<Language>,
    quiet: Option<Option<(Time, Time)>>,
    tone: Option<String>,
    include: Option<Vec<String>>,
    exclude: Option<Vec<String>>,
    pattern: Option<String>,
    languages: Option<Vec<String>>,
    minimum: Option<u8>,
    hosts: Option<Vec<String>>,
}

impl Setup {
    /// Reads the options; `name` is what stands before them.
    ///
    /// # Errors
    /// A sentence for the first that is wrong.
    pub fn read(invocation: &Invocation, name: &str) -> Result<Self, Problem> {
        let option = |name| invocation.option(name).map(str::trim);
        let list = |name| option(name).map(words);
        let name: String = name.split_whitespace().collect::<Vec<_>>().join(" ");
        if name.chars().count() > LONGEST_NAME {
            return Err(sentence!("digest-name-long", most = LONGEST_NAME).into());
        }
        let schedule = option("schedule").map(read_schedule).transpose()?;
        let pattern = option("pattern").unwrap_or_default();
        if !clears(pattern) && !pattern.is_empty() {
            read_pattern(pattern).map_err(|reason| {
                let message = sentence!("digest-pattern", value = pattern, reason = reason);
                Problem::new(message, sentence!("digest-pattern-help"))
            })?;
        }
        let languages = list("languages").map(|codes| {
            let code = |code: String| {
                let known = Language::from_code(&code).map(|language| language.code().to_owned());
                known.ok_or_else(|| {
                    let codes: Vec<&str> = Language::ALL.iter().map(|language| language.code()).collect();
                    Problem::new(sentence!("language-unknown", code = code), sentence!("i-know", names = codes))
                })
            };
            codes.into_iter().map(code).collect::<Result<Vec<_>, _>>()
        });
        let number =
            |name: &'static str, most: u8| crate::commands::number_option(name, invocation.option(name), 1..=most);
        Ok(Self {
            name: Some(name).filter(|name| !name.is_empty()),
            sources: option("sources").map(read_sources).transpose()?,
            topics: list("topics"),
            schedule,
            zone: option("zone").map(read_zone).transpose()?,
            channel: option("channel").map(read_channel).transpose()?,
            count: number("count", 10)?,
            language: crate::commands::language_option(invocation.option("lang"))?.map(written).transpose()?,
            quiet: option("quiet").map(read_quiet).transpose()?,
            tone: option("tone").map(|tone| tone.chars().take(200).collect()),
            include: list("include"),
            exclude: list("exclude"),
            pattern: option("pattern").map(|pattern| if clears(pattern) { String::new() } else { pattern.to_owned() }),
            languages: languages.transpose()?,
            minimum: number("minimum", 50)?,
            hosts: list("hosts"),
        })
    }

    /// The sources that are named.
    pub fn sources(&self) -> &[DigestSource] {
        self.sources.as_deref().unwrap_or_default()
    }

    /// Puts what `read` makes of each source in its place.
    ///
    /// # Errors
    /// What `read` says.
    pub fn replace_sources(
        &mut self,
        read: impl FnMut(DigestSource) -> Result<Vec<DigestSource>, Problem>,
    ) -> Result<(), Problem> {
        if let Some(sources) = self.sources.take() {
            let read: Vec<Vec<DigestSource>> = sources.into_iter().map(read).collect::<Result<_, _>>()?;
            self.sources = Some(read.concat());
        }
        Ok(())
    }

    /// Sources of a list that came as a file, besides those that are named.
    pub fn add_sources(&mut self, sources: Vec<DigestSource>) {
        self.sources.get_or_insert_default().extend(sources);
    }

    /// A new digest, made in `here`.
    ///
    /// # Errors
    /// What is missing.
    pub fn create(
        self,
        here: &PostChannel,
        language: Language,
        zone: &TimeZone,
        now: Timestamp,
    ) -> Result<Digest, Problem> {
        let mut missing: Vec<Value> = Vec::new();
        if self.sources.as_ref().is_none_or(Vec::is_empty) {
            missing.push(crate::commands::option_name("sources"));
        }
        if self.schedule.is_none() {
            missing.push(crate::commands::option_name("schedule"));
        }
        if !missing.is_empty() {
            return Err(Problem::new(
                sentence!("digest-missing", names = Value::List(missing)),
                sentence!("digest-missing-help"),
            ));
        }
        let topics = self.topics.clone().unwrap_or_default();
        let name = topics.first().cloned().unwrap_or_else(|| sentence!("digest-unnamed").say(language));
        let mut digest = Digest {
            name,
            zone: zone.iana_name().unwrap_or("UTC").to_owned(),
            channel: here.clone(),
            admin_channel: here.clone(),
            count: COUNT,
            language: language.code().to_owned(),
            created: now,
            claimed_until: now,
            ..Digest::default()
        };
        digest.filter.minimum_sources = 1;
        self.apply(&mut digest, now)?;
        Ok(digest)
    }

    /// Changes the parts that were given.
    ///
    /// # Errors
    /// More sources than one digest may have.
    pub fn apply(self, digest: &mut Digest, now: Timestamp) -> Result<(), Problem> {
        fn put<T>(place: &mut T, given: Option<T>) {
            if let Some(given) = given {
                *place = given;
            }
        }
        if let Some(schedule) = &self.schedule {
            digest.schedule = schedule.to_string();
            // What was due by the old schedule and is not claimed yet is not due any more.
            digest.claimed_until = digest.claimed_until.max(now);
        }
        put(&mut digest.name, self.name);
        put(&mut digest.sources, self.sources);
        let mut seen = std::collections::HashSet::new();
        digest.sources.retain(|source| seen.insert(source.clone()));
        if digest.sources.len() > MOST_SOURCES {
            return Err(sentence!("digest-many-sources", count = digest.sources.len(), most = MOST_SOURCES).into());
        }
        put(&mut digest.topics, self.topics);
        put(&mut digest.zone, self.zone);
        put(&mut digest.channel.id, self.channel);
        put(&mut digest.count, self.count);
        put(&mut digest.language, self.language.map(|language| language.code().to_owned()));
        put(&mut digest.quiet, self.quiet);
        put(&mut digest.tone, self.tone);
        put(&mut digest.filter.include, self.include);
        put(&mut digest.filter.exclude, self.exclude);
        put(&mut digest.filter.pattern, self.pattern);
        put(&mut digest.filter.languages, self.languages);
        put(&mut digest.filter.minimum_sources, self.minimum);
        put(&mut digest.filter.hosts, self.hosts);
        Ok(())
    }
}

/// A language that digests are written in.
fn written(language: Language) -> Result<Language, Problem> {
    match language {
        Language::English | Language::Chinese => Ok(language),
        other => Err(Problem::new(
            sentence!("digest-language", code = other.code()),
            sentence!("i-know", names = ["en", "zh"].map(str::to_owned).to_vec()),
        )),
    }
}

/// "-" takes away what was set.
fn clears(text: &str) -> bool {
    matches!(text, "-" | "－" | "none" | "无")
}

/// A list of words or phrases.
fn words(text: &str) -> Vec<String> {
    if clears(text) {
        return Vec::new();
    }
    let words = text.split([',', '，', '、', ';', '；', '\n']).map(str::trim).filter(|word| !word.is_empty());
    words.take(MOST_WORDS).map(|word| word.chars().take(100).collect()).collect()
}

/// Sources, apart by `;`, line breaks, or a comma and a space.
fn read_sources(text: &str) -> Result<Vec<DigestSource>, Problem> {
    let text = text.replace(", ", ";").replace(['；', '\n', '，'], ";");
    text.split(';').map(str::trim).filter(|part| !part.is_empty()).map(source::read).collect()
}

fn read_schedule(text: &str) -> Result<Schedule, Problem> {
    Schedule::read(text).map_err(|error| {
        let message = match &error {
            ScheduleError::Unknown(word) => sentence!("schedule-unknown", word = word.as_str(), value = text),
            ScheduleError::Time(time) => sentence!("schedule-time", value = time.as_str()),
            ScheduleError::Field(field) => sentence!("schedule-field", value = field.as_str()),
            ScheduleError::NoDay => sentence!("schedule-no-day", value = text),
            ScheduleError::Never => sentence!("schedule-never", value = text),
        };
        Problem::new(message, sentence!("schedule-help"))
    })
}

fn read_zone(text: &str) -> Result<String, Problem> {
    let common =
        [("上海", "Asia/Shanghai"), ("北京", "Asia/Shanghai"), ("香港", "Asia/Hong_Kong"), ("台北", "Asia/Taipei")];
    let text = common.iter().find(|(name, _)| *name == text).map_or(text, |(_, zone)| zone);
    let named = TimeZone::get(text).ok().and_then(|zone| zone.iana_name().map(str::to_owned));
    named.ok_or_else(|| Problem::new(sentence!("zone-unknown", value = text), sentence!("zone-help")))
}

/// A channel of the same place: its id, or as Discord writes it, `<#123>`.
fn read_channel(text: &str) -> Result<String, Problem> {
    let id = text.trim_start_matches("<#").trim_end_matches('>').trim();
    let is_id = !id.is_empty() && id.len() <= 80 && !id.contains(char::is_whitespace);
    if is_id {
        Ok(id.to_owned())
    } else {
        Err(Problem::new(sentence!("channel-wrong", value = text), sentence!("channel-help")))
    }
}

/// "22:00-7:00", or "-" for none.
fn read_quiet(text: &str) -> Result<Option<(Time, Time)>, Problem> {
    if clears(text) {
        return Ok(None);
    }
    let wrong = || Problem::new(sentence!("quiet-wrong", value = text), sentence!("quiet-help"));
    let hours = text.replace(['–', '—', '至', '到', '~'], "-").replace('：', ":");
    let (from, to) = hours.split_once('-').ok_or_else(wrong)?;
    let time = |text: &str| {
        let (hour, minute) = text.trim().split_once(':').unwrap_or((text.trim(), "0"));
        Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
    };
    time(from).zip(time(to)).filter(|(from, to)| from != to).map(Some).ok_or_else(wrong)
}

/// When quiet hours end that `now` is in; `None` if it is in none.
pub fn quiet_until(quiet: Option<(Time, Time)>, now: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
    let (from, to) = quiet?;
    let local = zone.to_datetime(now);
    let time = local.time();
    let is_quiet = if from < to { from <= time && time < to } else { from <= time || time < to };
    let day = if time < to { local.date() } else { local.date().tomorrow().ok()? };
    is_quiet.then(|| day.to_datetime(to).to_zoned_datetime(zone.clone()).ok().map(|end| end.timestamp()))?
}

/// A cron line in words.
pub fn schedule_in_words(line: &str) -> Sentence {
    let shape = Schedule::read(line).map_or(Shape::Other, |schedule| schedule.shape());
    let clock = |time: Time| format!("{}:{:02}", time.hour(), time.minute());
    match shape {
        Shape::Daily(time) => sentence!("schedule-daily", time = clock(time)),
        Shape::Weekdays(time) => sentence!("schedule-weekdays", time = clock(time)),
        Shape::Weekly(days, time) => {
            let days: Vec<Sentence> = days.iter().map(|day| sentence!("weekday", day = u32::from(*day))).collect();
            sentence!("schedule-weekly", days = days, time = clock(time))
        }
        Shape::Monthly(day, time) => sentence!("schedule-monthly", day = u32::from(day), time = clock(time)),
        Shape::Other => sentence!("schedule-cron", line = line),
    }
}

/// A digest as people see it, with its next times.
pub fn shown(team: &TeamId, digest: &Digest, now: Timestamp, language: Language) -> DigestSetup {
    let zone = zone_of(&digest.zone);
    let next = Schedule::read(&digest.schedule).map(|schedule| schedule.next(now, &zone, SHOWN_TIMES));
    let time = |at: Timestamp| {
        let form = if language == Language::Chinese { "%Y-%m-%d %H:%M" } else { "%a %Y-%m-%d %H:%M" };
        at.to_zoned_datetime(zone.clone()).strftime(form).to_string()
    };
    let clock = |time: Time| format!("{:02}:{:02}", time.hour(), time.minute());
    let filter = &digest.filter;
    let comma = if language == Language::Chinese { "、" } else { ", " };
    let mut filters = Vec::new();
    for (name, words) in [
        ("include", &filter.include),
        ("exclude", &filter.exclude),
        ("languages", &filter.languages),
        ("hosts", &filter.hosts),
    ] {
        if !words.is_empty() {
            let value = words.join(comma);
            filters.push(
                sentence!("digest-filter", name = crate::commands::option_name(name), value = value).say(language),
            );
        }
    }
    if !filter.pattern.is_empty() {
        let name = crate::commands::option_name("pattern");
        filters.push(sentence!("digest-filter", name = name, value = filter.pattern.as_str()).say(language));
    }
    if filter.minimum_sources > 1 {
        let name = crate::commands::option_name("minimum");
        filters.push(sentence!("digest-filter", name = name, value = u32::from(filter.minimum_sources)).say(language));
    }
    DigestSetup {
        id: if digest.number == 0 { String::new() } else { digest.id() },
        name: digest.name.clone(),
        sources: digest.sources.iter().map(source_shown).collect(),
        topics: digest.topics.clone(),
        schedule: digest.schedule.clone(),
        zone: digest.zone.clone(),
        channel: format!("{} {}", digest.channel.platform, digest.channel.id),
        count: digest.count,
        language: digest.language.clone(),
        quiet: digest.quiet.map(|(from, to)| format!("{}-{}", clock(from), clock(to))).unwrap_or_default(),
        filters,
        tone: digest.tone.clone(),
        paused: digest.paused,
        // What is due in quiet hours comes at their end.
        next: next
            .unwrap_or_default()
            .iter()
            .map(|due| time(quiet_until(digest.quiet, due.at, &zone).unwrap_or(due.at)))
            .collect(),
        jitter_seconds: fair::jitter(team.as_str(), digest.number),
    }
}

/// A source as it is written.
pub fn source_shown(source: &DigestSource) -> String {
    source.selector.as_ref().map_or_else(|| source.url.clone(), |selector| format!("{} > {selector}", source.url))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed test may panic")]

    use super::*;

    #[test]
    fn quiet_hours_may_go_over_midnight() {
        let night = read_quiet("22:00-7:30").unwrap();
        let until = |now: &str| {
            let end = quiet_until(night, now.parse().unwrap(), &TimeZone::UTC);
            end.map(|end| end.to_string())
        };
        assert_eq!(until("2026-11-10T23:00:00Z").as_deref(), Some("2026-11-11T07:30:00Z"));
        assert_eq!(until("2026-11-10T03:00:00Z").as_deref(), Some("2026-11-10T07:30:00Z"));
        assert_eq!(until("2026-11-10T07:30:00Z"), None);
        assert_eq!(until("2026-11-10T12:00:00Z"), None);
        assert_eq!(read_quiet("-").unwrap(), None);
        assert!(read_quiet("22").is_err() && read_quiet("25:00-7:00").is_err() && read_quiet("7-7").is_err());
    }

    #[test]
    fn schedules_are_said_in_words() {
        let words = |line: &str, language| schedule_in_words(line).say(language);
        assert_eq!(words("0 9 * * 1-5", Language::English), "weekdays 9:00");
        assert_eq!(words("0 9 * * 1-5", Language::Chinese), "工作日 9:00");
        assert_eq!(words("30 18 * * 1,4", Language::English), "Monday, Thursday 18:30");
        assert_eq!(words("30 18 * * 1,4", Language::Chinese), "周一、周四 18:30");
        assert_eq!(words("*/5 * * * *", Language::English), "*/5 * * * *");
    }

    #[test]
    fn sources_are_apart_by_semicolons_lines_or_commas() {
        let urls = |text: &str| read_sources(text).map(|sources| sources.len());
        assert_eq!(urls("reddit:Coffee; hackernews\nhttps://example.org/a,b"), Ok(3));
        assert_eq!(urls("reddit:Coffee, hackernews"), Ok(2));
        assert!(urls("reddit:Coffee; nonsense").is_err());
    }
}
