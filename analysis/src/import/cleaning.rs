//! Noise in texts of files: markup, tracking parameters, invisible characters.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use crate::clean;

/// What was taken out of a text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Noise {
    /// Tags and entities of HTML.
    pub markup: bool,
    /// Parameters of links that only follow the reader.
    pub tracking: bool,
    /// Characters that nobody sees.
    pub invisible: bool,
    /// Characters that the wrong encoding has destroyed.
    pub destroyed: bool,
}

static TAG: LazyLock<Regex> = LazyLock::new(|| {
    let names = "a|abbr|article|b|big|blockquote|body|br|center|code|del|div|em|font|footer|h[1-6]|head|header|hr|html|i|img|ins|label|li|link|main|mark|meta|nav|ol|p|pre|s|section|small|span|strong|strike|style|script|sub|sup|svg|table|tbody|td|th|thead|tr|tt|u|ul|video|iframe";
    Regex::new(&format!(r"(?is)<!--.*?-->|</?(?P<name>{names})(?:\s[^<>]*)?/?>")).expect("the pattern is constant")
});
static HIDDEN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?is)<style\b[^<>]*>.*?</style\s*>|<script\b[^<>]*>.*?</script\s*>").expect("the pattern is constant")
});
static ENTITY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)&(?:(amp|copy|reg|trade|euro|times|middot|lt|gt|quot|apos|nbsp|hellip|mdash|ndash|rsquo|lsquo|rdquo|ldquo)|#(\d{1,7})|#x([0-9a-f]{1,6}));",
    )
    .expect("the pattern is constant")
});
static LINK: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"https?://[^\s<>"“”，。、；！？（）【】]+"#).expect("the pattern is constant"));
static BLANKS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"[ \t\u{A0}\u{3000}]+").expect("the pattern is constant"));

/// A text without noise: markup becomes plain text, links lose what follows the reader, invisible characters go, white
/// space is single. Cleaning what is clean changes nothing.
pub fn cleaned_text(text: &str) -> (String, Noise) {
    if is_plain(text) {
        return (text.to_string(), Noise::default());
    }
    let mut noise = Noise { destroyed: text.contains('\u{FFFD}'), ..Noise::default() };
    let mut text = text.to_string();
    // What was escaped twice is markup after the first step.
    loop {
        let plain = without_markup(&text);
        let followed = without_tracking(&plain);
        let visible: String = clean(&followed).text.chars().filter(|c| *c != '\u{AD}').collect();
        noise.markup |= plain != text;
        noise.tracking |= followed != plain;
        noise.invisible |= visible.replace('\r', "") != followed.replace('\r', "") && !followed.contains('\u{FFFD}');
        let next = spaced(&visible);
        if next == text {
            return (next, noise);
        }
        text = next;
    }
}

/// Whether a text is a number or a few words, as most cells are, in which there is nothing to clean.
fn is_plain(text: &str) -> bool {
    let is_quiet = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b' ' | b'.' | b',' | b'%' | b'-' | b'_');
    text.bytes().all(is_quiet) && !text.contains("  ") && !text.starts_with(' ') && !text.ends_with(' ')
}

fn without_markup(text: &str) -> String {
    if !text.contains(['<', '&']) {
        return text.to_string();
    }
    let text = HIDDEN.replace_all(text, "");
    let text = TAG.replace_all(&text, |tag: &Captures<'_>| {
        let name = tag.name("name").map_or("", |name| name.as_str()).to_lowercase();
        match name.as_str() {
            "br" | "p" | "div" | "li" | "tr" | "hr" | "blockquote" => "\n",
            name if name.starts_with('h') && name.len() == 2 => "\n",
            _ => "",
        }
    });
    let text = ENTITY.replace_all(&text, |entity: &Captures<'_>| {
        let named = entity.get(1).and_then(|name| {
            Some(match name.as_str().to_lowercase().as_str() {
                "amp" => '&',
                "copy" => '©',
                "reg" => '®',
                "trade" => '™',
                "euro" => '€',
                "times" => '×',
                "middot" => '·',
                "lt" => '<',
                "gt" => '>',
                "quot" => '"',
                "apos" => '\'',
                "nbsp" => ' ',
                "hellip" => '…',
                "mdash" => '—',
                "ndash" => '–',
                "rsquo" => '’',
                "lsquo" => '‘',
                "rdquo" => '”',
                "ldquo" => '“',
                _ => return None,
            })
        });
        let decimal = entity.get(2).and_then(|digits| digits.as_str().parse().ok());
        let code = decimal.or_else(|| entity.get(3).and_then(|digits| u32::from_str_radix(digits.as_str(), 16).ok()));
        let letter = named.or_else(|| code.and_then(char::from_u32)).unwrap_or(' ');
        letter.to_string()
    });
    text.into_owned()
}

