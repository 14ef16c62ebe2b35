//! What people write for an account or feed whose posts are collected.

use copydesk_storage::CampaignSourceKind;
use reqwest::Url;

use crate::texts::{Problem, sentence};

/// The longest that is read, bytes.
const LONGEST: usize = 2048;

/// An account or feed, understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceAddress {
    /// Which API it is read by.
    pub kind: CampaignSourceKind,
    /// A feed's address; a Mastodon account's, as `https://server/@name`; a Bluesky handle; a YouTube channel's id, or the
    /// address of its page.
    pub address: String,
    /// What people call it.
    pub name: String,
}

/// Reads `https://…`, `@name@server`, `@name.bsky.social`, `youtube:UC…`, and the addresses of accounts on those platforms.
///
/// # Errors
/// What it could be instead.
pub fn read(text: &str) -> Result<SourceAddress, Problem> {
    let text = text.trim();
    let unknown = || {
        let shown: String = text.chars().take(80).collect();
        Problem::new(sentence!("source-unknown", value = shown), sentence!("source-help"))
    };
    if text.is_empty() || text.len() > LONGEST || text.contains(char::is_whitespace) {
        return Err(unknown());
    }
    if let Ok(url) = Url::parse(text)
        && url.has_host()
    {
        return of_url(&url).ok_or_else(unknown);
    }
    let (network, name) = text.split_once([':', '：']).map_or(("", text), |(network, name)| (network, name.trim()));
    let bare = name.trim_start_matches(['@', '＠']);
    let account = match network.to_lowercase().as_str() {
        "mastodon" => mastodon_account(bare),
        "bluesky" => bluesky_account(bare),
        "youtube" if bare.starts_with("UC") => youtube_channel(bare),
        "youtube" => youtube_page(&format!("@{bare}")),
        "" => mastodon_account(bare).or_else(|| bluesky_account(bare).filter(|_| name != bare)),
        _ => None,
    };
    account.ok_or_else(unknown)
}

/// Whether it can be a part of a name: what it is made of can't change an address.
fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 253
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
        && !text.starts_with(['.', '-'])
        && !text.ends_with(['.', '-'])
}

fn mastodon_account(account: &str) -> Option<SourceAddress> {
    let (name, server) = account.split_once('@')?;
    (is_name(name) && is_name(server) && server.contains('.')).then(|| SourceAddress {
        kind: CampaignSourceKind::Mastodon,
        address: format!("https://{server}/@{name}"),
        name: format!("@{name}@{server}"),
    })
}

fn bluesky_account(handle: &str) -> Option<SourceAddress> {
    let is_did = handle.strip_prefix("did:plc:").is_some_and(is_name);
    (is_did || is_name(handle) && handle.contains('.')).then(|| SourceAddress {
        kind: CampaignSourceKind::Bluesky,
        address: handle.to_owned(),
        name: if is_did { handle.to_owned() } else { format!("@{handle}") },
    })
}

fn youtube_channel(id: &str) -> Option<SourceAddress> {
    let is_id = id.len() == 24
        && id.starts_with("UC")
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    is_id.then(|| SourceAddress {
        kind: CampaignSourceKind::Youtube,
        address: id.to_owned(),
        name: format!("youtube:{id}"),
    })
}

/// A channel by its page, which names its feed.
fn youtube_page(path: &str) -> Option<SourceAddress> {
    let name = path.trim_start_matches('@').trim_start_matches("c/").trim_start_matches("user/");
    is_name(name).then(|| SourceAddress {
        kind: CampaignSourceKind::Youtube,
        address: format!("https://www.youtube.com/{path}"),
        name: format!("youtube:{}", path.trim_start_matches("c/").trim_start_matches("user/")),
    })
}

/// The id of the channel whose feed this is.
pub fn channel_of_feed(url: &Url) -> Option<String> {
    let (_, id) = url.query_pairs().find(|(name, _)| name == "channel_id")?;
    youtube_channel(&id).map(|channel| channel.address)
}

/// Platforms whose `/@name` is no Mastodon account.
const OTHERS: [&str; 6] = ["medium.com", "tiktok.com", "threads.net", "threads.com", "instagram.com", "substack.com"];

