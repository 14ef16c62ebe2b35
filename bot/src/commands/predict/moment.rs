//! When a post is to run, as people write it: `tue 8:00`, `8pm`, `周二晚上八点半`, `tomorrow 8.30pm`, `2026-12-01T20:30`, `12月1日`.

use std::sync::LazyLock;

use copydesk_analysis::learn::When;
use jiff::ToSpan;
use jiff::civil::Date;
use regex::{Captures, Regex};

use crate::learning::day_number;
use crate::texts::{Problem, sentence};

/// A day, or an hour of any, or both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    day: Option<Day>,
    /// 0 to 23.
    hour: Option<u8>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Day {
    /// Monday is 0.
    Weekday(u8),
    Date(Date),
    /// Of this year, or of the next one once it is over.
    OfAnyYear {
        month: i8,
        day: i8,
    },
    /// Days from today.
    Ahead(i32),
}

impl Moment {
    /// The next such moment from `today` on; without an hour at `hour`.
    pub(super) fn next(self, today: Date, hour: Option<u8>) -> When {
        let ahead = |days: i32| today.checked_add(days.days()).unwrap_or(today);
        let date = match self.day {
            None => today,
            Some(Day::Date(date)) => date,
            Some(Day::Ahead(days)) => ahead(days),
            Some(Day::Weekday(weekday)) => {
                let now = today.weekday().to_monday_zero_offset();
                ahead((i32::from(weekday) - i32::from(now)).rem_euclid(7))
            }
            Some(Day::OfAnyYear { month, day }) => {
                let of = |year: i16| Date::new(year, month, day).ok();
                let next = of(today.year()).filter(|date| *date >= today).or_else(|| of(today.year() + 1));
                next.or_else(|| of(today.year())).unwrap_or(today)
            }
        };
        When { day: day_number(date), hour: self.hour.or(hour) }
    }
}

/// An hour, with what says in which half of the day it is.
static HOUR: LazyLock<Regex> = LazyLock::new(|| {
    let half = "a\\.?m\\b\\.?|p\\.?m\\b\\.?|[点时](?:半|[一三]刻|(?:\\d{1,2}|[零一二三四五六七八九十]{1,3})分?)?";
    let pattern = format!(
        r"(?i)(凌晨|早上|上午|中午|下午|晚上|晚)?\s*(\d{{1,2}})(?:[:：](\d{{2}})(?:[:：]\d{{2}})?)?\s*({half})?"
    );
    Regex::new(&pattern).expect("the pattern is constant")
});

/// Other ways to write the same, each with what is read in its place: a "T" before an hour, a dot in it, and a weekday that
/// stands at once before what follows.
static SAME: LazyLock<[(Regex, &str); 3]> = LazyLock::new(|| {
    [
        (r"(^|\s)t(\d)", "$1$2"),
        (r"\b(\d{1,2})\.(\d{2})(\s*[ap]\.?m|\s|$)", "$1:$2$3"),
        (r"(?:下个?|这个?|本)?(?:周|星期|礼拜)([一二三四五六日天])", " 周$1 "),
    ]
    .map(|(form, same)| (Regex::new(form).expect("the patterns are constant"), same))
});

/// An hour in Chinese numerals.
static NUMERALS: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"(二十[一二三]?|十[一二三四五六七八九]?|[零一二两三四五六七八九])([点时])";
    Regex::new(pattern).expect("the pattern is constant")
});

/// A day of the calendar; the year may be missing.
static DATES: LazyLock<[Regex; 4]> = LazyLock::new(|| {
    let name = r"(?<name>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?";
    let year = r"(?<year>20\d\d)";
    [
        format!(r"{year}[-/.](?<month>\d{{1,2}})[-/.](?<day>\d{{1,2}})"),
        format!(r"(?:{year}\s*年\s*)?(?<month>\d{{1,2}})\s*月\s*(?<day>\d{{1,2}})\s*[日号]"),
        format!(r"\b{name}\s+(?<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+{year})?"),
        format!(r"\b(?<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{name}(?:,?\s+{year})?"),
    ]
    .map(|form| Regex::new(&format!("(?i){form}")).expect("the patterns are constant"))
});

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Days told from today, each with what is left of it to read: the longest first.
const AHEAD: [(&str, &str, i32); 12] = [
    ("day after tomorrow", "", 2),
    ("tomorrow", "", 1),
    ("tonight", "evening", 0),
    ("today", "", 0),
    ("大后天", "", 3),
    ("后天", "", 2),
    ("明天", "", 1),
    ("明早", "早上", 1),
    ("明晚", "晚上", 1),
    ("今天", "", 0),
    ("今早", "早上", 0),
    ("今晚", "晚上", 0),
];

/// Words that say nothing beside a day or an hour: the next Tuesday is meant anyway.
const EMPTY: [&str; 8] = ["on", "at", "the", "next", "this", "coming", "in", "um"];

