//! Which language a text is in: by script, and by function words among those written in Latin letters.

use std::collections::HashSet;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::review::is_english_word;

/// A language that Copydesk can tell apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Language {
    /// English, and a topic of a few words in Latin letters.
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

/// English function words that are spelled as no word of its neighbours is: "in", "is", "was" and "van" say nothing.
const TELLING: [&str; 48] = [
    "the", "and", "of", "to", "that", "it", "for", "you", "your", "our", "we", "with", "this", "are", "from", "they",
    "have", "has", "what", "when", "which", "who", "how", "will", "would", "there", "their", "them", "these", "those",
    "than", "then", "but", "not", "be", "been", "by", "my", "she", "his", "her", "about", "if", "or", "just", "every",
    "where", "its",
];
/// Words of a text that are looked up at most.
const LOOKED_AT: usize = 40;
/// Letters of other languages that are written in Cyrillic …
const NOT_RUSSIAN: [char; 18] =
    ['і', 'ї', 'є', 'ґ', 'ў', 'ј', 'љ', 'њ', 'ђ', 'ћ', 'џ', 'ќ', 'ѓ', 'ѕ', 'қ', 'ө', 'ү', 'ә'];
/// … and in Arabic letters: Persian, Urdu, Pashto.
const NOT_ARABIC: [char; 10] = ['پ', 'چ', 'ژ', 'گ', 'ک', 'ی', 'ٹ', 'ڈ', 'ڑ', 'ے'];

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

    /// The language of `text`, or `None` if it has no letters or is in none of these.
    ///
    /// Kana or Hangul decide at once; else a text with at least 20% Han characters among its letters is Chinese, since
    /// Chinese marketing copy is full of Latin brand names.
    pub fn of(text: &str) -> Option<Self> {
        let (mut latin, mut han, mut kana, mut hangul, mut cyrillic, mut arabic, mut other) = (0, 0, 0, 0, 0, 0, 0);
        for letter in text.chars().filter(|c| c.is_alphabetic()) {
            match letter as u32 {
                0x3040..=0x30FF | 0x31F0..=0x31FF => kana += 1,
                0x1100..=0x11FF | 0xAC00..=0xD7AF => hangul += 1,
                0x0400..=0x052F => cyrillic += 1,
                0x0600..=0x06FF | 0x0750..=0x077F => arabic += 1,
                0x3400..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF => han += 1,
                0x0041..=0x024F | 0x1E00..=0x1EFF | 0xFF21..=0xFF5A | 0x1D400..=0x1D7FF => latin += 1,
                _ => other += 1,
            }
        }
        let letters = latin + han + kana + hangul + cyrillic + arabic + other;
        match () {
            () if letters == 0 || other * 2 > letters => None,
            () if kana > 0 && kana * 5 >= han => Some(Self::Japanese),
            () if hangul * 2 > letters => Some(Self::Korean),
            () if cyrillic * 2 > letters => Some(Self::Russian).filter(|_| !text.contains(NOT_RUSSIAN)),
            () if arabic * 2 > letters => Some(Self::Arabic).filter(|_| !text.contains(NOT_ARABIC)),
            () if han * 5 >= letters => Some(Self::Chinese),
            () => Self::of_latin(text),
        }
    }

    /// The Latin-script language with the most function words, if it has at least two more than English and a third of
    /// the words; else English, if it has function words enough or its words are in the English word list. A few words are
    /// English.
    fn of_latin(text: &str) -> Option<Self> {
        // An address is written in no language.
        let is_link = |word: &&str| word.contains("://") || word.starts_with("www.");
        let lower = text.to_lowercase();
        let prose = lower.split_whitespace().filter(|word| !is_link(word));
        let words: Vec<&str> =
            prose.flat_map(|word| word.split(|c: char| !c.is_alphabetic())).filter(|word| !word.is_empty()).collect();
        if words.len() < FEW_WORDS {
            return Some(Self::English);
        }
        let count = |list: &HashSet<&str>| words.iter().filter(|word| list.contains(*word)).count();
        let counts = FUNCTION_WORDS.each_ref().map(|(language, list)| (*language, count(list)));
        let english = counts[0].1;
        let most = counts.into_iter().skip(1).max_by_key(|(_, count)| *count);
        let shows = |(_, count): &(Self, usize)| *count >= english + 2 && *count * 3 >= words.len();
        if let Some((language, _)) = most.filter(shows) {
            return Some(language);
        }
        (Self::has_grammar(&words) || Self::has_words(&words)).then_some(Self::English)
    }

    /// Whether enough of the words are function words that no other language has.
    fn has_grammar(words: &[&str]) -> bool {
        let telling = words.iter().filter(|word| TELLING.contains(word)).count();
        telling * 5 >= words.len()
    }

    /// Whether most of the words are in the English word list: a headline has no function words. What is shorter is a word of
    /// many languages.
    fn has_words(words: &[&str]) -> bool {
        let long: Vec<&&str> = words.iter().filter(|word| word.chars().count() > 3).take(LOOKED_AT).collect();
        let known = long.iter().filter(|word| is_english_word(word)).count();
        known * 2 >= long.len()
    }

    /// Whether words are written without spaces between them.
    pub fn is_unspaced(self) -> bool {
        matches!(self, Self::Chinese | Self::Japanese)
    }
}

