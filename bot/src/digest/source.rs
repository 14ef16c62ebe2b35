//! What people write for a source: an address, or the name of a common one with what is looked for there.

use copydesk_storage::DigestSource;
use reqwest::Url;
use url::form_urlencoded::byte_serialize;

use crate::nearest::nearest;
use crate::texts::{Problem, sentence};

/// The longest source that is read, bytes.
const LONGEST: usize = 2048;

/// What stands before the path of an OPML file, until its feeds are read.
pub const FILE: &str = "opml-file:";

/// A common source.
#[derive(Debug)]
pub struct Preset {
    /// As people write it before the colon.
    pub name: &'static str,
    /// What follows the colon, such as `coffee`; empty if nothing does.
    pub example: &'static str,
    /// Its address; `{}` is what follows the colon, as it may stand in an address, `{1}` and `{2}` its parts at `@` or `/`.
    pattern: &'static str,
    /// The selector of its list, if it is a page.
    selector: Option<&'static str>,
}

const fn feed(name: &'static str, example: &'static str, pattern: &'static str) -> Preset {
    Preset { name, example, pattern, selector: None }
}

/// The common sources, as docs/digests.md lists them.
pub const PRESETS: &[Preset] = &[
    feed("news", "oat milk", "https://news.google.com/rss/search?q={}&hl=en-US&gl=US&ceid=US:en"),
    feed("news-zh", "燕麦奶", "https://news.google.com/rss/search?q={}&hl=zh-CN&gl=CN&ceid=CN:zh-Hans"),
    feed("bing", "oat milk", "https://www.bing.com/news/search?q={}&format=rss"),
    feed("reddit", "Coffee", "https://www.reddit.com/r/{}/.rss"),
    feed("reddit-search", "oat milk", "https://www.reddit.com/search.rss?q={}&sort=new"),
    feed("youtube", "UCxxxxxxxxxxxxxxxxxxxxxx", "https://www.youtube.com/feeds/videos.xml?channel_id={}"),
    feed("hackernews", "", "https://hnrss.org/frontpage"),
    feed("hackernews-search", "coffee", "https://hnrss.org/newest?q={}"),
    feed("mastodon", "coffee@mastodon.social", "https://{2}/tags/{1}.rss"),
    feed("bluesky", "name.bsky.social", "https://bsky.app/profile/{}/rss"),
    feed("medium", "coffee", "https://medium.com/feed/tag/{}"),
    feed("github", "owner/repository", "https://github.com/{1}/{2}/releases.atom"),
    Preset {
        name: "github-trending",
        example: "rust",
        pattern: "https://github.com/trending/{}?since=daily",
        selector: Some("article.Box-row h2"),
    },
    feed("producthunt", "", "https://www.producthunt.com/feed"),
];

/// Reads a source: `https://…`, `reddit:Coffee`, an address and the CSS selector of its list, `https://… > ul.news li`, or the path of
/// an OPML file.
///
/// # Errors
/// A sentence with the nearest known name.
pub fn read(text: &str) -> Result<DigestSource, Problem> {
    let text = text.trim();
    if text.is_empty() || text.len() > LONGEST {
        return Err(unknown(text));
    }
    if let Some((url, selector)) = text.split_once(" > ").filter(|(url, _)| is_address(url)) {
        let selector = selector.trim();
        if !copydesk_analysis::feed::is_selector(selector) {
            return Err(Problem::new(
                sentence!("digest-selector", value = selector),
                sentence!("digest-selector-help"),
            ));
        }
        return Ok(DigestSource { url: url.trim().to_owned(), selector: Some(selector.to_owned()) });
    }
    if is_address(text) {
        return Ok(DigestSource { url: text.to_owned(), selector: None });
    }
    if text.to_lowercase().ends_with(".opml") {
        return Ok(DigestSource { url: format!("{FILE}{text}"), selector: None });
    }
    let (name, rest) = text.split_once([':', '：']).unwrap_or((text, ""));
    let (name, rest) = (name.trim().to_lowercase(), rest.trim());
    let preset = PRESETS.iter().find(|preset| preset.name == name).ok_or_else(|| unknown(text))?;
    let url = preset.url(rest).ok_or_else(|| {
        let example = format!("{}:{}", preset.name, preset.example);
        Problem::new(
            sentence!("digest-source-part", value = text),
            sentence!("digest-source-example", example = example),
        )
    })?;
    Ok(DigestSource { url, selector: preset.selector.map(str::to_owned) })
}

