//! Times of day and their zones, as people and platforms write them; what a cell with a date is taken apart into.

use std::sync::LazyLock;

use jiff::civil::Time;
use jiff::tz::{Offset, TimeZone, TimeZoneDatabase};
use unicode_normalization::UnicodeNormalization;

/// Longer cells hold no date.
pub(super) const LONGEST: usize = 60;

/// Zones by their names, as they come with the program: nothing is read from the machine.
static NAMED: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

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

/// A cell in pieces: runs of digits, runs of letters, and what stands between them.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Piece {
    Number(u32, usize),
    Word(String),
    Mark(char),
}

/// The zone of a name: `Europe/Berlin`, or a short one that means one offset everywhere.
pub(super) fn zone(name: &str) -> Option<TimeZone> {
    match ZONES.iter().find(|(short, _)| short.eq_ignore_ascii_case(name)) {
        Some((_, hours)) => Offset::from_hours(*hours).ok().map(TimeZone::fixed),
        None if name.contains('/') => NAMED.get(name).ok(),
        None => None,
    }
}

/// Whether a cell is a time of day and nothing else.
pub(super) fn is_clock(cell: &str) -> bool {
    let plain: String = cell.trim().nfkc().take(LONGEST).collect();
    let time = || time_of(&pieces(&plain)?)?.0;
    plain.contains([':', '点', '时']) && time().is_some()
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
pub(super) fn time_of(rest: &[Piece]) -> Option<(Option<Time>, Option<Offset>)> {
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

/// Takes a cell apart; `None` if a number is too long.
pub(super) fn pieces(cell: &str) -> Option<Vec<Piece>> {
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
