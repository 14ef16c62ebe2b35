//! What a model writes, read as Markdown: the same parts for each platform, which shows them in its own way.

use comrak::nodes::{AstNode, ListDelimType, ListType, NodeValue};
use comrak::{Arena, Options, parse_document};

/// Lists and quotes within each other beyond this are shown without their marks.
const DEEPEST: usize = 16;

/// Stands for a tilde that is alone while the text is read: "3~5" is a range. No character that text has.
const TILDE: &str = "\u{fdd4}";

/// How characters look.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Looks {
    pub(crate) bold: bool,
    pub(crate) italic: bool,
    /// With a line through it.
    pub(crate) struck: bool,
    /// In fixed type; it is none of the others then.
    pub(crate) code: bool,
}

/// A run of characters that look the same.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) looks: Looks,
    pub(crate) text: String,
}

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Part {
    /// A paragraph, a heading, an item of a list, a line of a quotation.
    Prose(Prose),
    /// Lines in which every space counts.
    Code(String),
    /// Cells are plain.
    Table { header: Vec<String>, rows: Vec<Vec<String>> },
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Prose {
    /// `•`, `3.`, `>`, or nothing.
    pub(crate) mark: String,
    /// How many lists it is in, less one.
    pub(crate) depth: usize,
    /// It belongs to what stands before it.
    pub(crate) tight: bool,
    pub(crate) spans: Vec<Span>,
}

impl Prose {
    /// The words without their looks.
    pub(crate) fn plain(&self) -> String {
        self.spans.iter().map(|it| it.text.as_str()).collect()
    }
}

/// The parts of `text`, in order. A mark that nothing closes yet is shown as it is; a fence reaches to the end then.
pub(crate) fn parts(text: &str) -> Vec<Part> {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    options.extension.cjk_friendly_emphasis = true;
    let arena = Arena::new();
    let mut out = Vec::new();
    let text = with_definitions_shown(&with_lone_tildes_kept(text));
    blocks(parse_document(&arena, &text, &options), &Around::default(), &mut out);
    out.iter_mut().for_each(Part::give_tildes_back);
    out
}

/// GitHub strikes through what stands between single tildes, too.
fn with_lone_tildes_kept(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = None;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let is_lone = character == '~' && characters.peek() != Some(&'~') && !matches!(before, Some('~' | '\\'));
        if is_lone {
            out.push_str(TILDE);
        } else {
            out.push(character);
        }
        before = Some(character);
    }
    out
}

impl Part {
    fn give_tildes_back(&mut self) {
        let give_back = |text: &mut String| {
            if text.contains(TILDE) {
                *text = text.replace(TILDE, "~");
            }
        };
        match self {
            Self::Prose(prose) => prose.spans.iter_mut().for_each(|span| give_back(&mut span.text)),
            Self::Code(code) => give_back(code),
            Self::Table { header, rows } => header.iter_mut().chain(rows.iter_mut().flatten()).for_each(give_back),
        }
    }
}

/// A line such as `[1]: https://…` would be taken for the address of a link, and not be shown.
fn with_definitions_shown(text: &str) -> String {
    let mut in_code = false;
    let line = |line: &str| {
        let start = line.trim_start_matches([' ', '>', '-', '*', '+']);
        in_code ^= start.starts_with("```") || start.starts_with("~~~");
        match start.strip_prefix('[').filter(|it| !in_code && it.contains("]:")) {
            Some(_) => format!("{}\\{start}", &line[..line.len() - start.len()]),
            None => line.to_owned(),
        }
    };
    text.split_inclusive('\n').map(line).collect()
}

/// What a block stands in.
#[derive(Clone, Default)]
struct Around {
    /// Lists.
    lists: usize,
    /// Lists and quotations.
    all: usize,
    mark: String,
    tight: bool,
    quoted: bool,
}

fn blocks<'a>(parent: &'a AstNode<'a>, around: &Around, out: &mut Vec<Part>) {
    let mut around = around.clone();
    for node in parent.children() {
        let value = node.data.borrow().value.clone();
        match value {
            NodeValue::Paragraph => prose(spans(node, Looks::default()), &around, out),
            NodeValue::Heading(_) => {
                prose(spans(node, Looks { bold: true, ..Looks::default() }), &around, out);
            }
            NodeValue::HtmlBlock(html) => prose(vec![plain(html.literal.trim_end())], &around, out),
            NodeValue::ThematicBreak => prose(vec![plain("———")], &around, out),
            NodeValue::CodeBlock(code) => {
                // Only one word behind a fence is the name of a language.
                if code.info.contains(char::is_whitespace) {
                    prose(vec![plain(&code.info)], &around, out);
                }
                let lines = code.literal.trim_matches('\n');
                if !lines.trim().is_empty() {
                    out.push(Part::Code(lines.to_owned()));
                }
            }
            NodeValue::Table(_) => out.extend(table(node)),
            NodeValue::List(list) => {
                let mut inner = Around { lists: around.lists + 1, all: around.all + 1, ..around.clone() };
                for (at, item) in node.children().enumerate() {
                    let end = if list.delimiter == ListDelimType::Paren { ")" } else { "." };
                    inner.mark = match list.list_type {
                        ListType::Bullet => "•".to_owned(),
                        ListType::Ordered => format!("{}{end}", list.start.saturating_add(at)),
                    };
                    inner.tight = at > 0 || around.lists > 0 || around.tight;
                    nested(item, &inner, out);
                }
            }
            NodeValue::BlockQuote => {
                let all = around.all + 1;
                nested(node, &Around { mark: ">".to_owned(), quoted: true, all, ..around.clone() }, out);
            }
            _ => prose(spans(node, Looks::default()), &around, out),
        }
        if !around.quoted {
            around.mark.clear();
        }
        around.tight = around.lists > 0 || around.quoted;
    }
}

