//! A Markdown file as prose: in place of what is no prose stands, byte for byte, what a review takes out, so that places stay those
//! of the file.

use std::sync::LazyLock;

use comrak::arena_tree::NodeEdge;
use comrak::nodes::{LineColumn, Node, NodeLink, NodeValue};
use comrak::{Arena, Options, parse_document};
use copydesk_analysis::NO_WORDS;
use regex::{Captures, Regex};

fn constant(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the patterns are constant")
}

/// What of HTML is no words. Other tags are: "Dear <NAME>".
static HTML: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    vec![
        constant(r"(?s)<!--.*?-->"),
        constant(r"(?is)<script\b.*?</script\s*>"),
        constant(r"(?is)<style\b.*?</style\s*>"),
        constant(
            r"(?i)</?(?:a|abbr|article|aside|b|big|blockquote|br|center|cite|code|dd|del|details|div|dl|dt|em|figcaption|figure|font|footer|h[1-6]|header|hr|i|img|ins|kbd|li|main|mark|nav|ol|p|picture|pre|q|s|section|small|source|span|strike|strong|sub|summary|sup|table|tbody|td|tfoot|th|thead|tr|u|ul|video)(?:\s[^<>]*)?/?>",
        ),
    ]
});
/// Tags at which words end.
static APART: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?i)^</?(?:article|aside|blockquote|br|center|dd|details|div|dl|dt|figcaption|figure|footer|h[1-6]|header|hr|li|main|nav|ol|p|pre|section|summary|table|tbody|td|tfoot|th|thead|tr|ul)\b",
    )
});
/// Where a tag leads.
static LEADS: LazyLock<Regex> = LazyLock::new(|| {
    constant(r#"(?is)^<a\s[^>]*?\bhref\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s>"']+))"#)
});
/// The address that links elsewhere refer to, which stands on a line of its own.
static DEFINITION: LazyLock<Regex> =
    LazyLock::new(|| constant(r"(?m)^[ ]{0,3}\[[^\]\n]+\]:[ \t]*<?(?P<url>[^\s<>]*)>?[^\n]*$"));
static ENTITY: LazyLock<Regex> =
    LazyLock::new(|| constant(r"^&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"));

/// The words of a Markdown file: front matter, fenced code, comments and pictures are none, and so are the marks of emphasis,
/// headings, links and code inside a line. Nothing moves.
pub(super) fn prose(text: &str) -> String {
    let matter = front_matter(text);
    let Some((before, body)) = text.split_at_checked(matter) else { return text.to_owned() };
    let mut options = Options::default();
    options.extension.autolink = true;
    options.extension.cjk_friendly_emphasis = true;
    options.extension.footnotes = true;
    options.extension.strikethrough = true;
    options.extension.table = true;
    options.parse.escaped_char_spans = true;
    options.parse.leave_footnote_definitions = true;
    let arena = Arena::new();
    let mut page = Page::of(body);
    for edge in parse_document(&arena, body, &options).traverse() {
        match edge {
            NodeEdge::Start(node) => page.begin(node),
            NodeEdge::End(node) => page.end(node),
        }
    }
    page.definitions();
    blank(before) + &page.finish()
}

/// A file, and what is seen of it so far.
struct Page<'t> {
    text: &'t str,
    /// As many bytes as the text has.
    seen: Vec<u8>,
    /// Where each line begins.
    lines: Vec<usize>,
    /// Where what was seen last ends.
    at: usize,
    /// Pictures that are open: their words are not seen.
    pictures: usize,
}

impl<'t> Page<'t> {
    fn of(text: &'t str) -> Self {
        let seen = blank(text).into_bytes();
        let bytes = text.as_bytes();
        let is_end = |at: &usize| match bytes.get(*at) {
            Some(b'\n') => true,
            Some(b'\r') => bytes.get(at + 1) != Some(&b'\n'),
            _ => false,
        };
        let lines = std::iter::once(0).chain((0..bytes.len()).filter(is_end).map(|at| at + 1)).collect();
        Self { text, seen, lines, at: 0, pictures: 0 }
    }

    /// Where a character stands, counted from 1 in lines and bytes.
    fn place(&self, place: LineColumn) -> usize {
        let line = self.lines.get(place.line.saturating_sub(1)).copied().unwrap_or(self.text.len());
        (line + place.column.saturating_sub(1)).min(self.text.len())
    }

    /// Where a node begins, and where the last of its bytes ends.
    fn span(&self, node: Node<'_>) -> (usize, usize) {
        let place = node.data().sourcepos;
        let start = self.place(place.start);
        (start, (self.place(place.end) + 1).clamp(start, self.text.len()))
    }

