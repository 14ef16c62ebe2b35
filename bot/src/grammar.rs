//! Plain words that mean a command, in English and Chinese: a small grammar of regular expressions, so that no model is
//! asked what "give me three posts about the oat-milk latte for Instagram" means.

use std::sync::LazyLock;

use copydesk_analysis::{Language, Platform};
use regex::{Captures, Regex};

use crate::commands::Command;
use crate::commands::ideas::Asked;
use crate::config::Config;
use crate::texts::Problem;

/// "could you please give us", "I'd like", "we need" …
const ENGLISH_REQUEST: &str = r"(?:(?:please|hi|hey|hello|ok|okay|now|copydesk)[,!]?\s+)*(?:(?:can|could|would|will)\s+you\s+(?:please\s+)?)?(?:(?:give|write|make|draft|create|suggest|generate|send|prepare|brainstorm)|(?:can|could|may)\s+(?:i|we)\s+(?:please\s+)?(?:get|have)|(?:i|we)\s+(?:need|want)|(?:i|we)(?:\s+would|['’]d)\s+like|come\s+up\s+with|think\s+of|help\s+(?:me|us)\s+(?:with|write)|let['’]s\s+(?:have|do|write))";

static ENGLISH: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = format!(
        r"(?ix)^
        (?P<request>{ENGLISH_REQUEST}\s+)?
        (?:(?:me|us|our\s+team)\s+)?
        (?:(?:about|some|my|our|the|only|just)\s+)*
        (?:(?P<count>\d{{1,4}}|zero|a\s+couple\s+of|a\s+few|an?|another|a\s+dozen|eleven|twelve|one|two|three|four|five|six|seven|eight|nine|ten)\s+)?
        (?:more\s+)?
        (?P<kind>(?:[\w'’-]+\s+){{0,4}}?)
        (?P<noun>posts?|captions?|tweets?|ideas?|titles?|headlines?|scripts?|copy)(?:\s+ideas?)?
        (?:\s+(?:for|on|to\s+go\s+on)\s+(?:our\s+|the\s+)?(?P<place>{}))?
        \s*(?:\s(?:about|on|regarding|for|announcing|promoting)\s|:\s*)\s*
        (?P<topic>.+?)
        (?:[\s,]+(?:for|on|to\s+go\s+on)\s+(?:our\s+|the\s+)?(?P<end>{})(?:\s+(?:page|account|feed|channel))?)?
        (?:,?\s+please)?[.!?]*$",
        names(false),
        names(false),
    );
    Regex::new(&pattern).expect("the grammar is constant and tested")
});

/// "give me three posts", "two LinkedIn posts please": what about is not said.
static ENGLISH_WITHOUT_TOPIC: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = format!(
        r"(?ix)^
        (?P<request>{ENGLISH_REQUEST}\s+)?
        (?:(?:me|us)\s+)?
        (?:(?:some|just|only)\s+)?
        (?P<count>(?:\d{{1,4}}|a\s+few|an?|one|two|three|four|five|six|seven|eight|nine|ten)\s+)?
        (?:(?:{})\s+)?
        (?P<noun>posts?|captions?|tweets?|ideas?|titles?|headlines?|scripts?)
        (?:\s+for\s+(?:{}))?
        (?P<please>,?\s+please)?[.!?]*$",
        names(false),
        names(false),
    );
    Regex::new(&pattern).expect("the grammar is constant and tested")
});

const CHINESE_REQUEST: &str = r"(?:(?:请|麻烦|你好|帮忙|帮我们|帮我|给我们|给我|替我们|替我|能不能|能否|可以|我想要|我们想要|我要|我们要|想要)[，,\s]*)*";
const CHINESE_VERB: &str = r"(?:撰写|写|来|出|想|做|生成|起|拟|设计|策划|推荐|要)(?:一下|出)?";
const CHINESE_COUNT: &str = r"(?P<count>\d{1,4}|[一二两三四五六七八九十]+|几)?\s*(?:条|个|篇|则|段|份|句)?";
const CHINESE_NOUN: &str = r"(?P<noun>文案|帖子|推文|笔记|标题|脚本|点子|选题|创意)";

