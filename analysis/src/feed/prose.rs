//! The words of a page as a person reads them: without what stands around them, and with a line for each block.

use dom_query::{Document, Selection};
use dom_smoothie::{Config, Readability};

use super::FeedError;
use super::page::{MOST_ELEMENTS, tree};

/// What nobody reads as the text of a page. A page's header goes, an article's own one stays.
const AROUND: &str = "script, style, noscript, template, svg, iframe, canvas, nav, footer, aside, dialog, [hidden]";
const FORMS: &str = "form, button, select, textarea, input, label";
/// Blocks that [`Document::formatted_text`] does not know.
const BLOCKS: &str =
    "main, dt, dd, figcaption, figure, address, details, summary, caption, fieldset, legend, header, hgroup";
/// Fewer characters are no article.
const LEAST_ARTICLE: usize = 100;

/// The words of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prose {
    /// A paragraph or line for each block.
    pub text: String,
    /// Whether the page asks for a password, and not only at its head or foot.
    pub has_password: bool,
}

/// The words of a page: of its article or main part, or all of it. Of a page from the web that marks no such part, what
/// Readability takes for the article.
///
/// # Errors
/// [`FeedError::TooDeep`], or [`FeedError::NoFeed`] if nothing is left.
pub fn read_prose(bytes: &[u8], content_type: &str, from_web: bool) -> Result<Prose, FeedError> {
    let document = tree(bytes, content_type).ok_or(FeedError::TooDeep)?;
    document.select(AROUND).remove();
    document.select("article header, main header").rename("div");
    document.select("header").remove();
    let has_password = document.select("input[type=password], input[type=PASSWORD]").exists();
    document.select(FORMS).remove();
    let articles = document.select("article");
    let main = document.select("main");
    let text = if main.exists() {
        formatted(&document, &main.first())
    } else if articles.length() == 1 {
        formatted(&document, &articles)
    } else if from_web {
        article(document)?
    } else {
        formatted(&document, &document.select("body"))
    };
    if text.is_empty() && !has_password { Err(FeedError::NoFeed) } else { Ok(Prose { text, has_password }) }
}

fn formatted(document: &Document, part: &Selection<'_>) -> String {
    part.select(BLOCKS).rename("div");
    let node = part.nodes().first().map(|node| node.formatted_text());
    tidy(&node.unwrap_or_else(|| document.formatted_text()))
}

/// What Readability takes for the article.
fn article(document: Document) -> Result<String, FeedError> {
    let config = Config { max_elements_to_parse: MOST_ELEMENTS, char_threshold: LEAST_ARTICLE, ..Config::default() };
    let mut readability = Readability::with_document(document, None, Some(config)).map_err(|_| FeedError::NoFeed)?;
    let article = readability.parse().map_err(|_| FeedError::NoFeed)?;
    let content = Document::fragment(&*article.content);
    content.select(BLOCKS).rename("div");
    Ok(tidy(&content.formatted_text()))
}

/// At most one empty line in a row.
fn tidy(text: &str) -> String {
    let mut tidy = String::with_capacity(text.len());
    let mut empty = 0;
    for line in text.lines().map(str::trim) {
        empty = if line.is_empty() { empty + 1 } else { 0 };
        if empty < 2 {
            tidy.push_str(line);
            tidy.push('\n');
        }
    }
    tidy.trim().to_string()
}

#[cfg(test)]
mod tests {
    use super::read_prose;

    fn prose(html: &str) -> String {
        read_prose(html.as_bytes(), "text/html; charset=utf-8", false).map(|it| it.text).unwrap_or_default()
    }

    #[test]
    fn blocks_and_line_breaks_stand_apart() {
        let text = prose(
            "<ul><li>Oats</li><li>Milk</li></ul>Order<br>now<div>Tea</div><div>Come by</div><dl><dt>A</dt><dd>B</dd></dl>",
        );
        let words: Vec<&str> = text.split_whitespace().collect();
        assert_eq!(words, ["Oats", "Milk", "Order", "now", "Tea", "Come", "by", "A", "B"], "{text}");
        assert!(text.contains("Order\nnow"), "{text}");
    }

    #[test]
    fn what_stands_around_the_text_is_left_out() {
        let page = "<body><header>Barn <form>Sign in <input type=password></form></header><nav>Menu</nav><script>x()</script>\
                    <article><header><h1>Twelve seats</h1></header><p>Come <b>by</b>.</p></article><aside>Ad</aside>\
                    <footer>Imprint</footer></body>";
        let read = read_prose(page.as_bytes(), "", true).expect("it has an article");
        assert_eq!((read.text.as_str(), read.has_password), ("Twelve seats\n\nCome by.", false));
    }
}
