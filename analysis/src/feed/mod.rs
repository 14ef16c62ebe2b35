//! Feeds: from bytes to items that can be trusted to be short, plain, sanely dated and the same as last time.
//!
//! RSS 0.9 to 2.0, RSS 1.0 (RDF), Atom and JSON Feed are read by the names of their elements, whatever their version or
//! namespace says, and up to the place where they break.

mod charset;
mod date;
mod fingerprint;
mod json;
mod opml;
mod page;
mod plain;
mod prose;
mod xml;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use url::Url;

pub use charset::decode;
pub use date::read_date;
pub use fingerprint::Fingerprint;
pub(crate) use fingerprint::hash;
pub use opml::{Outline, read_opml, write_opml};
pub use page::{Article, Discovered, discover, is_selector, read_article, read_list};
pub use plain::plain_text;
pub use prose::{Prose, read_prose};

/// Items of one feed beyond these are not read.
pub const MOST_ITEMS: usize = 10_000;
/// The longest title that is kept, characters.
pub const TITLE_CHARACTERS: usize = 300;
/// The longest text of an item that is kept, characters.
pub const TEXT_CHARACTERS: usize = 2_000;
/// The longest link that is kept, bytes.
pub const LINK_BYTES: usize = 2_048;
/// How deep elements may be nested.
pub const MOST_DEPTH: usize = 100;

/// A feed, cleaned.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Feed {
    /// What it calls itself; may be empty.
    pub title: String,
    /// At most [`MOST_ITEMS`], in the feed's order.
    pub items: Vec<Item>,
    /// Why not all of it was read, if so: it was broken there.
    pub broken: Option<String>,
}

/// One entry of a feed: plain text, no control characters, bounded.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// At most [`TITLE_CHARACTERS`]; the beginning of the text if the feed gives none.
    pub title: String,
    /// http or https, absolute; `None` if the feed gives no such link.
    pub link: Option<String>,
    /// At most [`TEXT_CHARACTERS`]; may be empty.
    pub text: String,
    /// When it was published, as the feed says; not yet to be trusted (see [`sane_date`]).
    pub published: Option<Timestamp>,
}

impl Item {
    /// Cleans what a feed gives; `None` if nothing can be read in it.
    pub(crate) fn clean(title: &str, link: &str, text: &str, date: &str, base: Option<&Url>) -> Option<Self> {
        let text = plain_text(text, TEXT_CHARACTERS);
        let title = Some(plain_text(title, TITLE_CHARACTERS)).filter(|title| !title.is_empty());
        let title = title.unwrap_or_else(|| text.chars().take(100).collect());
        let item = Self { title, link: clean_link(link, base), text, published: read_date(date) };
        (!item.title.is_empty()).then_some(item)
    }

    /// What the item is known by, in its source.
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(&self.title, &self.text)
    }
}

/// Why something is no feed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FeedError {
    /// It is a page for people.
    #[error("this is a web page and no feed")]
    Page,
    /// It is something else, or nothing.
    #[error("this is no RSS, Atom or JSON feed")]
    NoFeed,
    /// It declares entities, which are a way to attack readers.
    #[error("it declares entities of its own, which are not read")]
    Entities,
    /// Elements are nested deeper than [`MOST_DEPTH`].
    #[error("its elements are nested more than {MOST_DEPTH} deep")]
    TooDeep,
    /// It breaks before the first item.
    #[error("it is broken: {0}")]
    Broken(String),
}

/// Reads a feed. `content_type` is what the server said, or empty; `base` is where it came from, for relative links.
///
/// # Errors
/// See [`FeedError`]. A feed that breaks after its first item is read up to there, and [`Feed::broken`] says so.
pub fn read_feed(bytes: &[u8], content_type: &str, base: Option<&str>) -> Result<Feed, FeedError> {
    let base = base.and_then(|base| Url::parse(base).ok());
    let text = decode(bytes, content_type);
    let start = text.trim_start();
    if start.starts_with('{') {
        return json::read(start, base.as_ref());
    }
    if !start.starts_with('<') {
        return Err(FeedError::NoFeed);
    }
    xml::read(start, base.as_ref())
}

/// The date by which an item is counted: as published, unless it says nothing, lies in the future or before the web.
pub fn sane_date(published: Option<Timestamp>, seen: Timestamp) -> Timestamp {
    const CLOCKS_DIFFER: SignedDuration = SignedDuration::from_hours(1);
    // 1995-01-01.
    const WEB_BEGINS: Timestamp = Timestamp::constant(788_918_400, 0);
    let is_sane = |date: &Timestamp| *date >= WEB_BEGINS && date.duration_since(seen) <= CLOCKS_DIFFER;
    published.filter(is_sane).map_or(seen, |date| date.min(seen))
}

/// A link that may be shown: absolute, http or https, without a name or password.
pub(crate) fn clean_link(link: &str, base: Option<&Url>) -> Option<String> {
    let link: String = link.trim().chars().filter(|letter| !letter.is_control()).collect();
    if link.is_empty() || link.len() > LINK_BYTES {
        return None;
    }
    let url = match Url::parse(&link) {
        Ok(url) => url,
        Err(_) => base?.join(&link).ok()?,
    };
    let is_plain = matches!(url.scheme(), "http" | "https") && url.username().is_empty() && url.password().is_none();
    (is_plain && url.as_str().len() <= LINK_BYTES).then(|| url.into())
}

#[cfg(test)]
mod tests;
