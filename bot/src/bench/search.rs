//! `copydesk bench search`: words looked for among many past posts.

use std::time::{Duration, Instant};

use copydesk_storage::{Campaign, Preferences};

use super::posts;
use crate::knowledge::Knowledge;

const QUERIES: [&str; 10] = [
    "oat latte",
    "燕麦拿铁",
    "jazz night by the window",
    "rainy days umbrella",
    "matcha slowly",
    "cold brew second pot",
    "抹茶 窗边",
    "opening hours",
    "the baker and the cinnamon rolls",
    "florist",
];

/// Builds the index of `count` posts and looks for ten queries, a hundred times each.
pub fn run(count: usize) -> String {
    let campaigns = (1..).zip(posts::made_up(count)).map(|(number, post)| Campaign { number, post }).collect();
    let knowledge = Knowledge::new(Preferences::default(), campaigns);
    let begin = Instant::now();
    let index = knowledge.index();
    let (built, bytes) = (begin.elapsed(), index.bytes());
    let mut times: Vec<Duration> = Vec::new();
    let mut found = 0;
    for _ in 0..100 {
        for query in QUERIES {
            let begin = Instant::now();
            found += knowledge.search(query).len();
            times.push(begin.elapsed());
        }
    }
    let begin = Instant::now();
    let near = knowledge.already_run("This morning our baker met the oat latte slowly, by the window.").is_some();
    let closest = begin.elapsed();
    let begin = Instant::now();
    let topics = knowledge.topics().clusters.len();
    let clustered = begin.elapsed();
    times.sort_unstable();
    let at = |share: usize| times.get(times.len() * share / 100).copied().unwrap_or_default().as_secs_f64() * 1e3;
    format!(
        "{count} posts: index in {:.2} s, {} MiB; search {:.2} ms median, {:.2} ms p99, {} found in all; closest past post {:.1} ms ({near}); {topics} topics in {:.2} s",
        built.as_secs_f64(),
        bytes >> 20,
        at(50),
        at(99),
        found,
        closest.as_secs_f64() * 1e3,
        clustered.as_secs_f64()
    )
}
