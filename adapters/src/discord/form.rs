//! The form that asks for a command's words, and the command that comes back of it.

use serde_json::{Value, json};
use serenity::model::application::{ActionRowComponent, ModalInteractionData};

use super::menu::{BEFORE, Chosen, Commands, TEXT};
use crate::{MenuEntry, split};

/// Characters of a form's title, and of the label of a field.
const TITLE: usize = 45;
const LABEL: usize = 45;
const PLACEHOLDER: usize = 100;
/// Characters of what a form carries along: it works after a restart, because the command is in it.
const CARRIED: usize = 100;
/// Characters of a field.
const VALUE: usize = 4_000;
/// Fields of a form, besides the one for the words.
const MORE_FIELDS: usize = 4;
const SHORT: u8 = 1;
const LONG: u8 = 2;

impl Commands {
    /// The form that asks for the words of a command that needs some and was given none. Options that are too long to be
    /// carried along are fields that are filled in already.
    pub(super) fn form(&self, chosen: &Chosen, language: Option<&str>) -> Option<Value> {
        let entry = self.entry(&chosen.words)?;
        let begun = self.begun(entry, chosen);
        let (chosen, then) = (begun.as_ref().unwrap_or(chosen), entry.then.as_ref().filter(|_| begun.is_some()));
        let asks = then.map(|it| &it.asks).or(entry.asks.as_ref()).filter(|_| chosen.rest.trim().is_empty())?;
        let asks = asks.say(language);
        let required = then.is_none_or(|it| it.required);
        let first_word = self.first_word(&chosen.words);
        let name = first_word.map_or(BEFORE, |it| it.name);
        let first = (!chosen.first.is_empty()).then(|| (name.to_owned(), chosen.first.clone()));
        let mut carried: Vec<(String, String)> = first.into_iter().chain(chosen.options.iter().cloned()).collect();
        let mut fields = Vec::new();
        while carry(&chosen.words, &carried).chars().count() > CARRIED {
            let longest = (0..carried.len()).max_by_key(|at| carried[*at].1.len())?;
            let (name, value) = carried.remove(longest);
            fields.push(option_field(entry, &name, &value, language)?);
        }
        if fields.len() > MORE_FIELDS {
            return None;
        }
        // Where the first word is known, what it means says more than the question for both.
        let known = first_word.and_then(|it| it.choices.iter().find(|(id, _)| *id == chosen.first));
        let (label, more) = labelled(known.map_or(asks, |(_, read)| read.say(language)));
        let rest = entry.rest.as_ref().filter(|_| then.is_none());
        let placeholder = if more.is_empty() { rest.map_or("", |it| it.say(language)) } else { &more };
        let mut words = json!({
            "type": 4, "custom_id": TEXT, "style": LONG, "label": label, "required": required,
            "min_length": u8::from(required), "max_length": VALUE,
        });
        if !placeholder.is_empty() {
            words["placeholder"] = json!(cut(placeholder, PLACEHOLDER));
        }
        fields.insert(0, words);
        let rows: Vec<Value> = fields.into_iter().map(|it| json!({ "type": 1, "components": [it] })).collect();
        let title = title(entry, language);
        Some(json!({ "custom_id": carry(&chosen.words, &carried), "title": title, "components": rows }))
    }

    /// The same command with what it was given as the first of its words, where it wants more behind that.
    fn begun(&self, entry: &MenuEntry, chosen: &Chosen) -> Option<Chosen> {
        entry.then.as_ref()?;
        match (chosen.first.is_empty(), chosen.rest.trim()) {
            (false, "") => Some(chosen.clone()),
            (true, id) if !id.is_empty() && !id.contains(char::is_whitespace) => {
                Some(Chosen { first: id.to_owned(), rest: String::new(), ..chosen.clone() })
            }
            _ => None,
        }
    }

    /// The command that a submitted form is.
    pub(super) fn submitted(&self, form: &ModalInteractionData) -> Chosen {
        let (words, mut options) = carried(&form.custom_id);
        for row in &form.components {
            for component in &row.components {
                if let ActionRowComponent::InputText(field) = component {
                    let value = field.value.clone().unwrap_or_default();
                    if !value.trim().is_empty() {
                        options.push((field.custom_id.clone(), value));
                    }
                }
            }
        }
        self.chosen(words, options)
    }
}

/// The field of an option that is given already.
fn option_field(entry: &MenuEntry, name: &str, value: &str, language: Option<&str>) -> Option<Value> {
    let option = entry.options.iter().find(|it| it.name == name)?;
    let label = crate::Localised { english: option.name.to_owned(), chinese: option.chinese.to_owned() };
    (value.chars().count() <= VALUE).then(|| {
        json!({
            "type": 4, "custom_id": name, "style": SHORT, "label": cut(label.say(language), LABEL), "value": value,
            "required": option.required, "max_length": VALUE,
        })
    })
}

fn title(entry: &MenuEntry, language: Option<&str>) -> String {
    let summary = entry.summary.say(language).trim_end_matches(['.', '。']);
    if summary.chars().count() <= TITLE {
        return summary.to_owned();
    }
    let words = crate::Localised { english: entry.words.join(" "), chinese: entry.chinese.join(" ") };
    cut(&format!("/{}", words.say(language)), TITLE)
}