static CHINESE: LazyLock<[Regex; 8]> = LazyLock::new(|| {
    let topic = r"(?P<topic>.+?)";
    let kind = r"(?P<kind>[^，,。]{0,12}?)";
    let patterns = [
        // 给新品燕麦拿铁写三条小红书文案
        format!(
            r"^{CHINESE_REQUEST}(?:给|为|替|就|围绕|关于|针对){topic}[，,\s]*{CHINESE_VERB}{CHINESE_COUNT}(?:关于)?{kind}{CHINESE_NOUN}[。！!？?吧]*$"
        ),
        // 写三条小红书文案，关于燕麦拿铁
        format!(
            r"^{CHINESE_REQUEST}{CHINESE_VERB}{CHINESE_COUNT}{kind}{CHINESE_NOUN}[，,：:\s]*(?:关于|主题是|主题|围绕|介绍|推广)[：:]?{topic}[。！!？?]*$"
        ),
        // 写三条关于燕麦拿铁的小红书文案
        format!(
            r"^{CHINESE_REQUEST}{CHINESE_VERB}{CHINESE_COUNT}(?:关于|有关|围绕|介绍|推广)?{topic}的{kind}{CHINESE_NOUN}[。！!？?吧]*$"
        ),
        // 写三条关于燕麦拿铁的微博
        format!(
            r"^{CHINESE_REQUEST}{CHINESE_VERB}?{CHINESE_COUNT}(?:关于|有关|围绕|介绍|推广){topic}的(?P<kind>[^，,：:]{{1,8}})(?P<noun>)[。！!？?吧]*$"
        ),
        // 给我三个关于冷萃的小红书标题
        format!(r"^{CHINESE_REQUEST}{CHINESE_COUNT}(?:关于|有关){topic}的{kind}{CHINESE_NOUN}[。！!？?吧]*$"),
        // 三个抖音脚本 燕麦拿铁
        format!(
            r"^{CHINESE_REQUEST}(?:{CHINESE_VERB})?(?P<count>\d{{1,4}}|[一二两三四五六七八九十]+|几)\s*[条个篇则段份句]{kind}{CHINESE_NOUN}[，,：:\s]+{topic}[。！!]*$"
        ),
        // 小红书文案三条：燕麦拿铁
        format!(
            r"^{CHINESE_REQUEST}{kind}{CHINESE_NOUN}(?P<count>\d{{1,4}}|[一二两三四五六七八九十]+|几)\s*[条个篇则段份句][，,：:\s]+{topic}[。！!]*$"
        ),
        // 写三条小红书，主题是燕麦拿铁
        format!(
            r"^{CHINESE_REQUEST}{CHINESE_VERB}{CHINESE_COUNT}(?P<kind>[^，,：:]{{1,8}})(?P<noun>)[，,：:\s]*(?:关于|主题是|主题)[：:]?{topic}[。！!？?]*$"
        ),
    ];
    patterns.map(|pattern| Regex::new(&pattern).expect("the grammar is constant and tested"))
});

