//! An answer that is still being made, as a chat shows it.

use super::render::{self, Message};
use crate::{Block, Partial};

/// An answer that is still being made.
#[derive(Default)]
pub(super) struct Growing {
    pub(super) blocks: Vec<Block>,
    /// Which block grows.
    text: Option<usize>,
    pub(super) status: Option<String>,
}

impl Growing {
    pub(super) fn add(&mut self, partial: Partial) {
        match partial {
            Partial::Status(status) => self.status = Some(status),
            Partial::Text(more) => {
                self.status = None;
                let at = *self.text.get_or_insert(self.blocks.len());
                match self.blocks.get_mut(at) {
                    Some(Block::Markdown(text)) => text.push_str(&more),
                    _ => self.blocks.push(Block::Markdown(more)),
                }
            }
            Partial::Block(block) => {
                self.status = None;
                self.blocks.push(block);
            }
            Partial::Blocks(blocks) => {
                self.status = None;
                self.blocks.extend(blocks);
            }
        }
    }

    /// What is there, with a sign that more comes: the status, an ellipsis, or `working` while there is nothing.
    pub(super) fn messages(&self, working: &str) -> (Vec<Message>, End) {
        let mut blocks = self.blocks.clone();
        let sign = self.status.as_deref().or(self.blocks.is_empty().then_some(working));
        match (sign, blocks.last_mut()) {
            (Some(sign), _) => blocks.push(Block::Note(sign.to_owned())),
            (None, Some(Block::Markdown(text))) if self.text.is_some() => {
                text.truncate(text.trim_end().len());
                // Behind a fence it would be a language's name.
                text.push_str(if text.ends_with("```") { "\n…" } else { " …" });
            }
            (None, _) => {}
        }
        let messages = render::messages(&blocks);
        let end = sign.map_or(End::Words, |sign| self.end(&messages, sign));
        (messages, end)
    }

    /// How messages end that have a sign at their end.
    fn end(&self, messages: &[Message], sign: &str) -> End {
        let texts = |messages: &[Message]| messages.last().map(|it| it.piece.clone());
        if texts(messages) == texts(&render::status(sign)) {
            return End::Sign;
        }
        let mut parts = render::messages(&self.blocks);
        // It may have moved the place where a long text is cut.
        let is_cut_alike = parts.len() == messages.len() && parts[..parts.len() - 1] == messages[..parts.len() - 1];
        parts.pop().filter(|_| is_cut_alike).map_or(End::Words, End::Below)
    }
}

/// What the last message is of an answer that is still being made.
pub(super) enum End {
    /// Words of the answer.
    Words,
    /// A sign that more comes, and nothing else.
    Sign,
    /// This, and below it a sign.
    Below(Message),
}
