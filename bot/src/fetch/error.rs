//! Why nothing was fetched, as a caller can act on it and as people read it.

use std::fmt;
use std::time::Duration;

use copydesk_analysis::Language;

use super::address::Inside;
use crate::texts::{Sentence, sentence};

/// Why nothing was fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FetchError {
    /// The text is no address of the web.
    NoAddress(String),
    /// The address is longer than [`LONGEST_URL`](super::LONGEST_URL).
    LongAddress,
    /// Neither http nor https.
    Scheme(String),
    /// A name or password in the address.
    Credentials,
    /// What stands there is not of the public internet.
    Refused {
        /// As it was asked for.
        host: String,
        /// What it is instead.
        inside: Inside,
    },
    /// The host's name leads nowhere.
    Unresolved(String),
    /// No connection, or one that broke.
    Unreachable(String),
    /// Longer than [`IN_ALL`](super::IN_ALL).
    Slow,
    /// More than [`REDIRECTS`](super::REDIRECTS).
    TooManyRedirects,
    /// A redirect to nowhere.
    LostRedirect,
    /// More than [`MOST_ON_WIRE`](super::MOST_ON_WIRE) or [`MOST_DECODED`](super::MOST_DECODED).
    TooLarge,
    /// Compressed in a way that was not asked for, or damaged.
    Damaged(String),
    /// 410: it is gone for good, and is not to be asked for again.
    Gone,
    /// The host wants to be left alone for so long; it is not asked before.
    Later(Duration),
    /// The site does not want programs to read the page.
    Robots,
    /// Too many others wait for the same host.
    Busy,
    /// Any other answer than success.
    Status(u16),
}

impl FetchError {
    /// As people read it.
    pub fn sentence(&self) -> Sentence {
        match self {
            Self::NoAddress(text) => sentence!("fetch-no-address", value = shortened(text)),
            Self::LongAddress => sentence!("fetch-long-address", most = super::LONGEST_URL),
            Self::Scheme(scheme) => sentence!("fetch-scheme", scheme = shortened(scheme)),
            Self::Credentials => sentence!("fetch-credentials"),
            Self::Refused { host, inside } => {
                sentence!("fetch-refused", host = shortened(host), inside = inside.name())
            }
            Self::Unresolved(host) => sentence!("fetch-unresolved", host = shortened(host)),
            Self::Unreachable(reason) => sentence!("fetch-unreachable", reason = shortened(reason)),
            Self::Slow => sentence!("fetch-slow", seconds = super::IN_ALL.as_secs()),
            Self::TooManyRedirects => sentence!("fetch-redirects", most = super::REDIRECTS),
            Self::LostRedirect => sentence!("fetch-lost-redirect"),
            Self::TooLarge => sentence!("fetch-too-large", mebibytes = (super::MOST_ON_WIRE >> 20) as u64),
            Self::Damaged(reason) => sentence!("fetch-damaged", reason = shortened(reason)),
            Self::Gone => sentence!("fetch-gone"),
            Self::Later(wait) => sentence!("fetch-later", minutes = wait.as_secs().div_ceil(60)),
            Self::Robots => sentence!("fetch-robots"),
            Self::Busy => sentence!("fetch-busy"),
            Self::Status(status) => sentence!("fetch-status", status = u32::from(*status)),
        }
    }
}

impl fmt::Display for FetchError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.sentence().say(Language::English))
    }
}

impl std::error::Error for FetchError {}

/// What a server or a person wrote, on one line and not too long.
fn shortened(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_control()).take(120).collect()
}
