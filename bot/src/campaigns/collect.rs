//! Asks an account or feed for its posts, by the one fetcher and the platforms' public read APIs.

use copydesk_analysis::collect::{
    CollectedPost, PostsPage, StrangeAnswer, bluesky_feed, feed_posts, mastodon_account, mastodon_statuses,
    youtube_feed,
};
use copydesk_analysis::feed::{self, FeedError};
use copydesk_storage::{CampaignSource, CampaignSourceKind};
use reqwest::Url;
use url::form_urlencoded::byte_serialize;

use super::source::channel_of_feed;
use crate::config::CampaignSettings;
use crate::digest::collect::SourceProblem;
use crate::fetch::{Document, FetchError, Fetched, Fetcher, Wanted};
use crate::texts::{Sentence, sentence};

/// Parts of an account's posts that are asked for, the newest first: 200 posts of Mastodon, 500 of Bluesky.
const MOST_PAGES: usize = 5;
/// Statuses of a part, the most that Mastodon gives.
const STATUSES: usize = 40;
/// Posts of a part, the most that Bluesky gives.
const POSTS: usize = 100;

/// What a source gave.
#[derive(Debug, Default)]
pub struct Collected {
    /// Its posts.
    pub posts: Vec<CollectedPost>,
    /// Reposts, replies to others and the like, which are not taken.
    pub left_out: u64,
    /// What it calls itself; empty if it does not say.
    pub name: String,
    /// Where to ask from now on, if that is elsewhere.
    pub address: Option<String>,
    /// For the next request.
    pub etag: Option<String>,
    /// For the next request.
    pub last_modified: Option<String>,
    /// Nothing has changed since the last time.
    pub unchanged: bool,
}

