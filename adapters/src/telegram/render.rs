//! A reply as Telegram's messages: each suggestion is one, what stands between suggestions is another.

use teloxide::types::MessageId;
use unicode_width::UnicodeWidthStr;

use super::form::{self, Question};
use super::text::{Piece, Style, Styled};
use crate::fenced;
use crate::markdown::{self, Part};
use crate::{Attachment, Block, Button, Card};

/// Columns that a phone shows in fixed type without breaking a line.
const PHONE: usize = 34;

/// Columns between two cells.
const BETWEEN: usize = 2;

/// Characters of the labels in one row of buttons.
const ROW: usize = 28;

/// Buttons of a message. Source: Bot API, at most 100 in a keyboard.
const KEYS: usize = 100;

/// A message to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Message {
    pub(super) piece: Piece,
    /// Rows of buttons below it.
    pub(super) keys: Vec<Vec<Button>>,
    /// It asks for an answer, and has no buttons then.
    pub(super) question: Option<Question>,
    /// It is this document, and has no text then.
    pub(super) file: Option<Attachment>,
    /// What it answers is shown above it: in a group several people ask.
    pub(super) answers: Option<MessageId>,
    /// What its cards are about.
    pub(super) about: Vec<String>,
}

impl From<Piece> for Message {
    fn from(piece: Piece) -> Self {
        Self { piece, keys: Vec::new(), question: None, file: None, answers: None, about: Vec::new() }
    }
}

/// The messages that show these blocks, in order; none for nothing.
pub(super) fn messages(blocks: &[Block]) -> Vec<Message> {
    let mut out = Out::default();
    for (at, block) in blocks.iter().enumerate() {
        match block {
            Block::Card(card) if stands_alone(block) => {
                out.close();
                out.note(card);
                write_card(&mut out.open, card);
                out.close();
            }
            Block::Question(asked) => {
                out.close();
                // Whom it asks is known to those who send it.
                let question = Question { to: None, placeholder: String::new() };
                out.closed.extend(form::question(&asked.text, &asked.command, &question));
            }
            Block::File(file) => {
                out.close();
                let nothing = Piece { html: String::new(), plain: String::new() };
                out.closed.push(Message { file: Some(file.clone()), ..Message::from(nothing) });
            }
            Block::Buttons(buttons) => {
                let to_card = at.checked_sub(1).is_some_and(|it| stands_alone(&blocks[it]));
                let more_cards = blocks[at..].iter().any(stands_alone);
                // Buttons between two cards are those of the first; all others stand below the whole answer.
                match out.closed.last_mut() {
                    Some(card) if to_card && more_cards => card.keys.extend(rows(buttons)),
                    _ => out.keys.extend(buttons.iter().cloned()),
                }
            }
            other => {
                if let Block::Card(card) = other {
                    out.note(card);
                }
                write(out.open.gap(), other);
            }
        }
    }
    out.close();
    if let Some(last) = out.closed.iter_mut().rev().find(|it| it.question.is_none()) {
        last.keys.extend(rows(&out.keys));
        last.keys.truncate(KEYS);
    }
    out.closed
}

/// A numbered card is a suggestion, which people copy and forward. Twenty commands or past posts in a message each would
/// be twenty seconds at Telegram's pace.
fn stands_alone(block: &Block) -> bool {
    matches!(block, Block::Card(Card { number: Some(_), .. }))
}

/// One line that shows what is being done.
pub(super) fn status(text: &str) -> Vec<Message> {
    messages(&[Block::Note(text.to_owned())])
}

#[derive(Default)]
struct Out {
    closed: Vec<Message>,
    open: Styled,
    /// What its cards are about.
    about: Vec<String>,
    keys: Vec<Button>,
}

impl Out {
    fn close(&mut self) {
        let (open, about) = (std::mem::take(&mut self.open), std::mem::take(&mut self.about));
        if !open.is_empty() {
            let message = |piece| Message { about: about.clone(), ..Message::from(piece) };
            self.closed.extend(open.pieces().into_iter().map(message));
        }
    }

    /// Notes what a card is about.
    fn note(&mut self, card: &Card) {
        if !card.about.is_empty() && !self.about.contains(&card.about) {
            self.about.push(card.about.clone());
        }
    }
}

fn write(out: &mut Styled, block: &Block) {
    match block {
        Block::Heading(text) => {
            out.push(Style::Bold, text);
        }
        Block::Paragraph(text) => {
            for (at, part) in fenced::parts(text).into_iter().enumerate() {
                let (style, text) = match part {
                    fenced::Part::Prose(text) => (Style::Plain, text),
                    fenced::Part::Code(text) => (Style::Fixed, text),
                };
                let out = if at == 0 { &mut *out } else { out.line() };
                out.push(style, text);
            }
        }
        Block::Markdown(text) => write_markdown(out, text),
        Block::List(items) => {
            let lines: Vec<String> = items.iter().map(|item| format!("• {item}")).collect();
            out.push(Style::Plain, &lines.join("\n"));
        }
        Block::Table { header, rows } => write_table(out, header, rows),
        Block::Preformatted(text) => {
            out.push(Style::Fixed, text);
        }
        Block::Note(text) => {
            out.push(Style::Italic, text);
        }
        Block::Problem { message, help } => {
            out.push(Style::Bold, message);
            if !help.is_empty() {
                out.line().push(Style::Plain, help);
            }
        }
        Block::Card(card) => write_card(out, card),
        Block::File(_) | Block::Buttons(_) | Block::Question(_) => {}
    }
}

