//! Text from outside, made safe for a terminal and measured in its columns.

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

/// Columns to which a tab advances in text where spaces count.
const TAB_STOP: usize = 4;

/// `text` without what could drive a terminal or reorder what a person reads: control characters except newline and
/// tab, and bidirectional overrides ("Trojan Source", CVE-2021-42574).
pub(super) fn clean(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().filter_map(|c| match c {
        '\n' | '\t' => Some(c),
        '\u{2028}' | '\u{2029}' => Some('\n'),
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{206f}' => None,
        c => (!c.is_control()).then_some(c),
    })
}

/// `text` on one line: cleaned, with single spaces for line breaks and tabs.
pub(super) fn one_line(text: &str) -> String {
    clean(text).map(|c| if matches!(c, '\n' | '\t') { ' ' } else { c }).collect::<String>().trim().to_owned()
}

/// The lines of `text`, cleaned, with tabs as spaces up to the next stop.
pub(super) fn plain_lines(text: &str) -> Vec<String> {
    let text: String = clean(text).collect();
    text.trim_end().split('\n').map(expand_tabs).collect()
}

fn expand_tabs(line: &str) -> String {
    let mut expanded = String::with_capacity(line.len());
    let mut cells = line.split('\t');
    expanded.push_str(cells.next().unwrap_or_default());
    for cell in cells {
        let missing = TAB_STOP - expanded.width() % TAB_STOP;
        expanded.push_str(&" ".repeat(missing));
        expanded.push_str(cell);
    }
    expanded
}

/// Columns that one line of clean text takes.
pub(super) fn columns(text: &str) -> usize {
    text.width()
}

/// The longest beginning of `text` that takes no more than `limit` columns, and the rest.
pub(super) fn split_at_column(text: &str, limit: usize) -> (&str, &str) {
    let mut taken = 0;
    for (start, grapheme) in text.grapheme_indices(true) {
        taken += grapheme.width();
        if taken > limit {
            return text.split_at(start);
        }
    }
    (text, "")
}

/// The beginning of `text`, at most `limit` bytes and no half character.
pub(super) fn beginning(text: &str, limit: usize) -> &str {
    let end = (0..=limit.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
    &text[..end.unwrap_or_default()]
}

/// `text` with spaces after it, up to `width` columns.
pub(super) fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(columns(text))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terminal_sequences_and_bidi_overrides_are_taken_out() {
        let text = "a\x1b[31mb\x07\r\u{9b}31mc\u{202e}d\u{2066}e\nf\tg\x7f";
        assert_eq!(clean(text).collect::<String>(), "a[31mb31mcde\nf\tg");
    }

    #[test]
    fn a_line_separator_is_a_line_break() {
        assert_eq!(one_line("one\u{2028}two\n"), "one two");
    }

    #[test]
    fn tabs_advance_to_the_next_stop() {
        assert_eq!(plain_lines("a\tb\n燕\tc\nabcd\te\n"), ["a   b", "燕  c", "abcd    e"]);
    }

    #[test]
    fn a_family_of_emoji_is_not_taken_apart() {
        assert_eq!(split_at_column("ab👩‍👩‍👧c", 3), ("ab", "👩‍👩‍👧c"));
        assert_eq!(split_at_column("ab👩‍👩‍👧c", 4), ("ab👩‍👩‍👧", "c"));
    }
}
