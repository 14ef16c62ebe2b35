//! What a request means: what was sent becomes a command, and shows the language to answer in. Pure.

use copydesk_adapters::CommandInput;
use copydesk_analysis::{Language, clean};

use crate::commands::{Command, Spec};
use crate::config::Config;
use crate::grammar;
use crate::invocation::{self, Invocation};
use crate::texts::{Problem, sentence};

/// What was sent, without invisible characters.
pub enum Words {
    /// A message: a command after a slash, plain words that mean one, or conversation.
    Message(String),
    /// A command that the platform has taken apart.
    Command(CommandInput),
}

impl Words {
    /// Takes invisible characters out. Returns those that were there.
    pub fn clean(self) -> (Self, Vec<char>) {
        let mut removed: Vec<char> = Vec::new();
        let mut cleaned = |text: String| {
            // What keeps the bot's own examples from being mentions comes along where they are copied.
            let cleaned = clean(&text.replace("@\u{2060}", "@"));
            for character in cleaned.removed {
                if !removed.contains(&character) {
                    removed.push(character);
                }
            }
            cleaned.text
        };
        let words = match self {
            Self::Message(text) => Self::Message(cleaned(text)),
            Self::Command(CommandInput { words, options, rest }) => Self::Command(CommandInput {
                words,
                options: options.into_iter().map(|(name, value)| (name, cleaned(value))).collect(),
                rest: cleaned(rest),
            }),
        };
        (words, removed)
    }

    /// Characters, to compare with the limit.
    pub fn length(&self) -> usize {
        match self {
            Self::Message(text) => text.chars().count(),
            Self::Command(command) => {
                let values = command.options.iter().map(|(_, value)| value);
                values.chain([&command.rest]).map(|text| text.chars().count()).sum()
            }
        }
    }

    /// The command that is meant.
    ///
    /// # Errors
    /// What is wrong with it, and what to write instead.
    pub fn understand(&self, config: &Config) -> Result<Command, Problem> {
        match (self.invocation(), self) {
            (Some(invocation), _) => {
                let invocation = invocation?;
                (invocation.spec.read)(&invocation, config)
            }
            (None, Self::Message(text)) if text.trim().is_empty() => {
                Err(Problem::new(sentence!("message-empty"), sentence!("command-see-help")))
            }
            (None, Self::Message(text)) => {
                let conversation = || Ok(Command::Chat(text.trim().to_string()));
                grammar::understand(text, config).unwrap_or_else(conversation)
            }
            (None, Self::Command(_)) => Err(Problem::new(sentence!("message-empty"), sentence!("command-see-help"))),
        }
    }

    /// The language that the words show, if they do.
    pub fn language(&self) -> Option<Language> {
        match (self.invocation(), self) {
            // A command by its Chinese name is Chinese, whatever was given to it. Its English name is everybody's.
            (Some(Ok(invocation)), Self::Message(text)) if invocation.is_chinese_in(text) => Some(Language::Chinese),
            (Some(Ok(invocation)), _) => invocation.language(),
            (Some(Err(_)), Self::Message(text)) => chinese(text),
            (None, Self::Message(text)) => Language::of(text),
            _ => None,
        }
    }

    /// The command that is called by its name.
    pub fn spec(&self) -> Option<&'static Spec> {
        self.invocation()?.ok().map(|invocation| invocation.spec)
    }

    fn invocation(&self) -> Option<Result<Invocation, Problem>> {
        match self {
            Self::Message(text) => invocation::parse(text),
            Self::Command(command) => Some(Invocation::of(command)),
        }
    }
}

fn chinese(text: &str) -> Option<Language> {
    Language::of(text).filter(|language| *language == Language::Chinese)
}
