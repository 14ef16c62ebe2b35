//! `/help`: what can be asked, from the list of commands.

use crate::answer::{Answer, CommandShown, Help};
use crate::commands::{self, Command, Spec, command};
use crate::config::Config;
use crate::invocation::Invocation;
use crate::session::Session;
use crate::texts::{Problem, Sentence};

/// The command of this file.
pub static COMMANDS: &[Spec] = &[command(&["help"], &["帮助"], "command-help", read)];

/// Reads `/help`.
///
/// # Errors
/// None.
pub fn read(_: &Invocation, _: &Config) -> Result<Command, Problem> {
    Ok(Command::Help)
}

/// Lists the commands that this place has.
pub fn handle(session: &Session) -> Answer {
    let here = commands::all().filter(|spec| !spec.terminal_only || session.origin.place.platform == "console");
    let say = |id| session.say(Sentence { id, values: Vec::new() });
    let shown = here.map(|spec| CommandShown {
        usage: spec.usage(session.language),
        summary: say(spec.summary),
        example: spec.example.map(say).unwrap_or_default(),
    });
    Answer::Help(Help { commands: shown.collect() })
}