/// 写几条小红书文案: what about is not said, or stands before the noun (写三条燕麦拿铁文案).
static CHINESE_WITHOUT_TOPIC: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = format!(
        r"^{CHINESE_REQUEST}{CHINESE_VERB}(?P<count>\d{{1,4}}|[一二两三四五六七八九十]+|几)\s*[条个篇则段份句](?P<kind>[^，,。]{{0,16}}?){CHINESE_NOUN}[。！!？?吧]*$"
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

/// Platform names as alternatives of a pattern, the longest first.
fn names(chinese: bool) -> String {
    let mut names: Vec<String> = Platform::all()
        .flat_map(|platform| {
            let name = if chinese { platform.chinese() } else { platform.english() };
            platform.aliases().iter().map(ToString::to_string).chain([platform.id().to_string(), name.to_string()])
        })
        .map(|name| regex::escape(&name.to_lowercase()).replace(' ', r"\s+"))
        .collect();
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    names.dedup();
    names.join("|")
}

/// The command that plain words mean, if they mean one.
pub fn understand(text: &str, config: &Config) -> Option<Result<Command, Problem>> {
    let text = text.trim();
    match text.trim_end_matches(['!', '！', '.', '。', '?', '？']).to_lowercase().as_str() {
        "help" | "帮助" | "what can you do" | "你能做什么" | "你会什么" => return Some(Ok(Command::Help)),
        "quit" | "exit" | "bye" | "退出" | "再见" => return Some(Ok(Command::Quit)),
        "show our preferences" | "show preferences" | "our preferences" | "我们的偏好" | "显示偏好" => {
            return Some(Ok(Command::ShowPreferences));
        }
        "which model are you"
        | "what model are you"
        | "which model answers"
        | "which model do you use"
        | "what model do you use"
        | "which model is this"
        | "你用的是什么模型"
        | "你是什么模型"
        | "你用什么模型"
        | "用的是什么模型"
        | "现在是什么模型"
        | "你用的是哪个模型" => return Some(Ok(Command::Model)),
        _ => {}
    }
    english(text, config).or_else(|| chinese(text, config))
}

fn english(text: &str, config: &Config) -> Option<Result<Command, Problem>> {
    let Some(found) = ENGLISH.captures(text) else { return english_without_topic(text, config) };
    // "Ideas for a LinkedIn post about barista jobs": the post is what is wanted, and the jobs are its topic.
    let inner = found.name("noun").filter(|noun| noun.as_str().to_lowercase().starts_with("idea"));
    let inner = inner.and_then(|_| ENGLISH.captures(&text[found.name("topic")?.start()..]));
    let ideas_for = inner.is_some();
    let found = inner.unwrap_or(found);
    let part = |name: &str| found.name(name).map(|part| part.as_str().trim()).filter(|part| !part.is_empty());
    let kind = part("kind").unwrap_or_default().to_lowercase();
    let platform = part("place").or(part("end")).map(String::from).or_else(|| platform_in(&kind));
    let tweets = part("noun")?.to_lowercase().starts_with("tweet");
    let platform = platform.or_else(|| tweets.then(|| "x".to_string()));
    // "Posts about …" may be talk; a request says please, how many, where, or asks for ideas.
    let is_request = ideas_for
        || part("request").is_some()
        || part("count").is_some()
        || platform.is_some()
        || part("noun")?.to_lowercase().starts_with("idea");
    let is_question = kind.split_whitespace().any(|word| {
        matches!(
            word,
            "is" | "are"
                | "was"
                | "did"
                | "do"
                | "which"
                | "why"
                | "how"
                | "what"
                | "feedback"
                | "summary"
                | "best"
                | "last"
        )
    });
    // "One post about coffee got 500 likes" tells something.
    let tells = |word: &str| matches!(word, "is" | "are" | "was" | "were" | "got" | "did" | "has" | "had" | "have");
    let is_statement = part("request").is_none() && part("topic")?.to_lowercase().split_whitespace().any(tells);
    if !is_request || is_question || is_statement {
        return None;
    }
    let noun = part("noun")?.to_lowercase();
    let format = format_in(&kind, &noun);
    // "ideas for blog posts" are titles: a blog has no posts of a few lines.
    let blog = kind.split_whitespace().any(|word| word == "blog") || platform.as_deref() == Some("blog");
    let (format, platform) = if blog { (Some("title"), Some("blog".to_string())) } else { (format, platform) };
    let topic = part("topic")?;
    let topic = ["the ", "our ", "my "].iter().fold(topic, |topic, word| strip_word(topic, word));
    let (topic, wanted) = without_language(topic);
    let (topic, platform) = match misspelt_platform(topic).filter(|_| platform.is_none()) {
        Some((topic, name)) => (topic, Some(name.to_string())),
        None => (topic, platform),
    };
    // "Ideas for a post" are as many as usual.
    let count = part("count").filter(|count| !(ideas_for && matches!(count.to_lowercase().as_str(), "a" | "an")));
    let language = wanted.or_else(|| Language::of(topic)).unwrap_or(Language::English);
    Some(ask(config, topic, platform.as_deref(), format, count.and_then(count_word), language))
}

fn english_without_topic(text: &str, config: &Config) -> Option<Result<Command, Problem>> {
    let found = ENGLISH_WITHOUT_TOPIC.captures(text)?;
    let is_request = ["request", "count", "please"].iter().any(|name| found.name(name).is_some());
    is_request.then(|| ask(config, "", None, None, None, Language::English))
}

/// A topic without the platform at its end that nobody knows, and what it was called: "latte for insta". Asked for by that
/// name, it is answered with the nearest one.
fn misspelt_platform(topic: &str) -> Option<(&str, &str)> {
    let (rest, name) = topic.rsplit_once(' ')?;
    let (rest, _) = rest.rsplit_once(' ').filter(|(_, word)| matches!(word.to_lowercase().as_str(), "for" | "on"))?;
    let written = name.to_lowercase();
    let names = Platform::all().flat_map(|platform| platform.aliases().iter().copied().chain([platform.id()]));
    // Short words are near too much: "for teens" is about people.
    let meant = written.len() >= 5
        && names
            .filter(|name| name.is_ascii())
            .any(|id| id.starts_with(&written) || strsim::jaro_winkler(&written, id) >= 0.92);
    meant.then_some((rest, name))
}

/// A topic without "in Chinese" behind it, and the language that this asks for.
fn without_language(topic: &str) -> (&str, Option<Language>) {
    let endings = [(" in chinese", Language::Chinese), (" in english", Language::English)];
    let lower = topic.to_ascii_lowercase();
    let found = endings.into_iter().find(|(ending, _)| lower.ends_with(ending));
    found.map_or((topic, None), |(ending, language)| (&topic[..topic.len() - ending.len()], Some(language)))
}

fn strip_word<'a>(topic: &'a str, word: &str) -> &'a str {
    match topic.get(..word.len()) {
        Some(begin) if begin.eq_ignore_ascii_case(word) && topic.len() > word.len() => &topic[word.len()..],
        _ => topic,
    }
}

