//! Which of a team's posts fit some words: BM25 over words, and ranks of several searches joined.

use std::collections::HashMap;

use crate::similarity::resemblance;
use crate::words::{content_words, inner_words};

/// How much more a word counts that stands in a text several times. Source: Robertson and Zaragoza, 2009.
const SATURATION: f64 = 1.2;
/// How much longer texts are held back.
const LENGTH: f64 = 0.75;
/// Keeps the first ranks of one search from deciding alone. Source: Cormack, Clarke and Büttcher, 2009.
const RANK: f64 = 60.0;

/// Texts by their words. It keeps no text: a few bytes for each word of each.
#[derive(Debug, Default)]
pub struct Index {
    words: HashMap<Box<str>, u32>,
    /// Where each word stands, and how often.
    postings: Vec<Vec<(u32, u16)>>,
    lengths: Vec<u16>,
    total: u64,
}

/// A text that shares words with those that were looked for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// Its place among the texts.
    pub place: usize,
    /// How well it fits; only to be compared within one search.
    pub score: f64,
    /// How many of the words it has, of how many different ones.
    pub words: (usize, usize),
}

impl Index {
    /// Adds the next text.
    pub fn add(&mut self, text: &str) {
        let place = self.lengths.len() as u32;
        let mut counts: HashMap<u32, u16> = HashMap::new();
        let words = content_words(text);
        // Who looks for 咖啡 means 咖啡馆, too; a text is not longer for it.
        let inner = words.iter().flat_map(|word| inner_words(word));
        for word in words.iter().map(String::as_str).chain(inner) {
            let next = self.postings.len() as u32;
            let id = *self.words.entry(word.into()).or_insert(next);
            if id == next {
                self.postings.push(Vec::new());
            }
            let count = counts.entry(id).or_default();
            *count = count.saturating_add(1);
        }
        for (id, count) in counts {
            if let Some(postings) = self.postings.get_mut(id as usize) {
                postings.push((place, count));
            }
        }
        self.lengths.push(u16::try_from(words.len()).unwrap_or(u16::MAX));
        self.total += words.len() as u64;
    }

    /// How many texts there are.
    pub fn len(&self) -> usize {
        self.lengths.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.lengths.is_empty()
    }

    /// About how many bytes it takes.
    pub fn bytes(&self) -> usize {
        let postings: usize = self.postings.iter().map(|postings| postings.capacity() * 8 + 24).sum();
        postings + self.words.len() * 64 + self.lengths.len() * 2
    }

    /// The texts that share a word, the best first; of equals the later one.
    pub fn search(&self, query: &str) -> Vec<Hit> {
        let mut hits = self.hits(query);
        hits.sort_unstable_by(|one, other| other.score.total_cmp(&one.score).then(other.place.cmp(&one.place)));
        hits
    }

    /// The texts that share a word, in no order: for whoever orders them anew.
    pub fn hits(&self, query: &str) -> Vec<Hit> {
        let mut wanted = content_words(query);
        wanted.sort_unstable();
        wanted.dedup();
        let texts = self.lengths.len() as f64;
        let usual = (self.total as f64 / texts.max(1.0)).max(1.0);
        // A place for each text is quicker than a map of those that are found.
        let mut scores: Vec<(f64, usize)> = vec![(0.0, 0); self.lengths.len()];
        let mut found: Vec<u32> = Vec::new();
        for word in &wanted {
            let Some(postings) = self.words.get(word.as_str()).and_then(|id| self.postings.get(*id as usize)) else {
                continue;
            };
            let having = postings.len() as f64;
            let rarity = (1.0 + (texts - having + 0.5) / (having + 0.5)).ln();
            for (place, count) in postings {
                let length = self.lengths.get(*place as usize).map_or(usual, |length| f64::from(*length));
                let count = f64::from(*count);
                let held_back = SATURATION * (1.0 - LENGTH + LENGTH * length / usual);
                let Some(score) = scores.get_mut(*place as usize) else { continue };
                if score.1 == 0 {
                    found.push(*place);
                }
                score.0 += rarity * count * (SATURATION + 1.0) / (count + held_back);
                score.1 += 1;
            }
        }
        let hit = |place: u32| {
            let (score, words) = scores.get(place as usize).copied().unwrap_or_default();
            Hit { place: place as usize, score, words: (words, wanted.len()) }
        };
        found.into_iter().map(hit).collect()
    }
}

