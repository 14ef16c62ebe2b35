//! What rules a candidate out.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use regex::Regex;

use super::terms::{closest, topic_coverage};
use super::{Fault, Task};
use crate::length::links_in;
use crate::repair::ends_whole;
use crate::words::is_han;
use crate::{Format, Language, RuleKind, longest_shared_run, sentences, words};

/// Less than this share of the topic is off topic.
const ON_TOPIC: f64 = 0.4;
/// As alike as this, two ideas are one.
const SAME: f64 = 0.35;
/// Words (or Chinese characters) in a row that make a copy.
const COPIED_WORDS: usize = 6;
const COPIED_CHARACTERS: usize = 10;

static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"\d+(?:[.,:]\d+)*|(?i)\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twenty|thirty|forty|fifty|hundred|thousand)\s+(?:dollars?|euros?|pounds?|bucks|cents|percent|%|minutes?|hours?|days?|weeks?|months?|years?|people|customers|guests|kinds|times)|[一二三四五六七八九十百千万两]+(?:元|块|折|倍|％|%)|百分之[一二三四五六七八九十百]+",
    )
    .expect("the pattern is constant")
});
static NAME: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\p{Lu}[\p{L}’']+").expect("the pattern is constant"));
static TASK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)\b(?:topic|angle|brief|voice|caption|post|platform|brand|audience|format)\s*:|\bas an ai\b|\bi'm sorry\b|\b(?:this|the|your) (?:post|caption|copy|title|script) (?:is|should|will)|\bhashtag|\*\*|```|[\[\]{}<>|#_]|主题：|角度：|文案：|帖子：|品牌：|语气：|作为.{0,4}AI",
    )
    .expect("the pattern is constant")
});

/// Superlatives, promises and offers; in Chinese, the absolute terms that advertising law does not allow.
static CLAIM: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)\b(?:the|our|world's|city's|town's) (?:best|greatest|finest|first|only|largest|biggest|fastest|cheapest|number one)\b|\bbest (?:in|of) (?:the )?(?:world|town|city)\b|\b(?:finest|world-class|guaranteed?|award-winning|certified|proven|scientists?|doctors?|cures?|100 ?%|organic|free of charge|for free|discounts?|half[- ]price|giveaway|limited[- ]time)\b|免费|打折|半价|买一送一|限时|最好|最佳|最高|最低|最新|第一|唯一|顶级|国家级|极致|首选|万能|绝对|百分之百|根治",
    )
    .expect("the pattern is constant")
});

/// Capitalised words that are nobody's name.
const COMMON_CAPITALS: &[&str] = &[
    "i",
    "i'm",
    "i'll",
    "i've",
    "i'd",
    "ok",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "mondays",
    "fridays",
    "saturdays",
    "sundays",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "hook",
    "scene",
    "close",
    "english",
    "chinese",
];

pub(super) fn find(task: &Task<'_>, text: &str) -> Vec<Fault> {
    let mut faults = Vec::new();
    if Language::of(text).is_some_and(|language| language != task.language) {
        faults.push(Fault::WrongLanguage);
    }
    if size(text) < least_size(task) {
        faults.push(Fault::TooShort);
    }
    if task.format != Format::Title && !ends_whole(text) {
        faults.push(Fault::Unfinished);
    }
    if topic_coverage(task.topic, text) < ON_TOPIC {
        faults.push(Fault::OffTopic);
    }
    faults.extend(copied(task, text).map(Fault::Copied));
    if closest(task.chosen.iter(), text) >= SAME {
        faults.push(Fault::SameAsBefore);
    }
    faults.extend(find_in_sentence(task, text));
    faults.extend(repeated(task, text).map(Fault::Repetitive));
    faults
}

/// The faults that one sentence can have on its own.
pub(super) fn find_in_sentence(task: &Task<'_>, text: &str) -> impl Iterator<Item = Fault> {
    let lower = text.to_lowercase();
    let avoided = task.words_to_avoid.iter().find(|word| !word.is_empty() && lower.contains(&word.to_lowercase()));
    let link = links_in(text).find(|url| !task.known.contains(url));
    [
        invented_number(task, text).map(Fault::InventedNumber),
        invented_name(task, text).map(Fault::InventedName),
        link.map(|url| Fault::InventedLink(url.to_string())),
        unproven_claim(task, text).map(Fault::UnprovenClaim),
        avoided.cloned().or_else(|| broken_rule(task, text)).map(Fault::AvoidedWord),
        TASK.find(text).map(|found| Fault::SpeaksOfTask(found.as_str().to_string())),
    ]
    .into_iter()
    .flatten()
}

/// The words that a rule bans, or wants others instead of.
fn broken_rule(task: &Task<'_>, text: &str) -> Option<String> {
    let forbidding = task.rules.iter().filter(|rule| rule.rule().kind != RuleKind::Required);
    let found = forbidding.flat_map(|rule| rule.find(text)).next()?;
    text.get(found.range).map(String::from)
}