fn chinese(text: &str, config: &Config) -> Option<Result<Command, Problem>> {
    // Only Chinese has these words, but a brand's name may be Latin.
    // 给我写 is a request, 给燕麦拿铁写 has a topic.
    let has_topic = |found: &Captures<'_>| {
        !matches!(found.name("topic").map(|it| it.as_str()), Some("我" | "我们" | "大家"))
        && !found.name("topic").is_some_and(|it| it.as_str().starts_with("什么") || it.as_str().starts_with('问'))
        // Without a noun, a platform has to say what is wanted.
        && (found.name("noun").is_some_and(|it| !it.is_empty()) || platform_in(found.name("kind").map_or("", |it| it.as_str())).is_some())
    };
    let simple = simplified(text);
    let Some(found) = CHINESE.iter().find_map(|pattern| pattern.captures(&simple).filter(has_topic)) else {
        return chinese_without_topic(&simple, config);
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

fn chinese_without_topic(text: &str, config: &Config) -> Option<Result<Command, Problem>> {
    let found = CHINESE_WITHOUT_TOPIC.captures(text)?;
    let (platform, topic) = match found.name("kind").map_or("", |kind| kind.as_str()) {
        kind if platform_in(kind).as_deref() == Some(kind) => (Some(kind.to_string()), String::new()),
        kind => split_platform(kind),
    };
    let format = format_in("", found.name("noun").map_or("", |noun| noun.as_str()));
    let count = found.name("count").and_then(|count| count_word(count.as_str()));
    let topic = topic.trim_end_matches('的');
    Some(ask(config, topic, platform.as_deref(), format, count, Language::Chinese))
}

fn ask(
    config: &Config,
    topic: &str,
    platform: Option<&str>,
    format: Option<&str>,
    count: Option<String>,
    language: Language,
) -> Result<Command, Problem> {
    let asked = Asked { topic, platform, format, count: count.as_deref(), language };
    asked.check(config).map(Command::Ideas)
}

/// The platform that a few words name.
fn platform_in(words: &str) -> Option<String> {
    static NAMES: LazyLock<Regex> = LazyLock::new(|| {
        // Latin names stand alone; Chinese ones may touch other words.
        let pattern = format!(r"(?i)(?:^|[^a-z])(?P<name>{}|{})(?:$|[^a-z])", names(false), names(true));
        Regex::new(&pattern).expect("the names are constant")
    });
    // One space more on each side, so that names side by side are both found.
    NAMES.captures(words).and_then(|found| Some(found.name("name")?.as_str().to_string()))
}

/// A topic without the platform in it, and the platform.
fn split_platform(topic: &str) -> (Option<String>, String) {
    match platform_in(topic) {
        Some(name) if topic.len() > name.len() => (Some(name.clone()), topic.replacen(&name, "", 1)),
        _ => (None, topic.to_string()),
    }
}

/// The format that is asked for: by the noun, or by the words before it ("video ideas").
fn format_in(kind: &str, noun: &str) -> Option<&'static str> {
    let kind = kind.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| kind.contains(word));
    match noun.trim_end_matches('s') {
        "title" | "headline" | "标题" => Some("title"),
        "script" | "脚本" => Some("script"),
        _ if has(&["title", "headline", "标题"]) => Some("title"),
        _ if has(&["script", "video", "reel", "脚本", "视频"]) => Some("script"),
        "post" | "caption" | "tweet" | "copy" | "帖子" | "推文" | "笔记" | "文案" => Some("post"),
        _ => None,
    }
}

