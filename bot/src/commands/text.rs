//! `/text …`: the next steps of a text that was reviewed. All details, one finding explained, a rewrite, another platform, and
//! handing it in for approval.

use std::sync::Arc;

use copydesk_analysis::Platform;
use copydesk_storage::{Numbered, ReviewedText};

use super::{Command, PLATFORM, Spec, Takes, choices, command, number_option, option, review};
use crate::answer::{Answer, ReviewDetails, Reviews, Shows};
use crate::as_typed;
use crate::config::Config;
use crate::desk::Desk;
use crate::drafts::shown;
use crate::ideas::deeds::told;
use crate::invocation::Invocation;
use crate::knowledge::Knowledge;
use crate::learning::{self, likely::GoodModel};
use crate::review::model_part::{self, Job, Wanted};
use crate::review::{Reviewed, Wishes, alone, stored};
use crate::session::Session;
use crate::texts::{Problem, sentence};

/// Findings that are explained unless one is named.
const EXPLAINED: usize = 3;

/// The commands of this file.
pub static COMMANDS: &[Spec] = &[
    Spec {
        rest: "rest-text-id",
        asks: Some("ask-text"),
        ..command(&["text", "details"], &["文案", "详情"], "command-text-details", read_details)
    },
    Spec {
        rest: "rest-text-id",
        asks: Some("ask-text"),
        options: &[option("finding", "发现").whole(1, 10_000)],
        ..command(&["text", "explain"], &["文案", "解释"], "command-text-explain", read_explain)
    },
    Spec {
        rest: "rest-text-id",
        asks: Some("ask-text"),
        ..command(&["text", "rewrite"], &["文案", "改写"], "command-text-rewrite", read_rewrite)
    },
    Spec {
        rest: "rest-text-id",
        asks: Some("ask-text"),
        options: &[PLATFORM.needed()],
        example: Some("command-text-for-example"),
        ..command(&["text", "for"], &["文案", "换平台"], "command-text-for", read_for)
    },
    Spec {
        rest: "rest-text-id",
        asks: Some("ask-text"),
        options: &[option("what", "版本").takes(Takes::OneOf(choices::versions_of_text))],
        example: Some("command-text-send-example"),
        ..command(&["text", "send"], &["文案", "送审"], "command-text-send", read_send)
    },
];

/// What is wanted of a reviewed text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TextWish {
    /// All that was found.
    Details(u32),
    /// One finding, counted from 1, or the first ones.
    Explain(u32, Option<usize>),
    /// A better version.
    Rewrite(u32),
    /// Its review for another platform.
    For(u32, Platform),
    /// It, or its rewrite, handed in for approval.
    Send(u32, bool),
}

fn read_details(invocation: &Invocation, _: &Config) -> Result<Command, Problem> {
    Ok(Command::Text(TextWish::Details(number(invocation)?)))
}

fn read_explain(invocation: &Invocation, _: &Config) -> Result<Command, Problem> {
    let finding = number_option("finding", invocation.option("finding"), 1..=10_000)?;
    Ok(Command::Text(TextWish::Explain(number(invocation)?, finding)))
}

fn read_rewrite(invocation: &Invocation, _: &Config) -> Result<Command, Problem> {
    Ok(Command::Text(TextWish::Rewrite(number(invocation)?)))
}

fn read_for(invocation: &Invocation, _: &Config) -> Result<Command, Problem> {
    let number = number(invocation)?;
    let name = invocation.option("platform").unwrap_or_default().trim();
    if name.is_empty() {
        let id = ReviewedText::name_of(number);
        return Err(Problem::new(sentence!("text-for-what", id = id.as_str()), sentence!("text-for-help", id = id)));
    }
    Ok(Command::Text(TextWish::For(number, super::platform(name)?)))
}

fn read_send(invocation: &Invocation, _: &Config) -> Result<Command, Problem> {
    let rewrite = match invocation.option("what").map(|what| what.trim().to_lowercase()).as_deref() {
        None | Some("original" | "原文" | "") => false,
        Some("rewrite" | "改写") => true,
        Some(other) => {
            return Err(Problem::new(sentence!("text-send-what", what = other), sentence!("text-send-help")));
        }
    };
    Ok(Command::Text(TextWish::Send(number(invocation)?, rewrite)))
}

/// The number of the text that is all of the words.
fn number(invocation: &Invocation) -> Result<u32, Problem> {
    let id = invocation.rest.trim();
    ReviewedText::number_of(id).ok_or_else(|| match id.is_empty() {
        true => Problem::new(sentence!("text-which"), sentence!("text-unknown-help")),
        false => Problem::new(sentence!("text-unknown", id = id), sentence!("text-unknown-help")),
    })
}

