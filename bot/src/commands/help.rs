//! `/help`: what can be asked, from the list of commands.

use crate::answer::{Answer, CommandShown, Help};
use crate::commands::{self, Command, Spec, command};
use crate::config::Config;
use crate::invocation::Invocation;
use crate::session::Session;
use crate::texts::{Problem, Sentence};

/// The command of this file.
pub static COMMANDS: &[Spec] =
    &[Spec { rest: "rest-command", ..command(&["help"], &["帮助"], "command-help", read) }];

/// Reads `/help [command]`.
///
/// # Errors
/// None.
pub fn read(invocation: &Invocation, _: &Config) -> Result<Command, Problem> {
    Ok(Command::Help(invocation.rest.trim().trim_start_matches(['/', '／']).to_lowercase()))
}

/// Lists the commands that this place has; of those that begin with `about`, if there are any, only these.
pub fn handle(session: &Session, about: &str) -> Answer {
    let here: Vec<&Spec> =
        commands::all().filter(|spec| !spec.terminal_only || session.origin.place.platform == "console").collect();
    let wanted: Vec<&str> = about.split_whitespace().collect();
    let is_about = |spec: &&Spec| !wanted.is_empty() && spec.names().any(|words| words.starts_with(&wanted));
    let found: Vec<&Spec> = here.iter().copied().filter(is_about).collect();
    let here = if found.is_empty() { here } else { found };
    let say = |id| session.say(Sentence { id, values: Vec::new() });
    let shown = here.into_iter().map(|spec| CommandShown {
        usage: spec.usage(session.language),
        summary: say(spec.summary),
        example: spec.example.map(say).unwrap_or_default(),
    });
    Answer::Help(Help { commands: shown.collect() })
}
