//! The numbers of a text, in digits and in words, and what each is.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::Figure;
use super::beside::describe;
use crate::facts::constant;
use crate::facts::numbers::{chinese, english, english_words, is_numeral, ordinal, ordinal_words};
use crate::facts::stance::MEASURES;
use crate::words::{is_han, tagged};

/// Units of a length of time: "a week" is a figure though its number is one.
const SPANS: [&str; 7] = ["second", "minute", "hour", "day", "week", "month", "year"];

/// What is looked for in the characters of a text.
static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    let (words, ordinals) = (english_words(), ordinal_words());
    constant(&format!(
        r"(?i)(?P<percent>百分之[零〇一二三四五六七八九十百两半]+)|(?P<share>[零〇一二三四五六七八九十百两]+分之[一二三四五六七八九十百两]+|\b(?:an?|one|two|three|four|five)[ -](?:thirds?|quarters?|fifths?|eighths?|tenths?)\b)|(?P<digits>\d+(?:[.,:]\d+)*)(?P<nth>st\b|nd\b|rd\b|th\b)?(?P<scale>\s?(?:k\b|thousand\b|million\b|billion\b|mn\b|bn\b|[万亿千百]))?|(?P<fold>\bfactor of (?:{words}|\d+)\b|\b(?:{words}|several|many)[\s-]?fold\b|\b(?:several|many|multiple|countless) times (?:more|as|the|faster|better|higher|larger|over)\b)|(?P<rough>成千上万|成百上千|千千万万|(?:数|几|好几)(?:十|百|千|万|亿)(?:万|亿)?|上(?:百|千|万|亿)(?:万|亿)?|(?:数|几|好几|成)倍|\b(?:a )?(?:couple of|few|several) (?:hundreds?|thousands?|millions?|billions?|dozens?)\b|\b(?:tens|hundreds|thousands) of (?:thousands|millions)\b)|(?P<doubling>翻了?一?[倍番])|(?P<majority>绝?大?多数|绝?大部分|多半|大半|过半|半数|\b(?:an? |the )?(?:(?:vast|large|great|overwhelming|clear|slim) )?majority\b|\bmost (?:of|people|readers|users|customers|clients|followers|guests|visitors|viewers|buyers|shoppers|brands|posts|teams|companies)\b)|\b(?P<vague>dozens|hundreds|thousands|millions|billions|decades)\b|\b(?P<times>twice|thrice|doubled?|doubling|doubles|tripled?|triples|tripling|trebled?|trebles|quadrupl(?:e|es|ed|ing))\b|(?P<a>\ban?\s+(?:second|minute|hour|day|week|month|year|decade|century)\b)|\b(?P<english>half an? dozen|half|(?:an?\s+)?(?:{words})(?:[\s-]+(?:and\s+)?(?:{words}))*)\b|\b(?P<ordinal>{ordinals})\b|(?P<han>[零〇一二三四五六七八九十百千万亿两俩仨壹贰叁肆伍拾佰仟半]+)"
    ))
});

static HAN_WORDS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| include_str!("../data/han_words.txt").lines().filter(|line| !line.starts_with("# ")).collect());

