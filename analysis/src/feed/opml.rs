//! OPML: lists of feeds, as readers exchange them.

use quick_xml::Reader;
use quick_xml::events::Event;

use super::{FeedError, MOST_DEPTH, clean_link, plain_text};

/// Feeds of one list beyond these are not read.
const MOST_OUTLINES: usize = 1_000;

/// A feed in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outline {
    /// What the list calls it; may be empty.
    pub title: String,
    /// Where the feed is.
    pub url: String,
}

/// Reads a list; folders are looked into, and not kept.
///
/// # Errors
/// That it is no OPML, declares entities or is nested too deeply.
pub fn read_opml(text: &str) -> Result<Vec<Outline>, FeedError> {
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let (mut outlines, mut depth, mut is_opml) = (Vec::<Outline>::new(), 0_usize, false);
    loop {
        let event = reader.read_event().map_err(|error| FeedError::Broken(error.to_string()))?;
        let (element, opens) = match event {
            Event::Start(element) => (element, true),
            Event::Empty(element) => (element, false),
            Event::End(_) => {
                depth = depth.saturating_sub(1);
                continue;
            }
            Event::DocType(declaration) if declaration.contains("<!ENTITY") => return Err(FeedError::Entities),
            Event::Eof => return if is_opml { Ok(outlines) } else { Err(FeedError::NoFeed) },
            _ => continue,
        };
        depth += usize::from(opens);
        if depth > MOST_DEPTH {
            return Err(FeedError::TooDeep);
        }
        is_opml |= element.local_name().into_inner().eq_ignore_ascii_case("opml");
        let attribute = |name: &str| {
            let mut attributes = element.html_attributes().flatten();
            let found = attributes.find(|attribute| attribute.key.into_inner().eq_ignore_ascii_case(name))?;
            Some(html_escape::decode_html_entities(&found.value).into_owned())
        };
        let Some(url) = attribute("xmlUrl").and_then(|url| clean_link(&url, None)) else { continue };
        if outlines.len() < MOST_OUTLINES && !outlines.iter().any(|outline| outline.url == url) {
            let title = attribute("title").or_else(|| attribute("text")).unwrap_or_default();
            outlines.push(Outline { title: plain_text(&title, 200), url });
        }
    }
}

/// Writes a list.
pub fn write_opml(title: &str, outlines: &[Outline]) -> String {
    let escape = |text: &str| html_escape::encode_double_quoted_attribute(text).into_owned();
    let line = |outline: &Outline| {
        let (title, url) = (escape(&outline.title), escape(&outline.url));
        format!("    <outline type=\"rss\" text=\"{title}\" title=\"{title}\" xmlUrl=\"{url}\"/>\n")
    };
    let (title, lines) = (escape(title), outlines.iter().map(line).collect::<String>());
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n  <head><title>{title}</title></head>\n  \
         <body>\n{lines}  </body>\n</opml>\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let outlines = [
            Outline {
                title: "News \"on\" <coffee> & tea".to_owned(),
                url: "https://example.org/feed?a=1&b=2".to_owned(),
            },
            Outline { title: "咖啡".to_owned(), url: "https://example.cn/feed".to_owned() },
        ];
        let text = write_opml("Coffee & more", &outlines);
        insta::assert_snapshot!(text, @r#"
        <?xml version="1.0" encoding="UTF-8"?>
        <opml version="2.0">
          <head><title>Coffee &amp; more</title></head>
          <body>
            <outline type="rss" text="News &quot;on&quot; &lt;coffee&gt; &amp; tea" title="News &quot;on&quot; &lt;coffee&gt; &amp; tea" xmlUrl="https://example.org/feed?a=1&amp;b=2"/>
            <outline type="rss" text="咖啡" title="咖啡" xmlUrl="https://example.cn/feed"/>
          </body>
        </opml>
        "#);
        let read = read_opml(&text).expect("our own");
        assert_eq!(read[1], outlines[1]);
        // A name's "<coffee>" is taken for a tag, as in any title.
        assert_eq!(read[0].url, outlines[0].url);
    }

    #[test]
    fn folders_are_looked_into_and_what_is_no_list_is_refused() {
        let nested = "<opml><body><outline text='Tech'><outline text='A' xmlUrl='https://a.example/f'/>\
                      <outline xmlUrl='https://a.example/f'/><outline xmlUrl='javascript:x'/></outline></body></opml>";
        assert_eq!(read_opml(nested).map(|outlines| outlines.len()), Ok(1));
        assert_eq!(read_opml("<rss/>"), Err(FeedError::NoFeed));
        assert_eq!(read_opml("<!DOCTYPE x [<!ENTITY a \"b\">]><opml/>"), Err(FeedError::Entities));
        assert_eq!(read_opml(&"<opml>".repeat(200)), Err(FeedError::TooDeep));
    }
}
