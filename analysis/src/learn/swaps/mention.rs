//! What a text names: people by their given names, places, and words for women and for men.

use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

use super::replacing::is_pronoun;
use crate::names::people_in;
use crate::review::is_common_word;
use crate::words::{is_han, word_places};
use crate::{Language, Platform};

/// What people take a name to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gender {
    Woman,
    Man,
}

/// Something that a text names, as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Named {
    Person(String),
    Place(String),
    /// A word for women or men, in lower case.
    Gendered(String),
}

impl Named {
    pub(super) fn word(&self) -> &str {
        match self {
            Self::Person(word) | Self::Place(word) | Self::Gendered(word) => word,
        }
    }
}

/// Words for women and the same for men, form by form.
pub(super) struct Line {
    pub(super) women: Vec<&'static str>,
    pub(super) men: Vec<&'static str>,
}

pub(super) static LINES: LazyLock<Vec<Line>> = LazyLock::new(|| {
    let lines = include_str!("gendered.txt").lines().filter(|line| !line.starts_with('#'));
    let of = |forms: &'static str| forms.split_whitespace().collect();
    lines.filter_map(|line| line.split_once('=')).map(|(women, men)| Line { women: of(women), men: of(men) }).collect()
});
/// Every form of these.
static FORMS: LazyLock<BTreeSet<&str>> =
    LazyLock::new(|| LINES.iter().flat_map(|line| line.women.iter().chain(&line.men)).copied().collect());
static GIVEN: LazyLock<Vec<(&str, Vec<String>)>> = LazyLock::new(|| sections(include_str!("given.txt")));
static PLACES: LazyLock<Vec<(&str, Vec<String>)>> = LazyLock::new(|| sections(include_str!("places.txt")));
static PEOPLE_BY_NAME: LazyLock<HashMap<String, (&str, &str)>> = LazyLock::new(|| by_name(&GIVEN));
static PLACES_BY_NAME: LazyLock<HashMap<String, (&str, &str)>> = LazyLock::new(|| by_name(&PLACES));

/// The longest name of a place, in words.
const MOST_WORDS: usize = 4;
/// A name that is written small is one of at least so many letters.
const LEAST_SMALL: usize = 4;
/// What stands before a place rather than before a person.
const BEFORE_PLACES: [&str; 10] =
    ["in", "near", "across", "throughout", "around", "outside", "downtown", "from", "to", "at"];

/// Parts of a land, which are places of no list.
const DIRECTIONS: [&str; 18] = [
    "north", "south", "east", "west", "northern", "southern", "eastern", "western", "北边", "南边", "东边", "西边",
    "北方", "南方", "东部", "西部", "北部", "南部",
];

/// The words of a file by its headings in brackets.
fn sections(file: &'static str) -> Vec<(&'static str, Vec<String>)> {
    let mut found: Vec<(&str, Vec<String>)> = Vec::new();
    for line in file.lines().filter(|line| !line.starts_with('#')) {
        match line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            Some(name) => found.push((name, Vec::new())),
            None => {
                let words = line.split_whitespace().map(|word| word.replace('_', " "));
                found.last_mut().into_iter().for_each(|(_, all)| all.extend(words.clone()));
            }
        }
    }
    found
}

/// Names in lower case, with how they are written and their heading.
fn by_name(sections: &'static [(&'static str, Vec<String>)]) -> HashMap<String, (&'static str, &'static str)> {
    let of = |(heading, names): &'static (&'static str, Vec<String>)| {
        names.iter().map(|name| (name.to_lowercase(), (name.as_str(), *heading)))
    };
    sections.iter().flat_map(of).collect()
}

/// Listed given names of women or of men.
pub(in crate::learn) fn given_names(gender: Gender) -> &'static [String] {
    let heading = if gender == Gender::Woman { "women" } else { "men" };
    GIVEN.iter().find(|(name, _)| *name == heading).map_or(&[], |(_, names)| names)
}