/// Reads it.
///
/// # Errors
/// That it says no day and no hour, or more than one.
pub(super) fn read(text: &str) -> Result<Moment, Problem> {
    let wrong = || Problem::new(sentence!("predict-time-wrong", value = text), sentence!("predict-time-help"));
    let lower = text.to_lowercase();
    let (mut day, mut hour, rest) = day_in(&lower).ok_or_else(wrong)?;
    let rest = SAME.iter().fold(rest, |rest, (form, same)| form.replace(&rest, *same).into_owned());
    let rest = NUMERALS.replace(&rest, |found: &Captures<'_>| in_digits(found)).into_owned();
    let rest = match HOUR.captures(&rest) {
        Some(found) => {
            hour = Some(hour_of(&found).ok_or_else(wrong)?);
            HOUR.replace(&rest, " ").into_owned()
        }
        None => rest,
    };
    let mut parts: Vec<&str> = rest.split([' ', ',', '，', '\t']).filter(|it| !it.is_empty()).collect();
    let mut is_told = hour.is_some();
    let daypart = parts.iter().enumerate().find_map(|(place, it)| Some((place, daypart_of(it)?)));
    if let Some((place, part)) = daypart.filter(|_| is_told) {
        hour = Some(match (hour, part) {
            // "12 noon", "12 midnight".
            (Some(12), 0 | 12) => part,
            // "tonight 8": eight in the evening.
            (Some(hour), 12..) if hour < 12 => hour + 12,
            _ => return Err(wrong()),
        });
        parts.remove(place);
    }
    for whole in parts.into_iter().filter(|part| !EMPTY.contains(part)) {
        match (weekday_of(whole), daypart_of(whole)) {
            (Some(weekday), _) if day.is_none() => day = Some(Day::Weekday(weekday)),
            (None, Some(part)) if !is_told => (hour, is_told) = (Some(part), true),
            _ => return Err(wrong()),
        }
    }
    if day.is_none() && hour.is_none() { Err(wrong()) } else { Ok(Moment { day, hour }) }
}

/// A day of the calendar or one told from today, and what is left of the text. `None` if there is no such day.
fn day_in(text: &str) -> Option<(Option<Day>, Option<u8>, String)> {
    if let Some((words, part, days)) = AHEAD.iter().find(|(words, ..)| text.contains(words)) {
        return Some((Some(Day::Ahead(*days)), None, text.replacen(words, &format!(" {part} "), 1)));
    }
    let Some((form, found)) = DATES.iter().find_map(|form| Some((form, form.captures(text)?))) else {
        return Some((None, None, text.to_owned()));
    };
    let day = date_of(&found)?;
    Some((Some(day), None, form.replace(text, " ").into_owned()))
}

fn date_of(found: &Captures<'_>) -> Option<Day> {
    let number = |name: &str| found.name(name).and_then(|it| it.as_str().parse::<i16>().ok());
    let named = || {
        let name = found.name("name")?.as_str();
        MONTHS.iter().zip(1_i16..).find(|(short, _)| **short == name).map(|(_, month)| month)
    };
    let (month, day) = (i8::try_from(number("month").or_else(named)?).ok()?, i8::try_from(number("day")?).ok()?);
    match number("year") {
        Some(year) => Date::new(year, month, day).ok().map(Day::Date),
        // A leap day is one in some years.
        None => Date::new(2024, month, day).ok().map(|_| Day::OfAnyYear { month, day }),
    }
}

/// An hour that was written in Chinese numerals.
fn in_digits(found: &Captures<'_>) -> String {
    let part = |at| found.get(at).map_or("", |it| it.as_str());
    let digit = |c: char| "零一二三四五六七八九".chars().position(|it| it == c).or((c == '两').then_some(2));
    let written = part(1);
    let last = written.chars().next_back().and_then(digit).unwrap_or(0);
    let tens = match written.chars().position(|c| c == '十') {
        Some(0) => 10,
        Some(_) => 20,
        None => 0,
    };
    format!("{}{}", tens + last, part(2))
}

fn hour_of(found: &Captures<'_>) -> Option<u8> {
    let part = |at| found.get(at).map_or("", |it| it.as_str());
    let hour: u8 = part(2).parse().ok()?;
    let minutes = part(3).parse().unwrap_or(0_u8);
    let half = part(4).to_lowercase();
    let (is_early, is_late) = match part(1) {
        "凌晨" => (true, false),
        "下午" => (false, true),
        // 12 at night is midnight.
        "晚上" | "晚" => (hour == 12, hour != 12),
        // 12 at noon, 1 after it.
        "中午" => (false, hour < 11),
        _ => (half.starts_with('a'), half.starts_with('p')),
    };
    let hour = match hour {
        12 if is_early => 0,
        1..12 if is_late => hour + 12,
        13.. if half.starts_with(['a', 'p']) => return None,
        hour => hour,
    };
    (hour < 24 && minutes < 60).then_some(hour)
}

/// The hour that stands for a part of the day.
fn daypart_of(name: &str) -> Option<u8> {
    Some(match name.to_lowercase().as_str() {
        "morning" | "早上" | "上午" => 8,
        "noon" | "midday" | "中午" => 12,
        "afternoon" | "下午" => 15,
        "evening" | "晚上" => 19,
        "night" | "夜里" | "深夜" => 22,
        "midnight" | "午夜" | "半夜" => 0,
        _ => return None,
    })
}

fn weekday_of(name: &str) -> Option<u8> {
    let name = name.to_lowercase();
    let english = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let chinese = ['一', '二', '三', '四', '五', '六', '日'];
    let of_english = english.iter().position(|day| name.starts_with(day));
    let last = name.chars().next_back().map(|c| if c == '天' { '日' } else { c });
    let is_chinese = name.starts_with('周') || name.starts_with("星期");
    let of_chinese = || chinese.iter().position(|day| is_chinese && Some(*day) == last);
    of_english.or_else(of_chinese).and_then(|place| u8::try_from(place).ok())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn times_are_read_as_people_write_them() {
        let told = |text| {
            let moment = read(text).ok()?;
            let weekday = match moment.day {
                Some(Day::Weekday(weekday)) => Some(weekday),
                None => None,
                other => panic!("{text}: {other:?}"),
            };
            Some((weekday, moment.hour))
        };
        assert_eq!(told("tue 8:00"), Some((Some(1), Some(8))));
        assert_eq!(told("周日 20点"), Some((Some(6), Some(20))));
        assert_eq!(told("星期天"), Some((Some(6), None)));
        assert_eq!(told("18"), Some((None, Some(18))));
        assert_eq!((told("soon"), told("25"), told("")), (None, None, None));
        for (text, expected) in [
            ("Tue 8:00pm", (Some(1), Some(20))),
            ("8 p.m.", (None, Some(20))),
            ("12:30am", (None, Some(0))),
            ("12 pm fri", (Some(4), Some(12))),
            ("周日晚上8点", (Some(6), Some(20))),
            ("周三中午1点", (Some(2), Some(13))),
            ("凌晨12点", (None, Some(0))),
            ("晚上12点", (None, Some(0))),
            ("friday morning", (Some(4), Some(8))),
            ("周五 下午", (Some(4), Some(15))),
        ] {
            assert_eq!(told(text), Some(expected), "{text}");
        }
        for text in ["13pm", "8:75", "tue wed", "8 9", "soon", "tue 8 morning"] {
            assert_eq!(told(text), None, "{text}");
        }
    }

    #[test]
    fn days_of_the_calendar_and_from_today_are_read_in_both_languages() {
        // A Friday.
        let today = date(2026, 11, 27);
        for (text, day, hour) in [
            ("2026-12-01 20:30", date(2026, 12, 1), 20),
            ("2026/12/1 8pm", date(2026, 12, 1), 20),
            ("12月1日", date(2026, 12, 1), 9),
            ("2027年1月5日 下午3点", date(2027, 1, 5), 15),
            ("1月5号 早上8点半", date(2027, 1, 5), 8),
            ("Dec 1 at 20:30", date(2026, 12, 1), 20),
            ("1st December 2026, 8 am", date(2026, 12, 1), 8),
            ("tomorrow 8pm", date(2026, 11, 28), 20),
            ("tonight", date(2026, 11, 27), 19),
            ("tonight at 8", date(2026, 11, 27), 20),
            ("明天晚上8点半", date(2026, 11, 28), 20),
            ("今晚8点", date(2026, 11, 27), 20),
            ("明早7点", date(2026, 11, 28), 7),
            ("后天", date(2026, 11, 29), 9),
            ("next tuesday 9:00", date(2026, 12, 1), 9),
            ("下周二 上午", date(2026, 12, 1), 8),
            ("fri", date(2026, 11, 27), 9),
            ("周六晚上", date(2026, 11, 28), 19),
            ("下周三下午", date(2026, 12, 2), 15),
            ("礼拜一早上", date(2026, 11, 30), 8),
            ("明天晚上八点半", date(2026, 11, 28), 20),
            ("后天上午十一点一刻", date(2026, 11, 29), 11),
            ("周二十点", date(2026, 12, 1), 10),
            ("今晚十二点", date(2026, 11, 27), 0),
            ("明天二十一点", date(2026, 11, 28), 21),
            ("下午两点", date(2026, 11, 27), 14),
            ("tomorrow midnight", date(2026, 11, 28), 0),
            ("fri 12 noon", date(2026, 11, 27), 12),
            ("8.30pm", date(2026, 11, 27), 20),
            ("tue 20.30", date(2026, 12, 1), 20),
            ("2026-12-01T20:30", date(2026, 12, 1), 20),
            ("2026-12-01t08:05:00", date(2026, 12, 1), 8),
            ("2026年12月1日20点30分", date(2026, 12, 1), 20),
            ("12月1日晚上八点二十五分", date(2026, 12, 1), 20),
        ] {
            let moment = read(text).unwrap_or_else(|_| panic!("can't read {text}"));
            assert_eq!(moment.next(today, Some(9)), When { day: day_number(day), hour: Some(hour) }, "{text}");
        }
        for text in [
            "2026-13-01",
            "2月30日",
            "32 Dec",
            "yesterday",
            "2026-12-01 tue",
            "tomorrow 25:00",
            "8.75pm",
            "周六周日",
            "三十点",
            "8 midnight",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
