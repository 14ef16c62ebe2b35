//! Where lines come from, and the thread that waits for them.

use std::io::{self, BufRead};
use std::thread;

use tokio::sync::mpsc;

/// What came from a [`LineSource`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// A line without its end, or a pasted text of several lines.
    Text(String),
    /// The beginning of a line that was over the limit; the rest is gone.
    CutOff(String),
    /// Ctrl-C at the prompt.
    Interrupted,
    /// Ctrl-D, or the end of the pipe.
    End,
}

/// Reads a person's lines; blocking, on a thread of its own.
pub trait LineSource: Send + 'static {
    /// Waits for the next line. A terminal shows `prompt`.
    ///
    /// # Errors
    /// When nothing can be read any more.
    fn read(&mut self, prompt: &str) -> io::Result<Line>;

    /// What puts a terminal right if the chat ends while a [`read`](Self::read) is under way, which can't be stopped.
    fn restore(&self) -> Box<dyn FnOnce() + Send> {
        Box::new(|| ())
    }

    /// What prints a text above the line that a person is typing, where something else would write into it.
    fn printer(&mut self) -> Option<Print> {
        None
    }
}

/// Prints a text.
pub type Print = Box<dyn FnMut(&str) -> io::Result<()> + Send>;

/// Bytes of one line; a pasted book is longer, a brief is not.
pub(super) const LONGEST_LINE: usize = 1024 * 1024;

/// Lines of a pipe or file. Invalid UTF-8 becomes U+FFFD; a line is cut off at 1 MiB.
#[derive(Debug)]
pub struct Lines<R> {
    input: R,
}

impl<R: BufRead + Send + 'static> Lines<R> {
    /// The lines of `input`.
    pub fn new(input: R) -> Self {
        Self { input }
    }
}

impl<R: BufRead + Send + 'static> LineSource for Lines<R> {
    fn read(&mut self, _prompt: &str) -> io::Result<Line> {
        let mut line = Vec::new();
        let mut cut_off = false;
        let mut ended = true;
        loop {
            let chunk = match self.input.fill_buf() {
                Ok(chunk) => chunk,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if chunk.is_empty() {
                break;
            }
            ended = false;
            let newline = chunk.iter().position(|byte| *byte == b'\n');
            let part = &chunk[..newline.unwrap_or(chunk.len())];
            let kept = part.len().min(LONGEST_LINE - line.len());
            line.extend_from_slice(&part[..kept]);
            cut_off |= kept < part.len();
            let used = newline.map_or(chunk.len(), |at| at + 1);
            self.input.consume(used);
            if newline.is_some() {
                break;
            }
        }
        Ok(match (ended, cut_off) {
            (true, _) => Line::End,
            (false, false) => Line::Text(decoded(line.strip_suffix(b"\r").unwrap_or(&line))),
            (false, true) => Line::CutOff(decoded(without_split_character(&line))),
        })
    }
}

fn decoded(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn without_split_character(bytes: &[u8]) -> &[u8] {
    match str::from_utf8(bytes) {
        Err(error) if error.error_len().is_none() => &bytes[..error.valid_up_to()],
        _ => bytes,
    }
}

/// The thread that reads: a blocking read never holds up the runtime, nor its end.
pub(super) struct Reader {
    prompts: mpsc::Sender<String>,
    lines: mpsc::Receiver<io::Result<Line>>,
    waiting: bool,
    restore: Option<Box<dyn FnOnce() + Send>>,
    printer: Option<Print>,
}

impl Reader {
    pub(super) fn start(mut source: Box<dyn LineSource>) -> io::Result<Self> {
        let (restore, printer) = (Some(source.restore()), source.printer());
        let (prompts, mut asked) = mpsc::channel::<String>(1);
        let (answer, lines) = mpsc::channel(1);
        thread::Builder::new().name("console".to_owned()).spawn(move || {
            while let Some(prompt) = asked.blocking_recv() {
                if answer.blocking_send(source.read(&prompt)).is_err() {
                    break;
                }
            }
        })?;
        Ok(Self { prompts, lines, waiting: false, restore, printer })
    }

    /// Prints above the line that is being typed. `false` if nobody is typing, or the source has no way to do so.
    pub(super) fn print(&mut self, text: &str) -> bool {
        let Some(print) = self.printer.as_mut().filter(|_| self.waiting) else { return false };
        print(text).inspect_err(|error| tracing::warn!(%error, "nothing can be printed above the prompt")).is_ok()
    }

    /// The next line. Safe to drop: the read goes on, and its line comes at the next call.
    pub(super) async fn line(&mut self, prompt: &str) -> io::Result<Line> {
        let gone = || io::Error::other("the thread that reads lines has ended");
        if !self.waiting {
            self.prompts.send(prompt.to_owned()).await.map_err(|_| gone())?;
            self.waiting = true;
        }
        let line = self.lines.recv().await.ok_or_else(gone)?;
        self.waiting = false;
        line
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        if let Some(restore) = self.restore.take().filter(|_| self.waiting) {
            restore();
        }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed test may panic")]
mod tests {
    use std::io::{BufReader, Cursor, Read};

    use super::*;

    fn all(input: impl Into<Vec<u8>>) -> Vec<Line> {
        // A tiny buffer, so that lines come in pieces.
        let mut lines = Lines::new(BufReader::with_capacity(3, Cursor::new(input.into())));
        std::iter::from_fn(|| Some(lines.read("").unwrap()).filter(|line| *line != Line::End)).collect()
    }

    fn text(text: &str) -> Line {
        Line::Text(text.to_owned())
    }

    #[test]
    fn lines_end_in_a_newline_a_crlf_or_the_end_of_the_input() {
        assert_eq!(all("one\ntwo\r\n\n三"), [text("one"), text("two"), text(""), text("三")]);
        assert_eq!(all("one\n"), [text("one")]);
        assert_eq!(all(""), []);
    }

    #[test]
    fn invalid_utf8_is_replaced() {
        assert_eq!(all(b"a\xffb\n\xe7\x87".as_slice()), [text("a\u{fffd}b"), text("\u{fffd}")]);
    }

    #[test]
    fn a_line_of_just_the_limit_is_whole() {
        let line = "a".repeat(LONGEST_LINE);
        assert_eq!(all(format!("{line}\nb")), [Line::Text(line), text("b")]);
    }

    #[test]
    fn a_longer_line_is_cut_off_between_two_characters_and_the_next_one_is_whole() {
        let line = "燕".repeat(LONGEST_LINE / 3);
        assert_eq!(all(format!("{line}麦拿铁\nnext")), [Line::CutOff(line), text("next")]);
    }

    #[test]
    fn a_line_without_end_is_not_held_in_memory() {
        let endless = io::repeat(b'a').take(64 * 1024 * 1024);
        let mut lines = Lines::new(BufReader::with_capacity(64 * 1024, endless));
        let Line::CutOff(line) = lines.read("").unwrap() else { panic!("not cut off") };
        assert_eq!(line.len(), LONGEST_LINE);
        assert!(line.capacity() <= 2 * LONGEST_LINE);
        assert_eq!(lines.read("").unwrap(), Line::End);
    }
}
