//! What the model is told: templates per task and language, few-shot examples, and the typed inputs that fill them.
//!
//! Every task has three shapes (see [`Shape`]). Texts of people, campaigns and models enter as data: on one line, or
//! between markers that they cannot spell. A prompt goes from what every team shares to what one request says (see
//! [`Scope`]), so that a model reads the same beginning once.

mod angles;
mod examples;
mod render;
mod review;
mod task;
#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed test may panic")]
mod tests;

pub use angles::{AngleHelp, angle_help};
pub use examples::{Example, built_in_examples};
pub use render::PromptError;
pub use review::{Critique, Rewrite};
pub use task::{CampaignNote, Chat, Idea, Shorten, SumUp, Team, Trend, TrendWish, Turn};

/// The languages that prompts are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PromptLanguage {
    /// English.
    English,
    /// Simplified Chinese.
    Chinese,
}

impl PromptLanguage {
    fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Chinese => "zh",
        }
    }
}

/// How much a model can take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Chat turns with examples and few instructions: for small chat models, which follow examples, not instructions.
    Few,
    /// Chat turns with the whole brief: for capable models.
    Rich,
    /// The few-shot turns as plain text: for base models, which only continue.
    Plain,
}

/// Who speaks in a [`Message`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Speaker {
    /// Instructions.
    System,
    /// The person, or an example of one.
    Person,
    /// The model, or an example of its answer.
    Model,
}

/// For whom a part of a prompt is the same, from general to particular.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// For every team: instructions and built-in examples; nothing that a person wrote.
    Task,
    /// For every request of one team: its brand and its posts.
    Team,
    /// For this request alone.
    Request,
}

/// A part of one message of a rendered prompt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Who speaks. Neighbours of one speaker are one message, their texts joined as they are.
    pub speaker: Speaker,
    /// For whom it is the same.
    pub scope: Scope,
    /// What is said.
    pub text: String,
}

/// A part of a rendered plain prompt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// For whom it is the same.
    pub scope: Scope,
    /// The text; segments are joined as they are.
    pub text: String,
}

/// A prompt, ready for a model; its scopes go from general to particular.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rendered {
    /// For [`Shape::Few`] and [`Shape::Rich`].
    Messages(Vec<Message>),
    /// For [`Shape::Plain`]; the answer ends at a line break.
    Text(Vec<Segment>),
}

impl std::fmt::Display for Rendered {
    /// The prompt as a person reads it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Text(segments) => segments.iter().try_for_each(|segment| f.write_str(&segment.text)),
            Self::Messages(messages) => {
                let mut last = None;
                for Message { speaker, text, .. } in messages {
                    if last != Some(*speaker) {
                        let line = if last.is_none() { "" } else { "\n" };
                        write!(f, "{line}[{}] ", format!("{speaker:?}").to_lowercase())?;
                    }
                    f.write_str(text)?;
                    last = Some(*speaker);
                }
                Ok(())
            }
        }
    }
}
