//! A model's words in Discord's Markdown: its emphasis is kept, everything else is escaped.

use super::escape::{escape, measure, measure_escaped};
use super::pack::{CONTENT, Piece};
use crate::markdown::{Prose, Span};
use crate::split;

/// Keeps the marks of two neighbours apart.
const APART: char = '\u{200b}';
/// What a span takes besides its text at most: two tildes and three stars on each side, a sign that keeps it apart, a backslash.
const MARKS: usize = 12;
/// With more spans than this in one paragraph there would be little room for words: they are shown without their looks.
const MOST_SPANS: usize = CONTENT / 4 / MARKS;

pub(super) fn pieces(prose: &Prose) -> Vec<Piece> {
    let looks = prose.spans.len() <= MOST_SPANS;
    let cost = if looks { (prose.spans.len() + 2) * MARKS } else { MARKS };
    let (first, others) = begins(prose);
    let whole = prose.plain();
    let mut cursor = 0;
    let mut pieces = Vec::new();
    for (place, part) in split(&whole, CONTENT - cost - measure(&first), measure_escaped).into_iter().enumerate() {
        // A piece is a part of the whole, and only white space stands between two: the first match is the place.
        let begin = whole[cursor..].find(&part).map_or(cursor, |at| cursor + at);
        cursor = begin + part.len();
        let words = if looks { marked(&prose.spans, begin, cursor) } else { escape(&part) };
        let markdown = format!("{}{words}", if place == 0 { &first } else { &others });
        pieces.push(Piece::Text { markdown, tight: place > 0 || prose.tight });
    }
    pieces
}

/// What stands before the first piece, and before the others.
fn begins(prose: &Prose) -> (String, String) {
    let indent = "  ".repeat(prose.depth);
    match prose.mark.as_str() {
        "" => (indent.clone(), indent),
        "•" => (format!("{indent}- "), format!("{indent}  ")),
        ">" => (format!("{indent}> "), format!("{indent}> ")),
        // Discord would number anew.
        number => (format!("{indent}{} ", escape(number)), format!("{indent}  ")),
    }
}

/// The bytes from `begin` to `end` of all spans together.
fn marked(spans: &[Span], begin: usize, end: usize) -> String {
    let mut out = String::new();
    let mut at = 0;
    for span in spans {
        let (from, to) = (begin.max(at), end.min(at + span.text.len()));
        if from < to {
            let part = &span.text[from - at..to - at];
            let core = part.trim();
            let looks = span.looks;
            let stars = match (looks.bold, looks.italic) {
                (true, true) => "***",
                (true, false) => "**",
                (false, true) => "*",
                (false, false) => "",
            };
            let [open, close] = match looks.struck {
                // An address would take the stars behind it for its own.
                _ if core.is_empty() || core.contains("://") => ["", ""].map(str::to_owned),
                _ if looks.code && !core.contains(['`', '\n']) => ["`", "`"].map(str::to_owned),
                true => [format!("~~{stars}"), format!("{stars}~~")],
                false => [stars, stars].map(str::to_owned),
            };
            let (before, after) = part.split_at(part.len() - part.trim_start().len());
            out.push_str(before);
            if !open.is_empty() && out.ends_with(['*', '`', '~']) {
                out.push(APART);
            }
            out.push_str(&open);
            out.push_str(&if open == "`" { core.to_owned() } else { escape(core) });
            out.push_str(&close);
            out.push_str(&after[core.len()..]);
        }
        at += span.text.len();
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::markdown::{Part, parts};

    fn shown(text: &str) -> Vec<String> {
        let text_of = |it: Piece| match it {
            Piece::Text { markdown, .. } => markdown,
            other => format!("{other:?}"),
        };
        let prose = |it: Part| match it {
            Part::Prose(prose) => pieces(&prose),
            _ => Vec::new(),
        };
        parts(text).into_iter().flat_map(prose).map(text_of).collect()
    }

    #[test]
    fn emphasis_stays_and_nothing_else_formats_pings_or_hides() {
        for (text, expected) in [
            ("# Plan", "**Plan**"),
            ("**注意：**请 *看*", "**注意：**请 *看*"),
            ("- **a** @everyone", "- **a** \\@everyone"),
            ("2. b", "2\\. b"),
            ("**a***b* `c_d`", "**a**\u{200b}*b* `c_d`"),
            ("[good](https://evil.example)", "good (https://evil.example)"),
            ("**<@1> ||x||**", "**\\<\\@1> \\|\\|x\\|\\|**"),
            ("**https://a.org/x**", "https://a.org/x"),
            ("~~old~~**new**", "~~old~~\u{200b}**new**"),
            ("~~*a* <@1> \\~~~", "~~*a*~~ ~~\\<\\@1> \\~~~"),
            ("In 3~5, ~~open", "In 3\\~5, \\~\\~open"),
        ] {
            assert_eq!(shown(text), [expected], "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_piece_fits_and_no_letter_is_lost(words in prop::collection::vec(("[a-z燕@_]{1,9}|👩‍👩‍👧", 0..5_usize), 1..700)) {
            let marks = ["", "**", "*", "`", "~~"];
            let text: Vec<String> = words.iter().map(|(it, at)| format!("{0}{it}{0}", marks[*at])).collect();
            let text = text.join(" ");
            let shown = shown(&text);
            let letters = |it: &str| it.chars().filter(|it| it.is_alphanumeric()).collect::<String>();
            prop_assert_eq!(letters(&shown.concat()), letters(&text));
            for piece in shown {
                prop_assert!(measure(&piece) <= CONTENT);
            }
        }
    }
}
