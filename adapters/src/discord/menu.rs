//! The bot's commands as Discord's, and back: slash commands, and those in the menu of a message.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::option::{STRING, option};
use crate::begun::Begun;
use crate::{CommandInput, Localised, MenuEntry, MenuOption};

/// The option that holds the words that are no option, in English and Chinese.
pub const WORDS_OPTION: [&str; 2] = [TEXT, "内容"];
/// The option that holds a file, in English and Chinese.
pub const FILE_OPTION: [&str; 2] = ["file", "文件"];
pub(super) const TEXT: &str = "text";
/// What a form carries that stands before its words. No option has such a name.
pub(super) const BEFORE: &str = "~";
/// Where a command has subcommands it can't be called alone: this subcommand is it.
const SHOW: &str = "show";
const NAME: usize = 32;
const DESCRIPTION: usize = 100;
const SUBCOMMAND: u8 = 1;
const ATTACHMENT: u8 = 11;
const ON_MESSAGE: u8 = 3;

/// A command in the menu of a message: what it is given are the message's own words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageCommand {
    /// The command's words; where the menu has none with these, nothing is listed.
    pub words: Vec<&'static str>,
    /// What people read, such as "Ideas from this": at most 32 characters.
    pub name: Localised,
    /// A longer message is cut to this many characters: at a paragraph or sentence, if there is one.
    pub most: usize,
}

/// The first of a command's words, where it comes from a list: it becomes an option before the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstWord {
    /// The command's words.
    pub words: Vec<&'static str>,
    /// The option; its value is put before the other words.
    pub option: MenuOption,
}

/// All that is registered.
#[derive(Debug)]
pub(super) struct Commands {
    pub(super) menu: Vec<MenuEntry>,
    pub(super) on_messages: Vec<MessageCommand>,
    pub(super) first_words: Vec<FirstWord>,
    /// Endings of files that are read.
    pub(super) endings: Vec<&'static str>,
}

/// A command that a person chose, and what they gave to it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Chosen {
    pub(super) words: Vec<String>,
    pub(super) options: Vec<(String, String)>,
    /// The value of a [`FirstWord`], empty if there is none.
    #[serde(default)]
    pub(super) first: String,
    pub(super) rest: String,
}

impl Chosen {
    /// As the bot takes it.
    pub(super) fn input(self) -> CommandInput {
        let rest = [self.first, self.rest].into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" ");
        CommandInput { words: self.words, options: self.options, rest }
    }

    /// As a person would have written it.
    pub(super) fn written(self) -> String {
        let quoted = |value: &str| {
            // Fields need no quotes; who gives them gets them once.
            let inner = value.strip_prefix('"').and_then(|it| it.strip_suffix('"')).filter(|it| !it.contains('"'));
            let value = inner.unwrap_or(value);
            let plain =
                !value.is_empty() && !value.contains(|it: char| it.is_whitespace() || "\"“”「」=＝".contains(it));
            if plain { value.to_owned() } else { format!("\"{}\"", value.replace('"', "”")) }
        };
        let CommandInput { words, options, rest } = self.input();
        let options = options.iter().map(|(name, value)| format!("{name}={}", quoted(value)));
        let parts = std::iter::once(format!("/{}", words.join(" "))).chain(options).chain([rest]);
        parts.filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" ")
    }
}

impl Commands {
    /// What is registered, as Discord takes it.
    pub(super) fn json(&self) -> Value {
        let mut families: Vec<&'static str> = Vec::new();
        for entry in &self.menu {
            match entry.words.first() {
                Some(first) if !families.contains(first) => families.push(first),
                _ => {}
            }
        }
        let on_messages = self.on_messages.iter().filter(|it| self.menu.iter().any(|entry| entry.words == it.words));
        let on_messages = on_messages.map(|it| {
            let name = json!({ "zh-CN": it.name.chinese });
            json!({ "type": ON_MESSAGE, "name": it.name.english, "name_localizations": name })
        });
        families.into_iter().map(|first| self.family(first)).chain(on_messages).collect()
    }

    /// The command with these words.
    pub(super) fn entry(&self, words: &[String]) -> Option<&MenuEntry> {
        self.menu.iter().find(|entry| entry.words == words)
    }

