//! Fetches one source and reads it: a feed, the feed that a page names, a page's list, or a page's article.

use copydesk_analysis::feed::{self, Feed, FeedError, Item};
use copydesk_storage::{DigestSource, SourceState};

use crate::fetch::{Document, FetchError, Fetched, Fetcher, Wanted};
use crate::texts::{Sentence, sentence};

/// What came of a source.
#[derive(Debug)]
pub enum Outcome {
    /// Items.
    New(Box<Came>),
    /// Nothing that is not here already.
    Unchanged,
}

/// A source, read.
#[derive(Debug)]
pub struct Came {
    /// What it holds.
    pub feed: Feed,
    /// For the next request.
    pub etag: Option<String>,
    /// For the next request.
    pub last_modified: Option<String>,
}

/// Why a source gave nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SourceProblem {
    /// It was not fetched.
    #[error(transparent)]
    Fetch(#[from] FetchError),
    /// It was not understood.
    #[error(transparent)]
    Feed(#[from] FeedError),
}

impl SourceProblem {
    /// As people read it.
    pub fn sentence(&self) -> Sentence {
        match self {
            Self::Fetch(error) => error.sentence(),
            Self::Feed(FeedError::Page) => sentence!("feed-page"),
            Self::Feed(FeedError::NoFeed) => sentence!("feed-none"),
            Self::Feed(FeedError::Entities) => sentence!("feed-entities"),
            Self::Feed(FeedError::TooDeep) => sentence!("feed-deep"),
            Self::Feed(FeedError::Broken(reason)) => sentence!("feed-broken", reason = reason.as_str()),
        }
    }

    /// Whether the source is gone for good.
    pub fn is_gone(&self) -> bool {
        matches!(self, Self::Fetch(FetchError::Gone))
    }
}

/// Asks a source for what is not here yet.
///
/// # Errors
/// [`SourceProblem`].
pub async fn collect(fetcher: &Fetcher, source: &DigestSource, known: &SourceState) -> Result<Outcome, SourceProblem> {
    let wanted = match source.selector {
        Some(_) => Wanted::page(&source.url),
        None => Wanted::feed(&source.url),
    };
    let wanted = Wanted { etag: known.etag.clone(), last_modified: known.last_modified.clone(), ..wanted };
    let document = match fetcher.fetch(&wanted).await? {
        Fetched::Unchanged => return Ok(Outcome::Unchanged),
        Fetched::Document(document) => *document,
    };
    let feed = match &source.selector {
        Some(selector) => {
            let (body, selector, url, kind) =
                (document.body.clone(), selector.clone(), document.url.clone(), document.content_type.clone());
            aside(move || feed::read_list(&body, &kind, &url, &selector)).await?
        }
        None => {
            let (body, url, kind) = (document.body.clone(), document.url.clone(), document.content_type.clone());
            match aside(move || feed::read_feed(&body, &kind, Some(&url))).await {
                Err(FeedError::Page) => return behind_page(fetcher, document).await,
                outcome => outcome?,
            }
        }
    };
    let Document { etag, last_modified, .. } = document;
    Ok(Outcome::New(Box::new(Came { feed, etag, last_modified })))
}

/// The feed that a page names, or else its article.
async fn behind_page(fetcher: &Fetcher, page: Document) -> Result<Outcome, SourceProblem> {
    let (body, url, kind) = (page.body.clone(), page.url.clone(), page.content_type.clone());
    let named = aside(move || Ok(feed::discover(&body, &kind, &url))).await?;
    if let Some(named) = named.into_iter().next() {
        let Fetched::Document(document) = fetcher.fetch(&Wanted::feed(named.url)).await? else {
            return Ok(Outcome::Unchanged);
        };
        let feed = aside(move || feed::read_feed(&document.body, &document.content_type, Some(&document.url))).await?;
        // What is asked next is the page again, whose feed may have moved; its tags are not those of the feed.
        return Ok(Outcome::New(Box::new(Came { feed, etag: None, last_modified: None })));
    }
    // A page is for people: whether programs may read it is asked now.
    fetcher.may_read(&page.url).await?;
    let article = aside(move || {
        let article = feed::read_article(&page.body, &page.content_type)?;
        let item = Item { title: article.title, link: Some(page.url), text: article.text, published: None };
        Ok(Feed { title: item.title.clone(), items: vec![item], broken: None })
    });
    let feed = article.await.map_err(|_| FeedError::Page)?;
    Ok(Outcome::New(Box::new(Came { feed, etag: None, last_modified: None })))
}

/// Reads on a thread for such work: a feed of some megabytes holds nobody up.
async fn aside<T: Send + 'static>(
    read: impl FnOnce() -> Result<T, FeedError> + Send + 'static,
) -> Result<T, FeedError> {
    let read = tokio::task::spawn_blocking(read).await;
    read.unwrap_or_else(|error| Err(FeedError::Broken(error.to_string())))
}