/// The figures of a text, in order.
pub(super) fn figures(text: &str) -> Vec<Figure> {
    let text = narrow(text);
    let words = if text.contains(is_han) { tagged(&text) } else { Vec::new() };
    let counts_nothing = |range: &Range<usize>| {
        words.iter().any(|word| {
            let is_around = word.at.start <= range.start && word.at.end >= range.end;
            let is_counted = word.text.chars().count() == 2
                && word.text.starts_with(is_numeral)
                && word.text.ends_with(|c: char| MEASURES.contains(c));
            let is_number =
                is_counted || word.text.chars().all(is_numeral) || matches!(word.tag, "m" | "mq" | "t" | "q" | "x");
            is_around && (HAN_WORDS.contains(word.text) || (word.is_known && !is_number))
        })
    };
    let mut all: Vec<Figure> = Vec::new();
    for found in NUMBER.captures_iter(&text) {
        let Some(whole) = found.get(0) else { continue };
        let part = |name: &str| found.name(name).map(|it| it.as_str());
        // 周五: a day, which is compared as one.
        let before = text.get(..whole.start()).unwrap_or_default();
        let is_day = whole.len() == '五'.len_utf8() && ["周", "星期", "礼拜"].iter().any(|it| before.ends_with(it));
        if part("han").is_some() && (is_day || counts_nothing(&whole.range())) {
            continue;
        }
        let mut figure = Figure {
            value: String::new(),
            ordinal: part("nth").is_some(),
            spelled: true,
            unit: None,
            relation: None,
            what: Vec::new(),
            content: Vec::new(),
            rate: None,
            text: whole.as_str().to_string(),
            at: whole.range(),
        };
        if let Some(digits) = part("digits") {
            figure.spelled = false;
            figure.value = scaled(&plain(digits), part("scale").map(str::trim));
        } else if let Some(percent) = part("percent") {
            let numerals = percent.trim_start_matches("百分之");
            (figure.value, figure.unit) = (chinese(numerals).map(shown).unwrap_or_default(), Some("percent"));
        } else if let Some(share) = part("share") {
            figure.value = share.to_lowercase();
        } else if let Some(words) = part("fold") {
            let lower = words.to_lowercase();
            let number = lower.trim_start_matches("factor of ").trim_end_matches("fold").trim_end_matches([' ', '-']);
            let value =
                if number.starts_with(|c: char| c.is_ascii_digit()) { None } else { english(number).map(shown) };
            let several =
                || if number.ends_with(|c: char| c.is_ascii_digit()) { number } else { "several" }.to_string();
            (figure.value, figure.unit) = (value.unwrap_or_else(several), Some("times"));
        } else if part("doubling").is_some() {
            (figure.value, figure.unit) = ("2".into(), Some("times"));
        } else if part("majority").is_some() {
            figure.value = "majority".into();
        } else if let Some(rough) = part("rough") {
            figure.value = rough.to_lowercase().trim_start_matches("a ").to_string();
        } else if let Some(vague) = part("vague") {
            figure.value = vague.to_lowercase();
        } else if let Some(times) = part("times") {
            let value = match times.to_lowercase().as_str() {
                "twice" => "2",
                four if four.starts_with('q') => "4",
                three if three.starts_with('t') => "3",
                _ => "2",
            };
            (figure.value, figure.unit) = (value.into(), Some("times"));
        } else if let Some(span) = part("a") {
            let unit = SPANS.iter().find(|unit| span.to_lowercase().ends_with(**unit));
            (figure.value, figure.unit) = ("1".into(), unit.copied().or(Some("year")));
        } else if let Some(words) = part("english") {
            figure.value = english(words).map(shown).unwrap_or_default();
        } else if let Some(word) = part("ordinal") {
            (figure.value, figure.ordinal) = (ordinal(word).unwrap_or_default().into(), true);
        } else if let Some(numerals) = part("han") {
            figure.value = chinese(numerals).map(shown).unwrap_or_default();
        }
        describe(&text, &mut figure);
        // "£12 a month" is one figure.
        let is_rate = part("a").is_some() && all.last().is_some_and(|it| it.is_for(&figure));
        if !is_rate {
            all.push(figure);
        }
    }
    all
}

/// Full-width digits and signs as narrow ones.
pub(super) fn narrow(text: &str) -> String {
    let one = |c: char| match c {
        '０'..='９' | '％' | '＄' | '／' | '＋' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '￥' => '¥',
        '￡' => '£',
        _ => c,
    };
    text.chars()
        .map(one)
        .collect::<String>()
        .replace('½', " half ")
        .replace('¼', " a quarter ")
        .replace('¾', " three quarters ")
}

/// A number in digits without separators of thousands, and without zeros that say nothing.
fn plain(digits: &str) -> String {
    static THOUSANDS: LazyLock<Regex> = LazyLock::new(|| constant(r"^\d{1,3}(?:,\d{3})+(?:\.\d+)?$"));
    let plain = if THOUSANDS.is_match(digits) { digits.replace(',', "") } else { digits.to_string() };
    let plain = plain.strip_suffix(":00").map(str::to_string).unwrap_or(plain);
    match plain.split_once('.') {
        Some((whole, rest)) if !rest.contains('.') && rest.chars().all(|c| c == '0') => whole.to_string(),
        Some((_, rest)) if !rest.contains(['.', ':', ',']) => plain.trim_end_matches('0').to_string(),
        _ => plain,
    }
}

fn scaled(digits: &str, scale: Option<&str>) -> String {
    let times = match scale.map(str::to_lowercase).as_deref() {
        Some("k" | "thousand" | "千") => 1e3,
        Some("million" | "mn") => 1e6,
        Some("billion" | "bn") => 1e9,
        Some("百") => 1e2,
        Some("万") => 1e4,
        Some("亿") => 1e8,
        _ => return digits.to_string(),
    };
    digits.parse::<f64>().map_or_else(|_| digits.to_string(), |value| shown(value * times))
}

fn shown(value: f64) -> String {
    format!("{value}")
}
