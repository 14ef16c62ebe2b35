//! Cards as embeds.

use serde_json::{Map, Value, json};

use super::escape::{escape, escape_on_one_line, measure, measure_escaped, one_line};
use crate::{Card, split};

/// Characters over all embeds of a message.
pub(super) const EMBEDS_TOTAL: usize = 6_000;
/// Characters of a description.
pub(super) const DESCRIPTION: usize = 4_096;
const TITLE: usize = 256;
const FIELDS: usize = 25;
const FIELD_NAME: usize = 256;
const FIELD_VALUE: usize = 1_024;
const FOOTER: usize = 2_048;
/// A field must have a name; this one can't be seen.
const NO_NAME: &str = "\u{200b}";

/// An embed, with what it takes of [`EMBEDS_TOTAL`].
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Embed {
    title: String,
    description: String,
    fields: Vec<(String, String)>,
    footer: String,
    /// The name of an attached picture.
    picture: String,
}

impl Embed {
    /// One that only shows a picture which is attached under this name.
    pub(super) fn of_picture(name: &str) -> Self {
        Self { picture: name.to_owned(), ..Self::default() }
    }

    /// One that only has text, which is Markdown and at most [`DESCRIPTION`] long.
    pub(super) fn of_text(description: String) -> Self {
        Self { description, ..Self::default() }
    }

    /// Characters that count.
    pub(super) fn size(&self) -> usize {
        let fields: usize = self.fields.iter().map(|(name, value)| measure(name) + measure(value)).sum();
        measure(&self.title) + measure(&self.description) + measure(&self.footer) + fields
    }

    /// As Discord takes it.
    pub(super) fn json(&self) -> Value {
        let mut map = Map::new();
        let texts = [("title", &self.title), ("description", &self.description)];
        for (key, text) in texts.into_iter().filter(|(_, text)| !text.is_empty()) {
            map.insert(key.to_owned(), json!(text));
        }
        if !self.fields.is_empty() {
            let field = |(name, value): &(String, String)| json!({ "name": name, "value": value });
            map.insert("fields".to_owned(), self.fields.iter().map(field).collect());
        }
        if !self.footer.is_empty() {
            map.insert("footer".to_owned(), json!({ "text": self.footer }));
        }
        if !self.picture.is_empty() {
            map.insert("image".to_owned(), json!({ "url": format!("attachment://{}", self.picture) }));
        }
        Value::Object(map)
    }

    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A card as one embed, or as several if it is over the limits; nothing is left out.
pub(super) fn of_card(card: &Card) -> Vec<Embed> {
    let number = card.number.map(|number| number.to_string());
    let title = [number.unwrap_or_default(), one_line(&card.title)];
    let title = title.into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" · ");
    let mut body = Vec::new();
    let mut first = Embed::default();
    if measure(&escape_on_one_line(&title)) <= TITLE {
        first.title = escape_on_one_line(&title);
    } else {
        body.push(title);
    }
    // A footer is plain: Discord formats nothing in it.
    let aside = one_line(&card.aside);
    if measure(&aside) <= FOOTER {
        first.footer = aside;
    } else {
        body.push(aside);
    }
    body.extend([card.body.clone(), card.tags.join(" ")].into_iter().filter(|it| !it.trim().is_empty()));

    let mut embeds = vec![first];
    for part in split(&body.join("\n\n"), DESCRIPTION, measure_escaped) {
        let part = escape(&part);
        match embeds.last_mut() {
            Some(last) if last.description.is_empty() && last.size() + measure(&part) <= EMBEDS_TOTAL => {
                last.description = part;
            }
            _ => embeds.push(Embed::of_text(part)),
        }
    }
    for field in card.facts.iter().flat_map(|fact| fields(&fact.label, &fact.text)) {
        let size = measure(&field.0) + measure(&field.1);
        match embeds.last_mut() {
            Some(last) if last.fields.len() < FIELDS && last.size() + size <= EMBEDS_TOTAL => last.fields.push(field),
            _ => embeds.push(Embed { fields: vec![field], ..Embed::default() }),
        }
    }
    embeds.retain(|embed| !embed.is_empty());
    embeds
}

