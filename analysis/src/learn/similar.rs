//! Which terms and posts are near a term: by the words that they are used with (positive pointwise mutual information over
//! posts, cosine), which can be looked at.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::words::{post_words, whole_word};

/// A term near another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct NearTerm {
    /// The term, in a form that the texts have.
    pub term: String,
    /// The cosine of their contexts, 0 to 1.
    pub likeness: f64,
    /// Posts with it.
    pub posts: usize,
    /// The words that both are used with, the strongest first.
    pub shared: Vec<String>,
}

/// A post near a term.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct NearPost {
    /// The caller's index of the post.
    pub post: usize,
    /// 0 to 1.
    pub likeness: f64,
}

/// What is near a term.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Similar {
    /// The term as the texts have it; empty if they do not.
    pub term: String,
    /// Whether it is of words alone that every text has, such as "the", which nothing is near.
    pub is_common: bool,
    /// Posts with it.
    pub posts: usize,
    /// The nearest terms.
    pub terms: Vec<NearTerm>,
    /// The nearest posts, those that have the term among them.
    pub near_posts: Vec<NearPost>,
}

/// Terms that are looked at, the most frequent.
const MOST_TERMS: usize = 3_000;
const SHOWN: usize = 8;

/// The neighbours of a term (one or more words) in texts.
pub fn similar(texts: &[&str], term: &str) -> Similar {
    let documents: Vec<BTreeSet<String>> = texts.iter().map(|text| post_words(text).into_iter().collect()).collect();
    let mut frequency: HashMap<&str, usize> = HashMap::new();
    for word in documents.iter().flatten() {
        *frequency.entry(word).or_default() += 1;
    }
    let mut kept: Vec<(&str, usize)> =
        frequency.iter().filter(|(_, posts)| **posts > 1).map(|(it, n)| (*it, *n)).collect();
    kept.sort_by(|left, right| right.1.cmp(&left.1).then(left.0.cmp(right.0)));
    kept.truncate(MOST_TERMS);
    let vocabulary: HashMap<&str, usize> = kept.iter().enumerate().map(|(place, (word, _))| (*word, place)).collect();
    let vectors = contexts(&documents, &vocabulary, &kept);
    let wanted = post_words(term);
    let known: Vec<usize> = wanted.iter().filter_map(|word| vocabulary.get(word.as_str()).copied()).collect();
    let mut query: BTreeMap<usize, f64> = BTreeMap::new();
    for (context, weight) in known.iter().filter_map(|place| vectors.get(*place)).flatten() {
        *query.entry(*context).or_default() += weight;
    }
    let near = |(place, vector): (usize, &BTreeMap<usize, f64>)| {
        let (word, posts) = *kept.get(place)?;
        let likeness = cosine(&query, vector);
        (likeness > 0.0 && !known.contains(&place)).then(|| NearTerm {
            term: word.to_owned(),
            likeness,
            posts,
            shared: shared(&query, vector)
                .into_iter()
                .filter_map(|it| Some(kept.get(it)?.0.to_owned()))
                .take(3)
                .collect(),
        })
    };
    let mut terms: Vec<NearTerm> = vectors.iter().enumerate().filter_map(near).collect();
    terms.sort_by(|left, right| right.likeness.total_cmp(&left.likeness).then(left.term.cmp(&right.term)));
    terms.truncate(SHOWN);
    // A post is near by the term itself, and by the terms around it.
    let around: BTreeMap<usize, f64> =
        terms.iter().filter_map(|it| Some((*vocabulary.get(it.term.as_str())?, it.likeness))).collect();
    let mut near_posts: Vec<NearPost> = documents
        .iter()
        .enumerate()
        .map(|(post, words)| {
            let has = wanted.iter().filter(|word| words.contains(*word)).count() as f64 / wanted.len().max(1) as f64;
            let places = words.iter().filter_map(|word| vocabulary.get(word.as_str()));
            let related: f64 = places.filter_map(|place| around.get(place)).sum();
            let total: f64 = around.values().sum();
            NearPost { post, likeness: 0.6 * has + 0.4 * if total > 0.0 { related / total } else { 0.0 } }
        })
        .filter(|near| near.likeness > 0.0)
        .collect();
    near_posts.sort_by(|left, right| right.likeness.total_cmp(&left.likeness).then(left.post.cmp(&right.post)));
    near_posts.truncate(5);
    let whole = |stem: &str| {
        let having = documents.iter().zip(texts).filter(|(words, _)| words.contains(stem)).map(|(_, text)| *text);
        whole_word(stem, having)
    };
    for near in &mut terms {
        near.term = whole(&near.term);
        near.shared.iter_mut().for_each(|word| *word = whole(word));
    }
    let posts =
        documents.iter().filter(|words| !wanted.is_empty() && wanted.iter().all(|word| words.contains(word))).count();
    let term =
        wanted.iter().filter(|word| frequency.contains_key(word.as_str())).cloned().collect::<Vec<_>>().join(" ");
    Similar { term, is_common: wanted.is_empty(), posts, terms, near_posts }
}

