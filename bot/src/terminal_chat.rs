//! The terminal chat: what it looks like, and its first words.

use std::io::{IsTerminal, Write};

use copydesk_adapters::{Block, ConsoleSettings, Reply, render};
use copydesk_analysis::Language;
use copydesk_storage::{Campaign, StorageError, Team, TeamId};

use crate::commands;
use crate::desk::Desk;
use crate::texts::sentence;

/// How this process's input and output look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// A person types.
    pub reads_terminal: bool,
    /// A person watches.
    pub writes_terminal: bool,
    /// Colour is wanted: a terminal, and `NO_COLOR` is not set.
    pub colour: bool,
    /// Columns.
    pub width: usize,
}

/// Columns where there is no terminal: what a pager or a document shows well.
const USUAL_WIDTH: usize = 100;

impl Look {
    /// Of standard input and output.
    pub fn of_this_process() -> Self {
        let writes_terminal = std::io::stdout().is_terminal();
        let width =
            terminal_size::terminal_size().map_or(USUAL_WIDTH, |(width, _)| usize::from(width.0).min(USUAL_WIDTH));
        Self {
            reads_terminal: std::io::stdin().is_terminal() && writes_terminal,
            writes_terminal,
            colour: writes_terminal && crate::config::colour_is_welcome(),
            width: if writes_terminal { width } else { USUAL_WIDTH },
        }
    }
}

/// The settings and first words of the terminal with this id, which speaks for `team`.
///
/// # Errors
/// What the storage says.
pub async fn settings(desk: &Desk, id: &TeamId, team: &Team, look: Look) -> Result<ConsoleSettings, StorageError> {
    let language = desk.config.chat.language;
    let say = |sentence: crate::texts::Sentence| sentence.say(language);
    Ok(ConsoleSettings {
        place_id: id.to_string(),
        person: "terminal".into(),
        language: Some(language.code().into()),
        prompt: "> ".into(),
        width: look.width,
        colour: look.colour,
        interactive: look.reads_terminal,
        echo: !look.reads_terminal,
        welcome: welcome(desk, team, language).await?,
        line_too_long: say(sentence!("line-too-long")),
        leave_hint: say(sentence!("leave-hint")),
        stopped: say(sentence!("stopped")),
        next_line_answers: say(sentence!("next-line-answers")),
    })
}

async fn welcome(desk: &Desk, team: &Team, language: Language) -> Result<Reply, StorageError> {
    let count = desk.store.team(&team.id).all::<Campaign>().await?.len();
    let whose = if team.sample {
        sentence!("welcome-sample", team = team.name.as_str(), count = count)
    } else {
        sentence!("welcome-team", team = team.name.as_str(), count = count)
    };
    let to_try = if count == 0 {
        vec![sentence!("welcome-new")]
    } else {
        vec![sentence!("welcome-try"), sentence!("welcome-try-command")]
    };
    let lines = [sentence!("welcome"), whose].into_iter().chain(to_try).map(|line| line.say(language));
    let mut blocks = vec![Block::Paragraph(lines.collect::<Vec<_>>().join("\n"))];
    if let Some(problem) = desk.model.missing().await {
        let help = problem.help.map(|help| help.say(language)).unwrap_or_default();
        blocks.push(Block::Problem { message: problem.message.say(language), help });
    }
    Ok(Reply { blocks, ..Reply::default() })
}

/// What the Tab key completes, in the person's language first.
pub fn command_names(language: Language) -> Vec<String> {
    let words = commands::all().flat_map(|spec| [spec.words, spec.chinese]);
    let mut names: Vec<String> = words.map(|words| format!("/{}", words.join(" "))).collect();
    if language != Language::Chinese {
        names.retain(|name| name.is_ascii());
    }
    names
}

/// Prints a reply as the chat would.
pub fn print(mut reply: Reply, look: Look) {
    // Nothing is saved here, so that no file is named: what a picture shows stands in the figures before it.
    reply.blocks.retain(|block| !matches!(block, Block::File(_)));
    // A reader that is gone (`| head`) is no mistake.
    let _closed = std::io::stdout().write_all(render(&reply, look.width, look.colour).as_bytes());
}
