//! The built-in examples, for teams without posts of their own.

use serde::{Deserialize, Serialize};

use crate::PromptLanguage;

/// A piece of copy that shows the model what is wanted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Example {
    /// What it is about; its words occur in the text.
    pub topic: String,
    /// Its angle's id: `question`, `story`, `number`, `behind-the-scenes`, `customer-words`, `contrast`, `how-to` or
    /// `statement`.
    pub angle: String,
    /// The copy.
    pub text: String,
}

#[derive(Deserialize)]
struct File {
    example: Vec<Example>,
}

/// The examples for a format (`post`, `title` or `script`) in a language.
pub fn built_in_examples(format: &str, language: PromptLanguage) -> Vec<Example> {
    let source = match (format, language) {
        ("title", PromptLanguage::English) => include_str!("../examples/title.en.toml"),
        ("title", PromptLanguage::Chinese) => include_str!("../examples/title.zh.toml"),
        ("script", PromptLanguage::English) => include_str!("../examples/script.en.toml"),
        ("script", PromptLanguage::Chinese) => include_str!("../examples/script.zh.toml"),
        (_, PromptLanguage::English) => include_str!("../examples/post.en.toml"),
        (_, PromptLanguage::Chinese) => include_str!("../examples/post.zh.toml"),
    };
    toml::from_str::<File>(source).expect("the examples are compiled in and tested").example
}

/// A question and its answer, which show a small model how to converse.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct ChatExample {
    /// What a person asked.
    pub(crate) question: String,
    /// What was answered.
    pub(crate) answer: String,
}

#[derive(Deserialize)]
struct ChatFile {
    exchange: Vec<ChatExample>,
}

/// The examples of conversation in a language.
pub(crate) fn chat_examples(language: PromptLanguage) -> Vec<ChatExample> {
    let source = match language {
        PromptLanguage::English => include_str!("../examples/chat.en.toml"),
        PromptLanguage::Chinese => include_str!("../examples/chat.zh.toml"),
    };
    toml::from_str::<ChatFile>(source).expect("the examples are compiled in and tested").exchange
}

/// A trend and what is said of it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct TrendExample {
    /// Its term.
    pub(crate) trend: String,
    /// Its headlines.
    pub(crate) items: Vec<String>,
    /// What happened.
    pub(crate) summary: String,
    /// What a brand could post.
    pub(crate) angle: String,
}

#[derive(Deserialize)]
struct TrendFile {
    example: Vec<TrendExample>,
}

/// The examples of trends in a language.
pub(crate) fn trend_examples(language: PromptLanguage) -> Vec<TrendExample> {
    let source = match language {
        PromptLanguage::English => include_str!("../examples/trend.en.toml"),
        PromptLanguage::Chinese => include_str!("../examples/trend.zh.toml"),
    };
    toml::from_str::<TrendFile>(source).expect("the examples are compiled in and tested").example
}