/// For each term the words it is used with, and by how much more often than chance (PPMI).
fn contexts(
    documents: &[BTreeSet<String>],
    vocabulary: &HashMap<&str, usize>,
    kept: &[(&str, usize)],
) -> Vec<BTreeMap<usize, f64>> {
    let mut together: Vec<BTreeMap<usize, f64>> = vec![BTreeMap::new(); kept.len()];
    for document in documents {
        let places: Vec<usize> = document.iter().filter_map(|word| vocabulary.get(word.as_str()).copied()).collect();
        for left in &places {
            if let Some(row) = together.get_mut(*left) {
                for right in places.iter().filter(|right| *right != left) {
                    *row.entry(*right).or_default() += 1.0;
                }
            }
        }
    }
    let posts = documents.len().max(1) as f64;
    let held = |place: usize| kept.get(place).map_or(1.0, |(_, posts)| *posts as f64);
    for (left, row) in together.iter_mut().enumerate() {
        for (right, count) in row.iter_mut() {
            *count = (*count * posts / (held(left) * held(*right))).ln().max(0.0);
        }
        row.retain(|_, weight| *weight > 0.0);
    }
    together
}

fn cosine(left: &BTreeMap<usize, f64>, right: &BTreeMap<usize, f64>) -> f64 {
    let dot: f64 = left.iter().filter_map(|(place, weight)| Some(weight * right.get(place)?)).sum();
    let size = |vector: &BTreeMap<usize, f64>| vector.values().map(|weight| weight * weight).sum::<f64>().sqrt();
    let sizes = size(left) * size(right);
    if sizes > 0.0 { dot / sizes } else { 0.0 }
}

fn shared(left: &BTreeMap<usize, f64>, right: &BTreeMap<usize, f64>) -> Vec<usize> {
    let mut both: Vec<(usize, f64)> =
        left.iter().filter_map(|(place, weight)| Some((*place, weight * right.get(place)?))).collect();
    both.sort_by(|left, right| right.1.total_cmp(&left.1).then(left.0.cmp(&right.0)));
    both.into_iter().map(|(place, _)| place).collect()
}

#[cfg(test)]
mod tests {
    use super::similar;

    #[test]
    fn terms_of_the_same_contexts_are_near_and_unknown_ones_have_no_neighbours() {
        let texts = [
            "A latte with oat foam and cinnamon",
            "A cappuccino with oat foam and cinnamon",
            "Latte, oat foam, window seat",
            "Cappuccino, oat foam, window seat",
            "Jazz plays on the piano tonight",
            "Piano and jazz until late",
            "A quiet piano, a loud jazz drummer",
            "燕麦拿铁，奶泡很软",
            "燕麦卡布，奶泡很软",
        ];
        let found = similar(&texts, "latte");
        assert_eq!(found.terms[0].term, "cappuccino");
        assert!(found.terms.iter().all(|term| term.term != "jazz"));
        assert!([0, 2].contains(&found.near_posts[0].post) && found.posts == 2, "{found:?}");
        let none = similar(&texts, "zebra");
        assert!(none.term.is_empty() && none.terms.is_empty() && none.near_posts.is_empty());
        assert!(similar(&[], "").near_posts.is_empty());
    }
}
