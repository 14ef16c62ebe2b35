//! What a team writes about: clusters of its own posts, each named by its keywords.

use std::collections::HashMap;

use crate::words::content_words;
use crate::words::whole_word;

/// A topic, found in posts or said by a person.
#[derive(Debug, Clone, PartialEq)]
pub struct TopicCluster {
    /// Its name: what a person called it, else its keywords.
    pub name: String,
    /// Whether a person or a file named it.
    pub said: bool,
    /// How many posts are in it.
    pub posts: usize,
}

/// Topics, and the topic of each post.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Topics {
    /// The topics, those with the most posts first.
    pub clusters: Vec<TopicCluster>,
    /// For each post the place of its topic; `None`: it stands alone.
    pub of_post: Vec<Option<usize>>,
}

/// Cosine from which a post belongs to a topic.
const NEAR: f64 = 0.22;
/// Posts that a topic of its own needs.
const FEWEST: usize = 3;
/// Topics at most: more is no overview.
const MOST: usize = 24;
/// Posts that the topics are found in; the others are put to them.
const SAMPLED: usize = 3_000;
/// Words of a name.
const NAMED_BY: usize = 3;

type Vector = Vec<(u32, f32)>;

/// Finds topics: posts with a topic that somebody said make up that topic; the rest become clusters by leader clustering
/// over TF-IDF, the first post of a cluster its first centre, in two passes. The same posts give the same topics.
pub fn topics<'t>(posts: impl Iterator<Item = (&'t str, &'t str)>) -> Topics {
    let posts: Vec<(&str, &str)> = posts.collect();
    let mut ids: HashMap<String, u32> = HashMap::new();
    let mut shown: Vec<String> = Vec::new();
    let mut having: Vec<u32> = Vec::new();
    let mut counted: Vec<Vec<(u32, u16)>> = Vec::with_capacity(posts.len());
    for (text, _) in &posts {
        let mut counts: HashMap<u32, u16> = HashMap::new();
        for word in content_words(text).into_iter().filter(|word| !word.chars().all(char::is_numeric)) {
            let next = shown.len() as u32;
            let id = *ids.entry(word.clone()).or_insert(next);
            if id == next {
                shown.push(word);
                having.push(0);
            }
            *counts.entry(id).or_default() += 1;
        }
        for id in counts.keys() {
            if let Some(count) = having.get_mut(*id as usize) {
                *count += 1;
            }
        }
        let mut counts: Vec<(u32, u16)> = counts.into_iter().collect();
        counts.sort_unstable();
        counted.push(counts);
    }
    let total = posts.len() as f32;
    let vectors: Vec<Vector> = counted.iter().map(|counts| weighed(counts, &having, total)).collect();

    let mut centres: Vec<Centre> = Vec::new();
    let mut of_post: Vec<Option<usize>> = vec![None; posts.len()];
    // What people said comes first: posts like theirs join them.
    let mut by_name: HashMap<String, usize> = HashMap::new();
    for (place, (_, said)) in posts.iter().enumerate().filter(|(_, (_, said))| !said.is_empty()) {
        let key = said.to_lowercase();
        let cluster = *by_name.entry(key).or_insert_with(|| {
            centres.push(Centre { said: Some((*said).to_string()), ..Centre::default() });
            centres.len() - 1
        });
        if let (Some(centre), Some(vector)) = (centres.get_mut(cluster), vectors.get(place)) {
            centre.add(vector);
        }
        if let Some(of_post) = of_post.get_mut(place) {
            *of_post = Some(cluster);
        }
    }
    let step = (posts.len() / SAMPLED).max(1);
    for (place, vector) in vectors.iter().enumerate().step_by(step) {
        if of_post.get(place).copied().flatten().is_some() || vector.is_empty() {
            continue;
        }
        match nearest(&centres, vector) {
            Some(near) => centres.get_mut(near).into_iter().for_each(|centre| centre.add(vector)),
            None => {
                let mut centre = Centre::default();
                centre.add(vector);
                centres.push(centre);
            }
        }
    }
    // The largest stay; the second pass puts every post to the nearest of them.
    let least = if step > 1 { 1 } else { FEWEST };
    let mut order: Vec<usize> = (0..centres.len()).collect();
    order.sort_by_key(|place| {
        let centre = centres.get(*place);
        (centre.is_none_or(|centre| centre.said.is_none()), std::cmp::Reverse(centre.map_or(0, |it| it.posts)), *place)
    });
    let mut kept: Vec<Centre> = Vec::new();
    let mut moved: HashMap<usize, usize> = HashMap::new();
    for place in order {
        let Some(centre) = centres.get(place) else { continue };
        if centre.said.is_some() || centre.posts >= least && kept.iter().filter(|it| it.said.is_none()).count() < MOST {
            moved.insert(place, kept.len());
            kept.push(centre.clone());
        }
    }
    let mut sizes = vec![0_usize; kept.len()];
    for (place, vector) in vectors.iter().enumerate() {
        let Some(of_post) = of_post.get_mut(place) else { continue };
        *of_post = match *of_post {
            Some(said) => moved.get(&said).copied(),
            None => nearest(&kept, vector),
        };
        if let Some(size) = of_post.and_then(|cluster| sizes.get_mut(cluster)) {
            *size += 1;
        }
    }
    named(&kept, &sizes, of_post, &shown, &posts)
}

#[derive(Debug, Clone, Default)]
struct Centre {
    said: Option<String>,
    posts: usize,
    sum: HashMap<u32, f32>,
    length: f32,
}

