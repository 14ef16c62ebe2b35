//! What turns a statement round or adds one without a name or a number: negations, days, words that claim something.

use std::collections::HashSet;
use std::sync::LazyLock;

use regex::{Regex, RegexBuilder};

use super::constant;
use super::figures::relation_at;
use super::numbers::is_numeral;
use crate::words::{is_han, is_in_dictionary, stem, tagged, word_places};

static NEGATIONS: LazyLock<HashSet<&str>> = LazyLock::new(|| lines(include_str!("data/negations.txt")).collect());
static NO_NEGATIONS: LazyLock<HashSet<&str>> = LazyLock::new(|| lines(include_str!("data/no_negations.txt")).collect());

static SURNAMES: LazyLock<HashSet<char>> =
    LazyLock::new(|| lines(include_str!("data/surnames.txt")).flat_map(str::chars).collect());
static NO_NAMES: LazyLock<HashSet<&str>> = LazyLock::new(|| lines(include_str!("data/no_names.txt")).collect());

/// The days and times of day, as one pattern: plurals too, and Chinese in all its ways to say "week".
static TIMES: LazyLock<Regex> = LazyLock::new(|| {
    let (english, chinese): (Vec<&str>, Vec<&str>) =
        lines(include_str!("data/times.txt")).partition(|it| it.is_ascii());
    constant(&format!(
        r"(?i)\b(?:{})(?:s|['’]s)?\b|(?:本|这|下|上|逢|每)?(?:周|星期|礼拜)[一二三四五六日天末]|{}",
        english.join("|"),
        chinese.join("|")
    ))
});

static CLAIMS: LazyLock<Regex> = LazyLock::new(|| {
    let (english, chinese): (Vec<&str>, Vec<&str>) =
        lines(include_str!("data/claims.txt")).partition(|it| it.is_ascii());
    let pattern = format!(r"\b(?:{})\b|{}", english.join("|"), chinese.join("|"));
    // Some hundred alternatives with endings of any length are more than the usual bound.
    let built = RegexBuilder::new(&pattern).case_insensitive(true).size_limit(20 << 20).build();
    built.expect("the list is compiled in and tested")
});

fn lines(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines().filter(|line| !line.is_empty() && !line.starts_with("# "))
}

/// English words between a negation and what it negates.
const PASSED_OVER: [&str; 44] = [
    "a", "an", "the", "to", "of", "for", "in", "on", "at", "any", "be", "been", "being", "is", "are", "was", "were",
    "have", "has", "had", "do", "does", "did", "will", "would", "can", "could", "should", "may", "might", "must",
    "very", "so", "too", "that", "this", "your", "our", "my", "their", "you", "we", "it", "they",
];

/// The negations of `text` that `other` does not have of the same word.
pub(super) fn other_negations(text: &str, other: &str) -> Vec<String> {
    let mut has: Vec<(String, String)> = negations(other).into_iter().map(|it| (it.0, it.1)).collect();
    let mut missing = Vec::new();
    for (kind, word, shown) in negations(text) {
        match has.iter().position(|(_, its)| *its == word) {
            Some(place) => drop(has.swap_remove(place)),
            None => missing.push(if shown.is_empty() { kind } else { shown }),
        }
    }
    missing
}

/// Each negation: the word itself, what it negates as it is compared, and both as they stand.
fn negations(text: &str) -> Vec<(String, String, String)> {
    let text = text.replace("没有关系", "没关系").replace("没有问题", "没问题");
    let places = word_places(&text);
    let lower: Vec<String> = places.iter().map(|(_, word)| word.to_lowercase().replace('’', "'")).collect();
    let mut found = Vec::new();
    for (at, word) in lower.iter().enumerate() {
        let of_han = word.contains(is_han)
            && word.contains(['不', '没', '无', '未', '勿', '甭'])
            && !NO_NEGATIONS.contains(word.as_str());
        // "锅别用": jieba joins the negation to what stands before it.
        let is_joined = word.chars().count() == 2 && word.ends_with(['别', '不', '没']) && !is_in_dictionary(word);
        if !(NEGATIONS.contains(word.as_str()) || word.ends_with("n't") || of_han || is_joined) {
            continue;
        }
        let alone = !of_han || is_joined || NEGATIONS.contains(word.as_str());
        let next = lower.iter().skip(at + 1).take(4).find(|next| !PASSED_OVER.contains(&next.as_str()));
        // 不同意: the word is in the negation itself.
        let own = || word.strip_prefix(['不', '没', '无', '未', '勿', '甭']).unwrap_or(word).to_string();
        let negated = if alone { next.map(|next| stem(next).into_owned()).unwrap_or_default() } else { own() };
        let shown = match (alone, next) {
            (true, Some(next)) if word.contains(is_han) => format!("{word}{next}"),
            (true, Some(next)) => format!("{word} {next}"),
            _ => word.clone(),
        };
        found.push((word.clone(), negated, shown));
    }
    found
}

/// Days and times of day of `text` that `other` does not have on the same side ("before Monday").
pub(super) fn other_times(text: &str, other: &str) -> Vec<String> {
    let has: HashSet<(String, Option<&str>)> = times(other).map(|(word, side, _)| (word, side)).collect();
    times(text).filter(|(word, side, _)| !has.contains(&(word.clone(), *side))).map(|(_, _, shown)| shown).collect()
}

/// Two ways to say the same time; a space stands between its parts.
const SAME_TIMES: [(&str, &str); 12] = [
    ("这周", "本周"),
    ("今日", "今天"),
    ("明日", "明天"),
    ("昨日", "昨天"),
    ("昨晚", "昨天 晚上"),
    ("今晚", "今天 晚上"),
    ("明晚", "明天 晚上"),
    ("今早", "今天 早上"),
    ("明早", "明天 早上"),
    ("早晨", "早上"),
    ("下个月", "下月"),
    ("tonight", "today evening"),
];

