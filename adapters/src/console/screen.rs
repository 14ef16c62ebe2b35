//! Writes an answer as it grows, and nothing of it twice.

use std::io::{self, Write};

use super::growing;
use super::render::lines;
use super::style::{Look, Style};
use super::text::{one_line, split_at_column};
use super::wrap::Wrap;
use crate::{Block, Partial, Reply};

/// Back to the start of the line, and the line emptied.
const ERASE_LINE: &str = "\r\x1b[2K";

/// What the person sees.
pub(super) struct Screen {
    out: Box<dyn Write + Send>,
    look: Look,
    interactive: bool,
    /// Something stands above that the next block keeps a blank line from.
    gap: bool,
    status: Option<Status>,
    answer: Answer,
}

/// What was shown of the answer so far.
#[derive(Default)]
struct Answer {
    blocks: Vec<Block>,
    text: String,
    /// What of the text was written, without marks.
    grown: String,
    /// What was written of the text has turned out to be none of it.
    misread: bool,
    stream: Option<Stream>,
}

/// A paragraph that is being written.
struct Stream {
    wrap: Wrap,
    visible: bool,
}

/// A status that stands on the last line.
struct Status {
    /// The column where the paragraph above goes on.
    under: Option<usize>,
}

impl Screen {
    pub(super) fn new(out: Box<dyn Write + Send>, look: Look, interactive: bool) -> Self {
        Self { out, look, interactive, gap: false, status: None, answer: Answer::default() }
    }

    /// Makes room for a prompt that a terminal draws.
    pub(super) fn before_prompt(&mut self) -> io::Result<()> {
        if self.interactive && std::mem::take(&mut self.gap) {
            self.out.write_all(b"\n")?;
        }
        self.out.flush()
    }

    /// Shows a prompt and what was read after it, for a transcript.
    pub(super) fn echo(&mut self, prompt: &str, line: &str) -> io::Result<()> {
        if std::mem::take(&mut self.gap) {
            self.out.write_all(b"\n")?;
        }
        writeln!(self.out, "{prompt}{}", one_line(line))?;
        self.out.flush()
    }

    /// Shows one block.
    pub(super) fn show(&mut self, block: &Block) -> io::Result<()> {
        self.write_block(block)?;
        self.out.flush()
    }

    /// Shows what nobody asked for, between two answers.
    pub(super) fn post(&mut self, reply: &Reply) -> io::Result<()> {
        for block in &reply.blocks {
            self.write_block(block)?;
        }
        self.before_prompt()
    }

    /// Shows a step of an answer.
    pub(super) fn progress(&mut self, partial: Partial) -> io::Result<()> {
        match partial {
            Partial::Status(status) => self.write_status(&status)?,
            Partial::Text(text) => self.write_text(&text)?,
            Partial::Block(block) => {
                self.write_block(&block)?;
                self.answer.blocks.push(block);
            }
            Partial::Blocks(blocks) => {
                for block in blocks {
                    self.write_block(&block)?;
                    self.answer.blocks.push(block);
                }
            }
        }
        self.out.flush()
    }

    /// Shows what is still missing of an answer, and ends it.
    pub(super) fn finish(&mut self, reply: &Reply) -> io::Result<()> {
        self.close()?;
        let Answer { blocks: mut shown, mut text, misread, .. } = std::mem::take(&mut self.answer);
        for block in &reply.blocks {
            if let Some(at) = shown.iter().position(|other| other == block) {
                shown.remove(at);
                continue;
            }
            // The first words are the streamed text, unless the bot has changed it since.
            if let Block::Paragraph(paragraph) | Block::Markdown(paragraph) = block {
                let streamed = std::mem::take(&mut text);
                if !misread && !streamed.is_empty() && streamed.trim() == paragraph.trim() {
                    continue;
                }
            }
            self.write_block(block)?;
        }
        self.out.flush()
    }

    /// Ends the line that is being written, so that something else can follow.
    pub(super) fn close(&mut self) -> io::Result<()> {
        self.erase_status()?;
        if let Some(mut stream) = self.answer.stream.take() {
            let mut rest = self.grow(&mut stream, growing::whole);
            rest.push_str(&stream.wrap.settle());
            self.write_stream(&mut stream, &rest)?;
            if stream.visible {
                self.out.write_all(b"\n")?;
            }
        }
        self.out.flush()
    }

    /// Ends an answer that stopped halfway.
    pub(super) fn abandon(&mut self) -> io::Result<()> {
        self.close()?;
        self.answer = Answer::default();
        Ok(())
    }

    fn write_block(&mut self, block: &Block) -> io::Result<()> {
        let lines = lines(block, self.look);
        if lines.is_empty() {
            return Ok(());
        }
        self.close()?;
        self.write_gap()?;
        for line in lines {
            writeln!(self.out, "{line}")?;
        }
        Ok(())
    }

    fn write_text(&mut self, text: &str) -> io::Result<()> {
        self.answer.text.push_str(text);
        let mut stream =
            self.answer.stream.take().unwrap_or_else(|| Stream { wrap: Wrap::new(self.look.width), visible: false });
        let ready = self.grow(&mut stream, growing::so_far);
        let written = self.write_stream(&mut stream, &ready);
        self.answer.stream = Some(stream);
        written
    }

    /// What follows of the text; nothing as long as it does not go on as it began.
    fn grow(&mut self, stream: &mut Stream, read: fn(&str, Look) -> String) -> String {
        let grown = read(&self.answer.text, self.look);
        let more = grown.strip_prefix(self.answer.grown.as_str());
        self.answer.misread = more.is_none();
        let ready = more.map(|more| stream.wrap.push(more)).unwrap_or_default();
        if more.is_some() {
            self.answer.grown = grown;
        }
        ready
    }

    fn write_stream(&mut self, stream: &mut Stream, text: &str) -> io::Result<()> {
        if text.is_empty() {
            return Ok(());
        }
        self.erase_status()?;
        if !stream.visible {
            self.write_gap()?;
            stream.visible = true;
        }
        self.out.write_all(text.as_bytes())
    }

    fn write_status(&mut self, text: &str) -> io::Result<()> {
        if !self.interactive {
            return Ok(());
        }
        self.erase_status()?;
        let mut under = None;
        if let Some(mut stream) = self.answer.stream.take() {
            // The held-back word first: while the status stands, the text may be all there is.
            let rest = stream.wrap.settle();
            self.write_stream(&mut stream, &rest)?;
            if stream.visible {
                self.out.write_all(b"\n")?;
                under = Some(stream.wrap.column());
            }
            self.answer.stream = Some(stream);
        }
        let text = one_line(text);
        // One column stays free: some terminals wrap as soon as a line is full.
        let (beginning, _rest) = split_at_column(&text, self.look.width - 1);
        write!(self.out, "{}", self.look.paint(Style::Dim, beginning))?;
        self.status = Some(Status { under });
        Ok(())
    }

    fn erase_status(&mut self) -> io::Result<()> {
        let Some(status) = self.status.take() else { return Ok(()) };
        self.out.write_all(ERASE_LINE.as_bytes())?;
        match status.under {
            None => Ok(()),
            Some(0) => write!(self.out, "\x1b[1A"),
            Some(column) => write!(self.out, "\x1b[1A\x1b[{column}C"),
        }
    }

    fn write_gap(&mut self) -> io::Result<()> {
        if std::mem::replace(&mut self.gap, true) { self.out.write_all(b"\n") } else { Ok(()) }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed test may panic")]
#[path = "screen_tests.rs"]
pub(super) mod tests;
