//! Lines typed at a terminal: editing, history, completion of commands.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rustyline::completion::{Completer, Pair};
use rustyline::config::Configurer as _;
use rustyline::error::{ReadlineError, Signal};
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::history::{DefaultHistory, History as _};
use rustyline::validate::Validator;
use rustyline::{Context, Editor, Helper};

use super::input::{LONGEST_LINE, Line, LineSource, Print};
use super::text::beginning;

/// Lines that the history keeps.
const HISTORY_LINES: usize = 1000;
/// A longer line, such as a pasted article, is not kept: the file stays below 4 MB.
const LONGEST_IN_HISTORY: usize = 4096;

/// A person at a terminal, with line editing, a history and completion of commands. A text pasted in one go is one
/// line, its line breaks included.
pub struct Terminal {
    editor: Editor<Commands, DefaultHistory>,
    history: Option<PathBuf>,
    #[cfg(unix)]
    cooked: Option<nix::sys::termios::Termios>,
}

impl Terminal {
    /// Edits lines of standard input. `history` is a file, created with its folders; a history that can't be read or
    /// written is logged. `commands` are completed at the start of a line, each as it is typed: `/ideas`.
    ///
    /// # Errors
    /// When there is no terminal to set up.
    pub fn new(history: Option<PathBuf>, commands: Vec<String>) -> io::Result<Self> {
        let mut editor = Editor::new().map_err(into_io)?;
        editor.set_auto_add_history(false);
        editor.enable_bracketed_paste(true);
        editor.set_max_history_size(HISTORY_LINES).map_err(into_io)?;
        editor.set_helper(Some(Commands(commands)));
        if let Some(path) = &history
            && let Err(error) = load_history(&mut editor, path)
        {
            tracing::warn!(path = %path.display(), %error, "the history of the terminal can't be read");
        }
        Ok(Self {
            editor,
            history,
            #[cfg(unix)]
            cooked: nix::sys::termios::tcgetattr(io::stdin()).ok(),
        })
    }

    fn remember(&mut self, line: &str) {
        let Some(path) = &self.history else { return };
        if line.trim().is_empty() || line.len() > LONGEST_IN_HISTORY {
            return;
        }
        let saved = self.editor.add_history_entry(line).and_then(|_new| self.editor.append_history(path));
        if let Err(error) = saved {
            tracing::warn!(path = %path.display(), %error, "the history of the terminal can't be written");
        }
    }
}

impl LineSource for Terminal {
    fn read(&mut self, prompt: &str) -> io::Result<Line> {
        loop {
            match self.editor.readline(prompt) {
                Ok(line) => {
                    self.remember(&line);
                    return Ok(within_limit(line));
                }
                Err(ReadlineError::Eof) => return Ok(Line::End),
                Err(ReadlineError::Interrupted) => return Ok(Line::Interrupted),
                #[cfg(unix)]
                Err(ReadlineError::Signal(Signal::Interrupt)) => return Ok(Line::Interrupted),
                // A key that is no UTF-8, or a window that changed its size: nothing was said yet.
                Err(ReadlineError::Signal(_)) => {}
                Err(ReadlineError::Io(error)) if error.kind() == io::ErrorKind::InvalidData => {}
                Err(error) => return Err(into_io(error)),
            }
        }
    }

    fn printer(&mut self) -> Option<Print> {
        use rustyline::ExternalPrinter as _;

        let mut printer = self.editor.create_external_printer().ok()?;
        Some(Box::new(move |text| printer.print(text.to_owned()).map_err(into_io)))
    }

    /// Ends raw mode and bracketed paste, which a read that is under way has switched on.
    #[cfg(unix)]
    fn restore(&self) -> Box<dyn FnOnce() + Send> {
        use std::io::Write as _;

        use nix::sys::termios::{SetArg, tcsetattr};

        let cooked = self.cooked.clone();
        Box::new(move || {
            let Some(cooked) = cooked else { return };
            let mut out = io::stdout();
            let restored = tcsetattr(io::stdin(), SetArg::TCSADRAIN, &cooked).map_err(io::Error::from);
            if let Err(error) = restored.and_then(|()| out.write_all(b"\x1b[?2004l\r\n")).and_then(|()| out.flush()) {
                tracing::debug!(%error, "the terminal's mode can't be restored");
            }
        })
    }
}

fn load_history(editor: &mut Editor<Commands, DefaultHistory>, path: &Path) -> rustyline::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    match editor.history_mut().load(path) {
        Err(ReadlineError::Io(error)) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        loaded => loaded,
    }
}

fn within_limit(mut line: String) -> Line {
    if line.len() <= LONGEST_LINE {
        return Line::Text(line);
    }
    line.truncate(beginning(&line, LONGEST_LINE).len());
    Line::CutOff(line)
}

fn into_io(error: ReadlineError) -> io::Error {
    match error {
        ReadlineError::Io(error) => error,
        other => io::Error::other(other),
    }
}

/// The names of the commands, for completion.
struct Commands(Vec<String>);

impl Completer for Commands {
    type Candidate = Pair;

    fn complete(&self, line: &str, cursor: usize, _context: &Context<'_>) -> rustyline::Result<(usize, Vec<Pair>)> {
        Ok((0, completions(&self.0, line.get(..cursor).unwrap_or_default())))
    }
}

impl Hinter for Commands {
    type Hint = String;
}
impl Highlighter for Commands {}
impl Validator for Commands {}
impl Helper for Commands {}

/// The commands that begin with `typed`, each with a space after it: its words come next.
fn completions(commands: &[String], typed: &str) -> Vec<Pair> {
    if typed.is_empty() {
        return Vec::new();
    }
    let begins = commands.iter().filter(|command| command.starts_with(typed));
    begins.map(|command| Pair { display: command.clone(), replacement: format!("{command} ") }).collect()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed test may panic")]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_completed_from_its_beginning() {
        let commands = ["/ideas", "/import", "/review", "/点子"].map(str::to_owned);
        let completed =
            |typed| completions(&commands, typed).into_iter().map(|pair| pair.replacement).collect::<Vec<_>>();
        assert_eq!(completed("/id"), ["/ideas "]);
        assert_eq!(completed("/i"), ["/ideas ", "/import "]);
        assert_eq!(completed("/点"), ["/点子 "]);
        assert!(completed("/ideas about").is_empty());
        assert!(completed("").is_empty());
    }

    #[test]
    fn the_history_is_kept_in_a_file_whose_folders_are_created() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state/copydesk/history");
        let mut first = Terminal::new(Some(path.clone()), vec![]).unwrap();
        first.remember("/ideas oat milk");
        first.remember("  ");
        first.remember("one\ntwo");
        first.remember(&"long ".repeat(1000));

        let second = Terminal::new(Some(path), vec![]).unwrap();
        let lines: Vec<_> = second.editor.history().iter().cloned().collect();
        assert_eq!(lines, ["/ideas oat milk", "one\ntwo"]);
    }

    #[test]
    fn a_history_that_cannot_be_written_is_no_error() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        fs::write(&file, "").unwrap();
        let mut terminal = Terminal::new(Some(file.join("history")), vec![]).unwrap();
        terminal.remember("/ideas");
    }

    #[test]
    fn a_pasted_book_is_cut_off() {
        assert_eq!(within_limit("short".to_owned()), Line::Text("short".to_owned()));
        let Line::CutOff(line) = within_limit("é".repeat(LONGEST_LINE)) else { panic!("not cut off") };
        assert_eq!(line.len(), LONGEST_LINE);
    }
}
