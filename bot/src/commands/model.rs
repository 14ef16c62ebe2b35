//! `/model`: which model answers, where it computes, how fast it is, and what is wrong with it.

use copydesk_llm::Status;

use crate::answer::{Answer, LoadShown, ModelFacts, ModelState, Models};
use crate::commands::{Command, Spec, command};
use crate::config::{Config, ModelKind};
use crate::desk::Desk;
use crate::invocation::Invocation;
use crate::models::{Condition, ListedModel};
use crate::session::Session;
use crate::texts::Problem;

/// The command of this file.
pub static COMMANDS: &[Spec] = &[command(&["model"], &["模型"], "command-model", read)];

/// Reads `/model`.
///
/// # Errors
/// None.
pub fn read(_: &Invocation, _: &Config) -> Result<Command, Problem> {
    Ok(Command::Model)
}

/// Shows the models that may answer, in their order.
pub async fn handle(desk: &Desk, session: &Session) -> Answer {
    let mut models = Vec::new();
    for listed in desk.model.list() {
        models.push(facts(listed, session).await);
    }
    let able = |model: &&ModelFacts| !matches!(model.state, ModelState::Missing | ModelState::Failing);
    let answers = models.iter().find(able).map(|model| model.name.clone());
    Answer::Model(Models { answers, models })
}

async fn facts(listed: &ListedModel, session: &Session) -> ModelFacts {
    let (state, problem) = match listed.condition().await {
        Condition::Ready => (ModelState::Ready, None),
        Condition::Loading => (ModelState::Loading, None),
        Condition::Resting => (ModelState::Resting, None),
        Condition::Failing(problem) => (ModelState::Failing, Some(problem)),
        Condition::Missing(problem) => (ModelState::Missing, Some(problem)),
    };
    let (message, help) = problem.map_or_else(Default::default, |Problem { message, help }| {
        (session.say(message), help.map(|help| session.say(help)).unwrap_or_default())
    });
    let entry = &listed.entry;
    let (place, licence) = match &entry.kind {
        ModelKind::Local(file) => {
            let name = file.file.file_name().unwrap_or_default().to_string_lossy();
            (name.into_owned(), file.licence.clone())
        }
        ModelKind::Remote(server) => (format!("{} ({})", server.base_url, server.model), String::new()),
    };
    let codes = |languages: &[copydesk_analysis::Language]| {
        languages.iter().map(|language| language.code().to_string()).collect()
    };
    ModelFacts {
        name: entry.name.clone(),
        kind: entry.kind.id().into(),
        place,
        languages: codes(&entry.languages),
        weak_languages: codes(&entry.weak_languages),
        licence,
        state,
        message,
        help,
        load: listed.status().map(load),
    }
}

fn load(status: Status) -> LoadShown {
    // One digit behind the point is more than anybody can feel.
    let rounded = |rate: f32| (f64::from(rate) * 10.0).round() / 10.0;
    LoadShown {
        running: status.running,
        waiting: status.waiting,
        output_rate: status.output_rate.map(rounded),
        prompt_rate: status.prompt_rate.map(rounded),
        computed_tokens: status.computed_tokens,
        reused_tokens: status.reused_tokens,
        kept_tokens: status.kept_tokens,
    }
}
