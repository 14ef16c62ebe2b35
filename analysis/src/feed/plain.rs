//! HTML to plain text, for the short texts of feeds. No tree is built: tags go, and what they say of lines stays.

use std::borrow::Cow;

use crate::clean;

/// Elements whose content is not for reading.
const UNREAD: [&str; 6] = ["script", "style", "template", "noscript", "svg", "iframe"];
/// Elements that begin a new line.
const LINES: [&str; 17] = [
    "p",
    "br",
    "div",
    "li",
    "ul",
    "ol",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "tr",
    "td",
    "blockquote",
    "figure",
    "section",
];
/// Longer texts are cut before they are looked at, bytes: four for each character that is kept, and room for tags.
const BYTES_FOR_A_CHARACTER: usize = 32;

/// The text of a piece of HTML, at most `most` characters, on one line, without invisible characters.
///
/// Feeds escape titles once, twice or not at all: entities are resolved until nothing changes, at most twice.
pub fn plain_text(html: &str, most: usize) -> String {
    let html = cut(html, most.saturating_mul(BYTES_FOR_A_CHARACTER));
    let mut text = without_tags(html);
    for _ in 0..2 {
        if !text.contains('&') {
            break;
        }
        let resolved = html_escape::decode_html_entities(&text).into_owned();
        if resolved == text {
            break;
        }
        text = Cow::Owned(without_tags(&resolved).into_owned());
    }
    let mut plain = String::with_capacity(text.len().min(most * 4));
    let mut characters = 0;
    for word in clean(&text).text.split_whitespace() {
        let length = word.chars().count() + usize::from(!plain.is_empty());
        if characters + length > most {
            // A word that fits nowhere is cut; others are left out.
            if plain.is_empty() {
                plain.extend(word.chars().take(most));
            }
            break;
        }
        if !plain.is_empty() {
            plain.push(' ');
        }
        plain.push_str(word);
        characters += length;
    }
    plain
}

fn cut(text: &str, most: usize) -> &str {
    let mut end = most.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or(text)
}

/// Everything outside of tags. A `<` that begins no tag stays.
fn without_tags(html: &str) -> Cow<'_, str> {
    if !html.contains('<') {
        return Cow::Borrowed(html);
    }
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        text.push_str(before);
        if let Some(comment) = tag.strip_prefix("<!--") {
            rest = comment.split_once("-->").map_or("", |(_, rest)| rest);
            continue;
        }
        if let Some(data) = tag.strip_prefix("<![CDATA[") {
            let (data, after) = data.split_once("]]>").unwrap_or((data, ""));
            text.push_str(data);
            rest = after;
            continue;
        }
        let inner = tag.get(1..).unwrap_or_default();
        let is_tag = inner.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'));
        if !is_tag {
            text.push('<');
            rest = inner;
            continue;
        }
        let name: String = inner
            .trim_start_matches('/')
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .map(|letter| letter.to_ascii_lowercase())
            .collect();
        // A tag that never ends takes the rest with it.
        rest = inner.split_once('>').map_or("", |(_, rest)| rest);
        if LINES.contains(&name.as_str()) {
            text.push('\n');
        }
        if UNREAD.contains(&name.as_str()) && !inner.starts_with('/') {
            rest = after_end_of(rest, &name);
        }
    }
    text.push_str(rest);
    Cow::Owned(text)
}

/// What comes after `</name`.
fn after_end_of<'h>(html: &'h str, name: &str) -> &'h str {
    let mut rest = html;
    while let Some((_, after)) = rest.split_once("</") {
        if after.get(..name.len()).is_some_and(|end| end.eq_ignore_ascii_case(name)) {
            return after.split_once('>').map_or("", |(_, rest)| rest);
        }
        rest = after;
    }
    ""
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::plain_text;

    fn plain(html: &str) -> String {
        plain_text(html, 200)
    }

    #[test]
    fn html_becomes_the_words_that_people_would_read() {
        assert_eq!(plain("<p>Oat&nbsp;milk <b>prices</b></p><p>rise</p>"), "Oat milk prices rise");
        assert_eq!(plain("Fish &amp; chips &lt;b&gt;now&lt;/b&gt;"), "Fish & chips now");
        assert_eq!(plain("AT&amp;amp;T"), "AT&T");
        assert_eq!(plain("1 < 2 and 3 > 2"), "1 < 2 and 3 > 2");
        assert_eq!(plain("<img src=x onerror=alert(1)>燕麦<br/>拿铁"), "燕麦 拿铁");
        assert_eq!(plain("a<!-- b -->c<![CDATA[ d ]]>"), "ac d");
        assert_eq!(plain("cut <a href='"), "cut");
    }

    #[test]
    fn scripts_are_not_read_however_they_are_written() {
        for html in [
            "x<script>alert(1)</script>y",
            "x<SCRIPT src=a>alert('</b>')</ScRiPt >y",
            "x&lt;script&gt;alert(1)&lt;/script&gt;y",
            "x<style>p{}</style>y",
        ] {
            assert_eq!(plain(html), "xy", "{html}");
        }
        assert_eq!(plain("x<script>alert(1)"), "x");
        assert_eq!(plain("\u{202e}evil\u{200b}\u{1b}[31m"), "evil");
    }

    #[test]
    fn a_long_text_ends_at_a_word() {
        assert_eq!(plain_text("oat milk prices", 10), "oat milk");
        assert_eq!(plain_text("燕麦拿铁", 2), "燕麦");
        assert_eq!(plain_text("a b", 0), "");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn any_text_stays_within_its_bound(html in any::<String>(), tags in "[<>/a!&;\\-燕 ]{0,40}", most in 0_usize..50) {
            prop_assert!(plain_text(&html, most).chars().count() <= most);
            prop_assert!(plain_text(&tags, most).chars().count() <= most);
        }
    }
}
