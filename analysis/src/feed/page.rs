//! Pages for people: the feed that they name, lists of links by CSS selector, and the article in a page.

use dom_query::{Document, Matcher};
use dom_smoothie::{Config, Readability};
use url::Url;

use super::{Feed, FeedError, Item, MOST_ITEMS, TEXT_CHARACTERS, TITLE_CHARACTERS, clean_link, decode, plain_text};

/// Fewer characters are no article: a landing page has a few sentences, a menu or a notice has less.
const LEAST_ARTICLE: usize = 100;
/// Elements that a page may have; larger ones are not read.
pub(super) const MOST_ELEMENTS: usize = 20_000;
/// How deep a page's elements may be nested.
const PAGE_DEPTH: usize = 400;
/// Elements without an end.
const VOID: [&str; 14] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];
/// Elements that HTML lets end by themselves.
const SELF_ENDING: [&str; 10] = ["p", "li", "td", "tr", "th", "dt", "dd", "option", "tbody", "thead"];

/// A feed that a page names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Discovered {
    /// What the page calls it; may be empty.
    pub title: String,
    /// Where it is.
    pub url: String,
}

/// The article in a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// Its headline.
    pub title: String,
    /// Its text, at most [`TEXT_CHARACTERS`].
    pub text: String,
}

/// The feeds that a page names in its head (`link rel="alternate"`), in its order.
pub fn discover(bytes: &[u8], content_type: &str, base: &str) -> Vec<Discovered> {
    let Some((document, base)) = parse(bytes, content_type, base) else { return Vec::new() };
    let mut found = Vec::<Discovered>::new();
    for link in document.select("link[rel~=alternate][href]").iter() {
        let attribute = |name: &str| link.attr(name).map(|value| value.to_string()).unwrap_or_default();
        let kind = attribute("type").to_ascii_lowercase();
        let is_feed = ["application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"]
            .iter()
            .any(|known| kind.starts_with(known));
        let url = clean_link(&attribute("href"), Some(&base)).filter(|_| is_feed);
        if let Some(url) = url.filter(|url| found.iter().all(|feed| feed.url != *url)) {
            found.push(Discovered { title: plain_text(&attribute("title"), TITLE_CHARACTERS), url });
        }
    }
    found
}

/// Whether a text is a CSS selector.
pub fn is_selector(selector: &str) -> bool {
    Matcher::new(selector).is_ok()
}

/// The items of a page that lists links: each element that `selector` finds, or the first link in it.
///
/// # Errors
/// [`FeedError::NoFeed`] if nothing is found, or the page cannot be read.
pub fn read_list(bytes: &[u8], content_type: &str, base: &str, selector: &str) -> Result<Feed, FeedError> {
    let (document, base) = parse(bytes, content_type, base).ok_or(FeedError::TooDeep)?;
    let matcher = Matcher::new(selector).map_err(|_| FeedError::NoFeed)?;
    let mut items = Vec::<Item>::new();
    for found in document.select_matcher(&matcher).iter().take(MOST_ITEMS) {
        let inner = found.select("a[href]");
        let link = found.attr("href").or_else(|| inner.attr("href")).unwrap_or_default();
        let dated = found.select("time[datetime]").attr("datetime").unwrap_or_default();
        let heading = found.select("h1, h2, h3, h4").first().text();
        let whole = found.text();
        let linked = inner.first().text();
        let titles = [&heading, &linked, &whole];
        let title = titles.into_iter().find(|title| !title.trim().is_empty()).unwrap_or(&whole);
        let text = if heading.trim().is_empty() { "" } else { &*whole };
        let item = Item::clean(
            &html_escape::encode_text(&**title),
            &link,
            &html_escape::encode_text(text),
            &dated,
            Some(&base),
        );
        items.extend(item.filter(|item| item.link.is_some() && !items.iter().any(|other| other.link == item.link)));
    }
    let title = plain_text(&document.select("title").first().text(), TITLE_CHARACTERS);
    if items.is_empty() { Err(FeedError::NoFeed) } else { Ok(Feed { title, items, broken: None }) }
}

/// The article in a page, without what stands around it.
///
/// # Errors
/// [`FeedError::NoFeed`] if there is none.
pub fn read_article(bytes: &[u8], content_type: &str) -> Result<Article, FeedError> {
    let document = tree(bytes, content_type).ok_or(FeedError::TooDeep)?;
    let config = Config { max_elements_to_parse: MOST_ELEMENTS, char_threshold: LEAST_ARTICLE, ..Config::default() };
    let mut readability = Readability::with_document(document, None, Some(config)).map_err(|_| FeedError::NoFeed)?;
    let article = readability.parse().map_err(|_| FeedError::NoFeed)?;
    let text = plain_text(&html_escape::encode_text(&*article.text_content), TEXT_CHARACTERS);
    let title = plain_text(&html_escape::encode_text(&*article.title), TITLE_CHARACTERS);
    // What is nearly all links is a list, whatever its length.
    let linked: usize = Document::from(&*article.content)
        .select("a")
        .iter()
        .map(|link| link.text().chars().filter(|c| !c.is_whitespace()).count())
        .sum();
    let all = text.chars().filter(|c| !c.is_whitespace()).count();
    if all == 0 || linked * 10 > all * 8 { Err(FeedError::NoFeed) } else { Ok(Article { title, text }) }
}