/// Whether a link's parameter only says where its reader came from.
fn follows(parameter: &str) -> bool {
    const KNOWN: [&str; 30] = [
        "fbclid",
        "gclid",
        "gbraid",
        "wbraid",
        "dclid",
        "msclkid",
        "ttclid",
        "twclid",
        "li_fat_id",
        "yclid",
        "igshid",
        "igsh",
        "mc_cid",
        "mc_eid",
        "_hsenc",
        "_hsmi",
        "mkt_tok",
        "vero_id",
        "ref_src",
        "ref_url",
        "spm",
        "scm",
        "xsec_token",
        "xsec_source",
        "share_from_user_hidden",
        "shareRedId",
        "apptime",
        "xhsshare",
        "share_id",
        "epik",
    ];
    let name = parameter.split('=').next().unwrap_or_default();
    name.to_lowercase().starts_with("utm_") || KNOWN.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// A text whose links have lost the parameters that follow their readers.
pub fn without_tracking(text: &str) -> String {
    if !text.contains("://") {
        return text.to_string();
    }
    let replaced = LINK.replace_all(text, |link: &Captures<'_>| {
        let link = link.get(0).map_or("", |link| link.as_str());
        let (before, fragment) = link.split_once('#').map_or((link, None), |(link, part)| (link, Some(part)));
        let Some((address, query)) = before.split_once('?') else { return link.to_string() };
        let kept: Vec<&str> = query.split('&').filter(|parameter| !follows(parameter)).collect();
        let query = if kept.is_empty() { String::new() } else { format!("?{}", kept.join("&")) };
        let fragment = fragment.map(|part| format!("#{part}")).unwrap_or_default();
        // A sentence's end is no part of what followed the reader.
        let end = if kept.is_empty() && fragment.is_empty() {
            link.chars().last().filter(|c| matches!(c, '.' | ',' | '!' | ';' | ')')).map(String::from)
        } else {
            None
        };
        format!("{address}{query}{fragment}{}", end.unwrap_or_default())
    });
    replaced.into_owned()
}

/// Blanks are single, lines trimmed, empty lines single.
fn spaced(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut lines: Vec<String> = Vec::new();
    for line in text.split('\n') {
        let line = BLANKS.replace_all(line, " ").trim().to_string();
        if !line.is_empty() || lines.last().is_some_and(|last| !last.is_empty()) {
            lines.push(line);
        }
    }
    lines.join("\n").trim().to_string()
}

