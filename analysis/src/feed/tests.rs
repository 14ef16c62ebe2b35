use proptest::prelude::*;

use super::*;

const RSS_2: &str = r#"<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"><channel>
  <title>Bean &amp; News</title><link>https://example.org</link><description>All</description>
  <image><title>Logo</title><url>x</url></image>
  <item><title>Oat milk &amp;amp; prices</title><media:title>other</media:title><link> https://example.org/1 </link>
    <guid isPermaLink="false">tag:1</guid><pubDate>Tue, 10 Nov 2026 10:05:00 GMT</pubDate>
    <description><![CDATA[<p>Two chains <b>dropped</b> it.</p>]]></description></item>
  <item><description>Only a text, and no title.</description><guid>https://example.org/2</guid></item>
  <item><title>燕麦拿铁</title><link>javascript:alert(1)</link><dc:date>2026-11-09</dc:date>
    <content:encoded>&lt;p&gt;全文&lt;/p&gt;</content:encoded></item>
  <item></item></channel></rss>"#;

const RSS_1: &str = r#"<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
  xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://example.org"><title>Bean News</title></channel>
  <item rdf:about="https://example.org/1"><title>Oat milk</title><link>https://example.org/1</link>
  <dc:date>2026-11-10T10:05:00Z</dc:date></item></rdf:RDF>"#;

const RSS_090: &str = r#"<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
  xmlns="http://my.netscape.com/rdf/simple/0.9/"><channel><title>Bean News</title></channel>
  <item><title>Oat milk</title><link>https://example.org/1</link></item></rdf:RDF>"#;

const RSS_091: &str = r#"<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN"
  "http://my.netscape.com/publish/formats/rss-0.91.dtd"><rss version="0.91"><channel><title>Bean News</title>
  <item><title>Oat milk&nbsp;now</title><link>https://example.org/1</link></item></channel></rss>"#;

const ATOM: &str = r#"<feed xmlns="http://www.w3.org/2005/Atom"><title type="text">Bean News</title>
  <link href="https://example.org/"/><link rel="self" href="https://example.org/feed"/>
  <entry><title type="html">Oat &lt;b&gt;milk&lt;/b&gt;</title><link rel="edit" href="/edit"/><link href="/1"/>
  <id>urn:1</id><updated>2026-11-10T11:00:00Z</updated><published>2026-11-10T10:05:00Z</published>
  <author><name>Ana</name><title>Editor</title></author>
  <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Two chains</p><p>dropped it.</p></div></content></entry>
  </feed>"#;

const JSON_FEED: &str = r#"{"version":"https://jsonfeed.org/version/1.1","title":"Bean News","items":[
  {"id":"1","url":"https://example.org/1","title":"Oat milk","content_html":"<p>Two chains</p>",
   "date_published":"2026-11-10T10:05:00Z"}, 7, {"id":"2"}, {"content_text":"No title here","url":"/2"}]}"#;

fn read(text: &str) -> Result<Feed, FeedError> {
    read_feed(text.as_bytes(), "", Some("https://example.org/feed"))
}

fn shown(text: &str) -> String {
    let feed = read(text).expect("a feed");
    let line = |item: &Item| {
        let date = item.published.map(|date| date.to_string()).unwrap_or_default();
        format!("{} | {} | {} | {date}", item.title, item.link.as_deref().unwrap_or("-"), item.text)
    };
    let items = feed.items.iter().map(line).collect::<Vec<_>>().join("\n");
    format!("{}\n{items}{}", feed.title, feed.broken.map(|_| "\n(broken)").unwrap_or_default())
}

