//! The figures of a text: digits and spelled numbers, each with its unit, what stands before or behind it ("before ten"), and
//! what it counts.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::constant;
use super::numbers::{chinese, english, english_words, is_numeral, ordinal, ordinal_words};
use super::stance::MEASURES;
use crate::words::{is_han, is_stop_word, stem, tagged};

/// Words behind a number that may say what it counts.
const WINDOW: usize = 3;
/// Units of a length of time: "a week" is a figure though its number is one.
const SPANS: [&str; 7] = ["second", "minute", "hour", "day", "week", "month", "year"];

/// A figure, as two texts are compared by it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Figure {
    /// The number in digits, or a vague word such as "dozens".
    value: String,
    /// Whether it is the place in an order.
    ordinal: bool,
    /// Whether it is spelled.
    spelled: bool,
    /// A unit that changes what it says.
    unit: Option<&'static str>,
    /// "before", "over" and the like.
    relation: Option<&'static str>,
    /// What it counts: in English stems, in Chinese the measure word and the noun.
    what: Vec<String>,
    /// As it stands, with its unit.
    pub(super) text: String,
    /// Where the number stands.
    at: Range<usize>,
}

/// What is looked for in the characters of a text.
static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    let (words, ordinals) = (english_words(), ordinal_words());
    constant(&format!(
        r"(?i)(?P<percent>百分之[零〇一二三四五六七八九十百两半]+)|(?P<share>[零〇一二三四五六七八九十百两]+分之[一二三四五六七八九十百两]+|\b(?:an?|one|two|three|four|five)[ -](?:thirds?|quarters?|fifths?|eighths?|tenths?)\b)|(?P<digits>\d+(?:[.,:]\d+)*)(?P<nth>st\b|nd\b|rd\b|th\b)?(?P<scale>\s?(?:k\b|thousand\b|million\b|billion\b|mn\b|bn\b|[万亿千百]))?|(?P<fold>\bfactor of (?:{words}|\d+)\b|\b(?:{words}|several|many)[\s-]?fold\b|\b(?:several|many|multiple|countless) times (?:more|as|the|faster|better|higher|larger|over)\b)|(?P<rough>成千上万|成百上千|千千万万|(?:数|几|好几)(?:十|百|千|万|亿)(?:万|亿)?|上(?:百|千|万|亿)(?:万|亿)?|(?:数|几|好几|成)倍|\b(?:a )?(?:couple of|few|several) (?:hundreds?|thousands?|millions?|billions?|dozens?)\b|\b(?:tens|hundreds|thousands) of (?:thousands|millions)\b)|(?P<doubling>翻了?一?[倍番])|(?P<majority>绝?大多数|绝?大部分|多半|大半|过半|半数|\b(?:an? |the )?(?:(?:vast|large|great|overwhelming|clear|slim) )?majority\b|\bmost (?:of|people|readers|users|customers|clients|followers|guests|visitors|viewers|buyers|shoppers|brands|posts|teams|companies)\b)|\b(?P<vague>dozens|hundreds|thousands|millions|billions|decades)\b|\b(?P<times>twice|thrice|doubled?|doubling|doubles|tripled?|triples|tripling|trebled?|trebles|quadrupl(?:e|es|ed|ing))\b|(?P<a>\ban?\s+(?:second|minute|hour|day|week|month|year|decade|century)\b)|\b(?P<english>half an? dozen|half|(?:an?\s+)?(?:{words})(?:[\s-]+(?:and\s+)?(?:{words}))*)\b|\b(?P<ordinal>{ordinals})\b|(?P<han>[零〇一二三四五六七八九十百千万亿两俩仨壹贰叁肆伍拾佰仟半]+)"
    ))
});

