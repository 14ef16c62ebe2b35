//! `/help`: what can be asked, from the list of commands; `/start`: what to try first.

use copydesk_analysis::Language;

use crate::answer::{Answer, CommandShown, Help, OptionShown, Welcome};
use crate::as_typed;
use crate::commands::{self, Command, Spec, command};
use crate::config::Config;
use crate::invocation::{Invocation, unknown_command};
use crate::session::Session;
use crate::texts::{Problem, Sentence, sentence};

/// The commands of this file.
pub static COMMANDS: &[Spec] = &[
    Spec {
        rest: "rest-command",
        example: Some("command-help-example"),
        ..command(&["help"], &["帮助"], "command-help", read)
    },
    command(&["start"], &["开始"], "command-start", |_, _| Ok(Command::Start)),
];

/// Reads `/help [command]`; Telegram writes a command of several words with underscores.
///
/// # Errors
/// None.
pub fn read(invocation: &Invocation, _: &Config) -> Result<Command, Problem> {
    let about = invocation.rest.trim().trim_start_matches(['/', '／']);
    Ok(Command::Help(about.to_lowercase().replace('_', " ")))
}

/// What this is, and three things to try.
pub fn start(session: &Session) -> Answer {
    let tries = [sentence!("start-ideas"), sentence!("start-review"), sentence!("start-posts")];
    Answer::Welcome(Welcome {
        text: session.say(sentence!("welcome")),
        tries: tries.into_iter().map(|it| session.say(it)).collect(),
    })
}

/// Lists the commands that this place has; tells of the one that `about` names, or lists those that begin with it.
///
/// # Errors
/// If none does: a sentence with the nearest one.
pub fn handle(session: &Session, about: &str) -> Result<Answer, Problem> {
    let here: Vec<&Spec> =
        commands::all().filter(|spec| !spec.terminal_only || session.origin.place.platform == "console").collect();
    let wanted: Vec<&str> = about.split_whitespace().collect();
    let found: Vec<&Spec> =
        here.iter().copied().filter(|spec| spec.names().any(|words| words.starts_with(&wanted))).collect();
    let exact = found.iter().find(|spec| spec.names().any(|words| words == wanted)).or(match &found[..] {
        [only] => Some(only),
        _ => None,
    });
    if let Some(one) = exact {
        let others = found.iter().filter(|it| it.words != one.words);
        let related = others.map(|it| as_typed::own(&it.called(session.language)).into_owned()).collect();
        return Ok(Answer::Help(Help { commands: vec![whole(one, session)], related }));
    }
    if found.is_empty() {
        let written: Vec<String> = wanted.into_iter().map(ToOwned::to_owned).collect();
        return Err(unknown_command(&written));
    }
    let mut commands: Vec<_> = found.into_iter().map(|spec| in_short(spec, session)).collect();
    // Discord has /draft as /draft write alone.
    commands.dedup_by(|later, earlier| later.usage == earlier.usage);
    Ok(Answer::Help(Help { commands, related: Vec::new() }))
}

fn in_short(spec: &Spec, session: &Session) -> CommandShown {
    let say = |id| session.say(Sentence { id, values: Vec::new() });
    CommandShown {
        usage: as_typed::own(&spec.usage(session.language)).into_owned(),
        summary: say(spec.summary),
        example: spec.example.map(say).unwrap_or_default(),
        options: Vec::new(),
    }
}

/// With its options, and always with an example.
fn whole(spec: &Spec, session: &Session) -> CommandShown {
    let chinese = session.language == Language::Chinese;
    let options = spec.options.iter().map(|option| OptionShown {
        name: if chinese { option.chinese } else { option.name }.to_owned(),
        required: option.required,
        values: option.values().into_iter().map(ToOwned::to_owned).collect(),
    });
    let mut shown = CommandShown { options: options.collect(), ..in_short(spec, session) };
    if shown.example.is_empty() {
        shown.example = as_typed::own(&spec.called(session.language)).into_owned();
    }
    shown
}