/// Several rankings of the same things joined, the best first: the sum of 1 ÷ (60 + rank), rank from 1.
pub fn fused(rankings: &[Vec<usize>]) -> Vec<(usize, f64)> {
    let mut scores: HashMap<usize, f64> = HashMap::new();
    for ranking in rankings {
        for (rank, place) in ranking.iter().enumerate() {
            *scores.entry(*place).or_default() += 1.0 / (RANK + rank as f64 + 1.0);
        }
    }
    let mut joined: Vec<(usize, f64)> = scores.into_iter().collect();
    joined.sort_by(|one, other| other.1.total_cmp(&one.1).then(other.0.cmp(&one.0)));
    joined
}

/// From this resemblance on a text says what another one has said.
pub const CLOSE: f64 = 0.3;

/// How many of the best hits are compared with, letter by letter.
const COMPARED: usize = 30;

/// The past post that a text is closest to, and how close (0 to 1, at least [`CLOSE`]): "you already ran this".
/// `near` are places that are near by other means, the nearest first, and `text_of` gives the texts of the index.
pub fn closest_past_post<'t>(
    text: &str,
    index: &Index,
    near: &[usize],
    text_of: impl Fn(usize) -> Option<&'t str>,
) -> Option<(usize, f64)> {
    let hits: Vec<usize> = index.search(text).into_iter().take(COMPARED).map(|hit| hit.place).collect();
    let joined = fused(&[hits, near.to_vec()]).into_iter().take(COMPARED);
    let near = joined.filter_map(|(place, _)| Some((place, resemblance(text, text_of(place)?))));
    near.filter(|(_, near)| *near >= CLOSE).max_by(|one, other| one.1.total_cmp(&other.1))
}

#[cfg(test)]
mod tests {
    use super::{Index, closest_past_post, fused};

    const TEXTS: [&str; 5] = [
        "An oat latte by the window.",
        "Oat foam on a slow latte, oat by oat.",
        "Cold brew drips all night.",
        "燕麦拿铁，慢慢来。",
        "",
    ];

    fn index() -> Index {
        let mut index = Index::default();
        TEXTS.iter().for_each(|text| index.add(text));
        index
    }

    #[test]
    fn texts_are_found_by_their_words_in_both_languages() {
        let places = |query| index().search(query).iter().map(|hit| hit.place).collect::<Vec<_>>();
        assert_eq!(places("oats"), [1, 0]);
        assert_eq!(places("拿铁"), [3]);
        assert_eq!(places("matcha"), [0_usize; 0]);
        assert_eq!(places(""), [0_usize; 0]);
        let hits = index().search("oat window");
        assert_eq!((hits[0].place, hits[0].words), (0, (2, 2)));
        assert_eq!(hits[1].words, (1, 2));
    }

    #[test]
    fn a_chinese_word_is_found_inside_longer_ones() {
        let mut index = Index::default();
        ["街角的咖啡馆，八点开门。", "下雨天，慢慢走。", "咖啡师在练拉花。"].iter().for_each(|text| index.add(text));
        let places = |query| {
            let mut places: Vec<usize> = index.search(query).iter().map(|hit| hit.place).collect();
            places.sort_unstable();
            places
        };
        assert_eq!(places("咖啡"), [0, 2]);
        assert_eq!(places("雨天"), [1]);
        assert_eq!(places("咖啡馆"), [0]);
    }

    #[test]
    fn ranks_are_joined_so_that_what_both_know_comes_first() {
        let joined = fused(&[vec![1, 2, 3], vec![3, 4]]);
        assert_eq!(joined.iter().map(|it| it.0).collect::<Vec<_>>(), [3, 1, 4, 2]);
    }

    #[test]
    fn a_text_that_was_run_is_known_again_and_one_on_its_topic_is_not() {
        let index = index();
        let closest = |text| closest_past_post(text, &index, &[], |place| TEXTS.get(place).copied());
        assert_eq!(closest("Oat foam on a slow latte, again.").map(|it| it.0), Some(1));
        assert_eq!(closest("Is your latte made with oat milk today?"), None);
        assert_eq!(closest("燕麦拿铁，慢慢来吧。").map(|it| it.0), Some(3));
    }
}
