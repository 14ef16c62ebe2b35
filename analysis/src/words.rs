//! Words: Unicode words for spaced scripts, jieba's for Chinese.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

use jieba_rs::Jieba;
use rust_stemmers::{Algorithm, Stemmer};
use unicode_segmentation::UnicodeSegmentation;

/// jieba's dictionary takes a moment and some memory, so it is loaded with the first Chinese text.
static JIEBA: LazyLock<Jieba> = LazyLock::new(|| {
    let mut jieba = Jieba::new();
    // Everyday words of marketing copy that the dictionary, made from newspapers, takes apart.
    for word in ["拿铁", "美式", "冷萃", "抹茶", "小红书", "公众号", "新品", "文案", "打卡", "种草", "好物"]
    {
        jieba.add_word(word, None, None);
    }
    for name in crate::names::people() {
        jieba.add_word(name, None, Some("nr"));
    }
    jieba
});
static STEMMER: LazyLock<Stemmer> = LazyLock::new(|| Stemmer::create(Algorithm::English));
static STOP_WORDS: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let lists = [stop_words::get(stop_words::Language::English), stop_words::get(stop_words::Language::Chinese)];
    // Words of a request rather than of its subject: a topic such as "new posts about our latte" is about the latte.
    let requests = ["new", "about", "our", "your", "post", "posts", "新品", "关于", "我们", "文案", "一款", "新"];
    lists.concat().iter().map(|word| word.to_string()).chain(requests.map(String::from)).collect()
});

/// Words that lists of stop words have and by which one post differs from another, such as "free" and "today".
static SAID_IN_POSTS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| include_str!("said_in_posts.txt").split_whitespace().collect());

/// Texts in which a word is looked for.
const LOOKED_THROUGH: usize = 50;

/// Whether `c` is a Han character.
pub(crate) fn is_han(c: char) -> bool {
    matches!(c as u32, 0x3400..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF)
}

/// The words of a run of Han characters, in order.
pub(crate) fn cut_han(run: &str) -> impl Iterator<Item = &str> {
    // HMM on: it finds words that the dictionary lacks, which product names are.
    JIEBA.cut(run, true).into_iter().map(|token| token.word)
}

/// Shorter words of the dictionary inside a Chinese word: 咖啡 in 咖啡馆.
pub(crate) fn inner_words(word: &str) -> Vec<&str> {
    if word.chars().count() < 3 || !word.chars().all(is_han) {
        return Vec::new();
    }
    let all = JIEBA.cut_for_search(word, true).into_iter().map(|token| token.word);
    all.filter(|inner| *inner != word && inner.chars().count() > 1 && !is_stop_word(inner)).collect()
}

/// A word of a text, as jieba cuts it.
pub(crate) struct Tagged<'t> {
    pub(crate) text: &'t str,
    /// What kind of word it is, such as "nr" for a person's name.
    pub(crate) tag: &'t str,
    /// Where it stands.
    pub(crate) at: Range<usize>,
    /// Whether the dictionary has it.
    pub(crate) is_known: bool,
}

/// The words of a text in order, with what kind each is.
pub(crate) fn tagged(text: &str) -> Vec<Tagged<'_>> {
    let words = JIEBA.tag(text, true).into_iter();
    words
        .map(|it| Tagged {
            text: it.word,
            tag: it.tag,
            at: it.byte_start..it.byte_end,
            is_known: JIEBA.has_word(it.word),
        })
        .collect()
}

/// Whether jieba's dictionary has a word.
pub(crate) fn is_in_dictionary(word: &str) -> bool {
    JIEBA.has_word(word)
}

/// Whether a word, in lower case, carries no meaning of its own.
pub(crate) fn is_stop_word(word: &str) -> bool {
    STOP_WORDS.contains(word)
}

/// The stem of an English word (Porter 2), in lower case; other words as they are.
pub(crate) fn stem(word: &str) -> Cow<'_, str> {
    if word.is_ascii() { STEMMER.stem(word) } else { Cow::Borrowed(word) }
}

