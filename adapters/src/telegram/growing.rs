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

    /// What is there, with a sign that more comes: the status, an ellipsis, or `working` while there is nothing; and whether the
    /// last message is such a sign and nothing else.
    pub(super) fn messages(&self, working: &str) -> (Vec<Message>, bool) {
        let mut blocks = self.blocks.clone();
        match (&self.status, blocks.last_mut()) {
            (Some(status), _) => blocks.push(Block::Note(status.clone())),
            (None, Some(Block::Markdown(text))) if self.text.is_some() => {
                text.truncate(text.trim_end().len());
                // Behind a fence it would be a language's name.
                text.push_str(if text.ends_with("```") { "\n…" } else { " …" });
            }
            (None, Some(_)) => {}
            (None, None) => blocks.push(Block::Note(working.to_owned())),
        }
        let messages = render::messages(&blocks);
        let sign = match blocks.last() {
            Some(Block::Note(sign)) if self.status.is_some() || self.blocks.is_empty() => render::status(sign),
            _ => Vec::new(),
        };
        let is_alone = !sign.is_empty() && messages.last() == sign.last();
        (messages, is_alone)
    }
}
