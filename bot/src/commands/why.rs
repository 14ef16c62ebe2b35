//! `/why`: what the model was told for the last answer.

use copydesk_storage::Explanation;

use crate::answer::{Answer, ExplanationShown};
use crate::commands::{Command, Spec, command};
use crate::config::Config;
use crate::desk::Desk;
use crate::invocation::Invocation;
use crate::session::Session;
use crate::texts::{Problem, sentence};

/// The command of this file.
pub static COMMANDS: &[Spec] = &[command(&["why"], &["为什么"], "command-why", read)];

/// Reads `/why`.
///
/// # Errors
/// None.
pub fn read(_: &Invocation, _: &Config) -> Result<Command, Problem> {
    Ok(Command::Why)
}

/// Shows the last explanation of this channel.
///
/// # Errors
/// That there is none, or what the storage says.
pub async fn handle(desk: &Desk, session: &Session) -> Result<Answer, Problem> {
    let stored = session.records.get::<Explanation>(&session.origin.channel).await;
    let stored = stored.map_err(|error| desk.storage_problem(&error))?;
    let explanation =
        stored.ok_or_else(|| Problem::new(sentence!("why-nothing"), sentence!("why-nothing-help")))?.record;
    Ok(Answer::Explanation(ExplanationShown {
        question: explanation.question,
        model: explanation.model,
        prompt: explanation.prompt,
        notes: explanation.notes,
        tokens: explanation.tokens.map(|tokens| (tokens.prompt, tokens.output)),
    }))
}