/// The words of `text` in order, lower case, without punctuation.
pub fn words(text: &str) -> Vec<String> {
    word_places(text).into_iter().map(|(_, word)| word.to_lowercase().replace('’', "'")).collect()
}

/// The words of `text` as they are written, each with the byte where it begins.
pub(crate) fn word_places(text: &str) -> Vec<(usize, &str)> {
    let mut words = Vec::new();
    // unicode_words gives Han characters one by one; runs of them go to jieba as a whole.
    let mut han = 0..0;
    for (start, word) in text.unicode_word_indices() {
        let end = start + word.len();
        let is_han_word = word.chars().all(is_han);
        if is_han_word && start == han.end {
            han.end = end;
            continue;
        }
        add_han(text, &han, &mut words);
        if is_han_word {
            han = start..end;
        } else {
            han = end..end;
            words.push((start, word));
        }
    }
    add_han(text, &han, &mut words);
    words
}

/// Adds jieba's words of a run of Han characters.
fn add_han<'t>(text: &'t str, run: &Range<usize>, words: &mut Vec<(usize, &'t str)>) {
    let Some(han) = text.get(run.clone()).filter(|han| !han.is_empty()) else { return };
    let mut start = run.start;
    for word in cut_han(han) {
        let end = start + word.len();
        words.extend(text.get(start..end).map(|word| (start, word)));
        start = end;
    }
}

/// The words that carry meaning, stemmed (English, Porter 2), in order, without stop words: what texts are compared by.
pub fn content_words(text: &str) -> Vec<String> {
    words(text).iter().filter_map(|word| content_word(word)).collect()
}

/// A word in lower case as [`content_words`] has it; `None` if it carries no meaning.
pub(crate) fn content_word(word: &str) -> Option<String> {
    let carries = !STOP_WORDS.contains(word) && (word.chars().count() > 1 || word.chars().all(is_han));
    carries.then(|| stem(word).into_owned())
}

/// The words of a post, as [`content_words`] has them, with those that a topic need not say and a post may do well by: "new", "free".
pub(crate) fn post_words(text: &str) -> Vec<String> {
    words(text).iter().filter_map(|word| post_word(word)).collect()
}

fn post_word(word: &str) -> Option<String> {
    content_word(word).or_else(|| SAID_IN_POSTS.contains(word).then(|| stem(word).into_owned()))
}

/// The word that the texts write most often of those with this stem: people read words, not stems.
pub(crate) fn whole_word<'t>(stem: &str, texts: impl Iterator<Item = &'t str>) -> String {
    let written = written(&BTreeSet::from([stem]), texts.take(LOOKED_THROUGH));
    written.into_values().next().unwrap_or_else(|| stem.to_owned())
}

/// For each stem the word that the texts write most often: with a capital if it mostly has one, as names do. Stems that are words
/// of no text are left out.
pub(crate) fn written<'t>(stems: &BTreeSet<&str>, texts: impl Iterator<Item = &'t str>) -> BTreeMap<String, String> {
    let mut counts: BTreeMap<(String, String), BTreeMap<&'t str, usize>> = BTreeMap::new();
    for (_, word) in texts.flat_map(word_places) {
        let lower = word.to_lowercase().replace('’', "'");
        if let Some(stem) = post_word(&lower).filter(|stem| stems.contains(stem.as_str())) {
            // "Emily's" is Emily.
            let lower = lower.strip_suffix("'s").unwrap_or(&lower).to_owned();
            let word = word.strip_suffix("'s").or(word.strip_suffix("’s")).unwrap_or(word);
            *counts.entry((stem, lower)).or_default().entry(word).or_default() += 1;
        }
    }
    let mut found: BTreeMap<String, (usize, String)> = BTreeMap::new();
    for ((stem, lower), forms) in counts {
        let all: usize = forms.values().sum();
        let small = forms.get(lower.as_str()).copied().unwrap_or(0);
        let most = forms.iter().filter(|(form, _)| **form != lower).max_by_key(|(_, count)| **count);
        let shown = most.filter(|_| small * 5 < all).map_or(lower.as_str(), |(form, _)| form);
        if found.get(&stem).is_none_or(|(most, _)| all > *most) {
            found.insert(stem, (all, shown.to_owned()));
        }
    }
    found.into_iter().map(|(stem, (_, word))| (stem, word)).collect()
}

