//! Forms: a command without the words that it needs is answered with a question, and the reply to that is the words.
//! Nothing is remembered of it: the question's own message names the command, set as code, which no other message has.

use teloxide::types::{Message as Received, MessageEntityKind, MessageId};

use super::menu;
use super::render::Message;
use super::text::{Style, Styled};
use crate::begun::Begun;
use crate::{CommandInput, MenuEntry};

/// Characters of a placeholder. Source: Bot API, ForceReply.
const PLACEHOLDER: usize = 64;

/// A longer command is no longer readable below a question, characters.
const COMMAND: usize = 300;

/// What makes a message a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Question {
    /// The message that is asked back; its person alone is shown the way to reply. Without one, everybody in the chat is.
    pub(super) to: Option<MessageId>,
    /// What stands in the empty field.
    pub(super) placeholder: String,
}

/// A command that waits for its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Form {
    text: String,
    command: String,
    question: Question,
}

impl Form {
    /// The form for this text, if it is a command that needs words and has none.
    pub(super) fn of(menu: &[MenuEntry], text: &str, to: MessageId, language: Option<&str>) -> Option<Self> {
        let (entry, _) = bare(menu, text)?;
        let asks = entry.asks.as_ref().filter(|_| text.chars().count() <= COMMAND)?;
        let rest = entry.rest.as_ref().map(|it| it.say(language)).unwrap_or_default();
        let placeholder = rest.chars().take(PLACEHOLDER).collect();
        let typed: Vec<&str> = text.split_whitespace().collect();
        let (command, options) = typed.split_at(entry.words.len().min(typed.len()));
        // What can be tapped has only Latin letters.
        let command = command.join(if command.concat().is_ascii() { "_" } else { " " }).to_lowercase();
        Some(Self {
            text: asks.say(language).to_owned(),
            command: std::iter::once(command.as_str()).chain(options.iter().copied()).collect::<Vec<_>>().join(" "),
            question: Question { to: Some(to), placeholder },
        })
    }

    /// The question, and below it the command.
    pub(super) fn messages(&self) -> Vec<Message> {
        question(&self.text, &self.command, &self.question)
    }
}

/// A question with the command that it is for below it.
pub(super) fn question(text: &str, command: &str, question: &Question) -> Vec<Message> {
    let mut styled = Styled::default();
    styled.push(Style::Plain, text).gap().push(Style::Code, command);
    let pieces = styled.pieces().into_iter();
    pieces.map(|piece| Message { question: Some(question.clone()), ..Message::from(piece) }).collect()
}

/// The command that a message of the bot asked words for, with those that it has; `None` if it is no form.
pub(super) fn asked(menu: &[MenuEntry], message: &Received) -> Option<CommandInput> {
    let entities = message.parse_entities()?;
    let code = entities.iter().find(|it| *it.kind() == MessageEntityKind::Code)?;
    let Begun { entry, options, words } = Begun::of(menu, &menu::words(menu, code.text()))?;
    Some(CommandInput { words: entry.words.iter().map(ToString::to_string).collect(), options, rest: words })
}

/// The command and its options, if a text is that and nothing more. What is no option of the command is not understood
/// here: the bot says what is wrong with it.
pub(super) fn bare<'a>(menu: &'a [MenuEntry], text: &str) -> Option<(&'a MenuEntry, Vec<(String, String)>)> {
    let Begun { entry, options, words } = Begun::of(menu, text)?;
    words.is_empty().then_some((entry, options))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Localised, MenuOption, OptionKind};

    fn menu() -> Vec<MenuEntry> {
        let text = |english: &str, chinese: &str| Localised { english: english.into(), chinese: chinese.into() };
        let entry = |words: &[&'static str], chinese: &[&'static str], asks: bool| MenuEntry {
            words: words.to_vec(),
            chinese: chinese.to_vec(),
            summary: text("does it", "做这个"),
            rest: asks.then(|| text("TOPIC", "主题")),
            asks: asks.then(|| text("What about?", "什么主题？")),
            file: None,
            options: vec![MenuOption {
                name: "platform",
                chinese: "平台",
                required: false,
                kind: OptionKind::Words,
                choices: vec![],
            }],
            then: None,
        };
        vec![
            entry(&["ideas"], &["点子"], true),
            entry(&["prefs"], &["偏好"], false),
            entry(&["prefs", "set"], &["偏好", "设置"], true),
        ]
    }

    fn form(text: &str, language: &str) -> Option<String> {
        let form = Form::of(&menu(), text, MessageId(3), Some(language))?;
        let message = form.messages().remove(0);
        assert_eq!(message.question.as_ref().and_then(|it| it.to), Some(MessageId(3)));
        Some(format!("{} [{}]", message.piece.html, message.question?.placeholder))
    }

    #[test]
    fn a_command_without_its_words_is_answered_with_the_question_for_them() {
        for (text, expected) in [
            ("/ideas", Some("What about?\n\n<code>/ideas</code> [TOPIC]")),
            ("/ideas  platform=x", Some("What about?\n\n<code>/ideas platform=x</code> [TOPIC]")),
            ("/Prefs\nset", Some("What about?\n\n<code>/prefs_set</code> [TOPIC]")),
            ("/prefs", None),
            ("/ideas oat milk", None),
            ("/ideas plat=x", None),
            ("/ideas platform=x oat milk", None),
            ("ideas", None),
            ("/", None),
        ] {
            assert_eq!(form(text, "en").as_deref(), expected, "{text}");
        }
        assert_eq!(
            form("/点子 平台=小红书", "zh").as_deref(),
            Some("什么主题？\n\n<code>/点子 平台=小红书</code> [主题]")
        );
    }

    #[test]
    fn a_command_too_long_to_be_shown_is_left_to_the_bot() {
        assert_eq!(form(&format!("/ideas platform={}", "x".repeat(COMMAND)), "en"), None);
    }

    #[test]
    fn options_are_told_apart_as_the_bot_tells_them_apart() {
        let menu = menu();
        let options = |text| bare(&menu, text).map(|(_, options)| options);
        let one = |value: &str| Some(vec![("platform".to_owned(), value.to_owned())]);
        for (text, expected) in [
            ("/ideas", Some(vec![])),
            ("/ideas platform=x", one("x")),
            ("/ideas PLATFORM=x", one("x")),
            ("/点子 平台＝“小 红书” ", one("小 红书")),
            ("/ideas platform=\"a b\"", one("a b")),
            ("/ideas platform=\"a b", None),
            ("/ideas platform=", one("")),
            ("/ideas a platform=x", None),
        ] {
            assert_eq!(options(text), expected, "{text}");
        }
    }
}