fn is_address(text: &str) -> bool {
    Url::parse(text.trim()).is_ok_and(|url| url.has_host())
}

fn unknown(text: &str) -> Problem {
    let message = sentence!("digest-source-unknown", value = text.chars().take(80).collect::<String>());
    let name = text.split([':', '：']).next().unwrap_or_default();
    let names: Vec<&str> = PRESETS.iter().map(|preset| preset.name).collect();
    match nearest(name, names.iter().copied()) {
        Some(near) => Problem::new(message, sentence!("did-you-mean", name = near, names = names)),
        None => Problem::new(message, sentence!("digest-source-help", names = names)),
    }
}

impl Preset {
    fn url(&self, rest: &str) -> Option<String> {
        if self.example.is_empty() {
            return rest.is_empty().then(|| self.pattern.to_owned());
        }
        let encoded = |part: &str| byte_serialize(part.as_bytes()).collect::<String>();
        if !self.pattern.contains("{1}") {
            return (!rest.is_empty()).then(|| self.pattern.replace("{}", &encoded(rest)));
        }
        let (first, second) = rest.trim_start_matches(['#', '@']).split_once(['@', '/'])?;
        let is_name = |part: &str| {
            !part.is_empty() && part.chars().all(|letter| letter.is_alphanumeric() || "-._".contains(letter))
        };
        (is_name(first) && is_name(second)).then(|| self.pattern.replace("{1}", &encoded(first)).replace("{2}", second))
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed test may panic")]

    use copydesk_analysis::Language;

    use super::*;

    fn url(text: &str) -> String {
        read(text).map_or_else(|problem| problem.message.say(Language::English), |source| source.url)
    }

    #[test]
    fn common_sources_become_addresses() {
        assert_eq!(url("https://example.org/feed"), "https://example.org/feed");
        assert_eq!(url("reddit:Coffee"), "https://www.reddit.com/r/Coffee/.rss");
        assert_eq!(
            url("news: oat milk & co"),
            "https://news.google.com/rss/search?q=oat+milk+%26+co&hl=en-US&gl=US&ceid=US:en"
        );
        assert_eq!(url("Mastodon:#coffee@mastodon.social"), "https://mastodon.social/tags/coffee.rss");
        assert_eq!(url("github:rust-lang/rust"), "https://github.com/rust-lang/rust/releases.atom");
        assert_eq!(url("hackernews"), "https://hnrss.org/frontpage");
        assert_eq!(read("github-trending:rust").unwrap().selector.as_deref(), Some("article.Box-row h2"));
    }

    #[test]
    fn every_preset_s_example_is_an_address() {
        for preset in PRESETS {
            let source = format!("{}:{}", preset.name, preset.example);
            assert!(read(source.trim_end_matches(':')).is_ok_and(|source| is_address(&source.url)), "{source}");
        }
    }

    #[test]
    fn a_list_has_its_selector() {
        let source = read("https://example.org/news > ul.news li").unwrap();
        assert_eq!((source.url.as_str(), source.selector.as_deref()), ("https://example.org/news", Some("ul.news li")));
        assert_eq!(url("https://example.org/news > ]["), "\"][\" is no CSS selector.");
    }

    #[test]
    fn what_is_no_source_is_said() {
        assert_eq!(url("redit:coffee"), "I don't know the source \"redit:coffee\".");
        assert_eq!(url("mastodon:coffee"), "\"mastodon:coffee\" is not complete.");
        assert_eq!(url("mastodon:a@evil.example/x?"), "\"mastodon:a@evil.example/x?\" is not complete.");
        assert_eq!(url("reddit:"), "\"reddit:\" is not complete.");
    }
}
