//! Whether a name or a column is about a protected trait: by the words of the name, by ages that stand in it as numbers, and, for
//! a column, by its values.

mod ages;
mod columns;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashSet};
use std::sync::LazyLock;

pub use columns::{Protected, is_protected_value, protected_columns};

use crate::words::is_han;

/// The most words in a row that stand for one in the list.
const LONGEST: usize = 4;

/// The words of one part of the list; Latin ones are looked for whole, others anywhere.
#[derive(Debug, Default)]
struct Part {
    whole: HashSet<String>,
    first: HashSet<String>,
    anywhere: Vec<&'static str>,
}

impl Part {
    /// How many words from a place on are one of the list's, the most there are; 0 for none.
    fn length_at(&self, words: &[&str], place: usize) -> usize {
        if !words.get(place).is_some_and(|word| self.first.contains(*word)) {
            return 0;
        }
        let is_one = |length: &usize| {
            words.get(place..place + length).is_some_and(|words| self.whole.contains(words.join(" ").as_str()))
        };
        (1..=LONGEST).rev().find(is_one).unwrap_or(0)
    }
}

static PARTS: LazyLock<BTreeMap<&str, Part>> = LazyLock::new(|| {
    let mut parts: BTreeMap<&str, Part> = BTreeMap::new();
    let mut name = "";
    for line in include_str!("words.txt").lines().filter(|line| !line.starts_with('#')) {
        if let Some(named) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            name = named;
            continue;
        }
        let part = parts.entry(name).or_default();
        for word in line.split_whitespace() {
            if word.is_ascii() {
                let words = word.replace(['_', '-'], " ");
                part.first.extend(words.split(' ').next().map(str::to_owned));
                part.whole.insert(words);
            } else {
                part.anywhere.push(word);
            }
        }
    }
    parts
});

static NO_WORDS: LazyLock<Part> = LazyLock::new(Part::default);

fn part(name: &str) -> &'static Part {
    PARTS.get(name).unwrap_or(&NO_WORDS)
}

/// Whether a column's or a group's name is about a protected trait.
pub fn is_protected(name: &str) -> bool {
    names_trait(name) || ages::has_age(name)
}

/// Whether words of a name are about a protected trait; ages in numbers are not looked for.
fn names_trait(name: &str) -> bool {
    let spaced = words_apart(name);
    let all: Vec<&str> = spaced.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    has_latin(&all) || (name.chars().any(is_han) && has_han(&spaced))
}

/// Whether a column's name says that its values are people.
fn is_about_people(column: &str) -> bool {
    let spaced = words_apart(column);
    let mut words = spaced.split(|c: char| !c.is_alphanumeric());
    let is_one = |word: &str| ["people", "market"].iter().any(|name| part(name).whole.contains(word));
    words.any(is_one) || part("people").anywhere.iter().any(|word| spaced.contains(word))
}

/// A name in lower case with "_" and the humps of `camelCase` as spaces.
fn words_apart(name: &str) -> String {
    let mut spaced = String::with_capacity(name.len() + 8);
    let mut last = ' ';
    for c in name.chars() {
        if last.is_lowercase() && c.is_uppercase() {
            spaced.push(' ');
        }
        last = c;
        spaced.push(if c == '_' { ' ' } else { c });
    }
    spaced.to_lowercase()
}

fn has_latin(all: &[&str]) -> bool {
    let innocent = part("innocent");
    let mut words: Vec<&str> = Vec::with_capacity(all.len());
    let mut place = 0;
    while let Some(word) = all.get(place) {
        let taken_out = innocent.length_at(all, place);
        // What stands around it is not beside each other.
        words.push(if taken_out > 0 { "" } else { word });
        place += taken_out.max(1);
    }
    let is_in = |name: &str, word: &&str| part(name).whole.contains(*word);
    let stands = |words: &[&str], of: &str, before: &[&str]| {
        let is_before = |word: &&str| before.iter().any(|name| is_in(name, word));
        words.windows(2).any(|pair| matches!(pair, [first, next] if is_in(of, first) && is_before(next)))
    };
    // Of "young German readers" it is "young" that counts.
    let others: Vec<&str> = words.iter().copied().filter(|word| !is_in("nations", word)).collect();
    let is_of_people = stands(&others, "of people", &["people", "market"]) || stands(&words, "nations", &["people"]);
    let (beside, alone): (Vec<&str>, Vec<&str>) = words.iter().partition(|word| is_in("beside alone", word));
    let are_all = |name: &str| beside.len() < words.len() && alone.iter().all(|word| is_in(name, word));
    let is_alone = are_all("alone") || (are_all("nations") && !beside.iter().any(|word| is_in("market", word)));
    is_of_people || is_alone || (0..words.len()).any(|place| part("always").length_at(&words, place) > 0)
}

fn has_han(name: &str) -> bool {
    let without = |name: String, part: &Part| part.anywhere.iter().fold(name, |name, word| name.replace(word, " "));
    let left = without(name.to_owned(), part("innocent"));
    let rest = without(left.clone(), part("beside alone"));
    part("always").anywhere.iter().any(|word| left.contains(word)) || part("alone").anywhere.contains(&rest.trim())
}
