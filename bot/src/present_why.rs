//! How an answer, an idea or a draft came about, in words.

use copydesk_adapters::Block;
use copydesk_analysis::Language;

use crate::answer::{ExplanationShown, FittingShown, RuleUseShown};
use crate::present::because;
use crate::present_team;
use crate::texts::{Sentence, sentence};

/// What the model was told, and what stood behind what it wrote.
pub fn explanation_blocks(shown: &ExplanationShown, language: Language) -> Vec<Block> {
    let say = |sentence: Sentence| sentence.say(language);
    let heading = match &shown.id {
        None => sentence!("why-heading", question = shown.question.as_str(), model = shown.model.as_str()),
        Some(id) => sentence!("why-heading-id", id = id.as_str(), question = shown.question.as_str()),
    };
    let mut blocks = vec![Block::Heading(say(heading))];
    if shown.id.is_some() {
        let by = shown.by.as_str();
        let model = if shown.model.is_empty() { "none" } else { shown.model.as_str() };
        let asked = sentence!("why-asked", by = by, at = present_team::minute(&shown.at), model = model);
        let reasons =
            because(&shown.because, language).into_iter().map(|fact| format!("{}  {}", fact.label, fact.text));
        let settings: Vec<String> = shown.settings.iter().map(|(name, value)| format!("{name} {value}")).collect();
        let settings = (!settings.is_empty()).then(|| say(sentence!("why-settings", settings = settings)));
        blocks.push(Block::List(std::iter::once(say(asked)).chain(reasons).chain(settings).collect()));
    }
    blocks.extend(fitting(&shown.campaigns, language));
    if !shown.rules.is_empty() {
        blocks.push(Block::Paragraph(say(sentence!("why-rules"))));
        blocks.push(Block::List(shown.rules.iter().map(|it| rule(it, language)).collect()));
    }
    if !shown.prompt.is_empty() {
        blocks.push(Block::Preformatted(shown.prompt.clone()));
    }
    if !shown.notes.is_empty() {
        blocks.push(Block::List(shown.notes.clone()));
    }
    if let Some((prompt, output)) = shown.tokens {
        blocks.push(Block::Note(say(sentence!("why-tokens", prompt = prompt, output = output))));
    }
    blocks
}

/// The past posts that fitted, as a table.
fn fitting(campaigns: &[FittingShown], language: Language) -> Vec<Block> {
    if campaigns.is_empty() {
        return Vec::new();
    }
    let say = |sentence: Sentence| sentence.say(language);
    let header = [
        sentence!("column-id"),
        sentence!("column-fit"),
        sentence!("column-ratio"),
        sentence!("column-told"),
        sentence!("column-text"),
    ];
    let row = |it: &FittingShown| {
        vec![
            it.id.clone(),
            it.score.map_or_else(|| "–".to_string(), |score| format!("{score:.2}")),
            it.ratio.map_or_else(|| "–".to_string(), |ratio| format!("{ratio:.1} ×")),
            say(sentence!("why-told", told = if it.told { "yes" } else { "no" })),
            it.text.clone(),
        ]
    };
    let rows = campaigns.iter().map(row).collect();
    vec![Block::Paragraph(say(sentence!("why-campaigns"))), Block::Table { header: header.map(say).into(), rows }]
}

/// `R-003  you never say "cheap": 2 times in the candidates`
fn rule(it: &RuleUseShown, language: Language) -> String {
    let what = sentence!(
        "because-rule",
        demand = it.demand.as_str(),
        pattern = it.pattern.as_str(),
        say = it.say.as_deref().unwrap_or_default(),
        id = it.id.as_str()
    );
    let mended = if it.mended { "yes" } else { "no" };
    sentence!("why-rule", what = what.say(language), matched = it.matched, mended = mended).say(language)
}
