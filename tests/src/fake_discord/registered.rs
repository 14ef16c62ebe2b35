//! What Discord takes as a bot's commands.

use serde_json::{Map, Value};

use super::fields::{CHANNELS, INTEGER, MOST, NUMBER};
use super::limits::{Refusal, at_most, few, invalid, length, list, needed};

/// Characters over all names, descriptions and values of a command.
const COMMAND_TOTAL: usize = 8_000;
/// An option that holds words.
const STRING: u64 = 3;
/// Commands in the menu of a message.
const ON_MESSAGE: u64 = 3;

/// The commands of a bot.
pub(super) fn commands(commands: &Value) -> Result<(), Refusal> {
    let on_messages: Value = list(commands).iter().filter(|it| it["type"] == ON_MESSAGE).cloned().collect();
    few("commands", &on_messages, 5)?;
    few("commands", commands, 100 + list(&on_messages).len())?;
    list(commands).iter().enumerate().try_for_each(|(at, it)| {
        let path = at.to_string();
        if it["type"] == ON_MESSAGE {
            return on_message(&path, it);
        }
        if total(it) > COMMAND_TOTAL {
            let why = "Command exceeds maximum size (8000)";
            return Err(invalid(&path, "APPLICATION_COMMAND_TOO_LARGE", why));
        }
        command(&path, it)
    })
}

/// What a command takes of [`COMMAND_TOTAL`]: of each text the longest of its languages.
fn total(it: &Value) -> usize {
    let longest = |part: &str| {
        let all = it[format!("{part}_localizations")].as_object().into_iter().flat_map(Map::values);
        all.chain([&it[part]]).map(length).max().unwrap_or_default()
    };
    let inner = list(&it["options"]).iter().chain(list(&it["choices"])).map(total).sum::<usize>();
    longest("name") + longest("description") + length(&it["value"]) + inner
}

/// A command in the menu of a message has a name of any characters, and nothing else.
fn on_message(path: &str, it: &Value) -> Result<(), Refusal> {
    let names = it["name_localizations"].as_object().into_iter().flat_map(Map::values);
    for name in std::iter::once(&it["name"]).chain(names) {
        needed(&format!("{path}.name"), name)?;
        at_most(&format!("{path}.name"), name, 32)?;
    }
    if length(&it["description"]) > 0 || !list(&it["options"]).is_empty() {
        let why = "Context menu commands cannot have description";
        return Err(invalid(path, "APPLICATION_COMMAND_TYPE_INVALID", why));
    }
    Ok(())
}

/// What belongs to the kind of an option, and to no other.
fn field(path: &str, it: &Value) -> Result<(), Refusal> {
    let kind = it["type"].as_u64().unwrap_or_default();
    let refused = |part: &str, why: &str| Err(invalid(&format!("{path}.{part}"), "BASE_TYPE_BAD_TYPE", why));
    for part in ["min_value", "max_value"] {
        let bound = &it[part];
        let fits = match kind {
            INTEGER => bound.is_i64() || bound.is_u64(),
            NUMBER => bound.is_number(),
            _ => false,
        };
        if !(bound.is_null() || fits && bound.as_f64().is_some_and(|it| it.abs() <= MOST)) {
            return refused(part, "The bound is not of the option's type");
        }
    }
    if it["min_value"].as_f64().zip(it["max_value"].as_f64()).is_some_and(|(least, most)| least > most) {
        return refused("min_value", "min_value must be less than or equal to max_value");
    }
    if !it["channel_types"].is_null() && kind != CHANNELS {
        return refused("channel_types", "Only channel options have channel types");
    }
    let chosen = !list(&it["choices"]).is_empty() || it["autocomplete"] == true;
    if chosen && ![STRING, INTEGER, NUMBER].contains(&kind) {
        return refused("choices", "Options of this type have no choices");
    }
    for (at, choice) in list(&it["choices"]).iter().enumerate() {
        if choice["value"].is_string() != (kind == STRING) {
            return refused(&format!("choices.{at}.value"), "The value is not of the option's type");
        }
    }
    Ok(())
}

fn command(path: &str, it: &Value) -> Result<(), Refusal> {
    let names = it["name_localizations"].as_object().into_iter().flat_map(Map::values);
    for name in std::iter::once(&it["name"]).chain(names) {
        let allowed = |it: char| (it.is_alphanumeric() && !it.is_uppercase()) || it == '-' || it == '_';
        if !(1..=32).contains(&length(name)) || !name.as_str().unwrap_or_default().chars().all(allowed) {
            return Err(invalid(
                &format!("{path}.name"),
                "APPLICATION_COMMAND_INVALID_NAME",
                "Command name is invalid",
            ));
        }
    }
    let described = it["description_localizations"].as_object().into_iter().flat_map(Map::values);
    for description in std::iter::once(&it["description"]).chain(described) {
        needed(&format!("{path}.description"), description)?;
        at_most(&format!("{path}.description"), description, 100)?;
    }
    few(&format!("{path}.options"), &it["options"], 25)?;
    few(&format!("{path}.choices"), &it["choices"], 25)?;
    for (at, choice) in list(&it["choices"]).iter().enumerate() {
        for part in ["name", "value"] {
            needed(&format!("{path}.choices.{at}.{part}"), &choice[part])?;
            at_most(&format!("{path}.choices.{at}.{part}"), &choice[part], 100)?;
        }
        for name in choice["name_localizations"].as_object().into_iter().flat_map(Map::values) {
            needed(&format!("{path}.choices.{at}.name_localizations"), name)?;
            at_most(&format!("{path}.choices.{at}.name_localizations"), name, 100)?;
        }
    }
    field(path, it)?;
    if it["autocomplete"] == true && !list(&it["choices"]).is_empty() {
        let why = "Autocomplete can't be used with choices";
        return Err(invalid(path, "APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_INVALID", why));
    }
    let mut optional = false;
    let mut names = Vec::new();
    for (at, option) in list(&it["options"]).iter().enumerate() {
        let path = format!("{path}.options.{at}");
        command(&path, option)?;
        if names.contains(&&option["name"]) {
            return Err(invalid(&path, "APPLICATION_COMMAND_OPTIONS_NAME_INVALID", "Option names must be unique"));
        }
        names.push(&option["name"]);
        if option["required"] == true && optional {
            let why = "Required options must be placed before non-required options";
            return Err(invalid(&path, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", why));
        }
        optional |= option["required"] != true && option["type"] != 1;
        let kinds: Vec<bool> = list(&it["options"]).iter().map(|it| it["type"] == 1).collect();
        if !option["type"].is_u64() || kinds.iter().any(|kind| *kind != kinds[0]) {
            let why = "Sub-command and sub-command group option types are mutually exclusive to all other types";
            return Err(invalid(&path, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", why));
        }
    }
    Ok(())
}
