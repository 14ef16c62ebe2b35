//! Days and times as people and platforms write them.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{Offset, TimeZone};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

/// What `3/4/2026` means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DateOrder {
    /// 3 April.
    DayFirst,
    /// 4 March.
    MonthFirst,
}

impl DateOrder {
    /// The name in settings and reports.
    pub fn id(self) -> &'static str {
        match self {
            Self::DayFirst => "day-first",
            Self::MonthFirst => "month-first",
        }
    }

    /// The order of this name, or of a pattern such as `dmy`.
    pub fn from_id(id: &str) -> Option<Self> {
        match id.trim().to_lowercase().as_str() {
            "day-first" | "dmy" | "dd/mm/yyyy" | "日月年" => Some(Self::DayFirst),
            "month-first" | "mdy" | "mm/dd/yyyy" | "月日年" => Some(Self::MonthFirst),
            _ => None,
        }
    }
}

/// A day, and the time if one was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct When {
    pub(super) date: Date,
    pub(super) time: Option<Time>,
}

/// What is needed to read a date.
#[derive(Debug, Clone)]
pub(super) struct DateReader<'a> {
    /// Where a time without an offset is; one with an offset is brought there.
    pub(super) zone: &'a TimeZone,
    /// A date without a year is the last one before this day.
    pub(super) today: Date,
    pub(super) order: DateOrder,
}

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// A cell in pieces: runs of digits, runs of letters, and what stands between them.
#[derive(Debug, Clone, PartialEq)]
enum Piece {
    Number(u32, usize),
    Word(String),
    Mark(char),
}

/// No post is older.
const OLDEST: i16 = 1990;

/// Short names of zones that mean one offset everywhere.
const ZONES: [(&str, i8); 19] = [
    ("WET", 0),
    ("BST", 1),
    ("CET", 1),
    ("CEST", 2),
    ("EET", 2),
    ("EEST", 3),
    ("MSK", 3),
    ("HKT", 8),
    ("SGT", 8),
    ("JST", 9),
    ("KST", 9),
    ("AEST", 10),
    ("AEDT", 11),
    ("EST", -5),
    ("EDT", -4),
    ("MST", -7),
    ("MDT", -6),
    ("PST", -8),
    ("PDT", -7),
];

/// Longer cells hold no date.
const LONGEST: usize = 60;

