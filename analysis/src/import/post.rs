//! A past post out of a file, typed and clean.

use std::collections::BTreeMap;

use jiff::civil::{Date, Time};

/// What was measured; what was not is missing, never 0.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Metrics {
    /// How often it was shown.
    pub impressions: Option<u64>,
    /// How many people it was shown to.
    pub reach: Option<u64>,
    /// How often it was read or played.
    pub views: Option<u64>,
    /// Likes and other reactions.
    pub likes: Option<u64>,
    /// Comments.
    pub comments: Option<u64>,
    /// Shares.
    pub shares: Option<u64>,
    /// Saves.
    pub saves: Option<u64>,
    /// Clicks.
    pub clicks: Option<u64>,
    /// Clicks ÷ impressions, in millionths.
    pub click_rate_ppm: Option<u32>,
    /// Engagement ÷ impressions as the platform counts it, in millionths.
    pub engagement_rate_ppm: Option<u32>,
}

impl Metrics {
    /// These, where measured, else those of `before`.
    pub fn over(self, before: Self) -> Self {
        Self {
            impressions: self.impressions.or(before.impressions),
            reach: self.reach.or(before.reach),
            views: self.views.or(before.views),
            likes: self.likes.or(before.likes),
            comments: self.comments.or(before.comments),
            shares: self.shares.or(before.shares),
            saves: self.saves.or(before.saves),
            clicks: self.clicks.or(before.clicks),
            click_rate_ppm: self.click_rate_ppm.or(before.click_rate_ppm),
            engagement_rate_ppm: self.engagement_rate_ppm.or(before.engagement_rate_ppm),
        }
    }
}

/// A past post out of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportedPost {
    /// A platform's id, or the name in the file where it is none that we know; empty if nothing says.
    pub platform: String,
    /// The text, without the hashtags at its end.
    pub text: String,
    /// What it is about, where the file says.
    pub topic: String,
    /// Its hashtags, without '#'.
    pub hashtags: Vec<String>,
    /// The day.
    pub date: Option<Date>,
    /// The time of that day.
    pub time: Option<Time>,
    /// The platform's own id; empty if unknown.
    pub post_id: String,
    /// Its address; empty if unknown.
    pub link: String,
    /// The language, sentiment, format, angle and segment, where the file says; else empty.
    pub language: String,
    /// See `language`.
    pub sentiment: String,
    /// See `language`.
    pub format: String,
    /// See `language`.
    pub hook: String,
    /// See `language`.
    pub segment: String,
    /// What the columns say that were taken for nothing else, by their names: at most
    /// [`MOST_COLUMNS`](super::MOST_COLUMNS), each with at most [`MOST_CELL`](super::MOST_CELL) characters.
    pub columns: BTreeMap<String, String>,
    /// What was measured.
    pub metrics: Metrics,
}
