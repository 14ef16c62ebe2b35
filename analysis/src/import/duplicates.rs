//! Posts that are there already: by the platform's id or address, or by a text that is nearly the same within a day.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use jiff::civil::Date;

use super::post::ImportedPost;

/// Where the same post was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// On this line of the file.
    Line(u64),
    /// Stored under this number. `same` says that it is the same post for sure, by its id or every letter of its text
    /// and its day; else its text is only near.
    Stored {
        /// The number.
        number: u32,
        /// Whether that is sure.
        same: bool,
    },
}

/// What is remembered of a post: less than 200 bytes, whatever its length.
#[derive(Debug, Clone)]
struct Print {
    /// The text's letters and digits.
    exact: u64,
    /// The smallest hashes of its runs of three letters, sorted: as many of them as two texts share, they share of all.
    /// Empty of texts that are too short for it.
    near: Box<[u32]>,
    /// Its digits alone: "day 1" and "day 2" are near and not the same.
    digits: u64,
    seen: Seen,
}

/// Remembers posts and recognises them.
#[derive(Debug, Default)]
pub struct Duplicates {
    ids: HashMap<u64, Seen>,
    /// By platform and day; `None`: no day.
    days: HashMap<(u64, Option<i32>), Vec<Print>>,
}

/// The share of runs that near texts have in common: a sentence with another word has more.
const NEAR: f64 = 0.75;
/// How many hashes are kept. Source: Cohen and Kaplan, 2007, bottom-k sketches.
const SKETCH: usize = 32;
/// Shorter texts are near others by chance.
const SHORTEST: usize = 24;
/// How many posts of a day and platform are compared with; nobody posts so many.
const MOST_A_DAY: usize = 2_000;

impl Duplicates {
    /// Remembers a post that is stored.
    pub fn store(&mut self, number: u32, post: &ImportedPost) {
        self.remember(post, Seen::Stored { number, same: true });
    }

    /// Whether a post was seen, here or in the store; remembers it as seen on `line` if it was not in this file.
    pub fn see(&mut self, line: u64, post: &ImportedPost) -> Option<Seen> {
        let found = self.find(post);
        if !matches!(found, Some(Seen::Line(_))) {
            self.remember(post, Seen::Line(line));
        }
        found
    }

    fn remember(&mut self, post: &ImportedPost, seen: Seen) {
        for id in ids(post) {
            self.ids.insert(id, seen);
        }
        let (exact, near, digits) = prints(&post.text);
        let day = self.days.entry((hash(&post.platform), post.date.map(day_number))).or_default();
        if day.len() < MOST_A_DAY {
            day.push(Print { exact, near, digits, seen });
        }
    }

    fn find(&self, post: &ImportedPost) -> Option<Seen> {
        let by_id = ids(post).into_iter().find_map(|id| self.ids.get(&id).copied());
        if by_id.is_some() {
            return by_id;
        }
        let (exact, near, digits) = prints(&post.text);
        let platform = hash(&post.platform);
        let days: Vec<(Option<i32>, bool)> = match post.date.map(day_number) {
            Some(day) => vec![(Some(day), true), (Some(day - 1), false), (Some(day + 1), false)],
            None => vec![(None, true)],
        };
        let mut best: Option<Seen> = None;
        for (day, same_day) in days {
            for print in self.days.get(&(platform, day)).into_iter().flatten() {
                let same_text = print.exact == exact;
                let is_near = same_text || print.digits == digits && shared(&print.near, &near) >= NEAR;
                if !is_near {
                    continue;
                }
                match print.seen {
                    // What stands in the file comes first: its line can be looked up.
                    line @ Seen::Line(_) => return Some(line),
                    Seen::Stored { number, .. } => {
                        let same = same_text && same_day;
                        if same || best.is_none() {
                            best = Some(Seen::Stored { number, same });
                        }
                    }
                }
            }
        }
        best
    }
}

/// What names a post on its platform.
fn ids(post: &ImportedPost) -> Vec<u64> {
    let own = (!post.post_id.is_empty()).then(|| hash(&("id", &post.platform, &post.post_id)));
    let link = (!post.link.is_empty()).then(|| {
        let link = post.link.trim_end_matches('/').to_lowercase();
        hash(&("link", link.split_once("://").map_or(link.as_str(), |(_, rest)| rest)))
    });
    own.into_iter().chain(link).collect()
}

