//! Made-up news, the same for the same seed: words by Zipf's law, subjects that come every day, stories that several
//! sources tell in nearly the same words, and sources that repeat themselves.

use std::fmt::Write as _;

use copydesk_analysis::trend::Document;
use jiff::{SignedDuration, Timestamp};

const ENGLISH_JOINTS: [&str; 12] =
    ["in the", "and", "for", "with the", "over", "after", "says", "of the", "on", "as", "amid", "near"];
const CHINESE_JOINTS: [&str; 8] = ["的", "在", "和", "对", "，", "与", "将", "了"];
const CHINESE_WORDS: [&str; 48] = [
    "市场",
    "公司",
    "消费者",
    "价格",
    "门店",
    "咖啡",
    "牛奶",
    "设计",
    "城市",
    "春天",
    "活动",
    "品牌",
    "新闻",
    "手机",
    "汽车",
    "电影",
    "音乐",
    "比赛",
    "学校",
    "医院",
    "旅游",
    "餐厅",
    "茶叶",
    "水果",
    "蛋糕",
    "服务",
    "平台",
    "数据",
    "天气",
    "交通",
    "能源",
    "农业",
    "机器人",
    "展览",
    "图书",
    "游戏",
    "服装",
    "家居",
    "宠物",
    "健康",
    "运动",
    "节日",
    "礼物",
    "广告",
    "视频",
    "直播",
    "物流",
    "投资",
];
const SYLLABLES: [&str; 24] = [
    "ba", "cor", "del", "fin", "gar", "hol", "ist", "jun", "kel", "lor", "mar", "nes", "ol", "pra", "qui", "ros",
    "sel", "tam", "ul", "ven", "wil", "yar", "zan", "ech",
];
/// Words of each language that are not subjects.
const WORDS: usize = 3_000;
/// Subjects that come every day.
const SUBJECTS: usize = 40;

/// SplitMix64.
pub(super) struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ bits >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ bits >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ bits >> 31
    }

    /// From 0 to below `end`.
    pub(super) fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }

    /// From 0 to below `end`, small ones more often: about 1 ÷ rank.
    fn zipf(&mut self, end: usize) -> usize {
        let share = (self.next() >> 11) as f64 / (1_u64 << 53) as f64;
        ((end as f64 + 1.0).powf(share) - 1.0) as usize % end.max(1)
    }

    fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}

/// Everything that is no burst.
pub(super) struct Noise {
    pub(super) random: Random,
    feeds: usize,
    words: Vec<String>,
    subjects: Vec<String>,
    made: usize,
}

impl Noise {
    pub(super) fn new(seed: u64, feeds: usize) -> Self {
        let mut random = Random(seed);
        let words = (0..WORDS).map(|_| word(&mut random)).collect();
        let subjects = (0..SUBJECTS).map(|_| format!("{} {}", word(&mut random), word(&mut random))).collect();
        Self { random, feeds, words, subjects, made: 0 }
    }

    /// Items of one day, about as many as `count`: never more.
    pub(super) fn day(&mut self, end: Timestamp, ago: i64, count: usize) -> Vec<Document> {
        let mut items = Vec::with_capacity(count);
        // Every subject has its rate, and its better and worse days.
        while items.len() < count {
            let is_chinese = self.random.below(3) == 0;
            let subject = (self.random.below(4) == 0).then(|| {
                let place = self.random.zipf(self.subjects.len());
                self.subjects[place].clone()
            });
            let title = self.title(subject.as_deref(), is_chinese);
            let told = if self.random.below(5) == 0 { 2 + self.random.below(4) } else { 1 };
            for time in 0..told.min(count - items.len()) {
                let title = if time == 0 { title.clone() } else { self.retold(&title, is_chinese) };
                items.push(self.item(title, end, ago, is_chinese));
            }
            // A source that says the same thing all day.
            if self.random.below(60) == 0 {
                let source = self.random.below(self.feeds) as u32;
                for _ in 0..6.min(count - items.len()) {
                    let item = self.item(title.clone(), end, ago, is_chinese);
                    items.push(Document { source, ..item });
                }
            }
        }
        items
    }

