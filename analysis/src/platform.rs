//! The platforms that copy is written for, and the formats that they take.

use serde::{Deserialize, Serialize};

use crate::Unit;

/// What kind of copy is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// A post or caption.
    Post,
    /// A headline.
    Title,
    /// A short video script.
    Script,
}

impl Format {
    /// Every format, in the order in which names are listed.
    pub const ALL: [Self; 3] = [Self::Post, Self::Title, Self::Script];

    /// The name that people type.
    pub fn id(self) -> &'static str {
        match self {
            Self::Post => "post",
            Self::Title => "title",
            Self::Script => "script",
        }
    }

    /// The format that a name stands for, in English or Chinese, singular or plural.
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name.to_lowercase().trim_end_matches('s') {
            "post" | "caption" | "tweet" | "copy" | "文案" | "帖子" | "推文" | "笔记" => Self::Post,
            "title" | "headline" | "标题" => Self::Title,
            "script" | "脚本" => Self::Script,
            _ => return None,
        })
    }
}

/// Where copy is published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Platform {
    /// X.
    #[serde(rename = "x")]
    X,
    /// Instagram.
    #[serde(rename = "instagram")]
    Instagram,
    /// LinkedIn.
    #[serde(rename = "linkedin")]
    LinkedIn,
    /// Facebook.
    #[serde(rename = "facebook")]
    Facebook,
    /// Threads.
    #[serde(rename = "threads")]
    Threads,
    /// Bluesky.
    #[serde(rename = "bluesky")]
    Bluesky,
    /// Mastodon.
    #[serde(rename = "mastodon")]
    Mastodon,
    /// YouTube.
    #[serde(rename = "youtube")]
    YouTube,
    /// TikTok.
    #[serde(rename = "tiktok")]
    TikTok,
    /// Pinterest.
    #[serde(rename = "pinterest")]
    Pinterest,
    /// Reddit.
    #[serde(rename = "reddit")]
    Reddit,
    /// Google Business.
    #[serde(rename = "google-business")]
    GoogleBusiness,
    /// Telegram.
    #[serde(rename = "telegram")]
    Telegram,
    /// Discord.
    #[serde(rename = "discord")]
    Discord,
    /// WeChat official account.
    #[serde(rename = "wechat")]
    WeChat,
    /// Xiaohongshu.
    #[serde(rename = "xiaohongshu")]
    Xiaohongshu,
    /// Weibo.
    #[serde(rename = "weibo")]
    Weibo,
    /// Blog.
    #[serde(rename = "blog")]
    Blog,
}

/// What is known of a platform.
struct Facts {
    platform: Platform,
    id: &'static str,
    english: &'static str,
    chinese: &'static str,
    aliases: &'static [&'static str],
    unit: Unit,
    hashtags: bool,
}

