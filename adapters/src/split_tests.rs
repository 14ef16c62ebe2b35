//! Cutting, with each platform's way of counting.

use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

use super::split;

fn utf16(text: &str) -> usize {
    text.encode_utf16().count()
}

fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[test]
fn a_text_longer_than_the_limit_is_split_at_a_paragraph() {
    let text = "The first paragraph.\n\nThe second one is longer. It has two sentences.";
    insta::assert_snapshot!(split(text, 40, utf16).join("\n-----\n"), @r"
    The first paragraph.
    -----
    The second one is longer.
    -----
    It has two sentences.
    ");
}

#[test]
fn chinese_is_split_at_its_own_sentence_marks() {
    assert_eq!(
        split("燕麦拿铁来了。今天第二杯半价！欢迎来喝", 11, utf16),
        ["燕麦拿铁来了。", "今天第二杯半价！", "欢迎来喝"]
    );
}

#[test]
fn a_fence_and_a_link_stay_whole_where_they_fit() {
    let text = "Some words before it all\n```\nlet a = 1;\n\nlet b = 2;\n```\nand https://example.org/a?b=c.d after";
    let pieces = split(text, 44, utf16);
    assert!(pieces.iter().any(|piece| piece.contains("```\nlet a = 1;\n\nlet b = 2;\n```")), "{pieces:?}");
    assert!(pieces.iter().any(|piece| piece.contains("https://example.org/a?b=c.d")), "{pieces:?}");
}

#[test]
fn marks_stay_with_what_they_stand_on_at_a_cut() {
    assert_eq!(split("一二三四五六。\u{1ab0}七八", 8, utf16), ["一二三四五六。\u{1ab0}", "七八"]);
    assert_eq!(split("one two \u{1920}three", 8, utf16), ["one two", " \u{1920}three"]);
}

fn texts() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        "[a-z]{1,12}[.!?]? ",
        "\n",
        "\n\n",
        "[。！？燕麦]{1,9}",
        "(👩‍👩‍👧|é|e\u{301}|🇩🇪){1,4}",
        "https://a\\.de/[a-z?=.]{1,20} ",
        Just("```".to_owned()),
        any::<String>(),
    ];
    prop::collection::vec(part, 0..30).prop_map(|parts| parts.concat())
}

/// Characters, as Discord has them.
fn characters(text: &str) -> usize {
    text.chars().count()
}

fn address() -> impl Strategy<Value = String> {
    let tail = prop_oneof![Just(""), Just("/"), Just("?a=b&c=d#e"), Just("/a_(b)-c.d"), Just("/%E7%87%95!x?y.z,w")];
    (prop_oneof![Just("https://"), Just("http://"), Just("www.")], "[a-z]{1,12}\\.org", tail)
        .prop_map(|(scheme, host, tail)| format!("{scheme}{host}{tail}"))
}

fn fence() -> impl Strategy<Value = String> {
    "```(rust)?\n([a-z=;。 #/]{0,12}\n){0,4}```"
}

fn hashtag() -> impl Strategy<Value = String> {
    prop_oneof!["#[a-zA-Z0-9_]{1,18}", "#[燕麦拿铁]{1,12}#?", "#caf(e\u{301}|é){1,6}", "＃[燕麦a-z]{1,9}"]
}

fn emoji() -> impl Strategy<Value = String> {
    let known = ["👩‍👩‍👧", "🇩🇪", "👍🏽", "❤️", "1️⃣", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "e\u{301}\u{323}", "한", "\u{1112}\u{1161}\u{11ab}", "नि", "😀"];
    prop::sample::select(known.to_vec()).prop_map(ToOwned::to_owned)
}

/// A part, and whether it is to stay whole.
type Part = (bool, String);

