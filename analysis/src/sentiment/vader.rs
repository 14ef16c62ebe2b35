//! VADER 3.3.2 (Hutto & Gilbert 2014): the sentiment of English social media, by a lexicon and rules.
//!
//! A port, not a likeness: where the original has a quirk, this has it too, so that scores are the same. In linear time,
//! which the original is not.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::LazyLock;

use super::vader_rules::{NEGATIONS, SPECIAL_CASES, STRONGER, WEAKER};

static WORDS: LazyLock<HashMap<&str, f64>> = LazyLock::new(|| {
    let lines = include_str!("data/vader_words.tsv").lines().filter_map(|line| line.split_once('\t'));
    lines.filter_map(|(word, rating)| Some((word, rating.parse().ok()?))).collect()
});
static EMOJI: LazyLock<HashMap<char, &str>> = LazyLock::new(|| {
    let lines = include_str!("data/vader_emoji.tsv").lines().filter_map(|line| line.split_once('\t'));
    lines.filter_map(|(sign, description)| Some((sign.chars().next()?, description))).collect()
});
static BOOSTERS: LazyLock<HashMap<&str, f64>> = LazyLock::new(|| {
    STRONGER.iter().map(|&word| (word, BOOST)).chain(WEAKER.iter().map(|&word| (word, -BOOST))).collect()
});
static SPECIAL: LazyLock<HashMap<&str, f64>> = LazyLock::new(|| SPECIAL_CASES.into_iter().collect());
static NEGATING: LazyLock<HashSet<&str>> = LazyLock::new(|| NEGATIONS.into_iter().collect());

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

/// A word of the text: as written, and in lower case.
struct Token {
    lower: String,
    capitals: bool,
}

/// The polarity of an English text; all zero if it has no words.
pub fn vader(text: &str) -> Polarity {
    let described = describe_emoji(text);
    let text = described.trim_matches(is_space);
    let tokens: Vec<Token> = text.split(is_space).filter(|word| !word.is_empty()).map(token).collect();
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
fn describe_emoji(text: &str) -> String {
    let mut described = String::with_capacity(text.len());
    let mut after_space = true;
    for c in text.chars() {
        if let Some(description) = EMOJI.get(&c) {
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
    described
}

/// A word without the punctuation around it, unless so little is left that it must be an emoticon.
fn token(word: &str) -> Token {
    let stripped = word.trim_matches(|c: char| c.is_ascii_punctuation());
    let kept = if stripped.chars().count() <= 2 { word } else { stripped };
    let capitals = kept.contains(char::is_uppercase) && !kept.contains(is_lower_or_title);
    Token { lower: kept.to_lowercase(), capitals }
}

fn is_lower_or_title(c: char) -> bool {
    c.is_lowercase()
        || matches!(c, 'ǅ' | 'ǈ' | 'ǋ' | 'ǲ' | '\u{1f88}'..='\u{1f8f}' | '\u{1f98}'..='\u{1f9f}' | '\u{1fa8}'..='\u{1faf}' | 'ᾼ' | 'ῌ' | 'ῼ')
}

/// The rating of one word, in the company of those before it.
fn rating(tokens: &[Token], place: usize, some_capitals: bool) -> f64 {
    let at = |place: usize| tokens.get(place).map_or("", |token| token.lower.as_str());
    let before = |distance: usize| place.checked_sub(distance).map_or("", at);
    let word = at(place);
    if BOOSTERS.contains_key(word) || (word == "kind" && at(place + 1) == "of") {
        return 0.0;
    }
    let Some(&own) = WORDS.get(word) else { return 0.0 };
    let mut valence = own;
    if word == "no" && WORDS.contains_key(at(place + 1)) {
        valence = 0.0;
    }
    if before(1) == "no" || before(2) == "no" || (before(3) == "no" && matches!(before(1), "or" | "nor")) {
        valence = own * NEGATION;
    }
    if some_capitals && tokens.get(place).is_some_and(|token| token.capitals) {
        valence += if valence > 0.0 { CAPITALS } else { -CAPITALS };
    }
    for distance in 1..=3 {
        let Some(earlier) = place.checked_sub(distance).and_then(|place| tokens.get(place)) else { break };
        if WORDS.contains_key(earlier.lower.as_str()) {
            continue;
        }
        let fading = [1.0, 0.95, 0.9];
        valence += boost(earlier, valence, some_capitals) * fading.get(distance - 1).copied().unwrap_or(1.0);
        valence = negate(valence, distance, before);
        if distance == 3 {
            valence = special_case(valence, tokens, place);
        }
    }
    let turned_by_least = before(1) == "least" && !WORDS.contains_key("least") && !matches!(before(2), "at" | "very");
    if turned_by_least { valence * NEGATION } else { valence }
}

/// What a booster adds to a rating.
fn boost(booster: &Token, valence: f64, some_capitals: bool) -> f64 {
    let Some(&boost) = BOOSTERS.get(booster.lower.as_str()) else { return 0.0 };
    let mut boost = if valence < 0.0 { -boost } else { boost };
    if booster.capitals && some_capitals {
        boost += if valence > 0.0 { CAPITALS } else { -CAPITALS };
    }
    boost
}

fn is_negation(word: &str) -> bool {
    NEGATING.contains(word) || word.contains("n't")
}

/// A rating with the negation that may stand `distance` words before it.
fn negate<'a>(valence: f64, distance: usize, before: impl Fn(usize) -> &'a str) -> f64 {
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
        () if is_negation(before(distance)) => valence * NEGATION,
        () => valence,
    }
}

/// A rating with the phrases that have one of their own.
fn special_case(mut valence: f64, tokens: &[Token], place: usize) -> f64 {
    let phrase = |from: usize, to: usize| -> Option<String> {
        let words: Vec<&str> = tokens.get(from..to)?.iter().map(|token| token.lower.as_str()).collect();
        Some(words.join(" "))
    };
    // It needs three words before it.
    let Some(third) = place.checked_sub(3) else { return valence };
    let spans =
        [(third + 2, place + 1), (third + 1, place + 1), (third + 1, place), (third, place), (third, place - 1)];
    let known = |(from, to)| phrase(from, to).and_then(|phrase| SPECIAL.get(phrase.as_str()).copied());
    if let Some(rating) = spans.into_iter().find_map(known) {
        valence = rating;
    }
    for end in [place + 2, place + 3] {
        if let Some(rating) = known((place, end)) {
            valence = rating;
        }
    }
    for (from, to) in [(third, place), (third, place - 1), (third + 1, place)] {
        let booster = phrase(from, to).and_then(|phrase| BOOSTERS.get(phrase.as_str()).copied());
        valence += booster.unwrap_or_default();
    }
    valence
}

/// Halves what stands before the first "but" and raises what stands behind it.
///
/// The original looks each rating up by its value, and so changes the first word that has it, several times if several
/// words do; the places of each value are kept here, so that this takes no longer for a long text.
fn weigh_around_but(tokens: &[Token], ratings: &mut [f64]) {
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
