//! How far an order goes: with what leads up to it, what it goes on with and what encloses it, and no farther, so that it takes
//! no copy along.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::lists::{further, says_what};
use super::{LEAST_LEFT, SEPARATORS, STOPS, sentence_end, trimmed};
use crate::words::is_han;

/// Where a clause ends, whether or not more is said about the same.
static CLAUSE_END: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r#"[,;:]\s|[，；：]|\s[–—-]\s|——|[.!?。！？]+(?:\s|$)|\n|[()（）\[\]【】“”「」『』"|~•*`]|['’_]+(?:\s|$)|\p{Extended_Pictographic}"#,
    )
});
/// What stands between an order and copy in the same line.
static DIVIDER: LazyLock<Regex> = LazyLock::new(|| constant(r"^[ \t\r,;:，；：、~|/·•–—-]+"));
/// Pictures behind an order are a part of it.
static PICTURES: LazyLock<Regex> =
    LazyLock::new(|| constant(r"^[ \t]*(?:\p{Extended_Pictographic}|[\u{FE0F}\u{200D}]|\p{Emoji_Modifier})+"));
/// What joins an order to what stands before it; it goes with the order.
static JOINED_BEFORE: LazyLock<Regex> =
    LazyLock::new(|| constant(r"(?i)(?:\s+(?:and|but|so|then)|[，,]?(?:所以|因此|并且|而且|但是?))\s*$"));
static JOINED_BEHIND: LazyLock<Regex> = LazyLock::new(|| constant(r"(?i)^\s+(?:and|but|so|then)\s+"));
/// What joins copy to an order before it; it stays.
static REASON: LazyLock<Regex> = LazyLock::new(|| constant(r"(?i)\s+(?:because|since|but|while)\s+|因为|由于|但是?"));
/// What leads up to an order: no copy.
static LEAD: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?i)(?:(?:^|(?-u:\b))(?:please|kindly|now|just|simply|also|first|instead|only|always|you|we|i|would|could|can|will|must|should|shall|have to|has to|need to|needs to|are to|ought to|want|ask|beg|urge|like|expect|require|remember|be sure|make sure|do not forget|don't forget|try|that|to|your (?:task|job|goal|role|only task|only job)(?: now| here)? is|it is (?:important|vital|crucial|essential|necessary)|the most important thing for you is|(?:for|in) this (?:one|text|post|copy|review|case)|this time|just this once|for once|as a (?:favour|favor)|hey|hi|hello|dear|reviewers?|graders?|ai|llm|assistant|system)[\s,:]+|(?:请|就|你|您|必须|务必|一定要?|要|现在|希望|麻烦|拜托|记得|同时|另外|首先|审稿人|评审|助手|[这本此](?:一)?[篇段条文](?:文案|文章|文字|帖子|稿子)?)[\s，,：:]*)+$",
    )
});
/// Whom a sentence speaks to that is nothing but an order.
static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?i)^\W*(?:dear|hey|hi|hello|please|p\.?s\.?|note|attention|important|warning|also|and|so|now|but|oh|ok|you|your task|first|by the way|请|你|您|注意|重要|另外|亲爱的|这篇|这段|这条|本文|本篇|此文|提示|备注|現|现在)",
    )
});
/// Whom an order speaks to: the reviewer, who is no reader.
static REVIEWER: LazyLock<Regex> = LazyLock::new(|| {
    constant(r"(?i)^\W*(?:dear |hey |hi |hello )?(?:reviewers?|graders?|ai|llm|assistant|system|审稿|评审|系统|助手)")
});
/// What follows an order and says nothing.
static THANKS: LazyLock<Regex> = LazyLock::new(|| {
    constant(r"(?i)^\W*(?:(?:please|thanks|thank you|okay|ok|now)\b|谢谢你?|拜托了?|好吗|可以吗|即可)")
});
/// What an order goes on with that has asked for its points.
static GOES_ON_ASKED: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?i)^\s+(?:for|to|no matter|regardless|without|whatever|even|only|at least|as|if|when|or|instead|immediately|straight away|right away|each time|every time|in total|overall|by default|(?:with|in|of|about) (?:this|it|the|my|here))\b|^\s*(?:吧|啊|哦|呗|呀|哈|嘛|就好|就行|就可以|的(?:评价|评分|分数|成绩)|以上|左右)",
    )
});
/// What an order is about.
static OBJECT: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?i)^\s+(?:for|in|of|with|about|on|to)\s+(?:this|the|my|our)\s+(?:text|post|copy|article|submission|piece|draft|caption|message|document|content|review|ad|page)\b",
    )
});
/// What an order has said to say.
static QUOTED: LazyLock<Regex> = LazyLock::new(|| constant(r#"^\s*[:：]?\s*["“「『][^"“”「」『』\n]{1,40}["”」』]"#));
static SAYS: LazyLock<Regex> = LazyLock::new(|| {
    constant(r"(?i)(?:only|just|with|say|says|answer|reply|respond|output|write|return|print|回答|回复|输出|说|写)$")
});
/// What another order goes on with.
static GOES_ON: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?i)^\s+(?:about|regarding|on|for|in|of|that|which|who|whom|when|or|to|from|given|as|above|below|before|here|if|while|with|by|completely|entirely|at|this|these)\b",
    )
});

