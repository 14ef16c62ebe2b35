//! Cuts a text into pieces that a platform takes.

use unicode_segmentation::UnicodeSegmentation;

/// A preferred cut must leave at least a third of the room used, so that no piece is a lone line.
const LEAST_SHARE: usize = 3;

/// Cuts `text` into pieces of which each measures at most `limit`, in the platform's own way of counting; at paragraphs if
/// possible, else at lines, sentences, words. Fenced code, links and combined characters are cut only if one alone is over
/// the limit. White space at a cut is dropped, nothing else.
///
/// `measure` must not shrink as a text grows, and give at least 1 for each character; `limit` is at least 8.
#[must_use]
pub fn split(text: &str, limit: usize, measure: impl Fn(&str) -> usize) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut rest = text.trim_end();
    while !rest.trim().is_empty() {
        let cut = if measure(rest) <= limit { rest.len() } else { cut(rest, longest(rest, limit, &measure)) };
        let (piece, after) = rest.split_at(cut);
        if !piece.trim().is_empty() {
            pieces.push(piece.trim_end().to_owned());
        }
        // Spaces that indent a line stay; those that stood at the cut go. One that carries a mark is no white space.
        let spaces = after.graphemes(true).take_while(|it| *it == " ").count();
        rest = after[spaces..].trim_start_matches(['\n', '\r']);
    }
    pieces
}

/// The longest beginning that fits and ends between two combined characters, in bytes; never 0.
fn longest(text: &str, limit: usize, measure: impl Fn(&str) -> usize) -> usize {
    let fits =
        |ends: &[usize]| ends.partition_point(|end| measure(&text[..*end]) <= limit).checked_sub(1).map(|at| ends[at]);
    let whole: Vec<usize> = text.grapheme_indices(true).map(|(at, it)| at + it.len()).take(limit).collect();
    let parts = || text.char_indices().map(|(at, it)| at + it.len_utf8()).take(limit).collect::<Vec<_>>();
    let first = text.chars().next().map_or(1, char::len_utf8);
    fits(&whole).or_else(|| fits(&parts())).unwrap_or(first)
}

/// Where to cut a text of which the first `room` bytes fit.
fn cut(text: &str, room: usize) -> usize {
    let fences = fences(text);
    let free = |at: usize| !fences.iter().any(|(begin, end)| *begin < at && at < *end);
    let enough = room / LEAST_SHARE;
    let last = |class: fn(&str, usize) -> bool, least: usize| {
        let head = &text[..room];
        let mut ends = head.grapheme_indices(true).map(|(at, _)| at).chain([room]).filter(|at| *at > 0);
        ends.rfind(|at| *at > least && class(text, *at) && free(*at))
    };
    // A fence that begins late goes to the next piece whole.
    last(after_paragraph, enough)
        .or_else(|| last(after_line, enough))
        .or_else(|| last(after_sentence, enough))
        .or_else(|| last(after_word, 0))
        .or_else(|| text[..room].rfind('\n').filter(|at| *at > 0))
        .unwrap_or(room)
}

fn after_paragraph(text: &str, at: usize) -> bool {
    text[..at].ends_with('\n') && text[at..].starts_with('\n') || text[..at].ends_with("\n\n")
}

fn after_line(text: &str, at: usize) -> bool {
    text[..at].ends_with('\n') || text[at..].starts_with('\n')
}

fn after_sentence(text: &str, at: usize) -> bool {
    let before = text[..at].chars().next_back();
    let next = text[at..].chars().next();
    match before {
        Some('.' | '!' | '?' | '…') => next.is_some_and(char::is_whitespace),
        Some('。' | '！' | '？') => !matches!(next, Some('。' | '！' | '？' | '”' | '」' | '』' | '）')),
        _ => false,
    }
}

fn after_word(text: &str, at: usize) -> bool {
    text[at..].starts_with(char::is_whitespace) && !text[..at].ends_with(char::is_whitespace)
}

/// Begin and end of each block of code between ``` marks, in bytes; one that never closes is none.
fn fences(text: &str) -> Vec<(usize, usize)> {
    let marks: Vec<usize> = text.match_indices("```").map(|(at, _)| at).collect();
    marks.chunks_exact(2).map(|pair| (pair[0], pair[1] + 3)).collect()
}

#[cfg(test)]
mod tests {
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
        let text =
            "Some words before it all\n```\nlet a = 1;\n\nlet b = 2;\n```\nand https://example.org/a?b=c.d after";
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
        fn no_combined_character_is_cut_that_fits(text in texts(), limit in 40_usize..200) {
            prop_assume!(text.graphemes(true).all(|it| utf16(it) <= limit));
            let whole: Vec<&str> = text.graphemes(true).filter(|it| !it.trim().is_empty()).collect();
            let pieces = split(&text, limit, utf16);
            let cut: Vec<&str> = pieces.iter().flat_map(|it| it.graphemes(true)).filter(|it| !it.trim().is_empty()).collect();
            prop_assert_eq!(cut, whole);
        }
    }
}
