//! Forms: a command without the words that it needs is answered with a question, and the reply to that is the words.
//! Nothing is remembered of it: the question's own message names the command, set as code, which no other message has.

use teloxide::types::{Message as Received, MessageEntityKind, MessageId};

use super::render::Message;
use super::text::{Style, Styled};
use crate::{CommandInput, MenuEntry};

/// Characters of a placeholder. Source: Bot API, ForceReply.
const PLACEHOLDER: usize = 64;

/// A longer command is no longer readable below a question, characters.
const COMMAND: usize = 300;

/// What makes a message a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Question {
    /// The message that is asked back; its person alone is shown the way to reply.
    pub(super) to: MessageId,
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
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        Some(Self { text: asks.say(language).to_owned(), command: text, question: Question { to, placeholder } })
    }

    /// The question, and below it the command.
    pub(super) fn messages(&self) -> Vec<Message> {
        let mut styled = Styled::default();
        styled.push(Style::Plain, &self.text).gap().push(Style::Code, &self.command);
        let pieces = styled.pieces().into_iter();
        pieces.map(|piece| Message { question: Some(self.question.clone()), ..Message::from(piece) }).collect()
    }
}

/// The command that a message of the bot asked words for, without these words; `None` if it is no form.
pub(super) fn asked(menu: &[MenuEntry], message: &Received) -> Option<CommandInput> {
    let entities = message.parse_entities()?;
    let code = entities.iter().find(|it| *it.kind() == MessageEntityKind::Code)?;
    let (entry, options) = bare(menu, code.text())?;
    Some(CommandInput { words: entry.words.iter().map(ToString::to_string).collect(), options, rest: String::new() })
}

/// The command and its options, if a text is that and nothing more. What is no option of the command is not understood
/// here: the bot says what is wrong with it.
pub(super) fn bare<'a>(menu: &'a [MenuEntry], text: &str) -> Option<(&'a MenuEntry, Vec<(String, String)>)> {
    let text = text.trim().strip_prefix(['/', '／'])?;
    let named = |entry: &'a MenuEntry| {
        let names = [&entry.words, &entry.chinese].into_iter().filter(|words| !words.is_empty());
        names.filter_map(|words| Some((entry, words.len(), after(words, text)?))).next()
    };
    // "campaign add" before "campaign".
    let (entry, _, rest) = menu.iter().filter_map(named).max_by_key(|(_, words, _)| *words)?;
    Some((entry, options(entry, rest)?))
}

/// What follows these words.
fn after<'t>(words: &[&str], text: &'t str) -> Option<&'t str> {
    words.iter().try_fold(text, |rest, word| {
        let rest = rest.trim_start();
        let (first, rest) = rest.split_at(rest.find(char::is_whitespace).unwrap_or(rest.len()));
        (first.to_lowercase() == *word).then_some(rest)
    })
}

/// `name=value` and `name="several words"`; `None` if there is anything else.
fn options(entry: &MenuEntry, mut rest: &str) -> Option<Vec<(String, String)>> {
    let mut options = Vec::new();
    loop {
        rest = rest.trim_start();
        if rest.is_empty() {
            return Some(options);
        }
        let (name, value) = rest.split_once(['=', '＝'])?;
        let name = name.to_lowercase();
        let option = entry.options.iter().find(|it| it.name == name || it.chinese == name)?;
        let quoted = [('"', '"'), ('“', '”'), ('「', '」')];
        let quoted = quoted.iter().find_map(|(open, close)| value.strip_prefix(*open)?.split_once(*close));
        let (value, after) =
            quoted.unwrap_or_else(|| value.split_at(value.find(char::is_whitespace).unwrap_or(value.len())));
        options.push((option.name.to_owned(), value.to_owned()));
        rest = after;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Localised, MenuOption};

    fn menu() -> Vec<MenuEntry> {
        let text = |english: &str, chinese: &str| Localised { english: english.into(), chinese: chinese.into() };
        let entry = |words: &[&'static str], chinese: &[&'static str], asks: bool| MenuEntry {
            words: words.to_vec(),
            chinese: chinese.to_vec(),
            summary: text("does it", "做这个"),
            rest: asks.then(|| text("TOPIC", "主题")),
            asks: asks.then(|| text("What about?", "什么主题？")),
            file: None,
            options: vec![MenuOption { name: "platform", chinese: "平台", required: false, choices: vec![] }],
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
        assert_eq!(message.question.as_ref().map(|it| it.to), Some(MessageId(3)));
        Some(format!("{} [{}]", message.piece.html, message.question?.placeholder))
    }

    #[test]
    fn a_command_without_its_words_is_answered_with_the_question_for_them() {
        for (text, expected) in [
            ("/ideas", Some("What about?\n\n<code>/ideas</code> [TOPIC]")),
            ("/ideas  platform=x", Some("What about?\n\n<code>/ideas platform=x</code> [TOPIC]")),
            ("/Prefs\nset", Some("What about?\n\n<code>/Prefs set</code> [TOPIC]")),
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