/// Listed places.
pub(in crate::learn) fn listed_places() -> Vec<&'static str> {
    let is_latin = |name: &&str| !name.chars().any(is_han);
    PLACES.iter().flat_map(|(_, names)| names).map(String::as_str).filter(is_latin).collect()
}

/// What people take a name to be, if they do.
pub(super) fn gender_of(name: &str) -> Option<Gender> {
    if name.chars().all(is_han) {
        return crate::names::gender_of(name);
    }
    match PEOPLE_BY_NAME.get(&name.to_lowercase())?.1 {
        "women" => Some(Gender::Woman),
        "men" => Some(Gender::Man),
        _ => None,
    }
}

/// The part of the world that a listed place is in.
pub(super) fn region_of(place: &str) -> Option<&'static str> {
    PLACES_BY_NAME.get(&place.to_lowercase()).map(|(_, region)| *region)
}

/// Whether a word may be looked at alone, wherever it stands: it is no everyday word, nor a platform.
pub(in crate::learn) fn is_only_a_name(name: &str) -> bool {
    let lower = name.to_lowercase();
    !is_of_both(&lower) && !is_common_word(&lower) && Platform::from_name(&lower).is_none()
}

/// Whether a word is a given name and a place, such as Georgia.
pub(super) fn is_of_both(word: &str) -> bool {
    let lower = word.to_lowercase();
    PEOPLE_BY_NAME.contains_key(&lower) && PLACES_BY_NAME.contains_key(&lower)
}

/// What a text names; nothing in languages of which the words for women and men are not known.
pub(super) fn named_in(text: &str, language: Option<Language>) -> BTreeSet<Named> {
    let mut found = BTreeSet::new();
    if !super::super::is_read(language) {
        return found;
    }
    let words = word_places(text);
    let mut skip_to = 0;
    for (place, (start, word)) in words.iter().enumerate() {
        if *start < skip_to {
            continue;
        }
        if word.chars().all(is_han) {
            let form = FORMS.get(*word).filter(|form| !matches!(**form, "她" | "他"));
            found.extend(form.map(|form| Named::Gendered((*form).to_owned())));
            let title =
                ["先生", "女士", "小姐", "太太"].into_iter().find(|title| word.ends_with(title) && word != title);
            found.extend(title.map(|title| Named::Gendered(title.to_owned())));
            let short = word.strip_suffix(['市', '省']).filter(|short| short.chars().count() > 1).unwrap_or(word);
            found.extend(PLACES_BY_NAME.get(short).map(|(name, _)| Named::Place((*name).to_owned())));
            found.extend(DIRECTIONS.contains(word).then(|| Named::Place((*word).to_owned())));
            continue;
        }
        let base = word.split_once(['\'', '’']).filter(|(_, after)| *after == "s").map_or(*word, |(base, _)| base);
        let lower = base.to_lowercase();
        if let Some(form) = FORMS.get(lower.as_str()) {
            found.insert(Named::Gendered((*form).to_owned()));
            continue;
        }
        if DIRECTIONS.contains(&lower.as_str()) {
            found.insert(Named::Place(lower));
            continue;
        }
        let before = text.get(..*start).unwrap_or_default();
        if before.ends_with(['@', '＠']) {
            continue;
        }
        // The longest first: New York City before New York.
        let several = (2..=MOST_WORDS).rev().find_map(|count| {
            let (last, word) = words.get(place + count - 1)?;
            let end = last + word.len();
            let name = text.get(*start..end)?;
            let (name, _) = PLACES_BY_NAME.get(&name.to_lowercase())?;
            Some((*name, end))
        });
        if let Some((name, end)) = several.filter(|_| base.starts_with(char::is_uppercase)) {
            found.insert(Named::Place(name.to_owned()));
            skip_to = end;
            continue;
        }
        if !stands_like_a_name(base, &lower, before) {
            continue;
        }
        let (person, listed) = (PEOPLE_BY_NAME.get(&lower), PLACES_BY_NAME.get(&lower));
        // "US" is a country, "us" is not.
        let listed = listed.filter(|(name, _)| *name != name.to_uppercase() || base == *name);
        let before_a_place = || {
            let last = before.split_whitespace().next_back().unwrap_or_default().to_lowercase();
            BEFORE_PLACES.contains(&last.as_str())
        };
        match (person, listed) {
            (Some(_), Some((name, _))) if before_a_place() => found.insert(Named::Place((*name).to_owned())),
            (Some((name, _)), _) => found.insert(Named::Person((*name).to_owned())),
            (None, Some((name, _))) => found.insert(Named::Place((*name).to_owned())),
            (None, None) => false,
        };
    }
    if language == Some(Language::Chinese) {
        found.extend(people_in(text).into_iter().map(Named::Person));
        for pronoun in ["她", "他"].into_iter().filter(|pronoun| has_pronoun(text, pronoun)) {
            found.insert(Named::Gendered(pronoun.to_owned()));
        }
    }
    found
}

