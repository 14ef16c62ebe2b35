//! `[campaigns]`: where past posts are collected from, and how they are found.

use super::reader::Reader;

/// `[campaigns]`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CampaignSettings {
    /// A source is asked again after so many hours, unless it says otherwise.
    pub collect_hours: u32,
    /// Where Bluesky's public API answers, without a slash at the end.
    pub bluesky_url: String,
    /// Where YouTube's feeds are, without a slash at the end.
    pub youtube_url: String,
    /// When past posts are found by meaning, too.
    pub embeddings: UseOfEmbeddings,
}

/// When past posts are found by their meaning, beside their words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UseOfEmbeddings {
    /// Where a model for embeddings is named.
    WhereNamed,
    /// Also by the vectors of a model that answers.
    Always,
    /// Never.
    Never,
}

/// The longest time between two runs of a source, hours: four weeks.
pub const MOST_HOURS: u32 = 28 * 24;

pub(super) fn read(reader: Reader<'_>) -> CampaignSettings {
    let address = |key: &str| {
        let text = reader.text(key);
        let is_address =
            url::Url::parse(&text).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
        if !is_address {
            reader.wrong(
                key,
                &toml::Value::String(text.clone()),
                "expected an address that begins with https://",
                None,
            );
        }
        text.trim_end_matches('/').to_owned()
    };
    let embeddings =
        [("auto", UseOfEmbeddings::WhereNamed), ("always", UseOfEmbeddings::Always), ("never", UseOfEmbeddings::Never)];
    let settings = CampaignSettings {
        collect_hours: reader.whole("collect_hours", 1..=u64::from(MOST_HOURS)) as u32,
        bluesky_url: address("bluesky_url"),
        youtube_url: address("youtube_url"),
        embeddings: reader.choice("embeddings", &embeddings),
    };
    reader.finish();
    settings
}
