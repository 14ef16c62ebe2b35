//! Requests for ideas in Chinese.

use std::sync::LazyLock;

use copydesk_analysis::Language;
use regex::{Captures, Regex};

use super::ask;
use super::words::{count_word, format_in, platform_in};
use crate::commands::Command;
use crate::config::Config;
use crate::texts::Problem;

const REQUEST: &str = r"(?:(?:请|麻烦|你好|帮忙|帮我们|帮我|给我们|给我|替我们|替我|能不能|能否|可以|我想要|我们想要|我要|我们要|想要)[，,\s]*)*";
const VERB: &str = r"(?:撰写|写|来|出|想|做|生成|起|拟|设计|策划|推荐|要)(?:一下|出)?";
const COUNT: &str = r"(?P<count>\d{1,4}|[一二两三四五六七八九十]+|几)?\s*(?:条|个|篇|则|段|份|句)?";
const NOUN: &str = r"(?P<noun>文案|帖子|推文|笔记|标题|脚本|点子|选题|创意)";

static IDEAS: LazyLock<[Regex; 8]> = LazyLock::new(|| {
    let topic = r"(?P<topic>.+?)";
    let kind = r"(?P<kind>[^，,。]{0,12}?)";
    let patterns = [
        // 给新品燕麦拿铁写三条小红书文案
        format!(
            r"^{REQUEST}(?:给|为|替|就|围绕|关于|针对){topic}[，,\s]*{VERB}{COUNT}(?:关于)?{kind}{NOUN}[。！!？?吧]*$"
        ),
        // 写三条小红书文案，关于燕麦拿铁
        format!(
            r"^{REQUEST}{VERB}{COUNT}{kind}{NOUN}[，,：:\s]*(?:关于|主题是|主题|围绕|介绍|推广)[：:]?{topic}[。！!？?]*$"
        ),
        // 写三条关于燕麦拿铁的小红书文案
        format!(r"^{REQUEST}{VERB}{COUNT}(?:关于|有关|围绕|介绍|推广)?{topic}的{kind}{NOUN}[。！!？?吧]*$"),
        // 写三条关于燕麦拿铁的微博
        format!(
            r"^{REQUEST}{VERB}?{COUNT}(?:关于|有关|围绕|介绍|推广){topic}的(?P<kind>[^，,：:]{{1,8}})(?P<noun>)[。！!？?吧]*$"
        ),
        // 给我三个关于冷萃的小红书标题
        format!(r"^{REQUEST}{COUNT}(?:关于|有关){topic}的{kind}{NOUN}[。！!？?吧]*$"),
        // 三个抖音脚本 燕麦拿铁
        format!(
            r"^{REQUEST}(?:{VERB})?(?P<count>\d{{1,4}}|[一二两三四五六七八九十]+|几)\s*[条个篇则段份句]{kind}{NOUN}[，,：:\s]+{topic}[。！!]*$"
        ),
        // 小红书文案三条：燕麦拿铁
        format!(
            r"^{REQUEST}{kind}{NOUN}(?P<count>\d{{1,4}}|[一二两三四五六七八九十]+|几)\s*[条个篇则段份句][，,：:\s]+{topic}[。！!]*$"
        ),
        // 写三条小红书，主题是燕麦拿铁
        format!(
            r"^{REQUEST}{VERB}{COUNT}(?P<kind>[^，,：:]{{1,8}})(?P<noun>)[，,：:\s]*(?:关于|主题是|主题)[：:]?{topic}[。！!？?]*$"
        ),
    ];
    patterns.map(|pattern| Regex::new(&pattern).expect("the grammar is constant and tested"))
});

/// 写几条小红书文案: what about is not said, or stands before the noun (写三条燕麦拿铁文案).
static WITHOUT_TOPIC: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = format!(
        r"^{REQUEST}{VERB}(?P<count>\d{{1,4}}|[一二两三四五六七八九十]+|几)\s*[条个篇则段份句](?P<kind>[^，,。]{{0,16}}?){NOUN}[。！!？?吧]*$"
    );
    Regex::new(&pattern).expect("the grammar is constant and tested")
});

/// Traditional letters of the grammar's words, and their simplified forms; as long in bytes, so that places stay.
const SIMPLIFIED: [(char, char); 24] = [
    ('為', '为'),
    ('寫', '写'),
    ('條', '条'),
    ('紅', '红'),
    ('書', '书'),
    ('給', '给'),
    ('個', '个'),
    ('標', '标'),
    ('題', '题'),
    ('腳', '脚'),
    ('點', '点'),
    ('關', '关'),
    ('於', '于'),
    ('圍', '围'),
    ('繞', '绕'),
    ('請', '请'),
    ('幫', '帮'),
    ('們', '们'),
    ('選', '选'),
    ('創', '创'),
    ('筆', '笔'),
    ('記', '记'),
    ('則', '则'),
    ('兩', '两'),
];

/// A text with the grammar's words in simplified letters, as long as it was.
fn simplified(text: &str) -> String {
    let simple = |c: char| SIMPLIFIED.iter().find(|(traditional, _)| *traditional == c).map_or(c, |(_, it)| *it);
    text.chars().map(simple).collect()
}

