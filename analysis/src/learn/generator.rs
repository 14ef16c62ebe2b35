//! Made-up posts of which the truth is known: for tests and for `copydesk bench`. Nothing here is anybody's data.

use super::swaps::{Gender, SwapKind, given_names, is_only_a_name, listed_places};
use super::{Numbers, Observation, Random, When};
use crate::{Language, Platform};

/// What is planted into made-up posts.
#[derive(Debug, Clone, PartialEq)]
pub struct Truth {
    /// How many posts.
    pub posts: usize,
    /// Standard deviation of what nothing explains, in log units.
    pub noise: f64,
    /// Added to posts that ask something.
    pub question: f64,
    /// Added to posts on Tuesday mornings.
    pub tuesday_morning: f64,
    /// Added to posts that ask something in the morning, and taken from those that ask later: neither tells by itself.
    pub question_in_the_morning: f64,
    /// Added to posts about "latte".
    pub latte: f64,
    /// Added to posts that name the north: a bias.
    pub north: f64,
    /// Added to posts for the segment "students", by which the model cannot tell posts apart: a bias.
    pub students: f64,
    /// Each platform's numbers jump by this from the middle on.
    pub level_shift: f64,
    /// The share of posts on the first platform.
    pub first_platform: f64,
    /// Added to videos on the first platform and taken from them elsewhere, so that neither form nor platform tells by itself;
    /// without it, and without one of photos, posts have no format.
    pub video: f64,
    /// Added to photos wherever they are; without it, and without an effect of videos, posts have no format.
    pub photo: f64,
    /// Three posts in four name one of four of a kind, which are drawn from long lists: people, places, or a word for women or men.
    pub words: Option<SwapKind>,
    /// Added to posts that name the first of them: a bias.
    pub first_word: f64,
}

impl Default for Truth {
    /// Nothing is planted.
    fn default() -> Self {
        Self {
            posts: 300,
            noise: 0.5,
            question: 0.0,
            tuesday_morning: 0.0,
            question_in_the_morning: 0.0,
            latte: 0.0,
            north: 0.0,
            students: 0.0,
            level_shift: 0.0,
            first_platform: 0.5,
            video: 0.0,
            photo: 0.0,
            words: None,
            first_word: 0.0,
        }
    }
}

