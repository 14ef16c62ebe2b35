//! Puts the pieces of an answer into as few messages as Discord's limits allow, in their order.

use serde_json::{Value, json};

use super::embed::{DESCRIPTION, EMBEDS_TOTAL, Embed};
use super::escape::measure;
use crate::{Attachment, Button, split};

/// Characters of a message's text.
pub(super) const CONTENT: usize = 2_000;
const EMBEDS: usize = 10;
const ROWS: usize = 5;
const BUTTONS_IN_A_ROW: usize = 5;
/// More next steps than these two rows are a list to choose from.
const MOST_BUTTONS: usize = 2 * BUTTONS_IN_A_ROW;
/// Options of a list.
const OPTIONS: usize = 25;
/// Characters of an option's label.
const OPTION_LABEL: usize = 100;
/// Characters of a button's label.
const LABEL: usize = 80;

/// Part of an answer, in Discord's own form.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Piece {
    /// Markdown, at most [`CONTENT`] long; `tight` if it belongs to the lines before it.
    Text { markdown: String, tight: bool },
    /// An embed.
    Embed(Embed),
    /// Buttons.
    Buttons(Vec<Button>),
    /// A file, in a message of its own.
    File(Attachment),
    /// A picture that is shown below what comes before it.
    Picture(Attachment),
    /// Nothing to see: what the piece before it is about.
    About(String),
}

/// A message to send.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Outgoing {
    content: String,
    embeds: Vec<Embed>,
    rows: Vec<Row>,
    file: Option<Attachment>,
    about: Vec<String>,
}

/// A row of next steps.
#[derive(Debug, Clone, PartialEq)]
enum Row {
    Buttons(Vec<Button>),
    /// One of these is chosen.
    List(Vec<Button>),
}

impl Row {
    fn json(&self, at: usize) -> Value {
        let label = |it: &Button, most: usize| it.label.chars().take(most).collect::<String>();
        let components: Vec<Value> = match self {
            Self::Buttons(buttons) => {
                let button =
                    |it: &Button| json!({ "type": 2, "style": 2, "label": label(it, LABEL), "custom_id": it.action });
                buttons.iter().map(button).collect()
            }
            Self::List(buttons) => {
                let option = |it: &Button| json!({ "label": label(it, OPTION_LABEL), "value": it.action });
                let options: Vec<Value> = buttons.iter().map(option).collect();
                vec![json!({ "type": 3, "custom_id": format!("list-{at}"), "options": options })]
            }
        };
        json!({ "type": 1, "components": components })
    }
}

impl Outgoing {
    /// A message that is only text, which must be Markdown within the limit.
    #[cfg(test)]
    pub(super) fn content(&self) -> &str {
        &self.content
    }

    /// Whether Discord could refuse more than its text.
    pub(super) fn is_formatted(&self) -> bool {
        !self.embeds.is_empty() || !self.rows.is_empty()
    }

    /// The body of every request that sends or edits a message. All of it is said each time, so that an edit takes away
    /// what is no longer there, and nobody is ever mentioned.
    pub(super) fn json(&self) -> Value {
        let rows: Vec<Value> = self.rows.iter().enumerate().map(|(at, row)| row.json(at)).collect();
        // Discord refuses a message with nothing but buttons.
        let nothing = self.content.is_empty() && self.embeds.is_empty() && self.file.is_none();
        let content = if nothing { "\u{200b}" } else { &self.content };
        json!({
            "content": content,
            "embeds": self.embeds.iter().map(Embed::json).collect::<Vec<_>>(),
            "components": rows,
            "allowed_mentions": { "parse": [], "replied_user": false },
        })
    }

    /// What goes beside it.
    pub(super) fn file(&self) -> Option<&Attachment> {
        self.file.as_ref()
    }

    /// What its cards are about.
    pub(super) fn about(&self) -> &[String] {
        &self.about
    }

    fn embeds_size(&self) -> usize {
        self.embeds.iter().map(Embed::size).sum()
    }

