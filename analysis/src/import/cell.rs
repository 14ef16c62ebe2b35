//! Cells for counts and rates.

use super::number::{Number, read};
use super::outcome::Reason;

/// More than any platform counts.
const MOST: f64 = 1e13;

/// A whole number of at least 0, and whether it was only a lower bound.
pub(super) fn count(column: &str, value: &str) -> Result<(u64, bool), Reason> {
    let wrong = || (column.to_string(), shortened(value));
    match read(value) {
        Number::Value { value: number, percent: false, at_least } if number.abs() < MOST => {
            let (column, value) = wrong();
            let whole = number.round();
            match () {
                () if number < 0.0 => Err(Reason::Negative(column, value)),
                () if (number - whole).abs() > 1e-6 => Err(Reason::Fraction(column, value)),
                () => Ok((whole as u64, at_least)),
            }
        }
        _ => {
            let (column, value) = wrong();
            Err(Reason::NoNumber(column, value))
        }
    }
}

/// A rate in millionths. A number without a percent sign is a share up to 1 and percent above, unless its column's name
/// has the sign.
pub(super) fn rate((column, value): (&str, &str)) -> Result<u32, Reason> {
    let wrong = || (column.to_string(), shortened(value));
    let Number::Value { value: number, percent, .. } = read(value) else {
        let (column, value) = wrong();
        return Err(Reason::NoNumber(column, value));
    };
    let share = if !percent && (column.contains('%') || number > 1.0) { number / 100.0 } else { number };
    if share < 0.0 {
        let (column, value) = wrong();
        return Err(Reason::Negative(column, value));
    }
    if share > 100.0 {
        let (column, value) = wrong();
        return Err(Reason::NoNumber(column, value));
    }
    Ok((share * 1e6).round() as u32)
}

/// The beginning of a cell, for a report.
pub(super) fn shortened(cell: &str) -> String {
    let cell: String = cell.chars().filter(|c| !c.is_control()).collect();
    match cell.char_indices().nth(40) {
        Some((end, _)) => format!("{}…", cell.get(..end).unwrap_or_default()),
        None => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::{Reason, count, rate};

    #[test]
    fn counts_are_whole_and_not_negative() {
        assert_eq!(count("likes", "1.2K"), Ok((1200, false)));
        assert_eq!(count("阅读", "10万+"), Ok((100_000, true)));
        assert_eq!(count("likes", "12.5"), Err(Reason::Fraction("likes".into(), "12.5".into())));
        assert_eq!(count("likes", "-3"), Err(Reason::Negative("likes".into(), "-3".into())));
        assert_eq!(count("likes", "3,4 %"), Err(Reason::NoNumber("likes".into(), "3,4 %".into())));
    }

    #[test]
    fn rates_are_shares_or_percent() {
        for (column, value, ppm) in
            [("CTR", "3,4 %", 34_000), ("CTR", "0.034", 34_000), ("CTR", "3.4", 34_000), ("CTR (%)", "0.5", 5_000)]
        {
            assert_eq!(rate((column, value)), Ok(ppm), "{column} {value}");
        }
    }
}