/// Parts that are to stay whole, marked so, among words in both languages. What stands next to one is never what
/// goes on with it: behind a Latin word there is a space, and a hashtag ends in front of a mark.
fn among(whole: impl Strategy<Value = String> + 'static) -> impl Strategy<Value = Vec<Part>> {
    let between = ["，燕麦", "。", " oat milk ", "\n", "\n\n", "（看", "！今天第二杯半价", "? Yes. ", "：", "、这里"];
    let between = prop::sample::select(between.to_vec()).prop_map(|it| (false, it.to_owned()));
    let pair = (whole.prop_map(|it| (true, it)), prop::collection::vec(between, 1..6));
    let parts = |pairs: Vec<(Part, Vec<Part>)>| {
        pairs.into_iter().flat_map(|(whole, between)| std::iter::once(whole).chain(between)).collect()
    };
    prop::collection::vec(pair, 1..12).prop_map(parts)
}

/// The parts that are cut although each is marked to stay whole and fits into a message, by either way of counting.
fn cut_within(parts: &[Part], limit: usize) -> Vec<String> {
    let text: String = parts.iter().map(|(_, part)| part.as_str()).collect();
    let mut cut = Vec::new();
    for measure in [characters as fn(&str) -> usize, utf16] {
        let mut at = 0;
        let pieces = split(&text, limit, measure);
        let cuts = pieces.iter().map(|piece| {
            at += bare(piece).len();
            at
        });
        let cuts: Vec<usize> = cuts.collect();
        let mut begin = 0;
        for (whole, part) in parts {
            let end = begin + bare(part).len();
            if *whole && measure(part) <= limit && cuts.iter().any(|it| begin < *it && *it < end) {
                cut.push(part.clone());
            }
            begin = end;
        }
    }
    cut
}

#[test]
fn an_address_stays_whole_where_chinese_runs_straight_into_it() {
    let pieces = split("今天第二杯半价详情看https://oat.example.org/latte?a=b更多内容请看店里的海报", 36, utf16);
    assert_eq!(pieces, ["今天第二杯半价详情看", "https://oat.example.org/latte?a=b更多内", "容请看店里的海报"]);
}

#[test]
fn an_address_with_chinese_in_it_stays_whole_where_it_fits() {
    let pieces = split("今天看这里https://zh.example.org/wiki/燕麦奶。就知道", 34, utf16);
    assert_eq!(pieces, ["今天看这里", "https://zh.example.org/wiki/燕麦奶。", "就知道"]);
}

#[test]
fn a_latin_word_within_chinese_stays_whole() {
    assert_eq!(split("今天的燕麦latte半价", 8, utf16), ["今天的燕麦", "latte半价"]);
}

proptest! {
    #[test]
    fn every_piece_fits_and_nothing_is_lost(text in texts(), limit in 8_usize..200) {
        for measure in [utf16 as fn(&str) -> usize, |text| text.chars().count(), str::len] {
            let pieces = split(&text, limit, measure);
            prop_assert!(pieces.iter().all(|piece| measure(piece) <= limit && !piece.trim().is_empty()));
            prop_assert_eq!(bare(&pieces.concat()), bare(&text));
        }
    }

    #[test]
    fn no_web_address_is_cut_that_fits(parts in among(address()), limit in 20_usize..120) {
        prop_assert_eq!(cut_within(&parts, limit), Vec::<String>::new());
    }

    #[test]
    fn no_code_between_fences_is_cut_that_fits(parts in among(fence()), limit in 20_usize..120) {
        prop_assert_eq!(cut_within(&parts, limit), Vec::<String>::new());
    }

    #[test]
    fn no_hashtag_is_cut_that_fits(parts in among(hashtag()), limit in 20_usize..120) {
        prop_assert_eq!(cut_within(&parts, limit), Vec::<String>::new());
    }

    #[test]
    fn no_emoji_is_cut_that_fits(parts in among(emoji()), limit in 20_usize..120) {
        prop_assert_eq!(cut_within(&parts, limit), Vec::<String>::new());
    }

    #[test]
    fn no_combined_character_is_cut_that_fits(text in texts(), limit in 40_usize..200) {
        prop_assume!(text.graphemes(true).all(|it| utf16(it) <= limit));
        let whole: Vec<&str> = text.graphemes(true).filter(|it| !it.trim().is_empty()).collect();
        let pieces = split(&text, limit, utf16);
        let cut: Vec<&str> = pieces.iter().flat_map(|it| it.graphemes(true)).filter(|it| !it.trim().is_empty()).collect();
        prop_assert_eq!(cut, whole);
    }
}
