//! Platforms, formats and counts in plain words, in both languages.

use std::sync::LazyLock;

use copydesk_analysis::Platform;
use regex::Regex;

/// Platform names as alternatives of a pattern, the longest first.
pub(super) fn names(chinese: bool) -> String {
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

/// The platform that a few words name.
pub(super) fn platform_in(words: &str) -> Option<String> {
    static NAMES: LazyLock<Regex> = LazyLock::new(|| {
        // Latin names stand alone; Chinese ones may touch other words.
        let pattern = format!(r"(?i)(?:^|[^a-z])(?P<name>{}|{})(?:$|[^a-z])", names(false), names(true));
        Regex::new(&pattern).expect("the names are constant")
    });
    // One space more on each side, so that names side by side are both found.
    NAMES.captures(words).and_then(|found| Some(found.name("name")?.as_str().to_string()))
}

/// The format that is asked for: by the noun, or by the words before it ("video ideas").
pub(super) fn format_in(kind: &str, noun: &str) -> Option<&'static str> {
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
pub(super) fn count_word(word: &str) -> Option<String> {
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