fn nested<'a>(node: &'a AstNode<'a>, around: &Around, out: &mut Vec<Part>) {
    if around.all > DEEPEST {
        prose(spans(node, Looks::default()), around, out);
    } else {
        blocks(node, around, out);
    }
}

fn prose(spans: Vec<Span>, around: &Around, out: &mut Vec<Part>) {
    let (mark, depth) = (around.mark.clone(), around.lists.saturating_sub(1));
    let whole = Prose { mark, depth, tight: around.tight, spans };
    if whole.plain().trim().is_empty() {
        return;
    }
    if !around.quoted {
        out.push(Part::Prose(whole));
        return;
    }
    let mut line = Prose { spans: Vec::new(), ..whole.clone() };
    for span in whole.spans {
        for (at, text) in span.text.split('\n').enumerate() {
            if at > 0 {
                let next = Prose { spans: Vec::new(), tight: true, ..line.clone() };
                out.push(Part::Prose(std::mem::replace(&mut line, next)));
            }
            line.spans.push(Span { text: text.to_owned(), looks: span.looks });
        }
    }
    out.push(Part::Prose(line));
}

fn plain(text: &str) -> Span {
    Span { text: text.to_owned(), ..Span::default() }
}

/// What stands within `parent`, in looks that are added to `looks`. Addresses of links are shown: nobody is led where they
/// do not see.
fn spans<'a>(parent: &'a AstNode<'a>, looks: Looks) -> Vec<Span> {
    enum Step<'a> {
        Into(&'a AstNode<'a>, Looks),
        Show(Span),
    }
    let mut spans: Vec<Span> = Vec::new();
    let children = |node: &'a AstNode<'a>, looks: Looks| {
        node.reverse_children().map(|it| Step::Into(it, looks)).collect::<Vec<_>>()
    };
    let mut steps = children(parent, looks);
    while let Some(step) = steps.pop() {
        let (node, looks) = match step {
            Step::Show(span) => {
                spans.push(span);
                continue;
            }
            Step::Into(node, looks) => (node, looks),
        };
        let shown = |text: &str| Span { text: text.to_owned(), looks };
        let value = node.data.borrow().value.clone();
        match value {
            NodeValue::Text(text) => spans.push(shown(&text)),
            NodeValue::SoftBreak | NodeValue::LineBreak => spans.push(shown("\n")),
            NodeValue::Code(code) => {
                let looks = Looks { code: true, ..Looks::default() };
                spans.push(Span { text: code.literal, looks });
            }
            NodeValue::CodeBlock(code) => spans.push(shown(&code.literal)),
            NodeValue::HtmlInline(html) if html.to_lowercase().starts_with("<br") => spans.push(shown("\n")),
            NodeValue::HtmlInline(html) => spans.push(shown(&html)),
            NodeValue::HtmlBlock(html) => spans.push(shown(&html.literal)),
            NodeValue::Strong => steps.extend(children(node, Looks { bold: true, ..looks })),
            NodeValue::Emph => steps.extend(children(node, Looks { italic: true, ..looks })),
            NodeValue::Strikethrough => steps.extend(children(node, Looks { struck: true, ..looks })),
            NodeValue::Link(link) | NodeValue::Image(link) => {
                let words: String = self::spans(node, looks).into_iter().map(|it| it.text).collect();
                let address = link.url.strip_prefix("mailto:").unwrap_or(&link.url);
                if words.trim().is_empty() {
                    spans.push(plain(address));
                } else {
                    if !address.is_empty() && words != address && words != link.url {
                        steps.push(Step::Show(plain(&format!(" ({address})"))));
                    }
                    steps.extend(children(node, looks));
                }
            }
            NodeValue::Paragraph | NodeValue::Heading(_) if !spans.is_empty() => {
                spans.push(shown("\n"));
                steps.extend(children(node, looks));
            }
            _ => steps.extend(children(node, looks)),
        }
    }
    // Neighbours that look the same are one.
    let mut joined: Vec<Span> = Vec::new();
    for span in spans.into_iter().filter(|it| !it.text.is_empty()) {
        match joined.last_mut() {
            Some(last) if last.looks == span.looks => last.text.push_str(&span.text),
            _ => joined.push(span),
        }
    }
    joined
}

fn table<'a>(node: &'a AstNode<'a>) -> Option<Part> {
    let cell = |it: &'a AstNode<'a>| spans(it, Looks::default()).into_iter().map(|it| it.text).collect::<String>();
    let mut rows = node.children().map(|row| row.children().map(cell).collect::<Vec<_>>());
    let header = rows.next()?;
    Some(Part::Table { header, rows: rows.collect() })
}

#[cfg(test)]
#[path = "markdown_tests.rs"]
mod tests;