impl DateReader<'_> {
    /// Reads a cell; `None` if it is no date.
    pub(super) fn read(&self, cell: &str) -> Option<When> {
        let cell = cell.trim();
        if cell.is_empty() || cell.chars().count() > LONGEST {
            return None;
        }
        let plain: String = cell.nfkc().collect();
        let when = self.stamp(&plain).or_else(|| self.spelled(&plain)).or_else(|| self.in_zone(&plain))?;
        // What spreadsheets and clocks begin with stands where no day is known.
        (when.date.year() >= OLDEST).then_some(when)
    }

    fn at(&self, stamp: Timestamp) -> When {
        let local = self.zone.to_datetime(stamp);
        When { date: local.date(), time: Some(local.time()) }
    }

    /// A whole number: `20260314`, seconds or milliseconds since 1970, or a spreadsheet's days since 1899-12-30.
    fn stamp(&self, cell: &str) -> Option<When> {
        if !cell.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
            return None;
        }
        let (whole, fraction) = cell.split_once('.').unwrap_or((cell, ""));
        if !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let number: i64 = whole.parse().ok()?;
        match (whole.len(), fraction.is_empty()) {
            (8, true) => {
                let date = ymd((number / 10_000).try_into().ok()?, (number / 100 % 100) as u32, (number % 100) as u32)?;
                Some(When { date, time: None })
            }
            (10, _) => Timestamp::from_second(number).ok().map(|stamp| self.at(stamp)),
            (13, true) => Timestamp::from_millisecond(number).ok().map(|stamp| self.at(stamp)),
            (5, _) if (20_000..80_000).contains(&number) => {
                let date = Date::constant(1899, 12, 30).checked_add(jiff::Span::new().days(number)).ok()?;
                let day: f64 = format!("0.{fraction}0").parse().ok()?;
                let seconds = (day * 86_400.0).round() as i64;
                let time = DateTime::from_parts(date, Time::midnight()).checked_add(jiff::Span::new().seconds(seconds));
                Some(When { date, time: (!fraction.is_empty()).then_some(time.ok()?.time()) })
            }
            _ => None,
        }
    }

    fn spelled(&self, cell: &str) -> Option<When> {
        let pieces = pieces(cell)?;
        let (date, rest) = self.day(&pieces)?;
        let (time, offset) = time_of(rest)?;
        match (time, offset) {
            (Some(time), Some(offset)) => {
                let stamp = offset.to_timestamp(DateTime::from_parts(date, time)).ok()?;
                Some(self.at(stamp))
            }
            (time, _) => Some(When { date, time }),
        }
    }

    /// A time with the name of its zone: `2026-03-14 18:30 Europe/Berlin`, `…[Asia/Shanghai]`, `… PST`.
    fn in_zone(&self, cell: &str) -> Option<When> {
        let (before, name) = match cell.strip_suffix(']') {
            Some(cell) => cell.rsplit_once('[')?,
            None => cell.rsplit_once(' ')?,
        };
        let spelled = self.spelled(before.trim_end())?;
        let time = spelled.time?;
        let pieces = pieces(before)?;
        let (_, rest) = self.day(&pieces)?;
        let (_, offset) = time_of(rest)?;
        // An offset has decided already; the name says the same in words.
        if offset.is_some() {
            return Some(spelled);
        }
        let zone = match ZONES.iter().find(|(short, _)| short.eq_ignore_ascii_case(name)) {
            Some((_, hours)) => TimeZone::fixed(Offset::from_hours(*hours).ok()?),
            None if name.contains('/') => TimeZone::get(name).ok()?,
            None => return None,
        };
        let there = zone.to_timestamp(DateTime::from_parts(spelled.date, time)).ok()?;
        Some(self.at(there))
    }

    /// The day at the beginning, and what follows it.
    fn day<'p>(&self, pieces: &'p [Piece]) -> Option<(Date, &'p [Piece])> {
        use Piece::{Mark, Number, Word};
        // "Tue, " says nothing that the date does not.
        let pieces = match pieces {
            [Word(day), Mark(','), rest @ ..] | [Word(day), rest @ ..] if is_weekday(day) => rest,
            all => all,
        };
        match pieces {
            [Number(year, 4), Word(y), Number(month, _), Word(m), Number(day, _), Word(d), rest @ ..]
                if y == "年" && m == "月" && matches!(d.as_str(), "日" | "号") =>
            {
                Some((ymd(*year, *month, *day)?, rest))
            }
            [Number(month, _), Word(m), Number(day, _), Word(d), rest @ ..]
                if m == "月" && matches!(d.as_str(), "日" | "号") =>
            {
                Some((self.last(*month, *day)?, rest))
            }
            [
                Number(year, 4),
                Mark(one @ ('-' | '/' | '.')),
                Number(month, _),
                Mark(two),
                Number(day, _),
                rest @ ..,
            ] if one == two => Some((ymd(*year, *month, *day)?, rest)),
            [
                Number(first, ..=2),
                Mark(one @ ('-' | '/' | '.')),
                Number(second, ..=2),
                Mark(two),
                Number(year, 2 | 4),
                rest @ ..,
            ] if one == two => {
                let year = if *year < 100 { 2000 + year } else { *year };
                // Only Americans put the month first, and they write slashes.
                let day_first = *one == '.' || self.order == DateOrder::DayFirst;
                let (day, month) = if day_first { (first, second) } else { (second, first) };
                Some((ymd(year, *month, *day)?, rest))
            }
            [Number(day, ..=2), Mark('.'), Word(name), rest @ ..] | [Number(day, ..=2), Word(name), rest @ ..]
                if month(name).is_some() =>
            {
                self.named(*day, name, rest)
            }
            [Number(day, ..=2), Mark('-'), Word(name), Mark('-'), Number(year, 2), rest @ ..]
                if month(name).is_some() =>
            {
                Some((ymd(2000 + year, month(name)?, *day)?, rest))
            }
            // "Mar 14 18:30:00 +0000 2026", as old interfaces write.
            [Word(name), Number(day, ..=2), rest @ .., Number(year, 4)]
                if month(name).is_some()
                    && matches!(rest, [Number(..), Mark(':'), ..])
                    && !matches!(rest, [.., Mark('+' | '-')]) =>
            {
                Some((ymd(*year, month(name)?, *day)?, rest))
            }
            [Number(day, ..=2), Mark('-'), Word(name), Mark('-'), rest @ ..] if month(name).is_some() => {
                self.named(*day, name, rest)
            }
            [Word(name), Mark('.'), Number(day, ..=2), rest @ ..] | [Word(name), Number(day, ..=2), rest @ ..]
                if month(name).is_some() =>
            {
                // "March 3rd"
                let rest = match rest {
                    [Word(ending), rest @ ..] if matches!(ending.as_str(), "st" | "nd" | "rd" | "th") => rest,
                    rest => rest,
                };
                self.named(*day, name, rest)
            }
            _ => None,
        }
    }

    /// A day and a month by name, with the year that may follow.
    fn named<'p>(&self, day: u32, name: &str, rest: &'p [Piece]) -> Option<(Date, &'p [Piece])> {
        let month = month(name)?;
        match rest {
            [Piece::Mark(','), Piece::Number(year, 4), rest @ ..] | [Piece::Number(year, 4), rest @ ..] => {
                Some((ymd(*year, month, day)?, rest))
            }
            rest => Some((self.last(month, day)?, rest)),
        }
    }

    /// The last such day that is not after today.
    fn last(&self, month: u32, day: u32) -> Option<Date> {
        let year = u32::try_from(self.today.year()).ok()?;
        // Eight years back there is a 29 February even around 1900.
        (0..=8).filter_map(|back| ymd(year.checked_sub(back)?, month, day)).find(|date| *date <= self.today)
    }
}

