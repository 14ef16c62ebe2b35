//! Who reads a text, and how easy it has to be for them.

use serde::Serialize;

/// Who reads a text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Audience {
    /// Children up to about twelve.
    Children,
    /// Teenagers.
    Teenagers,
    /// Everybody, or nobody said.
    #[default]
    General,
    /// People of the trade.
    Experts,
}

impl Audience {
    /// Every audience.
    pub const ALL: [Self; 4] = [Self::Children, Self::Teenagers, Self::General, Self::Experts];

    /// Its name, as in the JSON form.
    pub fn id(self) -> &'static str {
        match self {
            Self::Children => "children",
            Self::Teenagers => "teenagers",
            Self::General => "general",
            Self::Experts => "experts",
        }
    }

    /// The audience in words such as "B2B engineers" or "高中生"; `None` if they name none that is known here.
    pub fn in_words(words: &str) -> Option<Self> {
        const CHILDREN: [&str; 10] =
            ["children", "kids", "child", "kid", "toddlers", "pupils", "儿童", "小朋友", "孩子", "小学生"];
        const TEENAGERS: [&str; 15] = [
            "teenagers",
            "teenager",
            "teens",
            "teen",
            "adolescents",
            "students",
            "student",
            "youth",
            "gen-z",
            "青少年",
            "中学生",
            "高中生",
            "初中生",
            "学生",
            "少年",
        ];
        const EXPERTS: [&str; 27] = [
            "experts",
            "expert",
            "professionals",
            "professional",
            "specialists",
            "engineers",
            "developers",
            "doctors",
            "physicians",
            "scientists",
            "researchers",
            "lawyers",
            "academics",
            "analysts",
            "executives",
            "b2b",
            "cto",
            "专家",
            "专业人士",
            "从业者",
            "工程师",
            "开发者",
            "医生",
            "科研",
            "研究人员",
            "律师",
            "行业",
        ];
        const GENERAL: [&str; 11] = [
            "general",
            "everyone",
            "everybody",
            "public",
            "anyone",
            "consumers",
            "大众",
            "普通",
            "所有人",
            "公众",
            "消费者",
        ];
        let lower = words.to_lowercase();
        let said: Vec<&str> = lower.split(|c: char| !(c.is_alphanumeric() || c == '-')).collect();
        // Chinese has no spaces: there a name may stand anywhere in the words.
        let names = |list: &[&str]| {
            list.iter().any(|name| if name.is_ascii() { says(&said, name) } else { says_chinese(&lower, name) })
        };
        match () {
            () if names(&CHILDREN) => Some(Self::Children),
            () if names(&TEENAGERS) => Some(Self::Teenagers),
            () if names(&EXPERTS) => Some(Self::Experts),
            () if names(&GENERAL) => Some(Self::General),
            () => None,
        }
    }

    /// Flesch reading ease: over the first number good, over the second fair. Flesch's own table (1948): 80 to 90 easy, sixth
    /// grade; 70 to 80 fairly easy, seventh; 60 to 70 plain English; 30 to 50 difficult, college; under 30 academic.
    pub fn reading_ease(self) -> (f64, f64) {
        match self {
            Self::Children => (80.0, 70.0),
            Self::Teenagers => (70.0, 60.0),
            Self::General => (60.0, 50.0),
            Self::Experts => (30.0, 10.0),
        }
    }

    /// How long a sentence may be, as a multiple of what the general public takes: our own start values.
    pub fn sentence_factor(self) -> f64 {
        match self {
            Self::Children => 0.6,
            Self::Teenagers => 0.8,
            Self::General => 1.0,
            Self::Experts => 1.3,
        }
    }
}

/// Whether a name stands among the words, and they do not say that it is not meant: "not for experts".
fn says(said: &[&str], name: &str) -> bool {
    let meant = |place: usize| {
        let before = said.get(place.saturating_sub(3)..place).unwrap_or_default();
        !before.iter().any(|word| matches!(*word, "not" | "no" | "non" | "without" | "except" | "aren" | "isn"))
    };
    said.iter().enumerate().any(|(place, word)| word == &name && meant(place))
}

fn says_chinese(lower: &str, name: &str) -> bool {
    let meant = |at: usize| {
        let before: String = lower.get(..at).unwrap_or_default().chars().rev().take(3).collect();
        !before.contains(['不', '非'])
    };
    lower.match_indices(name).any(|(at, _)| meant(at))
}

#[cfg(test)]
mod tests {
    use super::Audience;

    #[test]
    fn people_name_an_audience_in_their_own_words() {
        for (words, audience) in [
            ("teenagers", Some(Audience::Teenagers)),
            ("B2B buyers", Some(Audience::Experts)),
            ("senior Engineers", Some(Audience::Experts)),
            ("parents of kids", Some(Audience::Children)),
            ("the general public", Some(Audience::General)),
            ("高中生和大学生", Some(Audience::Teenagers)),
            ("行业从业者", Some(Audience::Experts)),
            ("not for experts", None),
            ("everybody, not the experts", Some(Audience::General)),
            ("非专业人士", None),
            ("commuters", None),
            ("canteen guests", None),
            ("", None),
        ] {
            assert_eq!(Audience::in_words(words), audience, "{words}");
        }
    }

    #[test]
    fn the_younger_the_readers_the_easier_a_text_has_to_be() {
        let targets = Audience::ALL.map(|it| (it.reading_ease().0, it.sentence_factor()));
        assert!(targets.windows(2).all(|pair| pair[0].0 > pair[1].0 && pair[0].1 < pair[1].1), "{targets:?}");
    }
}
