//! Periods as people and answers write them: `2026`, `2026-03`, `2026 Q2`, `2026年第一季度`, `March 2026`, `2026-01..2026-03`.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use crate::learning::day_number;

/// The first and the last day, as [`day_number`] counts them, of one period or of two with "..", "to" or "至" between.
pub(super) fn period(text: &str) -> Option<(i64, i64)> {
    let text = text.trim().to_lowercase();
    let one = |text: &str| days(text).map(|(first, last)| (day_number(first), day_number(last)));
    let Some((from, to)) = BETWEEN.iter().find_map(|sign| text.split_once(sign)) else { return one(&text) };
    let (from, to) = (from.trim(), to.trim());
    // "2026年1月至3月" names the year once.
    let of_the_same_year = || one(&format!("{}年{to}", from.split_once('年')?.0));
    let (first, last) = (one(from)?.0, one(to).or_else(of_the_same_year)?.1);
    (first <= last).then_some((first, last))
}

const BETWEEN: [&str; 5] = ["..", " to ", "至", "到", "–"];

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Each way to write a period; in what is found, the year, month, quarter and so on have their names.
static FORMS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    let year = r"(?<year>(?:19|2\d)\d\d)";
    let name = "(?<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)";
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

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::period;
    use crate::learning::day_number;

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
        ];
        for (text, first, last) in cases {
            assert_eq!(period(text), Some((day_number(first), day_number(last))), "{text}");
        }
        for text in [
            "2026-13",
            "latte",
            "..",
            "2026-Q5",
            "Q2",
            "March",
            "2026 9",
            "march of 2026",
            "how to brew",
            "2026-03..2026-01",
        ] {
            assert_eq!(period(text), None, "{text}");
        }
    }
}
