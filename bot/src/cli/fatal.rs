//! What ends the program early.

use copydesk_storage::StorageError;

use crate::answer::ErrorShown;
use crate::config::ConfigError;

/// Something that ends the program: a sentence for standard error, and the exit status.
pub(super) struct Fatal {
    pub(super) message: String,
    pub(super) status: u8,
}

impl Fatal {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), status: 1 }
    }

    /// As an answer: a sentence and what to do, or the configuration's mistakes and how many there are.
    pub(super) fn shown(&self) -> ErrorShown {
        let parts = if self.status == 2 { self.message.rsplit_once('\n') } else { self.message.split_once("; ") };
        match parts {
            Some((mistakes, last)) if self.status == 2 => ErrorShown { message: mistakes.into(), help: last.into() },
            Some((message, help)) => ErrorShown { message: sentence_case(message), help: sentence_case(help) },
            None => ErrorShown { message: self.message.clone(), help: String::new() },
        }
    }
}

impl From<ConfigError> for Fatal {
    fn from(error: ConfigError) -> Self {
        let message = match &error {
            ConfigError::Unreadable { .. } => format!("{error}\nName a file that is there with --config FILE."),
            ConfigError::Mistakes { path, mistakes } => {
                let place =
                    path.as_ref().map_or("the built-in settings".to_string(), |path| path.display().to_string());
                let count =
                    if mistakes.len() == 1 { "1 mistake".to_string() } else { format!("{} mistakes", mistakes.len()) };
                format!("{error}\n{count} in {place}")
            }
        };
        Self { message, status: 2 }
    }
}

impl From<StorageError> for Fatal {
    fn from(error: StorageError) -> Self {
        Self::new(sentence_case(&error.to_string()))
    }
}

pub(super) fn sentence_case(text: &str) -> String {
    let mut letters = text.chars();
    let end = if text.ends_with('.') { "" } else { "." };
    letters.next().map(|first| format!("{}{}{end}", first.to_uppercase(), letters.as_str())).unwrap_or_default()
}