    /// Whether a command can be given a file.
    pub(super) fn takes_file(&self, words: &[String]) -> bool {
        self.entry(words).is_some_and(|entry| entry.file.is_some())
    }

    /// Whether files with this name are read.
    pub(super) fn reads(&self, name: &str) -> bool {
        crate::files::reads(&self.endings, name)
    }

    /// The option that holds the first of a command's words.
    pub(super) fn first_word(&self, words: &[impl AsRef<str>]) -> Option<&MenuOption> {
        let of = |it: &&FirstWord| it.words.iter().copied().eq(words.iter().map(AsRef::as_ref));
        self.first_words.iter().find(of).map(|it| &it.option)
    }

    /// The bot's words for a command's name, and its subcommand if it has one.
    pub(super) fn words(&self, name: &str, subcommand: Option<&str>) -> Vec<String> {
        let own_show = || self.menu.iter().any(|entry| entry.words == [name, SHOW]);
        let second = subcommand.filter(|it| *it != SHOW || own_show());
        std::iter::once(name).chain(second).map(str::to_owned).collect()
    }

    /// The command of a button that still wants words.
    pub(super) fn of_button(&self, action: &str) -> Option<Chosen> {
        let Begun { entry, options, words: first } = Begun::of_button(&self.menu, action)?;
        let words = entry.words.iter().map(|it| (*it).to_owned()).collect();
        Some(Chosen { words, options, first, rest: String::new() })
    }

    /// What a person chose and gave.
    pub(super) fn chosen(&self, words: Vec<String>, options: Vec<(String, String)>) -> Chosen {
        let first_word = self.first_word(&words).map(|it| it.name);
        let mut chosen = Chosen { words, ..Chosen::default() };
        for (name, value) in options {
            match name.as_str() {
                TEXT => chosen.rest = value,
                BEFORE => chosen.first = value,
                name if Some(name) == first_word => chosen.first = value,
                _ => chosen.options.push((name, value)),
            }
        }
        chosen
    }

    /// The command that a button writes out, if it lacks only the words that a form asks for.
    pub(super) fn pressed(&self, action: &str) -> Option<Chosen> {
        let written: Vec<&str> = action.strip_prefix('/')?.split_whitespace().collect();
        let entry = self.menu.iter().filter(|it| written.starts_with(&it.words)).max_by_key(|it| it.words.len())?;
        let words = entry.words.iter().map(|it| (*it).to_owned()).collect();
        let is_first = |word: &str| {
            self.first_word(&entry.words).is_some_and(|it| it.choices.iter().any(|(sent, _)| *sent == word))
        };
        match written.get(entry.words.len()..)? {
            [] => Some(Chosen { words, ..Chosen::default() }),
            [first] if is_first(first) => Some(Chosen { words, first: (*first).to_owned(), ..Chosen::default() }),
            _ => None,
        }
    }

    /// What a person chose in the menu of a message that says `text`.
    pub(super) fn chosen_on_message(&self, name: &str, text: &str) -> Chosen {
        let Some(command) = self.on_messages.iter().find(|it| it.name.english == name) else {
            return Chosen { words: vec![name.to_owned()], rest: text.to_owned(), ..Chosen::default() };
        };
        let words = command.words.iter().map(|it| (*it).to_owned()).collect();
        let rest = crate::split(text, command.most, |it| it.chars().count()).into_iter().next().unwrap_or_default();
        Chosen { words, rest, ..Chosen::default() }
    }

    fn family(&self, first: &'static str) -> Value {
        let family: Vec<&MenuEntry> = self.menu.iter().filter(|entry| entry.words.first() == Some(&first)).collect();
        let alone = family.iter().find(|entry| entry.words.len() == 1);
        let chinese = family.first().and_then(|entry| entry.chinese.first()).copied().unwrap_or_default();
        if let (Some(entry), 1) = (alone, family.len()) {
            return named(first, chinese, &entry.summary, self.options(entry));
        }
        let subcommand = |entry: &&MenuEntry| match entry.words.as_slice() {
            [_, second, ..] => {
                let chinese = entry.chinese.get(1).copied().unwrap_or_default();
                Some(of_kind(SUBCOMMAND, named(second, chinese, &entry.summary, self.options(entry))))
            }
            // A family may have a `show` of its own; then that is what it shows.
            _ if family.iter().any(|entry| entry.words.get(1) == Some(&SHOW)) => None,
            _ => Some(of_kind(SUBCOMMAND, named(SHOW, "显示", &entry.summary, self.options(entry)))),
        };
        let subcommands = family.iter().filter_map(subcommand).collect();
        // People never read a family's own description: Discord shows those of its subcommands.
        let summary = alone.or(family.first()).map(|entry| &entry.summary);
        let none = Localised { english: first.to_owned(), chinese: first.to_owned() };
        named(first, chinese, summary.unwrap_or(&none), subcommands)
    }