/// Languages that are named and not read, with letters that hardly any other has.
static NAMED_ONLY: LazyLock<Vec<(&str, HashSet<&str>, &str)>> = LazyLock::new(|| {
    use stop_words::Language as List;
    let lists = [
        ("tr", List::Turkish, "ğışİ"),
        ("pl", List::Polish, "łąęśźżń"),
        ("nl", List::Dutch, ""),
        ("sv", List::Swedish, "å"),
        ("no", List::Norwegian, "øå"),
        ("da", List::Danish, "øå"),
        ("fi", List::Finnish, ""),
        ("hu", List::Hungarian, "őű"),
        ("id", List::Indonesian, ""),
        ("vi", List::Vietnamese, "ơưđạảấầẩậắằặẹẻẽếềểệọỏốồổộớờởợụủứừửựỳỵỷỹ"),
        ("cs", List::Czech, "řěů"),
        ("ro", List::Romanian, "țșăţş"),
    ];
    lists
        .into_iter()
        .map(|(code, list, letters)| (code, stop_words::get(list).iter().copied().collect(), letters))
        .collect()
});

/// The code of a language that [`Language::of`] does not know, where its script, its letters and its function words tell.
pub fn named_only(text: &str) -> Option<&'static str> {
    let count = |range: std::ops::RangeInclusive<u32>| text.chars().filter(|c| range.contains(&(*c as u32))).count();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let scripts = [("el", 0x0370..=0x03FF), ("he", 0x0590..=0x05FF), ("th", 0x0E00..=0x0E7F), ("hi", 0x0900..=0x097F)];
    if let Some((code, _)) = scripts.into_iter().find(|(_, range)| count(range.clone()) * 2 > letters) {
        return Some(code);
    }
    if text.contains(['і', 'ї', 'є', 'ґ']) && !text.contains(['ў', 'қ', 'ө', 'ү', 'ә']) {
        return Some("uk");
    }
    if text.contains(['پ', 'چ', 'ژ', 'گ', 'ی']) && !text.contains(['ٹ', 'ڈ', 'ڑ', 'ے']) {
        return Some("fa");
    }
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).collect();
    if words.len() < FEW_WORDS {
        return None;
    }
    let score = |(code, list, letters): &(&'static str, HashSet<&str>, &str)| {
        let known = words.iter().filter(|word| list.contains(*word)).count();
        let own = words.iter().filter(|word| word.contains(|c| letters.contains(c))).count();
        (known + own, *code)
    };
    let mut scores: Vec<(usize, &str)> = NAMED_ONLY.iter().map(score).collect();
    scores.sort_unstable_by(|left, right| right.cmp(left));
    match scores.as_slice() {
        [(first, code), (second, _), ..] if first > second && *first >= 2 && first * 6 >= words.len() => Some(code),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Language, named_only};

    #[test]
    fn a_language_that_is_not_read_is_named_where_it_can_be_told() {
        for (code, text) in [
            ("tr", "Yulaf sütlü kahvemiz geri döndü, saat ondan önce uğrayın ve bir arkadaş getirin"),
            ("pl", "Nasza kawa z mlekiem owsianym wróciła, przyjdź przed dziesiątą i weź przyjaciela"),
            ("nl", "Onze nieuwe koffie met havermelk is er weer, kom langs voor tien uur en neem een vriend mee"),
            ("vi", "Latte yến mạch của chúng tôi đã trở lại, hãy ghé quán trước mười giờ nhé"),
            ("el", "Ο καφές μας είναι έτοιμος, ελάτε πριν τις δέκα"),
            ("uk", "Наша кава з вівсяним молоком повернулася, приходьте до десятої"),
        ] {
            assert_eq!((Language::of(text), named_only(text)), (None, Some(code)), "{text}");
        }
        assert_eq!(named_only("Gallia est omnis divisa partes tres quarum unam incolunt Belgae"), None);
    }

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
    fn a_language_that_is_not_known_is_none_rather_than_english() {
        for text in [
            "הלאטה שלנו חזר, בואו לפני עשר",
            "Ο καφές μας είναι έτοιμος, ελάτε πριν τις δέκα",
            "กาแฟลาเต้ข้าวโอ๊ตของเรากลับมาแล้ว",
            "हमारी ओट लाटे वापस आ गई है, दस बजे से पहले आइए",
            "Latte yến mạch của chúng tôi đã trở lại, hãy ghé quán trước mười giờ nhé",
            "Onze nieuwe koffie met havermelk is er weer, kom langs voor tien uur en neem een vriend mee",
            "Nasza kawa z mlekiem owsianym wróciła, przyjdź przed dziesiątą i weź przyjaciela",
            "Vårt kaffe med havremjölk är tillbaka, kom förbi före klockan tio och ta med en vän",
            "Yulaf sütlü kahvemiz geri döndü, saat ondan önce uğrayın ve bir arkadaş getirin",
            "Megjött a zabtejes kávénk, gyere be tíz óra előtt és hozz egy barátot",
            "Kopi susu gandum kami sudah kembali, datang sebelum jam sepuluh dan ajak teman",
            "Kauramaitokahvimme on palannut, tule ennen kymmentä ja ota ystävä mukaan",
            "Gallia est omnis divisa in partes tres, quarum unam incolunt Belgae",
            "Наша кава з вівсяним молоком повернулася, приходьте до десятої",
            "قهوه ما آماده است، قبل از ساعت ده بیایید و یک دوست بیاورید",
        ] {
            assert_eq!(Language::of(text), None, "{text}");
        }
    }

    #[test]
    fn english_without_function_words_stays_english() {
        for text in [
            "Coffee shop grand opening Saturday",
            "Fresh bread, warm oven, seven sharp",
            "oat milk latte launch campaign summer",
            "Hey guys, free cookies today",
            "Organizational transformation necessitates comprehensive communication",
            "New matcha latte. Morning Barn, Saturday, 9 am. Bring friends!",
            "Grab yours while it's hot 🔥 #coffee #latte",
            "See https://barn.example/menu?x=zutaten https://hafer.example now.",
        ] {
            assert_eq!(Language::of(text), Some(Language::English), "{text}");
        }
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
