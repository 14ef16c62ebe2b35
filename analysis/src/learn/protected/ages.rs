//! Ages that stand in a name as numbers: a span, "65+", "under 30", "30s", years old; in Chinese also the decade of birth. Numbers
//! with a unit, such as days, orders, money or how many work somewhere, are no ages.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::words_apart;

/// What counts something else where it follows a number.
const UNITS: &str = "employees|people|staff|seats|users|followers|subscribers|percent|pct|days?|weeks?|months?|hours?|hrs?|h|\
    minutes?|mins?|seconds?|secs?|orders?|items?|posts?|purchases?|visits?|sessions?|clicks?|points?|pts|km|k|m|miles?|mi|kg|g|cm|\
    mm|ml|l|usd|eur|gbp|dollars?|euros?|pounds|bucks|yuan|rmb|cny|words?|characters?|chars|pages?|videos?|clips?|ads?|reels?|\
    stories|music|hits|songs|products?|stores?|shops?|am|pm|px|c|f|off|times|bookings?|nights?|rooms?|units?|cups?|emails?|\
    jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|january|february|march|april|june|july|august|september|october|november|december";
/// The same in Chinese, where it stands right after the number.
const MEASURES: &str = "€|£|¥|￥|人|员工|名|元|块|天|日|号|月|周|小时|分|秒|单|次|件|个|家|公里|千米|米|斤|公斤|克|毫升|折|级|篇|条|页|字|杯|倍|楼|点|%|％|℃|°";
/// What says before a number that it counts something else, with the column's name as well as with the value.
const COUNTED: &str = "orders?|spend|spent|spends|price|prices|budget|cost|costs|score|points|level|lv|lvl|top|hour|hours|time|\
    times|daypart|day|days|week|weeks|duration|length|seconds|secs|minutes|discount|off|percent|pct|size|employees|headcount|\
    staff|words|temperature|distance|visits|purchases|basket|recency|frequency|quantity|volume|count|impressions|likes|clicks|\
    posts|items|version|ios|android|season|no";
const COUNTED_IN_CHINESE: &str = "订单|消费|价格|预算|成本|得分|评分|积分|等级|时间|时段|小时|天数|时长|秒数|分钟|折扣|规模|人数|字数|温度|距离|次数|数量|版本|单价";

/// What numbers in a column are of where its name says it, besides.
const COUNTED_IN_COLUMNS: &str = "video|videos|clip|spot|format|cut|ad";

struct Patterns {
    /// Ages whatever stands beside them.
    sure: Regex,
    /// Numbers that are ages unless they have a unit; of a span both are captured.
    numbers: Regex,
    unit_after: Regex,
    unit_before: Regex,
    counted: Regex,
}

static PATTERNS: LazyLock<Option<Patterns>> = LazyLock::new(|| {
    let age = "(?:1[3-9]|[2-9][0-9])";
    let apart = r"(?:^|[^0-9a-z.,:：/$¥￥€£#-]|[^0-9]-)";
    let readers = "women|men|adults|people|buyers|customers|shoppers|users|readers|audience|fans|人群|用户|读者|群体";
    let sure = [
        r"\b(?:early|mid|late|over|under)[ -][2-9]0'?s\b",
        r"\bin (?:their|your|the|her|his) [2-9]0'?s\b",
        &format!(r"\b[2-9]0'?s (?:{readers})"),
        r"\b[0-9]{1,2}[ -]?(?:years?|yrs?)[ -](?:olds?|and (?:older|over|up))\b",
        r"\b[0-9]{1,2} ?(?:y/o|yo)\b",
        r"\b[2-9]0[ -]?somethings?\b",
        "(?:^|[^0-9:：点])[0-9][05]后",
        "(?:^|[^0-9])[0-9]{1,2} ?岁|[一二三四五六七八九十]岁",
        // The spans in which platforms count ages.
        "(?:^|[^0-9])(?:13-17|18-24|25-34|35-44|45-54|55-64) ?(?:users|followers|readers|people)$",
    ]
    .join("|");
    let numbers = [
        format!("{apart}({age}) ?(?:-|–|—|~|～|to|至|到) ?({age})"),
        format!(r"{apart}{age} ?\+"),
        format!(r"\b(?:under|over|above|below)[ -]{age}"),
        r"^[2-9]0'?s$".to_owned(),
    ]
    .join("|");
    Some(Patterns {
        sure: Regex::new(&sure).ok()?,
        numbers: Regex::new(&numbers).ok()?,
        unit_after: Regex::new(&format!(r"^[ +-]*(?:(?:{UNITS})\b|{MEASURES})|^[0-9]|^[.,:：/-][0-9]")).ok()?,
        unit_before: Regex::new(&format!(r"(?:\b(?:{COUNTED})|{COUNTED_IN_CHINESE}|[$¥￥€£#])[ :=：>≥]*$")).ok()?,
        counted: Regex::new(&format!(r"\b(?:{COUNTED}|{COUNTED_IN_COLUMNS})\b|{COUNTED_IN_CHINESE}")).ok()?,
    })
});

/// Whether an age stands in a name as a number.
pub(super) fn has_age(name: &str) -> bool {
    if !name.chars().any(|c| c.is_ascii_digit() || c == '岁') {
        return false;
    }
    let Some(patterns) = PATTERNS.as_ref() else { return false };
    let name = name.trim().to_lowercase().replace('_', " ");
    let is_age = |found: Captures| {
        let number = |place| found.get(place).and_then(|it| it.as_str().parse::<u8>().ok());
        let Some(all) = found.get(0) else { return false };
        let digits = all.as_str().find(|c: char| c.is_ascii_digit()).unwrap_or(0) + all.start();
        let (before, after) = (name.get(..digits).unwrap_or(""), name.get(all.end()..).unwrap_or(""));
        number(1).zip(number(2)).is_none_or(|(from, to)| from < to)
            && !patterns.unit_after.is_match(after)
            && !patterns.unit_before.is_match(before)
    };
    patterns.sure.is_match(&name) || patterns.numbers.captures_iter(&name).any(is_age)
}

/// Whether a name is a bare "30s": an age, or half a minute.
pub(super) fn is_decade(name: &str) -> bool {
    let name = name.trim().to_lowercase();
    let tens = name.strip_suffix('s').map(|name| name.strip_suffix('\'').unwrap_or(name));
    tens.is_some_and(|it| matches!(it.as_bytes(), [b'2'..=b'9', b'0']))
}

/// Whether a column's name says what its numbers count, so that they are no ages.
pub(super) fn counts(column: &str) -> bool {
    PATTERNS.as_ref().is_some_and(|patterns| patterns.counted.is_match(&words_apart(column)))
}
