//! The briefs of `copydesk bench ideas`: 15 English and 5 Chinese, of different trades, platforms and formats.

use copydesk_storage::{EmojiUse, Preferences};
use serde::Deserialize;

/// One brief.
#[derive(Debug, Clone, Deserialize)]
pub struct BriefCase {
    /// The trade, for the report.
    pub trade: String,
    /// The request, in plain words or as a command.
    pub ask: String,
    /// What an idea has to speak of, one of them at least, lower case.
    pub words: Vec<String>,
    /// The brand's name.
    pub brand: String,
    /// How it sounds.
    pub voice: Vec<String>,
    /// Who reads it.
    pub audience: String,
    /// Words it avoids.
    #[serde(default)]
    pub avoid: Vec<String>,
}

#[derive(Deserialize)]
struct File {
    brief: Vec<BriefCase>,
}

/// All briefs.
pub fn all() -> Vec<BriefCase> {
    toml::from_str::<File>(include_str!("briefs.toml")).expect("the briefs are compiled in and tested").brief
}

impl BriefCase {
    /// The preferences of a team that has just begun: no past posts.
    pub fn preferences(&self) -> Preferences {
        Preferences {
            brand: self.brand.clone(),
            voice: self.voice.clone(),
            audience: self.audience.clone(),
            words_to_avoid: self.avoid.clone(),
            emoji: EmojiUse::None,
            ..Preferences::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use copydesk_analysis::Language;

    use crate::commands::Command;
    use crate::config::Config;

    #[test]
    fn every_brief_is_understood_as_a_request_for_ideas() {
        let config = Config::parse("", None).expect("the built-in configuration is whole");
        let briefs = super::all();
        let chinese = briefs.iter().filter(|brief| Language::of(&brief.ask) == Some(Language::Chinese)).count();
        assert_eq!((briefs.len(), chinese), (20, 5));
        for brief in briefs {
            let understood = match crate::invocation::parse(&brief.ask) {
                Some(invocation) => invocation.and_then(|it| (it.spec.read)(&it, &config)),
                None => crate::grammar::understand(&brief.ask, &config).expect("plain words are understood"),
            };
            assert!(matches!(understood, Ok(Command::Ideas(_))), "{}: {understood:?}", brief.ask);
        }
    }
}
