//! Spelled numbers: English words and Chinese numerals, as what they come to.

use std::collections::HashMap;
use std::sync::LazyLock;

/// A word of an English number.
#[derive(Debug, Clone, Copy)]
enum Part {
    /// It is added.
    Add(f64),
    /// What stands before it is multiplied.
    Times(f64),
}

static ENGLISH: LazyLock<HashMap<&str, Part>> = LazyLock::new(|| {
    let lines = include_str!("data/english_numbers.tsv").lines().filter_map(|line| line.split_once('\t'));
    let part = |value: &str| match value.strip_prefix('*') {
        Some(times) => times.parse().map(Part::Times),
        None => value.parse().map(Part::Add),
    };
    lines.filter_map(|(word, value)| Some((word, part(value).ok()?))).collect()
});

static ORDINALS: LazyLock<HashMap<&str, &str>> =
    LazyLock::new(|| include_str!("data/ordinals.tsv").lines().filter_map(|line| line.split_once('\t')).collect());

/// The words that English numbers are made of, for a pattern.
pub(super) fn english_words() -> String {
    longest_first(ENGLISH.keys().copied())
}

/// The ordinal words, for a pattern.
pub(super) fn ordinal_words() -> String {
    longest_first(ORDINALS.keys().copied())
}

fn longest_first<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let mut words: Vec<&str> = words.collect();
    words.sort_by_key(|word| (std::cmp::Reverse(word.len()), *word));
    words.join("|")
}

/// What "twenty-five", "two hundred and five" or "half a dozen" comes to.
pub(super) fn english(words: &str) -> Option<f64> {
    let lower = words.to_lowercase();
    let (mut sum, mut part, mut any) = (0.0, 0.0, false);
    for word in lower.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| !matches!(*word, "" | "and" | "a")) {
        match (word, ENGLISH.get(word)) {
            ("half", _) => part += 0.5,
            (_, Some(Part::Add(value))) => part += value,
            (_, Some(Part::Times(value))) if *value >= 1000.0 => {
                sum += if part == 0.0 { 1.0 } else { part } * value;
                part = 0.0;
            }
            (_, Some(Part::Times(value))) => part = if part == 0.0 { 1.0 } else { part } * value,
            (_, None) => return None,
        }
        any = true;
    }
    any.then_some(sum + part)
}

/// The value of an ordinal word.
pub(super) fn ordinal(word: &str) -> Option<&'static str> {
    ORDINALS.get(word.to_lowercase().as_str()).copied()
}

/// Whether a character stands for a number in Chinese.
pub(super) fn is_numeral(c: char) -> bool {
    digit(c).is_some() || scale(c).is_some() || c == '半'
}

/// What 三十五, 两百, 一万二 or 半 comes to.
pub(super) fn chinese(numerals: &str) -> Option<f64> {
    let has_scale = numerals.chars().any(|c| scale(c).is_some());
    if !has_scale && numerals.chars().count() > 1 && numerals.chars().all(|c| digit(c).is_some()) {
        // 二〇二六: read one by one.
        return Some(numerals.chars().filter_map(digit).fold(0.0, |value, digit| value * 10.0 + digit));
    }
    let (mut sum, mut part, mut last) = (0.0, 0.0, 0.0);
    for c in numerals.chars() {
        match (digit(c), scale(c)) {
            (Some(value), _) => last = value,
            (_, Some(value)) if value >= 10_000.0 => {
                let before: f64 = part + last;
                sum += if before == 0.0 { 1.0 } else { before } * value;
                (part, last) = (0.0, 0.0);
            }
            (_, Some(value)) => {
                part += if last == 0.0 { 1.0 } else { last } * value;
                last = 0.0;
            }
            (None, None) if c == '半' => last += 0.5,
            (None, None) => return None,
        }
    }
    Some(sum + part + last)
}

fn digit(c: char) -> Option<f64> {
    let place = match c {
        '零' | '〇' => 0,
        '两' | '俩' => 2,
        '仨' => 3,
        '壹' => 1,
        '贰' => 2,
        '叁' => 3,
        '肆' => 4,
        '伍' => 5,
        _ => "〇一二三四五六七八九".chars().position(|own| own == c)?,
    };
    Some(place as f64)
}

fn scale(c: char) -> Option<f64> {
    Some(match c {
        '十' | '拾' => 10.0,
        '百' | '佰' => 100.0,
        '千' | '仟' => 1_000.0,
        '万' => 10_000.0,
        '亿' => 100_000_000.0,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{chinese, english};

    #[test]
    fn spelled_numbers_are_read() {
        for (words, value) in [
            ("twenty-five", 25.0),
            ("two hundred and five", 205.0),
            ("three thousand", 3000.0),
            ("a dozen", 12.0),
            ("half a dozen", 6.0),
            ("half", 0.5),
        ] {
            assert_eq!(english(words), Some(value), "{words}");
        }
        for (words, value) in
            [("三十", 30.0), ("十五", 15.0), ("两百零五", 205.0), ("一万", 10_000.0), ("半", 0.5), ("二〇二六", 2026.0)]
        {
            assert_eq!(chinese(words), Some(value), "{words}");
        }
    }
}
