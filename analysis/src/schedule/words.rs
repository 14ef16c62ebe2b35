//! Schedules in words, English and Chinese.

use std::sync::LazyLock;

use jiff::civil::Time;
use regex::{Captures, Regex};
use unicode_normalization::UnicodeNormalization as _;

use super::cron::Cron;
use super::{ScheduleError, USUAL_HOUR};

const WEEKDAYS: [u8; 5] = [1, 2, 3, 4, 5];

static CLOCK: LazyLock<Regex> = LazyLock::new(|| {
    // 9:00, 9.30, 9am, 9:30 p.m., at 8 o'clock; a lone number only if no letters follow, so that "1st" is a day.
    pattern(r"(?:\bat\s+)?\b(?P<h>\d{1,2})(?:[:.h](?P<m>\d{2}))?(?:\s*(?P<half>am|pm|a\.m\.?|p\.m\.?)|\s*o'clock|h|\b)")
});
static CHINESE_CLOCK: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?P<part>凌晨|早上|早晨|清晨|上午|中午|下午|傍晚|晚上)?\s*(?P<h>\d{1,2}|[一二三四五六七八九十两]{1,3})\s*(?:[点點时](?:(?P<half>半)|(?P<m>\d{1,2})分?|整|钟)?|:(?P<m2>\d{2}))",
    )
});
static MONTH_DAY: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"每(?:个)?月\s*(?P<d>\d{1,2})\s*[号日]?|\b(?P<e>\d{1,2})(?:st|nd|rd|th)\b"));
static CHINESE_DAYS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:每个?)?(?:周|星期|礼拜)(?P<list>[一二三四五六日天](?:\s*(?:[、,和及]|周|星期|礼拜)*\s*[一二三四五六日天])*)",
    )
});
static CHINESE_RANGE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:每个?)?(?:周|星期|礼拜)(?P<a>[一二三四五六日天])\s*[到至-]\s*(?:周|星期|礼拜)?(?P<b>[一二三四五六日天])",
    )
});

fn pattern(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is constant and tested")
}

pub(super) fn read(text: &str) -> Result<Cron, ScheduleError> {
    let text: String = text.nfkc().collect::<String>().to_lowercase().replace('’', "'");
    let is_chinese = text.chars().any(crate::words::is_han);
    let mut day = None;
    let text = take(&MONTH_DAY, &text, |found| {
        let digits = found.name("d").or_else(|| found.name("e")).map_or("", |digits| digits.as_str());
        day = digits.parse::<u8>().ok();
    });
    if day.is_some_and(|day| !(1..=31).contains(&day)) {
        return Err(ScheduleError::Unknown(day.unwrap_or_default().to_string()));
    }
    let mut time = None;
    let clock = if is_chinese { &CHINESE_CLOCK } else { &CLOCK };
    let rest =
        take(clock, &text, |found| time = Some(if is_chinese { chinese_time(found) } else { english_time(found) }));
    let named = time.is_some();
    let time = time.unwrap_or_else(|| Time::new(USUAL_HOUR, 0, 0, 0).ok().ok_or(String::new()));
    let time = time.map_err(ScheduleError::Time)?;
    let (days, is_monthly, is_hourly) = if is_chinese { chinese_days(&rest)? } else { english_days(&rest)? };
    match days {
        _ if is_hourly => Ok(Cron::hourly()),
        _ if day.is_some() || is_monthly => Ok(Cron::at(time, &[], Some(day.unwrap_or(1)))),
        Some(days) if days.len() == 7 => Ok(Cron::at(time, &[], None)),
        Some(days) => Ok(Cron::at(time, &days, None)),
        // "9:00" alone is every day.
        None if named => Ok(Cron::at(time, &[], None)),
        None => Err(ScheduleError::NoDay),
    }
}

