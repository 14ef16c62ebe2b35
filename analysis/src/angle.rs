//! The way into a piece of copy: how its first words take hold of a reader.

use std::sync::LazyLock;

use regex::Regex;
use serde::{Deserialize, Serialize};

/// An angle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Angle {
    /// Asks the reader something.
    Question,
    /// Tells of a moment.
    Story,
    /// Lets a figure carry the point.
    Number,
    /// Shows how it is made, and by whom.
    BehindTheScenes,
    /// Quotes a customer.
    CustomerWords,
    /// Sets one thing against another.
    Contrast,
    /// Tells the reader how to do something.
    HowTo,
    /// Says it straight.
    Statement,
}

/// What shows each angle, first match wins: the surest signs come first.
static SIGNS: LazyLock<Vec<(Angle, Regex)>> = LazyLock::new(|| {
    let signs = [
        (Angle::CustomerWords, r#"[“"「][^”"」]{8,}[”"」]|[“「][^”」]{4,}[”」]"#),
        (Angle::Question, r"[?？]"),
        (
            Angle::HowTo,
            r"(?i)\bhow to\b|\b(?:two|three|four|five|\d) (?:easy |simple |small |quick )?(?:steps|ways|tips|rules|signs|habits|things|tricks|checks)\b|\bstep (?:one|1)\b|^(?:try|start|pick|choose|keep|make|take|let|store|use|ask|check|give|warm|put|plan|pack|bring|set|write|read)\b|怎么|如何|教你|步骤|三步|两步|小技巧|攻略|指南|方法",
        ),
        (
            Angle::BehindTheScenes,
            r"(?i)\bbehind the|\bbefore (?:we|the doors?) open|\bhere is how we|\bhow we\b|\bbackstage\b|\bin the (?:kitchen|workshop|back room|studio)\b|\bour (?:baker|barista|team|mechanic|gardener|roaster|makers?|cooks?|teachers?)|幕后|后厨|后台|开门前|开店前|背后|师傅",
        ),
        (Angle::Number, r"\d"),
        (
            Angle::Contrast,
            r"(?i)\bnot\b[^.]*[.,;:—–-]\s*(?:but|just|only|it's|it is)?\b|\bless\b.*\bmore\b|\bmore\b.*\bless\b|\binstead of\b|\bno\b[^.]*\bjust\b|\bforget\b|\brather than\b|\bother\b.*\bours?\b|不是.*(?:而是|是)|比起|与其|别人|少.*多",
        ),
        (
            Angle::Story,
            r"(?i)\b(?:this|last|one|every|each) (?:morning|week|evening|night|afternoon|day|monday|tuesday|wednesday|thursday|friday|saturday|sunday|winter|summer|spring|autumn|month|year)\b|\byesterday\b|\btoday\b|\bonce\b|\bthe first time\b|\bwhen (?:we|she|he|i|a|the|our)\b|今天|昨天|早上|上周|那天|有一次|第一次|有位|有个",
        ),
    ];
    let compile = |(angle, pattern)| (angle, Regex::new(pattern).expect("the patterns are constant"));
    signs.map(compile).into()
});

impl Angle {
    /// Every angle.
    pub const ALL: [Self; 8] = [
        Self::Question,
        Self::Story,
        Self::Number,
        Self::BehindTheScenes,
        Self::CustomerWords,
        Self::Contrast,
        Self::HowTo,
        Self::Statement,
    ];

    /// The name in records and in JSON.
    pub fn id(self) -> &'static str {
        match self {
            Self::Question => "question",
            Self::Story => "story",
            Self::Number => "number",
            Self::BehindTheScenes => "behind-the-scenes",
            Self::CustomerWords => "customer-words",
            Self::Contrast => "contrast",
            Self::HowTo => "how-to",
            Self::Statement => "statement",
        }
    }

    /// The angle with this name.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|angle| angle.id() == id)
    }

    /// The angle that a text shows, by rules over its words and punctuation; a person may see it otherwise.
    pub fn of(text: &str) -> Self {
        let shown = SIGNS.iter().find(|(_, sign)| sign.is_match(text));
        shown.map_or(Self::Statement, |(angle, _)| *angle)
    }

    /// Whether a text shows this angle, perhaps beside others.
    pub fn is_shown_by(self, text: &str) -> bool {
        let sign = SIGNS.iter().find(|(angle, _)| *angle == self);
        sign.is_none_or(|(_, sign)| sign.is_match(text))
    }
}

#[cfg(test)]
mod tests {
    use super::Angle;

    #[test]
    fn an_angle_is_known_by_its_signs() {
        let cases = [
            ("Is it still Monday if your latte has a heart on it?", Angle::Question),
            ("周一的咖啡上有颗心，还算周一吗？", Angle::Question),
            ("“The only queue I like,” says a regular.", Angle::CustomerWords),
            ("How to fold a filter without losing your patience.", Angle::HowTo),
            ("Before we open, the oven has already had its second coffee.", Angle::BehindTheScenes),
            ("开门前，后厨已经热闹起来。", Angle::BehindTheScenes),
            ("Not faster. Just warmer.", Angle::Contrast),
            ("This morning a toddler ordered for the whole family.", Angle::Story),
            ("14 seats, all of them by the window.", Angle::Number),
            ("Cinnamon rolls come out at eight.", Angle::Statement),
        ];
        for (text, angle) in cases {
            assert_eq!(Angle::of(text), angle, "{text}");
            assert!(angle.is_shown_by(text), "{text}");
        }
    }
}