/// A line of the units: what stands behind a number, and what that is.
static UNITS: LazyLock<Vec<(Regex, &str)>> = LazyLock::new(|| {
    let lines = include_str!("data/units.tsv").lines().filter(|line| !line.starts_with("# "));
    let lines = lines.filter_map(|line| line.split_once('\t'));
    lines.map(|(pattern, unit)| (constant(&format!(r"(?i)^[\s-]*(?:{pattern})")), unit)).collect()
});

/// What stands before a number, what behind it, and what that means.
static RELATIONS: LazyLock<Vec<(Regex, Regex, &str)>> = LazyLock::new(|| {
    let lines = include_str!("data/relations.tsv").lines().filter(|line| !line.starts_with("# "));
    let row = |line: &'static str| {
        let mut fields = line.split('\t');
        let (before, behind, name) = (fields.next()?, fields.next()?, fields.next()?);
        let (latin, han): (Vec<&str>, Vec<&str>) = before.split('|').partition(|it| it.is_ascii());
        let none = "[^\\s\\S]";
        let either = |all: Vec<&str>| if all.is_empty() { none.to_string() } else { all.join("|") };
        // "Ask about the 12 seats" is no estimate.
        let article = if matches!(name, "before" | "after") { r"(?:\s+the)?" } else { "" };
        let before = format!(r"(?i)(?:\b(?:{}){article}|(?:{}))\s*[$€£¥]?\s*$", either(latin), either(han));
        let behind = if behind == "-" { none } else { behind };
        Some((constant(&before), constant(&format!(r"(?i)^\s*(?:{behind})")), name))
    };
    lines.filter_map(row).collect()
});

static HAN_WORDS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| include_str!("data/han_words.txt").lines().filter(|line| !line.starts_with("# ")).collect());

/// Advice on a text's own parts: "split it into two", 拆成两句.
static SPLIT: LazyLock<Regex> = LazyLock::new(|| {
    constant(r"(?i)\b(?:split|break|cut|divide)\b[^.!?\n]{0,40}\b(?:in|into)\s+$|(?:拆|分|断|改|切)(?:成|为|作)\s*$")
});

/// What of a figure has to be the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Strictness {
    /// Number, unit, what it counts, and what stands beside it.
    Whole,
    /// Number and unit.
    Unit,
}

