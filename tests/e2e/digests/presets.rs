//! The common sources by name: what their sites send, in the shapes that were recorded of them, over a real server.

use axum::Router;
use axum::body::Body;
use axum::extract::Path;
use axum::response::Response;
use axum::routing::get;

use super::{SETTINGS, preview};
use crate::program::Program;

/// The preset, what its site sends, and what is to be read of it: title, address, time.
const SHAPES: [(&str, &str, &str, &str, &str); 12] = [
    (
        "news",
        r##"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel><generator>NFE/5.0</generator><title>"oat milk" - Google News</title><link>https://news.google.com/search?q=oat+milk&amp;hl=en-US</link><image><title>Google News</title><url>https://lh3.googleusercontent.com/x</url></image><item><title>Oat milk prices rise - The Bean</title><link>https://news.google.com/rss/articles/CBMiabc?oc=5</link><guid isPermaLink="false">CBMiabc</guid><pubDate>Wed, 25 Nov 2026 08:00:00 GMT</pubDate><description>&lt;a href="https://news.google.com/rss/articles/CBMiabc?oc=5" target="_blank"&gt;Oat milk prices rise&lt;/a&gt;&amp;nbsp;&amp;nbsp;&lt;font color="#6f6f6f"&gt;The Bean&lt;/font&gt;</description><source url="https://bean.example">The Bean</source></item></channel></rss>"##,
        "Oat milk prices rise - The Bean",
        "https://news.google.com/rss/articles/CBMiabc?oc=5",
        "2026-11-25T08:00:00Z",
    ),
    (
        "bing",
        r#"<?xml version="1.0" encoding="utf-8" ?><rss version="2.0" xmlns:News="https://www.bing.com:443/news/search?q=oat+milk&amp;format=rss"><channel><title>oat milk - BingNews</title><link>https://www.bing.com:443/news/search?q=oat+milk&amp;format=rss</link><item><title>Oat milk prices rise</title><link>http://www.bing.com/news/apiclick.aspx?ref=FexRss&amp;aid=&amp;url=https%3a%2f%2fbean.example%2f1&amp;c=1</link><description>Two chains dropped the surcharge.</description><pubDate>Wed, 25 Nov 2026 08:00:00 GMT</pubDate><News:Source>The Bean</News:Source></item></channel></rss>"#,
        "Oat milk prices rise",
        "http://www.bing.com/news/apiclick.aspx?ref=FexRss&aid=&url=https%3a%2f%2fbean.example%2f1&c=1",
        "2026-11-25T08:00:00Z",
    ),
    (
        "reddit",
        r#"<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/"><category term="Coffee" label="r/Coffee"/><updated>2026-11-25T09:00:00+00:00</updated><id>/r/Coffee/.rss</id><link rel="self" href="https://www.reddit.com/r/Coffee/.rss" type="application/atom+xml" /><link rel="alternate" href="https://www.reddit.com/r/Coffee/" type="text/html" /><title>Coffee</title><entry><author><name>/u/ada</name><uri>https://www.reddit.com/user/ada</uri></author><category term="Coffee" label="r/Coffee"/><content type="html">&lt;!-- SC_OFF --&gt;&lt;div class=&quot;md&quot;&gt;&lt;p&gt;Is it only me?&lt;/p&gt;&lt;/div&gt;&lt;!-- SC_ON --&gt; &amp;#32; submitted by &amp;#32; &lt;a href=&quot;https://www.reddit.com/user/ada&quot;&gt; /u/ada &lt;/a&gt;</content><id>t3_1abc</id><link href="https://www.reddit.com/r/Coffee/comments/1abc/oat_milk/" /><updated>2026-11-25T08:00:00+00:00</updated><published>2026-11-25T08:00:00+00:00</published><title>Oat milk prices rise</title></entry></feed>"#,
        "Oat milk prices rise",
        "https://www.reddit.com/r/Coffee/comments/1abc/oat_milk/",
        "2026-11-25T08:00:00Z",
    ),
    (
        "youtube",
        r#"<?xml version="1.0" encoding="UTF-8"?><feed xmlns:yt="http://www.youtube.com/xml/schemas/2015" xmlns:media="http://search.yahoo.com/mrss/" xmlns="http://www.w3.org/2005/Atom"><link rel="self" href="http://www.youtube.com/feeds/videos.xml?channel_id=UCx"/><id>yt:channel:x</id><yt:channelId>x</yt:channelId><title>Barista School</title><link rel="alternate" href="https://www.youtube.com/channel/UCx"/><author><name>Barista School</name><uri>https://www.youtube.com/channel/UCx</uri></author><published>2015-01-01T00:00:00+00:00</published><entry><id>yt:video:abc</id><yt:videoId>abc</yt:videoId><title>Oat milk prices rise</title><link rel="alternate" href="https://www.youtube.com/watch?v=abc"/><author><name>Barista School</name></author><published>2026-11-25T08:00:00+00:00</published><updated>2026-11-25T10:00:00+00:00</updated><media:group><media:title>Another title</media:title><media:content url="https://www.youtube.com/v/abc?version=3" type="application/x-shockwave-flash" width="640" height="390"/><media:thumbnail url="https://i1.ytimg.com/vi/abc/hqdefault.jpg" width="480" height="360"/><media:description>What it means for your latte.</media:description><media:community><media:starRating count="10" average="5.00" min="1" max="5"/><media:statistics views="100"/></media:community></media:group></entry></feed>"#,
        "Oat milk prices rise",
        "https://www.youtube.com/watch?v=abc",
        "2026-11-25T08:00:00Z",
    ),
    (
        "hackernews",
        r#"<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>Hacker News: Front Page</title><link>https://news.ycombinator.com/</link><description>Hacker News RSS</description><atom:link href="https://hnrss.org/frontpage" rel="self" type="application/rss+xml"></atom:link><item><title><![CDATA[Oat milk prices rise]]></title><description><![CDATA[<p>Article URL: <a href="https://bean.example/1">https://bean.example/1</a></p><p>Points: 100</p>]]></description><pubDate>Wed, 25 Nov 2026 08:00:00 +0000</pubDate><link>https://bean.example/1</link><dc:creator>ada</dc:creator><comments>https://news.ycombinator.com/item?id=1</comments><guid isPermaLink="false">https://news.ycombinator.com/item?id=1</guid></item></channel></rss>"#,
        "Oat milk prices rise",
        "https://bean.example/1",
        "2026-11-25T08:00:00Z",
    ),
    (
        "mastodon",
        r##"<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:webfeeds="http://webfeeds.org/rss/1.0" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>#coffee</title><description>Public posts tagged #coffee</description><link>https://mastodon.social/tags/coffee</link><generator>Mastodon v4.3.0</generator><item><guid isPermaLink="true">https://mastodon.social/@ada/1</guid><link>https://mastodon.social/@ada/1</link><pubDate>Wed, 25 Nov 2026 08:00:00 +0000</pubDate><description>&lt;p&gt;Oat milk prices rise &lt;a href="https://mastodon.social/tags/coffee" class="mention hashtag" rel="tag"&gt;#&lt;span&gt;coffee&lt;/span&gt;&lt;/a&gt;&lt;/p&gt;</description><category>coffee</category></item></channel></rss>"##,
        "Oat milk prices rise #coffee",
        "https://mastodon.social/@ada/1",
        "2026-11-25T08:00:00Z",
    ),
    (
        "bluesky",
        r#"<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><description>A barista.</description><link>https://bsky.app/profile/ada.bsky.social</link><title>@ada.bsky.social - Ada</title><item><link>https://bsky.app/profile/ada.bsky.social/post/3l</link><description>Oat milk prices rise, again.</description><pubDate>25 Nov 2026 08:00 +0000</pubDate><guid isPermaLink="false">at://did:plc:x/app.bsky.feed.post/3l</guid></item></channel></rss>"#,
        "Oat milk prices rise, again.",
        "https://bsky.app/profile/ada.bsky.social/post/3l",
        "2026-11-25T08:00:00Z",
    ),
    (
        "medium",
        r#"<?xml version="1.0" encoding="UTF-8"?><rss xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:atom="http://www.w3.org/2005/Atom" version="2.0" xmlns:cc="http://cyber.law.harvard.edu/rss/creativeCommonsRssModule.html"><channel><title><![CDATA[Coffee on Medium]]></title><link>https://medium.com/tag/coffee/latest?source=rss</link><item><title><![CDATA[Oat milk prices rise]]></title><description><![CDATA[<div class="medium-feed-item"><p class="medium-feed-snippet">Two chains dropped the surcharge.</p></div>]]></description><link>https://medium.com/@ada/oat-1?source=rss</link><guid isPermaLink="false">https://medium.com/p/1</guid><category><![CDATA[coffee]]></category><dc:creator><![CDATA[Ada]]></dc:creator><pubDate>Wed, 25 Nov 2026 08:00:00 GMT</pubDate><atom:updated>2026-11-25T09:00:00.000Z</atom:updated></item></channel></rss>"#,
        "Oat milk prices rise",
        "https://medium.com/@ada/oat-1?source=rss",
        "2026-11-25T08:00:00Z",
    ),
    (
        "github",
        r#"<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/" xml:lang="en-US"><id>tag:github.com,2008:https://github.com/owner/repository/releases</id><link type="text/html" rel="alternate" href="https://github.com/owner/repository/releases"/><link type="application/atom+xml" rel="self" href="https://github.com/owner/repository/releases.atom"/><title>Release notes from repository</title><updated>2026-11-25T08:00:00Z</updated><entry><id>tag:github.com,2008:Repository/1/v2</id><updated>2026-11-25T08:00:00Z</updated><link rel="alternate" type="text/html" href="https://github.com/owner/repository/releases/tag/v2"/><title>v2: oat milk</title><content type="html">&lt;h2&gt;New&lt;/h2&gt;</content><author><name>ada</name></author><media:thumbnail height="30" width="30" url="https://avatars.githubusercontent.com/u/1"/></entry></feed>"#,
        "v2: oat milk",
        "https://github.com/owner/repository/releases/tag/v2",
        "2026-11-25T08:00:00Z",
    ),
    (
        "producthunt",
        r#"<?xml version="1.0" encoding="UTF-8"?><feed xml:lang="en-US" xmlns="http://www.w3.org/2005/Atom"><id>tag:www.producthunt.com,2005:/feed</id><link rel="alternate" type="text/html" href="https://www.producthunt.com"/><title>Product Hunt — The best new products, every day</title><entry><id>tag:www.producthunt.com,2005:Post/1</id><published>2026-11-25T00:00:00-08:00</published><updated>2026-11-25T09:00:00-08:00</updated><link rel="alternate" type="text/html" href="https://www.producthunt.com/products/oat"/><title>Oat</title><content type="html">&lt;p&gt;Milk from oats&lt;/p&gt;&lt;p&gt;&lt;a href="https://www.producthunt.com/posts/oat"&gt;Discussion&lt;/a&gt;&lt;/p&gt;</content><author><name>Ada</name></author></entry></feed>"#,
        "Oat",
        "https://www.producthunt.com/products/oat",
        "2026-11-25T08:00:00Z",
    ),
    (
        "news-zh",
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><rss version="2.0"><channel><title>“燕麦奶” - Google 新闻</title><language>zh-CN</language><item><title>燕麦奶涨价 - 咖啡报</title><link>https://news.google.com/rss/articles/CBMizh?oc=5</link><guid isPermaLink="false">CBMizh</guid><pubDate>Wed, 25 Nov 2026 08:00:00 GMT</pubDate><source url="https://bao.example">咖啡报</source></item></channel></rss>"#,
        "燕麦奶涨价 - 咖啡报",
        "https://news.google.com/rss/articles/CBMizh?oc=5",
        "2026-11-25T08:00:00Z",
    ),
    (
        "reddit-search",
        r#"<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom"><updated>2026-11-25T09:00:00+00:00</updated><id>/search.rss?q=oat+milk</id><title>reddit.com: search results - oat milk</title><entry><id>t5_x</id><link href="https://www.reddit.com/r/oatmilk/" /><updated>2020-01-01T00:00:00+00:00</updated><title>oat milk</title></entry></feed>"#,
        "oat milk",
        "https://www.reddit.com/r/oatmilk/",
        "2020-01-01T00:00:00Z",
    ),
];

