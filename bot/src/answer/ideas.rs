//! Suggestions and their reasons.

use copydesk_analysis::{Angle, Format, Platform, Unit};
use schemars::JsonSchema;
use serde::Serialize;

use super::ModelShown;

/// Suggestions, the chosen ones of many.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Ideas {
    /// As it was asked for.
    pub topic: String,
    /// How many were asked for; there may be fewer.
    pub wanted: usize,
    /// In the order in which they were chosen.
    pub ideas: Vec<Idea>,
    /// What wrote them.
    pub model: ModelShown,
    /// What was left out, shortened, or is to be kept in mind.
    pub notes: Vec<String>,
}

/// One suggestion.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Idea {
    /// Such as "I-017".
    pub id: String,
    /// The copy, without hashtags.
    pub text: String,
    /// `question`, `story`, `number`, `behind-the-scenes`, `customer-words`, `contrast`, `how-to` or `statement`.
    #[schemars(with = "String")]
    pub angle: Angle,
    /// The platform's id.
    #[schemars(with = "String")]
    pub platform: Platform,
    /// `post`, `title` or `script`.
    #[schemars(with = "String")]
    pub format: Format,
    /// Each with its `#`.
    pub hashtags: Vec<String>,
    /// Of text and hashtags together, as the platform counts.
    pub length: LengthShown,
    /// What it stands on.
    pub because: Vec<Reason>,
    /// What ranked it first among the candidates: names and values from 0 to 1.
    pub terms: Vec<TermShown>,
}

/// A term of the choice.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct TermShown {
    /// `topic`, `angle`, `length`, `voice`, `natural` or `fresh`.
    pub name: String,
    /// 0 to 1.
    pub value: f64,
    /// Its share of the whole.
    pub weight: f64,
}

/// A length against its limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LengthShown {
    /// Counted in `unit`.
    pub used: u32,
    /// The most that fits.
    pub limit: u32,
    /// `characters`, `weighted_characters`, `graphemes`, `characters_emoji_as_bytes`, `characters_url23`, `bytes`, `utf16_units` or
    /// `seconds`.
    #[schemars(with = "String")]
    pub unit: Unit,
}

/// What an idea stands on.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Reason {
    /// How posts of this angle did.
    Angle {
        /// The angle's id.
        #[schemars(with = "String")]
        angle: Angle,
        /// The platform that the figures are for.
        #[schemars(with = "String")]
        platform: Platform,
        /// Posts with numbers.
        posts: usize,
        /// Geometric mean of engagement ÷ the platform's median; 1 is as usual.
        ratio: f64,
    },
    /// A past post.
    Campaign {
        /// Such as "C-031".
        id: String,
        /// `best-of-angle` or `on-topic`.
        role: CampaignRole,
        /// Its text, shortened.
        text: String,
        /// Likes, where known.
        likes: Option<u64>,
        /// Likes, comments and shares, where known.
        engagement: Option<u64>,
        /// Engagement ÷ the platform's median, where known.
        ratio: Option<f64>,
    },
    /// Why the topic was chosen, where nobody named one: it ranks high among what to make next.
    Recommended {
        /// The topic.
        topic: String,
        /// How well it fits topics that are followed, 0 to 1; `null` where none are.
        topic_part: Option<f64>,
        /// How well its sentiment fits, 0 to 1; `null` where none is wanted, or its own is not known.
        sentiment_part: Option<f64>,
        /// How well it fits behaviour so far, 0 to 1.
        behaviour_part: f64,
        /// How its posts did against usual, where known.
        ratio: Option<f64>,
    },
    /// What people did with earlier ideas of this angle; they decided, together with past posts, that it was tried.
    Actions {
        /// The angle's id.
        #[schemars(with = "String")]
        angle: Angle,
        /// How many were used.
        used: u32,
        /// How many were used or refused.
        of: u32,
        /// Reactions to them that were thumbs up or hearts.
        liked: u32,
        /// Reactions to them that were thumbs down.
        disliked: u32,
    },
    /// A rule for words.
    Rule {
        /// Such as "R-003".
        id: String,
        /// `required`, `banned` or `preferred`.
        demand: String,
        /// What it looks for.
        pattern: String,
        /// What it says instead, if it does.
        say: Option<String>,
    },
    /// A preference of the team.
    Preference {
        /// Its key, as in `/prefs set`.
        id: String,
        /// Its value.
        value: String,
    },
}

/// Why a past post is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CampaignRole {
    /// The best post of the idea's angle.
    BestOfAngle,
    /// The post that fits the topic best.
    OnTopic,
}

/// Angles that worked, for people to write from.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Angles {
    /// As it was asked for.
    pub topic: String,
    /// The platform's id.
    #[schemars(with = "String")]
    pub platform: Platform,
    /// Why the model does not write.
    pub message: String,
    /// What to do about it.
    pub help: String,
    /// The best first.
    pub angles: Vec<AngleShown>,
}

/// An angle and what speaks for it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct AngleShown {
    /// Its id.
    #[schemars(with = "String")]
    pub angle: Angle,
    /// How to take it, in one sentence.
    pub how: String,
    /// What it stands on.
    pub because: Vec<Reason>,
}