/// The figures of a text, in order.
pub(super) fn figures(text: &str) -> Vec<Figure> {
    let text = narrow(text);
    let words = if text.contains(is_han) { tagged(&text) } else { Vec::new() };
    let counts_nothing = |range: &Range<usize>| {
        words.iter().any(|word| {
            let is_around = word.at.start <= range.start && word.at.end >= range.end;
            let is_counted = word.text.chars().count() == 2
                && word.text.starts_with(is_numeral)
                && word.text.ends_with(|c: char| MEASURES.contains(c));
            let is_number =
                is_counted || word.text.chars().all(is_numeral) || matches!(word.tag, "m" | "mq" | "t" | "q" | "x");
            is_around && (HAN_WORDS.contains(word.text) || (word.is_known && !is_number))
        })
    };
    let mut all: Vec<Figure> = Vec::new();
    for found in NUMBER.captures_iter(&text) {
        let Some(whole) = found.get(0) else { continue };
        let part = |name: &str| found.name(name).map(|it| it.as_str());
        // 周五: a day, which is compared as one.
        let before = text.get(..whole.start()).unwrap_or_default();
        let is_day = whole.len() == '五'.len_utf8() && ["周", "星期", "礼拜"].iter().any(|it| before.ends_with(it));
        if part("han").is_some() && (is_day || counts_nothing(&whole.range())) {
            continue;
        }
        let mut figure = Figure {
            value: String::new(),
            ordinal: part("nth").is_some(),
            spelled: true,
            unit: None,
            relation: None,
            what: Vec::new(),
            text: whole.as_str().to_string(),
            at: whole.range(),
        };
        if let Some(digits) = part("digits") {
            figure.spelled = false;
            figure.value = scaled(&plain(digits), part("scale").map(str::trim));
        } else if let Some(percent) = part("percent") {
            let numerals = percent.trim_start_matches("百分之");
            (figure.value, figure.unit) = (chinese(numerals).map(shown).unwrap_or_default(), Some("percent"));
        } else if let Some(share) = part("share") {
            figure.value = share.to_lowercase();
        } else if let Some(words) = part("fold") {
            let lower = words.to_lowercase();
            let number = lower.trim_start_matches("factor of ").trim_end_matches("fold").trim_end_matches([' ', '-']);
            let value =
                if number.starts_with(|c: char| c.is_ascii_digit()) { None } else { english(number).map(shown) };
            let several =
                || if number.ends_with(|c: char| c.is_ascii_digit()) { number } else { "several" }.to_string();
            (figure.value, figure.unit) = (value.unwrap_or_else(several), Some("times"));
        } else if part("doubling").is_some() {
            (figure.value, figure.unit) = ("2".into(), Some("times"));
        } else if part("majority").is_some() {
            figure.value = "majority".into();
        } else if let Some(rough) = part("rough") {
            figure.value = rough.to_lowercase().trim_start_matches("a ").to_string();
        } else if let Some(vague) = part("vague") {
            figure.value = vague.to_lowercase();
        } else if let Some(times) = part("times") {
            let value = match times.to_lowercase().as_str() {
                "twice" => "2",
                four if four.starts_with('q') => "4",
                three if three.starts_with('t') => "3",
                _ => "2",
            };
            (figure.value, figure.unit) = (value.into(), Some("times"));
        } else if let Some(span) = part("a") {
            let unit = SPANS.iter().find(|unit| span.to_lowercase().ends_with(**unit));
            (figure.value, figure.unit) = ("1".into(), unit.copied().or(Some("year")));
        } else if let Some(words) = part("english") {
            figure.value = english(words).map(shown).unwrap_or_default();
        } else if let Some(word) = part("ordinal") {
            (figure.value, figure.ordinal) = (ordinal(word).unwrap_or_default().into(), true);
        } else if let Some(numerals) = part("han") {
            figure.value = chinese(numerals).map(shown).unwrap_or_default();
        }
        describe(&text, &mut figure);
        all.push(figure);
    }
    all
}

/// Adds what stands around a number.
fn describe(text: &str, figure: &mut Figure) {
    let before = text.get(..figure.at.start).unwrap_or_default();
    let mut behind = text.get(figure.at.end..).unwrap_or_default();
    let near = last_characters(before, 40);
    figure.ordinal |= before.ends_with('第');
    let currency = [('$', "usd"), ('€', "eur"), ('£', "gbp"), ('¥', "cny")];
    let sign = near.trim_end().chars().next_back();
    let of_sign = currency.iter().find(|(own, _)| Some(*own) == sign).map(|(_, unit)| *unit);
    let codes = [("usd", "usd"), ("eur", "eur"), ("gbp", "gbp"), ("rmb", "cny"), ("cny", "cny")];
    let lower = near.trim_end().to_lowercase();
    let of_code = codes.iter().find(|(code, _)| lower.ends_with(code)).map(|(_, unit)| *unit);
    figure.unit = figure.unit.or(of_sign).or(of_code);
    let suffix = UNITS.iter().find_map(|(pattern, unit)| Some((pattern.find(behind)?.end(), *unit)));
    if let (Some((end, unit)), None) = (suffix, figure.unit) {
        figure.unit = Some(unit);
        figure.text = format!("{}{}", figure.text, behind.get(..end).unwrap_or_default());
        behind = behind.get(end..).unwrap_or_default();
    } else if let Some(sign) = sign.filter(|_| of_sign.is_some()) {
        figure.text = format!("{sign}{}", figure.text);
    }
    if before.ends_with('第') {
        figure.text = format!("第{}", figure.text);
    }
    let relation = RELATIONS.iter().find_map(|(left, right, name)| {
        let beside = left.find(&near).map(|it| it.as_str().trim());
        if let Some(words) = beside {
            return Some((*name, Some(words.to_string())));
        }
        right.is_match(behind).then_some((*name, None))
    });
    if let Some((name, words)) = relation {
        figure.relation = Some(name);
        if let Some(words) = words {
            let space = if words.ends_with(is_han) && figure.text.starts_with(is_han) { "" } else { " " };
            let words = words.trim_end_matches(['$', '€', '£', '¥']);
            figure.text = format!("{words}{space}{}", figure.text);
        }
    }
    let start = behind.trim_start();
    figure.what = match (start.starts_with(is_han), figure.unit) {
        // Behind 五点 or 39 元 the sentence goes on.
        (true, Some(_)) => Vec::new(),
        (true, None) => counted_chinese(start),
        (false, _) => counted_english(behind),
    };
    if figure.unit.is_none()
        && let Some(first) = figure.what.first()
    {
        let word = start.split(|c: char| !c.is_alphanumeric() && c != '-').next().unwrap_or_default();
        let named = if first.contains(is_han) { first.as_str() } else { word };
        let space =
            if first.contains(is_han) && !figure.text.ends_with(|c: char| c.is_ascii_digit()) { "" } else { " " };
        figure.text = format!("{}{space}{named}", figure.text);
    }
}