/// Takes the first match out of a text.
fn take(pattern: &Regex, text: &str, mut found: impl FnMut(&Captures<'_>)) -> String {
    match pattern.captures(text) {
        Some(captures) => {
            found(&captures);
            pattern.replacen(text, 1, " ").into_owned()
        }
        None => text.to_owned(),
    }
}

fn clock(hour: i8, minute: i8, written: &str) -> Result<Time, String> {
    Time::new(if hour == 24 { 0 } else { hour }, minute, 0, 0).map_err(|_| written.trim().to_owned())
}

fn english_time(found: &Captures<'_>) -> Result<Time, String> {
    let written = found.get(0).map_or("", |whole| whole.as_str());
    let number = |name| found.name(name).map_or(Some(0), |digits| digits.as_str().parse::<i8>().ok());
    let (hour, minute) = number("h").zip(number("m")).ok_or_else(|| written.to_owned())?;
    let half = found.name("half").map(|half| half.as_str().starts_with('p'));
    let hour = match half {
        Some(_) if !(1..=12).contains(&hour) => return Err(written.to_owned()),
        Some(is_afternoon) => hour % 12 + if is_afternoon { 12 } else { 0 },
        None => hour,
    };
    clock(hour, minute, written)
}

fn chinese_time(found: &Captures<'_>) -> Result<Time, String> {
    let written = found.get(0).map_or("", |whole| whole.as_str());
    let hour = found.name("h").and_then(|hour| hour.as_str().parse::<i8>().ok().or_else(|| numeral(hour.as_str())));
    let minute = found.name("m").or_else(|| found.name("m2"));
    let minute =
        minute.map_or(Some(if found.name("half").is_some() { 30 } else { 0 }), |digits| digits.as_str().parse().ok());
    let (hour, minute) = hour.zip(minute).ok_or_else(|| written.to_owned())?;
    let hour = match found.name("part").map(|part| part.as_str()) {
        Some("下午" | "傍晚" | "晚上") if hour < 12 => hour + 12,
        Some("中午") if hour < 3 => hour + 12,
        _ => hour,
    };
    clock(hour, minute, written)
}

/// 一 to 二十四.
fn numeral(text: &str) -> Option<i8> {
    let digit =
        |letter: char| "零一二三四五六七八九".chars().position(|it| it == if letter == '两' { '二' } else { letter });
    let number = match text.split_once('十') {
        Some((tens, ones)) => {
            let one = |text: &str, nothing: usize| text.chars().next().map_or(Some(nothing), digit);
            one(tens, 1)? * 10 + one(ones, 0)?
        }
        None => digit(text.chars().next()?)?,
    };
    i8::try_from(number).ok()
}

/// Days of the week, whether it is monthly, whether it is hourly.
type Days = (Option<Vec<u8>>, bool, bool);

fn english_days(text: &str) -> Result<Days, ScheduleError> {
    let (mut days, mut is_monthly, mut is_hourly) = (Vec::<u8>::new(), false, false);
    let mut is_range = false;
    for word in text.split(|letter: char| !letter.is_alphanumeric() && letter != '-').filter(|word| !word.is_empty()) {
        for word in word.split_inclusive('-') {
            let (word, dash) = word.strip_suffix('-').map_or((word, false), |word| (word, true));
            let single = word.strip_suffix('s').filter(|word| word.len() > 2).unwrap_or(word);
            match single {
                "" => {}
                "every" | "each" | "at" | "on" | "and" | "the" | "of" | "morning" | "week" | "weekly" => {}
                "day" | "daily" | "everyday" => days.extend(1..=7),
                "weekday" | "workday" | "working" | "business" => days.extend(WEEKDAYS),
                "weekend" => days.extend([6, 7]),
                "month" | "monthly" => is_monthly = true,
                "hour" | "hourly" => is_hourly = true,
                "to" | "through" | "until" => {
                    is_range = true;
                    continue;
                }
                _ => {
                    let day = english_day(single).or_else(|| english_day(word));
                    let day = day.ok_or_else(|| ScheduleError::Unknown(word.chars().take(40).collect()))?;
                    let first = days.last().filter(|_| is_range).map_or(day, |last| last + 1);
                    days.extend(first..=day);
                }
            }
            is_range = dash;
        }
    }
    Ok((listed(days), is_monthly, is_hourly))
}

fn english_day(word: &str) -> Option<u8> {
    const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    DAYS.iter().zip(1..).find(|(day, _)| word.len() >= 3 && day.starts_with(word)).map(|(_, number)| number)
}

fn chinese_days(text: &str) -> Result<Days, ScheduleError> {
    let day = |letter: char| {
        "一二三四五六日".chars().zip(1..).find(|(it, _)| *it == if letter == '天' { '日' } else { letter })
    };
    let number = |text: &str| text.chars().filter_map(day).map(|(_, number)| number).collect::<Vec<u8>>();
    let mut days = Vec::new();
    let text = take(&CHINESE_RANGE, text, |found| {
        let end = |name| found.name(name).and_then(|letter| number(letter.as_str()).first().copied());
        if let (Some(first), Some(last)) = (end("a"), end("b")) {
            days.extend(first..=last);
        }
    });
    let text =
        take(&CHINESE_DAYS, &text, |found| days.extend(number(found.name("list").map_or("", |list| list.as_str()))));
    let mut rest = text;
    let mut said = |words: &[&str]| {
        let found = words.iter().any(|word| rest.contains(word));
        words.iter().for_each(|word| rest = rest.replace(word, " "));
        found
    };
    if said(&["每个工作日", "每工作日", "工作日", "平日"]) {
        days.extend(WEEKDAYS);
    }
    if said(&["每个周末", "每周末", "周末"]) {
        days.extend([6, 7]);
    }
    let is_hourly = said(&["每小时", "每个小时"]);
    let is_monthly = said(&["每个月", "每月"]);
    if said(&["每一天", "每天", "每日", "天天"]) {
        days.extend(1..=7);
    }
    said(&["的", "在", "和", "、", ",", "。", "早", "每周"]);
    let left = rest.trim();
    if left.is_empty() {
        Ok((listed(days), is_monthly, is_hourly))
    } else {
        Err(ScheduleError::Unknown(left.chars().take(40).collect()))
    }
}

fn listed(mut days: Vec<u8>) -> Option<Vec<u8>> {
    days.sort_unstable();
    days.dedup();
    (!days.is_empty()).then_some(days)
}