    fn begin(&mut self, node: Node<'_>) {
        let (start, end) = self.span(node);
        match &node.data().value {
            NodeValue::Image(_) => self.pictures += 1,
            _ if self.pictures > 0 => {}
            NodeValue::Text(words) => self.words(words, start, end),
            NodeValue::Code(code) => self.words(&code.literal, start, end),
            NodeValue::CodeBlock(code) if !code.fenced => self.lines_of(&code.literal, start),
            NodeValue::HtmlInline(html) => self.html(start, html.len()),
            NodeValue::HtmlBlock(html) => self.html(start, html.literal.len()),
            // What stands before an item says that it is one.
            NodeValue::Item(_) => {
                let words = node.first_child().map_or(end, |child| self.span(child).0);
                self.copy(start, words.min(self.line_end(start)));
            }
            NodeValue::TableRow(_) => {
                let row = self.text.get(start..self.line_end(start)).unwrap_or_default();
                let bars: Vec<usize> = row.match_indices(['|', ' ']).map(|(at, _)| start + at).collect();
                bars.into_iter().for_each(|at| self.copy(at, at + 1));
            }
            // A handle: @_leeds_.
            NodeValue::Emph | NodeValue::Strong
                if self.text.get(..start).is_some_and(|before| before.ends_with(['@', '＠'])) =>
            {
                self.copy(start, end);
            }
            _ => {}
        }
    }

    fn end(&mut self, node: Node<'_>) {
        match &node.data().value {
            NodeValue::Image(_) => self.pictures = self.pictures.saturating_sub(1),
            NodeValue::Link(link) if self.pictures == 0 => {
                let (start, end) = self.span(node);
                self.address(link, start, end);
            }
            _ => {}
        }
    }

    /// Behind the words of a link stands where it leads, if there is room.
    fn address(&mut self, link: &NodeLink, start: usize, end: usize) {
        let address = reachable(&link.url);
        let words = self.text.get(start..end).unwrap_or_default();
        // An address within the site is nothing that a reader sees, and one that stands there by itself is seen.
        if address.is_empty() || !words.contains("](") {
            return;
        }
        // What follows, as Chinese does without a space, is no part of the address.
        let goes_on = self.text.get(end..).is_some_and(|it| it.starts_with(|c: char| c.is_alphanumeric() || c == '['));
        let address = format!(" {address}{}", if goes_on { " " } else { "" });
        if self.at >= start && self.at + address.len() <= end {
            let from = self.at;
            self.put(from, address.as_bytes(), address.len());
        }
    }

    /// The words of a node, where they stand; a reference to a character is that character.
    fn words(&mut self, words: &str, start: usize, end: usize) {
        let is_there = |at: usize| self.text.get(at..).is_some_and(|it| it.starts_with(words));
        if is_there(start) {
            return self.copy(start, start + words.len());
        }
        let near = self.text.get(start..end).and_then(|own| own.find(words)).map(|at| start + at);
        if let Some(at) = near {
            return self.copy(at, at + words.len());
        }
        let Some(own) = self.text.get(start..end) else { return };
        let mut words = words.chars().peekable();
        let mut at = 0;
        while let (Some(rest), Some(&next)) = (own.get(at..), words.peek()) {
            let Some(c) = rest.chars().next() else { break };
            let entity = ENTITY.find(rest).map_or(0, |it| it.len());
            if entity > 0 && next.len_utf8() <= entity {
                let mut bytes = [0; 4];
                self.put(start + at, next.encode_utf8(&mut bytes).as_bytes(), entity);
                words.next();
                at += entity;
                continue;
            }
            if c == next {
                self.copy(start + at, start + at + c.len_utf8());
                words.next();
            }
            at += c.len_utf8();
        }
    }

    /// Lines that begin deep in the page.
    fn lines_of(&mut self, text: &str, start: usize) {
        let mut from = start;
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            let Some(at) = self.text.get(from..).and_then(|rest| rest.find(line)) else { continue };
            self.copy(from + at, from + at + line.len());
            from += at + line.len();
        }
    }

    /// Addresses that links refer to, where nothing else is seen on the line.
    fn definitions(&mut self) {
        let text = self.text;
        for found in DEFINITION.captures_iter(text) {
            let (Some(line), Some(url)) = (found.get(0), found.name("url")) else { continue };
            let is_free = self.seen.get(line.range()).is_some_and(|it| it.iter().all(|byte| *byte == NO_WORDS as u8));
            let address = reachable(url.as_str());
            if is_free && !address.is_empty() {
                self.copy(url.end() - address.len(), url.end());
            }
        }
    }

    /// The words of HTML that has so many bytes.
    fn html(&mut self, start: usize, bytes: usize) {
        let text = self.text;
        let own = text.get(start..).map(|rest| rest.get(..bytes).unwrap_or(rest)).unwrap_or_default();
        let words =
            html_words(text.get(..start).unwrap_or_default(), own, text.get(start + own.len()..).unwrap_or_default());
        self.put(start, words.as_bytes(), own.len());
    }

    fn line_end(&self, at: usize) -> usize {
        self.text.get(at..).and_then(|rest| rest.find(['\n', '\r'])).map_or(self.text.len(), |end| at + end)
    }

    /// Shows bytes of the text as they are.
    fn copy(&mut self, start: usize, end: usize) {
        if let Some(own) = self.text.get(start..end) {
            self.put(start, own.as_bytes(), own.len());
        }
    }

    /// Shows words in the room of so many bytes of the text; line breaks stay.
    fn put(&mut self, start: usize, words: &[u8], room: usize) {
        let end = start + room;
        let is_whole = self.text.is_char_boundary(start) && self.text.is_char_boundary(end);
        if !is_whole || words.len() > room || start > end {
            return;
        }
        let Some(seen) = self.seen.get_mut(start..end) else { return };
        seen.iter_mut().zip(words).for_each(|(old, new)| *old = *new);
        self.at = self.at.max(end);
    }

    fn finish(self) -> String {
        String::from_utf8(self.seen).unwrap_or_else(|_| self.text.to_owned())
    }
}