/// A model's words.
fn write_markdown(out: &mut Styled, text: &str) {
    for (at, part) in markdown::parts(text).into_iter().enumerate() {
        let tight = matches!(&part, Part::Prose(prose) if prose.tight);
        let out = match at {
            0 => &mut *out,
            _ if tight => out.line(),
            _ => out.gap(),
        };
        match part {
            Part::Prose(prose) => {
                let mark = if prose.mark.is_empty() { String::new() } else { format!("{} ", prose.mark) };
                out.push(Style::Plain, &format!("{}{mark}", "  ".repeat(prose.depth)));
                for span in &prose.spans {
                    out.push(Style::Looks(span.looks), &span.text);
                }
            }
            Part::Code(text) => {
                out.push(Style::Fixed, &text);
            }
            Part::Table { header, rows } => write_table(out, &header, &rows),
        }
    }
}

fn write_card(out: &mut Styled, card: &Card) {
    let number = card.number.map(|number| format!("{number}. ")).unwrap_or_default();
    out.push(Style::Bold, format!("{number}{}", card.title).trim_end());
    if !card.aside.is_empty() {
        out.push(Style::Plain, " · ").push(Style::Italic, &card.aside);
    }
    if !card.body.is_empty() {
        out.gap().push(Style::Plain, &card.body);
    }
    if !card.tags.is_empty() {
        out.line().push(Style::Plain, &card.tags.join(" "));
    }
    for (at, fact) in card.facts.iter().enumerate() {
        if at == 0 {
            out.gap()
        } else {
            out.line()
        };
        out.push(Style::Italic, &fact.label).push(Style::Plain, ": ").push(Style::Plain, &fact.text);
    }
}

/// In columns where a phone has room for them, else each row under its name.
fn write_table(out: &mut Styled, header: &[String], rows: &[Vec<String>]) {
    let all = || std::iter::once(header).chain(rows.iter().map(Vec::as_slice));
    let width = |column: usize| all().filter_map(|row| row.get(column)).map(|cell| cell.width()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..header.len()).map(width).collect();
    if widths.iter().sum::<usize>() + BETWEEN * widths.len().saturating_sub(1) <= PHONE {
        let line = |row: &[String]| {
            let cells = row.iter().zip(&widths);
            let cells = cells.map(|(cell, width)| format!("{cell}{}", " ".repeat(width - cell.width() + BETWEEN)));
            cells.collect::<String>().trim_end().to_owned()
        };
        out.push(Style::Fixed, &all().map(line).collect::<Vec<_>>().join("\n"));
        return;
    }
    for (at, row) in rows.iter().enumerate() {
        let mut cells = header.iter().zip(row);
        if at > 0 {
            out.gap();
        }
        // The first column names the row.
        if let Some((_, first)) = cells.next() {
            out.push(Style::Bold, first);
        }
        for (place, (name, cell)) in cells.filter(|(_, cell)| !cell.is_empty()).enumerate() {
            if place == 0 {
                out.line();
            } else {
                out.push(Style::Plain, " · ");
            }
            if !name.is_empty() {
                out.push(Style::Italic, name).push(Style::Plain, ": ");
            }
            out.push(Style::Plain, cell);
        }
    }
}

