//! An option of a command as a field of Discord's.

use serde_json::{Value, json};

use super::menu::{description, named, of_kind};
use crate::{Localised, MenuOption, OptionKind};

/// Values that Discord lists for an option.
pub(super) const CHOICES: usize = 25;
pub(super) const STRING: u8 = 3;
const INTEGER: u8 = 4;
const CHANNEL: u8 = 7;
const NUMBER: u8 = 10;
/// The largest whole number of a field: 2^53 - 1.
const MOST_INTEGER: u64 = (1 << 53) - 1;
/// Channels in which a bot can write: of text, of announcements, and the three kinds of threads.
const TEXT_CHANNELS: [u8; 5] = [0, 5, 10, 11, 12];

/// An option with what a person can put in.
pub(super) fn option(option: &MenuOption) -> Value {
    let named_after_itself = Localised { english: option.name.to_owned(), chinese: option.chinese.to_owned() };
    let value = named(option.name, option.chinese, &named_after_itself, Vec::new());
    let mut value = match option.kind {
        OptionKind::Words => of_kind(STRING, value),
        OptionKind::Whole { least, most } => {
            let mut value = of_kind(INTEGER, value);
            value["min_value"] = json!(least);
            if most <= MOST_INTEGER {
                value["max_value"] = json!(most);
            }
            value
        }
        OptionKind::Amount { most } => {
            let mut value = of_kind(NUMBER, value);
            (value["min_value"], value["max_value"]) = (json!(0), json!(most));
            value
        }
        OptionKind::Channel => {
            let mut value = of_kind(CHANNEL, value);
            value["channel_types"] = json!(TEXT_CHANNELS);
            value
        }
    };
    if option.required {
        value["required"] = json!(true);
    }
    if option.choices.len() > CHOICES {
        // With more values than Discord lists, those that fit what is typed are suggested.
        value["autocomplete"] = json!(true);
    } else if !option.choices.is_empty() {
        let choice = |(sent, read): &(&str, Localised)| {
            let short = |text: &str| description(text, sent);
            json!({ "name": short(&read.english), "name_localizations": { "zh-CN": short(&read.chinese) }, "value": sent })
        };
        value["choices"] = option.choices.iter().map(choice).collect();
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_holds_what_the_option_takes() {
        let field = |kind| {
            let field =
                option(&MenuOption { name: "count", chinese: "数量", required: false, kind, choices: Vec::new() });
            ["type", "min_value", "max_value", "channel_types"].map(|part| field[part].clone())
        };
        assert_eq!(field(OptionKind::Words), [json!(3), json!(null), json!(null), json!(null)]);
        assert_eq!(field(OptionKind::Whole { least: 1, most: 9 }), [json!(4), json!(1), json!(9), json!(null)]);
        let open = OptionKind::Whole { least: 0, most: u64::MAX };
        assert_eq!(field(open), [json!(4), json!(0), json!(null), json!(null)]);
        assert_eq!(field(OptionKind::Amount { most: 5 }), [json!(10), json!(0), json!(5), json!(null)]);
        assert_eq!(field(OptionKind::Channel), [json!(7), json!(null), json!(null), json!([0, 5, 10, 11, 12])]);
    }
}
