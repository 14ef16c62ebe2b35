//! Which language a text is in: by script, and by function words among those written in Latin letters.

use std::collections::HashSet;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

/// A language that Copydesk can tell apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Language {
    /// English, and what is written in Latin letters and shows no other language.
    #[serde(rename = "en")]
    English,
    /// Chinese.
    #[serde(rename = "zh")]
    Chinese,
    /// Japanese, known by its kana.
    #[serde(rename = "ja")]
    Japanese,
    /// Korean, known by Hangul.
    #[serde(rename = "ko")]
    Korean,
    /// Written in Cyrillic letters; taken for Russian.
    #[serde(rename = "ru")]
    Russian,
    /// Written in Arabic letters.
    #[serde(rename = "ar")]
    Arabic,
    /// French.
    #[serde(rename = "fr")]
    French,
    /// German.
    #[serde(rename = "de")]
    German,
    /// Spanish.
    #[serde(rename = "es")]
    Spanish,
    /// Italian.
    #[serde(rename = "it")]
    Italian,
    /// Portuguese.
    #[serde(rename = "pt")]
    Portuguese,
}

/// The function words of the Latin-script languages, English first.
static FUNCTION_WORDS: LazyLock<[(Language, HashSet<&str>); 6]> = LazyLock::new(|| {
    [
        (Language::English, stop_words::Language::English),
        (Language::French, stop_words::Language::French),
        (Language::German, stop_words::Language::German),
        (Language::Spanish, stop_words::Language::Spanish),
        (Language::Italian, stop_words::Language::Italian),
        (Language::Portuguese, stop_words::Language::Portuguese),
    ]
    .map(|(language, list)| (language, stop_words::get(list).iter().copied().collect()))
});

/// Fewer words than this are a topic, which may be in any language.
const FEW_WORDS: usize = 4;

impl Language {
    /// Every language, in the order in which names are listed.
    pub const ALL: [Self; 11] = [
        Self::English,
        Self::Chinese,
        Self::Japanese,
        Self::Korean,
        Self::Russian,
        Self::Arabic,
        Self::French,
        Self::German,
        Self::Spanish,
        Self::Italian,
        Self::Portuguese,
    ];

    /// The language's ISO 639-1 code.
    pub fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Chinese => "zh",
            Self::Japanese => "ja",
            Self::Korean => "ko",
            Self::Russian => "ru",
            Self::Arabic => "ar",
            Self::French => "fr",
            Self::German => "de",
            Self::Spanish => "es",
            Self::Italian => "it",
            Self::Portuguese => "pt",
        }
    }

    /// The language with this ISO 639-1 code; a region ("zh-CN") is ignored.
    pub fn from_code(code: &str) -> Option<Self> {
        let base = code.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        Self::ALL.into_iter().find(|language| language.code() == base)
    }

    /// The language of `text`, or `None` if it has no letters.
    ///
    /// Kana or Hangul decide at once; else a text with at least 20% Han characters among its letters is Chinese, since
    /// Chinese marketing copy is full of Latin brand names.
    pub fn of(text: &str) -> Option<Self> {
        let (mut latin, mut han, mut kana, mut hangul, mut cyrillic, mut arabic) = (0, 0, 0, 0, 0, 0);
        for letter in text.chars().filter(|c| c.is_alphabetic()) {
            match letter as u32 {
                0x3040..=0x30FF | 0x31F0..=0x31FF => kana += 1,
                0x1100..=0x11FF | 0xAC00..=0xD7AF => hangul += 1,
                0x0400..=0x052F => cyrillic += 1,
                0x0600..=0x06FF | 0x0750..=0x077F => arabic += 1,
                0x3400..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF => han += 1,
                _ => latin += 1,
            }
        }
        let letters = latin + han + kana + hangul + cyrillic + arabic;
        match () {
            () if letters == 0 => None,
            () if kana > 0 && kana * 5 >= han => Some(Self::Japanese),
            () if hangul * 2 > letters => Some(Self::Korean),
            () if cyrillic * 2 > letters => Some(Self::Russian),
            () if arabic * 2 > letters => Some(Self::Arabic),
            () if han * 5 >= letters => Some(Self::Chinese),
            () => Some(Self::of_latin(text)),
        }
    }

    /// The Latin-script language with the most function words, if it has at least two more than English and a third of
    /// the words; else English. A few words are English.
    fn of_latin(text: &str) -> Self {
        let lower = text.to_lowercase();
        let words: Vec<&str> = lower.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).collect();
        if words.len() < FEW_WORDS {
            return Self::English;
        }
        let count = |list: &HashSet<&str>| words.iter().filter(|word| list.contains(*word)).count();
        let counts = FUNCTION_WORDS.each_ref().map(|(language, list)| (*language, count(list)));
        let english = counts[0].1;
        let most = counts.into_iter().skip(1).max_by_key(|(_, count)| *count);
        let shows = |(_, count): &(Self, usize)| *count >= english + 2 && *count * 3 >= words.len();
        most.filter(shows).map_or(Self::English, |(language, _)| language)
    }

    /// Whether words are written without spaces between them.
    pub fn is_unspaced(self) -> bool {
        matches!(self, Self::Chinese | Self::Japanese)
    }
}

#[cfg(test)]
mod tests {
    use super::Language;

    #[test]
    fn script_decides_and_brand_names_do_not_make_chinese_english() {
        let of = |text| Language::of(text).map(Language::code);
        assert_eq!(of("oat-milk latte"), Some("en"));
        assert_eq!(of("给新品燕麦拿铁写三条小红书文案"), Some("zh"));
        assert_eq!(of("Morning Barn 的燕麦拿铁"), Some("zh"));
        assert_eq!(of("オーツミルクラテの投稿"), Some("ja"));
        assert_eq!(of("귀리 우유 라떼"), Some("ko"));
        assert_eq!(of("кофе с овсяным молоком"), Some("ru"));
        assert_eq!(of("123 !?"), None);
    }

    #[test]
    fn function_words_tell_latin_script_languages_apart_and_a_short_topic_is_english() {
        let of = |text| Language::of(text).map(Language::code);
        assert_eq!(of("Donne-moi trois idées de posts sur le latte au lait d'avoine pour Instagram"), Some("fr"));
        assert_eq!(of("Schreib mir bitte drei Beiträge über den Hafermilch-Latte für unsere Seite"), Some("de"));
        assert_eq!(
            of("Escribe tres publicaciones sobre el café con leche de avena para Instagram, por favor"),
            Some("es")
        );
        assert_eq!(of("Give me three posts about the oat-milk latte for Instagram"), Some("en"));
        assert_eq!(of("café au lait"), Some("en"));
        assert_eq!(
            of("Not a hurry. Just an oat-milk latte, a spoon for the foam and the sound of the street"),
            Some("en")
        );
    }
}