/// In the order of the enum.
#[rustfmt::skip] // a table reads better with a row to a line
const FACTS: [Facts; 18] = [
    Facts { platform: Platform::X, id: "x", english: "X", chinese: "X", aliases: &["twitter", "推特"], unit: Unit::WeightedCharacters, hashtags: true },
    Facts { platform: Platform::Instagram, id: "instagram", english: "Instagram", chinese: "Instagram", aliases: &["ig", "ins"], unit: Unit::Characters, hashtags: true },
    Facts { platform: Platform::LinkedIn, id: "linkedin", english: "LinkedIn", chinese: "领英", aliases: &["领英"], unit: Unit::Characters, hashtags: true },
    Facts { platform: Platform::Facebook, id: "facebook", english: "Facebook", chinese: "Facebook", aliases: &["fb", "脸书"], unit: Unit::Characters, hashtags: true },
    Facts { platform: Platform::Threads, id: "threads", english: "Threads", chinese: "Threads", aliases: &[], unit: Unit::CharactersEmojiAsBytes, hashtags: true },
    Facts { platform: Platform::Bluesky, id: "bluesky", english: "Bluesky", chinese: "Bluesky", aliases: &["bsky"], unit: Unit::Graphemes, hashtags: true },
    Facts { platform: Platform::Mastodon, id: "mastodon", english: "Mastodon", chinese: "Mastodon", aliases: &[], unit: Unit::CharactersUrl23, hashtags: true },
    Facts { platform: Platform::YouTube, id: "youtube", english: "YouTube", chinese: "YouTube", aliases: &["yt", "油管"], unit: Unit::Bytes, hashtags: true },
    Facts { platform: Platform::TikTok, id: "tiktok", english: "TikTok", chinese: "抖音", aliases: &["抖音", "douyin"], unit: Unit::Characters, hashtags: true },
    Facts { platform: Platform::Pinterest, id: "pinterest", english: "Pinterest", chinese: "Pinterest", aliases: &[], unit: Unit::Characters, hashtags: true },
    Facts { platform: Platform::Reddit, id: "reddit", english: "Reddit", chinese: "Reddit", aliases: &[], unit: Unit::Characters, hashtags: false },
    Facts { platform: Platform::GoogleBusiness, id: "google-business", english: "Google Business", chinese: "Google 商家", aliases: &["google business", "google"], unit: Unit::Characters, hashtags: false },
    Facts { platform: Platform::Telegram, id: "telegram", english: "Telegram", chinese: "Telegram", aliases: &["tg", "电报"], unit: Unit::Utf16Units, hashtags: false },
    Facts { platform: Platform::Discord, id: "discord", english: "Discord", chinese: "Discord", aliases: &[], unit: Unit::Characters, hashtags: false },
    Facts { platform: Platform::WeChat, id: "wechat", english: "WeChat official account", chinese: "公众号", aliases: &["公众号", "微信公众号", "微信"], unit: Unit::Characters, hashtags: false },
    Facts { platform: Platform::Xiaohongshu, id: "xiaohongshu", english: "Xiaohongshu", chinese: "小红书", aliases: &["小红书", "rednote", "red", "xhs"], unit: Unit::Characters, hashtags: true },
    Facts { platform: Platform::Weibo, id: "weibo", english: "Weibo", chinese: "微博", aliases: &["微博"], unit: Unit::Characters, hashtags: true },
    Facts { platform: Platform::Blog, id: "blog", english: "Blog", chinese: "博客", aliases: &["博客", "website", "官网"], unit: Unit::Characters, hashtags: false },
];

impl Platform {
    /// Whether people like posts there, so that a post's likes are only missing where nobody wrote them down.
    pub fn counts_likes(self) -> bool {
        !matches!(self, Self::WeChat | Self::Blog | Self::GoogleBusiness | Self::Discord | Self::Telegram)
    }

    /// Every platform, in the order in which names are listed.
    pub fn all() -> impl Iterator<Item = Self> {
        FACTS.iter().map(|facts| facts.platform)
    }

    fn facts(self) -> &'static Facts {
        &FACTS[self as usize]
    }

    /// The name that people type and that records carry.
    pub fn id(self) -> &'static str {
        self.facts().id
    }

    /// The name as English readers write it.
    pub fn english(self) -> &'static str {
        self.facts().english
    }

    /// The name as Chinese readers write it.
    pub fn chinese(self) -> &'static str {
        self.facts().chinese
    }

    /// Other names that people use, lower case.
    pub fn aliases(self) -> &'static [&'static str] {
        self.facts().aliases
    }

    /// What the platform counts a post in.
    pub fn unit(self) -> Unit {
        self.facts().unit
    }

    /// Whether people use hashtags there.
    pub fn has_hashtags(self) -> bool {
        self.facts().hashtags
    }

    /// The platform that a name or alias stands for.
    pub fn from_name(name: &str) -> Option<Self> {
        let name = name.trim().to_lowercase();
        Self::all().find(|platform| platform.id() == name || platform.aliases().contains(&name.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::{Format, Platform};

    #[test]
    fn no_two_platforms_share_a_name() {
        for (place, platform) in Platform::all().enumerate() {
            assert_eq!(platform as usize, place, "the table is in the enum's order");
            for name in platform.aliases().iter().chain([&platform.id()]) {
                assert_eq!(Platform::from_name(name), Some(platform), "{name}");
            }
        }
    }

    #[test]
    fn formats_are_known_by_plural_and_chinese_names() {
        assert_eq!(Format::from_name("Posts"), Some(Format::Post));
        assert_eq!(Format::from_name("标题"), Some(Format::Title));
        assert_eq!(Format::from_name("poem"), None);
    }
}
