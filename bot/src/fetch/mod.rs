//! The one way to the web: safe for those who run the bot, polite to those whose sites it reads.
//!
//! Safe: http and https only, no names or passwords in addresses, at most [`REDIRECTS`], and nothing but addresses of the
//! public internet, checked after each resolving, at each connection and after each redirect, unless
//! `[fetch] allow_addresses` says otherwise; bounded in time and in bytes, on the wire and decoded.
//! Polite: conditional requests, a pause between two requests to one host, `Retry-After`, robots.txt for pages, and a
//! User-Agent that says who asks.

mod address;
mod decoder;
mod error;
mod pace;
mod resolver;
mod robots;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use reqwest::header::{
    ACCEPT, ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE, ETAG, HeaderMap, HeaderName, IF_MODIFIED_SINCE,
    IF_NONE_MATCH, LAST_MODIFIED, LOCATION, RETRY_AFTER,
};
use reqwest::{Client, Response, StatusCode, Url, redirect};
use tokio::time::{Instant, timeout};

pub use self::address::{AddressPolicy, Inside, LONGEST_URL, Network};
use self::decoder::{ACCEPTED, Decoder};
pub use self::error::FetchError;
use self::pace::Pace;
use self::resolver::CheckedResolver;
pub use self::resolver::{Lookup, SystemLookup};
use self::robots::Robots;
use crate::config::FetchSettings;

/// Redirects that are followed.
pub const REDIRECTS: usize = 3;
/// Until there is a connection.
pub const TO_CONNECT: Duration = Duration::from_secs(5);
/// From the first request to the last byte, redirects included. The wait for the host's turn comes before.
pub const IN_ALL: Duration = Duration::from_secs(15);
/// Bytes of a body as it is sent.
pub const MOST_ON_WIRE: usize = 2 << 20;
/// Bytes of a body without its compression.
pub const MOST_DECODED: usize = 8 << 20;
/// A host that is busy and does not say for how long.
const LATER: Duration = Duration::from_secs(15 * 60);
/// No host is left alone for longer.
const LONGEST_LATER: Duration = Duration::from_secs(24 * 3600);
/// A site's rules are asked for again after this.
const ROBOTS_KEPT: Duration = Duration::from_secs(24 * 3600);
/// And after this, if the site could not say.
const NO_ROBOTS_KEPT: Duration = Duration::from_secs(600);
/// Sites whose rules are kept.
const MOST_SITES: usize = 1_000;

/// What is fetched.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Kind {
    /// Made for programs: robots.txt is not asked.
    #[default]
    Feed,
    /// Made for people: only if robots.txt lets programs read it.
    Page,
}

/// A request.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Where it is.
    pub url: String,
    /// What it is.
    pub kind: Kind,
    /// The entity tag of what is here already.
    pub etag: Option<String>,
    /// When what is here already was changed last, as the server wrote it.
    pub last_modified: Option<String>,
}

impl Wanted {
    /// A feed, of which nothing is here.
    pub fn feed(url: impl Into<String>) -> Self {
        Self { url: url.into(), ..Self::default() }
    }

    /// A page, of which nothing is here.
    pub fn page(url: impl Into<String>) -> Self {
        Self { url: url.into(), kind: Kind::Page, ..Self::default() }
    }
}

/// What came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fetched {
    /// A document.
    Document(Box<Document>),
    /// What is here already is still as it was.
    Unchanged,
}

/// A document, without its compression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Where it was in the end.
    pub url: String,
    /// Where to ask next time, if it has moved for good.
    pub moved_to: Option<String>,
    /// `Content-Type` as it was sent; empty if none was.
    pub content_type: String,
    /// At most [`MOST_DECODED`] bytes.
    pub body: Vec<u8>,
    /// For the next [`Wanted::etag`].
    pub etag: Option<String>,
    /// For the next [`Wanted::last_modified`].
    pub last_modified: Option<String>,
}

/// Fetches feeds and pages.
pub struct Fetcher {
    client: Client,
    policy: Arc<AddressPolicy>,
    resolver: CheckedResolver,
    pace: Pace,
    in_all: Duration,
    robots: Mutex<HashMap<String, (Instant, Arc<Robots>)>>,
}

impl Fetcher {
    /// With the system's resolver.
    ///
    /// # Errors
    /// What the TLS library says, such as that there are no root certificates.
    pub fn new(settings: &FetchSettings) -> Result<Self, FetchError> {
        Self::with_lookup(settings, Arc::new(SystemLookup))
    }