/// Words, and Chinese characters.
fn size(text: &str) -> usize {
    words(text).iter().map(|word| if word.chars().all(is_han) { word.chars().count() } else { 1 }).sum()
}

fn least_size(task: &Task<'_>) -> usize {
    match (task.format, task.language.is_unspaced()) {
        (Format::Post, true) => 12,
        (Format::Post, false) => 6,
        (Format::Title, true) => 5,
        (Format::Title, false) => 3,
        (Format::Script, true) => 24,
        (Format::Script, false) => 15,
    }
}

/// The words that the text copies from an example, unless they are the topic's own.
fn copied(task: &Task<'_>, text: &str) -> Option<String> {
    let most = if task.language.is_unspaced() { COPIED_CHARACTERS } else { COPIED_WORDS };
    // A title has few words: half as many in a row are a copy already.
    let most = if task.format == Format::Title { most.div_ceil(2) + 1 } else { most };
    let own = longest_shared_run(task.topic, text);
    let example = task.examples.iter().find(|example| longest_shared_run(example, text) >= most.max(own + 2))?;
    // Name the words: the longest stretch of the text that the example has, too.
    let spoken = words(text);
    let source = words(example);
    let runs = (0..spoken.len()).flat_map(|from| (from + 1..=spoken.len()).map(move |to| (from, to)));
    let shared = runs.filter(|&(from, to)| source.windows(to - from).any(|window| window == &spoken[from..to]));
    let (from, to) = shared.max_by_key(|(from, to)| (to - from, usize::MAX - from))?;
    Some(spoken[from..to].join(if task.language.is_unspaced() { "" } else { " " }))
}

/// The numbers, prices and shares in `text` that `known` does not have.
pub fn unknown_numbers(text: &str, known: &str) -> Vec<String> {
    let known: HashSet<&str> = NUMBER.find_iter(known).map(|found| found.as_str()).collect();
    NUMBER
        .find_iter(text)
        .map(|found| found.as_str())
        .filter(|number| !known.contains(number))
        .map(String::from)
        .collect()
}

/// Superlatives, promises and offers in a text.
pub(crate) fn claims(text: &str) -> impl Iterator<Item = &str> {
    CLAIM.find_iter(text).map(|found| found.as_str())
}

fn invented_number(task: &Task<'_>, text: &str) -> Option<String> {
    unknown_numbers(text, task.known).into_iter().next()
}

fn unproven_claim(task: &Task<'_>, text: &str) -> Option<String> {
    let known = task.known.to_lowercase();
    claims(text).find(|claim| !known.contains(&claim.to_lowercase())).map(String::from)
}

/// A capitalised word in the middle of a sentence (or any Latin word in Chinese copy) that the brief does not have.
fn invented_name(task: &Task<'_>, text: &str) -> Option<String> {
    let known: HashSet<String> = words(task.known).into_iter().chain(words(task.brand)).collect();
    let is_known = |name: &str| {
        let word = name.to_lowercase().replace('’', "'");
        let plain = word.trim_end_matches("'s");
        known.contains(plain) || known.contains(&word) || COMMON_CAPITALS.contains(&word.as_str())
    };
    sentences(text).into_iter().find_map(|sentence| {
        let begin = sentence.len() - sentence.trim_start_matches(|c: char| !c.is_alphanumeric()).len();
        let names = NAME.find_iter(sentence).filter(|found| found.start() != begin || task.language.is_unspaced());
        // After a colon, a dash or an opening quote a sentence begins anew.
        let inside = names.filter(|found| {
            !sentence[..found.start()].trim_end().ends_with([':', '—', '–', '“', '"', '‘', '(', '：', '…'])
        });
        inside.map(|found| found.as_str()).find(|name| !is_known(name)).map(String::from)
    })
}

/// A run of words that comes again and again, unless it is the topic's own.
fn repeated(task: &Task<'_>, text: &str) -> Option<String> {
    let spoken = words(text);
    let topic = words(task.topic);
    let is_chinese = spoken.iter().filter(|word| word.chars().all(is_han)).count() * 2 > spoken.len();
    for (size, most) in if is_chinese { [(1, 4), (2, 2), (3, 1)] } else { [(2, 2), (3, 1), (4, 1)] } {
        let mut seen: HashMap<&[String], usize> = HashMap::new();
        for window in spoken.windows(size) {
            // A single Chinese character such as 的 comes often; only longer words tell.
            let is_topic = topic.windows(size).any(|own| own == window);
            if is_topic || (size == 1 && window[0].chars().count() < 2) {
                continue;
            }
            let times = seen.entry(window).or_default();
            *times += 1;
            if *times > most {
                return Some(window.join(if is_chinese { "" } else { " " }));
            }
        }
    }
    // The same word twice in a row, or the same character four times, is a stutter.
    let stutter = spoken.windows(2).find(|pair| pair[0] == pair[1] && pair[0].chars().count() > 1);
    stutter.map(|pair| pair.join(" "))
}