    /// Takes a piece in, or gives it back if there is no room.
    fn take(&mut self, piece: Piece) -> Option<Piece> {
        match piece {
            Piece::About(about) => {
                if !self.about.contains(&about) {
                    self.about.push(about);
                }
            }
            Piece::File(file) if *self == Self::default() => self.file = Some(file),
            Piece::File(_) => return Some(piece),
            Piece::Picture(picture) if self.file.is_none() && self.embeds.len() < EMBEDS => {
                self.embeds.push(Embed::of_picture(&picture.name));
                self.file = Some(picture);
            }
            Piece::Picture(_) => return Some(piece),
            Piece::Text { .. } | Piece::Embed(_) if self.file.as_ref().is_some_and(|it| it.alt.is_none()) => {
                return Some(piece);
            }
            Piece::Text { markdown, tight } if !self.is_formatted() => {
                let gap = match (self.content.is_empty(), tight) {
                    (true, _) => "",
                    (false, true) => "\n",
                    (false, false) => "\n\n",
                };
                if measure(&self.content) + measure(gap) + measure(&markdown) > CONTENT {
                    return Some(Piece::Text { markdown, tight });
                }
                self.content.push_str(gap);
                self.content.push_str(&markdown);
            }
            // Discord shows a message's text above its embeds: what comes after a card is an embed too.
            Piece::Text { markdown, tight } => {
                return self
                    .take(Piece::Embed(Embed::of_text(markdown.clone())))
                    .map(|_| Piece::Text { markdown, tight });
            }
            Piece::Embed(embed) => {
                let full = self.embeds.len() == EMBEDS || self.embeds_size() + embed.size() > EMBEDS_TOTAL;
                if full || !self.rows.is_empty() {
                    return Some(Piece::Embed(embed));
                }
                self.embeds.push(embed);
            }
            Piece::Buttons(mut buttons) if buttons.len() > MOST_BUTTONS => {
                while self.rows.len() < ROWS && !buttons.is_empty() {
                    let rest = buttons.split_off(buttons.len().min(OPTIONS));
                    self.rows.push(Row::List(std::mem::replace(&mut buttons, rest)));
                }
                return (!buttons.is_empty()).then_some(Piece::Buttons(buttons));
            }
            Piece::Buttons(mut buttons) => {
                while self.rows.len() < ROWS && !buttons.is_empty() {
                    let rest = buttons.split_off(buttons.len().min(BUTTONS_IN_A_ROW));
                    self.rows.push(Row::Buttons(std::mem::replace(&mut buttons, rest)));
                }
                return (!buttons.is_empty()).then_some(Piece::Buttons(buttons));
            }
        }
        None
    }
}

/// The messages that show the pieces.
pub(super) fn pack(pieces: Vec<Piece>) -> Vec<Outgoing> {
    let mut messages = vec![Outgoing::default()];
    for piece in pieces.into_iter().flat_map(within_limits) {
        let mut left = Some(piece);
        while let Some(piece) = left {
            left = match messages.last_mut() {
                Some(last) => last.take(piece),
                None => Some(piece),
            };
            if left.is_some() {
                messages.push(Outgoing::default());
            }
        }
    }
    messages.retain(|it| *it != Outgoing::default());
    messages
}

/// Pieces come cut already; this holds even if one was not, because a piece that fits nowhere would be tried for ever.
fn within_limits(piece: Piece) -> Vec<Piece> {
    match piece {
        Piece::Text { markdown, tight } if measure(&markdown) > CONTENT => {
            split(&markdown, CONTENT, measure).into_iter().map(|markdown| Piece::Text { markdown, tight }).collect()
        }
        Piece::Embed(embed) if embed.size() > EMBEDS_TOTAL => {
            let text = embed.json().to_string();
            split(&text, DESCRIPTION, measure).into_iter().map(|it| Piece::Embed(Embed::of_text(it))).collect()
        }
        piece => vec![piece],
    }
}
