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
        constant(r"!\[[^\]\n]*\]\([^)\n]*\)"),
        constant(
            r"(?i)</?(?:a|abbr|article|aside|b|big|blockquote|br|center|cite|code|dd|del|details|div|dl|dt|em|figcaption|figure|font|footer|h[1-6]|header|hr|i|img|ins|kbd|li|main|mark|nav|ol|p|picture|pre|q|s|section|small|source|span|strike|strong|style|sub|summary|sup|table|tbody|td|tfoot|th|thead|tr|u|ul|video)(?:\s[^<>\n]*)?/?>",
        ),
    ]
});
static LINK: LazyLock<Regex> = LazyLock::new(|| constant(r"\[(?P<keep>[^\]\n]+)\]\(<?(?P<url>[^)\s<>\n]*)[^)\n]*\)"));
/// An address by itself in angle brackets, a link whose address stands elsewhere, and that address.
static AUTOLINK: LazyLock<Regex> =
    LazyLock::new(|| constant(r"<(?P<keep>https?://[^<>\s]+|(?:mailto:)?[^<>\s@]+@[^<>\s@]+\.[^<>\s@]+)>"));
static REFERENCE: LazyLock<Regex> = LazyLock::new(|| constant(r"\[(?P<keep>[^\[\]\n]+)\]\[(?P<name>[^\[\]\n]*)\]"));
static DEFINITION: LazyLock<Regex> =
    LazyLock::new(|| constant(r"(?m)^[ ]{0,3}\[[^\]\n]+\]:[ \t]*<?(?P<url>[^\s<>]*)>?[^\n]*$"));
/// Where marks of emphasis are letters: addresses and handles.
static ADDRESS: LazyLock<Regex> =
    LazyLock::new(|| constant(r"https?://[^\s\x1A<>()]+|@[A-Za-z0-9_.]+|[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+"));
static CODE: LazyLock<Regex> = LazyLock::new(|| constant(r"`(?P<keep>[^`\n]+)`"));
static EMPHASIS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    ["\\*\\*\\*", "\\*\\*", "__", "~~", "\\*", "_"]
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
    prose = REFERENCE
        .replace_all(&prose, |found: &Captures<'_>| {
            format!("{NO_WORDS}{}{}", &found["keep"], none(found["name"].len() + 3))
        })
        .into_owned();
    prose = DEFINITION
        .replace_all(&prose, |found: &Captures<'_>| {
            let address = seen(&found["url"]);
            format!("{}{address}", none(found[0].len() - address.len()))
        })
        .into_owned();
    prose = LINK
        .replace_all(&prose, |found: &Captures<'_>| {
            let (words, url) = (&found["keep"], &found["url"]);
            let before = found.name("url").map_or(0, |url| url.start()) - found.get(0).map_or(0, |all| all.start());
            let rest = found[0].len() - before - url.len();
            // An address within the site is nothing that a reader sees.
            let address = seen(url);
            let space = if address.is_empty() { String::new() } else { " ".into() };
            let between = before + url.len() - 1 - words.len() - space.len() - address.len();
            // What follows, as Chinese does without a space, is no part of the address.
            let end = found.get(0).map_or(0, |all| all.end());
            let goes_on = prose.get(end..).is_some_and(|it| it.starts_with(|c: char| c.is_alphanumeric() || c == '['));
            let apart = if goes_on && !address.is_empty() { " ".to_owned() } else { NO_WORDS.to_string() };
            format!("{NO_WORDS}{words}{space}{}{address}{apart}{}", none(between), none(rest - 1))
        })
        .into_owned();
    prose = AUTOLINK
        .replace_all(&prose, |found: &Captures<'_>| {
            let address = seen(&found["keep"]);
            format!("{}{address}{NO_WORDS}", none(found[0].len() - address.len() - 1))
        })
        .into_owned();
    prose =
        CODE.replace_all(&prose, |found: &Captures<'_>| format!("{NO_WORDS}{}{NO_WORDS}", &found["keep"])).into_owned();
    for mark in EMPHASIS.iter() {
        let addresses: Vec<std::ops::Range<usize>> = ADDRESS.find_iter(&prose).map(|it| it.range()).collect();
        let is_in_address = |at: usize| addresses.iter().any(|address| address.contains(&at));
        prose = mark
            .replace_all(&prose, |found: &Captures<'_>| {
                let at = found.name("open").map_or(0, |open| open.end());
                if is_in_address(at) || is_in_address(found.get(0).map_or(0, |all| all.end() - 1)) {
                    return found[0].to_owned();
                }
                let (open, words) = (&found["open"], &found["keep"]);
                let around = none((found[0].len() - open.len() - words.len()) / 2);
                format!("{open}{around}{words}{around}")
            })
            .into_owned();
    }
    prose
}

/// An address as a reader sees it; empty for one within the site.
fn seen(url: &str) -> &str {
    let url = url.strip_prefix("mailto:").unwrap_or(url);
    if url.starts_with("http") || url.contains('@') { url } else { "" }
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
        for (file, text) in [
            ("**Guys**, come by", "Guys, come by"),
            (
                "Order at <https://b.example/tea> or write to <tea@b.example>.",
                "Order at https://b.example/tea or write to tea@b.example.",
            ),
            (
                "[us](mailto:a@b.example) and [menu](<https://a.example/m>).",
                "us a@b.example and menu https://a.example/m.",
            ),
            (
                "See https://a.example/_x_/y?b=*c*&d=_e_ and @_leeds_ *now*.",
                "See https://a.example/_x_/y?b=*c*&d=_e_ and @_leeds_ now.",
            ),
            (
                "The [menu][m] is here.\n\n[m]: https://a.example/m \"Menu\"\n",
                "The menu is here.\n\nhttps://a.example/m\n",
            ),
            ("Dear <NAME>, <b>hello</b><br/>", "Dear <NAME>, hello"),
            ("`a` and `b` are *two*", "a and b are two"),
            (
                "查看[菜单](https://m.example/a)或[预订](https://m.example/b)。",
                "查看菜单 https://m.example/a 或预订 https://m.example/b。",
            ),
        ] {
            assert_eq!(clean(&prose(file)).text, text);
        }
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
