//! What the columns of a file mean: known names in English and Chinese.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Serialize;
use unicode_normalization::UnicodeNormalization;

use super::MOST_COLUMNS;
use super::set_aside::is_ours;

/// What a column can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Field {
    /// The post.
    Text,
    /// A headline; before the text, or in its place.
    Title,
    /// What the post is about.
    Topic,
    /// Where it ran.
    Platform,
    /// The day, perhaps with the time.
    Date,
    /// The time alone.
    Time,
    /// Its address.
    Link,
    /// The platform's own id of the post.
    PostId,
    /// Its hashtags.
    Hashtags,
    /// How often it was shown.
    Impressions,
    /// How many people it was shown to.
    Reach,
    /// How often it was read or played.
    Views,
    /// Likes and other reactions.
    Likes,
    /// Comments and replies.
    Comments,
    /// Shares and reposts.
    Shares,
    /// Saves and bookmarks.
    Saves,
    /// Clicks.
    Clicks,
    /// Clicks ÷ impressions.
    ClickRate,
    /// Engagement ÷ impressions, as the platform counts it.
    EngagementRate,
    /// The language.
    Language,
    /// Whom it was for.
    Segment,
    /// Its kind: image, video, carousel.
    Format,
    /// How it sounds.
    Sentiment,
    /// Its angle.
    Hook,
}

impl Field {
    /// Every field.
    pub const ALL: [Self; 24] = [
        Self::Text,
        Self::Title,
        Self::Topic,
        Self::Platform,
        Self::Date,
        Self::Time,
        Self::Link,
        Self::PostId,
        Self::Hashtags,
        Self::Impressions,
        Self::Reach,
        Self::Views,
        Self::Likes,
        Self::Comments,
        Self::Shares,
        Self::Saves,
        Self::Clicks,
        Self::ClickRate,
        Self::EngagementRate,
        Self::Language,
        Self::Segment,
        Self::Format,
        Self::Sentiment,
        Self::Hook,
    ];

