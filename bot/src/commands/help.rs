//! `/help`: what can be asked, from the list of commands.

use crate::answer::{Answer, CommandShown, Help};
use crate::commands::{COMMANDS, Command};
use crate::config::Config;
use crate::invocation::Invocation;
use crate::session::Session;
use crate::texts::{Problem, Sentence};

/// Reads `/help`.
///
/// # Errors
/// None.
pub fn read(_: &Invocation, _: &Config) -> Result<Command, Problem> {
    Ok(Command::Help)
}

/// Lists the commands that this place has.
pub fn handle(session: &Session) -> Answer {
    let here = COMMANDS.iter().filter(|spec| !spec.terminal_only || session.origin.place.platform == "console");
    let say = |id| session.say(Sentence { id, values: Vec::new() });
    let shown = here.map(|spec| CommandShown {
        usage: spec.usage(session.language),
        summary: say(spec.summary),
        example: spec.example.map(say).unwrap_or_default(),
    });
    Answer::Help(Help { commands: shown.collect() })
}
