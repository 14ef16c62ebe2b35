//! What a text states: names, numbers with what they count, links, mentions, quotations, claims. A rewrite keeps them all and
//! adds none.

use std::collections::HashSet;
use std::sync::LazyLock;

use regex::Regex;
use schemars::JsonSchema;
use serde::Serialize;

use crate::candidate::{claims, unknown_numbers};
use crate::length::links_in;
use crate::words::{content_words, is_han, words};
use crate::{hashtags_in, sentences};

static NAME: LazyLock<Regex> = LazyLock::new(|| constant(r"\p{Lu}[\p{L}\p{N}’'&-]*"));
static LATIN: LazyLock<Regex> = LazyLock::new(|| constant(r"[A-Za-z][A-Za-z0-9'&-]+"));
static MENTION: LazyLock<Regex> = LazyLock::new(|| constant(r"[@＠][\p{L}\p{N}_][\p{L}\p{N}_.-]*"));
static QUOTED: LazyLock<Regex> =
    LazyLock::new(|| constant(r#""[^"\n]{2,80}"|“[^”\n]{2,80}”|「[^」\n]{2,80}」|《[^》\n]{1,40}》"#));
static COUNTED: LazyLock<Regex> =
    LazyLock::new(|| constant(r"\d+(?:[.,:]\d+)*\s?(%|\p{Han}{1,2}|(?:-|\s)?[A-Za-z]{3,})"));

fn constant(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the patterns are constant")
}

/// Something that a text states.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, JsonSchema)]
pub struct Fact {
    /// `name`, `number`, `counted` (a number with what it counts), `link`, `mention`, `quotation`, `claim` or `hashtag`.
    pub kind: &'static str,
    /// As it is written.
    pub text: String,
}

/// What `original` states and `rewritten` does not: names, numbers with what they count, links, mentions, quotations. A
/// superlative or a promise may go: a review asks for that.
pub fn lost(original: &str, rewritten: &str) -> Vec<Fact> {
    let has = Known::of(rewritten);
    let mut lost: Vec<Fact> = unknown_numbers(original, rewritten).into_iter().map(|it| fact("number", &it)).collect();
    lost.extend(links(original).filter(|link| !rewritten.contains(link)).map(|it| fact("link", it)));
    lost.extend(mentions(original).filter(|it| !rewritten.contains(it)).map(|it| fact("mention", it)));
    let prose = without_links(original);
    lost.extend(names(&prose).filter(|name| !has.name(name)).map(|it| fact("name", it)));
    let quoted = QUOTED.find_iter(&prose).map(|it| it.as_str()).filter(|it| !rewritten.contains(unquoted(it)));
    lost.extend(quoted.map(|it| fact("quotation", it)));
    let counted =
        COUNTED.captures_iter(&prose).filter_map(|found| Some((found.get(0)?.as_str(), found.get(1)?.as_str())));
    lost.extend(counted.filter(|(_, what)| !has.counted(what)).map(|(whole, _)| fact("counted", whole)));
    unique(lost)
}

/// What `rewritten` states and `original` does not: names, numbers, links, mentions, hashtags, claims.
pub fn invented(original: &str, rewritten: &str) -> Vec<Fact> {
    let had = Known::of(original);
    let mut new: Vec<Fact> = unknown_numbers(rewritten, original).into_iter().map(|it| fact("number", &it)).collect();
    new.extend(links(rewritten).filter(|link| !original.contains(link)).map(|it| fact("link", it)));
    new.extend(mentions(rewritten).filter(|it| !original.contains(it)).map(|it| fact("mention", it)));
    let prose = without_links(rewritten);
    new.extend(names(&prose).filter(|name| !had.name(name)).map(|it| fact("name", it)));
    new.extend(
        hashtags_in(rewritten)
            .into_iter()
            .filter(|tag| !original.contains(tag.as_str()))
            .map(|it| fact("hashtag", &it)),
    );
    new.extend(
        claims(rewritten).filter(|claim| !had.lower.contains(&claim.to_lowercase())).map(|it| fact("claim", it)),
    );
    unique(new)
}

/// A text, ready to be asked for what it has.
struct Known {
    lower: String,
    words: HashSet<String>,
    stems: HashSet<String>,
}

impl Known {
    fn of(text: &str) -> Self {
        let own = words(text);
        let plain = own.iter().map(|word| word.trim_end_matches("'s").to_string());
        Self {
            lower: text.to_lowercase(),
            words: own.iter().cloned().chain(plain).collect(),
            stems: content_words(text).into_iter().collect(),
        }
    }

    fn name(&self, name: &str) -> bool {
        let lower = name.to_lowercase().replace('’', "'");
        let plain = lower.trim_end_matches("'s");
        self.words.contains(plain) || self.words.contains(&lower) || self.lower.contains(plain)
    }

    fn counted(&self, what: &str) -> bool {
        let what = what.trim_start_matches(['-', ' ']).to_lowercase();
        self.lower.contains(&what) || content_words(&what).iter().all(|stem| self.stems.contains(stem))
    }
}

/// Capitalised words inside sentences; in Chinese, Latin ones. A headline in which most words have capitals names nobody.
fn names(text: &str) -> impl Iterator<Item = &str> {
    sentences(text).into_iter().flat_map(|sentence| {
        if sentence.contains(is_han) {
            return LATIN.find_iter(sentence).map(|it| it.as_str()).collect::<Vec<_>>();
        }
        let count = sentence.split_whitespace().filter(|word| word.chars().count() > 3).count();
        let begin = sentence.find(char::is_alphanumeric).unwrap_or_default();
        let inside = |it: &regex::Match<'_>| {
            let before = sentence.get(..it.start()).unwrap_or_default().trim_end();
            it.start() != begin && !before.ends_with([':', '—', '–', '“', '"', '‘', '(', '…', '#', '@', '*'])
        };
        let is_pronoun = |name: &str| matches!(name, "I" | "I'm" | "I’m" | "I'll" | "I’ll" | "I've" | "I’ve" | "OK");
        let inside = NAME.find_iter(sentence).filter(inside).map(|it| it.as_str());
        let inside: Vec<&str> = inside.filter(|it| !is_pronoun(it)).collect();
        let is_headline = inside.len() >= 3 && inside.len() * 3 > count * 2;
        if is_headline { Vec::new() } else { inside }
    })
}

fn mentions(text: &str) -> impl Iterator<Item = &str> {
    MENTION.find_iter(text).map(|it| it.as_str().trim_end_matches(['.', '-']))
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
        number 12
        link https://barn.example/seats
        mention @cityguide
        name Mara
        name Morning
        quotation “a quiet hour”
        counted 12 seats
        ");
        insta::assert_snapshot!(said(invented(ENGLISH, other)).join("\n"), @"
        number 20
        link https://evil.example
        name Leipzig
        hashtag #Barn
        claim guaranteed
        ");
        let other = "Latte Lab 开业，前 50 位客人送饼干，第一名！";
        insta::assert_snapshot!(said(lost(CHINESE, other)).join("\n"), @"
        number 30
        link https://oat.example/a
        name Oat
        name House
        ");
        insta::assert_snapshot!(said(invented(CHINESE, other)).join("\n"), @"
        number 50
        name Latte
        name Lab
        claim 第一
        ");
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]
        #[test]
        fn a_text_keeps_what_it_states_itself(text in "(?s).{0,80}|[A-Z燕 a-z0-9.,%“”@#/:]{0,60}") {
            proptest::prop_assert_eq!(lost(&text, &text), []);
            proptest::prop_assert_eq!(invented(&text, &text), []);
        }
    }
}