/// The numbers before the first and the second mark of `3/4/2026`, if a cell is written like that with slashes or
/// hyphens: what the order of a column is found by.
pub(super) fn ambiguous(cell: &str) -> Option<(u32, u32)> {
    let plain: String = cell.trim().nfkc().take(LONGEST).collect();
    match pieces(&plain)?.as_slice() {
        [
            Piece::Number(first, ..=2),
            Piece::Mark(one @ ('-' | '/')),
            Piece::Number(second, ..=2),
            Piece::Mark(two),
            Piece::Number(_, 2 | 4),
            ..,
        ] if one == two => Some((*first, *second)),
        _ => None,
    }
}

/// Whether a cell is a time of day and nothing else.
pub(super) fn is_clock(cell: &str) -> bool {
    let plain: String = cell.trim().nfkc().take(LONGEST).collect();
    let time = || time_of(&pieces(&plain)?)?.0;
    plain.contains([':', '点', '时']) && time().is_some()
}

fn ymd(year: u32, month: u32, day: u32) -> Option<Date> {
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn month(name: &str) -> Option<u32> {
    let short: String = name.chars().take(3).collect();
    let place = MONTHS.iter().position(|month| *month == short)?;
    const LONG: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let whole = LONG.get(place)?;
    (whole.starts_with(name) || name == "sept").then_some(place as u32 + 1)
}

fn is_weekday(word: &str) -> bool {
    const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    word.len() >= 3 && DAYS.iter().any(|day| day.starts_with(word))
}

#[derive(Clone, Copy, PartialEq)]
enum Half {
    First,
    Noon,
    Second,
}

/// `星期六` or `周六` after a day says nothing that the date does not.
fn without_weekday(rest: &[Piece]) -> &[Piece] {
    use Piece::Word;
    let is_day = |day: &str| matches!(day, "一" | "二" | "三" | "四" | "五" | "六" | "日" | "天");
    match rest {
        [Word(week), Word(of), Word(day), rest @ ..] if week == "星" && of == "期" && is_day(day) => rest,
        [Word(week), Word(day), rest @ ..] if week == "周" && is_day(day) => rest,
        rest => rest,
    }
}

/// `下午` before a time.
fn half_of_day(rest: &[Piece]) -> (Option<Half>, &[Piece]) {
    let [Piece::Word(one), Piece::Word(two), after @ ..] = rest else { return (None, rest) };
    let half = match (one.as_str(), two.as_str()) {
        ("上", "午") | ("凌", "晨") | ("早", "上" | "晨") => Half::First,
        ("中", "午") => Half::Noon,
        ("下", "午") | ("晚", "上") | ("傍", "晚") => Half::Second,
        _ => return (None, rest),
    };
    (Some(half), after)
}

/// The time and the offset in what follows a day; `None` if something else follows.
fn time_of(rest: &[Piece]) -> Option<(Option<Time>, Option<Offset>)> {
    use Piece::{Mark, Number, Word};
    let rest = match rest {
        [Word(at), rest @ ..] if matches!(at.as_str(), "t" | "at") => rest,
        [Mark(','), Word(at), rest @ ..] if at == "at" => rest,
        [Mark(',' | ' '), rest @ ..] => rest,
        rest => rest,
    };
    let rest = without_weekday(rest);
    let (half, rest) = half_of_day(rest);
    let (hour, minute, second, rest) = match rest {
        [] => return Some((None, None)),
        [
            Number(hour, ..=2),
            Mark(':'),
            Number(minute, 2),
            Mark(':'),
            Number(second, 2),
            Mark('.' | ','),
            Number(..),
            rest @ ..,
        ]
        | [Number(hour, ..=2), Mark(':'), Number(minute, 2), Mark(':'), Number(second, 2), rest @ ..] => {
            (hour, minute, *second, rest)
        }
        [Number(hour, ..=2), Mark(':'), Number(minute, 2), rest @ ..] => (hour, minute, 0, rest),
        [Number(hour, ..=2), Word(h), Number(minute, ..=2), Word(m), Number(second, ..=2), Word(s), rest @ ..]
            if h == "时" && m == "分" && s == "秒" =>
        {
            (hour, minute, *second, rest)
        }
        [Number(hour, ..=2), Word(h), Number(minute, ..=2), Word(m), rest @ ..]
            if matches!(h.as_str(), "时" | "点") && m == "分" =>
        {
            (hour, minute, 0, rest)
        }
        _ => return None,
    };
    let (hour, rest) = match rest {
        [Word(half), rest @ ..] if half == "am" && *hour <= 12 => (hour % 12, rest),
        [Word(half), rest @ ..] if half == "pm" && *hour <= 12 => (hour % 12 + 12, rest),
        rest if half == Some(Half::Second) && *hour < 12 => (hour + 12, rest),
        rest if half == Some(Half::First) && *hour == 12 => (0, rest),
        rest => (*hour, rest),
    };
    let time = Time::new(i8::try_from(hour).ok()?, i8::try_from(*minute).ok()?, i8::try_from(second).ok()?, 0).ok()?;
    let hours = |sign: char, hours: u32, minutes: u32| {
        let seconds = i32::try_from(hours * 3600 + minutes * 60).ok()?;
        Offset::from_seconds(if sign == '-' { -seconds } else { seconds }).ok()
    };
    let offset = match rest {
        [] => None,
        [Word(zone)] if matches!(zone.as_str(), "z" | "utc" | "gmt") => Some(Offset::UTC),
        [Mark(sign @ ('+' | '-')), Number(whole, 4)] | [Word(_), Mark(sign @ ('+' | '-')), Number(whole, 4)] => {
            Some(hours(*sign, whole / 100, whole % 100)?)
        }
        [Mark(sign @ ('+' | '-')), Number(whole, ..=2)] => Some(hours(*sign, *whole, 0)?),
        [Mark(sign @ ('+' | '-')), Number(whole, ..=2), Mark(':'), Number(minutes, 2)]
        | [Word(_), Mark(sign @ ('+' | '-')), Number(whole, ..=2), Mark(':'), Number(minutes, 2)] => {
            Some(hours(*sign, *whole, *minutes)?)
        }
        _ => return None,
    };
    Some((Some(time), offset))
}

fn pieces(cell: &str) -> Option<Vec<Piece>> {
    let mut pieces = Vec::new();
    let mut rest = cell;
    while let Some(first) = rest.chars().next() {
        let end = |same: fn(char) -> bool| rest.find(|c: char| !same(c)).unwrap_or(rest.len());
        let length = match first {
            '0'..='9' => end(|c| c.is_ascii_digit()),
            // Each sign of 年月日 is a word of its own.
            c if c.is_ascii_alphabetic() => end(|c| c.is_ascii_alphabetic()),
            c => c.len_utf8(),
        };
        let (piece, after) = rest.split_at_checked(length)?;
        match first {
            '0'..='9' => pieces.push(Piece::Number(piece.parse().ok()?, piece.len())),
            c if c.is_alphabetic() => pieces.push(Piece::Word(piece.to_lowercase())),
            c if c.is_whitespace() => {}
            c => pieces.push(Piece::Mark(c)),
        }
        rest = after;
    }
    Some(pieces)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use jiff::tz::{Offset, TimeZone};
    use proptest::prelude::*;

    use super::{DateOrder, DateReader};

    fn read(cell: &str, order: DateOrder) -> Option<String> {
        let zone = TimeZone::fixed(Offset::constant(1));
        let reader = DateReader { zone: &zone, today: date(2026, 11, 25), order };
        let when = reader.read(cell)?;
        Some(when.time.map_or(when.date.to_string(), |time| format!("{} {time}", when.date)))
    }

    #[test]
    fn dates_are_read_in_every_form_that_the_platforms_write() {
        let cases = [
            ("2026-03-04", "2026-03-04"),
            ("2026/3/4", "2026-03-04"),
            ("2026.03.04", "2026-03-04"),
            ("20260304", "2026-03-04"),
            ("2026-03-04 18:30", "2026-03-04 18:30:00"),
            ("2026-03-04T18:30:15", "2026-03-04 18:30:15"),
            ("2026-03-04T18:30:15.250Z", "2026-03-04 19:30:15"),
            ("2026-03-04 23:30 +0000", "2026-03-05 00:30:00"),
            ("2026-03-04T18:30:00+08:00", "2026-03-04 11:30:00"),
            ("2026-03-04 18:30:00 UTC", "2026-03-04 19:30:00"),
            ("2026年3月4日", "2026-03-04"),
            ("2026年03月04日18时30分00秒", "2026-03-04 18:30:00"),
            ("2026年3月4日 18:30", "2026-03-04 18:30:00"),
            ("3月4日", "2026-03-04"),
            ("12月4日", "2025-12-04"),
            ("4.3.2026", "2026-03-04"),
            ("04.03.26", "2026-03-04"),
            ("03/04/2026 06:30 PM", "2026-03-04 18:30:00"),
            ("Mar 4, 2026", "2026-03-04"),
            ("March 4th, 2026", "2026-03-04"),
            ("4 March 2026", "2026-03-04"),
            ("04-Mar-2026", "2026-03-04"),
            ("Wed, Mar 4, 2026", "2026-03-04"),
            ("Wed, 04 Mar 2026 18:30:00 GMT", "2026-03-04 19:30:00"),
            ("Mar 4, 2026, 6:30 AM", "2026-03-04 06:30:00"),
            ("Mar 4, 2026 at 12:05 AM", "2026-03-04 00:05:00"),
            ("March 4", "2026-03-04"),
            ("December 4", "2025-12-04"),
            ("1772645400", "2026-03-04 18:30:00"),
            ("1772645400000", "2026-03-04 18:30:00"),
            ("46085", "2026-03-04"),
            ("46085.75", "2026-03-04 18:00:00"),
            ("２０２６-０３-０４", "2026-03-04"),
            ("2026-03-04 18:30 CET", "2026-03-04 18:30:00"),
            ("2026-03-04 08:30 PST", "2026-03-04 17:30:00"),
            ("2026-03-04T18:30:00+08:00[Asia/Shanghai]", "2026-03-04 11:30:00"),
            ("Wed Mar 04 18:30:00 +0000 2026", "2026-03-04 19:30:00"),
            ("04-Mar-26", "2026-03-04"),
            ("2026/3/4 下午6:30", "2026-03-04 18:30:00"),
            ("2026年3月4日下午6点30分", "2026-03-04 18:30:00"),
            ("2026年3月4日 星期三", "2026-03-04"),
            ("2026年3月4日 周三 中午12:05", "2026-03-04 12:05:00"),
            ("2026-03-04 上午12:05", "2026-03-04 00:05:00"),
        ];
        for (cell, expected) in cases {
            assert_eq!(read(cell, DateOrder::MonthFirst).as_deref(), Some(expected), "{cell}");
        }
        assert_eq!(read("03/04/2026", DateOrder::DayFirst).as_deref(), Some("2026-04-03"));
    }

    #[test]
    fn what_is_no_date_is_none() {
        for cell in [
            "",
            "soon",
            "2026-02-30",
            "13/13/2026",
            "Lifetime",
            "2026-03-04 25:00",
            "3.4",
            "12",
            "2026-03-04 and more",
            "1970-01-01",
            "1899-12-31",
            "2026-03-04 18:30 CST",
        ] {
            assert_eq!(read(cell, DateOrder::MonthFirst), None, "{cell}");
        }
    }

    proptest! {
        #[test]
        fn no_cell_panics(cell in "[0-9年月日TZapm:/., +-]{0,30}|\\PC{0,20}") {
            let _ = read(&cell, DateOrder::DayFirst);
        }
    }
}
