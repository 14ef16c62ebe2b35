//! What was used, in words and blocks.

use copydesk_adapters::Block;
use copydesk_analysis::Language;

use crate::answer::{BudgetShown, MoneyShown, UsageShown, UsedShown};
use crate::budget::{Whose, money};
use crate::commands::usage::whose_name;
use crate::config::budgets::millionths;
use crate::texts::{Sentence, Value, sentence};

/// Today's use against the limits, then the last days.
pub fn blocks(shown: &UsageShown, language: Language) -> Vec<Block> {
    let say = |sentence: Sentence| sentence.say(language);
    let mut blocks = Vec::new();
    if let Some(changed) = &shown.changed {
        let whose = if changed == Whose::Team.id() { Whose::Team } else { Whose::Person };
        blocks.push(Block::Paragraph(say(sentence!("usage-changed", whose = whose_name(whose)))));
    }
    blocks.push(Block::Heading(say(sentence!("usage-heading", team = shown.team.as_str(), day = shown.day.as_str()))));
    let (person, team) = (say(sentence!("usage-person")), say(sentence!("usage-team")));
    blocks.push(Block::Table {
        header: vec![say(sentence!("column-used")), person, team],
        rows: today(&shown.of_person, &shown.of_team, language),
    });
    blocks.push(Block::Heading(say(sentence!("usage-days", count = shown.days.len()))));
    let row = |day: &crate::answer::DayShown| {
        let cell = |used: &UsedShown| {
            let cell = sentence!("usage-day", requests = used.requests, tokens = used.tokens);
            let money = used.money.iter().map(|money| format!(", {}", amount(money)));
            say(cell) + &money.collect::<String>()
        };
        vec![day.day.clone(), cell(&day.of_person), cell(&day.of_team)]
    };
    blocks.push(Block::Table {
        header: vec![say(sentence!("column-date")), say(sentence!("usage-person")), say(sentence!("usage-team"))],
        rows: shown.days.iter().map(row).collect(),
    });
    blocks.extend(shown.notes.iter().map(|note| Block::Note(note.clone())));
    blocks.push(Block::Note(say(sentence!("usage-how"))));
    blocks
}

fn today(person: &BudgetShown, team: &BudgetShown, language: Language) -> Vec<Vec<String>> {
    let of = |used: Value, limit: Option<Value>| match limit {
        Some(limit) => sentence!("usage-of", used = used, limit = limit).say(language),
        None => sentence!("usage-unlimited", used = used).say(language),
    };
    let mut rows = Vec::new();
    let mut row = |name: Sentence, cell: &dyn Fn(&BudgetShown) -> String| {
        rows.push(vec![name.say(language), cell(person), cell(team)]);
    };
    row(sentence!("usage-requests"), &|it| of(it.used.requests.into(), it.limits.requests.map(Value::from)));
    row(sentence!("usage-tokens"), &|it| of(it.used.tokens.into(), it.limits.tokens.map(Value::from)));
    // What the team paid in, or all that a limit can be said in before anything was paid.
    for MoneyShown { currency, .. } in &team.used.money {
        row(sentence!("usage-money"), &|it| {
            let paid = it.used.money.iter().find(|money| money.currency == *currency);
            let none = || MoneyShown { currency: currency.clone(), amount: 0.0 };
            let paid = paid.map_or_else(|| amount(&none()), amount);
            let limit = it.limits.money.map(|limit| amount(&MoneyShown { amount: limit, ..none() }));
            of(paid.into(), limit.map(Value::from))
        });
    }
    if team.used.money.is_empty() && (person.limits.money.is_some() || team.limits.money.is_some()) {
        row(sentence!("usage-money"), &|it| of(0_u64.into(), it.limits.money.map(|limit| format!("{limit}").into())));
    }
    rows
}

fn amount(shown: &MoneyShown) -> String {
    money(millionths(shown.amount), &shown.currency)
}