/// Two of the page's rows.
const TRENDING: &str = r#"<html><body><div class="Box"><article class="Box-row"><div class="float-right"><a href="/login?return_to=%2Fada%2Foats">Star</a></div><h2 class="h3 lh-condensed"><a data-hydro-click="{}" href="/ada/oats" class="Link"><svg aria-hidden="true"><path d="M2"></path></svg><span class="text-normal">
      ada /</span>

      oats</a></h2><p class="col-9 color-fg-muted my-1 pr-4">Milk from oats.</p></article><article class="Box-row"><h2 class="h3 lh-condensed"><a href="/bo/beans" class="Link"><span class="text-normal">bo /</span> beans</a></h2></article></div></body></html>"#;

async fn site() -> String {
    let shape = |Path(name): Path<String>| async move {
        let found = SHAPES.iter().find(|(preset, ..)| *preset == name).map(|(_, body, ..)| *body);
        Response::new(Body::from(found.unwrap_or(TRENDING)))
    };
    let robots = || async { "User-agent: *\nDisallow: /search\n" };
    let router = Router::new().route("/robots.txt", get(robots)).route("/{name}", get(shape));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

#[tokio::test]
async fn what_the_common_sources_send_is_read() {
    let (site, program) = (site().await, Program::new(SETTINGS));
    for (name, _, title, url, at) in SHAPES {
        let shown = preview(&program, &[&format!("{site}/{name}")]).await;
        let items = shown["items"].as_array().unwrap();
        assert_eq!(items.len(), 1, "{name}: {shown:#}");
        let read = ["title", "url", "at"].map(|field| items[0][field].as_str().unwrap_or_default());
        assert_eq!(read, [title, url, at], "{name}");
    }
    let shown = preview(&program, &[&format!("{site}/github-trending > article.Box-row h2")]).await;
    let items = shown["items"].as_array().unwrap();
    let read: Vec<[&str; 2]> =
        items.iter().map(|it| ["title", "url"].map(|field| it[field].as_str().unwrap())).collect();
    let (oats, beans) = (format!("{site}/ada/oats"), format!("{site}/bo/beans"));
    assert_eq!(read, [["ada / oats", oats.as_str()], ["bo / beans", beans.as_str()]], "{shown:#}");
}
