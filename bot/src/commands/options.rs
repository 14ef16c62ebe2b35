//! Values of options, read and checked the same way for every command.

use std::fmt::Display;
use std::ops::RangeInclusive;
use std::str::FromStr;

use copydesk_analysis::import::one_day;
use copydesk_analysis::{Language, Platform};
use jiff::civil::Date;

use super::all;
use crate::nearest::nearest;
use crate::texts::{Problem, Value, sentence};

/// The platform of this name.
///
/// # Errors
/// That there is none, with the nearest name and all of them.
pub fn platform(name: &str) -> Result<Platform, Problem> {
    Platform::from_name(name).ok_or_else(|| {
        let ids: Vec<&str> = Platform::all().map(Platform::id).collect();
        let message = sentence!("platform-unknown", name = name);
        let names = Platform::all()
            .flat_map(|platform| std::iter::once(platform.id()).chain(platform.aliases().iter().copied()));
        match nearest(name, names) {
            Some(near) => Problem::new(message, sentence!("did-you-mean", name = near, names = ids)),
            None => Problem::new(message, sentence!("i-know", names = ids)),
        }
    })
}

/// An option's name as its reader types it.
pub fn option_name(name: &'static str) -> Value {
    let option = all().flat_map(|spec| spec.options).find(|option| option.name == name);
    Value::Bilingual(name, option.map_or(name, |option| option.chinese))
}

/// A day, if given.
pub(crate) fn date_option(text: Option<&str>) -> Result<Option<Date>, Problem> {
    let read = |text: &str| {
        one_day(text).ok_or_else(|| Problem::new(sentence!("date-wrong", value = text), sentence!("date-help")))
    };
    text.map(read).transpose()
}

pub(crate) fn platform_option(name: Option<&str>) -> Result<Option<Platform>, Problem> {
    name.map(platform).transpose()
}

/// `1.2K` and `1.2万` as the digits that they stand for, as platforms write their counts; else the text itself.
fn whole(text: &str) -> String {
    const SIGNS: [(char, usize); 6] = [('k', 3), ('K', 3), ('m', 6), ('M', 6), ('万', 4), ('亿', 8)];
    let written = || {
        let (_, zeros) = SIGNS.into_iter().find(|(sign, _)| text.ends_with(*sign))?;
        let digits = text.trim().strip_suffix(|c: char| SIGNS.iter().any(|(sign, _)| *sign == c))?;
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let is_number = !whole.is_empty() && whole.chars().chain(fraction.chars()).all(|c| c.is_ascii_digit());
        (is_number && fraction.len() <= zeros).then(|| format!("{whole}{fraction:0<zeros$}"))
    };
    written().unwrap_or_else(|| text.to_string())
}

/// A whole number within a range, if given.
pub(crate) fn number_option<T>(
    name: &'static str,
    value: Option<&str>,
    range: RangeInclusive<T>,
) -> Result<Option<T>, Problem>
where
    T: FromStr + PartialOrd + Display,
{
    number_option_named(option_name(name), value, range)
}

/// The same for an option whose Chinese name is another than that of the same option of other commands.
pub(crate) fn number_option_named<T>(
    name: Value,
    value: Option<&str>,
    range: RangeInclusive<T>,
) -> Result<Option<T>, Problem>
where
    T: FromStr + PartialOrd + Display,
{
    let Some(value) = value else { return Ok(None) };
    // "1,200" is how people write it.
    let number = whole(&value.replace([',', '_', '，'], "")).parse().ok().filter(|number| range.contains(number));
    number.map(Some).ok_or_else(|| {
        let (least, most) = (range.start().to_string(), range.end().to_string());
        Problem::new(
            sentence!("number-wrong", name = name.clone(), value = value),
            sentence!("number-help", name = name, least = least, most = most),
        )
    })
}

pub(crate) fn language_option(code: Option<&str>) -> Result<Option<Language>, Problem> {
    let Some(code) = code else { return Ok(None) };
    let named = match code.trim().to_lowercase().as_str() {
        "english" | "英文" | "英语" => Some(Language::English),
        "chinese" | "中文" | "汉语" | "简体中文" => Some(Language::Chinese),
        code => Language::from_code(code),
    };
    named.map(Some).ok_or_else(|| {
        let codes: Vec<&str> = Language::ALL.iter().map(|language| language.code()).collect();
        Problem::new(sentence!("language-unknown", code = code), sentence!("i-know", names = codes))
    })
}

/// Refuses more clicks than impressions, which nobody has.
///
/// # Errors
/// A sentence with both.
pub fn possible(impressions: Option<u64>, clicks: Option<u64>) -> Result<(), Problem> {
    match (impressions, clicks) {
        (Some(impressions), Some(clicks)) if clicks > impressions => Err(Problem::new(
            sentence!("numbers-impossible", clicks = clicks, impressions = impressions),
            sentence!("numbers-impossible-help"),
        )),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::whole;

    #[test]
    fn counts_are_read_as_platforms_write_them() {
        let cases = [
            ("1.2K", "1200"),
            ("3m", "3000000"),
            ("1.2万", "12000"),
            ("890", "890"),
            ("1.23456K", "1.23456K"),
            ("K", "K"),
        ];
        for (written, meant) in cases {
            assert_eq!(whole(written), meant);
        }
    }
}
