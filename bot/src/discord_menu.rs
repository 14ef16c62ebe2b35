//! What Discord's menus have besides the list of commands.

use copydesk_adapters::{FirstWord, Localised, MenuOption, MessageCommand};

use crate::commands::prefs::Key;
use crate::commands::{self, Spec};
use crate::digest::questions::QUESTIONS;
use crate::menu::{localised, menu_option};
use crate::texts::sentence;

/// A message as a topic: its first sentences.
const TOPIC_CHARACTERS: usize = 200;
/// A message to review: all of it. Nobody can write a longer one.
const REVIEW_CHARACTERS: usize = 4_000;

/// Commands in the menu of a message. Those that are not in the list of commands are not shown.
pub fn on_messages() -> Vec<MessageCommand> {
    let ideas = localised(&sentence!("message-ideas"));
    let review = localised(&sentence!("message-review"));
    vec![
        MessageCommand { words: vec!["ideas"], name: ideas, most: TOPIC_CHARACTERS },
        MessageCommand { words: vec!["review"], name: review, most: REVIEW_CHARACTERS },
    ]
}

/// Commands whose first word comes from a list: which preference is chosen, not typed.
pub fn first_words() -> Vec<FirstWord> {
    let choices = Key::ALL.map(|key| {
        let [english, chinese] = key.names();
        let meaning = localised(&sentence!("prefs-meaning", key = english));
        let read = Localised {
            english: format!("{english}: {}", meaning.english),
            chinese: format!("{chinese}：{}", meaning.chinese),
        };
        (english, read)
    });
    let questions = QUESTIONS
        .map(|it| (it.name, label(localised(&sentence!("digest-question", question = it.name, zone = "UTC")))));
    let from = |spec: &Spec| {
        let first = menu_option(&spec.first?);
        let choices = if spec.words[0] == "prefs" { choices.to_vec() } else { questions.to_vec() };
        Some(FirstWord { words: spec.words.to_vec(), option: MenuOption { choices, ..first } })
    };
    commands::all().filter_map(from).collect()
}

/// A question as the label of a form's field, which has room for 45 characters.
fn label(question: Localised) -> Localised {
    const MOST: usize = 45;
    let cut = |text: String| {
        let first = text.split_inclusive(['?', '？']).next().unwrap_or_default().to_owned();
        if first.chars().count() <= MOST { first } else { first.chars().take(MOST - 1).chain(['…']).collect() }
    };
    Localised { english: cut(question.english), chinese: cut(question.chinese) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_as_short_as_discord_demands() {
        for command in on_messages() {
            for name in [&command.name.english, &command.name.chinese] {
                assert!((1..=32).contains(&name.chars().count()), "{name}");
            }
        }
        // Up to 45 characters are the label of a form's field.
        for (_, read) in first_words().into_iter().flat_map(|it| it.option.choices) {
            assert!(read.english.chars().count() <= 45 && read.chinese.chars().count() <= 45, "{read:?}");
        }
    }
}