    /// With another resolver.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn with_lookup(settings: &FetchSettings, lookup: Arc<dyn Lookup>) -> Result<Self, FetchError> {
        let policy = Arc::new(AddressPolicy::new(settings.allow_addresses.clone()));
        let resolver = CheckedResolver::new(lookup, Arc::clone(&policy));
        // Fails if some crate has installed one already, which serves as well.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder()
            .user_agent(user_agent(&settings.contact))
            .connect_timeout(TO_CONNECT)
            .redirect(redirect::Policy::none())
            .dns_resolver(Arc::new(resolver.clone()))
            // A proxy would resolve names itself, unchecked.
            .no_proxy()
            .pool_max_idle_per_host(1)
            .pool_idle_timeout(IN_ALL)
            .build()
            .map_err(|error| FetchError::Unreachable(innermost(&error)))?;
        Ok(Self { client, policy, resolver, pace: Pace::new(settings.pace), in_all: IN_ALL, robots: Mutex::default() })
    }

    /// Reads an address as it would be fetched, without a request.
    ///
    /// # Errors
    /// Why nothing is fetched from there.
    pub fn check(&self, url: &str) -> Result<String, FetchError> {
        self.policy.url(url).map(String::from)
    }

    /// Fetches a feed or page.
    ///
    /// # Errors
    /// [`FetchError`].
    pub async fn fetch(&self, wanted: &Wanted) -> Result<Fetched, FetchError> {
        let url = self.policy.url(&wanted.url)?;
        if wanted.kind == Kind::Page {
            self.must_be_allowed(&url).await?;
        }
        self.at_its_turn(url, wanted).await
    }

    /// Whether a page's site lets programs read it.
    ///
    /// # Errors
    /// [`FetchError::Robots`] if not, and why nobody knows.
    pub async fn may_read(&self, url: &str) -> Result<(), FetchError> {
        self.must_be_allowed(&self.policy.url(url)?).await
    }

    async fn at_its_turn(&self, url: Url, wanted: &Wanted) -> Result<Fetched, FetchError> {
        self.pace.turn(host(&url)).await?;
        timeout(self.in_all, self.follow(url, wanted)).await.unwrap_or(Err(FetchError::Slow))
    }

    async fn follow(&self, mut url: Url, wanted: &Wanted) -> Result<Fetched, FetchError> {
        let mut moved_to = None;
        let mut moved_for_good = true;
        for _ in 0..=REDIRECTS {
            let response = self.send(&url, wanted).await?;
            let status = response.status();
            if !is_redirect(status) {
                return self.receive(response, &url, moved_to, wanted).await;
            }
            url = self.policy.target(&url, response.headers().get(LOCATION))?;
            moved_for_good &= matches!(status, StatusCode::MOVED_PERMANENTLY | StatusCode::PERMANENT_REDIRECT);
            moved_to = moved_for_good.then(|| url.to_string());
            if wanted.kind == Kind::Page {
                self.must_be_allowed(&url).await?;
            }
        }
        Err(FetchError::TooManyRedirects)
    }

    async fn send(&self, url: &Url, wanted: &Wanted) -> Result<Response, FetchError> {
        if let Some(name) = url.domain() {
            self.resolver.addresses(name).await?;
        }
        let accepted = match wanted.kind {
            Kind::Feed => {
                "application/feed+json, application/atom+xml, application/rss+xml, application/xml, */*;q=0.5"
            }
            Kind::Page => "text/html, application/xhtml+xml, */*;q=0.5",
        };
        let mut request = self.client.get(url.clone()).header(ACCEPT, accepted).header(ACCEPT_ENCODING, ACCEPTED);
        if let Some(etag) = &wanted.etag {
            request = request.header(IF_NONE_MATCH, etag);
        }
        if let Some(date) = &wanted.last_modified {
            request = request.header(IF_MODIFIED_SINCE, date);
        }
        let response = request.send().await.map_err(|error| FetchError::Unreachable(innermost(&error)))?;
        // Never so, because the connection asks the same resolver; whatever comes from there is not read.
        match response.remote_addr().and_then(|address| self.policy.refusal(address.ip())) {
            Some(inside) => Err(FetchError::Refused { host: host(url).to_owned(), inside }),
            None => Ok(response),
        }
    }

    async fn receive(
        &self,
        mut response: Response,
        url: &Url,
        moved_to: Option<String>,
        wanted: &Wanted,
    ) -> Result<Fetched, FetchError> {
        let headers = response.headers();
        match response.status() {
            StatusCode::NOT_MODIFIED if wanted.etag.is_some() || wanted.last_modified.is_some() => {
                return Ok(Fetched::Unchanged);
            }
            StatusCode::GONE => return Err(FetchError::Gone),
            status @ (StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE) => {
                let wait = retry_after(headers, Timestamp::now());
                let Some(wait) = wait.or((status == StatusCode::TOO_MANY_REQUESTS).then_some(LATER)) else {
                    return Err(FetchError::Status(status.as_u16()));
                };
                self.pace.close(host(url), wait);
                return Err(FetchError::Later(wait));
            }
            status if !status.is_success() => return Err(FetchError::Status(status.as_u16())),
            _ => {}
        }
        let mut decoder = Decoder::new(&text(headers, CONTENT_ENCODING).unwrap_or_default())?;
        let content_type = text(headers, CONTENT_TYPE).unwrap_or_default();
        let (etag, last_modified) = (text(headers, ETAG), text(headers, LAST_MODIFIED));
        if response.content_length().is_some_and(|length| length > MOST_ON_WIRE as u64) {
            return Err(FetchError::TooLarge);
        }
        while let Some(chunk) = response.chunk().await.map_err(|error| FetchError::Unreachable(innermost(&error)))? {
            decoder.take(&chunk)?;
        }
        let body = decoder.finish()?;
        let document = Document { url: url.to_string(), moved_to, content_type, body, etag, last_modified };
        Ok(Fetched::Document(Box::new(document)))
    }

    async fn must_be_allowed(&self, url: &Url) -> Result<(), FetchError> {
        let site = url.origin().ascii_serialization();
        let known = {
            let robots = self.robots.lock().unwrap_or_else(PoisonError::into_inner);
            robots.get(&site).filter(|(until, _)| *until > Instant::now()).map(|(_, robots)| Arc::clone(robots))
        };
        let robots = match known {
            Some(robots) => robots,
            None => self.ask_robots(url, site).await?,
        };
        let path = url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()));
        if robots.allows(&path) { Ok(()) } else { Err(FetchError::Robots) }
    }

    async fn ask_robots(&self, url: &Url, site: String) -> Result<Arc<Robots>, FetchError> {
        let place = url.join("/robots.txt").map_err(|_| FetchError::LostRedirect)?;
        let wanted = Wanted::feed(place.as_str());
        // A box, because a page's redirects ask for rules, and rules are fetched like everything else.
        let answer = Box::pin(self.at_its_turn(place, &wanted)).await;
        let (robots, kept) = match answer {
            Ok(Fetched::Document(document)) => (Robots::parse(&document.body), ROBOTS_KEPT),
            Ok(Fetched::Unchanged) | Err(FetchError::Gone | FetchError::Status(400..=499)) => {
                (Robots::default(), ROBOTS_KEPT)
            }
            // The address itself is the mistake, or nobody could say anything yet, and that is told.
            Err(
                error @ (FetchError::Refused { .. }
                | FetchError::Unresolved(_)
                | FetchError::Unreachable(_)
                | FetchError::Later(_)
                | FetchError::Busy
                | FetchError::Slow),
            ) => return Err(error),
            Err(_) => (Robots::closed(), NO_ROBOTS_KEPT),
        };
        let robots = Arc::new(robots);
        let mut known = self.robots.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST_SITES {
            known.clear();
        }
        known.insert(site, (Instant::now() + kept, Arc::clone(&robots)));
        Ok(robots)
    }
}

