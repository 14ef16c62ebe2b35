//! What a cut must not go through: blocks of code, web addresses, hashtags.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

/// What stands around a block of code.
const FENCE: &str = "```";

/// ASCII characters of a web address besides letters and digits. Source: RFC 3986, 2.2 and 2.3, and `%`.
const IN_ADDRESS: &str = "-._~:/?#[]@!$&'()*+,;=%";

/// Such characters at its end may be the sentence's own.
const BEHIND_ADDRESS: [char; 9] = ['.', ',', ':', ';', '?', '!', '\'', ')', ']'];

/// Where each block of code, web address and hashtag stands, in bytes of `text`; one may lie within another, and none
/// begins in one and ends outside of it. An address is there without the punctuation behind it, with it, and with letters of
/// another script that follow: nobody can tell what belongs to it.
pub(crate) fn within(text: &str) -> Vec<Range<usize>> {
    let addresses = addresses(text);
    let mut all = fences(text);
    all.extend(hashtags(text).filter(|tag| !addresses.iter().any(|it| it.start < tag.start && tag.start < it.end)));
    all.extend(addresses);
    all
}

/// From one ``` to the next; what never closes is none.
fn fences(text: &str) -> Vec<Range<usize>> {
    let marks: Vec<usize> = text.match_indices(FENCE).map(|(at, _)| at).collect();
    marks.chunks_exact(2).map(|pair| pair[0]..pair[1] + FENCE.len()).collect()
}

fn addresses(text: &str) -> Vec<Range<usize>> {
    let schemes = text.match_indices("://").filter_map(|(at, _)| {
        let scheme = text[..at].bytes().rev().take_while(u8::is_ascii_alphabetic).count();
        (scheme > 0).then_some(at - scheme)
    });
    let hosts = text.match_indices("www.").map(|(at, _)| at);
    let is_plain = |it: char| it.is_ascii_alphanumeric() || IN_ADDRESS.contains(it);
    let spans = schemes.chain(hosts).flat_map(|start| {
        let text = &text[start..];
        let length = |belongs: &dyn Fn(char) -> bool| text.find(|it| !belongs(it)).unwrap_or(text.len());
        let plain = length(&is_plain);
        let bare = text[..plain].trim_end_matches(BEHIND_ADDRESS).len();
        let with_letters = length(&|it| is_plain(it) || it.is_alphanumeric());
        [bare, plain, with_letters].map(|length| start..start + length)
    });
    spans.collect()
}

/// `#` and what goes on as a word, with the `#` that ends a topic on Weibo.
fn hashtags(text: &str) -> impl Iterator<Item = Range<usize>> {
    text.match_indices(['#', '＃']).filter_map(|(at, mark)| {
        let name = &text[at + mark.len()..];
        let belongs = |it: &str| it.starts_with(|it: char| it.is_alphanumeric() || it == '_');
        let length = name.graphemes(true).take_while(|it| belongs(it)).map(str::len).sum::<usize>();
        let closing = name[length..].chars().next().filter(|it| ['#', '＃'].contains(it)).map_or(0, char::len_utf8);
        (length > 0).then(|| at..at + mark.len() + length + closing)
    })
}

#[cfg(test)]
mod tests {
    use super::within;

    #[test]
    fn blocks_of_code_addresses_and_hashtags_are_found() {
        let found = |text: &str| {
            let mut found: Vec<String> = within(text).into_iter().map(|it| text[it].to_owned()).collect();
            found.dedup();
            found
        };
        for (text, expected) in [
            ("看https://a.org/b?c=d。好", &["https://a.org/b?c=d"][..]),
            ("https://a.org/燕麦 x", &["https://a.org/", "https://a.org/燕麦"]),
            ("(www.a.org/#b) #c", &["#c", "www.a.org/#b", "www.a.org/#b)"]),
            ("今天#燕麦拿铁#，上新 #oat_milk, C# and 1️⃣", &["#燕麦拿铁#", "#oat_milk"]),
            ("a ```\nlet b;\n``` c ``` d", &["```\nlet b;\n```"]),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }
}