/// Why a source gave nothing.
#[derive(Debug, thiserror::Error)]
pub enum CollectProblem {
    /// It was not fetched, or is no feed.
    #[error(transparent)]
    Source(#[from] SourceProblem),
    /// There is no such account.
    #[error("there is no such account")]
    NoAccount,
    /// What answers there is not the platform's API.
    #[error(transparent)]
    Strange(#[from] StrangeAnswer),
}

impl From<FetchError> for CollectProblem {
    fn from(error: FetchError) -> Self {
        Self::Source(error.into())
    }
}

impl From<FeedError> for CollectProblem {
    fn from(error: FeedError) -> Self {
        Self::Source(error.into())
    }
}

impl CollectProblem {
    /// As people read it.
    pub fn sentence(&self) -> Sentence {
        match self {
            Self::Source(problem) => problem.sentence(),
            Self::NoAccount => sentence!("source-no-account"),
            Self::Strange(_) => sentence!("source-strange"),
        }
    }

    /// Whether it is gone for good.
    pub fn is_gone(&self) -> bool {
        matches!(self, Self::Source(problem) if problem.is_gone())
    }

    /// How long the source asked to be left alone.
    pub fn asked_to_wait(&self) -> Option<std::time::Duration> {
        match self {
            Self::Source(SourceProblem::Fetch(FetchError::Later(wait))) => Some(*wait),
            _ => None,
        }
    }
}

/// Asks a source for its posts.
///
/// # Errors
/// [`CollectProblem`]
pub async fn collect(
    fetcher: &Fetcher,
    settings: &CampaignSettings,
    source: &CampaignSource,
) -> Result<Collected, CollectProblem> {
    match source.kind {
        CampaignSourceKind::Feed => of_feed(fetcher, source).await,
        CampaignSourceKind::Mastodon => of_mastodon(fetcher, source).await,
        CampaignSourceKind::Bluesky => of_bluesky(fetcher, settings, source).await,
        CampaignSourceKind::Youtube => of_youtube(fetcher, settings, source).await,
    }
}

/// What is there, unless it is as it was: only asked where the source's last answer is known.
async fn fetch(fetcher: &Fetcher, url: &str, known: Option<&CampaignSource>) -> Result<Option<Document>, FetchError> {
    let tags = known.map(|source| (source.etag.clone(), source.last_modified.clone()));
    let (etag, last_modified) = tags.unwrap_or_default();
    match fetcher.fetch(&Wanted { etag, last_modified, ..Wanted::feed(url) }).await? {
        Fetched::Document(document) => Ok(Some(*document)),
        Fetched::Unchanged => Ok(None),
    }
}

/// An API's answer. Accounts that are not there are told by 404, or by 400 (Bluesky).
async fn ask(fetcher: &Fetcher, url: &str) -> Result<Vec<u8>, CollectProblem> {
    match fetch(fetcher, url, None).await {
        Ok(document) => Ok(document.map(|document| document.body).unwrap_or_default()),
        Err(FetchError::Status(400 | 404) | FetchError::Gone) => Err(CollectProblem::NoAccount),
        Err(error) => Err(error.into()),
    }
}

async fn of_feed(fetcher: &Fetcher, source: &CampaignSource) -> Result<Collected, CollectProblem> {
    let Some(document) = fetch(fetcher, &source.address, Some(source)).await? else {
        return Ok(Collected { unchanged: true, ..Collected::default() });
    };
    let Document { url, moved_to, content_type, body, etag, last_modified } = document;
    let read = {
        let (body, url, content_type) = (body.clone(), url.clone(), content_type.clone());
        aside(move || feed::read_feed(&body, &content_type, Some(&url))).await?
    };
    let platform = source.platform.clone();
    let (page, etag, last_modified, address) = match read {
        Ok(read) => (feed_posts(read, &platform), etag, last_modified, moved_to),
        // A page for people that names its feed: that is asked from now on.
        Err(FeedError::Page) => {
            let named = aside(move || feed::discover(&body, &content_type, &url)).await?;
            let named = named.into_iter().next().ok_or(FeedError::Page)?;
            let document = fetch(fetcher, &named.url, None).await?.ok_or(FeedError::NoFeed)?;
            let Document { url, content_type, body, etag, last_modified, .. } = document;
            let read = aside(move || feed::read_feed(&body, &content_type, Some(&url))).await??;
            (feed_posts(read, &platform), etag, last_modified, Some(named.url))
        }
        Err(error) => return Err(error.into()),
    };
    Ok(Collected { etag, last_modified, address, ..whole(vec![page]) })
}

async fn of_mastodon(fetcher: &Fetcher, source: &CampaignSource) -> Result<Collected, CollectProblem> {
    let account = source.address.rsplit_once("/@").and_then(|(server, name)| Some((Url::parse(server).ok()?, name)));
    let (server, name) = account.ok_or(CollectProblem::NoAccount)?;
    let server = server.origin().ascii_serialization();
    let answer = ask(fetcher, &format!("{server}/api/v1/accounts/lookup?acct={}", encoded(name))).await?;
    let account = mastodon_account(&answer)?;
    let first = format!(
        "{server}/api/v1/accounts/{}/statuses?limit={STATUSES}&exclude_replies=true&exclude_reblogs=true",
        account.id
    );
    let mut pages = Vec::new();
    let mut next: Option<String> = None;
    while pages.len() < MOST_PAGES {
        let url = next.map_or_else(|| first.clone(), |next| format!("{first}&max_id={}", encoded(&next)));
        let page = mastodon_statuses(&ask(fetcher, &url).await?, &account)?;
        next = page.next.clone();
        pages.push(page);
        if next.is_none() {
            break;
        }
    }
    Ok(whole(pages))
}

async fn of_bluesky(
    fetcher: &Fetcher,
    settings: &CampaignSettings,
    source: &CampaignSource,
) -> Result<Collected, CollectProblem> {
    let first = format!(
        "{}/xrpc/app.bsky.feed.getAuthorFeed?actor={}&limit={POSTS}&filter=posts_no_replies",
        settings.bluesky_url,
        encoded(&source.address)
    );
    let mut pages = Vec::new();
    let mut next: Option<String> = None;
    while pages.len() < MOST_PAGES {
        let url = next.map_or_else(|| first.clone(), |next| format!("{first}&cursor={}", encoded(&next)));
        let page = bluesky_feed(&ask(fetcher, &url).await?)?;
        next = page.next.clone();
        pages.push(page);
        if next.is_none() {
            break;
        }
    }
    Ok(whole(pages))
}

async fn of_youtube(
    fetcher: &Fetcher,
    settings: &CampaignSettings,
    source: &CampaignSource,
) -> Result<Collected, CollectProblem> {
    let mut address = None;
    if Url::parse(&source.address).is_ok_and(|url| url.has_host()) {
        // A page for people: robots.txt is asked. It names the channel's feed.
        let page = source.address.replacen("https://www.youtube.com", &settings.youtube_url, 1);
        let Fetched::Document(page) = fetcher.fetch(&Wanted::page(page)).await? else {
            return Err(StrangeAnswer.into());
        };
        let named = aside(move || feed::discover(&page.body, &page.content_type, &page.url)).await?;
        let channel = named.iter().find_map(|named| channel_of_feed(&Url::parse(&named.url).ok()?));
        address = Some(channel.ok_or(CollectProblem::NoAccount)?);
    }
    let channel = address.as_deref().unwrap_or(&source.address);
    let url = format!("{}/feeds/videos.xml?channel_id={}", settings.youtube_url, encoded(channel));
    let document = match fetch(fetcher, &url, address.is_none().then_some(source)).await {
        Ok(Some(document)) => document,
        Ok(None) => return Ok(Collected { unchanged: true, ..Collected::default() }),
        Err(FetchError::Status(404)) => return Err(CollectProblem::NoAccount),
        Err(error) => return Err(error.into()),
    };
    let Document { body, etag, last_modified, .. } = document;
    let page = aside(move || youtube_feed(&body)).await??;
    Ok(Collected { etag, last_modified, address, ..whole(vec![page]) })
}

fn encoded(part: &str) -> String {
    byte_serialize(part.as_bytes()).collect()
}

fn whole(pages: Vec<PostsPage>) -> Collected {
    let mut all = Collected::default();
    for page in pages {
        all.left_out += page.left_out;
        all.posts.extend(page.posts);
        if all.name.is_empty() {
            all.name = copydesk_analysis::clean(page.name.trim()).text.chars().take(80).collect();
        }
    }
    all
}

/// Reads on a thread for such work: an answer of some megabytes holds nobody up.
async fn aside<T: Send + 'static>(read: impl FnOnce() -> T + Send + 'static) -> Result<T, CollectProblem> {
    tokio::task::spawn_blocking(read).await.map_err(|_| StrangeAnswer.into())
}
