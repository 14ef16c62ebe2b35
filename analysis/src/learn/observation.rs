//! One past post as the learning sees it, and what of it can be the target.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Language, Platform};

/// When a post ran.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct When {
    /// Days since 1 January 1970, in the team's time zone.
    pub day: i64,
    /// The hour of the day from 0 to 23, where it is known.
    pub hour: Option<u8>,
}

/// A part of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Daypart {
    /// 5 to 10.
    Morning,
    /// 10 to 14.
    Midday,
    /// 14 to 18.
    Afternoon,
    /// 18 to 23.
    Evening,
    /// 23 to 5.
    Night,
}

impl Daypart {
    /// In the order of the day.
    pub const ALL: [Self; 5] = [Self::Morning, Self::Midday, Self::Afternoon, Self::Evening, Self::Night];

    /// The part that an hour belongs to.
    pub fn of(hour: u8) -> Self {
        match hour {
            5..10 => Self::Morning,
            10..14 => Self::Midday,
            14..18 => Self::Afternoon,
            18..23 => Self::Evening,
            _ => Self::Night,
        }
    }

    /// The name in JSON.
    pub fn id(self) -> &'static str {
        match self {
            Self::Morning => "morning",
            Self::Midday => "midday",
            Self::Afternoon => "afternoon",
            Self::Evening => "evening",
            Self::Night => "night",
        }
    }
}

impl When {
    /// The day of the week, Monday 0 to Sunday 6.
    pub fn weekday(self) -> u8 {
        // 1 January 1970 was a Thursday.
        (self.day + 3).rem_euclid(7) as u8
    }

    /// The part of the day, where the hour is known.
    pub fn daypart(self) -> Option<Daypart> {
        self.hour.map(Daypart::of)
    }
}

/// What was measured. What nobody measured is missing, never 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Numbers {
    /// Its likes are missing on a platform where people like: the other reactions would pass for all of them.
    pub incomplete: bool,
    /// How often it was shown.
    pub impressions: Option<u64>,
    /// How many people saw it.
    pub reach: Option<u64>,
    /// Likes.
    pub likes: Option<u64>,
    /// Comments.
    pub comments: Option<u64>,
    /// Shares.
    pub shares: Option<u64>,
    /// Saves.
    pub saves: Option<u64>,
    /// Clicks.
    pub clicks: Option<u64>,
    /// Views of a video.
    pub views: Option<u64>,
}

/// A past post, or a draft without numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct Observation {
    /// The caller's name for it, such as "C-031".
    pub id: String,
    /// Where it ran.
    pub platform: Platform,
    /// The post.
    pub text: String,
    /// What it was about; may be empty.
    pub topic: String,
    /// How many hashtags it has beside its text.
    pub hashtags: usize,
    /// When it ran.
    pub when: When,
    /// Its form, such as "video"; may be empty.
    pub format: String,
    /// Whom it was for, as the data says; may be empty. Never a feature: results are compared between segments.
    pub segment: String,
    /// Its language, where it is known; else it is found by its text.
    pub language: Option<Language>,
    /// More columns of the data, by name.
    pub columns: Vec<(String, String)>,
    /// How it did.
    pub numbers: Numbers,
}

impl Observation {
    /// A text that is not posted yet.
    pub fn draft(text: &str, platform: Platform, when: When) -> Self {
        Self {
            id: String::new(),
            platform,
            text: text.to_owned(),
            topic: String::new(),
            hashtags: 0,
            when,
            format: String::new(),
            segment: String::new(),
            language: None,
            columns: Vec::new(),
            numbers: Numbers::default(),
        }
    }

    /// Its language: as the data says, or by its text.
    pub fn language(&self) -> Option<Language> {
        self.language.or_else(|| Language::of(&self.text))
    }
}

/// What is learned and predicted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Metric {
    /// Likes, comments, shares and saves together.
    Engagement,
    /// The same for each impression (or person reached, where impressions are missing).
    EngagementRate,
    /// Likes.
    Likes,
    /// Comments.
    Comments,
    /// Shares.
    Shares,
    /// Saves.
    Saves,
    /// Clicks.
    Clicks,
    /// Views.
    Views,
    /// Impressions.
    Impressions,
}

impl Metric {
    /// Every metric.
    pub const ALL: [Self; 9] = [
        Self::Engagement,
        Self::EngagementRate,
        Self::Likes,
        Self::Comments,
        Self::Shares,
        Self::Saves,
        Self::Clicks,
        Self::Views,
        Self::Impressions,
    ];

