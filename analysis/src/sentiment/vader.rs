//! VADER 3.3.2 (Hutto & Gilbert 2014): the sentiment of English social media, by a lexicon and rules.
//!
//! A port, not a likeness: where the original has a quirk, this has it too, so that scores are the same. In linear time,
//! which the original is not.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::vader_rules::{NEGATIONS, SPECIAL_CASES, STRONGER, WEAKER};

/// What the lists say of a word or a phrase.
#[derive(Debug, Clone, Copy, Default)]
struct Entry {
    /// Its rating in the lexicon.
    rating: Option<f64>,
    /// What it adds to what follows.
    boost: Option<f64>,
    /// Whether it turns what follows around; so does each word with "n't" in it.
    negates: bool,
}

/// All lists in one, so that a word is looked up once.
static ENTRIES: LazyLock<FxHashMap<&str, Entry>> = LazyLock::new(|| {
    let mut entries: FxHashMap<&str, Entry> = FxHashMap::default();
    let lines = include_str!("data/vader_words.tsv").lines().filter_map(|line| line.split_once('\t'));
    for (word, rating) in lines {
        entries.entry(word).or_default().rating = rating.parse().ok();
    }
    STRONGER.iter().for_each(|word| entries.entry(word).or_default().boost = Some(BOOST));
    WEAKER.iter().for_each(|word| entries.entry(word).or_default().boost = Some(-BOOST));
    NEGATIONS.iter().for_each(|word| entries.entry(word).or_default().negates = true);
    entries
});
static EMOJI: LazyLock<FxHashMap<char, &str>> = LazyLock::new(|| {
    let lines = include_str!("data/vader_emoji.tsv").lines().filter_map(|line| line.split_once('\t'));
    lines.filter_map(|(sign, description)| Some((sign.chars().next()?, description))).collect()
});
static SPECIAL: LazyLock<FxHashMap<&str, f64>> = LazyLock::new(|| SPECIAL_CASES.into_iter().collect());

/// What a booster adds to the word behind it.
const BOOST: f64 = 0.293;
/// What capitals add, if only some words have them.
const CAPITALS: f64 = 0.733;
/// What a negation multiplies by.
const NEGATION: f64 = -0.74;
/// What the sum is set against to get a compound score.
const ALPHA: f64 = 15.0;

/// VADER's four scores.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Polarity {
    /// The share of negative words, 0 to 1.
    pub negative: f64,
    /// The share of neutral words, 0 to 1.
    pub neutral: f64,
    /// The share of positive words, 0 to 1.
    pub positive: f64,
    /// All in one, −1 to 1.
    pub compound: f64,
}

/// A word of the text.
#[derive(Debug)]
struct Token<'t> {
    /// In lower case.
    lower: &'t str,
    capitals: bool,
    entry: Entry,
}

/// The polarity of an English text; all zero if it has no words.
pub fn vader(text: &str) -> Polarity {
    let described = describe_emoji(text);
    let text = described.trim_matches(is_space);
    let (lower, places) = lowered(text);
    let tokens: Vec<Token<'_>> = places.iter().map(|(range, capitals)| token(&lower, range, *capitals)).collect();
    let capitals = tokens.iter().filter(|token| token.capitals).count();
    let some_capitals = 0 < capitals && capitals < tokens.len();
    let mut ratings: Vec<f64> = (0..tokens.len()).map(|place| rating(&tokens, place, some_capitals)).collect();
    weigh_around_but(&tokens, &mut ratings);
    polarity(&ratings, emphasis(text))
}

/// What Python calls white space, which is more than Unicode does.
fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{1c}'..='\u{1f}')
}

/// The text with each emoji's description in its place.
fn describe_emoji(text: &str) -> Cow<'_, str> {
    // Every emoji that has a description is beyond ASCII.
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let mut described = String::with_capacity(text.len());
    let mut after_space = true;
    for c in text.chars() {
        if let Some(description) = (!c.is_ascii()).then(|| EMOJI.get(&c)).flatten() {
            if !after_space {
                described.push(' ');
            }
            described.push_str(description);
            after_space = false;
        } else {
            described.push(c);
            after_space = c == ' ';
        }
    }
    Cow::Owned(described)
}