    /// A command's own options, those that it needs first, as Discord demands.
    fn options(&self, entry: &MenuEntry) -> Vec<Value> {
        // Never required: a form asks for it where the command needs it.
        let text = entry.rest.iter().map(|rest| of_kind(STRING, named(TEXT, WORDS_OPTION[1], rest, Vec::new())));
        let first = self.first_word(&entry.words).into_iter().map(option);
        let [name, chinese] = FILE_OPTION;
        let file = entry.file.iter().map(|file| of_kind(ATTACHMENT, named(name, chinese, file, Vec::new())));
        let (mut needed, others): (Vec<_>, Vec<_>) = first
            .chain(text)
            .chain(file)
            .chain(entry.options.iter().map(option))
            .partition(|it| it["required"] == true);
        needed.extend(others);
        needed
    }
}

pub(super) fn named(name: &str, chinese: &str, summary: &Localised, options: Vec<Value>) -> Value {
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

pub(super) fn of_kind(kind: u8, mut value: Value) -> Value {
    value["type"] = json!(kind);
    value
}

/// Whether Discord takes it as a name: one refused name, and no command at all is registered.
fn is_name(name: &str) -> bool {
    let allowed = |it: char| (it.is_alphanumeric() && !it.is_uppercase()) || it == '-' || it == '_';
    !name.is_empty() && name.chars().count() <= NAME && name.chars().all(allowed)
}

/// A description within its limit, cut at a word if it must be; never empty.
pub(super) fn description(text: &str, instead: &str) -> String {
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
    use crate::OptionKind;

    fn text(it: &str) -> Localised {
        Localised { english: it.to_owned(), chinese: format!("{it}（中文）") }
    }

    fn option(name: &'static str, required: bool) -> MenuOption {
        MenuOption { name, chinese: "平台", required, kind: OptionKind::Words, choices: Vec::new() }
    }

    fn entry(words: &[&'static str], rest: bool) -> MenuEntry {
        MenuEntry {
            words: words.to_vec(),
            chinese: words.iter().map(|_| "往期").collect(),
            summary: text("Does it"),
            rest: rest.then(|| text("TOPIC")),
            asks: None,
            file: None,
            options: vec![option("count", false), option("platform", true)],
            then: None,
        }
    }

    fn commands(menu: Vec<MenuEntry>) -> Commands {
        Commands { menu, on_messages: Vec::new(), first_words: Vec::new(), endings: vec!["csv"] }
    }

    fn names(options: &Value) -> Vec<&str> {
        options.as_array().into_iter().flatten().filter_map(|it| it["name"].as_str()).collect()
    }

    fn pairs(options: &[(&str, &str)]) -> Vec<(String, String)> {
        options.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn what_is_needed_comes_first_and_what_is_no_option_is_an_option() {
        let registered = commands(vec![entry(&["ideas"], true)]).json();
        assert_eq!(names(&registered[0]["options"]), ["platform", "text", "count"]);
        assert_eq!(registered[0]["options"][1]["description"], "TOPIC");
    }

    #[test]
    fn a_family_that_is_a_command_too_has_it_as_show_and_back() {
        let commands = commands(vec![entry(&["prefs"], false), entry(&["prefs", "set"], true), entry(&["why"], false)]);
        let registered = commands.json();
        assert_eq!(names(&registered), ["prefs", "why"]);
        assert_eq!(names(&registered[0]["options"]), ["show", "set"]);
        assert_eq!(commands.words("prefs", Some("show")), ["prefs"]);
        assert_eq!(commands.words("prefs", Some("set")), ["prefs", "set"]);
        assert_eq!(commands.words("why", None), ["why"]);
    }

    #[test]
    fn options_and_text_come_back_in_parts() {
        let chosen =
            commands(Vec::new()).chosen(vec!["ideas".into()], pairs(&[("platform", "x"), ("text", "oat milk")]));
        assert_eq!(chosen.options, pairs(&[("platform", "x")]));
        assert_eq!(chosen.input().rest, "oat milk");
    }

    #[test]
    fn a_command_that_takes_a_file_has_an_option_for_it_and_is_written_as_a_person_would() {
        let mut import = entry(&["campaign", "import"], false);
        import.file = Some(text("A file"));
        let commands = commands(vec![import]);
        let options = &commands.json()[0]["options"][0]["options"];
        assert_eq!(names(options), ["platform", "file", "count"]);
        assert_eq!((&options[1]["type"], &options[1]["description"]), (&json!(11), &json!("A file")));
        let given = pairs(&[("platform", "x"), ("topic", "oat milk"), ("note", "say \"hi\"")]);
        let chosen = commands.chosen(commands.words("campaign", Some("import")), given);
        assert_eq!(chosen.written(), "/campaign import platform=x topic=\"oat milk\" note=\"say ”hi”\"");
        let in_quotes = commands.chosen(vec!["ideas".into()], pairs(&[("topic", "\"oat milk\"")]));
        assert_eq!(in_quotes.written(), "/ideas topic=\"oat milk\"");
        assert!(commands.reads("Posts.CSV") && !commands.reads("photo.jpg") && !commands.reads("csv"));
    }

    #[test]
    fn a_first_word_is_an_option_and_comes_back_before_the_others() {
        let mut commands = commands(vec![entry(&["prefs", "set"], true)]);
        commands.first_words = vec![FirstWord { words: vec!["prefs", "set"], option: option("key", true) }];
        assert_eq!(names(&commands.json()[0]["options"][0]["options"]), ["key", "platform", "text", "count"]);
        let words = commands.words("prefs", Some("set"));
        let chosen = commands.chosen(words, pairs(&[("key", "voice"), ("text", "warm, witty")]));
        assert_eq!(chosen.input().rest, "voice warm, witty");
    }

    #[test]
    fn a_message_has_only_the_commands_that_the_menu_has() {
        let mut commands = commands(vec![entry(&["ideas"], true)]);
        let on = |word, name: &str| MessageCommand { words: vec![word], name: text(name), most: 40 };
        commands.on_messages = vec![on("ideas", "Ideas from this"), on("review", "Review this")];
        assert_eq!(names(&commands.json()), ["ideas", "Ideas from this"]);
        let said = "Oat milk is up again. Two chains dropped the surcharge, and one did not.";
        let chosen = commands.chosen_on_message("Ideas from this", said);
        assert_eq!((chosen.words, chosen.rest.as_str()), (vec!["ideas".to_owned()], "Oat milk is up again."));
        assert_eq!(commands.chosen_on_message("Review this", "Oat milk").rest, "Oat milk");
    }

    #[test]
    fn a_long_description_is_cut_at_a_word_and_an_empty_one_is_the_name() {
        assert!(description(&"word ".repeat(40), "n").ends_with("word…"));
        assert_eq!(description(&"字".repeat(120), "n").chars().count(), 100);
        assert_eq!(description(" ", "ideas"), "ideas");
    }

    #[test]
    fn a_button_that_lacks_only_words_is_a_command_that_a_form_can_ask_for() {
        let first_word = FirstWord {
            words: vec!["prefs", "set"],
            option: MenuOption {
                name: "key",
                chinese: "名称",
                required: true,
                kind: OptionKind::Words,
                choices: vec![("voice", Localised { english: "voice".into(), chinese: "语气".into() })],
            },
        };
        let mut commands = commands(vec![entry(&["prefs", "set"], true)]);
        commands.first_words = vec![first_word];
        let chosen = |action| commands.pressed(action).map(|it| (it.words.join(" "), it.first));
        assert_eq!(chosen("/prefs set voice"), Some(("prefs set".to_owned(), "voice".to_owned())));
        assert_eq!(chosen("/prefs set"), Some(("prefs set".to_owned(), String::new())));
        assert_eq!(
            (chosen("/prefs set voice warm"), chosen("/prefs set topic"), chosen("offer:2A")),
            (None, None, None)
        );
    }
}
