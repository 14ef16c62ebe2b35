//! Blocks as pieces of messages.

use unicode_width::UnicodeWidthStr;

use super::embed::of_card;
use super::escape::{escape, escape_on_one_line, measure, measure_escaped, one_line};
use super::pack::{CONTENT, Outgoing, Piece, pack};
use super::prose;
use crate::fenced::{self, Part};
use crate::markdown;
use crate::{Attachment, Block, Card, Question, split};

/// Columns of a code block that a window of usual width shows without breaking lines.
const TABLE_WIDTH: usize = 60;
const GAP: usize = 2;
/// What a fence and its line breaks take.
const FENCES: usize = 8;

/// How much of Discord's own form is used. Each step leaves out what Discord may have refused, and nothing that is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Embeds and buttons.
    Full,
    /// Cards are text.
    NoEmbeds,
    /// Text alone.
    TextOnly,
}

impl Form {
    /// The next plainer form.
    pub(super) fn plainer(self) -> Option<Self> {
        match self {
            Self::Full => Some(Self::NoEmbeds),
            Self::NoEmbeds => Some(Self::TextOnly),
            Self::TextOnly => None,
        }
    }
}

/// The messages that show `blocks`, and `status` below them.
pub(super) fn messages(blocks: &[Block], status: Option<&str>, form: Form) -> Vec<Outgoing> {
    let status = status.map(|text| Block::Note(text.to_owned()));
    let (below, others): (Vec<_>, Vec<_>) = blocks.iter().enumerate().partition(|(at, _)| stand_below(blocks, *at));
    let others = others.into_iter().map(|(_, block)| block).chain(&status);
    let all = others.chain(below.into_iter().map(|(_, block)| block));
    pack(all.flat_map(|block| pieces(block, form)).collect())
}

/// Buttons behind a card are the card's; all others stand below the whole answer, so that it can grow above them.
fn stand_below(blocks: &[Block], at: usize) -> bool {
    let is_buttons = matches!(blocks.get(at), Some(Block::Buttons(_)));
    let behind_card = at.checked_sub(1).is_some_and(|before| matches!(blocks.get(before), Some(Block::Card(_))));
    is_buttons && !behind_card
}

fn pieces(block: &Block, form: Form) -> Vec<Piece> {
    match block {
        Block::Heading(text) => lines("**", &one_line(text), "**"),
        Block::Paragraph(text) => {
            let part = |it: &Part<'_>| match it {
                Part::Prose(text) => lines("", text, ""),
                Part::Code(text) => code(text),
            };
            fenced::parts(text).iter().flat_map(part).collect()
        }
        Block::Markdown(text) => {
            let part = |it: markdown::Part| match it {
                markdown::Part::Prose(text) => prose::pieces(&text),
                markdown::Part::Code(text) => code(&text),
                markdown::Part::Table { header, rows } => table(&header, &rows),
            };
            markdown::parts(text).into_iter().flat_map(part).collect()
        }
        Block::List(items) => list(items),
        Block::Table { header, rows } => table(header, rows),
        Block::Card(card) => {
            let shown: Vec<Piece> = match form {
                Form::Full => of_card(card).into_iter().map(Piece::Embed).collect(),
                _ => card_as_text(card),
            };
            let about = (!card.about.is_empty()).then(|| Piece::About(card.about.clone()));
            // Behind it, so that it is noted of the message that the card ends in.
            shown.into_iter().chain(about).collect()
        }
        Block::Preformatted(text) => code(text),
        Block::Note(text) => tight(text.lines().flat_map(|line| lines("-# ", line, "")).collect()),
        Block::File(file) => vec![file_piece(file, form)],
        Block::Buttons(buttons) if buttons.is_empty() => Vec::new(),
        Block::Buttons(buttons) if form == Form::TextOnly => {
            let labels: Vec<_> = buttons.iter().map(|button| one_line(&button.label)).collect();
            lines("-# ", &labels.join(" · "), "")
        }
        Block::Buttons(buttons) => vec![Piece::Buttons(buttons.clone())],
        // Forms ask here; this stands in for one that could not be shown.
        Block::Question(Question { text, command }) => {
            let mut pieces = lines("", text, "");
            pieces.extend(lines("-# ", &format!("{command} …"), ""));
            tight(pieces)
        }
        Block::Problem { message, help } => {
            let mut pieces = lines("**", &one_line(message), "**");
            pieces.extend(lines("", help, ""));
            tight(pieces)
        }
    }
}

