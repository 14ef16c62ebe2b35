//! `/model` in words and blocks.

use copydesk_adapters::{Block, Card, Fact};
use copydesk_analysis::Language;

use crate::answer::{LoadShown, ModelFacts, ModelState, Models};
use crate::texts::{Sentence, Value, sentence};

/// The models, a card each.
pub fn blocks(shown: &Models, language: Language) -> Vec<Block> {
    let heading = match &shown.answers {
        Some(name) => sentence!("models-heading", model = name.as_str()),
        None => sentence!("models-nobody"),
    };
    let cards = shown.models.iter().enumerate().map(|(place, model)| Block::Card(card(place, model, language)));
    std::iter::once(Block::Heading(heading.say(language))).chain(cards).collect()
}

fn card(place: usize, model: &ModelFacts, language: Language) -> Card {
    let state = match model.state {
        ModelState::Ready => "ready",
        ModelState::Loading => "loading",
        ModelState::Resting => "resting",
        ModelState::Failing => "failing",
        ModelState::Missing => "missing",
    };
    let rank = sentence!("models-rank", place = place);
    let where_it_computes =
        sentence!("models-place", kind = model.kind.as_str(), place = model.place.as_str()).say(language);
    let fact = |label: Sentence, text: Sentence| Fact { label: label.say(language), text: text.say(language) };
    let mut facts = vec![fact(sentence!("models-languages"), languages(model))];
    if let Some(load) = &model.load {
        facts.push(fact(sentence!("models-speed"), speed(load)));
        facts.push(fact(
            sentence!("models-load"),
            sentence!("models-load-now", running = load.running, waiting = load.waiting),
        ));
        facts.extend(reuse(load).map(|text| fact(sentence!("models-reuse"), text)));
    }
    if !model.licence.is_empty() {
        facts.push(Fact { label: sentence!("models-licence").say(language), text: model.licence.clone() });
    }
    if !model.message.is_empty() {
        let space = if language == Language::Chinese { "" } else { " " };
        let text = format!("{}{space}{}", model.message, model.help);
        facts.push(Fact { label: sentence!("models-problem").say(language), text: text.trim().to_string() });
    }
    Card {
        title: model.name.clone(),
        aside: sentence!("models-aside", rank = rank, state = sentence!("models-state", state = state)).say(language),
        body: where_it_computes,
        facts,
        ..Card::default()
    }
}

fn languages(model: &ModelFacts) -> Sentence {
    let name = |code: &String| {
        let name = sentence!("language-name", code = code.as_str());
        if model.weak_languages.contains(code) { sentence!("models-weak", language = name) } else { name }
    };
    sentence!("models-list", names = model.languages.iter().map(name).collect::<Vec<Sentence>>())
}

fn speed(load: &LoadShown) -> Sentence {
    let words = |rate: f64| if rate < 10.0 { format!("{rate:.1}") } else { format!("{rate:.0}") };
    match (load.output_rate, load.prompt_rate) {
        (Some(output), Some(prompt)) => sentence!("models-rates", output = words(output), prompt = words(prompt)),
        (Some(output), None) => sentence!("models-rate", output = words(output)),
        (None, _) => sentence!("models-no-rate"),
    }
}

/// How much of the prompts was still there; nothing before the first one.
fn reuse(load: &LoadShown) -> Option<Sentence> {
    let read = load.computed_tokens + load.reused_tokens;
    let percent = load.reused_tokens.saturating_mul(100).checked_div(read)?;
    Some(sentence!(
        "models-reused",
        reused = Value::Figure(load.reused_tokens),
        read = Value::Figure(read),
        percent = percent
    ))
}
