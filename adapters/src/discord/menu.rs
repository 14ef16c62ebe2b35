//! The bot's commands as Discord's slash commands, and back.

use serde_json::{Map, Value, json};

use crate::{CommandInput, Localised, MenuEntry, MenuOption};

/// The option that holds the words that are no option.
const TEXT: &str = "text";
/// Where a command has subcommands it can't be called alone: this subcommand is it.
const SHOW: &str = "show";
const NAME: usize = 32;
const DESCRIPTION: usize = 100;
const CHOICES: usize = 25;
const SUBCOMMAND: u8 = 1;
const STRING: u8 = 3;

/// The commands to register.
pub(super) fn commands(menu: &[MenuEntry]) -> Value {
    let mut families: Vec<&'static str> = Vec::new();
    for entry in menu {
        match entry.words.first() {
            Some(first) if !families.contains(first) => families.push(first),
            _ => {}
        }
    }
    families.into_iter().map(|first| command(first, menu)).collect()
}

/// The bot's words for what a person chose: a command's name, and its subcommand if it has one.
pub(super) fn input(
    menu: &[MenuEntry],
    name: &str,
    subcommand: Option<&str>,
    options: Vec<(String, String)>,
) -> CommandInput {
    let listed = |words: &[&str]| menu.iter().any(|entry| entry.words == words);
    let words = match subcommand {
        Some(SHOW) if !listed(&[name, SHOW]) => vec![name.to_owned()],
        Some(subcommand) => vec![name.to_owned(), subcommand.to_owned()],
        None => vec![name.to_owned()],
    };
    let (text, options): (Vec<_>, Vec<_>) = options.into_iter().partition(|(name, _)| name == TEXT);
    CommandInput { words, options, rest: text.into_iter().map(|(_, value)| value).collect() }
}

fn command(first: &'static str, menu: &[MenuEntry]) -> Value {
    let family: Vec<&MenuEntry> = menu.iter().filter(|entry| entry.words.first() == Some(&first)).collect();
    let alone = family.iter().find(|entry| entry.words.len() == 1);
    let chinese = family.first().and_then(|entry| entry.chinese.first()).copied().unwrap_or_default();
    if let (Some(entry), 1) = (alone, family.len()) {
        return named(first, chinese, &entry.summary, options(entry));
    }
    let subcommand = |entry: &&MenuEntry| match entry.words.as_slice() {
        [_, second, ..] => {
            let chinese = entry.chinese.get(1).copied().unwrap_or_default();
            Some(of_kind(SUBCOMMAND, named(second, chinese, &entry.summary, options(entry))))
        }
        // A family may have a `show` of its own; then that is what it shows.
        _ if family.iter().any(|entry| entry.words.get(1) == Some(&SHOW)) => None,
        _ => Some(of_kind(SUBCOMMAND, named(SHOW, "显示", &entry.summary, options(entry)))),
    };
    let subcommands = family.iter().filter_map(subcommand).collect();
    // People never read a family's own description: Discord shows those of its subcommands.
    let summary = alone.or(family.first()).map(|entry| &entry.summary);
    let none = Localised { english: first.to_owned(), chinese: first.to_owned() };
    named(first, chinese, summary.unwrap_or(&none), subcommands)
}

fn named(name: &str, chinese: &str, summary: &Localised, options: Vec<Value>) -> Value {
    let mut map = Map::new();
    map.insert("name".to_owned(), json!(name));
    if is_name(chinese) {
        map.insert("name_localizations".to_owned(), json!({ "zh-CN": chinese }));
    }
    map.insert("description".to_owned(), json!(description(&summary.english, name)));
    map.insert("description_localizations".to_owned(), json!({ "zh-CN": description(&summary.chinese, name) }));
    if !options.is_empty() {
        map.insert("options".to_owned(), Value::Array(options));
    }
    Value::Object(map)
}

fn of_kind(kind: u8, mut value: Value) -> Value {
    value["type"] = json!(kind);
    value
}

/// A command's own options, those that it needs first, as Discord demands.
fn options(entry: &MenuEntry) -> Vec<Value> {
    let (needed, others): (Vec<_>, Vec<_>) = entry.options.iter().partition(|option| option.required);
    let text = entry.rest.iter().map(|rest| {
        let mut text = of_kind(STRING, named(TEXT, "内容", rest, Vec::new()));
        text["required"] = json!(true);
        text
    });
    text.chain(needed.into_iter().map(option)).chain(others.into_iter().map(option)).collect()
}

