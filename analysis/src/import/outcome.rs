//! What becomes of a row: a post with what was mended in it, or the reason why it is set aside.

use super::post::ImportedPost;

/// One row, read.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The line it begins on, from 1.
    pub line: u64,
    /// Its cells as they are in the file.
    pub cells: Vec<String>,
    /// What became of it.
    pub outcome: Outcome,
}

/// What became of a row.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// A post.
    Taken {
        /// The post.
        post: Box<ImportedPost>,
        /// What was mended, in order, each kind once.
        mends: Vec<Mend>,
        /// The stored post that it is, if it is one.
        stored: Option<u32>,
    },
    /// Not taken.
    SetAside(Reason),
}

/// What was mended in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Mend {
    /// Markup became plain text.
    Markup,
    /// Links lost what follows their readers.
    Tracking,
    /// Characters that nobody sees were taken out.
    Invisible,
    /// Characters that the wrong encoding had destroyed were taken out.
    Destroyed,
    /// "100,000+" was taken for 100,000.
    AtLeast,
    /// A link that is none was left out.
    Link,
    /// It has fewer cells than the header; those at its end stay missing.
    Short,
    /// A spreadsheet had made a number such as 1.9E+18 of the platform's id: it was left out.
    RoundedId,
}

impl Mend {
    /// The name in reports.
    pub fn id(self) -> &'static str {
        match self {
            Self::Markup => "markup",
            Self::Tracking => "tracking",
            Self::Invisible => "invisible",
            Self::Destroyed => "destroyed",
            Self::AtLeast => "at-least",
            Self::Link => "link",
            Self::Short => "short",
            Self::RoundedId => "rounded-id",
        }
    }
}

/// Why a row was set aside.
#[derive(Debug, Clone, PartialEq)]
pub enum Reason {
    /// It has no text.
    NoText,
    /// Its text is longer than [`super::MOST_CHARACTERS`].
    LongText(usize),
    /// It has another number of cells than the header.
    Cells {
        /// So many.
        found: usize,
        /// Instead of so many.
        expected: usize,
    },
    /// A cell for a number holds something else.
    NoNumber(String, String),
    /// A count is below zero.
    Negative(String, String),
    /// A count is not whole.
    Fraction(String, String),
    /// A cell for a day holds something else.
    NoDate(String, String),
    /// The day has not come yet.
    Future(String, String),
    /// More clicks than impressions.
    MoreClicks {
        /// Clicks.
        clicks: u64,
        /// Impressions.
        impressions: u64,
    },
    /// More people than impressions.
    MoreReach {
        /// People.
        reach: u64,
        /// Impressions.
        impressions: u64,
    },
    /// More likes than impressions.
    MoreLikes {
        /// Likes.
        likes: u64,
        /// Impressions.
        impressions: u64,
    },
    /// A share of more than everything.
    OverAll(String, String),
    /// A click rate that clicks and impressions are far from.
    RateElse(String, String),
    /// Most of its text was destroyed by another encoding.
    Destroyed,
    /// The same post stands on this line.
    DuplicateOfLine(u64),
    /// A post that is nearly the same is stored under this number.
    NearStored(u32),
    /// A sum, not a post.
    Total,
    /// A quote opens and never closes.
    Quote,
    /// It is longer than any post.
    LongRow,
    /// It is no JSON object.
    NoObject,
    /// It comes after [`super::MOST_ROWS`] others.
    TooMany,
}

impl Reason {
    /// The name in reports.
    pub fn id(&self) -> &'static str {
        match self {
            Self::NoText => "no-text",
            Self::LongText(_) => "long-text",
            Self::Cells { .. } => "cells",
            Self::NoNumber(..) => "no-number",
            Self::Negative(..) => "negative",
            Self::Fraction(..) => "fraction",
            Self::NoDate(..) => "no-date",
            Self::Future(..) => "future",
            Self::MoreClicks { .. } => "more-clicks",
            Self::MoreReach { .. } => "more-reach",
            Self::MoreLikes { .. } => "more-likes",
            Self::OverAll(..) => "over-all",
            Self::RateElse(..) => "rate-else",
            Self::Destroyed => "destroyed",
            Self::DuplicateOfLine(_) => "duplicate",
            Self::NearStored(_) => "near-stored",
            Self::Total => "total",
            Self::Quote => "quote",
            Self::LongRow => "long-row",
            Self::NoObject => "no-object",
            Self::TooMany => "too-many",
        }
    }

    /// The column and the value that it is about.
    pub fn cell(&self) -> Option<(&str, &str)> {
        match self {
            Self::NoNumber(column, value)
            | Self::Negative(column, value)
            | Self::Fraction(column, value)
            | Self::NoDate(column, value)
            | Self::Future(column, value)
            | Self::OverAll(column, value)
            | Self::RateElse(column, value) => Some((column, value)),
            _ => None,
        }
    }

    /// What differs between rows of this kind, in no language; empty if nothing does.
    pub fn detail(&self) -> String {
        match self {
            Self::LongText(characters) => characters.to_string(),
            Self::Cells { found, .. } => found.to_string(),
            Self::MoreClicks { clicks: more, impressions }
            | Self::MoreLikes { likes: more, impressions }
            | Self::MoreReach { reach: more, impressions } => format!("{more} > {impressions}"),
            Self::DuplicateOfLine(line) => line.to_string(),
            other => other.cell().map(|(column, value)| format!("{column} \"{value}\"")).unwrap_or_default(),
        }
    }
}
