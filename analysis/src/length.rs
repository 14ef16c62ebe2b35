//! Lengths as each platform counts them.

mod x_links;

use std::sync::LazyLock;

use regex::Regex;
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

use crate::words::{is_han, words};

/// What a limit is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Unicode code points after composition (NFC).
    Characters,
    /// X's weighted characters: code points 0–4351, 8192–8205, 8208–8223 and 8242–8247 weigh 1, others 2; a URL 23, an
    /// emoji sequence 2; after NFC. Source: X's counting-characters page, and twitter-text with its conformance cases.
    WeightedCharacters,
    /// User-perceived characters (Bluesky).
    Graphemes,
    /// Code points, but emoji count as their UTF-8 bytes (Threads).
    CharactersEmojiAsBytes,
    /// Code points, but a URL counts 23 (Mastodon).
    CharactersUrl23,
    /// Bytes of UTF-8 (YouTube descriptions).
    Bytes,
    /// UTF-16 code units (Telegram).
    Utf16Units,
    /// Seconds of speech at 150 English words or 240 Chinese characters a minute, a calm presenter's pace.
    Seconds,
}

/// How long a text is, against how long it may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Length {
    /// Counted in `unit`.
    pub used: u32,
    /// The most that fits.
    pub limit: u32,
    /// What is counted.
    pub unit: Unit,
}

/// What X gives every URL.
const URL_WEIGHT: usize = 23;

static URL: LazyLock<Regex> = LazyLock::new(|| {
    // Bare domains count as links too; the list is of endings that people type without a scheme.
    let pattern = r#"(?i)\bhttps?://[^\s<>"'，。！？、）]+|\b(?:[a-z0-9-]+\.)+(?:com|org|net|io|co|cn|de|uk|eu|app|dev|ai|shop|cafe)\b(?:/[^\s<>"'，。！？、）]*)?"#;
    Regex::new(pattern).expect("the pattern is constant")
});
static EMOJI: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"[\p{Extended_Pictographic}&&[^\x00-\x{203B}]]|[\x{1F1E6}-\x{1F1FF}]|\x{20E3}").expect("constant")
});

/// Whether a grapheme is shown as an emoji.
pub(crate) fn is_emoji(grapheme: &str) -> bool {
    EMOJI.is_match(grapheme)
}

/// The links in a text, as written: with a scheme, or bare domains of common endings.
pub fn links_in(text: &str) -> impl Iterator<Item = &str> {
    url_ranges(text).filter_map(move |range| text.get(range))
}

/// The bytes of [`links_in`].
pub(crate) fn url_ranges(text: &str) -> impl Iterator<Item = std::ops::Range<usize>> {
    // The full stop of the sentence is none of the link's.
    URL.find_iter(text).map(|found| {
        found.start()
            ..found.start()
                + found.as_str().trim_end_matches(['.', ',', ';', ':', '!', '?', '…', '。', '；', '：']).len()
    })
}

/// How long `text` is in `unit`.
pub fn count(text: &str, unit: Unit) -> u32 {
    let text: String = text.nfc().collect();
    let length = match unit {
        Unit::Characters => text.chars().count(),
        Unit::Graphemes => text.graphemes(true).count(),
        Unit::Bytes => text.len(),
        Unit::Utf16Units => text.encode_utf16().count(),
        Unit::CharactersUrl23 => outside(&text, url_ranges(&text), |part| part.chars().count()),
        Unit::WeightedCharacters => {
            outside(&text, x_links::x_links(&text).into_iter(), |part| part.graphemes(true).map(weight).sum())
        }
        Unit::CharactersEmojiAsBytes => {
            let weight = |grapheme: &str| if is_emoji(grapheme) { grapheme.len() } else { grapheme.chars().count() };
            text.graphemes(true).map(weight).sum()
        }
        Unit::Seconds => {
            let (mut words_spoken, mut characters) = (0, 0);
            for word in words(&text) {
                let han = word.chars().filter(|&c| is_han(c)).count();
                characters += han;
                words_spoken += usize::from(han == 0);
            }
            (words_spoken * 60).div_ceil(150) + (characters * 60).div_ceil(240)
        }
    };
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// Sums `count` over what is in no link, and [`URL_WEIGHT`] for each link.
fn outside(text: &str, links: impl Iterator<Item = std::ops::Range<usize>>, count: impl Fn(&str) -> usize) -> usize {
    let mut sum = 0;
    let mut end = 0;
    for link in links {
        sum += count(text.get(end..link.start).unwrap_or_default()) + URL_WEIGHT;
        end = link.end;
    }
    sum + count(text.get(end..).unwrap_or_default())
}

fn weight(grapheme: &str) -> usize {
    // A sign such as © is an emoji only with the selector behind it.
    if is_emoji(grapheme) || grapheme.ends_with('\u{FE0F}') {
        return 2;
    }
    let light = |c| matches!(c as u32, 0..=4351 | 8192..=8205 | 8208..=8223 | 8242..=8247);
    grapheme.chars().map(|c| if light(c) { 1 } else { 2 }).sum()
}

#[cfg(test)]
mod tests {
    use super::{Unit, count};

    #[test]
    fn each_platform_counts_in_its_own_way() {
        let text = "Oat foam 👩‍🍳 燕麦 https://morningbarn.example/latte-menu";
        assert_eq!(count("caf\u{65}\u{301}", Unit::Characters), 4);
        assert_eq!(count(text, Unit::WeightedCharacters), 9 + 2 + 1 + 4 + 1 + 23);
        assert_eq!(count("👩‍🍳é", Unit::Graphemes), 2);
        assert_eq!(count("👩‍🍳", Unit::Utf16Units), 5);
        assert_eq!(count("👩‍🍳", Unit::CharactersEmojiAsBytes), 11);
        assert_eq!(count("see morningbarn.com", Unit::CharactersUrl23), 4 + 23);
    }

    /// The cases that twitter-text publishes for every implementation.
    #[test]
    fn weighted_lengths_are_those_of_twitter_texts_conformance_cases() {
        let file: serde_json::Value =
            serde_json::from_str(include_str!("length/data/twitter_text_cases.json")).expect("it is JSON");
        let cases = file["cases"].as_array().expect("it has cases");
        assert!(cases.len() >= 26);
        for case in cases {
            let part = |part: &serde_json::Value| match part.as_str() {
                Some(part) => part.to_string(),
                None => part[0].as_str().expect("a part").repeat(part[1].as_u64().expect("times") as usize),
            };
            let text: String = case["text"].as_array().expect("parts").iter().map(part).collect();
            let weighted = u64::from(count(&text, Unit::WeightedCharacters));
            assert_eq!(Some(weighted), case["weighted"].as_u64(), "{}", case["description"]);
        }
    }

    #[test]
    fn speech_is_counted_in_seconds() {
        assert_eq!(count(&"word ".repeat(150), Unit::Seconds), 60);
        assert_eq!(count(&"麦".repeat(240), Unit::Seconds), 60);
    }
}
