//! `copydesk ask`: one request, as in the chat.

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use copydesk_adapters::{Granted, Input, Origin, Place};
use copydesk_analysis::Language;
use jiff::{Timestamp, ZonedDateTime};
use tokio_util::sync::CancellationToken;

use super::fatal::Fatal;
use super::{Shared, open, print_line};
use crate::answer::Answer;
use crate::desk::Asking;
use crate::terminal_chat::{self, Look};
use crate::{places, present};

/// How long an answer that was stopped may take to end.
const GRACE: Duration = Duration::from_secs(2);

/// Asks, and prints the answer: in words, or as JSON.
pub(super) async fn ask(shared: &Shared, team: Option<String>, json: bool, input: Input) -> Result<ExitCode, Fatal> {
    match answer(shared, team, input, !json).await {
        Ok((answer, language)) => {
            // Nobody is there to answer a question.
            let failed = match &answer {
                Answer::Error(_) => true,
                Answer::Question(question) => question.done.is_none(),
                _ => false,
            };
            if json {
                print_json(&answer)?;
            } else {
                terminal_chat::print(present::reply(&answer, language), Look::of_this_process());
            }
            Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
        }
        // In JSON, every failure has the same form.
        Err(fatal) if json => {
            print_json(&Answer::Error(fatal.shown()))?;
            Ok(ExitCode::from(fatal.status))
        }
        Err(fatal) => Err(fatal),
    }
}

/// What a team's desk answers, and in which language; in words, people have names in place of ids.
async fn answer(
    shared: &Shared,
    team: Option<String>,
    input: Input,
    in_words: bool,
) -> Result<(Answer, Language), Fatal> {
    let desk = open(shared).await?;
    let id = team.unwrap_or_else(|| desk.config.chat.team.to_string());
    let place = Place { platform: "console", id: id.clone(), name: String::new() };
    if places::team(&desk.store, &place, Timestamp::now()).await?.is_none() {
        let known = desk.store.teams().await?;
        let names: Vec<&str> = known.iter().map(|team| team.id.as_str()).collect();
        let near = crate::nearest::nearest(&id, names.iter().copied())
            .map(|name| format!(" Did you mean {name}?"))
            .unwrap_or_default();
        let names = names.join(", ");
        return Err(Fatal::new(format!(
            "I don't know the team {id:?}.{near} I know {names}; start a new one with: copydesk run --team NAME"
        )));
    }
    let origin = Origin {
        place: place.clone(),
        channel: id,
        person: "cli".into(),
        person_name: None,
        language: None,
        chain: None,
    };
    let cancel = CancellationToken::new();
    let asking = Asking {
        origin,
        input,
        rights: Arc::new(Granted(true)),
        now: ZonedDateTime::now(),
        progress: None,
        cancel: cancel.clone(),
    };
    let mut answering = std::pin::pin!(desk.answer(asking));
    let answered = tokio::select! {
        answered = &mut answering => Ok(answered),
        _ = tokio::signal::ctrl_c() => {
            cancel.cancel();
            // It ends at once, and is counted; a model that is still loading is not waited for.
            let _slow = tokio::time::timeout(GRACE, answering).await;
            Err(Fatal { message: "Stopped.".into(), status: 130 })
        }
    };
    desk.model.stop().await;
    let (mut answer, language) = answered?;
    if in_words {
        desk.name_people(&mut answer, &place, language).await;
    }
    Ok((answer, language))
}

pub(super) fn print_json(answer: &Answer) -> Result<(), Fatal> {
    let json = serde_json::to_string(answer).map_err(|error| Fatal::new(format!("Can't write JSON: {error}.")))?;
    print_line(&json).map(drop)
}
