//! A Markdown file as prose: in place of what is no prose stands, byte for byte, what a review takes out, so that places stay those
//! of the file.

use std::sync::LazyLock;

use copydesk_analysis::NO_WORDS;
use regex::{Captures, Regex};

fn constant(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the patterns are constant")
}

/// Marks inside a line and at its beginning; what stands in a group of the name `keep` is words.
static MARKS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    vec![
        constant(r"(?s)<!--.*?-->"),
        constant(r"(?m)^[ ]{0,3}#{1,6}[ \t]+"),
        constant(r"(?m)^[ ]{0,3}(?:>[ ]?)+"),
        constant(r"(?m)^[ ]{0,3}(?:[*_-][ \t]*){3,}$"),
        constant(r"(?m)^[ ]{0,3}=+[ \t]*$"),
        constant(r"(?m)^[ ]{0,3}\[[^\]\n]+\]:[^\n]*$"),
        constant(r"!\[[^\]\n]*\]\([^)\n]*\)"),
        constant(r"</?[A-Za-z][^<>\n]*>"),
    ]
});
static LINK: LazyLock<Regex> = LazyLock::new(|| constant(r"\[(?P<keep>[^\]\n]+)\]\((?P<url>[^)\s\n]*)[^)\n]*\)"));
static EMPHASIS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    ["\\*\\*\\*", "\\*\\*", "__", "~~", "`", "\\*", "_"]
        .map(|mark| {
            constant(&format!(
                r"(?P<open>^|[^\p{{L}}\p{{N}}_*]|\p{{Han}}){mark}(?P<keep>[^\s*_~](?:[^\n*_~]*[^\s*_~])?){mark}"
            ))
        })
        .into()
});

/// The words of a Markdown file: front matter, fenced code, comments and pictures are none, and so are the marks of emphasis,
/// headings, links and code inside a line. Nothing moves.
pub(super) fn prose(text: &str) -> String {
    let mut prose = without_code(text);
    for mark in MARKS.iter() {
        prose = mark.replace_all(&prose, |found: &Captures<'_>| blank(&found[0])).into_owned();
    }
    prose = LINK
        .replace_all(&prose, |found: &Captures<'_>| {
            let (words, url) = (&found["keep"], &found["url"]);
            let rest = found[0].len() - 1 - words.len() - 2 - url.len();
            let space = if url.starts_with("http") { ' ' } else { NO_WORDS };
            // An address within the site is nothing that a reader sees.
            let url = if url.starts_with("http") { url.to_string() } else { blank(url) };
            format!("{NO_WORDS}{words}{space}{NO_WORDS}{url}{}", none(rest))
        })
        .into_owned();
    for mark in EMPHASIS.iter() {
        prose = mark
            .replace_all(&prose, |found: &Captures<'_>| {
                let (open, words) = (&found["open"], &found["keep"]);
                let around = none((found[0].len() - open.len() - words.len()) / 2);
                format!("{open}{around}{words}{around}")
            })
            .into_owned();
    }
    prose
}

/// Front matter and fenced code, blanked.
fn without_code(text: &str) -> String {
    let mut prose = String::with_capacity(text.len());
    let (mut fence, mut matter): (Option<String>, Option<&str>) = (None, None);
    for (at, line) in text.split_inclusive('\n').enumerate() {
        let bare = line.trim();
        let closes = at > 0 && matter.is_some_and(|end| bare == end || (end == "---" && bare == "..."));
        if at == 0 && matches!(bare, "---" | "+++") && has_line(text, bare) {
            matter = Some(bare);
        }
        let mark: String = bare.chars().take_while(|c| matches!(c, '`' | '~')).collect();
        let is_mark = mark.len() >= 3 && matter.is_none() && mark.chars().all(|c| mark.starts_with(c));
        let (opens, ends) = (
            is_mark && fence.is_none(),
            is_mark && fence.as_ref().is_some_and(|open| mark.starts_with(open.as_str()) && bare.len() == mark.len()),
        );
        if matter.is_some() || fence.is_some() || opens {
            prose.push_str(&blank(line));
        } else {
            prose.push_str(line);
        }
        if closes {
            matter = None;
        }
        if opens {
            fence = Some(mark);
        } else if ends {
            fence = None;
        }
    }
    prose
}

/// Whether front matter that begins on the first line ends somewhere.
fn has_line(text: &str, end: &str) -> bool {
    text.lines().skip(1).any(|line| line.trim() == end || (end == "---" && line.trim() == "..."))
}

/// As many bytes of what a review takes out; line breaks stay.
fn blank(text: &str) -> String {
    text.chars().map(|c| if c == '\n' || c == '\r' { c.to_string() } else { none(c.len_utf8()) }).collect()
}

fn none(bytes: usize) -> String {
    NO_WORDS.to_string().repeat(bytes)
}

#[cfg(test)]
mod tests {
    use copydesk_analysis::clean;

    use super::prose;

    const FILE: &str = "---\ntitle: The best\n---\n# We are **the best** coffee\n\n```toml\nguaranteed = true\n```\n\n\
                        > Come *by* and see [the menu](https://barn.example/menu), or `code`.\n\n---\n\n燕麦**拿铁**回来了 _now_ snake_case_name 2 * 3\n";

    #[test]
    fn marks_front_matter_and_code_are_no_words_and_words_stay() {
        assert_eq!(
            clean(&prose(FILE)).text,
            "We are the best coffee\n\nCome by and see the menu https://barn.example/menu, or code.\n\n燕麦拿铁回来了 now snake_case_name 2 * 3\n"
        );
        assert_eq!(clean(&prose("**Guys**, come by")).text, "Guys, come by");
    }

    #[test]
    fn nothing_moves() {
        let read = prose(FILE);
        assert_eq!(read.len(), FILE.len());
        for word in ["the best** coffee", "Come", "the menu", "回来了"] {
            let plain = word.trim_end_matches("** coffee");
            assert_eq!(read.rfind(plain), FILE.rfind(plain), "{word}");
        }
    }

    proptest::proptest! {
        #[test]
        fn whatever_a_file_has_its_length_and_lines_stay(text in "(?s).{0,80}|[-#*_`>\\[\\]()! a燕\n~<]{0,80}") {
            let read = prose(&text);
            proptest::prop_assert_eq!(read.len(), text.len());
            proptest::prop_assert_eq!(read.matches('\n').count(), text.matches('\n').count());
        }
    }
}
