//! Figures that change places: "salmon $18, shrimp $12" is not "salmon $12, shrimp $18".

use std::collections::{BTreeMap, BTreeSet};

use super::read::{figures, narrow};
use crate::words::words;

/// What is said beside each value of a unit: the words of its clause.
type Said = BTreeMap<(&'static str, String), (BTreeSet<String>, String)>;

/// Figures of `rewritten` that stand where `original` has another one of the same unit, which stands in their place.
pub(in crate::facts) fn swapped(original: &str, rewritten: &str) -> Vec<String> {
    let (old, new) = (said(original), said(rewritten));
    let is_other = |(one, other): (&(&str, String), &(&str, String))| one.0 == other.0 && one.1 != other.1;
    let shares = |one: &BTreeSet<String>, other: &BTreeSet<String>, but: &BTreeSet<String>| {
        one.intersection(other).any(|word| !but.contains(word))
    };
    let moved = |key: &(&'static str, String), words: &BTreeSet<String>| {
        let Some((own, _)) = old.get(key) else { return false };
        old.iter().any(|(another, (others, _))| {
            let Some((now, _)) = new.get(another).filter(|_| is_other((key, another))) else { return false };
            shares(words, others, own) && !shares(words, own, others) && shares(now, own, others)
        })
    };
    new.iter().filter(|(key, (words, _))| moved(key, words)).map(|(_, (_, text))| text.clone()).collect()
}

/// The figures with a unit, or that count nothing, that stand alone of their kind in their clause.
fn said(text: &str) -> Said {
    let mut said = Said::new();
    let text = narrow(text);
    // "small" tells two prices apart, though it is a word that elsewhere says little.
    let is_said = |word: &String| !word.contains(char::is_numeric);
    for clause in clauses(&text) {
        let own = figures(clause);
        let alone = own.iter().filter(|it| own.iter().filter(|other| other.unit == it.unit).count() == 1);
        for figure in alone {
            // "opens at 8": an hour.
            let Some(unit) = figure.unit.or(figure.what.is_empty().then_some("")) else { continue };
            let words = words(clause).into_iter().filter(is_said).collect();
            said.insert((unit, figure.value.clone()), (words, figure.text.clone()));
        }
    }
    said
}

/// Clauses, as commas, stops and "and" divide them; those inside a number do not.
fn clauses(text: &str) -> Vec<&str> {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let ends = |(at, c): &(usize, char)| {
        let (before, behind) = (text.get(..*at).unwrap_or_default(), text.get(at + c.len_utf8()..).unwrap_or_default());
        let is_inside = digit(before.chars().next_back()) && digit(behind.chars().next());
        ",，。；;！？!?\n、.".contains(*c) && !is_inside
    };
    let (mut clauses, mut start) = (Vec::new(), 0);
    for (at, c) in text.char_indices().filter(ends).chain([(text.len(), '.')]) {
        clauses.extend(text.get(start..at).into_iter().flat_map(|clause| clause.split(" and ")));
        start = at + c.len_utf8();
    }
    clauses
}

#[cfg(test)]
mod tests {
    use super::swapped;

    #[test]
    fn figures_that_change_places_are_seen_and_sentences_that_do_are_not() {
        for (old, new) in [
            (
                "Our salmon is $18/lb this week, and shrimp is $12/lb.",
                "Our salmon is $12/lb this week, and shrimp is $18/lb.",
            ),
            ("三文鱼本周39元一斤,大虾25元一斤", "三文鱼本周25元一斤，大虾39元一斤"),
            (
                "The Leeds shop opens at 8 and the York shop opens at 9.",
                "The Leeds shop opens at 9 and the York shop opens at 8.",
            ),
            ("A small latte is $3 and a large latte is $5.", "A small latte is $5 and a large latte is $3."),
            ("展览,成人票60元,学生票30元", "展览,成人票30元,学生票60元"),
            ("行军床,承重150公斤,自重2.5公斤", "行军床,承重2.5公斤,自重150公斤"),
        ] {
            assert_eq!(swapped(old, new).len(), 2, "{old}");
            assert_eq!(swapped(old, old), [""; 0], "{old}");
        }
        for (old, new) in [
            ("Our salmon is $18/lb, and shrimp is $12/lb.", "Shrimp for $12/lb and salmon for $18/lb."),
            ("三文鱼39元一斤，大虾25元一斤", "大虾 25 元一斤，三文鱼 39 元一斤"),
            ("Adults pay $12. Children pay $6.", "Tickets are $12 for adults and $6 for children."),
        ] {
            assert_eq!(swapped(old, new), [""; 0], "{old}");
        }
    }
}
