//! Hashtags: chosen by code, never by the model.

use std::collections::HashSet;
use std::sync::LazyLock;

use regex::Regex;

use crate::words::{is_han, topic_core, words};
use crate::{Language, content_words};

static HASHTAG: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"[#＃][\p{L}\p{N}_]+(?:#|\b)?").expect("the pattern is constant"));

/// The hashtags in a text, each with its `#`.
pub fn hashtags_in(text: &str) -> Vec<String> {
    HASHTAG.find_iter(text).map(|found| found.as_str().to_string()).collect()
}

/// The text without its hashtags, trimmed.
pub fn without_hashtags(text: &str) -> String {
    HASHTAG.replace_all(text, "").trim_end().to_string()
}

/// At most `most` hashtags: the team's own first, then those of its posts on the topic, then the topic's own words.
///
/// `topic` becomes one tag of its content words ("oat-milk latte" → `#OatMilkLatte`), left out if it would be longer than
/// four words; tags that differ only in case count once.
pub fn choose_hashtags(own: &[String], related: &[String], topic: &str, most: usize) -> Vec<String> {
    let topic_tag = topic_tag(topic);
    let topic_words: HashSet<String> = content_words(topic).into_iter().collect();
    // A tag of a related post is about that post: take it only if all that it says is in the topic.
    let related = related.iter().filter(|tag| {
        let tag_words = content_words(&spaced(tag));
        !tag_words.is_empty() && tag_words.iter().all(|word| topic_words.contains(word))
    });
    let mut seen = HashSet::new();
    let candidates = own.iter().cloned().chain(related.cloned()).chain(topic_tag);
    candidates.filter(|tag| seen.insert(tag.to_lowercase())).take(most).collect()
}

fn topic_tag(topic: &str) -> Option<String> {
    if Language::of(topic) == Some(Language::Chinese) {
        let core: String = topic_core(topic).chars().filter(|c| c.is_alphanumeric()).collect();
        return (2..=10).contains(&core.chars().count()).then(|| format!("#{core}"));
    }
    let kept: Vec<String> = words(topic)
        .into_iter()
        .filter(|word| !content_words(word).is_empty())
        .map(|word| capitalised(&word))
        .collect();
    (1..=4).contains(&kept.len()).then(|| format!("#{}", kept.concat()))
}

fn capitalised(word: &str) -> String {
    let plain: String = word.chars().filter(|c| c.is_alphanumeric()).collect();
    let mut letters = plain.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// `#OatLatte` → `Oat Latte`, so that its words can be compared.
fn spaced(tag: &str) -> String {
    let mut text = String::new();
    for c in tag.trim_matches(['#', '＃']).chars() {
        if c.is_uppercase() || (is_han(c) && !text.ends_with(is_han)) {
            text.push(' ');
        }
        text.push(c);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{choose_hashtags, hashtags_in, without_hashtags};

    #[test]
    fn the_teams_own_tags_come_first_and_unrelated_ones_stay_out() {
        let own = ["#MorningBarn".to_string()];
        let related = ["#OatLatte".to_string(), "#ColdBrew".to_string(), "#morningbarn".to_string()];
        let tags = choose_hashtags(&own, &related, "oat-milk latte", 5);
        assert_eq!(tags, ["#MorningBarn", "#OatLatte", "#OatMilkLatte"]);
        assert_eq!(choose_hashtags(&[], &[], "新品燕麦拿铁", 5), ["#燕麦拿铁"]);
        assert!(choose_hashtags(&[], &[], "spring sale on refurbished city bikes for students", 5).is_empty());
    }

    #[test]
    fn hashtags_are_taken_out_of_a_text() {
        assert_eq!(hashtags_in("Slow foam. #OatLatte #燕麦拿铁"), ["#OatLatte", "#燕麦拿铁"]);
        assert_eq!(without_hashtags("Slow foam. #OatLatte #燕麦拿铁"), "Slow foam.");
    }
}
