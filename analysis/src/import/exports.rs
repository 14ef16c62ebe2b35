//! The files that the platforms export, known by their headers as the platforms document them.

use serde::Serialize;

use super::columns::{Field, plain};
use super::date::DateOrder;
use crate::Platform;

/// Whose export a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Export {
    /// Our own.
    Copydesk,
    /// Meta Business Suite, content of a Facebook page.
    MetaFacebook,
    /// Meta Business Suite, content of an Instagram account.
    MetaInstagram,
    /// X Analytics, posts; the form until 2024, with "Tweet", too.
    XAnalytics,
    /// LinkedIn, all posts of a page.
    LinkedIn,
    /// TikTok Analytics, content.
    TikTok,
    /// YouTube Studio, table data by content.
    YouTube,
    /// 小红书, notes of the creators' centre.
    Xiaohongshu,
    /// 微博, posts of the creators' centre.
    Weibo,
    /// 公众号, articles in content analysis.
    WeChat,
}

struct Facts {
    export: Export,
    name: &'static str,
    platform: Option<Platform>,
    order: DateOrder,
    /// All of these are in its header.
    signs: &'static [&'static str],
    /// Columns that mean something else here than elsewhere; `None`: left out.
    meanings: &'static [(&'static str, Option<Field>)],
}

#[rustfmt::skip] // a table reads better with a row to a line
const FACTS: [Facts; 15] = [
    Facts { export: Export::Copydesk, name: "Copydesk", platform: None, order: DateOrder::DayFirst,
        signs: &["copydesk id", "platform", "text"],
        meanings: &[("copydesk id", None), ("time", Some(Field::Time))] },
    Facts { export: Export::MetaFacebook, name: "Meta Business Suite (Facebook)", platform: Some(Platform::Facebook), order: DateOrder::MonthFirst,
        signs: &["post id", "page id", "publish time", "permalink"],
        meanings: &[("date", None), ("page id", None), ("languages", None), ("total clicks", Some(Field::Clicks)), ("link clicks", None), ("reactions", Some(Field::Likes)), ("reactions comments and shares", None)] },
    Facts { export: Export::MetaInstagram, name: "Meta Business Suite (Instagram)", platform: Some(Platform::Instagram), order: DateOrder::MonthFirst,
        signs: &["post id", "account username", "publish time", "permalink"],
        meanings: &[("date", None), ("account id", None)] },
    Facts { export: Export::XAnalytics, name: "X Analytics", platform: Some(Platform::X), order: DateOrder::MonthFirst,
        signs: &["post id", "post text", "url clicks"],
        meanings: &[("shares", None), ("reposts", Some(Field::Shares)), ("url clicks", Some(Field::Clicks))] },
    Facts { export: Export::XAnalytics, name: "X Analytics", platform: Some(Platform::X), order: DateOrder::MonthFirst,
        signs: &["tweet id", "tweet text", "url clicks"],
        meanings: &[("retweets", Some(Field::Shares)), ("url clicks", Some(Field::Clicks))] },
    Facts { export: Export::LinkedIn, name: "LinkedIn", platform: Some(Platform::LinkedIn), order: DateOrder::MonthFirst,
        signs: &["post title", "post link", "created date", "click through rate (ctr)"],
        meanings: &[("post title", Some(Field::Text)), ("campaign name", None), ("content type", Some(Field::Format)), ("post type", None), ("audience", None)] },
    Facts { export: Export::TikTok, name: "TikTok", platform: Some(Platform::TikTok), order: DateOrder::MonthFirst,
        signs: &["video title", "video link", "post time", "total likes"],
        meanings: &[("video title", Some(Field::Text)), ("time", None)] },
    Facts { export: Export::TikTok, name: "TikTok", platform: Some(Platform::TikTok), order: DateOrder::MonthFirst,
        signs: &["video title", "video link", "total views", "total likes"],
        meanings: &[("video title", Some(Field::Text)), ("time", None)] },
    Facts { export: Export::YouTube, name: "YouTube Studio", platform: Some(Platform::YouTube), order: DateOrder::MonthFirst,
        signs: &["content", "video title", "video publish time"],
        meanings: &[("content", Some(Field::PostId)), ("video title", Some(Field::Text))] },
    Facts { export: Export::YouTube, name: "YouTube Studio", platform: Some(Platform::YouTube), order: DateOrder::MonthFirst,
        signs: &["内容", "视频标题", "视频发布时间"],
        meanings: &[("内容", Some(Field::PostId)), ("视频标题", Some(Field::Text))] },
    Facts { export: Export::TikTok, name: "TikTok", platform: Some(Platform::TikTok), order: DateOrder::MonthFirst,
        signs: &["视频标题", "视频链接", "总点赞数"],
        meanings: &[("视频标题", Some(Field::Text)), ("时间", None)] },
    Facts { export: Export::Xiaohongshu, name: "小红书", platform: Some(Platform::Xiaohongshu), order: DateOrder::DayFirst,
        signs: &["笔记标题", "首次发布时间"],
        meanings: &[("笔记标题", Some(Field::Title)), ("封面点击率", Some(Field::ClickRate))] },
    Facts { export: Export::Weibo, name: "微博", platform: Some(Platform::Weibo), order: DateOrder::DayFirst,
        signs: &["转发数", "评论数", "点赞数", "微博内容"],
        meanings: &[] },
    Facts { export: Export::Weibo, name: "微博", platform: Some(Platform::Weibo), order: DateOrder::DayFirst,
        signs: &["转发数", "评论数", "博文内容"],
        meanings: &[] },
    Facts { export: Export::WeChat, name: "公众号", platform: Some(Platform::WeChat), order: DateOrder::DayFirst,
        signs: &["内容标题", "总阅读次数"],
        meanings: &[("内容标题", Some(Field::Text)), ("总分享次数", Some(Field::Shares))] },
];

impl Export {
    fn facts(self) -> Option<&'static Facts> {
        FACTS.iter().find(|facts| facts.export == self)
    }

    /// The export that a header shows.
    pub(super) fn of(header: &[String]) -> Option<Self> {
        let header: Vec<String> = header.iter().map(|name| plain(name)).collect();
        let shows = |facts: &&Facts| facts.signs.iter().all(|sign| header.iter().any(|name| name == sign));
        FACTS.iter().find(shows).map(|facts| facts.export)
    }

    /// What people call it.
    pub fn name(self) -> &'static str {
        self.facts().map_or("", |facts| facts.name)
    }

    /// The platform that it comes from; `None` if the file says so itself.
    pub fn platform(self) -> Option<Platform> {
        self.facts().and_then(|facts| facts.platform)
    }

    /// How it writes a day with slashes.
    pub(super) fn order(self) -> DateOrder {
        self.facts().map_or(DateOrder::DayFirst, |facts| facts.order)
    }

    /// What a column of it means, if that is special.
    pub(super) fn meaning(self, header: &str) -> Option<Option<Field>> {
        let header = plain(header);
        let all = FACTS.iter().filter(|facts| facts.export == self).flat_map(|facts| facts.meanings);
        all.into_iter().find(|(name, _)| *name == header).map(|(_, field)| *field)
    }
}