fn parse(bytes: &[u8], content_type: &str, base: &str) -> Option<(Document, Url)> {
    Some((tree(bytes, content_type)?, Url::parse(base).ok()?))
}

pub(super) fn tree(bytes: &[u8], content_type: &str) -> Option<Document> {
    let html = decode(bytes, content_type);
    is_shallow(&html).then(|| Document::from(html))
}

/// Whether a page is small and flat enough to build a tree of it.
fn is_shallow(html: &str) -> bool {
    let (mut depth, mut elements) = (0_usize, 0_usize);
    for tag in html.split('<').skip(1) {
        let is_end = tag.starts_with('/');
        let name: String = tag
            .trim_start_matches('/')
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .map(|letter| letter.to_ascii_lowercase())
            .collect();
        if name.is_empty() || VOID.contains(&name.as_str()) || SELF_ENDING.contains(&name.as_str()) {
            continue;
        }
        if is_end {
            depth = depth.saturating_sub(1);
        } else {
            (depth, elements) = (depth + 1, elements + 1);
        }
        if depth > PAGE_DEPTH || elements > MOST_ELEMENTS {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<!doctype html><html><head><title>Bean News</title>
        <link rel="alternate" type="application/rss+xml" title="All &amp; more" href="/feed.xml">
        <link rel="alternate" type="application/rss+xml" href="/feed.xml">
        <link rel="alternate" type="text/html" href="/zh"><link rel=stylesheet href=a.css>
        <link rel="alternate feed" type="application/feed+json" href="https://example.org/feed.json"></head>
        <body><ul class=news>
        <li><a href="/1">Oat milk prices rise</a><time datetime="2026-11-10">today</time></li>
        <li><h3>Matcha &lt;b&gt;is back</h3><p>Green again.</p><a href="2">more</a></li>
        <li><a href="javascript:alert(1)">evil</a></li><li>no link</li></ul></body></html>"#;

    #[test]
    fn a_page_names_its_feeds() {
        let found = discover(PAGE.as_bytes(), "text/html", "https://example.org/news/");
        let urls: Vec<_> = found.iter().map(|feed| (feed.title.as_str(), feed.url.as_str())).collect();
        assert_eq!(urls, [("All & more", "https://example.org/feed.xml"), ("", "https://example.org/feed.json")]);
    }

    #[test]
    fn a_page_of_links_is_no_article() {
        let page = format!(
            "<html><head><title>List</title></head><body><ul>{}</ul></body></html>",
            (0..20)
                .map(|place| format!("<li><a href=/{place}>Oat milk prices rise once more, part {place}</a></li>"))
                .collect::<String>()
        );
        assert_eq!(read_article(page.as_bytes(), "text/html").map(|it| it.title), Err(FeedError::NoFeed));
        let text = "Oat milk prices rise once more, and cafés feel it. ".repeat(10);
        let page =
            format!("<html><head><title>News</title></head><body><p>{text}<a href=/1>more</a></p></body></html>");
        assert_eq!(read_article(page.as_bytes(), "text/html").map(|it| it.title), Ok("News".to_owned()));
    }

    #[test]
    fn a_list_of_links_is_read_by_a_selector() {
        let list = read_list(PAGE.as_bytes(), "", "https://example.org/news/", "ul.news li").expect("a list");
        assert_eq!(list.title, "Bean News");
        let items: Vec<_> = list.items.iter().map(|item| (item.title.as_str(), item.link.as_deref())).collect();
        assert_eq!(
            items,
            [
                ("Oat milk prices rise", Some("https://example.org/1")),
                ("Matcha is back", Some("https://example.org/news/2"))
            ]
        );
        assert_eq!(list.items[0].published.map(|date| date.to_string()).as_deref(), Some("2026-11-10T00:00:00Z"));
        let nothing = read_list(PAGE.as_bytes(), "", "https://example.org/", "table");
        assert_eq!(nothing, Err(FeedError::NoFeed));
        assert!(is_selector("ul.news > li:first-child a") && !is_selector("ul..news") && !is_selector("]["));
    }

    #[test]
    fn an_article_is_found_among_what_stands_around_it() {
        let paragraph = "Oat milk has become the default in many cafés, and prices follow, says a report. ".repeat(6);
        let page = format!(
            "<html><head><title>Oat milk prices</title></head><body><nav><a href=/>Home</a></nav><article><h1>Oat milk \
             prices</h1><p>{paragraph}</p><p>{paragraph}</p></article><footer>Imprint</footer></body></html>"
        );
        let article = read_article(page.as_bytes(), "text/html").expect("an article");
        assert_eq!(article.title, "Oat milk prices");
        assert!(article.text.contains("default in many cafés") && !article.text.contains("Imprint"), "{article:?}");
    }

    #[test]
    fn a_page_that_is_too_deep_is_not_read() {
        let deep = "<div>".repeat(100_000);
        assert_eq!(read_article(deep.as_bytes(), ""), Err(FeedError::TooDeep));
        assert_eq!(discover(deep.as_bytes(), "", "https://example.org/"), []);
        assert_eq!(read_list(b"<p>", "", "not an address", "p"), Err(FeedError::TooDeep));
    }
}
