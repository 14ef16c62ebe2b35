//! Days and times as people and platforms write them.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use super::clock::{LONGEST, Piece, pieces, time_of, zone};

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

/// No post is older.
const OLDEST: i16 = 1990;

impl DateReader<'_> {
    /// Reads a cell; `None` if it is no date.
    pub(super) fn read(&self, cell: &str) -> Option<When> {
        let cell = cell.trim();
        if cell.is_empty() || cell.chars().count() > LONGEST {
            return None;
        }
        let plain: String = cell.nfkc().collect();
        let when = self.stamp(&plain).or_else(|| self.spelled(&plain, None)).or_else(|| self.in_zone(&plain))?;
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

    /// A day in words or numbers, and the time that follows it, which is in `zone` unless it has an offset.
    fn spelled(&self, cell: &str, zone: Option<&TimeZone>) -> Option<When> {
        let pieces = pieces(cell)?;
        let (date, rest) = self.day(&pieces)?;
        let (time, offset) = time_of(rest)?;
        let stamp = match (time, offset, zone) {
            (Some(time), Some(offset), _) => offset.to_timestamp(DateTime::from_parts(date, time)),
            (Some(time), None, Some(zone)) => zone.to_timestamp(DateTime::from_parts(date, time)),
            (None, _, Some(_)) => return None,
            (time, None, None) | (time @ None, Some(_), None) => return Some(When { date, time }),
        };
        stamp.ok().map(|stamp| self.at(stamp))
    }

    /// A time with the name of its zone: `2026-03-14 18:30 Europe/Berlin`, `…[Asia/Shanghai]`, `… PST`.
    fn in_zone(&self, cell: &str) -> Option<When> {
        let (before, name) = match cell.strip_suffix(']') {
            Some(cell) => cell.rsplit_once('[')?,
            None => cell.rsplit_once(' ')?,
        };
        self.spelled(before.trim_end(), Some(&zone(name)?))
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

/// The day that a text names, in any of the ways that files write one, if it can mean no other: it has its year, and
/// `3/4/2026` is none.
#[must_use]
pub fn one_day(text: &str) -> Option<Date> {
    let read = |today: Date, order: DateOrder| DateReader { zone: &TimeZone::UTC, today, order }.read(text);
    // A day without its year would be another one for each of these.
    let [early, late] = [Date::constant(2000, 1, 1), Date::constant(2100, 1, 1)];
    let mut readings = [DateOrder::DayFirst, DateOrder::MonthFirst].into_iter().filter_map(|order| {
        let when = read(early, order)?;
        Some((when, read(late, order) == Some(when)))
    });
    let (when, has_year) = readings.next()?;
    let is_one = has_year && readings.all(|(other, _)| other == when);
    (is_one && when.time.is_none()).then_some(when.date)
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

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use jiff::tz::{Offset, TimeZone};
    use proptest::prelude::*;

    use super::{DateOrder, DateReader, one_day};

    fn read(cell: &str, order: DateOrder) -> Option<String> {
        let zone = TimeZone::fixed(Offset::constant(1));
        let reader = DateReader { zone: &zone, today: date(2026, 11, 25), order };
        let when = reader.read(cell)?;
        Some(when.time.map_or(when.date.to_string(), |time| format!("{} {time}", when.date)))
    }

    #[test]
    fn a_day_that_a_person_writes_means_one_or_none() {
        for text in
            ["2026-03-14", "14.3.2026", "14 March 2026", "March 14, 2026", "2026年3月14日", "14/3/2026", "3/14/2026"]
        {
            assert_eq!(one_day(text), Some(date(2026, 3, 14)), "{text}");
        }
        for text in ["3/4/2026", "14 March", "3月14日", "2026-02-30", "yesterday", "2026-03-14 18:30", ""] {
            assert_eq!(one_day(text), None, "{text}");
        }
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
            ("2026-03-04 18:30 Asia/Shanghai", "2026-03-04 11:30:00"),
            ("2026-07-04 18:30 Europe/Berlin", "2026-07-04 17:30:00"),
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
