//! Breaks text into lines as it arrives.
//!
//! The same code wraps a streamed text and a finished one, so that both look the same. It knows two rules of UAX #14:
//! a line may break at spaces, and on either side of a wide (Chinese, Japanese, Korean) character unless punctuation
//! belongs there. It does not hyphenate and does not break links, which people copy.

use unicode_width::UnicodeWidthChar as _;

use super::text::{clean, columns, split_at_column};

/// Wraps text to a width. What can no longer change is handed out at once; the last word waits until its end is known.
#[derive(Debug)]
pub(super) struct Wrap {
    width: usize,
    column: usize,
    started: bool,
    newlines: usize,
    space: String,
    word: String,
}

/// Bytes of a word that are held back; a longer one is no word.
const LONGEST_WORD: usize = 4096;
/// What a tab within running text is worth.
const TAB: &str = "    ";
/// Nothing may be broken off after these.
const OPENING: &str = "([{<（《〈「『“‘【〔〖［｛￥$#＃@＠";
/// Nothing may be broken off before these.
const CLOSING: &str = ")]}>,.!?;:%'\"，。、；：！？）》〉」』”’】〕〗］｝％…—～·";

impl Wrap {
    /// Wraps to `width` columns.
    pub(super) fn new(width: usize) -> Self {
        Self { width, column: 0, started: false, newlines: 0, space: String::new(), word: String::new() }
    }

    /// The column after what was handed out.
    pub(super) fn column(&self) -> usize {
        self.column
    }

    /// Takes more text and returns what can be written now. Text is cleaned; blank lines are never doubled.
    pub(super) fn push(&mut self, text: &str) -> String {
        let mut out = String::new();
        for c in clean(text) {
            if c == '\n' {
                self.write_word(&mut out);
                self.space.clear();
                self.newlines += 1;
            } else if is_space(c) {
                self.write_word(&mut out);
                self.add_space(c);
            } else {
                if self.word.chars().next_back().is_some_and(|last| may_break(last, c))
                    || self.word.len() >= LONGEST_WORD
                {
                    self.write_word(&mut out);
                }
                self.word.push(c);
            }
        }
        out
    }

    /// The word that was held back.
    pub(super) fn settle(&mut self) -> String {
        let mut out = String::new();
        self.write_word(&mut out);
        out
    }

    fn add_space(&mut self, c: char) {
        // Spaces past the width are never shown: they end a line or start none.
        if columns(&self.space) > self.width {
            return;
        }
        if c == '\t' { self.space.push_str(TAB) } else { self.space.push(c) }
    }

    fn write_word(&mut self, out: &mut String) {
        if self.word.is_empty() {
            return;
        }
        if !self.started {
            self.space.clear();
        } else if self.newlines > 0 {
            out.push_str(if self.newlines > 1 { "\n\n" } else { "\n" });
            self.column = 0;
        }
        self.started = true;
        self.newlines = 0;

        let space = columns(&self.space);
        let word = columns(&self.word);
        if self.column + space + word <= self.width {
            out.push_str(&self.space);
            self.column += space;
        } else if self.column > 0 {
            out.push('\n');
            self.column = 0;
        }
        let whole = word <= self.width || self.word.contains("://");
        if whole {
            self.write(out, &self.word.clone())
        } else {
            self.write_in_parts(out)
        }
        self.space.clear();
        self.word.clear();
    }

    fn write(&mut self, out: &mut String, part: &str) {
        out.push_str(part);
        self.column += columns(part);
    }

    fn write_in_parts(&mut self, out: &mut String) {
        let word = std::mem::take(&mut self.word);
        let (mut part, mut rest) = split_at_column(&word, self.width);
        while !rest.is_empty() && !part.is_empty() {
            out.push_str(part);
            out.push('\n');
            (part, rest) = split_at_column(rest, self.width);
        }
        self.column = 0;
        self.write(out, part);
        self.write(out, rest);
    }
}

/// The lines of a finished text; none if it is blank.
pub(super) fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut wrap = Wrap::new(width.max(1));
    let mut out = wrap.push(text);
    out.push_str(&wrap.settle());
    out.lines().map(str::to_owned).collect()
}

/// White space at which a line may break.
fn is_space(c: char) -> bool {
    c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{202f}' | '\u{2007}')
}

fn may_break(before: char, after: char) -> bool {
    let wide = |c: char| c.width() == Some(2);
    let belongs_to_the_one_before = after.width() == Some(0) || matches!(after, '\u{1f3fb}'..='\u{1f3ff}');
    let joined = belongs_to_the_one_before || before == '\u{200d}';
    (wide(before) || wide(after)) && !joined && !OPENING.contains(before) && !CLOSING.contains(after)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn wrapped(text: &str, width: usize) -> String {
        wrap(text, width).join("\n")
    }

    #[test]
    fn english_breaks_at_spaces() {
        insta::assert_snapshot!(wrapped("Oat foam, two minutes, on the way to the 8:14.", 20), @r"
        Oat foam, two
        minutes, on the way
        to the 8:14.
        ");
    }

    #[test]
    fn chinese_breaks_anywhere_but_before_closing_punctuation() {
        insta::assert_snapshot!(wrapped("周一的咖啡上有颗心，还算周一吗？用oat milk做的《燕麦拿铁》好了。", 19), @r"
        周一的咖啡上有颗
        心，还算周一吗？用
        oat milk做的《燕麦
        拿铁》好了。
        ");
    }

    #[test]
    fn line_breaks_and_indentation_are_kept_and_blank_lines_are_not_doubled() {
        insta::assert_snapshot!(wrapped("\n\n Steps:\n  1. grind\n\n\n\n  2. brew  \n\n", 20), @r"
        Steps:
          1. grind

          2. brew
        ");
    }

    #[test]
    fn a_long_word_is_cut_and_a_link_is_not() {
        let text = "abcdefghijklmnopqrstuvwxyz https://example.org/oat-milk-latte ok";
        insta::assert_snapshot!(wrapped(text, 10), @r"
        abcdefghij
        klmnopqrst
        uvwxyz
        https://example.org/oat-milk-latte
        ok
        ");
    }

    #[test]
    fn a_word_waits_for_its_end() {
        let mut wrap = Wrap::new(20);
        assert_eq!(wrap.push("Oat mi"), "Oat");
        assert_eq!(wrap.push("lk."), "");
        assert_eq!(wrap.settle(), " milk.");
    }

    proptest! {
        #[test]
        fn streamed_text_looks_like_finished_text(parts in prop::collection::vec("(?s)[a-c 燕麦，\n👩\u{200d}é]{0,6}", 0..20), width in 1usize..30) {
            let mut stream = Wrap::new(width);
            let mut out: String = parts.iter().map(|part| stream.push(part)).collect();
            out.push_str(&stream.settle());
            prop_assert_eq!(out.lines().map(str::to_owned).collect::<Vec<_>>(), wrap(&parts.concat(), width));
        }

        #[test]
        fn no_line_is_too_wide_and_none_ends_in_a_space(text in r"(?s).{0,300}", width in 2usize..60) {
            for line in wrap(&text, width) {
                prop_assert!(columns(&line) <= width || line.contains("://"), "{line:?}");
                prop_assert!(!line.ends_with(' '), "{line:?}");
            }
        }

        #[test]
        fn nothing_but_white_space_is_lost(text in r"(?s)[a-z燕麦拿铁，。 \n]{0,300}", width in 2usize..60) {
            let visible = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(visible(&wrapped(&text, width)), visible(&text));
        }
    }
}
