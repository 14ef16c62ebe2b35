//! What a text states: names, figures with their units, days, negations, links, mentions, quotations, claims, properties of a
//! product and terms of an offer. A rewrite keeps them
//! all and adds none. What cannot be told safely counts as another statement.

mod figures;
mod numbers;
#[cfg(test)]
mod pairs;
mod stance;
mod terms;

use std::collections::HashSet;
use std::sync::LazyLock;

use regex::Regex;
use schemars::JsonSchema;
use serde::Serialize;

pub use self::figures::unknown_figures;
use crate::candidate::claims;
use crate::length::links_in;
use crate::review::is_common_word;
use crate::words::{is_han, words};
use crate::{hashtags_in, sentences};

static NAME: LazyLock<Regex> = LazyLock::new(|| constant(r"\p{Lu}[\p{L}\p{N}’'&-]*"));
static LATIN: LazyLock<Regex> = LazyLock::new(|| constant(r"[A-Za-z][A-Za-z0-9'&-]+"));
static MENTION: LazyLock<Regex> = LazyLock::new(|| constant(r"[@＠][\p{L}\p{N}_][\p{L}\p{N}_.-]*"));
static MAIL: LazyLock<Regex> =
    LazyLock::new(|| constant(r"[\p{L}\p{N}._%+-]+[@＠][\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+"));
static QUOTED: LazyLock<Regex> =
    LazyLock::new(|| constant(r#""[^"\n]{2,80}"|“[^”\n]{2,80}”|「[^」\n]{2,80}」|《[^》\n]{1,40}》"#));

fn constant(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the patterns are constant")
}

/// Something that a text states.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, JsonSchema)]
pub struct Fact {
    /// `name`, `figure` (a number with its unit), `time`, `negation`, `link`, `mail`, `mention`, `quotation`, `claim` or
    /// `hashtag`.
    pub kind: &'static str,
    /// As it is written.
    pub text: String,
}

/// What `original` states and `rewritten` does not: names, figures, days, negations, links, addresses, mentions, quotations, and
/// what the product is and the offer includes. A superlative or a promise may go: a review asks for that.
pub fn lost(original: &str, rewritten: &str) -> Vec<Fact> {
    let mut lost = differing(original, rewritten);
    let prose = without_links(original);
    let quoted = QUOTED.find_iter(&prose).map(|it| it.as_str()).filter(|it| !rewritten.contains(unquoted(it)));
    lost.extend(quoted.map(|it| fact("quotation", it)));
    lost.extend(terms::lost(&prose, rewritten).iter().map(|it| fact("claim", it)));
    unique(lost)
}

/// What `rewritten` states and `original` does not: names, figures, days, negations, links, addresses, mentions, hashtags, claims,
/// and words in quotation marks.
pub fn invented(original: &str, rewritten: &str) -> Vec<Fact> {
    let mut new = differing(rewritten, original);
    new.extend(figures::swapped(original, rewritten).iter().map(|it| fact("figure", it)));
    let tags = hashtags_in(rewritten).into_iter().filter(|tag| !original.contains(tag.as_str()));
    new.extend(tags.map(|it| fact("hashtag", &it)));
    let prose = without_links(rewritten);
    let lower = original.to_lowercase();
    let quoted = QUOTED.find_iter(&prose).map(|it| it.as_str());
    new.extend(quoted.filter(|it| !lower.contains(&unquoted(it).to_lowercase())).map(|it| fact("quotation", it)));
    new.extend(claims(&prose).filter(|claim| !lower.contains(&claim.to_lowercase())).map(|it| fact("claim", it)));
    new.extend(stance::new_claims(&prose, original).iter().map(|it| fact("claim", it)));
    unique(new)
}

/// What `text` states and `other` does not, of the kinds that are compared both ways.
fn differing(text: &str, other: &str) -> Vec<Fact> {
    let has = Known::of(other);
    let (prose, others) = (without_links(text), without_links(other));
    let mut facts: Vec<Fact> =
        figures::missing(&prose, &others).into_iter().map(|figure| fact("figure", &figure.text)).collect();
    facts.extend(links(text).filter(|link| !other.contains(link)).map(|it| fact("link", it)));
    facts.extend(
        MAIL.find_iter(text).map(|it| it.as_str()).filter(|it| !has.mails.contains(*it)).map(|it| fact("mail", it)),
    );
    facts.extend(mentions(text).filter(|it| !has.mentions.contains(*it)).map(|it| fact("mention", it)));
    facts.extend(names(&prose).into_iter().filter(|name| !has.name(name)).map(|it| fact("name", it)));
    facts.extend(
        stance::chinese_names(&prose).iter().filter(|it| !other.contains(it.as_str())).map(|it| fact("name", it)),
    );
    facts.extend(stance::other_times(&prose, &others).iter().map(|it| fact("time", it)));
    facts.extend(stance::other_negations(&prose, &others).iter().map(|it| fact("negation", it)));
    facts
}

/// A text, ready to be asked for what it has.
struct Known {
    lower: String,
    words: HashSet<String>,
    mails: HashSet<String>,
    mentions: HashSet<String>,
}

impl Known {
    fn of(text: &str) -> Self {
        let own = words(text);
        let plain = own.iter().map(|word| word.trim_end_matches("'s").to_string());
        Self {
            lower: text.to_lowercase(),
            words: own.iter().cloned().chain(plain).collect(),
            mails: MAIL.find_iter(text).map(|it| it.as_str().to_string()).collect(),
            mentions: mentions(text).map(str::to_string).collect(),
        }
    }

    fn name(&self, name: &str) -> bool {
        let lower = name.to_lowercase().replace('’', "'");
        let plain = lower.trim_end_matches("'s");
        self.words.contains(plain) || self.words.contains(&lower) || self.lower.contains(plain)
    }
}

/// Capitalised words inside sentences, and those at a beginning that are no common words; in Chinese, Latin ones. In a headline
/// in which most words have capitals, only those that are no common words.
fn names(text: &str) -> Vec<&str> {
    let of_sentence = |sentence| {
        let sentence: &str = sentence;
        if sentence.contains(is_han) {
            return LATIN.find_iter(sentence).map(|it| it.as_str()).collect::<Vec<_>>();
        }
        let count = sentence.split_whitespace().filter(|word| word.chars().count() > 3).count();
        let begin = sentence.find(char::is_alphanumeric).unwrap_or_default();
        let is_begin = |it: &regex::Match<'_>| {
            let before = sentence.get(..it.start()).unwrap_or_default().trim_end();
            it.start() == begin || before.ends_with([':', '—', '–', '“', '"', '‘', '(', '…', '#', '@', '*'])
        };
        let is_pronoun = |name: &str| name == "I" || name == "OK" || name.starts_with("I'") || name.starts_with("I’");
        let all: Vec<regex::Match<'_>> = NAME.find_iter(sentence).filter(|it| !is_pronoun(it.as_str())).collect();
        let inside = all.iter().filter(|it| !is_begin(it)).count();
        let is_headline = inside >= 3 && inside * 3 > count * 2;
        let is_name = |it: &regex::Match<'_>| !(is_headline || is_begin(it)) || !is_common(it.as_str());
        all.into_iter().filter(is_name).map(|it| it.as_str()).collect()
    };
    sentences(text).into_iter().flat_map(of_sentence).collect()
}

/// Whether the dictionary has a word without its capital: then a beginning does not say that it is a name.
fn is_common(word: &str) -> bool {
    let lower = word.to_lowercase().replace('’', "'");
    let plain = lower.trim_end_matches("'s").trim_end_matches(['\'', '&', '-']);
    let parts = || plain.split('-').filter(|part| !part.is_empty());
    plain.chars().count() < 2 || parts().all(is_common_word)
}

/// Mentions, without the second half of a mail address.
fn mentions(text: &str) -> impl Iterator<Item = &str> {
    let stands_alone = |it: &regex::Match<'_>| {
        let before = text.get(..it.start()).and_then(|before| before.chars().next_back());
        // Chinese runs straight into what it mentions.
        before.is_none_or(|c| is_han(c) || !(c.is_alphanumeric() || "._%+-".contains(c)))
    };
    MENTION.find_iter(text).filter(stands_alone).map(|it| it.as_str().trim_end_matches(['.', '-']))
}

