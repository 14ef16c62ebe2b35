//! `/reset`: forgets the talks in this channel.

use copydesk_storage::{Conversation, Explanation};

use crate::answer::{Answer, Done};
use crate::commands::{Command, Spec, command};
use crate::config::Config;
use crate::desk::Desk;
use crate::invocation::Invocation;
use crate::session::Session;
use crate::talk;
use crate::texts::{Problem, sentence};

/// The command of this file.
pub static COMMANDS: &[Spec] = &[command(&["reset"], &["重置"], "command-reset", read)];

/// Reads `/reset`.
///
/// # Errors
/// None.
pub fn read(_: &Invocation, _: &Config) -> Result<Command, Problem> {
    Ok(Command::Reset)
}

/// Forgets what was said here, and what the model was told for the last answer.
///
/// # Errors
/// What the storage says.
pub async fn handle(desk: &Desk, session: &Session) -> Result<Answer, Problem> {
    let (channel, records) = (session.origin.channel.as_str(), &session.records);
    let talks = talk::in_channel(records, channel).await.map_err(|error| desk.storage_problem(&error))?;
    let change = records.change().delete::<Explanation>(channel);
    let change = talks.iter().fold(change, |change, talk| change.delete::<Conversation>(talk));
    change.commit().await.map_err(|error| desk.storage_problem(&error))?;
    Ok(Answer::Done(Done { text: session.say(sentence!("reset-done")) }))
}