/// Whether a fact is nothing but a channel, which Discord shows by its name, and which pings nobody.
fn is_channel(text: &str) -> bool {
    let id = text.strip_prefix("<#").and_then(|it| it.strip_suffix('>'));
    id.is_some_and(|id| (15..=20).contains(&id.len()) && id.bytes().all(|it| it.is_ascii_digit()))
}

/// A fact as a field; as several if it is long, or if its label is.
fn fields(label: &str, text: &str) -> Vec<(String, String)> {
    let label = one_line(label);
    if is_channel(text) && measure(&escape(&label)) <= FIELD_NAME {
        return vec![(if label.is_empty() { NO_NAME.to_owned() } else { escape(&label) }, text.to_owned())];
    }
    let (name, text) = match measure(&escape(&label)) {
        0 => (NO_NAME.to_owned(), text.to_owned()),
        length if length <= FIELD_NAME => (escape(&label), text.to_owned()),
        _ => (NO_NAME.to_owned(), format!("{label}\n{text}")),
    };
    let mut parts = split(&text, FIELD_VALUE, measure_escaped);
    if parts.is_empty() {
        parts.push(NO_NAME.to_owned());
    }
    let names = std::iter::once(name).chain(std::iter::repeat(NO_NAME.to_owned()));
    names.zip(parts).map(|(name, part)| (name, escape(&part))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Fact;

    #[test]
    fn a_card_is_an_embed_with_title_text_tags_facts_and_its_aside_below() {
        let card = Card {
            number: Some(1),
            title: "Question".to_owned(),
            aside: "87 of 2,200 characters".to_owned(),
            body: "Is it *still* Monday?".to_owned(),
            tags: vec!["#MorningBarn".to_owned(), "#OatLatte".to_owned()],
            facts: vec![Fact { label: "Because".to_owned(), text: "questions did 1.8 × your usual".to_owned() }],
            about: "I-001".to_owned(),
        };
        let embeds: Vec<_> = of_card(&card).iter().map(Embed::json).collect();
        // Compared as values: the order of keys depends on what else is built.
        let expected = json!([{
            "title": "1 · Question",
            "description": "Is it \\*still\\* Monday?\n\n\\#MorningBarn #OatLatte",
            "fields": [{ "name": "Because", "value": "questions did 1.8 × your usual" }],
            "footer": { "text": "87 of 2,200 characters" },
        }]);
        assert_eq!(Value::Array(embeds), expected);
    }

    #[test]
    fn a_channel_alone_is_shown_by_its_name_and_nothing_else_is() {
        let field = |text: &str| fields("Channel", text).remove(0).1;
        assert_eq!(field("<#123456789012345678>"), "<#123456789012345678>");
        for text in ["<@123456789012345678>", "<#123456789012345678> <@1>", "<#1>", "<@&123456789012345678>"] {
            assert!(field(text).starts_with("\\<"), "{text}");
        }
    }

    #[test]
    fn a_card_over_every_limit_is_several_embeds_with_every_word() {
        let words = |count: usize| (0..count).map(|at| format!("w*{at}")).collect::<Vec<_>>().join(" ");
        let facts = (0..30).map(|at| Fact { label: format!("label {at}"), text: words(400) }).collect();
        let card = Card { title: words(100), body: words(2_000), aside: words(700), facts, ..Card::default() };
        let embeds = of_card(&card);
        let shown = embeds.iter().map(|embed| embed.json().to_string()).collect::<String>();
        for at in 0..2_000 {
            assert!(shown.contains(&format!("w\\\\*{at}")), "{at}");
        }
        assert_eq!(shown.matches("w\\\\*399").count(), 31 + 1, "each fact, the body, and the aside");
        for embed in embeds {
            assert!(embed.size() <= EMBEDS_TOTAL && embed.fields.len() <= FIELDS);
            assert!(measure(&embed.description) <= DESCRIPTION && measure(&embed.title) <= TITLE);
            assert!(embed.fields.iter().all(|(_, value)| measure(value) <= FIELD_VALUE && !value.is_empty()));
        }
    }
}