    /// The name that people type.
    pub fn id(self) -> &'static str {
        match self {
            Self::Engagement => "engagement",
            Self::EngagementRate => "engagement-rate",
            Self::Likes => "likes",
            Self::Comments => "comments",
            Self::Shares => "shares",
            Self::Saves => "saves",
            Self::Clicks => "clicks",
            Self::Views => "views",
            Self::Impressions => "impressions",
        }
    }

    /// The metric of a name, in English or Chinese.
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name.trim().to_lowercase().as_str() {
            "engagement" | "互动" => Self::Engagement,
            "engagement-rate" | "rate" | "engagement rate" | "互动率" => Self::EngagementRate,
            "likes" | "点赞" => Self::Likes,
            "comments" | "评论" => Self::Comments,
            "shares" | "分享" | "转发" => Self::Shares,
            "saves" | "收藏" => Self::Saves,
            "clicks" | "点击" => Self::Clicks,
            "views" | "播放" | "观看" => Self::Views,
            "impressions" | "曝光" => Self::Impressions,
            _ => return None,
        })
    }

    /// Whether it is a share and not a count.
    pub fn is_rate(self) -> bool {
        self == Self::EngagementRate
    }

    /// A post's value; `None` if nobody measured it.
    pub fn of(self, numbers: &Numbers) -> Option<f64> {
        let count = |value: Option<u64>| value.map(|value| value as f64);
        match self {
            Self::Engagement if numbers.incomplete => None,
            Self::Engagement => {
                let parts = [numbers.likes, numbers.comments, numbers.shares, numbers.saves];
                parts.into_iter().flatten().reduce(u64::saturating_add).map(|sum| sum as f64)
            }
            Self::EngagementRate => {
                let shown = numbers.impressions.or(numbers.reach).filter(|shown| *shown > 0)?;
                Some(Self::Engagement.of(numbers)? / shown as f64)
            }
            Self::Likes => count(numbers.likes),
            Self::Comments => count(numbers.comments),
            Self::Shares => count(numbers.shares),
            Self::Saves => count(numbers.saves),
            Self::Clicks => count(numbers.clicks),
            Self::Views => count(numbers.views),
            Self::Impressions => count(numbers.impressions),
        }
    }

    /// The value on the scale that is learned: log(1 + count), or the logarithm of a rate, of which half an engagement
    /// in a thousand impressions is the least.
    pub fn to_log(self, value: f64) -> f64 {
        if self.is_rate() { (value + RATE_FLOOR).ln() } else { value.max(0.0).ln_1p() }
    }

    /// Back from that scale.
    pub fn from_log(self, log: f64) -> f64 {
        let value = if self.is_rate() { log.exp() - RATE_FLOOR } else { log.exp_m1() };
        value.max(0.0)
    }
}

/// Added to a rate before its logarithm is taken, so that a post without any engagement has one.
const RATE_FLOOR: f64 = 0.0005;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metrics_add_up_what_is_known_and_miss_what_is_not() {
        let numbers = Numbers { likes: Some(3), saves: Some(2), impressions: Some(100), ..Numbers::default() };
        let incomplete = Numbers { likes: None, incomplete: true, ..numbers };
        assert_eq!((Metric::Engagement.of(&incomplete), Metric::Saves.of(&incomplete)), (None, Some(2.0)));
        assert_eq!(Metric::Engagement.of(&numbers), Some(5.0));
        assert_eq!(Metric::EngagementRate.of(&numbers), Some(0.05));
        assert_eq!(Metric::Clicks.of(&numbers), None);
        assert_eq!(Metric::EngagementRate.of(&Numbers { impressions: Some(0), ..numbers }), None);
        for metric in Metric::ALL {
            assert_eq!(Metric::from_name(metric.id()), Some(metric));
            assert!((metric.from_log(metric.to_log(0.25)) - 0.25).abs() < 1e-9);
        }
    }

    #[test]
    fn days_know_their_weekday_and_hours_their_part() {
        assert_eq!(When { day: 0, hour: None }.weekday(), 3);
        assert_eq!(When { day: -3, hour: None }.weekday(), 0);
        assert_eq!(When { day: 0, hour: Some(23) }.daypart(), Some(Daypart::Night));
        assert_eq!(Daypart::of(5), Daypart::Morning);
    }
}
