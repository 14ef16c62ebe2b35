//! The commands as Telegram lists them, and the way back from their names to words.

use teloxide::types::BotCommand;

use crate::{Localised, MenuEntry};

/// Telegram's bounds.
const NAME: usize = 32;
const DESCRIPTION: usize = 256;
const COMMANDS: usize = 100;

/// The list in one language; `Localised::say` decides the words. Names are English in both: Telegram takes only a-z,
/// 0-9 and _ in them.
pub(super) fn commands(menu: &[MenuEntry], language: Option<&str>) -> Vec<BotCommand> {
    let command = |entry: &MenuEntry| {
        let name = name(entry);
        let summary: &Localised = &entry.summary;
        let description: String = summary.say(language).chars().take(DESCRIPTION).collect();
        let valid = !name.is_empty() && name.len() <= NAME && name.chars().all(|it| it == '_' || is_plain(it));
        (valid && !description.is_empty()).then(|| BotCommand::new(name, description))
    };
    menu.iter().filter_map(command).take(COMMANDS).collect()
}

/// `/campaign_add x` as `/campaign add x`; other texts as they are.
pub(super) fn words(menu: &[MenuEntry], text: &str) -> String {
    let (first, rest) = text.split_at(text.find(char::is_whitespace).unwrap_or(text.len()));
    let called = first.strip_prefix('/').unwrap_or_default().to_lowercase();
    match menu.iter().find(|entry| entry.words.len() > 1 && name(entry) == called) {
        Some(entry) => format!("/{}{rest}", entry.words.join(" ")),
        None => text.to_owned(),
    }
}

fn name(entry: &MenuEntry) -> String {
    entry.words.join("_")
}

fn is_plain(character: char) -> bool {
    character.is_ascii_lowercase() || character.is_ascii_digit()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(words: &[&'static str]) -> MenuEntry {
        let summary = Localised { english: "does it".to_owned(), chinese: "做这个".to_owned() };
        MenuEntry {
            words: words.to_vec(),
            chinese: vec![],
            summary,
            rest: None,
            asks: None,
            file: None,
            then: None,
            options: vec![],
        }
    }

    #[test]
    fn commands_of_several_words_are_joined_and_taken_apart_again() {
        let menu = [entry(&["ideas"]), entry(&["campaign", "add"]), entry(&["no-name"])];
        let listed = commands(&menu, Some("zh"));
        assert_eq!(listed, [BotCommand::new("ideas", "做这个"), BotCommand::new("campaign_add", "做这个")]);
        for (text, expected) in [
            ("/campaign_add oat milk", "/campaign add oat milk"),
            ("/Campaign_Add\nx", "/campaign add\nx"),
            ("/ideas_for us", "/ideas_for us"),
            ("campaign_add", "campaign_add"),
            ("/ideas", "/ideas"),
        ] {
            assert_eq!(words(&menu, text), expected);
        }
    }
}
