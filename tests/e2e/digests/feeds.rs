//! Sources of every kind, over HTTP and from files.

use jiff::Timestamp;
use serde_json::Value;

use super::site::{Site, history};
use super::{SETTINGS, preview};
use crate::program::Program;

#[tokio::test]
async fn every_kind_of_feed_is_read_over_http() {
    let site = Site::start().await;
    let program = Program::new(SETTINGS);
    let paths = [
        "/rss-0.9",
        "/rss-0.91",
        "/rss-0.92",
        "/rss-1.0",
        "/rss-2.0",
        "/atom",
        "/json",
        "/gzip",
        "/brotli",
        "/wrong-charset",
        "/broken",
        "/moved",
        "/page",
        "/article",
    ];
    let urls: Vec<String> = paths.iter().map(|path| site.url(path)).collect();
    let list = format!("{} > li", site.url("/list"));
    let sources: Vec<&str> = urls.iter().map(String::as_str).chain([list.as_str()]).collect();
    let shown = preview(&program, &sources).await;
    assert_eq!(shown["digest"]["failed"], serde_json::json!([]), "{shown:#}");
    let items = shown["items"].as_array().unwrap();
    assert_eq!(items.len(), sources.len(), "{items:#?}");
    assert!(items.iter().all(|item| item["title"].as_str().unwrap().contains("Oat milk")), "{items:#?}");
    assert!(!program.path("data").exists(), "a preview stores nothing");
}

#[tokio::test]
async fn a_file_with_a_history_gives_trends_with_their_terms() {
    let program = Program::new("chat.language = \"en\"\n");
    let now: Timestamp = "2026-11-10T09:00:00Z".parse().unwrap();
    let files: Vec<String> = (0..3)
        .map(|source| {
            let path = program.path(&format!("feed-{source}.xml"));
            std::fs::write(&path, history(now, source)).unwrap();
            path.to_string_lossy().into_owned()
        })
        .collect();
    let mut arguments = vec!["digest", "preview", "--at", "2026-11-10T09:00:00Z", "--topic", "matcha"];
    for file in &files {
        arguments.extend(["--source", file]);
    }
    let text = program.run(&arguments).await;
    assert_eq!(text.status, Some(0), "{text:?}");
    assert!(text.out.starts_with("Trends\n"), "{}", text.out);
    for part in [
        "\"Oat milk prices\"  ↑",
        "3 sources, 3 items since Mon 9 Nov 09:00.",
        "told 3 times by 3 of 3 sources",
        "Quiet: matcha.",
    ] {
        assert!(text.out.contains(part), "{part}: {}", text.out);
    }
    arguments.push("--json");
    let json = program.run(&arguments).await.json();
    let trend = &json["digest"]["trends"][0];
    assert_eq!(
        (&trend["name"], &trend["is_rising"]),
        (&Value::from("Oat milk prices"), &Value::from(true)),
        "{trend:#}"
    );
    let part = |name: &str| trend["score"][name].as_f64().unwrap();
    let sum = part("burst") + part("coverage") + part("novelty") + part("freshness");
    assert!((sum - part("total")).abs() < 0.03, "{trend:#}");
    // Chinese, from the same items.
    arguments.pop();
    arguments.extend(["--lang", "zh"]);
    let chinese = program.run(&arguments).await.out;
    assert!(chinese.starts_with("趋势\n") && chinese.contains("3 个来源中有 3 个报道"), "{chinese}");
}

#[tokio::test]
async fn a_list_of_feeds_comes_in_and_goes_out_as_opml() {
    let site = Site::start().await;
    let program = Program::new(SETTINGS);
    let list = format!(
        "<opml version=\"2.0\"><body><outline text=\"Coffee\"><outline text=\"A &amp; B\" type=\"rss\" xmlUrl=\"{}\"/>\
         <outline text=\"C\" xmlUrl=\"{}\"/></outline><outline text=\"no feed\"/></body></opml>",
        site.url("/atom"),
        site.url("/json")
    );
    std::fs::write(program.path("feeds.opml"), list).unwrap();
    let file = program.path("feeds.opml").to_string_lossy().into_owned();
    let titles = |shown: &Value| {
        let items = shown["items"].as_array().unwrap().iter();
        items.map(|it| (it["source"].to_string(), it["title"].to_string())).collect::<Vec<_>>()
    };
    let read = preview(&program, &[&file]).await;
    assert_eq!((read["items"].as_array().unwrap().len(), &read["digest"]["failed"]), (2, &serde_json::json!([])));

    // A page's list has no feed, and is no part of it.
    let sources = format!("{}; {}; {} > li", site.url("/atom"), site.url("/json"), site.url("/list"));
    program.ask(&format!("/digest create Coffee sources=\"{sources}\" schedule=daily confirm=yes")).await;
    let text = program.ask("/digest opml").await.json()["opml"].as_str().unwrap().to_owned();
    std::fs::write(program.path("out.opml"), &text).unwrap();
    let file = program.path("out.opml").to_string_lossy().into_owned();
    assert_eq!(titles(&preview(&program, &[&file]).await), titles(&read), "{text}");
}
