//! What X makes a link of, which counts 23 however long it is: the rules of twitter-text.
//!
//! With a scheme the host may have letters of any script; without one only its Latin part is a link. The last label has to be
//! a top-level domain, and no label longer than 63 characters in the form that the domain name system has.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

static TOP_LEVEL: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    let lines = include_str!("data/top_level_domains.txt").lines().filter(|line| !line.starts_with('#'));
    lines.flat_map(str::split_whitespace).collect()
});
static SCHEME: LazyLock<Regex> = LazyLock::new(|| regex("(?i)https?://"));
/// Everything that may stand in a host.
static HOST: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"[^!'#%&()*+,\\/:;<=>?@\[\]^{|}~$\s\x{180E}\x{202A}-\x{202E}\x{061C}\x{200E}\x{200F}\x{2066}-\x{2069}\x{FFFE}\x{FFFF}\x{FEFF}]+",
    )
});
/// What may follow a host.
static REST: LazyLock<Regex> = LazyLock::new(|| {
    let letters = r"a-z0-9\x{400}-\x{4FF}\x{C0}-\x{D6}\x{D8}-\x{F6}\x{F8}-\x{24F}\x{253}\x{254}\x{256}\x{257}\x{259}\x{25B}\x{263}\x{268}\x{26F}\x{272}\x{289}\x{28B}\x{2BB}\x{300}-\x{36F}\x{1E00}-\x{1EFF}";
    let general = format!(r"[{letters}!*';:=+,.$/%#\[\]\-\x{{2013}}_~@|&]");
    let balanced = format!(r"\((?:{general}+|(?:{general}*\({general}+\){general}*))\)");
    let ending = format!(r"(?:[+\-{letters}=_#/]|{balanced})");
    let path = format!(r"/(?:{general}*(?:{balanced}{general}*)*{ending}|@{general}+/)*");
    let query = r"\?[a-z0-9!?*'@();:&=+$/%#\[\]\-_.,~|]*[a-z0-9\-_&=#/]";
    regex(&format!("(?i)^(?::[0-9]+)?(?P<path>{path})?(?:{query})?"))
});

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the patterns are constant and tested")
}

/// A longer link is none.
const LONGEST: usize = 4096;
/// A longer label is in no domain name.
const LONGEST_LABEL: usize = 63;

/// The bytes of what X makes links of, in order.
pub(super) fn x_links(text: &str) -> Vec<Range<usize>> {
    if !text.contains('.') {
        return Vec::new();
    }
    let mut links = with_scheme(text);
    let bare = without_scheme(text, &links);
    if !bare.is_empty() {
        links.extend(bare);
        links.sort_by_key(|link| link.start);
        // What stands in a link's path is none of its own, whatever it begins with.
        let mut end = 0;
        links.retain(|link| {
            let is_free = link.start >= end;
            end = end.max(link.end);
            is_free
        });
    }
    links
}

/// Links with a scheme.
fn with_scheme(text: &str) -> Vec<Range<usize>> {
    let mut links: Vec<Range<usize>> = Vec::new();
    for scheme in SCHEME.find_iter(text) {
        // What stands in a link's path is none of its own.
        let is_inside = links.last().is_some_and(|link| scheme.start() < link.end);
        if is_inside || before(text, scheme.start()).is_some_and(joins) {
            continue;
        }
        let host = text.get(scheme.end()..).and_then(|rest| HOST.find(rest)).filter(|host| host.start() == 0);
        let Some(length) = host.and_then(|host| host_with_scheme(host.as_str())) else { continue };
        let end = scheme.end() + length;
        let end = end + rest(text, end);
        if end - scheme.start() <= LONGEST {
            links.push(scheme.start()..end);
        }
    }
    links
}

/// Links without a scheme, outside `links`.
fn without_scheme(text: &str, links: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut begin = 0;
    // What stands between the links, and behind them.
    for link in links.iter().cloned().chain(std::iter::once(text.len()..text.len())) {
        for host in HOST.find_iter(text.get(begin..link.start).unwrap_or_default()) {
            let start = begin + host.start();
            let is_inside = found.last().is_some_and(|link| start < link.end);
            // The path of a link ends where letters begin that it can't have: they are no part of it.
            let is_joined = start > begin && before(text, start).is_some_and(|c| c == '/' || joins(c));
            if is_inside || is_joined {
                continue;
            }
            let mut bare = bare_hosts(host.as_str());
            bare.iter_mut().for_each(|range| *range = start + range.start..start + range.end);
            // Only the last one may have a path.
            if let Some(last) = bare.last_mut().filter(|last| last.end == begin + host.end()) {
                last.end += rest(text, last.end);
            }
            found.extend(bare);
        }
        begin = link.end;
    }
    found
}

fn before(text: &str, at: usize) -> Option<char> {
    text.get(..at).and_then(|before| before.chars().next_back())
}

/// Whether a character makes what follows a part of a word, a tag or a mention.
fn joins(c: char) -> bool {
    c.is_ascii_alphanumeric() || "@＠$#＃".contains(c)
}

/// The bytes of port, path and query at `at`.
fn rest(text: &str, at: usize) -> usize {
    text.get(at..).and_then(|after| REST.find(after)).map_or(0, |found| found.len())
}

/// The length of the longest host that `run` begins with.
fn host_with_scheme(run: &str) -> Option<usize> {
    ends(run).into_iter().rev().find(|&end| {
        let host = run.get(..end).unwrap_or_default();
        let labels: Vec<&str> = host.split('.').collect();
        let last = labels.len().saturating_sub(2);
        let sound = |(place, label): (usize, &&str)| {
            let edge = |c: Option<char>| c.is_some_and(|c| c != '-' && c != '_');
            // Only in front of the domain itself an underscore may stand.
            edge(label.chars().next()) && edge(label.chars().next_back()) && (place < last || !label.contains('_'))
        };
        labels.iter().enumerate().all(sound) && is_short_enough(host)
    })
}