/// The words of a text in lower case, one behind the other, and for each where it stands there and whether it is in capitals.
fn lowered(text: &str) -> (String, Vec<(Range<usize>, bool)>) {
    let mut lower = String::with_capacity(text.len());
    let mut places = Vec::with_capacity(text.len() / 5);
    for word in text.split(is_space).filter(|word| !word.is_empty()) {
        // Without the punctuation around it, unless so little is left that it must be an emoticon.
        let stripped = word.trim_matches(|c: char| c.is_ascii_punctuation());
        let kept = if stripped.chars().nth(2).is_none() { word } else { stripped };
        let start = lower.len();
        if kept.is_ascii() {
            lower.push_str(kept);
            if let Some(own) = lower.get_mut(start..) {
                own.make_ascii_lowercase();
            }
        } else {
            // By word: what an upper-case sigma becomes depends on where the word ends.
            lower.push_str(&kept.to_lowercase());
        }
        let capitals = kept.contains(char::is_uppercase) && !kept.contains(is_lower_or_title);
        places.push((start..lower.len(), capitals));
    }
    (lower, places)
}

fn token<'t>(lower: &'t str, range: &Range<usize>, capitals: bool) -> Token<'t> {
    let lower = lower.get(range.clone()).unwrap_or_default();
    Token { lower, capitals, entry: ENTRIES.get(lower).copied().unwrap_or_default() }
}

fn is_lower_or_title(c: char) -> bool {
    c.is_lowercase()
        || matches!(c, 'ǅ' | 'ǈ' | 'ǋ' | 'ǲ' | '\u{1f88}'..='\u{1f8f}' | '\u{1f98}'..='\u{1f9f}' | '\u{1fa8}'..='\u{1faf}' | 'ᾼ' | 'ῌ' | 'ῼ')
}

/// The rating of one word, in the company of those before it.
fn rating(tokens: &[Token<'_>], place: usize, some_capitals: bool) -> f64 {
    let at = |place: usize| tokens.get(place).map_or("", |token| token.lower);
    let before = |distance: usize| place.checked_sub(distance).map_or("", at);
    let Some(token) = tokens.get(place) else { return 0.0 };
    if token.entry.boost.is_some() || (token.lower == "kind" && at(place + 1) == "of") {
        return 0.0;
    }
    let Some(own) = token.entry.rating else { return 0.0 };
    let mut valence = own;
    if token.lower == "no" && tokens.get(place + 1).is_some_and(|next| next.entry.rating.is_some()) {
        valence = 0.0;
    }
    if before(1) == "no" || before(2) == "no" || (before(3) == "no" && matches!(before(1), "or" | "nor")) {
        valence = own * NEGATION;
    }
    if some_capitals && token.capitals {
        valence += if valence > 0.0 { CAPITALS } else { -CAPITALS };
    }
    for distance in 1..=3 {
        let Some(earlier) = place.checked_sub(distance).and_then(|place| tokens.get(place)) else { break };
        if earlier.entry.rating.is_some() {
            continue;
        }
        let fading = [1.0, 0.95, 0.9];
        valence += boost(earlier, valence, some_capitals) * fading.get(distance - 1).copied().unwrap_or(1.0);
        valence = negate(valence, distance, earlier, before);
        if distance == 3 {
            valence = special_case(valence, tokens, place);
        }
    }
    // The original asks, too, that the lexicon has no "least": it has none.
    let turned_by_least = before(1) == "least" && !matches!(before(2), "at" | "very");
    if turned_by_least { valence * NEGATION } else { valence }
}

/// What a booster adds to a rating.
fn boost(booster: &Token<'_>, valence: f64, some_capitals: bool) -> f64 {
    let Some(boost) = booster.entry.boost else { return 0.0 };
    let mut boost = if valence < 0.0 { -boost } else { boost };
    if booster.capitals && some_capitals {
        boost += if valence > 0.0 { CAPITALS } else { -CAPITALS };
    }
    boost
}

/// A rating with the negation that may stand `distance` words before it.
fn negate<'a>(valence: f64, distance: usize, earlier: &Token<'_>, before: impl Fn(usize) -> &'a str) -> f64 {
    let so_or_this = |word: &str| matches!(word, "so" | "this");
    let (one, two, three) = (before(1), before(2), before(3));
    let never = match distance {
        2 => two == "never" && so_or_this(one),
        // The original's "and" binds before its "or": a "so" or "this" right before is enough.
        3 => (three == "never" && so_or_this(two)) || so_or_this(one),
        _ => false,
    };
    let without_doubt = match distance {
        2 => two == "without" && one == "doubt",
        3 => three == "without" && (two == "doubt" || one == "doubt"),
        _ => false,
    };
    match () {
        () if never => valence * 1.25,
        () if without_doubt => valence,
        () if earlier.entry.negates || earlier.lower.contains("n't") => valence * NEGATION,
        () => valence,
    }
}