/// Links, without what ends the sentence around them.
fn links(text: &str) -> impl Iterator<Item = &str> {
    links_in(text).map(|link| link.trim_end_matches(['.', ',', '!', '?', ';', ':', ')', '。', '，', '！']))
}

fn without_links(text: &str) -> String {
    links(text).fold(text.to_string(), |text, link| text.replace(link, " "))
}

fn unquoted(quoted: &str) -> &str {
    let mut inner = quoted.chars();
    inner.next();
    inner.next_back();
    inner.as_str()
}

fn fact(kind: &'static str, text: &str) -> Fact {
    Fact { kind, text: text.trim().to_string() }
}

fn unique(facts: Vec<Fact>) -> Vec<Fact> {
    let mut seen = HashSet::new();
    facts.into_iter().filter(|fact| seen.insert(fact.text.to_lowercase())).collect()
}

#[cfg(test)]
mod tests {
    use super::{invented, lost};

    fn said(facts: Vec<super::Fact>) -> Vec<String> {
        facts.into_iter().map(|fact| format!("{} {}", fact.kind, fact.text)).collect()
    }

    const ENGLISH: &str = "We are the best coffee in town. Ask Mara at Morning Barn about the 12 seats, or see \
                           https://barn.example/seats. Guests call it “a quiet hour”, says @cityguide.";
    const CHINESE: &str =
        "全城最好的拿铁！Oat House 三里屯店开业，前 30 位客人送饼干，第二杯半价。详见 https://oat.example/a";

