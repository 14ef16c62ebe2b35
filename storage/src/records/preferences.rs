//! How a team wants to sound.

use serde::{Deserialize, Serialize};

use crate::{Record, Section};

/// A team's wishes for every text; a new field needs a default. What is empty is not said to the model.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Preferences {
    /// Whom the texts are for: the brand's name.
    pub brand: String,
    /// How it sounds, such as "warm" or "playful".
    pub voice: Vec<String>,
    /// Who reads it.
    pub audience: String,
    /// Languages to write in, as tags such as "en" or "zh".
    pub languages: Vec<String>,
    /// Where the team posts, such as "instagram".
    pub platforms: Vec<String>,
    /// Words the team likes to read.
    pub words_to_use: Vec<String>,
    /// Words that must not appear.
    pub words_to_avoid: Vec<String>,
    /// How many emoji fit.
    pub emoji: EmojiUse,
    /// Hashtags of the brand, without '#'.
    pub hashtags: Vec<String>,
    /// Texts that sound right.
    pub examples: Vec<String>,
    /// Whether copy that a model wrote is handed over with a mark that says so.
    pub ai_label: bool,
}

impl Preferences {
    /// The id of a team's only preferences.
    pub const ID: &str = "team";
}

/// How many emoji a text may have.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EmojiUse {
    /// None at all.
    None,
    /// One or two.
    #[default]
    Few,
    /// As many as the text likes.
    Many,
}

impl Record for Preferences {
    const SECTION: Section = Section::Preferences;
    const VERSION: u16 = 1;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stored_form_is_this() -> Result<(), serde_json::Error> {
        insta::assert_snapshot!(
            serde_json::to_string(&Preferences::default())?,
            @r#"{"brand":"","voice":[],"audience":"","languages":[],"platforms":[],"words_to_use":[],"words_to_avoid":[],"emoji":"few","hashtags":[],"examples":[],"ai_label":false}"#
        );
        Ok(())
    }

    #[test]
    fn a_field_that_is_not_there_has_its_default() -> Result<(), serde_json::Error> {
        let read: Preferences = serde_json::from_str(r#"{"brand":"Oat House","emoji":"none"}"#)?;
        let expected = Preferences { brand: "Oat House".to_owned(), emoji: EmojiUse::None, ..Preferences::default() };
        assert_eq!(read, expected);
        Ok(())
    }
}
