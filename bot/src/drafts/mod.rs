//! Whole pieces of copy for each platform: what a platform wants, how it is written, and how it is shown.

pub mod ai_mark;
pub mod shown;
mod text;
pub mod write;

use copydesk_analysis::{Format, Platform};

use crate::config::Config;

/// What the copy for a platform is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A post, with a headline where the platform has one.
    Post,
    /// A headline, an opening, and an outline of what follows.
    Article,
    /// A video script in scenes with their times, with a headline where the platform has one.
    Script,
}

impl Kind {
    /// What suits a platform.
    pub fn of(platform: Platform) -> Self {
        match platform {
            Platform::Blog | Platform::WeChat => Self::Article,
            Platform::TikTok | Platform::YouTube => Self::Script,
            _ => Self::Post,
        }
    }

    /// The name in records and in JSON.
    pub fn id(self) -> &'static str {
        match self {
            Self::Post => "post",
            Self::Article => "blog",
            Self::Script => "script",
        }
    }
}

/// The most characters that a headline takes on a platform, if it has one.
pub fn title_limit(config: &Config, platform: Platform) -> Option<u32> {
    config.limit(platform, Format::Title).map(|(most, _)| most)
}
