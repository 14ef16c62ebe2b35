//! Files that people attach on Discord: fetched from Discord's own servers alone.

use platform_reqwest::Url;
use serenity::model::channel::Attachment;

use super::rest::DISCORD;
use crate::files::{FileFault, Files, SentFile, TemporaryFile};

/// Where Discord keeps what people attach. Source: Discord's reference, "CDN" and the addresses in its events.
const HOSTS: [&str; 2] = ["cdn.discordapp.com", "media.discordapp.net"];

/// The one of the attached files that is read: the first that can be, else the first.
pub(super) fn attached<'a>(
    files: impl Iterator<Item = &'a Attachment> + Clone,
    reads: impl Fn(&str) -> bool,
) -> Option<SentFile> {
    let first = files.clone().find(|it| reads(&it.filename)).or_else(|| files.clone().next())?;
    Some(SentFile::new(&first.filename, Some(first.size.into()), &first.url))
}

/// Fetches an attached file.
pub(super) async fn fetch(files: &Files, file: &SentFile, api_url: &str) -> Result<TemporaryFile, FileFault> {
    files.check(file)?;
    if !is_discords(&file.reference, api_url) {
        tracing::warn!("an attachment's address is not Discord's");
        return Err(FileFault::Missing);
    }
    files.fetch(file, &file.reference).await
}

/// Whether an address is that of a file on Discord, or on the server that stands in for it.
fn is_discords(address: &str, api_url: &str) -> bool {
    let (Ok(address), Ok(api)) = (Url::parse(address), Url::parse(api_url)) else { return false };
    let plain = address.username().is_empty() && address.password().is_none();
    let official = address.scheme() == "https" && address.port().is_none();
    let official = official && address.host_str().is_some_and(|it| HOSTS.contains(&it));
    let stands_in = api_url.trim_end_matches('/') != DISCORD && address.origin() == api.origin();
    plain && (official || stands_in)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_come_from_discord_or_from_what_stands_in_for_it() {
        let local = "http://127.0.0.1:8123";
        for (address, api, expected) in [
            ("https://cdn.discordapp.com/attachments/1/2/posts.csv?ex=1&hm=2", DISCORD, true),
            ("https://media.discordapp.net/attachments/1/2/posts.csv", DISCORD, true),
            ("http://cdn.discordapp.com/attachments/1/2/posts.csv", DISCORD, false),
            ("https://cdn.discordapp.com:8443/attachments/1/2/posts.csv", DISCORD, false),
            ("https://cdn.discordapp.com.example.org/posts.csv", DISCORD, false),
            ("https://cdn.discordapp.com@example.org/posts.csv", DISCORD, false),
            ("https://discord.com/posts.csv", DISCORD, false),
            ("http://127.0.0.1:8123/attachments/1/2/posts.csv", local, true),
            ("http://127.0.0.1:9000/attachments/1/2/posts.csv", local, false),
            ("http://169.254.169.254/latest/meta-data", local, false),
            ("http://127.0.0.1:8123/posts.csv", DISCORD, false),
            ("posts.csv", local, false),
        ] {
            assert_eq!(is_discords(address, api), expected, "{address} beside {api}");
        }
    }
}
