//! A cron line: minute, hour, day of the month, month, day of the week.

use std::fmt;

use jiff::civil::{Date, Time};

use super::{ScheduleError, Shape};

/// The numbers of a field, as bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Field {
    bits: u64,
    /// It is `*`, which matters between the two fields that name days.
    is_any: bool,
}

/// A line, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cron {
    minutes: Field,
    hours: Field,
    days: Field,
    months: Field,
    /// 0 for Sunday to 6.
    weekdays: Field,
}

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const WEEKDAYS: [&str; 7] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

impl Cron {
    /// Whether a text is meant as a cron line.
    pub(super) fn looks_like(text: &str) -> bool {
        let fields: Vec<&str> = text.split_whitespace().collect();
        let is_field = |field: &&str| field.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"*,-/".contains(&byte));
        let begins = |field: &&str| field.starts_with(|first: char| first == '*' || first.is_ascii_digit());
        fields.len() == 5 && fields.iter().all(is_field) && fields.iter().take(2).all(begins)
    }

    pub(super) fn read(text: &str) -> Result<Self, ScheduleError> {
        let mut fields = text.split_whitespace();
        let mut field = |range: (u8, u8), names: &[&str], first_name: u8| {
            Field::read(fields.next().unwrap_or_default(), range, names, first_name)
        };
        let (minutes, hours, days) = (field((0, 59), &[], 0)?, field((0, 23), &[], 0)?, field((1, 31), &[], 0)?);
        let months = field((1, 12), &MONTHS, 1)?;
        let mut weekdays = field((0, 7), &WEEKDAYS, 0)?;
        // 7 is Sunday, too.
        weekdays.bits = (weekdays.bits | weekdays.bits >> 7) & 0x7f;
        Ok(Self { minutes, hours, days, months, weekdays })
    }

    /// On days of the week (1 for Monday to 7; empty for all) or of the month.
    pub(super) fn at(time: Time, weekdays: &[u8], day: Option<u8>) -> Self {
        let one = |number: u8| Field { bits: 1 << number, is_any: false };
        let any = |first: u8, last: u8| Field {
            bits: (first..=last).fold(0, |bits, number| bits | 1 << number),
            is_any: true,
        };
        let named = weekdays.iter().fold(0, |bits, day| bits | 1 << (day % 7));
        let unsigned = |number: i8| number.unsigned_abs();
        Self {
            minutes: one(unsigned(time.minute())),
            hours: one(unsigned(time.hour())),
            days: day.map_or(any(1, 31), one),
            months: any(1, 12),
            weekdays: if weekdays.is_empty() { any(0, 6) } else { Field { bits: named, is_any: false } },
        }
    }

    /// Once in every hour.
    pub(super) fn hourly() -> Self {
        let daily = Self::at(Time::midnight(), &[], None);
        Self { hours: Field { bits: (1 << 24) - 1, is_any: true }, ..daily }
    }

    pub(super) fn is_on(&self, day: Date) -> bool {
        let by_month = self.days.has(day.day().unsigned_abs());
        let by_week = self.weekdays.has(day.weekday().to_sunday_zero_offset().unsigned_abs());
        // Where both name days, either is enough, as cron has it.
        let is_day = match (self.days.is_any, self.weekdays.is_any) {
            (false, false) => by_month || by_week,
            _ => by_month && by_week,
        };
        is_day && self.months.has(day.month().unsigned_abs())
    }

    /// The times of a day, in order.
    pub(super) fn times(&self) -> impl Iterator<Item = Time> + '_ {
        let hours = (0..24_i8).filter(|hour| self.hours.has(hour.unsigned_abs()));
        hours.flat_map(|hour| {
            let minutes = (0..60_i8).filter(|minute| self.minutes.has(minute.unsigned_abs()));
            minutes.filter_map(move |minute| Time::new(hour, minute, 0, 0).ok())
        })
    }

    pub(super) fn shape(&self) -> Shape {
        let mut times = self.times();
        let (Some(time), None, true) = (times.next(), times.next(), self.months.is_any) else { return Shape::Other };
        let days: Vec<u8> = (1..=7).filter(|day| self.weekdays.has(day % 7)).collect();
        match (self.days.is_any, self.weekdays.is_any) {
            (true, true) => Shape::Daily(time),
            (true, false) if days == [1, 2, 3, 4, 5] => Shape::Weekdays(time),
            (true, false) => Shape::Weekly(days, time),
            (false, true) if self.days.bits.count_ones() == 1 => {
                Shape::Monthly(self.days.bits.trailing_zeros() as u8, time)
            }
            _ => Shape::Other,
        }
    }
}

impl Field {
    /// `*`, `5`, `1-5`, `*/15`, `1-31/2`, names, and lists of them.
    fn read(text: &str, (first, last): (u8, u8), names: &[&str], first_name: u8) -> Result<Self, ScheduleError> {
        let wrong = || ScheduleError::Field(text.chars().take(40).collect());
        let number = |text: &str| -> Result<u8, ScheduleError> {
            let lower = text.to_ascii_lowercase();
            let named = names.iter().zip(first_name..).find(|(name, _)| **name == lower).map(|(_, number)| number);
            let number = named.or_else(|| text.parse().ok()).ok_or_else(wrong)?;
            if (first..=last).contains(&number) { Ok(number) } else { Err(wrong()) }
        };
        let mut bits = 0;
        for part in text.split(',') {
            let (range, step) = part.split_once('/').map_or((part, None), |(range, step)| (range, Some(step)));
            let step = step.map_or(Ok(1), |step| step.parse::<u8>().map_err(|_| wrong()))?;
            let (from, to) = match range.split_once('-') {
                _ if range == "*" => (first, last),
                Some((from, to)) => (number(from)?, number(to)?),
                // "5/15" is from 5 on, every 15.
                None if part.contains('/') => (number(range)?, last),
                None => (number(range)?, number(range)?),
            };
            if step == 0 || from > to {
                return Err(wrong());
            }
            bits = (from..=to).step_by(usize::from(step)).fold(bits, |bits, number| bits | 1 << number);
        }
        Ok(Self { bits, is_any: text == "*" })
    }

    fn has(self, number: u8) -> bool {
        self.bits >> number & 1 == 1
    }

    /// As a field again, with ranges.
    fn shown(self, last: u8) -> String {
        if self.is_any {
            return "*".to_owned();
        }
        let mut parts = Vec::new();
        let mut number = 0;
        while number <= last {
            if self.has(number) {
                let end = (number..=last).take_while(|next| self.has(*next)).last().unwrap_or(number);
                match end - number {
                    0 => parts.push(number.to_string()),
                    1 => parts.extend([number.to_string(), end.to_string()]),
                    _ => parts.push(format!("{number}-{end}")),
                }
                number = end;
            }
            number += 1;
        }
        parts.join(",")
    }
}

impl fmt::Display for Cron {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (minutes, hours, days) = (self.minutes.shown(59), self.hours.shown(23), self.days.shown(31));
        write!(out, "{minutes} {hours} {days} {} {}", self.months.shown(12), self.weekdays.shown(6))
    }
}