fn times(text: &str) -> impl Iterator<Item = (String, Option<&'static str>, String)> {
    TIMES.find_iter(text).flat_map(|found| {
        let lower = found
            .as_str()
            .to_lowercase()
            .replace("星期", "周")
            .replace("礼拜", "周")
            .replace("周天", "周日")
            .replace("这周", "本周");
        let plain = lower.trim_end_matches("'s").trim_end_matches("’s").trim_end_matches('s').to_string();
        let same = SAME_TIMES.iter().find(|(one, _)| *one == plain).map(|(_, other)| *other);
        let parts: Vec<String> = same.unwrap_or(&plain).split(' ').map(str::to_string).collect();
        let side = relation_at(text, found.range());
        let which = which(text.get(..found.start()).unwrap_or_default());
        parts.into_iter().map(move |part| (format!("{which}{part}"), side, found.as_str().to_string()))
    })
}

/// Which of such days it is, where the words before it say so: the next Friday is another one.
fn which(before: &str) -> &'static str {
    let before = before.trim_end();
    let last = before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default().to_lowercase();
    match last.as_str() {
        "next" => "next ",
        "last" => "last ",
        "every" | "each" => "every ",
        _ => "",
    }
}

/// Words of `text` that claim something and that `other` does not have.
pub(super) fn new_claims(text: &str, other: &str) -> Vec<String> {
    let lower = other.to_lowercase();
    let stems: HashSet<String> = word_places(&lower).into_iter().map(|(_, word)| stem(word).into_owned()).collect();
    let is_known = |claim: &str| {
        let claim = claim.to_lowercase();
        lower.contains(&claim) || stems.contains(&*stem(&claim))
    };
    CLAIMS.find_iter(text).map(|it| it.as_str()).filter(|claim| !is_known(claim)).map(str::to_string).collect()
}

/// Measure words of everyday copy.
pub(super) const MEASURES: &str = "个本位张杯块只件双条种款场次份家间层碗瓶盒支包台部名人天年月周把壶点";
/// Characters that are grammar, and hardly ever the second one of a name.
const GRAMMAR: &str = "会里也都和是有在上不用别能要";

/// Chinese names of people, places and firms as jieba's dictionary tags them, and words that it does not have.
pub(super) fn chinese_names(text: &str) -> Vec<String> {
    if !text.contains(is_han) {
        return Vec::new();
    }
    // jieba joins everyday characters to words that nobody knows ("很香"); a surname before them makes a name again.
    let is_everyday = |word: &str| {
        let is_surname = word.starts_with(|c: char| SURNAMES.contains(&c));
        NO_NAMES.contains(word)
            || (!is_surname && word.char_indices().any(|(at, c)| NO_NAMES.contains(&word[at..at + c.len_utf8()])))
    };
    let is_name = |tag: &str, word: &str, is_known: bool| {
        let long = word.chars().count() > 1 && word.chars().all(is_han);
        let is_new = || !is_known && !is_everyday(word);
        // 三本, 汤会, 汤里: a number with its measure word, a noun that is also a surname with what follows it.
        let mut own = word.chars();
        let (first, second) = (own.next(), own.next().filter(|_| word.chars().count() == 2));
        let is_counted = first.is_some_and(is_numeral) && second.is_some_and(|c| MEASURES.contains(c));
        if is_counted || (!is_known && second.is_some_and(|c| GRAMMAR.contains(c))) {
            return false;
        }
        let is_tagged = (tag.starts_with("nr") || tag == "nz") && !NO_NAMES.contains(word);
        long && (is_tagged || matches!(tag, "ns" | "nt") || is_new())
    };
    let words = tagged(text).into_iter();
    words.filter(|word| is_name(word.tag, word.text, word.is_known)).map(|word| word.text.to_string()).collect()
}

#[cfg(test)]
mod tests {
    use super::{new_claims, other_negations, other_times};

    #[test]
    fn a_negation_that_comes_or_goes_is_seen() {
        assert_eq!(other_negations("Our guests never wait.", "Our guests wait."), ["never wait"]);
        assert_eq!(other_negations("Our guests don't wait.", "Our guests never wait."), [""; 0]);
        assert_eq!(other_negations("我们不加糖。", "我们加糖。"), ["不加糖"]);
        assert_eq!(other_negations("味道不错，不仅香。", "香。"), [""; 0]);
    }

    #[test]
    fn days_and_their_sides_are_compared() {
        assert_eq!(other_times("周一休息", "周日休息"), ["周一"]);
        assert_eq!(other_times("星期一休息", "周一休息"), [""; 0]);
        assert_eq!(other_times("Open on Monday", "Open on Tuesday"), ["Monday"]);
        assert_eq!(other_times("Come by before Monday", "Come by after Monday"), ["Monday"]);
        assert_eq!(other_times("Come by on Friday", "Come by next Friday"), ["Friday"]);
        assert_eq!(other_times("Open every Friday", "Open each Friday"), [""; 0]);
        assert_eq!(other_times("Come by on Friday", "Come by this Friday"), [""; 0]);
        assert_eq!(other_times("下周五见", "周五见"), ["下周五"]);
    }

    #[test]
    fn words_that_claim_something_may_not_come_in() {
        let own = "The oat latte is back. 燕麦拿铁回来了。";
        for claim in ["We won a prize for it.", "It keeps you healthy.", "全城好评", "喝了更健康"] {
            assert!(!new_claims(claim, own).is_empty(), "{claim}");
        }
        assert_eq!(new_claims("The latte is back: come by.", own), [""; 0]);
    }
}
