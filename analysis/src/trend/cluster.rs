//! The same story in several sources: near-duplicate headlines, found in time that grows with their number and no faster.
//!
//! MinHash over character n-grams (4, or 3 where there are Han characters), in bands (LSH): headlines that share a band are
//! compared. Each cluster is known by its first headline, so that stories do not flow into each other over many steps.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization as _;

use super::Document;
use crate::feed::hash;
use crate::words::is_han;

const BANDS: usize = 16;
const ROWS: usize = 4;
const SIGNATURE: usize = BANDS * ROWS;
/// Equal places of two signatures: an estimate of the Jaccard similarity of their n-grams.
const ALIKE: f64 = 0.5;
/// A headline with fewer letters is joined by its text, too.
const SHORT: usize = 20;
/// Letters that are looked at.
const LETTERS: usize = 200;
/// A story that was last told so long ago is over, seconds.
const OVER: i64 = 7 * 24 * 3600;
/// Stories of one band that a headline is compared with, the newest first.
const COMPARED: usize = 16;

type Signature = [u32; SIGNATURE];

struct Story {
    signature: Signature,
    last_told: i64,
}

/// For each document the number of its story, counted from 0 in the order of time.
pub(super) fn stories(documents: &[Document]) -> Vec<u32> {
    let mut order: Vec<usize> = (0..documents.len()).collect();
    order.sort_by_key(|index| documents.get(*index).map(|document| document.at));
    let mut story_of = vec![0; documents.len()];
    let mut stories = Vec::<Story>::new();
    let mut bands = HashMap::<(usize, u64), Vec<u32>>::new();
    let mut links = HashMap::<&str, u32>::new();
    for index in order {
        let Some(document) = documents.get(index) else { continue };
        let at = document.at.as_second();
        let signature = signature(document);
        let keys = band_keys(&signature);
        let by_link = document.link.as_deref().and_then(|link| links.get(without_tracking(link))).copied();
        let alike = by_link.or_else(|| nearest(&keys, &bands, &stories, &signature, at));
        let story = alike.unwrap_or_else(|| {
            let story = stories.len() as u32; // fewer than there are documents
            stories.push(Story { signature, last_told: at });
            for (band, key) in keys.into_iter().enumerate() {
                bands.entry((band, key)).or_default().push(story);
            }
            story
        });
        if let Some(known) = stories.get_mut(story as usize) {
            known.last_told = at;
        }
        if let Some(link) = &document.link {
            links.insert(without_tracking(link), story);
        }
        if let Some(slot) = story_of.get_mut(index) {
            *slot = story;
        }
    }
    story_of
}

fn nearest(
    keys: &[u64; BANDS],
    bands: &HashMap<(usize, u64), Vec<u32>>,
    stories: &[Story],
    signature: &Signature,
    at: i64,
) -> Option<u32> {
    let candidates = keys.iter().enumerate().filter_map(|(band, key)| bands.get(&(band, *key)));
    let candidates = candidates.flat_map(|stories| stories.iter().rev().take(COMPARED));
    let near = candidates.filter_map(|number| {
        let story = stories.get(*number as usize)?;
        let likeness = likeness(&story.signature, signature);
        (likeness >= ALIKE && at - story.last_told <= OVER).then_some((likeness, *number))
    });
    near.max_by(|one, other| one.0.total_cmp(&other.0).then(other.1.cmp(&one.1))).map(|(_, number)| number)
}

fn likeness(one: &Signature, other: &Signature) -> f64 {
    one.iter().zip(other).filter(|(one, other)| one == other).count() as f64 / SIGNATURE as f64
}

