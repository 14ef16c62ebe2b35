//! `/quit`: leaves the terminal.

use crate::answer::{Answer, Farewell};
use crate::commands::{Command, Spec, command};
use crate::config::Config;
use crate::invocation::Invocation;
use crate::session::Session;
use crate::texts::{Problem, sentence};

/// The command of this file.
pub static COMMANDS: &[Spec] = &[Spec { terminal_only: true, ..command(&["quit"], &["退出"], "command-quit", read) }];

/// Reads `/quit`.
///
/// # Errors
/// None.
pub fn read(_: &Invocation, _: &Config) -> Result<Command, Problem> {
    Ok(Command::Quit)
}

/// Says goodbye; the terminal ends the chat.
pub fn handle(session: &Session) -> Answer {
    Answer::Farewell(Farewell { text: session.say(sentence!("farewell")) })
}
