//! Plain text made harmless in Discord's Markdown.

/// What begins a heading, a quote, a list or small print, at the start of a line only.
const AT_LINE_START: [char; 4] = ['#', '>', '-', '+'];
/// What formats, links, mentions or hides anywhere. `<` begins mentions, timestamps and custom emoji.
const ANYWHERE: [char; 9] = ['\\', '*', '_', '~', '`', '|', '[', '<', '@'];

/// How much of a limit a text takes. Discord counts characters, its clients UTF-16 units: the larger of both.
pub(super) fn measure(text: &str) -> usize {
    text.encode_utf16().count()
}

/// `text` as Markdown that shows it as it is. Web addresses stay as they are: a backslash in one would be part of it.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + text.len() / 8);
    for (at, line) in text.split('\n').enumerate() {
        if at > 0 {
            escaped.push('\n');
        }
        escape_line(line.trim_end_matches('\r'), &mut escaped);
    }
    escaped
}

/// No less than [`escape`] makes of `text`, and never less for a longer text, as [`split`](crate::split) needs it. (An
/// address that goes on may need fewer backslashes than its beginning.)
pub(super) fn measure_escaped(text: &str) -> usize {
    let line_starts = text.split('\n').count();
    measure(text) + text.matches(ANYWHERE).count() + line_starts
}

/// [`escape`] for where a line break would end the element.
pub(super) fn escape_on_one_line(text: &str) -> String {
    escape(&one_line(text))
}

/// `text` with its line breaks and runs of white space as single spaces.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn escape_line(line: &str, escaped: &mut String) {
    let indent = line.len() - line.trim_start().len();
    let start = &line[indent..];
    escaped.push_str(&line[..indent]);

    // `1.` would begin a numbered list, which Discord renumbers.
    let digits = start.chars().take_while(char::is_ascii_digit).count();
    let numbered = digits > 0 && start[digits..].starts_with('.');
    let mut rest = start;
    let mut first = true;
    while let Some(character) = rest.chars().next() {
        let address = address(rest);
        if address > 0 {
            escaped.push_str(&rest[..address]);
            rest = &rest[address..];
            first = false;
            continue;
        }
        let offset = start.len() - rest.len();
        let special = ANYWHERE.contains(&character)
            || (first && AT_LINE_START.contains(&character))
            || (numbered && offset == digits);
        if special {
            escaped.push('\\');
        }
        escaped.push(character);
        rest = &rest[character.len_utf8()..];
        first = false;
    }
}

/// How many bytes at the beginning of `text` are a web address, by Discord's own rule; it formats nothing inside.
fn address(text: &str) -> usize {
    let Some(after) = ["https://", "http://"].iter().find_map(|scheme| text.strip_prefix(scheme)) else { return 0 };
    let scheme = text.len() - after.len();
    let length = after.find(|it: char| it.is_whitespace() || it == '<').unwrap_or(after.len());
    let whole = after[..length].trim_end_matches(['.', ',', ':', ';', '"', '\'', ']', ')', '*', '_', '~', '|', '`']);
    // Signs that format end the address here, so that they are escaped: nothing may open or close on a link's edge.
    if whole.is_empty() || whole.contains(['`', '|', '\\', '@']) { 0 } else { scheme + whole.len() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_would_format_mention_or_hide_is_shown_as_it_is() {
        for (text, expected) in [
            ("2 * 3 * 4", r"2 \* 3 \* 4"),
            ("snake_case ~~gone~~", r"snake\_case \~\~gone\~\~"),
            ("||secret|| `code`", r"\|\|secret\|\| \`code\`"),
            ("@everyone and <@123>, <t:0:R>", r"\@everyone and \<\@123>, \<t:0:R>"),
            ("[click](https://example.org)", r"\[click](https://example.org)"),
            ("# Monday\n- one\n> two", "\\# Monday\n\\- one\n\\> two"),
            ("#MorningBarn - oat", r"\#MorningBarn - oat"),
            ("1. first\n2024 was", "1\\. first\n2024 was"),
            ("  * indented", r"  \* indented"),
            (r"C:\new", r"C:\\new"),
        ] {
            assert_eq!(escape(text), expected);
        }
    }

    #[test]
    fn a_web_address_is_left_alone() {
        for text in ["https://example.org/a_b_c?x=1*2", "see https://example.org/a_b."] {
            assert_eq!(escape(text), text);
        }
        assert_eq!(escape("https://example.org/**"), r"https://example.org/\*\*");
        assert_eq!(escape("https://a@everyone"), r"https://a\@everyone");
    }

    proptest! {
        #[test]
        fn escaping_takes_nothing_away(text in "[ -~\n中é👍🏽]{0,200}") {
            let escaped = escape(&text);
            let mut rest = escaped.chars().peekable();
            for expected in text.chars() {
                let mut found = rest.next();
                if found == Some('\\') && (expected != '\\' || rest.peek() == Some(&'\\')) && rest.peek() == Some(&expected) {
                    found = rest.next();
                }
                prop_assert_eq!(found, Some(expected), "{:?} became {:?}", text, escaped);
            }
            prop_assert_eq!(rest.next(), None);
        }

        #[test]
        fn what_is_measured_is_never_too_little_and_grows_with_the_text(text in "[ -~\n]{0,80}", more in "[ -~]{1}") {
            prop_assert!(measure(&escape(&text)) <= measure_escaped(&text));
            let longer = text.clone() + &more;
            prop_assert!(measure_escaped(&text) <= measure_escaped(&longer));
        }
    }
}
