//! Telegram's reading of HTML, with its own words for what is wrong. After the Bot API's section "HTML style".

/// Where a style begins and how far it goes, in UTF-16 units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entity {
    /// `bold`, `italic`, `pre`, `mention` …
    pub kind: String,
    /// The first unit.
    pub offset: usize,
    /// How many.
    pub length: usize,
}

/// A text without tags, and its styles.
///
/// # Errors
/// What Telegram says of a text that it does not take, behind "Bad Request: can't parse entities: ".
pub fn parse(html: &str) -> Result<(String, Vec<Entity>), String> {
    let mut text = String::new();
    let mut entities = Vec::new();
    let mut open: Vec<(String, &'static str, usize)> = Vec::new();
    let mut at = 0;
    while let Some(character) = html[at..].chars().next() {
        let rest = &html[at..];
        match character {
            '&' => {
                let (decoded, used) = decode(rest);
                text.push_str(&decoded);
                at += used;
            }
            '<' => {
                let end = rest.find('>').ok_or_else(|| format!("Unclosed start tag at byte offset {at}"))?;
                let tag = &rest[1..end];
                if let Some(name) = tag.strip_prefix('/') {
                    let name = name.trim();
                    let Some((opened, kind, offset)) = open.pop() else {
                        return Err(format!("Unexpected end tag at byte offset {at}"));
                    };
                    if !name.is_empty() && name != opened {
                        return Err(format!(
                            "Unmatched end tag at byte offset {at}, expected \"</{opened}>\", found \"</{name}>\""
                        ));
                    }
                    let length = units(&text) - offset;
                    if length > 0 {
                        entities.push(Entity { kind: kind.to_owned(), offset, length });
                    }
                } else {
                    let name = tag.split(char::is_whitespace).next().unwrap_or_default().to_ascii_lowercase();
                    let kind =
                        kind(&name).ok_or_else(|| format!("Unsupported start tag \"{name}\" at byte offset {at}"))?;
                    open.push((name, kind, units(&text)));
                }
                at += end + 1;
            }
            other => {
                text.push(other);
                at += other.len_utf8();
            }
        }
    }
    if let Some((name, _, _)) = open.pop() {
        return Err(format!("Can't find end tag corresponding to start tag \"{name}\""));
    }
    entities.sort_by_key(|it| it.offset);
    Ok((text, entities))
}

/// Names behind an `@` that would ping somebody; nothing is one inside of fixed text.
#[must_use]
pub fn mentions(text: &str, entities: &[Entity]) -> Vec<Entity> {
    let fixed = |at: usize| {
        let mut fixed = entities.iter().filter(|it| it.kind == "pre" || it.kind == "code");
        fixed.any(|it| (it.offset..it.offset + it.length).contains(&at))
    };
    let mut found = Vec::new();
    for (at, _) in text.match_indices('@') {
        let before = text[..at].chars().next_back();
        let name: String = text[at + 1..].chars().take_while(|it| it.is_ascii_alphanumeric() || *it == '_').collect();
        let offset = units(&text[..at]);
        if name.len() >= 3 && before.is_none_or(|it| !it.is_alphanumeric()) && !fixed(offset) {
            found.push(Entity { kind: "mention".to_owned(), offset, length: name.len() + 1 });
        }
    }
    found
}

/// Telegram's measure of a text.
#[must_use]
pub fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

fn kind(tag: &str) -> Option<&'static str> {
    Some(match tag {
        "b" | "strong" => "bold",
        "i" | "em" => "italic",
        "u" | "ins" => "underline",
        "s" | "strike" | "del" => "strikethrough",
        "tg-spoiler" | "span" => "spoiler",
        "a" => "text_link",
        "code" => "code",
        "pre" => "pre",
        "blockquote" => "blockquote",
        _ => return None,
    })
}

/// What `&…;` stands for and how many bytes it takes; what is unknown stays as it is.
fn decode(text: &str) -> (String, usize) {
    let known = [("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"), ("&quot;", "\"")];
    if let Some((name, character)) = known.iter().find(|(name, _)| text.starts_with(name)) {
        return ((*character).to_owned(), name.len());
    }
    let number = text.strip_prefix("&#").and_then(|it| it.split_once(';'));
    let number = number.and_then(|(digits, _)| Some((digits.parse().ok().and_then(char::from_u32)?, digits.len() + 3)));
    number.map_or_else(|| ("&".to_owned(), 1), |(character, used)| (character.to_string(), used))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_become_styles_and_are_not_counted() {
        let (text, entities) = parse("👍 <b>a &lt; <i>b</i></b> &nbsp; &#33;").expect("it is valid");
        assert_eq!(text, "👍 a < b &nbsp; !");
        let styles: Vec<_> = entities.iter().map(|it| (it.kind.as_str(), it.offset, it.length)).collect();
        assert_eq!(styles, [("bold", 3, 5), ("italic", 7, 1)]);
    }

    #[test]
    fn what_is_wrong_is_said_in_telegrams_words() {
        for (html, expected) in [
            ("<b>a", "Can't find end tag corresponding to start tag \"b\""),
            ("a < b", "Unclosed start tag at byte offset 2"),
            ("a</b>", "Unexpected end tag at byte offset 1"),
            ("<b>a</i>", "Unmatched end tag at byte offset 4, expected \"</b>\", found \"</i>\""),
            ("<h1>a</h1>", "Unsupported start tag \"h1\" at byte offset 0"),
        ] {
            assert_eq!(parse(html), Err(expected.to_owned()), "{html}");
        }
    }

    #[test]
    fn a_name_is_a_mention_and_an_address_is_none() {
        let found = mentions("@ada_b a@barn.org @\u{2060}ada", &[]);
        assert_eq!(found, [Entity { kind: "mention".to_owned(), offset: 0, length: 6 }]);
    }
}
