//! `/review`: what can be said of a text, computed; several variants are ranked.

use copydesk_analysis::Language;

use super::{Command, Spec, command, language_option, option, platform_option};
use crate::answer::Answer;
use crate::config::Config;
use crate::desk::Desk;
use crate::fetch::{Fetched, Wanted};
use crate::invocation::Invocation;
use crate::learning::{self, likely::GoodModel};
use crate::review::{Wishes, file, reviews};
use crate::session::Session;
use crate::texts::{Problem, sentence};

/// The command of this file.
pub static COMMANDS: &[Spec] = &[Spec {
    rest: "rest-text",
    asks: Some("ask-review"),
    options: &[
        option("platform", "平台"),
        option("keyphrase", "关键词"),
        option("audience", "受众"),
        option("lang", "语言"),
    ],
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

/// Reads `/review text [platform=…] [keyphrase=…] [audience=…] [lang=…]`.
///
/// # Errors
/// A wrong platform or language.
pub fn read(invocation: &Invocation, _: &Config) -> Result<Command, Problem> {
    let words = |name: &'static str| invocation.option(name).map(|words| words.trim().to_string());
    let wishes = Wishes {
        platform: platform_option(invocation.option("platform"))?,
        keyphrase: words("keyphrase"),
        audience: words("audience"),
        language: language_option(invocation.option("lang"))?,
    };
    Ok(Command::Review(Box::new(ReviewRequest { text: invocation.text.clone(), wishes })))
}

/// Reviews it.
///
/// # Errors
/// That there is no text, or that its file or page can't be read.
pub async fn handle(desk: &Desk, session: &Session, request: ReviewRequest) -> Result<Answer, Problem> {
    let text = text_of(desk, session, &request.text).await?;
    let knowledge = desk.knowledge(session).await?;
    // A review of a long text takes a moment, and other requests wait on this thread.
    let language = session.language;
    let model = GoodModel::of(&session.records, learning::when(&session.now)).await;
    let model = model.map_err(|error| desk.storage_problem(&error))?;
    let (config, wishes) = (desk.config.clone(), request.wishes);
    let work = move || reviews(&text, &wishes, Some(&knowledge), model.as_ref(), &config, language);
    let reviews = tokio::task::spawn_blocking(work).await.map_err(|error| desk.internal(&error))?;
    Ok(Answer::Review(reviews))
}

async fn text_of(desk: &Desk, session: &Session, text: &str) -> Result<String, Problem> {
    if let Some(received) = &session.file {
        let unreadable = |_| Problem::new(sentence!("review-empty"), sentence!("review-file-help"));
        let bytes = tokio::fs::read(&received.path).await.map_err(unreadable)?;
        return file::text(&received.name, &bytes);
    }
    let text = text.trim();
    let is_address =
        (text.starts_with("https://") || text.starts_with("http://")) && !text.contains(char::is_whitespace);
    if is_address {
        let told = |error: crate::fetch::FetchError| Problem::new(error.sentence(), sentence!("review-page-help"));
        let fetcher = desk.digests.fetcher(&desk.config.fetch).map_err(told)?;
        let fetched = fetcher.fetch(&Wanted::page(text)).await.map_err(told)?;
        let Fetched::Document(page) = fetched else {
            return Err(Problem::new(sentence!("review-page-empty", name = text), sentence!("review-page-help")));
        };
        return file::html(text, &page.body, &page.content_type);
    }
    if text.is_empty() {
        return Err(Problem::new(sentence!("review-empty"), sentence!("review-empty-help")));
    }
    if Language::of(text).is_none() && text.chars().all(|c| !c.is_alphanumeric()) {
        return Err(Problem::new(sentence!("review-no-letters"), sentence!("review-empty-help")));
    }
    Ok(text.to_string())
}
