//! `/review`: what can be said of a text, computed; several variants are ranked. A model adds what it thinks.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use copydesk_adapters::Partial;
use copydesk_storage::{Numbered, ReviewedText};
use tokio::io::AsyncReadExt;

use super::{Command, LANG, PLATFORM, Spec, command, language_option, option, platform_option};
use crate::answer::{Answer, Reviews};
use crate::as_typed;
use crate::config::Config;
use crate::desk::Desk;
use crate::fetch;
use crate::ideas;
use crate::invocation::{Invocation, unquoted};
use crate::learning::{self, likely::GoodModel};
use crate::present_review;
use crate::review::model_part::{self, Job, Wanted};
use crate::review::page::{self, is_address};
use crate::review::{Wishes, as_read, can_edit, file, notes, nothing_in, reviewed, stored, too_many};
use crate::session::Session;
use crate::texts::{Problem, Sentence, sentence};
use crate::word_rules::{Counts, store_counts};

/// The command of this file.
pub static COMMANDS: &[Spec] = &[Spec {
    rest: "rest-text",
    asks: Some("ask-review"),
    options: &[PLATFORM, option("keyphrase", "关键词"), option("audience", "受众"), LANG],
    takes_file: true,
    example: Some("command-review-example"),
    ..command(&["review"], &["审稿"], "command-review", read)
}];

/// A review that was asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct ReviewRequest {
    /// The text, or an address; empty if a file came along.
    pub text: String,
    /// What was said about it.
    pub wishes: Wishes,
}

/// Characters of a keyphrase.
pub const KEYPHRASE: usize = 80;
/// Bytes of the longest path that a terminal takes.
const LONGEST_PATH: usize = 4_096;
/// Characters of an audience.
pub const AUDIENCE: usize = 200;

/// Reads `/review text [platform=…] [keyphrase=…] [audience=…] [lang=…]`.
///
/// # Errors
/// A wrong platform, language, keyphrase or audience.
pub fn read(invocation: &Invocation, _: &Config) -> Result<Command, Problem> {
    let wishes = Wishes {
        platform: platform_option(invocation.option("platform"))?,
        keyphrase: words_option("keyphrase", invocation.option("keyphrase"), KEYPHRASE)?,
        audience: words_option("audience", invocation.option("audience"), AUDIENCE)?,
        language: language_option(invocation.option("lang"))?,
    };
    let text = unquoted(&invocation.text).trim().to_string();
    Ok(Command::Review(Box::new(ReviewRequest { text, wishes })))
}

/// A few words, if given.
///
/// # Errors
/// That there are none, or too many.
pub fn words_option(name: &'static str, words: Option<&str>, most: usize) -> Result<Option<String>, Problem> {
    let Some(words) = words.map(str::trim) else { return Ok(None) };
    let length = words.chars().count();
    if length > most || !words.chars().any(char::is_alphanumeric) {
        let shown: String = words.chars().take(most).collect();
        let name = super::option_name(name);
        return Err(Problem::new(
            sentence!("review-words-wrong", name = name.clone(), words = shown),
            sentence!("review-words-help", name = name, most = most),
        ));
    }
    Ok(Some(words.to_string()))
}

/// Reviews it.
///
/// # Errors
/// That there is no text, or that its file or page can't be read.
pub async fn handle(desk: &Desk, session: &Session, request: ReviewRequest) -> Result<Answer, Problem> {
    let text = text_of(desk, session, &request.text).await?;
    whole(desk, session, text, request.wishes).await
}

