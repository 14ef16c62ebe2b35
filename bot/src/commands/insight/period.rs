//! Periods as people and answers write them: `2026`, `2026-03`, `2026 Q2`, `2026年第一季度`, `March 2026`, `2026-01..2026-03`,
//! `last month`, `上个月`.

use std::sync::LazyLock;

use jiff::ToSpan;
use jiff::civil::Date;
use regex::Regex;

use crate::learning::day_number;

/// The first and the last day, as [`day_number`] counts them, of one period or of two with "..", "to" or "至" between, as of `today`.
pub(super) fn period(text: &str, today: Date) -> Option<(i64, i64)> {
    let text = text.trim().to_lowercase();
    let one = |text: &str| {
        days(text).or_else(|| told_from(text, today)).map(|(first, last)| (day_number(first), day_number(last)))
    };
    let Some((from, to)) = BETWEEN.iter().find_map(|sign| text.split_once(sign)) else { return one(&text) };
    let (from, to) = (from.trim(), to.trim());
    // "2026年1月至3月" names the year once.
    let of_the_same_year = || one(&format!("{}年{to}", from.split_once('年')?.0));
    let (first, last) = (one(from)?.0, one(to).or_else(of_the_same_year)?.1);
    (first <= last).then_some((first, last))
}

/// A month without its year: of this year, or of the last one where it is yet to come; in Chinese perhaps with 今年 or 去年.
pub(super) fn month_of_this_year(text: &str, today: Date) -> Option<(i64, i64)> {
    let found = MONTH.captures(text.trim())?;
    let part = |name: &str| found.name(name).map(|it| it.as_str());
    let place = |(place, _): (usize, _)| place + 1;
    let of_numeral = |written: &str| NUMERALS.iter().enumerate().find(|(_, it)| **it == written).map(place);
    let of_name = |written: &str| MONTHS.iter().enumerate().find(|(_, it)| written.starts_with(**it)).map(place);
    let month = part("month").and_then(|it| it.parse::<usize>().ok()).or_else(|| part("numeral").and_then(of_numeral));
    let month = i8::try_from(month.or_else(|| part("name").and_then(of_name))?).ok()?;
    let is_past = match part("year") {
        Some(year) => year == "去年",
        None => month > today.month(),
    };
    let first = Date::new(today.year() - i16::from(is_past), month, 1).ok()?;
    Some((day_number(first), day_number(first.last_of_month())))
}

const NUMERALS: [&str; 12] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"];

static MONTH: LazyLock<Regex> = LazyLock::new(|| {
    let chinese = r"(?<year>今年|去年)?\s*(?:(?<month>\d{1,2})|(?<numeral>十?[一二]|[三四五六七八九十]))\s*月份?";
    let pattern = format!("^(?:{chinese}|{NAME})$");
    Regex::new(&pattern).expect("the pattern is constant")
});

/// The names of months.
const NAME: &str = "(?<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)";

const BETWEEN: [&str; 5] = ["..", " to ", "至", "到", "–"];

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Each way to write a period; in what is found, the year, month, quarter and so on have their names.
static FORMS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    let year = r"(?<year>(?:19|2\d)\d\d)";
    let name = NAME;
    let forms = [
        format!(r"^{year}\s*年?$"),
        format!(r"^{year}[-/.](?<month>\d{{1,2}})(?:[-/.](?<day>\d{{1,2}}))?$"),
        format!(r"^{year}\s*年\s*(?<month>\d{{1,2}})\s*月(?:\s*(?<day>\d{{1,2}})\s*[日号])?$"),
        format!(r"^{year}\s*[-年]?\s*q(?<quarter>[1-4])$"),
        format!(r"^q(?<quarter>[1-4])[\s-]*{year}$"),
        format!(r"^{year}\s*年?\s*第?\s*(?<quarter>[1-4一二三四])\s*季度?$"),
        format!(r"^{name}\.?,?[\s-]+{year}$"),
        format!(r"^{year}[\s-]+{name}\.?$"),
    ];
    forms.iter().map(|form| Regex::new(form).expect("the patterns are constant")).collect()
});

/// The first and the last day of one period.
fn days(text: &str) -> Option<(Date, Date)> {
    let found = FORMS.iter().find_map(|form| form.captures(text))?;
    let part = |name: &str| found.name(name).map(|it| it.as_str());
    let number = |name: &str| part(name).and_then(|it| it.parse::<i8>().ok());
    let year: i16 = part("year")?.parse().ok()?;
    let named = || MONTHS.iter().zip(1_i8..).find(|(short, _)| part("name").is_some_and(|it| it.starts_with(*short)));
    let quarter = |text: &str| "1234".find(text).or_else(|| "一二三四".chars().position(|it| text.starts_with(it)));
    if let Some(place) = part("quarter").and_then(quarter) {
        let first = Date::new(year, i8::try_from(place).ok()? * 3 + 1, 1).ok()?;
        return Some((first, Date::new(year, first.month() + 2, 1).ok()?.last_of_month()));
    }
    match (number("month").or_else(|| named().map(|(_, month)| month)), number("day")) {
        (Some(month), Some(day)) => Date::new(year, month, day).ok().map(|date| (date, date)),
        (Some(month), None) => Date::new(year, month, 1).ok().map(|first| (first, first.last_of_month())),
        (None, _) => Some((Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?)),
    }
}

/// A week from Monday on, a month, a quarter or a year, told from today.
static TOLD_FROM: LazyLock<Regex> = LazyLock::new(|| {
    let english = r"(?<which>this|last|previous) (?<what>week|month|quarter|year)";
    let chinese = r"(?<before>上上个?|上一?个?|这个?|本|今|去|前)(?<unit>周|星期|礼拜|月|季度?|年)";
    Regex::new(&format!("^(?:{english}|{chinese})$")).expect("the pattern is constant")
});