fn of_url(url: &Url) -> Option<SourceAddress> {
    if !matches!(url.scheme(), "http" | "https") {
        return None;
    }
    let host = url.host_str()?;
    let host = host.strip_prefix("www.").or_else(|| host.strip_prefix("m.")).unwrap_or(host);
    let path = url.path().trim_matches('/');
    let mut parts = path.split('/');
    let (first, second) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    match host {
        "bsky.app" if first == "profile" => return bluesky_account(second),
        "youtube.com" if path == "feeds/videos.xml" => {
            return channel_of_feed(url).and_then(|id| youtube_channel(&id));
        }
        "youtube.com" if first == "channel" => return youtube_channel(second),
        "youtube.com" if matches!(first, "c" | "user") => return youtube_page(&format!("{first}/{second}")),
        "youtube.com" if first.starts_with('@') => return youtube_page(first),
        _ => {}
    }
    let is_other = OTHERS.iter().any(|other| host == *other || host.ends_with(&format!(".{other}")));
    if let Some(name) = path.strip_prefix('@').filter(|name| is_name(name) && !is_other) {
        let origin = url.origin().ascii_serialization();
        let server = origin.split_once("://").map_or(host, |(_, server)| server);
        return Some(SourceAddress {
            kind: CampaignSourceKind::Mastodon,
            address: format!("{origin}/@{name}"),
            name: format!("@{name}@{server}"),
        });
    }
    let name = format!("{host}/{path}");
    Some(SourceAddress {
        kind: CampaignSourceKind::Feed,
        address: url.to_string(),
        name: name.trim_end_matches('/').chars().take(80).collect(),
    })
}

#[cfg(test)]
mod tests {
    use copydesk_analysis::Language;

    use super::read;

    fn shown(text: &str) -> String {
        match read(text) {
            Ok(source) => format!("{:?} {} {}", source.kind, source.address, source.name),
            Err(problem) => problem.message.say(Language::English),
        }
    }

    #[test]
    fn accounts_and_feeds_are_known_by_what_people_write() {
        assert_eq!(shown("@barn@mastodon.example"), "Mastodon https://mastodon.example/@barn @barn@mastodon.example");
        assert_eq!(shown("https://mastodon.example/@barn/"), shown("mastodon:barn@mastodon.example"));
        assert_eq!(shown("http://127.0.0.1:8080/@barn"), "Mastodon http://127.0.0.1:8080/@barn @barn@127.0.0.1:8080");
        assert_eq!(shown("@barn.bsky.social"), "Bluesky barn.bsky.social @barn.bsky.social");
        assert_eq!(shown("https://bsky.app/profile/barn.example"), "Bluesky barn.example @barn.example");
        assert_eq!(shown("bluesky：barn.example"), "Bluesky barn.example @barn.example");
        let channel = "Youtube UCbarnbarnbarnbarnbarn11 youtube:UCbarnbarnbarnbarnbarn11";
        assert_eq!(shown("youtube:UCbarnbarnbarnbarnbarn11"), channel);
        assert_eq!(shown("https://www.youtube.com/channel/UCbarnbarnbarnbarnbarn11"), channel);
        assert_eq!(shown("https://www.youtube.com/feeds/videos.xml?channel_id=UCbarnbarnbarnbarnbarn11"), channel);
        assert_eq!(shown("youtube:@barn"), "Youtube https://www.youtube.com/@barn youtube:@barn");
        assert_eq!(shown("https://youtube.com/c/barn"), "Youtube https://www.youtube.com/c/barn youtube:barn");
        assert_eq!(shown("https://barn.example/feed.xml"), "Feed https://barn.example/feed.xml barn.example/feed.xml");
        assert_eq!(shown("https://medium.com/@barn"), "Feed https://medium.com/@barn medium.com/@barn");
    }

    #[test]
    fn what_is_neither_is_told() {
        for text in [
            "",
            "barn",
            "@barn",
            "barn.example",
            "@a b@c.d",
            "@barn@evil.example/x?",
            "youtube:UCshort",
            "ftp://a.b/c",
            "x:@barn",
            "mastodon:@barn@",
            "@../..@a.b",
        ] {
            let said = shown(text);
            assert!(said.contains("no account or feed"), "{text:?}: {said}");
        }
        assert!(shown(&format!("https://a.b/{}", "x".repeat(3000))).contains("no account or feed"));
    }
}