/// A question as a label, and what of it is too long for one.
fn labelled(question: &str) -> (String, String) {
    let mut pieces = split(question, LABEL, |it| it.chars().count()).into_iter();
    (pieces.next().unwrap_or_default(), pieces.collect::<Vec<_>>().join(" "))
}

fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most - 1).chain(['…']).collect()
}

/// A command and its options as a form carries them: `campaign/add?platform=instagram&likes=12`.
fn carry(words: &[String], options: &[(String, String)]) -> String {
    let options: Vec<_> = options.iter().map(|(name, value)| format!("{name}={}", escaped(value))).collect();
    format!("{}?{}", words.join("/"), options.join("&"))
}

fn carried(custom_id: &str) -> (Vec<String>, Vec<(String, String)>) {
    let (words, options) = custom_id.split_once('?').unwrap_or((custom_id, ""));
    let options = options.split('&').filter_map(|it| it.split_once('='));
    let options = options.map(|(name, value)| (name.to_owned(), unescaped(value))).collect();
    (words.split('/').map(str::to_owned).collect(), options)
}

/// Marks that separate, and white space, which Discord may trim, as `%` and two digits.
fn escaped(value: &str) -> String {
    let escape =
        |it: char| it.is_ascii() && (matches!(it, '%' | '&' | '=' | '?') || it.is_whitespace() || it.is_control());
    value.chars().map(|it| if escape(it) { format!("%{:02X}", u32::from(it)) } else { it.to_string() }).collect()
}

fn unescaped(value: &str) -> String {
    let mut parts = value.split('%');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.split_at_checked(2).and_then(|(code, after)| Some((u8::from_str_radix(code, 16).ok()?, after))) {
            Some((code, after)) => {
                text.push(char::from(code));
                text.push_str(after);
            }
            // Not by us.
            None => text.push_str(part),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{Localised, MenuOption, OptionKind};

    fn text(it: &str) -> Localised {
        Localised { english: it.to_owned(), chinese: format!("{it}（中文）") }
    }

    fn commands() -> Commands {
        let option = |name, required| MenuOption {
            name,
            chinese: "选项",
            required,
            kind: OptionKind::Words,
            choices: Vec::new(),
        };
        let menu = vec![MenuEntry {
            words: vec!["campaign", "add"],
            chinese: vec!["往期", "添加"],
            summary: text("Add a past post with its numbers; the next ideas learn from it."),
            rest: Some(text("TEXT")),
            asks: Some(text("What was the text of the post?")),
            file: None,
            options: vec![option("platform", true), option("topic", false), option("date", false)],
            then: None,
        }];
        Commands { menu, on_messages: Vec::new(), first_words: Vec::new(), endings: Vec::new() }
    }

    fn given(options: &[(&str, &str)]) -> Chosen {
        let options = options.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Chosen { words: vec!["campaign".into(), "add".into()], options, ..Chosen::default() }
    }

    #[test]
    fn a_form_asks_for_the_words_and_carries_the_rest() {
        let form =
            commands().form(&given(&[("platform", "x"), ("topic", "50% more & better")]), None).unwrap_or_default();
        assert_eq!(form["custom_id"], "campaign/add?platform=x&topic=50%25%20more%20%26%20better");
        assert_eq!(form["title"], "/campaign add");
        let field = &form["components"][0]["components"][0];
        assert_eq!(
            (&field["label"], &field["placeholder"]),
            (&json!("What was the text of the post?"), &json!("TEXT"))
        );
        assert_eq!(commands().form(&Chosen { rest: "Oat?".into(), ..given(&[]) }, None), None, "nothing to ask");
    }

    #[test]
    fn an_option_that_is_too_long_to_be_carried_is_a_field() {
        let long = "燕麦".repeat(60);
        let form = commands().form(&given(&[("platform", "x"), ("topic", &long)]), Some("zh-CN")).unwrap_or_default();
        assert_eq!(form["custom_id"], "campaign/add?platform=x");
        let field = &form["components"][1]["components"][0];
        assert_eq!((&field["custom_id"], &field["value"]), (&json!("topic"), &json!(long)));
        assert_eq!(commands().form(&given(&[("topic", &"x".repeat(4_001))]), None), None);
    }

    #[test]
    fn a_long_question_is_cut_at_a_sentence() {
        let (label, more) = labelled("Which preference, and what should it be? For example: voice warm");
        assert_eq!(
            (label.as_str(), more.as_str()),
            ("Which preference, and what should it be?", "For example: voice warm")
        );
    }

    proptest! {
        #[test]
        fn what_is_carried_comes_back(value in ".{0,40}", name in "[a-z]{1,8}") {
            let options = vec![(name, value)];
            let (words, back) = carried(&carry(&["campaign".into(), "add".into()], &options));
            prop_assert_eq!(words, ["campaign", "add"]);
            prop_assert_eq!(back, options);
        }
    }
}
