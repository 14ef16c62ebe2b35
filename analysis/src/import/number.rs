//! Numbers as people and platforms write them.

use unicode_normalization::UnicodeNormalization;

/// What a cell for a number holds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Number {
    /// Nothing was measured.
    Missing,
    /// A value; percent are divided by 100.
    Value {
        /// The number.
        value: f64,
        /// Whether it was written with a percent sign.
        percent: bool,
        /// Whether it was written "100,000+": at least.
        at_least: bool,
    },
    /// Not a number.
    Unreadable,
}

/// What stands where nothing was measured.
const MISSING: [&str; 18] = [
    "", "-", "--", "—", "–", "/", "n/a", "na", "n.a.", "null", "none", "nil", "nan", "#n/a", "无", "暂无", "未知",
    "缺失",
];

/// Those of them that say of a thing that it was not there, rather than that nobody knows.
const NONE: [&str; 11] = ["-", "--", "—", "–", "/", "n/a", "na", "n.a.", "none", "nil", "无"];

/// Whether a cell says nothing, not even that there was none.
pub(super) fn is_untold(cell: &str) -> bool {
    is_missing(cell) && !NONE.contains(&cell.trim().to_lowercase().as_str())
}

/// Whether a cell says that there is nothing.
pub(super) fn is_missing(cell: &str) -> bool {
    let cell = cell.trim().to_lowercase();
    MISSING.contains(&cell.as_str())
}

/// Reads `1,234`, `1.234`, `1 234`, `1'234`, `1.2K`, `3,4 %`, `1.2万`, `10万+`, `１２`. A dot or comma before exactly three
/// digits at the end separates thousands, unless a unit follows.
pub(super) fn read(cell: &str) -> Number {
    if is_missing(cell) {
        return Number::Missing;
    }
    // NFKC makes full-width digits, letters and signs plain, and no-break spaces spaces.
    let plain: String = cell.nfkc().filter(|c| !c.is_whitespace() && !matches!(c, '\'' | '’' | '_')).collect();
    let plain = plain.to_lowercase().replace('−', "-");
    let (plain, percent) = match plain.strip_suffix('%').or_else(|| plain.strip_prefix('%')) {
        Some(rest) => (rest.to_string(), true),
        None => (plain, false),
    };
    let (plain, at_least) = match plain.strip_suffix('+') {
        Some(rest) => (rest, true),
        None => (plain.as_str(), false),
    };
    let (digits, factor) = scaled(plain);
    let Some(value) = decimal(digits, factor == 1.0 && !percent) else { return Number::Unreadable };
    let value = value * factor / if percent { 100.0 } else { 1.0 };
    Number::Value { value, percent, at_least }
}

/// The number without its unit, and what the unit stands for.
fn scaled(text: &str) -> (&str, f64) {
    const UNITS: [(&str, f64); 14] = [
        ("thousand", 1e3),
        ("million", 1e6),
        ("billion", 1e9),
        ("mio", 1e6),
        ("亿", 1e8),
        ("百万", 1e6),
        ("千万", 1e7),
        ("万", 1e4),
        ("千", 1e3),
        ("w", 1e4),
        ("k", 1e3),
        ("m", 1e6),
        ("b", 1e9),
        ("次", 1.0),
    ];
    UNITS.iter().find_map(|(unit, factor)| Some((text.strip_suffix(unit)?, *factor))).unwrap_or((text, 1.0))
}

/// `thousands`: whether three digits behind a single separator are thousands.
fn decimal(text: &str, thousands: bool) -> Option<f64> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    if digits.is_empty()
        || !digits.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        || !digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b','))
    {
        return None;
    }
    let (dots, commas) = (digits.matches('.').count(), digits.matches(',').count());
    let groups = |separator: char| {
        let mut parts = digits.split(separator);
        let first = parts.next().map_or(0, str::len);
        (1..=3).contains(&first) && parts.all(|part| part.len() == 3) && !digits.starts_with('0')
    };
    let plain = match (dots, commas) {
        (0, 0) => digits.to_string(),
        (_, 0) if groups('.') && (dots > 1 || thousands) => digits.replace('.', ""),
        (0, _) if groups(',') && (commas > 1 || thousands) => digits.replace(',', ""),
        (1, 0) => digits.to_string(),
        (0, 1) => digits.replace(',', "."),
        // Both: the last one is the decimal point.
        (_, 1) if digits.rfind(',') > digits.rfind('.') => digits.replace('.', "").replace(',', "."),
        (1, _) if digits.rfind('.') > digits.rfind(',') => digits.replace(',', ""),
        _ => return None,
    };
    let value: f64 = plain.parse().ok()?;
    Some(if negative { -value } else { value })
}

#[cfg(test)]
mod tests {
    use super::{Number, read};

    #[test]
    fn numbers_are_read_as_people_write_them() {
        let cases = [
            ("12", 12.0),
            ("1,234", 1234.0),
            ("1.234", 1234.0),
            ("1.234.567", 1_234_567.0),
            ("1,234,567.0", 1_234_567.0),
            ("1.234,5", 1234.5),
            ("1 234", 1234.0),
            ("1\u{202F}234", 1234.0),
            ("1'234", 1234.0),
            ("1.2K", 1200.0),
            ("1,2k", 1200.0),
            ("3.5M", 3_500_000.0),
            ("1.2万", 12_000.0),
            ("1.2 w", 12_000.0),
            ("3亿", 300_000_000.0),
            ("10万+", 100_000.0),
            ("１２３", 123.0),
            ("3,4 %", 0.034),
            ("3.456%", 0.03456),
            ("-5", -5.0),
            ("0.125", 0.125),
            ("12.5", 12.5),
        ];
        for (cell, expected) in cases {
            match read(cell) {
                Number::Value { value, percent, at_least } => {
                    assert!((value - expected).abs() < 1e-6, "{cell}: {value}");
                    assert_eq!((percent, at_least), (cell.contains('%'), cell.contains('+')), "{cell}");
                }
                other => panic!("{cell}: {other:?}"),
            }
        }
    }

    #[test]
    fn a_missing_number_is_missing_and_words_are_no_number() {
        for cell in ["", " ", "-", "—", "N/A", "null", "暂无"] {
            assert_eq!(read(cell), Number::Missing, "{cell}");
        }
        for cell in ["many", "12 likes", "1.2.3", "1,2,3", "=1+1", "12-3", "K", ",5"] {
            assert_eq!(read(cell), Number::Unreadable, "{cell}");
        }
    }
}
