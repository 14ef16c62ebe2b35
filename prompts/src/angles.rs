//! What helps a model take an angle: its name, an instruction, and ways to begin.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::PromptLanguage;

/// Help with one angle.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct AngleHelp {
    /// What it is called in a prompt.
    pub name: String,
    /// One sentence, for models that follow instructions.
    pub instruction: String,
    /// Ways to begin a post, for small models; `{topic}` and `{Topic}` stand for the topic.
    pub openings: Vec<String>,
    /// Ways to begin a title.
    pub title_openings: Vec<String>,
}

type Angles = BTreeMap<String, AngleHelp>;

static ENGLISH: LazyLock<Angles> = LazyLock::new(|| parse(include_str!("../angles/en.toml")));
static CHINESE: LazyLock<Angles> = LazyLock::new(|| parse(include_str!("../angles/zh.toml")));

fn parse(source: &str) -> Angles {
    toml::from_str(source).expect("the angles are compiled in and tested")
}

/// Help with the angle of this id; an unknown one gets the plain statement's.
pub fn angle_help(language: PromptLanguage, angle: &str) -> &'static AngleHelp {
    let angles = match language {
        PromptLanguage::English => &*ENGLISH,
        PromptLanguage::Chinese => &*CHINESE,
    };
    angles.get(angle).unwrap_or(&angles["statement"])
}
