//! A part of a model's file that lies on the web. What has come is kept; after a break the server is asked for the rest,
//! unless its file is another one meanwhile (RFC 9110, sections 13.1.5 and 14).

use std::io;
use std::path::Path;
use std::time::Duration;

use reqwest::header::{ACCEPT_ENCODING, CONTENT_RANGE, ETAG, HeaderMap, IF_RANGE, LAST_MODIFIED, RANGE};
use reqwest::{Client, Response, StatusCode, Url, redirect};

use super::partial::Partial;
use super::progress::Progress;
use super::room;

/// Connections that bring nothing, one after the other, before a person has to look.
const FRUITLESS: u32 = 4;
/// Before the second of them; twice as long before each one after it.
const PAUSE: Duration = Duration::from_millis(500);
/// A server that sends nothing for so long is gone.
const SILENCE: Duration = Duration::from_secs(60);
/// Downloads are often handed on to another machine, and some to a third.
const REDIRECTS: usize = 10;

/// Why a file did not come.
pub(super) enum WebError {
    /// The server, or the way there.
    Server(String),
    /// What is free and what has to be, bytes.
    NoRoom(u64, u64),
    /// The disk.
    Io(io::Error),
}

impl From<io::Error> for WebError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// How one connection ended.
enum Ended {
    Whole,
    /// Another one may bring more.
    Cut(String),
    /// Another one would bring the same.
    Refused(String),
}

/// Appends what is at `url`. `hash_is_known`: a wrong beginning would be found out at the end.
pub(super) async fn fetch(
    url: &str,
    hash_is_known: bool,
    folder: &Path,
    partial: &mut Partial,
    progress: &mut Progress,
) -> Result<(), WebError> {
    let client = client(url).map_err(WebError::Server)?;
    let mut fruitless = 0;
    loop {
        // Without its version nobody could tell whether the rest belongs to the beginning.
        if partial.begun() > 0 && partial.version().is_none() && !hash_is_known {
            partial.begin_piece(None)?;
        }
        let before = partial.begun();
        let reason = match once(&client, url, folder, partial, progress).await? {
            Ended::Whole => {
                partial.end_piece()?;
                return Ok(());
            }
            Ended::Refused(reason) => return Err(WebError::Server(reason)),
            Ended::Cut(reason) => reason,
        };
        fruitless = if partial.begun() > before { 1 } else { fruitless + 1 };
        if fruitless >= FRUITLESS {
            return Err(WebError::Server(reason));
        }
        tracing::debug!(url, reason, "a download was cut");
        tokio::time::sleep(PAUSE * 2_u32.pow(fruitless - 1)).await;
    }
}

fn client(url: &str) -> Result<Client, String> {
    let url = Url::parse(url).map_err(|error| error.to_string())?;
    // Fails if some crate has installed one already, which serves as well.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let host = url.host_str().unwrap_or_default();
    let is_here = matches!(host, "localhost" | "127.0.0.1" | "[::1]");
    let client = Client::builder()
        .connect_timeout(Duration::from_secs(20))
        .read_timeout(SILENCE)
        // Nobody on the way hands a secure address on to an open one.
        .https_only(url.scheme() == "https")
        .redirect(redirect::Policy::limited(REDIRECTS));
    let client = if is_here { client.no_proxy() } else { client };
    client.build().map_err(|error| error.to_string())
}

/// One connection: asks for what is missing, and appends what comes.
async fn once(
    client: &Client,
    url: &str,
    folder: &Path,
    partial: &mut Partial,
    progress: &mut Progress,
) -> Result<Ended, WebError> {
    // What comes is counted and joined as it is.
    let mut request = client.get(url).header(ACCEPT_ENCODING, "identity");
    let begun = partial.begun();
    if begun > 0 {
        request = request.header(RANGE, format!("bytes={begun}-"));
        if let Some(version) = partial.version() {
            request = request.header(IF_RANGE, version);
        }
    }
    let response = match request.send().await {
        Ok(response) => response,
        Err(error) => return Ok(Ended::Cut(said(&error))),
    };
    let version = version(response.headers());
    let status = response.status();
    match status {
        StatusCode::PARTIAL_CONTENT if goes_on(response.headers(), begun) && same(partial.version(), &version) => {}
        StatusCode::RANGE_NOT_SATISFIABLE if ends_at(response.headers(), begun) => return Ok(Ended::Whole),
        StatusCode::PARTIAL_CONTENT | StatusCode::RANGE_NOT_SATISFIABLE => {
            // Not the rest of what is here.
            partial.begin_piece(None)?;
            return Ok(Ended::Cut(format!("{status}, but not for the rest of the file")));
        }
        StatusCode::OK => partial.begin_piece(version)?,
        StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_MANY_REQUESTS => return Ok(Ended::Cut(status.to_string())),
        _ if status.is_server_error() => return Ok(Ended::Cut(status.to_string())),
        _ => return Ok(Ended::Refused(status.to_string())),
    }
    receive(response, folder, partial, progress).await
}

async fn receive(
    mut response: Response,
    folder: &Path,
    partial: &mut Partial,
    progress: &mut Progress,
) -> Result<Ended, WebError> {
    let length = response.content_length();
    if let Some((free, needed)) = length.and_then(|length| room::missing(folder, length)) {
        return Err(WebError::NoRoom(free, needed));
    }
    // The only source is the whole file.
    progress.total = progress.total.or_else(|| length.map(|length| partial.length() + length));
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) => {
                partial.append(&chunk)?;
                progress.show(partial.length());
            }
            Ok(None) => return Ok(Ended::Whole),
            Err(error) => return Ok(Ended::Cut(said(&error))),
        }
    }
}

/// What names this version of a file: a strong entity tag, or else when it was changed last.
fn version(headers: &HeaderMap) -> Option<String> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let tag = text(ETAG).filter(|tag| !tag.starts_with("W/"));
    tag.or_else(|| text(LAST_MODIFIED)).map(String::from)
}

/// Whether the rest is of the version that was begun; a server may not know `If-Range`.
fn same(begun: Option<&str>, now: &Option<String>) -> bool {
    begun.is_none() || now.is_none() || begun == now.as_deref()
}

/// Whether what comes begins where what is here ends.
fn goes_on(headers: &HeaderMap, begun: u64) -> bool {
    let range = headers.get(CONTENT_RANGE).and_then(|range| range.to_str().ok());
    let first = range.and_then(|range| range.strip_prefix("bytes ")?.split('-').next()?.parse().ok());
    first == Some(begun)
}

/// Whether the server says that the file ends where what is here ends.
fn ends_at(headers: &HeaderMap, begun: u64) -> bool {
    let range = headers.get(CONTENT_RANGE).and_then(|range| range.to_str().ok());
    begun > 0 && range.and_then(|range| range.strip_prefix("bytes */")?.parse().ok()) == Some(begun)
}

/// The innermost reason, which is the one that helps.
fn said(error: &reqwest::Error) -> String {
    let mut reason: &dyn std::error::Error = error;
    while let Some(source) = reason.source() {
        reason = source;
    }
    reason.to_string()
}