fn told_from(text: &str, today: Date) -> Option<(Date, Date)> {
    let found = TOLD_FROM.captures(text)?;
    let part = |name: &str| found.name(name).map_or("", |it| it.as_str());
    let unit = match (part("what"), part("unit").chars().next()) {
        ("week", _) | (_, Some('周' | '星' | '礼')) => 'w',
        ("month", _) | (_, Some('月')) => 'm',
        ("quarter", _) | (_, Some('季')) => 'q',
        _ => 'y',
    };
    let back = match (part("which"), part("before")) {
        ("last" | "previous", _) | (_, "去") => 1,
        (_, "前") => 2,
        (_, before) if before.starts_with("上上") => 2,
        (_, before) if before.starts_with('上') => 1,
        _ => 0,
    };
    // 去月 and 前周 are no words.
    if matches!(part("before"), "去" | "今" | "前") && unit != 'y' {
        return None;
    }
    let months = |first: Date, long: i32| {
        let first = first.checked_add((-long * back).months()).ok()?;
        Some((first, first.checked_add((long - 1).months()).ok()?.last_of_month()))
    };
    match unit {
        'w' => {
            let days = i32::from(today.weekday().to_monday_zero_offset()) + 7 * back;
            let first = today.checked_add((-days).days()).ok()?;
            Some((first, first.checked_add(6.days()).ok()?))
        }
        'm' => months(today.first_of_month(), 1),
        'q' => months(Date::new(today.year(), (today.month() - 1) / 3 * 3 + 1, 1).ok()?, 3),
        _ => months(today.first_of_year(), 12),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{month_of_this_year, period};
    use crate::learning::day_number;

    #[test]
    fn a_month_without_its_year_is_the_last_one_that_has_begun() {
        for (text, year, month) in [
            ("10月", 2026, 10),
            ("十一月", 2026, 11),
            ("十二月", 2025, 12),
            ("3月份", 2026, 3),
            ("去年十月", 2025, 10),
            ("december", 2025, 12),
            ("oct", 2026, 10),
        ] {
            let first = date(year, month, 1);
            let expected = Some((day_number(first), day_number(first.last_of_month())));
            assert_eq!(month_of_this_year(text, date(2026, 11, 27)), expected, "{text}");
        }
        for text in ["13月", "月", "月饼", "十月围城", "marching", "0月"] {
            assert_eq!(month_of_this_year(text, date(2026, 11, 27)), None, "{text}");
        }
    }

    #[test]
    fn periods_are_read_in_the_forms_that_people_and_answers_write() {
        let cases = [
            ("2026-02", date(2026, 2, 1), date(2026, 2, 28)),
            ("2026/9", date(2026, 9, 1), date(2026, 9, 30)),
            ("2025", date(2025, 1, 1), date(2025, 12, 31)),
            ("2025年", date(2025, 1, 1), date(2025, 12, 31)),
            ("2026-03-14", date(2026, 3, 14), date(2026, 3, 14)),
            ("2026年9月5日", date(2026, 9, 5), date(2026, 9, 5)),
            ("2026-01..2026-03", date(2026, 1, 1), date(2026, 3, 31)),
            ("2026-01-05 to 2026-03-04", date(2026, 1, 5), date(2026, 3, 4)),
            ("2026年1月至3月", date(2026, 1, 1), date(2026, 3, 31)),
            ("2024-Q1", date(2024, 1, 1), date(2024, 3, 31)),
            ("2024 Q2", date(2024, 4, 1), date(2024, 6, 30)),
            ("q4 2025", date(2025, 10, 1), date(2025, 12, 31)),
            ("2025 Q3..2025 Q4", date(2025, 7, 1), date(2025, 12, 31)),
            ("2026年9月", date(2026, 9, 1), date(2026, 9, 30)),
            ("2026年第一季度", date(2026, 1, 1), date(2026, 3, 31)),
            ("2026 年第 4 季度", date(2026, 10, 1), date(2026, 12, 31)),
            ("2026年二季度", date(2026, 4, 1), date(2026, 6, 30)),
            ("September 2026", date(2026, 9, 1), date(2026, 9, 30)),
            ("2026 sept", date(2026, 9, 1), date(2026, 9, 30)),
            ("Feb 2024", date(2024, 2, 1), date(2024, 2, 29)),
            ("last month", date(2026, 10, 1), date(2026, 10, 31)),
            ("This week", date(2026, 11, 23), date(2026, 11, 29)),
            ("previous quarter", date(2026, 7, 1), date(2026, 9, 30)),
            ("last year", date(2025, 1, 1), date(2025, 12, 31)),
            ("上个月", date(2026, 10, 1), date(2026, 10, 31)),
            ("这个月", date(2026, 11, 1), date(2026, 11, 30)),
            ("本周", date(2026, 11, 23), date(2026, 11, 29)),
            ("上上周", date(2026, 11, 9), date(2026, 11, 15)),
            ("去年", date(2025, 1, 1), date(2025, 12, 31)),
            ("上季度", date(2026, 7, 1), date(2026, 9, 30)),
        ];
        for (text, first, last) in cases {
            assert_eq!(period(text, date(2026, 11, 27)), Some((day_number(first), day_number(last))), "{text}");
        }
        for text in [
            "2026-13",
            "latte",
            "..",
            "2026-Q5",
            "Q2",
            "去月",
            "last latte",
            "March",
            "2026 9",
            "march of 2026",
            "how to brew",
            "2026-03..2026-01",
        ] {
            assert_eq!(period(text, date(2026, 11, 27)), None, "{text}");
        }
    }
}