/// Buttons in rows that leave room for their labels.
fn rows(buttons: &[Button]) -> Vec<Vec<Button>> {
    let mut rows: Vec<Vec<Button>> = Vec::new();
    let mut used = 0;
    for button in buttons {
        let width = button.label.width();
        match rows.last_mut() {
            Some(row) if used + width <= ROW => row.push(button.clone()),
            _ => {
                used = 0;
                rows.push(vec![button.clone()]);
            }
        }
        used += width;
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Fact;

    fn shown(blocks: &[Block]) -> String {
        let one = |message: Message| {
            let keys = message.keys.iter().map(|row| {
                let row: Vec<String> = row.iter().map(|it| format!("[{} → {}]", it.label, it.action)).collect();
                format!("\n{}", row.join(" "))
            });
            message.piece.html + &keys.collect::<String>()
        };
        messages(blocks).into_iter().map(one).collect::<Vec<_>>().join("\n-----\n")
    }

    fn strings<const N: usize>(texts: [&str; N]) -> Vec<String> {
        texts.map(str::to_owned).to_vec()
    }

    fn button(label: &str) -> Button {
        Button { label: label.to_owned(), action: label.to_lowercase().replace(' ', "-") }
    }

    fn card(number: usize) -> Block {
        Block::Card(Card {
            number: Some(number),
            title: "Question".to_owned(),
            aside: "87 of 2,200 characters".to_owned(),
            body: "Is 2 < 3?\nAsk @ada.".to_owned(),
            tags: strings(["#OatLatte", "#MorningBarn"]),
            facts: vec![
                Fact { label: "Because".to_owned(), text: "questions did 1.8 × your usual".to_owned() },
                Fact { label: "Close to".to_owned(), text: "#C-012".to_owned() },
            ],
            about: format!("I-{number:03}"),
        })
    }

    #[test]
    fn code_of_a_model_is_fixed_text_in_each_message_that_it_needs() {
        let lines: String = (0..700).map(|line| format!("let a{line};\n")).collect();
        let shown = messages(&[Block::Markdown(format!("Use this:\n```rust\n{lines}```\nand go."))]);
        assert!(shown.len() > 1, "{}", shown.len());
        assert!(shown[0].piece.html.starts_with("Use this:\n\n<pre>let a0;\n"), "{}", shown[0].piece.html);
        for message in &shown {
            let html = &message.piece.html;
            assert_eq!((html.matches("<pre>").count(), html.matches("</pre>").count()), (1, 1), "{html}");
            assert!(!html.contains('`'), "{html}");
        }
        assert!(shown.last().is_some_and(|it| it.piece.html.ends_with("let a699;</pre>\n\nand go.")));
    }

    #[test]
    fn words_of_a_model_are_shown_in_html_and_keep_no_marks() {
        let text = "## 方案\n**注意：**请用 *燕麦* 和 `a<b`。\n\n- one\n- [two](https://a.org)\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n@ada <b>";
        insta::assert_snapshot!(shown(&[Block::Markdown(text.to_owned())]).replace('\u{2060}', "^"), @r"
        <b>方案</b>

        <b>注意：</b>请用 <i>燕麦</i> 和 <code>a&lt;b</code>。

        • one
        • two (https://a.org)

        <pre>a  b
        1  2</pre>

        @^ada &lt;b&gt;
        ");
    }

    #[test]
    fn cards_without_a_number_share_a_message() {
        let entry = |title: &str| {
            Block::Card(Card { title: title.to_owned(), body: "What it does.".to_owned(), ..Card::default() })
        };
        let messages = messages(&[Block::Heading("Commands".to_owned()), entry("/help"), entry("/why")]);
        assert_eq!(messages.len(), 1);
        assert_eq!(
            messages[0].piece.html,
            "<b>Commands</b>\n\n<b>/help</b>\n\nWhat it does.\n\n<b>/why</b>\n\nWhat it does."
        );
    }

    #[test]
    fn each_card_is_a_message_and_the_rest_stands_around_them() {
        let blocks = [
            Block::Heading("Two posts".to_owned()),
            card(1),
            Block::Buttons(vec![button("Use it")]),
            card(2),
            Block::Note("Kept, so that you can decide.".to_owned()),
            Block::Buttons(["More like these", "Shorter", "Another angle"].map(button).to_vec()),
        ];
        insta::assert_snapshot!(shown(&blocks).replace('\u{2060}', "^"), @r"
        <b>Two posts</b>
        -----
        <b>1. Question</b> · <i>87 of 2,200 characters</i>

        Is 2 &lt; 3?
        Ask @^ada.
        #OatLatte #MorningBarn

        <i>Because</i>: questions did 1.8 × your usual
        <i>Close to</i>: #C-012
        [Use it → use-it]
        -----
        <b>2. Question</b> · <i>87 of 2,200 characters</i>

        Is 2 &lt; 3?
        Ask @^ada.
        #OatLatte #MorningBarn

        <i>Because</i>: questions did 1.8 × your usual
        <i>Close to</i>: #C-012
        -----
        <i>Kept, so that you can decide.</i>
        [More like these → more-like-these] [Shorter → shorter]
        [Another angle → another-angle]
        ");
    }

    #[test]
    fn all_other_blocks_share_a_message() {
        let blocks = [
            Block::Paragraph("Hello".to_owned()),
            Block::List(strings(["one", "two & three"])),
            Block::Table {
                header: strings(["platform", "likes"]),
                rows: vec![strings(["X", "12"]), strings(["小红书", "1.2 万"])],
            },
            Block::Table {
                header: strings(["name", "what it is for, at some length"]),
                rows: vec![strings(["tone", "how the texts sound"]), strings(["avoid", "what they never say"])],
            },
            Block::Preformatted("a  b\n  c".to_owned()),
            Block::Problem { message: "I don't know \"insta\".".to_owned(), help: "Try instagram.".to_owned() },
        ];
        insta::assert_snapshot!(shown(&blocks), @r#"
        Hello

        • one
        • two &amp; three

        <pre>platform  likes
        X         12
        小红书    1.2 万</pre>

        <b>tone</b>
        <i>what it is for, at some length</i>: how the texts sound

        <b>avoid</b>
        <i>what it is for, at some length</i>: what they never say

        <pre>a  b
          c</pre>

        <b>I don't know "insta".</b>
        Try instagram.
        "#);
    }

    #[test]
    fn nothing_is_no_message() {
        assert_eq!(messages(&[Block::Paragraph(" \n".to_owned()), Block::Buttons(vec![button("Go")])]), []);
    }
}