/// A rating with the phrases that have one of their own.
fn special_case(mut valence: f64, tokens: &[Token<'_>], place: usize) -> f64 {
    let mut joined = String::new();
    let mut known = |(from, to): (usize, usize), boosts: bool| -> Option<f64> {
        joined.clear();
        for token in tokens.get(from..to)? {
            if !joined.is_empty() {
                joined.push(' ');
            }
            joined.push_str(token.lower);
        }
        if boosts { ENTRIES.get(joined.as_str())?.boost } else { SPECIAL.get(joined.as_str()).copied() }
    };
    // It needs three words before it.
    let Some(third) = place.checked_sub(3) else { return valence };
    let spans =
        [(third + 2, place + 1), (third + 1, place + 1), (third + 1, place), (third, place), (third, place - 1)];
    if let Some(rating) = spans.into_iter().find_map(|span| known(span, false)) {
        valence = rating;
    }
    for end in [place + 2, place + 3] {
        if let Some(rating) = known((place, end), false) {
            valence = rating;
        }
    }
    for span in [(third, place), (third, place - 1), (third + 1, place)] {
        valence += known(span, true).unwrap_or_default();
    }
    valence
}

/// Halves what stands before the first "but" and raises what stands behind it.
///
/// The original looks each rating up by its value, and so changes the first word that has it, several times if several
/// words do; the places of each value are kept here, so that this takes no longer for a long text.
fn weigh_around_but(tokens: &[Token<'_>], ratings: &mut [f64]) {
    let Some(but) = tokens.iter().position(|token| token.lower == "but") else { return };
    let mut places: HashMap<u64, BTreeSet<usize>> = HashMap::new();
    for (place, rating) in ratings.iter().enumerate().filter(|(_, rating)| **rating != 0.0) {
        places.entry(rating.to_bits()).or_default().insert(place);
    }
    for place in 0..ratings.len() {
        let Some(&value) = ratings.get(place).filter(|rating| **rating != 0.0) else { continue };
        let Some(first) = places.get(&value.to_bits()).and_then(BTreeSet::first).copied() else { continue };
        let changed = match first.cmp(&but) {
            std::cmp::Ordering::Less => value * 0.5,
            std::cmp::Ordering::Equal => continue,
            std::cmp::Ordering::Greater => value * 1.5,
        };
        if let Some(rating) = ratings.get_mut(first) {
            *rating = changed;
        }
        if let Some(same) = places.get_mut(&value.to_bits()) {
            same.remove(&first);
        }
        places.entry(changed.to_bits()).or_default().insert(first);
    }
}

/// What exclamation and question marks add.
fn emphasis(text: &str) -> f64 {
    let count = |mark: u8| text.bytes().filter(|&byte| byte == mark).count();
    let exclamations = count(b'!').min(4) as f64 * 0.292;
    let questions = match count(b'?') {
        0 | 1 => 0.0,
        few @ (2 | 3) => few as f64 * 0.18,
        _ => 0.96,
    };
    exclamations + questions
}

fn polarity(ratings: &[f64], emphasis: f64) -> Polarity {
    if ratings.is_empty() {
        return Polarity::default();
    }
    let mut sum: f64 = ratings.iter().sum();
    if sum != 0.0 {
        sum += emphasis * sum.signum();
    }
    let (mut positive, mut negative) = (0.0, 0.0);
    let mut neutral = 0.0;
    for &rating in ratings {
        // Each word counts one, as neutral ones do.
        match rating.total_cmp(&0.0) {
            _ if rating == 0.0 => neutral += 1.0,
            std::cmp::Ordering::Greater => positive += rating + 1.0,
            _ => negative += 1.0 - rating,
        }
    }
    if positive > negative {
        positive += emphasis;
    } else if positive < negative {
        negative += emphasis;
    }
    let total = positive + negative + neutral;
    Polarity {
        negative: negative / total,
        neutral: neutral / total,
        positive: positive / total,
        compound: (sum / (sum * sum + ALPHA).sqrt()).clamp(-1.0, 1.0),
    }
}

#[cfg(test)]
#[path = "vader_tests.rs"]
mod tests;
