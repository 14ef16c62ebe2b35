//! The team's preferences and past posts.

use copydesk_analysis::Angle;
use schemars::JsonSchema;
use serde::Serialize;

/// The team's preferences.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct PreferencesShown {
    /// The team's id.
    pub team: String,
    /// The key that was just changed.
    pub changed: Option<String>,
    /// All of them, in a fixed order.
    pub preferences: Vec<PreferenceShown>,
    /// What is to be kept in mind.
    pub notes: Vec<String>,
}

/// One preference.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct PreferenceShown {
    /// As in `/prefs set`.
    pub key: String,
    /// Empty if it is not set; lists have several.
    pub value: Vec<String>,
}

/// Past posts.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Campaigns {
    /// The id of the one that was just added.
    pub added: Option<String>,
    /// How many the team has.
    pub total: usize,
    /// The newest first.
    pub campaigns: Vec<CampaignShown>,
    /// What is to be kept in mind.
    pub notes: Vec<String>,
}

/// A past post.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct CampaignShown {
    /// Such as "C-031".
    pub id: String,
    /// The platform's id.
    pub platform: String,
    /// The day, as YYYY-MM-DD; empty if unknown.
    pub date: String,
    /// The post.
    pub text: String,
    /// Its angle, found by rules.
    #[schemars(with = "String")]
    pub angle: Angle,
    /// What it is about: what somebody said, else the cluster of posts like it; empty if it stands alone.
    pub topic: String,
    /// Likes, where known.
    pub likes: Option<u64>,
    /// Engagement ÷ the platform's median, where known.
    pub ratio: Option<f64>,
}