    #[test]
    fn a_rewrite_that_keeps_everything_but_the_superlative_loses_and_invents_nothing() {
        let kept = "Morning Barn has 12 seats. Ask Mara, or look at https://barn.example/seats. “A quiet hour”? Guests say a quiet \
                    hour, @cityguide too.";
        assert_eq!(said(lost(ENGLISH, kept)), [""; 0]);
        assert_eq!(said(invented(ENGLISH, kept)), [""; 0]);
        let kept = "Oat House 三里屯店开业了：前 30 位客人送饼干，第二杯半价，详情 https://oat.example/a";
        assert_eq!(said(lost(CHINESE, kept)), [""; 0]);
        assert_eq!(said(invented(CHINESE, kept)), [""; 0]);
    }

    #[test]
    fn what_is_lost_and_what_is_new_is_named() {
        let other = "Come to the Barn in Leipzig: 20 chairs, guaranteed. https://evil.example #Barn";
        insta::assert_snapshot!(said(lost(ENGLISH, other)).join("\n"), @"
        figure 12 seats
        link https://barn.example/seats
        mention @cityguide
        name Mara
        name Morning
        quotation “a quiet hour”
        ");
        insta::assert_snapshot!(said(invented(ENGLISH, other)).join("\n"), @"
        figure 20 chairs
        link https://evil.example
        name Leipzig
        hashtag #Barn
        claim guaranteed
        ");
        let other = "Latte Lab 开业，前 50 位客人送饼干，第一名！";
        insta::assert_snapshot!(said(lost(CHINESE, other)).join("\n"), @"
        figure 前 30 位
        figure 第二杯
        link https://oat.example/a
        name Oat
        name House
        name 三里屯
        ");
        insta::assert_snapshot!(said(invented(CHINESE, other)).join("\n"), @"
        figure 前 50 位
        figure 第一名
        name Latte
        name Lab
        claim 第一
        ");
    }

    #[test]
    fn a_rewrite_that_says_something_else_is_told_apart() {
        let english = "Twenty seats wait on Monday. The latte costs $4.50. Come by before 10, guests wait in one of nine vans. \
                       Write to hi@barn.com or ask Mara.";
        for (old, new) in [
            ("Twenty", "Thirty"),
            ("Monday", "Friday"),
            ("$4.50", "€4.50"),
            ("before 10", "after 10"),
            ("nine vans", "six vans"),
            ("hi@barn.com", "ho@barn.com"),
            ("guests wait", "guests never wait"),
            ("Mara.", "Lena."),
            ("Mara.", "Mara. We won a prize for it."),
            ("Mara.", "Mara. It keeps you healthy for a week."),
            ("Mara.", "Mara. Half of the town drinks it."),
            ("Mara.", "Mara. Leipzig loves it."),
        ] {
            assert!(!invented(english, &english.replace(old, new)).is_empty(), "{old} → {new}");
        }
        let chinese = "三里屯店的李明每天早上五点开门，周一休息。前三十位客人送饼干，第二杯半价，一杯 39 元。不加糖。";
        for (old, new) in [
            ("三里屯", "国贸"),
            ("李明", "王芳"),
            ("五点", "六点"),
            ("周一", "周日"),
            ("三十位", "五十位"),
            ("第二杯", "第三杯"),
            ("39 元", "39 美元"),
            ("不加糖", "加糖"),
            ("开门，", "开门，本店开业十年了，"),
        ] {
            let other = chinese.replace(old, new);
            let faults = [lost(chinese, &other), invented(chinese, &other)].concat();
            assert!(!faults.is_empty(), "{old} → {new}");
        }
    }

    #[test]
    fn a_rewrite_in_other_words_is_taken() {
        for (old, new) in [
            (
                "We are the best coffee in town. Ask Mara about the twelve seats by the window, or come by before ten.",
                "Ask Mara about the 12 seats by the window, or come by before 10 for coffee in town.",
            ),
            (
                "全城最好喝的燕麦拿铁回来了，我们三里屯店的师傅每天早上五点就开始打奶泡，因为只有这样才能让每一位赶早班车的客人在最短的\
                 时间里喝到一杯热乎乎的燕麦拿铁。前三十位客人送饼干！",
                "燕麦拿铁回来了。三里屯店的师傅每天早上 5 点开始打奶泡，赶早班车的你，来了就能喝到热的。前 30 位客人送饼干，欢迎来店。",
            ),
        ] {
            assert_eq!(said(lost(old, new)), [""; 0], "{new}");
            assert_eq!(said(invented(old, new)), [""; 0], "{new}");
        }
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]
        #[test]
        fn a_text_keeps_what_it_states_itself(text in "(?s).{0,80}|[A-Z燕 a-z0-9.,%“”@#/:]{0,60}") {
            proptest::prop_assert_eq!(lost(&text, &text), []);
            proptest::prop_assert_eq!(invented(&text, &text), []);
        }
    }

    #[test]
    fn a_mention_is_not_kept_by_a_mail_address_that_ends_alike() {
        let original = "Email ana@barn.uk or write to @barn.";
        let lost = lost(original, "Email ana@barn.uk.");
        assert_eq!(lost.iter().map(|it| (it.kind, it.text.as_str())).collect::<Vec<_>>(), [("mention", "@barn")]);
        assert_eq!(super::lost("请找@燕麦 或 ana@barn.uk", "或 ana@barn.uk 请找@燕麦"), []);
    }
}
