//! Requests for ideas in English.

use std::sync::LazyLock;

use copydesk_analysis::{Language, Platform};
use regex::Regex;

use super::ask;
use super::words::{count_word, format_in, names, platform_in};
use crate::commands::Command;
use crate::config::Config;
use crate::texts::Problem;

/// "could you please give us", "I'd like", "we need" …
const REQUEST: &str = r"(?:(?:please|hi|hey|hello|ok|okay|now|copydesk)[,!]?\s+)*(?:(?:can|could|would|will)\s+you\s+(?:please\s+)?)?(?:(?:give|write|make|draft|create|suggest|generate|send|prepare|brainstorm)|(?:can|could|may)\s+(?:i|we)\s+(?:please\s+)?(?:get|have)|(?:i|we)\s+(?:need|want)|(?:i|we)(?:\s+would|['’]d)\s+like|come\s+up\s+with|think\s+of|help\s+(?:me|us)\s+(?:with|write)|let['’]s\s+(?:have|do|write))";

static IDEAS: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = format!(
        r"(?ix)^
        (?P<request>{REQUEST}\s+)?
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
static WITHOUT_TOPIC: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = format!(
        r"(?ix)^
        (?P<request>{REQUEST}\s+)?
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

/// The command that English words mean, if they mean one.
pub(super) fn understand(text: &str, config: &Config) -> Option<Result<Command, Problem>> {
    let Some(found) = IDEAS.captures(text) else { return without_topic(text, config) };
    // "Ideas for a LinkedIn post about barista jobs": the post is what is wanted, and the jobs are its topic.
    let inner = found.name("noun").filter(|noun| noun.as_str().to_lowercase().starts_with("idea"));
    let inner = inner.and_then(|_| IDEAS.captures(&text[found.name("topic")?.start()..]));
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

fn without_topic(text: &str, config: &Config) -> Option<Result<Command, Problem>> {
    let found = WITHOUT_TOPIC.captures(text)?;
    let is_request = ["request", "count", "please"].iter().any(|name| found.name(name).is_some());
    is_request.then(|| ask(config, "", None, None, None, Language::English))
}

/// Places where people post, and Copydesk can't count for: asked for, they are named as unknown.
const ELSEWHERE: [&str; 7] = ["myspace", "quora", "snapchat", "substack", "tumblr", "twitch", "whatsapp"];

/// A topic without the platform at its end that nobody knows, and what it was called: "latte for insta". Asked for by that
/// name, it is answered with the nearest one.
fn misspelt_platform(topic: &str) -> Option<(&str, &str)> {
    let (rest, name) = topic.rsplit_once(' ')?;
    let (rest, _) = rest.rsplit_once(' ').filter(|(_, word)| matches!(word.to_lowercase().as_str(), "for" | "on"))?;
    let written = name.to_lowercase();
    let names = Platform::all().flat_map(|platform| platform.aliases().iter().copied().chain([platform.id()]));
    let near = |id: &str| id.starts_with(&written) || strsim::jaro_winkler(&written, id) >= 0.92;
    // Short words are near too much: "for teens" is about people.
    let misspelt = written.len() >= 5 && names.filter(|name| name.is_ascii()).any(near);
    let meant = misspelt || ELSEWHERE.contains(&written.as_str());
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

#[cfg(test)]
mod tests {
    use crate::grammar::tests::shown;

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
}