/// An address that a reader can use elsewhere; empty for one within the site.
fn reachable(url: &str) -> &str {
    let bare = ["mailto:", "tel:"].iter().find_map(|scheme| url.strip_prefix(scheme));
    bare.unwrap_or(if url.starts_with("http") || url.contains('@') { url } else { "" })
}

/// The words of HTML between two texts, byte for byte, with the addresses that it leads to.
fn html_words(before: &str, html: &str, behind: &str) -> String {
    let ends = |text: &str| text.chars().next_back().is_some_and(|c| !c.is_whitespace());
    let begins = |text: &str| text.chars().next().is_some_and(|c| !c.is_whitespace());
    HTML.iter().fold(html.to_owned(), |words, tag| {
        let shown = |found: &Captures<'_>| {
            let url = LEADS.captures(&found[0]);
            let url = url.as_ref().and_then(|it| ["double", "single", "bare"].iter().find_map(|name| it.name(name)));
            let address = url.map_or("", |url| reachable(url.as_str()));
            let mut tag = blank(&found[0]);
            // "tea<br>rye" is two words.
            let place = found.get(0).map_or(0..0, |tag| tag.range());
            let (left, right) =
                (words.get(..place.start).unwrap_or_default(), words.get(place.end..).unwrap_or_default());
            let is_between = ends(if left.is_empty() { before } else { left })
                && begins(if right.is_empty() { behind } else { right });
            if address.is_empty() && is_between && APART.is_match(&found[0]) {
                tag.replace_range(..1, " ");
            }
            match address {
                "" => tag,
                _ => format!("{address} {}", tag.get(address.len() + 1..).unwrap_or_default()),
            }
        };
        tag.replace_all(&words, shown).into_owned()
    })
}

/// Where the front matter ends, which begins on the first line; 0 if there is none.
fn front_matter(text: &str) -> usize {
    let mut lines = text.split_inclusive('\n');
    let Some(first) = lines.next() else { return 0 };
    let mark = first.trim();
    if !matches!(mark, "---" | "+++") {
        return 0;
    }
    let mut end = first.len();
    for line in lines {
        end += line.len();
        if line.trim() == mark || (mark == "---" && line.trim() == "...") {
            return end;
        }
    }
    0
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
            ("Call [us](tel:+441134960000).", "Call us +441134960000."),
            (
                "See <a href=\"https://a.example/m\">the menu</a> or <a href='/home'>home</a>.",
                "See https://a.example/m the menu or home.",
            ),
            ("Hey guys<br>we have tea<br/>in *town*", "Hey guys we have tea in town"),
            ("<ul><li>Tea</li><li>Rye</li></ul>", "Tea  Rye"),
            ("<p>Come <b>by</b></p>\n\nNow.", "Come by\n\nNow."),
            (
                "See www.a.example/_x_/y now, @小_红_书 or #桂花_拿铁.",
                "See www.a.example/_x_/y now, @小_红_书 or #桂花_拿铁.",
            ),
            ("Read **https://a.example/m** and __www.b.example__", "Read https://a.example/m and www.b.example"),
            ("Our [Cake] sells.\n\n[Cake]: https://a.example/c\n", "Our Cake sells.\n\nhttps://a.example/c\n"),
            ("# Tea #\n\nNot [a link].\n", "Tea\n\nNot [a link].\n"),
            ("Tea\n===\n\nBy 8.\n", "Tea\n\nBy 8.\n"),
            ("Use ``a ` b`` and 5 \\* 3, fish &amp; chips&nbsp;now", "Use a ` b and 5 * 3, fish & chips\u{a0}now"),
            (
                "> Come *by*\n> and **see** it\n\n1. Tea\n   - *Oat* milk\n",
                "Come by\nand see it\n\n1. Tea\n- Oat milk\n",
            ),
            ("| Tea | Price |\n|---|---|\n| *Oat* | 5 |\n", "| Tea | Price |\n| Oat | 5 |\n"),
            ("我们的**“燕麦”**拿铁和**桂花**。\r\n\r\n再来\r\n", "我们的“燕麦”拿铁和桂花。\n\n再来\n"),
            (
                "![A cup of *tea*](https://a.example/c.png) is ~~not~~ here[^1].\n\n[^1]: Until May.\n",
                "is not here.\n\nUntil May.\n",
            ),
            (
                "查看[菜单](https://m.example/a)或[预订](https://m.example/b)。",
                "查看菜单 https://m.example/a 或预订 https://m.example/b。",
            ),
        ] {
            assert_eq!(clean(&prose(file)).text.trim(), text.trim(), "{file}");
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