fn option(option: &MenuOption) -> Value {
    let named_after_itself = Localised { english: option.name.to_owned(), chinese: option.chinese.to_owned() };
    let mut value = of_kind(STRING, named(option.name, option.chinese, &named_after_itself, Vec::new()));
    if option.required {
        value["required"] = json!(true);
    }
    // With more values than Discord lists, a person types one.
    if !option.choices.is_empty() && option.choices.len() <= CHOICES {
        let choice = |(sent, read): &(&str, Localised)| {
            let short = |text: &str| description(text, sent);
            json!({ "name": short(&read.english), "name_localizations": { "zh-CN": short(&read.chinese) }, "value": sent })
        };
        value["choices"] = option.choices.iter().map(choice).collect();
    }
    value
}

/// Whether Discord takes it as a name: one refused name, and no command at all is registered.
fn is_name(name: &str) -> bool {
    let allowed = |it: char| (it.is_alphanumeric() && !it.is_uppercase()) || it == '-' || it == '_';
    !name.is_empty() && name.chars().count() <= NAME && name.chars().all(allowed)
}

/// A description within its limit, cut at a word if it must be; never empty.
fn description(text: &str, instead: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() {
        return instead.to_owned();
    }
    if text.chars().count() <= DESCRIPTION {
        return text;
    }
    let cut: String = text.chars().take(DESCRIPTION - 1).collect();
    let whole_words = cut.rfind(' ').filter(|at| *at > cut.len() / 2).map_or(cut.as_str(), |at| &cut[..at]);
    format!("{whole_words}…")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(words: &[&'static str], rest: bool) -> MenuEntry {
        let text = |it: &str| Localised { english: it.to_owned(), chinese: format!("{it}（中文）") };
        let option = |name, required| MenuOption { name, chinese: "平台", required, choices: Vec::new() };
        MenuEntry {
            words: words.to_vec(),
            chinese: words.iter().map(|_| "往期").collect(),
            summary: text("Does it"),
            rest: rest.then(|| text("TOPIC")),
            asks: None,
            options: vec![option("count", false), option("platform", true)],
        }
    }

    #[test]
    fn what_is_needed_comes_first_and_what_is_no_option_is_an_option() {
        let commands = commands(&[entry(&["ideas"], true)]);
        let names: Vec<_> = commands[0]["options"].as_array().into_iter().flatten().map(|it| &it["name"]).collect();
        assert_eq!(names, ["text", "platform", "count"]);
        assert_eq!(commands[0]["options"][0]["required"], true);
        assert_eq!(commands[0]["options"][0]["description"], "TOPIC");
    }

    #[test]
    fn a_family_that_is_a_command_too_has_it_as_show_and_back() {
        let menu = [entry(&["prefs"], false), entry(&["prefs", "set"], true), entry(&["why"], false)];
        let commands = commands(&menu);
        assert_eq!(commands.as_array().map(Vec::len), Some(2));
        assert_eq!(commands[0]["options"][0]["name"], "show");
        assert_eq!(commands[0]["options"][1]["name"], "set");
        let words = |name, subcommand| input(&menu, name, subcommand, Vec::new()).words;
        assert_eq!(words("prefs", Some("show")), ["prefs"]);
        assert_eq!(words("prefs", Some("set")), ["prefs", "set"]);
        assert_eq!(words("why", None), ["why"]);
    }

    #[test]
    fn options_and_text_come_back_in_parts() {
        let options = vec![("platform".to_owned(), "x".to_owned()), ("text".to_owned(), "oat milk".to_owned())];
        let input = input(&[], "ideas", None, options);
        assert_eq!(input.options, [("platform".to_owned(), "x".to_owned())]);
        assert_eq!(input.rest, "oat milk");
    }

    #[test]
    fn a_long_description_is_cut_at_a_word_and_an_empty_one_is_the_name() {
        assert!(description(&"word ".repeat(40), "n").ends_with("word…"));
        assert_eq!(description(&"字".repeat(120), "n").chars().count(), 100);
        assert_eq!(description(" ", "ideas"), "ideas");
    }
}