fn has_pronoun(text: &str, pronoun: &str) -> bool {
    text.match_indices(pronoun).any(|(at, _)| {
        let before = text.get(..at).and_then(|it| it.chars().next_back());
        is_pronoun(before, text.get(at + pronoun.len()..).and_then(|it| it.chars().next()))
    })
}

/// Whether a word stands where it can be a name: an everyday word only with a capital inside a sentence.
fn stands_like_a_name(word: &str, lower: &str, before: &str) -> bool {
    let is_capital = word.starts_with(char::is_uppercase);
    if !is_common_word(lower) {
        return is_capital || word.chars().count() >= LEAST_SMALL;
    }
    let is_shouted = word.chars().count() > 1 && word.chars().all(char::is_uppercase) && !matches!(word, "US" | "UK");
    let inside = before.trim_end_matches(' ').ends_with(|c: char| c.is_alphanumeric() || matches!(c, ',' | ';' | '&'));
    is_capital && !is_shouted && inside
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(text: &str) -> Vec<String> {
        let kind = |it: Named| match it {
            Named::Person(word) => format!("{word} (person)"),
            Named::Place(word) => format!("{word} (place)"),
            Named::Gendered(word) => word,
        };
        named_in(text, Language::of(text)).into_iter().map(kind).collect()
    }

    #[test]
    fn people_places_and_gendered_words_are_found() {
        assert_eq!(
            named("James’s beans come from Lagos, and his wife roasts them."),
            ["James (person)", "Lagos (place)", "his", "wife"]
        );
        assert_eq!(
            named("Kevin flew to New York City and to New Mexico."),
            ["Kevin (person)", "New Mexico (place)", "New York City (place)"]
        );
        assert_eq!(
            named("A good morning with Virginia, a good one in Virginia."),
            ["Virginia (person)", "Virginia (place)"]
        );
        assert_eq!(named("她说成都的李强最懂这杯拿铁。"), ["李强 (person)", "成都 (place)", "她"]);
        assert_eq!(named("王女士和陈晓雯在杭州。"), ["陈晓雯 (person)", "杭州 (place)", "女士"]);
    }

    #[test]
    fn everyday_words_and_other_languages_are_no_names() {
        for text in [
            "Will you mark the date? May we join us at the grand bar.",
            "Grace is in the cup. Mark the day, and rose petals for all.",
            "Ask @emily for a seat by the window tonight.",
            "吉他和其他乐器都在，其他人也来，面包很新鲜。",
            "Der Mann und die Frau trinken Kaffee, und er hat es ihr gesagt.",
        ] {
            assert_eq!(named(text), [""; 0], "{text}");
        }
        assert_eq!(named("We asked Mark about the oven, and he told us."), ["Mark (person)", "he"]);
    }
}
