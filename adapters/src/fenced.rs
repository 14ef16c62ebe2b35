//! Code in a text, as models write it: lines between fences.

/// What a fence begins with.
const FENCE: &str = "```";

/// A part of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part<'a> {
    /// Text for people.
    Prose(&'a str),
    /// The lines between two fences, or behind one that nothing closes yet.
    Code(&'a str),
}

/// The parts of `text`, in order, without the fences and without what is empty.
pub(crate) fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let (mut begin, mut at, mut in_code) = (0, 0, false);
    for line in text.split_inclusive('\n') {
        let end = at + line.len();
        let fence = if in_code { line.trim() == FENCE } else { opens(line) };
        if fence {
            parts.push(part(&text[begin..at], in_code));
            (begin, in_code) = (end, !in_code);
        }
        at = end;
    }
    parts.push(part(&text[begin..], in_code));
    parts.retain(|(Part::Prose(text) | Part::Code(text))| !text.trim().is_empty());
    parts
}

/// A fence with at most a language's name behind it.
fn opens(line: &str) -> bool {
    line.trim().strip_prefix(FENCE).is_some_and(|name| !name.contains(['`', ' ']))
}

fn part(text: &str, is_code: bool) -> Part<'_> {
    let lines = text.trim_matches('\n');
    if is_code { Part::Code(lines) } else { Part::Prose(lines) }
}

#[cfg(test)]
mod tests {
    use super::{Part, parts};

    #[test]
    fn code_stands_between_fences_at_the_start_of_a_line() {
        for (text, expected) in [
            ("Only words.", &[Part::Prose("Only words.")][..]),
            ("", &[]),
            (
                "Use\n```rust\nlet a;\n\n  let b;\n```\nand go.",
                &[Part::Prose("Use"), Part::Code("let a;\n\n  let b;"), Part::Prose("and go.")],
            ),
            ("```\na\n```\n```\nb\n```", &[Part::Code("a"), Part::Code("b")]),
            ("It begins:\n```\nlet a", &[Part::Prose("It begins:"), Part::Code("let a")]),
            ("Say ```a``` so\n```b``` too", &[Part::Prose("Say ```a``` so\n```b``` too")]),
            ("```\n```", &[]),
        ] {
            assert_eq!(parts(text), expected, "{text}");
        }
    }
}