/// The words right behind a number, up to one that carries nothing.
fn counted_english(behind: &str) -> Vec<String> {
    let clause = behind.split(['.', ',', ';', ':', '!', '?', '\n', '(', ')', '–', '—', '。', '，', '！', '？']).next();
    let words =
        clause.unwrap_or_default().split(|c: char| c.is_whitespace() || c == '-').filter(|word| !word.is_empty());
    let mut what = Vec::new();
    for word in words {
        let lower: String = word.to_lowercase().trim_matches(|c: char| !c.is_alphanumeric()).to_string();
        if lower == "of" && what.is_empty() {
            continue;
        }
        if lower.is_empty() || is_stop_word(&lower) || lower.contains(|c: char| c.is_numeric() || is_han(c)) {
            break;
        }
        what.push(stem(&lower).into_owned());
        if what.len() == WINDOW {
            break;
        }
    }
    what
}

/// The measure word behind a number, and the noun behind that.
fn counted_chinese(behind: &str) -> Vec<String> {
    let clause: String = behind.chars().take_while(|&c| is_han(c)).take(8).collect();
    let mut characters = clause.chars();
    let measure: String = characters.next().into_iter().collect();
    let rest: String = characters.collect();
    let noun = tagged(&rest).first().filter(|word| word.tag.starts_with('n')).map(|word| word.text.to_string());
    std::iter::once(measure).chain(noun).collect()
}

impl Figure {
    /// A single thing that is spelled ("one", 一杯) says hardly more than an article.
    fn is_article(&self) -> bool {
        let counts = self.unit.is_some_and(|unit| !matches!(unit, "clock" | "points" | "day"));
        self.spelled && self.value == "1" && !self.ordinal && !counts && matches!(self.relation, None | Some("every"))
    }

    fn is_same(&self, other: &Self, strictness: Strictness) -> bool {
        if self.value != other.value {
            return false;
        }
        if strictness == Strictness::Unit {
            let is_rate = self.relation == Some("every");
            return (self.unit.is_none() || self.unit == other.unit) && (!is_rate || self.relation == other.relation);
        }
        self.unit == other.unit
            && self.ordinal == other.ordinal
            && self.relation == other.relation
            && self.counts_same(other)
    }

