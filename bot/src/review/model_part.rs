//! The part of a review that a model writes, after all that is computed: a critique, and a better version.

use copydesk_adapters::Partial;
use copydesk_analysis::Review;
use copydesk_storage::{Explanation, StorageError, TokenCount};

use super::editor::Editor;
use super::{Wishes, critique, rewrite};
use crate::answer::{CritiqueShown, ReviewShown, RewriteShown};
use crate::desk::Desk;
use crate::knowledge::Knowledge;
use crate::present_review;
use crate::session::{Session, person_id};
use crate::texts::{Problem, Sentence, sentence};

/// Characters of the longest text that a model is handed.
const MOST_CHARACTERS: usize = 12_000;

/// What is to be edited.
#[derive(Clone, Copy)]
pub struct Job<'a> {
    /// The text, without invisible characters.
    pub text: &'a str,
    /// The text as it was handed in: the places of the review are its.
    pub given: &'a str,
    /// What was said about it.
    pub wishes: &'a Wishes,
    /// What is known of the team.
    pub knowledge: &'a Knowledge,
    /// What was computed.
    pub review: &'a Review,
    /// The same in the person's language.
    pub shown: &'a ReviewShown,
}

/// Which parts are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// A critique, and a rewrite if there is something to mend.
    Both,
    /// A rewrite after so many.
    Rewrite(u32),
}

/// What came of it.
#[derive(Debug, Default)]
pub struct ModelPart {
    /// What the findings mean.
    pub critique: Option<CritiqueShown>,
    /// A better version.
    pub rewrite: Option<RewriteShown>,
    /// Whether one was tried for.
    pub tried: bool,
    /// What is missing and why.
    pub notes: Vec<Sentence>,
}

/// Has a capable model write. Without one, or when it fails, what is computed stands, and the notes say why.
///
/// # Errors
/// What the storage says, or that the person stopped it.
pub async fn write(desk: &Desk, session: &Session, job: &Job<'_>, wanted: Wanted) -> Result<ModelPart, Problem> {
    let mut part = ModelPart::default();
    let length = job.text.chars().count();
    if length > MOST_CHARACTERS {
        part.notes.push(sentence!("review-long", length = length, most = MOST_CHARACTERS));
        return Ok(part);
    }
    if job.review.language.is_none() {
        part.notes.push(sentence!("review-no-words"));
        return Ok(part);
    }
    let mut written = Vec::new();
    if wanted == Wanted::Both {
        let editor = Editor::find(desk, session, session.language).await;
        let said = match editor {
            Err(problem) => Err(problem),
            Ok(mut editor) => {
                session.begins(&session.say(sentence!("review-status-critique"))).await;
                let said = critique::write(&mut editor, job).await;
                part.notes.extend(editor.notes());
                written.push((editor.model(), editor.told, editor.tokens));
                said
            }
        };
        match said {
            Ok(Some(said)) => {
                session.show(Partial::Blocks(present_review::critique(&said, session.language))).await;
                part.critique = Some(said);
            }
            Ok(None) => part.notes.push(sentence!("review-critique-none")),
            // Whoever could not say a word about it can't rewrite it either.
            Err(problem) => {
                stopped(session, &problem)?;
                part.notes.extend(missing(problem));
                return Ok(part);
            }
        }
    }
    if job.review.findings.is_empty() && !rewrite::must_shrink(job) {
        part.notes.push(sentence!("review-nothing-to-rewrite"));
        return explained(desk, session, job, part, written).await;
    }
    let before = if let Wanted::Rewrite(before) = wanted { before } else { 0 };
    let language = job.review.language.unwrap_or(session.language);
    let outcome = match Editor::find(desk, session, language).await {
        Err(problem) => Err(problem),
        Ok(mut editor) => {
            let outcome = rewrite::write(&mut editor, job, before).await;
            for note in editor.notes() {
                if part.notes.iter().all(|it| it.say(session.language) != note.say(session.language)) {
                    part.notes.push(note);
                }
            }
            written.push((editor.model(), editor.told, editor.tokens));
            outcome
        }
    };
    match outcome {
        Ok(rewrite::Outcome::Better(shown)) => (part.rewrite, part.tried) = (Some(*shown), true),
        Ok(rewrite::Outcome::NoneBetter(reasons)) => {
            part.tried = true;
            let reasons: Vec<String> = reasons.into_iter().map(|reason| session.say(reason)).collect();
            part.notes.push(sentence!("review-none-better", tries = rewrite::TRIES as usize, reasons = reasons));
        }
        Err(problem) => {
            stopped(session, &problem)?;
            part.notes.extend(missing(problem));
        }
    }
    explained(desk, session, job, part, written).await
}

/// A person who stopped it wants no more notes.
fn stopped(session: &Session, problem: &Problem) -> Result<(), Problem> {
    if session.cancel.is_cancelled() { Err(problem.clone()) } else { Ok(()) }
}

/// Why there is no model's part, and what to do about it.
fn missing(problem: Problem) -> impl Iterator<Item = Sentence> {
    let id = problem.message.id;
    let why = match id {
        "review-small" => problem.message,
        _ => sentence!("review-no-model", because = problem.message),
    };
    std::iter::once(why).chain(problem.help)
}

/// Stores what the model was told, for `/why`.
async fn explained(
    desk: &Desk,
    session: &Session,
    job: &Job<'_>,
    part: ModelPart,
    written: Vec<(String, Vec<String>, TokenCount)>,
) -> Result<ModelPart, Problem> {
    let Some((model, ..)) = written.last().cloned() else { return Ok(part) };
    let mut tokens = TokenCount { prompt: 0, output: 0 };
    let mut prompts: Vec<String> = Vec::new();
    for (_, told, used) in written {
        tokens.prompt += used.prompt;
        tokens.output += used.output;
        prompts.extend(told);
    }
    let explanation = Explanation {
        person: Some(person_id(&session.origin)),
        question: job.shown.text.clone(),
        model,
        prompt: prompts.join("\n\n"),
        notes: part.notes.iter().map(|note| session.say(note.clone())).collect(),
        tokens: Some(tokens),
        created: session.now.timestamp(),
    };
    let stored = session.records.put(&session.origin.channel, &explanation).await;
    stored.map_err(|error: StorageError| desk.storage_problem(&error))?;
    Ok(part)
}
