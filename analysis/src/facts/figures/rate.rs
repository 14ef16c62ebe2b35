//! What a number is for: a kilo in "$5/kg" and 每公斤 5 元, a slice in "4 euros a slice".

use std::sync::LazyLock;

use regex::Regex;

use super::beside::unit_at;
use crate::facts::constant;
use crate::facts::stance::MEASURES;
use crate::words::{is_han, is_stop_word, stem};

/// What stands before the thing, behind a number with a unit or a sign of a currency.
static BEHIND: LazyLock<Regex> = LazyLock::new(|| constant(r"(?i)^\s*(?:[/／]|(?:per|an?|each|every)\b|每|一)\s*"));
/// The thing, before a number.
static BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    constant(r"(?:每|一)(?P<thing>\p{Han}{1,3}?)(?:只要|仅售|仅需|只需|仅|只|需|售价|售|卖|要|是|：|:)?\s*[$€£¥]?\s*$")
});

static EACH: LazyLock<Regex> = LazyLock::new(|| constant(r"(?i)^\s*(?:each|apiece)\b"));
/// What prices are for beside what is counted.
const MORE_MEASURES: &str = "节课袋盘桶串颗枚套对晚站页根片粒打箱听罐餐顿位组间户桌";

/// What a rate is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Rate {
    /// A unit, as the figures name it.
    Unit(&'static str),
    /// Another thing: an English stem, or a Chinese measure word.
    Thing(String),
}

/// Measures of a single thing as it is sold: a latte for 28 元 is 28 元一杯.
const SINGLE: [&str; 19] = [
    "杯", "个", "只", "件", "瓶", "碗", "张", "条", "块", "支", "本", "枚", "颗", "片", "cup", "mug", "piec", "item",
    "ticket",
];

impl Rate {
    /// Whether a price that says nothing can be for it.
    fn is_single(&self) -> bool {
        matches!(self, Self::Thing(thing) if SINGLE.contains(&thing.as_str()))
    }

    /// Whether two figures are for the same. One that says nothing may be for a single thing, and for nothing else: "$5" is not "$5 a
    /// kilo", and "$300" not "$300 a class".
    pub(super) fn is_same(one: Option<&Self>, other: Option<&Self>) -> bool {
        match (one, other) {
            (Some(it), None) | (None, Some(it)) => it.is_single(),
            _ => one == other,
        }
    }
}

/// Units of money, which may be for anything; all others are for another unit: "60 km/h", yet "at 10 am a band plays".
const MONEY: [&str; 8] = ["usd", "eur", "gbp", "cny", "jpy", "hkd", "twd", "cent"];

/// What stands before and behind a number with its unit says that it is for something; and where that ends behind it.
pub(super) fn rate(before: &str, behind: &str, unit: &str) -> Option<(Rate, usize)> {
    let is_money = MONEY.contains(&unit);
    if let Some(found) = BEHIND.find(behind) {
        let rest = behind.get(found.end()..).unwrap_or_default();
        if let Some((rate, end)) = thing(rest).filter(|(it, _)| is_money || matches!(it, Rate::Unit(_))) {
            return Some((rate, found.end() + end));
        }
    }
    if let Some(found) = EACH.find(behind).filter(|_| is_money) {
        return Some((Rate::Thing("each".into()), found.end()));
    }
    if !is_money {
        return None;
    }
    let line = before.rsplit(['\n', '，', '。', ',', '；', '！', '？']).next().unwrap_or_default();
    BEFORE.captures(line).and_then(|found| thing(&found["thing"])).map(|(rate, _)| (rate, 0))
}

/// The unit, measure word or noun that a text begins with, and where it ends.
fn thing(text: &str) -> Option<(Rate, usize)> {
    if let Some((end, unit)) = unit_at(text) {
        return Some((Rate::Unit(unit), end));
    }
    if let Some(measure) = text.chars().next().filter(|&c| is_han(c)) {
        let is_measure = MEASURES.contains(measure) || MORE_MEASURES.contains(measure);
        return is_measure.then(|| (Rate::Thing(measure.to_string()), measure.len_utf8()));
    }
    let word: String = text.chars().take_while(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
    let is_noun = word.chars().count() > 1 && !is_stop_word(&word) && word.chars().all(char::is_alphabetic);
    is_noun.then(|| (Rate::Thing(stem(&word).into_owned()), word.len()))
}