/// What a topic is about, as pieces that can be looked for in a text: stems of spaced words, and pairs of neighbouring
/// characters for Chinese, where product names are often cut wrongly into words.
pub(crate) fn topic_pieces(topic: &str) -> Vec<String> {
    let mut pieces = Vec::new();
    for part in topic_core(topic).split(|c: char| !c.is_alphanumeric() && c != '\'') {
        let characters: Vec<char> = part.chars().collect();
        if characters.len() > 1 && characters.iter().all(|&c| is_han(c)) {
            pieces.extend(characters.windows(2).map(|pair| pair.iter().collect::<String>()));
        } else {
            pieces.extend(content_words(part));
        }
    }
    pieces
}

/// A Chinese topic without the words of the request around it ("新品燕麦拿铁的文案" → "燕麦拿铁"); others as they are.
pub fn topic_core(topic: &str) -> &str {
    const BEFORE: [&str; 7] = ["关于", "有关", "我们家的", "我们的", "新品", "新款", "一款"];
    const AFTER: [&str; 4] = ["的文案", "文案", "的帖子", "的"];
    let mut core = topic.trim();
    while let Some(rest) =
        BEFORE.iter().find_map(|word| core.strip_prefix(word)).filter(|rest| rest.chars().count() > 1)
    {
        core = rest.trim();
    }
    while let Some(rest) = AFTER.iter().find_map(|word| core.strip_suffix(word)).filter(|rest| rest.chars().count() > 1)
    {
        core = rest.trim();
    }
    core
}

#[cfg(test)]
mod tests {
    use super::{HashSet, SAID_IN_POSTS, content_words, post_words, stem, topic_pieces, words};

    #[test]
    fn words_are_found_in_both_languages() {
        assert_eq!(words("Our Oat-milk latte, again!"), ["our", "oat", "milk", "latte", "again"]);
        assert_eq!(words("燕麦拿铁 Morning Barn"), ["燕麦", "拿铁", "morning", "barn"]);
    }

    #[test]
    fn content_words_are_stemmed_and_without_stop_words() {
        assert_eq!(content_words("New posts about the refurbished bikes"), ["refurbish", "bike"]);
        assert_eq!(content_words("关于新品燕麦拿铁的文案"), ["燕麦", "拿铁"]);
    }

    #[test]
    fn what_a_topic_need_not_say_is_a_word_of_a_post() {
        assert_eq!(post_words("New: the free opening is today"), ["new", "free", "open", "today"]);
        assert_eq!(post_words("关于我们的新品"), ["新品"]);
        let texts = ["Welcome, orders are open", "Welcome"];
        assert_eq!(super::whole_word(&stem("welcome"), texts.into_iter()), "Welcome");
        let lists: HashSet<&str> = [stop_words::get("en"), stop_words::get("zh")].concat().into_iter().collect();
        assert!(SAID_IN_POSTS.iter().filter(|word| lists.contains(*word)).count() > 150);
    }

    #[test]
    fn a_stem_is_shown_as_the_word_that_is_written_most() {
        let texts =
            ["Emily likes lattes.", "Emily's lattes: a latte, two lattes.", "Ladies, a lady of Lagos.", "Lady day"];
        let shown = |stem: &str| super::whole_word(stem, texts.into_iter());
        assert_eq!((shown("emili"), shown("latt"), shown("lago")), ("Emily".into(), "lattes".into(), "Lagos".into()));
        assert_eq!((shown("ladi"), shown("拿铁")), ("lady".into(), "拿铁".into()));
    }

    #[test]
    fn a_chinese_topic_is_looked_for_in_pairs_of_characters() {
        assert_eq!(topic_pieces("关于新品燕麦拿铁的文案"), ["燕麦", "麦拿", "拿铁"]);
        assert_eq!(topic_pieces("our new oat-milk latte"), ["oat", "milk", "latt"]);
    }
}