fn file_piece(file: &Attachment, form: Form) -> Piece {
    // An embed finds what is attached only under such a name.
    let plain = |it: char| if it.is_ascii_alphanumeric() || "-_.".contains(it) { it } else { '_' };
    match &file.alt {
        Some(_) if form == Form::Full => {
            Piece::Picture(Attachment { name: file.name.chars().map(plain).collect(), ..file.clone() })
        }
        _ => Piece::File(file.clone()),
    }
}

/// A text between two marks, in as many pieces as it needs.
fn lines(before: &str, text: &str, after: &str) -> Vec<Piece> {
    let room = CONTENT - measure(before) - measure(after);
    let parts = split(text, room, measure_escaped).into_iter();
    parts.map(|part| Piece::Text { markdown: format!("{before}{}{after}", escape(&part)), tight: false }).collect()
}

/// All but the first piece follow the one before them without a gap.
fn tight(mut pieces: Vec<Piece>) -> Vec<Piece> {
    for piece in pieces.iter_mut().skip(1) {
        if let Piece::Text { tight, .. } = piece {
            *tight = true;
        }
    }
    pieces
}

fn list(items: &[String]) -> Vec<Piece> {
    let item = |text: &String| {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        let text = lines.collect::<Vec<_>>().join("\n  ");
        lines_of_item(&text)
    };
    tight(items.iter().flat_map(item).collect())
}

fn lines_of_item(text: &str) -> Vec<Piece> {
    let mut pieces = lines("- ", text, "");
    for piece in pieces.iter_mut().skip(1) {
        if let Piece::Text { markdown, .. } = piece {
            // Only the first part has the mark; the others go on with the item.
            markdown.replace_range(..2, "  ");
        }
    }
    pieces
}

fn card_as_text(card: &Card) -> Vec<Piece> {
    let number = card.number.map(|number| number.to_string());
    let title = [number.unwrap_or_default(), one_line(&card.title)];
    let title = title.into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" · ");
    let mut pieces = lines("**", &title, "**");
    pieces.extend(lines("-# ", &one_line(&card.aside), ""));
    pieces.extend(lines("", &card.body, ""));
    pieces.extend(lines("", &card.tags.join(" "), ""));
    for fact in &card.facts {
        pieces.extend(lines("**", &one_line(&fact.label), "**"));
        pieces.extend(lines("", &fact.text, ""));
    }
    tight(pieces)
}

/// Text between fences that it can't spell.
fn code(text: &str) -> Vec<Piece> {
    let text = text.replace("```", "``\u{200b}`").replace('\r', "");
    let parts = split(&text, CONTENT - FENCES, measure).into_iter();
    parts.map(|part| Piece::Text { markdown: format!("```\n{part}\n```"), tight: false }).collect()
}

/// Columns that line up, where a code block has room for them; else a line for each row.
fn table(header: &[String], rows: &[Vec<String>]) -> Vec<Piece> {
    let mut widths = vec![0; header.len().max(rows.iter().map(Vec::len).max().unwrap_or_default())];
    for cells in rows.iter().map(Vec::as_slice).chain([header]) {
        for (width, cell) in widths.iter_mut().zip(cells) {
            *width = (*width).max(one_line(cell).width());
        }
    }
    if widths.iter().sum::<usize>() + GAP * widths.len() <= TABLE_WIDTH {
        let row = |cells: &[String]| {
            let cell = |(cell, width): (&String, &usize)| {
                let cell = one_line(cell);
                let padding = width.saturating_sub(cell.width()) + GAP;
                cell + &" ".repeat(padding)
            };
            cells.iter().zip(&widths).map(cell).collect::<String>().trim_end().to_owned()
        };
        let lines = rows.iter().map(Vec::as_slice);
        return code(&std::iter::once(header).chain(lines).map(row).collect::<Vec<_>>().join("\n"));
    }
    let row = |cells: &Vec<String>| {
        let names = header.iter().map(|name| escape_on_one_line(name)).chain(std::iter::repeat(String::new()));
        let cell = |(name, cell): (String, &String)| {
            let cell = escape_on_one_line(cell);
            if name.is_empty() { cell } else { format!("**{name}** {cell}") }
        };
        let said = names.zip(cells).filter(|(_, cell)| !cell.trim().is_empty());
        let markdown = format!("- {}", said.map(cell).collect::<Vec<_>>().join(" · "));
        if measure(&markdown) <= CONTENT {
            vec![Piece::Text { markdown, tight: false }]
        } else {
            lines_of_item(&cells.join(" · "))
        }
    };
    tight(rows.iter().flat_map(row).collect())
}

#[cfg(test)]
#[path = "render_tests.rs"]
mod tests;
