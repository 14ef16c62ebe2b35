//! A model's words without their marks while they come: nothing is written that a later word could still make a mark.
//!
//! What was written can't be taken back in a pipe, nor where it has scrolled away. So a mark waits, with what follows it, for the one
//! that closes it or for the end of its paragraph, and a table for its last row. Looks are left out: they would wait as long.

use super::style::Look;
use super::table::table;
use crate::markdown::{Part, Prose, parts};

/// What can be written of a text of which more comes. It is the beginning of what can be written later.
pub(super) fn so_far(text: &str, look: Look) -> String {
    let parts = parts(before_open_lines(text));
    let Some((last, closed)) = parts.split_last() else { return String::new() };
    let mut out = written(closed, look);
    match last {
        Part::Table { .. } => {}
        Part::Code(_) => write(last, &mut out, look),
        Part::Prose(prose) => {
            let plain = prose.plain();
            let beginning = &plain[..open_mark(prose, &plain)];
            write_prose(prose, beginning, &mut out);
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// All of a text that is complete.
pub(super) fn whole(text: &str, look: Look) -> String {
    written(&parts(text), look)
}

fn written(parts: &[Part], look: Look) -> String {
    let mut out = String::new();
    parts.iter().for_each(|part| write(part, &mut out, look));
    out
}

fn write(part: &Part, out: &mut String, look: Look) {
    let lines: Vec<String> = match part {
        Part::Prose(prose) => return write_prose(prose, &prose.plain(), out),
        Part::Code(code) => code.lines().map(|line| format!("  {line}")).collect(),
        Part::Table { header, rows } => table(header, rows, look.without_colour()),
    };
    if !out.is_empty() {
        out.push_str("\n\n");
    }
    out.push_str(&lines.join("\n"));
}

fn write_prose(prose: &Prose, plain: &str, out: &mut String) {
    if !out.is_empty() {
        out.push_str(if prose.tight { "\n" } else { "\n\n" });
    }
    out.push_str(&prose.before());
    out.push_str(plain);
}

/// The text without the last lines that are not known to be words yet: a fence, a line below a heading, rows of a table.
fn before_open_lines(text: &str) -> &str {
    let start_of = |text: &str| text.rfind('\n').map_or(0, |at| at + 1);
    let is_mark = |it: char| it.is_ascii_digit() || "#*-_+>=~`.) \t".contains(it);
    let start = start_of(text);
    let line = text[start..].trim();
    let is_open = !line.is_empty() && line.chars().all(is_mark) || line.starts_with("```") || line.starts_with("~~~");
    let mut text = if is_open { &text[..start] } else { text };
    loop {
        let above = text.strip_suffix('\n').unwrap_or(text);
        let start = start_of(above);
        if !above[start..].contains('|') {
            return text;
        }
        text = &text[..start];
    }
}

/// Where the first mark stands that nothing closes yet; the end if there is none.
fn open_mark(prose: &Prose, plain: &str) -> usize {
    let mut at = 0;
    let mut before = None;
    for span in &prose.spans {
        for (offset, mark) in span.text.char_indices().filter(|_| !span.looks.code) {
            let rest = &plain[at + offset..];
            if is_open(mark, rest, before) {
                return if mark == '[' && before == Some('!') { at + offset - 1 } else { at + offset };
            }
            before = Some(mark);
        }
        at += span.text.len();
        before = span.text.chars().next_back().or(before);
    }
    plain.len()
}

/// Whether more text could make a mark of the first character of `rest`.
fn is_open(mark: char, rest: &str, before: Option<char>) -> bool {
    let after = &rest[mark.len_utf8()..];
    let next = rest.trim_start_matches(mark).chars().next();
    let in_word = before.is_some_and(char::is_alphanumeric);
    match mark {
        '`' => true,
        '*' => next.is_none_or(|it| !it.is_whitespace()),
        '_' => !in_word && next.is_none_or(|it| !it.is_whitespace()),
        // One alone is none, but there may be two of it yet.
        '~' => match rest.chars().take_while(|it| *it == '~').count() {
            1 => after.is_empty(),
            2 => next.is_none_or(|it| !it.is_whitespace()),
            _ => false,
        },
        '\\' => after.is_empty(),
        '&' => after.chars().all(|it| it.is_ascii_alphanumeric() || it == '#'),
        '<' => {
            after.starts_with(|it: char| it.is_ascii_alphabetic() || it == '/') && !after.contains('>')
                || after.is_empty()
        }
        '[' => match after.split_once(']') {
            None => true,
            Some((_, behind)) => behind.is_empty() || behind.starts_with('(') && !behind.contains(')'),
        },
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn look() -> Look {
        Look::new(40, false)
    }

    /// What is written after each of the parts, at the end all of it.
    fn steps(parts: &[&str]) -> Vec<String> {
        let mut text = String::new();
        let mut all: Vec<String> = Vec::new();
        for part in parts {
            text.push_str(part);
            all.push(so_far(&text, look()));
        }
        all.push(whole(&text, look()));
        all
    }

    #[test]
    fn a_mark_waits_for_the_one_that_closes_it() {
        for (parts, expected) in [
            (&["Go **for", " it", "** now"][..], &["Go", "Go", "Go for it now", "Go for it now"][..]),
            (&["*", "a", "* b"], &["", "", "a b", "a b"]),
            (
                &["## Pl", "an\n- on", "e\n- `t", "wo`"],
                &["Pl", "Plan\n\n- on", "Plan\n\n- one\n-", "Plan\n\n- one\n- two", "Plan\n\n- one\n- two"],
            ),
            (
                &["See [the", " site](https://a", ".org/b)."],
                &["See", "See", "See the site (https://a.org/b).", "See the site (https://a.org/b)."],
            ),
            (
                &["Run:\n\n``", "`sh\nls", " **\n``", "`\nEnd"],
                &["Run:", "Run:\n\n  ls", "Run:\n\n  ls **", "Run:\n\n  ls **\n\nEnd", "Run:\n\n  ls **\n\nEnd"],
            ),
            (
                &["In 3~", "5, was ~", "~4.9", "0~~ x"],
                &["In 3", "In 3~5, was", "In 3~5, was", "In 3~5, was 4.90 x", "In 3~5, was 4.90 x"],
            ),
            // What nothing closes is no mark.
            (
                &["It is 5 * 3", " and snake_case", " [sic] a", " *b"],
                &[
                    "It is 5 * 3",
                    "It is 5 * 3 and snake_case",
                    "It is 5 * 3 and snake_case [sic] a",
                    "It is 5 * 3 and snake_case [sic] a",
                    "It is 5 * 3 and snake_case [sic] a *b",
                ],
            ),
            (&["**注意：**请", "看"], &["注意：请", "注意：请看", "注意：请看"]),
        ] {
            assert_eq!(steps(parts), expected, "{parts:?}");
        }
    }

    #[test]
    fn a_table_comes_as_a_whole() {
        let all = steps(&["Prices\n\n| drink | price |\n", "|---|---|\n| oat | 4 |\n", "| rye | 12 |\n", "\nEnd"]);
        assert_eq!(all[..3], ["Prices", "Prices", "Prices"]);
        assert!(all[3].contains("rye") && all[3].ends_with("\n\nEnd") && !all[3].contains('|'), "{}", all[3]);
    }

    proptest! {
        #[test]
        fn nothing_that_was_written_of_usual_prose_is_taken_back(
            parts in prop::collection::vec("(\\*\\*[a-z]{1,4}\\*\\*|`[a-z]{1,4}`|\\*[a-z]{1,4}\\*|~~[a-z]{1,4}~~|[1-9]~[1-9]|[a-z]{1,4}|燕麦)( |, |\\. |\n\n|\n- |\n## |\n1\\. )", 1..12),
        ) {
            let text = parts.concat();
            let mut before = String::new();
            for (at, _) in text.char_indices().skip(1) {
                let now = so_far(&text[..at], look());
                prop_assert!(now.starts_with(&before), "{before:?} became {now:?}");
                before = now;
            }
            let all = whole(&text, look());
            prop_assert!(all.starts_with(&before), "{before:?} became {all:?}");
            prop_assert!(!all.contains(['*', '`', '#']) && !all.contains("~~"), "{all:?}");
        }
    }
}