    /// The name in settings and reports, the first of [`names`](Self::names).
    pub fn id(self) -> &'static str {
        self.names().first().copied().unwrap_or_default()
    }

    /// The field that a person or a header calls so.
    pub fn from_name(name: &str) -> Option<Self> {
        NAMES.get(&plain(name)).map(|(field, _)| *field)
    }

    /// What headers call it, the best known first; of two columns for one field, the one whose name comes first counts.
    #[rustfmt::skip] // a table reads better with a row to a line
    pub fn names(self) -> &'static [&'static str] {
        match self {
            Self::Text => &["text", "post text", "tweet text", "post", "caption", "description", "message", "content", "copy", "body", "post content", "post caption", "post message", "tweet", "full text", "status", "正文", "文案", "内容", "文本", "博文内容", "微博内容", "微博正文", "博文", "笔记内容", "笔记正文", "帖子内容", "帖子", "推文", "作品描述", "视频描述", "文章内容", "描述", "貼文內容", "內文", "正文內容", "文案內容"],
            Self::Title => &["title", "post title", "video title", "headline", "name", "标题", "笔记标题", "内容标题", "文章标题", "图文标题", "视频标题", "作品名称", "作品标题", "標題", "影片標題"],
            Self::Topic => &["topic", "subject", "theme", "campaign", "campaign name", "category", "主题", "话题", "选题", "分类", "活动"],
            Self::Platform => &["platform", "network", "channel", "source", "social network", "平台", "渠道", "来源", "发布平台"],
            Self::Date => &["date", "publish time", "published at", "posted at", "publish date", "published", "post date", "posted on", "posted", "created date", "created at", "created time", "creation date", "video publish time", "post time", "publish_time", "time posted", "timestamp", "datetime", "day", "time", "日期", "发布时间", "首次发布时间", "发布日期", "发表时间", "发表日期", "发博时间", "推送时间", "群发时间", "群发日期", "视频发布时间", "發佈時間", "發布時間", "發布日期", "時間", "时间"],
            Self::Time => &["time of day", "hour", "post hour", "clock", "clock time", "时刻", "发布时刻", "钟点"],
            Self::Link => &["link", "permalink", "url", "post link", "post url", "tweet permalink", "video link", "post permalink", "address", "链接", "内容url", "微博链接", "博文链接", "笔记链接", "文章链接", "作品链接", "帖子链接", "永久链接", "视频链接", "永久連結", "連結", "网址"],
            Self::PostId => &["post id", "id", "tweet id", "video id", "media id", "content id", "status id", "note id", "article id", "帖子id", "笔记id", "微博id", "文章id", "作品id", "视频id", "帖子编号", "貼文編號", "编号"],
            Self::Hashtags => &["hashtags", "hashtag", "tags", "标签", "话题标签"],
            Self::Impressions => &["impressions", "impression", "times shown", "total impressions", "post impressions", "曝光", "曝光量", "曝光数", "曝光次数", "展现量", "展示次数", "展现", "impression count", "曝光次數", "曝光數"],
            Self::Reach => &["reach", "people reached", "unique impressions", "accounts reached", "unique reach", "覆盖人数", "送达人数", "触达人数", "触达", "覆盖", "觸及人數", "觸及"],
            Self::Views => &["views", "total views", "views (excluding offsite video views)", "video views", "plays", "view count", "reads", "阅读", "阅读量", "阅读数", "观看", "观看量", "播放", "播放量", "播放数", "总阅读次数", "阅读次数", "浏览量", "小眼睛", "观看次数", "总观看量", "觀看次數", "瀏覽次數"],
            Self::Likes => &["likes", "like", "total likes", "reactions", "like count", "favorites", "favourites", "hearts", "点赞", "点赞数", "点赞量", "赞", "赞数", "喜欢", "喜欢数", "点赞次数", "总点赞数", "心情数", "按讚數", "按讚", "讚數"],
            Self::Comments => &["comments", "comment", "total comments", "comments added", "replies", "comment count", "评论", "评论数", "评论量", "留言", "留言数", "回复", "留言次数", "总评论数", "留言數", "reply count"],
            Self::Shares => &["shares", "share", "total shares", "reposts", "retweets", "share count", "reblogs", "boosts", "分享", "分享数", "分享量", "转发", "转发数", "转发量", "总分享次数", "分享次数", "总分享数", "分享數", "分享次數", "retweet count"],
            Self::Saves => &["saves", "save", "saved", "bookmarks", "total saves", "收藏", "收藏数", "收藏量", "收藏次数", "收藏數", "收藏次數", "bookmark count"],
            Self::Clicks => &["clicks", "link clicks", "url clicks", "total clicks", "click", "website clicks", "点击", "点击量", "点击数", "点击次数", "链接点击", "链接点击数"],
            Self::ClickRate => &["click rate", "ctr", "click through rate", "click through rate (ctr)", "impressions click through rate (%)", "impressions click through rate", "点击率", "封面点击率", "展示点击率"],
            Self::EngagementRate => &["engagement rate", "interaction rate", "er", "互动率"],
            Self::Language => &["language", "languages", "lang", "语言", "语种"],
            Self::Segment => &["segment", "audience", "target audience", "audience segment", "customer segment", "target segment", "target group", "受众", "人群", "目标人群", "目标受众", "受众群体", "受众分组", "人群分组", "客群"],
            Self::Format => &["format", "post type", "content type", "media type", "media", "type", "体裁", "形式", "类型", "内容形式", "内容类型", "作品类型", "媒体类型"],
            Self::Sentiment => &["sentiment", "情感", "情绪"],
            Self::Hook => &["hook", "angle", "opening", "角度", "切入点", "钩子"],
        }
    }

    /// Whether it holds a whole number.
    pub fn is_count(self) -> bool {
        matches!(
            self,
            Self::Impressions
                | Self::Reach
                | Self::Views
                | Self::Likes
                | Self::Comments
                | Self::Shares
                | Self::Saves
                | Self::Clicks
        )
    }
}

/// One column of a file.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Column {
    /// Its place, from 1.
    pub number: usize,
    /// What the file calls it; made up where it has no name.
    pub name: String,
    /// What it was taken for; `None`: nothing, so that it is kept as it is, or kept out.
    pub field: Option<Field>,
    /// How sure that is, 0 to 1: 1 for a known name, less for a name that contains one or a guess by content.
    pub confidence: f64,
}

/// The column of our own ids in our own files: an import gives new ones.
const OUR_ID: &str = "copydesk id";

impl Column {
    /// Whether nothing of it is stored: a person said so (then it is sure), or it only has our own ids.
    fn is_kept_out(&self) -> bool {
        self.field.is_none() && (self.confidence >= 1.0 || plain(&self.name) == OUR_ID)
    }
}

/// Which column holds what.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Mapping {
    /// Every column of the file, in order.
    pub columns: Vec<Column>,
}

impl Mapping {
    /// The column of a field.
    pub fn column(&self, field: Field) -> Option<&Column> {
        self.columns.iter().find(|column| column.field == Some(field))
    }

