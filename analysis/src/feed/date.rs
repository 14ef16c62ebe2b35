//! Dates as feeds write them.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::fmt::rfc2822::DateTimeParser;
use jiff::tz::TimeZone;

/// Reads a date of RFC 2822 or 822, of RFC 3339 or another ISO form, or one in Chinese; without a zone it is UTC.
pub fn read_date(text: &str) -> Option<Timestamp> {
    const MAIL: DateTimeParser = DateTimeParser::new().relaxed_weekday(true);
    let text = text.trim();
    if text.is_empty() || text.len() > 80 {
        return None;
    }
    let utc = |date: DateTime| date.to_zoned_datetime(TimeZone::UTC).ok().map(|zoned| zoned.timestamp());
    let timestamp = || text.parse::<Timestamp>().ok();
    let mail = || {
        let zoned = with_offset(text).and_then(|text| MAIL.parse_timestamp(&text).ok());
        zoned.or_else(|| MAIL.parse_timestamp(text).ok())
    };
    let civil = || text.trim_end_matches(" UTC").trim_end_matches(" GMT").parse::<DateTime>().ok().and_then(utc);
    let day = || text.parse::<Date>().ok().and_then(|day| utc(day.at(0, 0, 0, 0)));
    let chinese = || {
        let numbers = text.replace(['年', '月', '/', '.'], "-").replace('日', "");
        let (day, time) = numbers.trim().split_once(' ').unwrap_or((numbers.trim(), ""));
        let mut parts = day.split('-').map(|part| part.trim().parse::<i16>().ok());
        let mut part = || parts.next().flatten();
        let day = Date::new(part()?, i8::try_from(part()?).ok()?, i8::try_from(part()?).ok()?).ok()?;
        let time = time.trim().parse::<jiff::civil::Time>().unwrap_or_default();
        utc(day.to_datetime(time))
    };
    timestamp().or_else(mail).or_else(civil).or_else(day).or_else(chinese)
}

/// A date of RFC 2822 with the offset in place of a zone's name that the RFC does not know, and would take for UTC.
fn with_offset(text: &str) -> Option<String> {
    let (rest, zone) = text.rsplit_once(' ')?;
    let offset = match zone {
        "CET" | "BST" | "IST" => "+0100",
        "CEST" | "EET" => "+0200",
        "JST" | "KST" => "+0900",
        _ => return None,
    };
    Some(format!("{rest} {offset}"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::read_date;

    #[test]
    fn the_forms_that_feeds_use_are_read() {
        for (text, date) in [
            ("Tue, 10 Nov 2026 10:05:00 GMT", "2026-11-10T10:05:00Z"),
            ("Tue, 10 Nov 2026 10:05:00 +0800", "2026-11-10T02:05:00Z"),
            // The wrong weekday.
            ("Mon, 10 Nov 2026 10:05 EST", "2026-11-10T15:05:00Z"),
            ("10 Nov 2026 10:05:00 CET", "2026-11-10T09:05:00Z"),
            ("2026-11-10T10:05:00Z", "2026-11-10T10:05:00Z"),
            ("2026-11-10T10:05:00.250+01:00", "2026-11-10T09:05:00.25Z"),
            ("2026-11-10 10:05:00", "2026-11-10T10:05:00Z"),
            ("2026-11-10", "2026-11-10T00:00:00Z"),
            ("2026年11月3日 08:30", "2026-11-03T08:30:00Z"),
            ("2026/11/3", "2026-11-03T00:00:00Z"),
        ] {
            assert_eq!(read_date(text).map(|date| date.to_string()).as_deref(), Some(date), "{text}");
        }
        for text in ["", "yesterday", "32 Nov 2026", "2026-13-01", "99999999999"] {
            assert_eq!(read_date(text), None, "{text}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn any_text_is_read_without_a_panic(text in any::<String>(), digits in "[0-9年月/. :-]{0,20}") {
            let _date = read_date(&text);
            let _digits = read_date(&digits);
        }
    }
}
