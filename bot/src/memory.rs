//! What is kept of a long talk: the latest turns as they are, and what was said before them in short. Pure.

use copydesk_analysis::{clean, sentences};
use copydesk_storage::{Conversation, Turn};

/// Characters of a summary.
pub const SUMMARY: usize = 1_200;
/// Characters of a message's first sentence in one that no model wrote.
const SENTENCE: usize = 160;

/// Adds what was said last. Once there are twice as many turns as the model is told, the older half goes into the summary:
/// the first sentence of each message of a person. Returns those turns, for a model to sum up better.
pub fn add(conversation: &mut Conversation, said: [Turn; 2], most: usize) -> Vec<Turn> {
    conversation.turns.extend(said);
    if most == 0 {
        conversation.turns.clear();
        return Vec::new();
    }
    if conversation.turns.len() < 2 * most {
        return Vec::new();
    }
    let surplus = conversation.turns.len() - most;
    let older: Vec<Turn> = conversation.turns.drain(..surplus).collect();
    let mut summary = conversation.summary.take().unwrap_or_default();
    let lines = older.iter().filter(|turn| turn.from_person).filter_map(|turn| first_sentence(&turn.text));
    let lines: Vec<String> = summary.text.lines().map(str::to_string).chain(lines).collect();
    summary.text = bounded(&lines);
    for person in older.iter().filter_map(|turn| turn.person.clone()) {
        if !summary.people.contains(&person) {
            summary.people.push(person);
        }
    }
    conversation.summary = Some(summary);
    older
}

/// What a model wrote as a summary, if it can be kept.
pub fn written(text: &str) -> Option<String> {
    let text = clean(text).text;
    let lines: Vec<String> = text.lines().map(str::trim).filter(|it| !it.is_empty()).map(str::to_string).collect();
    let text = bounded(&lines);
    (!text.is_empty()).then_some(text)
}

fn first_sentence(text: &str) -> Option<String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let first = sentences(&text).first().map(|it| it.trim().to_string()).filter(|it| !it.is_empty())?;
    let cut: String = first.chars().take(SENTENCE).collect();
    let mark = if cut.len() < first.len() { "…" } else { "" };
    Some(format!("- {cut}{mark}"))
}

/// The last lines that fit: what was said longest ago is forgotten first.
fn bounded(lines: &[String]) -> String {
    let mut room = SUMMARY;
    let fits = |line: &&String| {
        let length = line.chars().count() + 1;
        let fits = length <= room;
        room = room.saturating_sub(length);
        fits
    };
    let mut kept: Vec<&String> = lines.iter().rev().take_while(fits).collect();
    kept.reverse();
    kept.into_iter().map(String::as_str).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn said(person: &str, text: &str) -> [Turn; 2] {
        let turn = |from_person, person, text: &str| Turn { from_person, person, text: text.into() };
        [turn(true, Some(person.into()), text), turn(false, None, "Yes.")]
    }

    #[test]
    fn the_older_half_of_a_long_talk_becomes_the_first_sentences_of_its_people() {
        let mut conversation = Conversation::default();
        let texts = ["Hello there. I am Ana.", "我们卖燕麦奶。还有咖啡。", "What works?", "And when?"];
        let older: Vec<usize> =
            texts.iter().map(|text| add(&mut conversation, said("telegram:7", text), 4).len()).collect();
        assert_eq!(older, [0, 0, 0, 4]);
        assert_eq!(conversation.turns.len(), 4);
        let summary = conversation.summary.unwrap_or_default();
        assert_eq!((summary.text.as_str(), summary.by_model), ("- Hello there.\n- 我们卖燕麦奶。", false));
        assert_eq!(summary.people, ["telegram:7"]);
    }

    #[test]
    fn without_turns_nothing_is_kept() {
        let mut conversation = Conversation::default();
        assert!(add(&mut conversation, said("a", "Hello."), 0).is_empty());
        assert_eq!(conversation, Conversation::default());
    }

    #[test]
    fn what_a_model_wrote_is_cleaned_and_bounded() {
        assert_eq!(
            written(" - We sell oats.\u{200b}\n\n- Open: when? \n").as_deref(),
            Some("- We sell oats.\n- Open: when?")
        );
        assert_eq!(written(" \n "), None);
        assert_eq!(written(&"x".repeat(SUMMARY + 1)), None, "one line that can't be cut well");
    }

    proptest! {
        #[test]
        fn a_talk_of_any_length_stays_short(texts in prop::collection::vec(".{0,300}", 0..40), most in 0_usize..9) {
            let mut conversation = Conversation::default();
            for text in &texts {
                add(&mut conversation, said("a", text), most);
                prop_assert!(conversation.turns.len() < (2 * most).max(2));
                let summary = conversation.summary.as_ref().map_or(0, |it| it.text.chars().count());
                prop_assert!(summary <= SUMMARY);
            }
        }
    }
}
