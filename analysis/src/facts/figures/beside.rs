//! What stands beside a number: its unit, what it counts, and words such as "before".

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::rate::rate;
use super::{Figure, last_characters};
use crate::facts::constant;
use crate::words::{Tagged, is_han, is_stop_word, stem, tagged};

/// Words behind a number that may say what it counts.
const WINDOW: usize = 3;
/// A line of the units: what stands behind a number, and what that is.
static UNITS: LazyLock<Vec<(Regex, &str)>> = LazyLock::new(|| {
    let lines = include_str!("../data/units.tsv").lines().filter(|line| !line.starts_with("# "));
    let lines = lines.filter_map(|line| line.split_once('\t'));
    lines.map(|(pattern, unit)| (constant(&format!(r"(?i)^[\s-]*(?:{pattern})")), unit)).collect()
});

/// The unit that a text begins with, and where it ends.
pub(super) fn unit_at(text: &str) -> Option<(usize, &'static str)> {
    UNITS.iter().find_map(|(pattern, unit)| Some((pattern.find(text)?.end(), *unit)))
}

/// "a litre" behind a half, and "of a litre" behind a quarter.
static OF_ONE: LazyLock<Regex> = LazyLock::new(|| constant(r"(?i)^\s+(?:of\s+)?(?:an?|the)\s+"));
/// Signs of feet and inches, where they end no quotation.
static OF_LENGTH: LazyLock<Regex> =
    LazyLock::new(|| constant(r#"^(?:(?P<inch>["”″])|(?P<foot>['’′]))(?:[^\p{L}\p{N}]|$)"#));

/// The unit that a sign behind a number stands for, if it closes nothing that was opened on its line.
fn sign_of_length(before: &str, behind: &str) -> Option<(usize, &'static str)> {
    let found = OF_LENGTH.captures(behind)?;
    let line = before.rsplit('\n').next().unwrap_or_default();
    let is_open = |signs: [char; 2]| {
        let opens = |(at, sign): &(usize, char)| {
            let before = line.get(..*at).and_then(|it| it.chars().next_back());
            signs.contains(sign) && before.is_none_or(|c| !c.is_alphanumeric())
        };
        line.char_indices().filter(opens).count() > 0
    };
    let (sign, unit, signs) = match found.name("inch") {
        Some(sign) => (sign, "inch", ['"', '“']),
        None => (found.name("foot")?, "foot", ['\'', '‘']),
    };
    (!is_open(signs)).then_some((sign.end(), unit))
}

/// What stands before a number, what behind it, and what that means.
static RELATIONS: LazyLock<Vec<(Regex, Regex, &str)>> = LazyLock::new(|| {
    let lines = include_str!("../data/relations.tsv").lines().filter(|line| !line.starts_with("# "));
    let row = |line: &'static str| {
        let mut fields = line.split('\t');
        let (before, behind, name) = (fields.next()?, fields.next()?, fields.next()?);
        let (latin, han): (Vec<&str>, Vec<&str>) = before.split('|').partition(|it| it.is_ascii());
        let none = "[^\\s\\S]";
        let either = |all: Vec<&str>| if all.is_empty() { none.to_string() } else { all.join("|") };
        // "Ask about the 12 seats" is no estimate.
        let article = if matches!(name, "before" | "after") { r"(?:\s+the)?" } else { "" };
        let before = format!(r"(?i)(?:\b(?:{}){article}|(?:{}))\s*[$€£¥]?\s*$", either(latin), either(han));
        let behind = if behind == "-" { none } else { behind };
        Some((constant(&before), constant(&format!(r"(?i)^\s*(?:{behind})")), name))
    };
    lines.filter_map(row).collect()
});

/// Adds what stands around a number.
pub(super) fn describe(text: &str, figure: &mut Figure) {
    let before = text.get(..figure.at.start).unwrap_or_default();
    let mut behind = text.get(figure.at.end..).unwrap_or_default();
    let near = last_characters(before, 40);
    figure.ordinal |= before.ends_with('第');
    let currency = [('$', "usd"), ('€', "eur"), ('£', "gbp"), ('¥', "cny")];
    let sign = near.trim_end().chars().next_back();
    let of_sign = currency.iter().find(|(own, _)| Some(*own) == sign).map(|(_, unit)| *unit);
    let codes = [("usd", "usd"), ("eur", "eur"), ("gbp", "gbp"), ("rmb", "cny"), ("cny", "cny")];
    let lower = near.trim_end().to_lowercase();
    let of_code = codes.iter().find(|(code, _)| lower.ends_with(code)).map(|(_, unit)| *unit);
    let scales = [("华氏", "fahrenheit"), ("摄氏", "celsius")];
    let of_scale = scales.iter().find(|(scale, _)| lower.ends_with(scale)).map(|(_, unit)| *unit);
    figure.unit = figure.unit.or(of_sign).or(of_code).or(of_scale);
    if let Some(one) = OF_ONE.find(behind).filter(|_| figure.is_part()) {
        behind = behind.get(one.end()..).unwrap_or_default();
    }
    let suffix = unit_at(behind).or_else(|| sign_of_length(before, behind).filter(|_| !figure.spelled));
    if let (Some((end, unit)), None) = (suffix, figure.unit) {
        figure.unit = Some(unit);
        figure.text = format!("{}{}", figure.text, behind.get(..end).unwrap_or_default());
        behind = behind.get(end..).unwrap_or_default();
    } else if let Some(sign) = sign.filter(|_| of_sign.is_some()) {
        figure.text = format!("{sign}{}", figure.text);
    }
    if before.ends_with('第') {
        figure.text = format!("第{}", figure.text);
    }
    if let Some((rate, end)) = figure.unit.and_then(|unit| rate(before, behind, unit)) {
        figure.rate = Some(rate);
        behind = behind.get(end..).unwrap_or_default();
    }
    let relation = RELATIONS.iter().find_map(|(left, right, name)| {
        let beside = left.find(&near).map(|it| it.as_str().trim());
        if let Some(words) = beside {
            return Some((*name, Some(words.to_string())));
        }
        right.is_match(behind).then_some((*name, None))
    });
    if let Some((name, words)) = relation {
        figure.relation = Some(name);
        if let Some(words) = words {
            let space = if words.ends_with(is_han) && figure.text.starts_with(is_han) { "" } else { " " };
            let words = words.trim_end_matches(['$', '€', '£', '¥']);
            figure.text = format!("{words}{space}{}", figure.text);
        }
    }
    let start = behind.trim_start();
    figure.what = match (start.starts_with(is_han), figure.unit) {
        // Behind 五点 or 39 元 the sentence goes on.
        (true, Some(_)) => Vec::new(),
        (true, None) => counted_chinese(start),
        (false, _) => counted_english(behind),
    };
    figure.content = content(behind, &figure.what);
    if figure.unit.is_none()
        && let Some(first) = figure.what.first()
    {
        // Up to what is counted: "30 small loaves".
        let words = start.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|word| !word.is_empty());
        let before = words.clone().take_while(|word| stem(&word.to_lowercase()) != *first).count();
        let words: Vec<&str> = words.take(before + 1).take(WINDOW + 1).collect();
        let words = words.join(" ");
        let named = if first.contains(is_han) { first.as_str() } else { words.as_str() };
        let space =
            if first.contains(is_han) && !figure.text.ends_with(|c: char| c.is_ascii_digit()) { "" } else { " " };
        figure.text = format!("{}{space}{named}", figure.text);
    }
}