/// A number in words as digits.
fn count_word(word: &str) -> Option<String> {
    let number = match word.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ").as_str() {
        "zero" => 0,
        "a" | "an" | "another" | "one" | "一" => 1,
        "two" | "a couple of" | "二" | "两" => 2,
        "three" | "a few" | "三" | "几" => 3,
        "four" | "四" => 4,
        "five" | "五" => 5,
        "six" | "六" => 6,
        "seven" | "七" => 7,
        "eight" | "八" => 8,
        "nine" | "九" => 9,
        "ten" | "十" => 10,
        "eleven" => 11,
        "twelve" | "a dozen" => 12,
        // 十二, 二十: more than the most anyway, and refused with its number.
        digits if digits.chars().all(|c| c.is_ascii_digit()) => return Some(digits.to_string()),
        tens => return tens_of(tens).map(|number| number.to_string()),
    };
    Some(number.to_string())
}

/// 十二 → 12, 二十 → 20, 二十五 → 25.
fn tens_of(word: &str) -> Option<u32> {
    let digit = |text: &str| {
        if text.is_empty() { None } else { "一二三四五六七八九".find(text).map(|at| at as u32 / 3 + 1) }
    };
    let (tens, ones) = word.split_once('十')?;
    Some(digit(tens).unwrap_or(1) * 10 + digit(ones).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use copydesk_analysis::{Format, Language, Platform};

    use super::understand;
    use crate::commands::Command;
    use crate::commands::ideas::IdeasRequest;
    use crate::config::Config;

    fn ideas(text: &str) -> Option<IdeasRequest> {
        let config = Config::parse("", None).expect("the built-in configuration is whole");
        match understand(text, &config)? {
            Ok(Command::Ideas(request)) => Some(request),
            _ => None,
        }
    }

    /// topic, platform, format, count
    fn shown(text: &str) -> String {
        ideas(text).map_or_else(
            || "conversation".into(),
            |it| {
                let platform = it.platform.map_or("-", Platform::id);
                let format = it.format.map_or("-", Format::id);
                format!("{} | {platform} | {format} | {}", it.topic, it.count)
            },
        )
    }

    #[test]
    fn english_requests_are_understood() {
        let cases = [
            ("give me three posts about the oat-milk latte for Instagram", "oat-milk latte | instagram | post | 3"),
            ("Could you please write 2 LinkedIn posts about our barista team?", "barista team | linkedin | post | 2"),
            ("ideas for the rainy season", "rainy season | - | - | 3"),
            ("I need a video script on cold brew for TikTok", "cold brew | tiktok | script | 1"),
            ("five blog titles about reusable cups", "reusable cups | blog | title | 5"),
            ("blog post ideas about reusable cups", "reusable cups | blog | title | 3"),
            ("We'd like a few tweets about jazz night", "jazz night | x | post | 3"),
            ("write instagram captions for banana bread", "banana bread | instagram | post | 3"),
            ("give me 4 posts for Instagram about matcha", "matcha | instagram | post | 4"),
            ("Come up with YouTube headlines: how we roast", "how we roast | youtube | title | 3"),
            ("help me write a post about croissants", "croissants | - | post | 1"),
            ("Could we get 3 posts about matcha?", "matcha | - | post | 3"),
            ("three posts about tea in Chinese", "tea | - | post | 3"),
            ("give me ideas for a LinkedIn post about barista jobs", "barista jobs | linkedin | post | 3"),
            ("ideas for a TikTok video script about latte art", "latte art | tiktok | script | 3"),
            ("I want ideas for two tweets about cold brew", "cold brew | x | post | 2"),
            ("two google business posts about opening hours, please", "opening hours | google-business | post | 2"),
        ];
        for (text, expected) in cases {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

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

    #[test]
    fn what_is_no_request_stays_conversation() {
        let talk = [
            "Which posts about the latte did best?",
            "When should we post?",
            "what do you think about our posts about coffee",
            "posts about coffee bore me",
            "我们什么时候发帖比较好？",
            "thanks, that was good",
            "Show me our posts about the latte",
            "I like posts about coffee",
            "One post about coffee got 500 likes",
            "give me feedback on my post about coffee",
            "为什么小红书文案要写标题",
            "想问一下燕麦拿铁的文案",
        ];
        for text in talk {
            assert_eq!(shown(text), "conversation", "{text}");
        }
    }

    #[test]
    fn a_question_for_the_model_is_understood_in_both_languages() {
        let config = Config::parse("", None).expect("the built-in configuration is whole");
        for text in ["Which model are you?", "what model do you use", "你用的是什么模型？", "你用的是什么模型"]
        {
            assert!(matches!(understand(text, &config), Some(Ok(Command::Model))), "{text}");
        }
        for text in ["Which model of car suits our post?", "我们的模型车怎么写文案比较好"] {
            assert!(!matches!(understand(text, &config), Some(Ok(Command::Model))), "{text}");
        }
    }

    #[test]
    fn a_misspelt_platform_is_asked_about_and_a_missing_topic_too() {
        let config = Config::parse("", None).expect("the built-in configuration is whole");
        let told = |text: &str| match understand(text, &config) {
            Some(Err(problem)) => problem.message.say(Language::English),
            other => format!("{other:?}"),
        };
        for (text, name) in [
            ("give me three posts about latte for insta", "insta"),
            ("write two posts about our sale on twiter", "twiter"),
        ] {
            assert_eq!(told(text), format!("I don't know the platform \"{name}\"."), "{text}");
        }
        let nothing = crate::texts::sentence!("ideas-no-topic").say(Language::English);
        for text in ["give me three posts", "ideas please", "写几条小红书文案"] {
            assert_eq!(told(text), nothing, "{text}");
        }
        assert!(matches!(understand("give me zero posts about latte", &config), Some(Err(_))));
    }

    #[test]
    fn too_many_are_refused_in_plain_words_too() {
        let config = Config::parse("", None).expect("the built-in configuration is whole");
        assert!(matches!(understand("give me 500 posts about coffee", &config), Some(Err(_))));
        assert!(matches!(understand("给燕麦拿铁写二十条文案", &config), Some(Err(_))));
    }
}
