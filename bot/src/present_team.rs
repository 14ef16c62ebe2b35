//! Rules for words, the history of preferences, suggestions, and what is stored of a person, in words.

use copydesk_adapters::{Block, Button};
use copydesk_analysis::{Language, Platform};

use crate::answer::{ChangeShown, PersonShown, PreferenceHistory, ProposalShown, Proposals, RuleShown, RulesShown};
use crate::present::{key_name, platform_in};
use crate::present_data::record_count;
use crate::texts::{Sentence, sentence};

/// A time in UTC as people read it: `2026-03-14 09:26`.
pub fn minute(at: &str) -> String {
    at.chars().take(16).map(|c| if c == 'T' { ' ' } else { c }).collect()
}

/// The team's rules for words.
pub fn rules_blocks(shown: &RulesShown, language: Language) -> Vec<Block> {
    let say = |sentence: Sentence| sentence.say(language);
    let mut blocks = Vec::new();
    if let (Some(id), Some(done)) = (&shown.changed, &shown.done) {
        blocks.push(Block::Paragraph(say(sentence!("rule-done", id = id.as_str(), done = done.as_str()))));
    }
    if shown.rules.is_empty() {
        blocks.push(Block::Paragraph(say(sentence!("rules-none"))));
    } else {
        let header = ["column-id", "column-rule", "column-example", "column-matched"];
        let row = |rule: &RuleShown| {
            let meaning = sentence!(
                "rule-meaning",
                demand = rule.demand.as_str(),
                pattern = rule.pattern.as_str(),
                say = rule.say.clone().unwrap_or_default()
            );
            vec![rule.id.clone(), say(meaning), rule.example.clone(), rule.matched.to_string()]
        };
        blocks.push(Block::Heading(say(sentence!("rules-heading"))));
        blocks.push(Block::Table {
            header: header.map(|id| say(Sentence { id, values: Vec::new() })).into(),
            rows: shown.rules.iter().map(row).collect(),
        });
    }
    blocks.push(Block::Note(say(sentence!("rules-how"))));
    blocks
}

/// The history of the team's preferences.
pub fn history_blocks(shown: &PreferenceHistory, language: Language) -> Vec<Block> {
    let say = |sentence: Sentence| sentence.say(language);
    let mut blocks = Vec::new();
    if let Some(id) = &shown.undone {
        blocks.push(Block::Paragraph(say(sentence!("prefs-undone", id = id.as_str()))));
    }
    if shown.changes.is_empty() {
        blocks.push(Block::Paragraph(say(sentence!("prefs-history-none"))));
        return blocks;
    }
    let comma = if language == Language::Chinese { "、" } else { ", " };
    let value = |value: &[String]| if value.is_empty() { say(sentence!("prefs-unset")) } else { value.join(comma) };
    let row = |change: &ChangeShown| {
        let key = match change.key.as_str() {
            "rule" => say(sentence!("prefs-history-rule")),
            key => key_name(key, language),
        };
        let what = match (&change.undoes, change.undone) {
            (Some(id), _) => format!("{key} ({})", say(sentence!("prefs-history-undoes", id = id.as_str()))),
            (None, true) => format!("{key} ({})", say(sentence!("prefs-history-undone"))),
            (None, false) => key,
        };
        let (at, by) = (minute(&change.at), change.by.clone());
        vec![change.id.clone(), at, by, what, value(&change.old), value(&change.new)]
    };
    let header = ["column-id", "column-when", "column-who", "column-key", "column-old", "column-new"];
    blocks.push(Block::Heading(say(sentence!("prefs-history-heading"))));
    blocks.push(Block::Table {
        header: header.map(|id| say(Sentence { id, values: Vec::new() })).into(),
        rows: shown.changes.iter().map(row).collect(),
    });
    if shown.changes.iter().any(|change| change.undoes.is_none() && !change.undone) {
        blocks.push(Block::Note(say(sentence!("prefs-history-how"))));
    }
    blocks
}

/// What the best posts suggest.
pub fn proposals_blocks(shown: &Proposals, language: Language) -> Vec<Block> {
    let say = |sentence: Sentence| sentence.say(language);
    let mut blocks = Vec::new();
    if !shown.accepted.is_empty() {
        let keys: Vec<String> = shown.accepted.iter().map(|key| key_name(key, language)).collect();
        blocks.push(Block::Paragraph(say(sentence!("learn-accepted", keys = keys))));
    }
    let heading = sentence!("learn-heading", best = shown.best, posts = shown.posts);
    if shown.proposals.is_empty() {
        blocks.push(Block::Paragraph(say(sentence!("learn-nothing-new"))));
        return blocks;
    }
    let row = |proposal: &ProposalShown| {
        let comma = if language == Language::Chinese { "、" } else { ", " };
        let (key, value) = (key_name(&proposal.key, language), proposal.value.join(comma));
        vec![proposal.number.to_string(), key, value, proposal.because.clone()]
    };
    let header = ["column-number", "column-key", "column-value", "because"];
    blocks.push(Block::Heading(say(heading)));
    blocks.push(Block::Table {
        header: header.map(|id| say(Sentence { id, values: Vec::new() })).into(),
        rows: shown.proposals.iter().map(row).collect(),
    });
    let stored = if shown.accepted.is_empty() { "none" } else { "some" };
    blocks.push(Block::Note(say(sentence!("learn-how", stored = stored))));
    let button = |proposal: &ProposalShown| Button {
        label: say(sentence!("learn-accept", number = proposal.number)),
        action: format!("/prefs learn accept {}", proposal.number),
    };
    blocks.push(Block::Buttons(shown.proposals.iter().map(button).collect()));
    blocks
}

/// What is stored of a person.
pub fn person_blocks(shown: &PersonShown, language: Language) -> Vec<Block> {
    let say = |sentence: Sentence| sentence.say(language);
    let comma = if language == Language::Chinese { "、" } else { ", " };
    let unset = || say(sentence!("prefs-unset"));
    let mut blocks = Vec::new();
    if let Some(changed) = &shown.changed {
        blocks.push(Block::Paragraph(say(sentence!("me-changed", wish = changed.as_str()))));
    }
    let names: Vec<String> = shown
        .platforms
        .iter()
        .map(|id| Platform::from_name(id).map_or_else(|| id.clone(), |platform| platform_in(platform, language)))
        .collect();
    let spoken = shown.language.as_ref().map(|code| say(sentence!("language-name", code = code.as_str())));
    let list = |list: &[String]| if list.is_empty() { unset() } else { list.join(comma) };
    let row = |wish: &str, value: String| vec![say(sentence!("me-wish", wish = wish)), value];
    blocks.push(Block::Heading(say(sentence!("me-heading"))));
    blocks.push(Block::Table {
        header: vec![say(sentence!("column-key")), say(sentence!("column-value"))],
        rows: vec![
            row("language", spoken.unwrap_or_else(unset)),
            row("topics", list(&shown.topics)),
            row("platforms", list(&names)),
        ],
    });
    if !shown.records.is_empty() {
        blocks.push(Block::Paragraph(say(sentence!("me-stored"))));
        blocks.push(Block::List(shown.records.iter().map(|it| record_count(it, language)).collect()));
    }
    if let Some(path) = &shown.path {
        blocks.push(Block::Paragraph(say(sentence!("me-saved", path = path.as_str()))));
    }
    blocks.extend(shown.file.clone().map(Block::File));
    blocks.push(Block::Note(say(sentence!("me-how"))));
    blocks
}