    /// Whether both count the same, as far as they say what.
    fn counts_same(&self, other: &Self) -> bool {
        let (Some(first), Some(second)) = (self.what.first(), other.what.first()) else { return true };
        if first.contains(is_han) && second.contains(is_han) {
            // 四十八个人 and 48 人 are the same; 个, 位 and 名 count people alike.
            let noun = |what: &[String]| what.get(1).or(what.first().filter(|it| *it == "人")).cloned();
            let of_people = |measure: &str| matches!(measure, "个" | "位" | "名" | "人");
            let is_measure_same = first == second || (of_people(first) && of_people(second));
            return match (noun(&self.what), noun(&other.what)) {
                (Some(mine), Some(its)) => mine == its && is_measure_same,
                _ => first == second,
            };
        }
        other.what.contains(first) || self.what.contains(second)
    }
}

/// The figures of `text` that `other` does not have.
pub(super) fn missing(text: &str, other: &str) -> Vec<Figure> {
    let has = figures(other);
    let mut own = figures(text);
    own.retain(|figure| !figure.is_article() && !has.iter().any(|it| figure.is_same(it, Strictness::Whole)));
    own
}

/// The figures of `text` that `known` does not have with the same unit. Places in an order ("the first sentence"), single things
/// and advice on how to divide a text are none.
pub fn unknown_figures(text: &str, known: &str) -> Vec<String> {
    let has = figures(known);
    let narrowed = narrow(text);
    let is_advice = |figure: &Figure| {
        let before = narrowed.get(..figure.at.start).unwrap_or_default();
        figure.spelled && figure.value.len() == 1 && SPLIT.is_match(&last_characters(before, 60))
    };
    let unknown = figures(text).into_iter().filter(|figure| {
        let points = figure.spelled && figure.ordinal;
        !points
            && !figure.is_article()
            && !is_advice(figure)
            && !has.iter().any(|it| figure.is_same(it, Strictness::Unit))
    });
    unknown.map(|figure| figure.text).collect()
}

/// What stands before or behind words at `at` and changes what they say, such as "before".
pub(super) fn relation_at(text: &str, at: Range<usize>) -> Option<&'static str> {
    let near = last_characters(text.get(..at.start).unwrap_or_default(), 40);
    let behind = text.get(at.end..).unwrap_or_default();
    let beside = |(left, right, _): &&(Regex, Regex, &str)| left.is_match(&near) || right.is_match(behind);
    RELATIONS.iter().find(beside).map(|(_, _, name)| *name)
}

/// Full-width digits and signs as narrow ones.
fn narrow(text: &str) -> String {
    let one = |c: char| match c {
        '０'..='９' | '％' | '＄' | '／' | '＋' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '￥' => '¥',
        '￡' => '£',
        _ => c,
    };
    text.chars()
        .map(one)
        .collect::<String>()
        .replace('½', " half ")
        .replace('¼', " a quarter ")
        .replace('¾', " three quarters ")
}

fn last_characters(text: &str, most: usize) -> String {
    let skipped = text.chars().count().saturating_sub(most);
    text.chars().skip(skipped).collect()
}

/// A number in digits without separators of thousands, and without zeros that say nothing.
fn plain(digits: &str) -> String {
    static THOUSANDS: LazyLock<Regex> = LazyLock::new(|| constant(r"^\d{1,3}(?:,\d{3})+(?:\.\d+)?$"));
    let plain = if THOUSANDS.is_match(digits) { digits.replace(',', "") } else { digits.to_string() };
    let plain = plain.strip_suffix(":00").map(str::to_string).unwrap_or(plain);
    match plain.split_once('.') {
        Some((whole, rest)) if !rest.contains('.') && rest.chars().all(|c| c == '0') => whole.to_string(),
        Some((_, rest)) if !rest.contains(['.', ':', ',']) => plain.trim_end_matches('0').to_string(),
        _ => plain,
    }
}

fn scaled(digits: &str, scale: Option<&str>) -> String {
    let times = match scale.map(str::to_lowercase).as_deref() {
        Some("k" | "thousand" | "千") => 1e3,
        Some("million" | "mn") => 1e6,
        Some("billion" | "bn") => 1e9,
        Some("百") => 1e2,
        Some("万") => 1e4,
        Some("亿") => 1e8,
        _ => return digits.to_string(),
    };
    digits.parse::<f64>().map_or_else(|_| digits.to_string(), |value| shown(value * times))
}