/// The command that Chinese words mean, if they mean one.
pub(super) fn understand(text: &str, config: &Config) -> Option<Result<Command, Problem>> {
    // Only Chinese has these words, but a brand's name may be Latin.
    // 给我写 is a request, 给燕麦拿铁写 has a topic.
    let has_topic = |found: &Captures<'_>| {
        !matches!(found.name("topic").map(|it| it.as_str()), Some("我" | "我们" | "大家"))
        && !found.name("topic").is_some_and(|it| it.as_str().starts_with("什么") || it.as_str().starts_with('问'))
        // Without a noun, a platform has to say what is wanted.
        && (found.name("noun").is_some_and(|it| !it.is_empty()) || platform_in(found.name("kind").map_or("", |it| it.as_str())).is_some())
    };
    let simple = simplified(text);
    let Some(found) = IDEAS.iter().find_map(|pattern| pattern.captures(&simple).filter(has_topic)) else {
        return without_topic(&simple, config);
    };
    let part = |name: &str| found.name(name).map(|part| part.as_str().trim()).filter(|part| !part.is_empty());
    let kind = part("kind").unwrap_or_default();
    // The topic stays as it was written.
    let written = found.name("topic").map(|it| text[it.range()].trim()).filter(|it| !it.is_empty())?;
    let (platform, topic) = match platform_in(kind) {
        Some(platform) => (Some(platform), written.to_string()),
        // 写三条小红书燕麦拿铁文案, 给小红书写三条燕麦拿铁的文案: the platform may stand with the topic.
        None => split_platform(written),
    };
    let topic = topic.trim_matches(|c: char| c.is_whitespace() || "的，,".contains(c));
    let topic = if topic.is_empty() { kind.trim_end_matches('的') } else { topic };
    Some(ask(
        config,
        topic,
        platform.as_deref(),
        format_in(kind, part("noun").unwrap_or_default()),
        part("count").and_then(count_word),
        Language::Chinese,
    ))
}

fn without_topic(text: &str, config: &Config) -> Option<Result<Command, Problem>> {
    let found = WITHOUT_TOPIC.captures(text)?;
    let (platform, topic) = match found.name("kind").map_or("", |kind| kind.as_str()) {
        kind if platform_in(kind).as_deref() == Some(kind) => (Some(kind.to_string()), String::new()),
        kind => split_platform(kind),
    };
    let format = format_in("", found.name("noun").map_or("", |noun| noun.as_str()));
    let count = found.name("count").and_then(|count| count_word(count.as_str()));
    let topic = topic.trim_end_matches('的');
    Some(ask(config, topic, platform.as_deref(), format, count, Language::Chinese))
}

/// A topic without the platform in it, and the platform.
fn split_platform(topic: &str) -> (Option<String>, String) {
    match platform_in(topic) {
        Some(name) if topic.len() > name.len() => (Some(name.clone()), topic.replacen(&name, "", 1)),
        _ => (None, topic.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use copydesk_analysis::Language;

    use crate::grammar::tests::{ideas, shown};

    #[test]
    fn chinese_requests_are_understood() {
        let cases = [
            ("给新品燕麦拿铁写三条小红书文案", "新品燕麦拿铁 | xiaohongshu | post | 3"),
            ("帮我写两条关于冷萃的微博文案", "冷萃 | weibo | post | 2"),
            ("写5个公众号标题，关于下雨天", "下雨天 | wechat | title | 5"),
            ("请为肉桂卷想几个抖音脚本", "肉桂卷 | tiktok | script | 3"),
            ("给我来三条香蕉面包的小红书笔记吧", "香蕉面包 | xiaohongshu | post | 3"),
            ("围绕儿童角做一个选题", "儿童角 | - | - | 1"),
            ("写三条小红书，主题是燕麦拿铁", "燕麦拿铁 | xiaohongshu | - | 3"),
            ("给我三个关于冷萃的小红书标题", "冷萃 | xiaohongshu | title | 3"),
            ("写三条关于拿铁的微博", "拿铁 | weibo | - | 3"),
            ("给我写三条关于拿铁的微博", "拿铁 | weibo | - | 3"),
            ("小红书文案三条：燕麦拿铁", "燕麦拿铁 | xiaohongshu | post | 3"),
            ("三个抖音脚本 燕麦拿铁", "燕麦拿铁 | tiktok | script | 3"),
            ("給新品燕麥拿鐵寫三條小紅書文案", "新品燕麥拿鐵 | xiaohongshu | post | 3"),
            ("给燕麦拿铁写三条ins文案", "燕麦拿铁 | instagram | post | 3"),
            ("写三条燕麦拿铁文案", "燕麦拿铁 | - | post | 3"),
            ("请为燕麦拿铁撰写三条微博文案", "燕麦拿铁 | weibo | post | 3"),
        ];
        for (text, expected) in cases {
            assert_eq!(shown(text), expected, "{text}");
        }
        assert_eq!(ideas("给新品燕麦拿铁写三条小红书文案").map(|it| it.language), Some(Language::Chinese));
    }
}