    /// Whether there is a text to be found.
    pub fn has_text(&self) -> bool {
        self.column(Field::Text).or(self.column(Field::Title)).is_some()
    }

    /// Columns that were taken for nothing.
    pub fn left_out(&self) -> impl Iterator<Item = &Column> {
        self.columns.iter().filter(|column| column.field.is_none() && !is_ours(&column.name))
    }

    /// Those of them that are kept with the posts as they are.
    pub fn kept(&self) -> impl Iterator<Item = &Column> {
        self.left_out().filter(|column| !column.is_kept_out()).take(MOST_COLUMNS)
    }

    /// Takes the column of this name or number for a field (`None`: keeps it out); whatever had the field gives it up.
    /// `false` if there is no such column.
    pub fn set(&mut self, column: &str, field: Option<Field>) -> bool {
        let wanted = plain(column);
        let number = column.trim().parse::<usize>().ok();
        let by_name = self.columns.iter().position(|it| plain(&it.name) == wanted);
        let Some(place) = by_name.or_else(|| self.columns.iter().position(|it| Some(it.number) == number)) else {
            return false;
        };
        for (index, column) in self.columns.iter_mut().enumerate() {
            if index == place {
                column.field = field;
                column.confidence = 1.0;
            } else if field.is_some() && column.field == field {
                column.field = None;
                column.confidence = 0.0;
            }
        }
        true
    }
}

/// A name without case, marks and doubled spaces, full-width letters plain.
pub(super) fn plain(name: &str) -> String {
    let name: String = name.nfkc().collect::<String>().to_lowercase();
    let spaced: String = name
        .chars()
        .filter(|c| !matches!(c, '\u{FEFF}' | '\u{200B}' | '"' | '\''))
        .map(|c| if matches!(c, '_' | '-' | '.' | '/' | ':') { ' ' } else { c })
        .collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Every known name, plain, with its field and its place among the field's names.
static NAMES: LazyLock<HashMap<String, (Field, usize)>> = LazyLock::new(|| {
    let names = Field::ALL.into_iter().flat_map(|field| field.names().iter().enumerate().map(move |it| (field, it)));
    names.map(|(field, (place, name))| (plain(name), (field, place))).collect()
});

/// A field that a name stands for, how sure that is, and the name's place among the field's names.
pub(super) fn known(name: &str) -> Option<(Field, f64, usize)> {
    let name = plain(name);
    let exact = |wanted: &str| NAMES.get(wanted).copied();
    if let Some((field, place)) = exact(&name) {
        return Some((field, 1.0, place));
    }
    // "Likes (total)", "点赞数(次)": what stands in brackets says more about the same.
    let bare = name.split(['(', '（', '[']).next().unwrap_or_default().trim().to_string();
    if bare != name
        && let Some((field, place)) = exact(&bare)
    {
        return Some((field, 0.9, place));
    }
    // A JSON path: "metrics like_count" ends in what it is.
    let words: Vec<&str> = name.split(' ').collect();
    for skip in 1..words.len().min(6) {
        let ending = words.get(skip..).unwrap_or_default().join(" ");
        if let Some((field, place)) = exact(&ending)
            && !matches!(field, Field::PostId | Field::Text | Field::Title | Field::Format | Field::Date)
        {
            return Some((field, 0.7, place + 100));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::{Field, known, plain};

    #[test]
    fn no_name_stands_for_two_fields() {
        let mut seen: HashMap<String, Field> = HashMap::new();
        for field in Field::ALL {
            for name in field.names() {
                let before = seen.insert(plain(name), field);
                assert!(before.is_none_or(|before| before == field), "{name}: {before:?} and {field:?}");
            }
        }
    }

    #[test]
    fn a_name_is_known_whatever_its_case_marks_and_brackets() {
        let field = |name| known(name).map(|(field, _, _)| field);
        assert_eq!(field("Post_Text"), Some(Field::Text));
        assert_eq!(field("LIKES (total)"), Some(Field::Likes));
        assert_eq!(field("点赞数（次）"), Some(Field::Likes));
        assert_eq!(field("metrics.like_count"), Some(Field::Likes));
        for name in ["Audience segment", "audience_segment", "Customer-Segment", "受众分组", "目标受众"] {
            assert_eq!(known(name).map(|(field, sure, _)| (field, sure)), Some((Field::Segment, 1.0)), "{name}");
        }
        assert_eq!(field("Negative feedback"), None);
        assert_eq!(Field::from_name("likes"), Some(Field::Likes));
    }
}