fn user_agent(contact: &str) -> String {
    let contact = if contact.is_empty() { String::new() } else { format!("; +{contact}") };
    format!("Copydesk/{} (trend digests for marketing teams{contact})", env!("CARGO_PKG_VERSION"))
}

fn host(url: &Url) -> &str {
    url.host_str().unwrap_or_default()
}

fn is_redirect(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}

fn text(headers: &HeaderMap, name: HeaderName) -> Option<String> {
    headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
}

/// `Retry-After` in seconds or as a date (RFC 9110, section 10.2.3), no longer than [`LONGEST_LATER`].
fn retry_after(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    let value = text(headers, RETRY_AFTER)?;
    let wait = match value.trim().parse::<u64>() {
        Ok(seconds) => Duration::from_secs(seconds),
        Err(_) => {
            let date = jiff::fmt::rfc2822::parse(value.trim()).ok()?;
            Duration::try_from(date.timestamp().duration_since(now)).unwrap_or_default()
        }
    };
    Some(wait.min(LONGEST_LATER))
}

/// The innermost reason, which is the one that helps.
fn innermost(error: &reqwest::Error) -> String {
    let mut reason: &dyn std::error::Error = error;
    while let Some(source) = reason.source() {
        reason = source;
    }
    reason.to_string()
}

#[cfg(test)]
mod tests;