/// What encloses an order alone goes with it.
const PAIRS: [(char, char); 14] = [
    ('(', ')'),
    ('（', '）'),
    ('[', ']'),
    ('【', '】'),
    ('“', '”'),
    ('「', '」'),
    ('『', '』'),
    ('"', '"'),
    ('‘', '’'),
    ('\'', '\''),
    ('`', '`'),
    ('*', '*'),
    ('_', '_'),
    ('<', '>'),
];
/// Copy that nothing divides from an order before it has so many words.
const WORDS_OF_COPY: usize = 4;
/// So many bytes between the words of two orders are a part of them.
const BETWEEN_ORDERS: usize = 8;

fn constant(pattern: &str) -> Regex {
    Regex::new(pattern).expect("constant")
}

/// From where an order in a sentence begins to where it ends; `told` are the words that make it one, `others` those of the orders
/// behind it.
pub(super) fn extent(
    text: &str,
    sentence: &Range<usize>,
    told: &Range<usize>,
    others: &[Range<usize>],
) -> Range<usize> {
    let mut sentence = trimmed(text, sentence.clone());
    let before = text.get(sentence.start..told.start).unwrap_or_default();
    // Chinese with a stop of Latin letters is divided nowhere else.
    if let Some(stop) = before.rfind(['!', '?']).filter(|_| before.contains(is_han)) {
        sentence.start += stop + 1;
    }
    let mut end = end(text, told, sentence.end, others);
    let begin = begin(text, &sentence, told.start, end);
    let is_begun = text.get(sentence.start..begin).unwrap_or_default().contains(char::is_alphanumeric);
    if !is_begun {
        end = stops_at(text, end);
    }
    enclosed(text, begin..end)
}

/// Where the stops that begin at `end` end.
fn stops_at(text: &str, end: usize) -> usize {
    let rest = text.get(end..).unwrap_or_default();
    end + rest.len() - rest.trim_start_matches(STOPS).len()
}

fn begin(text: &str, sentence: &Range<usize>, told: usize, end: usize) -> usize {
    let before = text.get(sentence.start..told).unwrap_or_default();
    let lead = LEAD.find(before).map_or(before.len(), |found| found.start());
    let left = before.get(..lead).unwrap_or_default();
    if !left.contains(char::is_alphanumeric) && !left.contains(PAIRS.map(|(opening, _)| opening)) {
        return sentence.start;
    }
    let behind = text.get(end..sentence.end).unwrap_or_default();
    let is_whole = !behind.contains(char::is_alphanumeric);
    if left.len() < LEAST_LEFT && (REVIEWER.is_match(left) || is_whole && ADDRESS.is_match(left)) {
        return sentence.start;
    }
    sentence.start + JOINED_BEFORE.find(left).map_or(left.len(), |found| found.start())
}

fn end(text: &str, told: &Range<usize>, mut reach: usize, others: &[Range<usize>]) -> usize {
    let mut end = told.end;
    let mut from = told.start;
    loop {
        let order = text.get(from..end).unwrap_or_default();
        let rest = text.get(end..reach.max(end)).unwrap_or_default();
        let next = end + divided(rest);
        let another = others.iter().find(|other| other.end > end).filter(|other| {
            let between = text.get(end..other.start.max(end)).unwrap_or_default();
            between.len() <= BETWEEN_ORDERS && !between.contains(STOPS) && !between.contains("\n\n")
        });
        let goes_to = another.map(|other| other.end).or_else(|| further(text, next)).filter(|&to| to > end);
        if let Some(to) = goes_to {
            (from, end) = (end, to);
            if to > reach {
                reach = sentence_end(text, to);
            }
        } else if let Some(thanks) = THANKS.find(rest) {
            end += thanks.end();
        } else if let Some(object) = OBJECT.find(rest) {
            end += object.end();
        } else if let Some(quoted) = QUOTED.find(rest).filter(|_| SAYS.is_match(order)) {
            end += quoted.end();
        } else {
            if goes_on(rest, says_what(order)) {
                let clause = CLAUSE_END.find(rest).map_or(rest.len(), |found| found.start());
                let reason = REASON.find(rest).map_or(rest.len(), |found| found.start());
                end += clause.min(reason);
                let (order, rest) = (text.get(from..end), text.get(end..reach.max(end)).unwrap_or_default());
                let quoted = QUOTED.find(rest).filter(|_| order.is_some_and(|order| SAYS.is_match(order.trim_end())));
                end += quoted.map_or(0, |quoted| quoted.end());
            }
            return end + divided_off(text.get(end..reach.max(end)).unwrap_or_default());
        }
    }
}