#[test]
fn rss_2_is_read_with_its_extensions() {
    insta::assert_snapshot!(shown(RSS_2), @r"
    Bean & News
    Oat milk & prices | https://example.org/1 | Two chains dropped it. | 2026-11-10T10:05:00Z
    Only a text, and no title. | https://example.org/2 | Only a text, and no title. | 
    燕麦拿铁 | - | 全文 | 2026-11-09T00:00:00Z
    ");
}

#[test]
fn every_older_rss_is_read() {
    for feed in [RSS_1, RSS_090, RSS_091] {
        let shown = shown(feed);
        assert!(shown.starts_with("Bean News\nOat milk"), "{shown}");
        assert!(shown.contains("https://example.org/1"), "{shown}");
    }
    for version in ["0.92", "0.93", "0.94", "2.0.1", ""] {
        let feed = RSS_091.replace("version=\"0.91\"", &format!("version=\"{version}\""));
        assert!(shown(&feed).contains("Oat milk now"), "{version}");
    }
}

#[test]
fn atom_is_read_with_xhtml_and_relative_links() {
    insta::assert_snapshot!(shown(ATOM), @r"
    Bean News
    Oat milk | https://example.org/1 | Two chains dropped it. | 2026-11-10T10:05:00Z
    ");
    insta::assert_snapshot!(shown(&ATOM.replace("<published>2026-11-10T10:05:00Z</published>", "")), @r"
    Bean News
    Oat milk | https://example.org/1 | Two chains dropped it. | 2026-11-10T11:00:00Z
    ");
}

#[test]
fn json_feed_is_read_item_by_item() {
    insta::assert_snapshot!(shown(JSON_FEED), @r"
    Bean News
    Oat milk | https://example.org/1 | Two chains | 2026-11-10T10:05:00Z
    No title here | https://example.org/2 | No title here | 
    ");
}

#[test]
fn a_broken_feed_is_read_up_to_where_it_breaks() {
    let at = RSS_2.find("<item><title>燕").expect("the third item");
    let cut = shown(&RSS_2[..at + 30]);
    assert!(cut.ends_with("(broken)") && cut.contains("Only a text"), "{cut}");
    // A stray ampersand, a tag that is never closed, an unknown entity and a control character break nothing.
    let sloppy = RSS_2.replace("Bean &amp; News", "Bean & News").replace("All</description>", "All");
    assert!(shown(&sloppy).contains("Oat milk & prices"), "{}", shown(&sloppy));
    let odd = RSS_2.replace("Only a text", "Only &hellip; &bogus; \u{1} a text");
    assert!(shown(&odd).contains("Only … &bogus; a text"), "{}", shown(&odd));
    let no_item = RSS_2.find("<item>").expect("the first item");
    assert!(matches!(read(&RSS_2[..no_item]), Err(FeedError::Broken(_))));
}

#[test]
fn what_is_no_feed_is_told_apart() {
    assert_eq!(read("<!doctype html><html><p>Hello"), Err(FeedError::Page));
    assert_eq!(read("<opml/>"), Err(FeedError::NoFeed));
    for text in ["", "hello", "<", "[]", "{\"items\":7}", "{}"] {
        assert!(matches!(read(text), Err(FeedError::NoFeed | FeedError::Broken(_))), "{text}: {:?}", read(text));
    }
    assert_eq!(read("<rss/>").map(|feed| feed.items.len()), Ok(0));
}

#[test]
fn entities_and_deep_nesting_are_refused() {
    let bomb = "<!DOCTYPE rss [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]><rss><channel><item><title>&b;</title></item></channel></rss>";
    assert_eq!(read(bomb), Err(FeedError::Entities));
    let outside =
        "<!DOCTYPE rss [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><rss><channel><title>&x;</title></channel></rss>";
    assert_eq!(read(outside), Err(FeedError::Entities));
    assert_eq!(read(&format!("<rss>{}", "<a>".repeat(100_000))), Err(FeedError::TooDeep));
    assert_eq!(read(&format!("{{\"items\":[{}", "[".repeat(100_000))), Err(FeedError::TooDeep));
}

#[test]
fn a_huge_feed_is_bounded() {
    let items = "<item><title>Oat milk</title></item>".repeat(MOST_ITEMS + 500);
    let feed = read(&format!("<rss><channel>{items}</channel></rss>")).expect("a feed");
    assert_eq!(feed.items.len(), MOST_ITEMS);
    let long = format!("<rss><channel><item><title>{}</title></item></channel></rss>", "oat ".repeat(100_000));
    assert!(read(&long).expect("a feed").items[0].title.chars().count() <= TITLE_CHARACTERS);
}

#[test]
fn only_links_that_may_be_shown_are_kept() {
    for (link, kept) in [
        ("https://example.org/a?b=1&amp;c", Some("https://example.org/a?b=1&amp;c")),
        ("/a", Some("https://example.org/a")),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("https://me:secret@example.org/", None),
        ("java\nscript:alert(1)", None),
        ("", None),
    ] {
        let base = Url::parse("https://example.org/feed").ok();
        assert_eq!(clean_link(link, base.as_ref()).as_deref(), kept, "{link}");
    }
}

#[test]
fn dates_in_the_future_or_before_the_web_are_the_time_of_seeing() {
    let date = |text: &str| text.parse::<Timestamp>().expect(text);
    let seen = date("2026-11-10T10:00:00Z");
    for (published, sane) in [
        (Some("2026-11-09T10:00:00Z"), "2026-11-09T10:00:00Z"),
        (Some("2026-11-10T10:30:00Z"), "2026-11-10T10:00:00Z"),
        (Some("2036-11-10T10:00:00Z"), "2026-11-10T10:00:00Z"),
        (Some("1970-01-01T00:00:00Z"), "2026-11-10T10:00:00Z"),
        (None, "2026-11-10T10:00:00Z"),
    ] {
        assert_eq!(sane_date(published.map(date), seen), date(sane), "{published:?}");
    }
}

#[test]
fn an_item_that_comes_back_with_another_date_and_address_is_the_same() {
    let one = &read(RSS_2).expect("a feed").items[0];
    let other = RSS_2.replace("10 Nov 2026", "12 Nov 2026").replace("example.org/1", "example.org/1?utm_source=x");
    let other = &read(&other).expect("a feed").items[0];
    assert_ne!((&one.link, one.published), (&other.link, other.published));
    assert_eq!(one.fingerprint(), other.fingerprint());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _feed = read_feed(&bytes, "", None);
        let _list = read_opml(&decode(&bytes, ""));
    }

    #[test]
    fn a_feed_that_is_cut_or_changed_anywhere_is_read_or_refused(
        feed in prop::sample::select(vec![RSS_2, RSS_1, ATOM, JSON_FEED]), at in any::<prop::sample::Index>(), byte in any::<u8>(),
    ) {
        let bytes = feed.as_bytes();
        let at = at.index(bytes.len());
        let _cut = read_feed(&bytes[..at], "", None);
        let mut changed = bytes.to_vec();
        changed[at] = byte;
        if let Ok(feed) = read_feed(&changed, "", None) {
            for item in feed.items {
                prop_assert!(!item.title.is_empty() && item.text.chars().count() <= TEXT_CHARACTERS);
            }
        }
    }
}
