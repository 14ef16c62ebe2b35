//! `copydesk digest preview`: what a digest of some sources would say. Nothing is stored.

use std::path::Path;

use copydesk_adapters::Reply;
use copydesk_analysis::Language;
use copydesk_analysis::feed::{decode, read_feed, read_opml, sane_date};
use copydesk_storage::{DigestFilter, DigestSource, SourceState, TopicWishes};
use futures::StreamExt as _;
use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::Serialize;

use super::collect::{Outcome, collect};
use super::report::{Asked, SourcedItem, filter, report};
use super::{setup, shelf, source};
use crate::answer::{DigestShown, FailedSource};
use crate::fetch::Fetcher;
use crate::present_digest;
use crate::texts::{Problem, sentence};

/// Sources that are asked at once.
const AT_ONCE: usize = 8;
/// Columns of the message.
const WIDTH: usize = 100;
/// The largest file of a source, bytes.
const LARGEST_FILE: u64 = 64 << 20;

/// What is to be shown.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// Addresses, names of common sources, files of feeds, OPML files.
    pub sources: Vec<String>,
    /// The end of the period; now unless given.
    pub at: Option<Timestamp>,
    /// How long the period is, and each window before it.
    pub period: SignedDuration,
    /// Trends, at most.
    pub count: usize,
    /// The language of the message.
    pub language: Language,
    /// Topics whose quiet is worth a word.
    pub topics: Vec<String>,
    /// Which items are left out.
    pub filter: DigestFilter,
}

/// What `--json` prints.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Preview {
    /// Every item that was read, the newest first.
    pub items: Vec<ItemShown>,
    /// What is rising, and the sources that could not be read.
    pub digest: DigestShown,
    /// The finished message, as a terminal shows it.
    pub message: String,
}

/// One item.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ItemShown {
    /// Its source.
    pub source: String,
    /// When it was published, sanely.
    #[schemars(with = "String")]
    pub at: Timestamp,
    /// Its headline.
    pub title: String,
    /// Where it is.
    pub url: Option<String>,
    /// What it is known by.
    pub fingerprint: String,
}

/// A source, from the web or from a file.
enum From {
    Web(DigestSource),
    File { name: String, bytes: Vec<u8> },
}

/// Reads the sources, and says what is rising. `now` is when the preview is made.
///
/// # Errors
/// A source that is neither an address nor a file, and a pattern that is none; what can't be read is a part of the answer.
pub async fn preview(fetcher: &Fetcher, wanted: &Wanted, now: Timestamp) -> Result<Preview, Problem> {
    let mut sources = Vec::new();
    for text in &wanted.sources {
        sources.extend(sources_of(text)?);
    }
    let filter = filter(&wanted.filter, &TopicWishes::default())?;
    let reading =
        sources.into_iter().enumerate().map(|(place, from)| async move { (place, read(fetcher, from).await) });
    let mut read: Vec<_> = futures::stream::iter(reading).buffer_unordered(AT_ONCE).collect().await;
    read.sort_by_key(|(place, _)| *place);
    let until = wanted.at.unwrap_or(now);
    let (mut items, mut names, mut failed) = (Vec::new(), Vec::new(), Vec::new());
    for (place, outcome) in read {
        match outcome {
            Ok(feed) => {
                names.push(feed.name);
                // What was published after a time that was asked for was not there then.
                let was_there =
                    |it: &SourcedItem| wanted.at.is_none() || it.item.published.is_none_or(|at| at <= until);
                let sourced = feed.items.into_iter().map(|item| SourcedItem {
                    source: place,
                    at: sane_date(item.published, until),
                    item,
                });
                items.extend(sourced.filter(was_there));
            }
            Err((name, reason)) => {
                names.push(name.clone());
                failed.push(FailedSource { source: name, reason: reason.say(wanted.language), is_retired: false });
            }
        }
    }
    // An item that comes twice in a source is one.
    let mut seen = std::collections::HashSet::new();
    items.retain(|it| seen.insert((it.source, it.item.fingerprint())));
    let asked = Asked {
        now: until,
        since: until - wanted.period,
        window: wanted.period,
        count: wanted.count,
        topics: wanted.topics.clone(),
        wishes: TopicWishes::default(),
        filter: wanted.filter.clone(),
    };
    let mut digest = report(&items, &names, &filter, &asked);
    digest.failed = failed;
    let newest = items.iter().map(|it| it.at).max();
    if let Some(newest) = newest.filter(|newest| wanted.at.is_none() && *newest < asked.since) {
        // A second later, so that it is in the period.
        let at = (newest + SignedDuration::from_secs(1)).to_string();
        digest.notes.push(sentence!("digest-preview-old", at = at).say(wanted.language));
    }
    digest.notes.push(sentence!("digest-preview-note").say(wanted.language));
    digest.trends.iter_mut().flat_map(|trend| &mut trend.links).for_each(|link| link.text.clear());
    let blocks = present_digest::message(&digest, &[], wanted.language);
    let message = copydesk_adapters::render(&Reply { blocks, ..Reply::default() }, WIDTH, false);
    items.sort_by_key(|it| std::cmp::Reverse(it.at));
    let shown = items.iter().map(|it| ItemShown {
        source: names.get(it.source).cloned().unwrap_or_default(),
        at: it.at,
        title: it.item.title.clone(),
        url: it.item.link.clone(),
        fingerprint: it.item.fingerprint().to_string(),
    });
    Ok(Preview { items: shown.collect(), digest, message })
}

/// What a text names: a file, the feeds of an OPML file, or an address.
fn sources_of(text: &str) -> Result<Vec<From>, Problem> {
    let path = Path::new(text);
    if !path.is_file() {
        return source::read(text).map(|source| vec![From::Web(source)]);
    }
    let unread = |reason: String| Problem::from(sentence!("digest-file", path = text, reason = reason));
    let size = std::fs::metadata(path).map_err(|error| unread(error.to_string()))?.len();
    if size > LARGEST_FILE {
        return Err(unread(format!("{size} B")));
    }
    let bytes = std::fs::read(path).map_err(|error| unread(error.to_string()))?;
    let head = bytes.get(..2048).unwrap_or(&bytes);
    if String::from_utf8_lossy(head).to_ascii_lowercase().contains("<opml") {
        let outlines = read_opml(&decode(&bytes, "")).map_err(|error| unread(error.to_string()))?;
        return Ok(outlines.into_iter().map(|it| From::Web(DigestSource { url: it.url, selector: None })).collect());
    }
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(vec![From::File { name, bytes }])
}

/// A source that was read.
struct Read {
    name: String,
    items: Vec<copydesk_analysis::feed::Item>,
}

async fn read(fetcher: &Fetcher, from: From) -> Result<Read, (String, crate::texts::Sentence)> {
    match from {
        From::Web(source) => match collect(fetcher, &source, &SourceState::default()).await {
            Ok(Outcome::New(came)) => {
                Ok(Read { name: shelf::name_of(&source.url, &came.feed.title), items: came.feed.items })
            }
            Ok(Outcome::Unchanged) => Ok(Read { name: shelf::name_of(&source.url, ""), items: Vec::new() }),
            Err(problem) => Err((setup::source_shown(&source), problem.sentence())),
        },
        From::File { name, bytes } => match read_feed(&bytes, "", None) {
            Ok(feed) => {
                let name = if feed.title.is_empty() { name } else { feed.title };
                Ok(Read { name, items: feed.items })
            }
            Err(error) => Err((name, super::collect::SourceProblem::from(error).sentence())),
        },
    }
}
