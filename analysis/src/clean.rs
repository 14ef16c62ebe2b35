//! Takes invisible characters out of what people send.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::words::is_han;

/// A text without invisible characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cleaned {
    /// The text that is left.
    pub text: String,
    /// What was taken out, each kind once, in the order of its first place.
    pub removed: Vec<char>,
}

/// Stands, byte for byte, for what a text has besides its words, such as the marks of Markdown, so that places stay those of the file:
/// it is taken out without a word, and a line of nothing else with its end.
pub const NO_WORDS: char = '\u{1A}';

/// Removes control characters (but newline and tab), bidirectional overrides and isolates, byte-order marks, lone
/// replacement characters, zero-width spaces and soft hyphens; a terminal's sequences (ESC [31m) as a whole. Joiners inside emoji
/// and scripts that need them stay; between Latin letters or Han characters they go.
pub fn clean(text: &str) -> Cleaned {
    let mut removed = Vec::new();
    let mut kept = String::with_capacity(text.len());
    let mut at = 0;
    for (range, c) in invisible(text) {
        removed.extend(c.filter(|c| !removed.contains(c)));
        kept.push_str(text.get(at..range.start).unwrap_or_default());
        at = range.end;
    }
    kept.push_str(text.get(at..).unwrap_or_default());
    Cleaned { text: kept, removed }
}

/// Where what [`clean`] takes out stands, in order, and what it is: a sequence by the escape that begins it, and nothing for the
/// carriage return of a line's end.
pub(crate) fn invisible(text: &str) -> Vec<(Range<usize>, Option<char>)> {
    static SEQUENCE: LazyLock<Regex> = LazyLock::new(|| {
        // ECMA-48: CSI with parameters and a final byte; OSC up to its end.
        let pattern = "(?:\u{1B}\\[|\u{9B})[0-?]*[ -/]*[@-~]|\u{1B}\\][^\u{7}\u{1B}]*(?:\u{7}|\u{1B}\\\\)";
        Regex::new(pattern).expect("the pattern is constant and tested")
    });
    let mut sequences = SEQUENCE.find_iter(text).peekable();
    let mut found = Vec::new();
    let mut before = None;
    let mut skipped = 0;
    let mut characters = text.char_indices().peekable();
    let mut line = Line::default();
    while let Some((at, c)) = characters.next() {
        if at < skipped {
            continue;
        }
        if let Some(sequence) = sequences.next_if(|sequence| sequence.start() <= at) {
            skipped = sequence.end();
            found.push((sequence.range(), Some('\u{1B}')));
            continue;
        }
        if line.is_taken_out(c) {
            found.push((at..at + c.len_utf8(), None));
            continue;
        }
        let next = characters.peek().map(|(_, next)| *next);
        let joins_nothing = matches!(c, '\u{200C}' | '\u{200D}')
            && before.is_some_and(needs_no_joiner)
            && next.is_some_and(needs_no_joiner);
        let invisible = joins_nothing
            || (c.is_control() && c != '\n' && c != '\t')
            || matches!(c, '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}')
            || matches!(c, '\u{FEFF}' | '\u{FFFD}' | '\u{AD}' | '\u{180E}');
        if invisible {
            let ends_line = c == '\r' && next == Some('\n');
            found.push((at..at + c.len_utf8(), (!ends_line).then_some(c)));
        } else {
            before = Some(c);
        }
    }
    found
}

/// What a line has so far.
#[derive(Default)]
struct Line {
    has_words: bool,
    has_none: bool,
    /// Line ends that stay, behind each other; a text begins with none to keep.
    ends: usize,
    /// Whether what stands right before was taken out as a whole line.
    follows_none: bool,
}

impl Line {
    /// Whether a character stands for no words, or ends a line that has nothing else, or a blank one too many around such lines.
    fn is_taken_out(&mut self, c: char) -> bool {
        match c {
            NO_WORDS => {
                self.has_none = true;
                true
            }
            '\r' => self.has_none && !self.has_words,
            '\n' => {
                let is_none = self.has_none && !self.has_words;
                let is_blank = !self.has_none && !self.has_words && self.follows_none && self.ends >= 2;
                self.follows_none |= is_none;
                if !(is_none || is_blank) {
                    self.ends += 1;
                }
                (self.has_words, self.has_none) = (false, false);
                is_none || is_blank
            }
            c => {
                if !c.is_whitespace() {
                    (self.has_words, self.ends, self.follows_none) = (true, 0, false);
                }
                false
            }
        }
    }
}

fn needs_no_joiner(c: char) -> bool {
    c.is_ascii_alphanumeric() || is_han(c)
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn invisible_characters_go_and_emoji_stay_whole() {
        let cleaned = clean("oat\u{0}\u{202E} latte 👩‍🍳\u{FE0F}\r\nnow");
        assert_eq!(cleaned.text, "oat latte 👩‍🍳\u{FE0F}\nnow");
        assert_eq!(cleaned.removed, ['\u{0}', '\u{202E}']);
    }

    #[test]
    fn what_stands_for_no_words_goes_without_a_word_and_with_its_line() {
        let none = super::NO_WORDS.to_string();
        let text = "a\n\n@@@\n@\n\nb@@ c\n@\nd\n".replace('@', &none);
        let cleaned = clean(&text);
        assert_eq!((cleaned.text.as_str(), cleaned.removed.len()), ("a\n\nb c\nd\n", 0));
        assert_eq!(clean("a\n\n\n\nb\n\n\n").text, "a\n\n\n\nb\n\n\n");
    }

    #[test]
    fn what_hides_inside_words_goes() {
        let cleaned = clean("guar\u{AD}an\u{200D}teed 国\u{200C}家级 नि\u{200D}");
        assert_eq!(cleaned.text, "guaranteed 国家级 नि\u{200D}");
        assert_eq!(cleaned.removed, ['\u{AD}', '\u{200D}', '\u{200C}']);
    }

    #[test]
    fn a_terminals_sequences_go_whole() {
        let cleaned = clean("an \u{1B}[1;31moat\u{1B}[0m latte\u{1B}]0;title\u{7}, [31m] and \u{1B}");
        assert_eq!(cleaned.text, "an oat latte, [31m] and ");
        assert_eq!(cleaned.removed, ['\u{1B}']);
    }
}
