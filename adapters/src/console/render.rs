//! Blocks as lines of a terminal.

use super::prose;
use super::style::{Look, Style};
use super::table::table;
use super::text::{columns, one_line, padded, plain_lines};
use super::wrap::wrap;
use crate::{Block, Card};

/// How far a card's text stands under its title.
const INDENT: usize = 3;
/// Columns between a label or a title and what follows it.
const GAP: usize = 2;
/// Text beside a label needs this many columns; with fewer, it goes under the label.
const ROOM_FOR_TEXT: usize = 20;

/// A text with its name before it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Labelled<'a> {
    pub(super) label: &'a str,
    pub(super) text: &'a str,
}

/// The lines of a block, without line ends; none if there is nothing to see.
pub(super) fn lines(block: &Block, look: Look) -> Vec<String> {
    let painted = |style: Style, text: &str| {
        wrap(text, look.width).iter().map(|line| look.paint(style, line)).collect::<Vec<_>>()
    };
    match block {
        Block::Heading(text) => painted(Style::Bold, text),
        Block::Paragraph(text) => wrap(text, look.width),
        Block::Markdown(text) => prose::lines(text, look),
        Block::List(items) => items.iter().flat_map(|item| hanging("- ", item, look.width)).collect(),
        Block::Table { header, rows } => table(header, rows, look),
        Block::Card(it) => card(it, look),
        Block::Preformatted(text) if text.trim().is_empty() => Vec::new(),
        Block::Preformatted(text) => plain_lines(text).iter().map(|line| indented(line, 2)).collect(),
        Block::Note(text) => painted(Style::Dim, text),
        Block::File(file) => painted(Style::Dim, &file.name),
        // There is nothing to press.
        Block::Buttons(_) => Vec::new(),
        Block::Question(question) => wrap(&question.text, look.width),
        Block::Problem { message, help } => {
            let mut lines = painted(Style::Red, message);
            lines.extend(wrap(help, look.width));
            lines
        }
    }
}

fn card(card: &Card, look: Look) -> Vec<String> {
    let inner = look.width - INDENT;
    let mut lines = title(card, look);
    lines.extend(wrap(&card.body, inner).iter().map(|line| indented(line, INDENT)));
    let tags = wrap(&card.tags.join(" "), inner);
    lines.extend(tags.iter().map(|line| indented(&look.paint(Style::Cyan, line), INDENT)));
    let facts: Vec<_> = card.facts.iter().map(|fact| Labelled { label: &fact.label, text: &fact.text }).collect();
    lines.extend(labelled(&facts, INDENT, look));
    lines
}

/// Number and title on the left, the aside on the right; on a line of its own if there is no room.
fn title(card: &Card, look: Look) -> Vec<String> {
    let number = card.number.map(|number| format!("{number:<2} ")).unwrap_or_default();
    let mut lines = hanging(&number, &one_line(&card.title), look.width);
    if lines.is_empty() && !number.is_empty() {
        lines.push(number.trim_end().to_owned());
    }
    let taken = lines.last().map_or(0, |line| columns(line) + GAP);
    let mut lines: Vec<_> = lines.iter().map(|line| look.paint(Style::Bold, line)).collect();

    let aside = one_line(&card.aside);
    if aside.is_empty() {
        return lines;
    }
    let room = look.width.saturating_sub(columns(&aside));
    match lines.last_mut() {
        Some(last) if taken <= room => {
            let gap = " ".repeat(room - taken + GAP);
            last.push_str(&format!("{gap}{}", look.paint(Style::Dim, &aside)));
        }
        _ if room > 0 => lines.push(indented(&look.paint(Style::Dim, &aside), room)),
        _ => lines.extend(wrap(&aside, look.width).iter().map(|line| look.paint(Style::Dim, line))),
    }
    lines
}

/// Labels in one column, texts in the next.
pub(super) fn labelled(fields: &[Labelled<'_>], indent: usize, look: Look) -> Vec<String> {
    let labels: Vec<_> = fields.iter().map(|field| one_line(field.label)).collect();
    let label_width = labels.iter().map(|label| columns(label)).max().unwrap_or_default();
    let beside = indent + label_width + if label_width > 0 { GAP } else { 0 };
    let under = beside + ROOM_FOR_TEXT > look.width;
    let text_indent = if under { indent + GAP } else { beside };

    let mut lines = Vec::new();
    for (field, label) in fields.iter().zip(labels) {
        let mut text = wrap(field.text, look.width.saturating_sub(text_indent)).into_iter();
        if under {
            lines
                .extend(wrap(&label, look.width - indent).iter().map(|l| indented(&look.paint(Style::Dim, l), indent)));
        } else {
            let first = text.next().unwrap_or_default();
            let gap = " ".repeat(text_indent - indent - columns(&label));
            let line = format!("{}{}{gap}{first}", " ".repeat(indent), look.paint(Style::Dim, &label));
            lines.push(line.trim_end().to_owned());
        }
        lines.extend(text.map(|line| indented(&line, text_indent)));
    }
    lines
}

/// `text` after `mark`, its further lines under its first.
pub(super) fn hanging(mark: &str, text: &str, width: usize) -> Vec<String> {
    let indent = columns(mark);
    let mut lines = wrap(text, width.saturating_sub(indent)).into_iter();
    let first = lines.next().map(|line| format!("{mark}{line}"));
    first.into_iter().chain(lines.map(|line| indented(&line, indent))).collect()
}

pub(super) fn indented(line: &str, indent: usize) -> String {
    if line.is_empty() { String::new() } else { format!("{}{line}", padded("", indent)) }
}

#[cfg(test)]
#[path = "render_tests.rs"]
mod tests;