impl Centre {
    fn add(&mut self, vector: &Vector) {
        self.posts += 1;
        for (id, weight) in vector {
            *self.sum.entry(*id).or_default() += weight;
        }
        // Only what is said often says what the topic is; the rest would slow every comparison.
        const KEPT: usize = 200;
        if self.sum.len() > 2 * KEPT {
            let mut weights: Vec<(u32, f32)> = self.sum.drain().collect();
            weights.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
            weights.truncate(KEPT);
            self.sum = weights.into_iter().collect();
        }
        // In the order of ids, so that rounding is the same every time.
        let mut weights: Vec<(&u32, &f32)> = self.sum.iter().collect();
        weights.sort_unstable_by_key(|(id, _)| **id);
        self.length = weights.into_iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
    }

    fn cosine(&self, vector: &Vector) -> f64 {
        let dot: f32 = vector.iter().filter_map(|(id, weight)| Some(self.sum.get(id)? * weight)).sum();
        if self.length > 0.0 { f64::from(dot / self.length) } else { 0.0 }
    }
}

fn nearest(centres: &[Centre], vector: &Vector) -> Option<usize> {
    let near = centres.iter().enumerate().map(|(place, centre)| (place, centre.cosine(vector)));
    let best = near.reduce(|best, next| if next.1 > best.1 { next } else { best })?;
    (best.1 >= NEAR).then_some(best.0)
}

/// TF-IDF, of length 1.
fn weighed(counts: &[(u32, u16)], having: &[u32], total: f32) -> Vector {
    let weight = |(id, count): &(u32, u16)| {
        let having = having.get(*id as usize).copied().unwrap_or(1) as f32;
        (*id, (1.0 + f32::from(*count).ln()) * ((1.0 + total) / (1.0 + having)).ln())
    };
    let mut vector: Vector = counts.iter().map(weight).collect();
    let length = vector.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
    if length > 0.0 {
        vector.iter_mut().for_each(|(_, weight)| *weight /= length);
    }
    vector
}

fn named(
    kept: &[Centre],
    sizes: &[usize],
    of_post: Vec<Option<usize>>,
    stems: &[String],
    posts: &[(&str, &str)],
) -> Topics {
    let mut order: Vec<usize> =
        (0..kept.len()).filter(|place| sizes.get(*place).is_some_and(|size| *size > 0)).collect();
    order.sort_by_key(|place| (std::cmp::Reverse(sizes.get(*place).copied().unwrap_or(0)), *place));
    let place_of: HashMap<usize, usize> = order.iter().enumerate().map(|(to, from)| (*from, to)).collect();
    let clusters = order.iter().filter_map(|place| {
        let centre = kept.get(*place)?;
        let name = centre.said.clone().unwrap_or_else(|| {
            let mut weights: Vec<(&u32, &f32)> = centre.sum.iter().collect();
            weights.sort_by(|one, other| other.1.total_cmp(one.1).then(one.0.cmp(other.0)));
            let members = || of_post.iter().zip(posts).filter(|(of, _)| **of == Some(*place)).map(|(_, post)| post.0);
            let stems = weights.into_iter().take(NAMED_BY).filter_map(|(id, _)| stems.get(*id as usize));
            stems.map(|stem| whole_word(stem, members())).collect::<Vec<_>>().join(", ")
        });
        Some(TopicCluster { name, said: centre.said.is_some(), posts: sizes.get(*place).copied().unwrap_or(0) })
    });
    let clusters = clusters.collect();
    let of_post = of_post.into_iter().map(|of| of.and_then(|place| place_of.get(&place).copied())).collect();
    Topics { clusters, of_post }
}

#[cfg(test)]
mod tests {
    use super::topics;

    const POSTS: [(&str, &str); 9] = [
        ("Oat latte by the window, oat foam on top.", ""),
        ("Cinnamon rolls rise before the street wakes.", ""),
        ("An oat latte for the tram, extra oat foam.", ""),
        ("Warm cinnamon rolls at eight, cinnamon rolls at three.", ""),
        ("The oat latte that waits for you.", ""),
        ("Who baked the cinnamon rolls? Our baker did.", ""),
        ("Rain on every coat today.", ""),
        ("Jazz on Friday night, bring your horn.", "Jazz night"),
        ("Friday jazz: the horn is back, bring friends.", ""),
    ];

    #[test]
    fn posts_fall_into_topics_named_by_their_words() {
        let found = topics(POSTS.into_iter());
        assert_eq!(found.of_post[0], found.of_post[2]);
        assert_eq!(found.of_post[1], found.of_post[3]);
        assert_ne!(found.of_post[0], found.of_post[1]);
        assert_eq!(found.of_post[6], None, "a post alone is no topic");
        let names: Vec<&str> = found.clusters.iter().map(|cluster| cluster.name.as_str()).collect();
        assert!(names.iter().any(|name| name.contains("oat")), "{names:?}");
        assert!(names.iter().any(|name| name.contains("cinnamon")), "{names:?}");
        assert_eq!(topics(POSTS.into_iter()), found, "the same every time");
    }

    #[test]
    fn a_topic_that_somebody_said_keeps_its_name_and_draws_posts_like_its_own() {
        let found = topics(POSTS.into_iter());
        let jazz = found.of_post[7].expect("it was said");
        assert_eq!((found.clusters[jazz].name.as_str(), found.clusters[jazz].said), ("Jazz night", true));
        assert_eq!(found.of_post[8], Some(jazz));
    }

    #[test]
    fn nothing_has_no_topics() {
        assert!(topics(std::iter::empty()).clusters.is_empty());
        assert!(topics([("", ""), ("!!", "")].into_iter()).clusters.is_empty());
    }
}