/// Where top-level domains end in `run`.
fn ends(run: &str) -> Vec<usize> {
    let after_dot = run.match_indices('.').map(|(at, _)| at + 1);
    after_dot.filter_map(|begin| Some(begin + top_level(run.get(begin..)?)?)).collect()
}

/// The length of the top-level domain that a text begins with, if what follows is not a part of the word.
fn top_level(text: &str) -> Option<usize> {
    let latin = text.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'-').count();
    if latin > 0 {
        let word = text.get(..latin)?.to_ascii_lowercase();
        return (TOP_LEVEL.contains(word.as_str()) || word.starts_with("xn--")).then_some(latin);
    }
    let borders = text.char_indices().map(|(at, c)| at + c.len_utf8()).take(16);
    let is_one = |&end: &usize| {
        let next = text.as_bytes().get(end);
        TOP_LEVEL.contains(text.get(..end).unwrap_or_default()) && !next.is_some_and(u8::is_ascii_alphanumeric)
    };
    borders.filter(is_one).last()
}

fn is_short_enough(host: &str) -> bool {
    if host.is_ascii() {
        return host.split('.').all(|label| label.len() <= LONGEST_LABEL);
    }
    // A label of so many letters of another script is too long in any case, and costs much to encode.
    if host.split('.').any(|label| label.len() > LONGEST_LABEL * 4) {
        return false;
    }
    url::Host::parse(host).is_ok_and(|host| host.to_string().split('.').all(|label| label.len() <= LONGEST_LABEL))
}

/// The Latin hosts in a run without a scheme: "です。example.com中国" has example.com.
fn bare_hosts(run: &str) -> Vec<Range<usize>> {
    let is_latin = |c: char| c.is_ascii_alphanumeric() || c == '-' || matches!(c, '\u{C0}'..='\u{24F}');
    let mut hosts: Vec<Range<usize>> = Vec::new();
    let ends = ends(run);
    for (place, &end) in ends.iter().enumerate() {
        let before = run.get(..end).unwrap_or_default();
        let start = before.rfind(|c| !is_latin(c) && c != '.').map_or(0, |at| at + char_at(before, at));
        let skipped = before.get(start..).map_or(0, |host| host.len() - host.trim_start_matches(['.', '-']).len());
        let start = start + skipped;
        let host = before.get(start..).unwrap_or_default();
        // Of "a.co.uk" the whole: the next end belongs to the same host.
        let next = ends.get(place + 1).and_then(|&next| run.get(end..next));
        let goes_on = next.is_some_and(|between| between.chars().all(|c| is_latin(c) || c == '.'));
        let joined = run.get(..start).is_some_and(|before| before.ends_with('_'));
        let sound = host.split('.').count() > 1
            && host.split('.').all(|label| !label.is_empty() && !label.starts_with('-') && !label.ends_with('-'));
        if !goes_on && !joined && sound && is_short_enough(host) {
            hosts.push(start..end);
        }
    }
    hosts
}

/// The bytes of the character at `at`.
fn char_at(text: &str, at: usize) -> usize {
    text.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8)
}

#[cfg(test)]
mod tests {
    use super::x_links;

    fn found(text: &str) -> Vec<&str> {
        x_links(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn links_end_where_x_ends_them() {
        assert_eq!(found("See https://a.com/menu, or a.co.uk!"), ["https://a.com/menu", "a.co.uk"]);
        assert_eq!(
            found("http://twitter.com/これは日本語です。example.com中国語"),
            ["http://twitter.com/", "example.com"]
        );
        assert_eq!(found("看这里：https://morningbarn.example/夏天，好"), ["https://morningbarn.example/"]);
        assert_eq!(
            found("(https://en.wikipedia.org/wiki/Latte_(coffee))."),
            ["https://en.wikipedia.org/wiki/Latte_(coffee)"]
        );
        assert_eq!(found("https://a.com/?q=x&b=1."), ["https://a.com/?q=x&b=1"]);
    }

    #[test]
    fn what_is_no_domain_is_no_link() {
        for text in [
            "Done.Now",
            "e.g. this",
            "3.5 l",
            "file.txt",
            "#a.com",
            "@a.com",
            "me@a.com",
            "http://a_b.com",
            "http://-a.com",
        ] {
            let expected: &[&str] = if text == "Done.Now" { &["Done.Now"] } else { &[] };
            assert_eq!(found(text), expected, "{text}");
        }
    }

    #[test]
    fn a_link_in_the_path_of_one_without_a_scheme_is_a_part_of_it() {
        let links = |text: &'static str| x_links(text).into_iter().map(|it| &text[it]).collect::<Vec<_>>();
        assert_eq!(links("see a.co.uk/http://b.com now"), ["a.co.uk/http://b.com"]);
        assert_eq!(links("see a.co.uk/ http://b.com now"), ["a.co.uk/", "http://b.com"]);
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]
        #[test]
        fn links_lie_on_borders_of_characters_in_order(text in "(?:.{0,12}|https?://|[a-z中é_-]{1,6}|\\.|com|\\.co\\.uk|中国|/|\\?|[()]){0,12}") {
            let mut end = 0;
            for range in x_links(&text) {
                proptest::prop_assert!(text.get(range.clone()).is_some() && range.start >= end && range.start < range.end);
                end = range.end;
            }
        }
    }
}
