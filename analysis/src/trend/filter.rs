//! Which items a team wants to hear of.

use regex::{Regex, RegexBuilder};

use crate::Language;
use crate::feed::Item;
use crate::words::{is_han, stem};

/// The largest pattern that is taken, bytes of its compiled form.
const PATTERN_BYTES: usize = 1 << 20;

/// What an item must and must not have. An empty list asks for nothing.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Only items with one of these words or phrases.
    pub include: Vec<String>,
    /// No items with one of these, and none on these muted topics.
    pub exclude: Vec<String>,
    /// Only items that match; in time linear in the text.
    pub pattern: Option<Regex>,
    /// Only items in one of these languages.
    pub languages: Vec<Language>,
    /// No items from these hosts, such as those behind a paywall.
    pub hosts: Vec<String>,
}

/// Reads a pattern as people write it; case does not matter.
///
/// # Errors
/// What is wrong with it.
pub fn read_pattern(pattern: &str) -> Result<Regex, String> {
    let built = RegexBuilder::new(pattern).case_insensitive(true).size_limit(PATTERN_BYTES).build();
    built.map_err(|error| error.to_string().lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned())
}

impl Filter {
    /// Whether a team wants to hear of an item.
    pub fn keeps(&self, item: &Item) -> bool {
        let host = item.link.as_deref().and_then(host_of).unwrap_or_default();
        let is_of = |blocked: &String| host == *blocked || host.ends_with(&format!(".{blocked}"));
        if !host.is_empty() && self.hosts.iter().any(is_of) {
            return false;
        }
        if self.include.is_empty() && self.exclude.is_empty() && self.pattern.is_none() && self.languages.is_empty() {
            return true;
        }
        let text = format!("{}\n{}", item.title, item.text);
        if self.pattern.as_ref().is_some_and(|pattern| !pattern.is_match(&text)) {
            return false;
        }
        if !self.languages.is_empty() && !Language::of(&text).is_some_and(|language| self.languages.contains(&language))
        {
            return false;
        }
        let text = Mentions::of(&text);
        (self.include.is_empty() || self.include.iter().any(|phrase| text.has(phrase)))
            && !self.exclude.iter().any(|phrase| text.has(phrase))
    }
}

fn host_of(link: &str) -> Option<&str> {
    let (_, rest) = link.split_once("://")?;
    let host = rest.split(['/', '?', '#']).next()?.split(':').next()?;
    Some(host.strip_prefix("www.").unwrap_or(host))
}

/// A text in which phrases are looked for, whatever their form.
pub struct Mentions {
    words: String,
    letters: String,
}

impl Mentions {
    /// Of a text.
    pub fn of(text: &str) -> Self {
        let lower = text.to_lowercase();
        let mut words = String::from(" ");
        for word in lower.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()) {
            words.push_str(&stem(word));
            words.push(' ');
        }
        Self { words, letters: lower }
    }

    /// Whether the text has a phrase: its words in a row, or, of a phrase with Han characters, its letters.
    pub fn has(&self, phrase: &str) -> bool {
        let phrase = phrase.trim();
        if phrase.chars().any(is_han) {
            return self.letters.contains(&phrase.to_lowercase());
        }
        let wanted = Self::of(phrase).words;
        wanted.len() > 1 && self.words.contains(&wanted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(title: &str, link: &str) -> Item {
        Item { title: title.to_owned(), link: Some(link.to_owned()), ..Item::default() }
    }

    #[test]
    fn phrases_are_found_in_any_form_and_never_inside_a_word() {
        let text = Mentions::of("OAT-milk prices rise; 燕麦拿铁涨价");
        for phrase in ["oat milk", "Oat Milk price", "prices", "燕麦拿铁", "涨价"] {
            assert!(text.has(phrase), "{phrase}");
        }
        for phrase in ["oat price", "ilk", "rice", "抹茶", "", "!"] {
            assert!(!text.has(phrase), "{phrase}");
        }
    }

    #[test]
    fn each_filter_decides_by_itself() {
        let oat = item("Oat milk prices rise", "https://www.news.example/1");
        let tea = item("抹茶又回来了", "https://paid.example/2");
        let keeps = |filter: Filter| (filter.keeps(&oat), filter.keeps(&tea));
        let list = |text: &str| vec![text.to_owned()];
        assert_eq!(keeps(Filter::default()), (true, true));
        assert_eq!(keeps(Filter { include: list("oat"), ..Filter::default() }), (true, false));
        assert_eq!(keeps(Filter { exclude: list("price"), ..Filter::default() }), (false, true));
        assert_eq!(keeps(Filter { languages: vec![Language::Chinese], ..Filter::default() }), (false, true));
        assert_eq!(keeps(Filter { hosts: list("paid.example"), ..Filter::default() }), (true, false));
        assert_eq!(keeps(Filter { hosts: list("news.example"), ..Filter::default() }), (false, true));
        assert_eq!(keeps(Filter { hosts: list("ews.example"), ..Filter::default() }), (true, true));
        let pattern = read_pattern("^oat .* rise").ok();
        assert_eq!(keeps(Filter { pattern, ..Filter::default() }), (true, false));
    }

    #[test]
    fn a_pattern_that_is_wrong_or_huge_is_refused() {
        assert_eq!(read_pattern("oat(").err().as_deref(), Some("unclosed group"));
        assert!(read_pattern("(((a{1000}){1000}){1000})").is_err());
        assert!(read_pattern("(a+)+$").is_ok());
    }
}