/// A text without the hashtags at its end, and all of its hashtags without '#'. Tags inside a sentence are words of it
/// and stay.
pub(super) fn hashtags(text: &str) -> (String, Vec<String>) {
    // 小红书 writes #燕麦拿铁[话题]#
    let text = text.replace("[话题]#", " ").replace("[话题]", " ");
    let bare = |tag: &String| tag.trim_matches(['#', '＃']).to_string();
    // A link's "#section" is a place in a page, and "#1" a number.
    let is_number = |tag: &str| tag.chars().all(|c| c.is_numeric());
    let words = LINK.replace_all(&text, " ");
    let tags = crate::hashtags_in(&words).iter().map(bare).filter(|tag| !tag.is_empty() && !is_number(tag)).collect();
    let mut end = text.trim_end();
    loop {
        let word_start = end.rfind(|c: char| c.is_whitespace()).map_or(0, |at| at + 1);
        let word_start = (word_start..=end.len()).find(|at| end.is_char_boundary(*at)).unwrap_or(end.len());
        let word = end.get(word_start..).unwrap_or_default();
        // "#a#b" and "早安#咖啡" end in tags, too.
        let tag_start = word.find(['#', '＃']).map(|at| word_start + at);
        let Some(start) = tag_start else { break };
        let tail = end.get(start..).unwrap_or_default();
        if word.contains("://") || tail.split(['#', '＃']).skip(1).all(is_number) {
            break;
        }
        if !crate::without_hashtags(tail).trim_matches(['#', '＃', ' ']).is_empty() || tail.chars().count() < 2 {
            break;
        }
        let before = end.get(..start).unwrap_or_default();
        end = before.trim_end();
    }
    (spaced(end), tags)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{cleaned_text, hashtags, without_tracking};

    #[test]
    fn markup_becomes_plain_text_and_what_only_looks_like_it_stays() {
        let cleaned = |text| cleaned_text(text).0;
        assert_eq!(cleaned("<p>Oat &amp; <b>milk</b></p><p>at 8<br/>or 9</p>"), "Oat & milk\n\nat 8\nor 9");
        assert_eq!(cleaned("We <3 oats, 1 < 2 > 0, <name>"), "We <3 oats, 1 < 2 > 0, <name>");
        assert_eq!(cleaned("<style>p{}</style>Oat&nbsp;milk &#9749; &#x1F600;"), "Oat milk ☕ 😀");
        assert_eq!(cleaned("&amp;lt;b&amp;gt;twice&amp;lt;/b&amp;gt;"), "twice");
        assert_eq!(cleaned("o\u{200B}at\u{AD}s \u{FEFF}👩‍🍳"), "oats 👩‍🍳");
    }

    #[test]
    fn links_lose_what_follows_their_readers_and_nothing_else() {
        assert_eq!(
            without_tracking(
                "see https://a.example/x?utm_source=ig&id=7&fbclid=abc#top, and https://b.example/?utm_medium=x."
            ),
            "see https://a.example/x?id=7#top, and https://b.example/."
        );
        assert_eq!(without_tracking("https://a.example/x?id=7"), "https://a.example/x?id=7");
    }

    #[test]
    fn hashtags_at_the_end_leave_the_text_and_those_inside_stay() {
        let split = |text| {
            let (text, tags) = hashtags(text);
            format!("{text} | {}", tags.join(" "))
        };
        assert_eq!(split("We love #coffee today\n#OatLatte #Slow"), "We love #coffee today | coffee OatLatte Slow");
        assert_eq!(split("早安 #咖啡# #拿铁"), "早安 | 咖啡 拿铁");
        assert_eq!(split("周一快乐 #燕麦拿铁[话题]# #咖啡[话题]#"), "周一快乐 | 燕麦拿铁 咖啡");
        assert_eq!(split("Number #1 of all"), "Number #1 of all | ");
        assert_eq!(split("Order #1 of oats #42"), "Order #1 of oats #42 | ");
        assert_eq!(split("Read https://a.example/page#section"), "Read https://a.example/page#section | ");
        assert_eq!(split("https://a.example/p#part and #Oat today"), "https://a.example/p#part and #Oat today | Oat");
        assert_eq!(split("#only"), " | only");
        assert_eq!(split("C# and #"), "C# and # | ");
    }

    proptest! {
        #[test]
        fn cleaning_twice_is_cleaning_once(text in "([a-z&<>;#/ \u{200B}\r\n?=.]|&lt;|&amp;|<b>|utm_x=|https://a.b/\\?){0,40}") {
            let once = cleaned_text(&text).0;
            let (twice, noise) = cleaned_text(&once);
            prop_assert_eq!(&twice, &once);
            prop_assert!(!noise.markup && !noise.tracking && !noise.invisible, "{noise:?}");
        }

        #[test]
        fn no_text_panics(text in "\\PC{0,40}|[#＃a早 \n]{0,20}") {
            let (cleaned, _) = cleaned_text(&text);
            let _ = hashtags(&cleaned);
        }
    }
}
