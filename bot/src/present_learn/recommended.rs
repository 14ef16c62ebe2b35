//! What to make next, each with the reason that put it there.

use copydesk_adapters::{Block, Fact};
use copydesk_analysis::Language;
use copydesk_analysis::learn::Recommendation;

use crate::answer::Recommended;
use crate::texts::{Sentence, Value, sentence};

use super::{parts, times, unlearnable};

/// Muted topics that are named.
const MOST_NAMED: usize = 3;

/// What to make next.
pub fn recommended_blocks(shown: &Recommended, language: Language) -> Vec<Block> {
    let say = |sentence: Sentence| sentence.say(language);
    let mut blocks = Vec::new();
    if let Some(topic) = &shown.muted {
        // Asked for in the team's list by somebody who may not decide for the team.
        let whose = match (shown.for_team, shown.whole_team) {
            (true, _) => "team",
            (false, true) => "only-you",
            _ => "you",
        };
        blocks.push(Block::Paragraph(say(sentence!("recommend-muted", topic = topic.as_str(), whose = whose))));
        if !shown.muted_is_known {
            blocks.push(Block::Note(say(sentence!("recommend-muted-unknown", topic = topic.as_str()))));
        }
    }
    if let Some(topic) = &shown.shown_again {
        let whose = if shown.for_team { "team" } else { "you" };
        blocks.push(Block::Paragraph(say(sentence!("recommend-again", topic = topic.as_str(), whose = whose))));
    }
    let left_out = left_out(shown).map(|sentence| Block::Note(say(sentence)));
    if shown.items.is_empty() {
        let left_out: Vec<Block> = left_out.collect();
        let why = if left_out.is_empty() { sentence!("recommend-none") } else { sentence!("recommend-all-muted") };
        blocks.push(Block::Paragraph(say(why)));
        if let Some(why) = unlearnable(&shown.unlearnable).filter(|_| left_out.is_empty()) {
            blocks.push(Block::Paragraph(say(why)));
            blocks.push(Block::Note(say(sentence!("learn-unlearnable-help"))));
        }
        blocks.extend(left_out);
        return blocks;
    }
    let whose = if shown.whole_team { "team" } else { "you" };
    blocks.push(Block::Heading(say(sentence!("recommend-heading", count = shown.items.len(), whose = whose))));
    blocks.extend(shown.items.iter().enumerate().map(|(place, item)| {
        let parts = parts(item.known_topic_part(), item.known_sentiment_part(), item.behaviour_part);
        let posts: Vec<Value> = item.shown_by.iter().map(|id| Value::from(format!("#{id}"))).collect();
        // What it was put first for: what was chosen or posted so far, where that weighs more than how its posts did.
        let by_choice = item.chosen > item.did_well.max(0.5);
        let because = match item.ratio {
            Some(_) if by_choice => {
                let by = if item.by_own_choice { "person" } else { "team" };
                sentence!("recommend-because-chosen", by = by, posts = Value::List(posts))
            }
            Some(_) if item.topic_part > 0.5 => sentence!("recommend-because-follows", posts = Value::List(posts)),
            Some(ratio) if ratio < 0.95 => {
                sentence!("recommend-because-variety", ratio = times(ratio), posts = Value::List(posts))
            }
            Some(ratio) => sentence!("recommend-because", ratio = times(ratio), posts = Value::List(posts)),
            None if posts.is_empty() => sentence!("recommend-because-followed"),
            None => sentence!("recommend-because-topic", posts = Value::List(posts)),
        };
        Block::Card(copydesk_adapters::Card {
            number: Some(place + 1),
            title: item.topic.clone(),
            facts: vec![
                Fact { label: say(sentence!("because")), text: say(because) },
                Fact { label: say(sentence!("recommend-fit")), text: say(parts) },
            ],
            ..Default::default()
        })
    }));
    if !shown.whole_team && shown.own_choices < 3 {
        blocks.push(Block::Note(say(sentence!("recommend-new-person"))));
    }
    // A part that nothing is known for is in no line: said once, with what would bring it.
    let is_missing = |part: fn(&Recommendation) -> Option<f64>| shown.items.iter().all(|item| part(item).is_none());
    if is_missing(Recommendation::known_topic_part) {
        blocks.push(Block::Note(say(sentence!("recommend-no-topics"))));
    }
    if is_missing(Recommendation::known_sentiment_part) {
        blocks.push(Block::Note(say(sentence!("recommend-no-sentiment"))));
    }
    if let Some(first) = shown.items.first() {
        let team = if shown.whole_team { "yes" } else { "no" };
        blocks.push(Block::Note(say(sentence!("recommend-next", topic = first.topic.as_str(), team = team))));
    }
    blocks.extend(left_out);
    blocks
}

/// What is left out because it was muted, by the person and by the team, and how to see it again.
fn left_out(shown: &Recommended) -> impl Iterator<Item = Sentence> {
    let line = |(topics, whose): (&Vec<String>, &'static str)| {
        let first = topics.first()?;
        let names: Vec<Value> = topics.iter().take(MOST_NAMED).map(|topic| Value::from(topic.as_str())).collect();
        let more = topics.len().saturating_sub(MOST_NAMED);
        let topic = first.as_str();
        Some(sentence!("recommend-left-out", topics = Value::List(names), more = more, topic = topic, whose = whose))
    };
    [(&shown.left_out, "you"), (&shown.left_out_by_team, "team")].into_iter().filter_map(line)
}