/// A text's review: what is computed is shown at once, then a model's critique and rewrite as they are ready.
///
/// # Errors
/// What the storage says, or that the person stopped it.
pub async fn whole(desk: &Desk, session: &Session, text: String, wishes: Wishes) -> Result<Answer, Problem> {
    if let Some(problem) = too_many(&text) {
        return Err(problem);
    }
    let knowledge = desk.knowledge(session).await?;
    let language = session.language;
    let model = GoodModel::of(&session.records, learning::when(&session.now)).await;
    let model = model.map_err(|error| desk.storage_problem(&error))?;
    // A review of a long text takes a moment, and other requests wait on this thread.
    let (config, told, known) = (desk.config.clone(), wishes.clone(), Arc::clone(&knowledge));
    let work = move || {
        let notes = notes(&text, &told);
        let all = reviewed(&text, &told, Some(&known), model.as_ref(), &config, language);
        let mut matched = Counts::new();
        all.iter().for_each(|it| known.rules.count(&it.text, &mut matched));
        (text, all, matched, notes)
    };
    let (text, all, matched, notes) =
        tokio::task::spawn_blocking(as_typed::carried(work)).await.map_err(|error| desk.internal(&error))?;
    let Some(first) = all.first() else {
        return Err(Problem::new(sentence!("review-empty"), empty_help(session)));
    };
    store_counts(&session.records, &matched).await.map_err(|error| desk.storage_problem(&error))?;
    let id = stored::keep(session, &first.text, &wishes).await.map_err(|error| desk.storage_problem(&error))?;
    let mut reviews = Reviews {
        id: id.clone(),
        text: as_read(&text),
        reviews: all.iter().map(|it| it.shown.clone()).collect(),
        notes: notes.into_iter().map(|note| session.say(note)).collect(),
        can_edit: can_edit(desk),
        ..Reviews::default()
    };
    // Together, so that nobody sees figures whose buttons are still on their way.
    session.show(Partial::Blocks(present_review::computed(&reviews, language))).await;
    let job = Job {
        text: &first.text,
        given: &first.given,
        wishes: &wishes,
        knowledge: &knowledge,
        review: &first.review,
        shown: &first.shown,
    };
    let part = model_part::write(desk, session, &job, Wanted::Both).await?;
    if let (Some(number), true) = (id.as_deref().and_then(ReviewedText::number_of), part.tried) {
        let better = part.rewrite.as_ref().map(|rewrite| rewrite.text.as_str());
        let noted = stored::note_rewrite(&session.records, number, better).await;
        noted.map_err(|error| ideas::deeds::told(desk, error))?;
    }
    reviews.critique = part.critique;
    reviews.rewrite = part.rewrite;
    reviews.missing.extend(part.notes.into_iter().map(|note| session.say(note)));
    Ok(Answer::Review(Box::new(reviews)))
}

async fn text_of(desk: &Desk, session: &Session, text: &str) -> Result<String, Problem> {
    if let Some(received) = &session.file {
        let unreadable = |_| Problem::new(sentence!("review-empty"), sentence!("review-file-help"));
        let bytes = tokio::fs::read(&received.path).await.map_err(unreadable)?;
        return file::text(&received.name, &bytes);
    }
    let text = text.trim();
    if is_address(text) {
        let told = |error: fetch::FetchError| Problem::new(error.sentence(), sentence!("review-page-help"));
        let fetcher = desk.digests.fetcher(&desk.config.fetch).map_err(told)?;
        return page::fetched(&fetcher, text).await;
    }
    if let Some(path) = path_in(session, text) {
        return read_path(text, &path).await;
    }
    match nothing_in(text) {
        Some(why) => Err(Problem::new(why, empty_help(session))),
        None => Ok(text.to_string()),
    }
}

fn is_terminal(session: &Session) -> bool {
    session.origin.place.platform == "console"
}

/// A terminal has no files beside a message and no line breaks.
fn empty_help(session: &Session) -> Sentence {
    if is_terminal(session) { sentence!("review-empty-help-terminal") } else { sentence!("review-empty-help") }
}

/// The file that a text names, in a terminal: only who sits before this machine may name its files. What ends like a file of the
/// kinds that are read is one even where it is missing, so that nobody gets a review of its name.
fn path_in(session: &Session, text: &str) -> Option<PathBuf> {
    if !is_terminal(session) || text.is_empty() || text.len() > LONGEST_PATH || text.contains('\n') {
        return None;
    }
    let path = std::path::absolute(text).ok()?;
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
    let is_kind = ["txt", "md", "docx", "html", "htm"].contains(&ending.as_str());
    let is_file = path.is_file() && (text.contains(['.', '/', '\\']));
    (is_file || (is_kind && !text.contains(char::is_whitespace))).then_some(path)
}

async fn read_path(named: &str, path: &Path) -> Result<String, Problem> {
    let unreadable = |_| Problem::new(sentence!("review-no-file", name = named), sentence!("review-file-help"));
    let open = tokio::fs::File::open(path).await.map_err(unreadable)?;
    let mut bytes = Vec::new();
    open.take(file::MOST_BYTES + 1).read_to_end(&mut bytes).await.map_err(unreadable)?;
    file::text(named, &bytes)
}
