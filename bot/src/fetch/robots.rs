//! robots.txt (RFC 9309): which pages a site lets programs read.

/// As the site's rules name us.
pub(super) const AGENT: &str = "copydesk";
/// What is read of the file, bytes; RFC 9309 asks for at least as much.
const READ: usize = 512 * 1024;
/// Rules beyond these are not looked at.
const MOST_RULES: usize = 5_000;

/// The rules that hold for us.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Robots {
    rules: Vec<Rule>,
    closed: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Rule {
    allows: bool,
    pattern: String,
}

impl Robots {
    /// Nothing may be read: what RFC 9309 asks for while a site cannot say.
    pub(super) fn closed() -> Self {
        Self { rules: Vec::new(), closed: true }
    }

    /// Reads the groups that name us, or else those for everybody.
    pub(super) fn parse(bytes: &[u8]) -> Self {
        let text = String::from_utf8_lossy(bytes.get(..READ).unwrap_or(bytes));
        let (mut ours, mut everybodys) = (Vec::new(), Vec::new());
        let (mut names_us, mut names_all, mut is_named) = (false, false, false);
        let mut in_names = false;
        for line in text.trim_start_matches('\u{feff}').lines() {
            let line = line.split('#').next().unwrap_or_default();
            let Some((name, value)) = line.split_once(':') else { continue };
            let (name, value) = (name.trim().to_ascii_lowercase(), value.trim());
            match name.as_str() {
                "user-agent" => {
                    if !in_names {
                        (names_us, names_all) = (false, false);
                    }
                    in_names = true;
                    // "Copydesk/1.0" is meant for us, too.
                    let product = value.split(['/', ' ']).next().unwrap_or_default();
                    names_us |= product.eq_ignore_ascii_case(AGENT);
                    names_all |= product == "*";
                    is_named |= names_us;
                }
                "allow" | "disallow" => {
                    in_names = false;
                    let rule = Rule { allows: name == "allow", pattern: value.to_owned() };
                    // An empty rule says nothing.
                    if !value.is_empty() && ours.len() + everybodys.len() < MOST_RULES {
                        if names_us {
                            ours.push(rule.clone());
                        }
                        if names_all {
                            everybodys.push(rule);
                        }
                    }
                }
                _ => in_names = in_names && name != "sitemap",
            }
        }
        Self { rules: if is_named { ours } else { everybodys }, closed: false }
    }

    /// Whether a path, with its query, may be read: the longest rule that matches says so, and `allow` where two are equal.
    pub(super) fn allows(&self, path: &str) -> bool {
        let matching = self.rules.iter().filter(|rule| matches(&rule.pattern, path));
        let strongest = matching.max_by_key(|rule| (rule.pattern.len(), rule.allows));
        !self.closed && strongest.is_none_or(|rule| rule.allows)
    }
}

/// Whether a path begins like the pattern; `*` is anything, `$` at its end is the path's end. Linear in both.
fn matches(pattern: &str, path: &str) -> bool {
    let (pattern, to_end) = pattern.strip_suffix('$').map_or((pattern, false), |pattern| (pattern, true));
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| path.strip_prefix(first)) else { return false };
    let mut last_is_star = false;
    let mut parts = parts.peekable();
    while let Some(part) = parts.next() {
        if to_end && parts.peek().is_none() {
            return rest.ends_with(part);
        }
        let Some(at) = rest.find(part) else { return false };
        rest = rest.get(at + part.len()..).unwrap_or_default();
        last_is_star = part.is_empty();
    }
    !to_end || last_is_star || rest.is_empty()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn allows(robots: &str, path: &str) -> bool {
        Robots::parse(robots.as_bytes()).allows(path)
    }

    #[test]
    fn the_longest_rule_that_matches_decides() {
        let robots = "User-agent: *\nDisallow: /news\nAllow: /news/today\nDisallow: /*.pdf$\nDisallow: /q*z";
        for (path, allowed) in [
            ("/", true),
            ("/news", false),
            ("/newsletter", false),
            ("/news/today/1", true),
            ("/about.pdf", false),
            ("/about.pdf?x", true),
            ("/q/x/z", false),
            ("/q/x/y", true),
        ] {
            assert_eq!(allows(robots, path), allowed, "{path}");
        }
        assert!(allows("User-agent: *\nDisallow: /page\nAllow: /page", "/page"));
        assert!(!allows("User-agent: *\nDisallow: /", "/"));
        assert!(allows("User-agent: *\nDisallow:", "/"));
        assert!(allows("", "/"));
    }

    #[test]
    fn the_group_that_names_us_stands_over_everybodys() {
        let robots = "user-agent: other\nuser-agent: CopyDesk # we\ndisallow: /ours\n\nUser-Agent: *\nDisallow: /\n";
        assert!(allows(robots, "/news"));
        assert!(!allows(robots, "/ours/x"));
        let nothing_for_us = "User-agent: copydesk\nDisallow:\n\nUser-agent: *\nDisallow: /";
        assert!(allows(nothing_for_us, "/news"));
        assert!(allows("User-agent: other\nDisallow: /", "/news"));
    }

    #[test]
    fn a_site_that_cannot_say_is_not_read() {
        assert!(!Robots::closed().allows("/"));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn any_text_is_read(text in any::<String>(), path in any::<String>(), pattern in "[a*$]{0,8}") {
            let _answer = allows(&text, &path);
            let _rule = allows(&format!("User-agent: *\nDisallow: {pattern}"), &path);
        }
    }
}