fn band_keys(signature: &Signature) -> [u64; BANDS] {
    let mut keys = [0; BANDS];
    for (key, rows) in keys.iter_mut().zip(signature.chunks(ROWS)) {
        *key = rows
            .iter()
            .fold(0, |key: u64, row| (key.rotate_left(21) ^ u64::from(*row)).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    }
    keys
}

fn signature(document: &Document) -> Signature {
    let mut letters = letters(&document.title);
    if letters.len() < SHORT {
        letters.extend(self::letters(&document.text).into_iter().take(LETTERS));
    }
    letters.truncate(LETTERS);
    let size = if letters.iter().any(|letter| is_han(*letter)) { 3 } else { 4 };
    let mut signature = [u32::MAX; SIGNATURE];
    if letters.len() < size {
        // Too short to be like anything but itself.
        let whole: String = letters.iter().collect();
        signature.fill(hash(whole.as_bytes()) as u32);
        return signature;
    }
    for gram in letters.windows(size) {
        let gram = gram.iter().fold(0_u64, |hash, letter| {
            (hash.rotate_left(17) ^ u64::from(u32::from(*letter))).wrapping_mul(0x9e37_79b9_7f4a_7c15)
        });
        for (place, least) in signature.iter_mut().enumerate() {
            *least = (*least).min((gram.wrapping_mul(multiplier(place)) >> 32) as u32);
        }
    }
    signature
}

/// An odd number for each place: multiply-shift hashing (Dietzfelbinger, 1997).
const fn multiplier(place: usize) -> u64 {
    (place as u64 + 1).wrapping_mul(0xd134_2543_de82_ef95) ^ 0xa076_1d64_78bd_642e | 1
}

/// Letters and digits, with single spaces where there are others.
fn letters(text: &str) -> Vec<char> {
    let mut letters = Vec::with_capacity(64);
    for letter in text.nfkc().flat_map(char::to_lowercase) {
        if letter.is_alphanumeric() {
            letters.push(letter);
        } else if letters.last().is_some_and(|last| *last != ' ') {
            letters.push(' ');
        }
        if letters.len() >= LETTERS {
            break;
        }
    }
    if letters.last() == Some(&' ') {
        letters.pop();
    }
    letters
}

/// An address up to what only says how somebody came there.
fn without_tracking(link: &str) -> &str {
    let link = link.split('#').next().unwrap_or(link);
    match link.split_once('?') {
        Some((page, query)) if query.starts_with("utm_") || query.starts_with("ref=") => page,
        _ => link,
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;

    fn document(source: u32, hours: i64, title: &str) -> Document {
        let at = Timestamp::from_second(1_700_000_000 + hours * 3600).expect("a time");
        Document { source, at, title: title.to_owned(), text: String::new(), link: None }
    }

    #[test]
    fn the_same_story_in_other_words_is_one_cluster() {
        let documents = [
            document(0, 0, "Oat milk prices rise as two chains drop their surcharge"),
            document(1, 1, "Oat milk prices rise as two chains drop the surcharge"),
            document(2, 2, "OAT MILK PRICES RISE: Two chains drop their surcharge!"),
            document(3, 3, "Matcha is back, and it is greener than ever before"),
            document(4, 4, "两家连锁店取消燕麦奶加价，价格战开始"),
            document(5, 5, "两家连锁店取消燕麦奶加价 价格战开始了"),
            document(6, 6, "Oat harvest is poor in three countries this year"),
        ];
        assert_eq!(stories(&documents), [0, 0, 0, 1, 2, 2, 3]);
    }

    #[test]
    fn the_same_address_is_the_same_story_and_an_old_story_is_over() {
        let mut one = document(0, 0, "Oat milk: what we know");
        let mut other = document(1, 1, "燕麦奶涨价：目前所知的一切消息汇总");
        one.link = Some("https://example.org/1?utm_source=a".to_owned());
        other.link = Some("https://example.org/1".to_owned());
        let later = document(0, 24 * 30, "Oat milk: what we know");
        assert_eq!(stories(&[one, other, later]), [0, 0, 1]);
    }

    #[test]
    fn documents_may_come_in_any_order() {
        let documents =
            [document(0, 9, "Matcha is back again in town"), document(1, 0, "Matcha is back again in the town")];
        assert_eq!(stories(&documents), [0, 0]);
        assert_eq!(stories(&[]), [0; 0]);
        assert_eq!(stories(&[document(0, 0, ""), document(1, 0, "!")]), [0, 0]);
    }
}