fn prints(text: &str) -> (u64, Box<[u32]>, u64) {
    let letters: Vec<char> = text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
    let digits: Vec<&char> = letters.iter().filter(|c| c.is_numeric()).collect();
    // A text of emoji alone is its own letters.
    let exact = if letters.is_empty() { hash(&text.trim()) } else { hash(&letters) };
    let digits = hash(&digits);
    // Chinese says as much in half as many letters.
    let weight: usize = letters.iter().map(|c| if crate::words::is_han(*c) { 2 } else { 1 }).sum();
    if weight < SHORTEST {
        return (exact, Box::default(), digits);
    }
    let mut runs: Vec<u32> = letters.windows(3).map(|run| hash(&run) as u32).collect();
    runs.sort_unstable();
    runs.dedup();
    runs.truncate(SKETCH);
    (exact, runs.into(), digits)
}

/// About the share of runs that two texts have in common.
fn shared(one: &[u32], other: &[u32]) -> f64 {
    let (mut left, mut right) = (one.iter().peekable(), other.iter().peekable());
    let (mut seen, mut both) = (0_usize, 0_usize);
    while seen < SKETCH {
        let (Some(a), Some(b)) = (left.peek().copied(), right.peek().copied()) else { break };
        if a <= b {
            left.next();
        }
        if b <= a {
            right.next();
        }
        both += usize::from(a == b);
        seen += 1;
    }
    // What is left of the longer one is in one text only.
    let seen = (seen + left.count() + right.count()).clamp(seen, SKETCH);
    if seen == 0 { 0.0 } else { both as f64 / seen as f64 }
}

/// The same in every run: the standard library's hasher has fixed keys when it is made like this.
fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

fn day_number(date: Date) -> i32 {
    i32::from(date.year()) * 366 + i32::from(date.day_of_year())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{Duplicates, ImportedPost, Seen};

    fn post(text: &str, day: i8, id: &str) -> ImportedPost {
        ImportedPost {
            platform: "instagram".into(),
            text: text.into(),
            date: Some(date(2026, 3, day)),
            post_id: id.into(),
            ..ImportedPost::default()
        }
    }

    const TEXT: &str = "Before we open, the street is dark and the only warm light is the oven, and our baker hums.";

    #[test]
    fn the_same_id_is_the_same_post_whatever_else_it_says() {
        let mut seen = Duplicates::default();
        assert_eq!(seen.see(2, &post("one", 1, "7")), None);
        assert_eq!(seen.see(3, &post("other", 9, "7")), Some(Seen::Line(2)));
        let elsewhere = ImportedPost { platform: "x".into(), ..post("third", 1, "7") };
        assert_eq!(seen.see(4, &elsewhere), None);
    }

    #[test]
    fn near_texts_are_the_same_post_within_a_day_and_not_later() {
        let near = TEXT.replace("street", "streets").replace("hums", "hums!");
        let mut seen = Duplicates::default();
        assert_eq!(seen.see(2, &post(TEXT, 4, "")), None);
        assert_eq!(seen.see(3, &post(&near, 5, "")), Some(Seen::Line(2)));
        assert_eq!(seen.see(4, &post(TEXT, 6, "")), None);
        assert_eq!(seen.see(5, &post("A quite different post about the new matcha, whisked slowly.", 4, "")), None);
        let chinese = "今天早上，一位妈妈推着婴儿车进来，说只坐五分钟。结果宝宝睡着了，香蕉面包刚好出炉。";
        assert_eq!(seen.see(6, &post(chinese, 4, "")), None);
        assert_eq!(seen.see(7, &post(&chinese.replace("刚好", "刚刚"), 4, "")), Some(Seen::Line(6)));
    }

    #[test]
    fn texts_that_differ_in_a_number_or_are_short_are_not_near() {
        let mut seen = Duplicates::default();
        assert_eq!(seen.see(2, &post("Day 1 of our slow morning challenge: sit down first.", 4, "")), None);
        assert_eq!(seen.see(3, &post("Day 2 of our slow morning challenge: sit down first.", 4, "")), None);
        assert_eq!(seen.see(4, &post("Oat foam.", 4, "")), None);
        assert_eq!(seen.see(5, &post("Oat form.", 4, "")), None);
        assert_eq!(seen.see(6, &post("oat foam", 4, "")), Some(Seen::Line(4)));
    }

    #[test]
    fn what_is_stored_is_known_and_a_second_row_of_it_is_a_duplicate_in_the_file() {
        let mut seen = Duplicates::default();
        seen.store(31, &post(TEXT, 4, ""));
        assert_eq!(seen.see(2, &post(TEXT, 4, "")), Some(Seen::Stored { number: 31, same: true }));
        assert_eq!(seen.see(3, &post(TEXT, 4, "")), Some(Seen::Line(2)));
        let mut seen = Duplicates::default();
        seen.store(31, &post(TEXT, 4, ""));
        assert_eq!(seen.see(2, &post(TEXT, 5, "")), Some(Seen::Stored { number: 31, same: false }));
    }
}