fn shown(value: f64) -> String {
    format!("{value}")
}

#[cfg(test)]
mod tests {
    use super::{missing, unknown_figures};

    fn lost(text: &str, other: &str) -> Vec<String> {
        missing(text, other).into_iter().map(|figure| figure.text).collect()
    }

    #[test]
    fn a_number_is_the_same_in_digits_and_in_words() {
        for (one, other) in [
            ("Twenty-five seats wait.", "25 seats wait for you."),
            ("Come by before ten.", "Come by before 10, with a friend."),
            ("前三十位客人送饼干。", "前 30 位客人送饼干。"),
            ("It costs $1,200.", "It costs 1200 dollars."),
            ("12 quiet seats.", "There are twelve seats."),
            ("早上五点开门。", "早上 5 点开门。"),
        ] {
            assert_eq!(lost(one, other), [""; 0], "{one}");
            assert_eq!(lost(other, one), [""; 0], "{other}");
        }
    }

    #[test]
    fn another_number_unit_noun_or_side_is_another_figure() {
        for (one, other) in [
            ("Twenty seats wait.", "Thirty seats wait."),
            ("Twenty seats wait.", "Twenty chairs wait."),
            ("The latte costs $4.50.", "The latte costs €4.50."),
            ("Come by before 10.", "Come by after 10."),
            ("Come at 10 am.", "Come at 10 pm."),
            ("We have nine vans.", "We have six vans."),
            ("Twice a week.", "Three times a week."),
            ("五点开门", "六点开门"),
            ("前三十位客人", "前五十位客人"),
            ("第二杯半价", "第三杯半价"),
            ("一杯 39 元", "一杯 39 美元"),
            ("十点前来", "十点后来"),
            ("30 位客人", "30 位员工"),
        ] {
            assert!(!lost(one, other).is_empty(), "{one} → {other}");
            assert!(!lost(other, one).is_empty(), "{other} → {one}");
        }
    }

    #[test]
    fn figures_that_nobody_gave_are_named_with_their_units() {
        let known = "Come by before 10, 30 位客人. 2 of 3 sentences are long (67%). 71 / 100";
        for said in [
            "Twice as many people will click.",
            "Half of your readers stop here.",
            "Two thirds never come back.",
            "I would give it a seven out of ten.",
            "Four out of five readers leave.",
            "Dozens of tests show it.",
            "Posts like this get 10 times more likes.",
            "能多卖 30%。",
            "我给八分。",
            "九成读者会划走。",
            "有五成的人读不完。",
            "每三个人就有一个离开。",
            "多卖一倍。",
            "Tenfold reach is in sight.",
            "Expect a several-fold rise.",
            "It grows by a factor of ten.",
            "A majority of readers stop here.",
            "Most readers stop here.",
            "The vast majority will agree.",
            "A couple of hundred people will come.",
            "A few thousand clicks are likely.",
            "Sales will quadruple.",
            "销量会翻倍。",
            "点击会翻一番。",
            "会有成千上万的人看到。",
            "大多数读者会划走。",
            "绝大部分人不会看完。",
            "能多来几百人。",
            "效果好几倍。",
        ] {
            assert!(!unknown_figures(said, known).is_empty(), "{said}");
        }
        for said in [
            "Change the first sentence first.",
            "“before 10” gives a reason to hurry.",
            "Two sentences of three are long, 67%.",
            "Split it into two.",
            "这一句太长，拆成两句，加一个邀请。",
            "前三十位很具体。",
            "The most important word comes last.",
            "A few words fewer would do.",
            "Cut it several times.",
            "翻开第一页就有画面。",
            "近来的句子更短。",
        ] {
            assert_eq!(unknown_figures(said, known), [""; 0], "{said}");
        }
    }
}