/// Adjectives, which say nothing of what is counted.
static ADJECTIVES: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    let lines = include_str!("../data/adjectives.txt").lines().filter(|line| !line.starts_with("# "));
    lines.flat_map(str::split_whitespace).collect()
});

/// The words right behind a number, up to one that carries nothing, without adjectives where something else follows them.
fn counted_english(behind: &str) -> Vec<String> {
    let clause = behind.split(['.', ',', ';', ':', '!', '?', '\n', '(', ')', '–', '—', '。', '，', '！', '？']).next();
    let words =
        clause.unwrap_or_default().split(|c: char| c.is_whitespace() || c == '-').filter(|word| !word.is_empty());
    let (mut what, mut described) = (Vec::new(), None);
    for word in words {
        let lower: String = word.to_lowercase().trim_matches(|c: char| !c.is_alphanumeric()).to_string();
        if lower == "of" && what.is_empty() {
            continue;
        }
        if what.is_empty() && ADJECTIVES.contains(lower.as_str()) {
            described.get_or_insert(lower);
            continue;
        }
        if lower.is_empty() || is_stop_word(&lower) || lower.contains(|c: char| c.is_numeric() || is_han(c)) {
            break;
        }
        what.push(stem(&lower).into_owned());
        if what.len() == WINDOW {
            break;
        }
    }
    if what.is_empty() { described.iter().map(|it| stem(it).into_owned()).collect() } else { what }
}

/// What a measure is full of: tea in "2 cups of green tea"; or what a share is taken off.
fn content(behind: &str, what: &[String]) -> Vec<String> {
    let of = OF.find(behind).filter(|_| what.len() == 1).or_else(|| OFF.find(behind));
    of.and_then(|of| behind.get(of.end()..)).map(counted_english).unwrap_or_default()
}

/// The word behind a number, and what says that something is in it.
static OF: LazyLock<Regex> =
    LazyLock::new(|| constant(r"(?i)^[\s-]*(?:[a-z]+\s+){1,2}of\s+(?:the |our |your |this )?"));
static OFF: LazyLock<Regex> =
    LazyLock::new(|| constant(r"(?i)^\s*off\s+(?:of )?(?:all |any |every )?(?:the |our |your |this )?"));

/// The measure word behind a number, and the noun behind that.
fn counted_chinese(behind: &str) -> Vec<String> {
    let clause: String = behind.chars().take_while(|&c| is_han(c)).take(8).collect();
    let mut characters = clause.chars();
    let measure: String = characters.next().into_iter().collect();
    let rest: String = characters.collect();
    // 三十个小面包: bread is counted, whatever its size.
    let is_described = |word: &&Tagged<'_>| word.tag.starts_with('a') || "大小新老热冷".contains(word.text);
    let words = tagged(&rest);
    let noun =
        words.iter().find(|word| !is_described(word)).filter(|word| word.tag.starts_with('n') || word.text == rest);
    let noun = noun.map(|word| word.text.to_string());
    std::iter::once(measure).chain(noun).collect()
}

/// What stands before or behind words at `at` and changes what they say, such as "before".
pub(in crate::facts) fn relation_at(text: &str, at: Range<usize>) -> Option<&'static str> {
    let near = last_characters(text.get(..at.start).unwrap_or_default(), 40);
    let behind = text.get(at.end..).unwrap_or_default();
    let beside = |(left, right, _): &&(Regex, Regex, &str)| left.is_match(&near) || right.is_match(behind);
    RELATIONS.iter().find(beside).map(|(_, _, name)| *name)
}
