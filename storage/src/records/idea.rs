//! Ideas: what was suggested, how it came about, and what people did with it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::numbering::Numbered;
use super::origin::Origin;
use crate::{Record, Section};

/// A suggestion.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Idea {
    /// Counts from 1 in each team; never given twice.
    pub number: u32,
    /// As it was asked for.
    pub topic: String,
    /// The platform's id.
    pub platform: String,
    /// `post`, `title` or `script`.
    pub format: String,
    /// The tag of the copy's language.
    pub language: String,
    /// The angle's id.
    pub angle: String,
    /// The copy, without hashtags.
    pub text: String,
    /// Each with its `#`.
    pub hashtags: Vec<String>,
    /// What it stands on.
    pub because: Vec<Evidence>,
    /// What ranked it first among the candidates.
    pub terms: Vec<IdeaTerm>,
    /// How it was written.
    pub origin: Origin,
    /// The idea that it was made from, and how: `more`, `angle`, `shorter` or `longer`.
    #[serde(default)]
    pub from: Option<(u32, String)>,
    /// Who asked: the platform's name and the platform's id of the person; empty once they are forgotten.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// What became of it.
    #[serde(default)]
    pub fate: Fate,
    /// What people think of it, by their reactions: the platform's name and the platform's id of each.
    #[serde(default)]
    pub opinions: BTreeMap<String, Opinion>,
}

/// What a person thinks, said by a reaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opinion {
    /// Whether they like it.
    pub liked: bool,
    /// How much it counts, in hundredths of a use.
    pub weight: u32,
}

/// One term of the choice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IdeaTerm {
    /// Its name.
    pub name: String,
    /// 0 to 1.
    pub value: f64,
    /// Its share of the whole.
    pub weight: f64,
}

/// What an idea stands on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Evidence {
    /// How posts of its angle did.
    Angle {
        /// The angle's id.
        angle: String,
        /// The platform of the figures.
        platform: String,
        /// Posts with numbers.
        posts: usize,
        /// Engagement ÷ the usual.
        ratio: f64,
    },
    /// Why its topic was chosen, where nobody named one.
    Recommended {
        /// The topic.
        topic: String,
        /// How well it fits topics that are followed, 0 to 1; `None` where none are.
        topic_part: Option<f64>,
        /// How well its sentiment fits, 0 to 1; `None` where none is wanted, or its own is not known.
        sentiment_part: Option<f64>,
        /// How well it fits behaviour so far, 0 to 1.
        behaviour_part: f64,
        /// How its posts did against usual, where known.
        ratio: Option<f64>,
    },
    /// What people did with earlier ideas of its angle.
    Actions {
        /// The angle's id.
        angle: String,
        /// How many were used.
        used: u32,
        /// How many were used or refused.
        of: u32,
        /// How many reactions to them were thumbs up or hearts.
        #[serde(default)]
        liked: u32,
        /// How many were thumbs down.
        #[serde(default)]
        disliked: u32,
    },
    /// A past post.
    Campaign {
        /// Such as "C-031".
        id: String,
        /// `best-of-angle` or `on-topic`.
        role: String,
        /// Its text, shortened.
        text: String,
        /// Likes, where known.
        likes: Option<u64>,
        /// Likes, comments and shares, where known.
        engagement: Option<u64>,
        /// Engagement ÷ the usual, where known.
        ratio: Option<f64>,
    },
    /// A preference.
    Preference {
        /// Its key.
        key: String,
        /// Its value.
        value: String,
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
}

/// What became of an idea.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fate", rename_all = "kebab-case")]
pub enum Fate {
    /// Nobody decided yet.
    #[default]
    Open,
    /// It became a draft.
    Used {
        /// Who.
        by: String,
        /// When.
        at: Timestamp,
        /// The draft's number.
        draft: u32,
    },
    /// It is not for the team.
    Refused {
        /// Who.
        by: String,
        /// When.
        at: Timestamp,
        /// Why; may be empty.
        reason: String,
    },
}

impl Record for Idea {
    const SECTION: Section = Section::Ideas;
    const VERSION: u16 = 1;
}

impl Numbered for Idea {
    const LETTER: char = 'I';
}

/// What people did with the ideas of one angle in one format; its id is [`AngleTally::id_of`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AngleTally {
    /// How many were used.
    pub used: u32,
    /// How many were refused.
    pub refused: u32,
    /// Reactions to them that were thumbs up or hearts.
    pub liked: u32,
    /// What these count, in hundredths of a use.
    pub liked_weight: u32,
    /// Reactions to them that were thumbs down.
    pub disliked: u32,
    /// What these count, in hundredths of a refusal.
    pub disliked_weight: u32,
}

impl AngleTally {
    /// How often its ideas were taken and refused; reactions count a part of that.
    #[must_use]
    pub fn good_and_bad(&self) -> (f64, f64) {
        let sum = |whole: u32, hundredths: u32| f64::from(whole) + f64::from(hundredths) / 100.0;
        (sum(self.used, self.liked_weight), sum(self.refused, self.disliked_weight))
    }

    /// The reactions of one kind: how many there were, and what they count.
    pub fn of_opinion(&mut self, liked: bool) -> (&mut u32, &mut u32) {
        match liked {
            true => (&mut self.liked, &mut self.liked_weight),
            false => (&mut self.disliked, &mut self.disliked_weight),
        }
    }

    /// The id for an angle and a format.
    #[must_use]
    pub fn id_of(angle: &str, format: &str) -> String {
        format!("{format}/{angle}")
    }
}

impl Record for AngleTally {
    const SECTION: Section = Section::AngleTallies;
    const VERSION: u16 = 1;
}