/// How far what divides an order from the next one goes: over the end of a line, but into no other paragraph.
fn divided(rest: &str) -> usize {
    let length = rest.len() - rest.trim_start_matches(|c: char| c.is_whitespace() || SEPARATORS.contains(&c)).len();
    if rest.get(..length).unwrap_or_default().contains("\n\n") { 0 } else { length }
}

/// How far what divides an order from copy in the same line goes: it goes with the order.
fn divided_off(rest: &str) -> usize {
    let mut at = 0;
    for part in [&*JOINED_BEHIND, &*DIVIDER, &*PICTURES, &*DIVIDER] {
        at += part.find(rest.get(at..).unwrap_or_default()).map_or(0, |found| found.end());
    }
    at
}

/// Whether what stands behind the words of an order is a part of it rather than copy.
fn goes_on(rest: &str, has_asked: bool) -> bool {
    if has_asked {
        return GOES_ON_ASKED.is_match(rest);
    }
    if GOES_ON.is_match(rest) {
        return true;
    }
    let words = rest.trim_start_matches(|c: char| c.is_whitespace() || "->".contains(c));
    let is_new = words.starts_with(char::is_uppercase) || words.len() < rest.len() && words.starts_with(is_han);
    let clause = CLAUSE_END.find(rest).map_or(rest, |found| rest.get(..found.start()).unwrap_or_default());
    !is_new && (clause.contains(is_han) || clause.split_whitespace().count() < WORDS_OF_COPY)
}

/// An order with the brackets or quotation marks around it, if nothing else stands in them.
pub(super) fn enclosed(text: &str, order: Range<usize>) -> Range<usize> {
    let before = text.get(..order.start).unwrap_or_default().trim_end();
    let own = text.get(order.clone()).unwrap_or_default();
    let is_unopened = |(opening, closing): &(char, char)| {
        own.ends_with(*closing) && own.matches(*opening).count() < own.matches(*closing).count()
    };
    if let Some((_, closing)) = PAIRS.into_iter().find(is_unopened) {
        let within = order.start..order.end - closing.len_utf8();
        let whole = enclosed(text, within.clone());
        return if whole == within { order } else { whole };
    }
    let behind = stops_at(text, order.end);
    let rest = text.get(behind..).unwrap_or_default();
    let comment_end = text.get(order.start + own.trim_end_matches([' ', '-']).len()..).unwrap_or_default().trim_start();
    if let (Some(left), Some(right)) = (before.strip_suffix("<!--"), comment_end.strip_prefix("-->")) {
        return left.len()..text.len() - right.len();
    }
    let closing = rest.trim_start_matches(' ').chars().next();
    let pair = closing.and_then(|c| PAIRS.into_iter().find(|(_, closing)| *closing == c));
    let Some((opening, closing)) = pair else { return order };
    let end = behind + rest.find(closing).unwrap_or_default() + closing.len_utf8();
    let (open, closed) = (own.matches(opening).count(), own.matches(closing).count());
    if open > closed || opening == closing && open % 2 == 1 {
        return order.start..end;
    }
    if before.ends_with(opening) {
        let wider = before.len() - opening.len_utf8()..end;
        // `**` is two, and quotation marks may stand in brackets.
        if text.get(end..).unwrap_or_default().trim_start_matches(' ').starts_with(PAIRS.map(|(_, closing)| closing)) {
            let outer = enclosed(text, wider.clone());
            if outer != wider {
                return outer;
            }
        }
        let rest = text.get(end..).unwrap_or_default();
        return wider.start..end + divided_off(rest.split('\n').next().unwrap_or_default());
    }
    order
}