    /// A headline; `subject` stands somewhere in it.
    pub(super) fn title(&mut self, subject: Option<&str>, is_chinese: bool) -> String {
        let mut parts = Vec::new();
        let place = self.random.below(3);
        for part in 0..3 {
            match subject.filter(|_| part == place) {
                Some(subject) => parts.push(subject.to_owned()),
                None => {
                    let words = 1 + self.random.below(2);
                    let words: Vec<String> = (0..words).map(|_| self.any_word(is_chinese)).collect();
                    parts.push(words.join(if is_chinese { "" } else { " " }));
                }
            }
        }
        let joint = |random: &mut Random| {
            if is_chinese {
                (*random.one(&CHINESE_JOINTS)).to_owned()
            } else {
                format!(" {} ", random.one(&ENGLISH_JOINTS))
            }
        };
        let (first, second) = (joint(&mut self.random), joint(&mut self.random));
        format!("{}{first}{}{second}{}", parts[0], parts[1], parts[2])
    }

    fn any_word(&mut self, is_chinese: bool) -> String {
        if is_chinese {
            let place = self.random.zipf(CHINESE_WORDS.len());
            return CHINESE_WORDS[place].to_owned();
        }
        let place = self.random.zipf(self.words.len());
        self.words[place].clone()
    }

    /// The same headline as another source has it.
    fn retold(&mut self, title: &str, is_chinese: bool) -> String {
        match self.random.below(3) {
            0 => title.to_owned(),
            1 if is_chinese => format!("{title}！"),
            1 => format!("{title}, {}", self.any_word(false)),
            _ => title.to_uppercase(),
        }
    }

    pub(super) fn item(&mut self, title: String, end: Timestamp, ago: i64, is_chinese: bool) -> Document {
        self.made += 1;
        let seconds = ago * 86_400 + 60 + self.random.below(86_000) as i64;
        let text = self.title(None, is_chinese);
        Document {
            source: self.random.below(self.feeds) as u32,
            at: end.checked_sub(SignedDuration::from_secs(seconds)).unwrap_or(end),
            title,
            text: format!("{text}."),
            link: Some(format!("https://news.example/{}", self.made)),
        }
    }
}

pub(super) fn word(random: &mut Random) -> String {
    let syllables = 2 + random.below(2);
    (0..syllables).map(|_| *random.one(&SYLLABLES)).collect()
}

/// A feed with these items: RSS, Atom and JSON Feed in turn.
pub(super) fn feed_bytes(number: usize, items: &[Document]) -> Vec<u8> {
    let mut text = String::new();
    let title = format!("Feed {number}");
    let escape = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
    match number % 5 {
        0 => {
            let items: Vec<_> = items
                .iter()
                .map(|it| {
                    serde_json::json!({ "id": it.link, "url": it.link, "title": it.title,
                        "content_html": format!("<p>{}</p>", it.text), "date_published": it.at.to_string() })
                })
                .collect();
            let feed =
                serde_json::json!({ "version": "https://jsonfeed.org/version/1.1", "title": title, "items": items });
            return feed.to_string().into_bytes();
        }
        1 => {
            let _ = write!(text, "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>{title}</title>");
            for it in items {
                let link = it.link.as_deref().unwrap_or_default();
                let _ = write!(
                    text,
                    "<entry><title>{}</title><link href=\"{link}\"/><id>{link}</id><updated>{}</updated>\
                     <summary type=\"html\">&lt;p&gt;{}&lt;/p&gt;</summary></entry>",
                    escape(&it.title),
                    it.at,
                    escape(&it.text)
                );
            }
            text.push_str("</feed>");
        }
        _ => {
            let _ = write!(text, "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>{title}</title>");
            for it in items {
                let date = it.at.strftime("%a, %d %b %Y %H:%M:%S +0000");
                let link = it.link.as_deref().unwrap_or_default();
                let _ = write!(
                    text,
                    "<item><title>{}</title><link>{link}</link><guid>{link}</guid><pubDate>{date}</pubDate>\
                     <description><![CDATA[<p>{}</p>]]></description></item>",
                    escape(&it.title),
                    it.text
                );
            }
            text.push_str("</channel></rss>");
        }
    }
    text.into_bytes()
}
