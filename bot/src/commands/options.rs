//! Values of options, read and checked the same way for every command.

use std::fmt::Display;
use std::ops::RangeInclusive;
use std::str::FromStr;

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
        text.trim().parse().map_err(|_| Problem::new(sentence!("date-wrong", value = text), sentence!("date-help")))
    };
    text.map(read).transpose()
}

pub(crate) fn platform_option(name: Option<&str>) -> Result<Option<Platform>, Problem> {
    name.map(platform).transpose()
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
    let number = value.replace([',', '_'], "").parse().ok().filter(|number| range.contains(number));
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