/// What made-up posts are made of, in one language.
struct Words {
    topics: [&'static str; 6],
    openings: [&'static str; 6],
    endings: [&'static str; 5],
    places: [&'static str; 4],
    extra: [&'static str; 3],
    segments: [&'static str; 3],
    platforms: [Platform; 3],
    question: &'static str,
    stop: &'static str,
}

static ENGLISH: Words = Words {
    topics: ["latte", "cold brew", "cinnamon rolls", "rainy days", "opening hours", "jazz night"],
    openings: [
        "The kettle is on and the window seat is free",
        "Our baker hums while the oven warms up",
        "A slow hour begins with two warm hands",
        "The long table has room for one more story",
        "Somebody left a book between the sugar bowls",
        "The street is quiet and the chairs are out",
    ],
    endings: [
        "come as you are",
        "stay for the second cup",
        "bring a friend along",
        "we keep a seat for you",
        "see you at the counter",
    ],
    places: ["in the north", "in the south", "by the river", "near the station"],
    extra: ["", " No hurry at all.", " It rained, and nobody minded, because the stove was warm."],
    segments: ["students", "parents", "commuters"],
    platforms: [Platform::Instagram, Platform::X, Platform::LinkedIn],
    question: "?",
    stop: ".",
};

static CHINESE: Words = Words {
    topics: ["拿铁", "冷萃", "肉桂卷", "下雨天", "营业时间", "爵士之夜"],
    openings: [
        "水壶开了，窗边的位子空着",
        "面包师一边哼歌一边等烤箱热起来",
        "慢下来的一小时，从捧住一杯热饮开始",
        "长桌还坐得下一个人和一个故事",
        "有人把书落在了糖罐旁边",
        "街上很安静，椅子已经摆出去了",
    ],
    endings: ["随时来坐", "留下来喝第二杯", "带上朋友一起来", "我们给你留个位子", "柜台见"],
    places: ["北边的店里", "南边的店里", "河边", "车站旁"],
    extra: ["", "一点也不用赶。", "外面在下雨，可炉子很暖，没有人介意。"],
    segments: ["学生", "家长", "上班族"],
    platforms: [Platform::Xiaohongshu, Platform::Weibo, Platform::WeChat],
    question: "？",
    stop: "。",
};

const EPOCH: i64 = 19_000;

/// The posts of a truth and a seed, in English, two a day.
pub fn posts(truth: &Truth, seed: u64) -> Vec<Observation> {
    posts_in(truth, Language::English, seed)
}

/// The same in Chinese, or in English for any other language.
pub fn posts_in(truth: &Truth, language: Language, seed: u64) -> Vec<Observation> {
    let mut random = Random::new(seed);
    let words = if language == Language::Chinese { &CHINESE } else { &ENGLISH };
    let named = named_words(truth, language, seed);
    (0..truth.posts).map(|place| post(truth, words, (place, &named), &mut random)).collect()
}

/// Chinese places, surnames and given names that names are made of.
const CHINESE_PLACES: [&str; 16] = [
    "北京", "上海", "广州", "深圳", "成都", "重庆", "武汉", "杭州", "南京", "天津", "苏州", "昆明", "青岛", "厦门",
    "长沙", "新疆",
];
const SURNAMES: [&str; 8] = ["王", "李", "张", "刘", "陈", "赵", "周", "吴"];
const WOMEN: [&str; 6] = ["芳", "丽", "娟", "敏", "静", "秀英"];
const MEN: [&str; 6] = ["强", "伟", "军", "磊", "勇", "建国"];
/// Words for women and men that a sentence can be made of in the same way.
const GENDERED: [(&str, &str); 8] = [
    ("wife", "husband"),
    ("lady", "guy"),
    ("girl", "boy"),
    ("mother", "father"),
    ("daughter", "son"),
    ("waitress", "waiter"),
    ("sister", "brother"),
    ("queen", "king"),
];
const CHINESE_GENDERED: [(&str, &str); 8] = [
    ("妻子", "丈夫"),
    ("女士", "先生"),
    ("女孩", "男孩"),
    ("妈妈", "爸爸"),
    ("女儿", "儿子"),
    ("奶奶", "爷爷"),
    ("姐姐", "哥哥"),
    ("女生", "男生"),
];

/// The words that the posts of a truth name, the one with the bias first; each with the sentence that names it.
pub(super) fn named_words(truth: &Truth, language: Language, seed: u64) -> Vec<(String, String)> {
    let mut random = Random::new(seed ^ 0x5EED);
    let chinese = language == Language::Chinese;
    let mut words: Vec<String> = Vec::new();
    let Some(kind) = truth.words else { return Vec::new() };
    while words.len() < 4 {
        let chosen = |random: &mut Random, from: &[&str]| random.choose(from).copied().unwrap_or_default().to_owned();
        let is_woman = words.len().is_multiple_of(2);
        let word = match (kind, chinese) {
            (SwapKind::Names, true) => {
                chosen(&mut random, &SURNAMES) + &chosen(&mut random, if is_woman { &WOMEN } else { &MEN })
            }
            (SwapKind::Names, false) => {
                let names = given_names(if is_woman { Gender::Woman } else { Gender::Man });
                random.choose(names).cloned().unwrap_or_default()
            }
            (SwapKind::Regions, true) => chosen(&mut random, &CHINESE_PLACES),
            (SwapKind::Regions, false) => chosen(&mut random, &listed_places()),
            (SwapKind::Genders, _) => {
                let pronouns = [if chinese { ("她", "他") } else { ("she", "he") }];
                let nouns: &[(&str, &str)] = if chinese { &CHINESE_GENDERED } else { &GENDERED };
                let pairs = if random.below(3) == 0 { &pronouns[..] } else { nouns };
                let (woman, man) = random.choose(pairs).copied().unwrap_or_default();
                words = vec![woman.to_owned(), man.to_owned()];
                if random.below(2) == 0 {
                    words.reverse();
                }
                break;
            }
        };
        if !words.contains(&word) && (chinese || is_only_a_name(&word)) {
            words.push(word);
        }
    }
    let sentence = |word: &String| match (kind, chinese) {
        (SwapKind::Names, true) => format!("今天是{word}做的。"),
        (SwapKind::Names, false) => format!(" Today {word} is at the oven."),
        (SwapKind::Regions, true) => format!("豆子来自{word}。"),
        (SwapKind::Regions, false) => format!(" The beans are from {word}."),
        (SwapKind::Genders, true) if word.chars().count() == 1 => format!("今天{word}在吧台。"),
        (SwapKind::Genders, true) => format!("第一杯给了一位{word}。"),
        (SwapKind::Genders, false) if matches!(word.as_str(), "she" | "he") => {
            format!(" Today {word} is at the counter.")
        }
        (SwapKind::Genders, false) => format!(" The first cup went to somebody's {word}."),
    };
    words.iter().map(|word| (word.clone(), sentence(word))).collect()
}

fn post(
    truth: &Truth,
    words: &Words,
    (place, named): (usize, &[(String, String)]),
    random: &mut Random,
) -> Observation {
    let choose = |random: &mut Random, from: &[&'static str]| random.choose(from).copied().unwrap_or_default();
    let topic = choose(random, &words.topics);
    let (opening, ending, where_to) =
        (choose(random, &words.openings), choose(random, &words.endings), choose(random, &words.places));
    let asks = random.share() < 0.4;
    let mark = if asks { words.question } else { words.stop };
    let extra = choose(random, &words.extra);
    let mut text = if topic.is_ascii() {
        format!("{opening} {where_to}: {topic}, {ending}{mark}{extra}")
    } else {
        format!("{opening}，{where_to}：{topic}，{ending}{mark}{extra}")
    };
    let mut names_first = false;
    if !named.is_empty()
        && random.share() < 0.75
        && let Some((word, sentence)) = random.choose(named)
    {
        text += sentence;
        names_first = named.first().is_some_and(|(first, _)| first == word);
    }
    let [first, second, third] = words.platforms;
    let platform = if random.share() < truth.first_platform { first } else { [second, third][random.below(2)] };
    let hour = [7, 8, 12, 16, 20][random.below(5)];
    let when = When { day: EPOCH + (place / 2) as i64, hour: Some(hour) };
    let segment = choose(random, &words.segments);
    let format =
        if truth.video == 0.0 && truth.photo == 0.0 { "" } else { ["video", "photo", "carousel"][random.below(3)] };
    let level = match platform {
        it if it == first => 5.5,
        it if it == second => 3.5,
        _ => 4.2,
    };
    let given = |holds: bool, effect: f64| if holds { effect } else { 0.0 };
    let log = level
        + given(asks, truth.question)
        + given(when.weekday() == 1 && hour < 10, truth.tuesday_morning)
        + given(asks, if hour < 10 { truth.question_in_the_morning } else { -truth.question_in_the_morning })
        + given(topic == words.topics[0], truth.latte)
        + given(where_to == words.places[0], truth.north)
        + given(names_first, truth.first_word)
        + given(segment == words.segments[0], truth.students)
        + given(format == "video", if platform == first { truth.video } else { -truth.video })
        + given(format == "photo", truth.photo)
        + given(place * 2 >= truth.posts, truth.level_shift)
        + truth.noise * random.normal();
    let likes = log.exp().round().clamp(0.0, 1e12) as u64;
    Observation {
        id: format!("C-{:03}", place + 1),
        platform,
        text,
        topic: topic.to_owned(),
        hashtags: random.below(4),
        when,
        format: format.to_owned(),
        segment: segment.to_owned(),
        language: None,
        columns: Vec::new(),
        numbers: Numbers {
            impressions: Some(likes.saturating_mul(20) + 100),
            likes: Some(likes),
            ..Numbers::default()
        },
    }
}

/// Made-up posts as a CSV file that can be imported. The last one ran in the week before `until`, days since 1970, and each on its own
/// weekday; `date` writes such a day.
pub fn csv(posts: &[Observation], until: i64, date: impl Fn(i64) -> String) -> String {
    let last = posts.last().map_or(0, |post| post.when.day);
    let weeks = (until - last).div_euclid(7) * 7;
    let mut csv = "date,time,platform,text,topic,segment,impressions,likes\n".to_owned();
    for post in posts {
        let number = |value: Option<u64>| value.map(|value| value.to_string()).unwrap_or_default();
        let fields = [
            date(post.when.day + weeks),
            post.when.hour.map(|hour| format!("{hour:02}:00")).unwrap_or_default(),
            post.platform.id().to_owned(),
            format!("\"{}\"", post.text.replace('"', "\"\"")),
            post.topic.clone(),
            post.segment.clone(),
            number(post.numbers.impressions),
            number(post.numbers.likes),
        ];
        csv += &fields.join(",");
        csv.push('\n');
    }
    csv
}
