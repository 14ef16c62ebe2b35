//! How often a rewrite that a person would take is taken, and one that says something else is not: measured on pairs that were
//! written for this.

use super::{invented, lost};

/// A text with a rewrite of it.
struct Pair<'t> {
    is_good: bool,
    original: &'t str,
    rewritten: &'t str,
}

fn pairs() -> Vec<Pair<'static>> {
    let pieces = include_str!("data/rewrites.txt").split("\n=== ").skip(1);
    let pair = |piece: &'static str| {
        let (kind, texts) = piece.split_once('\n')?;
        let (original, rewritten) = texts.split_once("\n---\n")?;
        Some(Pair { is_good: kind == "good", original: original.trim(), rewritten: rewritten.trim() })
    };
    pieces.filter_map(pair).collect()
}

fn faults(pair: &Pair<'_>) -> String {
    let (gone, new) = (lost(pair.original, pair.rewritten), invented(pair.original, pair.rewritten));
    let named = |facts: Vec<super::Fact>| facts.iter().map(|it| format!("{} {}", it.kind, it.text)).collect::<Vec<_>>();
    if gone.is_empty() && new.is_empty() {
        return String::new();
    }
    format!("lost {:?}, new {:?}", named(gone), named(new))
}

#[test]
fn rewrites_that_say_the_same_are_taken_and_no_other_is() {
    let all = pairs();
    let (good, bad): (Vec<&Pair<'_>>, Vec<&Pair<'_>>) = all.iter().partition(|pair| pair.is_good);
    assert!(good.len() >= 20 && bad.len() >= 20, "{} and {}", good.len(), bad.len());
    let taken = bad.iter().filter(|pair| faults(pair).is_empty()).map(|pair| pair.rewritten).collect::<Vec<_>>();
    let refused: Vec<String> = good
        .iter()
        .filter_map(|pair| {
            Some(faults(pair)).filter(|faults| !faults.is_empty()).map(|it| format!("{}: {it}", pair.rewritten))
        })
        .collect();
    println!("good ones taken: {} of {}", good.len() - refused.len(), good.len());
    println!("bad ones taken: {} of {}", taken.len(), bad.len());
    assert!(taken.is_empty(), "taken though they say something else: {taken:#?}");
    // "The soup of the day" is today's soup to people, and another day to the checks.
    assert!(refused.len() <= 2, "refused though they say the same: {refused:#?}");
}