/// Does it.
///
/// # Errors
/// That there is no such text, that it makes no sense, or what the storage says.
pub async fn handle(desk: &Desk, session: &Session, wish: TextWish) -> Result<Answer, Problem> {
    match wish {
        TextWish::Details(number) => details(desk, session, number, None).await,
        TextWish::Explain(number, finding) => details(desk, session, number, Some(finding)).await,
        TextWish::Rewrite(number) => rewrite(desk, session, number).await,
        TextWish::For(number, platform) => {
            let record = find(desk, session, number).await?;
            let wishes = Wishes { platform: Some(platform), ..stored::wishes(&record) };
            review::whole(desk, session, record.text, wishes).await
        }
        TextWish::Send(number, rewrite) => {
            let known = stored::send(desk, session, number, rewrite).await?;
            shown::draft(desk, session, &known, Some("submit")).await
        }
    }
}

async fn find(desk: &Desk, session: &Session, number: u32) -> Result<ReviewedText, Problem> {
    Ok(stored::find(&session.records, number).await.map_err(|error| told(desk, error))?.record)
}

/// The review of a stored text as it is now: rules and past posts may have changed since.
async fn reviewed(
    desk: &Desk,
    session: &Session,
    record: &ReviewedText,
    knowledge: &Arc<Knowledge>,
) -> Result<Reviewed, Problem> {
    let (config, language, wishes) = (desk.config.clone(), session.language, stored::wishes(record));
    let (text, knowledge) = (record.text.clone(), Arc::clone(knowledge));
    let model = GoodModel::of(&session.records, learning::when(&session.now)).await;
    let model = model.map_err(|error| desk.storage_problem(&error))?;
    // A review of a long text takes a moment, and other requests wait on this thread.
    let work = move || alone(1, &text, &wishes, Some(&knowledge), model.as_ref(), &config, language);
    tokio::task::spawn_blocking(as_typed::carried(work)).await.map_err(|error| desk.internal(&error))
}

/// A stored text's review: all of it, or some findings explained.
async fn details(
    desk: &Desk,
    session: &Session,
    number: u32,
    explained: Option<Option<usize>>,
) -> Result<Answer, Problem> {
    let record = find(desk, session, number).await?;
    let id = ReviewedText::name_of(number);
    let knowledge = desk.knowledge(session).await?;
    let mut review = reviewed(desk, session, &record, &knowledge).await?.shown;
    let all = review.findings.len();
    match explained {
        None => {}
        Some(_) if all == 0 => {
            return Err(Problem::new(
                sentence!("text-nothing-found", id = id.as_str()),
                sentence!("text-see-details", id = id),
            ));
        }
        Some(None) => review.findings.truncate(EXPLAINED),
        Some(Some(place)) => {
            let finding = place.checked_sub(1).and_then(|place| review.findings.get(place)).cloned();
            let unknown = || {
                let message = sentence!("text-finding-unknown", id = id.as_str(), place = place, all = all);
                Problem::new(message, sentence!("text-see-details", id = id.as_str()))
            };
            review.findings = vec![finding.ok_or_else(unknown)?];
        }
    }
    Ok(Answer::ReviewDetails(Box::new(ReviewDetails { id, explained: explained.is_some(), all, review })))
}

async fn rewrite(desk: &Desk, session: &Session, number: u32) -> Result<Answer, Problem> {
    let record = find(desk, session, number).await?;
    let knowledge = desk.knowledge(session).await?;
    let wishes = stored::wishes(&record);
    let Reviewed { given, text, review, shown } = reviewed(desk, session, &record, &knowledge).await?;
    let job =
        Job { text: &text, given: &given, wishes: &wishes, knowledge: &knowledge, review: &review, shown: &shown };
    let part = model_part::write(desk, session, &job, Wanted::Rewrite(record.rewrites)).await?;
    if part.tried {
        let better = part.rewrite.as_ref().map(|rewrite| rewrite.text.as_str());
        stored::note_rewrite(&session.records, number, better).await.map_err(|error| told(desk, error))?;
    }
    Ok(Answer::Review(Box::new(Reviews {
        id: Some(ReviewedText::name_of(number)),
        text: record.text,
        reviews: vec![shown],
        critique: None,
        rewrite: part.rewrite,
        notes: Vec::new(),
        missing: part.notes.into_iter().map(|note| session.say(note)).collect(),
        shows: Shows::Rewrite,
        can_edit: true,
    })))
}
